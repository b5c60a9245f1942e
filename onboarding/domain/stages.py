"""The ladder of a seller lead, its closed outcomes, and which moves are legal.

Source: office practice as agreed for the campaign (stage table of the GeM Cell, January 2022 onward). No I/O.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from onboarding.errors import Refused

Evidence = Literal["told", "seen", "gem_report"]
EVIDENCE: tuple[Evidence, ...] = ("told", "seen", "gem_report")
"""How we know it, weakest first: said so, shown on screen or paper, stands in GeM's own report."""

LADDER: tuple[str, ...] = (
    "new", "contacted", "willing", "documents_ready", "account_created", "profile_complete", "ready_to_sell",
    "catalogue_live", "first_order", "productive",
)  # fmt: skip
CLOSED: tuple[str, ...] = (
    "already_registered", "not_interested", "not_eligible", "unreachable", "duplicate", "out_of_state", "suspended_on_gem",
)  # fmt: skip
STAGES: tuple[str, ...] = LADDER + CLOSED
RANK: dict[str, int] = {stage: rank for rank, stage in enumerate(LADDER)} | {
    stage: 100 + rank for rank, stage in enumerate(CLOSED)
}
"""Order in lists: the ladder upward, then the closed outcomes."""
REGISTERED_FROM = RANK["account_created"]
ACTIVE_STAGES: tuple[str, ...] = LADDER[:-1]
"""Stages that want a next step; a productive seller and a closed lead need none."""
GEM_SINCE = date(2016, 8, 9)
"""The first day on which anything can have happened with a seller of GeM: the portal opened on 9 August 2016.

Not the campaign's first day: a firm that had its account before our work is noted with that account's own day. A year earlier
than GeM is a slip of the finger, and an event there would stand in no report that anybody opens.
"""
NEVER_COUNTED = frozenset({"already_registered", "duplicate", "out_of_state"})
"""Closed outcomes that say the registration was not this office's, or not this lead's."""


ASIDE, DATED = 1, 2
"""A move that is shown only; one whose day and evidence hold for the same account where they are the better."""


@dataclass(frozen=True, slots=True)
class StageMove:
    """One move on the ladder as it stands in the history."""

    to_stage: str
    event_on: date
    """The day it happened (for ``account_created``: the GeM account's date), not the day it was entered."""
    staff_id: int | None
    evidence: Evidence
    aside: int = 0
    """Of a history that another one led when two leads were merged: 0 it counts, ``ASIDE`` or ``DATED``."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What a lead adds to the figures."""

    on: date
    by: int | None
    evidence: Evidence


def is_closed(stage: str) -> bool:
    """Whether the lead has left the ladder."""
    return stage in CLOSED


def check_move(current: str, to: str, event_on: date, today: date, reason: str) -> None:
    """Refuse a move that the ladder does not allow.

    Forward moves may skip stages. Backward moves, closing and reopening need a reason; nothing happens in the future, nor
    before GeM was there.

    Raises:
        Refused: With the rule that forbids it.
    """
    if to not in RANK:
        raise Refused("stage.unknown", stage=to)
    if to == current:
        raise Refused("stage.same", stage=to)
    check_day(event_on, today)
    if needs_reason(current, to) and not reason.strip():
        raise Refused("stage.reason_needed", stage=to)


def check_day(event_on: date, today: date) -> None:
    """Refuse a day on which nothing can have happened.

    Raises:
        Refused: It lies in the future, or before ``GEM_SINCE``.
    """
    if event_on > today:
        raise Refused("stage.future", on=event_on.isoformat())
    if event_on < GEM_SINCE:
        raise Refused("stage.before_gem", on=f"{event_on:%d-%m-%Y}", since=f"{GEM_SINCE:%d-%m-%Y}")


def needs_reason(current: str, to: str) -> bool:
    """Whether a move must say why: backwards, out of the ladder, or back into it."""
    return is_closed(to) or is_closed(current) or RANK[to] < RANK[current]


def counted(moves: list[StageMove]) -> Counted | None:
    """What the history of a lead adds to "sellers registered", or None. Moves in order of entry.

    The day and the person are those of the move that reached ``account_created`` or later and was
    not taken back since. A step back within the registered stages changes neither; an account date
    that is noted afterwards counts when it is earlier. The evidence is the best of these moves:
    whoever saw the live catalogue has seen the account. Leads closed as registered before, as a
    duplicate or as out of the state never count. Moves that a merge set aside neither make nor end
    a count; of two accounts of one firm the earlier day with its person and the better evidence hold.
    """
    reached: Counted | None = None
    dated: list[StageMove] = []
    for move in moves:
        if move.aside:
            dated += [move] if move.aside == DATED else []
        elif move.to_stage in NEVER_COUNTED:
            reached = None
        elif move.to_stage in LADDER:
            reached = None if RANK[move.to_stage] < REGISTERED_FROM else _reached(reached, move)
        if reached is not None:  # at once: what is taken back later is taken back for both
            reached, dated = _improved(reached, dated), []
    return reached


def stretch(moves: list[StageMove]) -> int:
    """The place of the first move of what ``counted`` counts; their number when nothing counts."""
    ends = [
        place
        for place, move in enumerate(moves)
        if move.to_stage in NEVER_COUNTED or (move.to_stage in LADDER and RANK[move.to_stage] < REGISTERED_FROM)
    ]
    return len(moves) if counted(moves) is None else ends[-1] + 1 if ends else 0


def _improved(reached: Counted, dated: list[StageMove]) -> Counted:
    for move in dated:
        evidence = max(reached.evidence, move.evidence, key=EVIDENCE.index)
        on, by = (move.event_on, move.staff_id) if move.event_on < reached.on else (reached.on, reached.by)
        reached = Counted(on, by, evidence)
    return reached


def _reached(before: Counted | None, move: StageMove) -> Counted:
    if before is None:
        return Counted(move.event_on, move.staff_id, move.evidence)
    evidence = max(before.evidence, move.evidence, key=EVIDENCE.index)
    if move.to_stage == "account_created" and move.event_on < before.on:
        return Counted(move.event_on, move.staff_id, evidence)
    return Counted(before.on, before.by, evidence)


def mse_counted(
    registered: Counted | None,
    mse_status: str,
    enterprise_class: str | None,
    verified_on: date | None,
) -> date | None:
    """The day a lead counts as MSE registered: registered and Udyam verified and micro or small; the later of the two days."""
    if (
        registered is None
        or mse_status != "verified"
        or enterprise_class not in ("micro", "small")
        or verified_on is None
    ):
        return None
    return max(registered.on, verified_on)
