"""GeM's own sellers beside our book: who stands in both, who only in ours, who only in theirs; and what a person decides of it.

The two kinds of figures never mix: this reads what the newest report says, and compares it with the names behind our count; no
sum is made of the two. The verbs are a person's: an account is this lead, is none of those offered, becomes a lead.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from onboarding.db import gem_sellers as db
from onboarding.db import leads as leads_db
from onboarding.db.connection import Connection
from onboarding.db.gem_sellers import VIEWS, Held, Report
from onboarding.domain.gem_accounts import GemAccount
from onboarding.domain.reconciling import FILLED, REASON, Known, effect_on
from onboarding.domain.records import Lead
from onboarding.errors import NotFound, Refused
from onboarding.services.matching import Became, match_in
from onboarding.services.writing import WritePath

if TYPE_CHECKING:
    from onboarding.db.journal import ChangeSet
    from onboarding.services.gem_writing import GemPen

__all__ = ["VIEWS", "AccountLine", "GemAccount", "Offer", "OurLine", "Overview", "Reconciliation", "Report"]

SOURCE = "gem_report"
"""Source of a lead that was made from GeM's report."""


@dataclass(frozen=True, slots=True)
class Overview:
    """The newest report and how many stand where."""

    report: Report | None
    """None: no report was read yet."""
    counts: dict[str, int]
    """``matched`` (of which ``matched_counted`` count for this office), ``ours``, ``theirs``, ``review`` (for a person), ``gone``
    (no longer in GeM's reports), ``later`` (ours, registered after the report's day and so not compared), ``auto``,
    ``deactivated``."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A lead that an account may be."""

    lead: int
    name: str
    name_hi: str | None
    agrees: str
    """Words of ``name``, ``pan``, ``mobile``, ``email``, joined by ``+``; or the key that names it where keys disagree."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountLine:
    """An account of GeM's with the lead it is, if any."""

    id: int
    account: GemAccount
    lead: int | None
    lead_name: str
    lead_name_hi: str
    stage: str
    counted_on: str | None
    """Since when the lead counts for this office; None: it does not."""
    worked_by: str
    """Who had worked the lead last when it was matched; empty for nobody."""
    key: str | None
    """The key that proves it."""
    gone_on: str | None
    offers: tuple[Offer, ...] = ()
    """For a person to decide."""


@dataclass(frozen=True, slots=True)
class OurLine:
    """A lead that counts as registered here and stands in no report of GeM's."""

    lead: Lead
    counted_by: str


