"""The palette: every action that works here, by its name in the language of now, with its keys, so that it teaches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.command import DiscoveryHit, Hit, Hits, Provider

from onboarding.actions import ACTIONS, Action, shown_keys
from onboarding.widgets.plain import line

if TYPE_CHECKING:
    from collections.abc import Callable


class ActionProvider(Provider):
    """Offers the table of actions."""

    async def discover(self) -> Hits:
        """Everything that works here, before anything is typed."""
        for item in self._here():
            yield DiscoveryHit(
                line(self._shown(item)), self._run(item), text=item.label, help=item.help
            )

    async def search(self, query: str) -> Hits:
        """What fits the typed text, in label or id (the id is the same in both languages)."""
        matcher = self.matcher(query)
        for item in self._here():
            score = max(matcher.match(item.label), matcher.match(item.id.replace("-", " ")))
            if score > 0:
                yield Hit(
                    score, line(self._shown(item)), self._run(item), text=item.label, help=item.help
                )

    def _here(self) -> list[Action]:
        scopes = set(getattr(self.screen, "SCOPES", ())) | {"global"}
        return [item for item in ACTIONS if scopes & set(item.scopes) and item.id != "palette"]

    def _shown(self, item: Action) -> str:
        keys = "  ".join(shown_keys(item, getattr(getattr(self.app, "config", None), "keys", {})))
        return f"{item.label}   {keys}" if keys else item.label

    def _run(self, item: Action) -> Callable[[], None]:
        screen, app = self.screen, self.app

        def run() -> None:
            place = screen if hasattr(screen, f"action_{item.method}") else app
            app.call_later(app.run_action, item.method, place)

        return run
