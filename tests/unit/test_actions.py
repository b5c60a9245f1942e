"""The table of actions: no key means two things, all is explained in both languages."""

from __future__ import annotations

import subprocess
import sys

import pytest
from textual.binding import Binding, BindingsMap

from onboarding.actions import (
    ACTIONS,
    action,
    bindings,
    conflicts,
    help_rows,
    overlap,
    shown_keys,
    textual_keymap,
)
from onboarding.i18n import LANGUAGES, tr_in
from onboarding.inscript import SEQUENCES, key_name, twin


def test_no_two_actions_share_a_key_where_both_work() -> None:
    assert conflicts({}) == []


def test_ids_are_unique() -> None:
    assert len({item.id for item in ACTIONS}) == len(ACTIONS)


@pytest.mark.parametrize("part", ["label", "help"])
def test_every_action_is_explained_in_both_languages(part: str) -> None:
    missing = [
        (code, item.id) for code in LANGUAGES for item in ACTIONS if "⟦" in tr_in(code, f"action.{item.id}.{part}")
    ]
    assert not missing


def test_every_command_character_answers_under_a_hindi_layout() -> None:
    for item in ACTIONS:
        for scope in item.scopes:
            names = {b.key for b in bindings(scope) if isinstance(b, Binding) and b.id == item.id}
            signs = {key_name(sign) for key in item.keys if len(key) == 1 and (sign := twin(key))}
            assert signs <= names, item.id
            letters = [key for key in item.keys if len(key) == 1]
            assert len(signs) == len(letters), item.id


def test_the_rest_of_a_several_character_key_does_nothing_in_a_list() -> None:
    """On Windows ``*`` arrives as U+0936, U+094D (the twin of d), U+0930 (the twin of j)."""
    rest = {key_name(sign) for sign in SEQUENCES["*"][1:]}
    for scope in ("table", "list", "today", "import", "global"):
        bound = {b.key for b in bindings(scope) if isinstance(b, Binding)}
        assert not rest & bound


def test_an_office_can_move_a_key_and_its_twin_moves_too() -> None:
    found = [b.key for b in bindings("list", {"stage": "x"}) if isinstance(b, Binding) and b.id == "stage"]
    assert found == ["x", key_name("ं")]
    assert textual_keymap({"stage": "x,f6", "no-such": "q"}) == {"stage": f"x,f6,{key_name('ं')}"}


def test_a_moved_key_that_is_taken_is_reported_with_both_actions() -> None:
    assert ("f", "follow-up", "stage") in conflicts({"stage": "f"})


def test_scopes_of_two_screens_may_share_a_letter() -> None:
    assert not overlap("list", "progress")
    assert overlap("global", "progress")
    assert overlap("table", "list")


def test_textual_takes_the_bindings() -> None:
    keys = BindingsMap(bindings("global")).key_to_bindings
    assert keys["question_mark"][0].action == "help"
    assert keys[key_name("छ")][0].action == "palette"
    assert keys["ङ"][0].action == "redo"


def test_only_the_first_key_of_an_action_is_shown() -> None:
    shown = [b for b in bindings("global") if isinstance(b, Binding) and b.show and b.id == "undo"]
    assert [b.key for b in shown] == ["u"]


def test_help_prints_keys_as_they_stand_on_the_keyboard() -> None:
    assert shown_keys(action("undo")) == ("u", "^Z")
    assert shown_keys(action("help")) == ("F1", "?")
    assert shown_keys(action("add-contact")) == ("+",)
    keys = [row[0] for row in help_rows(("record",))]
    assert "e  ↵" in keys


def test_reading_the_table_does_not_load_textual() -> None:
    code = "import sys, onboarding.actions; sys.exit('textual' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
