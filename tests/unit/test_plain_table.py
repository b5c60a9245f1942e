"""Columns of plain text stand in line, in Hindi too."""

from __future__ import annotations

import pytest

from onboarding.plain_table import cells, table, wrapped


@pytest.mark.parametrize(
    ("text", "with_sign", "without"), [("Agra", 4, 4), ("की", 2, 1), ("कु", 1, 1), ("लखनऊ", 4, 4), ("जिला", 4, 2)]
)
def test_only_spacing_vowel_signs_depend_on_the_terminal(text: str, with_sign: int, without: int) -> None:
    assert cells(text) == with_sign
    assert cells(text, vowel_sign=0) == without


@pytest.mark.parametrize("vowel_sign", [0, 1])
def test_numbers_end_in_one_column_whatever_the_name(vowel_sign: int) -> None:
    rows = [["संकेतक", "आज"], ["पंजीकृत विक्रेता", "12,34,567"], ["कॉल", "0"]]
    lines = table(rows, vowel_sign=vowel_sign)
    assert len({cells(line, vowel_sign=vowel_sign) for line in lines}) == 1


def test_a_table_that_is_too_wide_loses_the_columns_that_may_go() -> None:
    rows = [["name", "x" * 20, "y" * 20, "z"]]
    assert table(rows, width=80, droppable=(2, 1)) == [f"name  {'x' * 20}  {'y' * 20}  z"]
    assert table(rows, width=30, droppable=(2, 1)) == [f"name  {'x' * 20}  z"]


def test_pieces_are_joined_but_never_broken() -> None:
    assert wrapped(["one", "two", "three"], width=12) == ["  one · two", "  three"]
    assert wrapped(["x" * 40], width=12) == ["  " + "x" * 40]
