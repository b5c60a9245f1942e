"""Two leads of one firm become one, and two again: everything that pointed to the one points to the other, and back.

What refers to leads is found in the schema; each row goes to the kept lead through the ChangeSet, so that the journal can take
it back. Separating is ``services.unmerging``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from onboarding.db import changes as journal
from onboarding.db import leads as leads_db
from onboarding.db import merges as db
from onboarding.db import reviews
from onboarding.db.connection import Connection
from onboarding.db.driver import sqlite3
from onboarding.db.journal import ChangeSet
from onboarding.db.tables import table
from onboarding.domain.one_firm import Compared, OneFirm, one_firm
from onboarding.domain.records import Lead, Merge
from onboarding.domain.stages import ASIDE, DATED, EVIDENCE, LADDER, StageMove, is_closed, stretch
from onboarding.errors import NotFound, Refused
from onboarding.services.matching import alike_in
from onboarding.services.standing import lead_of, stored_words
from onboarding.services.unmerging import Separated, separate
from onboarding.services.writing import WritePath

if TYPE_CHECKING:
    from onboarding.domain.likeness import Likeness

__all__ = ["Alike", "Compared", "Merge", "MergePreview", "Merging", "Separated", "merge_within"]

HANDLED: frozenset[tuple[str, str]] = frozenset(
    {
        ("lead_person", "lead_id"), ("stage_event", "lead_id"), ("mse_event", "lead_id"), ("contact", "lead_id"),
        ("blocker", "lead_id"), ("paper", "lead_id"), ("lead_merge", "lead_id"), ("prospect", "became_lead_id"),
        ("gem_seller", "matched_lead"), ("gem_seller_candidate", "lead_id"), ("review", "decided_lead"),
        ("review_candidate", "may_be"), ("not_same", "lead_id"), ("not_same", "other_id"), ("lead_link", "lead_id"),
        ("lead_link", "other_id"),
    }
)  # fmt: skip
"""The references to a lead that somebody has thought about. A new one goes along by itself, row by row; a test fails until it
stands here, and in ``_BY_NAME`` where two leads may each have a row that one lead cannot have twice."""


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What merging would do; nothing is written."""

    kept: Lead
    gone: Lead
    rows: tuple[Compared, ...]
    belongings: dict[str, tuple[int, int]]
    """Table to how many rows of it the kept and the other lead have."""
    persons: tuple[dict[str, str | None], ...]
    """Further people and numbers that the kept lead would get."""


@dataclass(frozen=True, slots=True)
class Alike:
    """A lead that another one may be."""

    lead: Lead
    likeness: Likeness


