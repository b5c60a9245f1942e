"""A list as it is planned, on the screen: how the file was understood, its columns, what would become of each of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.widgets import ProgressBar, Static

from onboarding.i18n import language, tr
from onboarding.import_words import code_sentence, verdict_label
from onboarding.screens.base import HouseScreen
from onboarding.screens.import_text import FILTERS, TONES, about_text, counts_text, mapping_text, row_text
from onboarding.screens.path_input import PathInput
from onboarding.widgets.columns import Column
from onboarding.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from onboarding.services.imports import AnyPlan, Outcome, Spelling
    from onboarding.widgets.record_table import Tone

_HEADS = {
    "offices": ("imports.col.office", "imports.col.ddo"),
    "users": ("imports.col.person", "imports.col.role"),
    "purchases": ("imports.col.item", "imports.col.tender"),
    "gem-sellers": ("imports.col.name", "gem.col.seller_id"),
    "counts": ("field.label.as_on", "field.label.source"),
    "prospects": ("imports.col.name", "prospects.col.pin"),
    "calendar": ("field.label.name_en", "field.label.on_date"),
}
"""What a row's name and key are, by kind of list; for all others the firm and its mobile number."""


def columns_of(kind: str) -> tuple[Column, ...]:
    """The table of such a list."""
    name, key = _HEADS.get(kind, ("imports.col.name", "imports.col.mobile"))
    return (
        Column("line", "imports.col.line", 7, align="right", sortable=False),
        Column("verdict", "imports.col.verdict", (10, 18), priority=1, sortable=False),
        Column("name", name, (16, 36), sortable=False),
        Column("mobile", key, (10, 24), priority=3, sortable=False),
        Column("district", "imports.col.district", (8, 16), priority=4, sortable=False),
        Column("codes", "imports.col.codes", (18, 70), sortable=False),
    )


_COLUMNS = columns_of("sellers")
WIDE = 110


class PlannedList(HouseScreen):
    """What is seen of one plan; ``ImportPreviewScreen`` adds what is done with it."""

    def __init__(self, path: str = "") -> None:
        super().__init__()
        self._path = path
        self._plan: AnyPlan | None = None
        self._before: dict[str, int] | None = None
        """The counts before the last change of the recipe."""
        self._spellings: list[Spelling] = []
        self._filter = ""
        self._row_shown = False
        """Whether a row stands in full where the columns stood."""
        self._busy = False
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
        return TONES.get(self._verdicts.get(int(row[0] or 0), "")) if column == "verdict" else None

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
