"""Codes and stored values as a person reads them, in the language of now; every front end takes its words from here.

Plain texts come out, not widgets' content: wrap them (``widgets.plain``) before a widget shows them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from onboarding.formats import counted, date_text, instant_local, number, rupees
from onboarding.i18n import known, language, tr

if TYPE_CHECKING:
    from onboarding.domain.districts import Districts
    from onboarding.domain.records import Lead
    from onboarding.services.history import ChangeEntry, Undone

BLANK = "—"
"""An empty field."""


def lead_name(lead: Lead) -> str:
    """The firm's name, in the script of the language of now where the record has it."""
    return lead.name_hi if language() == "hi" and lead.name_hi else lead.name


def stage_text(code: str) -> str:
    """A stage or a closed outcome."""
    return _label("stage.label", code)


def mse_text(status: str) -> str:
    """An MSE status."""
    return _label("mse.label", status)


def class_text(code: str | None) -> str:
    """Micro, small, medium, large; the sign for nothing when it is not known."""
    return _label("class.label", code) if code else BLANK


def evidence_text(code: str | None) -> str:
    """How we know it; empty for None."""
    return _label("evidence.label", code) if code else ""


def blocker_text(code: str) -> str:
    """A reason why a seller is stuck."""
    return _label("blocker.label", code)


def owner_text(owner: str) -> str:
    """Who has to act on a blocker."""
    return _label("blocker.owner", owner)


def paper_text(code: str) -> str:
    """A line of the document checklist."""
    return _label("paper.label", code)


def outcome_text(code: str) -> str:
    """What came of a contact; a bare note has no outcome of its own."""
    return tr("channel.label.note") if code == "note" else _label("outcome", code)


def next_text(what: str | None) -> str:
    """What is to be done next: a code of the table or the person's own words; empty for None."""
    return _label("next", what) if what else ""


def field_label(field: str) -> str:
    """The name of a field."""
    return _label("field.label", field)


def problem_text(code: str) -> str:
    """Why a typed value cannot be stored, or what to look at again."""
    return _label("problem", code)


def yes_no_text(value: object) -> str:
    """Yes, no, or not known."""
    return tr("choice.unknown" if value is None else "choice.yes" if value else "choice.no")


def value_text(
    field: str,
    value: object,
    *,
    districts: Districts | None = None,
    staff: Mapping[int, str] | None = None,
) -> str:
    """The stored value of a lead's field (or of what belongs to a lead) in words; the sign for nothing for None.

    Without ``districts`` or ``staff`` the bare code or number is shown.
    """
    from onboarding.domain.fields import CHOICES, kind_of

    if value is None or value == "":
        return BLANK
    if field == "district_code":
        return (districts.name_of(str(value), language()) if districts else None) or str(value)
    if field == "sponsor_department":
        return departments().get(str(value), {}).get(language(), str(value))
    if field in _STAFF:
        return (staff or {}).get(int(str(value)), f"#{value}")
    if field in _CODES:
        return _label(_CODES[field], str(value))
    if field in CHOICES:
        return _label(f"choice.{field}", str(value))
    kind = kind_of(field)
    if kind == "yes_no" or field == "is_two_way":
        return yes_no_text(value)
    if kind == "amount":
        return rupees(int(str(value)))
    if field in _INSTANTS:
        return instant_local(str(value))
    return day_text(str(value)) if field in _DAYS else str(value)


_STAFF = frozenset({"desk_id", "next_by", "staff_id", "created_by", "updated_by"})
_CODES = {
    "stage": "stage.label", "from_stage": "stage.label", "to_stage": "stage.label", "mse_status": "mse.label",
    "status": "mse.label", "evidence": "evidence.label", "outcome": "outcome", "next_what": "next", "state": "paper.state",
    "channel": "channel.label", "owner": "blocker.owner",
}  # fmt: skip
_INSTANTS = frozenset({"entered_at", "created_at", "updated_at", "merged_at"})
_DAYS = frozenset(
    {"stage_on", "mse_on", "next_on", "registered_on", "caution_money_on", "event_on", "seen_on", "raised_on", "expected_on",
     "cleared_on"}
)  # fmt: skip


@lru_cache(maxsize=1)
def departments() -> dict[str, dict[str, str]]:
    """Code of every department to its name in ``hi`` and ``en``, in the order of the table."""
    from onboarding import reference

    rows = reference.rows("departments")
    return {row["code"]: {"en": row["name_en"], "hi": row["name_hi"]} for row in rows}


def day_text(stored: str | None) -> str:
    """A stored ISO day as dd-mm-yyyy; what is no day stays as it is."""
    if not stored:
        return BLANK
    try:
        return date_text(date.fromisoformat(stored[:10]))
    except ValueError:
        return stored


def day_brief(stored: str, today: date) -> str:
    """A stored day as dd-mm, with the year only when it is not this one."""
    text = day_text(stored)
    return text[:5] if stored[:4] == f"{today.year:04}" else text


def verb_text(verb: str) -> str:
    """What an entry of the journal did."""
    return _label("verb", verb)


def undone_text(sentence: str, entry: ChangeEntry, undone: Undone) -> str:
    """What undo or redo did: ``Taken back: edit of Sharma Stores (1 row)``, and how many rows stayed for a later change.

    ``sentence`` is ``undo.done`` or ``redo.done``.
    """
    what = verb_text(entry.verb)
    if entry.subject:
        what = tr("record.verb_of", verb=what, subject=entry.subject)
    text = counted(sentence, undone.rows, what=what)
    if undone.kept:
        text += " " + tr("undo.kept", kept=number(len(undone.kept)))
    return text


def _label(room: str, code: str) -> str:
    """The label of a code; a code that the catalogue lacks (a person's own words, a newer program) stands as it is."""
    sentence = f"{room}.{code}"
    return tr(sentence) if known(sentence) else code
