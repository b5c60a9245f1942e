"""Whatever is entered, moved, closed, reopened, verified, taken back: the count equals a recount of the history, and its names."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest

from onboarding.db import figures as db
from onboarding.domain.figures import FROM_LEADS, PERIODS, bounds
from onboarding.domain.stages import EVIDENCE, LADDER, STAGES
from onboarding.errors import OnboardingError
from onboarding.services.clock import fixed
from onboarding.services.context import Services
from onboarding.services.sellers import Move
from tests.support.house import a_lead, open_house

FIRST = date(2026, 2, 20)
"""Before the end of a financial year, so that the run crosses it."""
DISTRICTS = (None, "118", "119", "162")
NEVER = ("already_registered", "duplicate", "out_of_state")


def _at(house: Services, day: date) -> None:
    """Let the house's clock show noon of a day."""
    house.clock = house.writing.clock = fixed(f"{day.isoformat()}T12:00")


def _work(house: Services, chance: random.Random, steps: int) -> date:
    """Some weeks of random work; the last day."""
    day = FIRST
    leads = [a_lead(house, number=number, district_code=chance.choice(DISTRICTS)).id for number in range(8)]
    for step in range(steps):
        if step % 3 == 0:
            day += timedelta(days=chance.randint(0, 3))
            _at(house, day)
        if chance.random() < 0.1:
            leads.append(a_lead(house, number=100 + step, district_code=chance.choice(DISTRICTS)).id)
        with suppress(OnboardingError):  # a move that the ladder forbids, a lead that was taken back
            _one_step(house, chance, chance.choice(leads), day)
    return day


def _one_step(house: Services, chance: random.Random, lead: int, day: date) -> None:
    before = day - timedelta(days=chance.choice((0, 0, 0, 1, 2, 40)))
    evidence = chance.choice(EVIDENCE)
    what = chance.randrange(9)
    if what < 4:
        to = chance.choice(LADDER[3:] if chance.random() < 0.6 else STAGES)
        house.sellers.move(lead, Move(to=to, event_on=before, evidence=evidence, reason="because"))
    elif what == 4:
        size = chance.choice(("micro", "small", "medium"))
        status = chance.choice(("verified", "verified", "claimed", "lapsed"))
        house.sellers.edit(lead, {"udyam": f"UDYAM-UP-28-{lead:07}"})
        house.sellers.set_mse(lead, status, enterprise_class=size, event_on=before, evidence=evidence)
    elif what == 5:
        house.sellers.edit(lead, {"district_code": chance.choice(DISTRICTS)})
    elif what == 6:
        facts: dict[str, Any] = {"women_owned": chance.choice((0, 1, None))}
        house.sellers.edit(lead, facts | {"social_category": chance.choice(("SC", "ST", "GEN", None))})
    elif what == 7:
        house.sellers.log_contact(lead, chance.choice(("no_answer", "answered")), event_on=before)
    else:
        house.writing.undo()


# ---------------------------------------------------------------------------- the recount, from the events alone


def _recount(house: Services) -> Iterator[tuple[str, int, date, str, str | None]]:
    """(figure, lead, day, evidence, district), written without the program's own rule."""
    with house.database.read() as connection:
        leads = connection.execute(
            "SELECT id, district_code, social_category, women_owned, enterprise_class FROM lead"
        ).fetchall()
        for lead, district, social, women, size in leads:
            found = _registered(connection, lead)
            if found is None:
                continue
            day, evidence = found
            yield "sellers_registered", lead, day, evidence, district
            if social in ("SC", "ST"):
                yield "sc_st_registered", lead, day, evidence, district
            if women == 1:
                yield "women_registered", lead, day, evidence, district
            verified = _verified(connection, lead)
            if verified is not None and size in ("micro", "small"):
                yield "mse_registered", lead, max(day, verified), evidence, district


def _registered(connection: Any, lead: int) -> tuple[date, str] | None:  # noqa: ANN401
    events = connection.execute(
        "SELECT to_stage, event_on, evidence FROM stage_event WHERE lead_id = ? ORDER BY id", (lead,)
    ).fetchall()
    lost = [at for at, event in enumerate(events) if event[0] in (*LADDER[:4], *NEVER)]
    held = [event for event in events[(lost[-1] + 1 if lost else 0) :] if event[0] in LADDER[4:]]
    if not held:
        return None
    days = [held[0][1], *(on for to, on, _ in held if to == "account_created")]
    return date.fromisoformat(min(days)), max((event[2] for event in held), key=EVIDENCE.index)


