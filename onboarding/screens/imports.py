"""Every list that was imported, newest first; ``i`` reads another, ``r`` takes a whole run back, ``c`` goes on with one cut off."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Event
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from onboarding.errors import OnboardingError, Stopped
from onboarding.formats import counted, instant_local, number
from onboarding.i18n import tr
from onboarding.import_pace import Pace
from onboarding.import_words import kept_lines, kind_label, run_state, undone_words, verdict_label
from onboarding.screens.base import HouseScreen
from onboarding.widgets.columns import Column
from onboarding.widgets.plain import line
from onboarding.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from onboarding.services.imports import ImportResult, ImportRun, KeptLead, Undone
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
_TONES: dict[str, Tone] = {"undone": "muted", "given_up": "muted", "cut_off": "warning", "running": "success"}
_KEPT_SHOWN = 6


class ImportsScreen(HouseScreen):
    """The history of imports."""

    SCOPES: ClassVar[tuple[str, ...]] = ("imports", "table")
    TITLE_ID = "imports.title"
    CSS_PATH = "imports.tcss"

    def __init__(self) -> None:
        super().__init__()
        self._runs: dict[int, ImportRun] = {}
        self._waiting: dict[int, int] = {}
        """Run to how many of its rows wait for a person."""
        self._kept: dict[int, list[str]] = {}
        """Run to what its undo kept, in words, as long as the screen stands."""
        self._cancel: Event | None = None
        """Of the run that is gone on with now."""

    def compose_body(self) -> ComposeResult:
        """The list, and below it what the run under the cursor told."""
        yield RecordTable(_COLUMNS, self, style_of=self._tone, id="imports-list")
        yield Static(id="imports-run")

    def on_unmount(self) -> None:
        """A run that was gone on with stops, and can be gone on with again."""
        if self._cancel is not None:
            self._cancel.set()

    def fetch(self, ids: Sequence[int], /) -> Sequence[Sequence[str]]:
        """The words of the runs asked for."""
        return [_words(self._runs[run]) for run in ids]

    def _tone(self, column: str, row: Sequence[str]) -> Tone | None:
        run = self._runs.get(int(row[0])) if column == "state" and row[0] else None
        return _TONES.get(run_state(run)) if run else None

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

    def _chosen(self) -> ImportRun | None:
        return self._runs.get(self.query_one(RecordTable).cursor_id or 0)

    def _show_run(self) -> None:
        if self._cancel is None:  # else it says how far the one is that is gone on with
            run = self._chosen()
            told = [_summary(run, self._waiting.get(run.id, 0)), *self._kept.get(run.id, ())] if run else []
            self.query_one("#imports-run", Static).update(line("\n".join(told)))

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
        run = self._chosen()
        if run is None:
            self.house.tell(tr("imports.nothing_chosen"), severity="warning")
            return

        def work() -> tuple[Undone, list[KeptLead]]:
            undone = self.services.imports.undo(run.id)
            return undone, self.services.imports.kept(undone, limit=_KEPT_SHOWN + 1)

        self.house.write(work, lambda done: self._undone(run.id, *done))

    def _undone(self, run_id: int, undone: Undone, kept: list[KeptLead]) -> None:
        self.house.tell(undone_words(run_id, undone))
        if kept:
            self._kept[run_id] = [tr("imports.kept"), *kept_lines(kept, limit=_KEPT_SHOWN)]

    def action_resume_import(self) -> None:
        """Go on with the run under the cursor, which was cut off; Escape stops again."""
        run = self._chosen()
        if run is None or self._cancel is not None:
            return
        self._cancel = Event()
        cancelled, pace = self._cancel.is_set, Pace()

        def progress(done: int, of: int | None, phase: str) -> None:
            self.app.call_from_thread(self._show_far, pace.words(done, of, phase))

        self.house.write(
            lambda: self.services.imports.resume(run.id, progress=progress, cancelled=cancelled),
            self._resumed,
            failed=self._not_resumed,
        )

    def _show_far(self, text: str) -> None:
        if self.is_attached:
            self.query_one("#imports-run", Static).update(line(text))

    def _resumed(self, result: ImportResult) -> None:
        self._cancel = None
        counts = {name: number(result.totals[name]) for name in ("new", "updated")}
        self.house.tell(tr("imports.done_screen", id=result.batch, **counts))

    def _not_resumed(self, error: OnboardingError) -> None:
        self._cancel = None
        if not isinstance(error, Stopped):  # how far it is and which keys go on stands under the run
            self.house.tell_error(error)
        if self.is_attached:
            self.reload()

    async def action_back(self) -> None:
        """Leave; while a run is gone on with, stop that first."""
        if self._cancel is not None:
            self._cancel.set()
            return
        await self.house.action_back()


def _words(run: ImportRun) -> Sequence[str]:
    counts = (number(run.counts.get(name, 0)) for name in ("rows", "new", "updated", "rejected"))
    file = run.file if run.kind == "sellers" else f"{kind_label(run.kind)}: {run.file}"
    state = tr(f"imports.state.{run_state(run)}")
    return (str(run.id), instant_local(run.committed_at), run.who, file, *counts, state)


def _summary(run: ImportRun, waiting: int) -> str:
    if run_state(run) == "cut_off":
        return tr("imports.cut_off_here", written=number(run.written), rows=number(run.counts.get("rows", 0)))
    told = ("new", "updated", "unchanged", "merged", "review", "rejected")
    counts = [f"{number(run.counts[name])} {verdict_label(name, run.kind)}" for name in told if run.counts.get(name)]
    skipped = f"{number(run.counts.get('skipped', 0))} {tr('imports.skipped')}"
    waits = [counted("review.waits", waiting)] if waiting else []
    return " · ".join((*counts, skipped, *waits))
