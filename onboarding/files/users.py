"""One row of a list of users: a person in a role of an office that is known. A row needs a name, and a role that GeM has."""

from __future__ import annotations

from datetime import date

from onboarding.domain.departments import Departments
from onboarding.domain.districts import Districts
from onboarding.domain.identifiers import check_email, is_blank
from onboarding.domain.offices import is_official, role_of
from onboarding.domain.text import clean
from onboarding.files.cell_parsers import CELL, EXACT, KEPT, Parser, Values, Warn, checked, day, district, phones, text
from onboarding.files.listing import Listing
from onboarding.files.offices import ddo_code
from onboarding.files.record_reader import RecordReader, department, one_mobile
from onboarding.files.table import MALFORMED

REASONS = ("no_name", "unknown_role", "unknown_office", "several_offices", MALFORMED)
WARNINGS = (
    "unresolved_department", "unresolved_district", "ambiguous_district", "invalid_mobile", "landline", "invalid_email",
    "email_slip", "email_not_official", "invalid_ddo", "invalid_date", "future_date", "ends_before_start", "excel_error",
    "aadhaar_masked",
)  # fmt: skip


def user_reader(
    listing: Listing, *, districts: Districts, departments: Departments, today: date, conversion: bool
) -> RecordReader:
    """The reader of one list of users."""
    parsers: dict[str, tuple[int, Parser]] = {
        "department": department(departments),
        "office": (KEPT, text("office_text")),
        "ddo_code": (EXACT, ddo_code),
        "district": (EXACT, district(districts)),
        "role": (EXACT, _role),
        "name": (KEPT, text("name")),
        "designation": (KEPT, text("designation")),
        "mobile": (EXACT, phones),
        "phone": (EXACT, phones),
        "email": (EXACT, checked("email", check_email)),
        "active_from": (CELL, day("active_from", today)),
        # An end may be ordered ahead.
        "active_to": (CELL, day("active_to", None)),
        "remarks": (KEPT, text("note", lines=True)),
    }

    return RecordReader(listing, parsers, _judge, conversion=conversion)


def _role(cell: str, values: Values, _warn: Warn) -> None:
    written = clean(cell)
    if is_blank(written):
        return
    values["role_text"] = written
    role = role_of(written)
    if role is not None:
        values["role"] = role


def _judge(values: Values, warn: Warn) -> str | None:
    one_mobile(values, warn)
    if values.get("email") is not None and not is_official(values["email"]):
        warn("email_not_official")
    if values.get("department_text") is not None:
        warn("unresolved_department")
    if values.pop("district_text", None) is not None and values.get("district_code") is None:
        warn("unresolved_district")
    start, end = values.get("active_from"), values.get("active_to")
    if start and end and end < start:
        warn("ends_before_start")
    if values.get("name") is None:
        return "no_name"
    return None if values.get("role") is not None else "unknown_role"