def _verified(connection: Any, lead: int) -> date | None:  # noqa: ANN401
    events = connection.execute(
        "SELECT status, event_on, enterprise_class IN ('micro', 'small') FROM mse_event WHERE lead_id = ? ORDER BY id DESC",
        (lead,),
    ).fetchall()
    run = list(takewhile(lambda event: (event[0], event[2]) == ("verified", events[0][2]), events))
    return date.fromisoformat(min(on for _, on, _ in run)) if run else None


@pytest.mark.parametrize("seed", range(4))
def test_the_count_equals_a_recount_and_its_names(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    house = open_house(tmp_path, f"{FIRST.isoformat()}T12:00")
    last = _work(house, chance, 110)
    events = list(_recount(house))
    assert len({figure for figure, *_ in events}) >= 3, "the run must reach the figures"
    for day in (last, last - timedelta(days=5), date(2026, 3, 31)):
        for least in EVIDENCE:
            _compare(house, events, day, least)
    with house.database.read() as connection:
        assert db.tally_differences(connection) == []


def _compare(house: Services, events: list[tuple[str, int, date, str, str | None]], day: date, least: str) -> None:
    shown = house.figures.count(day, evidence=least)
    keys = ("today", "previous_day", "month", "financial_year", "same_period_last_year", "total")
    for figure in FROM_LEADS:
        for period, key in zip(PERIODS, keys, strict=True):
            first, last = bounds(period, day, shown.previous_working)
            names = {
                (lead, district)
                for name, lead, on, evidence, district in events
                if name == figure and first <= on <= last and EVIDENCE.index(evidence) >= EVIDENCE.index(least)
            }
            assert getattr(shown.figures[figure], key) == len(names), (figure, period)
            listed = house.lists.ids(house.figures.names_filter(figure, period, day, evidence=least))
            assert sorted(listed) == sorted(lead for lead, _ in names)
            for code in DISTRICTS:
                of_district = house.figures.names_filter(
                    figure, period, day, unit_kind="district", unit=code or "-", evidence=least
                )
                here = sum(1 for _, district in names if district == code)
                assert house.lists.count(of_district) == here


@pytest.mark.parametrize("seed", range(5, 7))
def test_every_table_of_units_adds_up_to_the_state_and_opens_its_names(tmp_path: Path, seed: int) -> None:
    house = open_house(tmp_path, f"{FIRST.isoformat()}T12:00")
    day = _work(house, random.Random(seed), 90)
    shown = house.figures.count(day)
    for figure in (*FROM_LEADS, "calls"):
        for kind in ("district", "division", "staff"):
            rows = house.figures.by(kind, day, "total", figure=figure)
            assert sum(row.achieved for row in rows) == shown.figures[figure].total
            for row in rows:
                population = house.figures.names_filter(figure, "total", day, unit_kind=kind, unit=row.code)
                ids = house.lists.ids(population)
                times = house.figures.calls_of(population) if figure == "calls" else {}
                assert sum(times.get(lead, 1) for lead in ids) == row.achieved


@pytest.mark.parametrize("seed", range(8, 10))
def test_each_days_pipeline_follows_from_the_day_before(tmp_path: Path, seed: int) -> None:
    house = open_house(tmp_path, f"{FIRST.isoformat()}T12:00")
    day = _work(house, random.Random(seed), 90)
    with house.database.read() as connection:
        standing = dict(connection.execute("SELECT stage, count(*) FROM lead GROUP BY stage").fetchall())
    now = house.figures.pipeline(day)
    assert {row.stage: row.count for row in now if row.count} == standing
    while day >= FIRST:
        before = house.figures.pipeline(day - timedelta(days=1))
        for earlier, later in zip(before, now, strict=True):
            assert earlier.count >= 0
            assert earlier.count + later.came - later.left == later.count, (day, later.stage)
        day, now = day - timedelta(days=1), before
    assert all(row.count == 0 for row in now)
