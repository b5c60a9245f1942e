"""The preview of a list typed for Kruti Dev: before and after, and the key that refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from onboarding.i18n import set_language
from onboarding.services.context import Services
from tests.screens.test_imports_screen import app_of, open_preview, rows_shown
from tests.support.house import a_lead, mobile, open_house
from tests.support.lists import DATA, a_list
from tests.support.pilot import screen_text, until

LIST = DATA / "sellers_krutidev.csv"


@pytest.fixture
def house(tmp_path: Path) -> Services:
    services = open_house(tmp_path)
    a_lead(services, number=1)
    set_language("en")
    return services


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_one_key_refuses_the_conversion_and_takes_it_again(house: Services, size: tuple[int, int]) -> None:
    async with app_of(house).run_test(size=size) as pilot:
        screen = await open_preview(pilot, LIST)
        await rows_shown(pilot, screen, 120)
        await until(pilot, lambda: "read as Unicode" in screen_text(pilot), "what is done")
        assert "⇒ विकास विश्वकर्मा वर्क्स" in screen_text(pilot)
        assert "112 new" in screen_text(pilot)
        await pilot.press("k")
        await until(pilot, lambda: "left as typed" in screen_text(pilot), "the refusal")
        await rows_shown(pilot, screen, 120)
        await until(pilot, lambda: "120 with a warning" in " ".join(screen_text(pilot).split()), "the consequence")
        await pilot.press("k")
        await until(pilot, lambda: "read as Unicode" in screen_text(pilot), "the conversion again")


async def test_the_key_says_when_there_is_nothing_to_convert(house: Services, tmp_path: Path) -> None:
    app = app_of(house)
    path = a_list(tmp_path, ("Bajrang Stationery Pvt Ltd", "", "Lucknow", mobile(7)))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        screen = await open_preview(pilot, path)
        await rows_shown(pilot, screen, 1)
        assert "Kruti Dev in" not in screen_text(pilot)
        await pilot.press("k")
        await until(pilot, lambda: "Kruti Dev" in " ".join(n.message for n in app._notifications), "the sentence")
