"""Progress: the count of a day, by unit, by stage, and what is pending. Enter opens the names behind the figure under the cursor.

What the office achieved and what GeM reports stand apart: GeM's figures have a line of their own, with their day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar, Literal

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from onboarding.domain.figures import SHEET, DayCount, Figure, Official, Period, StageCount, UnitKind, UnitRow
from onboarding.formats import UNKNOWN, date_long, date_text, number
from onboarding.i18n import tr
from onboarding.screens.base import HouseScreen
from onboarding.screens.today import pace_content
from onboarding.services.figures import LEADING, Pace
from onboarding.services.summary import Summary, summary_of
from onboarding.sheets import official_lines, short_text, unit_name
from onboarding.widgets.columns import Column
from onboarding.widgets.plain import line, template
from onboarding.widgets.record_table import RecordTable

View = Literal["figures", "district", "division", "staff", "stages"]
VIEWS: tuple[View, ...] = ("figures", "district", "division", "staff", "stages")
_PERIODS: tuple[Period, ...] = ("today", "previous_day", "month", "financial_year", "total")
_UNITS: dict[View, UnitKind] = {"district": "district", "division": "division", "staff": "staff"}

_COLUMNS: dict[str, tuple[Column, ...]] = {
    "figures": (
        Column("name", "progress.col.figure", (18, 30), sortable=False),
        Column("today", "progress.col.today", 6, align="right", sortable=False),
        Column("previous_day", "progress.col.previous_day", 8, align="right", sortable=False),
        Column("month", "progress.col.month", 7, align="right", sortable=False),
        Column("financial_year", "progress.col.financial_year", 9, align="right", sortable=False),
        Column("total", "progress.col.total", 9, align="right", priority=5, sortable=False),
        Column("target", "progress.col.target", 8, align="right", priority=2, sortable=False),
        Column("percent", "progress.col.percent", 6, align="right", priority=4, sortable=False),
        Column("needed", "progress.col.needed", 7, align="right", priority=3, sortable=False),
    ),
    "units": (
        Column("rank", "progress.col.rank", 5, align="right", sortable=False),
        Column("name", "progress.col.unit", (16, 34), sortable=False),
        Column("today", "progress.col.today", 7, align="right", sortable=False),
        Column("month", "progress.col.month", 8, align="right", sortable=False),
        Column("financial_year", "progress.col.financial_year", 9, align="right", sortable=False),
        Column("target", "progress.col.target", 9, align="right", priority=2, sortable=False),
        Column("percent", "progress.col.percent", 7, align="right", priority=3, sortable=False),
    ),
    "stages": (
        Column("name", "progress.col.stage", (18, 34), sortable=False),
        Column("count", "progress.col.count", 11, align="right", sortable=False),
        Column("came", "progress.col.came", 9, align="right", sortable=False),
        Column("left", "progress.col.left", 9, align="right", sortable=False),
    ),
}


@dataclass(frozen=True, slots=True)
class _Read:
    """One reading: rows as texts, and what the rows are."""

    view: View
    day: date
    count: DayCount
    pace: Pace
    units: tuple[UnitRow, ...] = ()
    stages: tuple[StageCount, ...] = ()


class ProgressScreen(HouseScreen):
    """F9."""

    SCOPES: ClassVar[tuple[str, ...]] = ("progress", "table")
    TITLE_ID = "progress.title"
    CSS_PATH = "progress.tcss"

    def __init__(self) -> None:
        super().__init__()
        self._day: date | None = None
        self._view: View = "figures"
        self._period: Period = "today"
        self._data: _Read | None = None

    def compose_body(self) -> ComposeResult:
        """Day and view on top, the table, GeM's own line, the pace."""
        yield Static(id="progress-day")
        yield Static(id="progress-views")
        yield Static(id="progress-names")
        yield RecordTable(_COLUMNS["figures"], self, markable=False, id="progress-figures")
        yield RecordTable(_COLUMNS["units"], self, markable=False, id="progress-units")
        yield RecordTable(_COLUMNS["stages"], self, markable=False, id="progress-stages")
        yield Static(id="progress-official")
        yield Static(id="progress-pace")

    # ------------------------------------------------------------------ reading

    @property
    def day(self) -> date:
        """The day shown; today until another is chosen."""
        return self._day or self.services.clock.today()

    def reload(self) -> None:
        """The count of the day and what the view needs, in one thread."""
        view, day, figures = self._view, self.day, self.services.figures

        def work() -> _Read:
            units = figures.by(_UNITS[view], day) if view in _UNITS else []
            stages = figures.pipeline(day) if view == "stages" else []
            return _Read(view, day, figures.count(day), figures.pace(day), tuple(units), tuple(stages))

        self.read(work, self._show, group="progress")

    def reword(self) -> None:
        """All words anew."""
        super().reword()
        self._draw()

    def _show(self, data: _Read) -> None:
        self._data = data
        for table in self.query(RecordTable):
            table.display = table is self._table()
        table = self._table()
        table.set_ids(range(1, len(self._names(data)) + 1), keep=table.cursor_id)
        if self.focused is None or isinstance(self.focused, RecordTable):
            table.focus()
        self._draw()

    def _table(self) -> RecordTable:
        which = "figures" if self._view == "figures" else "stages" if self._view == "stages" else "units"
        return self.query_one(f"#progress-{which}", RecordTable)

    def _names(self, data: _Read) -> Sequence[object]:
        if data.view == "figures":
            return SHEET
        return data.stages if data.view == "stages" else data.units

    # ------------------------------------------------------------------ words

    def fetch(self, ids: Sequence[int], /) -> Sequence[Sequence[str]]:
        """The texts of the rows of the view."""
        data = self._data
        if data is None:
            return []
        if data.view == "figures":
            return [self._figure_row(data, SHEET[place - 1]) for place in ids]
        if data.view == "stages":
            return [_stage_row(data.stages[place - 1]) for place in ids if place <= len(data.stages)]
        return [_unit_row(data.units[place - 1]) for place in ids if place <= len(data.units)]

    def _figure_row(self, data: _Read, code: str) -> Sequence[str]:
        figure = data.count.figures.get(code, Figure(code=code))
        values = [figure.today, figure.previous_day, figure.month, figure.financial_year, figure.total, figure.target]
        percent = UNKNOWN if figure.percent is None else f"{figure.percent:.1f}%"
        return (tr(f"figure.{code}"), *map(number, values), percent, number(figure.required_per_day))

    def _draw(self) -> None:
        data = self._data
        if data is None:
            return
        day = template(
            "[b]$day[/b]   [dim]$before[/dim]",
            day=date_long(data.day),
            before=tr("progress.previous_working", day=date_text(data.count.previous_working)),
        )
        self.query_one("#progress-day", Static).update(day)
        views = [_chosen(tr(f"progress.view.{view}"), view == self._view) for view in VIEWS]
        self.query_one("#progress-views", Static).update(Content(" ").join(views))
        self.query_one("#progress-names", Static).update(self._names_content())
        self.query_one("#progress-official", Static).update(self._official(data.count.official))
        self.query_one("#progress-pace", Static).update(pace_content(data.pace))
        self._table().refresh_rows()

    def _official(self, official: Official | None) -> Content:
        """GeM's own figures with their day; never beside ours in one sum."""
        lines = official_lines(official, width=max(self.size.width - 4, 40))
        return Content("\n").join([line(text) for text in lines])

    def _names_content(self) -> Content:
        """Which names Enter opens."""
        if self._view == "stages":
            return line(tr("progress.names_of_stage"))
        return template(
            "$words [b]$period[/b]  ← →",
            words=tr("progress.names_of"),
            period=tr(f"progress.period.{self._period}"),
        )

    # ------------------------------------------------------------------ doing

    def action_next_view(self) -> None:
        """Figures, districts, divisions, staff, stages."""
        self._view = VIEWS[(VIEWS.index(self._view) + 1) % len(VIEWS)]
        self.reload()

    def action_previous_view(self) -> None:
        """The other way round."""
        self._view = VIEWS[VIEWS.index(self._view) - 1]
        self.reload()

    def action_earlier_day(self) -> None:
        """The day before."""
        self._day = self.day - timedelta(days=1)
        self.reload()

    def action_later_day(self) -> None:
        """The day after, at most today."""
        self._day = min(self.day + timedelta(days=1), self.services.clock.today())
        self.reload()

    def action_earlier_period(self) -> None:
        """Names of a shorter period."""
        self._period = _PERIODS[max(_PERIODS.index(self._period) - 1, 0)]
        self._draw()

    def action_later_period(self) -> None:
        """Names of a longer period."""
        self._period = _PERIODS[min(_PERIODS.index(self._period) + 1, len(_PERIODS) - 1)]
        self._draw()

    def action_copy(self) -> None:
        """The count as text for WhatsApp, in the language of now."""
        data, figures = self._data, self.services.figures
        if data is None:
            return

        def copy(rest: Summary) -> None:
            self.app.copy_to_clipboard(short_text(data.count, data.pace, rest=rest))
            self.house.tell(tr("progress.copied"))

        self.read(lambda: summary_of(figures, data.day), copy, group="copy")

    @on(RecordTable.Opened)
    def _names_behind(self, event: RecordTable.Opened) -> None:
        data = self._data
        if data is None:
            return
        if data.view == "stages":
            stage = data.stages[event.record - 1].stage
            from onboarding.domain.filters import SellerFilter

            self._open(SellerFilter(stages=(stage,), sort="stuck"), tr(f"stage.label.{stage}"))
            return
        code = SHEET[event.record - 1] if data.view == "figures" else LEADING
        unit = "" if data.view == "figures" else data.units[event.record - 1].code
        kind = "" if data.view == "figures" else data.view
        figures, period = self.services.figures, self._period
        title = f"{tr(f'figure.{code}')}: {tr(f'progress.period.{period}')}"
        if unit:
            title = f"{unit_name(data.units[event.record - 1])}: {title}"
        self.read(
            lambda: figures.names_filter(code, period, data.day, unit_kind=kind, unit=unit),
            lambda population: self._open(population, title),
            group="names",
        )

    def _open(self, population: object, title: str) -> None:
        from onboarding.domain.filters import SellerFilter
        from onboarding.screens.sellers import SellersScreen

        if isinstance(population, SellerFilter):
            self.app.push_screen(SellersScreen(population, title))


def _chosen(text: str, chosen: bool) -> Content:
    return template("[reverse] $text [/reverse]", text=text) if chosen else template(" $text ", text=text)


def _stage_row(row: StageCount) -> Sequence[str]:
    return (tr(f"stage.label.{row.stage}"), number(row.count), number(row.came), number(row.left))


def _unit_row(row: UnitRow) -> Sequence[str]:
    percent = UNKNOWN if row.percent is None else f"{row.percent:.1f}%"
    values = (row.today, row.month, row.financial_year, row.target)
    return (number(row.rank), unit_name(row), *map(number, values), percent)
