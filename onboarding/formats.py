"""Numbers, money and dates as people of the office read them, in the language of now.

For front ends. Importing this costs next to nothing; names of months and days come from Babel,
which is loaded when the first one is needed.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from typing import TYPE_CHECKING

from onboarding.i18n import Language, known, language, tr

if TYPE_CHECKING:
    from decimal import Decimal

UNKNOWN = "-"
"""How an unknown figure is shown; zero is 0."""

INDIA = timezone(timedelta(hours=5, minutes=30))
"""Kolkata; no summer time since 1945, so that no table of time zones is needed."""

_LAKH, _CRORE = 100_000, 10_000_000


def number(n: int | Decimal | None) -> str:
    """In Indian groups, as 12,34,567; a number that is not whole with two decimals, as 9,266.39."""
    if n is None:
        return UNKNOWN
    if n != int(n):
        whole, rest = divmod(abs(int(n * 100)), 100)
        return ("-" if n < 0 else "") + f"{number(whole)}.{rest:02d}"
    n = int(n)
    digits = str(abs(n))
    head, tail = digits[:-3], digits[-3:]
    if not head:
        return str(n)
    first = len(head) % 2
    pairs = [head[at : at + 2] for at in range(first, len(head), 2)]
    return ("-" if n < 0 else "") + ",".join([*([head[0]] if first else []), *pairs, tail])


def counted(sentence: str, n: int, **values: object) -> str:
    """A sentence about ``n`` things; one thing has a sentence of its own (``<id>_one``) where the language wants it."""
    own = f"{sentence}_one"
    return tr(own if n == 1 and known(own) else sentence, n=number(n), **values)


def rupees(n: int | None) -> str:
    """Whole rupees as ₹12,345, and from a lakh on with two decimals as lakh or crore."""
    if n is None:
        return UNKNOWN
    sign, amount = ("-" if n < 0 else ""), abs(n)
    if _hundredths(amount, _LAKH) >= 100 * (_CRORE // _LAKH):
        return tr("formats.crore", amount=f"{sign}₹{_two_decimals(amount, _CRORE)}")
    if _hundredths(amount, 1) >= 100 * _LAKH:
        return tr("formats.lakh", amount=f"{sign}₹{_two_decimals(amount, _LAKH)}")
    return f"{sign}₹{number(amount)}"


def crore(n: int | None) -> str:
    """Whole rupees as crore with two decimals, without sign or unit: for a column headed so."""
    if n is None:
        return UNKNOWN
    return ("-" if n < 0 else "") + _two_decimals(abs(n), _CRORE)


def _two_decimals(amount: int, unit: int) -> str:
    whole, rest = divmod(_hundredths(amount, unit), 100)
    return f"{number(whole)}.{rest:02}"


def _hundredths(amount: int, unit: int) -> int:
    """Hundredths of the unit, half rounded up; exact at any size, which a float is not."""
    return (amount * 200 + unit) // (2 * unit)


def percent(part: int | None, whole: int | None) -> str:
    """One decimal, as 44.1%; never over a base of 0. Only a complete whole is shown as 100%."""
    if part is None or not whole:
        return UNKNOWN
    tenths = (abs(part) * 2000 + abs(whole)) // (2 * abs(whole))
    if abs(part) < abs(whole):
        tenths = min(tenths, 999)
    sign = "-" if tenths and (part < 0) != (whole < 0) else ""
    return f"{sign}{number(tenths // 10)}.{tenths % 10}%"


def date_text(day: date | None) -> str:
    """As 15-07-2026."""
    return UNKNOWN if day is None else f"{day.day:02}-{day.month:02}-{day.year:04}"


def date_long(day: date) -> str:
    """As Wednesday, 15 July 2026."""
    months, weekdays, _ = _names(language())
    return f"{weekdays[day.weekday()]}, {day.day} {months[day.month]} {day.year}"


def day_short(day: date) -> str:
    """As Wed 15-07."""
    return f"{_names(language())[2][day.weekday()]} {day.day:02}-{day.month:02}"


def weekday_text(day: date) -> str:
    """As Wednesday."""
    return _names(language())[1][day.weekday()]


def month_text(day: date) -> str:
    """As July 2026."""
    return f"{_names(language())[0][day.month]} {day.year}"


def time_text(at: time | None) -> str:
    """As 16:30, on 24 hours."""
    return UNKNOWN if at is None else f"{at.hour:02}:{at.minute:02}"


def since(day: date | None, today: date) -> str:
    """The age in days, as 9 d; a day to come is told as coming."""
    if day is None:
        return UNKNOWN
    days = (today - day).days
    return tr("formats.days" if days >= 0 else "formats.days_ahead", days=number(abs(days)))


def instant_local(instant: str | None) -> str:
    """A stored instant (ISO 8601; UTC where it names no zone) as 15-07-2026 16:30 in India.

    Raises ValueError when the text is no instant: the database never holds such a one.
    """
    if not instant:
        return UNKNOWN
    moment = datetime.fromisoformat(instant)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    here = moment.astimezone(INDIA)
    return f"{date_text(here)} {time_text(here.time())}"


_Names = tuple[dict[int, str], dict[int, str], dict[int, str]]


@lru_cache
def _names(code: Language) -> _Names:
    """Months (from 1), weekdays and short weekdays (Monday = 0), from the Unicode tables."""
    from babel.dates import get_day_names, get_month_names

    locale = "hi_IN" if code == "hi" else "en_IN"
    return (
        dict(get_month_names("wide", "format", locale)),
        dict(get_day_names("wide", "format", locale)),
        dict(get_day_names("abbreviated", "format", locale)),
    )
