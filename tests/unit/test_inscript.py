"""The twins of command characters under the Hindi InScript layout."""

from __future__ import annotations

import string

import pytest
from textual.keys import _character_to_key

from onboarding.inscript import SEQUENCES, key_name, latin, twin


@pytest.mark.parametrize(
    ("key", "sign"),
    [
        ("n", "ल"),
        ("/", "य"),
        (":", "छ"),
        ("u", "ह"),
        ("U", "ङ"),
        ("a", "ो"),
        ("?", "\u095f"),
        ("]", "़"),
        ("s", "े"),
        ("S", "ए"),
        ("=", "ृ"),
        ("+", "ऋ"),
    ],
)
def test_the_key_sends_what_the_layout_says(key: str, sign: str) -> None:
    assert twin(key) == sign


def test_every_letter_and_command_sign_has_a_twin() -> None:
    missing = [key for key in string.ascii_letters + "/?:*=+" if twin(key) is None]
    assert not missing


def test_no_two_keys_send_the_same_sign() -> None:
    keys = [key for key in string.printable if twin(key) and key not in SEQUENCES]
    assert len({twin(key) for key in keys}) == len(keys)


def test_a_key_that_sends_several_characters_is_known_by_the_first() -> None:
    assert twin("*") == "श"
    assert SEQUENCES["*"] == "श्र"


def test_digits_and_comma_are_themselves() -> None:
    assert [twin(key) for key in "19,."] == [None] * 4


@pytest.mark.parametrize("character", [*string.ascii_letters, *"/?:*[]<>=+", *"लयछोे़्।", "\u095f"])
def test_the_key_name_is_the_one_that_textual_reports(character: str) -> None:
    assert key_name(character) == _character_to_key(character)


def test_text_typed_on_the_wrong_layout_reads_back() -> None:
    assert latin("लयछ 12") == "n/: 12"
