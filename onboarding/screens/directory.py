"""The main screens by name, each made once and kept, so that it is found as it was left."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from onboarding.screens.base import HouseScreen

if TYPE_CHECKING:
    from onboarding.app import OnboardingApp


_PLACES = {
    "today": "today.TodayScreen",
    "sellers": "sellers.SellersScreen",
    "progress": "progress.ProgressScreen",
    "imports": "imports.ImportsScreen",
    "review": "review.ReviewScreen",
    "prospects": "prospects.ProspectsScreen",
    "reconciliation": "reconciliation.ReconciliationScreen",
    "log": "log.LogScreen",
    "settings": "settings.SettingsScreen",
    "welcome": "welcome.WelcomeScreen",
}
"""Name to module and class: a screen is imported when it is first shown."""


def make(name: str) -> HouseScreen:
    """A main screen.

    Raises:
        KeyError: There is none of that name.
    """
    module, _, kind = _PLACES[name].partition(".")
    screen: HouseScreen = getattr(import_module(f"onboarding.screens.{module}"), kind)()
    return screen


def go(app: OnboardingApp, name: str) -> None:
    """Show a main screen: the stack goes back to it if it is there, else it comes on top of Today."""
    if not app.is_screen_installed(name):
        app.install_screen(make(name), name)
    wanted = app.get_screen(name)
    if name == "today" and app.first == "welcome" and wanted not in app.screen_stack:
        # The ground of the stack changes once: Today instead of Welcome.
        app.first = "today"
        app.switch_screen(name)
        return
    if wanted in app.screen_stack:
        while app.screen is not wanted:
            app.pop_screen()
        return
    app.push_screen(name)
