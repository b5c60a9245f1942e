from __future__ import annotations

from pathlib import Path

import pytest

from onboarding import i18n
from onboarding.screens.field_edit import ChoiceEdit, DistrictEdit, FieldEdit, TextEdit
from onboarding.widgets.choice import ChoiceDialog
from onboarding.widgets.conflict import ConflictDialog
from tests.screens.record import Record, open_record
from tests.support.hostile import MARKUP
from tests.support.house import a_lead, colleague, open_house


@pytest.fixture(autouse=True)
def english() -> None:
    i18n.set_language("en")


async def edit(record: Record, field: str) -> FieldEdit:
    await record.go_to(field)
    await record.press("enter")
    return await record.on_top(FieldEdit)


async def test_a_field_is_edited_in_place_and_shown_back(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    lead = a_lead(services)
    async with open_record(services, [lead.id]) as record:
        await record.go_to("owner_name")
        await record.press("e")
        await record.on_top(FieldEdit)
        await record.press("=Asha Devi", "enter")
        await record.shows("Owner: Asha Devi")
        await record.back()
        assert "Asha Devi" in record.text()
    assert services.sellers.get(lead.id).owner_name == "Asha Devi"


async def test_escape_keeps_what_stood_there(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    lead = a_lead(services, owner_name="Ram")
    async with open_record(services, [lead.id]) as record:
        await edit(record, "owner_name")
        await record.press("=xyz", "escape")
        await record.back()
    assert services.sellers.get(lead.id).owner_name == "Ram"


@pytest.mark.parametrize(
    ("field", "typed", "reason"),
    [
        ("pan", "ZZZ", "A PAN is 5 letters, 4 digits, 1 letter"),
        ("pan", "ZZZZZ0001Z", "The 4th letter of a PAN"),
        ("gstin", "09ZZZPZ0001Z1Z0", "The last character does not fit"),
        ("udyam", "UDYAM-UP-16-123", "7 digits must stand at the end"),
        ("mobile", "64400", "A mobile number has 10 digits"),
        ("name", "", "A lead keeps a name"),
    ],
)
async def test_identifiers_are_judged_while_typed(tmp_path: Path, field: str, typed: str, reason: str) -> None:
    services = open_house(tmp_path)
    lead = a_lead(services)
    async with open_record(services, [lead.id]) as record:
        await edit(record, field)
        await record.press(*["backspace"] * 15, f"={typed}" if typed else "backspace")
        await record.shows(reason)
        await record.press("enter")
        assert isinstance(record.app.screen, FieldEdit)
        await record.press("escape")
        await record.back()
    assert services.sellers.get(lead.id) == lead


async def test_what_is_stored_is_told_when_it_is_not_what_was_typed(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    lead = a_lead(services, gstin="09ZZZPZ0001Z1Z9")
    async with open_record(services, [lead.id]) as record:
        await edit(record, "investment_rs")
        await record.press("=2.5 crore")
        await record.shows("stored as ₹2.50 crore")
        await record.press("enter")
        await record.back()
        await edit(record, "udyam")
        await record.press("=udyam up 50 1234567")
        await record.shows("stored as UDYAM-UP-50-1234567")
        await record.press("enter")
        await record.back()
        await edit(record, "pan")
        await record.press("=ZZZPZ0002Z")
        await record.shows("Differs from the PAN in the GSTIN")
        await record.press("enter")
        await record.back()
    stored = services.sellers.get(lead.id)
    assert (stored.investment_rs, stored.udyam) == (25_000_000, "UDYAM-UP-50-1234567")
    assert stored.pan == "ZZZPZ0002Z"


async def test_a_day_may_be_typed_in_words(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    lead = a_lead(services)
    async with open_record(services, [lead.id]) as record:
        await edit(record, "registered_on")
        await record.press("=kal")
        await record.shows("stored as 22-11-2026")
        await record.press("enter")
        await record.back()
    assert services.sellers.get(lead.id).registered_on == "2026-11-22"


async def test_choices_and_yes_no_are_lists(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    lead = a_lead(services)
    async with open_record(services, [lead.id]) as record:
        await edit(record, "business_type")
        await record.on_top(ChoiceEdit)
        await record.press("c", "enter")
        await record.back()
        await edit(record, "women_owned")
        await record.press("y", "enter")
        await record.back()
        await edit(record, "aadhaar_linked")
        # n on a Hindi layout
        await record.press("ल", "enter")
        await record.back()
    stored = services.sellers.get(lead.id)
    assert stored.business_type == "company"
    assert (stored.women_owned, stored.aadhaar_linked) == (1, 0)


async def test_yes_no_goes_back_to_unknown(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    lead = a_lead(services, women_owned=1)
    async with open_record(services, [lead.id]) as record:
        await edit(record, "women_owned")
        await record.press("u", "enter")
        await record.back()
    assert services.sellers.get(lead.id).women_owned is None


async def test_district_is_suggested(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    lead = a_lead(services)
    async with open_record(services, [lead.id]) as record:
        await edit(record, "district_code")
        await record.on_top(DistrictEdit)
        await record.press("=barabnki")
        await record.shows("Barabanki")
        await record.press("enter")
        await record.shows("District: Barabanki")
        await record.back()
        await edit(record, "district_code")
        await record.press("=zzzzqq", "enter")
        await record.shows("No such district")
        await record.press("escape")
        await record.back()
    code = services.sellers.get(lead.id).district_code
    assert services.office.districts.name_of(code or "") == "Barabanki"


async def test_remarks_take_several_lines_and_mask_aadhaar(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    lead = a_lead(services)
    async with open_record(services, [lead.id]) as record:
        await edit(record, "remarks")
        await record.on_top(TextEdit)
        await record.press("=first", "enter", "=2345 6789 0124", "ctrl+s")
        await record.back()
    remarks = services.sellers.get(lead.id).remarks or ""
    assert remarks.startswith("first\n")
    assert "2345 6789" not in remarks


async def test_sponsor_is_one_of_the_departments(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    lead = a_lead(services)
    async with open_record(services, [lead.id]) as record:
        await record.go_to("sponsor_department")
        await record.press("enter")
        await record.on_top(ChoiceDialog)
        await record.press("=micro", "enter")
        await record.back()
    assert services.sellers.get(lead.id).sponsor_department == "msme-export-promotion"


# ---------------------------------------------------------------------- two people


async def test_different_fields_of_two_people_both_win(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    ravi = colleague(services)
    lead = a_lead(services)
    async with open_record(services, [lead.id]) as record:
        await edit(record, "owner_name")
        ravi.sellers.edit(lead.id, {"email": "ravi@example.in"}, seen={"email": None})
        await record.press("=Asha Devi", "enter")
        await record.back()
    stored = services.sellers.get(lead.id)
    assert (stored.owner_name, stored.email) == ("Asha Devi", "ravi@example.in")


@pytest.mark.parametrize(("answer", "winner"), [("m", "mine"), ("t", "theirs")])
async def test_the_same_field_shows_both_values_and_asks(tmp_path: Path, answer: str, winner: str) -> None:
    services = open_house(tmp_path)
    ravi = colleague(services)
    lead = a_lead(services, owner_name="seen")
    async with open_record(services, [lead.id]) as record:
        await edit(record, "owner_name")
        ravi.sellers.edit(lead.id, {"owner_name": "theirs"}, seen={"owner_name": "seen"})
        await record.press(*["backspace"] * 4, "=mine", "enter")
        await record.on_top(ConflictDialog)
        text = record.text()
        assert "Theirs (ravi, 23-11-2026 10:00): theirs" in text
        assert "Yours: mine" in text
        assert services.sellers.get(lead.id).owner_name == "theirs"
        await record.press(answer, "enter")
        await record.back()
        assert winner in record.text()
    assert services.sellers.get(lead.id).owner_name == winner


async def test_conflict_shows_words_not_codes(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    ravi = colleague(services)
    lead = a_lead(services)
    async with open_record(services, [lead.id]) as record:
        await edit(record, "business_type")
        ravi.sellers.edit(lead.id, {"business_type": "trust"}, seen={"business_type": None})
        await record.press("c", "enter")
        await record.on_top(ConflictDialog)
        assert "Trust or society" in record.text()
        assert "Yours: Company" in record.text()
        await record.press("escape")
        await record.back()
        assert "Trust or society" in record.text()
    assert services.sellers.get(lead.id).business_type == "trust"


@pytest.mark.parametrize("name", MARKUP)
async def test_hostile_values_are_edited_as_they_are(tmp_path: Path, name: str) -> None:
    services = open_house(tmp_path)
    lead = a_lead(services, owner_name=name)
    async with open_record(services, [lead.id]) as record:
        await edit(record, "owner_name")
        await record.press("=x", "enter")
        await record.back()
        assert record.app.return_code is None
    assert services.sellers.get(lead.id).owner_name == f"{name}x"
