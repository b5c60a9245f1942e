"""The progress summary as Markdown: numbered sections and numbered columns, as the office's sheets have them. For front ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from onboarding.domain.figures import SHEET, Figure
from onboarding.domain.pace import AGES
from onboarding.formats import UNKNOWN, date_text, number, percent
from onboarding.i18n import tr
from onboarding.sheets import official_lines, pace_line, title, unit_name

if TYPE_CHECKING:
    from onboarding.domain.figures import UnitRow
    from onboarding.services.summary import Summary

_MARKS = re.compile(r"([\\`*_{}\[\]<>()#+!|~&])")


def markdown(summary: Summary, *, at: str = "") -> str:
    """The whole sheet; ``at`` is the time of day (HH:MM) while the day still runs."""
    parts = [f"# {tr('figures.sheet_title', as_on=title(summary.count, at))}"]
    sections = [_key_figures, _pipeline, _units, _pendency, _blockers]
    for at_section, section in enumerate(sections, 1):
        parts.append(section(summary, at_section))
    parts.append(f"{tr('figures.signature')}")
    return "\n\n".join(parts) + "\n"


def escaped(text: str) -> str:
    """A text of a record or a name, so that no Markdown reader takes any of it for markup."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def grid(heads: Sequence[str], rows: Sequence[Sequence[str]], *, left: int = 2) -> str:
    """A Markdown table with the columns numbered under their headings; the first ``left`` columns stand to the left."""
    rule = ["---" if at < left else "---:" for at in range(len(heads))]
    numbers = [str(at) for at in range(1, len(heads) + 1)]
    lines = [list(heads), rule, numbers, *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _heads(*names: str, **values: object) -> list[str]:
    return [tr(f"figures.sheet.{name}", **values) for name in names]


# ---------------------------------------------------------------------------- 1 key figures


def _key_figures(summary: Summary, place: int) -> str:
    count = summary.count
    heads = _heads("no", "indicator", "baseline", "official", "previous", "today", "month", "year", "last_year")
    if summary.first is not None:
        heads += [tr("figures.sheet.stretch", first=date_text(summary.first), last=date_text(count.day))]
    heads += _heads("target", "percent", "remaining")
    rows = [_key_row(summary, at, code) for at, code in enumerate(SHEET, 1)]
    return "\n\n".join(
        [
            f"## {place}. {tr('figures.section.key')}",
            grid(heads, rows),
            tr("figures.sheet_note", previous=date_text(count.previous_working)),
            "\n".join(official_lines(count.official, width=10_000)),
            pace_line(summary.pace),
        ]
    )


def _key_row(summary: Summary, at: int, code: str) -> list[str]:
    count = summary.count
    figure = count.figures.get(code, Figure(code=code))
    base = count.baseline.values.get(code) if count.baseline else None
    row = [str(at), tr(f"figure.{code}"), number(base), _official(summary, code)]
    row += map(number, (figure.previous_day, figure.today, figure.month, figure.financial_year))
    row.append(number(figure.same_period_last_year))
    if summary.first is not None:
        row.append(number(summary.stretch.get(code)))
    return [*row, number(figure.target), percent(figure.financial_year, figure.target), _remaining(figure)]


def _official(summary: Summary, code: str) -> str:
    found = summary.count.latest.get(code)
    return UNKNOWN if found is None else f"{number(found[0])} ({date_text(found[1])})"


def _remaining(figure: Figure) -> str:
    if figure.target is None or figure.financial_year is None:
        return UNKNOWN
    left = max(figure.target - figure.financial_year, 0)
    return f"{number(left)} / {number(figure.required_per_day)}"


# ---------------------------------------------------------------------------- 2 pipeline


def _pipeline(summary: Summary, place: int) -> str:
    heads = _heads("no", "stage", "standing", "came", "left", "median")
    rows = [
        [
            str(at),
            tr(f"stage.label.{row.stage}"),
            *map(number, (row.count, row.came, row.left, summary.median_days[row.stage])),
        ]
        for at, row in enumerate(summary.pipeline, 1)
    ]
    came, left = (sum(getattr(row, side) for row in summary.pipeline) for side in ("came", "left"))
    total = sum(row.count for row in summary.pipeline)
    rows.append(["", tr("figures.sheet.total"), *map(number, (total, came, left)), UNKNOWN])
    return f"## {place}. {tr('figures.section.pipeline')}\n\n{grid(heads, rows)}"


# ---------------------------------------------------------------------------- 3 units


def _units(summary: Summary, place: int) -> str:
    parts = [f"## {place}. {tr(f'figures.section.{summary.by}')}", _unit_grid(summary, summary.by, summary.units)]
    if summary.divisions:
        parts += [f"### {tr('figures.section.division')}", _unit_grid(summary, "division", summary.divisions)]
    return "\n\n".join(parts)


def _unit_grid(summary: Summary, kind: str, units: Sequence[UnitRow]) -> str:
    heads = _heads("rank", f"unit_{kind}", "target", "today", "month", "year")
    stretch = summary.first is not None and kind == summary.by
    if summary.first is not None and stretch:
        heads.append(tr("figures.sheet.stretch", first=date_text(summary.first), last=date_text(summary.count.day)))
    heads += _heads("percent", "remark")
    rows = [_unit_row(row, summary.stretch_by_unit.get(row.code, 0) if stretch else None) for row in units]
    added = sum(summary.stretch_by_unit.values()) if stretch else None
    rows.append(_unit_row(summary.total, added))
    return grid(heads, rows)


def _unit_row(row: UnitRow, stretch: int | None) -> list[str]:
    name = tr("figures.sheet.total") if row.code == "" else escaped(unit_name(row))
    numbers = [row.today, row.month, row.financial_year, *([] if stretch is None else [stretch])]
    rank = "" if row.code == "" else number(row.rank)
    return [rank, name, number(row.target), *map(number, numbers), percent(row.financial_year, row.target), ""]


# ---------------------------------------------------------------------------- 4 pendency, 5 blockers


def _pendency(summary: Summary, place: int) -> str:
    ages = [
        tr("figures.age_over", days=number(first - 1)) if last is None else f"{first}-{last}" for first, last in AGES
    ]
    heads = [*_heads("no", "matter"), *ages, tr("figures.sheet.total")]
    rows = [
        [str(at), tr(f"figures.pending.{kind.kind}"), *map(number, kind.counts), number(kind.total)]
        for at, kind in enumerate(summary.pendency, 1)
    ]
    return f"## {place}. {tr('figures.section.pendency')}\n\n{grid(heads, rows)}"


def _blockers(summary: Summary, place: int) -> str:
    head = f"## {place}. {tr('figures.section.blockers')}"
    if not summary.blockers:
        return f"{head}\n\n{tr('figures.no_blockers')}"
    heads = _heads("no", "reason", "owner", "cases", "average", "oldest")
    rows = [
        [
            str(at),
            tr(f"blocker.label.{row.code}"),
            tr(f"blocker.owner.{row.owner}"),
            *map(number, (row.count, row.average_days, row.oldest_days)),
        ]
        for at, row in enumerate(summary.blockers, 1)
    ]
    return f"{head}\n\n{grid(heads, rows, left=3)}"
