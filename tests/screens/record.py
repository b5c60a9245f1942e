"""Opening the record of a seller in a test."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from textual.pilot import Pilot

from onboarding.app import OnboardingApp
from onboarding.locations import Locations
from onboarding.screens.facts_pane import FactsPane
from onboarding.screens.seller import SellerScreen
from onboarding.services.context import Services
from tests.support.pilot import screen_text, until

Dialog = TypeVar("Dialog")


@dataclass
class Record:
    """The application with a record on top."""

    app: OnboardingApp
    pilot: Pilot[Any]
    screen: SellerScreen

    def text(self) -> str:
        """What stands on the terminal."""
        return screen_text(self.pilot)

    async def press(self, *keys: str) -> None:
        """Press keys; ``=words`` types the words."""
        for key in keys:
            if key.startswith("=") and len(key) > 1:
                for sign in key[1:]:
                    await self.pilot.press("space" if sign == " " else sign)
            else:
                await self.pilot.press(key)

    async def shows(self, text: str) -> None:
        """Wait until the terminal shows this."""
        await until(self.pilot, lambda: text in self.text(), f"{text!r} is shown")

    async def on_top(self, kind: type[Dialog]) -> Dialog:
        """Wait until a dialog of this kind is on top."""
        await until(self.pilot, lambda: isinstance(self.app.screen, kind), f"{kind.__name__} opens")
        screen = self.app.screen
        assert isinstance(screen, kind)
        return screen

    async def back(self) -> None:
        """Wait until the record is on top again and shows what is stored."""
        await self.on_top(SellerScreen)
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()

    async def go_to(self, key: str) -> None:
        """Put the cursor on a fact; folded ones are unfolded by Enter."""
        facts = self.screen.query_one(FactsPane)
        folds = [fact.key for fact in facts.facts if fact.action == "unfold"]
        while not facts.go_to(key):
            facts.go_to(folds.pop(0))
            await self.press("enter")


@asynccontextmanager
async def open_record(
    services: Services,
    ids: Sequence[int],
    index: int = 0,
    *,
    size: tuple[int, int] = (80, 24),
) -> AsyncIterator[Record]:
    """The application on the record of ``ids[index]``, drawn."""
    folder = Path(services.database.path).parent
    places = Locations(services.database.path, folder / "settings.toml", folder / "log")
    app = OnboardingApp(services, places)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        screen = SellerScreen(ids, index, "All sellers")
        app.push_screen(screen)
        record = Record(app, pilot, screen)
        await until(pilot, lambda: app.screen is screen and screen.shown is not None, "the record is read")
        await pilot.pause()
        yield record
        await app.workers.wait_for_complete()
