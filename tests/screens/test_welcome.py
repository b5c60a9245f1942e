"""The first start: a name, and a demo, a file or nothing; Escape stops the demo and nothing of it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.widgets import OptionList, ProgressBar

from onboarding.domain.filters import SellerFilter
from onboarding.i18n import set_language
from onboarding.screens import welcome
from onboarding.screens.imports import ImportsScreen
from onboarding.screens.sellers import SellersScreen
from onboarding.screens.today import TodayScreen
from onboarding.screens.welcome import WelcomeScreen
from onboarding.widgets.line_input import LineInput
from tests.support.house import open_house
from tests.support.many import app_over
from tests.support.pilot import screen_text, until


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


async def test_the_demo_is_made_with_a_bar_and_opens_today(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(welcome, "DEMO_LEADS", 60)
    shown: list[float] = []
    monkeypatch.setattr(ProgressBar, "watch_progress", lambda bar: shown.append(bar.percentage or 0), raising=False)
    services = open_house(tmp_path)
    app = app_over(services, tmp_path, "welcome")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.screen.query(OptionList) and "Look around" in screen_text(pilot), "Welcome")
        assert not app.screen.query_one(ProgressBar).display
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen), "Today", timeout=30)
        assert services.lists.count(SellerFilter()) == 60
        assert shown, "the bar moves"
        assert shown[-1] == max(shown) <= 1
        assert len(app.screen_stack) == 2, "Welcome is gone, Today is the ground"


async def test_escape_stops_the_demo_and_nothing_of_it_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(welcome, "DEMO_LEADS", 20_000)
    services = open_house(tmp_path)
    app = app_over(services, tmp_path, "welcome")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await until(pilot, lambda: app.screen.query(OptionList) and "Look around" in screen_text(pilot), "Welcome")
        screen = app.screen
        assert isinstance(screen, WelcomeScreen)
        await pilot.press("enter")
        await until(pilot, lambda: screen._work is not None, "the demo is being made")
        await pilot.press("escape")
        await until(pilot, lambda: screen._work is None, "stopped", timeout=30)
        assert services.today.is_empty()
        assert app.screen is screen


@pytest.mark.parametrize(("place", "kind"), [(1, ImportsScreen), (2, SellersScreen)])
async def test_a_file_or_nothing(tmp_path: Path, place: int, kind: type) -> None:
    app = app_over(open_house(tmp_path), tmp_path, "welcome")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.screen.query(OptionList) and "Start empty" in screen_text(pilot), "Welcome")
        await pilot.press(*["down"] * place, "enter")
        await until(pilot, lambda: isinstance(app.screen, kind), kind.__name__)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen), "Today below it")


async def test_the_name_that_is_typed_stands_in_the_journal(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    app = app_over(services, tmp_path, "welcome")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.screen.query(LineInput) and "Start empty" in screen_text(pilot), "Welcome")
        app.screen.query_one(LineInput).value = "Asha Verma"
        await pilot.press("end", "enter")
        await until(pilot, lambda: services.actor.name == "Asha Verma", "the name")
        assert any(entry.who == "Asha Verma" for entry in services.history.log())
