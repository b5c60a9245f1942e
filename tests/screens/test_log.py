"""Who did what: every entry in words, what it changed, and taking it back, whoever made it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from onboarding.i18n import set_language
from onboarding.screens.change_rows import ChangeRowsScreen
from onboarding.screens.log import LogScreen
from onboarding.services import history
from onboarding.widgets.record_table import RecordTable
from tests.support.house import a_lead, colleague, open_house
from tests.support.many import app_over
from tests.support.pilot import screen_text, until


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


async def test_the_newest_entry_stands_on_top_with_who_what_and_of_what(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    a_lead(services, name="A [Regd] B")
    a_lead(colleague(services), number=2, name="Second Firm")
    app = app_over(services, tmp_path, "log")
    async with app.run_test(size=(120, 24)) as pilot:
        await until(pilot, lambda: "Second Firm" in screen_text(pilot), "the entries")
        lines = screen_text(pilot).splitlines()
        assert "ravi" in lines[2]
        assert "Second Firm" in lines[2]
        assert any("A [Regd] B" in text and "asha" in text for text in lines)
        assert not any("⟦" in text for text in lines)


async def test_an_entry_of_a_colleague_is_looked_at_and_taken_back(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    lead = a_lead(services)
    colleague(services).sellers.edit(lead.id, {"name": "Renamed"}, seen={"name": "Balaji Traders"})
    app = app_over(services, tmp_path, "log")
    async with app.run_test(size=(120, 24), notifications=True) as pilot:
        await until(pilot, lambda: "Balaji Traders" in screen_text(pilot), "the entries")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ChangeRowsScreen), "the entry")
        await until(pilot, lambda: "Balaji Traders → Renamed" in screen_text(pilot), "before and after")
        await pilot.press("r")
        await until(pilot, lambda: services.sellers.detail(lead.id).lead.name == "Balaji Traders", "taken back")
        await until(pilot, lambda: "taken back" in screen_text(pilot), "and it says so")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, LogScreen), "the journal again")


async def test_the_journal_goes_on_when_the_cursor_reaches_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = open_house(tmp_path)
    for n in range(60):
        a_lead(services, number=n, name=f"Firm {n}")
    monkeypatch.setattr("onboarding.screens.log.PAGE", 25)
    assert history.PAGE > 25
    app = app_over(services, tmp_path, "log")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(
            pilot, lambda: app.screen.query(RecordTable) and len(app.screen.query_one(RecordTable).ids) == 25, "a page"
        )
        for held in (50, 61):
            await pilot.press("end")
            await until(pilot, lambda n=held: len(app.screen.query_one(RecordTable).ids) >= n, f"{held} entries")  # type: ignore[misc]
