"""What happened to each firm of the demo: calls, moves on the ladder, MSE proof, blockers, papers, the next step.

A story is told forward from the day the lead came in; what would lie after today has not happened yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import accumulate
from random import Random
from typing import Any

from onboarding.domain.blockers import BLOCKERS, papers_for
from onboarding.domain.likeness import blocks
from onboarding.domain.names import same_name_key
from onboarding.domain.outcomes import BY_CODE
from onboarding.domain.stages import CLOSED, LADDER, RANK, Evidence, StageMove, counted, is_closed, mse_counted
from onboarding.services import demo_numbers as numbers
from onboarding.services.demo_firms import Firm
from onboarding.services.demo_time import CampaignTime
from onboarding.services.demo_words import person_name, words

_GOALS: tuple[str, ...] = LADDER + CLOSED
_GOAL_WEIGHTS = tuple(accumulate((30, 15, 9, 6, 9, 6, 4, 6, 3, 4, 3.5, 2.6, 0.8, 2.4, 0.5, 0.3, 0.4)))
_GAP = {"contacted": 22, "willing": 14, "documents_ready": 22, "account_created": 8, "profile_complete": 11,
        "ready_to_sell": 9, "catalogue_live": 24, "first_order": 40, "productive": 45}  # fmt: skip
"""Working days from one stage to the next, at most."""
_BEFORE_CLOSING = {"not_interested": 1, "already_registered": 1, "not_eligible": 2, "out_of_state": 1, "duplicate": 0,
                   "unreachable": 0, "suspended_on_gem": 4}  # fmt: skip
"""How far up a lead stood that was closed so."""
_FAILED = ("no_answer", "no_answer", "no_answer", "busy", "switched_off", "wrong_number")
_SAID = {"contacted": ("answered", "call_back", "visited"), "willing": ("interested", "documents_promised"),
         "documents_ready": ("visited", "replied"), "account_created": ("visited", "answered"),
         "not_interested": ("refused", "do_not_call"), "already_registered": ("already_registered",)}  # fmt: skip
_BLOCKS = {
    "contacted": ("no_digital_skill", "payment_fear", "agent_trouble", "udyam_none", "gst_none"),
    "willing": (
        "aadhaar_mobile",
        "aadhaar_pan_name",
        "udyam_none",
        "old_uam_only",
        "gst_none",
        "itr_missing",
        "pan_invalid",
    ),
    "documents_ready": (
        "aadhaar_mobile",
        "aadhaar_pan_name",
        "email_exists",
        "keyperson_not_in_itr",
        "portal_down",
        "other",
    ),
    "account_created": ("bank_mismatch", "udyam_mobile", "udyam_pan", "gst_inactive", "credentials_lost"),
    "profile_complete": ("caution_money", "vendor_assessment", "auto_account"),
    "ready_to_sell": ("category_missing", "brand_rejected", "catalogue_rejected"),
    "catalogue_live": ("payment_fear", "catalogue_rejected"),
}
_NEXT = {"new": "call", "contacted": "call_back", "willing": "papers", "documents_ready": "open_account",
         "account_created": "profile", "profile_complete": "profile", "ready_to_sell": "catalogue",
         "catalogue_live": "call", "first_order": "call"}  # fmt: skip
_ROLES = ("accountant", "manager", "son", "partner")

_day = lru_cache(maxsize=2048)(date.fromisoformat)


@dataclass(slots=True)
class Story:
    """One firm with all rows that belong to it; rows in the order of the columns of ``demo_rows``, without the lead's id."""

    firm: Firm
    moves: list[tuple[Any, ...]] = field(default_factory=list)
    contacts: list[tuple[Any, ...]] = field(default_factory=list)
    proofs: list[tuple[Any, ...]] = field(default_factory=list)
    blockers: list[tuple[Any, ...]] = field(default_factory=list)
    papers: list[tuple[Any, ...]] = field(default_factory=list)
    persons: list[tuple[Any, ...]] = field(default_factory=list)


