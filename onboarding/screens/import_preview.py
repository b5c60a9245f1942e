"""A list before it is taken over: how the file was understood, what would become of each row; nothing is written yet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import Input, ProgressBar, Static

from onboarding.errors import OnboardingError, Stopped
from onboarding.formats import counted, instant_local, number
from onboarding.gem_words import plan_lines
from onboarding.i18n import language, tr
from onboarding.import_pace import Pace
from onboarding.import_words import code_sentence, kind_label, sheet_label, verdict_label
from onboarding.screens.base import HouseScreen
from onboarding.screens.path_input import PathInput
from onboarding.widgets.columns import Column
from onboarding.widgets.plain import line, template
from onboarding.widgets.record_table import RecordTable
from onboarding.wording import field_label

if TYPE_CHECKING:
    from onboarding.files.columns import Column as FileColumn
    from onboarding.services.imports import AnyPlan, ImportResult, Outcome
    from onboarding.widgets.record_table import Tone

_HEADS = {
    "offices": ("imports.col.office", "imports.col.ddo"),
    "users": ("imports.col.person", "imports.col.role"),
    "purchases": ("imports.col.item", "imports.col.tender"),
    "gem-sellers": ("imports.col.name", "gem.col.seller_id"),
    "counts": ("field.label.as_on", "field.label.source"),
    "calendar": ("field.label.name_en", "field.label.on_date"),
}
"""What a row's name and key are, by kind of list; for all others the firm and its mobile number."""


def _columns(kind: str) -> tuple[Column, ...]:
    name, key = _HEADS.get(kind, ("imports.col.name", "imports.col.mobile"))
    return (
        Column("line", "imports.col.line", 7, align="right", sortable=False),
        Column("verdict", "imports.col.verdict", (10, 18), priority=1, sortable=False),
        Column("name", name, (16, 36), sortable=False),
        Column("mobile", key, (10, 24), priority=3, sortable=False),
        Column("district", "imports.col.district", (8, 16), priority=4, sortable=False),
        Column("codes", "imports.col.codes", (18, 70), sortable=False),
    )


_COLUMNS = _columns("sellers")
_FILTERS = ("", "new", "updated", "unchanged", "merged", "review", "rejected", "warned")
_TONES: dict[str, Tone] = {"rejected": "error", "review": "warning", "new": "success", "unchanged": "muted"}
WIDE = 110
LINES_OF_KIND = 3
"""Of what a list says beside its counts, so many stand above the rows."""


