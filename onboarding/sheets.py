"""The count and the summary as text for a terminal, for WhatsApp and as Markdown, in the language of now. For front ends.

What the office achieved and what GeM reports stand in lines and columns of their own and are never added.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from onboarding.domain.calendar import financial_year
from onboarding.domain.figures import FIGURES, SHEET, DayCount, Figure, Official, UnitRow
from onboarding.domain.pace import BlockerCount, Pace, Pendency
from onboarding.formats import UNKNOWN, date_text, number, percent
from onboarding.i18n import language, tr
from onboarding.plain_table import table, wrapped

if TYPE_CHECKING:
    from onboarding.domain.figures import StageCount
    from onboarding.services.summary import Summary

WIDTH = 80
_COLUMNS = ("name", "today", "previous", "month", "year", "last_year", "target", "percent", "per_day")
_LAST_YEAR, _PREVIOUS = 5, 2


def count_text(count: DayCount, pace: Pace, *, vowel_sign: int = 1) -> str:
    """The day's count for a terminal of 80 columns: the office's table, then GeM's line apart, then the pace."""
    rows = [[tr(f"figures.head.{column}") for column in _COLUMNS]]
    rows += [_compact(count.figures[code]) for code in FIGURES]
    note = tr("figures.note", previous=date_text(count.previous_working), year=financial_year(count.day).label)
    return "\n".join(
        [
            tr("figures.count_title", day=date_text(count.day)),
            *_evidence_line(count),
            "",
            *table(rows, width=WIDTH, droppable=(_LAST_YEAR, _PREVIOUS), vowel_sign=vowel_sign),
            note,
            "",
            *official_lines(count.official),
            pace_line(pace),
        ]
    )


def _compact(figure: Figure) -> list[str]:
    numbers = (figure.today, figure.previous_day, figure.month, figure.financial_year, figure.same_period_last_year)
    return [
        tr(f"figure.{figure.code}"),
        *map(number, (*numbers, figure.target)),
        percent(figure.financial_year, figure.target),
        number(figure.required_per_day),
    ]


def _evidence_line(count: DayCount) -> list[str]:
    return [] if count.evidence == "told" else [tr(f"figures.evidence.{count.evidence}")]


def official_lines(official: Official | None, *, width: int = WIDTH) -> list[str]:
    """GeM's own figures with their day, in lines of their own."""
    if official is None:
        return [tr("figures.official_none")]
    parts = [f"{tr(f'figure.{code}')} {number(value)}" for code, value in official.values.items()]
    return [tr("figures.official", day=date_text(official.as_on)), *wrapped(parts, width=width)]


def pace_line(pace: Pace) -> str:
    """What each working day must bring; without a target it says so."""
    average = f"{pace.last_10_days_average:.1f}"
    if pace.target is None:
        return tr("figures.pace_no_target", average=average)
    if pace.required_per_day is None:
        return tr("figures.pace_over", achieved=number(pace.achieved), target=number(pace.target))
    return tr(
        "figures.pace",
        needed=number(pace.required_per_day),
        until=date_text(pace.until),
        days=number(pace.remaining_working_days),
        average=average,
    )


# ---------------------------------------------------------------------------- WhatsApp


def short_text(count: DayCount, pace: Pace, *, at: str = "", rest: Summary | None = None) -> str:
    """The count in at most twelve lines, as it travels by WhatsApp; ``at`` is the time of day (HH:MM) where it matters.

    With ``rest`` come pipeline, pendency, blockers and the ends of the table of units.
    """
    lines = [f"*{tr('figures.office')}*", title(count, at)]
    lines += [_short_line(count.figures[code]) for code in ("sellers_registered", "mse_registered")]
    lines.append(_short_pairs(count, ("sc_st_registered", "women_registered")))
    lines.append(_short_pairs(count, ("primary_users", "secondary_users", "workshops_held", "calls")))
    lines.append(_target_line(pace))
    if rest is not None:
        lines += [_short_pipeline(rest.pipeline), _short_pending(rest.pendency, rest.blockers)]
        lines += _short_ends(rest.units)
    lines.append(_short_official(count.official))
    return "\n".join(lines)


def title(count: DayCount, at: str = "") -> str:
    """The sheet's date, and the time while the day still runs."""
    day = f"{count.day.day:02}.{count.day.month:02}.{count.day.year:04}"
    return tr("figures.as_on_time", day=day, time=at) if at else tr("figures.as_on_day", day=day)


def _short_line(figure: Figure) -> str:
    return tr(
        "figures.short_figure",
        name=tr(f"figure.{figure.code}"),
        today=number(figure.today),
        previous=number(figure.previous_day),
        month=number(figure.month),
        year=number(figure.financial_year),
    )


def _short_pairs(count: DayCount, codes: Sequence[str]) -> str:
    parts = [
        f"{tr(f'figure.{code}')} {number(count.figures[code].today)}/{number(count.figures[code].financial_year)}"
        for code in codes
    ]
    return tr("figures.short_pairs", parts=" · ".join(parts))


def _target_line(pace: Pace) -> str:
    if pace.target is None:
        return pace_line(pace)
    reached = tr("figures.short_target", target=number(pace.target), percent=percent(pace.achieved, pace.target))
    return f"{reached} {pace_line(pace)}"


def _short_pipeline(pipeline: Sequence[StageCount]) -> str:
    shown = ("contacted", "willing", "documents_ready", "account_created", "catalogue_live")
    parts = [f"{tr(f'stage.label.{row.stage}')} {number(row.count)}" for row in pipeline if row.stage in shown]
    return tr("figures.short_pipeline", parts=" · ".join(parts))


def _short_pending(pendency: Sequence[Pendency], blockers: Sequence[BlockerCount]) -> str:
    totals = {kind.kind: kind for kind in pendency}
    text = tr(
        "figures.short_pending",
        due=number(totals["followups"].total),
        old=number(totals["followups"].counts[-1]),
        blocked=number(totals["blockers"].total),
    )
    if not blockers:
        return text
    return f"{text} {tr('figures.short_most', reason=tr(f'blocker.label.{blockers[0].code}'), n=number(blockers[0].count))}"


def _short_ends(units: Sequence[UnitRow]) -> list[str]:
    """The best three and the last three, where ranks tell them apart."""
    placed = [row for row in units if row.rank is not None]
    if len(placed) < 2 or placed[0].rank == placed[-1].rank:
        return []
    ends = placed[:3], placed[-3:] if len(placed) >= 6 else placed[-1:]
    best, last = (", ".join(f"{unit_name(row)} {_worth(row)}" for row in end) for end in ends)
    return [tr("figures.short_ends", best=best, last=last)]


def _worth(row: UnitRow) -> str:
    return number(row.achieved) if row.percent is None else percent(row.financial_year, row.target)


def _short_official(official: Official | None) -> str:
    if official is None:
        return tr("figures.official_none")
    shown = ("sellers_registered", "mse_registered")
    parts = [f"{tr(f'figure.{code}')} {number(official.values[code])}" for code in shown if code in official.values]
    return tr("figures.short_official", day=date_text(official.as_on), parts=" · ".join(parts) or UNKNOWN)


def unit_name(row: UnitRow) -> str:
    """A unit's name in the language of now; what belongs to no unit says so."""
    if row.code in ("-", "0"):
        return tr("figures.no_unit")
    return row.name_hi if language() == "hi" else row.name_en


__all__ = ["SHEET", "count_text", "official_lines", "pace_line", "short_text", "title", "unit_name"]
