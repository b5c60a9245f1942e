"""The cells of a seller list into fields: one parser a field, put together for one list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from onboarding.domain.amounts import Unit, header_unit
from onboarding.domain.districts import Districts
from onboarding.domain.flags import activity, enterprise_class, social_and_gender, yes_no
from onboarding.domain.identifiers import (
    check_email,
    check_gem_seller_id,
    check_gstin,
    check_pan,
    check_uam,
    check_udyam,
    is_blank,
)
from onboarding.domain.kruti_dev_look import in_unicode
from onboarding.domain.names import display_name
from onboarding.domain.text import clean
from onboarding.files.cell_parsers import (
    CELL,
    EXACT,
    KEPT,
    Parser,
    Values,
    Warn,
    amount,
    checked,
    day,
    district,
    phones,
    pin,
    state,
    tell,
    text,
    word,
)
from onboarding.files.columns import Column


def seller_parsers(
    columns: Sequence[Column], *, districts: Districts, today: date, unit: Unit | None
) -> list[tuple[int, int, Parser]]:
    """For each column that is read: its index, the form of the cell wanted, the parser.

    ``unit`` is what a row above the header tells of amounts.
    """
    known: dict[str, tuple[int, Parser]] = {
        **_FIXED,
        "district": (EXACT, district(districts)),
        "registered_on": (CELL, day("registered_on", today)),
    }
    found = []
    for column in columns:
        if column.field in ("investment_rs", "turnover_rs"):
            parser = amount(column.field, header_unit(in_unicode(column.heading)) or unit)
            found.append((column.index, EXACT, parser))
        elif column.field in known:
            found.append((column.index, *known[column.field]))
    return found


def _name(cell: str, values: Values, warn: Warn) -> None:
    written = clean(cell)
    if not is_blank(written):
        values["name"] = display_name(written) or None


def _udyam(cell: str, values: Values, warn: Warn) -> None:
    found = check_udyam(cell)
    if found.value is not None:
        values["udyam"] = found.value
    elif found.problem == "udyam_is_uam":
        values["uam"] = check_uam(cell).value
        warn("old_uam")
    else:
        tell(found.problem, warn)


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
    "owner_name": (KEPT, text("owner_name")),
    "father_name": (KEPT, text("father_name")),
    "mobile": (EXACT, phones),
    "phone": (EXACT, phones),
    "email": (EXACT, checked("email", check_email)),
    "gstin": (EXACT, checked("gstin", check_gstin)),
    "pan": (EXACT, checked("pan", check_pan)),
    "udyam": (EXACT, _udyam),
    "pin": (EXACT, pin),
    "state": (EXACT, state),
    "block": (KEPT, text("block")),
    "address": (KEPT, text("address")),
    "nic": (KEPT, text("nic")),
    "products": (KEPT, text("products")),
    "remarks": (KEPT, text("remarks", lines=True)),
    "gem_seller_id": (EXACT, checked("gem_seller_id", check_gem_seller_id)),
    "enterprise_class": (EXACT, word("enterprise_class", enterprise_class, "unknown_class")),
    "activity": (EXACT, word("activity", activity, None)),
    "social_category": (EXACT, _social),
    "women_owned": (EXACT, _women),
    "gem_registered": (EXACT, word("gem_registered", yes_no, "unknown_flag")),
}
"""Parsers that need nothing but the cell. Serial and division are read by nobody."""
