"""Dates in outsiders' files: day first, never guessed."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onboarding.domain.dates import Cell, ReadDate, file_date

FEB_7 = date(2023, 2, 7)


@pytest.mark.parametrize(
    "cell",
    [
        "07/02/2023",
        "7/2/2023",
        "07.02.2023",
        "7-2-23",
        "07-02-2023",
        "07-Feb-23",
        "07-FEB-2023",
        "7th Feb 2023",
        "7 February, 2023",
        "Feb 7, 2023",
        "7 फरवरी 2023",
        "7 फ़रवरी 2023",
        "०७/०२/२०२३",
        "७ फरवरी २०२३",
        "2023-02-07",
        "2023/02/07",
        "2023-02-07T10:20:30Z",
        "2023-02-07 10:20:30.123+05:30",
        "2023-02-07 00:00:00",
        "07-Feb-2023 05:55 PM",
        "07-Feb-2023 5:55 p.m.",
        "07/02/2023 17:55",
        " 07/02/2023\u00a0",
        "'07/02/2023",
        "44964",
        "44964.0",
        "४४९६४",
        44964,
        44964.75,
        FEB_7,
        datetime(2023, 2, 7, 23, 59),
    ],
)
def test_every_shape_of_one_day(cell: Cell) -> None:
    assert file_date(cell) == ReadDate(FEB_7, None)


@pytest.mark.parametrize("month_word", ["सितम्बर", "सितंबर", "Sept", "september", "SEP"])
def test_months_have_several_spellings(month_word: str) -> None:
    assert file_date(f"15 {month_word} 2024").value == date(2024, 9, 15)


@pytest.mark.parametrize(
    "cell",
    [
        "06/25/2024",
        "15/13/2023",
        "31/02/2024",
        "31/04/2023",
        "29/02/2023",
        "00.00.0000",
        "0000-00-00",
        "2019",
        2019,
        2019.0,
        "Mar-23",
        "32-Jan-23",
        "7 Foo 2023",
        "07/02/223",
        "07/02",
        "12345678",
        60_001,
        19_999,
        True,
        float("nan"),
        float("inf"),
        -1,
        "#REF!",
        "आधार 1366 7691 7679",
        "07/02/2023 और 08/02/2023",
        "07/02/0023",
    ],
)
def test_what_is_no_date_is_told_and_left_blank(cell: Cell) -> None:
    assert file_date(cell) == ReadDate(None, "invalid_date")


@pytest.mark.parametrize("cell", [None, "", "  ", "-", "—", "NA", "N.A.", "nil", "उपलब्ध नहीं"])
def test_blank_is_no_problem(cell: Cell) -> None:
    assert file_date(cell) == ReadDate(None, None)


@pytest.mark.parametrize(("text", "year"), [("00", 2000), ("69", 2069), ("70", 1970), ("99", 1999)])
def test_two_digit_years_turn_at_seventy(text: str, year: int) -> None:
    assert file_date(f"1-2-{text}").value == date(year, 2, 1)


def test_the_future_is_a_problem_only_where_today_is_given() -> None:
    assert file_date("08/02/2023", today=FEB_7) == ReadDate(None, "future_date")
    assert file_date("07/02/2023", today=FEB_7) == ReadDate(FEB_7, None)
    assert file_date("01/01/2099").value == date(2099, 1, 1)
    assert file_date(50_000, today=FEB_7).problem == "future_date"


@given(st.dates(date(1970, 1, 1), date(2069, 12, 31)))
def test_what_is_printed_is_read_back(day: date) -> None:
    for shape in ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%y", "%d-%b-%y", "%d %B %Y", "%Y-%m-%d"):
        assert file_date(day.strftime(shape)) == ReadDate(day, None), shape


@given(st.text(max_size=30))
def test_no_text_raises(text: str) -> None:
    read = file_date(text)
    assert read.value is None or read.problem is None
