"""The count: what the office achieved by day, month and year, against its targets, beside what GeM reports.

Importing this module must stay cheap: ``onboarding count`` pays for it at every start.
"""

from __future__ import annotations

from datetime import date, timedelta

from onboarding.db import figures as db
from onboarding.domain.calendar import financial_year
from onboarding.domain.figures import (
    BASELINE_ON,
    FIGURES,
    PERIODS,
    UNIT_KINDS,
    UNKNOWN_UNIT,
    WITHOUT_SOURCE,
    DayCount,
    Period,
    StageCount,
    UnitKind,
    UnitRow,
    accepted,
    bounds,
    ranked,
)
from onboarding.domain.filters import SellerFilter
from onboarding.domain.pace import (
    BlockerCount,
    Pace,
    Pendency,
    average,
    look_back_from,
    remaining_days,
    required_per_day,
)
from onboarding.domain.stages import RANK, STAGES
from onboarding.services.figure_reading import (
    blocker_count,
    by_age,
    calendar_of,
    figure_of,
    latest_of,
    least_evidence,
    state_sum,
    unit_codes,
    unit_row,
    unit_sums,
    unit_targets,
    values_of,
    year_targets,
)
from onboarding.services.targets import Target, Targets, check_sourced, check_word, unit_names

LEADING = "sellers_registered"
"""The figure that the campaign is measured by."""


