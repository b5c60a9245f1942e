"""The only reader of dates in outsiders' files: day first, always, and nothing is guessed.

Source: importer contract. A general date parser is not used here: with "day first" such parsers
also turn the ISO date 2026-04-03 into 4 March, and an impossible month silently into a day.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from .date_words import MONTHS, four_digit_year, plain

INVALID = "invalid_date"
FUTURE = "future_date"
EARLIEST = date(1900, 1, 1)
LATEST = date(2199, 12, 31)

_EXCEL_EPOCH = date(1899, 12, 30)
# 3 October 1954 to 8 April 2064: a smaller number is a year or a count.
_SERIALS = range(20_000, 60_001)

_BLANKS_LATIN = "|-|--|—|–|na|n.a.|n.a|n/a|nil|null|none|not available"
_BLANKS_HINDI = "उपलब्ध नहीं|उपलब्ध नही|नहीं|शून्य|लागू नहीं"
_BLANKS = frozenset(f"{_BLANKS_LATIN}|{_BLANKS_HINDI}".split("|"))

_TIME = (
    r"(?:[t ]+\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?"
    r"(?: ?[ap]\.?m\.?)?(?: ?z|[+-]\d{2}:?\d{2})?)?"
)
_YEAR_FIRST = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}")
_DAY_FIRST = re.compile(rf"(\d{{1,2}}) ?[-/.] ?(\d{{1,2}}) ?[-/.] ?(\d{{4}}|\d{{2}}){_TIME}")
_DAY_MONTH_NAME = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)?[-/. ,]*([^\d\s\-/.,]+)[-/. ,]*(\d{{4}}|\d{{2}}){_TIME}")
_MONTH_NAME_DAY = re.compile(rf"([^\d\s\-/.,]+)[-. ]*(\d{{1,2}})(?:st|nd|rd|th)?,? +(\d{{4}}){_TIME}")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")


class ReadDate(NamedTuple):
    """What a cell said: a date, or nothing (both None), or a problem and then no date."""

    value: date | None
    problem: str | None
    """``invalid_date``, ``future_date`` or None."""


_NOTHING = ReadDate(None, None)
_INVALID = ReadDate(None, INVALID)

Cell = str | int | float | date | datetime | None


def file_date(cell: Cell, *, today: date | None = None) -> ReadDate:
    """The date in a cell of a file.

    Numbers and texts of a number from 20000 to 60000 are Excel's serial days. A year alone, a month
    alone, a month above 12 and a day that does not exist are ``invalid_date``. A date after
    ``today`` is ``future_date``; without ``today`` the future is allowed (closing of tenders).
    """
    read = _read_text(cell) if isinstance(cell, str) else _read_typed(cell)
    if today is not None and read.value is not None and read.value > today:
        return ReadDate(None, FUTURE)
    return read


def _read_typed(cell: int | float | date | datetime | None) -> ReadDate:
    if cell is None:
        return _NOTHING
    if isinstance(cell, datetime):
        return _within(cell.date())
    if isinstance(cell, date):
        return _within(cell)
    # A bool is an int in Python and nan compares false: both fall out here.
    if not isinstance(cell, bool) and _SERIALS.start <= cell < _SERIALS.stop:
        return ReadDate(_EXCEL_EPOCH + timedelta(days=int(cell)), None)
    return _INVALID


@lru_cache(maxsize=16_384)  # a file of a million rows holds a few thousand different dates
def _read_text(text: str) -> ReadDate:
    cleaned = plain(text).strip("'\"= ").rstrip(",;।")
    if cleaned in _BLANKS:
        return _NOTHING
    serial = _SERIAL.fullmatch(cleaned)
    if serial:
        return _read_typed(int(serial[1]))
    return _by_shape(cleaned)


def _by_shape(text: str) -> ReadDate:
    if found := _YEAR_FIRST.fullmatch(text):
        return _made(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_FIRST.fullmatch(text):
        return _made(four_digit_year(found[3]), int(found[2]), int(found[1]))
    if found := _DAY_MONTH_NAME.fullmatch(text):
        return _made(four_digit_year(found[3]), MONTHS.get(found[2], 0), int(found[1]))
    if found := _MONTH_NAME_DAY.fullmatch(text):
        return _made(int(found[3]), MONTHS.get(found[1], 0), int(found[2]))
    return _INVALID


def _made(year: int, month: int, day: int) -> ReadDate:
    try:
        return _within(date(year, month, day))
    except ValueError:
        return _INVALID


def _within(day: date) -> ReadDate:
    return ReadDate(day, None) if EARLIEST <= day <= LATEST else _INVALID
