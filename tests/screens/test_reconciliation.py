"""Reconciliation on the screen: from the preview of GeM's report to the three populations, a decision, a lead; each with undo."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from onboarding.app import OnboardingApp
from onboarding.i18n import set_language
from onboarding.locations import Locations
from onboarding.screens.reconciliation import ReconciliationScreen
from onboarding.screens.seller import SellerScreen
from onboarding.services.context import Services
from onboarding.services.sellers import Move
from onboarding.widgets.choice import ChoiceDialog
from onboarding.widgets.record_table import RecordTable
from tests.screens.test_imports_screen import open_preview
from tests.services.test_gem_report import a_report, seller_id
from tests.support.hostile import MARKUP
from tests.support.house import a_lead, open_house, pan
from tests.support.lists import take_over
from tests.support.pilot import screen_text, until


@pytest.fixture
def house(tmp_path: Path) -> Services:
    services = open_house(tmp_path)
    set_language("en")
    a_lead(services, number=1, pan=pan(1), name="Matched Firm")
    a_lead(services, number=2, pan=pan(2), name="Doubtful Firm")
    ours = a_lead(services, number=3, pan=pan(3), name="Only Our Firm")
    services.sellers.move(ours.id, Move(to="account_created", event_on=date(2026, 11, 18)))
    return services


def a_small_report(folder: Path) -> Path:
    day = "10-11-2026"
    return a_report(
        folder,
        (seller_id(1), "Matched Firm", "", pan(1), day, "Complete", "Lucknow", "2", "1"),
        (seller_id(2), "Doubtful Firm", "", "", day, "Incomplete", "Lucknow"),
        (seller_id(3), MARKUP[1], "", pan(9), day, "Auto Registered", "Lucknow"),
    )


def app_of(services: Services) -> OnboardingApp:
    folder = services.database.path.parent
    return OnboardingApp(services, Locations(services.database.path, folder / "settings.toml", folder / "log"))


async def shown(pilot: Pilot[Any], *texts: str) -> None:
    await until(pilot, lambda: all(text in screen_text(pilot) for text in texts), f"{texts}")


async def test_a_report_from_its_preview_to_the_populations(house: Services, tmp_path: Path) -> None:
    app = app_of(house)
    async with app.run_test(size=(120, 30), notifications=True) as pilot:
        await open_preview(pilot, a_small_report(tmp_path))
        await shown(pilot, "As on 20-11-2026: 1 in both, 1 only GeM's, 1 to be decided")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, ReconciliationScreen), "the comparison")
        await shown(pilot, "In both 1", "Only ours 1", "Only GeM's 1", "To be decided 1", "Matched Firm")
        await shown(pilot, f"Matched Firm · {seller_id(1)} · #1 Matched Firm")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SellerScreen), "the lead")
        await shown(pilot, f"in GeM's report: {seller_id(1)}")
        await pilot.press("escape", "tab")
        await shown(pilot, "Only Our Firm")
        await pilot.press("tab")
        await shown(pilot, MARKUP[1])
        await pilot.press("a")
        await shown(pilot, "In both 2", "Only GeM's 0")
        await pilot.press("u")
        await shown(pilot, "In both 1", "Only GeM's 1")


async def test_a_doubtful_account_is_decided_with_one_key_and_back(house: Services, tmp_path: Path) -> None:
    take_over(house, a_small_report(tmp_path))
    app = app_of(house)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await until(pilot, lambda: len(app.screen_stack) > 1, "the first screen")
        app.action_reconciliation()
        await shown(pilot, "To be decided 1")
        await pilot.press("shift+tab")
        await until(
            pilot, lambda: len(app.screen.query_one("#reconcile-accounts", RecordTable).ids) == 1, "the account"
        )
        await shown(pilot, "Doubtful Firm")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog), "the question")
        assert app.screen.query_one(OptionList).option_count == 2
        await pilot.press("enter")
        await shown(pilot, "In both 2", "To be decided 0")
        await pilot.press("u")
        await shown(pilot, "In both 1", "To be decided 1")
        await pilot.press("ctrl+l")
        await shown(pilot, "निर्णय हेतु 1")
