"""Parsers of cells that lists of every kind have: texts, telephone numbers, PINs, places, days, sums.

A parser is given one cell, puts what it holds into ``values`` and tells what is doubtful.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any

from onboarding.domain.amounts import Unit, rupees
from onboarding.domain.dates import file_date
from onboarding.domain.districts import Districts
from onboarding.domain.identifiers import Checked, check_pin, is_blank, pin_in_up, split_phones
from onboarding.domain.text import clean, fold

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


def tell(problem: str | None, warn: Warn) -> None:
    """Warn of a problem that is news."""
    if problem is not None and problem in WARNING_OF:
        warn(WARNING_OF[problem])


def checked(field: str, check: Callable[[str], Checked]) -> Parser:
    """What ``check`` makes of the cell."""

    def parse(cell: str, values: Values, warn: Warn) -> None:
        found = check(cell)
        if found.value is not None:
            values[field] = found.value
        if found.problem is not None:
            tell(found.problem, warn)

    return parse


def text(field: str, *, lines: bool = False) -> Parser:
    """Text as written, cleaned."""

    def parse(cell: str, values: Values, warn: Warn) -> None:
        written = clean(cell, lines=lines)
        if not is_blank(written):
            values[field] = written

    return parse


def phones(cell: str, values: Values, warn: Warn) -> None:
    """Every number of the cell, behind those of cells before it: ``mobiles`` and ``landlines``."""
    found = split_phones(cell)
    for kind, numbers in (("mobiles", found.mobiles), ("landlines", found.landlines)):
        if numbers:
            before = values.get(kind, ())
            values[kind] = (*before, *(n for n in numbers if n not in before))
    for problem in found.problems:
        tell(problem, warn)


_pin_of = lru_cache(maxsize=CACHED_VALUES)(check_pin)


def pin(cell: str, values: Values, warn: Warn) -> None:
    """A PIN; outside the state is a warning only."""
    found = _pin_of(cell)
    if found.value is not None:
        values["pin"] = found.value
        if not pin_in_up(found.value):
            warn("pin_outside_up")
    tell(found.problem, warn)


def state(cell: str, values: Values, warn: Warn) -> None:
    """``other_state`` where the cell names another one."""
    if _is_other_state(cell):
        values["other_state"] = True


@lru_cache(maxsize=CACHED_VALUES)
def _is_other_state(cell: str) -> bool:
    return not is_blank(cell) and fold(clean(cell)) not in _UP_NAMES


def district(districts: Districts) -> Parser:
    """``district_code`` by the table of spellings, ``district_text`` as written."""
    find = lru_cache(maxsize=CACHED_VALUES)(districts.find)

    def parse(cell: str, values: Values, warn: Warn) -> None:
        written = clean(cell)
        if is_blank(written):
            return
        values["district_text"] = written
        found = find(written)
        if found.code is not None:
            values["district_code"] = found.code
        if found.ambiguous:
            warn("ambiguous_district")

    return parse


def day(field: str, latest: date | None) -> Parser:
    """A day, ISO; none after ``latest`` (None: the future is allowed)."""
    read = lru_cache(maxsize=CACHED_VALUES)(lambda cell: file_date(cell, today=latest))

    def parse(cell: str | date, values: Values, warn: Warn) -> None:
        found = read(cell)
        if found.value is not None:
            values[field] = found.value.isoformat()
        tell(found.problem, warn)

    return parse


def amount(field: str, unit: Unit | None) -> Parser:
    """Whole rupees; ``unit`` is what the heading or a note above it tells."""
    read = lru_cache(maxsize=CACHED_VALUES)(lambda cell: rupees(cell, unit))

    def parse(cell: str, values: Values, warn: Warn) -> None:
        found = read(cell)
        if found.value is not None:
            values[field] = found.value
        tell(found.problem, warn)

    return parse


def word(field: str, read: Callable[[str], object], warning: str | None) -> Parser:
    """A category from a short list of words; ``warning`` tells of one not understood."""

    def parse(cell: str, values: Values, warn: Warn) -> None:
        found = read(cell)
        if found is not None:
            values[field] = found
        elif warning is not None and not is_blank(cell):
            warn(warning)

    return parse