class ImportPreviewScreen(HouseScreen):
    """One list on its way into the book."""

    SCOPES: ClassVar[tuple[str, ...]] = ("import", "table")
    TITLE_ID = "imports.preview"
    CSS_PATH = "import_preview.tcss"
    AUTO_FOCUS = "#import-path"

    def __init__(self, path: str = "") -> None:
        super().__init__()
        self._path = path
        self._plan: AnyPlan | None = None
        self._filter = ""
        self._busy = False
        self._cancel = Event()
        self._pace = Pace()
        self._verdicts: dict[int, str] = {}

    def compose_body(self) -> ComposeResult:
        """The path, then what is known of the file, its columns, its rows."""
        yield PathInput(self._path, id="import-path")
        yield Static(id="import-offers")
        yield Static(id="import-file")
        yield Static(id="import-counts")
        with Container(id="import-body"):
            with VerticalScroll(id="import-columns", can_focus=False):
                yield Static(id="import-mapping")
            yield RecordTable(_COLUMNS, self, style_of=self._tone, id="import-rows")
        yield Static(id="import-phase")
        yield ProgressBar(id="import-bar", show_eta=False)

    def on_mount(self) -> None:
        """Ask for the file first."""
        self._show_parts()

    def on_unmount(self) -> None:
        """Leave nothing behind."""
        self._cancel.set()
        if not self._busy:
            self._forget_plan()

    def on_resize(self) -> None:
        """Columns beside the rows where there is room."""
        self.query_one("#import-body").set_class(self.size.width >= WIDE, "wide")

    # ------------------------------------------------------------------ words

    def reword(self) -> None:
        """All words anew."""
        super().reword()
        self.query_one(PathInput).placeholder = tr("imports.path_hint")
        table = self.query_one(RecordTable)
        table.set_empty_text(tr("imports.no_rows"), tr("imports.no_rows_hint"))
        table.refresh_rows()
        if self._plan is not None:
            self._describe(self._plan)

    def _show_parts(self) -> None:
        """What of the screen there is to see now."""
        known = self._plan is not None
        self.query_one("#import-path").display = not known and not self._busy
        self.query_one("#import-offers").display = not known and not self._busy
        for part in ("#import-file", "#import-counts", "#import-body"):
            self.query_one(part).display = known
        for part in ("#import-phase", "#import-bar"):
            self.query_one(part).display = self._busy

    def _describe(self, plan: AnyPlan) -> None:
        self.query_one("#import-file", Static).update(_about_text(plan))
        self.query_one("#import-counts", Static).update(_counts_text(plan, self._filter, self._count_shown()))
        self.query_one("#import-mapping", Static).update(_mapping_text(plan))

    def _count_shown(self) -> int:
        return len(self.query_one(RecordTable).ids)

    # ------------------------------------------------------------------ rows

    def fetch(self, ids: Sequence[int], /) -> Sequence[Sequence[str]]:
        """The words of the rows asked for."""
        if self._plan is None:
            return [("",) * len(_COLUMNS) for _ in ids]
        districts = self.services.office.districts
        found = []
        for row in self._plan.page(ids):
            verdict = verdict_label(row.verdict, self._plan.about.kind)
            self._verdicts[row.line] = row.verdict
            older = "imports.older_lead" if self._plan.about.kind == "sellers" else "imports.older_record"
            lead = [tr(older, id=row.lead)] if row.lead else []
            words = "; ".join([*lead, *(code_sentence(code) for code in row.codes)])
            district = districts.name_of(row.district_code, language()) or ""
            found.append((str(row.line), verdict, row.name, row.mobile, district, words))
        return found

    def _tone(self, column: str, row: Sequence[str]) -> Tone | None:
        return _TONES.get(self._verdicts.get(int(row[0] or 0), "")) if column == "verdict" else None

    def action_next_view(self) -> None:
        """Rows of the next verdict that there are."""
        self._turn(1)

    def action_previous_view(self) -> None:
        """Rows of the one before."""
        self._turn(-1)

    def _turn(self, step: int) -> None:
        if self._plan is None:
            return
        counts = self._plan.totals()
        there = [one for one in _FILTERS if not one or counts.get("warnings" if one == "warned" else one)]
        place = there.index(self._filter) if self._filter in there else 0
        self._filter = there[(place + step) % len(there)]
        self._show_rows()

    def _show_rows(self) -> None:
        plan = self._plan
        if plan is None:
            return
        warned = self._filter == "warned"
        verdict = "" if warned else self._filter
        self.read(lambda: plan.ids(verdict, warned=warned), self._take_rows, group="rows")

    def _take_rows(self, ids: Sequence[int]) -> None:
        self.query_one(RecordTable).set_ids(ids)
        if self._plan is not None:
            self._describe(self._plan)

    # ------------------------------------------------------------------ the file

    @on(RecordTable.Opened)
    def _open_row(self, event: RecordTable.Opened) -> None:
        """The row in full, in place of the columns; moving on brings these back."""
        plan = self._plan
        if plan is not None:
            self.read(lambda: plan.row(event.record), self._show_row, group="row")

    def _show_row(self, row: Outcome) -> None:
        if self._plan is not None:
            self.query_one("#import-mapping", Static).update(_row_text(self._plan, row))

    @on(RecordTable.Moved)
    def _moved(self) -> None:
        if self._plan is not None:
            self.query_one("#import-mapping", Static).update(_mapping_text(self._plan))

    @on(PathInput.Offered)
    def _offer(self, event: PathInput.Offered) -> None:
        self.query_one("#import-offers", Static).update(line("  ".join(event.names)))

    @on(PathInput.Left)
    async def _left(self) -> None:
        await self.house.action_back()

    @on(Input.Submitted, "#import-path")
    def _entered(self, event: Input.Submitted) -> None:
        if event.value.strip():
            self._read_file(event.value.strip().strip("'\""))

    def _read_file(self, path: str, sheet: str | None = None, *, convert: bool = True) -> None:
        self._path = path
        self._begin()
        cancelled = self._cancel.is_set

        def work() -> AnyPlan:
            file = Path(path).expanduser()
            return self.services.imports.plan(
                file, sheet=sheet, convert=convert, progress=self._progress, cancelled=cancelled
            )

        self.house.beside(work, self._planned, failed=self._failed)

    def _planned(self, plan: AnyPlan) -> None:
        self._busy = False
        if not self.is_attached or self._cancel.is_set():
            plan.close()
            return
        self._plan, self._filter = plan, ""
        self.query_one(RecordTable).set_columns(_columns(plan.about.kind))
        self.services.imports.copy_ahead(plan)
        self._show_parts()
        self._show_rows()
        self.query_one(RecordTable).focus()

    def action_import_sheet(self) -> None:
        """Choose another sheet of the workbook."""
        from onboarding.widgets.choice import ChoiceDialog

        if self._plan is None or self._busy:
            return
        sheets = [(sheet.name, sheet_label(sheet.name, sheet.kind)) for sheet in self._plan.about.sheets]
        if len(sheets) > 1:
            self.app.push_screen(ChoiceDialog(tr("action.import-sheet.label"), sheets), self._change_sheet)

    def _change_sheet(self, sheet: str | None) -> None:
        if sheet is not None and self._plan is not None and sheet != self._plan.about.sheet:
            self._read_again(self._plan, sheet, convert=True)

    def _read_again(self, plan: AnyPlan, sheet: str | None, *, convert: bool) -> None:
        plan.close()
        self._plan = None
        self._read_file(self._path, sheet, convert=convert)

    def action_convert_font(self) -> None:
        """Read cells typed for a legacy font as they stand, or as the Hindi they show again."""
        plan = self._plan
        if plan is None or self._busy:
            return
        if plan.about.fonts:
            self._read_again(plan, plan.about.sheet, convert=not plan.about.converted)
        else:
            self.house.tell(tr("imports.no_font"))

    # ------------------------------------------------------------------ writing

    def action_commit_import(self) -> None:
        """Write the plan."""
        plan = self._plan
        if plan is None or self._busy:
            self.house.tell(tr("imports.not_yet"), severity="warning")
            return
        self._begin()
        cancelled = self._cancel.is_set

        def work() -> tuple[ImportResult, Path | None]:
            return self.services.imports.commit_with_report(
                plan, None, code_sentence, progress=self._progress, cancelled=cancelled
            )

        self.house.write(work, self._committed, failed=self._failed)

    def _committed(self, done: tuple[ImportResult, Path | None]) -> None:
        result, rejects = done
        self._busy = False
        kind = self._plan.about.kind if self._plan is not None else "sellers"
        counts = {name: number(result.totals[name]) for name in ("new", "updated", "rejected")}
        self.house.tell(tr(self._done_sentence(), id=result.batch, new=counts["new"], updated=counts["updated"]))
        if kind == "sellers" and result.totals["review"]:
            self.house.tell(counted("review.waits", result.totals["review"]))
        if rejects is not None:
            self.house.tell(tr("imports.rejects_in", n=number(result.totals["rejected"]), path=rejects))
        self._forget_plan()
        if self.is_current:
            self.dismiss()
            self.house.go("reconciliation" if kind == "gem-sellers" else "imports")
        elif self.is_attached:
            self._show_parts()

    def _done_sentence(self) -> str:
        sellers = self._plan is None or self._plan.about.kind == "sellers"
        return "imports.done_screen" if sellers else "imports.done_records_screen"

    def _forget_plan(self) -> None:
        if self._plan is not None:
            self._plan.close()
            self._plan = None

    async def action_back(self) -> None:
        """Leave; while it works, end the work first: nothing of it stays, or a run that can be gone on with."""
        if self._busy:
            self._cancel.set()
            return
        await self.house.action_back()

    def _begin(self) -> None:
        self._cancel = Event()
        self._pace = Pace()
        self._busy = True
        self.query_one("#import-phase", Static).update(line(tr("imports.phase.reading")))
        self.query_one(ProgressBar).update(total=None, progress=0)
        self._show_parts()
        self.set_focus(None)

    def _failed(self, error: OnboardingError) -> None:
        self._busy = False
        begun = self._plan is not None and self._plan.is_kept
        if isinstance(error, Stopped):
            text = tr(error.sentence, **error.values) if begun else tr("imports.stopped")
            self.house.tell(text, severity="warning")
        else:
            self.house.tell_error(error)
        if begun or not self.is_attached:
            self._forget_plan()
        if begun and self.is_current:  # where it can be gone on with, or taken away
            self.dismiss()
            self.house.go("imports")
        if not self.is_attached or begun:
            return
        self._show_parts()
        self.query_one(RecordTable if self._plan else PathInput).focus()

    def _progress(self, done: int, of: int | None, phase: str) -> None:
        """Called in the working thread."""
        self.app.call_from_thread(self._show_progress, done, of, self._pace.words(done, of, phase))

    def _show_progress(self, done: int, of: int | None, words: str) -> None:
        if self.is_attached:
            self.query_one("#import-phase", Static).update(line(words))
            self.query_one(ProgressBar).update(total=of, progress=done)


