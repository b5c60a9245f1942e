"""The review on the screen: both sides in the same words, one key a decision, the next row by itself, two people on one row."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from onboarding.app import OnboardingApp
from onboarding.i18n import set_language
from onboarding.locations import Locations
from onboarding.screens.review import ReviewScreen
from onboarding.services.context import Services
from onboarding.widgets.record_table import RecordTable
from tests.support.house import a_lead, colleague, mobile, open_house
from tests.support.lists import a_list, take_over
from tests.support.pilot import screen_text, until

MARKUP = "[/b] [red]"
"""What a careless program takes for markup; a real list had the like."""


@pytest.fixture
def house(tmp_path: Path) -> Services:
    """Three leads and three rows that may be they; the second row may be two leads."""
    services = open_house(tmp_path)
    set_language("en")
    a_lead(services, number=1, name="Shree Balajee Trader", owner_name="Ram Lal")
    a_lead(services, number=2, name="Gomti Leather Works", owner_name="Salim Khan")
    a_lead(services, number=3, name="Gomti Lether Work", owner_name="Salim Khan", email="gomti@example.org")
    rows = (
        ("श्री बालाजी ट्रेडर्स", "Shyam Lal", "Lucknow", mobile(1), "balaji@example.org"),
        ("Gomati Lethar Work", "Salim Khan", "Lucknow", mobile(2), "gomti@example.org"),
        (f"{MARKUP} Awadh Steel Work", "Anil", "Lucknow", mobile(4)),
    )
    a_lead(services, number=4, name=f"{MARKUP} Avadh Steel Works", owner_name="Anil")
    take_over(services, a_list(tmp_path, *rows))
    assert services.reviews.waiting() == 3
    return services


def app_of(services: Services) -> OnboardingApp:
    folder = services.database.path.parent
    return OnboardingApp(services, Locations(services.database.path, folder / "settings.toml", folder / "log"))


async def open_review(pilot: Pilot[Any], rows: int = 3) -> ReviewScreen:
    app = pilot.app
    assert isinstance(app, OnboardingApp)
    await until(pilot, lambda: len(app.screen_stack) > 1, "the first screen")
    app.action_review()
    await until(pilot, lambda: isinstance(app.screen, ReviewScreen), "the review")
    screen = app.screen
    assert isinstance(screen, ReviewScreen)
    await until(pilot, lambda: screen.query("#review-items"), "the parts of the screen")
    await until(pilot, lambda: len(screen.query_one("#review-items", RecordTable).ids) == rows, f"{rows} rows")
    await shown(pilot, "Lead ")
    return screen


async def shown(pilot: Pilot[Any], text: str) -> None:
    await until(pilot, lambda: text in screen_text(pilot), text)


async def test_both_sides_stand_in_the_same_words_and_what_differs_bears_a_sign(house: Services) -> None:
    async with app_of(house).run_test(size=(100, 40)) as pilot:
        await open_review(pilot)
        print(screen_text(pilot))
        lines = screen_text(pilot).splitlines()
        (owner,) = [line for line in lines if "Shyam Lal" in line]
        assert "≠" in owner
        assert "Ram Lal" in owner
        (email,) = [line for line in lines if "balaji@example.org" in line]
        assert "+" in email
        assert "same mobile number +50" in screen_text(pilot)


async def test_one_key_a_row_and_the_next_comes_by_itself(house: Services) -> None:
    async with app_of(house).run_test(size=(100, 40)) as pilot:
        screen = await open_review(pilot)
        await pilot.press("y")
        await until(pilot, lambda: house.reviews.waiting() == 2, "the first decided")
        await shown(pilot, "1 of 2 candidates")
        await pilot.press("right")
        await shown(pilot, "2 of 2 candidates")
        await pilot.press("x")
        await shown(pilot, "1 of 1 candidates")
        await pilot.press("k")
        await until(pilot, lambda: house.reviews.waiting() == 1, "both kept")
        await shown(pilot, MARKUP)
        await shown(pilot, "Lead 4")
        await pilot.press("x")
        await shown(pilot, "No row waits")
        assert [one.name for one in map(house.sellers.get, (5, 6))] == [
            "Gomati Lethar Work",
            f"{MARKUP} Awadh Steel Work",
        ]
        assert house.sellers.get(1).email == "balaji@example.org"
        await pilot.press("u")
        await until(pilot, lambda: house.reviews.waiting() == 1, "the undo")
        await until(pilot, lambda: len(screen.query_one("#review-items", RecordTable).ids) == 1, "the row again")


async def test_the_value_of_the_list_is_taken_for_one_field(house: Services) -> None:
    async with app_of(house).run_test(size=(100, 40)) as pilot:
        screen = await open_review(pilot)
        fields = screen.query_one("#review-fields", RecordTable)
        await pilot.press("enter")
        await until(pilot, lambda: screen.focused is fields, "the fields")
        place = next(n for n, row in enumerate(screen._rows) if row.field == "owner_name")
        await pilot.press(*["down"] * place, "t")
        await shown(pilot, "« ")
        await pilot.press("y")
        await until(pilot, lambda: house.reviews.waiting() == 2, "decided")
        lead = house.sellers.get(1)
        assert (lead.owner_name, lead.name) == ("Shyam Lal", "Shree Balajee Trader")


async def test_the_second_person_on_a_row_is_told(house: Services) -> None:
    async with app_of(house).run_test(size=(100, 40), notifications=True) as pilot:
        screen = await open_review(pilot)
        colleague(house).reviews.same(house.reviews.ids()[0], 1)
        await pilot.press("x")
        await shown(pilot, "ravi decided this row already")
        await until(pilot, lambda: len(screen.query_one("#review-items", RecordTable).ids) == 2, "the rows left")


async def test_all_certain_ones_go_at_once(house: Services) -> None:
    async with app_of(house).run_test(size=(80, 24), notifications=True) as pilot:
        await open_review(pilot)
        await pilot.press("A")
        await shown(pilot, "1 rows merged, 2 still wait")
        set_language("hi")
        assert house.reviews.waiting() == 2
