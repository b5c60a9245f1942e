"""Settings: the person, language, look, what the office decides, and its calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from onboarding.app import OnboardingApp
from onboarding.i18n import set_language
from onboarding.screens.settings import SettingsScreen
from onboarding.widgets.ask import AskDialog
from onboarding.widgets.choice import ChoiceDialog
from onboarding.widgets.line_input import LineInput
from onboarding.widgets.record_table import RecordTable
from tests.support.house import open_house
from tests.support.many import app_over
from tests.support.pilot import screen_text, until


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


@pytest.fixture
def app(tmp_path: Path) -> OnboardingApp:
    return app_over(open_house(tmp_path), tmp_path, "settings")


async def line_of(pilot: Pilot[int], code: str) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, SettingsScreen) and pilot.app.screen._shown, "the settings")
    lines = pilot.app.screen.query_one(OptionList)
    lines.highlighted = lines.get_option_index(code)
    lines.focus()
    await pilot.press("enter")


async def test_the_person_changes_her_name(app: OnboardingApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await line_of(pilot, "person")
        await until(pilot, lambda: isinstance(app.screen, AskDialog), "the question")
        app.screen.query_one(LineInput).value = "Asha Verma"
        await pilot.press("enter")
        await until(pilot, lambda: app.services.actor.name == "Asha Verma", "the name")
        await until(pilot, lambda: "Asha Verma" in screen_text(pilot).splitlines()[0], "the name on top")


async def test_the_office_decides_the_evidence_of_the_count(app: OnboardingApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await line_of(pilot, "count_evidence")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog), "the choice")
        await pilot.press("down", "enter")
        await until(pilot, lambda: app.services.office.settings()["count_evidence"] == "seen", "stored")
        await until(pilot, lambda: "seen on screen or paper" in screen_text(pilot), "shown")


async def test_the_look_changes_at_once_in_words(app: OnboardingApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await line_of(pilot, "theme")
        await until(pilot, lambda: app.theme == "onboarding-light", "the light one")
        await until(pilot, lambda: "light" in screen_text(pilot), "its name")


async def test_a_holiday_is_added_and_taken_away(app: OnboardingApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await line_of(pilot, "keys")
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, AskDialog), "the form")
        values = {"day": "25/11/2026", "name_en": "Office day", "name_hi": "कार्यालय दिवस", "order_no": "12/2026"}
        for name, value in values.items():
            app.screen.query_one(f"#ask-{name}", LineInput).value = value
        app.screen.query_one("#ask-order_no").focus()
        await pilot.press("enter")
        day = date(2026, 11, 25)
        await until(pilot, lambda: not app.services.office.calendar().is_working(day), "no working day")
        table = app.screen.query_one(RecordTable)
        row = next(row for row in app.services.office.calendar_rows(2026) if row[1] == "2026-11-25")
        await until(pilot, lambda: table.move_to(row[0]), "the day in the list")
        await pilot.press("x")
        await until(pilot, lambda: app.services.office.calendar().is_working(day), "a working day again")


async def test_a_day_that_is_none_is_refused_in_words(app: OnboardingApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await line_of(pilot, "keys")
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, AskDialog), "the form")
        app.screen.query_one("#ask-day", LineInput).value = "soon"
        app.screen.query_one("#ask-order_no").focus()
        await pilot.press("enter")
        await until(pilot, lambda: "Write the day like 15/08/2026." in screen_text(pilot), "what is wrong")
        assert isinstance(app.screen, AskDialog)
