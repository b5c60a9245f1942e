"""Reading seller leads: one record and what belongs to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from typing import Any, TypeVar

from onboarding.db.connection import Connection
from onboarding.domain.records import Blocker, Lead, Paper, Person, TimelineEntry

Record = TypeVar("Record")
_LEAD_COLUMNS = tuple(field.name for field in fields(Lead))
_LEAD = f"SELECT {', '.join(_LEAD_COLUMNS)} FROM lead"


def lead(connection: Connection, lead_id: int) -> Lead | None:
    """One lead, or None."""
    row = connection.execute(_LEAD + " WHERE id = ?", (lead_id,)).fetchone()
    return _lead(row) if row else None


def is_there(connection: Connection, lead_id: int) -> bool:
    """Whether a lead exists."""
    return connection.execute("SELECT 1 FROM lead WHERE id = ?", (lead_id,)).fetchone() is not None


def leads(connection: Connection, ids: Sequence[int]) -> dict[int, Lead]:
    """The leads with these ids (at most some hundreds); ids that are gone are missing."""
    marks = ", ".join("?" for _ in ids)
    rows = connection.execute(f"{_LEAD} WHERE id IN ({marks})", tuple(ids))
    return {row[0]: _lead(row) for row in rows}


def _lead(row: Sequence[Any]) -> Lead:
    return Lead(**dict(zip(_LEAD_COLUMNS, row, strict=True)))


def _records(kind: Callable[..., Record], rows: Iterable[Sequence[Any]], names: Sequence[str]) -> list[Record]:
    return [kind(**dict(zip(names, row, strict=True))) for row in rows]


def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


_PERSON, _BLOCKER, _PAPER, _ENTRY = map(_names, (Person, Blocker, Paper, TimelineEntry))


def persons(connection: Connection, lead_id: int) -> list[Person]:
    """Further people and numbers, oldest first."""
    sql = f"SELECT {', '.join(_PERSON)} FROM lead_person WHERE lead_id = ? ORDER BY id"
    return _records(Person, connection.execute(sql, (lead_id,)), _PERSON)


def blockers(connection: Connection, lead_id: int) -> list[Blocker]:
    """All blockers of a lead, open ones first, oldest first."""
    columns = ", ".join(_BLOCKER)
    sql = f"SELECT {columns} FROM blocker WHERE lead_id = ? ORDER BY cleared_on IS NOT NULL, raised_on, id"
    return _records(Blocker, connection.execute(sql, (lead_id,)), _BLOCKER)


def papers(connection: Connection, lead_id: int) -> list[Paper]:
    """The checklist lines that were ever ticked."""
    sql = f"SELECT {', '.join(_PAPER)} FROM paper WHERE lead_id = ? ORDER BY id"
    return _records(Paper, connection.execute(sql, (lead_id,)), _PAPER)


_TIMELINE = """
SELECT kind, event_on, entered_at, coalesce(s.name, ''), code, detail, evidence, t.id FROM (
    SELECT 'contact' AS kind, event_on, entered_at, staff_id, outcome AS code, coalesce(note, '') AS detail,
           NULL AS evidence, id FROM contact WHERE lead_id = :id
    UNION ALL
    SELECT 'stage', event_on, entered_at, staff_id, to_stage,
           trim(coalesce(reason, '') || ' ' || coalesce(proof, '')), evidence, id FROM stage_event WHERE lead_id = :id
    UNION ALL
    SELECT 'mse', event_on, entered_at, staff_id, status, coalesce(note, ''), evidence, id FROM mse_event WHERE lead_id = :id
    UNION ALL
    SELECT 'blocker_raised', raised_on, raised_on, NULL, code, coalesce(note, ''), NULL, id FROM blocker WHERE lead_id = :id
    UNION ALL
    SELECT 'blocker_cleared', cleared_on, cleared_on, NULL, code, '', NULL, id FROM blocker
    WHERE lead_id = :id AND cleared_on IS NOT NULL
    UNION ALL
    SELECT 'import', date(b.committed_at, '+330 minutes'), b.committed_at, c.staff_id, r.verdict,
           b.file_name || ' : ' || r.line, NULL, r.id
    FROM import_row r JOIN import_batch b ON b.id = r.batch_id JOIN change c ON c.id = b.change_id
    WHERE r.lead_id IN (SELECT :id UNION ALL SELECT gone_id FROM lead_merge WHERE lead_id = :id) AND b.state = 'done'
          AND c.undone_by IS NULL
    UNION ALL
    SELECT 'merge', date(merged_at, '+330 minutes'), merged_at, staff_id, '#' || gone_id || ' ' || gone_name, reason, NULL, id
    FROM lead_merge WHERE lead_id = :id
) t LEFT JOIN staff s ON s.id = t.staff_id
ORDER BY event_on DESC, entered_at DESC, t.id DESC LIMIT :limit
"""


def timeline(connection: Connection, lead_id: int, *, limit: int = 500) -> list[TimelineEntry]:
    """What happened to a lead, newest first, on the office's days; edits stand in the journal (``changes.lead_history``)."""
    return _records(TimelineEntry, connection.execute(_TIMELINE, {"id": lead_id, "limit": limit}), _ENTRY)
