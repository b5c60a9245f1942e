"""Dates as staff type them, in both languages."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onboarding import formats
from onboarding.domain.calendar import DayKind, OfficeCalendar, WhyClosed
from onboarding.domain.dates import file_date
from onboarding.domain.when import When, understand
from onboarding.i18n import LANGUAGES, Language, known, set_language

# A Wednesday. Sundays: 15 and 22 November; second Saturday: 14; holiday: Tuesday 24.
TODAY = date(2026, 11, 11)
OFFICE = OfficeCalendar({date(2026, 11, 24): DayKind.HOLIDAY})
ALWAYS_OPEN = OfficeCalendar({TODAY + timedelta(days=at): DayKind.EXTRA_WORKING for at in range(-400, 5 * 366 + 1)})


def day(month: int, of_month: int, year: int = 2026) -> date:
    return date(year, month, of_month)


FUTURE: list[tuple[str, date, time | None]] = [
    ("aaj", TODAY, None),
    ("आज", TODAY, None),
    ("today", TODAY, None),
    ("kal", day(11, 12), None),
    ("कल", day(11, 12), None),
    ("Tomorrow", day(11, 12), None),
    ("parso", day(11, 13), None),
    ("parson", day(11, 13), None),
    ("परसों", day(11, 13), None),
    ("kal 4", day(11, 12), time(16)),
    ("kal 7", day(11, 12), time(19)),
    ("kal 8", day(11, 12), time(8)),
    ("kal 11", day(11, 12), time(11)),
    ("kal 11.30", day(11, 12), time(11, 30)),
    ("kal subah 11 baje", day(11, 12), time(11)),
    ("kal 11 baje subah", day(11, 12), time(11)),
    ("कल सुबह ११ बजे", day(11, 12), time(11)),
    ("कल शाम 4 बजे", day(11, 12), time(16)),
    ("कल चार बजे", day(11, 12), time(16)),
    ("kal sadhe 4 baje", day(11, 12), time(16, 30)),
    ("कल साढ़े ग्यारह बजे", day(11, 12), time(11, 30)),
    ("कल पौने 1 बजे", day(11, 12), time(12, 45)),
    ("कल ढाई बजे", day(11, 12), time(14, 30)),
    ("kal dopahar 2", day(11, 12), time(14)),
    ("kal subah", day(11, 12), time(10)),
    ("4pm kal", day(11, 12), time(16)),
    ("kal 9 a.m.", day(11, 12), time(9)),
    ("kal 1100", day(11, 12), time(11)),
    ("1100", TODAY, time(11)),
    ("16:30", TODAY, time(16, 30)),
    ("11 बजे", TODAY, time(11)),
    ("mon", day(11, 16), None),
    ("Mon 11", day(11, 16), time(11)),
    ("somvar", day(11, 16), None),
    ("सोमवार 11 बजे", day(11, 16), time(11)),
    ("अगले सोमवार 11 बजे", day(11, 16), time(11)),
    ("wed", day(11, 18), None),
    ("fri", day(11, 13), None),
    ("agle shukravar", day(11, 20), None),
    ("is shukravar", day(11, 13), None),
    ("शुक्रवार को", day(11, 13), None),
    ("+1", day(11, 12), None),
    ("+3", day(11, 16), None),
    ("+३", day(11, 16), None),
    ("+3 11", day(11, 16), time(11)),
    ("+2d", day(11, 13), None),
    ("+3w", day(12, 2), None),
    ("+2m", day(1, 11, 2027), None),
    ("3 karya divas", day(11, 16), None),
    ("३ कार्य दिवस बाद", day(11, 16), None),
    ("2 din baad", day(11, 13), None),
    ("२ दिन बाद", day(11, 13), None),
    ("दो दिन बाद 11 बजे", day(11, 13), time(11)),
    ("in 2 weeks", day(11, 25), None),
    ("दो हफ्ते बाद", day(11, 25), None),
    ("hafte baad", day(11, 18), None),
    ("ek mahine baad", day(12, 11), None),
    ("agle hafte", day(11, 16), None),
    ("अगले माह", day(12, 1), None),
    ("20/11", day(11, 20), None),
    ("20/11/26", day(11, 20), None),
    ("20-11-2026", day(11, 20), None),
    ("20.11.2026 11 baje", day(11, 20), time(11)),
    ("२०/११", day(11, 20), None),
    ("2026-12-03", day(12, 3), None),
    ("20 nov", day(11, 20), None),
    ("20nov", day(11, 20), None),
    ("nov 20", day(11, 20), None),
    ("20 nov 11", day(11, 20), time(11)),
    ("20 nov 2026", day(11, 20), None),
    ("20-Nov-26 1530", day(11, 20), time(15, 30)),
    ("20th November, 2026", day(11, 20), None),
    ("20 नवम्बर", day(11, 20), None),
    ("१६ अगस्त २०२७", day(8, 16, 2027), None),
    ("fri 20/11", day(11, 20), None),
    ("20 तारीख को", day(11, 20), None),
    ("10 tarikh", day(12, 10), None),
    ("10/11", day(11, 10, 2027), None),
    ("11/11", TODAY, None),
    ("eom", day(11, 30), None),
    ("माह के अंत में", day(11, 30), None),
]


@pytest.mark.parametrize(("text", "on", "at"), FUTURE, ids=[row[0] for row in FUTURE])
def test_said_of_a_day_to_come(text: str, on: date, at: time | None) -> None:
    assert understand(text, TODAY, OFFICE) == When(on, at)


PAST: list[tuple[str, date]] = [
    ("aaj", TODAY),
    ("kal", day(11, 10)),
    ("कल", day(11, 10)),
    ("parso", day(11, 9)),
    ("yesterday", day(11, 10)),
    ("mon", day(11, 9)),
    ("wed", day(11, 4)),
    ("pichle somvar", day(11, 9)),
    ("रविवार", day(11, 8)),
    ("-2d", day(11, 9)),
    ("-2", day(11, 9)),
    ("3 din pehle", day(11, 8)),
    ("३ दिन पहले", day(11, 8)),
    ("2 weeks ago", day(10, 28)),
    ("10/11", day(11, 10)),
    ("15/11", day(11, 15, 2025)),
    ("15 अगस्त", day(8, 15)),
    ("15 tarikh", day(10, 15)),
    ("21/01/2022", day(1, 21, 2022)),
]


@pytest.mark.parametrize(("text", "on"), PAST, ids=[row[0] for row in PAST])
def test_said_of_what_has_been_even_on_a_closed_day(text: str, on: date) -> None:
    assert understand(text, TODAY, OFFICE, past=True) == When(on)


@pytest.mark.parametrize(
    ("text", "past", "problem"),
    [
        ("", False, "blank"),
        (" ", False, "blank"),
        ("जल्दी", False, "unclear"),
        ("15", False, "unclear"),
        ("kal kal", False, "unclear"),
        ("31/02", False, "invalid_date"),
        ("11/25", False, "invalid_date"),
        ("06/25/2027", False, "invalid_date"),
        ("31 फरवरी", False, "invalid_date"),
        ("kal 25 baje", False, "invalid_time"),
        ("kal 11:75", False, "invalid_time"),
        ("baje", False, "invalid_time"),
        ("10/11/2026", False, "in_the_past"),
        ("yesterday", False, "in_the_past"),
        ("-3", False, "in_the_past"),
        ("12/11/2026", True, "in_the_future"),
        ("+3", True, "in_the_future"),
        ("thu 20/11/2026", False, "weekday_differs"),
        ("+9999", False, "too_far"),
        ("15/11/2060", False, "too_far"),
        ("99 months", False, "too_far"),
    ],
)
def test_what_is_not_understood_is_told(text: str, past: bool, problem: str) -> None:
    assert understand(text, TODAY, OFFICE, past=past) == When(None, problem=problem)


@pytest.mark.parametrize(
    ("text", "on", "moved_from", "why"),
    [
        ("sat", day(11, 16), day(11, 14), "second_saturday"),
        ("रविवार", day(11, 16), day(11, 15), "sunday"),
        ("24/11", day(11, 25), day(11, 24), "holiday"),
        ("24-11-2026", day(11, 25), day(11, 24), "holiday"),
        ("3d", day(11, 16), day(11, 14), "second_saturday"),
        ("eow", day(11, 13), day(11, 14), "second_saturday"),
    ],
)
def test_a_closed_day_moves_and_tells(text: str, on: date, moved_from: date, why: str) -> None:
    assert understand(text, TODAY, OFFICE) == When(on, moved_from=moved_from, why=why)


def test_the_time_stays_when_the_day_moves() -> None:
    moved = understand("sun 11", TODAY, OFFICE)
    assert (moved.on, moved.at, moved.why) == (day(11, 16), time(11), "sunday")


def test_end_of_month_moves_back_but_never_before_today() -> None:
    sunday_last = understand("eom", date(2027, 1, 28), OFFICE)
    assert sunday_last == When(day(1, 30, 2027), moved_from=day(1, 31, 2027), why="sunday")
    on_that_sunday = understand("eom", date(2027, 1, 31), OFFICE)
    assert on_that_sunday.on == day(2, 1, 2027)


def test_a_short_month_takes_its_last_day() -> None:
    assert understand("+1m", date(2027, 1, 29), OFFICE).moved_from == day(2, 28, 2027)


def test_five_day_offices_move_every_saturday() -> None:
    five = OfficeCalendar(pattern="five")
    assert understand("21/11", TODAY, five).why == "saturday"
    assert understand("21/11", TODAY, OFFICE).why is None


@given(st.dates(TODAY, TODAY + timedelta(days=5 * 366 - 1)), st.sampled_from(LANGUAGES))
def test_what_is_printed_is_understood(when: date, code: Language) -> None:
    set_language(code)
    try:
        printed = [formats.date_text(when), formats.date_long(when), when.isoformat()]
        near = formats.day_short(when)
    finally:
        set_language("en")
    for text in printed:
        assert understand(text, TODAY, ALWAYS_OPEN) == When(when), text
    assert file_date(printed[0]).value == when
    if when < TODAY + timedelta(days=365):
        assert understand(near, TODAY, ALWAYS_OPEN) == When(when), near


@given(st.dates(date(1970, 1, 1), TODAY))
def test_what_is_printed_of_the_past_is_understood(when: date) -> None:
    assert understand(formats.date_text(when), TODAY, OFFICE, past=True) == When(when)


_PIECES = [word for text, _, _ in FUTURE for word in text.split()]


@given(st.lists(st.sampled_from([*_PIECES, "9999", "-", "+99999", "00", "/"]), max_size=5))
def test_any_mixture_gives_a_day_or_a_problem(words: list[str]) -> None:
    for past in (False, True):
        said = understand(" ".join(words), TODAY, OFFICE, past=past)
        assert (said.on is None) != (said.problem is None)
        if said.on is not None and not past:
            assert said.on >= TODAY
            assert OFFICE.is_working(said.on)


@given(st.text(max_size=20), st.booleans())
def test_no_text_raises(text: str, past: bool) -> None:
    said = understand(text, TODAY, OFFICE, past=past)
    assert (said.on is None) != (said.problem is None)


def test_every_code_has_its_sentence() -> None:
    problems = {"blank", "unclear", "invalid_date", "invalid_time", "in_the_past"}
    problems |= {"in_the_future", "weekday_differs", "too_far"}
    ids = [f"when.problem.{code}" for code in problems]
    ids += [f"when.why.{code}" for code in get_args(WhyClosed)]
    assert [one for one in ids if not known(one)] == []
