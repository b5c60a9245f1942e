from __future__ import annotations

from pathlib import Path
from threading import Event
from typing import Any

import pytest

from onboarding import i18n
from onboarding.domain.records import Lead
from onboarding.screens import seller
from onboarding.screens.history import HistoryDialog
from onboarding.screens.log_contact import LogContact
from onboarding.screens.next_step import PlanNext
from onboarding.screens.seller_view import read_view
from tests.screens.record import open_record
from tests.support.hostile import MARKUP
from tests.support.house import a_lead, open_house
from tests.support.pilot import until


@pytest.fixture(autouse=True)
def english() -> None:
    i18n.set_language("en")


@pytest.mark.parametrize("name", [*MARKUP[:4], "श्री बालाजी ट्रेडर्स"])
async def test_every_dialog_opens_over_a_hostile_name_in_hindi(tmp_path: Path, name: str) -> None:
    services = open_house(tmp_path)
    lead = a_lead(services, name=name, remarks=name, owner_name=name)
    services.sellers.block(lead.id, "other", note=name)
    services.office.introduce(language="hi")
    i18n.set_language("hi")
    async with open_record(services, [lead.id]) as record:
        for key in ("l", "f", "z", "g", "b", "m", "d", "o", "plus", "h"):
            await record.press(key)
            await until(record.pilot, lambda: record.app.screen is not record.screen, f"{key} opens")
            await record.app.workers.wait_for_complete()
            await record.pilot.pause()
            assert "⟦" not in record.text(), key
            await record.press("escape")
            await record.back()
        assert record.app.return_code is None


async def test_keys_typed_while_a_save_waits_are_not_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    services = open_house(tmp_path)
    ids = [a_lead(services, name=f"Firm {n}", number=n).id for n in range(2)]
    may_go, log = Event(), services.sellers.log_contact

    def slow(*given: Any, **named: Any) -> Lead:  # noqa: ANN401 - as it was called
        may_go.wait(20)
        return log(*given, **named)

    monkeypatch.setattr(services.sellers, "log_contact", slow)
    async with open_record(services, ids) as record:
        await record.press("l", "n", "enter", "n", "f")
        assert isinstance(record.app.screen, LogContact)
        may_go.set()
        await record.on_top(PlanNext)
        assert record.screen.lead_id == ids[1]
        assert services.sellers.get(ids[0]).contact_count == 1
        await record.press("escape")
        await record.back()


async def test_a_key_before_the_record_is_there_is_kept_and_means_that_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = open_house(tmp_path)
    first, second = a_lead(services, number=1, name="First Firm"), a_lead(services, number=2, name="Second Firm")
    async with open_record(services, [first.id, second.id]) as record:
        await record.app.workers.wait_for_complete()
        arrives, read = Event(), read_view
        monkeypatch.setattr(seller, "read_view", lambda *of: arrives.wait(10) and read(*of))
        record.screen._near.clear()
        await record.press("n", "h")
        assert record.app.screen is record.screen
        arrives.set()
        history = await record.on_top(HistoryDialog)
        assert history._view.lead.id == second.id


async def test_before_the_record_is_there_nothing_is_said_of_its_timeline(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = open_house(tmp_path)
    lead = a_lead(services, number=1)
    async with open_record(services, [lead.id]) as record:
        arrives, read = Event(), read_view
        monkeypatch.setattr(seller, "read_view", lambda *of: arrives.wait(10) and read(*of))
        record.app.push_screen(seller.SellerScreen([lead.id], 0, "again"))
        await until(record.pilot, lambda: record.app.screen is not record.screen, "the second record")
        await record.pilot.pause()
        assert i18n.tr("record.timeline") not in record.text()
        arrives.set()
        await record.shows(i18n.tr("record.timeline"))
