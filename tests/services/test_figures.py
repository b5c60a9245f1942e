"""The count, targets, official figures and pendency, over a real database."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from onboarding.db import figures as db
from onboarding.domain.figures import WITHOUT_SOURCE
from onboarding.errors import Refused
from onboarding.services.clock import fixed
from onboarding.services.context import Services
from onboarding.services.sellers import Move, NextStep
from onboarding.services.summary import summary_of
from tests.support.house import LUCKNOW, a_lead, colleague, open_house

MONDAY = date(2026, 11, 23)
SATURDAY = date(2026, 11, 21)
AGRA = "118"


def _register(house: Services, on: date, *, number: int = 0, evidence: str = "told", **fields: object) -> int:
    lead = a_lead(house, number=number, **fields)
    house.sellers.move(lead.id, Move(to="account_created", event_on=on, evidence=evidence))
    return lead.id


@pytest.fixture
def house(tmp_path: Path) -> Services:
    return open_house(tmp_path)


def test_the_day_before_is_the_working_day_before(house: Services) -> None:
    _register(house, SATURDAY, number=1)
    _register(house, SATURDAY + timedelta(days=1), number=2)
    shown = house.figures.count(MONDAY)
    assert shown.previous_working == SATURDAY
    assert shown.figures["sellers_registered"].previous_day == 1
    assert shown.figures["sellers_registered"].month == 2


def test_a_second_saturday_is_no_working_day(house: Services) -> None:
    assert house.figures.count(date(2026, 11, 16)).previous_working == date(2026, 11, 13)


def test_what_nothing_records_is_unknown_and_not_zero(house: Services) -> None:
    figures = house.figures.count(MONDAY).figures
    assert {code for code, figure in figures.items() if figure.today is None} == set(WITHOUT_SOURCE)
    assert all(figures[code].total is None for code in WITHOUT_SOURCE)
    assert figures["sellers_registered"].total == 0
    assert all(figure.restated is None for figure in figures.values())


def test_udyam_verified_after_registration_lifts_the_mse_count_on_that_day(house: Services) -> None:
    lead = _register(house, date(2026, 10, 5), number=1, udyam="UDYAM-UP-28-0000001")
    house.sellers.set_mse(lead, "verified", enterprise_class="micro", event_on=SATURDAY)
    shown = house.figures.count(MONDAY).figures["mse_registered"]
    assert (shown.today, shown.previous_day, shown.month, shown.financial_year) == (0, 1, 1, 1)


def test_a_medium_enterprise_is_never_counted_as_mse(house: Services) -> None:
    lead = _register(house, MONDAY, number=1, udyam="UDYAM-UP-28-0000001")
    house.sellers.set_mse(lead, "verified", enterprise_class="medium")
    figures = house.figures.count(MONDAY).figures
    assert figures["sellers_registered"].today == 1
    assert figures["mse_registered"].total == 0


def test_women_and_sc_st_are_counted_among_the_registered_only(house: Services) -> None:
    a_lead(house, number=1, women_owned=1, social_category="SC")
    _register(house, MONDAY, number=2, women_owned=1, social_category="ST")
    figures = house.figures.count(MONDAY).figures
    assert (figures["women_registered"].today, figures["sc_st_registered"].today) == (1, 1)


def test_the_year_before_is_compared_up_to_the_same_day(house: Services) -> None:
    _register(house, date(2025, 11, 23), number=1)
    _register(house, date(2025, 11, 24), number=2)
    shown = house.figures.count(MONDAY).figures["sellers_registered"]
    assert (shown.financial_year, shown.same_period_last_year, shown.total) == (0, 1, 2)


def test_a_past_days_figure_takes_a_late_entry_on_its_own_day(house: Services) -> None:
    _register(house, SATURDAY, number=1)
    assert house.figures.count(SATURDAY).figures["sellers_registered"].today == 1
    assert house.figures.count(MONDAY).figures["sellers_registered"].today == 0


def test_evidence_follows_the_offices_setting_unless_asked(house: Services) -> None:
    _register(house, MONDAY, number=1)
    _register(house, MONDAY, number=2, evidence="gem_report")
    assert house.figures.count(MONDAY).figures["sellers_registered"].today == 2
    house.office.set_setting("count_evidence", "seen")
    shown = house.figures.count(MONDAY)
    assert (shown.evidence, shown.figures["sellers_registered"].today) == ("seen", 1)
    assert house.figures.count(MONDAY, evidence="told").figures["sellers_registered"].today == 2
    with pytest.raises(Refused):
        house.figures.count(MONDAY, evidence="guessed")


def test_calls_count_each_call_and_no_visit_or_note(house: Services) -> None:
    lead = a_lead(house, number=1).id
    for outcome in ("no_answer", "answered"):
        house.sellers.log_contact(lead, outcome)
    house.sellers.log_contact(lead, "visited", channel="visit")
    house.sellers.note(lead, "papers are with the accountant")
    assert house.figures.count(MONDAY).figures["calls"].today == 2
    population = house.figures.names_filter("calls", "today", MONDAY)
    assert list(house.lists.ids(population)) == [lead]
    assert house.figures.calls_of(population) == {lead: 2}


def test_calls_belong_to_the_person_who_made_them(house: Services) -> None:
    lead = a_lead(house, number=1).id
    house.sellers.log_contact(lead, "answered")
    ravi = colleague(house)
    ravi.sellers.log_contact(lead, "answered")
    rows = house.figures.by("staff", MONDAY, "today", figure="calls")
    assert {row.name_en: row.achieved for row in rows} == {"asha": 1, "ravi": 1}
    hers = house.figures.names_filter("calls", "today", MONDAY, unit_kind="staff", unit=str(ravi.actor.id))
    assert house.figures.calls_of(hers) == {lead: 1}


# ---------------------------------------------------------------------------- targets and pace


def test_target_percent_and_what_a_day_must_bring(house: Services) -> None:
    _register(house, MONDAY, number=1)
    house.figures.set_target("sellers_registered", 100)
    shown = house.figures.count(MONDAY).figures["sellers_registered"]
    pace = house.figures.pace(MONDAY)
    assert (shown.target, shown.percent) == (100, 1.0)
    assert shown.required_per_day == pace.required_per_day == -(-99 // pace.remaining_working_days)
    assert (pace.achieved, pace.last_10_days_average) == (1, 0.1)
    assert house.figures.count(MONDAY).figures["calls"].required_per_day is None


def test_a_target_of_another_time_is_not_the_years(house: Services) -> None:
    house.figures.set_target("sellers_registered", 10, first=date(2026, 11, 1), last=date(2026, 11, 30))
    assert house.figures.count(MONDAY).figures["sellers_registered"].target is None
    assert [target.value for target in house.figures.targets()] == [10]


def test_a_target_set_again_is_changed_and_can_be_taken_back(house: Services) -> None:
    house.figures.set_target("sellers_registered", 100)
    house.figures.set_target("sellers_registered", 120)
    assert [target.value for target in house.figures.targets()] == [120]
    house.writing.undo()
    assert [target.value for target in house.figures.targets()] == [100]


@pytest.mark.parametrize(
    ("figure", "value", "kind", "unit"),
    [
        ("sellers", 1, "state", ""),
        ("sellers_registered", -1, "state", ""),
        ("sellers_registered", 1, "state", "x"),
        ("sellers_registered", 1, "district", "999"),
        ("sellers_registered", 1, "planet", "118"),
    ],
)
def test_a_wrong_target_is_refused(house: Services, figure: str, value: int, kind: str, unit: str) -> None:
    with pytest.raises(Refused):
        house.figures.set_target(figure, value, unit_kind=kind, unit=unit)
    assert house.figures.targets() == []


def test_a_division_without_a_target_has_the_sum_of_its_districts(house: Services) -> None:
    house.figures.set_target("sellers_registered", 10, unit_kind="district", unit=LUCKNOW)
    _register(house, MONDAY, number=1, district_code=LUCKNOW)
    rows = {row.code: row for row in house.figures.by("division", MONDAY)}
    assert (rows["Lucknow"].target, rows["Lucknow"].percent, rows["Lucknow"].rank) == (10, 10.0, 1)
    house.figures.set_target("sellers_registered", 5, unit_kind="division", unit="Lucknow")
    rows = {row.code: row for row in house.figures.by("division", MONDAY)}
    assert rows["Lucknow"].target == 5


def test_every_district_stands_in_the_table_and_the_unknown_one_at_the_end(house: Services) -> None:
    _register(house, MONDAY, number=1, district_code=AGRA)
    _register(house, MONDAY, number=2, district_code=None)
    rows = house.figures.by("district", MONDAY)
    assert len(rows) == 76
    assert (rows[0].code, rows[0].rank) == (AGRA, 1)
    assert (rows[-1].code, rows[-1].rank, rows[-1].achieved) == ("-", None, 1)


def test_a_seller_that_moves_to_another_district_is_counted_there(house: Services) -> None:
    lead = _register(house, MONDAY, number=1, district_code=AGRA)
    house.sellers.edit(lead, {"district_code": LUCKNOW})
    rows = {row.code: row.achieved for row in house.figures.by("district", MONDAY) if row.achieved}
    assert rows == {LUCKNOW: 1}


# ---------------------------------------------------------------------------- GeM's own figures


def test_the_baseline_is_shipped_and_is_the_newest_until_another_is_noted(house: Services) -> None:
    shown = house.figures.count(MONDAY)
    assert shown.baseline is not None
    assert shown.official == shown.baseline
    assert shown.baseline.as_on == date(2022, 1, 21)
    assert shown.baseline.values == {
        "sellers_registered": 91_245,
        "mse_registered": 40_234,
        "primary_users": 3_108,
        "secondary_users": 8_576,
        "procurement_crore": 7_775,
    }


def test_official_figures_stand_apart_and_may_fall(house: Services) -> None:
    house.figures.add_official(SATURDAY, {"sellers_registered": 90_000}, "dashboard")
    shown = house.figures.count(MONDAY)
    assert shown.official is not None
    assert (shown.official.as_on, shown.official.values) == (SATURDAY, {"sellers_registered": 90_000})
    assert shown.latest["sellers_registered"] == (90_000, SATURDAY)
    assert shown.latest["mse_registered"] == (40_234, date(2022, 1, 21))
    assert shown.figures["sellers_registered"].total == 0
    before = house.figures.count(SATURDAY - timedelta(days=1)).official
    assert before is not None
    assert before.as_on == date(2022, 1, 21)


def test_an_official_figure_of_the_same_day_is_corrected(house: Services) -> None:
    house.figures.add_official(MONDAY, {"sellers_registered": 1}, "typed")
    house.figures.add_official(MONDAY, {"sellers_registered": 2, "procurement_crore": 9}, "letter")
    newest = house.figures.official_history()[0]
    assert (newest.as_on, newest.values) == (MONDAY, {"sellers_registered": 2, "procurement_crore": 9})
    house.writing.undo()
    assert house.figures.official_history()[0].values == {"sellers_registered": 1}


@pytest.mark.parametrize(
    ("day", "values"),
    [
        (MONDAY, {}),
        (MONDAY, {"sellers": 1}),
        (MONDAY, {"sellers_registered": -1}),
        (MONDAY + timedelta(days=1), {"sellers_registered": 1}),
    ],
)
def test_a_wrong_official_figure_is_refused(house: Services, day: date, values: dict[str, int]) -> None:
    with pytest.raises(Refused):
        house.figures.add_official(day, values)
    assert len(house.figures.official_history()) == 1


def test_names_of_what_has_no_source_are_refused(house: Services) -> None:
    for code in WITHOUT_SOURCE:
        with pytest.raises(Refused):
            house.figures.names_filter(code, "today", MONDAY)


# ---------------------------------------------------------------------------- pipeline, pendency, summary


def test_follow_ups_age_from_their_day(house: Services) -> None:
    for number, days in enumerate((0, 3, 4, 31)):
        lead = a_lead(house, number=number).id
        house.clock = house.writing.clock = fixed(f"{(MONDAY - timedelta(days=days)).isoformat()}T09:00")
        house.sellers.plan([lead], NextStep(on=MONDAY - timedelta(days=days), what="call"))
    house.clock = house.writing.clock = fixed(f"{MONDAY.isoformat()}T17:00")
    waiting = a_lead(house, number=9).id
    house.sellers.plan([waiting], NextStep(on=MONDAY + timedelta(days=1), what="call"))
    found = {kind.kind: kind.counts for kind in house.figures.pendency(MONDAY)}
    assert found == {"followups": (2, 1, 0, 0, 1), "blockers": (0, 0, 0, 0, 0)}


def test_blockers_are_counted_by_reason_with_their_age(house: Services) -> None:
    for number, (code, days) in enumerate((("gst_none", 10), ("gst_none", 20), ("udyam_none", 1), ("gst_none", 0))):
        lead = a_lead(house, number=number).id
        house.clock = house.writing.clock = fixed(f"{(MONDAY - timedelta(days=days)).isoformat()}T09:00")
        blocker = house.sellers.block(lead, code)
        if days == 0:
            house.sellers.clear_blocker(lead, blocker)
    first, second = house.figures.blockers(MONDAY)
    assert (first.code, first.owner, first.count, first.average_days, first.oldest_days) == (
        "gst_none",
        "seller",
        2,
        15,
        20,
    )
    assert (second.code, second.count) == ("udyam_none", 1)


def test_median_days_are_those_of_the_middle_lead(house: Services) -> None:
    for number, days in enumerate((2, 10, 40)):
        _register(house, MONDAY - timedelta(days=days), number=number)
    found = house.figures.median_days(MONDAY)
    assert (found["account_created"], found["new"]) == (10, None)


def test_a_summary_of_a_stretch_adds_up(house: Services) -> None:
    _register(house, date(2026, 11, 10), number=1, district_code=AGRA)
    _register(house, SATURDAY, number=2, district_code=LUCKNOW)
    sheet = summary_of(house.figures, MONDAY, first=date(2026, 11, 15))
    assert sheet.stretch["sellers_registered"] == 1
    assert sheet.stretch["primary_users"] is None
    assert {code: n for code, n in sheet.stretch_by_unit.items() if n} == {LUCKNOW: 1}
    assert sheet.total.financial_year == 2


def test_a_tally_that_was_tampered_with_is_found_and_mended(house: Services) -> None:
    _register(house, MONDAY, number=1)
    with house.database.write(who="test", what="test") as connection:
        connection.execute(
            "UPDATE count_tally SET n = n + 1 WHERE figure = 'sellers_registered' AND unit_kind = 'state'"
        )
        assert len(db.tally_differences(connection)) == 2
        db.rebuild_tally(connection)
        assert db.tally_differences(connection) == []
