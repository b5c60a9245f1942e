"""The cells of a seller list into fields: one parser a field, put together for one list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from onboarding.domain.amounts import Unit, header_unit, rupees
from onboarding.domain.dates import file_date
from onboarding.domain.districts import Districts
from onboarding.domain.flags import activity, enterprise_class, social_and_gender, yes_no
from onboarding.domain.identifiers import (
    Checked,
    check_email,
    check_gem_seller_id,
    check_gstin,
    check_pan,
    check_pin,
    check_uam,
    check_udyam,
    is_blank,
    pin_in_up,
    split_phones,
)
from onboarding.domain.kruti_dev_look import in_unicode
from onboarding.domain.names import display_name
from onboarding.domain.text import clean, fold
from onboarding.files.columns import Column

CELL, EXACT, KEPT = 0, 1, 2
"""Which form of a cell a parser takes: as it is (a date may be one), its text, its text with
secrets masked."""

CACHED_VALUES = 20_000
"""Distinct districts, classes, dates … remembered; a list has some hundreds."""

Values = dict[str, Any]
Warn = Callable[[str], object]
Parser = Callable[[Any, Values, Warn], None]

WARNING_OF = {
    "mobile_lost_digits": "invalid_mobile", "mobile_length": "invalid_mobile",
    "mobile_shape": "invalid_mobile", "email_shape": "invalid_email", "email_slip": "email_slip",
    "gstin_length": "invalid_gstin", "gstin_shape": "invalid_gstin",
    "gstin_state": "invalid_gstin", "gstin_check": "invalid_gstin",
    "gstin_repaired": "gstin_repaired", "gstin_department": "gstin_department",
    "gstin_tcs": "gstin_tcs", "pan_shape": "invalid_pan", "pan_holder": "invalid_pan",
    "pan_digits": "invalid_pan", "udyam_shape": "invalid_udyam", "udyam_length": "invalid_udyam",
    "udyam_date": "invalid_udyam", "pin_shape": "invalid_pin",
    "gem_seller_id_shape": "gem_seller_id_shape", "excel_error": "excel_error",
    "amount_shape": "invalid_amount", "amount_range": "invalid_amount",
    "amount_too_big": "invalid_amount", "amount_negative": "negative_amount",
    "amount_in_rupees": "amount_in_rupees", "invalid_date": "invalid_date",
    "future_date": "future_date",
}  # fmt: skip
"""Problem of a cell to warning of the row. What is not here (a dummy number, a second e-mail) is no
news."""

_UP_NAMES = frozenset(
    map(
        fold,
        ("Uttar Pradesh", "UP", "उत्तर प्रदेश", "उ०प्र०", "उप्र", "यूपी", "09", "9", "mRrj izns'k"),
    )
)


def seller_parsers(
    columns: Sequence[Column], *, districts: Districts, today: date, unit: Unit | None
) -> list[tuple[int, int, Parser]]:
    """For each column that is read: its index, the form of the cell wanted, the parser.

    ``unit`` is what a row above the header tells of amounts.
    """
    known: dict[str, tuple[int, Parser]] = {
        **_FIXED,
        "district": (EXACT, _district(districts)),
        "registered_on": (CELL, _date(today)),
    }
    found = []
    for column in columns:
        if column.field in ("investment_rs", "turnover_rs"):
            parser = _amount(column.field, header_unit(in_unicode(column.heading)) or unit)
            found.append((column.index, EXACT, parser))
        elif column.field in known:
            found.append((column.index, *known[column.field]))
    return found


def _tell(problem: str | None, warn: Warn) -> None:
    if problem is not None and problem in WARNING_OF:
        warn(WARNING_OF[problem])


def _checked(field: str, check: Callable[[str], Checked]) -> Parser:
    def parse(cell: str, values: Values, warn: Warn) -> None:
        checked = check(cell)
        if checked.value is not None:
            values[field] = checked.value
        if checked.problem is not None:
            _tell(checked.problem, warn)

    return parse


def _text(field: str, *, lines: bool = False) -> Parser:
    def parse(cell: str, values: Values, warn: Warn) -> None:
        text = clean(cell, lines=lines)
        if not is_blank(text):
            values[field] = text

    return parse


def _name(cell: str, values: Values, warn: Warn) -> None:
    text = clean(cell)
    if not is_blank(text):
        values["name"] = display_name(text) or None


def _phones(cell: str, values: Values, warn: Warn) -> None:
    phones = split_phones(cell)
    for kind, numbers in (("mobiles", phones.mobiles), ("landlines", phones.landlines)):
        if numbers:
            before = values.get(kind, ())
            values[kind] = (*before, *(n for n in numbers if n not in before))
    for problem in phones.problems:
        _tell(problem, warn)


def _udyam(cell: str, values: Values, warn: Warn) -> None:
    checked = check_udyam(cell)
    if checked.value is not None:
        values["udyam"] = checked.value
    elif checked.problem == "udyam_is_uam":
        values["uam"] = check_uam(cell).value
        warn("old_uam")
    else:
        _tell(checked.problem, warn)


_pin_of = lru_cache(maxsize=CACHED_VALUES)(check_pin)


def _pin(cell: str, values: Values, warn: Warn) -> None:
    checked = _pin_of(cell)
    if checked.value is not None:
        values["pin"] = checked.value
        if not pin_in_up(checked.value):
            warn("pin_outside_up")
    _tell(checked.problem, warn)


def _state(cell: str, values: Values, warn: Warn) -> None:
    if _is_other_state(cell):
        values["other_state"] = True


@lru_cache(maxsize=CACHED_VALUES)
def _is_other_state(cell: str) -> bool:
    return not is_blank(cell) and fold(clean(cell)) not in _UP_NAMES


def _district(districts: Districts) -> Parser:
    find = lru_cache(maxsize=CACHED_VALUES)(districts.find)

    def parse(cell: str, values: Values, warn: Warn) -> None:
        text = clean(cell)
        if is_blank(text):
            return
        values["district_text"] = text
        found = find(text)
        if found.code is not None:
            values["district_code"] = found.code
        if found.ambiguous:
            warn("ambiguous_district")

    return parse


def _date(today: date) -> Parser:
    read = lru_cache(maxsize=CACHED_VALUES)(lambda cell: file_date(cell, today=today))

    def parse(cell: str | date, values: Values, warn: Warn) -> None:
        found = read(cell)
        if found.value is not None:
            values["registered_on"] = found.value.isoformat()
        _tell(found.problem, warn)

    return parse


def _amount(field: str, unit: Unit | None) -> Parser:
    read = lru_cache(maxsize=CACHED_VALUES)(lambda cell: rupees(cell, unit))

    def parse(cell: str, values: Values, warn: Warn) -> None:
        found = read(cell)
        if found.value is not None:
            values[field] = found.value
        _tell(found.problem, warn)

    return parse


def _word(field: str, read: Callable[[str], object], warning: str | None) -> Parser:
    """A category from a short list of words; ``warning`` tells of one not understood."""

    def parse(cell: str, values: Values, warn: Warn) -> None:
        found = read(cell)
        if found is not None:
            values[field] = found
        elif warning is not None and not is_blank(cell):
            warn(warning)

    return parse


def _social(cell: str, values: Values, warn: Warn) -> None:
    found = social_and_gender(cell)
    if found.social is not None:
        values["social_category"] = found.social
    if found.women is not None:
        values["women_owned"] = found.women
    if found.minority is not None:
        values["minority"] = found.minority
    if found == (None, None, None) and not is_blank(cell):
        warn("unknown_social")


def _women(cell: str, values: Values, warn: Warn) -> None:
    answer = yes_no(cell)
    if answer is None:
        answer = social_and_gender(cell).women
    if answer is not None:
        values["women_owned"] = answer
    elif not is_blank(cell):
        warn("unknown_flag")


_FIXED: dict[str, tuple[int, Parser]] = {
    "name": (KEPT, _name),
    "owner_name": (KEPT, _text("owner_name")),
    "father_name": (KEPT, _text("father_name")),
    "mobile": (EXACT, _phones),
    "phone": (EXACT, _phones),
    "email": (EXACT, _checked("email", check_email)),
    "gstin": (EXACT, _checked("gstin", check_gstin)),
    "pan": (EXACT, _checked("pan", check_pan)),
    "udyam": (EXACT, _udyam),
    "pin": (EXACT, _pin),
    "state": (EXACT, _state),
    "block": (KEPT, _text("block")),
    "address": (KEPT, _text("address")),
    "nic": (KEPT, _text("nic")),
    "products": (KEPT, _text("products")),
    "remarks": (KEPT, _text("remarks", lines=True)),
    "gem_seller_id": (EXACT, _checked("gem_seller_id", check_gem_seller_id)),
    "enterprise_class": (EXACT, _word("enterprise_class", enterprise_class, "unknown_class")),
    "activity": (EXACT, _word("activity", activity, None)),
    "social_category": (EXACT, _social),
    "women_owned": (EXACT, _women),
    "gem_registered": (EXACT, _word("gem_registered", yes_no, "unknown_flag")),
}
"""Parsers that need nothing but the cell. Serial and division are read by nobody."""
