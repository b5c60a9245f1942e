"""One run: what became of every row, by verdict, searched; Enter opens the lead, the rejected rows can be written again."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from onboarding.formats import counted, number
from onboarding.i18n import tr
from onboarding.import_words import code_sentence, codes_meant, kind_label, verdict_label
from onboarding.screens.base import HouseScreen
from onboarding.screens.filter_bar import FilterBar
from onboarding.screens.filtered import FilteredScreen
from onboarding.screens.import_text import FILTERS, TONES, row_text
from onboarding.widgets.columns import Column
from onboarding.widgets.plain import template
from onboarding.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from pathlib import Path

    from onboarding.services.import_log import LoggedRow
    from onboarding.services.imports import ImportRun
    from onboarding.widgets.record_table import Tone

_COLUMNS = (
    Column("line", "imports.col.line", 7, align="right", sortable=False),
    Column("verdict", "imports.col.verdict", (10, 18), priority=1, sortable=False),
    Column("lead", "recipe.col.lead", 8, align="right", priority=3, sortable=False),
    Column("name", "imports.col.name", (16, 36), sortable=False),
    Column("codes", "imports.col.codes", (20, 80), sortable=False),
)
_VERDICTS = FILTERS[:-1]


class ImportRunScreen(FilteredScreen):
    """The log of one run."""

    SCOPES: ClassVar[tuple[str, ...]] = ("run", "table")
    CSS_PATH = "import_run.tcss"

    def __init__(self, run: ImportRun) -> None:
        super().__init__()
        self._run = run
        self._verdict = ""
        self._headings: tuple[str, ...] = ()
        self._rows: dict[int, LoggedRow] = {}

    def heading(self) -> str:
        """Number and file."""
        return tr("recipe.run_title", id=self._run.id, file=self._run.file)

    def compose_body(self) -> ComposeResult:
        """The search, how many rows of which kind, the rows, the one under the cursor in full."""
        yield FilterBar(hint="recipe.run_search")
        yield Static(id="run-view")
        yield RecordTable(_COLUMNS, self, markable=False, style_of=self._tone, id="run-rows")
        yield Static(id="run-row")

    def reword(self) -> None:
        """All words anew."""
        super().reword()
        table = self.query_one("#run-rows", RecordTable)
        table.set_empty_text(tr("recipe.run_empty"), tr("recipe.run_empty_hint"))
        table.refresh_rows()
        self._say_view()
        self._show_row()

    def reload(self) -> None:
        """The rows that fit verdict and search."""
        log, run, verdict, text = self.services.import_log, self._run.id, self._verdict, self.query_one(FilterBar).text
        codes = codes_meant(text)

        def read() -> tuple[array[int], tuple[str, ...]]:
            return log.ids(run, verdict=verdict, text=text, codes=codes), log.headings(run)

        self.read(read, self._take, group="run")

    def _take(self, found: tuple[array[int], tuple[str, ...]]) -> None:
        ids, self._headings = found
        table = self.query_one("#run-rows", RecordTable)
        table.set_ids(ids, keep=table.cursor_id)
        self._say_view()
        self._show_row()

    def _say_view(self) -> None:
        view = verdict_label(self._verdict, self._run.kind) if self._verdict else tr("imports.filter.all")
        shown = len(self.query_one("#run-rows", RecordTable).ids)
        said = tr("recipe.run_rows", view=view, n=number(shown), all=number(self._run.counts.get("rows", 0)))
        self.query_one("#run-view", Static).update(template("[$text-accent]▸ $said[/]", said=said))

    # ------------------------------------------------------------------ rows

    def fetch(self, ids: Sequence[int], /) -> Sequence[Sequence[str]]:
        """The words of the rows asked for."""
        rows = self.services.import_log.page(ids)
        self._rows.update({row.id: row for row in rows})
        if len(self._rows) > 5000:
            self._rows = {row.id: row for row in rows}
        if self.is_attached:
            self.app.call_later(self._show_row)
        return [_words(row, self._run.kind) for row in rows]

    def _tone(self, column: str, row: Sequence[str]) -> Tone | None:
        if column != "verdict":
            return None
        return next((tone for name, tone in TONES.items() if row[1] == verdict_label(name, self._run.kind)), None)

    @on(RecordTable.Moved)
    def _show_row(self) -> None:
        if not self.is_attached:
            return
        row = self._rows.get(self.query_one("#run-rows", RecordTable).cursor_id or 0)
        text = row_text(self._headings, row.outcome, self._run.kind, between="  ") if row else template("")
        self.query_one("#run-row", Static).update(text)

    @on(RecordTable.Opened)
    def _open(self, event: RecordTable.Opened) -> None:
        row = self._rows.get(event.record)
        lead = row.outcome.lead if row else None
        if lead is None:
            self.house.tell(tr("recipe.no_lead"), severity="warning")
            return
        from onboarding.screens.seller import SellerScreen

        self.app.push_screen(SellerScreen([lead], 0, self.heading()))

    # ------------------------------------------------------------------ looking

    def _filter_by(self, _text: str) -> None:
        self.reload()

    def action_next_view(self) -> None:
        """The next verdict that some rows have."""
        self._turn(1)

    def action_previous_view(self) -> None:
        """The one before."""
        self._turn(-1)

    def _turn(self, step: int) -> None:
        there = [one for one in _VERDICTS if not one or self._run.counts.get(one)]
        self._verdict = there[(there.index(self._verdict) + step) % len(there)]
        self.reload()

    # ------------------------------------------------------------------ doing

    def action_write_rejects(self) -> None:
        """The rejected rows as a file again."""
        log, run = self.services.import_log, self._run.id
        self.house.beside(lambda: log.write_rejects(run, None, code_sentence), self._written)

    def _written(self, path: Path | None) -> None:
        count = self._run.counts.get("rejected", 0)
        self.house.tell(counted("imports.rejects_in", count, path=path) if path else tr("recipe.no_rejects"))

    def action_run_firms(self) -> None:
        """The firms that the run made, as a list to work with."""
        open_firms(self, self._run)


def open_firms(screen: HouseScreen, run: ImportRun) -> None:
    """The list of sellers that a run made."""
    if run.kind != "sellers":
        screen.house.tell(tr("imports.no_firms", kind=kind_label(run.kind)))
        return
    from onboarding.domain.filters import SellerFilter
    from onboarding.screens.sellers import SellersScreen

    screen.app.push_screen(SellersScreen(SellerFilter(batch=run.id), run.file))


def _words(row: LoggedRow, kind: str) -> Sequence[str]:
    one = row.outcome
    words = "; ".join(code_sentence(code) for code in (*one.reasons, *one.warnings))
    name = row.name or next((cell for cell in one.cells if cell.strip() and not cell.strip().isdecimal()), "")
    return (str(one.line), verdict_label(one.verdict, kind), str(one.lead or one.record or ""), name, words)
