"""Which screen a start shows first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import Screen

if TYPE_CHECKING:
    from onboarding.services.context import Services


def first_screen(services: Services) -> Screen[None] | str:
    """Today; Welcome when the database holds nothing yet, or when the person was never asked who she is."""
    if services.today.is_empty():
        from onboarding.screens.welcome import WelcomeScreen

        return WelcomeScreen()
    return "today"
