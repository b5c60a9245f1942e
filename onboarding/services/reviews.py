"""The review: rows of lists that only a person may decide about, one journalled change for each decision.

What is decided stands in the database, so that another person goes on where one left off; and it is remembered, so that the
same list does not ask again.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from onboarding.db import import_profiles as profiles_db
from onboarding.db import leads as leads_db
from onboarding.db import matching as matching_db
from onboarding.db import reviews as db
from onboarding.db.connection import Connection
from onboarding.db.reviews import Doubtful, Review, ReviewRow
from onboarding.domain.matching import Candidate
from onboarding.domain.merging import Fill, fill
from onboarding.domain.mse import claimed_status
from onboarding.domain.records import Lead
from onboarding.errors import NotFound, Refused
from onboarding.services.filling import fill_lead
from onboarding.services.matching import match_in
from onboarding.services.standing import lead_of
from onboarding.services.writing import WritePath

if TYPE_CHECKING:
    from onboarding.db.journal import ChangeSet

__all__ = ["CERTAIN_FROM", "Accepted", "Decided", "Doubtful", "Review", "ReviewRow", "ReviewView", "Reviews", "Side"]

CERTAIN_FROM = 120
"""So many points, and nothing that speaks against it: what ``accept_certain`` takes for the same."""
_LEAD_BY = 30
"""Points by which the likest must lead the next one then."""


@dataclass(frozen=True, slots=True)
class Side:
    """A lead that an incoming row may be, beside it."""

    lead: Lead
    numbers: tuple[str, ...]
    """Mobile numbers of its people, for which the lead itself has no place."""
    doubtful: Doubtful
    adds: Fill
    """What the row would add to it."""


@dataclass(frozen=True, slots=True)
class ReviewView:
    """One item with the leads that it may be, likest first; none are left once all were said not to be it."""

    review: Review
    sides: tuple[Side, ...]


class Decided(NamedTuple):
    """What came of a decision."""

    lead: int | None
    """The lead that the row became part of, or that was made of it; None while the item still waits."""
    is_new: bool


class Accepted(NamedTuple):
    """What came of accepting all that are certain."""

    done: int
    left: int
    """That still wait."""


class Reviews:
    """The door to the review."""

    def __init__(self, writing: WritePath) -> None:
        self._writing = writing

    # ------------------------------------------------------------------ reading

    def waiting(self) -> int:
        """How many rows wait."""
        with self._writing.database.read() as connection:
            return db.waiting(connection)

    def waiting_by_run(self) -> dict[int, int]:
        """How many rows wait, by run."""
        with self._writing.database.read() as connection:
            return db.waiting_by_run(connection)

    def ids(self, *, run: int | None = None) -> array[int]:
        """Items that wait, in the order of their lists; of one run when told so."""
        with self._writing.database.read() as connection:
            return db.open_ids(connection, batch=run)

    def rows(self, ids: Sequence[int]) -> list[ReviewRow]:
        """These items, in their order; gone ones are left out."""
        with self._writing.database.read() as connection:
            return db.page(connection, ids)

    def view(self, review_id: int) -> ReviewView:
        """One item, side by side.

        Raises:
            NotFound: There is none with this id.
        """
        with self._writing.database.read() as connection:
            review = _found(connection, review_id)
            return ReviewView(review, tuple(_sides(connection, review)))

    # ------------------------------------------------------------------ deciding

    def same(self, review_id: int, lead_id: int, *, take: Collection[str] = ()) -> Decided:
        """The row is that lead: its blanks are filled (by a list of new firms only none), the fields of ``take`` overwritten.

        Raises:
            NotFound: No such item, or no such lead.
            Refused: Somebody decided it already; or the row has no value for a field of ``take``.
        """
        with self._deciding("review_same", review_id) as (change, review):
            return self._fold(change, review, lead_id, take)

    def not_same(self, review_id: int, lead_id: int) -> Decided:
        """The row is not that lead, for ever; when no other candidate is left, a new lead is made of it.

        Raises:
            NotFound: No such item, or no such lead.
            Refused: Somebody decided it already.
        """
        with self._deciding("review_apart", review_id) as (change, review):
            lead_of(change.connection, lead_id)
            _remember(change, review, [lead_id])
            if any(one.lead != lead_id for one in review.candidates):
                return Decided(None, is_new=False)
            return self._make(change, review, "new")

    def new(self, review_id: int) -> Decided:
        """The row is none of its candidates, for ever: a new lead is made of it.

        Raises:
            NotFound: No such item.
            Refused: Somebody decided it already.
        """
        with self._deciding("review_new", review_id) as (change, review):
            _remember(change, review, [one.lead for one in review.candidates])
            return self._make(change, review, "new")

    def link(self, review_id: int, lead_id: int) -> Decided:
        """Both are kept and belong together: a new lead is made of the row and linked to that one.

        Raises:
            NotFound: No such item, or no such lead.
            Refused: Somebody decided it already.
        """
        with self._deciding("review_link", review_id) as (change, review):
            lead_of(change.connection, lead_id)
            _remember(change, review, [lead_id])
            made = self._make(change, review, "linked")
            if made.lead is not None and made.lead != lead_id:
                stamp = self._writing.clock.stamp()
                link = {
                    "lead_id": made.lead,
                    "other_id": lead_id,
                    "linked_at": stamp,
                    "linked_by": self._writing.actor.id,
                }
                change.insert("lead_link", link)
            return made

    def accept_certain(self, *, run: int | None = None) -> Accepted:
        """Fold in all that are certain and free of conflict, in one change; the others still wait."""
        with self._writing.change("review_all") as change:
            ids = db.open_ids(change.connection, batch=run)
            done = 0
            for review_id in ids:
                review = _found(change.connection, review_id)
                if (side := _certain(list(_sides(change.connection, review)))) is not None:
                    self._fold(change, review, side.lead.id)
                    done += 1
            return Accepted(done, len(ids) - done)

    # ------------------------------------------------------------------ inner

    @contextmanager
    def _deciding(self, verb: str, review_id: int) -> Iterator[tuple[ChangeSet, Review]]:
        """A change on an open item; a colleague who was quicker is named."""
        with self._writing.database.read() as connection:
            subject = _found(connection, review_id).name
        with self._writing.change(verb, subject=subject) as change:
            yield change, _still_open(change.connection, review_id)

    def _fold(self, change: ChangeSet, review: Review, lead_id: int, take: Collection[str] = ()) -> Decided:
        lead = lead_of(change.connection, lead_id)
        added = _adds(change.connection, lead, review)
        for name in take:
            if review.values.get(name) is None:
                raise Refused("review.field_unknown", field=name)
        taken = {name: review.values[name] for name in take}
        more = [number for number in added.more if number not in taken.values()]
        fill_lead(change, lead_id, {**added.fields, **taken}, more, self._today())
        self._close(change, review, "same", lead_id)
        return Decided(lead_id, is_new=False)

    def _make(self, change: ChangeSet, review: Review, state: str) -> Decided:
        """A new lead of the row; when another row of the same firm was quicker, that lead instead."""
        apart = db.memory(change.connection, review.fingerprint).apart
        said = match_in(change.connection, Candidate.of(review.values, review.more))
        if said.lead_id is not None and said.lead_id not in apart:
            return self._fold(change, review, said.lead_id)
        lead_id = self._insert(change, review)
        for other in sorted(one for one in apart if not db.are_apart(change.connection, lead_id, one)):
            change.insert("not_same", {"lead_id": lead_id, "other_id": other})
        self._close(change, review, state, lead_id)
        return Decided(lead_id, is_new=True)

    def _insert(self, change: ChangeSet, review: Review) -> int:
        values, today = review.values, self._today()
        status = claimed_status(values.get("udyam"), values.get("enterprise_class"))
        on_gem = bool(values.get("gem_registered"))
        layout = profiles_db.layout(change.connection, review.batch)
        given = layout.defaults if layout else {}  # for every new lead of its run, and this is one
        row: dict[str, Any] = {
            **values, "source": "import", **given, "batch_id": review.batch, "stage_on": today,
            "stage": "already_registered" if on_gem else "new",
        }  # fmt: skip
        if status is not None:
            row |= {"mse_status": status, "mse_on": today}
        lead_id = change.insert("lead", row)
        if on_gem:
            # Told by its own list, and never counted. Source: importer contract, point 9.
            event = {"lead_id": lead_id, "from_stage": "new", "to_stage": "already_registered", "event_on": today}
            event |= {"entered_at": self._writing.clock.stamp(), "staff_id": self._writing.actor.id, "evidence": "told"}
            change.insert("stage_event", event)
        for number in review.more:
            change.insert("lead_person", {"lead_id": lead_id, "mobile": number})
        return lead_id

    def _close(self, change: ChangeSet, review: Review, state: str, lead_id: int) -> None:
        decided = {"state": state, "decided_lead": lead_id, "decided_at": self._writing.clock.stamp()}
        change.update("review", review.id, {**decided, "decided_by": self._writing.actor.id})

    def _today(self) -> str:
        return self._writing.clock.today().isoformat()


def _found(connection: Connection, review_id: int) -> Review:
    review = db.review(connection, review_id)
    if review is None:
        raise NotFound("review.not_found", id=review_id)
    return review


def _still_open(connection: Connection, review_id: int) -> Review:
    review = _found(connection, review_id)
    if review.state != "open":
        raise Refused("review.decided_already", name=review.name, who=review.decided_by, id=review.decided_lead)
    return review


def _sides(connection: Connection, review: Review) -> Iterable[Side]:
    found = leads_db.leads(connection, [one.lead for one in review.candidates])
    for one in review.candidates:
        lead = found.get(one.lead)
        if lead is not None:
            numbers = tuple(number for _, number in matching_db.person_numbers(connection, [lead.id]))
            yield Side(lead, numbers, one, _adds(connection, lead, review))


def _adds(connection: Connection, lead: Lead, review: Review) -> Fill:
    """What a row adds to a lead as it stands now; nothing where its list was to bring new firms only."""
    people = (number for _, number in matching_db.person_numbers(connection, [lead.id]))
    numbers = {number for number in (lead.mobile, lead.alt_mobile, *people) if number}
    added = fill({name: getattr(lead, name) for name in review.values}, numbers, review.values, review.more)
    layout = profiles_db.layout(connection, review.batch)
    return Fill({}, (), added.conflicts, {}) if layout and layout.is_only_new else added


def _certain(sides: Sequence[Side]) -> Side | None:
    """The lead that a row is without a doubt: the likest by far, nothing against it, and nothing that it would contradict."""
    if not sides:
        return None
    first, *others = sides
    like = first.doubtful.likeness
    if like.points < CERTAIN_FROM or any(points < 0 for _, points in like.why) or first.adds.conflicts:
        return None
    return first if all(like.points - one.doubtful.likeness.points >= _LEAD_BY for one in others) else None


def _remember(change: ChangeSet, review: Review, leads: Iterable[int]) -> None:
    """For ever: the firm of this row is none of these."""
    for lead_id in leads:
        if not db.is_apart(change.connection, review.fingerprint, lead_id):
            change.insert("not_same", {"lead_id": lead_id, "fingerprint": review.fingerprint})
