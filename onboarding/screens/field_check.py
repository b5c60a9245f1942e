"""What a typed text means for a field of a record, in words: said under the field while it is typed, and again on Enter."""

from __future__ import annotations

from typing import Any, NamedTuple

from onboarding.domain import identifiers
from onboarding.domain.fields import kind_of, read_field
from onboarding.domain.records import Lead
from onboarding.domain.when import understand
from onboarding.i18n import tr
from onboarding.screens.seller_view import SellerView
from onboarding.wording import problem_text, value_text


class Checked(NamedTuple):
    """The value to store and what there is to say about it."""

    value: Any
    text: str = ""
    """Empty when there is nothing to say."""
    refused: bool = False
    """It cannot be stored like this."""


def check_field(view: SellerView, field: str, typed: str) -> Checked:
    """Read what was typed; a value that may be stored comes with what to look at again, if anything."""
    found = read_field(field, typed, view.today, view.districts)
    if found.problem and not found.soft:
        spoken = _spoken_day(view, typed) if kind_of(field) == "date" else None
        return spoken or Checked(None, problem_text(found.problem), refused=True)
    if found.problem:
        return Checked(found.value, problem_text(found.problem))
    doubt = cross_check(view.lead, field, found.value)
    if doubt:
        return Checked(found.value, problem_text(doubt))
    shown = value_text(field, found.value, districts=view.districts)
    if found.value is None or shown == typed.strip():
        return Checked(found.value)
    return Checked(found.value, tr("record.stored_as", value=shown))


def _spoken_day(view: SellerView, typed: str) -> Checked | None:
    """A day in words (``kal``, ``15 nov``), as it lies behind us."""
    found = understand(typed, view.today, view.calendar, past=True)
    if found.on is None or found.on > view.today:
        return None
    stored = found.on.isoformat()
    return Checked(stored, tr("record.stored_as", value=value_text("registered_on", stored)))


def cross_check(lead: Lead, field: str, value: object) -> str | None:
    """The doubt that a right value raises beside the record's other numbers, as a code of ``problem.``; None for none."""
    if not isinstance(value, str):
        return None
    if field == "gstin":
        own = identifiers.pan_of_gstin(value)
        if lead.pan and own and own != lead.pan:
            return "pan_gstin_differ"
        return "gstin_other_state" if identifiers.gstin_state(value) != "09" else None
    if field == "pan":
        inside = identifiers.pan_of_gstin(lead.gstin) if lead.gstin else None
        if inside and inside != value:
            return "pan_gstin_differ"
        return _holder_doubt(lead, value)
    if field == "udyam":
        return "udyam_other_state" if identifiers.udyam_state(value) != "UP" else None
    return "pin_other_state" if field == "pin" and not identifiers.pin_in_up(value) else None


def _holder_doubt(lead: Lead, pan: str) -> str | None:
    """A personal PAN for a firm, or a firm's for a proprietor: the commonest cause of a failed PAN check."""
    fits = {"proprietorship": "P", "firm": "FEA", "company": "C", "trust": "TABJ", "government": "GL"}
    letters = fits.get(lead.business_type or "")
    return "pan_holder_differs" if letters and identifiers.pan_holder(pan) not in letters else None