def _about_text(plan: AnyPlan) -> Content:
    about = plan.about
    parts = [about.file]
    if about.kind != "sellers":
        parts.append(kind_label(about.kind))
    if about.sheet:
        others = [sheet_label(sheet.name, sheet.kind) for sheet in about.sheets if sheet.name != about.sheet]
        parts.append(tr("imports.sheet", name=about.sheet) + (f" ({', '.join(others)})" if others else ""))
    if about.encoding:
        parts.append(about.encoding)
    if about.header_row:
        parts.append(tr("imports.header_row", n=about.header_row))
    text = template("[b]$file[/b]  $rest", file=parts[0], rest=" · ".join(parts[1:]))
    for told in plan_lines(plan)[:LINES_OF_KIND]:
        text += template("\n[$text-accent]$told[/]", told=told)
    if about.fonts:
        text += Content("\n") + _font_text(plan)
    if plan.seen_before is not None:
        run = plan.seen_before
        seen = tr("imports.seen_before", when=instant_local(run.committed_at), id=run.id)
        text += template("\n[$text-warning]! $seen[/]", seen=seen)
    return text


def _counts_text(plan: AnyPlan, chosen: str, shown: int) -> Content:
    totals = plan.totals()
    told = [name for name in _FILTERS[1:-1] if totals[name]]
    kind = plan.about.kind
    counts = [f"{number(totals[name])} {verdict_label(name, kind)}" for name in told]
    if totals["warnings"]:
        counts.append(f"{number(totals['warnings'])} {tr('imports.warned')}")
    counts.append(f"{number(totals['skipped'])} {tr('imports.skipped_short')}")
    view = tr(f"imports.filter.{chosen or 'all'}") if chosen in ("", "warned") else verdict_label(chosen, kind)
    return template(
        "[b]$rows[/b] $word: $counts\n[$text-accent]▸ $view: $shown[/]",
        rows=number(totals["rows"]),
        word=tr("imports.rows"),
        counts=" · ".join(counts),
        view=view,
        shown=number(shown),
    )


