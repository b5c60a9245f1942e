"""What stands in a seller's way, and what is proved: blockers, the checklist of papers, the MSE status as of a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from onboarding.db import leads as db
from onboarding.db import merges
from onboarding.db.connection import Connection
from onboarding.db.journal import ChangeSet
from onboarding.domain.blockers import BLOCKERS, NOTE_NEEDED, OWNERS, PAPERS
from onboarding.domain.records import Lead
from onboarding.domain.stages import EVIDENCE, check_day
from onboarding.domain.text import clean, mask_aadhaar
from onboarding.errors import Merged, NotFound, Refused
from onboarding.services.writing import WritePath

MSE_STATUSES = ("not_checked", "claimed", "udyam_format_ok", "verified", "not_mse", "lapsed")


class Standing:
    """The verbs on what belongs to a lead; ``Sellers`` adds those on the lead itself."""

    def __init__(self, writing: WritePath) -> None:
        self._writing = writing

    def get(self, lead_id: int) -> Lead:
        """One lead.

        Raises:
            NotFound: There is none with this id.
        """
        with self._writing.database.read() as connection:
            return lead_of(connection, lead_id)

    def block(
        self,
        lead_id: int,
        code: str,
        *,
        note: str = "",
        owner: str = "",
        expected_on: date | None = None,
    ) -> int:
        """Note what keeps the seller from registering; the blocker's id.

        Raises:
            Refused: Unknown code or owner, ``other`` without words, or the same blocker open already.
        """
        if code not in BLOCKERS:
            raise Refused("blocker.unknown", code=code)
        if code in NOTE_NEEDED and not note.strip():
            raise Refused("blocker.note_needed")
        who = owner or BLOCKERS[code]
        if who not in OWNERS:
            raise Refused("blocker.owner_unknown", owner=who)
        with self._writing.change("block", subject=self.get(lead_id).name) as change:
            if any(b.code == code and b.cleared_on is None for b in db.blockers(change.connection, lead_id)):
                raise Refused("blocker.open_already", code=code)
            return change.insert(
                "blocker",
                {
                    "lead_id": lead_id,
                    "code": code,
                    "note": stored_words(note),
                    "raised_on": self._today().isoformat(),
                    "owner": who,
                    "expected_on": expected_on.isoformat() if expected_on else None,
                },
            )

    def clear_blocker(self, lead_id: int, blocker_id: int) -> None:
        """Note that a blocker is out of the way today; one that is cleared already keeps its day.

        Raises:
            NotFound: The lead has no such blocker.
        """
        with self._writing.change("clear_blocker", subject=self.get(lead_id).name) as change:
            held = {blocker.id: blocker for blocker in db.blockers(change.connection, lead_id)}
            if blocker_id not in held:
                raise NotFound("record.gone", id=blocker_id)
            if held[blocker_id].cleared_on is None:
                change.update("blocker", blocker_id, {"cleared_on": self._today().isoformat()})

    def set_paper(self, lead_id: int, code: str, state: str) -> None:
        """Tick a line of the document checklist: ``have``, ``missing`` or ``not_needed``.

        Raises:
            Refused: Unknown paper or state.
        """
        if code not in PAPERS or state not in ("have", "missing", "not_needed"):
            raise Refused("paper.unknown", code=code)
        with self._writing.change("paper", subject=self.get(lead_id).name) as change:
            held = {paper.code: paper for paper in db.papers(change.connection, lead_id)}
            row = {"state": state, "seen_on": self._today().isoformat()}
            if code in held:
                change.update("paper", held[code].id, row)
            else:
                change.insert("paper", {"lead_id": lead_id, "code": code, **row})

    def set_mse(
        self,
        lead_id: int,
        status: str,
        *,
        enterprise_class: str | None = None,
        event_on: date | None = None,
        evidence: str = "told",
        note: str = "",
    ) -> Lead:
        """Note the MSE status as of a day. The class on the certificate is what counts; the computed one is only shown.

        Raises:
            Refused: Unknown status or evidence, a day in the future or before GeM, or ``verified`` without an Udyam number or
                a class.
        """
        lead = self.get(lead_id)
        today = self._today()
        day = event_on or today
        if status not in MSE_STATUSES:
            raise Refused("mse.unknown", status=status)
        if evidence not in EVIDENCE:
            raise Refused("stage.evidence_unknown", evidence=evidence)
        check_day(day, today)
        if status == "verified" and not lead.udyam:
            raise Refused("mse.udyam_needed")
        if status == "verified" and not (enterprise_class or lead.enterprise_class):
            raise Refused("mse.class_needed")
        with self._writing.change("mse", subject=lead.name) as change:
            seen = enterprise_class or lead.enterprise_class
            self._write_mse(change, lead_id, status, seen, day=day, evidence=evidence, note=note)
            columns: dict[str, Any] = {"mse_status": status, "mse_on": _since(lead, status, enterprise_class, day)}
            if enterprise_class:
                columns["enterprise_class"] = enterprise_class
            change.update("lead", lead_id, columns)
        return self.get(lead_id)

    def _write_mse(
        self,
        change: ChangeSet,
        lead_id: int,
        status: str,
        enterprise_class: str | None,
        *,
        day: date | None = None,
        evidence: str = "told",
        note: str = "",
    ) -> None:
        change.insert(
            "mse_event",
            {
                "lead_id": lead_id,
                "status": status,
                "enterprise_class": enterprise_class,
                "event_on": (day or self._today()).isoformat(),
                "entered_at": self._writing.clock.stamp(),
                "staff_id": self._writing.actor.id,
                "evidence": evidence,
                "note": stored_words(note),
            },
        )

    def _today(self) -> date:
        return self._writing.clock.today()


def lead_of(connection: Connection, lead_id: int) -> Lead:
    """One lead.

    Raises:
        Merged: It went into another one.
        NotFound: There is none with this id.
    """
    found = db.lead(connection, lead_id)
    if found is not None:
        return found
    merge = merges.by_gone(connection, lead_id)
    if merge is None:
        raise NotFound("lead.not_found", id=lead_id)
    kept = db.lead(connection, merge.lead_id)
    raise Merged(
        "lead.merged",
        id=lead_id,
        name=merge.gone_name,
        into=merge.lead_id,
        kept=kept.name if kept else "",
        who=merge.who,
    )


def stored_words(text: str | None) -> str | None:
    """A free text as it may be stored: cleaned, Aadhaar and account numbers masked, empty as None."""
    if not text:
        return None
    return mask_aadhaar(clean(text, lines=True))[0] or None


def _since(lead: Lead, status: str, enterprise_class: str | None, day: date) -> str:
    """Since when a status holds: seeing the same certificate once more moves no figure to a later day."""
    mse = ("micro", "small")
    same = status == lead.mse_status and ((enterprise_class or lead.enterprise_class) in mse) == (
        lead.enterprise_class in mse
    )
    return min(lead.mse_on, day.isoformat()) if same and lead.mse_on else day.isoformat()