class Merging:
    """The door to merging for screens and commands."""

    def __init__(self, writing: WritePath) -> None:
        self._writing = writing

    def preview(self, kept_id: int, gone_id: int, take: Collection[str] = ()) -> MergePreview:
        """Both leads and the record that they would become.

        Raises:
            NotFound: One of them is not there.
            Refused: They are one and the same, or a field of ``take`` is none.
        """
        with self._writing.database.read() as connection:
            kept, gone = _both(connection, kept_id, gone_id)
            found = _compared(connection, kept, gone, take)
            belongings = {
                name: (
                    len(db.rows_of(connection, name, column, kept_id)),
                    len(db.rows_of(connection, name, column, gone_id)),
                )
                for name, column in db.references(connection)
            }
        return MergePreview(kept, gone, tuple(found.rows), belongings, tuple(found.persons))

    def merge(
        self,
        kept_id: int,
        gone_id: int,
        *,
        take: Collection[str] = (),
        reason: str = "",
        seen: tuple[int, int] | None = None,
    ) -> Merge:
        """Make one lead of two.

        Args:
            kept_id: The lead that stays, with its number.
            gone_id: The lead whose row goes.
            take: Fields that get the value of the lead that goes.
            reason: Why they are one firm; may be empty.
            seen: The versions of both that a person decided upon.

        Raises:
            NotFound: One of them is not there.
            Refused: One and the same, an unknown field, or one of them was changed since it was ``seen``.
        """
        with self._writing.database.read() as connection:
            kept, gone = _both(connection, kept_id, gone_id)
        subject = f"{gone.name} → {kept.name}"
        with self._writing.change("merge", subject=subject, reason=stored_words(reason) or "") as change:
            now = _both(change.connection, kept_id, gone_id)
            if seen is not None and seen != (now[0].version, now[1].version):
                raise Refused("merge.changed_meanwhile")
            return merge_within(change, kept_id, gone_id, take)

    def unmerge(self, which: int | Merge) -> Separated:
        """Make two leads of one again, at any time; what was changed since the merge stays with the kept one and is listed.

        ``which`` is the number of the lead that went, or of the kept one while only one lead went into it.

        Raises:
            NotFound: No lead of this number went anywhere, and none went into it.
            Refused: Several leads went into it.
        """
        found = which if isinstance(which, Merge) else self._merge_of(which)
        with self._writing.database.read() as connection:
            entry = journal.entry(connection, found.change_id)
        if entry is not None and entry.verb == "merge":  # nothing else stands in that entry
            undone = self._writing.take_back(entry, verb="unmerge")
        else:
            with self._writing.change("unmerge", subject=found.gone_name) as change:
                undone = separate(change, found, merge_within)
        with self._writing.database.read() as connection:
            stayed = db.entered_since(connection, found.lead_id, found.first_row)
        return Separated(found, undone, stayed)

    def in_order(self, one: int, other: int) -> tuple[int, int]:
        """(the one to keep, the other): on the ladder before closed, more spoken to before less, older before younger.

        Raises:
            NotFound: One of them is not there.
        """
        with self._writing.database.read() as connection:
            leads = [lead_of(connection, lead_id) for lead_id in (one, other)]
        first, second = sorted(leads, key=lambda lead: (is_closed(lead.stage), -lead.contact_count, lead.id))
        return first.id, second.id

    def alike(self, lead_id: int) -> list[Alike]:
        """Leads that may be the same firm, likest first; without those that a person said it is not, or linked it to."""
        with self._writing.database.read() as connection:
            found = alike_in(connection, lead_id)
            linked = set(reviews.links(connection, lead_id))
            there = leads_db.leads(connection, list(found))
            return [
                Alike(there[other], likeness)
                for other, likeness in found.items()
                if other not in linked and not reviews.are_apart(connection, lead_id, other)
            ]

    def merges(self, lead_id: int) -> list[Merge]:
        """The leads that went into this one, newest first."""
        with self._writing.database.read() as connection:
            return db.into(connection, lead_id)

    def went(self, lead_id: int) -> Merge | None:
        """The merge in which a lead went; None for one that is there, or never was."""
        with self._writing.database.read() as connection:
            return db.by_gone(connection, lead_id)

    def _merge_of(self, lead_id: int) -> Merge:
        with self._writing.database.read() as connection:
            gone, held = db.by_gone(connection, lead_id), db.into(connection, lead_id)
        if gone is not None:
            return gone
        if not held:
            raise NotFound("merge.none", id=lead_id)
        if len(held) > 1:
            raise Refused("merge.several", id=lead_id, ids=", ".join(str(one.gone_id) for one in held))
        return held[0]


# ------------------------------------------------------------------ inside an open change


