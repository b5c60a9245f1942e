"""The preview of a list in words: how the file was understood, what would become of its rows, a row in full."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from onboarding.formats import counted, instant_local, number
from onboarding.gem_words import plan_lines
from onboarding.i18n import tr
from onboarding.import_words import code_sentence, kind_label, list_field, repair_sentence, sheet_label, verdict_label
from onboarding.recipe_words import SEPARATOR_NAMES, delta_words, missing_words, profile_words, recipe_words
from onboarding.widgets.plain import line, template
from onboarding.wording import field_label

if TYPE_CHECKING:
    from onboarding.errors import Stopped
    from onboarding.files.columns import Column as FileColumn
    from onboarding.services.imports import AnyPlan, Outcome
    from onboarding.widgets.record_table import Tone

TONES: dict[str, Tone] = {"rejected": "error", "review": "warning", "new": "success", "unchanged": "muted"}
"""Colours of the verdicts."""
FILTERS = ("", "new", "updated", "unchanged", "merged", "review", "rejected", "warned")
"""Views of the rows, in the order of Tab; those without rows are left out."""
LINES_OF_KIND = 3
"""Of what a list says beside its counts, so many stand above the rows."""
_NEW_LINE = Content("\n")


def about_text(plan: AnyPlan) -> Content:
    """File, sheet, encoding, header; the sender's profile; legacy fonts; what is new; what is missing."""
    about = plan.about
    parts = [kind_label(about.kind)] if about.kind != "sellers" else []
    if about.sheet:
        parts.append(_sheet_words(plan))
    if about.encoding:
        parts.append(about.encoding)
    if about.separator:
        parts.append(tr("recipe.separator", sign=SEPARATOR_NAMES.get(about.separator, about.separator)))
    if about.header_row:
        parts.append(tr("imports.header_row", n=about.header_row))
    lines = [template("[b]$file[/b]  $rest", file=about.file, rest=" · ".join(parts))]
    lines += [template("[$text-accent]$told[/]", told=told) for told in plan_lines(plan)[:LINES_OF_KIND]]
    lines += [template("[$text-error]! $text[/]", text=text) for text in missing_words(plan.about.missing)]
    if plan.profile is not None:
        said, way = profile_words(plan), tr("recipe.without")
        lines.append(template("[$text-accent]$said[/] [dim]($way)[/dim]", said=said, way=way))
    if rules := _rules_words(plan):
        lines.append(template("[$text-accent]$rules[/]", rules=rules))
    if about.fonts:
        lines.append(_font_text(plan))
    if plan.seen_before is not None:
        run = plan.seen_before
        seen = tr("imports.seen_before", when=instant_local(run.committed_at), id=run.id)
        lines.append(template("[$text-warning]! $seen[/]", seen=seen))
    elif plan.delta is not None:
        lines.append(line(delta_words(plan)))
    return _NEW_LINE.join(lines)


def _sheet_words(plan: AnyPlan) -> str:
    names = [sheet.name for sheet in plan.about.sheets]
    here = plan.about.sheet or ""
    if len(names) < 2 or here not in names:
        return tr("imports.sheet", name=here)
    others = ", ".join(sheet_label(one.name, one.kind) for one in plan.about.sheets if one.name != here)
    return f"{tr('recipe.sheet_of', place=names.index(here) + 1, n=len(names), name=here)} ({others})"


def _rules_words(plan: AnyPlan) -> str:
    """Mode, fields that give way, values for new leads: where they are not the usual ones."""
    from onboarding.domain.recipe import Recipe

    recipe = plan.recipe
    parts = [recipe_words(Recipe(mode=recipe.mode, defaults=recipe.defaults))]
    if recipe.overwrite:
        names = ", ".join(sorted(field_label(name) for name in recipe.overwrite))
        gave_way = sum(count for code, count in plan.codes.items() if code.startswith("overwritten_"))
        parts.append(f"{tr('recipe.rules.overwrite', field=names)}: {number(gave_way)}")
    return " · ".join(part for part in parts if part)


def _font_text(plan: AnyPlan) -> Content:
    """What is done with columns typed for a legacy font, and one cell of them before and after."""
    about = plan.about
    pairs = [column.converted[0] for column in about.columns if column.converted]
    sample = template("  [b]$before ⇒ $after[/b]", before=pairs[0][0], after=pairs[0][1]) if pairs else Content()
    sentence = counted("imports.font_read" if about.converted else "imports.font_left", len(about.fonts))
    return template("[$text-accent]$said[/]", said=sentence) + sample


