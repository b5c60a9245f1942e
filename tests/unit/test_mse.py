"""Micro, small, medium by the law of the day."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onboarding.domain import mse

CRORE = 10_000_000
OLD, NEW = date(2025, 3, 31), date(2025, 4, 1)


@pytest.mark.parametrize(
    ("day", "investment", "turnover", "wanted"),
    [
        (OLD, 1.0, 5.0, "micro"), (OLD, 1.1, 5.0, "small"), (OLD, 1.0, 5.1, "small"),
        (OLD, 10.0, 50.0, "small"), (OLD, 10.0, 51.0, "medium"), (OLD, 50.0, 250.0, "medium"),
        (OLD, 50.1, 1.0, "large"),
        (NEW, 2.5, 10.0, "micro"), (NEW, 2.6, 1.0, "small"), (NEW, 25.0, 100.0, "small"),
        (NEW, 25.1, 1.0, "medium"), (NEW, 125.0, 500.0, "medium"), (NEW, 1.0, 501.0, "large"),
        (date(2020, 6, 30), 1.0, 1.0, None),
    ],
)  # fmt: skip
def test_class_on(day: date, investment: float, turnover: float, wanted: str | None) -> None:
    assert mse.class_on(day, round(investment * CRORE), round(turnover * CRORE)) == wanted


def test_missing_or_negative_figure_says_nothing() -> None:
    assert mse.class_on(NEW, None, 1) is None
    assert mse.class_on(NEW, 1, None) is None
    assert mse.class_on(NEW, -1, 1) is None


@given(st.integers(0, 10**11), st.integers(0, 10**11), st.integers(0, 10**10))
def test_more_never_makes_a_firm_smaller(investment: int, turnover: int, more: int) -> None:
    order = ["micro", "small", "medium", "large"]
    before, after = (mse.class_on(NEW, i, turnover) for i in (investment, investment + more))
    assert before
    assert after
    assert order.index(before) <= order.index(after)


@pytest.mark.parametrize(
    ("status", "enterprise_class", "wanted"),
    [
        ("verified", "micro", True), ("verified", "small", True), ("verified", "medium", False),
        ("verified", None, None), ("claimed", "micro", True), ("udyam_format_ok", "small", True), ("claimed", None, None),
        ("not_checked", "large", False), ("not_mse", "micro", False), ("lapsed", "small", False),
    ],
)  # fmt: skip
def test_is_mse(status: str, enterprise_class: str | None, wanted: bool | None) -> None:
    assert status in mse.STATUSES
    assert mse.is_mse(status, enterprise_class) is wanted


def test_certificate_wins_and_the_difference_is_told() -> None:
    view = mse.mse_view(NEW, "small", 1 * CRORE, 1 * CRORE)
    assert (view.computed, view.deciding, view.differs) == ("micro", "small", True)
    assert (view.rule_since, view.rule_source) == (NEW, "S.O. 1364(E), 21.03.2025")
    assert not mse.mse_view(NEW, None, 1, 1).differs
    assert mse.mse_view(date(2019, 1, 1), "micro", 1, 1).rule_since is None


@pytest.mark.parametrize(
    ("status", "after", "enterprise_class", "wanted"),
    [
        ("verified", None, "micro", "claimed"), ("verified", None, None, "not_checked"), ("verified", None, "medium", "not_mse"),
        ("verified", "UDYAM-UP-50-0000008", "micro", "udyam_format_ok"), ("verified", "UDYAM-UP-50-0000007", "micro", None),
        ("udyam_format_ok", None, "small", "claimed"), ("udyam_format_ok", "UDYAM-UP-50-0000008", "small", None),
        ("lapsed", None, "micro", None), ("not_mse", None, "medium", None),
    ],
)  # fmt: skip
def test_what_was_seen_of_a_number_goes_with_the_number(
    status: str, after: str | None, enterprise_class: str | None, wanted: str | None
) -> None:
    assert mse.status_after(status, "UDYAM-UP-50-0000007", after, enterprise_class) == wanted
