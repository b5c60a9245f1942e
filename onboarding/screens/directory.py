"""The main screens by name, each made once and kept, so that it is found as it was left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onboarding.screens.base import HouseScreen

if TYPE_CHECKING:
    from onboarding.app import OnboardingApp


def make(name: str) -> HouseScreen:
    """A main screen.

    Raises:
        KeyError: There is none of that name.
    """
    if name == "today":
        from onboarding.screens.today import TodayScreen

        return TodayScreen()
    if name == "sellers":
        from onboarding.screens.sellers import SellersScreen

        return SellersScreen()
    if name == "progress":
        from onboarding.screens.progress import ProgressScreen

        return ProgressScreen()
    if name == "imports":
        from onboarding.screens.imports import ImportsScreen

        return ImportsScreen()
    if name == "prospects":
        from onboarding.screens.prospects import ProspectsScreen

        return ProspectsScreen()
    if name == "reconciliation":
        from onboarding.screens.reconciliation import ReconciliationScreen

        return ReconciliationScreen()
    if name == "review":
        from onboarding.screens.review import ReviewScreen

        return ReviewScreen()
    if name == "log":
        from onboarding.screens.log import LogScreen

        return LogScreen()
    if name == "settings":
        from onboarding.screens.settings import SettingsScreen

        return SettingsScreen()
    if name == "welcome":
        from onboarding.screens.welcome import WelcomeScreen

        return WelcomeScreen()
    raise KeyError(name)


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
