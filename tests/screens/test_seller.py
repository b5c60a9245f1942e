from __future__ import annotations

from pathlib import Path

import pytest

from onboarding import i18n
from onboarding.screens.facts_pane import FactsPane
from onboarding.screens.timeline_pane import TimelinePane
from tests.screens.record import open_record
from tests.support.hostile import ACTING, HOSTILE
from tests.support.house import a_lead, open_house
from tests.support.pilot import until

FORTNIGHT_AGO = "2026-11-09T10:00"


@pytest.fixture(autouse=True)
def english() -> None:
    i18n.set_language("en")


async def test_brief_facts_and_timeline_stand_on_one_screen(tmp_path: Path) -> None:
    before = open_house(tmp_path, FORTNIGHT_AGO)
    lead = a_lead(before, name="Sharma Stores", name_hi="शर्मा स्टोर्स", owner_name="Ram Sharma")
    before.sellers.log_contact(lead.id, "interested", note="brings papers on Friday")
    before.sellers.block(lead.id, "aadhaar_mobile")
    services = open_house(tmp_path)
    async with open_record(services, [lead.id]) as record:
        text = record.text()
        assert "1 contact on 09-11 (asha): Interested · no next step" in text
        assert "stuck 14 d: Aadhaar not linked to mobile · next missing: " in text
        assert "Sharma Stores" in text
        assert "Ram Sharma" in text
        assert "brings papers on Friday" in text
        assert "1 of 1" in text
        assert "with: seller, 14 d" in text


async def test_do_not_call_is_said_in_words(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    lead = a_lead(services)
    services.sellers.log_contact(lead.id, "do_not_call")
    async with open_record(services, [lead.id]) as record:
        assert "DO NOT CALL" in record.text()


async def test_next_and_previous_keep_the_view_and_the_line(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    ids = [a_lead(services, name=f"Firm {n}", number=n).id for n in range(3)]
    async with open_record(services, ids, 1) as record:
        await record.go_to("pan")
        await record.press("n")
        await record.shows("3 of 3")
        await record.shows("Firm 2")
        fact = record.screen.query_one(FactsPane).fact
        assert fact is not None
        assert fact.key == "pan"
        await record.press("n")
        await record.shows("last record of the view")
        await record.press("p", "p")
        await record.shows("Firm 0")
        assert record.screen.lead_id == ids[0]
        # The same physical key on a Hindi layout.
        await record.press("ल")
        await record.shows("2 of 3")


async def test_a_colleagues_change_is_seen_when_the_record_is_shown_again(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    ids = [a_lead(services, name=f"Firm {n}", number=n).id for n in range(2)]
    async with open_record(services, ids) as record:
        await record.press("n")
        await record.shows("Firm 1")
        services.sellers.edit(ids[0], {"owner_name": "Sunita Devi"})
        await record.press("p")
        await record.shows("Sunita Devi")


async def test_a_lead_that_is_gone_is_said_and_left(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    ids = [a_lead(services).id]
    async with open_record(services, ids) as record:
        await record.press("u")
        await until(record.pilot, lambda: record.app.screen is not record.screen, "left the record")


async def test_timeline_shows_one_kind_only(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    lead = a_lead(services)
    services.sellers.log_contact(lead.id, "busy")
    services.sellers.note(lead.id, "shop closed on Tuesdays")
    async with open_record(services, [lead.id]) as record:
        assert "Busy" in record.text().replace("last", "")
        await record.press("t", "t")
        await record.shows("notes only")
        timeline = record.text().split("notes only")[1]
        assert "shop closed on" in timeline
        assert "Busy" not in timeline


async def test_a_long_timeline_is_scrolled_to_its_end_and_filtered(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    lead = a_lead(services)
    with services.writing.change("log", subject="many") as change:
        rows = [
            (
                lead.id,
                "2026-11-20",
                f"2026-11-20T05:{n // 60:02}:{n % 60:02}",
                1,
                "no_answer" if n % 2 else "note",
                f"[/b] no {n}",
            )
            for n in range(250)
        ]
        change.insert_range("contact", ("lead_id", "event_on", "entered_at", "staff_id", "outcome", "note"), rows)
    async with open_record(services, [lead.id]) as record:
        await record.shows("[/b] no 249")
        pane = record.screen.query_one(TimelinePane)
        assert pane.virtual_size.height == 1 + 200 * 3 + 1
        await record.press("pagedown")
        await until(record.pilot, lambda: pane.scroll_offset.y > 0, "a page further")
        assert "[/b] no 249" not in record.text()
        pane.scroll_end(animate=False)
        await record.shows("[/b] no 50")
        await record.shows("50 older")
        await record.press("t", "t")
        await record.shows("notes only")
        assert pane.virtual_size.height == 1 + 125 * 3
        assert "[/b] no 248" in record.text()
        assert "[/b] no 249" not in record.text()


async def test_copy_takes_the_value_under_the_cursor(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    lead = a_lead(services, number=7, pan="ZZZPZ0001Z")
    async with open_record(services, [lead.id]) as record:
        await record.go_to("mobile")
        await record.press("y")
        assert record.app.clipboard == "6440000007"
        await record.press("home", "y")
        assert "Balaji Traders" in record.app.clipboard
        assert "ZZZPZ0001Z" not in record.app.clipboard


async def test_language_switch_rewords_the_record_at_once(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    lead = a_lead(services, name_hi="बालाजी ट्रेडर्स")
    async with open_record(services, [lead.id]) as record:
        await record.press("ctrl+l")
        await record.shows("वर्तमान स्थिति")
        assert "Where it stands" not in record.text()
        assert "नई लीड" in record.text()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_everything_of_the_facts_can_be_reached(tmp_path: Path, size: tuple[int, int]) -> None:
    services = open_house(tmp_path)
    lead = a_lead(services)
    async with open_record(services, [lead.id], size=size) as record:
        await record.press("end")
        await record.shows("Entered")
        facts = record.screen.query_one(FactsPane)
        assert facts.fact is not None
        assert facts.fact.key == "entered"


async def test_class_by_figures_differs_from_the_certificate(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    lead = a_lead(services, enterprise_class="small", investment_rs=9_000_000, turnover_rs=45_000_000)
    async with open_record(services, [lead.id], size=(120, 40)) as record:
        text = record.text()
        assert "Micro by investment and turnover; the certificate" in text
        assert "S.O. 1364(E)" in text
        assert "01-04-2025" in text


async def test_hostile_texts_stay_texts(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    ids = []
    for number, hostile in enumerate(HOSTILE):
        text = hostile.encode("utf-8", "replace").decode()  # no database takes half a character
        lead = a_lead(
            services,
            name=text.strip() or "blank",
            name_hi=text,
            number=number,
            owner_name=text,
            products=text,
            remarks=text,
            address=text,
        )
        ids.append(lead.id)
    async with open_record(services, ids) as record:
        for place, lead_id in enumerate(ids):
            await record.shows(f"{place + 1} of {len(ids)}")
            assert record.screen.lead_id == lead_id
            assert not ACTING & set(record.text())
            await record.press("n")
        assert record.app.return_code is None