def counts_text(plan: AnyPlan, chosen: str, shown: int, before: Mapping[str, int] | None) -> Content:
    """Rows by verdict, which of them are shown, and what a change of the recipe (``before``: counts until then) did."""
    totals = plan.totals()
    told = [name for name in FILTERS[1:-1] if totals[name]]
    kind = plan.about.kind
    counts = [f"{number(totals[name])} {verdict_label(name, kind)}" for name in told]
    if totals["warnings"]:
        counts.append(f"{number(totals['warnings'])} {tr('imports.warned')}")
    counts.append(f"{number(totals['skipped'])} {tr('imports.skipped_short')}")
    view = tr(f"imports.filter.{chosen or 'all'}") if chosen in ("", "warned") else verdict_label(chosen, kind)
    text = template(
        "[b]$rows[/b] $word: $counts", rows=number(totals["rows"]), word=tr("imports.rows"), counts=" · ".join(counts)
    )
    if change := _change_words(totals, before, kind):
        text += _NEW_LINE + template("[$text-success]$change[/]", change=change)
    return text + _NEW_LINE + template("[$text-accent]▸ $view: $shown[/]", view=view, shown=number(shown))


def _change_words(totals: Mapping[str, int], before: Mapping[str, int] | None, kind: str) -> str:
    if before is None:
        return ""
    moved = [(name, totals[name] - before.get(name, 0)) for name in FILTERS[1:-1]]
    told = [f"{'+' if by > 0 else '−'}{number(abs(by))} {verdict_label(name, kind)}" for name, by in moved if by]
    return tr("recipe.since_change", changes=" · ".join(told)) if told else tr("recipe.since_change_none")


def stopped_text(stop: Stopped, *, begun: bool) -> str:
    """That the work was stopped; of a run that was ``begun``, how far it came and by which keys of Imports it goes on."""
    if not begun:
        return tr("imports.stopped")
    far = {name: number(int(str(stop.values[name]))) for name in ("written", "rows")}
    return tr("imports.cut_off_here", **far)


def mapping_text(plan: AnyPlan, spellings: int, *, wide: bool) -> Content:
    """What was mended, which districts are unknown, and every column with its field; if ``wide`` with sureness and samples."""
    lines = []
    if plan.repairs:
        told = " · ".join(f"{number(n)} {repair_sentence(code)}" for code, n in plan.repairs.items())
        lines.append(template("[$text-success]$word:[/] $told", word=tr("recipe.mended"), told=told))
    if spellings:
        lines.append(template("[$text-warning]! $text[/]", text=counted("recipe.spellings_wait", spellings)))
    read = [column for column in plan.about.columns if column.field is not None]
    lines += [_column_text(plan, column) for column in read] if wide else [line("  ".join(map(_short_words, read)))]
    unread = [column.heading for column in plan.about.columns if column.field is None and column.heading]
    if unread:
        lines.append(line(tr("imports.unread", headings=", ".join(unread))))
    return _NEW_LINE.join(lines)


def _short_words(column: FileColumn) -> str:
    return f"{column.heading or f'#{column.index + 1}'} → {list_field(column.field or '')}"


def _column_text(plan: AnyPlan, column: FileColumn) -> Content:
    return template(
        "$heading → [b]$field[/b] [dim]$sure %  $samples[/dim]",
        heading=column.heading or f"#{column.index + 1}",
        field=list_field(column.field or ""),
        sure=round(column.confidence * 100),
        samples=" | ".join(samples(column, converted=plan.about.converted)),
    )


def samples(column: FileColumn, *, converted: bool) -> Sequence[str]:
    """Values of a column; of one typed for a legacy font, as they stand and as they are read."""
    if not converted or not column.converted:
        return column.samples
    return [f"{before} ⇒ {after}" for before, after in column.converted]


def row_text(headings: Sequence[str], row: Outcome, kind: str, *, between: str = "\n") -> Content:
    """One row in full: line, verdict, reasons, and every cell under its heading."""
    codes = "; ".join(code_sentence(code) for code in (*row.reasons, *row.warnings))
    head = template(
        "[b]$line $verdict[/b]  $codes", line=row.line, verdict=verdict_label(row.verdict, kind), codes=codes
    )
    padded = (*headings, *("" for _ in row.cells))
    cells = [
        template("[dim]$heading:[/dim] $cell", heading=heading or "-", cell=cell)
        for heading, cell in zip(padded, row.cells, strict=False)
        if cell.strip()
    ]
    return head + _NEW_LINE + Content(between).join(cells)


def unresolved(codes: Counter[str]) -> bool:
    """Whether some rows name a district that is not known."""
    return codes["unresolved_district"] > 0
