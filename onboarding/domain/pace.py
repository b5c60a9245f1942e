"""How fast the office must go to reach a target, and how old what is pending has become. No I/O.

Source: office practice of the GeM Cell (mission-mode page and section 5 of the daily sheet).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from onboarding.domain.calendar import OfficeCalendar

LOOK_BACK = 10
"""Working days over which the present pace is measured."""

AGES: tuple[tuple[int, int | None], ...] = ((0, 3), (4, 7), (8, 15), (16, 30), (31, None))
"""Days from and to, both included, of the columns of pendency; the last is open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Where a figure stands against its target, on a day."""

    figure: str
    target: int | None
    achieved: int
    """In the target's time so far."""
    until: date
    """The target's last day."""
    remaining_working_days: int
    """After the day, up to the last one."""
    required_per_day: int | None
    """None without a target, or when the time is over and the target is not reached."""
    last_10_days_average: float
    """Per working day, the day itself included; one decimal."""


@dataclass(frozen=True, slots=True)
class Pendency:
    """How many pending things are how old, in the columns of ``AGES``."""

    kind: str
    """``followups`` or ``blockers``."""
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class BlockerCount:
    """One reason that keeps sellers off GeM, over all of them."""

    code: str
    owner: str
    """Who acts first in most of the cases."""
    count: int
    average_days: int
    oldest_days: int


def remaining_days(calendar: OfficeCalendar, day: date, until: date) -> int:
    """Working days after ``day`` up to ``until``: the day's own work is in the count already."""
    return calendar.working_days(day + timedelta(days=1), until)


def required_per_day(target: int | None, achieved: int, remaining: int) -> int | None:
    """What each remaining working day must bring, rounded up; 0 when reached, None when it cannot be said."""
    if target is None:
        return None
    gap = target - achieved
    if gap <= 0:
        return 0
    return -(-gap // remaining) if remaining > 0 else None


def look_back_from(calendar: OfficeCalendar, day: date) -> date:
    """The first of the working days over which the pace is measured; the last is the day or the one before it."""
    return calendar.add_working_days(calendar.previous_working(day), 1 - LOOK_BACK)


def average(total: int) -> float:
    """Per working day of the look-back, one decimal."""
    return round(total / LOOK_BACK, 1)


def age_column(days: int) -> int:
    """The column of ``AGES`` for an age in days; what is not due yet (negative) counts as 0 days."""
    return next(at for at, (_, last) in enumerate(AGES) if last is None or days <= last)
