"""PAN, GSTIN, Udyam and the other numbers of a firm."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum.in_ import gstin as judge

from onboarding.domain import identifiers as ids
from onboarding.domain.cells import PROBLEMS, Checked

GOOD = ("09ZZZPX9001A1Z6", "09ZZZCX9002B1ZU", "09ZZZFX9003C1ZL")
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@pytest.mark.parametrize("gstin", GOOD)
def test_gstin_good(gstin: str) -> None:
    assert ids.check_gstin(gstin) == Checked(gstin)
    assert ids.check_gstin(f" {gstin[:2].lower()} {gstin[2:].lower()} ") == Checked(gstin)
    assert ids.check_gstin(f'="{gstin}"') == Checked(gstin)
    assert (ids.pan_of_gstin(gstin), ids.gstin_state(gstin)) == (gstin[2:12], "09")


@given(st.sampled_from(GOOD), st.integers(0, 14), st.sampled_from(ALPHABET))
def test_gstin_one_wrong_character_is_never_taken_as_it_stands(gstin: str, place: int, sign: str) -> None:
    assume(gstin[place] != sign)
    wrong = gstin[:place] + sign + gstin[place + 1 :]
    found = ids.check_gstin(wrong)
    assert found.value is None or (found.repaired and judge.is_valid(found.value))


BODY = r"(0[1-9]|[12][0-9]|3[0-7])ZZZ[PCFHT][A-Z][1-9][0-9]{3}[A-Z][1-9A-Z]Z"


@given(st.from_regex(BODY, fullmatch=True), st.sampled_from(ALPHABET))
def test_gstin_judged_as_the_library_does(body: str, check: str) -> None:
    gstin = body + check
    found = ids.check_gstin(gstin)
    assert (found.value == gstin) == judge.is_valid(gstin)


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("O9ZZZPX9001A1Z6", Checked(GOOD[0], "gstin_repaired", repaired=True)),
        ("09ZZZPX9OO1A1Z6", Checked(GOOD[0], "gstin_repaired", repaired=True)),
        ("09ZZZPX900IAIZ6", Checked(GOOD[0], "gstin_repaired", repaired=True)),
        ("09ZZZPX9001A1Z7", Checked(None, "gstin_check")),
        ("09ZZZPX9001A1Z", Checked(None, "gstin_length")),
        ("09ZZZPX9001A1X6", Checked(None, "gstin_shape")),
        ("09LKNA01234B1DU", Checked("09LKNA01234B1DU", "gstin_department")),
        ("#N/A", Checked(None, "excel_error")),
        ("nil", Checked(None)),
        ("", Checked(None)),
    ],
)
def test_gstin_cells(cell: str, wanted: Checked) -> None:
    assert ids.check_gstin(cell) == wanted


def _with_check(body: str) -> str:
    return next(body + c for c in ALPHABET if ids.check_gstin(body + c).problem is None)


@pytest.mark.parametrize("state", ["38", "97", "99"])
def test_gstin_states_the_library_lacks(state: str) -> None:
    assert ids.gstin_state(_with_check(f"{state}ZZZPX9001A1Z")) == state


@pytest.mark.parametrize("state", ["00", "39", "55"])
def test_gstin_no_such_state(state: str) -> None:
    found = {ids.check_gstin(f"{state}ZZZPX9001A1Z{c}").problem for c in ALPHABET}
    assert found == {"gstin_state"}


def test_department_has_no_pan() -> None:
    assert ids.pan_of_gstin("09LKNA01234B1DU") is None


@pytest.mark.parametrize(
    ("cell", "value", "problem"),
    [
        ("zzmpr4241d", "ZZMPR4241D", None),
        ("ZZMPM 0451L", "ZZMPM0451L", None),
        ("'ZZMPM0451L", "ZZMPM0451L", None),
        ("ZZMPM०४५१L", "ZZMPM0451L", None),
        ("ZZMXP0451L", None, "pan_holder"),
        ("ZZZPX0000A", None, "pan_digits"),
        ("ZZZPX000A", None, "pan_shape"),
        ("उपलब्ध नहीं", None, None),
        ("—", None, None),
    ],
)
def test_pan(cell: str, value: str | None, problem: str | None) -> None:
    assert ids.check_pan(cell) == Checked(value, problem)


@pytest.mark.parametrize(
    ("cell", "value", "problem"),
    [
        ("UDYAM-UP-16-9500359", "UDYAM-UP-16-9500359", None),
        ("udyam up 12 7654321", "UDYAM-UP-12-7654321", None),
        ("UDYAMUP169500179", "UDYAM-UP-16-9500179", None),
        ("Udyam UP-16-9500456", "UDYAM-UP-16-9500456", None),
        ("UDYAM-UP-16-980620", None, "udyam_length"),
        ("UDYAM-UP-16-9,500,179", None, "udyam_shape"),
        ("UP16D9908522", None, "udyam_is_uam"),
        ("Mar-23", None, "udyam_date"),
        ("2023-03-01 00:00:00", None, "udyam_date"),
        ("-", None, None),
    ],
)
def test_udyam(cell: str, value: str | None, problem: str | None) -> None:
    assert ids.check_udyam(cell) == Checked(value, problem)


@pytest.mark.parametrize(
    ("cell", "value"),
    [("225001", "225001"), ("225 001", "225001"), ("225001.0", "225001"), ("२२५००१", "225001"),
     ("000000", None), ("2250011", None), ("022500", None)],
)  # fmt: skip
def test_pin(cell: str, value: str | None) -> None:
    assert ids.check_pin(cell) == Checked(value, None if value else "pin_shape")


def test_pin_in_up() -> None:
    assert [ids.pin_in_up(pin) for pin in ("201001", "285001", "110001", "301001")] == [
        True, True, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "value", "problem"),
    [
        (" Harjeet@Example.NET", "harjeet@example.net", None),
        ("one@example.net ; two@example.com", "one@example.net", "email_several"),
        ("one[at]example[dot]com", "one@example.com", None),
        ("mailto:one@example.com.", "one@example.com", None),
        ("one@gmail.con", "one@gmail.con", "email_slip"),
        ("अजय@डाटा.भारत", "अजय@डाटा.भारत", None),
        ("one@example", None, "email_shape"),
        ("one..two@example.com", None, "email_shape"),
        ("nil", None, None),
    ],
)
def test_email(cell: str, value: str | None, problem: str | None) -> None:
    assert ids.check_email(cell) == Checked(value, problem)


@pytest.mark.parametrize(
    ("check", "good", "stored", "bad"),
    [
        (ids.check_uam, "up16d9908522", "UP16D9908522", "UP16G9908522"),
        (ids.check_ifsc, "zzzz 0001234", "ZZZZ0001234", "ZZZZ1001234"),
        (ids.check_tan, "LKNA01234B", "LKNA01234B", "LKN01234B"),
        (ids.check_cin, "u12345up2020ptc123456", "U12345UP2020PTC123456", "X12345UP2020PTC123456"),
        (ids.check_dpiit, "DPIIT 12345", "DIPP12345", "DIPP123"),
        (ids.check_gem_contract, "gemc 511687712345678", "GEMC-511687712345678", "GEMC-51168"),
    ],
)
def test_other_numbers(check: object, good: str, stored: str, bad: str) -> None:
    assert callable(check)
    assert check(good) == Checked(stored)
    assert check(bad).value is None
    assert check(bad).problem in PROBLEMS
    assert check("NA") == Checked(None)


def test_gem_seller_id_is_kept_and_flagged() -> None:
    assert ids.check_gem_seller_id("zzzZ240000000001") == Checked("ZZZZ240000000001")
    assert ids.check_gem_seller_id("ZZZZ24") == Checked("ZZZZ24", "gem_seller_id_shape")


@pytest.mark.parametrize("typed", ["234123412346", "2341 2341 2346", "२३४१ २३४१ २३४६", "आधार 100020003000"])
def test_an_aadhaar_number_is_no_gem_seller_id(typed: str) -> None:
    assert ids.check_gem_seller_id(typed) == Checked(None, "aadhaar_refused")


def test_a_sentence_of_sixteen_signs_is_no_gem_seller_id() -> None:
    assert ids.as_gem_seller_id(" zzzz240000000001 ") == "ZZZZ240000000001"
    assert ids.as_gem_seller_id("6498190000819033") == "6498190000819033"
    for words in ("seen 21/11 by ab", "seenonhistablet2", "GEMC-511687700000001", ""):
        assert ids.as_gem_seller_id(words) is None


def test_states_of_udyam_and_holder() -> None:
    assert ids.udyam_state("UDYAM-UP-16-9500359") == "UP"
    assert ids.pan_holder("ZZZFX9003C") == "F"


@pytest.mark.parametrize(
    "blank",
    ["", " ", "-", "--", "—", "NA", "n.a.", "N/A", "NULL", "Nil", "none", "उपलब्ध नहीं", "XXXX", "0"],
)
def test_blank(blank: str) -> None:
    assert ids.is_blank(blank)


@pytest.mark.parametrize("said", ["Nilkamal", "नहीं", "#N/A", "00123", "x1", "राम"])
def test_not_blank(said: str) -> None:
    assert not ids.is_blank(said)


CHECKS = [getattr(ids, name) for name in ids.__all__ if name.startswith("check_")]


@given(st.text(max_size=40), st.sampled_from(CHECKS))
def test_every_check_takes_any_text_and_names_known_problems(cell: str, check: object) -> None:
    assert callable(check)
    found = check(cell)
    assert found.problem is None or found.problem in PROBLEMS
    assert found.value is None or re.fullmatch(r"\S+", found.value)
    if found.value is not None:
        assert check(found.value).value == found.value
