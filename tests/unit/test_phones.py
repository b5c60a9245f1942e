"""Telephone numbers in cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onboarding.domain.cells import PROBLEMS, Checked
from onboarding.domain.phones import Phones, check_mobile, split_phones

ONE = "6891122233"


@pytest.mark.parametrize(
    "cell",
    [
        ONE, "+91-68911 22233", "0 68911 22233", "91 68911 22233", "06891122233", "006891122233",
        "00916891122233", "+91-0-6891122233", "916891122233", "6891-122-233", "68911.22233",
        "'6891122233", '="6891122233"', "6891122233.0", "6.891122233E+09", "६८९११२२२३३",
        "6891122233 (WhatsApp)", "मो० 6891122233", "मो0-6891122233", "Mob.6891122233",
        "68911\u00a022233 ", "\u202a+91 68911 22233\u202c", "6891122233, 6891122233",
    ],
)  # fmt: skip
def test_one_mobile_in_every_shape(cell: str) -> None:
    assert split_phones(cell) == Phones((ONE,))
    assert check_mobile(cell) == Checked(ONE)


@pytest.mark.parametrize("between", [" / ", ",", "; ", " ", "-", "\n", " या ", " or ", " तथा ", " & "])
def test_two_mobiles(between: str) -> None:
    assert split_phones(f"6891122233{between}6891122244").mobiles == (ONE, "6891122244")


@pytest.mark.parametrize(
    ("cell", "landline"),
    [
        ("0551-2300000", "05512300000"),
        ("05329-200015", "05329200015"),
        ("(0522) 2300000", "05222300000"),
        ("0522-2300000 Ext 123", "05222300000"),
        ("0612-2300000", "06122300000"),
        ("1800-180-1234", "18001801234"),
        ("2300000", "2300000"),
    ],
)
def test_landline_is_no_mobile(cell: str, landline: str) -> None:
    assert split_phones(cell) == Phones(landlines=(landline,))
    assert check_mobile(cell) == Checked(None, "mobile_landline")


def test_mixed_cell_keeps_order() -> None:
    cell = "6891122233 / 05329-200008 ; 6891122244"
    assert split_phones(cell) == Phones((ONE, "6891122244"), ("05329200008",))


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("6.89E+09", "mobile_lost_digits"),
        ("689112223", "mobile_length"),
        ("68911222334", "mobile_length"),
        ("9999999999", "dummy"),
        ("1234567890", "dummy"),
        ("98765 43210", "dummy"),
        ("+91 0000000000", "dummy"),
        ("#N/A", "excel_error"),
        ("पता नहीं है भाई", "mobile_shape"),
    ],
)
def test_problem_without_number(cell: str, problem: str) -> None:
    assert split_phones(cell) == Phones(problems=(problem,))
    assert check_mobile(cell) == Checked(None, problem)


@pytest.mark.parametrize("cell", ["", "NA", "-", "nil", "उपलब्ध नहीं"])
def test_blank_is_nothing(cell: str) -> None:
    assert split_phones(cell) == Phones()


@given(st.text(alphabet="0123456789 /-+.,()E'=\"मोया", max_size=40))
def test_any_cell(cell: str) -> None:
    found = split_phones(cell)
    assert all(len(number) == 10 and number[0] in "6789" for number in found.mobiles)
    assert len(set(found.mobiles)) == len(found.mobiles)
    assert set(found.problems) <= PROBLEMS
    assert not set(found.mobiles) & set(found.landlines)


@pytest.mark.parametrize("cell", ["4204²84670", "¹845536³²7", "64400٣٣٣٣٣", "²³"])
def test_superscripts_and_foreign_digits_are_no_digits(cell: str) -> None:
    found = split_phones(cell)
    assert (found.mobiles, found.landlines) == ((), ())
    assert found.problems
