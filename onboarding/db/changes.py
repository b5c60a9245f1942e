"""Reading the journal: what can be undone, who did what, the history of a record.

Each page of a pull of prospects is an entry. The log shows the newest page of a pull for all of it, and the undo key passes
pulls by: one runs for an hour beside other work, and is taken back as a whole (``services.prospects``).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from onboarding.db.connection import Connection
from onboarding.db.tables import table

_COLUMNS = """
SELECT c.id, c.at_utc, c.staff_id, coalesce(s.name, ''), c.verb, c.door, c.subject, c.reason, c.row_count, c.undoes, c.undone_by
FROM change c LEFT JOIN staff s ON s.id = c.staff_id
"""


_ONE_LINE_A_PULL = """
(c.verb <> 'pull' OR NOT EXISTS (SELECT 1 FROM prospect_page p
    JOIN prospect_page later ON later.pull_id = p.pull_id AND later.change_id > p.change_id WHERE p.change_id = c.id))
"""


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    """One journal entry without its rows."""

    id: int
    at_utc: str
    staff_id: int | None
    who: str
    verb: str
    door: str
    subject: str
    reason: str
    row_count: int
    undoes: int | None
    undone_by: int | None


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One row of an entry: which record, and the fields before and after (None for a row made or taken away)."""

    entry: ChangeEntry
    table: str
    row_id: int
    op: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def entry(connection: Connection, change_id: int) -> ChangeEntry | None:
    """One entry by its number."""
    row = connection.execute(_COLUMNS + "WHERE c.id = ?", (change_id,)).fetchone()
    return ChangeEntry(*row) if row else None


def last_to_undo(connection: Connection, staff_id: int) -> ChangeEntry | None:
    """The person's newest action that still stands."""
    row = connection.execute(
        _COLUMNS + "WHERE c.staff_id = ? AND c.undone_by IS NULL AND c.verb NOT IN"
        " ('undo', 'redo', 'arrive', 'introduce', 'restore', 'pull', 'undo_pull', 'import_begun', 'import_given_up')"
        " ORDER BY c.id DESC LIMIT 1",
        (staff_id,),
    ).fetchone()
    return ChangeEntry(*row) if row else None


def last_to_redo(connection: Connection, staff_id: int) -> ChangeEntry | None:
    """The person's newest undo that still stands and after which she did nothing else."""
    row = connection.execute(
        _COLUMNS
        + "WHERE c.staff_id = ? AND c.undone_by IS NULL AND c.verb NOT IN ('redo', 'introduce', 'pull', 'undo_pull')"
        " ORDER BY c.id DESC LIMIT 1",
        (staff_id,),
    ).fetchone()
    found = ChangeEntry(*row) if row else None
    return found if found is not None and found.verb == "undo" else None


def still_stands(connection: Connection, change_id: int) -> bool:
    """Whether an entry exists and was not taken back."""
    row = connection.execute("SELECT undone_by IS NULL FROM change WHERE id = ?", (change_id,)).fetchone()
    return bool(row and row[0])


def mark_undone(connection: Connection, taken_back: ChangeEntry, *, by: int) -> None:
    """Note that ``by`` took an entry back; taking back an undo makes what it had undone stand again."""
    connection.execute("UPDATE change SET undone_by = ? WHERE id = ?", (by, taken_back.id))
    if taken_back.undoes is not None:
        connection.execute("UPDATE change SET undone_by = NULL WHERE id = ?", (taken_back.undoes,))


def log(
    connection: Connection, *, limit: int, before: int | None = None, staff_id: int | None = None
) -> list[ChangeEntry]:
    """Who did what, newest first; ``before`` pages on from an entry's number."""
    rows = connection.execute(
        _COLUMNS + "WHERE c.id < coalesce(:before, 9223372036854775807) AND (:staff IS NULL OR c.staff_id = :staff)"
        f" AND {_ONE_LINE_A_PULL} ORDER BY c.id DESC LIMIT :limit",
        {"before": before, "staff": staff_id, "limit": limit},
    )
    return [ChangeEntry(*row) for row in rows]


