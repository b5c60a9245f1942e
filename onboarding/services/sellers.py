"""The verbs on a seller lead: register, edit, move on the ladder, log a contact, plan the next step.

Every verb checks its rule first and then makes one change through the write path; it answers with the stored record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from onboarding.db import leads as db
from onboarding.db import merges, reviews
from onboarding.db.journal import ChangeSet
from onboarding.domain.identifiers import as_gem_seller_id
from onboarding.domain.matching import Candidate
from onboarding.domain.mse import NOT_CHECKED, claimed_status, status_after
from onboarding.domain.outcomes import BY_CODE, Outcome
from onboarding.domain.records import EDITABLE, Blocker, Lead, Merge, Paper, Person, TimelineEntry
from onboarding.domain.stages import EVIDENCE, RANK, check_day, check_move, is_closed
from onboarding.domain.text import clean
from onboarding.errors import KnownFirm, Refused
from onboarding.services.matching import match_in
from onboarding.services.standing import MSE_STATUSES, Standing, lead_of, stored_words


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """What is to be done next, when and by whom."""

    on: date | None
    at: str | None = None
    """Office time, HH:MM."""
    what: str | None = None
    by: int | None = None
    """Staff; None leaves it with the person who has it already, else with the one who sets it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A wanted move on the ladder."""

    to: str
    event_on: date
    evidence: str = "told"
    reason: str = ""
    proof: str = ""
    """GeM seller id, contract number, report line."""


@dataclass(frozen=True, slots=True)
class SellerDetail:
    """Everything that the record screen shows of one lead."""

    lead: Lead
    persons: list[Person]
    blockers: list[Blocker]
    papers: list[Paper]
    timeline: list[TimelineEntry]
    merges: list[Merge]
    """The leads that went into it, newest first."""
    links: list[Lead]
    """Leads that a person kept beside it and linked to it."""


class Sellers(Standing):
    """The door to seller leads for screens and commands."""

    # ------------------------------------------------------------------ reading

    def detail(self, lead_id: int) -> SellerDetail:
        """One lead with its people, blockers, papers and timeline.

        Raises:
            NotFound: There is none with this id.
        """
        with self._writing.database.read() as connection:
            return SellerDetail(
                lead_of(connection, lead_id),
                db.persons(connection, lead_id),
                db.blockers(connection, lead_id),
                db.papers(connection, lead_id),
                db.timeline(connection, lead_id),
                merges.into(connection, lead_id),
                list(db.leads(connection, reviews.links(connection, lead_id)).values()),
            )

    # ------------------------------------------------------------------ the record

    def register(self, values: Mapping[str, Any], *, next_step: NextStep | None = None) -> Lead:
        """A new lead from checked values. Whether the firm is there already is asked where nobody else can write meanwhile.

        Raises:
            KnownFirm: A certain key proves that it is a lead already (``services.matching``).
            Refused: No name, or none of mobile, e-mail, GSTIN, PAN, Udyam. Source: importer contract, point 2.
        """
        row = self._new_row(values)
        with self._writing.change("register", subject=row["name"]) as change:
            lead_id = self._insert(change, row, next_step)
        return self.get(lead_id)

    def register_in(self, change: ChangeSet, values: Mapping[str, Any], *, next_step: NextStep | None = None) -> int:
        """As ``register``, inside a change that does more; the new lead's number.

        Raises:
            KnownFirm: As ``register``; nothing was written to the change.
            Refused: As ``register``.
        """
        return self._insert(change, self._new_row(values), next_step)

    def _new_row(self, values: Mapping[str, Any]) -> dict[str, Any]:
        row = {field: value for field, value in values.items() if field in EDITABLE and value is not None}
        if not row.get("name"):
            raise Refused("lead.no_name")
        if not any(row.get(key) for key in ("mobile", "email", "gstin", "pan", "udyam")):
            raise Refused("lead.no_identifier")
        today = self._today()
        row["stage_on"] = today.isoformat()
        row.update(_mse_from_claim(row, today))
        return row

    def _insert(self, change: ChangeSet, row: dict[str, Any], next_step: NextStep | None) -> int:
        said = match_in(change.connection, Candidate.of(row))
        if said.lead_id is not None:
            raise KnownFirm(said.lead_id)
        lead_id = change.insert("lead", row)
        if row.get("gem_registered"):
            lead = lead_of(change.connection, lead_id)
            self._write_move(change, lead, Move(to="already_registered", event_on=self._today()))
        elif next_step is not None:
            change.update("lead", lead_id, self._next_columns(next_step))
        return lead_id

    def edit(self, lead_id: int, values: Mapping[str, Any], *, seen: Mapping[str, Any] | None = None) -> Lead:
        """Change fields; ``seen`` are the values that the form had shown.

        Raises:
            StaleEdit: A colleague changed the same field meanwhile; the other fields were not written either.
            Refused: A field that has a verb of its own (stage, MSE status, next step), or no name.
        """
        foreign = [field for field in values if field not in EDITABLE]
        if foreign:
            raise Refused("lead.not_editable", field=foreign[0])
        if "name" in values and not values["name"]:
            raise Refused("lead.no_name")
        with self._writing.change("edit", subject=self.get(lead_id).name) as change:
            before = lead_of(change.connection, lead_id)
            claim = _mse_from_edit(before, values, self._today())
            if before.mse_status != NOT_CHECKED and claim:
                self._write_mse(
                    change, lead_id, claim["mse_status"], values.get("enterprise_class", before.enterprise_class)
                )
            change.update("lead", lead_id, {**values, **claim}, seen=seen)
        return self.get(lead_id)

    def assign(self, lead_ids: list[int], desk_id: int | None) -> int:
        """Put leads on a person's desk (None takes them off); how many changed."""
        with self._writing.change("assign", subject=str(len(lead_ids))) as change:
            return sum(change.update("lead", lead_id, {"desk_id": desk_id}) for lead_id in lead_ids)

    def add_person(self, lead_id: int, values: Mapping[str, Any]) -> int:
        """A further person or number of the firm; the new id.

        Raises:
            Refused: Neither name nor number nor e-mail.
        """
        row = {key: stored_words(values.get(key)) for key in ("name", "role", "mobile", "email", "note")}
        if not (row["name"] or row["mobile"] or row["email"]):
            raise Refused("person.empty")
        with self._writing.change("add_person", subject=self.get(lead_id).name) as change:
            return change.insert("lead_person", {"lead_id": lead_id, **row})

    # ------------------------------------------------------------------ the ladder

    def move(self, lead_id: int, move: Move) -> Lead:
        """Move a lead on the ladder, off it, or back onto it.

        Raises:
            Refused: The rule that forbids it (``domain.stages.check_move``).
        """
        if move.evidence not in EVIDENCE:
            raise Refused("stage.evidence_unknown", evidence=move.evidence)
        subject = self.get(lead_id).name
        with self._writing.change("move", subject=subject, reason=clean(move.reason)) as change:
            # As it stands now: a colleague may have moved it while this one waited.
            lead = lead_of(change.connection, lead_id)
            check_move(lead.stage, move.to, move.event_on, self._today(), move.reason)
            self._write_move(change, lead, move)
        return self.get(lead_id)

    def _write_move(self, change: ChangeSet, lead: Lead, move: Move) -> None:
        seller_id = as_gem_seller_id(move.proof)
        change.insert(
            "stage_event",
            {
                "lead_id": lead.id,
                "from_stage": lead.stage,
                "to_stage": move.to,
                "event_on": move.event_on.isoformat(),
                "entered_at": self._writing.clock.stamp(),
                "staff_id": self._writing.actor.id,
                "evidence": move.evidence,
                "reason": stored_words(move.reason),
                "proof": seller_id or stored_words(move.proof),
            },
        )
        columns: dict[str, Any] = {"stage": move.to, "stage_on": move.event_on.isoformat()}
        if is_closed(move.to):
            columns |= {"next_on": None, "next_at": None, "next_what": None}
        if move.to == "account_created" and seller_id and not lead.gem_seller_id:
            columns["gem_seller_id"] = seller_id
        change.update("lead", lead.id, columns)

    # ------------------------------------------------------------------ contacts and next steps

    def log_contact(
        self,
        lead_id: int,
        outcome: str,
        *,
        note: str = "",
        next_step: NextStep | None = None,
        channel: str = "call",
        event_on: date | None = None,
    ) -> Lead:
        """Log what came of a call, a visit, a message; sets the next step, and the stage where the outcome says so.

        A first two-way contact lifts a new lead to ``contacted``; refusals and the like close it with the outcome as reason.

        Raises:
            Refused: Unknown outcome, a contact in the future or before GeM was there, or a next step in the past.
        """
        rule = BY_CODE.get(outcome)
        if rule is None:
            raise Refused("contact.unknown_outcome", outcome=outcome)
        today = self._today()
        day = event_on or today
        if day > today:
            raise Refused("contact.future")
        check_day(day, today)
        with self._writing.change("log", subject=self.get(lead_id).name) as change:
            lead = lead_of(change.connection, lead_id)
            change.insert(
                "contact",
                {
                    "lead_id": lead_id,
                    "event_on": day.isoformat(),
                    "entered_at": self._writing.clock.stamp(),
                    "staff_id": self._writing.actor.id,
                    "channel": channel,
                    "outcome": outcome,
                    "is_two_way": int(rule.two_way),
                    "note": stored_words(note),
                },
            )
            self._after_contact(change, lead, rule, day)
            if outcome == "do_not_call":
                change.update("lead", lead_id, {"do_not_call": 1})
            if next_step is not None and not is_closed(lead_of(change.connection, lead_id).stage):
                change.update("lead", lead_id, self._next_columns(next_step))
        return self.get(lead_id)

    def _after_contact(self, change: ChangeSet, lead: Lead, rule: Outcome, day: date) -> None:
        to = rule.suggests or ("contacted" if rule.two_way else None)
        if to is None or to == lead.stage or is_closed(lead.stage):
            return
        if is_closed(to) or RANK[to] > RANK[lead.stage]:
            self._write_move(change, lead, Move(to=to, event_on=day, reason=rule.code if is_closed(to) else ""))

    def note(self, lead_id: int, text: str) -> Lead:
        """A note on the timeline, without a contact.

        Raises:
            Refused: An empty note.
        """
        if not text.strip():
            raise Refused("note.empty")
        with self._writing.change("note", subject=self.get(lead_id).name) as change:
            change.insert(
                "contact",
                {
                    "lead_id": lead_id,
                    "event_on": self._today().isoformat(),
                    "entered_at": self._writing.clock.stamp(),
                    "staff_id": self._writing.actor.id,
                    "channel": "note",
                    "outcome": "note",
                    "note": stored_words(text),
                },
            )
        return self.get(lead_id)

    def plan(self, lead_ids: list[int], step: NextStep, *, reason: str = "") -> int:
        """Set (or with ``on=None`` clear) the next step of one lead or many; how many changed.

        Raises:
            Refused: A day in the past.
        """
        if step.on is not None and step.on < self._today():
            raise Refused("next.past")
        subject = self.get(lead_ids[0]).name if len(lead_ids) == 1 else str(len(lead_ids))
        verb = "snooze" if reason else "plan"
        with self._writing.change(verb, subject=subject, reason=clean(reason)) as change:
            return sum(change.update("lead", lead_id, self._planned(change, lead_id, step)) for lead_id in lead_ids)

    def _planned(self, change: ChangeSet, lead_id: int, step: NextStep) -> dict[str, Any]:
        """A step planned anew stays with the person who has it, unless it is given to somebody."""
        columns = self._next_columns(step)
        if step.on is not None and step.by is None:
            keeper = lead_of(change.connection, lead_id).next_by
            columns["next_by"] = keeper if keeper is not None else self._writing.actor.id
        return columns

    def _next_columns(self, step: NextStep) -> dict[str, Any]:
        if step.on is None:
            return {"next_on": None, "next_at": None, "next_what": None, "next_by": None}
        if step.on < self._today():
            raise Refused("next.past")
        columns: dict[str, Any] = {
            "next_on": step.on.isoformat(),
            "next_at": step.at,
            "next_by": step.by if step.by is not None else self._writing.actor.id,
        }
        if step.what is not None:
            columns["next_what"] = stored_words(step.what)
        return columns


def _mse_from_claim(row: Mapping[str, Any], today: date) -> dict[str, Any]:
    """The MSE status that a new lead's own statement gives: an Udyam number of right form, or only a class."""
    status = claimed_status(row.get("udyam"), row.get("enterprise_class"))
    if status is None:
        return {}
    return {"mse_status": status, "mse_on": today.isoformat()}


def _mse_from_edit(lead: Lead, values: Mapping[str, Any], today: date) -> dict[str, Any]:
    """The same for a lead of which nothing was known; what was seen of a number goes with the number."""
    if lead.mse_status != NOT_CHECKED:
        enterprise_class = values.get("enterprise_class", lead.enterprise_class)
        fallen = status_after(lead.mse_status, lead.udyam, values.get("udyam", lead.udyam), enterprise_class)
        return {"mse_status": fallen, "mse_on": today.isoformat()} if fallen else {}
    if not {"udyam", "enterprise_class"} & values.keys():
        return {}
    return _mse_from_claim({"udyam": lead.udyam, "enterprise_class": lead.enterprise_class, **values}, today)


__all__ = ["MSE_STATUSES", "Move", "NextStep", "SellerDetail", "Sellers"]
