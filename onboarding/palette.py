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


def actions_here(house: OnboardingApp) -> list[Action]:
    """What can be done on the screen of now, in the order of footer and help."""
    scopes = set(house.scopes_here())
    found = [item for item in ACTIONS if scopes & set(item.scopes) and _doer(house, item) is not None]
    return sorted(found, key=lambda item: item.priority)


def open_palette(house: OnboardingApp) -> None:
    """Offer what works on the screen of now; what is chosen is done there."""
    here = [item for item in actions_here(house) if item.id not in ("palette", "back")]
    width = max(cell_len(item.label) for item in here)
    choices = [(item.id, _shown(house, item, width)) for item in here]

    def do(chosen: str | None) -> None:
        if chosen is not None:
            item = action(chosen)
            house.call_later(house.run_action, item.method, _doer(house, item) or house)

    house.push_screen(ChoiceDialog(tr("palette.title"), choices), do)


def _shown(house: OnboardingApp, item: Action, width: int) -> str:
    keys = "  ".join(shown_keys(item, house.config.keys))
    return item.label + " " * (width - cell_len(item.label) + 3) + keys


def _doer(house: OnboardingApp, item: Action) -> DOMNode | None:
    """What has the method and would run it now: from the focus outward, at last the list of the screen; None if nothing does."""
    focused = house.screen.focused
    chain = [*(focused.ancestors_with_self if focused else ()), house.screen, house, *house.screen.query("RecordTable")]
    return next((node for node in chain if _can(node, item.method)), None)


def _can(node: DOMNode, method: str) -> bool:
    return hasattr(node, f"action_{method}") and node.check_action(method, ()) is True
