"""Merging from the record and from the list, with the keyboard; separating from the record."""

from __future__ import annotations

from pathlib import Path

import pytest

from onboarding import i18n
from onboarding.screens.history import HistoryDialog
from onboarding.screens.look_up import LookUp
from onboarding.screens.merge import MergeScreen
from onboarding.screens.seller import SellerScreen
from onboarding.screens.sellers import SellersScreen
from onboarding.services.context import Services
from onboarding.widgets.choice import ChoiceDialog
from onboarding.widgets.record_table import RecordTable
from tests.screens.record import Record, open_record
from tests.support.hostile import MARKUP
from tests.support.house import a_lead, open_house, pan
from tests.support.pilot import until


@pytest.fixture(autouse=True)
def english() -> None:
    i18n.set_language("en")


@pytest.fixture
def house(tmp_path: Path) -> Services:
    services = open_house(tmp_path)
    a_lead(services, number=1, name="Sharma Stores", owner_name="Ram Sharma")
    a_lead(services, number=2, name="Sharma General Stores", owner_name="Sita Sharma", pan=pan(2))
    return services


async def side_by_side(record: Record) -> MergeScreen:
    await record.press("equals_sign")
    await record.on_top(LookUp)
    await record.press("=Sharma General")
    await record.shows("Sharma General Stores")
    await record.press("enter")
    screen = await record.on_top(MergeScreen)
    await until(record.pilot, lambda: screen.shown is not None, "both are read")
    return screen


async def to_field(record: Record, screen: MergeScreen, field: str) -> None:
    await until(record.pilot, lambda: screen._order, "the fields stand there")
    screen.query_one("#merge-fields", RecordTable).move_to(screen._order.index(field))
    await record.pilot.pause()


async def test_two_records_side_by_side_then_one(house: Services) -> None:
    async with open_record(house, [1], size=(100, 30)) as record:
        screen = await side_by_side(record)
        await record.shows("they differ, A stays")
        text = record.text()
        assert "≠  Name" in text
        assert "+  PAN" in text
        assert "=  District" in text
        await to_field(record, screen, "owner_name")
        await record.press("space")
        await record.shows("taken from B")
        await record.shows("= Sita Sharma")
        await record.press("c")
        await record.back()
        await record.shows("Sita Sharma")
        await record.shows("merged from #2")
    lead = house.sellers.get(1)
    assert (lead.name, lead.owner_name, lead.pan) == ("Sharma Stores", "Sita Sharma", pan(2))


async def test_leads_that_are_like_it_are_offered_before_anything_is_typed(house: Services) -> None:
    a_lead(house, number=3, name="शर्मा स्टोर्स", owner_name="Ram Sharma", pin="226001")
    a_lead(house, number=4, name="Verma Mills", owner_name="Ram Verma")
    house.sellers.edit(1, {"pin": "226001"})
    async with open_record(house, [1], size=(100, 30)) as record:
        await record.press("equals_sign")
        look_up = await record.on_top(LookUp)
        await until(record.pilot, lambda: [lead.id for lead in look_up.leads] == [3], "the like one")
        await record.press("enter")
        screen = await record.on_top(MergeScreen)
        await until(record.pilot, lambda: screen.shown is not None, "both are read")
        assert screen._pair == (1, 3)


async def test_a_lead_that_was_kept_beside_it_is_named_and_opened(house: Services) -> None:
    with house.writing.change("review_link") as change:
        change.insert("lead_link", {"lead_id": 2, "other_id": 1, "linked_at": house.clock.stamp()})
    async with open_record(house, [1], size=(100, 40)) as record:
        await record.go_to("link:2")
        await record.press("enter")
        await until(record.pilot, lambda: getattr(record.app.screen, "lead_id", 0) == 2, "the other one")
        await record.shows("Linked with")


async def test_turned_round_the_other_one_stays_and_its_record_follows(house: Services) -> None:
    async with open_record(house, [1], size=(100, 30)) as record:
        screen = await side_by_side(record)
        await record.press("f")
        await until(record.pilot, lambda: screen.shown and screen.shown.kept.id == 2, "turned round")
        await record.press("ctrl+s")
        await record.back()
        # The record on the screen was that of the lead that went: the kept one stands in its place.
        await until(record.pilot, lambda: record.screen.lead_id == 2, "the kept one is shown")
        await record.shows("Sharma General Stores")
    assert house.merging.went(1) is not None


async def test_separated_from_the_record_and_by_undo(house: Services) -> None:
    house.merging.merge(1, 2)
    async with open_record(house, [1], size=(100, 40)) as record:
        await record.go_to("merge:2")
        await record.press("enter")
        await record.back()
        await record.shows("stands for")
        assert house.merging.went(2) is None
        await record.press("u")
        await until(record.pilot, lambda: house.merging.went(2) is not None, "merged again")
        await record.press("u")
        await record.app.workers.wait_for_complete()


async def test_separated_from_the_history_when_several_went_into_it(house: Services) -> None:
    a_lead(house, number=3, name="Sharma Kirana")
    house.merging.merge(1, 2)
    house.merging.merge(1, 3)
    async with open_record(house, [1], size=(100, 40)) as record:
        await record.press("h")
        await record.on_top(HistoryDialog)
        await record.shows("r separates what was merged")
        await record.press("r")
        await record.on_top(ChoiceDialog)
        await record.shows("#3 Sharma Kirana")
        await record.press("down", "enter")
        await record.back()
        await until(record.pilot, lambda: house.merging.went(2) is None, "separated")
    assert house.merging.went(3) is not None


async def test_two_marked_in_the_list_and_a_third_is_said(house: Services) -> None:
    a_lead(house, number=3, name="Other Firm")
    async with open_record(house, [1]) as record:
        await record.press("f3")
        listing = await record.on_top(SellersScreen)
        await until(record.pilot, lambda: len(listing.table.ids) == 3, "the list is there")
        await record.press("*", "ृ")  # the key of "=" under a Hindi layout
        await record.shows("Mark exactly two")
        await record.press("*", "home", "down", "space", "space", "equals_sign")
        screen = await record.on_top(MergeScreen)
        await until(record.pilot, lambda: screen.shown is not None, "both are read")
        assert screen.shown is not None
        assert (screen.shown.kept.id, screen.shown.gone.id) == (1, 2)
        await record.press("c")
        await record.on_top(SellersScreen)
        await until(record.pilot, lambda: list(listing.table.ids) == [3, 1], "the list has one less")
        await record.shows("2 sellers · 1 marked")


async def test_a_change_meanwhile_is_told_and_shown(house: Services) -> None:
    async with open_record(house, [1], size=(100, 30)) as record:
        screen = await side_by_side(record)
        house.sellers.edit(2, {"email": "new@example.org"})
        await record.press("c")
        await record.shows("changed meanwhile")
        await record.shows("new@example.org")
        assert record.app.screen is screen
        assert house.merging.went(2) is None


async def test_names_are_shown_as_they_are_in_both_languages(house: Services) -> None:
    for number, name in enumerate(MARKUP[:3]):
        a_lead(house, number=10 + number, name=name)
    house.merging.merge(3, 4)
    async with open_record(house, [5], size=(120, 30)) as record:
        record.app.push_screen(MergeScreen(5, 3))
        await record.on_top(MergeScreen)
        await record.shows(MARKUP[2])
        await record.shows(MARKUP[0])
        await record.press("ctrl+l")
        await record.shows("बनी रहेगी")
        await record.press("c")
        await record.on_top(SellerScreen)
        await record.shows(f"#3 {MARKUP[0]}"[:20])
