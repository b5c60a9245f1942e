"""What a person decided on a list: joined with what is known of its sender, and the marks by which both are found again."""

from __future__ import annotations

import pytest

from onboarding.domain.merging import fill
from onboarding.domain.recipe import Recipe, sender_of, sheet_shape
from onboarding.errors import FileUnreadable
from onboarding.files.fingerprint import chosen_columns, column_keys, fingerprint, is_mended
from onboarding.i18n import LANGUAGES, tr_in

HEADINGS = ("S.No.", "Name of Unit", "Mobile", "", "Mobile")


def test_a_persons_own_decisions_lie_over_those_of_the_profile() -> None:
    older = Recipe(encoding="cp1252", convert=False, columns={"a": "name", "b": None}, mode="only_new")
    mine = Recipe(convert=True, columns={"b": "mobile"})
    assert mine.over(older) == Recipe(
        encoding="cp1252", convert=True, columns={"a": "name", "b": "mobile"}, mode="only_new"
    )
    assert not Recipe().decided
    assert Recipe(convert=False).decided


def test_numbers_and_months_are_no_part_of_a_sender_or_of_a_sheets_pattern() -> None:
    assert sheet_shape("DIC Oct 2026") == sheet_shape("DIC नवम्बर 26") != sheet_shape("Summary")
    assert sheet_shape("Mayur") != sheet_shape("Juneur")
    assert sender_of("dic_barabanki_oct-2026") == "dic barabanki"
    assert sender_of("12.10.2026") == ""
    assert sender_of("list2_31st") == "list"


def test_the_same_headings_in_any_order_have_one_fingerprint() -> None:
    assert fingerprint(HEADINGS) == fingerprint(("mobile", "NAME OF UNIT", "Mobile", "S No", ""))
    assert fingerprint(HEADINGS) != fingerprint(HEADINGS[:-1])
    assert column_keys(HEADINGS) == ("sno", "nameofunit", "mobile", "#4", "mobile#2")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_of_rejected_rows_is_known_as_a_part_of_its_list(language: str) -> None:
    added = (tr_in(language, "imports.reason"), tr_in(language, "imports.line"))  # type: ignore[arg-type]
    assert is_mended((*HEADINGS, *added))
    assert fingerprint((*HEADINGS, *added)) == fingerprint(HEADINGS)


def test_columns_are_named_by_heading_key_or_number() -> None:
    assert chosen_columns(HEADINGS, {"name of unit": "name", "#4": None, "mobile#2": "phone"}) == {
        1: "name", 3: None, 4: "phone",
    }  # fmt: skip
    for name, sentence in (("Firm", "files.no_column"), ("#9", "files.no_column"), ("MOBILE.", "files.column_unclear")):
        with pytest.raises(FileUnreadable) as told:
            chosen_columns((*HEADINGS[:2], "Mobile No", "Mobile-No") if "M" in name else HEADINGS, {name: "phone"})
        if name != "MOBILE.":
            assert told.value.sentence == sentence


def test_only_what_was_asked_for_gives_way_and_an_older_number_is_kept() -> None:
    lead = {"owner_name": "Ram", "address": "Old", "mobile": "6440000001", "pan": "ZZZPZ0001Z"}
    row = {"owner_name": "Shyam", "address": "New", "mobile": "6440000002", "pan": "ZZZPZ0002Z"}
    kept = fill(lead, {"6440000001"}, row, ())
    assert (kept.fields, kept.gives_way) == ({"alt_mobile": "6440000002"}, {})
    assert set(kept.conflicts) == {"conflict_owner_name", "conflict_pan"}
    given = fill(lead, {"6440000001"}, row, (), {"address", "mobile"})
    assert given.fields == {"address": "New", "mobile": "6440000002", "alt_mobile": "6440000001"}
    assert given.gives_way == {"address": "Old", "mobile": "6440000001"}
    swapped = fill({**lead, "alt_mobile": "6440000002"}, {"6440000001", "6440000002"}, row, (), {"mobile"})
    assert swapped.fields == {"mobile": "6440000002", "alt_mobile": "6440000001"}
    again = fill({**lead, **given.fields}, {"6440000001", "6440000002"}, row, (), {"address", "mobile"})
    assert (again.fields, again.more) == ({}, ())
