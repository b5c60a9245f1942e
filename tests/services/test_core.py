"""Two people on one lead: each keeps what only she changed, both are told where they meet, and everything can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onboarding.domain.filters import SellerFilter
from onboarding.errors import NotFound, Refused, StaleEdit
from onboarding.services.context import Services
from onboarding.services.sellers import Move, NextStep
from tests.db.proof import journalled_rows, prove
from tests.support.hostile import HOSTILE
from tests.support.house import a_lead, colleague, mobile, open_house

TODAY = date(2026, 11, 23)


def test_two_people_change_different_fields(tmp_path: Path) -> None:
    asha = open_house(tmp_path)
    ravi = colleague(asha)
    lead = a_lead(asha)
    asha.sellers.edit(lead.id, {"address": "Mall Road"}, seen={"address": None})
    both = ravi.sellers.edit(lead.id, {"tehsil": "Sadar"}, seen={"tehsil": None})
    assert (both.address, both.tehsil) == ("Mall Road", "Sadar")


def test_two_people_change_the_same_field(tmp_path: Path) -> None:
    asha = open_house(tmp_path)
    ravi = colleague(asha)
    lead = a_lead(asha)
    asha.sellers.edit(lead.id, {"address": "Mall Road"}, seen={"address": None})
    with pytest.raises(StaleEdit) as caught:
        ravi.sellers.edit(lead.id, {"address": "Hazratganj", "tehsil": "Sadar"}, seen={"address": None, "tehsil": None})
    (conflict,) = caught.value.conflicts
    assert (conflict.field, conflict.seen, conflict.theirs, conflict.mine) == (
        "address",
        None,
        "Mall Road",
        "Hazratganj",
    )
    assert (conflict.who, conflict.when[:10]) == ("asha", "2026-11-23")
    assert asha.sellers.get(lead.id).tehsil is None, "nothing of a stale edit is written"


def test_both_meaning_the_same_is_no_conflict(tmp_path: Path) -> None:
    asha = open_house(tmp_path)
    lead = a_lead(asha)
    asha.sellers.edit(lead.id, {"address": "Mall Road"})
    same = colleague(asha).sellers.edit(lead.id, {"address": "Mall Road"}, seen={"address": None})
    assert same.address == "Mall Road"


def test_undo_keeps_what_a_colleague_changed_since(tmp_path: Path) -> None:
    asha = open_house(tmp_path)
    ravi = colleague(asha)
    lead = a_lead(asha)
    asha.sellers.edit(lead.id, {"address": "Mall Road", "tehsil": "Sadar"})
    ravi.sellers.edit(lead.id, {"address": "Hazratganj"})
    entry, undone = asha.writing.undo()
    assert entry.verb == "edit"
    assert undone.kept == [("lead", lead.id, ("address",))]
    now = asha.sellers.get(lead.id)
    assert (now.address, now.tehsil) == ("Hazratganj", None)


def test_undo_and_redo_step_through_ones_own_actions_only(tmp_path: Path) -> None:
    asha = open_house(tmp_path)
    ravi = colleague(asha)
    a_lead(asha, name="One", number=1)
    a_lead(ravi, name="Two", number=2)
    a_lead(asha, name="Three", number=3)
    assert [asha.writing.undo()[0].subject for _ in range(2)] == ["Three", "One"]
    with pytest.raises(Refused, match=r"undo\.nothing"):
        asha.writing.undo()
    assert [lead.name for lead in asha.lists.find("two")] == ["Two"]
    again = [asha.writing.redo()[0] for _ in range(2)]
    assert [(entry.subject, entry.verb) for entry in again] == [("One", "register"), ("Three", "register")]
    with pytest.raises(Refused, match=r"redo\.nothing"):
        asha.writing.redo()
    asha.writing.undo()
    a_lead(asha, name="Four", number=4)
    with pytest.raises(Refused, match=r"redo\.nothing"):
        asha.writing.redo()
    prove(asha.database)


def test_an_entry_is_taken_back_once(tmp_path: Path) -> None:
    asha = open_house(tmp_path)
    a_lead(asha)
    entry = asha.history.log(limit=1)[0]
    colleague(asha).writing.take_back(entry)
    with pytest.raises(Refused, match=r"undo\.done_already"):
        asha.writing.take_back(entry)


def test_a_lead_of_an_import_that_somebody_worked_on_stays_whole(tmp_path: Path) -> None:
    asha = open_house(tmp_path)
    now = asha.clock.stamp()
    with asha.writing.change("import", subject="list.csv") as change:
        columns = ("name", "created_at", "updated_at", "stage_on", "same_key")
        span = change.insert_range("lead", columns, [(f"Firm {n}", now, now, "2026-11-23", "frm") for n in range(4)])
        assert span is not None
        change.insert_range("lead_person", ("lead_id", "mobile"), [(n, mobile(n)) for n in range(1, 5)])
        for lead_id in range(1, 5):
            change.refresh_later(lead_id)
    asha.sellers.log_contact(2, "no_answer")
    asha.sellers.edit(3, {"address": "Mall Road"})
    asha.sellers.edit(4, {"address": "Mall Road"})
    asha.sellers.edit(4, {"address": None})
    undone = asha.writing.take_back(next(entry for entry in asha.history.log() if entry.verb == "import"))
    assert {(name, row) for name, row, _ in undone.kept} == {
        ("lead", 2),
        ("lead", 3),
        ("lead_person", 2),
        ("lead_person", 3),
    }
    assert [lead.id for lead in asha.lists.by_number(mobile(3)[-5:])] == [3]
    assert asha.lists.by_number(mobile(4)[-5:]) == []
    prove(asha.database)


def test_what_an_import_added_to_a_lead_of_before_goes_with_its_traces(tmp_path: Path) -> None:
    asha = open_house(tmp_path)
    lead = a_lead(asha)
    with asha.writing.change("import", subject="list.csv") as change:
        change.insert_range("lead_person", ("lead_id", "mobile"), [(lead.id, mobile(777))])
        event = ("lead_id", "to_stage", "event_on", "entered_at", "evidence")
        change.insert_range("stage_event", event, [(lead.id, "account_created", "2026-11-20", "x", "gem_report")])
        change.refresh_later(lead.id)
    assert asha.sellers.get(lead.id).counted_on == "2026-11-20"
    asha.writing.undo()
    assert asha.lists.by_number(mobile(777)) == []
    assert asha.sellers.get(lead.id).counted_on is None
    prove(asha.database)
    asha.writing.redo()
    assert [found.id for found in asha.lists.by_number(mobile(777))] == [lead.id]
    prove(asha.database)


def test_a_move_is_judged_as_the_lead_stands_when_it_is_written(tmp_path: Path) -> None:
    asha = open_house(tmp_path)
    lead = a_lead(asha)
    stale = asha.sellers.get(lead.id)
    colleague(asha).sellers.move(lead.id, Move(to="willing", event_on=TODAY))
    assert stale.stage == "new"
    with pytest.raises(Refused, match=r"stage\.reason_needed"):
        asha.sellers.move(lead.id, Move(to="contacted", event_on=TODAY))
    asha.sellers.move(lead.id, Move(to="documents_ready", event_on=TODAY))
    with asha.database.read() as connection:
        steps = connection.execute("SELECT from_stage, to_stage FROM stage_event ORDER BY id").fetchall()
    assert steps == [("new", "willing"), ("willing", "documents_ready")]


def test_registered_counts_on_the_accounts_own_day(tmp_path: Path) -> None:
    asha = open_house(tmp_path)
    lead = a_lead(asha, udyam="UDYAM-UP-50-0000007", enterprise_class="micro")
    asha.sellers.move(lead.id, Move(to="account_created", event_on=TODAY - timedelta(days=3), evidence="seen"))
    now = asha.sellers.set_mse(lead.id, "verified", evidence="seen")
    assert (now.counted_on, now.counted_evidence, now.mse_counted_on) == ("2026-11-20", "seen", "2026-11-23")
    asha.sellers.move(lead.id, Move(to="duplicate", event_on=TODAY, reason="twice in the list"))
    assert asha.sellers.get(lead.id).counted_on is None


def test_without_its_udyam_number_a_verified_lead_is_verified_no_more(tmp_path: Path) -> None:
    asha = open_house(tmp_path)
    lead = a_lead(asha, udyam="UDYAM-UP-50-0000007", enterprise_class="micro")
    asha.sellers.move(lead.id, Move(to="account_created", event_on=TODAY, evidence="seen"))
    asha.sellers.set_mse(lead.id, "verified", evidence="seen", event_on=TODAY - timedelta(days=9))
    before = journalled_rows(asha.database)
    fallen = asha.sellers.edit(lead.id, {"udyam": None})
    assert (fallen.mse_status, fallen.mse_on, fallen.mse_counted_on) == ("claimed", TODAY.isoformat(), None)
    events = [(entry.code, entry.on) for entry in asha.sellers.detail(lead.id).timeline if entry.kind == "mse"]
    assert ("claimed", TODAY.isoformat()) in events
    asha.writing.undo()
    assert journalled_rows(asha.database) == before
    prove(asha.database)


def test_nothing_happened_before_gem_was_there(tmp_path: Path) -> None:
    asha = open_house(tmp_path)
    lead = a_lead(asha, udyam="UDYAM-UP-50-0000007", enterprise_class="micro")
    first, day = date(2016, 8, 9), date(2016, 8, 8)
    works: list[Callable[[], object]] = [
        lambda: asha.sellers.move(lead.id, Move(to="willing", event_on=day)),
        lambda: asha.sellers.log_contact(lead.id, "no_answer", event_on=day),
        lambda: asha.sellers.set_mse(lead.id, "verified", event_on=day),
    ]
    for work in works:
        with pytest.raises(Refused, match=r"stage\.before_gem") as caught:
            work()
        assert caught.value.values == {"on": "08-08-2016", "since": "09-08-2016"}
    asha.sellers.move(lead.id, Move(to="account_created", event_on=first, evidence="seen"))
    assert asha.sellers.get(lead.id).counted_on == "2016-08-09"


def test_a_lead_that_says_it_is_on_gem_is_closed_and_has_no_next_step(tmp_path: Path) -> None:
    asha = open_house(tmp_path)
    step = NextStep(on=TODAY, what="call")
    lead = asha.sellers.register({"name": "A", "mobile": mobile(1), "gem_registered": 1}, next_step=step)
    assert (lead.stage, lead.next_on) == ("already_registered", None)


def test_a_blocker_is_cleared_once_and_only_on_its_own_lead(tmp_path: Path) -> None:
    asha = open_house(tmp_path)
    one, two = a_lead(asha, number=1), a_lead(asha, number=2)
    blocker = asha.sellers.block(one.id, "other", note="no power")
    with pytest.raises(Refused, match=r"blocker\.open_already"):
        asha.sellers.block(one.id, "other", note="again")
    with pytest.raises(NotFound):
        asha.sellers.clear_blocker(two.id, blocker)
    asha.sellers.clear_blocker(one.id, blocker)
    tomorrow = colleague(asha, "asha", now="2026-11-24T10:00")
    tomorrow.sellers.clear_blocker(one.id, blocker)
    assert [found.cleared_on for found in asha.sellers.detail(one.id).blockers] == ["2026-11-23"]


def test_the_office_decides_a_spelling_or_a_day_twice(tmp_path: Path) -> None:
    asha = open_house(tmp_path)
    asha.office.learn_district("Lakhnaw", "162")
    asha.office.learn_district("Lakhnaw", "118")
    assert asha.office.districts.find("Lakhnaw").code == "118"
    asha.office.set_day(TODAY, "closed", name_en="Flood", order_no="1/2026")
    asha.office.set_day(TODAY, "closed", name_en="Flood", order_no="2/2026")
    assert [row[5] for row in asha.office.calendar_rows(2026) if row[3] == "Flood"] == ["2/2026"]


@pytest.mark.parametrize(
    "typed", ["balaji", "बालाजी", "BALAJEE", "balaji tra", "trad", "50-0000007", "0000007", "00007"]
)
def test_found_by_what_people_type(tmp_path: Path, typed: str) -> None:
    asha = open_house(tmp_path)
    lead = a_lead(asha, udyam="UDYAM-UP-50-0000007", number=12345)
    a_lead(asha, name="Krishna Udyog", number=54321)
    assert [found.id for found in asha.lists.find(typed)] == [lead.id]


@pytest.mark.parametrize("digits", ["345", "012345", "6440012345", "+91 64400 12345", "06440012345", "0091-6440012345"])
def test_found_by_number(tmp_path: Path, digits: str) -> None:
    asha = open_house(tmp_path)
    lead = a_lead(asha, number=12345)
    a_lead(asha, number=54321)
    assert [found.id for found in asha.lists.by_number(digits)] == [lead.id]


@pytest.fixture(scope="module")
def any_house(tmp_path_factory: pytest.TempPathFactory) -> Services:
    services = open_house(tmp_path_factory.mktemp("any"))
    for number, name in enumerate(HOSTILE):
        if name.strip():
            a_lead(services, name=name.encode("utf-8", "replace").decode(), number=number)
    return services


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_only_text_to_the_search(any_house: Services, text: str) -> None:
    any_house.lists.find(text)
    any_house.lists.ids(SellerFilter(text=text))
    any_house.lists.by_number(text)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=20))
def test_any_text_may_be_searched(any_house: Services, text: str) -> None:
    any_house.lists.find(text)
    any_house.lists.count(SellerFilter(text=text, sort="district"))


def test_hostile_names_are_stored_and_indexed(any_house: Services) -> None:
    prove(any_house.database)
    assert journalled_rows(any_house.database)["lead"]
