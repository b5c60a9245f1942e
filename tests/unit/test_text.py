"""Cleaning, comparing and masking of text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import verhoeff

from onboarding.domain.text import SCREEN_TABLE, ascii_digits, clean, fold, mask_aadhaar


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("  Kisan   Traders ", "Kisan Traders"),
        ("a\u00a0b\u00adc\ufeff", "a bc"),
        ("x\x1b[2Jy\x7f", "x\u241b[2Jy\u2421"),
        ("a\x9bb\u202ec\u2066d", "a\ufffdb\ufffdc\ufffdd"),
        ("a\ud800b", "a\ufffdb"),
        ("एक\r\nदो\u2028तीन\tचार", "एक दो तीन चार"),
        ("गारमेन्\u200dट्स", "गारमेन्\u200dट्स"),
        ("A\u200dB\u200c", "AB"),
        ("a\u200bb", "ab"),
        ("क\u093cलम", unicodedata.normalize("NFC", "क\u093cलम")),
    ],
)
def test_clean(raw: str, wanted: str) -> None:
    assert clean(raw) == wanted


def test_clean_keeps_lines_only_when_asked() -> None:
    assert clean("एक \r\n\r\n\r\n\r\n दो", lines=True) == "एक\n\nदो"
    assert clean("एक\nदो") == "एक दो"


def test_clean_cuts() -> None:
    assert clean("a" * 3000) == "a" * 2000
    assert clean("ab cd", limit=3) == "ab"


@given(st.text(max_size=200))
def test_clean_is_stable_and_leaves_nothing_hidden(value: str) -> None:
    once = clean(value, lines=True)
    assert clean(once, lines=True) == once
    assert not set(once.replace("\n", "")) & set(map(chr, SCREEN_TABLE))


@given(st.text(max_size=100))
def test_screen_table_touches_no_ordinary_character(value: str) -> None:
    shown = value.translate(SCREEN_TABLE)
    assert len(shown) == len(value)
    for before, after in zip(value, shown, strict=True):
        assert before == after or unicodedata.category(before) in {
            "Cc",
            "Cf",
            "Cs",
            "Zl",
            "Zp",
            "Cn",
        }


def test_screen_table_keeps_joiners() -> None:
    assert "क्\u200dष\u200c".translate(SCREEN_TABLE) == "क्\u200dष\u200c"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("झाँसी", "झांसी"),
        ("ज़िला", "जिला"),
        ("जी०एस०टी० नं०", "जी.एस.टी. नं"),
        ("क्र0सं0", "क्र०सं०"),
        ("C.S.M. Nagar", "csm nagar"),
        ("E-Mail", "email"),
        ("चित्रकूट\u200dधाम", "चित्रकूट धाम"),
        ("१२", "12"),
    ],
)
def test_fold_equal(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_fold_keeps_different_names_apart() -> None:
    assert len(set(map(fold, ("Etah", "Etawah", "Banda", "Ballia", "एटा", "इटावा")))) == 6


@given(st.text(alphabet="कखगज़़ाीँं्aBzÉ .-_\u200d", max_size=30))
def test_fold_is_stable(value: str) -> None:
    assert fold(fold(value)) == fold(value)


def test_ascii_digits() -> None:
    assert ascii_digits("मो० ९८ a7") == "मो0 98 a7"


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("आधार 1000 2000 3000", "आधार XXXX XXXX 3000"),
        ("आधार1000-2000-3000 सत्यापित", "आधारXXXX XXXX 3000 सत्यापित"),
        ("Aadhaar: १०००२०००३०००", "Aadhaar: XXXX XXXX 3000"),
        ("100020003000 (UID)", "XXXX XXXX 3000 (UID)"),
        ("वर्चुअल आई०डी० 1000 2000 3000 4000", "वर्चुअल आई०डी० XXXX XXXX XXXX 4000"),
        ("a/c no 12345678901234", "a/c no XXXX1234"),
        ("खाता सं० 6891234567", "खाता सं० XXXX4567"),
        ("Bank Account Number: 000123456789", "Bank Account Number: XXXX6789"),
    ],
)
def test_masked(raw: str, wanted: str) -> None:
    assert mask_aadhaar(raw) == (wanted, 1)


@pytest.mark.parametrize(
    "kept",
    [
        "6892713464",
        "916892713464",
        "+91 6892713464",
        "आधार से लिंक मोबाइल 916892713464",
        "6891628995 / 6898997782",
        "09ZZZPX9001A1Z6",
        "UDYAM-UP-16-9500359",
        "GEMC-511687712345678",
        "seller id 6400000000000017",
        "account created, call 6892713464",
        "05329-200015",
        "निवेश 12,34,56,789",
    ],
)
def test_not_masked(kept: str) -> None:
    assert mask_aadhaar(kept) == (kept, 0)


@given(st.integers(10**10, 10**11 - 1), st.sampled_from(["", " ", "-", " - "]), st.booleans())
def test_verhoeff_number_is_masked_without_a_word(body: int, gap: str, hindi: bool) -> None:
    digits = f"{body}{verhoeff.calc_check_digit(str(body))}"
    written = gap.join((digits[:4], digits[4:8], digits[8:]))
    if hindi:
        written = written.translate({48 + n: chr(0x966 + n) for n in range(10)})
    masked, count = mask_aadhaar(f"नोट {written}.")
    if gap == "" and digits[:2] == "91" and digits[2] in "6789" and not hindi:
        assert count == 0
    elif gap or not digits.startswith("91"):
        assert (masked, count) == (f"नोट XXXX XXXX {digits[-4:]}.", 1)


@given(st.text(alphabet="0123456789 -/आधार", max_size=60))
def test_masking_twice_changes_nothing_more(text: str) -> None:
    once, _ = mask_aadhaar(text)
    assert mask_aadhaar(once) == (once, 0)


def test_whatever_a_screen_replaces_is_not_printable() -> None:
    """The filter on the way to the terminal passes printable text on unseen."""
    assert SCREEN_TABLE
    assert not [hex(code) for code in SCREEN_TABLE if chr(code).isprintable()]
