"""Which copies stay: enough of yesterday and of last year, never none."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from onboarding.domain.rotation import Copy, to_remove
from onboarding.services.clock import OFFICE

NOW = datetime(2026, 11, 23, 18, 0, tzinfo=OFFICE)


def _every(step: timedelta, times: int) -> list[Copy]:
    return [Copy(NOW - step * n, f"c{n:05}") for n in range(times)]


def _left(copies: list[Copy], now: datetime = NOW) -> list[Copy]:
    gone = {copy.name for copy in to_remove(copies, now)}
    return [copy for copy in copies if copy.name not in gone]


def test_a_day_of_quarter_hours_leaves_one_an_hour() -> None:
    left = _left(_every(timedelta(minutes=15), 4 * 24))
    assert len({(copy.at.date(), copy.at.hour) for copy in left}) == len(left)
    assert 24 <= len(left) <= 25


def test_years_of_daily_copies_leave_days_weeks_and_months() -> None:
    left = _left(_every(timedelta(days=1), 800))
    ages = [(NOW - copy.at).days for copy in left]
    assert ages[:12] == list(range(12))
    assert len(left) <= 12 + 10 + 9
    assert 200 < max(ages) < 300


def test_copies_before_risky_work_stay_a_fortnight() -> None:
    risky = [Copy(NOW - timedelta(days=13, minutes=n), f"r{n}", risky=True) for n in range(5)]
    old = [Copy(NOW - timedelta(days=15, minutes=n), f"o{n}", risky=True) for n in range(5)]
    left = {copy.name for copy in _left([*risky, *old, Copy(NOW, "now")])}
    assert {f"r{n}" for n in range(5)} <= left
    assert len(left & {f"o{n}" for n in range(5)}) <= 1


def test_nothing_goes_while_the_newest_is_not_sound() -> None:
    assert to_remove([Copy(NOW, "bad", sound=False), *_every(timedelta(days=1), 100)[1:]], NOW) == []


@given(st.lists(st.tuples(st.integers(-100, 500_000), st.booleans(), st.booleans()), max_size=60))
def test_the_last_sound_copy_never_goes_and_a_second_turn_removes_nothing(drawn: list[tuple[int, bool, bool]]) -> None:
    copies = [
        Copy(NOW - timedelta(minutes=age), f"{n}", risky=risky, sound=sound)
        for n, (age, risky, sound) in enumerate(drawn)
    ]
    left = _left(copies)
    sound = [copy for copy in copies if copy.sound]
    if sound:
        assert max(sound, key=lambda copy: (copy.at, copy.name)) in left
    assert to_remove(left, NOW) == [] or not any(copy.sound for copy in copies)
