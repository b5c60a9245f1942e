"""From sums of the tally to figures, units and ages: what ``Figures`` reads, over one open connection."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from onboarding.db import figures as db
from onboarding.db import office
from onboarding.db.connection import Connection
from onboarding.domain.calendar import OfficeCalendar, financial_year
from onboarding.domain.figures import (
    FIGURES,
    PERIODS,
    UNKNOWN_UNIT,
    WITHOUT_SOURCE,
    Figure,
    Official,
    Period,
    UnitKind,
    UnitRow,
    bounds,
    percent,
)
from onboarding.domain.pace import AGES, BlockerCount, age_column, required_per_day
from onboarding.domain.stages import EVIDENCE
from onboarding.services.targets import check_word

if TYPE_CHECKING:
    from decimal import Decimal

# ---------------------------------------------------------------------------- the day


def calendar_of(connection: Connection) -> OfficeCalendar:
    """The office's working days as they stand now."""
    pattern = office.settings(connection).get("calendar_pattern", "six")
    return OfficeCalendar(office.calendar_days(connection), "five" if pattern == "five" else "six")


def least_evidence(connection: Connection, evidence: str | None) -> str:
    """The weakest level that counts: the one asked for, else the office's setting.

    Raises:
        Refused: No such level.
    """
    least = evidence or office.settings(connection).get("count_evidence", EVIDENCE[0])
    check_word(least, EVIDENCE)
    return least


def values_of(connection: Connection, day: date, before: date, least: str) -> dict[Period, dict[tuple[str, str], int]]:
    """The state's sums for each period of the sheet, as seen on a day."""
    return {
        period: db.sums(connection, "state", FIGURES, *bounds(period, day, before), least=least) for period in PERIODS
    }


def figure_of(
    code: str,
    values: Mapping[Period, Mapping[tuple[str, str], int]],
    target: int | None,
    remaining: int,
) -> Figure:
    """One line of the sheet; ``remaining`` are the working days left of the financial year."""
    if code in WITHOUT_SOURCE:
        return Figure(code=code, target=target)
    of = {period: found.get((code, ""), 0) for period, found in values.items()}
    achieved = of["financial_year"]
    return Figure(
        code=code,
        today=of["today"],
        previous_day=of["previous_day"],
        month=of["month"],
        financial_year=achieved,
        same_period_last_year=of["last_year"],
        total=of["total"],
        target=target,
        required_per_day=required_per_day(target, achieved, remaining),
        percent=percent(achieved, target),
    )


def state_sum(connection: Connection, figure: str, first: date, last: date, least: str) -> int:
    """One figure of the state over a stretch of days, both included."""
    return db.sums(connection, "state", (figure,), first, last, least=least).get((figure, ""), 0)


def year_targets(connection: Connection, day: date) -> dict[str, int]:
    """Figure to the state's target for the financial year of a day."""
    year = financial_year(day)
    return db.state_targets(connection, year.start, year.end)


def latest_of(reported: list[Official]) -> dict[str, tuple[int | Decimal, date]]:
    """Each official figure's newest value with its own as-on date; ``reported`` is oldest first."""
    return {figure: (value, shot.as_on) for shot in reported for figure, value in shot.values.items()}


# ---------------------------------------------------------------------------- by unit


def unit_sums(
    connection: Connection, unit: UnitKind, figure: str, days: tuple[date, date], least: str
) -> dict[str, int]:
    """Unit code to how many of a figure over a stretch of days, both included."""
    kind = "staff" if unit == "staff" else "district"
    found = db.sums(connection, kind, (figure,), *days, least=least)
    by_unit = {code: n for (_, code), n in found.items()}
    if unit != "division":
        return by_unit
    return _into_divisions(connection, by_unit)


def _into_divisions(connection: Connection, by_district: Mapping[str, int]) -> dict[str, int]:
    division_of = db.divisions(connection)
    found: Counter[str] = Counter()
    for code, n in by_district.items():
        found[division_of[code][0] if code in division_of else UNKNOWN_UNIT] += n
    return found


def unit_targets(connection: Connection, unit: UnitKind, figure: str, day: date) -> dict[str, int]:
    """The financial year's targets; a division without one of its own has the sum of its districts'."""
    year = financial_year(day)
    own = db.targets_of(connection, figure, unit, year.start, year.end)
    if unit != "division":
        return own
    districts = db.targets_of(connection, figure, "district", year.start, year.end)
    return _into_divisions(connection, districts) | own


def unit_codes(names: Mapping[str, object], by_period: Mapping[Period, Mapping[str, int]]) -> list[str]:
    """All units of now, and what else has achieved something: no unit, or somebody who left."""
    also = {code for found in by_period.values() for code, n in found.items() if n}
    return [*names, *sorted(also - set(names))]


def unit_row(
    code: str,
    names: tuple[str, str],
    by_period: Mapping[Period, Mapping[str, int]],
    target: int | None,
    period: Period,
) -> UnitRow:
    """One line of the table of progress, not ranked yet."""
    of = {each: found.get(code, 0) for each, found in by_period.items()}
    return UnitRow(
        code=code,
        name_en=names[0],
        name_hi=names[1],
        today=of["today"],
        month=of["month"],
        financial_year=of["financial_year"],
        achieved=of[period],
        target=target,
        percent=percent(of["financial_year"], target),
    )


# ---------------------------------------------------------------------------- pendency


def by_age(day: date, since: list[tuple[str, int]]) -> tuple[int, ...]:
    """(since, how many) into the columns of ``AGES``."""
    columns = [0] * len(AGES)
    for on, n in since:
        columns[age_column((day - date.fromisoformat(on)).days)] += n
    return tuple(columns)


def blocker_count(code: str, rows: list[tuple[str, str, int, float, str]], day: date) -> BlockerCount:
    """One reason over all its owners; ``rows`` as ``db.open_reasons`` gives them."""
    mine = [row for row in rows if row[0] == code]
    count = sum(row[2] for row in mine)
    oldest = min(row[4] for row in mine)
    return BlockerCount(
        code=code,
        owner=max(mine, key=lambda row: row[2])[1],
        count=count,
        average_days=round(sum(row[3] for row in mine) / count),
        oldest_days=(day - date.fromisoformat(oldest)).days,
    )
