"""The one line in which a walk-in is registered."""

from __future__ import annotations

from typing import Any

import pytest

from onboarding.domain.walk_in import read_line
from tests.support.hostile import HOSTILE

LINES: list[tuple[str, dict[str, Any]]] = [
    (
        "6441234567 Maa Traders, Ramesh Gupta, furniture",
        {"mobile": "6441234567", "name": "Maa Traders", "owner_name": "Ramesh Gupta", "products": "furniture"},
    ),
    ("+91 64412 34567 M/s 3 Star", {"mobile": "6441234567", "name": "3 Star"}),
    ("06441234567 24 Carat Jewels", {"mobile": "6441234567", "name": "24 Carat Jewels"}),
    ("6441234567 3 Star Traders,, chairs", {"mobile": "6441234567", "name": "3 Star Traders", "products": "chairs"}),
    ("6441234567 / 6441234568 Maa", {"mobile": "6441234567", "alt_mobile": "6441234568", "name": "Maa"}),
    ("6441234567, Maa Traders, Ramesh", {"mobile": "6441234567", "name": "Maa Traders", "owner_name": "Ramesh"}),
    ("Maa Traders, Ramesh 6441234567", {"mobile": "6441234567", "name": "Maa Traders", "owner_name": "Ramesh"}),
    (
        "६४४१२३४५६७ माँ ट्रेडर्स, रमेश गुप्ता",
        {"mobile": "6441234567", "name": "माँ ट्रेडर्स", "name_hi": "माँ ट्रेडर्स", "owner_name": "रमेश गुप्ता"},
    ),
    (
        "Maa Traders, zzzpz1234z, Ramesh, udyam up 16 1234567, a@example.in",
        {
            "pan": "ZZZPZ1234Z",
            "udyam": "UDYAM-UP-16-1234567",
            "email": "a@example.in",
            "name": "Maa Traders",
            "owner_name": "Ramesh",
        },
    ),
    ("0522-2345678 6441234567 Maa", {"phone": "05222345678", "mobile": "6441234567", "name": "Maa"}),
    ("6441234567 Maa, PIN 226001", {"mobile": "6441234567", "pin": "226001", "name": "Maa"}),
]


@pytest.mark.parametrize(("line", "values"), LINES)
def test_the_line_falls_into_its_fields(line: str, values: dict[str, Any]) -> None:
    found = read_line(line)
    assert found.values == values
    assert found.is_complete


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("644123", "number_short"),
        ("6441234567", "name_needed"),
        ("Maa Traders", "identifier_needed"),
        ("9999999999 Maa", "dummy"),
        ("64412345678 Maa", "mobile_length"),
        ("6441234567 Maa, 09ZZZPZ1234Z1Z5", "gstin_check"),
        ("6441234567 Maa, udyam-up-16-123", "udyam_length"),
        ("6441234567 Maa, ram@", "email_shape"),
        ("6441234567 Maa, ZZZPZ1234Z, ZZZPZ4321Z", "twice"),
        ("0522-2345678 Maa", "identifier_needed"),
    ],
)
def test_what_is_wrong_stops_the_line(line: str, code: str) -> None:
    found = read_line(line)
    assert code in [problem.code for problem in found.problems if problem.stops]
    assert not found.is_complete


def test_digits_of_the_number_count_while_it_is_typed() -> None:
    assert [read_line("+91 64412345"[:length]).number for length in (3, 7, 9, 11)] == ["", "644", "64412", "6441234"]
    assert read_line("0644 123").number == "644123"
    assert read_line("644 12").number == "64412"
    assert read_line("६४४१").number == "6441"


def test_an_aadhaar_number_is_neither_kept_nor_taken_for_a_phone() -> None:
    found = read_line("6441234567 Maa, Aadhaar 2341 2341 2346")
    assert not any("2346" in str(value) for value in found.values.values())
    assert [problem.code for problem in found.problems] == ["aadhaar_masked"]
    assert found.is_complete


def test_a_third_number_is_told_not_lost_in_silence() -> None:
    found = read_line("6441234567 6441234568 6441234569 Maa")
    assert (found.values["mobile"], found.values["alt_mobile"]) == ("6441234567", "6441234568")
    assert "too_many_numbers" in [problem.code for problem in found.problems]


@pytest.mark.parametrize("name", [name for name in HOSTILE if name.strip()])
def test_hostile_names_never_break_it(name: str) -> None:
    found = read_line(f"6441234567 {name}")
    assert found.values["mobile"] == "6441234567"


def test_an_empty_line_says_nothing() -> None:
    assert read_line("   ") == read_line("")
    assert read_line("").problems == ()


def test_a_pan_with_a_slip_is_told_and_no_owner() -> None:
    walk_in = read_line("9876501234 X Traders, PAN ABCPD123")
    assert [(problem.field, problem.stops) for problem in walk_in.problems] == [("pan", True)]
    assert "owner_name" not in walk_in.values


def test_a_pan_called_by_its_name_leaves_no_word_behind() -> None:
    walk_in = read_line("6441234567 Maa Traders, PAN ZZAPA1234B, Ramesh")
    assert (walk_in.values["pan"], walk_in.values["owner_name"]) == ("ZZAPA1234B", "Ramesh")
