"""The time of day in a typed phrase, in Hindi and English: ``subah 11 baje``, ``साढ़े 4 बजे``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import time
from typing import NamedTuple

from .date_words import NUMBERS

_OCLOCK = frozenset(["baje", "bje", "bajey", "बजे", "o'clock", "oclock", "hrs"])
_AM, _PM = frozenset(["am"]), frozenset(["pm"])

_MORNING = frozenset(["subah", "savere", "sawere", "सुबह", "सवेरे", "प्रातः", "पूर्वाह्न", "morning"])
_NOON = frozenset(["dopahar", "dopehar", "दोपहर", "noon"])
_EVENING = frozenset(["shaam", "sham", "शाम", "सायं", "अपराह्न", "afternoon", "evening"])
_NIGHT = frozenset(["raat", "रात", "night"])
_PARTS = _MORNING | _NOON | _EVENING | _NIGHT
_DEFAULT_HOUR = ((_MORNING, 10), (_NOON, 12), (_EVENING, 16), (_NIGHT, 20))

_HALF = frozenset(["sadhe", "saadhe", "साढे", "half"])
_QUARTER_PAST = frozenset(["sava", "sawa", "सवा"])
_QUARTER_TO = frozenset(["paune", "pone", "पौने"])
_SHIFTS = ((_HALF, 30), (_QUARTER_PAST, 15), (_QUARTER_TO, -15))
_FRACTIONS = _HALF | _QUARTER_PAST | _QUARTER_TO
_WHOLE = {"dedh": 90, "डेढ": 90, "dhai": 150, "dhaai": 150, "ढाई": 150}  # minutes after 12

_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?")
_HOUR = re.compile(r"\d{1,2}")
_COLON = re.compile(r"\d{1,2}:\d{2}")
# Only to 18:59: 1900 and above are years.
_BARE = re.compile(r"(0[6-9]|1[0-8])([0-5]\d)")


class Clock(NamedTuple):
    """What a phrase says of the time, and the words that are left for the date."""

    rest: tuple[str, ...]
    at: time | None = None
    wrong: bool = False
    """A time was meant that does not exist (25 baje)."""


def take_time(words: Sequence[str]) -> Clock:
    """Take the time of day out of the words; all words are left when none is said.

    Without "morning" or "evening" the hours 1 to 7 are afternoon, the others morning.
    """
    for at, word in enumerate(words):
        if word in _OCLOCK or word in _AM or word in _PM:
            return _before(words, at)
        if _COLON.fullmatch(word):
            return _hour_at(words, at)
        if bare := _BARE.fullmatch(word):
            return Clock((*words[:at], *words[at + 1 :]), time(int(bare[1]), int(bare[2])))
    return _by_part(words)


def bare_hour(word: str) -> time | None:
    """The time meant by a lone number after a day, as in ``kal 4``; None when it is no hour."""
    return _time(word, frozenset(), 0) if _CLOCK.fullmatch(word) else None


def _before(words: Sequence[str], mark: int) -> Clock:
    """``[part] [fraction] hour mark``: the hour stands before the word that marks it."""
    if mark == 0:
        return Clock(tuple(words), None, wrong=True)
    return _hour_at(words, mark - 1)


def _by_part(words: Sequence[str]) -> Clock:
    """A part of the day, with an hour after it or alone (then the usual hour of that part)."""
    for at, word in enumerate(words):
        if word in _PARTS:
            follows = at + 1 < len(words) and _is_hour(words, at + 1)
            if follows:
                return _hour_at(words, at + 1 + (words[at + 1] in _FRACTIONS))
            if at and (words[at - 1] in NUMBERS or _HOUR.fullmatch(words[at - 1])):
                return _hour_at(words, at - 1)
            hour = next(hour for part, hour in _DEFAULT_HOUR if word in part)
            return Clock((*words[:at], *words[at + 1 :]), time(hour))
    return Clock(tuple(words))


def _is_hour(words: Sequence[str], at: int) -> bool:
    if words[at] in _FRACTIONS:
        return at + 1 < len(words)
    return words[at] in NUMBERS or words[at] in _WHOLE or bool(_CLOCK.fullmatch(words[at]))


def _hour_at(words: Sequence[str], at: int) -> Clock:
    """The time whose hour is ``words[at]``, with the fraction, the part and the mark around it."""
    first, last = at, at + 1
    shift = 0
    if first and words[first - 1] in _FRACTIONS:
        first -= 1
        shift = next(minutes for some, minutes in _SHIFTS if words[first] in some)
    if first and words[first - 1] in _PARTS:
        first -= 1
    while last < len(words) and words[last] in _OCLOCK | _AM | _PM | _PARTS:
        last += 1
    said = _time(words[at], frozenset(words[first:at]) | frozenset(words[at + 1 : last]), shift)
    return Clock((*words[:first], *words[last:]), said, wrong=said is None)


def _time(hour_word: str, around: frozenset[str], shift: int) -> time | None:
    """None when there is no such time."""
    if hour_word in _WHOLE:
        return _from_minutes(12 * 60 + _WHOLE[hour_word])
    if hour_word in NUMBERS:
        hour, minute = NUMBERS[hour_word], 0
    elif clock := _CLOCK.fullmatch(hour_word):
        hour, minute = int(clock[1]), int(clock[2] or 0)
    else:
        return None
    if hour > 23 or minute > 59:
        return None
    return _from_minutes(_on_24_hours(hour, around) * 60 + minute + shift)


def _on_24_hours(hour: int, around: frozenset[str]) -> int:
    if hour == 0 or hour > 12:
        return hour
    if around & (_AM | _MORNING):
        return hour % 12
    if around & (_PM | _EVENING):
        return hour % 12 + 12
    if around & _NOON:
        return hour if hour >= 10 else hour + 12
    if around & _NIGHT:
        return (hour + 12) % 24 if hour >= 6 else hour
    return hour + 12 if hour <= 7 else hour


def _from_minutes(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)
