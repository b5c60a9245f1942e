"""The line to write in, the top line, the bottom line, the themes and the last filter."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.filter import LineFilter
from textual.signal import Signal
from textual.widgets import Input, Label, Static

import onboarding
from onboarding.actions import bindings
from onboarding.i18n import set_language, tr
from onboarding.widgets.key_line import KeyLine
from onboarding.widgets.line_input import LineInput
from onboarding.widgets.plain import HostileFilter, cell, drawn, line, template
from onboarding.widgets.status_line import StatusLine
from onboarding.widgets.themes import NAMES, make_known, wear
from tests.support.hostile import ACTING, HOSTILE
from tests.support.pilot import screen_text, until


class Lines(App[None]):
    CSS_PATH = Path(onboarding.__file__).parent / "app.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("global"), *bindings("list")]

    def __init__(self) -> None:
        super().__init__()
        self.language_changed: Signal[str] = Signal(self, "language")
        self.left = 0
        make_known(self)

    def compose(self) -> ComposeResult:
        yield StatusLine("app.title")
        yield LineInput("", return_to="#rest", id="search")
        rest = Static("rest", id="rest")
        rest.can_focus = True
        yield rest
        yield KeyLine()

    def on_mount(self) -> None:
        wear(self, "no such theme")

    def on_line_input_left(self) -> None:
        self.left += 1

    def action_help(self) -> None:
        """Bound, so that the key line shows it."""

    def action_filter(self) -> None:
        """Likewise."""

    def switch(self, code: str) -> None:
        set_language(code)
        self.language_changed.publish(code)


@pytest.fixture(autouse=True)
def _english() -> None:
    set_language("en")


async def test_escape_gives_the_focus_back_and_keeps_the_text() -> None:
    app = Lines()
    async with app.run_test() as pilot:
        app.query_one(LineInput).focus()
        await pilot.press("a", "b", "escape")
        await until(pilot, lambda: app.focused and app.focused.id == "rest", "the focus")
        assert app.query_one(LineInput).value == "ab"
        assert app.left == 1


async def test_the_cursor_never_stops_inside_a_syllable() -> None:
    app = Lines()
    async with app.run_test() as pilot:
        search = app.query_one(LineInput)
        search.value = "कृष्णा जी"
        search.focus()
        await pilot.press("home")
        places = []
        for _ in range(4):
            await pilot.press("right")
            places.append(search.cursor_position)
        assert places == [2, 6, 7, 9]
        await pilot.press("left", "left")
        assert search.cursor_position == 6
        await pilot.press("backspace")
        assert search.value == "कृष्ण जी"


async def test_lines_speak_the_other_language_at_once() -> None:
    app = Lines()
    async with app.run_test(size=(120, 10)) as pilot:
        app.query_one(StatusLine).person = "Sita [/b] Devi"
        app.query_one(StatusLine).day = "21-01-2022"
        app.query_one("#rest").focus()
        await until(pilot, lambda: "Find" in screen_text(pilot), "English keys")
        assert "GeM Cell" in screen_text(pilot)
        assert "Sita [/b] Devi" in screen_text(pilot)
        app.switch("hi")
        await until(pilot, lambda: "जेम सेल" in screen_text(pilot), "Hindi title")
        await until(pilot, lambda: "खोजें" in screen_text(pilot), "Hindi keys")
        assert "⟦" not in screen_text(pilot)


@pytest.mark.parametrize("width", [24, 40, 80, 120])
async def test_both_lines_keep_to_the_width(width: int) -> None:
    app = Lines()
    async with app.run_test(size=(width, 10)) as pilot:
        status = app.query_one(StatusLine)
        status.counts = "12,34,567 विक्रेता · 1,234 चिह्नित " * 3
        status.person, status.day = "सीता देवी", "21-01-2022"
        await until(pilot, lambda: "F1" in screen_text(pilot), "keys")
        lines = screen_text(pilot).splitlines()
        assert all(cell_len(text) <= width for text in lines)
        assert width < 40 or "21-01-2022" in lines[0]


async def test_the_key_line_follows_the_keys_of_the_office() -> None:
    app = Lines()
    app.set_keymap({"help": "f12"})
    async with app.run_test(size=(120, 10)) as pilot:
        app.query_one("#rest").focus()
        await until(pilot, lambda: "F12 Help" in screen_text(pilot), "the other key")


async def test_every_theme_can_be_worn() -> None:
    app = Lines()
    async with app.run_test() as pilot:
        assert app.theme == NAMES[0]
        for name in NAMES:
            wear(app, name)
            await pilot.pause()
            assert app.theme == name
            assert app.theme_variables["text-error"]


class Guarded(App[None]):
    """Takes no care at all, but has the filter."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.hostile = name

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [*super().get_line_filters(), HostileFilter()]

    def compose(self) -> ComposeResult:
        yield Label(self.hostile, markup=False)
        yield Input(self.hostile)
        yield Static(line(self.hostile))
        yield Static(template("[b]$name[/b]", name=self.hostile))


@pytest.mark.parametrize("name", HOSTILE)
async def test_the_filter_lets_nothing_through_that_acts(name: str) -> None:
    app = Guarded(name)
    async with app.run_test(size=(80, 30)) as pilot:
        await pilot.pause()
        strips = app.screen._compositor.render_strips()
        filtered = [s.apply_filter(HostileFilter(), app.screen.styles.background) for s in strips]
        text = "".join(strip.text for strip in filtered)
        assert not ACTING.intersection(text)


@pytest.mark.parametrize("name", HOSTILE)
def test_safe_forms_show_a_name_literally(name: str) -> None:
    assert cell(name).plain == drawn(name)
    assert line(name).plain == drawn(name)
    assert template("<$name>", name=name).plain == f"<{drawn(name)}>"
    assert not ACTING.intersection(drawn(name))


def test_nothing_is_drawn_for_nothing() -> None:
    assert drawn(None) == ""
    assert line(12).plain == "12"
    assert "⟦" not in tr("widgets.list-empty")
