"""The palette: every action that works here, by its name in the language of now, with its keys, so that it teaches.

Typing narrows it by the words of a name or of an id (the ids are the same in both languages), on either keyboard layout.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from onboarding.actions import ACTIONS, Action, action, shown_keys
from onboarding.i18n import tr
from onboarding.widgets.choice import ChoiceDialog

if TYPE_CHECKING:
    from textual.dom import DOMNode

    from onboarding.app import OnboardingApp


def open_palette(house: OnboardingApp) -> None:
    """Offer what works on the screen of now; what is chosen is done there."""
    here = _here(house)
    width = max(cell_len(item.label) for item in here)
    choices = [(item.id, _shown(house, item, width)) for item in here]

    def do(chosen: str | None) -> None:
        if chosen is not None:
            item = action(chosen)
            house.call_later(house.run_action, item.method, _doer(house, item))

    house.push_screen(ChoiceDialog(tr("palette.title"), choices), do)


def _here(house: OnboardingApp) -> list[Action]:
    scopes = set(house.scopes_here())
    found = [item for item in ACTIONS if scopes & set(item.scopes) and item.id not in ("palette", "back")]
    return sorted(found, key=lambda item: item.priority)


def _shown(house: OnboardingApp, item: Action, width: int) -> str:
    keys = "  ".join(shown_keys(item, house.config.keys))
    return item.label + " " * (width - cell_len(item.label) + 3) + keys


def _doer(house: OnboardingApp, item: Action) -> DOMNode:
    """The widget, screen or application that has the method, from the focus outward; the list of the screen as a last one."""
    focused = house.screen.focused
    chain = [*(focused.ancestors_with_self if focused else ()), house.screen, house, *house.screen.query("RecordTable")]
    return next((node for node in chain if hasattr(node, f"action_{item.method}")), house)
