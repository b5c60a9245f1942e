"""Progress: every figure of every view opens exactly the names it counts; GeM's own figures stand apart."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from onboarding.domain.figures import SHEET, UnitKind
from onboarding.i18n import set_language
from onboarding.screens.progress import VIEWS, ProgressScreen
from onboarding.screens.sellers import SellersScreen
from onboarding.services.context import Services
from onboarding.widgets.record_table import RecordTable
from tests.support.campaign import campaign
from tests.support.house import open_house
from tests.support.many import app_over
from tests.support.pilot import screen_text, until

DAY = date(2026, 11, 23)
PERIODS = ("today", "previous_day", "month", "financial_year", "total")


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


async def progress(pilot: Pilot[int]) -> ProgressScreen:
    await until(
        pilot, lambda: isinstance(pilot.app.screen, ProgressScreen) and pilot.app.screen._data, "Progress with figures"
    )
    assert isinstance(pilot.app.screen, ProgressScreen)
    return pilot.app.screen


def names(services: Services, code: str, period: str, kind: str = "", unit: str = "") -> int:
    population = services.figures.names_filter(code, period, DAY, unit_kind=kind, unit=unit)  # type: ignore[arg-type]
    found = services.lists.ids(population)
    return sum(services.figures.calls_of(population).values()) if code == "calls" else len(found)


def test_every_figure_of_every_period_counts_its_names(tmp_path: Path) -> None:
    services = campaign(tmp_path)
    count = services.figures.count(DAY)
    compared = 0
    for code, figure in count.figures.items():
        for period in PERIODS:
            if (n := getattr(figure, period)) is not None:
                assert names(services, code, period) == n, (code, period)
                compared += n > 0
    assert compared > 10


@pytest.mark.parametrize("kind", ["district", "division", "staff"])
def test_every_unit_counts_its_names_and_the_units_add_up(tmp_path: Path, kind: UnitKind) -> None:
    services = campaign(tmp_path)
    rows = services.figures.by(kind, DAY)
    for row in rows:
        for period in ("today", "month", "financial_year"):
            assert names(services, "sellers_registered", period, kind, row.code) == getattr(row, period), (
                row.code,
                period,
            )
    whole = services.figures.count(DAY).figures["sellers_registered"]
    assert sum(row.financial_year for row in rows) == whole.financial_year


async def test_enter_opens_the_names_of_the_figure_and_period_under_the_cursor(tmp_path: Path) -> None:
    services = campaign(tmp_path)
    app = app_over(services, tmp_path, "progress")
    figure = services.figures.count(DAY).figures["sellers_registered"]
    async with app.run_test(size=(80, 24)) as pilot:
        await progress(pilot)
        for period in PERIODS[:4]:
            await pilot.press("enter")
            wanted = getattr(figure, period)
            await until(pilot, lambda n=wanted: _shown(app.screen) == n, f"{wanted} names of {period}")  # type: ignore[misc]
            await pilot.press("escape")
            await progress(pilot)
            await pilot.press("right")


@pytest.mark.parametrize("view", VIEWS[1:])
async def test_enter_opens_the_names_of_a_unit_or_stage(tmp_path: Path, view: str) -> None:
    services = campaign(tmp_path)
    app = app_over(services, tmp_path, "progress")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await progress(pilot)
        for _ in range(VIEWS.index(view)):
            await pilot.press("tab")
        await until(pilot, lambda: screen._data and screen._data.view == view, f"the view {view}")
        await pilot.press("right", "right", "right")
        data = screen._data
        assert data is not None
        wanted = data.stages[0].count if view == "stages" else data.units[0].financial_year
        assert wanted
        await pilot.press("enter")
        await until(pilot, lambda: _shown(app.screen) == wanted, f"{wanted} names")


def _shown(screen: object) -> int:
    tables = list(screen.query(RecordTable)) if isinstance(screen, SellersScreen) else []
    states = {"ready", "empty"}
    return next((len(table.ids) for table in tables if table.state in states), -1)


async def test_the_brackets_go_from_day_to_day_and_never_past_today(tmp_path: Path) -> None:
    services = campaign(tmp_path)
    app = app_over(services, tmp_path, "progress")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await progress(pilot)
        await pilot.press("left_square_bracket")
        await until(pilot, lambda: "22 November 2026" in screen_text(pilot), "the day before")
        await pilot.press("right_square_bracket", "right_square_bracket")
        await until(pilot, lambda: "23 November 2026" in screen_text(pilot), "today")
        assert screen.day == DAY


async def test_what_has_no_source_is_a_dash_and_a_count_of_nothing_is_zero(tmp_path: Path) -> None:
    app = app_over(open_house(tmp_path), tmp_path, "progress")
    async with app.run_test(size=(80, 24)) as pilot:
        await progress(pilot)
        await until(pilot, lambda: "Workshops held" in screen_text(pilot), "the sheet")
        rows = {line.strip().split("  ")[0].lstrip("› "): line for line in screen_text(pilot).splitlines()}
        assert set(rows["Workshops held"].split()[2:]) == {"-"}
        assert rows["Calls"].split()[1] == "0"


async def test_the_figures_of_gem_stand_in_a_place_of_their_own_with_their_day(tmp_path: Path) -> None:
    services = campaign(tmp_path)
    app = app_over(services, tmp_path, "progress")
    official = services.figures.count(DAY).official
    assert official is not None
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await progress(pilot)
        await until(pilot, lambda: str(screen.query_one("#progress-official", Static).render()), "GeM's line")
        apart = str(screen.query_one("#progress-official", Static).render())
        assert f"{official.as_on:%d-%m-%Y}" in apart
        table = screen.query_one("#progress-figures", RecordTable)
        ours = "\n".join(" ".join(row) for row in screen.fetch(range(1, len(SHEET) + 1)))
        assert table.state == "ready"
        assert f"{official.values['sellers_registered']:,}" not in ours


async def test_copy_puts_the_count_on_the_clipboard_in_the_language_of_now(tmp_path: Path) -> None:
    app = app_over(campaign(tmp_path), tmp_path, "progress")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await progress(pilot)
        await pilot.press("y")
        await until(pilot, lambda: app.clipboard, "the text")
        assert 8 <= len(app.clipboard.splitlines()) <= 12
        assert "23.11.2026" in app.clipboard
