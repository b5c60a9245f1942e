"""A list before it is taken over: how the file was understood, what would become of each row; nothing is written yet."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widgets import Input, ProgressBar, Static

from onboarding.domain.recipe import Recipe
from onboarding.errors import OnboardingError, Stopped
from onboarding.formats import counted, number
from onboarding.i18n import tr
from onboarding.import_pace import Pace
from onboarding.import_words import code_sentence, sheet_label
from onboarding.screens.import_planned import PlannedList, columns_of
from onboarding.screens.import_text import stopped_text, unresolved
from onboarding.screens.path_input import PathInput
from onboarding.widgets.plain import line
from onboarding.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from onboarding.screens.import_columns import Changes
    from onboarding.services.imports import AnyPlan, Committed, Spelling

_RECORD_FIELD = {"district": "district_code"}
"""Fields of a list that have another name in the record."""


class ImportPreviewScreen(PlannedList):
    """One list on its way into the book."""

    SCOPES: ClassVar[tuple[str, ...]] = ("import", "table")
    TITLE_ID = "imports.preview"
    CSS_PATH = "import_preview.tcss"
    AUTO_FOCUS = "#import-path"

    def __init__(self, path: str = "") -> None:
        super().__init__(path)
        self._recipe = Recipe()
        """What the person decided here; what a sender's profile says lies below it."""
        self._profiles = True
        self._cancel = Event()
        self._pace = Pace()

    def on_mount(self) -> None:
        """Ask for the file first."""
        self._show_parts()

    def on_unmount(self) -> None:
        """Leave nothing behind."""
        self._cancel.set()
        if not self._busy:
            self._forget_plan()

    # ------------------------------------------------------------------ the file

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
        self.query_one(RecordTable).set_columns(columns_of(plan.about.kind))
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

        def work() -> Committed:
            imports = self.services.imports
            return imports.commit_with_report(plan, None, code_sentence, progress=self._progress, cancelled=cancelled)

        self.house.write(work, self._committed, failed=self._failed)

    def _committed(self, done: Committed) -> None:
        result, rejects, gave_way = done
        self._busy = False
        kind = self._plan.about.kind if self._plan is not None else "sellers"
        counts = {name: number(result.totals[name]) for name in ("new", "updated")}
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
