"""The day in a typed phrase, in Hindi and English. The time of day has been taken out before."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from .calendar import OfficeCalendar, month_end, month_start, week_start
from .date_words import MONTHS, NUMBERS, WEEKDAYS, four_digit_year

FARTHEST = timedelta(days=5 * 366)

# How many days off, and on which side: None means that the field decides.
_DAYS_OFF: dict[str, tuple[int, int | None]] = {
    **dict.fromkeys(["aaj", "aj", "today", "tod", "आज"], (0, 1)),
    **dict.fromkeys(["kal", "कल"], (1, None)),
    **dict.fromkeys(["parso", "parson", "parsu", "परसों", "परसो"], (2, None)),
    **dict.fromkeys(["tarso", "tarson", "narso", "narson", "नरसों", "तरसों"], (3, None)),
    **dict.fromkeys(["tomorrow", "tom", "tmrw", "tmr"], (1, 1)),
    **dict.fromkeys(["yesterday", "yest"], (1, -1)),
}
_UNITS = {
    **dict.fromkeys(["d", "day", "days", "din", "dino", "divas", "दिन", "दिनों", "दिवस"], "d"),
    **dict.fromkeys(["w", "wk", "week", "weeks", "hafte", "hafta", "haftey", "saptah"], "w"),
    **dict.fromkeys(["हफ्ते", "हफ्ता", "हफ्तों", "सप्ताह"], "w"),
    **dict.fromkeys(["m", "month", "months", "mahine", "mahina", "maah", "mah"], "m"),
    **dict.fromkeys(["माह", "महीने", "महीना", "महीनों", "मास"], "m"),
    **dict.fromkeys(["wd", "karyadivas", "कार्यदिवस"], "wd"),
}
_WORKING = frozenset(["working", "karya", "कार्य"])
_AFTER = frozenset(["baad", "bad", "बाद", "later", "after", "in", "me", "mein", "में", "hence"])
_BEFORE = frozenset(["pehle", "pahle", "pahile", "पहले", "पूर्व", "ago", "before", "back"])
_NEXT = frozenset(["next", "agle", "agla", "agli", "aagle", "अगले", "अगला", "आगामी"])
_THIS = frozenset(["this", "is", "isi", "इस", "इसी", "aane", "coming"])
_LAST = frozenset(["last", "pichle", "pichhle", "pichla", "पिछले", "पिछला", "गत"])
_END = frozenset(["end", "ant", "अन्त", "अंत", "akhir", "आखिर", "में", "of", "mein", "me"])
_TARIKH = frozenset(["tarikh", "taarikh", "tareekh", "तारीख", "th", "st", "nd", "rd"])

_OFFSET = re.compile(r"([+-])(\d{1,4})")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_NUMERIC = re.compile(r"(\d{1,2})[-/.](\d{1,2})(?:[-/.](\d{4}|\d{2}))?")
_DAY = re.compile(r"\d{1,2}")
_YEAR = re.compile(r"\d{4}|\d{2}")


class Day(NamedTuple):
    """A day, or nothing with a problem (None: the words are of another kind)."""

    on: date | None
    problem: str | None = None
    moves_back: bool = False
    """A closed day moves to the working day before it, not after it."""


class _Said(NamedTuple):
    words: tuple[str, ...]
    today: date
    calendar: OfficeCalendar
    past: bool


_OTHER = Day(None)
_INVALID = Day(None, "invalid_date")


def find_day(words: tuple[str, ...], today: date, calendar: OfficeCalendar, *, past: bool) -> Day:
    """The day the words mean; ``problem`` is set whenever ``on`` is None."""
    said = _Said(words, today, calendar, past)
    for read in _READERS:
        try:
            day = read(said)
        except (OverflowError, ValueError):
            # Beyond what the calendar holds, or a 31 February.
            day = _INVALID
        if day != _OTHER:
            return _checked(day, said)
    return Day(None, "unclear")


def _checked(day: Day, said: _Said) -> Day:
    if day.on is None:
        return day
    if said.past:
        return Day(None, "in_the_future") if day.on > said.today else day
    if day.on < said.today:
        return Day(None, "in_the_past")
    return Day(None, "too_far") if day.on - said.today > FARTHEST else day


def _near(said: _Said) -> Day:
    """aaj, kal, parso."""
    if len(said.words) != 1 or said.words[0] not in _DAYS_OFF:
        return _OTHER
    count, side = _DAYS_OFF[said.words[0]]
    return Day(said.today + timedelta(days=count * (side or (-1 if said.past else 1))))


def _weekday(said: _Said) -> Day:
    """A weekday: the nearest one that is not today; "next" means that of the week after this."""
    if said.words[-1] not in WEEKDAYS or len(said.words) > 2:
        return _OTHER
    wanted, today = WEEKDAYS[said.words[-1]], said.today
    how = said.words[0] if len(said.words) == 2 else ""
    if how and how not in _NEXT | _THIS | _LAST:
        return _OTHER
    if how in _NEXT:
        return Day(week_start(today) + timedelta(days=7 + wanted))
    if how in _LAST or (said.past and not how):
        return Day(today - timedelta(days=(today.weekday() - wanted - 1) % 7 + 1))
    if how in _THIS and said.past:
        return Day(week_start(today) + timedelta(days=wanted))
    return Day(today + timedelta(days=(wanted - today.weekday() - 1) % 7 + 1))


def _week_or_month(said: _Said) -> Day:
    """For ``agle hafte`` its Monday, for ``agle mahine`` its first day."""
    if len(said.words) != 2 or said.words[0] not in _NEXT | _LAST:
        return _OTHER
    unit, side = _UNITS.get(said.words[1]), 1 if said.words[0] in _NEXT else -1
    if unit == "w":
        return Day(week_start(said.today) + timedelta(days=7 * side))
    return Day(_months_off(month_start(said.today), side)) if unit == "m" else _OTHER


def _end_of(said: _Said) -> Day:
    """eom, mahine ke ant: the last day of the month or (Saturday) of the week; it moves back."""
    rest = [word for word in said.words if word not in _END and word not in _THIS]
    short = rest[0] if len(rest) == 1 else ""
    ended = short if len(rest) < len(said.words) else ""
    if short == "eom" or _UNITS.get(ended) == "m":
        return _back_if_ahead(month_end(said.today), said)
    if short == "eow" or _UNITS.get(ended) == "w":
        saturday = week_start(said.today) + timedelta(days=5)
        return _back_if_ahead(max(saturday, said.today), said)
    return _OTHER


def _back_if_ahead(day: date, said: _Said) -> Day:
    """Moving back must not end before today."""
    return Day(day, moves_back=said.calendar.previous_working(day) >= said.today)


def _offset(said: _Said) -> Day:
    """+3 (working days), +3d, -2w, 3 din baad, in 2 weeks, दो हफ्ते पहले."""
    words = [word for word in said.words if word not in _AFTER and word not in _BEFORE]
    if len(words) == 1 < len(said.words) and words[0] in _UNITS:
        words = ["1", *words]  # hafte baad
    sign = -1 if said.past else 1
    if len(words) < len(said.words):
        sign = 1 if any(word in _AFTER for word in said.words) else -1
    number = _OFFSET.fullmatch(words[0]) if words else None
    if number:
        count, units = int(number[1] + number[2]), words[1:] or ["wd"]
    elif words and (words[0] in NUMBERS or _DAY.fullmatch(words[0])) and len(words) > 1:
        count, units = sign * (NUMBERS.get(words[0]) or int(words[0])), words[1:]
    else:
        return _OTHER
    return _off_by(said, count, units)


def _off_by(said: _Said, count: int, units: list[str]) -> Day:
    working = units[0] in _WORKING
    unit = _UNITS.get(units[1] if working and len(units) == 2 else units[0])
    if unit is None or len(units) > 1 + working:
        return _OTHER
    if abs(count) > FARTHEST.days:
        return Day(None, "too_far")
    if unit == "wd" or working:
        return Day(said.calendar.add_working_days(said.today, count) if count else said.today)
    if unit == "m":
        return Day(_months_off(said.today, count))
    return Day(said.today + timedelta(days=count * (7 if unit == "w" else 1)))


def _months_off(day: date, months: int) -> date:
    """The same day ``months`` later; the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = date(year, month + 1, 1)
    return first.replace(day=min(day.day, month_end(first).day))


