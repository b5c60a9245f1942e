"""A list before it is taken over: how the file was understood, what would become of each row; nothing is written yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.widgets import Input, ProgressBar, Static

from onboarding.domain.recipe import Recipe
from onboarding.errors import OnboardingError, Stopped
from onboarding.formats import counted, number
from onboarding.i18n import language, tr
from onboarding.import_pace import Pace
from onboarding.import_words import code_sentence, sheet_label, verdict_label
from onboarding.screens.base import HouseScreen
from onboarding.screens.import_text import (
    FILTERS,
    about_text,
    counts_text,
    mapping_text,
    row_text,
    stopped_text,
    unresolved,
)
from onboarding.screens.path_input import PathInput
from onboarding.widgets.columns import Column
from onboarding.widgets.plain import line
from onboarding.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from onboarding.screens.import_columns import Changes
    from onboarding.services.imports import AnyPlan, ImportResult, Outcome, Spelling
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
_TONES: dict[str, Tone] = {"rejected": "error", "review": "warning", "new": "success", "unchanged": "muted"}
_RECORD_FIELD = {"district": "district_code"}
"""Fields of a list that have another name in the record."""
WIDE = 110


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
        self._recipe = Recipe()
        """What the person decided here; what a sender's profile says lies below it."""
        self._profiles = True
        self._before: dict[str, int] | None = None
        """The counts before the last change of the recipe."""
        self._spellings: list[Spelling] = []
        self._filter = ""
        self._row_shown = False
        """Whether a row stands in full where the columns stood."""
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
            yield RecordTable(_COLUMNS, self, markable=False, style_of=self._tone, id="import-rows")
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
        if self._plan is not None:
            self._show_mapping(self._plan)

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
        self.query_one("#import-file", Static).update(about_text(plan))
        counts = counts_text(plan, self._filter, self._count_shown(), self._before)
        self.query_one("#import-counts", Static).update(counts)
        self._show_mapping(plan)

    def _show_mapping(self, plan: AnyPlan) -> None:
        self._row_shown = False
        self.query_one("#import-mapping", Static).update(
            mapping_text(plan, len(self._spellings), wide=self.size.width >= WIDE)
        )

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
        there = [one for one in FILTERS if not one or counts.get("warnings" if one == "warned" else one)]
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
        """The row in full, in place of the columns; moving on or Escape brings these back."""
        plan = self._plan
        if plan is not None:
            self.read(lambda: plan.row(event.record), self._show_row, group="row")

    def _show_row(self, row: Outcome) -> None:
        if self._plan is not None:
            self._row_shown = True
            headings = [column.heading for column in self._plan.about.columns]
            self.query_one("#import-mapping", Static).update(row_text(headings, row, self._plan.about.kind))

    @on(RecordTable.Moved)
    def _moved(self) -> None:
        if self._plan is not None:
            self._show_mapping(self._plan)

    @on(PathInput.Offered)
    def _offer(self, event: PathInput.Offered) -> None:
        self.query_one("#import-offers", Static).update(line("  ".join(event.names)))

    @on(PathInput.Left)
    async def _left(self) -> None:
        await self.house.action_back()

    @on(Input.Submitted, "#import-path")
    def _entered(self, event: Input.Submitted) -> None:
        if event.value.strip():
            self._path = event.value.strip().strip("'\"")
            self._recipe, self._profiles, self._before = Recipe(), True, None
            self._read(self._recipe)

    def _read(self, recipe: Recipe, *, profiles: bool | None = None) -> None:
        """Read the file by these decisions; until that is done, and if it fails, the plan that stands there stays."""
        use = self._profiles if profiles is None else profiles
        self._begin()
        cancelled, path = self._cancel.is_set, Path(self._path).expanduser()

        def work() -> tuple[AnyPlan, list[Spelling]]:
            imports = self.services.imports
            plan = imports.plan(path, recipe, profiles=use, progress=self._progress, cancelled=cancelled)
            return plan, imports.spellings(plan) if unresolved(plan.codes) else []

        self.house.beside(work, lambda found: self._planned(*found, recipe, profiles=use), failed=self._unread)

    def _planned(self, plan: AnyPlan, spellings: list[Spelling], recipe: Recipe, *, profiles: bool) -> None:
        self._busy = False
        if not self.is_attached or self._cancel.is_set():
            plan.close()
            return
        if self._plan is not None:
            same = plan.about.sheet == self._plan.about.sheet
            self._before = self._plan.totals() if same else None
            plan.copy, self._plan.copy = self._plan.copy, None
        self._forget_plan()
        self._plan, self._recipe, self._profiles, self._spellings = plan, recipe, profiles, spellings
        self._filter = ""
        self.query_one(RecordTable).set_columns(_columns(plan.about.kind))
        self.services.imports.copy_ahead(plan)
        self._show_parts()
        self._show_rows()
        self.query_one(RecordTable).focus()
        if plan.about.missing and self.is_current:
            self.action_import_columns()

    def _unread(self, error: OnboardingError) -> None:
        """Without headings the person may point at them; everything else is told."""
        if error.sentence != "files.no_header" or not self.is_attached:
            self._failed(error)
            return
        self._rest()
        path = Path(self._path).expanduser()
        self.read(lambda: self.services.imports.head(path), self._ask_header, group="head")

    def _ask_header(self, rows: list[tuple[int, str]]) -> None:
        from onboarding.widgets.choice import ChoiceDialog

        def take(row: str | None) -> None:
            if row is not None:
                self._read(replace(self._recipe, header=int(row)))

        choices = [(str(number_), f"{number_:>3}  {text}") for number_, text in rows]
        choices.append(("0", tr("recipe.head_none")))
        self.app.push_screen(ChoiceDialog(tr("recipe.head_title"), choices), take)

    def action_import_columns(self) -> None:
        """The columns: what each is read as, to be changed."""
        from onboarding.screens.import_columns import ImportColumnsScreen

        if self._plan is not None and not self._busy:
            self.app.push_screen(ImportColumnsScreen(self._plan, self._change_columns))

    def _change_columns(self, changes: Changes) -> None:
        self._read(replace(self._recipe, columns={**self._recipe.columns, **changes}))

    def action_import_spellings(self) -> None:
        """The districts that are not known."""
        from onboarding.screens.import_spellings import ImportSpellingsScreen

        if self._plan is not None and not self._busy:
            again = self._recipe
            self.app.push_screen(ImportSpellingsScreen(self._spellings, lambda: self._read(again)))

    def action_import_rules(self) -> None:
        """Which rows are taken over, which fields give way, what new leads get."""
        from onboarding.screens.import_rules import ImportRulesDialog

        plan = self._plan
        if plan is None or self._busy:
            return
        if plan.about.kind != "sellers":
            self.house.tell(tr("recipe.rules_only_sellers"))
            return
        fields = frozenset(_RECORD_FIELD.get(one, one) for one in plan.about.mapping.values())
        self.app.push_screen(ImportRulesDialog(plan.recipe, fields), self._change_rules)

    def _change_rules(self, recipe: Recipe | None) -> None:
        plan = self._plan
        if recipe is None or plan is None or recipe == plan.recipe:
            return
        self._recipe = replace(self._recipe, mode=recipe.mode, overwrite=recipe.overwrite, defaults=recipe.defaults)
        self._begin()
        before, cancelled = plan.totals(), self._cancel.is_set

        def changed(_none: None) -> None:
            self._busy, self._before = False, before
            if self.is_attached:
                self._show_parts()
                self._show_rows()
                self.query_one(RecordTable).focus()

        imports = self.services.imports
        self.house.beside(lambda: imports.change_rules(plan, recipe, cancelled=cancelled), changed, failed=self._failed)

    def action_import_parse(self) -> None:
        """Encoding, separator, header row, unit of amounts, sender."""
        from onboarding.screens.import_parse import ask_parse

        if self._plan is not None and not self._busy:
            ask_parse(self.house, self._plan, self._recipe, self._change_parse)

    def _change_parse(self, recipe: Recipe) -> None:
        if recipe != self._recipe:
            self._read(recipe)

    def action_import_plain(self) -> None:
        """Read the list without the profile of its sender, or with it again."""
        if self._plan is None or self._busy:
            return
        if self._plan.profile is None and self._profiles:
            self.house.tell(tr("recipe.no_profile_used"))
            return
        self._read(self._recipe, profiles=not self._profiles)

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
            # Another sheet has other columns, and its header elsewhere.
            self._read(replace(self._recipe, sheet=sheet, columns={}, header=None))

    def action_convert_font(self) -> None:
        """Read cells typed for a legacy font as they stand, or as the Hindi they show again."""
        plan = self._plan
        if plan is None or self._busy:
            return
        if plan.about.fonts:
            self._read(replace(self._recipe, convert=not plan.about.converted))
        else:
            self.house.tell(tr("imports.no_font"))

    # ------------------------------------------------------------------ writing

    def action_commit_import(self) -> None:
        """Write the plan."""
        plan = self._plan
        if plan is None or self._busy:
            self.house.tell(tr("imports.not_yet"), severity="warning")
            return
        if plan.about.missing:
            self.house.tell(tr("recipe.cannot_commit"), severity="warning")
            return
        self._begin()
        cancelled = self._cancel.is_set

        def work() -> tuple[ImportResult, Path | None, Path | None]:
            imports = self.services.imports
            done = imports.commit_with_report(plan, None, code_sentence, progress=self._progress, cancelled=cancelled)
            return (*done, imports.write_overwritten(plan, None, code_sentence))

        self.house.write(work, self._committed, failed=self._failed)

    def _committed(self, done: tuple[ImportResult, Path | None, Path | None]) -> None:
        result, rejects, gave_way = done
        self._busy = False
        kind = self._plan.about.kind if self._plan is not None else "sellers"
        counts = {name: number(result.totals[name]) for name in ("new", "updated", "rejected")}
        told = [tr(self._done_sentence(), id=result.batch, new=counts["new"], updated=counts["updated"])]
        if kind == "sellers" and result.totals["review"]:
            told.append(counted("review.waits", result.totals["review"]))
        if rejects is not None:
            told.append(counted("imports.rejects_in", result.totals["rejected"], path=rejects))
        if gave_way is not None:
            told.append(tr("recipe.gave_way_in", path=gave_way))
        self.house.tell("\n".join(told))
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
        """Leave; a row in full goes first, and so does work: nothing of it stays, or a run that can be gone on with."""
        if self._busy:
            self._cancel.set()
            return
        if self._plan is not None and self._row_shown:
            self._show_mapping(self._plan)
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
        begun = self._plan is not None and self._plan.is_kept
        if isinstance(error, Stopped):
            self.house.tell(stopped_text(error, begun=begun), severity="warning")
        else:
            self.house.tell_error(error)
        if begun:
            self._leave_begun()
        else:
            self._rest()

    def _leave_begun(self) -> None:
        """A run that was begun is gone on with, or taken away, where the runs stand."""
        self._busy = False
        self._forget_plan()
        if self.is_current:
            self.dismiss()
            self.house.go("imports")

    def _rest(self) -> None:
        """Nothing is under way any more: what was there before shows again."""
        self._busy = False
        if not self.is_attached:
            self._forget_plan()
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
