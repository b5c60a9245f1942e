from __future__ import annotations

from pathlib import Path

import pytest

from onboarding import i18n
from onboarding.screens.blocker_dialog import BlockerDialog
from onboarding.screens.day_field import DayField
from onboarding.screens.history import HistoryDialog
from onboarding.screens.log_contact import CODES, LETTERS, LogContact
from onboarding.screens.mse_dialog import MseDialog
from onboarding.screens.next_step import PlanNext, Snooze
from onboarding.screens.papers_dialog import PapersDialog
from onboarding.screens.stage_move import StageMove
from onboarding.services.sellers import NextStep
from onboarding.widgets.ask import AskDialog
from onboarding.widgets.choice import ChoiceDialog
from onboarding.widgets.line_input import LineInput
from tests.screens.record import open_record
from tests.support.house import a_lead, colleague, open_house
from tests.support.pilot import until

HINDI_KEYS = {"l": "त", "n": "ल"}
"""What the same keys send on the InScript layout."""


@pytest.fixture(autouse=True)
def english() -> None:
    i18n.set_language("en")


# ---------------------------------------------------------------------- contacts


async def test_no_answer_costs_three_keys(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    lead = a_lead(services)
    async with open_record(services, [lead.id]) as record:
        await record.press("l", "n", "enter")
        await record.shows("1 contact on 23-11 (asha): No answer")
    stored = services.sellers.get(lead.id)
    assert stored.contact_count == 1
    # 24 November 2026 is a holiday, so the next working day is Wednesday.
    assert (stored.next_on, stored.next_what, stored.next_by) == ("2026-11-25", "call", 1)


async def test_no_answer_on_a_hindi_layout(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    lead = a_lead(services)
    async with open_record(services, [lead.id]) as record:
        await record.press(HINDI_KEYS["l"], HINDI_KEYS["n"], "enter")
        await record.shows("No answer")
    assert services.sellers.get(lead.id).contact_count == 1


async def test_note_with_digits_and_another_day_in_words(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    lead = a_lead(services)
    async with open_record(services, [lead.id]) as record:
        await record.press("l", "i")
        dialog = await record.on_top(LogContact)
        await record.shows("Stage becomes: Willing")
        await record.press("=has 2 shops", "tab", "=sun 11")
        # The Sunday is told, and that it moved.
        await record.shows("Monday 30-11-2026 11:00")
        assert "moved from 29-11 (Sunday)" in record.text()
        assert dialog.query_one("#next", DayField).when().on is not None
        await record.press("enter")
        await record.shows("Willing · 23-11-2026")
    stored = services.sellers.detail(lead.id)
    assert (stored.lead.next_on, stored.lead.next_at) == ("2026-11-30", "11:00")
    assert stored.lead.stage == "willing"
    assert [e.detail for e in stored.timeline if e.kind == "contact"] == ["has 2 shops"]


async def test_call_back_asks_for_its_date(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    lead = a_lead(services)
    async with open_record(services, [lead.id]) as record:
        await record.press("l", "c", "enter", "=kal", "enter")
        await record.back()
    assert services.sellers.get(lead.id).next_on == "2026-11-25"


async def test_what_is_wrong_is_said_and_nothing_is_stored(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    lead = a_lead(services)
    async with open_record(services, [lead.id]) as record:
        await record.press("l", "n", "tab", "=bla bla", "enter")
        await record.shows("! Not understood")
        assert services.sellers.get(lead.id).contact_count == 0
        await record.press("escape")
        await record.back()


async def test_refusal_closes_the_lead_without_a_next_date(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    lead = a_lead(services)
    async with open_record(services, [lead.id]) as record:
        await record.press("l", "x")
        await record.shows("Closes the lead: Not interested")
        await record.press("enter")
        await record.back()
    stored = services.sellers.get(lead.id)
    assert (stored.stage, stored.next_on) == ("not_interested", None)


async def test_a_note_alone_is_no_contact(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    lead = a_lead(services)
    async with open_record(services, [lead.id]) as record:
        await record.press("l", "t", "=closed on Tuesdays", "enter")
        await record.shows("closed on Tuesdays")
    assert services.sellers.get(lead.id).contact_count == 0


async def test_a_contact_of_yesterday(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    lead = a_lead(services)
    async with open_record(services, [lead.id]) as record:
        await record.press("l", "a", "tab", "tab", "=kal", "enter")
        await record.back()
    assert services.sellers.get(lead.id).last_contact_on == "2026-11-22"


def test_every_outcome_has_one_letter_of_its_own() -> None:
    assert sorted(LETTERS) == sorted(CODES)
    assert len(set(LETTERS.values())) == len(CODES)


# ---------------------------------------------------------------------- next step


async def test_follow_up_with_day_what_and_who(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    ravi = colleague(services)
    lead = a_lead(services)
    async with open_record(services, [lead.id]) as record:
        await record.press("f")
        dialog = await record.on_top(PlanNext)
        await until(record.pilot, lambda: dialog.query_one(DayField).is_ready, "calendar")
        await record.press("=+3", "tab", "f4")
        await record.on_top(ChoiceDialog)
        await record.press("=visit", "enter")
        await record.on_top(PlanNext)
        await record.press("tab", "end", *["backspace"] * 4, "=rav", "enter")
        await record.back()
    stored = services.sellers.get(lead.id)
    assert (stored.next_on, stored.next_what) == ("2026-11-27", "visit")
    assert stored.next_by == ravi.actor.id


async def test_follow_up_is_taken_away_with_a_dash(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    lead = a_lead(services)
    services.sellers.plan([lead.id], NextStep(on=services.clock.today()))
    async with open_record(services, [lead.id]) as record:
        await record.press("f", "=-", "enter")
        await record.shows("none planned")
    assert services.sellers.get(lead.id).next_on is None


async def test_snooze_wants_a_reason_and_leaves_the_colleague(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    ravi = colleague(services)
    lead = a_lead(services)
    today = services.clock.today()
    ravi.sellers.plan([lead.id], NextStep(on=today, what="papers"))
    async with open_record(services, [lead.id]) as record:
        await record.press("z")
        dialog = await record.on_top(Snooze)
        await until(record.pilot, lambda: dialog.query_one(DayField).is_ready, "calendar")
        await record.press("=+3w", "enter", "enter")
        await record.shows("! Say why")
        await record.press("=wedding in the family", "enter")
        await record.back()
    stored = services.sellers.get(lead.id)
    assert (stored.next_on, stored.next_what) == ("2026-12-14", "papers")
    assert stored.next_by == ravi.actor.id


# ---------------------------------------------------------------------- ladder


async def test_stage_moves_up_with_two_enters(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    lead = a_lead(services)
    async with open_record(services, [lead.id]) as record:
        await record.press("g")
        dialog = await record.on_top(StageMove)
        await until(record.pilot, lambda: dialog.query_one(DayField).is_ready, "calendar")
        await record.shows("New lead → Contacted")
        await record.press("enter", "enter")
        await record.shows("Contacted · 23-11-2026")
    assert services.sellers.get(lead.id).stage == "contacted"


async def test_account_with_day_evidence_and_seller_id(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    lead = a_lead(services)
    async with open_record(services, [lead.id]) as record:
        await record.press("g")
        dialog = await record.on_top(StageMove)
        await until(record.pilot, lambda: dialog.query_one(DayField).is_ready, "calendar")
        await record.press("down", "down", "down", "enter")
        await record.press("=20/11", "tab", "right", "right", "tab", "=GEMS000000000001", "enter")
        await record.back()
    stored = services.sellers.get(lead.id)
    assert (stored.stage, stored.stage_on) == ("account_created", "2026-11-20")
    assert stored.gem_seller_id == "GEMS000000000001"
    assert (stored.counted_on, stored.counted_evidence) == ("2026-11-20", "gem_report")


async def test_moving_back_asks_for_a_reason(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    lead = a_lead(services)
    services.sellers.log_contact(lead.id, "interested")
    async with open_record(services, [lead.id]) as record:
        await record.press("g")
        dialog = await record.on_top(StageMove)
        await until(record.pilot, lambda: dialog.query_one(DayField).is_ready, "calendar")
        await record.press("up", "up", "enter", "enter")
        await record.shows("! Moving back, closing and reopening need a reason.")
        await record.press("=was mistaken", "enter")
        await record.back()
    assert services.sellers.get(lead.id).stage == "contacted"


async def test_a_future_day_is_refused_in_words(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    lead = a_lead(services)
    async with open_record(services, [lead.id]) as record:
        await record.press("g")
        dialog = await record.on_top(StageMove)
        await until(record.pilot, lambda: dialog.query_one(DayField).is_ready, "calendar")
        await record.press("enter", "=25/11/2026", "enter")
        await record.shows("That day is still to come")
        await record.press("escape")
        await record.back()
    assert services.sellers.get(lead.id).stage == "new"


# ---------------------------------------------------------------------- blockers, papers, MSE


async def test_blocker_is_added_and_cleared(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    lead = a_lead(services)
    async with open_record(services, [lead.id]) as record:
        await record.press("b")
        await record.on_top(ChoiceDialog)
        await record.press("=bank", "enter")
        await record.on_top(AskDialog)
        await record.press("=IFSC of the old bank", "enter", "=+3", "enter")
        await record.back()
        await record.shows("stuck 0 d: Bank name differs or unverified")
        held = services.sellers.detail(lead.id).blockers[0]
        assert (held.code, held.owner, held.expected_on) == ("bank_mismatch", "bank", "2026-11-27")
        await record.press("b")
        await record.on_top(BlockerDialog)
        await record.shows("with: bank, 0 d")
        await record.press("enter")
        await record.back()
    assert services.sellers.detail(lead.id).blockers[0].cleared_on == "2026-11-23"


async def test_other_blocker_wants_words(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    lead = a_lead(services)
    async with open_record(services, [lead.id]) as record:
        await record.press("b")
        await record.on_top(ChoiceDialog)
        await record.press("=other", "enter")
        await record.on_top(AskDialog)
        await record.press("enter", "enter")
        await record.shows("needs words")
        assert services.sellers.detail(lead.id).blockers == []
        await record.press("escape")
        await record.back()


async def test_papers_are_ticked_one_by_one(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    lead = a_lead(services)
    async with open_record(services, [lead.id]) as record:
        await record.press("d")
        await record.on_top(PapersDialog)
        await record.shows("next missing: Aadhaar with linked mobile")
        await record.press("space")
        await record.shows("next missing: PAN of the key person")
        await record.press("down", "space")
        await record.shows("next missing: PAN of the business")
        await record.press("space")
        await record.shows("[–] PAN of the key person")
        await record.press("escape")
        await record.back()
    states = {paper.code: paper.state for paper in services.sellers.detail(lead.id).papers}
    assert states == {"aadhaar_linked": "have", "pan_person": "not_needed"}


async def test_mse_is_verified_with_class_and_evidence(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    lead = a_lead(services, udyam="UDYAM-UP-50-1234567")
    async with open_record(services, [lead.id]) as record:
        await record.press("m")
        await record.on_top(MseDialog)
        await record.shows("S.O. 1364(E)")
        await record.press("enter", "right", "enter")
        await record.back()
    stored = services.sellers.get(lead.id)
    assert (stored.mse_status, stored.enterprise_class, stored.mse_on) == (
        "verified",
        "micro",
        "2026-11-23",
    )


async def test_mse_that_the_rule_refuses_keeps_the_dialog(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    lead = a_lead(services)
    async with open_record(services, [lead.id]) as record:
        await record.press("m")
        await record.on_top(MseDialog)
        await record.press("down", "down", "down", "enter", "right", "enter")
        await record.shows("needs the Udyam number")
        await record.on_top(MseDialog)
        await record.press("escape")
        await record.back()
    assert services.sellers.get(lead.id).mse_status == "not_checked"


# ---------------------------------------------------------------------- desk, people, history, undo


async def test_desk_person_history_and_undo(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    ravi = colleague(services)
    lead = a_lead(services)
    async with open_record(services, [lead.id]) as record:
        await record.press("o")
        await record.on_top(ChoiceDialog)
        await record.press("=ravi", "enter")
        await record.back()
        assert services.sellers.get(lead.id).desk_id == ravi.actor.id
        await record.press("plus")
        await record.on_top(AskDialog)
        await record.press("=Sunita", "enter", "=6440000055", "enter", "=sister", *["enter"] * 3)
        await record.back()
        await record.shows("6440000055")
        await record.press("h")
        await record.on_top(HistoryDialog)
        await record.shows("Sunita")
        await record.press("escape")
        await record.back()
        await record.press("u")
        await record.shows("Taken back: ")
        await until(record.pilot, lambda: services.sellers.detail(lead.id).persons == [], "person is gone")


async def test_wrong_number_of_a_person_is_refused_with_its_reason(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    lead = a_lead(services)
    async with open_record(services, [lead.id]) as record:
        await record.press("plus")
        await record.on_top(AskDialog)
        await record.press("=Sunita", "enter", "=64400", *["enter"] * 4)
        await record.shows("! A mobile number has 10 digits")
        await record.press("escape")
        await record.back()
    assert services.sellers.detail(lead.id).persons == []


async def test_a_note_left_half_typed_stands_there_again_until_it_is_stored(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    ids = [a_lead(services, number=number).id for number in range(2)]
    async with open_record(services, ids) as record:
        await record.press("l", "n", "=shop closed [/b]", "escape")
        await record.back()
        await record.press("n")
        await record.shows("2 of 2")
        await record.press("l", "n")
        dialog = await record.on_top(LogContact)
        assert dialog.query_one("#note", LineInput).value == ""  # it belongs to the other record
        await record.press("escape", "p")
        await record.shows("1 of 2")
        await record.press("l", "b")
        dialog = await record.on_top(LogContact)
        assert dialog.query_one("#note", LineInput).value == "shop closed [/b]"
        await record.press("=.", "enter")
        await record.back()
        await record.press("l", "n")
        dialog = await record.on_top(LogContact)
        assert dialog.query_one("#note", LineInput).value == ""
    notes = [entry.detail for entry in services.sellers.detail(ids[0]).timeline if entry.kind == "contact"]
    assert notes == ["shop closed [/b]."]
