"""The pool on its screen: found, narrowed, sorted, opened, and one of it made a lead."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from onboarding.db import prospects as db
from onboarding.db.tables import table
from onboarding.domain.districts import shipped
from onboarding.domain.prospects import PoolFilter, Prospect
from onboarding.i18n import known, set_language
from onboarding.screens.change_rows import ChangeRowsScreen
from onboarding.screens.filter_bar import SearchLine
from onboarding.screens.look_up import LookUp
from onboarding.screens.prospect_contact import ContactDialog, read_contact
from onboarding.screens.prospect_dialog import ProspectDialog
from onboarding.screens.prospect_filter import read_filter, with_district
from onboarding.screens.prospects import ProspectsScreen
from onboarding.services.context import Services
from onboarding.services.prospect_pull import Access, Wishes
from onboarding.widgets.record_table import RecordTable
from tests.support.hostile import MARKUP
from tests.support.house import LUCKNOW, a_lead, mobile, open_house
from tests.support.many import app_over
from tests.support.pilot import screen_text, until
from tests.support.udyam_server import KEY, udyam_server

BARABANKI = "129"


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


def fill(services: Services, *units: Prospect) -> None:
    with services.writing.change("pull") as change:
        db.add(change, units, today="2026-11-01")


def unit(name: str, **fields: str) -> Prospect:
    return Prospect(
        **({"name": name, "district_code": BARABANKI, "pin": "225001", "registered_on": "2022-04-01"} | fields)
    )


@pytest.fixture
def house(tmp_path: Path) -> Services:
    services = open_house(tmp_path)
    fill(
        services,
        unit("KHAN WORKS", nic="14105 13991"),
        unit("श्री बालाजी उद्योग", district_code=LUCKNOW, pin="226001", nic="13999"),
        unit("AWADH DARI HOUSE", nic="62011", registered_on="2020-01-01"),
        unit(MARKUP[0]),
    )
    return services


def the_pool(pilot: Pilot[int]) -> ProspectsScreen:
    screen = pilot.app.screen
    assert isinstance(screen, ProspectsScreen)
    return screen


async def shown(pilot: Pilot[int], *ids: int) -> None:
    def is_shown() -> bool:
        screen = pilot.app.screen
        return (
            isinstance(screen, ProspectsScreen) and bool(screen.query(RecordTable)) and list(screen.table.ids) == [*ids]
        )

    await until(pilot, is_shown, f"{ids} in the list")


async def type_filter(pilot: Pilot[int], text: str) -> None:
    await pilot.press("slash")
    field = pilot.app.screen.query_one(SearchLine)
    await until(pilot, lambda: field.has_focus, "the search field")
    field.value = text


# ---------------------------------------------------------------------------------------------- words of the filter


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("khan", PoolFilter(text="khan")),
        ("district:barabanki khan", PoolFilter(text="khan", district=BARABANKI)),
        ("जनपद:लखनऊ बालाजी", PoolFilter(text="बालाजी", district=LUCKNOW)),
        ("जनपद-लखनऊ", PoolFilter(district=LUCKNOW)),
        ("nic:13 pin:2250", PoolFilter(nic="13", pin="2250")),
        ("पिन:२२५००१", PoolFilter(pin="225001")),
        ("district:kanpur-dehat", PoolFilter(district=shipped().find("Kanpur Dehat").code or "")),
    ],
)
def test_filter_words(text: str, wanted: PoolFilter) -> None:
    assert read_filter(text, PoolFilter(), shipped()) == (wanted, ())


def test_words_that_are_not_understood_are_told() -> None:
    assert read_filter("nic:x district:nowhere colour:red", PoolFilter(), shipped())[1] == (
        "nic:x",
        "district:nowhere",
        "colour:red",
    )


def test_a_district_is_put_in_once() -> None:
    assert with_district("district:lucknow khan", BARABANKI, shipped()) == "khan district:Barabanki"
    assert with_district("district:lucknow khan", "", shipped()) == "khan"


# ---------------------------------------------------------------------------------------------- the list


async def test_the_pool_is_searched_narrowed_and_sorted(house: Services, tmp_path: Path) -> None:
    app = app_over(house, tmp_path, "prospects")
    async with app.run_test(size=(120, 30)) as pilot:
        await shown(pilot, 4, 3, 2, 1)
        await until(pilot, lambda: "KHAN WORKS" in screen_text(pilot) and MARKUP[0] in screen_text(pilot), "the rows")
        await pilot.press("slash")
        await until(pilot, lambda: "nic:13991  pin:226001" in screen_text(pilot), "what this search understands")
        await type_filter(pilot, "balaji")
        await shown(pilot, 2)
        await type_filter(pilot, "nic:139")
        await shown(pilot, 2, 1)
        await type_filter(pilot, "district:barabanki")
        await shown(pilot, 4, 3, 1)
        await type_filter(pilot, "226001")
        await shown(pilot, 2)
        await pilot.press("escape")
        await shown(pilot, 4, 3, 2, 1)
        await pilot.press("s")
        await shown(pilot, 3, 4, 1, 2)
        await pilot.press("s")
        await shown(pilot, 3, 1, 2, 4)


async def test_the_record_and_the_lead_of_it(house: Services, tmp_path: Path) -> None:
    app = app_over(house, tmp_path, "prospects")
    async with app.run_test(size=(100, 30)) as pilot:
        await shown(pilot, 4, 3, 2, 1)
        await pilot.press("end", "enter")
        await until(pilot, lambda: "14105 13991" in screen_text(pilot), "the facts")
        assert isinstance(app.screen, ProspectDialog)
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, ContactDialog) and app.screen.query(Input), "the line")
        await pilot.press("enter")
        await until(pilot, lambda: "is needed" in screen_text(pilot), "what is missing")
        await pilot.press(*mobile(7))
        await pilot.press("enter")
        await until(pilot, lambda: house.prospects.get(1).became_lead_id == 1, "the lead")
        await until(pilot, lambda: "#1" in screen_text(pilot), "its number in the list")
        lead = house.sellers.get(1)
        assert (lead.name, lead.mobile, lead.nic, lead.source) == ("KHAN WORKS", mobile(7), "14105 13991", "udyam_data")
        assert lead.next_what == "call"
        await pilot.press("u")
        await until(pilot, lambda: house.prospects.get(1).became_lead_id is None, "undone")
        assert house.lists.find("khan") == []


async def test_a_firm_that_is_known_is_linked(house: Services, tmp_path: Path) -> None:
    lead = a_lead(house, name="Khan Works", number=9)
    app = app_over(house, tmp_path, "prospects")
    async with app.run_test(size=(100, 30)) as pilot:
        await shown(pilot, 4, 3, 2, 1)
        await pilot.press("end", "a")
        await until(pilot, lambda: isinstance(app.screen, ContactDialog) and app.screen.query(Input), "the line")
        await pilot.press(*mobile(9))
        await until(pilot, lambda: "links the prospect" in screen_text(pilot), "that it is known")
        await pilot.press("enter")
        await until(pilot, lambda: house.prospects.get(1).became_lead_id == lead.id, "the link")
        assert len(house.lists.find("khan")) == 1


async def test_the_look_up_shows_prospects_behind_the_sellers(house: Services, tmp_path: Path) -> None:
    a_lead(house, name="Balaji Traders")
    app = app_over(house, tmp_path, "prospects")
    async with app.run_test(size=(100, 30)) as pilot:
        await shown(pilot, 4, 3, 2, 1)
        await pilot.press("6")
        await until(pilot, lambda: isinstance(app.screen, LookUp) and app.screen.query(Input), "the look-up")
        app.screen.query_one(Input).value = "balaji"
        await until(pilot, lambda: "बालाजी" in screen_text(pilot), "the prospect")
        text = screen_text(pilot)
        assert text.index("Balaji Traders") < text.index("in the pool")
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(app.screen, ProspectDialog), "its record")


def test_what_stands_in_a_name_is_no_contact() -> None:
    read = read_contact("6440000001 226001 STORES, SONS, Ramesh", "226001 STORES, SONS")
    assert read.values == {"mobile": "6440000001", "owner_name": "Ramesh"}
    assert read_contact(" 108 TRADERS", "108 TRADERS").values == {}
    assert read_contact("6440000001 Another Name", "108 TRADERS").values["name"] == "Another Name"


def test_the_log_has_words_for_what_is_journalled_of_the_pool(house: Services) -> None:
    with house.database.read() as connection:
        columns = [name for table_ in ("prospect", "udyam_units") for name in table(connection, table_).kept]
    sentences = [f"field.label.{name}" for name in columns] + ["log.table.prospect", "log.table.udyam_units"]
    sentences += [f"verb.{verb}" for verb in ("pull", "undo_pull", "make_lead", "link_prospect")]
    assert [sentence for sentence in sentences if not known(sentence)] == []


async def test_a_page_in_the_log_takes_its_whole_pull_back(house: Services, tmp_path: Path) -> None:
    with udyam_server() as server:
        wishes = Wishes(districts=(BARABANKI,), page_rows=100, pause_s=0)
        house.prospects.pull(Access(server.url, KEY), wishes).run()
    app = app_over(house, tmp_path, "log")
    async with app.run_test(size=(120, 30)) as pilot:
        await until(pilot, lambda: "Barabanki" in screen_text(pilot), "the pull in the log")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ChangeRowsScreen), "the entry")
        await pilot.press("r")
        await until(pilot, lambda: house.prospects.pulls()[0].state == "undone", "taken back")
        assert len(house.prospects.ids(PoolFilter())) == 4
