"""What a verb stores of what it was handed: no Aadhaar number, no control character, no word taken for a number."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from onboarding.db.staging_locks import leftovers, staging_folder
from onboarding.domain.fields import read_field
from onboarding.domain.filters import SellerFilter
from onboarding.services.sellers import Move
from tests.support.house import a_lead, colleague, mobile, open_house
from tests.support.lists import a_list

TODAY = date(2026, 11, 23)


def test_a_further_person_is_stored_cleaned_and_masked(tmp_path: Path) -> None:
    house = open_house(tmp_path)
    lead = a_lead(house)
    house.sellers.add_person(lead.id, {"name": "Ra\x1bm", "note": "aadhaar 2341 2341 2346", "role": " "})
    (person,) = house.sellers.detail(lead.id).persons
    assert (person.name, person.note, person.role) == ("Ra\u241bm", "aadhaar XXXX XXXX 2346", None)


@pytest.mark.parametrize(
    ("proof", "kept", "seller_id"),
    [
        ("seen 21/11 by ab", "seen 21/11 by ab", None),  # 16 signs
        ("zzzz240000000001", "ZZZZ240000000001", "ZZZZ240000000001"),
        ("2341234123412346", "2341234123412346", "2341234123412346"),
        ("aadhaar 234123412346", "aadhaar XXXX XXXX 2346", None),
    ],
)
def test_a_proof_is_a_seller_id_only_when_it_looks_like_one(
    tmp_path: Path, proof: str, kept: str, seller_id: str | None
) -> None:
    house = open_house(tmp_path)
    lead = a_lead(house)
    moved = house.sellers.move(lead.id, Move(to="account_created", event_on=TODAY, proof=proof))
    (event,) = (one for one in house.sellers.detail(lead.id).timeline if one.kind == "stage")
    assert (event.detail, moved.gem_seller_id) == (kept, seller_id)


def test_an_edited_class_or_udyam_is_a_claim(tmp_path: Path) -> None:
    house = open_house(tmp_path)
    lead = a_lead(house)
    edited = house.sellers.edit(lead.id, {"enterprise_class": "micro"}, seen={"enterprise_class": None})
    assert (edited.mse_status, edited.mse_on) == ("claimed", "2026-11-23")
    assert list(house.lists.ids(SellerFilter(mse="yes"))) == [lead.id]
    house.writing.undo()
    assert house.sellers.get(lead.id).mse_status == "not_checked"


def test_an_edit_does_not_unsay_what_was_verified(tmp_path: Path) -> None:
    house = open_house(tmp_path)
    lead = a_lead(house, udyam="UDYAM-UP-50-0000001", enterprise_class="small")
    house.sellers.set_mse(lead.id, "verified", evidence="seen")
    assert house.sellers.edit(lead.id, {"enterprise_class": "micro"}).mse_status == "verified"


@pytest.mark.parametrize("typed", ["health-family", "No Such Department"])
def test_an_unknown_department_is_told_as_such(typed: str) -> None:
    assert read_field("sponsor_department", typed, TODAY).problem == "choice_unknown"


def test_a_department_is_found_by_code_and_by_name() -> None:
    for typed in ("additional-energy-sources", "additional sources of energy", "अतिरिक्त ऊर्जा स्रोत विभाग"):
        assert read_field("sponsor_department", typed, TODAY).value == "additional-energy-sources"


def test_redo_of_a_contact_whose_lead_is_gone(tmp_path: Path) -> None:
    asha = open_house(tmp_path)
    ravi = colleague(asha)
    lead = a_lead(asha)
    ravi.sellers.log_contact(lead.id, "no_answer")
    ravi.writing.undo()
    asha.writing.undo()
    _, undone = ravi.writing.redo()
    assert (undone.rows, undone.kept) == (0, [("contact", 1, ())])


def test_redo_of_a_paper_that_a_colleague_ticked_meanwhile(tmp_path: Path) -> None:
    asha = open_house(tmp_path)
    ravi = colleague(asha)
    lead = a_lead(asha)
    ravi.sellers.set_paper(lead.id, "gst", "have")
    ravi.writing.undo()
    asha.sellers.set_paper(lead.id, "gst", "not_needed")
    _, undone = ravi.writing.redo()
    assert undone.kept == [("paper", 1, ())]
    assert [paper.state for paper in asha.sellers.detail(lead.id).papers] == ["not_needed"]


def test_an_import_before_dawn_stands_on_the_offices_day(tmp_path: Path) -> None:
    house = open_house(tmp_path, "2026-11-24T02:00")
    with house.imports.plan(a_list(tmp_path, ("ZZ Firm", "", "", mobile(1)))) as plan:
        done = house.imports.commit(plan)
    (entry,) = house.sellers.detail(done.first_lead or 0).timeline
    assert (entry.kind, entry.on, entry.entered_at) == ("import", "2026-11-24", "2026-11-23T20:30:00+00:00")


def test_a_plan_that_is_about_to_be_locked_is_no_leftover(tmp_path: Path) -> None:
    database = open_house(tmp_path).database.path
    lock = staging_folder(database) / "1-abc.plan.lock"
    lock.parent.mkdir()
    lock.touch()
    assert leftovers(database) == []
    assert lock.exists()
    lock.write_text('{"file": "list.csv"}', encoding="utf-8")
    assert [left.file for left in leftovers(database)] == ["list.csv"]
    assert not lock.parent.exists()
