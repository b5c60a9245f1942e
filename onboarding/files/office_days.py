"""One row of a list of holidays, or of days on which the office is opened or closed by order."""

from __future__ import annotations

from onboarding.domain.calendar import DayKind
from onboarding.domain.text import clean, fold
from onboarding.files.cell_parsers import CELL, EXACT, KEPT, Parser, Values, Warn, day, text
from onboarding.files.listing import Listing
from onboarding.files.record_reader import RecordReader
from onboarding.files.table import MALFORMED

NO_DATE, UNKNOWN_KIND = "no_date", "unknown_day_kind"
REASONS = (NO_DATE, UNKNOWN_KIND, MALFORMED)
WARNINGS = ("invalid_date", "excel_error", "aadhaar_masked")

_WORDS = (
    ("extra", "extra_working"), ("working", "extra_working"), ("कार्य", "extra_working"), ("open", "extra_working"),
    ("restricted", "restricted"), ("optional", "restricted"), ("निर्बन्धित", "restricted"), ("प्रतिबन्धित", "restricted"),
    ("ऐच्छिक", "restricted"), ("closed", "closed"), ("बन्द", "closed"), ("bandh", "closed"), ("election", "closed"),
    ("holiday", "holiday"), ("public", "holiday"), ("gazetted", "holiday"), ("general", "holiday"), ("सार्वजनिक", "holiday"),
    ("अवकाश", "holiday"),
)  # fmt: skip
"""A part of the word for the kind of day, and the kind; the first that fits. A list without such a column is one of holidays."""


def day_reader(listing: Listing, *, convert: bool) -> RecordReader:
    """What reads the rows; days to come are what such lists are about."""
    parsers: dict[str, tuple[int, Parser]] = {
        "on_date": (CELL, day("on_date", None)),
        "kind": (EXACT, _kind),
        "name_en": (KEPT, text("name_en")),
        "name_hi": (KEPT, text("name_hi")),
        "order_no": (KEPT, text("order_no")),
    }
    return RecordReader(listing, parsers, _judge, conversion=convert)


def _kind(cell: str, values: Values, _warn: Warn) -> None:
    word = fold(clean(cell))
    if not word:
        return
    if word in {fold(kind.value) for kind in DayKind}:
        values["kind"] = next(kind.value for kind in DayKind if fold(kind.value) == word)
    else:
        values["kind"] = next((kind for part, kind in _WORDS if fold(part) in word), "")


def _judge(values: Values, _warn: Warn) -> str | None:
    if values.get("on_date") is None:
        return NO_DATE
    if values.setdefault("kind", "holiday") == "":
        return UNKNOWN_KIND
    for name in ("name_en", "name_hi", "order_no"):
        values.setdefault(name, "")
    return None