def _exact(said: _Said) -> Day:
    """15/11, 15/11/26, 2026-11-15, 15 nov 2026, nov 15, 15 tarikh; a weekday before it must fit."""
    words, weekday = said.words, None
    if len(words) > 1 and words[0] in WEEKDAYS:
        words, weekday = words[1:], WEEKDAYS[words[0]]
    day = _dated(words, said)
    if day.on is not None and weekday is not None and day.on.weekday() != weekday:
        return Day(None, "weekday_differs")
    return day


def _dated(words: tuple[str, ...], said: _Said) -> Day:
    if len(words) == 1:
        if iso := _ISO.fullmatch(words[0]):
            return Day(date(int(iso[1]), int(iso[2]), int(iso[3])))
        numeric = _NUMERIC.fullmatch(words[0])
        return _in_year(said, numeric[3], int(numeric[2]), int(numeric[1])) if numeric else _OTHER
    return _named(tuple(word for word in words if word not in _TARIKH), words, said)


def _named(words: tuple[str, ...], typed: tuple[str, ...], said: _Said) -> Day:
    if len(words) == 1 and _DAY.fullmatch(words[0]) and len(typed) == 2:
        return _in_month(said, int(words[0]))
    year = words[2] if len(words) == 3 else None
    if len(words) not in (2, 3) or (year and not _YEAR.fullmatch(year)):
        return _OTHER
    day, month = words[:2] if words[1] in MONTHS else (words[1], words[0])
    if month not in MONTHS or not _DAY.fullmatch(day):
        return _OTHER
    return _in_year(said, year, MONTHS[month], int(day))


def _in_year(said: _Said, year: str | None, month: int, day: int) -> Day:
    """Without a year: the next such day from today on, in the past sense the last one."""
    if year:
        return Day(date(four_digit_year(year), month, day))
    this = said.today.year
    return _first_fitting(said, [(this, month), (this - 1 if said.past else this + 1, month)], day)


def _in_month(said: _Said, day: int) -> Day:
    """The 15th: of this month, or of the next (in the past sense the last) that has such a day."""
    start = month_start(said.today)
    months = [_months_off(start, -at if said.past else at) for at in range(3)]
    return _first_fitting(said, [(month.year, month.month) for month in months], day)


def _first_fitting(said: _Said, months: list[tuple[int, int]], day: int) -> Day:
    for year, month in months:
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if (found <= said.today) if said.past else (found >= said.today):
            return Day(found)
    return _INVALID


_READERS: tuple[Callable[[_Said], Day], ...] = (
    _near,
    _weekday,
    _week_or_month,
    _end_of,
    _offset,
    _exact,
)
