"""Sums of money."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onboarding.domain.amounts import Amount, Unit, header_unit, rupees


@pytest.mark.parametrize(
    ("cell", "unit", "wanted"),
    [
        ("3,40,000", None, Amount(340_000)),
        ("₹ 7.4 लाख", None, Amount(740_000)),
        ("1.2 करोड़", Unit.LAKH, Amount(12_000_000)),
        ("Rs. 7,40,000/-", None, Amount(740_000)),
        ("Rs. 7,40,000/-", Unit.LAKH, Amount(740_000, "amount_in_rupees")),
        ("500/-", Unit.LAKH, Amount(500, "amount_in_rupees")),
        ("12,50,000", Unit.LAKH, Amount(1_250_000, "amount_in_rupees")),
        ("₹ 18.25", Unit.LAKH, Amount(1_825_000)),
        (435.5, Unit.LAKH, Amount(43_550_000)),
        (45, Unit.LAKH, Amount(4_500_000)),
        (0.29, Unit.CRORE, Amount(2_900_000)),
        (1.005, None, Amount(1)),
        ("४५.५", Unit.LAKH, Amount(4_550_000)),
        ("7 लाख 40 हजार", None, Amount(740_000)),
        ("5 Lakhs", None, Amount(500_000)),
        ("₹ 5 Cr.", None, Amount(50_000_000)),
        ("रु० 500", None, Amount(500)),
        ("5 लाख रुपये मात्र", None, Amount(500_000)),
        ("0", None, Amount(0)),
        ("3.4E+05", None, Amount(340_000, "amount_rounded")),
        ("(5,000)", None, Amount(None, "amount_negative")),
        ("-5", Unit.LAKH, Amount(None, "amount_negative")),
        ("5-10 लाख", None, Amount(None, "amount_range")),
        ("1,2,3", None, Amount(None, "amount_shape")),
        ("पता नहीं 5 बार", None, Amount(None, "amount_shape")),
        ("9" * 16, None, Amount(None, "amount_too_big")),
        ("#VALUE!", None, Amount(None, "excel_error")),
        ("NA", None, Amount(None)),
        ("", None, Amount(None)),
    ],
)
def test_rupees(cell: str | float, unit: Unit | None, wanted: Amount) -> None:
    assert rupees(cell, unit) == wanted


@given(st.integers(0, 99_999_99))
def test_hundredths_of_a_lakh_are_exact(hundredths: int) -> None:
    written = f"{Decimal(hundredths) / 100:.2f}"
    assert rupees(written, Unit.LAKH).value == hundredths * 1000
    assert rupees(float(written), Unit.LAKH).value == hundredths * 1000


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("(निवेश एवं टर्नओवर ₹ लाख में)", Unit.LAKH),
        ("Turnover (Rs. in Lacs)", Unit.LAKH),
        ("मूल्य (₹ करोड़)", Unit.CRORE),
        ("Value in Cr.", Unit.CRORE),
        ("राशि (हज़ार में)", Unit.THOUSAND),
        ("टर्नओवर (रु०)", Unit.RUPEE),
        ("निवेश", None),
        ("गुरु का नाम", None),
        ("लाख / करोड़", None),
    ],
)
def test_header_unit(heading: str, unit: Unit | None) -> None:
    assert header_unit(heading) == unit
