"""Keys in the application itself, headless: from the key to the picture that shows its answer, as it is handed to the terminal."""

# ruff: noqa: ANN401 - the application is made inside a function, so that other benchmarks are measured without it

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

from bench_measure import NOW, Figure, database, folder

TEXTS = ("shri balaji", "ramesh", "traders", "बालाजी", "5485863", "zzapa")
NUMBERS = ("6485485863", "6440012345")
ENTRIES = 200
"""In the timeline of the record that is opened."""
REACH = {
    "open the list (F3)": "≤ 300 ms",
    "a letter in the search field": "≤ 50 ms (p95)",
    "page down": "≤ 50 ms (p95)",
    "jump to the end": "≤ 50 ms (p95)",
    "open a record with 200 entries": "≤ 100 ms (p95)",
    "next record": "≤ 100 ms (p95)",
    "a digit in the look-up": "≤ 50 ms (p95)",
}
_GIVE_UP_S = 30


def keys(leads: int, runs: int) -> list[Figure]:
    drive = _Drive(leads)
    asyncio.run(drive.all(runs))
    return [
        Figure(f"{name}, key to painted, {leads:,}", drive.took[name], reach=reach, how="headless 120×40")
        for name, reach in REACH.items()
    ]


class _Drive:
    """One application, and the times of its keys."""

    def __init__(self, leads: int) -> None:
        from onboarding.app import OnboardingApp
        from onboarding.locations import Locations
        from onboarding.services.clock import fixed
        from onboarding.services.context import open_services

        self.took: dict[str, list[float]] = {name: [] for name in REACH}
        self.painted_at = 0.0
        house = open_services(database(leads), login="bench", clock=fixed(NOW))
        self.busy = _busiest(house)
        self.app = OnboardingApp(
            house, Locations(house.database.path, folder() / "settings.toml", folder() / "bench.log")
        )
        display = self.app._display

        def painted(*picture: Any) -> None:
            display(*picture)
            self.painted_at = time.perf_counter()

        self.app._display = painted

    async def all(self, runs: int) -> None:
        from onboarding.app import leave_alone

        async with self.app.run_test(size=(120, 40)) as pilot:
            await pilot.pause()
            leave_alone()  # as at a terminal
            await self.timed("open the list (F3)", "f3", lambda: self.filled(""))
            await self.pages(runs)
            await self.record(runs)
            await self.letters()
            await self.digits(runs)

    async def timed(self, name: str, key: str, done: Callable[[], bool]) -> None:
        began = time.perf_counter()
        self.press(key)
        await self.until(done, f"{name}: {key}")
        self.took[name].append((self.painted_at - began) * 1000)
        await asyncio.sleep(0.05)  # the time between two keys of a fast typist; what is fetched ahead has it

    async def until(self, done: Callable[[], bool], what: str) -> None:
        """Until the answer is there and every part of the screen that it changed has been drawn."""
        end = time.perf_counter() + _GIVE_UP_S
        while not done() or self.app.screen._dirty_widgets or self.app.screen._layout_required:
            if time.perf_counter() > end:
                raise SystemExit(f"not within {_GIVE_UP_S} s: {what}")
            await asyncio.sleep(0.001)

    def press(self, key: str) -> None:
        """As the terminal's driver posts it; without waiting, unlike the pilot's own."""
        from textual import events

        names = {" ": "space", "/": "slash"}
        self.app.post_message(events.Key(names.get(key, key), key if len(key) == 1 else None))

    async def pages(self, runs: int) -> None:
        table = self.app.screen.table
        table.focus()
        for _ in range(runs):
            first = table.cursor
            await self.timed("page down", "pagedown", lambda first=first: table.cursor > first and _at_hand(table))
        for _ in range(runs):
            await self.timed("jump to the end", "end", lambda: table.cursor == len(table.ids) - 1 and _at_hand(table))
            self.press("home")
            await self.until(lambda: table.cursor == 0 and _at_hand(table), "home")

    async def record(self, runs: int) -> None:
        from onboarding.screens.seller import SellerScreen

        place = self.app.screen.table.index_of(self.busy)
        for _ in range(runs):
            began = time.perf_counter()
            self.app.push_screen(SellerScreen(self.app.screen.table.ids, place, "bench"))
            await self.until(lambda: _shows(self.app.screen, self.busy), "the record")
            self.took["open a record with 200 entries"].append((self.painted_at - began) * 1000)
            await asyncio.sleep(0.2)
            screen = self.app.screen
            for key in ("p", "n"):
                before = screen.lead_id
                await self.timed(
                    "next record",
                    key,
                    lambda screen=screen, before=before: screen.lead_id != before and _shows(screen, 0),
                )
            await self.app.action_back()
            await self.until(lambda: self.filled(""), "back")

    async def letters(self) -> None:
        self.press("/")
        await asyncio.sleep(0.2)
        for text in TEXTS:
            for end, sign in enumerate(text, 1):
                await self.timed("a letter in the search field", sign, lambda typed=text[:end]: self.filled(typed))
            for _ in text:
                self.press("backspace")
            await self.until(lambda: self.filled(""), "emptying the field")

    async def digits(self, runs: int) -> None:
        """The third digit is the first that is looked up; the first two open the field."""
        self.press("escape")
        await asyncio.sleep(0.2)
        for number in (NUMBERS * runs)[:runs]:
            for sign in number[:2]:
                self.press(sign)
                await asyncio.sleep(0.2)
            for end in range(3, len(number) + 1):
                await self.timed(
                    "a digit in the look-up", number[end - 1], lambda typed=number[:end]: self.looked_up(typed)
                )
            self.press("escape")
            await self.until(lambda: self.filled(""), "back")

    def filled(self, text: str) -> bool:
        """The list shows what was typed, with its rows."""
        screen = self.app.screen
        if getattr(screen, "_found", None) is None or not hasattr(screen, "table"):
            return False
        return bool(screen._found.wanted.text.strip() == text.strip() and _at_hand(screen.table))

    def looked_up(self, text: str) -> bool:
        """The look-up shows the sellers of what was typed."""
        screen = self.app.screen
        return bool(getattr(screen, "is_shown", False) and screen.field.value == text)


def _at_hand(table: Any) -> bool:
    """The rows in sight are at hand."""
    top = table.scroll_offset.y
    seen = table.ids[top : top + table.size.height - 1]
    return table._state != "loading" and all(table._window.get(record) is not None for record in seen)


def _shows(screen: Any, lead: int) -> bool:
    shown = getattr(screen, "shown", None)
    return shown is not None and shown.lead.id == (lead or screen.lead_id)


def _busiest(house: Any) -> int:
    """A lead with a long timeline; the newest one gets its entries on first need."""
    from onboarding.domain.filters import SellerFilter

    lead = int(house.lists.ids(SellerFilter())[-1])
    for _ in range(ENTRIES - len(house.sellers.detail(lead).timeline)):
        house.sellers.log_contact(lead, "no_answer")
    return lead
