"""Keys in the application itself, headless: from the key to the painted rows in the list of sellers."""

# ruff: noqa: ANN401 - the application is made inside a function, so that other benchmarks are measured without it

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

from bench_measure import NOW, Figure, database, folder

TEXTS = ("shri balaji", "ramesh", "traders", "बालाजी", "5485863", "zzapa")
_GIVE_UP_S = 30


def keys(leads: int, runs: int) -> list[Figure]:
    took: dict[str, list[float]] = {
        "open the list (F3)": [],
        "a letter in the search field": [],
        "page down": [],
        "jump to the end": [],
    }
    asyncio.run(_drive(leads, runs, took))
    reach = {"a letter in the search field": "≤ 50 ms (p95)", "open the list (F3)": "≤ 300 ms"}
    return [
        Figure(
            f"{name}, key to painted, {leads:,}", times, reach=reach.get(name, "≤ 50 ms (p95)"), how="headless 120×40"
        )
        for name, times in took.items()
    ]


async def _drive(leads: int, runs: int, took: dict[str, list[float]]) -> None:
    from onboarding.app import OnboardingApp
    from onboarding.locations import Locations
    from onboarding.services.clock import fixed
    from onboarding.services.context import open_services

    house = open_services(database(leads), login="bench", clock=fixed(NOW))
    app = OnboardingApp(house, Locations(house.database.path, folder() / "settings.toml", folder() / "bench.log"))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()

        async def timed(name: str, key: str, done: Callable[[], bool]) -> None:
            began = time.perf_counter()
            _press(app, key)
            await _until(pilot, done, f"{name}: {key}")
            took[name].append((time.perf_counter() - began) * 1000)

        await timed("open the list (F3)", "f3", lambda: _filled(app, ""))
        table = app.screen.table
        table.focus()
        await pilot.pause()
        for _ in range(runs):
            first = table.cursor
            await timed("page down", "pagedown", lambda first=first: table.cursor > first and _painted(table))
        await timed("jump to the end", "end", lambda: table.cursor == len(table.ids) - 1 and _painted(table))
        await _type(app, pilot, timed)


async def _type(app: Any, pilot: Any, timed: Callable[[str, str, Callable[[], bool]], Awaitable[None]]) -> None:
    _press(app, "/")
    await pilot.pause()
    for text in TEXTS:
        for end, sign in enumerate(text, 1):
            typed = text[:end]
            await timed(
                "a letter in the search field",
                sign,
                lambda typed=typed: _filled(app, typed),
            )
        for _ in text:
            _press(app, "backspace")
        await _until(pilot, lambda: _filled(app, ""), "emptying the field")


def _press(app: Any, key: str) -> None:
    """As the terminal's driver posts it; without waiting, unlike the pilot's own."""
    from textual import events

    names = {" ": "space", "/": "slash"}
    app.post_message(events.Key(names.get(key, key), key if len(key) == 1 else None))


def _filled(app: Any, text: str) -> bool:
    """The list shows what was typed, with its rows."""
    screen = app.screen
    if not hasattr(screen, "table") or getattr(screen, "_found", None) is None:
        return False
    return bool(screen._found.wanted.text.strip() == text.strip() and _painted(screen.table))


def _painted(table: Any) -> bool:
    """The rows in sight are at hand."""
    top = table.scroll_offset.y
    seen = table.ids[top : top + table.size.height - 1]
    return table._state != "loading" and all(table._window.get(record) is not None for record in seen)


async def _until(pilot: Any, done: Callable[[], bool], what: str) -> None:
    end = time.perf_counter() + _GIVE_UP_S
    while not done():
        if time.perf_counter() > end:
            raise SystemExit(f"not within {_GIVE_UP_S} s: {what}")
        await asyncio.sleep(0.001)
    await pilot.pause()
