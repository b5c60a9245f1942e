"""How far each pull from the registry is: read to go on, written in the transaction of the page it tells of."""

from __future__ import annotations

from typing import NamedTuple

from onboarding.db.connection import Connection

_COLUMNS = """
SELECT u.id, u.district_code, u.spelling, coalesce(s.name, ''), u.state, u.started_at, u.last_at, u.total, u.next_offset, u.pages,
    u.new, u.known, u.refused
FROM prospect_pull u LEFT JOIN staff s ON s.id = u.staff_id
"""
_STEP = """
UPDATE prospect_pull SET last_at = :at, total = :total, next_offset = :next_offset, pages = pages + 1, new = new + :new,
    known = known + :known, refused = refused + :refused
WHERE id = :id AND state = 'open'
"""


class Pull(NamedTuple):
    """A pull of one district, by one spelling of it."""

    id: int
    district_code: str
    spelling: str
    """'' where it was asked by the district's code."""
    who: str
    state: str
    """``open`` (goes on when asked again), ``done``, ``left`` (begun anew since), ``undone``."""
    started_at: str
    last_at: str
    total: int
    """What the registry said it has, the last time."""
    next_offset: int
    pages: int
    new: int
    known: int
    refused: int


def pull(connection: Connection, pull_id: int) -> Pull | None:
    """One pull."""
    row = connection.execute(_COLUMNS + "WHERE u.id = ?", (pull_id,)).fetchone()
    return Pull(*row) if row else None


def pulls(connection: Connection, *, limit: int) -> list[Pull]:
    """All pulls, newest first."""
    return [Pull(*row) for row in connection.execute(_COLUMNS + "ORDER BY u.id DESC LIMIT ?", (limit,))]


def begun(connection: Connection, district_code: str, spelling: str) -> Pull | None:
    """The newest pull of a district that was begun and not ended."""
    row = connection.execute(
        _COLUMNS + "WHERE u.district_code = ? AND u.spelling = ? AND u.state = 'open' ORDER BY u.id DESC LIMIT 1",
        (district_code, spelling),
    ).fetchone()
    return Pull(*row) if row else None


def is_done_since(connection: Connection, district_code: str, since: str) -> bool:
    """Whether a district was fetched to its end at or after an instant (UTC, ISO), and none of its pulls is under way."""
    states = connection.execute(
        "SELECT state FROM prospect_pull WHERE district_code = ? AND (state = 'open' OR (state = 'done' AND last_at >= ?))",
        (district_code, since),
    ).fetchall()
    return bool(states) and all(state == "done" for (state,) in states)


def begin(connection: Connection, district_code: str, spelling: str, staff_id: int, at: str) -> int:
    """A new pull from the start; those that were begun and not ended are left."""
    connection.execute(
        "UPDATE prospect_pull SET state = 'left' WHERE district_code = ? AND spelling = ? AND state = 'open'",
        (district_code, spelling),
    )
    cursor = connection.execute(
        "INSERT INTO prospect_pull (district_code, spelling, staff_id, started_at, last_at) VALUES (?, ?, ?, ?, ?)",
        (district_code, spelling, staff_id, at, at),
    )
    return int(cursor.lastrowid)


def step(connection: Connection, pull_id: int, change_id: int | None, values: dict[str, object]) -> bool:
    """The check-point behind a page; ``change_id`` is its journal entry, None where it brought nothing. False: undone meanwhile."""
    if not connection.execute(_STEP, {"id": pull_id, **values}).rowcount:
        return False
    if change_id is not None:
        connection.execute("INSERT INTO prospect_page (pull_id, change_id) VALUES (?, ?)", (pull_id, change_id))
    return True


def end(connection: Connection, pull_id: int, state: str, at: str) -> None:
    """Nothing more comes of it."""
    connection.execute("UPDATE prospect_pull SET state = ?, last_at = ? WHERE id = ?", (state, at, pull_id))


def entries(connection: Connection, pull_id: int) -> list[int]:
    """The journal entries of a pull that still stand, newest first."""
    rows = connection.execute(
        "SELECT p.change_id FROM prospect_page p JOIN change c ON c.id = p.change_id"
        " WHERE p.pull_id = ? AND c.undone_by IS NULL ORDER BY p.change_id DESC",
        (pull_id,),
    )
    return [row[0] for row in rows]


def of_entry(connection: Connection, change_id: int) -> int | None:
    """The pull that an entry is a page of."""
    row = connection.execute("SELECT pull_id FROM prospect_page WHERE change_id = ?", (change_id,)).fetchone()
    return int(row[0]) if row else None
