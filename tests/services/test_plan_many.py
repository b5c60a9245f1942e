"""Planning many leads at once leaves each with the colleague who has it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from onboarding.services.sellers import NextStep
from tests.support.house import a_lead, colleague, open_house

DAY, LATER = date(2026, 11, 27), date(2026, 11, 30)


def test_steps_planned_anew_stay_with_who_has_them(tmp_path: Path) -> None:
    house = open_house(tmp_path)
    ravi = colleague(house)
    leads = [a_lead(house, number=item).id for item in range(3)]
    ravi.sellers.plan([leads[0]], NextStep(on=DAY, what="papers"))
    house.sellers.plan([leads[1]], NextStep(on=DAY, what="call"))
    assert house.sellers.plan(leads, NextStep(on=LATER), reason="holiday") == 3
    found = [house.sellers.get(lead) for lead in leads]
    assert [(lead.next_on, lead.next_by) for lead in found] == [
        (LATER.isoformat(), ravi.actor.id),
        (LATER.isoformat(), house.actor.id),
        (LATER.isoformat(), house.actor.id),
    ]


def test_a_step_given_to_somebody_is_his(tmp_path: Path) -> None:
    house = open_house(tmp_path)
    ravi = colleague(house)
    lead = a_lead(house).id
    house.sellers.plan([lead], NextStep(on=DAY))
    house.sellers.plan([lead], NextStep(on=LATER, by=ravi.actor.id))
    assert house.sellers.get(lead).next_by == ravi.actor.id
