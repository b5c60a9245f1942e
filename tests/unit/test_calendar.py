"""Working days of six-day and five-day offices, and the financial year."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onboarding.domain.calendar import (
    DayKind,
    OfficeCalendar,
    Pattern,
    financial_quarter,
    financial_year,
    month_end,
    month_start,
    same_day_last_year_fy,
    week_start,
)

# November 2026: Sunday 1, 8, 15; Saturday 7, 14 (the second), 21.
DAYS = {
    date(2026, 11, 10): DayKind.HOLIDAY,
    date(2026, 11, 11): DayKind.RESTRICTED,
    date(2026, 11, 15): DayKind.EXTRA_WORKING,
    date(2026, 11, 17): DayKind.CLOSED,
    date(2026, 11, 8): DayKind.HOLIDAY,
}
SIX = OfficeCalendar(DAYS)
FIVE = OfficeCalendar(DAYS, "five")


def november(day: int) -> date:
    return date(2026, 11, day)


@pytest.mark.parametrize(
    ("calendar", "day", "why"),
    [
        (SIX, 1, "sunday"),
        (SIX, 7, None),
        (SIX, 8, "holiday"),
        (SIX, 10, "holiday"),
        (SIX, 11, None),
        (SIX, 14, "second_saturday"),
        (SIX, 15, None),
        (SIX, 17, "closed"),
        (SIX, 21, None),
        (FIVE, 7, "saturday"),
        (FIVE, 14, "saturday"),
        (FIVE, 22, "sunday"),
    ],
)
def test_why_an_office_is_closed(calendar: OfficeCalendar, day: int, why: str | None) -> None:
    assert calendar.why_closed(november(day)) == why
    assert calendar.is_working(november(day)) is (why is None)


@pytest.mark.parametrize("first", [1, 2, 3, 4, 5, 6, 7])
def test_second_saturday_is_the_one_from_8_to_14(first: int) -> None:
    plain = OfficeCalendar()
    month = next(m for m in range(1, 100) if _month(m).isoweekday() == first)
    days = [_month(month) + timedelta(days=at) for at in range(28)]
    closed = [day for day in days if plain.why_closed(day) == "second_saturday"]
    saturdays = [day for day in days if day.weekday() == 5]
    assert closed == [saturdays[1]]


def _month(number: int) -> date:
    return date(2020 + number // 12, number % 12 + 1, 1)


def test_steps_over_closed_days() -> None:
    assert SIX.next_working(november(14)) == november(15)
    assert SIX.next_working(november(7)) == november(7)
    assert SIX.previous_working(november(10)) == november(9)
    assert SIX.add_working_days(november(7), 1) == november(9)
    assert SIX.add_working_days(november(7), 2) == november(11)
    assert SIX.add_working_days(november(11), -2) == november(7)
    assert SIX.add_working_days(november(10), 0) == november(11)
    assert FIVE.add_working_days(november(6), 1) == november(9)


def test_working_days_include_both_ends() -> None:
    assert SIX.working_days(november(9), november(9)) == 1
    assert SIX.working_days(november(7), november(11)) == 3
    assert SIX.working_days(november(10), november(10)) == 0
    assert SIX.working_days(november(11), november(9)) == 0


@given(
    st.dates(date(2021, 1, 1), date(2027, 12, 31)),
    st.integers(1, 60),
    st.sampled_from(["six", "five"]),
)
def test_adding_and_counting_agree(day: date, count: int, pattern: Pattern) -> None:
    calendar = OfficeCalendar(DAYS, pattern)
    end = calendar.add_working_days(day, count)
    assert calendar.is_working(end)
    assert calendar.working_days(day + timedelta(days=1), end) == count


@pytest.mark.parametrize(
    ("day", "label", "quarter"),
    [
        (date(2026, 3, 31), "2025-26", 4),
        (date(2026, 4, 1), "2026-27", 1),
        (date(2026, 7, 1), "2026-27", 2),
        (date(2026, 12, 31), "2026-27", 3),
        (date(2000, 1, 1), "1999-00", 4),
    ],
)
def test_financial_year_begins_in_april(day: date, label: str, quarter: int) -> None:
    year = financial_year(day)
    assert year.label == label
    assert year.start <= day <= year.end
    assert (year.start.month, year.start.day, year.end.month, year.end.day) == (4, 1, 3, 31)
    assert financial_quarter(day) == quarter


def test_bounds_of_months_weeks_and_last_year() -> None:
    assert month_start(november(30)) == november(1)
    assert month_end(date(2028, 2, 1)) == date(2028, 2, 29)
    assert month_end(date(2026, 12, 31)) == date(2026, 12, 31)
    assert week_start(november(8)) == november(2)
    assert week_start(november(2)) == november(2)
    assert same_day_last_year_fy(date(2028, 2, 29)) == date(2027, 2, 28)
    assert same_day_last_year_fy(november(7)) == date(2025, 11, 7)
