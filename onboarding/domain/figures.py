"""What the daily count counts: its figures, their periods, and how units stand beside each other. No I/O.

Two kinds never mix: what this office achieved, from its own events, and what GeM reports of itself
with an as-on date. Source: office practice of the GeM Cell (daily sheet, sections 1, 2 and 4).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, get_args

from onboarding.domain.calendar import (
    financial_year,
    month_end,
    month_start,
    same_day_last_year_fy,
)
from onboarding.domain.stages import EVIDENCE

if TYPE_CHECKING:
    from decimal import Decimal

UnitKind = Literal["district", "division", "staff"]
Period = Literal["today", "previous_day", "month", "financial_year", "last_year", "total"]
PERIODS: tuple[Period, ...] = get_args(Period)
UNIT_KINDS: tuple[UnitKind, ...] = get_args(UnitKind)

FROM_LEADS = ("sellers_registered", "mse_registered", "sc_st_registered", "women_registered")
"""Figures that a lead adds to, each at most once, on one day."""
WITHOUT_SOURCE = ("primary_users", "secondary_users", "offices_connected", "workshops_held")
"""Figures that nothing in the program records yet: unknown, not zero."""
FIGURES: tuple[str, ...] = (*FROM_LEADS, *WITHOUT_SOURCE, "calls")
"""Every figure of the office, in the order of the sheet."""
OFFICIAL_ONLY = ("procurement_crore",)
"""Figures that only GeM knows; crore rupees, to two decimals where GeM gives them."""
SHEET: tuple[str, ...] = (
    *FROM_LEADS,
    "primary_users",
    "secondary_users",
    "procurement_crore",
    "offices_connected",
    "workshops_held",
    "calls",
)
"""The lines of section 1 of the daily sheet."""
BASELINE_ON = date(2022, 1, 21)
"""The day of GeM's figures that the campaign started from."""
FIRST_DAY = date(1, 1, 1)
UNKNOWN_UNIT = "-"
"""The district of a lead without one."""
NOBODY = "0"
"""The staff unit of what no member of the staff is named for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of the count. None is unknown (no source yet, no target), never zero."""

    code: str
    today: int | None = None
    previous_day: int | None = None
    """Of the working day before, by the office's calendar."""
    month: int | None = None
    """From the first of the month to the day."""
    financial_year: int | None = None
    """From 1 April to the day."""
    same_period_last_year: int | None = None
    """From 1 April to the same day, one year before."""
    total: int | None = None
    """Everything up to the day."""
    target: int | None = None
    """The state's target for the financial year."""
    required_per_day: int | None = None
    """Per working day that is left of the year; 0 once reached, None when none is left."""
    restated: int | None = None
    """What came late for books that were closed; None while no book has been closed."""
    percent: float | None = None
    """Of the target, one decimal."""


@dataclass(frozen=True, slots=True)
class Official:
    """GeM's own figures of one day."""

    as_on: date
    values: dict[str, int | Decimal]
    """Whole numbers; crore rupees may have two decimals."""
    source: str = ""


@dataclass(frozen=True, slots=True)
class StageCount:
    """One stage of the pipeline at the end of a day: count = count of the day before + came - left.

    By the day of entry, as a ledger; the figures go by the day of the event.
    """

    stage: str
    count: int
    came: int
    """Leads that came into the stage on the day; for ``new`` the leads that were entered too."""
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCount:
    """The whole count of a day."""

    day: date
    previous_working: date
    evidence: str
    """The weakest evidence that was accepted."""
    figures: dict[str, Figure]
    official: Official | None
    """The newest day of GeM's figures, up to the day of the count."""
    latest: dict[str, tuple[int | Decimal, date]] = field(default_factory=dict)
    """GeM's newest value of each figure with its own as-on date."""
    baseline: Official | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow:
    """A district, a division or a member of the staff in the table of progress."""

    code: str
    name_en: str
    name_hi: str
    today: int
    month: int
    financial_year: int
    achieved: int
    """In the period that was asked for."""
    target: int | None = None
    """For the financial year."""
    percent: float | None = None
    """Of the financial year's target, whatever the period."""
    rank: int | None = None
    """1 is best, equals share it; None where there is nothing to compare by."""


def is_accepted(evidence: str, least: str) -> bool:
    """Whether a level of evidence is at least the one asked for."""
    return EVIDENCE.index(evidence) >= EVIDENCE.index(least)


def accepted(least: str) -> tuple[str, ...]:
    """The levels of evidence from ``least`` upward; () when every level is."""
    levels = tuple(word for word in EVIDENCE if is_accepted(word, least))
    return () if len(levels) == len(EVIDENCE) else levels


def bounds(period: Period, day: date, previous_working: date) -> tuple[date, date]:
    """First and last day of a period as seen on a day, both included."""
    if period == "previous_day":
        return previous_working, previous_working
    if period == "last_year":
        last = same_day_last_year_fy(day)
        return financial_year(last).start, last
    first = {
        "today": day,
        "month": month_start(day),
        "financial_year": financial_year(day).start,
        "total": FIRST_DAY,
    }[period]
    return first, day


Grain = Literal["day", "month"]


def pieces(first: date, last: date) -> list[tuple[Grain, str, str]]:
    """A stretch of days as whole months and the days around them: (grain, first, last) each.

    The tally is kept by day and by month, so that a year costs a dozen rows and not 365.
    """
    if first > last:
        return []
    found: list[tuple[Grain, str, str]] = []
    if first.day > 1 or month_end(first) > last:
        end = min(month_end(first), last)
        found.append(("day", first.isoformat(), end.isoformat()))
        return found + pieces(end + timedelta(days=1), last)
    whole_to = last if last == month_end(last) else month_start(last) - timedelta(days=1)
    found.append(("month", first.isoformat()[:7], whole_to.isoformat()[:7]))
    if whole_to < last:
        found.append(("day", month_start(last).isoformat(), last.isoformat()))
    return found


def percent(part: int | None, whole: int | None) -> float | None:
    """One decimal; 100.0 only when the whole is reached, None over a base of 0."""
    if part is None or not whole:
        return None
    tenths = (part * 2000 + whole) // (2 * whole)
    return (min(tenths, 999) if part < whole else tenths) / 10


def ranked(rows: Sequence[UnitRow]) -> list[UnitRow]:
    """Best first with their ranks: by percent where there are targets, else by what was achieved.

    Where some have a target, those without have no rank; nor has what belongs to no unit.
    """
    by_target = any(row.percent is not None for row in rows)

    def worth(row: UnitRow) -> float | None:
        if row.code in (UNKNOWN_UNIT, NOBODY):
            return None
        return row.percent if by_target else float(row.achieved)

    worths = sorted((value for row in rows if (value := worth(row)) is not None), reverse=True)
    place = {value: at for at, value in reversed(list(enumerate(worths, 1)))}
    given = [replace(row, rank=place.get(w) if (w := worth(row)) is not None else None) for row in rows]
    return sorted(given, key=lambda row: (row.rank or len(rows) + 1, -row.achieved, row.name_en))


def total_of(rows: Iterable[UnitRow]) -> UnitRow:
    """The line under the table; its target is known when any unit's is."""
    held = list(rows)
    targets = [row.target for row in held if row.target is not None]
    target = sum(targets) if targets else None
    year = sum(row.financial_year for row in held)
    return UnitRow(
        code="",
        name_en="",
        name_hi="",
        today=sum(row.today for row in held),
        month=sum(row.month for row in held),
        financial_year=year,
        achieved=sum(row.achieved for row in held),
        target=target,
        percent=percent(year, target),
    )
