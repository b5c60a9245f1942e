"""Which leads went into which, and what refers to a lead; read by merging and by everyone who holds the number of a lead."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from onboarding.db.connection import Connection
from onboarding.db.tables import referrers
from onboarding.domain.records import Merge

LOGS: frozenset[tuple[str, str]] = frozenset(
    {("change_row", "lead_id"), ("import_row", "lead_id"), ("import_row", "candidates"), ("lead_merge", "gone_id")}
)
"""Columns with the number of a lead and no foreign key. They say what was so at their time and are never changed by a merge:
who reads one asks ``living`` for the lead that has the number's firm now."""
DERIVED: frozenset[tuple[str, str]] = frozenset({("lead_number", "lead_id")})
"""Columns that the write path computes anew for both leads."""

_MERGE = """
SELECT m.id, m.lead_id, m.gone_id, m.gone_name, m.merged_at, coalesce(s.name, ''), m.staff_id, m.reason, m.taken, m.change_id,
       m.first_row
FROM lead_merge m LEFT JOIN staff s ON s.id = m.staff_id
"""


def living(connection: Connection, lead_id: int) -> int:
    """The lead that a number means now: the one it was merged into, else itself (whether it exists or not)."""
    found = by_gone(connection, lead_id)
    return lead_id if found is None else found.lead_id


def by_gone(connection: Connection, lead_id: int) -> Merge | None:
    """The merge in which a lead went; None for one that is there, or never was."""
    return _one(connection, "m.gone_id = ?", lead_id)


def merge(connection: Connection, merge_id: int) -> Merge | None:
    """One merge that stands."""
    return _one(connection, "m.id = ?", merge_id)


def into(connection: Connection, lead_id: int) -> list[Merge]:
    """The merges of which a lead consists, those of leads that went into it through others included; newest first.

    Newest by the journal: a merge that was laid anew counts as new.
    """
    return _all(connection, "m.lead_id = ? ORDER BY m.first_row DESC", lead_id)


def made_in(connection: Connection, change_id: int) -> list[Merge]:
    """The merges of a journal entry that stand, newest first."""
    return _all(connection, "m.change_id = ? ORDER BY m.first_row DESC", change_id)


def written(connection: Connection, change_id: int) -> list[tuple[int, int, str, dict[str, Any]]]:
    """Rows of ``lead_merge`` that an entry made or took away: (number in the journal, its id, op, image)."""
    rows = connection.execute(
        "SELECT id, row_id, op, coalesce(after, before) FROM change_row"
        " WHERE change_id = ? AND table_name = 'lead_merge' AND op <> 'update' ORDER BY id",
        (change_id,),
    )
    return [(number, row_id, op, json.loads(image)) for number, row_id, op, image in rows]


def span(connection: Connection, found: Merge) -> tuple[int, int]:
    """The rows of the journal that a merge wrote, first to last: its own row is the last of them."""
    (last,) = connection.execute(
        "SELECT id FROM change_row WHERE table_name = 'lead_merge' AND row_id = ? AND op = 'insert' ORDER BY id LIMIT 1",
        (found.id,),
    ).fetchone()
    return found.first_row, last


def next_row(connection: Connection) -> int:
    """The number that the next row of the journal gets; holds inside a write unit."""
    row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'change_row'").fetchone()
    return (int(row[0]) if row else 0) + 1


def last_row(connection: Connection, change_id: int) -> int:
    """The number of an entry's last row; 0 when it has none."""
    (last,) = connection.execute(
        "SELECT coalesce(max(id), 0) FROM change_row WHERE change_id = ?", (change_id,)
    ).fetchone()
    return int(last)


def references(connection: Connection) -> tuple[tuple[str, str], ...]:
    """(table, column) of everything that refers to a lead, by introspection."""
    return referrers(connection, "lead")


def rows_of(connection: Connection, name: str, column: str, lead_id: int) -> list[int]:
    """Ids of the rows of a table that refer to a lead, oldest first. Both names come from ``references``."""
    rows = connection.execute(
        f"SELECT id FROM {name} WHERE {column} = ? ORDER BY id",
        (lead_id,),
    )
    return [row_id for (row_id,) in rows]


def moves(connection: Connection, lead_id: int) -> list[tuple[int, str, str, int | None, str]]:
    """The moves that make the figures of a lead: (id, to stage, day, staff, evidence) in the order of entry."""
    rows = connection.execute(
        "SELECT id, to_stage, event_on, staff_id, evidence FROM stage_event WHERE lead_id = ? AND aside = 0 ORDER BY id",
        (lead_id,),
    )
    return list(rows)


def dated_moves(connection: Connection, lead_id: int) -> list[int]:
    """Moves that an earlier merge set aside and whose day still holds."""
    rows = connection.execute("SELECT id FROM stage_event WHERE lead_id = ? AND aside = 2", (lead_id,))
    return [row_id for (row_id,) in rows]


def foreign_rows(connection: Connection, change_id: int, lead_id: int) -> bool:
    """Whether anything refers to a lead that an entry did not write: somebody worked with it since."""
    return any(
        connection.execute(
            f"SELECT 1 FROM {name} r WHERE r.{column} = ? AND NOT EXISTS"
            " (SELECT 1 FROM change_row WHERE change_id = ? AND table_name = ? AND row_id = r.id) LIMIT 1",
            (lead_id, change_id, name),
        ).fetchone()
        for name, column in references(connection)
    )


def image_after(connection: Connection, change_id: int, lead_id: int) -> dict[str, Any] | None:
    """The row of a lead as an entry brought it back; None when it did not."""
    row = connection.execute(
        "SELECT after FROM change_row WHERE change_id = ? AND table_name = 'lead' AND row_id = ? AND op = 'insert'",
        (change_id, lead_id),
    ).fetchone()
    return json.loads(row[0]) if row else None


def entered_since(connection: Connection, lead_id: int, row: int) -> int:
    """How many rows were added to a lead after a row of the journal and are there still (calls, notes, papers)."""
    return sum(
        connection.execute(
            f"SELECT count(*) FROM {name} r WHERE r.{column} = ? AND EXISTS"
            " (SELECT 1 FROM change_row WHERE table_name = ? AND row_id = r.id AND op = 'insert' AND id > ?)",
            (lead_id, name, row),
        ).fetchone()[0]
        for name, column in references(connection)
        if name != "lead_merge"
    )


def _one(connection: Connection, where: str, value: int) -> Merge | None:
    found = _all(connection, where, value)
    return found[0] if found else None


def _all(connection: Connection, where: str, value: int) -> list[Merge]:
    rows: Sequence[tuple[Any, ...]] = connection.execute(f"{_MERGE} WHERE {where}", (value,)).fetchall()
    return [
        Merge(
            id=row[0], lead_id=row[1], gone_id=row[2], gone_name=row[3], merged_at=row[4], who=row[5], staff_id=row[6],
            reason=row[7], taken=tuple(row[8].split()), change_id=row[9], first_row=row[10],
        )
        for row in rows
    ]  # fmt: skip
