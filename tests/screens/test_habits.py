"""Habits of every screen: no dead key in any scope, nothing typed is lost, both keyboard layouts, what a dialog leaves behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from textual.binding import Binding
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from onboarding import i18n
from onboarding.actions import ACTIONS
from onboarding.app import OnboardingApp
from onboarding.inscript import key_name, twin
from onboarding.screens.change_rows import ChangeRowsScreen
from onboarding.screens.fault import FaultScreen
from onboarding.screens.help import HelpScreen
from onboarding.screens.import_columns import ImportColumnsScreen
from onboarding.screens.import_preview import ImportPreviewScreen
from onboarding.screens.import_run import ImportRunScreen
from onboarding.screens.import_spellings import ImportSpellingsScreen
from onboarding.screens.imports import ImportsScreen
from onboarding.screens.log import LogScreen
from onboarding.screens.look_up import LookUp
from onboarding.screens.merge import MergeScreen
from onboarding.screens.papers_dialog import PapersDialog
from onboarding.screens.progress import ProgressScreen
from onboarding.screens.prospects import ProspectsScreen
from onboarding.screens.reconciliation import ReconciliationScreen
from onboarding.screens.register import NOTHING_STICKS, RegisterScreen
from onboarding.screens.review import ReviewScreen
from onboarding.screens.seller import SellerScreen
from onboarding.screens.sellers import SellersScreen
from onboarding.screens.settings import SettingsScreen
from onboarding.screens.today import TodayScreen
from onboarding.screens.welcome import WelcomeScreen
from onboarding.services.clock import fixed
from onboarding.services.sellers import Sellers
from onboarding.widgets.conflict import ConflictDialog
from onboarding.widgets.record_table import RecordTable
from onboarding.widgets.status_line import StatusLine
from tests.screens.record import open_record
from tests.support.house import a_lead, open_house
from tests.support.many import app_over
from tests.support.pilot import screen_text, until

DOERS: dict[str, tuple[type[Any], ...]] = {
    "global": (OnboardingApp,),
    "table": (RecordTable,),
    "today": (TodayScreen,),
    "list": (SellersScreen,),
    "record": (SellerScreen,),
    "progress": (ProgressScreen,),
    "import": (ImportPreviewScreen,),
    "imports": (ImportsScreen,),
    "prospects": (ProspectsScreen,),
    "reconcile": (ReconciliationScreen,),
    "merge": (MergeScreen,),
    "columns": (ImportColumnsScreen,),
    "spellings": (ImportSpellingsScreen,),
    "run": (ImportRunScreen,),
    "log": (LogScreen,),
    "entry": (ChangeRowsScreen,),
    "settings": (SettingsScreen,),
    "welcome": (WelcomeScreen,),
    "review": (ReviewScreen,),
    "conflict": (ConflictDialog,),
}
"""Who does the actions of a scope: every screen that has it among its own."""


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    i18n.set_language("en")
    RegisterScreen.sticky, RegisterScreen.draft = NOTHING_STICKS, ""
    yield
    i18n.set_language("en")
    RegisterScreen.draft = ""


@pytest.fixture
def app(tmp_path: Path) -> OnboardingApp:
    services = open_house(tmp_path)
    a_lead(services)
    return app_over(services, tmp_path, "today")


# ---------------------------------------------------------------------------- keys


def test_every_action_is_done_in_each_of_its_scopes() -> None:
    dead = [
        (scope, item.id)
        for item in ACTIONS
        for scope in item.scopes
        for doer in DOERS[scope]
        if not callable(getattr(doer, f"action_{item.method}", None))
    ]
    assert not dead


def test_every_screen_names_scopes_that_exist() -> None:
    known = {scope for item in ACTIONS for scope in item.scopes} | {"register"}
    for doer in {doer for doers in DOERS.values() for doer in doers}:
        assert set(getattr(doer, "SCOPES", ())) <= known, doer


@pytest.mark.parametrize("dialog", [PapersDialog, HelpScreen, FaultScreen])
def test_letters_of_a_dialog_answer_under_a_hindi_layout(dialog: type[Any]) -> None:
    keys = {one.strip() for item in dialog.BINDINGS if isinstance(item, Binding) for one in item.key.split(",")}
    letters = [key for key in keys if len(key) == 1 and key.isascii() and key.isalpha()]
    assert letters
    assert {key_name(twin(letter) or letter) for letter in letters} <= keys


async def test_one_can_leave_from_inside_a_dialog(app: OnboardingApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("6")
        await until(pilot, lambda: isinstance(app.screen, LookUp), "the look-up")
        await pilot.press("ctrl+q")
        await until(pilot, lambda: app._exit, "the end")


async def test_function_keys_in_a_dialog_push_nothing_under_it(app: OnboardingApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("6")
        await until(pilot, lambda: isinstance(app.screen, LookUp), "the look-up")
        before = list(app.screen_stack)
        await pilot.press("f2", "f3", "f9", "ctrl+p", "ctrl+z", "f1")
        assert app.screen_stack == before


async def test_going_round_does_not_pile_up_screens(app: OnboardingApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*("f3", "f2", "f9", "f3", "f9") * 5)
        assert len(app.screen_stack) <= 4


async def test_the_look_up_changes_its_language_under_the_key(app: OnboardingApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, TodayScreen), "Today")
        await pilot.press(*"644000")
        await until(pilot, lambda: "Balaji" in screen_text(pilot), "the seller")
        await pilot.press("ctrl+l")
        await until(pilot, lambda: "नई लीड" in screen_text(pilot), "the seller's stage in Hindi")
        text = screen_text(pilot)
        assert i18n.tr_in("hi", "lookup.title") in text
        assert i18n.tr_in("en", "lookup.keys") not in text
        assert app.screen.query_one(Input).value == "644000"


# ---------------------------------------------------------------------------- nothing typed is lost


async def _line(pilot: Pilot[Any]) -> Input:
    """Wait until the registering screen can be written in."""

    def is_ready() -> bool:
        screen = pilot.app.screen
        return isinstance(screen, RegisterScreen) and bool(screen.query("DayField")) and screen.day.is_ready

    await until(pilot, is_ready, "the line")
    return pilot.app.screen.query_one("#register-line", Input)


async def test_a_half_typed_walk_in_is_there_when_one_comes_back(app: OnboardingApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        app.go("sellers")
        for leave in ("escape", "f3"):
            await pilot.press("a")
            line = await _line(pilot)
            if leave == "escape":
                await pilot.press(*"6441234567 Maa")
            assert line.value == "6441234567 Maa"
            assert line.cursor_position == len(line.value)
            await pilot.press(leave)
            await until(pilot, lambda: isinstance(app.screen, SellersScreen), "the list")


async def test_what_was_registered_is_no_draft(app: OnboardingApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(RegisterScreen())
        await _line(pilot)
        await pilot.press(*"6441234567 Maa", "enter", "enter")
        await until(pilot, lambda: app.screen.query_one("#register-done", OptionList).option_count == 1, "it is stored")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen), "Today")
    assert RegisterScreen.draft == ""


# ---------------------------------------------------------------------------- late results


async def test_ticks_in_quick_succession_end_as_the_last_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reading between two ticks must not put the earlier one back on the screen."""
    services = open_house(tmp_path)
    lead = a_lead(services)
    go_on, really = {"have": Event(), "not_needed": Event()}, Sellers.set_paper
    asked: list[str] = []

    def slow(self: Sellers, lead_id: int, code: str, state: str) -> Any:  # noqa: ANN401 - as the service
        asked.append(state)
        go_on[state].wait(10)
        return really(self, lead_id, code, state)

    monkeypatch.setattr(Sellers, "set_paper", slow)
    async with open_record(services, [lead.id]) as record:
        await record.press("d")
        dialog = await record.on_top(PapersDialog)
        await until(record.pilot, lambda: dialog.query_one(OptionList).option_count > 5, "the list")
        shown: list[str] = []
        monkeypatch.setattr(dialog, "_show", lambda view: shown.append("read"))
        await record.press("space", "space")
        go_on["have"].set()
        await until(record.pilot, lambda: asked == ["have", "not_needed"], "both ticks")
        await record.pilot.pause()
        assert not shown
        go_on["not_needed"].set()
        await until(record.pilot, lambda: shown, "read again at the end")


