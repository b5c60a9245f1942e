"""The shared dialogs: what they return, that Escape returns nothing, and that names are literal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.screen import ModalScreen
from textual.widgets import Static

import onboarding
from onboarding.errors import FieldConflict
from onboarding.i18n import LANGUAGES, set_language
from onboarding.widgets.ask import AskDialog, AskField
from onboarding.widgets.choice import ChoiceDialog
from onboarding.widgets.confirm import ConfirmDialog
from onboarding.widgets.conflict import ConflictDialog
from tests.support.hostile import MARKUP, TERMINAL
from tests.support.pilot import screen_text, until

STAGES = (("contacted", "Contacted"), ("willing", "Willing"), ("docs-ready", "Documents ready"))


class Host(App[None]):
    CSS_PATH = Path(onboarding.__file__).parent / "app.tcss"

    def __init__(self, dialog: ModalScreen[Any]) -> None:
        super().__init__()
        self.dialog = dialog
        self.answers: list[object] = []

    def compose(self) -> ComposeResult:
        yield Static("behind")

    def on_mount(self) -> None:
        self.push_screen(self.dialog, self.answers.append)


async def _answer(dialog: ModalScreen[Any], *keys: str) -> object:
    app = Host(dialog)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.screen is dialog, "the dialog")
        for key in keys:
            await pilot.press(key)
        await until(pilot, lambda: app.answers, "an answer")
    return app.answers[0]


@pytest.fixture(autouse=True)
def _english() -> None:
    set_language("en")


async def test_a_choice_is_taken_by_arrows_or_by_letters() -> None:
    assert await _answer(ChoiceDialog("Stage", STAGES), "down", "enter") == "willing"
    assert await _answer(ChoiceDialog("Stage", STAGES), "d", "o", "enter") == "docs-ready"
    assert await _answer(ChoiceDialog("Stage", STAGES, chosen="willing"), "enter") == "willing"


async def test_letters_typed_on_a_hindi_layout_find_the_same_line() -> None:
    choices = (("yes", "Yes"), ("no", "No"))
    assert await _answer(ChoiceDialog("Sure?", choices), "ल", "enter") == "no"


async def test_enter_with_no_line_left_does_nothing_and_escape_returns_none() -> None:
    assert await _answer(ChoiceDialog("Stage", STAGES), "q", "q", "enter", "escape") is None


async def test_the_safe_button_has_the_focus() -> None:
    assert await _answer(ConfirmDialog("Send?", "Send 214 letters"), "enter") is False
    assert await _answer(ConfirmDialog("Send?", "Send 214 letters"), "right", "enter") is True
    assert await _answer(ConfirmDialog("Send?", "Send 214 letters"), "escape") is False


def _problems(values: Mapping[str, str]) -> dict[str, str]:
    return {} if values["on"] else {"on": "A date is needed."}


def _hint(field: str, text: str) -> str:
    return f"means {text}" if field == "on" else ""


async def test_a_form_returns_its_lines_and_shows_what_is_wrong_beside_them() -> None:
    fields = (AskField("on", "Date"), AskField("what", "What", value="call"))
    dialog = AskDialog("Follow-up", fields, hint=_hint, problems=_problems)
    app = Host(dialog)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.screen is dialog, "the dialog")
        await pilot.press("enter", "enter")
        await until(pilot, lambda: "! A date is needed." in screen_text(pilot), "the problem")
        await pilot.press("plus", "3")
        await until(pilot, lambda: "means +3" in screen_text(pilot), "the hint")
        assert "A date is needed" not in screen_text(pilot)
        await pilot.press("enter", "enter")
        await until(pilot, lambda: app.answers, "an answer")
    assert app.answers == [{"on": "+3", "what": "call"}]


async def test_six_fields_fit_a_small_terminal() -> None:
    dialog = AskDialog("Six", [AskField(f"f{n}", f"Field {n}") for n in range(6)], hint=_hint)
    app = Host(dialog)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Field 0" in screen_text(pilot), "the form")
        assert "Field 5" in screen_text(pilot)
        assert "Esc" in screen_text(pilot)


async def test_escape_leaves_a_form_without_an_answer() -> None:
    assert await _answer(AskDialog("T", (AskField("on", "Date"),)), "x", "escape") is None


def _conflicts() -> list[FieldConflict]:
    return [
        FieldConflict(field=name, seen="a", theirs="[/b] theirs", mine="", who="[red]Ram", when="10:05")
        for name in ("name", "district")
    ]


async def test_each_field_of_a_conflict_is_decided_alone() -> None:
    dialog = ConflictDialog(_conflicts(), str.title)
    assert await _answer(dialog, "down", "m", "enter") == {"name": "theirs", "district": "mine"}
    dialog = ConflictDialog(_conflicts(), str.title)
    assert await _answer(dialog, "स", "down", "space", "space", "enter") == {
        "name": "mine",
        "district": "theirs",
    }
    assert await _answer(ConflictDialog(_conflicts(), str.title), "m", "escape") is None


async def test_a_conflict_shows_both_values_literally() -> None:
    dialog = ConflictDialog(_conflicts(), str.title)
    app = Host(dialog)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Theirs ([red]Ram, 10:05): [/b] theirs" in screen_text(pilot), "")
        assert "(●) Theirs" in screen_text(pilot)
        assert "( ) Yours: (empty)" in screen_text(pilot)


@pytest.mark.parametrize("name", [*MARKUP, *TERMINAL])
async def test_hostile_names_in_titles_labels_and_choices(name: str) -> None:
    for dialog in (
        ChoiceDialog(name, [("a", name)]),
        ConfirmDialog(name, name),
        AskDialog(name, [AskField("a", name)], hint=lambda _field, _text: name),
    ):
        await _answer(dialog, "escape")


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize(
    "dialog",
    [
        lambda: ChoiceDialog("T", STAGES),
        lambda: ConfirmDialog("T", "Go"),
        lambda: AskDialog("T", [AskField("a", "A")]),
        lambda: ConflictDialog(_conflicts(), str.title),
    ],
)
async def test_every_sentence_is_in_the_catalogue(code: str, dialog: Callable[[], ModalScreen[Any]]) -> None:
    set_language(code)
    shown = dialog()
    app = Host(shown)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Esc" in screen_text(pilot), "the keys")
        assert "⟦" not in screen_text(pilot)