def merge_within(
    change: ChangeSet, kept_id: int, gone_id: int, take: Collection[str] = (), *, again: Merge | None = None
) -> Merge:
    """Make one lead of two inside an open change (a person's merge, a review in batch, an import).

    ``again`` is the merge that is laid anew: person, day, reason and entry stay what they were.

    Raises:
        NotFound: One of them is not there.
        Refused: They are one and the same, or a field of ``take`` is none.
    """
    connection = change.connection
    first_row = db.next_row(connection)
    kept, gone = _both(connection, kept_id, gone_id)
    found = _compared(connection, kept, gone, take)
    _settle_histories(change, kept, gone, found)
    change.update("lead", kept_id, found.fields)
    for person in found.persons:
        change.insert("lead_person", {"lead_id": kept_id, **person})
    for name, column in db.references(connection):
        go = _BY_NAME.get(name, _go_along)
        for row_id in db.rows_of(connection, name, column, gone_id):
            go(change, name, column, row_id, kept_id)
    change.delete("lead", gone_id)
    merge_id = change.insert(
        "lead_merge",
        {
            "lead_id": kept_id,
            "gone_id": gone_id,
            "gone_name": gone.name,
            "merged_at": again.merged_at if again else change.signature.at.isoformat(timespec="seconds"),
            "staff_id": again.staff_id if again else change.signature.staff_id,
            "reason": again.reason if again else change.signature.reason,
            "taken": " ".join(take),
            "change_id": again.change_id if again else change.number(),
            "first_row": first_row,
        },
    )
    made = db.merge(connection, merge_id)
    assert made is not None  # noqa: S101 - inserted just now
    return made


def _both(connection: Connection, kept_id: int, gone_id: int) -> tuple[Lead, Lead]:
    if kept_id == gone_id:
        raise Refused("merge.itself", id=kept_id)
    return lead_of(connection, kept_id), lead_of(connection, gone_id)


def _compared(connection: Connection, kept: Lead, gone: Lead, take: Collection[str]) -> OneFirm:
    persons = [*leads_db.persons(connection, kept.id), *leads_db.persons(connection, gone.id)]
    # Of several moves of one lead the last one stays in the dictionary.
    rungs = {lead.id: to for lead in (kept, gone) for _, to, *_ in db.moves(connection, lead.id) if to in LADDER}
    return one_firm(kept, gone, persons, take, rungs=rungs)


def _settle_histories(change: ChangeSet, kept: Lead, gone: Lead, found: OneFirm) -> None:
    """Of two histories only one makes the figures: the other is set aside, except the day and proof of the same account."""
    connection = change.connection
    aside = kept if found.gone_leads else gone
    rows = db.moves(connection, aside.id)
    moves = [
        StageMove(to, date.fromisoformat(on), by, EVIDENCE[EVIDENCE.index(known)]) for _, to, on, by, known in rows
    ]
    counts_from = stretch(moves)
    for place, (row_id, *_rest) in enumerate(rows):
        change.update("stage_event", row_id, {"aside": DATED if place >= counts_from else ASIDE})
    if counts_from == len(rows):  # nothing of it counts, so neither does what an earlier merge brought into it
        for row_id in db.dated_moves(connection, aside.id):
            change.update("stage_event", row_id, {"aside": ASIDE})
    if found.reopens is not None:
        _reopen(change, gone if found.gone_leads else kept, found)


def _reopen(change: ChangeSet, lead: Lead, found: OneFirm) -> None:
    *_, last = (row for row in db.moves(change.connection, lead.id) if row[1] == found.reopens)
    _id, _to, on, staff_id, evidence = last
    change.insert(
        "stage_event",
        {
            "lead_id": lead.id,
            "from_stage": lead.stage,
            "to_stage": found.reopens,
            "event_on": on,
            "entered_at": change.signature.at.isoformat(timespec="seconds"),
            "staff_id": staff_id,
            "evidence": evidence,
            "reason": stored_words(change.signature.reason),
        },
    )
    found.fields["stage_on"] = on


# ------------------------------------------------------------------ the rows that go along


def _go_along(change: ChangeSet, name: str, column: str, row_id: int, kept_id: int) -> None:
    """Point a row to the kept lead; one that the kept lead cannot have twice goes, and its image stays in the journal."""
    try:
        change.update(name, row_id, {column: kept_id})
    except sqlite3.IntegrityError:
        change.delete(name, row_id)


