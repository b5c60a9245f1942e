"""The office's time: instants in UTC, days in Lucknow. One object hands them out, so that a test can hold it still."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

OFFICE = timezone(timedelta(hours=5, minutes=30), "IST")
"""India has one zone and no summer time."""


def _system_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """Where the program reads the time."""

    read: Callable[[], datetime] = _system_now

    def now(self) -> datetime:
        """This instant, aware, UTC."""
        return self.read().astimezone(UTC)

    def local(self) -> datetime:
        """This instant on the office's wall."""
        return self.read().astimezone(OFFICE)

    def today(self) -> date:
        """The office's calendar day."""
        return self.local().date()

    def stamp(self) -> str:
        """This instant as it is stored: ISO, UTC, seconds."""
        return self.now().isoformat(timespec="seconds")


def fixed(text: str) -> Clock:
    """A clock that always shows one moment, given as ISO; without a zone it is the office's time. For training and tests."""
    moment = datetime.fromisoformat(text)
    aware = moment if moment.tzinfo else moment.replace(tzinfo=OFFICE)
    return Clock(lambda: aware)
