"""How each field of a lead is read when a person types it: the value to store, or the code of what is wrong. Pure.

One table for the record screen, the command line and the walk-in line; an import reads whole rows by the same parsers.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any, Literal, NamedTuple

from onboarding import reference
from onboarding.domain import identifiers
from onboarding.domain.amounts import rupees
from onboarding.domain.dates import file_date
from onboarding.domain.districts import Districts, shipped
from onboarding.domain.flags import yes_no
from onboarding.domain.names import display_name
from onboarding.domain.text import clean, fold, mask_aadhaar

FieldKind = Literal["text", "name", "choice", "yes_no", "identifier", "amount", "date", "district"]

CHOICES: dict[str, tuple[str, ...]] = {
    "business_type": ("proprietorship", "firm", "company", "trust", "government"),
    "enterprise_class": ("micro", "small", "medium", "large"),
    "activity": ("manufacturing", "service", "trading"),
    "social_category": ("GEN", "OBC", "SC", "ST"),
    "group_kind": ("shg", "artisan", "weaver", "fpo"),
    "caution_money": ("not_required", "exempt", "due", "paid"),
    "vendor_assessment": ("not_needed", "exempt", "applied", "done"),
    "source": (
        "dic_list",
        "udyam_data",
        "workshop",
        "help_line",
        "department",
        "walk_in",
        "campaign",
        "import",
        "gem_report",
    ),
}
"""Fields with a closed list of words; the words are those of the database."""
YES_NO = frozenset(
    {"aadhaar_linked", "bank_verified", "is_odop", "women_owned", "divyang", "minority", "is_startup", "do_not_call",
     "gem_registered"}
)  # fmt: skip
AMOUNTS = frozenset({"investment_rs", "turnover_rs"})
DAYS = frozenset({"registered_on", "caution_money_on"})
_CHECKS: dict[str, Callable[[str], identifiers.Checked]] = {
    "pan": identifiers.check_pan,
    "gstin": identifiers.check_gstin,
    "udyam": identifiers.check_udyam,
    "uam": identifiers.check_uam,
    "mobile": identifiers.check_mobile,
    "alt_mobile": identifiers.check_mobile,
    "email": identifiers.check_email,
    "pin": identifiers.check_pin,
    "ifsc": identifiers.check_ifsc,
    "cin": identifiers.check_cin,
    "dpiit": identifiers.check_dpiit,
    "gem_seller_id": identifiers.check_gem_seller_id,
}


class FieldValue(NamedTuple):
    """What a typed text means for a field."""

    value: Any
    """As it is stored; None empties the field."""
    problem: str | None = None
    """Why it cannot be stored, or what to look at again (``soft``)."""
    soft: bool = False
    """The value may be stored although there is a problem to tell."""


def kind_of(field: str) -> FieldKind:
    """How a field is edited."""
    if field in CHOICES:
        return "choice"
    if field in YES_NO:
        return "yes_no"
    if field in AMOUNTS:
        return "amount"
    if field in DAYS:
        return "date"
    if field == "district_code":
        return "district"
    if field in _CHECKS:
        return "identifier"
    return "name" if field in ("name", "name_hi") else "text"


def read_field(field: str, typed: str, today: date, districts: Districts | None = None) -> FieldValue:
    """What ``typed`` means for ``field``; an empty text empties it (but a lead keeps its name)."""
    text = clean(typed, lines=field == "remarks")
    if not text:
        if field == "name":
            return FieldValue(None, "name_needed")
        return FieldValue(0 if field == "do_not_call" else None)
    reader = _department if field == "sponsor_department" else _READERS[kind_of(field)]
    return reader(field, text, today, districts or shipped())


def _text(_field: str, text: str, _today: date, _districts: Districts) -> FieldValue:
    masked, found = mask_aadhaar(text)
    return FieldValue(masked, "aadhaar_masked" if found else None, soft=True)


def _name(_field: str, text: str, _today: date, _districts: Districts) -> FieldValue:
    name = display_name(mask_aadhaar(text)[0])
    return FieldValue(name) if name else FieldValue(None, "name_needed")


def _choice(field: str, text: str, _today: date, _districts: Districts) -> FieldValue:
    words = {word.casefold(): word for word in CHOICES[field]}
    found = words.get(text.casefold().replace(" ", "_"))
    return FieldValue(found) if found else FieldValue(None, "choice_unknown")


def _department(_field: str, text: str, _today: date, _districts: Districts) -> FieldValue:
    code = _departments().get(fold(text))
    return FieldValue(code) if code else FieldValue(None, "choice_unknown")


@cache
def _departments() -> dict[str, str]:
    """Code and names, as compared, to the code."""
    rows = reference.rows("departments")
    return {fold(row[name]): row["code"] for name in ("name_en", "name_hi", "code") for row in rows}


def _yes_no(_field: str, text: str, _today: date, _districts: Districts) -> FieldValue:
    answer = yes_no(text)
    return FieldValue(None, "yes_no_unclear") if answer is None else FieldValue(int(answer))


def _identifier(field: str, text: str, _today: date, _districts: Districts) -> FieldValue:
    checked = _CHECKS[field](text)
    return FieldValue(checked.value, checked.problem, soft=checked.value is not None)


def _amount(_field: str, text: str, _today: date, _districts: Districts) -> FieldValue:
    amount = rupees(text, None)
    return FieldValue(amount.value, amount.problem, soft=amount.value is not None)


def _day(_field: str, text: str, today: date, _districts: Districts) -> FieldValue:
    read = file_date(text, today=today)
    return (
        FieldValue(read.value.isoformat(), read.problem)
        if read.value
        else FieldValue(None, read.problem or "invalid_date")
    )


def _district(_field: str, text: str, _today: date, districts: Districts) -> FieldValue:
    found = districts.find(text)
    if found.code is None and districts.name_of(text):
        return FieldValue(text)
    if found.code is None:
        return FieldValue(None, "unresolved_district")
    return FieldValue(found.code, "ambiguous_district" if found.ambiguous else None, soft=True)


_READERS: dict[FieldKind, Callable[[str, str, date, Districts], FieldValue]] = {
    "text": _text, "name": _name, "choice": _choice, "yes_no": _yes_no, "identifier": _identifier, "amount": _amount,
    "date": _day, "district": _district,
}  # fmt: skip

__all__ = ["CHOICES", "FieldKind", "FieldValue", "kind_of", "read_field"]
