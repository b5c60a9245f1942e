"""The departments that ship with the program as roots of the tree of organisations."""

from __future__ import annotations

from onboarding.db import office_search
from onboarding.db.connection import Connection

_SINCE = "2022-01-21"
"""The day of the shipped baseline: before any work of the cell."""


def plant_departments(connection: Connection) -> None:
    """A root for every department that has none yet, with its search words."""
    (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM office").fetchone()
    connection.execute(
        "INSERT INTO office (kind, department_code, name, name_hi, stage_on, source)"
        " SELECT 'department', code, name_en, name_hi, ?, 'shipped' FROM department d WHERE NOT EXISTS ("
        "   SELECT 1 FROM office o WHERE o.kind = 'department' AND o.department_code = d.code) ORDER BY code",
        (_SINCE,),
    )
    (now,) = connection.execute("SELECT coalesce(max(id), 0) FROM office").fetchone()
    if now > last:
        office_search.index_range(connection, last + 1, now)
