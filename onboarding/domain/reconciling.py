"""What GeM's report says about a lead that an account was matched to: moves, the follow-up it settles, what a person must look at.

Pure. The stage never goes back, nothing of the staff's is overwritten. An account that is older than our first contact was not
brought about by this office: the lead is closed as registered before and is never counted. Source: counting rules of the GeM
Cell; importer contract, point 6.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from onboarding.domain.gem_accounts import GemAccount, proved_stage
from onboarding.domain.merging import fill
from onboarding.domain.records import Lead
from onboarding.domain.stages import RANK, REGISTERED_FROM, is_closed

REASON = "gem_report"
"""Reason of every move that a report makes; with ``:`` and its code when a follow-up was closed by it."""
PURPOSES: dict[str, str] = {
    "open_account": "account_created",
    "papers": "account_created",
    "verify": "account_created",
    "profile": "profile_complete",
    "catalogue": "catalogue_live",
}
"""Next step to the stage in which nothing of it is left to do. A call or a visit has a purpose that no report knows."""
FILLED = ("gem_seller_id", "gstin", "udyam", "pin", "women_owned", "business_type", "is_startup")
"""Blanks of a lead that the report fills."""
WARNINGS = (
    "account_before_contact", "account_date_later", "account_date_unknown", "closed_but_on_gem", "gem_deactivated",
    "gem_auto_account", "second_account", "follow_up_closed",
)  # fmt: skip
"""Codes about a matched row."""
_SILENT = frozenset({"already_registered", "duplicate"})
"""Closed outcomes that the report does not speak against."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A lead and what the comparison needs of its history."""

    lead: Lead
    first_contact_on: str | None = None
    """Day of the first contact in which both spoke, or of the first move up the ladder; not what a report said."""
    worked_by: int | None = None
    """Who had the last contact, else who has it on the desk."""
    open_blockers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ReportMove:
    """One move to write, with evidence ``gem_report``; from and to are the same where a stage is only confirmed."""

    from_stage: str
    to_stage: str
    event_on: str
    by_worker: bool = False
    """Whether the person who worked the lead last is named, since it counts as hers; else who read the report."""
    reason: str = REASON


@dataclass(slots=True)
class Effect:
    """What one account does to its lead."""

    moves: list[ReportMove] = field(default_factory=list)
    columns: dict[str, Any] = field(default_factory=dict)
    """Of the lead: blanks filled, the new stage, the follow-up cleared."""
    raised: str | None = None
    """Code of a blocker."""
    cleared: str | None = None
    warnings: list[str] = field(default_factory=list)

    @property
    def changes(self) -> bool:
        """Whether anything is written."""
        return bool(self.moves or self.columns or self.raised or self.cleared)


def effect_on(known: Known, account: GemAccount, as_on: date) -> Effect:
    """All that a report of the day ``as_on`` does to a lead, by this account."""
    effect = Effect()
    _fill(effect, known.lead, account)
    proved = proved_stage(account, as_on)
    if proved is None:
        _note_no_work(effect, known, account)
        return effect
    if "auto_account" in known.open_blockers:
        effect.cleared = "auto_account"
    stage = known.lead.stage
    if is_closed(stage):
        if stage not in _SILENT:
            effect.warnings.append("closed_but_on_gem")
        return effect
    if account.account_on is None and RANK[stage] < REGISTERED_FROM:
        effect.warnings.append("account_date_unknown")
        return effect
    if RANK[stage] < REGISTERED_FROM:
        _bring_in(effect, known, account, proved, as_on)
    else:
        _confirm(effect, known, account, proved, as_on)
    _close_follow_up(effect, known.lead, as_on)
    return effect


def _fill(effect: Effect, lead: Lead, account: GemAccount) -> None:
    row = {"gem_seller_id": account.seller_id, **{name: getattr(account, name) for name in FILLED[1:]}}
    have: Mapping[str, Any] = {name: getattr(lead, name) for name in (*FILLED, "mobile", "alt_mobile")}
    filled = fill(have, (), row, ())
    effect.columns |= filled.fields
    effect.warnings += filled.conflicts


def _note_no_work(effect: Effect, known: Known, account: GemAccount) -> None:
    """An account that nobody logged in to, or that GeM switched off, is told and kept in sight, but moves nothing."""
    auto = account.status == "auto"
    code = "auto_account" if auto else "account_suspended"
    effect.warnings.append("gem_auto_account" if auto else "gem_deactivated")
    if code not in known.open_blockers and not is_closed(known.lead.stage):
        effect.raised = code


def _bring_in(effect: Effect, known: Known, account: GemAccount, proved: str, as_on: date) -> None:
    """A lead that our book does not call registered yet."""
    day, first = account.account_on or as_on.isoformat(), known.first_contact_on
    stage = known.lead.stage
    if first is None or day < first:
        effect.moves.append(ReportMove(stage, "already_registered", as_on.isoformat()))
        effect.columns |= {"stage": "already_registered", "stage_on": as_on.isoformat(), "gem_registered": 1}
        return
    effect.moves.append(ReportMove(stage, "account_created", day, by_worker=True))
    effect.columns |= {"stage": "account_created", "stage_on": day}
    if proved != "account_created":
        _climb(effect, "account_created", proved, max(as_on.isoformat(), day))


def _climb(effect: Effect, stage: str, proved: str, day: str) -> None:
    effect.moves.append(ReportMove(stage, proved, day, by_worker=True))
    effect.columns |= {"stage": proved, "stage_on": day}


def _confirm(effect: Effect, known: Known, account: GemAccount, proved: str, as_on: date) -> None:
    """A lead that we call registered: its account's day is set right, its evidence raised, its stage moved up."""
    lead, day, first = known.lead, account.account_on, known.first_contact_on
    if RANK[proved] > RANK[lead.stage]:
        _climb(effect, lead.stage, proved, as_on.isoformat())
    if lead.counted_on is None:
        return
    if day is not None and first is not None and day < first:
        # Counted as ours, but the account is older than our first contact: only a person may take it out of the figures.
        effect.warnings.append("account_before_contact")
    elif day is not None and day < lead.counted_on:
        effect.moves.append(ReportMove("account_created", "account_created", day, by_worker=True))
    else:
        if day is not None and day > lead.counted_on:
            effect.warnings.append("account_date_later")
        if lead.counted_evidence != "gem_report" and not effect.moves:
            effect.moves.append(ReportMove(lead.stage, lead.stage, as_on.isoformat(), by_worker=True))


def _close_follow_up(effect: Effect, lead: Lead, as_on: date) -> None:
    stage = str(effect.columns.get("stage", lead.stage))
    if lead.next_on is None or lead.next_what is None:
        cleared = is_closed(stage) and lead.next_on is not None
    else:
        wanted = PURPOSES.get(lead.next_what)
        met = wanted is not None and (stage == "already_registered" or RANK[stage] >= RANK[wanted])
        cleared = met or is_closed(stage)
        if met:
            _say_met(effect, stage, lead.next_what, as_on)
    if cleared:
        effect.columns |= {"next_on": None, "next_at": None, "next_what": None, "next_by": None}


def _say_met(effect: Effect, stage: str, what: str, as_on: date) -> None:
    """The timeline says which follow-up was closed: with the last move, or with one that only confirms."""
    effect.warnings.append("follow_up_closed")
    reason = f"{REASON}:{what}"
    if effect.moves:
        last = effect.moves.pop()
        effect.moves.append(ReportMove(last.from_stage, last.to_stage, last.event_on, last.by_worker, reason))
    else:
        effect.moves.append(ReportMove(stage, stage, as_on.isoformat(), True, reason))
