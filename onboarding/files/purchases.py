"""One row of a list of tender notices into a purchase outside GeM.

A row needs a tender id, or what is to be bought; a wrong other cell is left blank and told.
"""

from __future__ import annotations

import re

from onboarding.domain.amounts import header_unit
from onboarding.domain.cells import plain
from onboarding.domain.departments import Departments
from onboarding.domain.districts import Districts
from onboarding.domain.identifiers import is_blank
from onboarding.domain.kruti_dev_look import in_unicode
from onboarding.domain.purchases import bare_item, category_of, finding_of, kind_of
from onboarding.files.cell_parsers import CELL, EXACT, KEPT, Parser, Values, Warn, amount, day, district, state, text
from onboarding.files.listing import Listing
from onboarding.files.record_reader import RecordReader, department, judge_place
from onboarding.files.table import MALFORMED

REASONS = ("no_tender", MALFORMED, "out_of_state")
WARNINGS = (
    "unresolved_department", "missing_department", "unresolved_district", "ambiguous_district", "missing_district",
    "invalid_date", "closes_before_published", "invalid_amount", "negative_amount", "amount_in_rupees", "unknown_kind",
    "excel_error", "aadhaar_masked",
)  # fmt: skip

_BLANKS = re.compile(r"\s+")


def purchase_reader(
    listing: Listing, *, districts: Districts, departments: Departments, conversion: bool
) -> RecordReader:
    """The reader of one list of notices."""
    units = {c.field: header_unit(in_unicode(c.heading)) or listing.noted_unit for c in listing.columns}
    fields = {column.field for column in listing.columns}
    parsers: dict[str, tuple[int, Parser]] = {
        "tender_id": (EXACT, _tender_id),
        "reference_no": (EXACT, text("reference_no")),
        "item": (KEPT, text("item")),
        "department": department(departments),
        "office": (KEPT, text("office_text")),
        "district": (EXACT, district(districts)),
        "state": (EXACT, state),
        "published_on": (CELL, day("published_on", None)),
        "opening_on": (CELL, day("opening_on", None)),
        "closing_on": (CELL, day("closing_on", None)),
        "value_rs": (EXACT, amount("value_rs", units.get("value_rs"))),
        "emd": (EXACT, amount("emd_rs", units.get("emd"))),
        "tender_type": (EXACT, text("tender_type")),
        "category": (EXACT, text("category_text")),
        "gemarpts_id": (EXACT, text("gemarpts_id")),
        "remarks": (KEPT, text("remarks", lines=True)),
    }

    def judge(values: Values, warn: Warn) -> str | None:
        judge_place(values, warn, has_district="district" in fields, has_department="department" in fields)
        _settle(values, warn)
        if values.get("tender_id") is None and values.get("item") is None:
            return "no_tender"
        return "out_of_state" if values.pop("other_state", False) else None

    return RecordReader(listing, parsers, judge, conversion=conversion)


def _tender_id(cell: str, values: Values, _warn: Warn) -> None:
    written = _BLANKS.sub("", plain(cell)).upper()
    if not is_blank(written):
        values["tender_id"] = written


def _settle(values: Values, warn: Warn) -> None:
    """Kind, finding and category from the words; days in their order."""
    told = (values.pop("tender_type", None), values.pop("category_text", None))
    values["kind"] = kind_of(*filter(None, told))
    if values["kind"] is None and told[1]:
        warn("unknown_kind")
    if values.get("item") is not None:
        values["item"] = bare_item(values["item"])
    values["finding"] = finding_of(values["kind"], values.get("item"), values.get("gemarpts_id"))
    if values["finding"] == "on_gem":
        values["category"], values["category_found"] = category_of(values["item"]) or (None, None)
    published, closing = values.get("published_on"), values.get("closing_on")
    if published and closing and closing < published:
        warn("closes_before_published")
