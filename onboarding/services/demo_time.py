"""The days of the demo's campaign: working days of the office up to today, and when of a day something was entered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from onboarding.domain.calendar import OfficeCalendar

DAYS_BACK = 300
"""How long the campaign has been going, in calendar days."""
_AHEAD = 30
_LATE = 0.04
"""Share of what is entered on a later day than it happened."""


@dataclass(frozen=True, slots=True)
class CampaignTime:
    """Working days by their place; place ``today`` is today even when the office is closed."""

    days: tuple[str, ...]
    today: int

    def stamp(self, chance: Random, day: int) -> str:
        """The instant, UTC, of an entry about a day: within office hours, now and then some days late."""
        if chance.random() < _LATE:
            day = min(day + 1 + int(chance.random() * 3), self.today)
        # Early today: the moment of the run must not decide what the demo holds.
        first, span = (240, 30) if day == self.today else (270, 450)
        minute = first + int(chance.random() * span)
        return f"{self.days[day]}T{minute // 60:02d}:{minute % 60:02d}:{int(chance.random() * 60):02d}+00:00"


def campaign_time(today: date, calendar: OfficeCalendar) -> CampaignTime:
    """The working days from DAYS_BACK ago to some weeks ahead."""
    before = [today - timedelta(days=back) for back in range(DAYS_BACK, 0, -1)]
    after = [today + timedelta(days=ahead) for ahead in range(1, _AHEAD + 1)]
    past = [day.isoformat() for day in before if calendar.is_working(day)]
    coming = [day.isoformat() for day in after if calendar.is_working(day)]
    return CampaignTime((*past, today.isoformat(), *coming), len(past))
