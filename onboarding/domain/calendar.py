"""Which days an office works, and the financial year. Days are dates in India, without hours.

Source: office orders. Six-day offices (districts) close on Sundays and second Saturdays, five-day
offices (secretariat, directorates) on Saturdays and Sundays; the General Administration Department
orders holidays and opens single days.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal

Pattern = Literal["six", "five"]
"""How many days a week an office works."""

WhyClosed = Literal["sunday", "second_saturday", "saturday", "holiday", "closed"]

_DAY = timedelta(days=1)
_SATURDAY, _SUNDAY = 5, 6


class DayKind(StrEnum):
    """What the calendar says of one day."""

    HOLIDAY = "holiday"
    """Closed for everybody."""
    RESTRICTED = "restricted"
    """Each person may take two of these; the office works."""
    EXTRA_WORKING = "extra_working"
    """Opened by order, whatever day of the week it is."""
    CLOSED = "closed"
    """Closed by a single order (election, mourning, flood)."""


@dataclass(frozen=True, slots=True)
class OfficeCalendar:
    """The working days of one office; ``days`` holds only what differs from the week's pattern."""

    days: Mapping[date, DayKind] = field(default_factory=dict)
    pattern: Pattern = "six"

    def why_closed(self, day: date) -> WhyClosed | None:
        """The reason; None on a working day. A holiday on a Sunday is a holiday: it has a name."""
        kind = self.days.get(day)
        if kind is DayKind.EXTRA_WORKING:
            return None
        if kind is DayKind.HOLIDAY:
            return "holiday"
        if kind is DayKind.CLOSED:
            return "closed"
        return self._weekly(day)

    def _weekly(self, day: date) -> WhyClosed | None:
        weekday = day.weekday()
        if weekday == _SUNDAY:
            return "sunday"
        if weekday != _SATURDAY:
            return None
        if self.pattern == "five":
            return "saturday"
        return "second_saturday" if is_second_saturday(day) else None

    def is_working(self, day: date) -> bool:
        """Whether the office is open on that day."""
        return self.why_closed(day) is None

    def next_working(self, day: date) -> date:
        """``day`` itself when the office works, else the first working day after it."""
        while not self.is_working(day):
            day += _DAY
        return day

    def previous_working(self, day: date) -> date:
        """``day`` itself when the office works, else the last working day before it."""
        while not self.is_working(day):
            day -= _DAY
        return day

    def add_working_days(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day`` (negative: before); 0 is ``next_working``.

        Costs one step for each day passed. Raises OverflowError beyond the year 9999.
        """
        if count == 0:
            return self.next_working(day)
        step = _DAY if count > 0 else -_DAY
        for _ in range(abs(count)):
            day += step
            while not self.is_working(day):
                day += step
        return day

    def working_days(self, first: date, last: date) -> int:
        """How many working days lie from ``first`` to ``last``, both included; 0 when reversed."""
        span = (last - first).days + 1
        return sum(self.is_working(first + timedelta(days=at)) for at in range(span))


def is_second_saturday(day: date) -> bool:
    """The Saturday whose day of the month is 8 to 14."""
    return day.weekday() == _SATURDAY and 8 <= day.day <= 14


@dataclass(frozen=True, slots=True)
class FinancialYear:
    """April to March."""

    start: date
    end: date
    label: str
    """As ``2026-27``."""


def financial_year(day: date) -> FinancialYear:
    """The financial year in which the day lies."""
    year = day.year if day.month >= 4 else day.year - 1
    return FinancialYear(date(year, 4, 1), date(year + 1, 3, 31), f"{year}-{(year + 1) % 100:02}")


def financial_quarter(day: date) -> int:
    """1 for April to June, up to 4 for January to March."""
    return (day.month - 4) % 12 // 3 + 1


def month_start(day: date) -> date:
    """The first of the month."""
    return day.replace(day=1)


def month_end(day: date) -> date:
    """The last day of the month."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - _DAY


def week_start(day: date) -> date:
    """The Monday of the week."""
    return day - timedelta(days=day.weekday())


def same_day_last_year_fy(day: date) -> date:
    """The same day of the financial year before; 29 February becomes 28 February."""
    if (day.month, day.day) == (2, 29):
        return date(day.year - 1, 2, 28)
    return day.replace(year=day.year - 1)
