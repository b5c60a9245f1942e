"""Rows that wait for a person, what was decided about earlier ones, and who is known not to be the same firm."""

from __future__ import annotations

import json
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from onboarding.db.connection import Connection

if TYPE_CHECKING:
    from onboarding.domain.likeness import Likeness

REVIEW = ("batch_id", "line", "fingerprint", "name", "record", "more", "cells")
"""Columns of an item as an import writes it; it is open."""
CANDIDATE = ("review_id", "may_be", "points", "why")


class ReviewRow(NamedTuple):
    """An item as a list shows it."""

    id: int
    name: str
    points: int
    """Of the likest candidate; 0 without one."""
    file: str
    line: int


class Memory(NamedTuple):
    """What the office knows of a firm of a list, by its fingerprint."""

    decided: int | None
    """The lead that a person said it is, or that was made of it."""
    is_open: bool
    """It waits in the review already."""
    apart: frozenset[int]
    """Leads that it is known not to be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubtful:
    """One lead that a row may be."""

    id: int
    lead: int
    likeness: Likeness


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One incoming row that waits, or waited, for a person."""

    id: int
    batch: int
    file: str
    line: int
    fingerprint: str
    name: str
    values: dict[str, Any]
    """What was read, by field of a lead; fields without a value are missing."""
    more: tuple[str, ...]
    """Further mobile numbers."""
    cells: tuple[str, ...]
    state: str
    decided_lead: int | None
    decided_at: str | None
    """UTC."""
    decided_by: str
    candidates: tuple[Doubtful, ...]
    """Likest first; without those that a person said it is not."""


def memory(connection: Connection, fingerprint: str) -> Memory:
    """What is known of a firm of a list."""
    rows = connection.execute(
        "SELECT state, decided_lead FROM review WHERE fingerprint = ? ORDER BY id DESC", (fingerprint,)
    ).fetchall()
    decided = next((lead for state, lead in rows if state != "open" and lead is not None), None)
    apart = connection.execute("SELECT lead_id FROM not_same WHERE fingerprint = ?", (fingerprint,))
    return Memory(decided, any(state == "open" for state, _ in rows), frozenset(lead for (lead,) in apart))


def open_ids(connection: Connection, *, batch: int | None = None) -> array[int]:
    """Items that wait, the oldest first; of one run when told so."""
    rows = connection.execute(
        "SELECT id FROM review WHERE state = 'open' AND (?1 IS NULL OR batch_id = ?1) ORDER BY id", (batch,)
    )
    return array("q", [row[0] for row in rows])


def waiting(connection: Connection) -> int:
    """How many wait."""
    (n,) = connection.execute("SELECT count(*) FROM review WHERE state = 'open'").fetchone()
    return int(n)


def waiting_by_run(connection: Connection) -> dict[int, int]:
    """How many wait, by run."""
    return dict(connection.execute("SELECT batch_id, count(*) FROM review WHERE state = 'open' GROUP BY 1").fetchall())


def page(connection: Connection, ids: Sequence[int]) -> list[ReviewRow]:
    """These items, in the order of ``ids``; gone ones are left out."""
    rows = connection.execute(
        "SELECT r.id, r.name, coalesce((SELECT max(points) FROM review_candidate c WHERE c.review_id = r.id), 0),"
        " b.file_name, r.line"
        " FROM json_each(?) k CROSS JOIN review r ON r.id = k.value CROSS JOIN import_batch b ON b.id = r.batch_id",
        (json.dumps(list(ids)),),
    )
    return [ReviewRow(*row) for row in rows]


_REVIEW = """
SELECT r.id, r.batch_id, b.file_name, r.line, r.fingerprint, r.name, r.record, r.more, r.cells, r.state, r.decided_lead,
       r.decided_at, coalesce(s.name, '')
FROM review r JOIN import_batch b ON b.id = r.batch_id LEFT JOIN staff s ON s.id = r.decided_by WHERE r.id = ?
"""
_CANDIDATES = """
SELECT c.id, c.may_be, c.points, c.why FROM review_candidate c JOIN review r ON r.id = c.review_id
WHERE c.review_id = ? AND NOT EXISTS (SELECT 1 FROM not_same n WHERE n.fingerprint = r.fingerprint AND n.lead_id = c.may_be)
ORDER BY c.points DESC, c.id
"""


def review(connection: Connection, review_id: int) -> Review | None:
    """One item with its candidates."""
    row = connection.execute(_REVIEW, (review_id,)).fetchone()
    if row is None:
        return None
    number, batch, file, line, fingerprint, name, record, more, cells, state, lead, at, who = row
    found = connection.execute(_CANDIDATES, (review_id,)).fetchall()
    return Review(
        id=number, batch=batch, file=file, line=line, fingerprint=fingerprint, name=name, values=json.loads(record),
        more=tuple(json.loads(more)), cells=tuple(json.loads(cells)), state=state, decided_lead=lead, decided_at=at,
        decided_by=who, candidates=tuple(_doubtful(*one) for one in found),
    )  # fmt: skip


def _doubtful(number: int, lead: int, points: int, why: str) -> Doubtful:
    from onboarding.domain.likeness import Likeness  # the rules of names with it, which Today need not load

    signs = tuple((str(code), int(given)) for code, given in json.loads(why))
    return Doubtful(id=number, lead=lead, likeness=Likeness(points, signs))


def are_apart(connection: Connection, one: int, other: int) -> bool:
    """Whether a person said of two leads that they are not the same firm."""
    return bool(
        connection.execute(
            "SELECT 1 FROM not_same WHERE (lead_id = ?1 AND other_id = ?2) OR (lead_id = ?2 AND other_id = ?1) LIMIT 1",
            (one, other),
        ).fetchone()
    )


def is_apart(connection: Connection, fingerprint: str, lead: int) -> bool:
    """Whether a person said of a firm of a list that it is not that lead."""
    return bool(
        connection.execute(
            "SELECT 1 FROM not_same WHERE fingerprint = ? AND lead_id = ? LIMIT 1", (fingerprint, lead)
        ).fetchone()
    )


def links(connection: Connection, lead: int) -> list[int]:
    """Leads that this one was linked to, oldest link first."""
    rows = connection.execute(
        "SELECT other_id, id FROM lead_link WHERE lead_id = ?1 UNION SELECT lead_id, id FROM lead_link WHERE other_id = ?1"
        " ORDER BY 2",
        (lead,),
    )
    return [row[0] for row in rows]
