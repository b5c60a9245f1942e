"""One row of GeM's figures: the day they stand for, and each figure that it names, in hundredths (``domain.official_counts``)."""

from __future__ import annotations

from datetime import date

from onboarding.domain.amounts import Unit, header_unit, rupees
from onboarding.domain.dates import file_date
from onboarding.domain.figures import OFFICIAL_ONLY
from onboarding.domain.identifiers import is_blank
from onboarding.domain.kruti_dev_look import in_unicode
from onboarding.domain.official_counts import REPORTED, hundredths_of_crore
from onboarding.files.cell_parsers import CELL, EXACT, KEPT, Parser, Values, Warn, text
from onboarding.files.listing import Listing
from onboarding.files.record_reader import RecordReader
from onboarding.files.table import MALFORMED

NO_DAY, NO_FIGURE, BAD_FIGURE = "no_day", "no_figure", "bad_figure"
REASONS = (NO_DAY, NO_FIGURE, MALFORMED)
WARNINGS = (BAD_FIGURE, "excel_error", "aadhaar_masked")


def counts_reader(listing: Listing, today: date, *, convert: bool) -> RecordReader:
    """What reads the rows. Sums are in the unit of the cell, else of the heading, else of a row above; crore where none tells."""
    parsers: dict[str, tuple[int, Parser]] = {"as_on": (CELL, _as_on(today)), "source": (KEPT, text("source"))}
    for column in listing.columns:
        if column.field in REPORTED:
            unit = header_unit(in_unicode(column.heading)) or listing.noted_unit or Unit.CRORE
            parsers[column.field] = (EXACT, _figure(column.field, unit))
    return RecordReader(listing, parsers, _judge, conversion=convert)


def _judge(values: Values, _warn: Warn) -> str | None:
    if values.get("as_on") is None:
        return NO_DAY
    return None if any(figure in values for figure in REPORTED) else NO_FIGURE


def _as_on(today: date) -> Parser:
    def parse(cell: str | date, values: Values, _warn: Warn) -> None:
        found = file_date(cell, today=today).value
        if found is not None:
            values["as_on"] = found.isoformat()

    return parse


def _figure(figure: str, unit: Unit) -> Parser:
    def parse(cell: str, values: Values, warn: Warn) -> None:
        money = figure in OFFICIAL_ONLY
        found = rupees(cell, unit if money else None)
        if found.value is not None:
            values[figure] = hundredths_of_crore(found.value) if money else 100 * found.value
        elif not is_blank(cell):
            warn(BAD_FIGURE)

    return parse