def _paper(change: ChangeSet, name: str, column: str, row_id: int, kept_id: int) -> None:
    """Of one paper in both checklists the better state stays: seen, not needed, missing."""
    row = _image(change, name, row_id)
    twin = _twin(change, name, column, kept_id, lambda other: bool(other["code"] == row["code"]))
    if twin is None:
        change.update(name, row_id, {column: kept_id})
        return
    better = ("missing", "not_needed", "have").index
    if better(row["state"]) > better(_image(change, name, twin)["state"]):
        change.update(name, twin, {"state": row["state"], "seen_on": row["seen_on"]})
    change.delete(name, row_id)


def _blocker(change: ChangeSet, name: str, column: str, row_id: int, kept_id: int) -> None:
    """Two open blockers of one kind are one: since the earlier day, with both notes."""
    row = _image(change, name, row_id)
    twin = None
    if row["cleared_on"] is None:
        twin = _twin(
            change, name, column, kept_id, lambda other: other["code"] == row["code"] and other["cleared_on"] is None
        )
    if twin is None:
        change.update(name, row_id, {column: kept_id})
        return
    other = _image(change, name, twin)
    notes = list(dict.fromkeys(filter(None, (other["note"], row["note"]))))
    change.update(
        name,
        twin,
        {
            "raised_on": min(other["raised_on"], row["raised_on"]),
            "expected_on": min(filter(None, (other["expected_on"], row["expected_on"])), default=None),
            "note": "\n".join(notes) or None,
        },
    )
    change.delete(name, row_id)


def _person(change: ChangeSet, name: str, column: str, row_id: int, kept_id: int) -> None:
    """A person whom the kept lead has already is not entered twice."""
    row = _image(change, name, row_id)
    said = {key: value for key, value in row.items() if key != column and value is not None}
    twin = _twin(change, name, column, kept_id, lambda other: said.items() <= other.items())
    if twin is None:
        change.update(name, row_id, {column: kept_id})
    else:
        change.delete(name, row_id)


def _candidate(change: ChangeSet, name: str, column: str, row_id: int, kept_id: int) -> None:
    """An account of GeM's that may be either of the two offers their lead once."""
    row = _image(change, name, row_id)
    twin = _twin(change, name, column, kept_id, lambda other: bool(other["account_id"] == row["account_id"]))
    if twin is None:
        change.update(name, row_id, {column: kept_id})
    else:
        change.delete(name, row_id)


def _pair(change: ChangeSet, name: str, column: str, row_id: int, kept_id: int) -> None:
    """What was said of the two that are one now goes; of what was said twice of the kept lead one row stays."""
    row = _image(change, name, row_id) | {column: kept_id}
    said = {key: row[key] for key in ("lead_id", "other_id", "fingerprint", "review_id", "may_be") if key in row}
    twin = _twin(change, name, column, kept_id, lambda other: said.items() <= other.items())
    if twin is None and row.get("lead_id") != row.get("other_id", 0):
        change.update(name, row_id, {column: kept_id})
    else:
        change.delete(name, row_id)


Go = Callable[[ChangeSet, str, str, int, int], None]
_BY_NAME: dict[str, Go] = {
    "paper": _paper, "blocker": _blocker, "lead_person": _person, "gem_seller_candidate": _candidate, "not_same": _pair,
    "lead_link": _pair, "review_candidate": _pair,
}  # fmt: skip
"""Tables of which one lead cannot have, or should not have, what two leads have."""


def _image(change: ChangeSet, name: str, row_id: int) -> dict[str, Any]:
    found = change.image(table(change.connection, name), row_id)
    assert found is not None  # noqa: S101 - its id was read in this write unit
    return found


def _twin(
    change: ChangeSet, name: str, column: str, kept_id: int, fits: Callable[[dict[str, Any]], bool]
) -> int | None:
    ids = db.rows_of(change.connection, name, column, kept_id)
    return next((row_id for row_id in ids if fits(_image(change, name, row_id))), None)
