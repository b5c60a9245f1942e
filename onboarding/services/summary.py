"""The mission-mode progress summary: everything of the daily sheet that the program records, in one reading.

Source: office practice of the GeM Cell (sections 1, 2, 4, 5 and 6 of the daily sheet).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from onboarding.domain.figures import DayCount, StageCount, UnitKind, UnitRow, total_of
from onboarding.domain.pace import BlockerCount, Pace, Pendency

if TYPE_CHECKING:
    from onboarding.services.figures import Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The sheet of a day."""

    count: DayCount
    pace: Pace
    first: date | None
    """First day of the stretch that was asked for; None for the day alone."""
    stretch: dict[str, int | None]
    """Figure to what was achieved from ``first`` to the day; empty without ``first``."""
    pipeline: list[StageCount]
    median_days: dict[str, int | None]
    """Stage to the days that its middle lead has stood there."""
    by: UnitKind
    units: list[UnitRow]
    stretch_by_unit: dict[str, int]
    divisions: list[UnitRow]
    """The divisions' table beside the districts' one; else empty."""
    total: UnitRow
    """The line under the units; its target is the state's where there is one."""
    pendency: list[Pendency]
    blockers: list[BlockerCount]


def summary_of(figures: Figures, day: date, *, by: UnitKind = "district", first: date | None = None) -> Summary:
    """The summary as on a day, with a stretch of days from ``first`` if wanted.

    Raises:
        Refused: Another unit than district, division and staff.
    """
    count = figures.count(day)
    units = figures.by(by, day)
    total = total_of(units)
    state = count.figures["sellers_registered"]
    if state.target is not None:
        total = replace(total, target=state.target, percent=state.percent)
    return Summary(
        count=count,
        pace=figures.pace(day),
        first=first,
        stretch=figures.between(first, day) if first else {},
        pipeline=figures.pipeline(day),
        median_days=figures.median_days(day),
        by=by,
        units=units,
        stretch_by_unit=figures.between_by(by, first, day) if first else {},
        divisions=figures.by("division", day) if by == "district" else [],
        total=total,
        pendency=figures.pendency(day),
        blockers=figures.blockers(day),
    )
