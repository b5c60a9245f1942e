"""GeM's report into the database: the report, its accounts, what they do to the leads they were matched to; in one change."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from onboarding.db import gem_sellers as db
from onboarding.db.gem_sellers import ACCOUNT, Held
from onboarding.db.journal import ChangeSet
from onboarding.domain.blockers import BLOCKERS
from onboarding.domain.gem_accounts import FACTS, GemAccount
from onboarding.domain.reconciling import Effect, Known, effect_on
from onboarding.services.gem_matching import account_of

_CHUNK = 500
_COLUMNS = ("report_id", "line", *ACCOUNT, "matched_lead", "match_key", "worked_by", "is_doubtful")


@dataclass(slots=True)
class GemPen:
    """One change under way on accounts and their leads."""

    change: ChangeSet
    today: str
    as_on: date
    report: int = 0
    """Number of the report written; 0 where a person decides and no report is read."""
    made: dict[int, int] = field(default_factory=dict)
    """Row of the report to the new account."""

    @property
    def stamp(self) -> str:
        """The instant that the whole change bears."""
        return self.change.signature.at.isoformat(timespec="seconds")

    # ------------------------------------------------------------------ leads

    def apply(self, effect: Effect, known: Known, seller_id: str) -> None:
        """Write what an account does to its lead: history, blockers, the lead itself."""
        change, lead_id = self.change, known.lead.id
        for move in effect.moves:
            worker = known.worked_by if move.by_worker else None
            change.insert(
                "stage_event",
                {
                    "lead_id": lead_id, "from_stage": move.from_stage, "to_stage": move.to_stage, "event_on": move.event_on,
                    "entered_at": self.stamp, "evidence": "gem_report", "reason": move.reason, "proof": seller_id,
                    "staff_id": worker if worker is not None else change.signature.staff_id,
                },
            )  # fmt: skip
        if effect.raised:
            raised = {
                "lead_id": lead_id,
                "code": effect.raised,
                "raised_on": self.today,
                "owner": BLOCKERS[effect.raised],
            }
            change.insert("blocker", raised)
        if effect.cleared:
            for number in db.open_blockers(change.connection, lead_id, effect.cleared):
                change.update("blocker", number, {"cleared_on": self.today})
        if effect.columns:
            change.update("lead", lead_id, effect.columns)

    # ------------------------------------------------------------------ accounts

    def match(self, held: Held, known: Known, key: str) -> None:
        """Note to which lead an account belongs, and who worked it last."""
        columns: dict[str, Any] = {
            "matched_lead": known.lead.id, "match_key": key, "worked_by": known.worked_by, "is_doubtful": 0, "gone_on": None
        }  # fmt: skip
        self.change.update("gem_seller", held.id, columns)
        self.drop_candidates(held.id)

    def drop_candidates(self, account_id: int, *, but: Sequence[int] = ()) -> None:
        """Take away the leads that an account may be, but for these."""
        for lead_id, (number, _) in db.candidates(self.change.connection, [account_id]).get(account_id, {}).items():
            if lead_id not in but:
                self.change.delete("gem_seller_candidate", number)

    def offer(self, account_id: int, agrees: Mapping[int, str]) -> None:
        """The leads that an account may be, as they are known now."""
        there = db.candidates(self.change.connection, [account_id]).get(account_id, {})
        self.drop_candidates(account_id, but=list(agrees))
        for lead_id, words in agrees.items():
            if lead_id not in there:
                row = {"account_id": account_id, "lead_id": lead_id, "agrees": words}
                self.change.insert("gem_seller_candidate", row)
            elif there[lead_id][1] != words:
                self.change.update("gem_seller_candidate", there[lead_id][0], {"agrees": words})


@dataclass(frozen=True, slots=True)
class _Line:
    """One account of the plan."""

    n: int
    line: int
    account: GemAccount
    verdict: str
    lead: int | None
    stored: int | None
    key: str | None
    agrees: dict[int, str]
    is_first: bool


def lines_of(rows: Iterator[tuple[Any, ...]]) -> Iterator[list[_Line]]:
    """The accounts of a plan, some hundreds at a time."""
    chunk: list[_Line] = []
    for n, line, record, verdict, lead, stored, key, agrees, first in rows:
        words = {int(number): text for number, text in json.loads(agrees).items()}
        chunk.append(_Line(n, line, account_of(record), verdict, lead, stored, key, words, bool(first)))
        if len(chunk) == _CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def write_new(pen: GemPen, chunk: Sequence[_Line]) -> None:
    """The accounts that no report brought before, set-wise; their candidates one by one."""
    fresh = [one for one in chunk if one.stored is None]
    known = db.known(pen.change.connection, [one.lead for one in fresh if one.lead is not None])
    span = pen.change.insert_range("gem_seller", _COLUMNS, (_columns(pen, one, known) for one in fresh))
    if span is None:
        return
    for place, one in enumerate(fresh):
        for lead_id, words in one.agrees.items():
            row = {"account_id": span[0] + place, "lead_id": lead_id, "agrees": words}
            pen.change.insert("gem_seller_candidate", row)


def _columns(pen: GemPen, one: _Line, known: Mapping[int, Known]) -> tuple[Any, ...]:
    values = [getattr(one.account, name) for name in ACCOUNT]
    worker = known[one.lead].worked_by if one.lead is not None else None
    doubtful = int(one.verdict == "review")
    return (pen.report, one.line, *values, one.lead, one.key if one.lead is not None else None, worker, doubtful)


def write_known(pen: GemPen, chunk: Sequence[_Line]) -> None:
    """What the report says otherwise of accounts that were known."""
    older = [one for one in chunk if one.stored is not None]
    held = db.held(pen.change.connection, [one.account.seller_id for one in older])
    known = db.known(pen.change.connection, [one.lead for one in older if one.lead is not None])
    for one in older:
        account = held[one.account.seller_id]
        _bring_up_to_date(pen, one, account)
        if one.lead is not None and account.matched_lead is None:
            pen.match(account, known[one.lead], one.key or "")
        elif one.verdict == "review":
            pen.change.update("gem_seller", account.id, {"is_doubtful": 1})
            pen.offer(account.id, one.agrees)
        elif one.lead is None and account.is_doubtful:
            pen.change.update("gem_seller", account.id, {"is_doubtful": 0})
            pen.drop_candidates(account.id)


def _bring_up_to_date(pen: GemPen, one: _Line, held: Held) -> None:
    new = {name: getattr(one.account, name) for name in FACTS}
    columns = {name: value for name, value in new.items() if getattr(held.account, name) != value}
    if held.gone_on is not None:
        columns["gone_on"] = None
    if columns:
        pen.change.update("gem_seller", held.id, {**columns, "report_id": pen.report, "line": one.line})


def write_effects(pen: GemPen, chunk: Sequence[_Line]) -> None:
    """What the accounts do to their leads."""
    matched = [one for one in chunk if one.lead is not None and one.is_first]
    known = db.known(pen.change.connection, [one.lead for one in matched if one.lead is not None])
    for one in matched:
        there = known.get(one.lead or 0)
        if there is not None:
            pen.apply(effect_on(there, one.account, pen.as_on), there, one.account.seller_id)