class Reconciliation:
    """The door to the comparison."""

    def __init__(self, writing: WritePath) -> None:
        self._writing = writing

    # ------------------------------------------------------------------ reading

    def overview(self) -> Overview:
        """The newest report, and the size of each population."""
        with self._writing.database.read() as connection:
            report = db.newest_report(connection)
            return Overview(report, db.counts(connection, report.as_on) if report else {})

    def ids(self, view: str) -> array[int]:
        """Numbers of a population, by name: accounts, but leads in ``ours`` and ``later``; empty while there is no report.

        Raises:
            Refused: There is no such population.
        """
        if view not in VIEWS:
            raise Refused("gem.unknown_view", view=view, views=", ".join(VIEWS))
        with self._writing.database.read() as connection:
            report = db.newest_report(connection)
            return db.ids_of(connection, view, report.as_on) if report else array("q")

    def accounts(self, ids: Sequence[int]) -> list[AccountLine]:
        """These accounts, in their order; those that are gone from the database are missing."""
        with self._writing.database.read() as connection:
            offered = db.candidates(connection, ids)
            named = _leads(connection, [lead for offer in offered.values() for lead in offer])
            offers = {
                number: tuple(
                    Offer(lead, named[lead].name, named[lead].name_hi, agrees) for lead, (_, agrees) in of_one.items()
                )
                for number, of_one in offered.items()
            }
            found = {row[0]: _line(row, offers.get(row[0], ())) for row in db.lines(connection, ids)}
        return [found[one] for one in ids if one in found]

    def leads(self, ids: Sequence[int]) -> list[OurLine]:
        """These leads of ours, in their order."""
        with self._writing.database.read() as connection:
            people = db.names_of_staff(connection, ids)
            found = _leads(connection, ids)
        return [OurLine(found[one], people.get(one, "")) for one in ids if one in found]

    def account_id(self, seller_id: str) -> int:
        """The number of an account by its seller id.

        Raises:
            NotFound: No report has brought it.
        """
        with self._writing.database.read() as connection:
            number = db.account_number(connection, seller_id.strip().upper())
        if number is None:
            raise NotFound("gem.no_account", seller_id=seller_id)
        return number

    # ------------------------------------------------------------------ what a person decides

    def same(self, account_id: int, lead_id: int) -> None:
        """A person says that an account is this lead; what the report proves of it is written to the lead.

        Raises:
            NotFound: The lead or the account is gone.
            Refused: The account is a lead's already.
        """
        with self._change(account_id) as (change, held, pen):
            known = db.known(change.connection, [lead_id]).get(lead_id)
            if known is None:
                raise NotFound("lead.not_found", id=lead_id)
            _refuse_matched(held)
            _link(pen, held, known)

    def other(self, account_id: int) -> None:
        """A person says that an account is none of the leads offered; it is not asked again.

        Raises:
            NotFound: The account is gone.
            Refused: It is a lead's already.
        """
        with self._change(account_id) as (change, held, pen):
            _refuse_matched(held)
            change.update("gem_seller", held.id, {"is_doubtful": 0, "is_settled": 1})
            pen.drop_candidates(held.id)

    def make_lead(self, account_id: int) -> Became:
        """Make a lead of an account that only GeM knows; a firm that came into the book since its report was read is linked.

        The office wants it to have the firm at hand (help line, workshops, an account that was never completed), not as its own
        achievement: the lead is closed as registered before, with GeM's report as evidence, and never counts. Its GeM seller id
        is identifier enough, since the report shows the numbers only in part.

        Raises:
            NotFound: The account is gone.
            Refused: It is a lead's already.
        """
        with self._change(account_id) as (change, held, pen):
            account = held.account
            _refuse_matched(held)
            there = _in_the_book(change.connection, account)
            if there is not None:
                _link(pen, held, there)
                return Became(there.lead.id, known=True)
            day = pen.as_on.isoformat()
            values = {name: getattr(account, name) for name in (*FILLED[1:], "pan", "mobile", "email", "district_code")}
            row: dict[str, Any] = {name: value for name, value in values.items() if value is not None}
            row |= {
                "name": account.name, "gem_seller_id": account.seller_id, "gem_registered": 1, "source": SOURCE,
                "stage": "already_registered", "stage_on": day,
            }  # fmt: skip
            lead_id = change.insert("lead", row)
            change.insert(
                "stage_event",
                {
                    "lead_id": lead_id, "from_stage": "new", "to_stage": "already_registered", "event_on": day,
                    "entered_at": pen.stamp, "staff_id": self._writing.actor.id, "evidence": "gem_report", "reason": REASON,
                    "proof": account.seller_id,
                },
            )  # fmt: skip
            pen.match(held, db.known(change.connection, [lead_id])[lead_id], "person")
        return Became(lead_id, known=False)

    @contextmanager
    def _change(self, account_id: int) -> Iterator[tuple[ChangeSet, Held, GemPen]]:
        """One change on one account, as it stands when its turn comes."""
        from onboarding.services.gem_writing import GemPen

        with self._writing.database.read() as connection:
            subject = _found(connection, account_id).account.name
        today = self._writing.clock.today()
        with self._writing.change("reconcile", subject=subject) as change:
            held, report = _found(change.connection, account_id), db.newest_report(change.connection)
            as_on = min(date.fromisoformat(report.as_on), today) if report else today
            yield change, held, GemPen(change, today.isoformat(), as_on)


def _found(connection: Connection, account_id: int) -> Held:
    held = db.account(connection, account_id)
    if held is None:
        raise NotFound("record.gone", id=account_id)
    return held


def _refuse_matched(held: Held) -> None:
    if held.matched_lead is not None:
        raise Refused("gem.matched_already", seller_id=held.account.seller_id, id=held.matched_lead)


def _link(pen: GemPen, held: Held, known: Known) -> None:
    """The account is this lead, because a person said so; what the report proves of it is written to the lead."""
    pen.match(held, known, "person")
    pen.apply(effect_on(known, held.account, pen.as_on), known, held.account.seller_id)


def _in_the_book(connection: Connection, account: GemAccount) -> Known | None:
    """The lead that has the account's id in its record, else the one that a certain key proves."""
    from onboarding.services.gem_matching import candidate_of, is_of_other_pan

    noted = db.leads_with(connection, [account.seller_id]).get(account.seller_id, [])
    proved = match_in(connection, candidate_of(account)).lead_id
    for lead_id in (proved, *noted):
        known = db.known(connection, [lead_id]).get(lead_id) if lead_id is not None else None
        if known is not None and not is_of_other_pan(account, known):
            return known
    return None


def _leads(connection: Connection, ids: Sequence[int]) -> dict[int, Lead]:
    found: dict[int, Lead] = {}
    for start in range(0, len(ids), 500):
        found.update(leads_db.leads(connection, ids[start : start + 500]))
    return found


def _line(row: tuple[Any, ...], offers: tuple[Offer, ...]) -> AccountLine:
    number, lead, name, name_hi, stage, counted_on, worker, key, gone_on, account = row
    return AccountLine(
        id=number,
        account=account,
        lead=lead,
        lead_name=name,
        lead_name_hi=name_hi,
        stage=stage,
        counted_on=counted_on,
        worked_by=worker,
        key=key,
        gone_on=gone_on,
        offers=offers,
    )