class Stories:
    """Tells one story after the other."""

    def __init__(self, chance: Random, time: CampaignTime, staff: Sequence[int]) -> None:
        self._chance = chance
        self._time = time
        self._staff = staff

    def tell(self, firm: Firm, place: int, came_in: int) -> Story:
        """The story of a firm that came in on a working day (its place in the campaign)."""
        story = Story(firm)
        chance = self._chance
        firm["created_at"] = firm["updated_at"] = self._time.stamp(chance, came_in)
        firm["created_by"] = firm["updated_by"] = chance.choice(self._staff)
        firm["stage"], firm["stage_on"] = "new", self._time.days[came_in]
        firm.pop("same_as_before", False)
        goal = chance.choices(_GOALS, cum_weights=_GOAL_WEIGHTS)[0]
        desk = chance.choice(self._staff)
        if goal != "new" and chance.random() < 0.8:
            firm["desk_id"] = desk
        self._walk(story, place, goal, came_in, desk)
        self._mse(story, desk)
        self._papers(story)
        self._next_step(firm, desk)
        if chance.random() < 0.06:
            self._person(story, place)
        self._facts(story)
        return story

    # ------------------------------------------------------------------ the ladder and the calls

    def _walk(self, story: Story, place: int, goal: str, day: int, desk: int) -> None:
        if goal == "unreachable":
            self._in_vain(story, day, desk)
            return
        if self._chance.random() < (0.25 if goal == "new" else 0.35):
            day = self._attempts(story, day, desk)
        for stage in self._way(goal):
            day += 1 + int(self._chance.random() * _GAP.get(stage, 12))
            if day > self._time.today:
                return
            self._talk(story, stage, day, desk)
            self._move(story, place, stage, day, desk)
            self._block(story, stage, day)

    def _way(self, goal: str) -> list[str]:
        if is_closed(goal):
            return [*LADDER[1 : 1 + _BEFORE_CLOSING[goal]], goal]
        way = list(LADDER[1 : RANK[goal] + 1])
        if len(way) > 1 and self._chance.random() < 0.15:
            del way[int(self._chance.random() * (len(way) - 1))]
        if len(way) > 4 and self._chance.random() < 0.02:
            # A step back that was made good again; the reason stands at the move.
            way[4:4] = ["willing", "account_created"]
        return way

    def _attempts(self, story: Story, day: int, desk: int) -> int:
        for _ in range(1 + int(self._chance.random() * 3)):
            day += 1 + int(self._chance.random() * 3)
            if day > self._time.today:
                break
            self._contact(story, self._chance.choice(_FAILED), day, desk)
        return day

    def _in_vain(self, story: Story, day: int, desk: int) -> None:
        for _ in range(5):
            day += 3 + int(self._chance.random() * 3)
            if day > self._time.today:
                return
            self._contact(story, self._chance.choice(_FAILED), day, desk)
        self._move(story, 0, "unreachable", day, desk)

    def _talk(self, story: Story, stage: str, day: int, desk: int) -> None:
        said = _SAID.get(stage)
        if said and (stage == "contacted" or self._chance.random() < 0.7):
            outcome = said[int(self._chance.random() ** 2 * len(said))]
            self._contact(story, outcome, day, desk)
            if outcome == "do_not_call":
                story.firm["do_not_call"] = 1
        elif self._chance.random() < 0.05:
            self._contact(story, "note", day, desk)

    def _contact(self, story: Story, outcome: str, day: int, desk: int) -> None:
        rule = BY_CODE.get(outcome)
        channel = (
            "note"
            if rule is None
            else "visit"
            if outcome == "visited"
            else "message"
            if outcome == "replied"
            else "call"
        )
        note = self._remark("note") if rule is None or self._chance.random() < 0.15 else None
        entered = self._time.stamp(self._chance, day)
        story.contacts.append(
            (self._time.days[day], entered, desk, channel, outcome, int(rule is not None and rule.two_way), note)
        )
        self._touched(story.firm, entered, desk)

    def _move(self, story: Story, place: int, stage: str, day: int, desk: int) -> None:
        firm = story.firm
        back = not is_closed(stage) and RANK[stage] < RANK[firm["stage"]]
        reason = self._remark(stage) if is_closed(stage) else self._remark("back") if back else None
        entered = self._time.stamp(self._chance, day)
        if story.moves:  # history stands in the order of entry
            entered = max(entered, story.moves[-1][3])
        proof = self._reached(firm, place, stage)
        on = self._time.days[day]
        story.moves.append((firm["stage"], stage, on, entered, desk, self._evidence(stage), reason, proof))
        firm["stage"], firm["stage_on"] = stage, on
        self._touched(firm, entered, desk)

    def _evidence(self, stage: str) -> Evidence:
        kind = self._chance.random()
        if RANK[stage] < RANK["account_created"] or is_closed(stage):
            return "told" if kind < 0.8 else "seen"
        return "seen" if kind < 0.62 else "gem_report" if kind < 0.82 else "told"

    def _reached(self, firm: Firm, place: int, stage: str) -> str | None:
        """What a stage leaves in the record; the proof of the move."""
        if stage == "documents_ready":
            firm.setdefault("pan", numbers.pan(place, firm.get("business_type")))
        if stage == "account_created":
            firm["gem_seller_id"] = numbers.gem_seller_id(place)
            return str(firm["gem_seller_id"])
        if stage == "profile_complete":
            firm["bank_verified"], firm["ifsc"] = 1, numbers.ifsc(place)
            firm["caution_money"] = "due"
        if stage == "ready_to_sell":
            self._caution_money(firm)
        if stage == "already_registered":
            firm["gem_registered"] = 1
        return numbers.gem_contract(place) if stage == "first_order" else None

    def _caution_money(self, firm: Firm) -> None:
        exempt = firm.get("women_owned") or firm.get("group_kind") or firm.get("social_category") in ("SC", "ST")
        firm["caution_money"] = "exempt" if exempt else "paid"
        firm["caution_money_on"] = firm["stage_on"]
        firm["vendor_assessment"] = "not_needed" if self._chance.random() < 0.9 else "done"

    @staticmethod
    def _touched(firm: Firm, entered: str, desk: int) -> None:
        if entered >= firm["updated_at"]:
            firm["updated_at"], firm["updated_by"] = entered, desk

    def _remark(self, kind: str) -> str:
        word = self._chance.choice(words()[kind])
        return word.hi if self._chance.random() < 0.5 else word.en

    # ------------------------------------------------------------------ what belongs to the firm

    def _block(self, story: Story, stage: str, day: int) -> None:
        codes = _BLOCKS.get(stage)
        if codes is None or self._chance.random() > 0.16:
            return
        code = self._chance.choice(codes)
        cleared = day + 2 + int(self._chance.random() * 60)
        expected = min(day + 10, len(self._time.days) - 1)
        note = self._remark("note") if code == "other" or self._chance.random() < 0.2 else None
        story.blockers.append(
            (code, note, self._time.days[day], BLOCKERS[code], self._time.days[expected],
             self._time.days[cleared] if cleared <= self._time.today else None)
        )  # fmt: skip

    def _mse(self, story: Story, desk: int) -> None:
        firm = story.firm
        size, at = firm.get("enterprise_class"), firm["created_at"][:10]
        seen = next((move for move in story.moves if RANK["documents_ready"] <= RANK[move[1]] < 100), None)
        if size in ("medium", "large"):
            firm["mse_status"], firm["mse_on"] = "not_mse", at
        elif size is not None and seen is not None and self._chance.random() < 0.8:
            self._verified(story, seen[2], seen[3], desk)
        elif firm.get("udyam"):
            firm["mse_status"], firm["mse_on"] = "udyam_format_ok", at
        elif size is not None:
            firm["mse_status"], firm["mse_on"] = "claimed", at

    def _verified(self, story: Story, on: str, entered: str, desk: int) -> None:
        firm, size = story.firm, story.firm["enterprise_class"]
        firm.setdefault("udyam", None)
        if firm["udyam"] is None:
            firm["mse_status"], firm["mse_on"] = "claimed", on
            return
        note = self._remark("note") if self._chance.random() < 0.1 else None
        story.proofs.append(("verified", size, on, entered, desk, "seen", note))
        firm["mse_status"], firm["mse_on"] = "verified", on
        if self._chance.random() < 0.01 and on < self._time.days[self._time.today - 5]:
            later = self._time.days[self._time.today - 3]
            story.proofs.append(
                ("lapsed", size, later, self._time.stamp(self._chance, self._time.today - 3), desk, "told", None)
            )
            firm["mse_status"], firm["mse_on"] = "lapsed", later

    def _papers(self, story: Story) -> None:
        firm = story.firm
        rank = RANK[firm["stage"]]
        if not RANK["willing"] <= rank < 100:
            return
        wanted = papers_for(firm.get("business_type"), startup=bool(firm.get("is_startup")))
        on = firm["stage_on"]
        if rank == RANK["willing"]:
            wanted = wanted[: int(self._chance.random() * len(wanted))]
        for code in wanted:
            state = "have" if rank > RANK["willing"] or self._chance.random() < 0.75 else "missing"
            story.papers.append((code, state, on))

    def _person(self, story: Story, place: int) -> None:
        name = person_name(self._chance, self._chance.random() < 0.2)
        in_hindi = self._chance.random() < 0.4
        number = numbers.mobile(40_000_000 + place) if self._chance.random() < 0.8 else None
        story.persons.append((name.hi if in_hindi else name.en, self._chance.choice(_ROLES), number))

    def _next_step(self, firm: Firm, desk: int) -> None:
        step = _NEXT.get(firm["stage"])
        kind = self._chance.random()
        if step is None or kind < (0.75 if firm["stage"] == "new" else 0.22):
            return
        today = self._time.today
        if kind > 0.92:
            day = today
        elif kind > 0.82:
            day = today - 1 - int(self._chance.random() ** 2 * 25)
        else:
            day = today + 1 + int(self._chance.random() ** 2 * 18)
        firm["next_on"], firm["next_what"], firm["next_by"] = self._time.days[day], step, desk
        if day == today and self._chance.random() < 0.3:
            firm["next_at"] = f"{10 + int(self._chance.random() * 7)}:{'00' if kind > 0.96 else '30'}"

    def _facts(self, story: Story) -> None:
        """The columns that the write path keeps; told here because a million rows go in as a set."""
        firm = story.firm
        firm["same_key"], firm["stage_rank"] = same_name_key(firm["name"]), RANK[firm["stage"]]
        firm["name_block"], firm["owner_block"] = blocks(
            firm["name"], firm.get("owner_name"), firm.get("district_code")
        )
        spoken = [contact[0] for contact in story.contacts if contact[4] != "note"]
        firm["contact_count"], firm["last_contact_on"] = len(spoken), max(spoken, default=None)
        if not any(RANK[move[1]] >= RANK["account_created"] for move in story.moves):
            return
        reached = counted([StageMove(move[1], _day(move[2]), move[4], move[5]) for move in story.moves])
        if reached is None:
            return
        firm["counted_on"], firm["counted_by"], firm["counted_evidence"] = (
            reached.on.isoformat(),
            reached.by,
            reached.evidence,
        )
        proved = mse_counted(
            reached,
            firm.get("mse_status", ""),
            firm.get("enterprise_class"),
            _day(firm["mse_on"]) if "mse_on" in firm else None,
        )
        firm["mse_counted_on"] = proved.isoformat() if proved else None
