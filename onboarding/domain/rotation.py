"""Which copies of the database stay: hourly for a day, then 12 days, 10 weeks, 9 months; before risky work 14 days."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

HOURLY = timedelta(days=1)
DAYS, WEEKS, MONTHS = 12, 10, 9
RISKY = timedelta(days=14)
"""How long a copy stays that was taken before an import, a migration, a restore or a repair."""


@dataclass(frozen=True, slots=True)
class Copy:
    """One backup copy."""

    at: datetime
    """When it was taken; aware, in the office's zone, whose days and weeks count."""
    name: str
    risky: bool = False
    """Taken before work that one may want to go back behind."""
    sound: bool = True
    """Verified when it was taken."""


def to_remove(copies: Sequence[Copy], now: datetime) -> list[Copy]:
    """The copies that may go, oldest first.

    Never the newest sound one; nothing at all when the newest copy is not sound, for then the older ones are what is left.
    """
    newest_first = sorted(copies, key=lambda copy: (copy.at, copy.name), reverse=True)
    if not newest_first or not newest_first[0].sound:
        return []
    sound = [copy for copy in newest_first if copy.sound]
    kept = {sound[0].name}
    kept |= {copy.name for copy in sound if copy.at > now or (copy.risky and now - copy.at <= RISKY)}
    kept |= _newest_of_each([copy for copy in sound if now - copy.at <= HOURLY], _hour, 25)
    kept |= _newest_of_each(sound, _day, DAYS)
    kept |= _newest_of_each(sound, _week, WEEKS)
    kept |= _newest_of_each(sound, _month, MONTHS)
    return [copy for copy in reversed(newest_first) if copy.name not in kept]


def _newest_of_each(newest_first: Sequence[Copy], span: Callable[[datetime], Hashable], many: int) -> set[str]:
    found: dict[Hashable, str] = {}
    for copy in newest_first:
        found.setdefault(span(copy.at), copy.name)
    return set(list(found.values())[:many])


def _hour(at: datetime) -> Hashable:
    return (at.date(), at.hour)


def _day(at: datetime) -> Hashable:
    return at.date()


def _week(at: datetime) -> Hashable:
    return at.isocalendar()[:2]


def _month(at: datetime) -> Hashable:
    return (at.year, at.month)
