"""The look-up: a digit anywhere, the caller on the screen, and back to where one was."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from onboarding.domain.records import Lead
from onboarding.i18n import set_language
from onboarding.screens.look_up import LookUp
from onboarding.screens.register import RegisterScreen
from onboarding.screens.seller import SellerScreen
from onboarding.screens.sellers import SellersScreen
from tests.support.hostile import MARKUP
from tests.support.house import a_lead, open_house
from tests.support.many import app_over
from tests.support.pilot import screen_text, until


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


async def started(pilot: Pilot[int]) -> None:
    def ready() -> bool:
        screen = pilot.app.screen
        return isinstance(screen, SellersScreen) and bool(screen.query("#sellers")) and screen.table.state != "loading"

    await until(pilot, ready, "the list")


def look_up(pilot: Pilot[int]) -> LookUp:
    screen = pilot.app.screen
    assert isinstance(screen, LookUp)
    return screen


async def shown(pilot: Pilot[int], *leads: Lead) -> LookUp:
    wanted = [lead.id for lead in leads]
    await until(
        pilot,
        lambda: look_up(pilot).is_shown and [lead.id for lead in look_up(pilot).leads] == wanted,
        f"the sellers {wanted}",
    )
    return look_up(pilot)


async def test_six_digits_and_enter_open_the_caller(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    lead = a_lead(services, mobile="6441765432")
    a_lead(services, mobile="6442000000")
    async with app_over(services, tmp_path).run_test(size=(80, 24), notifications=True) as pilot:
        await started(pilot)
        # Seven keys, without waiting for anything between them.
        await pilot.press(*"765432", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, SellerScreen), "the record")
        record = pilot.app.screen
        assert isinstance(record, SellerScreen)
        assert record.lead_id == lead.id
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, SellersScreen), "where one was")


@pytest.mark.parametrize("typed", ["432", "+91 64417 65432", "06441765432", "64417-65432", "६४४१७६५४३२", "644176"])
async def test_every_way_of_writing_a_number(tmp_path: Path, typed: str) -> None:
    services = open_house(tmp_path)
    lead = a_lead(services, mobile="6441765432")
    a_lead(services, mobile="6442000000")
    async with app_over(services, tmp_path).run_test(size=(80, 24), notifications=True) as pilot:
        await started(pilot)
        pilot.app.push_screen(LookUp())
        await until(pilot, lambda: pilot.app.screen.query("LookUp LineInput"), "the look-up")
        look_up(pilot).field.value = typed
        await shown(pilot, lead)


async def test_the_first_digit_stands_there_and_escape_leaves_no_trace(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    for n in range(3):
        a_lead(services, number=n)
    async with app_over(services, tmp_path).run_test(size=(80, 24), notifications=True) as pilot:
        await started(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, SellersScreen)
        table = screen.table
        await pilot.press("down", "space", "७")
        assert look_up(pilot).field.value == "7"
        await pilot.press("escape")
        assert pilot.app.screen is screen
        assert (table.cursor, list(table.marked_ids())) == (2, [table.ids[1]])


async def test_those_that_were_touched_come_first(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    strange = a_lead(services, mobile="6441000432")
    known = a_lead(services, mobile="6442000432")
    services.sellers.log_contact(known.id, "answered")
    async with app_over(services, tmp_path).run_test(size=(80, 24), notifications=True) as pilot:
        await started(pilot)
        await pilot.press(*"432")
        await shown(pilot, services.sellers.get(known.id), strange)
        assert "23-11-2026" in screen_text(pilot)


async def test_letters_make_a_name_search_of_it(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    lead = a_lead(services, name="श्री बालाजी ट्रेडर्स")
    async with app_over(services, tmp_path).run_test(size=(80, 24), notifications=True) as pilot:
        await started(pilot)
        await pilot.press("5", "backspace", *"balaji")
        await shown(pilot, lead)


@pytest.mark.parametrize("key", ["enter", "a", "ो"])
async def test_an_unknown_number_goes_on_to_registering(tmp_path: Path, key: str) -> None:
    services = open_house(tmp_path)
    async with app_over(services, tmp_path).run_test(size=(80, 24), notifications=True) as pilot:
        await started(pilot)
        await pilot.press(*"6441234567")
        await shown(pilot)
        await pilot.press(key)
        await until(pilot, lambda: isinstance(pilot.app.screen, RegisterScreen), "registering")
        register = pilot.app.screen
        assert isinstance(register, RegisterScreen)
        await until(pilot, lambda: register.query("#register-line"), "its line")
        assert register.field.value == "6441234567 "
        await until(pilot, lambda: register.field.has_focus, "the cursor in it")


async def test_a_late_answer_to_an_older_number_is_dropped(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    old = a_lead(services, mobile="6441000432")
    new = a_lead(services, mobile="6441004321")
    gate, asked = threading.Event(), threading.Event()
    inner = services.lists.by_number

    def slow(digits: str, *, limit: int = 50) -> list[Lead]:
        found = inner(digits, limit=limit)
        if digits == "432":
            asked.set()
            gate.wait(10)
        return found

    services.lists.by_number = slow  # type: ignore[method-assign]
    async with app_over(services, tmp_path).run_test(size=(80, 24), notifications=True) as pilot:
        await started(pilot)
        await pilot.press(*"432")
        await until(pilot, asked.is_set, "the first question")
        await pilot.press("1")
        await shown(pilot, new)
        gate.set()
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert [lead.id for lead in look_up(pilot).leads] == [new.id] != [old.id]


@pytest.mark.parametrize("language", ["en", "hi"])
async def test_hostile_names_stand_there_as_they_are(tmp_path: Path, language: str) -> None:
    services = open_house(tmp_path)
    for n, name in enumerate(MARKUP):
        a_lead(services, mobile=f"64410{n:02d}432", name=name)
    async with app_over(services, tmp_path).run_test(size=(80, 24), notifications=True) as pilot:
        set_language(language)
        await started(pilot)
        await pilot.press(*"432")
        await until(pilot, lambda: len(look_up(pilot).leads) == len(MARKUP), "the sellers")
        await until(pilot, lambda: "[/b] Traders" in screen_text(pilot), "the first of them")
        assert "⟦" not in screen_text(pilot)


async def test_a_number_pasted_outside_a_field_is_looked_up(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    lead = a_lead(services, mobile="6441765432")
    async with app_over(services, tmp_path).run_test(size=(80, 24)) as pilot:
        await started(pilot)
        pilot.app.post_message(events.Paste("+91 64417 65432"))
        await until(pilot, lambda: isinstance(pilot.app.screen, LookUp), "the look-up")
        await shown(pilot, lead)


async def test_a_name_pasted_outside_a_field_is_no_number(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    async with app_over(services, tmp_path).run_test(size=(80, 24)) as pilot:
        await started(pilot)
        pilot.app.post_message(events.Paste("Sharma Stores"))
        await pilot.press("f2")
        assert not isinstance(pilot.app.screen, LookUp)
