"""One row of a list of Udyam units into a prospect: it needs a name and a district; number and contact it has none."""

from __future__ import annotations

import re
from datetime import date

from onboarding.domain.districts import Districts
from onboarding.domain.identifiers import is_blank
from onboarding.domain.names import display_name
from onboarding.domain.prospects import LONGEST_ACTIVITIES, LONGEST_ADDRESS, LONGEST_NAME, activities_of
from onboarding.domain.text import clean
from onboarding.files.cell_parsers import CELL, EXACT, KEPT, Parser, Values, Warn, day, district, pin, state
from onboarding.files.listing import Listing
from onboarding.files.record_reader import RecordReader
from onboarding.files.table import MALFORMED

NO_DISTRICT = "no_district"
REASONS = ("no_name", NO_DISTRICT, MALFORMED, "out_of_state")
WARNINGS = (
    "ambiguous_district", "invalid_pin", "pin_outside_up", "invalid_date", "future_date", "excel_error", "aadhaar_masked",
)  # fmt: skip
_STATE = "9"
"""Uttar Pradesh in the directory of local governments."""
_CODES = re.compile(r"[0-9]{2,5}")


def prospect_reader(listing: Listing, *, districts: Districts, today: date, conversion: bool) -> RecordReader:
    """The reader of one list."""
    parsers: dict[str, tuple[int, Parser]] = {
        "name": (KEPT, _name),
        "district": (EXACT, district(districts)),
        "district_lg": (EXACT, _district_code(districts)),
        "state": (EXACT, state),
        "state_lg": (EXACT, _state_code),
        "pin": (EXACT, pin),
        "registered_on": (CELL, day("registered_on", today)),
        "address": (KEPT, _address),
        "activities": (KEPT, _activities),
        "nic": (EXACT, _nic),
    }
    return RecordReader(listing, parsers, _judge, conversion=conversion)


def _name(cell: str, values: Values, _warn: Warn) -> None:
    name = display_name(clean(cell))[:LONGEST_NAME].rstrip()
    if name and not is_blank(name):
        values["name"] = name


def _address(cell: str, values: Values, _warn: Warn) -> None:
    values["address"] = clean(cell, limit=LONGEST_ADDRESS)


def _district_code(districts: Districts) -> Parser:
    def parse(cell: str, values: Values, _warn: Warn) -> None:
        code = clean(cell).removesuffix(".0")
        if districts.get(code) is not None:
            values["by_code"] = code

    return parse


def _state_code(cell: str, values: Values, _warn: Warn) -> None:
    code = clean(cell).removesuffix(".0").lstrip("0")
    if code.isdigit() and code != _STATE:
        values["other_state"] = True


def _activities(cell: str, values: Values, _warn: Warn) -> None:
    codes, words = activities_of(cell)
    values["activities"] = words or ("" if codes else clean(cell, limit=LONGEST_ACTIVITIES))
    _add_codes(values, codes.split())


def _nic(cell: str, values: Values, _warn: Warn) -> None:
    _add_codes(values, _CODES.findall(cell))


def _add_codes(values: Values, codes: list[str]) -> None:
    values["nic"] = " ".join(dict.fromkeys([*values.get("nic", "").split(), *codes]))


def _judge(values: Values, _warn: Warn) -> str | None:
    """The district by its code in the registry, else by its name."""
    values.pop("district_text", None)
    code = values.pop("by_code", None)
    if code is not None:
        values["district_code"] = code
    if values.pop("other_state", False):
        return "out_of_state"
    if values.get("name") is None:
        return "no_name"
    return None if values.get("district_code") else NO_DISTRICT
