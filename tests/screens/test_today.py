"""Today: every number is the length of the list it opens, mine come first, a backlog is re-planned in five keys."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from onboarding.i18n import set_language, tr
from onboarding.screens.next_step import PlanNext
from onboarding.screens.seller import SellerScreen
from onboarding.screens.sellers import SellersScreen
from onboarding.screens.today import TodayScreen
from onboarding.services.context import Services
from onboarding.services.sellers import NextStep
from onboarding.widgets.record_table import RecordTable
from tests.support.campaign import campaign
from tests.support.house import a_lead, colleague, mobile, open_house
from tests.support.lists import a_list, take_over
from tests.support.many import app_over
from tests.support.pilot import screen_text, until


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


def plan(services: Services, lead: int, day: str, at: str | None = None) -> None:
    services.sellers.plan([lead], NextStep(on=date.fromisoformat(day), what="call_again", at=at))


async def today(pilot: Pilot[int]) -> TodayScreen:
    await until(
        pilot, lambda: isinstance(pilot.app.screen, TodayScreen) and pilot.app.screen._view, "Today with its lines"
    )
    assert isinstance(pilot.app.screen, TodayScreen)
    return pilot.app.screen


async def test_every_line_opens_exactly_as_many_names_as_it_counts(tmp_path: Path) -> None:
    app = app_over(campaign(tmp_path), tmp_path, "today")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await today(pilot)
        view = screen._view
        assert view is not None
        assert len(view.lines) == 7
        assert sum(item.n > 0 for item in view.lines) == 7, "the campaign has something in every line"
        for place, item in enumerate(view.lines):
            screen.query_one(OptionList).focus()
            screen.query_one(OptionList).highlighted = place
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(app.screen, SellersScreen), item.code)
            await until(pilot, lambda n=item.n: _shown(app.screen) == n, f"{item.n} names of {item.code}")  # type: ignore[misc]
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(app.screen, TodayScreen), "Today again")


def _shown(screen: object) -> int:
    tables = list(screen.query(RecordTable)) if isinstance(screen, SellersScreen) else []
    return next((len(table.ids) for table in tables if table.state == "ready"), -1)


async def test_first_my_own_then_the_others_appointments_before_the_oldest(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    ravi = colleague(services)
    leads = [a_lead(services, number=n, name=f"Firm {n}") for n in range(6)]
    plan(services, leads[0].id, "2026-11-24")
    plan(services, leads[1].id, "2026-11-23")
    plan(services, leads[2].id, "2026-11-23", "11:00")
    plan(services, leads[3].id, "2026-11-23", "10:30")
    plan(ravi, leads[4].id, "2026-11-23", "09:00")
    app = app_over(services, tmp_path, "today")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await today(pilot)
        ids = list(screen.query_one(RecordTable).ids)
        assert ids == [leads[3].id, leads[2].id, leads[1].id, leads[4].id]
        await until(pilot, lambda: "4 due, 3 of them mine" in screen_text(pilot), "how many are mine")


async def test_sixty_overdue_are_planned_anew_with_five_keys(tmp_path: Path) -> None:
    before = open_house(tmp_path, "2026-11-10T10:00")
    leads = [a_lead(before, number=n, name=f"Firm {n}") for n in range(60)]
    for lead in leads:
        plan(before, lead.id, "2026-11-20")
    services = open_house(tmp_path)
    app = app_over(services, tmp_path, "today")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        screen = await today(pilot)
        assert len(screen.query_one(RecordTable).ids) == 60
        await pilot.press("asterisk", "f")  # two command keys
        await until(pilot, lambda: isinstance(app.screen, PlanNext), "the next step")
        await until(pilot, lambda: app.screen.focused, "its field")
        await pilot.press(*"+3")  # the text that is typed
        await pilot.press("enter")  # the third
        await until(pilot, lambda: not services.today.view().lines[0].n, "nothing overdue")
        days = {services.sellers.detail(lead.id).lead.next_on for lead in leads}
        assert days == {"2026-11-27"}, "the third working day: the 24th is a holiday"
        await until(pilot, lambda: isinstance(app.screen, TodayScreen), "Today again")
        await pilot.press("u")
        await until(pilot, lambda: services.today.view().lines[0].n == 60, "one undo for all of them")


async def test_enter_opens_the_seller_under_the_cursor(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    lead = a_lead(services, name="[/b] Traders")
    plan(services, lead.id, "2026-11-23")
    app = app_over(services, tmp_path, "today")
    async with app.run_test(size=(80, 24)) as pilot:
        await today(pilot)
        await until(pilot, lambda: "[/b] Traders" in screen_text(pilot), "the name as it is")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SellerScreen), "the record")


async def test_rows_for_review_stand_among_the_lines_at_80x24(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    a_lead(services, number=1, name="Shree Balajee Trader", owner_name="Ram Lal")
    take_over(services, a_list(tmp_path, ("श्री बालाजी ट्रेडर्स", "Shyam Lal", "Lucknow", mobile(1))))
    assert services.reviews.waiting() == 1
    app = app_over(services, tmp_path, "today")
    async with app.run_test(size=(80, 24)) as pilot:
        await today(pilot)
        await until(pilot, lambda: tr("today.line.review") in screen_text(pilot), "the last line, without scrolling")


async def test_without_anything_due_it_says_what_to_do(tmp_path: Path) -> None:
    app = app_over(open_house(tmp_path), tmp_path, "today")
    async with app.run_test(size=(80, 24)) as pilot:
        await today(pilot)
        await until(pilot, lambda: "Nothing is due." in screen_text(pilot), "the sentence")
        await until(pilot, lambda: "onboarding target set" in screen_text(pilot), "the pace, which is read on its own")
