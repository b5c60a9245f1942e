"""Every list that was imported, newest first; ``i`` reads another one, ``r`` takes a whole run back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from onboarding.formats import counted, instant_local, number
from onboarding.i18n import tr
from onboarding.import_words import kind_label, verdict_label
from onboarding.screens.base import HouseScreen
from onboarding.widgets.columns import Column
from onboarding.widgets.plain import line
from onboarding.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from onboarding.services.imports import ImportRun, Undone
    from onboarding.widgets.record_table import Tone

_COLUMNS = (
    Column("id", "imports.col.id", 5, align="right", sortable=False),
    Column("when", "imports.col.when", 16, priority=1, sortable=False),
    Column("who", "imports.col.who", (6, 14), priority=6, sortable=False),
    Column("file", "imports.col.file", (14, 60), sortable=False),
    Column("rows", "imports.col.rows", 9, align="right", priority=5, sortable=False),
    Column("new", "imports.col.new", 9, align="right", sortable=False),
    Column("updated", "imports.col.updated", 10, align="right", priority=4, sortable=False),
    Column("rejected", "imports.col.rejected", 9, align="right", priority=3, sortable=False),
    Column("state", "imports.col.state", (7, 10), sortable=False),
)


class ImportsScreen(HouseScreen):
    """The history of imports."""

    SCOPES: ClassVar[tuple[str, ...]] = ("imports", "table")
    TITLE_ID = "imports.title"
    CSS_PATH = "imports.tcss"

    def __init__(self) -> None:
        super().__init__()
        self._runs: dict[int, ImportRun] = {}
        self._waiting: dict[int, int] = {}

    def compose_body(self) -> ComposeResult:
        """The list, and below it what the run under the cursor told."""
        yield RecordTable(_COLUMNS, self, style_of=_tone, id="imports-list")
        yield Static(id="imports-run")

    def fetch(self, ids: Sequence[int], /) -> Sequence[Sequence[str]]:
        """The words of the runs asked for."""
        return [_words(self._runs[run]) for run in ids]

    def reword(self) -> None:
        """All words anew."""
        super().reword()
        table = self.query_one(RecordTable)
        table.set_empty_text(tr("imports.none"), tr("imports.none_hint"))
        table.refresh_rows()
        self._show_run()

    def reload(self) -> None:
        """The runs anew."""
        services = self.services
        self.read(lambda: (services.imports.runs(), services.reviews.waiting_by_run()), self._show, group="runs")

    def _show(self, found: tuple[list[ImportRun], dict[int, int]]) -> None:
        runs, self._waiting = found
        new = bool(self._runs) and any(run.id not in self._runs for run in runs)
        self._runs = {run.id: run for run in runs}
        table = self.query_one(RecordTable)
        # A run that just came stands under the cursor: ``r`` must not take back an older one.
        table.set_ids(list(self._runs), keep=None if new else table.cursor_id)
        self._show_run()

    @on(RecordTable.Moved)
    def _moved(self) -> None:
        self._show_run()

    def _show_run(self) -> None:
        run = self._runs.get(self.query_one(RecordTable).cursor_id or 0)
        self.query_one("#imports-run", Static).update(line(_summary(run, self._waiting.get(run.id, 0)) if run else ""))

    # ------------------------------------------------------------------ doing

    @on(RecordTable.Opened)
    def _open(self, event: RecordTable.Opened) -> None:
        """What became of the rows of the run; of a report of GeM's how it lies beside our book."""
        from onboarding.screens.import_run import ImportRunScreen

        run = self._runs[event.record]
        if run.kind == "gem-sellers":
            self.house.go("reconciliation")
            return
        self.app.push_screen(ImportRunScreen(run))

    def action_run_firms(self) -> None:
        """The firms that the run under the cursor made."""
        from onboarding.screens.import_run import open_firms

        run = self._runs.get(self.query_one(RecordTable).cursor_id or 0)
        if run is not None:
            open_firms(self, run)

    def action_import_file(self) -> None:
        """Another list."""
        from onboarding.screens.import_preview import ImportPreviewScreen

        self.app.push_screen(ImportPreviewScreen())

    def action_review_rows(self) -> None:
        """The rows of lists that wait for a person."""
        self.house.action_review()

    def action_undo_import(self) -> None:
        """Take the run under the cursor back; asked only where much would go."""
        run = self._runs.get(self.query_one(RecordTable).cursor_id or 0)
        if run is None:
            self.house.tell(tr("imports.nothing_chosen"), severity="warning")
            return
        self.house.write(lambda: self.services.imports.undo(run.id), lambda done: self._undone(run.id, done))

    def _undone(self, run_id: int, undone: Undone) -> None:
        kept = number(len(undone.kept))
        self.house.tell(tr("imports.undone", id=run_id, rows=number(undone.rows), kept=kept))


def _words(run: ImportRun) -> Sequence[str]:
    counts = (number(run.counts.get(name, 0)) for name in ("rows", "new", "updated", "rejected"))
    state = tr("imports.state.undone") if run.undone_at else tr("imports.state.committed")
    file = run.file if run.kind == "sellers" else f"{kind_label(run.kind)}: {run.file}"
    return (str(run.id), instant_local(run.committed_at), run.who, file, *counts, state)


def _tone(column: str, row: Sequence[str]) -> Tone | None:
    return "muted" if column == "state" and row[-1] == tr("imports.state.undone") else None


def _summary(run: ImportRun, waiting: int) -> str:
    told = ("new", "updated", "unchanged", "merged", "review", "rejected")
    counts = [f"{number(run.counts[name])} {verdict_label(name, run.kind)}" for name in told if run.counts.get(name)]
    skipped = f"{number(run.counts.get('skipped', 0))} {tr('imports.skipped')}"
    waits = [counted("review.waits", waiting)] if waiting else []
    return " · ".join((*counts, skipped, *waits))