def entry_rows(connection: Connection, change_id: int, *, limit: int = 1000) -> list[FieldChange]:
    """The rows of one entry, in the order written."""
    found = entry(connection, change_id)
    if found is None:
        return []
    rows = connection.execute(
        "SELECT table_name, row_id, op, before, after FROM change_row WHERE change_id = ? ORDER BY id LIMIT ?",
        (change_id, limit),
    )
    return [FieldChange(found, *_decoded(row)) for row in rows]


def lead_history(connection: Connection, lead_id: int) -> list[FieldChange]:
    """Every journalled change of a lead, of the leads that went into it and of the rows that belong to them, newest first."""
    rows = connection.execute(
        "SELECT change_id, table_name, row_id, op, before, after FROM change_row"
        " WHERE lead_id IN (SELECT :id UNION ALL SELECT gone_id FROM lead_merge WHERE lead_id = :id) ORDER BY id DESC",
        {"id": lead_id},
    ).fetchall()
    entries = {number: found for number in {row[0] for row in rows} if (found := entry(connection, number))}
    return [FieldChange(entries[row[0]], *_decoded(row[1:])) for row in rows]


def typed_by(connection: Connection, lead_id: int) -> dict[str, tuple[str, str]]:
    """Field of a lead to (who, when in UTC) for the values that a person wrote and no list since."""
    found: dict[str, tuple[str, str]] = {}
    rows = connection.execute(
        "SELECT r.after, c.verb, coalesce(s.name, ''), c.at_utc FROM change_row r JOIN change c ON c.id = r.change_id"
        " LEFT JOIN staff s ON s.id = c.staff_id"
        " WHERE r.table_name = 'lead' AND r.row_id = ? AND r.after IS NOT NULL AND c.verb NOT IN ('undo', 'redo')"
        " AND c.undone_by IS NULL ORDER BY r.id",
        (lead_id,),
    )
    for after, verb, who, when in rows:
        for name, value in json.loads(after).items():
            if verb == "import" or value is None:
                found.pop(name, None)
            else:
                found[name] = (who, when)
    return found


def leads_of(connection: Connection, rows: Iterable[tuple[str, int]]) -> set[int]:
    """The leads that (table, id) rows are, or belong to."""
    found = set()
    for name, row_id in rows:
        if name == "lead":
            found.add(row_id)
        elif table(connection, name).of_lead:
            row = connection.execute(f"SELECT lead_id FROM {name} WHERE id = ?", (row_id,)).fetchone()
            found.update(row or ())
    return found


def last_change_of(connection: Connection, lead_id: int) -> ChangeEntry | None:
    """The newest entry that did something to a lead or to what belongs to it, but for undoing."""
    row = connection.execute(
        _COLUMNS + "WHERE c.verb NOT IN ('undo', 'redo') AND c.id IN"
        " (SELECT change_id FROM change_row WHERE lead_id = ?) ORDER BY c.id DESC LIMIT 1",
        (lead_id,),
    ).fetchone()
    return ChangeEntry(*row) if row else None


def made_by(connection: Connection, table: str, row_id: int) -> ChangeEntry | None:
    """The entry that made a row set-wise (an import), or None."""
    row = connection.execute(
        "SELECT change_id FROM change_range WHERE table_name = ? AND first_id <= ? AND last_id >= ? ORDER BY id DESC LIMIT 1",
        (table, row_id, row_id),
    ).fetchone()
    return entry(connection, row[0]) if row else None


def _decoded(
    row: tuple[Any, ...],
) -> tuple[str, int, str, dict[str, Any] | None, dict[str, Any] | None]:
    table, row_id, op, before, after = row
    return (
        table,
        row_id,
        op,
        json.loads(before) if before else None,
        json.loads(after) if after else None,
    )