# ---------------------------------------------------------------------------- words


async def test_one_seller_is_one(app: OnboardingApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f3")
        await until(pilot, lambda: "1 seller" in screen_text(pilot), "the count")
        assert "1 sellers" not in screen_text(pilot)


async def test_an_entry_of_the_journal_is_told_in_words(app: OnboardingApp) -> None:
    lead = a_lead(app.services, number=3, name="Second")
    app.services.sellers.set_paper(lead.id, "gst", "have")
    async with app.run_test(size=(100, 40)) as pilot:
        entry = app.services.history.log(limit=1)[0]
        app.push_screen(ChangeRowsScreen(entry))
        await until(pilot, lambda: i18n.tr("paper.state.have") in screen_text(pilot), "the state in words")
        assert "2026-11-23" not in screen_text(pilot)


async def test_the_day_on_top_is_the_day_of_now(app: OnboardingApp) -> None:
    """The program stays open over night."""
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "23-11-2026" in screen_text(pilot), "the day")
        app.services.clock = fixed("2026-11-24T09:00")
        await pilot.press("f9")
        await until(pilot, lambda: isinstance(app.screen, ProgressScreen), "Progress")
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen), "Today")
        await until(pilot, lambda: app.screen.query_one(StatusLine).day == "24-11-2026", "the new day")