class Figures(Targets):
    """The door to the count, targets and official figures."""

    # ------------------------------------------------------------------ the day

    def count(self, day: date, *, evidence: str | None = None) -> DayCount:
        """The whole count of a day.

        Args:
            day: Today or a day before.
            evidence: The weakest level that counts; None takes the office's setting.

        Raises:
            Refused: No such level of evidence.
        """
        with self._writing.database.read() as connection:
            least = least_evidence(connection, evidence)
            calendar = calendar_of(connection)
            before = calendar.previous_working(day - timedelta(days=1))
            values = values_of(connection, day, before, least)
            targets = year_targets(connection, day)
            remaining = remaining_days(calendar, day, financial_year(day).end)
            reported = db.official(connection, day)
        figures = {code: figure_of(code, values, targets.get(code), remaining) for code in FIGURES}
        return DayCount(
            day=day,
            previous_working=before,
            evidence=least,
            figures=figures,
            official=reported[-1] if reported else None,
            latest=latest_of(reported),
            baseline=next((shot for shot in reported if shot.as_on == BASELINE_ON), None),
        )

    def between(self, first: date, last: date, *, evidence: str | None = None) -> dict[str, int | None]:
        """Every figure over a stretch of days, both included; None without a source."""
        with self._writing.database.read() as connection:
            least = least_evidence(connection, evidence)
            found = db.sums(connection, "state", FIGURES, first, last, least=least)
        return {code: None if code in WITHOUT_SOURCE else found.get((code, ""), 0) for code in FIGURES}

    def pace(self, day: date, figure: str = LEADING, *, evidence: str | None = None) -> Pace:
        """How a figure goes against the state's target of the financial year.

        Raises:
            Refused: The figure is unknown or has no source.
        """
        check_sourced(figure)
        year = financial_year(day)
        with self._writing.database.read() as connection:
            least = least_evidence(connection, evidence)
            calendar = calendar_of(connection)
            since = look_back_from(calendar, day)
            achieved = state_sum(connection, figure, year.start, day, least)
            lately = state_sum(connection, figure, since, day, least)
            target = year_targets(connection, day).get(figure)
        remaining = remaining_days(calendar, day, year.end)
        return Pace(
            figure=figure,
            target=target,
            achieved=achieved,
            until=year.end,
            remaining_working_days=remaining,
            required_per_day=required_per_day(target, achieved, remaining),
            last_10_days_average=average(lately),
        )

    # ------------------------------------------------------------------ by unit

    def by(
        self,
        unit: UnitKind,
        day: date,
        period: Period = "financial_year",
        *,
        figure: str = LEADING,
        evidence: str | None = None,
    ) -> list[UnitRow]:
        """Every district, division or member of the staff with what it achieved, best first.

        What belongs to no unit stands at the end with the code ``-`` (district, division) or ``0``
        (staff), so that the rows add up to the state's figure.

        Raises:
            Refused: The figure is unknown or has no source; another unit or period.
        """
        check_sourced(figure)
        check_word(unit, UNIT_KINDS)
        check_word(period, PERIODS)
        with self._writing.database.read() as connection:
            least = least_evidence(connection, evidence)
            before = calendar_of(connection).previous_working(day - timedelta(days=1))
            names = unit_names(connection, unit)
            targets = unit_targets(connection, unit, figure, day)
            wanted: tuple[Period, ...] = ("today", "month", "financial_year", period)
            by_period = {each: unit_sums(connection, unit, figure, bounds(each, day, before), least) for each in wanted}
        rows = [
            unit_row(code, names.get(code, (code, code)), by_period, targets.get(code), period)
            for code in unit_codes(names, by_period)
        ]
        return ranked(rows)

    def between_by(
        self,
        unit: UnitKind,
        first: date,
        last: date,
        *,
        figure: str = LEADING,
        evidence: str | None = None,
    ) -> dict[str, int]:
        """Unit code to what it achieved over a stretch of days."""
        check_sourced(figure)
        check_word(unit, UNIT_KINDS)
        with self._writing.database.read() as connection:
            least = least_evidence(connection, evidence)
            return unit_sums(connection, unit, figure, (first, last), least)

    # ------------------------------------------------------------------ pipeline and pendency

    def pipeline(self, day: date) -> list[StageCount]:
        """Every stage, the ladder upward and then the closed outcomes, at the end of the day.

        For a day that is past, what moved since is taken back; that costs as much as there were
        moves since.
        """
        with self._writing.database.read() as connection:
            standing = db.standing(connection)
            came, left = db.moves(connection, day, day)
            came_since, left_since = db.moves(connection, day + timedelta(days=1), date.max)
        return [
            StageCount(
                stage=stage,
                count=standing[stage] - came_since[stage] + left_since[stage],
                came=came[stage],
                left=left[stage],
            )
            for stage in STAGES
        ]

    def median_days(self, day: date) -> dict[str, int | None]:
        """Stage to the days that the middle one of its leads has stood there by now; None where nobody stands."""
        found: dict[str, int | None] = {}
        with self._writing.database.read() as connection:
            standing = db.standing(connection)
            for stage in STAGES:
                since = db.median_since(connection, RANK[stage], standing[stage])
                found[stage] = max((day - date.fromisoformat(since)).days, 0) if since else None
        return found

    def pendency(self, day: date) -> list[Pendency]:
        """How old the follow-ups that are due and the open blockers are, as they stand now."""
        with self._writing.database.read() as connection:
            pending = db.pending_since(connection, day)
        return [Pendency(kind, by_age(day, since)) for kind, since in pending.items()]

    def blockers(self, day: date, *, limit: int = 5) -> list[BlockerCount]:
        """The reasons that keep most sellers off GeM, the most frequent first, as they stand now."""
        with self._writing.database.read() as connection:
            rows = db.open_reasons(connection, day)
        found = [blocker_count(code, rows, day) for code in {row[0] for row in rows}]
        return sorted(found, key=lambda reason: (-reason.count, reason.code))[:limit]

    # ------------------------------------------------------------------ names

    def names_filter(
        self,
        figure: str,
        period: Period,
        day: date,
        *,
        unit_kind: str = "",
        unit: str = "",
        evidence: str | None = None,
    ) -> SellerFilter:
        """The leads behind a figure; as many as it counts. For ``calls``: the leads that were called.

        Raises:
            Refused: The figure is unknown or has no source; another unit or period.
        """
        check_word(period, PERIODS)
        with self._writing.database.read() as connection:
            before = calendar_of(connection).previous_working(day - timedelta(days=1))
        first, last = bounds(period, day, before)
        return self.names_between(figure, first, last, unit_kind=unit_kind, unit=unit, evidence=evidence)

    def names_between(
        self,
        figure: str,
        first: date,
        last: date,
        *,
        unit_kind: str = "",
        unit: str = "",
        evidence: str | None = None,
    ) -> SellerFilter:
        """As ``names_filter``, over a stretch of days, both included."""
        check_sourced(figure)
        with self._writing.database.read() as connection:
            least = least_evidence(connection, evidence)
        population = SellerFilter(
            figure=figure,
            from_on=first.isoformat(),
            to_on=last.isoformat(),
            evidence=() if figure == "calls" else accepted(least),
        )
        if unit_kind == "district":
            return population.but(district=unit)
        if unit_kind == "division":
            return population.but(division=unit) if unit != UNKNOWN_UNIT else population.but(district=unit)
        if unit_kind == "staff":
            return population.but(counted_by=int(unit))
        return population

    def calls_of(self, population: SellerFilter) -> dict[int, int]:
        """How often each lead of a ``calls`` population was called in its days: lead id to calls."""
        with self._writing.database.read() as connection:
            return db.calls_of_leads(connection, population.from_on, population.to_on, population.counted_by)


__all__ = ["LEADING", "Figures", "Pace", "Target"]
