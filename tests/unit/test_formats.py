"""Numbers, money and dates as shown to people."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onboarding import formats
from onboarding.i18n import set_language

DAY = date(2026, 7, 15)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


@pytest.mark.parametrize(
    ("n", "text"),
    [
        (None, "-"),
        (0, "0"),
        (999, "999"),
        (1000, "1,000"),
        (91_245, "91,245"),
        (124_567, "1,24,567"),
        (1_234_567, "12,34,567"),
        (123_456_789, "12,34,56,789"),
        (-1_234_567, "-12,34,567"),
        (-12, "-12"),
    ],
)
def test_indian_groups(n: int | None, text: str) -> None:
    assert formats.number(n) == text


@given(st.integers())
def test_grouping_changes_no_digit(n: int) -> None:
    assert int(formats.number(n).replace(",", "")) == n


@given(st.integers(-(10**12), 10**12))
def test_grouping_agrees_with_the_unicode_tables(n: int) -> None:
    from babel.numbers import format_decimal

    assert formats.number(n) == format_decimal(n, locale="en_IN")


@pytest.mark.parametrize(
    ("n", "text"),
    [
        (None, "-"),
        (0, "₹0"),
        (99_999, "₹99,999"),
        (100_000, "₹1.00 lakh"),
        (340_000, "₹3.40 lakh"),
        (9_999_499, "₹99.99 lakh"),
        (9_999_500, "₹1.00 crore"),
        (10_000_000, "₹1.00 crore"),
        (77_752_000_000, "₹7,775.20 crore"),
        (-340_000, "-₹3.40 lakh"),
    ],
)
def test_rupees(n: int | None, text: str) -> None:
    assert formats.rupees(n) == text


def test_money_and_dates_in_hindi() -> None:
    set_language("hi")
    assert formats.rupees(77_752_000_000) == "₹7,775.20 करोड़"
    assert formats.rupees(340_000) == "₹3.40 लाख"
    assert formats.date_long(DAY) == "बुधवार, 15 जुलाई 2026"
    assert formats.day_short(DAY) == "बुध 15-07"
    assert formats.month_text(DAY) == "जुलाई 2026"
    assert formats.since(date(2026, 7, 6), DAY) == "9 दिन"


def test_dates_in_english() -> None:
    assert formats.date_text(DAY) == "15-07-2026"
    assert formats.date_text(None) == "-"
    assert formats.date_long(DAY) == "Wednesday, 15 July 2026"
    assert formats.day_short(DAY) == "Wed 15-07"
    assert formats.month_text(DAY) == "July 2026"
    assert formats.weekday_text(DAY) == "Wednesday"
    assert formats.time_text(time(9, 5)) == "09:05"
    assert formats.time_text(None) == "-"


def test_age_in_days() -> None:
    assert formats.since(date(2026, 7, 6), DAY) == "9 d"
    assert formats.since(DAY, DAY) == "0 d"
    assert formats.since(date(2026, 7, 18), DAY) == "in 3 d"
    assert formats.since(None, DAY) == "-"


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (40_234, 91_245, "44.1%"),
        (0, 5, "0.0%"),
        (5, 5, "100.0%"),
        (99_999, 100_000, "99.9%"),
        (3, 2, "150.0%"),
        (1, 0, "-"),
        (1, None, "-"),
        (None, 1, "-"),
        (-1, 8, "-12.5%"),
        (-1, 100_000, "0.0%"),
        (20, 1, "2,000.0%"),
    ],
)
def test_percent(part: int | None, whole: int | None, text: str) -> None:
    assert formats.percent(part, whole) == text


def test_crore_for_a_column() -> None:
    assert formats.crore(77_752_000_000) == "7,775.20"
    assert formats.crore(-77_750) == "-0.01"
    assert formats.crore(None) == "-"


@pytest.mark.parametrize(
    "instant",
    ["2026-07-15T11:00:00Z", "2026-07-15T11:00:00", "2026-07-15 11:00:00+00:00"],
)
def test_instants_are_shown_in_india(instant: str) -> None:
    assert formats.instant_local(instant) == "15-07-2026 16:30"


def test_an_evening_in_utc_is_the_next_morning_in_india() -> None:
    assert formats.instant_local("2026-12-31T18:30:00.250Z") == "01-01-2027 00:00"
    assert formats.instant_local(None) == "-"


def test_plain_numbers_do_not_load_babel() -> None:
    code = (
        "import sys; from datetime import date; from onboarding import formats as f;"
        "f.number(1234567); f.rupees(10**8); f.since(date.today(), date.today());"
        "sys.exit('babel' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
