"""Reading the tree of organisations, its posts and their officers."""

from __future__ import annotations

from typing import Any

from onboarding.db.connection import Connection

_FIELDS = (
    "id", "parent_id", "kind", "department_code", "department_text", "name", "name_hi", "district_code", "district_text",
    "ddo_code", "office_code", "address", "pin", "mobile", "phone", "email", "payment_method", "bank_name", "remarks", "source",
    "retired_on", "merged_into", "stage", "stage_on", "side_state", "side_on", "desk_id", "next_on", "next_at", "next_what",
    "batch_id",
)  # fmt: skip
_ALL = """
SELECT id, parent_id, kind, department_code, department_text, name, name_hi, district_code, district_text, ddo_code, office_code,
       address, pin, mobile, phone, email, payment_method, bank_name, remarks, source, retired_on, merged_into, stage, stage_on,
       side_state, side_on, desk_id, next_on, next_at, next_what, batch_id
FROM office
"""
_OFFICER = (
    "id", "post_id", "office_id", "role", "title", "name", "designation", "mobile", "phone", "email", "from_on", "to_on",
    "has_left", "active_from", "active_to",
)  # fmt: skip
_OFFICERS = """
SELECT f.id, p.id, p.office_id, p.role, p.title, f.name, f.designation, f.mobile, f.phone, f.email, f.from_on, f.to_on, f.has_left,
       f.active_from, f.active_to
FROM post p JOIN officer f ON f.post_id = p.id
"""


def everything(connection: Connection) -> dict[int, dict[str, Any]]:
    """Every organisation by its id, for the matching of a list."""
    return {row[0]: dict(zip(_FIELDS, row, strict=True)) for row in connection.execute(f"{_ALL} ORDER BY id")}


def all_officers(connection: Connection) -> list[dict[str, Any]]:
    """Every officer with the post held, for the matching of a list."""
    return [dict(zip(_OFFICER, row, strict=True)) for row in connection.execute(f"{_OFFICERS} ORDER BY f.id")]


def office(connection: Connection, office_id: int) -> dict[str, Any] | None:
    """One organisation."""
    row = connection.execute(f"{_ALL} WHERE id = ?", (office_id,)).fetchone()
    return dict(zip(_FIELDS, row, strict=True)) if row else None


def officers_of(connection: Connection, office_id: int) -> list[dict[str, Any]]:
    """Who holds and held the posts of an office, by role, the newest first."""
    rows = connection.execute(
        f"{_OFFICERS} WHERE p.office_id = ? ORDER BY p.role, f.to_on IS NOT NULL, f.id DESC", (office_id,)
    )
    return [dict(zip(_OFFICER, row, strict=True)) for row in rows]


def posts_of(connection: Connection, office_id: int) -> list[dict[str, Any]]:
    """The posts of an office."""
    names = ("id", "role", "title", "is_vacant", "retired_on")
    rows = connection.execute(
        "SELECT id, role, title, is_vacant, retired_on FROM post WHERE office_id = ? ORDER BY role, id", (office_id,)
    )
    return [dict(zip(names, row, strict=True)) for row in rows]


def posts(connection: Connection) -> list[tuple[int, int, str, str | None]]:
    """(id, office, role, title) of every post that stands."""
    return list(connection.execute("SELECT id, office_id, role, title FROM post WHERE retired_on IS NULL ORDER BY id"))


def path_of(connection: Connection, office_id: int) -> list[tuple[int, str, str | None]]:
    """(id, name, Hindi name) of the organisations above, the root first."""
    rows = connection.execute(
        "WITH RECURSIVE up(id, parent_id, name, name_hi, step) AS ("
        " SELECT id, parent_id, name, name_hi, 0 FROM office WHERE id = ?"
        " UNION ALL SELECT o.id, o.parent_id, o.name, o.name_hi, step + 1 FROM office o JOIN up ON o.id = up.parent_id"
        " WHERE step < 50) SELECT id, name, name_hi FROM up WHERE step > 0 ORDER BY step DESC",
        (office_id,),
    )
    return [(row[0], row[1], row[2]) for row in rows]


def events_of(connection: Connection, office_id: int) -> list[dict[str, Any]]:
    """The office's way up the ladder, in its order."""
    names = ("from_stage", "to_stage", "event_on", "evidence", "reason", "proof", "who")
    rows = connection.execute(
        "SELECT e.from_stage, e.to_stage, e.event_on, e.evidence, e.reason, e.proof, s.name FROM office_stage_event e"
        " LEFT JOIN staff s ON s.id = e.staff_id WHERE e.office_id = ? ORDER BY e.id",
        (office_id,),
    )
    return [dict(zip(names, row, strict=True)) for row in rows]


def page(connection: Connection, department: str, district: str, stage: str, limit: int) -> list[dict[str, Any]]:
    """Offices that stand, by department, district and name; "" leaves a condition out. Shipped roots only when asked for."""
    rows = connection.execute(
        f"{_ALL} WHERE retired_on IS NULL AND (?1 = '' OR department_code = ?1) AND (?2 = '' OR district_code = ?2)"
        " AND (?3 = '' OR stage = ?3) AND (?1 <> '' OR kind <> 'department')"
        " ORDER BY department_code, kind <> 'department', district_code, name COLLATE NOCASE LIMIT ?4",
        (department, district, stage, limit),
    )
    return [dict(zip(_FIELDS, row, strict=True)) for row in rows]


def active_users(connection: Connection, on: str) -> dict[str, int]:
    """On a day, by role: the people whose GeM users are active; under ``primary_user`` the offices that have an active one.

    A GeM user stays active when its officer is transferred, until it is handed over: that is a gap of its own.
    """
    rows = connection.execute(
        "SELECT p.role, count(DISTINCT CASE p.role WHEN 'primary_user' THEN p.office_id ELSE f.id END)"
        " FROM officer f JOIN post p ON p.id = f.post_id"
        " WHERE f.active_from <= ?1 AND (f.active_to IS NULL OR f.active_to > ?1) GROUP BY p.role",
        (on,),
    )
    return {str(role): int(n) for role, n in rows}


def waiting_departments(connection: Connection) -> list[tuple[str, int, int]]:
    """(spelling, offices, purchases) of departments that the table of names does not know, the commonest first."""
    return list(
        connection.execute(
            "SELECT text, sum(offices), sum(purchases) FROM ("
            " SELECT department_text AS text, 1 AS offices, 0 AS purchases FROM office WHERE department_text IS NOT NULL"
            " UNION ALL SELECT department_text, 0, 1 FROM purchase WHERE department_text IS NOT NULL)"
            " GROUP BY text ORDER BY 2 + 3 DESC, text"
        )
    )


def of_spelling(connection: Connection, spelling: str) -> tuple[list[int], list[int]]:
    """Offices and purchases that wait for the department of a spelling."""
    offices = connection.execute("SELECT id FROM office WHERE department_text = ? ORDER BY id", (spelling,))
    purchases = connection.execute("SELECT id FROM purchase WHERE department_text = ? ORDER BY id", (spelling,))
    return [row[0] for row in offices], [row[0] for row in purchases]


def root_of(connection: Connection, department: str) -> int | None:
    """The root of a department's tree."""
    row = connection.execute(
        "SELECT id FROM office WHERE kind = 'department' AND department_code = ? ORDER BY id LIMIT 1", (department,)
    ).fetchone()
    return int(row[0]) if row else None