def _mapping_text(plan: AnyPlan) -> Content:
    lines = []
    for column in plan.about.columns:
        if column.field is None:
            continue
        lines.append(
            template(
                "$heading → [b]$field[/b] [dim]$sure %  $samples[/dim]",
                heading=column.heading or f"#{column.index + 1}",
                field=field_name(column.field),
                sure=round(column.confidence * 100),
                samples=" | ".join(_samples(column, converted=plan.about.converted)),
            )
        )
    unread = [column.heading for column in plan.about.columns if column.field is None and column.heading]
    if unread:
        lines.append(line(tr("imports.unread", headings=", ".join(unread))))
    return Content("\n").join(lines)


def _samples(column: FileColumn, *, converted: bool) -> Sequence[str]:
    """Values of a column; of one typed for a legacy font, as they stand and as they are read."""
    if not converted or not column.converted:
        return column.samples
    return [f"{before} ⇒ {after}" for before, after in column.converted]


def _font_text(plan: AnyPlan) -> Content:
    """What is done with columns typed for a legacy font, and one cell of them before and after."""
    about = plan.about
    pairs = [column.converted[0] for column in about.columns if column.converted]
    sample = template("  [b]$before ⇒ $after[/b]", before=pairs[0][0], after=pairs[0][1]) if pairs else Content()
    sentence = tr("imports.font_read" if about.converted else "imports.font_left", n=number(len(about.fonts)))
    return template("[$text-accent]$said[/]", said=sentence) + sample


def _row_text(plan: AnyPlan, row: Outcome) -> Content:
    codes = "; ".join(code_sentence(code) for code in (*row.reasons, *row.warnings))
    lines = [
        template(
            "[b]$line $verdict[/b]  $codes",
            line=row.line,
            verdict=verdict_label(row.verdict, plan.about.kind),
            codes=codes,
        )
    ]
    headings = (*plan.about.headings, *("" for _ in row.cells))
    lines += [
        template("[dim]$heading:[/dim] $cell", heading=heading or "-", cell=cell)
        for heading, cell in zip(headings, row.cells, strict=False)
        if cell.strip()
    ]
    return Content("\n").join(lines)


def field_name(field: str) -> str:
    """A field of a list; some are read and put elsewhere, and have no field in the record."""
    if field in ("serial", "division", "state", "district"):
        return tr(f"imports.field.{field}")
    return field_label(field)
