"""Dates as staff say them: ``kal``, ``mon 11``, ``+3``, ``१५/११``, ``अगले सोमवार 11 बजे``.

``kal`` is tomorrow and yesterday, ``parso`` is on both sides: the field decides (``past``), and
the understood date is always shown to the person before it counts.
"""

from __future__ import annotations

import re
from datetime import date, time
from typing import NamedTuple

from .calendar import OfficeCalendar
from .clock_words import bare_hour, take_time
from .date_words import plain
from .day_words import Day, find_day

_LETTER_BESIDE_DIGIT = re.compile(r"(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=[+\d])")
_SIGN_BESIDE_LETTER = re.compile(r"(?<=[^\d\s])[-./](?=\S)|(?<=\d)[-./](?=[^\d\s])")
_A_M = re.compile(r"\b([ap])\.m\b\.?")
_FILLERS = frozenset(
    "ko ke ka ki at on by tak the को के का की तक पर से दिनांक".split()  # noqa: SIM905 - a list of words
)


class When(NamedTuple):
    """What was understood. Either ``on`` or ``problem`` is set."""

    on: date | None
    at: time | None = None
    problem: str | None = None
    """``blank``, ``unclear``, ``invalid_date``, ``invalid_time``, ``in_the_past``,
    ``in_the_future``, ``weekday_differs`` or ``too_far`` (more than five years)."""
    moved_from: date | None = None
    """The day that was said, when the office is closed on it."""
    why: str | None = None
    """Why the office is closed on ``moved_from``: a code of ``OfficeCalendar.why_closed``."""


def understand(text: str, today: date, calendar: OfficeCalendar, *, past: bool = False) -> When:
    """Understand a day, with or without a time of day.

    In the future sense a closed day moves to the next working day, an explicit date too (the end
    of a month or week moves back instead), and the answer tells. In the past sense nothing moves:
    what happened on a Sunday happened on that Sunday. A time alone means today.
    """
    words = _words(text)
    if not words:
        return When(None, problem="blank")
    clock = take_time(words)
    if clock.wrong:
        return When(None, problem="invalid_time")
    if not clock.rest:
        return _settled(Day(today), clock.at, calendar, past=past)
    day = find_day(clock.rest, today, calendar, past=past)
    if day.on is None and clock.at is None:
        return _with_bare_hour(clock.rest, day, today, calendar, past=past)
    return _settled(day, clock.at, calendar, past=past)


def _with_bare_hour(words: tuple[str, ...], whole: Day, today: date, calendar: OfficeCalendar, *, past: bool) -> When:
    """``kal 4``: the last word as an hour, when that makes sense of the rest."""
    at = bare_hour(words[-1])
    day = find_day(words[:-1], today, calendar, past=past) if at and len(words) > 1 else Day(None)
    if day.on is None:
        return When(None, problem=whole.problem or "unclear")
    return _settled(day, at, calendar, past=past)


def _settled(day: Day, at: time | None, calendar: OfficeCalendar, *, past: bool) -> When:
    if day.on is None:
        return When(None, problem=day.problem or "unclear")
    why = None if past else calendar.why_closed(day.on)
    if why is None:
        return When(day.on, at)
    move = calendar.previous_working if day.moves_back else calendar.next_working
    return When(move(day.on), at, moved_from=day.on, why=why)


def _words(text: str) -> tuple[str, ...]:
    """Words and numbers: ``15-nov-26`` and ``3din`` fall apart, ``15/11`` does not."""
    bare = _A_M.sub(r"\1m", plain(text[:200])).replace(",", " ").replace("।", " ")
    apart = _LETTER_BESIDE_DIGIT.sub(" ", _SIGN_BESIDE_LETTER.sub(" ", bare))
    stripped = (word.strip(".;()") for word in apart.split())
    return tuple(word for word in stripped if word and word not in _FILLERS)
