"""The calendar and the baseline that ship with the program."""

from __future__ import annotations

from collections import Counter
from datetime import date

from onboarding.domain.calendar import DayKind, OfficeCalendar
from onboarding.reference import rows


def shipped() -> OfficeCalendar:
    days = rows("calendar_days")
    return OfficeCalendar({date.fromisoformat(row["on_date"]): DayKind(row["kind"]) for row in days})


def test_each_day_stands_once_in_order_and_is_named_in_both_languages() -> None:
    days = rows("calendar_days")
    dates = [row["on_date"] for row in days]
    assert dates == sorted(set(dates))
    assert all(row["name_en"].isascii() and row["name_en"] for row in days)
    assert all(any("\u0900" <= sign <= "\u097f" for sign in row["name_hi"]) for row in days)


def test_every_year_has_a_likely_number_of_holidays() -> None:
    years = Counter(row["on_date"][:4] for row in rows("calendar_days") if row["kind"] == "holiday")
    assert sorted(years) == [str(year) for year in range(2021, 2028)]
    assert all(18 <= count <= 27 for count in years.values())


def test_days_of_the_state_order_that_the_library_lacks() -> None:
    calendar = shipped()
    for day in (date(2026, 1, 3), date(2026, 2, 15), date(2026, 3, 3), date(2026, 10, 19)):
        assert calendar.why_closed(day) == "holiday"
    assert calendar.why_closed(date(2026, 8, 15)) == "holiday"
    assert OfficeCalendar(calendar.days, "five").is_working(date(2023, 3, 4))
    assert calendar.is_working(date(2026, 1, 1))


def test_the_baseline_of_january_2022() -> None:
    figures = {row["figure"]: int(row["value"]) for row in rows("baseline")}
    assert figures == {
        "sellers_registered": 91_245,
        "mse_registered": 40_234,
        "primary_users": 3_108,
        "secondary_users": 8_576,
        "procurement_crore": 7_775,
    }
    assert {row["as_on"] for row in rows("baseline")} == {"2022-01-21"}
