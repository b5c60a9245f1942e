"""The list widget beside Textual's DataTable, both driven in a headless application: page, end, another order."""

# ruff: noqa: ANN401 - services and applications are made inside functions, so that a peer is measured without them

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from bench_measure import Figure

ROWS = 10_000
Step = Callable[[Any, Any], Awaitable[None]]


def tables(runs: int) -> list[Figure]:
    """Ours and the peer in turn; times until the screen has been painted."""
    ours: dict[str, list[float]] = {}
    peer: dict[str, list[float]] = {}
    for _ in range(runs):
        for into, make in ((ours, _our_app), (peer, _peer_app)):
            for name, took in asyncio.run(_drive(*make())).items():
                into.setdefault(name, []).append(took)
    reach = {"page down": "≤ 50 ms, ≤ 1", "jump to the end": "≤ 50 ms, ≤ 1", "another order": "≤ 300 ms, ≤ 1"}
    return [
        Figure(f"{name}, {ROWS:,} rows", ours[name], "Textual DataTable", peer[name], reach[name], "headless 120×40")
        for name in reach
    ]


async def _drive(app: Any, order: Callable[[Any], None]) -> dict[str, float]:
    found = {}
    async with app.run_test(size=(120, 40)) as pilot:
        await _quiet(pilot)
        for name, keys in (("page down", ["pagedown"]), ("jump to the end", ["ctrl+end"])):
            began = time.perf_counter()
            await pilot.press(*keys)
            await _quiet(pilot)
            found[name] = (time.perf_counter() - began) * 1000
        began = time.perf_counter()
        order(app)
        await _quiet(pilot)
        found["another order"] = (time.perf_counter() - began) * 1000
    return found


async def _quiet(pilot: Any) -> None:
    """Until rows that were asked for have come and the screen is drawn."""
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def _rows() -> list[tuple[str, str, str, str]]:
    return [
        (f"Balaji Traders {number * 7919 % ROWS:05d}", f"644{number:07d}", "contacted", "Lucknow")
        for number in range(ROWS)
    ]


def _our_app() -> tuple[Any, Callable[[Any], None]]:
    from textual.app import App, ComposeResult

    from onboarding.widgets.columns import Column
    from onboarding.widgets.record_table import RecordTable

    rows = _rows()

    class Source:
        def fetch(self, ids: Sequence[int], /) -> list[tuple[str, ...]]:
            return [rows[number] for number in ids]

    class Ours(App[None]):
        def compose(self) -> ComposeResult:
            columns = [Column(key, key, 20) for key in ("firm", "mobile", "stage", "district")]
            yield RecordTable(columns, Source())

        def on_mount(self) -> None:
            table = self.query_one(RecordTable)
            table.set_ids(range(ROWS))
            table.focus()

    def order(app: Any) -> None:
        app.query_one(RecordTable).set_ids(sorted(range(ROWS), key=lambda number: rows[number][0]))

    return Ours(), order


def _peer_app() -> tuple[Any, Callable[[Any], None]]:
    from textual.app import App, ComposeResult
    from textual.widgets import DataTable

    class Peer(App[None]):
        def compose(self) -> ComposeResult:
            yield DataTable()

        def on_mount(self) -> None:
            table = self.query_one(DataTable)
            for key in ("firm", "mobile", "stage", "district"):
                table.add_column(key, key=key)
            table.add_rows(_rows())
            table.focus()

    return Peer(), lambda app: app.query_one(DataTable).sort("firm")
