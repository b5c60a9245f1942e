"""What the count counts: periods, ranks, pace, and what a lead's history adds to the figures."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onboarding.domain.calendar import OfficeCalendar
from onboarding.domain.figures import UnitRow, accepted, bounds, percent, pieces, ranked, total_of
from onboarding.domain.pace import age_column, look_back_from, remaining_days, required_per_day
from onboarding.domain.stages import Counted, Evidence, StageMove, counted

DAYS = st.dates(date(2019, 1, 1), date(2030, 12, 31))


def _days_of(grain: str, first: str, last: str) -> list[date]:
    if grain == "day":
        start, end = date.fromisoformat(first), date.fromisoformat(last)
    else:
        start = date.fromisoformat(first + "-01")
        after = date.fromisoformat(last + "-28") + timedelta(days=4)
        end = after.replace(day=1) - timedelta(days=1)
    return [start + timedelta(days=at) for at in range((end - start).days + 1)]


@given(DAYS, DAYS)
def test_pieces_hold_every_day_of_the_stretch_once(one: date, other: date) -> None:
    first, last = sorted((one, other))
    held = [day for piece in pieces(first, last) for day in _days_of(*piece)]
    assert held == [first + timedelta(days=at) for at in range((last - first).days + 1)]
    assert len(pieces(first, last)) <= 3


def test_pieces_of_nothing_are_none() -> None:
    assert pieces(date(2026, 5, 2), date(2026, 5, 1)) == []


def test_periods_are_seen_from_the_day() -> None:
    day, before = date(2026, 11, 23), date(2026, 11, 21)
    assert bounds("today", day, before) == (day, day)
    assert bounds("previous_day", day, before) == (before, before)
    assert bounds("month", day, before) == (date(2026, 11, 1), day)
    assert bounds("financial_year", day, before) == (date(2026, 4, 1), day)
    assert bounds("last_year", day, before) == (date(2025, 4, 1), date(2025, 11, 23))
    assert bounds("total", day, before)[1] == day


def test_the_leap_day_is_compared_with_the_twenty_eighth() -> None:
    assert bounds("last_year", date(2028, 2, 29), date(2028, 2, 28)) == (date(2026, 4, 1), date(2027, 2, 28))


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [(40_234, 91_245, 44.1), (4_999, 5_000, 99.9), (5_000, 5_000, 100.0), (6_000, 5_000, 120.0), (0, 5, 0.0)],
)
def test_percent_reaches_a_hundred_only_when_all_is_reached(part: int, whole: int, shown: float) -> None:
    assert percent(part, whole) == shown


@pytest.mark.parametrize(("part", "whole"), [(5, 0), (5, None), (None, 5)])
def test_no_percent_over_nothing(part: int | None, whole: int | None) -> None:
    assert percent(part, whole) is None


def _row(code: str, achieved: int, target: int | None = None) -> UnitRow:
    return UnitRow(
        code=code, name_en=code, name_hi=code, today=1, month=2, financial_year=achieved, achieved=achieved,
        target=target, percent=percent(achieved, target),
    )  # fmt: skip


def test_rank_goes_by_percent_where_there_are_targets_and_equals_share_it() -> None:
    rows = ranked([_row("a", 90, 100), _row("b", 9, 10), _row("c", 500), _row("d", 5, 10), _row("-", 7)])
    assert [(row.code, row.rank) for row in rows] == [("a", 1), ("b", 1), ("d", 3), ("c", None), ("-", None)]


def test_rank_goes_by_achievement_where_nobody_has_a_target() -> None:
    rows = ranked([_row("a", 1), _row("b", 9), _row("-", 70)])
    assert [(row.code, row.rank) for row in rows] == [("b", 1), ("a", 2), ("-", None)]


def test_the_line_under_the_table_adds_up_what_belongs_to_no_unit_too() -> None:
    total = total_of([_row("a", 90, 100), _row("-", 10)])
    assert (total.financial_year, total.target, total.percent) == (100, 100, 100.0)
    assert total_of([_row("a", 1)]).target is None


def test_evidence_is_accepted_from_the_level_upward() -> None:
    assert accepted("told") == ()
    assert accepted("seen") == ("seen", "gem_report")
    assert accepted("gem_report") == ("gem_report",)


def test_what_a_day_must_bring_is_rounded_up() -> None:
    assert required_per_day(100, 1, 99) == 1
    assert required_per_day(101, 1, 99) == 2
    assert required_per_day(100, 100, 0) == 0
    assert required_per_day(100, 99, 0) is None
    assert required_per_day(None, 99, 5) is None


def test_remaining_days_leave_out_the_day_itself_and_closed_days() -> None:
    # Friday; then a second Saturday and a Sunday follow.
    assert remaining_days(OfficeCalendar(), date(2026, 11, 13), date(2026, 11, 16)) == 1
    assert look_back_from(OfficeCalendar(), date(2026, 11, 16)) == date(2026, 11, 4)


@pytest.mark.parametrize(
    ("days", "column"), [(-5, 0), (0, 0), (3, 0), (4, 1), (7, 1), (8, 2), (15, 2), (16, 3), (30, 3), (31, 4), (999, 4)]
)
def test_ages_fall_into_the_columns_of_the_sheet(days: int, column: int) -> None:
    assert age_column(days) == column


# ---------------------------------------------------------------------------- what a history counts for


def _move(to: str, day: int, evidence: Evidence = "told", who: int = 1) -> StageMove:
    return StageMove(to, date(2026, 6, day), who, evidence)


def test_a_later_stage_leaves_the_day_of_registration() -> None:
    moves = [_move("account_created", 3), _move("catalogue_live", 9, who=2)]
    assert counted(moves) == Counted(date(2026, 6, 3), 1, "told")


def test_evidence_seen_later_lifts_the_registration() -> None:
    assert counted([_move("account_created", 3), _move("profile_complete", 9, "seen")]) == Counted(
        date(2026, 6, 3), 1, "seen"
    )
    assert counted([_move("account_created", 3, "gem_report"), _move("profile_complete", 9)]) == Counted(
        date(2026, 6, 3), 1, "gem_report"
    )


def test_a_step_back_within_the_registered_stages_does_not_move_the_day() -> None:
    moves = [_move("account_created", 3), _move("profile_complete", 9), _move("account_created", 20)]
    assert counted(moves) == Counted(date(2026, 6, 3), 1, "told")


def test_an_account_date_noted_afterwards_counts_when_it_is_earlier() -> None:
    moves = [_move("profile_complete", 9), _move("account_created", 3, who=2)]
    assert counted(moves) == Counted(date(2026, 6, 3), 2, "told")


def test_taken_back_and_reached_again_counts_from_the_second_time() -> None:
    moves = [_move("account_created", 3), _move("willing", 5), _move("account_created", 20)]
    assert counted(moves) == Counted(date(2026, 6, 20), 1, "told")


@pytest.mark.parametrize("outcome", ["already_registered", "duplicate", "out_of_state"])
def test_these_outcomes_never_count(outcome: str) -> None:
    assert counted([_move("account_created", 3), _move(outcome, 5)]) is None


@pytest.mark.parametrize("outcome", ["not_interested", "unreachable", "suspended_on_gem", "not_eligible"])
def test_a_registered_seller_that_is_closed_stays_counted(outcome: str) -> None:
    assert counted([_move("account_created", 3), _move(outcome, 5)]) == Counted(date(2026, 6, 3), 1, "told")
