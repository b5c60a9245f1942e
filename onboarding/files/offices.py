"""One row of a list of offices: the office, its head, its primary user.

A row needs the name of the office. A department that is not in the table of names is left blank and told, never guessed.
"""

from __future__ import annotations

import re
from datetime import date

from onboarding.domain.cells import plain
from onboarding.domain.departments import Departments
from onboarding.domain.districts import Districts
from onboarding.domain.flags import yes_no
from onboarding.domain.identifiers import check_email, is_blank
from onboarding.domain.names import is_devanagari
from onboarding.domain.offices import (
    is_official,
    kind_of_level,
    kind_of_name,
    payment_method_of,
    says_transferred,
)
from onboarding.domain.other_states import state_of
from onboarding.domain.text import ascii_digits, clean, fold
from onboarding.files.cell_parsers import (
    CELL,
    EXACT,
    KEPT,
    Parser,
    Values,
    Warn,
    checked,
    day,
    district,
    phones,
    pin,
    state,
    text,
    word,
)
from onboarding.files.listing import Listing
from onboarding.files.record_reader import RecordReader, department, judge_place, one_mobile
from onboarding.files.table import MALFORMED

REASONS = ("no_office_name", "out_of_state", MALFORMED)
WARNINGS = (
    "unresolved_department", "missing_department", "unresolved_district", "ambiguous_district", "missing_district",
    "invalid_mobile", "landline", "invalid_email", "email_slip", "email_not_official", "invalid_ddo", "invalid_pin",
    "pin_outside_up", "invalid_date", "future_date", "unknown_level", "unknown_flag", "unknown_payment_method",
    "pu_transferred", "pu_without_name", "pu_without_date", "excel_error", "aadhaar_masked",
)  # fmt: skip

_POINT_ZERO = re.compile(r"\.0+$")
_DDO = re.compile(r"[0-9A-Z][0-9A-Z/\-]{1,19}")
_EXPONENT = re.compile(r"\d(?:\.\d+)?E\+?\d+", re.IGNORECASE)
_VACANT = frozenset(map(fold, ("vacant", "post vacant", "vacant post", "रिक्त", "पद रिक्त", "रिक्त पद", "खाली")))
_LOCAL_BODY = ("localbody", "निकाय")


def office_reader(
    listing: Listing, *, districts: Districts, departments: Departments, today: date, conversion: bool
) -> RecordReader:
    """The reader of one list of offices."""
    fields = {column.field for column in listing.columns}
    parsers: dict[str, tuple[int, Parser]] = {
        "department": department(departments),
        "organisation": (KEPT, text("organisation")),
        "name": (KEPT, text("name")),
        "name_hi": (KEPT, text("name_hi")),
        "level": (EXACT, word("kind", kind_of_level, "unknown_level")),
        "district": (EXACT, district(districts)),
        "state": (EXACT, state),
        "ddo_code": (EXACT, ddo_code),
        "office_code": (EXACT, text("office_code")),
        "head_name": (KEPT, _person("head")),
        "head_designation": (KEPT, text("head_designation")),
        "pu_name": (KEPT, _person("pu")),
        "pu_designation": (KEPT, text("pu_designation")),
        "mobile": (EXACT, phones),
        "phone": (EXACT, phones),
        "email": (EXACT, checked("email", check_email)),
        "pin": (EXACT, pin),
        "address": (KEPT, text("address")),
        "gem_registered": (EXACT, word("gem_registered", yes_no, "unknown_flag")),
        "pu_active_on": (CELL, day("pu_active_on", today)),
        "payment_method": (EXACT, word("payment_method", payment_method_of, "unknown_payment_method")),
        "bank_name": (KEPT, text("bank_name")),
        "remarks": (KEPT, text("remarks", lines=True)),
    }
    bodies = any(c.field == "name" and any(w in fold(c.heading) for w in _LOCAL_BODY) for c in listing.columns)

    def judge(values: Values, warn: Warn) -> str | None:
        if not {"department_code", "department_text"} & values.keys():
            code = departments.find(listing.section) if listing.section else None
            if code is not None:
                values["department_code"] = code
        if values.get("kind") == "department":
            # Such a row is the department; its name tells which, and that is no spelling to be learned in passing.
            values.pop("department_text", None)
            values["department_code"] = departments.find(values.get("name", ""))
        has_department = "department" in fields and values.get("kind") != "department"
        judge_place(values, warn, has_district="district" in fields, has_department=has_department)
        _settle_contact(values, warn)
        _settle_user(values, warn)
        _settle_name(values, local_bodies=bodies)
        if values.get("name") is None:
            return "no_office_name"
        elsewhere = values.pop("other_state", False) or state_of(values.get("district_text") or "") is not None
        return "out_of_state" if elsewhere else None

    return RecordReader(listing, parsers, judge, conversion=conversion)


def ddo_code(cell: str, values: Values, warn: Warn) -> None:
    """A DDO code as text: leading zeros count, and nothing is padded."""
    shown = plain(cell)
    if is_blank(shown):
        return
    written = _POINT_ZERO.sub("", ascii_digits(shown)).replace(" ", "").upper()
    if _DDO.fullmatch(written) and not _EXPONENT.fullmatch(written) and any(map(str.isdigit, written)):
        values["ddo_code"] = written
    else:
        warn("invalid_ddo")


def _person(who: str) -> Parser:
    """The holder of a post, or that the post is vacant."""

    def parse(cell: str, values: Values, _warn: Warn) -> None:
        written = clean(cell)
        if fold(written.strip("() ")) in _VACANT:
            values[f"{who}_vacant"] = True
        elif not is_blank(written):
            values[f"{who}_name"] = written

    return parse


def _settle_contact(values: Values, warn: Warn) -> None:
    one_mobile(values, warn)
    if values.get("email") is not None and not is_official(values["email"]):
        warn("email_not_official")


def _settle_user(values: Values, warn: Warn) -> None:
    """How far the office is on GeM, by what the row says of its primary user."""
    registered = values.pop("gem_registered", None)
    if registered is False:
        values.pop("pu_active_on", None)
    active_on = values.get("pu_active_on")
    if registered or active_on:
        values["stage"] = "pu_active"
        if values.get("pu_name") is None:
            warn("pu_without_name")
        elif active_on is None:
            warn("pu_without_date")
        if says_transferred(values.get("remarks") or ""):
            values["side_state"] = "pu_transferred"
            warn("pu_transferred")
    elif values.get("pu_name") is not None:
        values["stage"] = "nodal_named"


def _settle_name(values: Values, *, local_bodies: bool) -> None:
    name = values.get("name")
    if name is None:
        return
    values.setdefault("kind", "local_body" if local_bodies else kind_of_name(name))
    organisation = values.get("organisation") or ""
    if values.get("name_hi") is None or not is_devanagari(values["name_hi"]):
        values.pop("name_hi", None)
        if is_devanagari(name):
            values["name_hi"] = name
        elif values["kind"] == "hod" and is_devanagari(organisation):
            values["name_hi"] = organisation  # the head's own row: the organisation is the office itself
