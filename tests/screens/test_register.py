"""Registering walk-ins: one line, two Enters, and nobody twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from onboarding.domain.districts import shipped
from onboarding.domain.filters import SellerFilter
from onboarding.domain.records import Lead
from onboarding.i18n import set_language
from onboarding.screens.register import NOTHING_STICKS, RegisterScreen, Sticky
from onboarding.screens.seller import SellerScreen
from onboarding.screens.sellers import SellersScreen
from onboarding.services.clock import fixed
from onboarding.services.context import Services
from tests.support.hostile import MARKUP
from tests.support.house import LUCKNOW, a_lead, colleague, open_house, pan
from tests.support.many import app_over
from tests.support.pilot import screen_text, until

LINE = "6441234567 Maa Traders, Ramesh Gupta, furniture"


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    set_language("en")
    RegisterScreen.sticky, RegisterScreen.draft = NOTHING_STICKS, ""
    yield
    set_language("en")


def everybody(services: Services) -> list[Lead]:
    return [services.sellers.get(lead_id) for lead_id in services.lists.ids(SellerFilter())]


async def registering(pilot: Pilot[int]) -> RegisterScreen:
    def listed() -> bool:
        screen = pilot.app.screen
        return isinstance(screen, SellersScreen) and bool(screen.query("#sellers")) and screen.table.state != "loading"

    await until(pilot, listed, "the list")
    await pilot.press("a")

    def ready() -> bool:
        screen = pilot.app.screen
        return isinstance(screen, RegisterScreen) and bool(screen.query("#register-line")) and screen.day.is_ready

    await until(pilot, ready, "the line")
    screen = pilot.app.screen
    assert isinstance(screen, RegisterScreen)
    return screen


async def test_a_line_and_three_command_keys(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    async with app_over(services, tmp_path).run_test(size=(80, 24), notifications=True) as pilot:
        screen = await registering(pilot)
        # Without waiting between the keys, as a fast typist does.
        await pilot.press(*LINE, "enter", "enter")
        await until(pilot, lambda: everybody(services), "the lead")
        await until(pilot, lambda: screen.field.value == "" and screen.field.has_focus, "the next row")
        (lead,) = everybody(services)
        assert (lead.mobile, lead.name, lead.owner_name) == ("6441234567", "Maa Traders", "Ramesh Gupta")
        assert (lead.products, lead.source, lead.next_what) == ("furniture", "walk_in", "papers")
        calendar = services.office.calendar()
        assert lead.next_on == calendar.add_working_days(services.clock.today(), 3).isoformat()
        await until(pilot, lambda: "Maa Traders" in screen_text(pilot), "the seller among those registered just now")


async def test_enter_held_down_registers_once(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    async with app_over(services, tmp_path).run_test(size=(80, 24), notifications=True) as pilot:
        screen = await registering(pilot)
        screen.field.value = LINE
        await pilot.press(*["enter"] * 8)
        await until(pilot, lambda: screen.field.value == "", "the next row")
        await pilot.app.workers.wait_for_complete()
        assert len(everybody(services)) == 1


async def test_district_source_and_day_stay_or_change(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    async with app_over(services, tmp_path).run_test(size=(80, 24), notifications=True) as pilot:
        screen = await registering(pilot)
        await pilot.press(*LINE, "tab", *"luckn", "tab", *"help", "tab", *"+5", "enter")
        await until(pilot, lambda: len(everybody(services)) == 1, "the first")
        (first,) = everybody(services)
        assert (first.district_code, first.source) == (LUCKNOW, "help_line")
        assert first.next_on == services.office.calendar().add_working_days(services.clock.today(), 5).isoformat()
        await until(pilot, lambda: screen.field.has_focus, "the next row")
        await pilot.press(*"6441234568 Second", "enter", "enter")
        await until(pilot, lambda: len(everybody(services)) == 2, "the second")
        second = everybody(services)[0]
        assert (second.district_code, second.source) == (LUCKNOW, "help_line")
        await until(pilot, lambda: screen.field.value == "", "the next row")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, SellersScreen), "the list")
        assert (await registering(pilot)).district.code == LUCKNOW


async def test_a_district_in_any_spelling_and_none_that_does_not_exist(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    async with app_over(services, tmp_path).run_test(size=(80, 24), notifications=True) as pilot:
        screen = await registering(pilot)
        await pilot.press("tab", *"allahabad", "tab")
        await until(pilot, lambda: screen.district.code == shipped().find("Prayagraj").code, "the new name")
        screen.district.value = "Atlantis"
        screen.field.focus()
        await pilot.press(*LINE, "enter")
        await until(pilot, lambda: screen.district.has_focus, "the field that is wrong")
        assert everybody(services) == []


async def test_a_known_number_is_shown_from_the_sixth_digit_and_opens(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    lead = a_lead(services, mobile="6441234567", name="[/b] Traders")
    async with app_over(services, tmp_path).run_test(size=(80, 24), notifications=True) as pilot:
        screen = await registering(pilot)
        await pilot.press(*"64412")
        await pilot.app.workers.wait_for_complete()
        assert screen._matches.leads == ()
        await pilot.press("3")
        await until(pilot, lambda: "[/b] Traders" in screen_text(pilot), "the seller")
        await pilot.press(*"4567", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, SellerScreen), "the record")
        record = pilot.app.screen
        assert isinstance(record, SellerScreen)
        assert record.lead_id == lead.id
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen, "the line")
        assert screen.field.value == "6441234567"


async def test_another_firm_with_the_same_number_is_a_new_lead(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    a_lead(services, mobile="6441234567", name="Quite Another Firm")
    async with app_over(services, tmp_path).run_test(size=(80, 24), notifications=True) as pilot:
        screen = await registering(pilot)
        await pilot.press(*LINE)
        await until(pilot, lambda: "Quite Another" in screen_text(pilot), "the warning")
        await pilot.press("enter")
        await until(pilot, lambda: screen.day.input.has_focus, "the next step")
        await pilot.press("enter")
        await until(pilot, lambda: len(everybody(services)) == 2, "the second lead")


@pytest.mark.parametrize(
    "line", ["6441234567 M/s BALAJI traders, Sita", f"6449999999 Some Firm, {pan(7)}"], ids=["number and name", "PAN"]
)
async def test_a_certain_duplicate_is_not_entered_and_opens(tmp_path: Path, line: str) -> None:
    services = open_house(tmp_path)
    lead = a_lead(services, mobile="6441234567", pan=pan(7))
    async with app_over(services, tmp_path).run_test(size=(80, 24), notifications=True) as pilot:
        screen = await registering(pilot)
        await pilot.press(*line, "enter")
        await until(pilot, lambda: screen.query_one("#register-matches", OptionList).has_focus, "the lead it is")
        assert "not entered twice" in screen_text(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, SellerScreen), "its record")
        assert [one.id for one in everybody(services)] == [lead.id]


async def test_a_colleague_who_is_quicker_wins(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    other = colleague(services)
    async with app_over(services, tmp_path).run_test(size=(80, 24), notifications=True) as pilot:
        screen = await registering(pilot)
        await pilot.press(*LINE, "enter")
        await until(pilot, lambda: screen.day.input.has_focus, "the next step")
        a_lead(other, mobile="6441234567", name="Maa Traders")
        await pilot.press("enter")
        await until(pilot, lambda: "not entered twice" in screen_text(pilot), "the refusal")
        assert len(everybody(services)) == 1
        assert screen.field.value == LINE


async def test_what_is_wrong_is_said_while_typing_and_nothing_is_stored(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    async with app_over(services, tmp_path).run_test(size=(80, 24), notifications=True) as pilot:
        screen = await registering(pilot)
        screen.field.value = "6441234567 Maa, 09ZZZPZ1234Z1Z5"
        await until(pilot, lambda: "mistyped" in screen_text(pilot), "the problem")
        await pilot.press("enter", "enter")
        await pilot.app.workers.wait_for_complete()
        assert screen.field.has_focus
        assert everybody(services) == []


async def test_undo_takes_it_from_the_list_too(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    async with app_over(services, tmp_path).run_test(size=(80, 24), notifications=True) as pilot:
        screen = await registering(pilot)
        await pilot.press(*LINE, "enter", "enter")
        done = screen.query_one("#register-done", OptionList)
        await until(pilot, lambda: done.option_count == 1, "the seller among those registered just now")
        await pilot.press("ctrl+z")
        await until(pilot, lambda: done.option_count == 0, "nobody registered just now")
        assert everybody(services) == []


@pytest.mark.parametrize("language", ["en", "hi"])
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_hostile_lines_stand_there_as_they_are(tmp_path: Path, language: str, size: tuple[int, int]) -> None:
    services = open_house(tmp_path)
    async with app_over(services, tmp_path).run_test(size=size, notifications=True) as pilot:
        set_language(language)
        screen = await registering(pilot)
        for n, name in enumerate(name for name in MARKUP if "," not in name):
            screen.field.value = f"644123456{n} {name}, [/b] owner"
            await pilot.press("enter", "enter")
            await until(pilot, lambda n=n: len(everybody(services)) == n + 1, f"the lead {name!r}")  # type: ignore[misc]
            await until(pilot, lambda: screen.field.value == "", "the next row")
        assert "⟦" not in screen_text(pilot)
        assert everybody(services)[-1].name == "[/b] Traders"


async def test_what_is_sticky_is_said_and_ends_with_the_day(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    RegisterScreen.sticky = Sticky(LUCKNOW, "help_line", services.clock.today())
    async with app_over(services, tmp_path).run_test(size=(80, 24), notifications=True) as pilot:
        screen = await registering(pilot)
        await until(pilot, lambda: "Lucknow stays for the next seller" in screen_text(pilot), "that it stays")
        assert (screen.district.code, screen.source.code) == (LUCKNOW, "help_line")
        # Over night the screen stands open; the first thing that happens the next day empties the fields.
        services.clock = services.writing.clock = fixed("2026-11-24T10:00")
        screen.house.data_changed.publish("written")
        await until(pilot, lambda: screen.district.code == "", "nothing sticks")
        assert screen.source.code == "walk_in"
        assert "stays for the next seller" not in screen_text(pilot)
