"""Today, the first screen: what is due now, the lines that count what waits, the pace. Every line opens its list."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from onboarding.formats import UNKNOWN, number
from onboarding.i18n import tr
from onboarding.screens.base import HouseScreen
from onboarding.screens.seller_columns import DUE, DUE_COLUMNS, SellerSource, tone_of_due
from onboarding.services.figures import Pace
from onboarding.services.today import TodayView
from onboarding.widgets.plain import line, template
from onboarding.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from onboarding.screens.seller import SellerScreen
from onboarding.widgets.status_line import StatusLine

BAR = 10
"""Cells of the bar before the pace."""
_REVIEW = "review"
"""The line that leads to no population of leads."""
_DUE = frozenset({"overdue", "due_today"})
_TONES = {"overdue": "$text-error", "due_today": "$text-accent"}
"""The words say what the tones say."""


class TodayScreen(HouseScreen):
    """F2."""

    SCOPES: ClassVar[tuple[str, ...]] = ("today", "table")
    TITLE_ID = "today.title"
    CSS_PATH = "today.tcss"

    def __init__(self) -> None:
        super().__init__()
        self._view: TodayView | None = None
        self._pace: Pace | None = None
        self._opened: SellerScreen | None = None

    @cached_property
    def _source(self) -> SellerSource:
        services = self.services
        return SellerSource(services.lists.rows, DUE, lambda: services.office.districts, services.clock.today)

    def compose_body(self) -> ComposeResult:
        """Lines, the list of what is due, the pace."""
        with Container(id="today-body"):
            yield OptionList(id="today-lines")
            yield RecordTable(DUE_COLUMNS, self._source, style_of=tone_of_due, id="today-due")
        yield Static(id="today-pace")

    def reload(self) -> None:
        """Lines and list in one short reading, the pace in another."""
        ahead, self.house.ahead = self.house.ahead, None
        if ahead is not None and ahead.done() and ahead.exception() is None:
            self._show_view(ahead.result())  # before the first picture, which is then a filled one
        else:
            self.read(ahead.result if ahead else self.services.first_look, self._show_view, group="today")
        self.read(
            lambda: self.services.figures.pace(self.services.clock.today()),
            self._show_pace,
            group="pace",
        )

    def reword(self) -> None:
        """All words anew."""
        super().reword()
        self.query_one(RecordTable).set_empty_text(tr("today.nothing_due"), tr("today.nothing_due_hint"))
        self.query_one(RecordTable).refresh_rows()
        if self._view is not None:
            self._draw_lines(self._view)
        self._draw_pace()

    def _show_view(self, view: TodayView) -> None:
        self._view = view
        self._draw_lines(view)
        table = self.query_one(RecordTable)
        table.set_ids(view.due_ids, rows=self._source.texts(view.first_rows), keep=table.cursor_id, keep_marks=True)

    def _draw_lines(self, view: TodayView) -> None:
        lines = self.query_one(OptionList)
        at = lines.highlighted
        told: list[tuple[str, int, int | None]] = [(item.code, item.n, item.mine) for item in view.lines]
        if view.in_review:
            told.append((_REVIEW, view.in_review, None))
        width = max(cell_len(tr(f"today.line.{code}")) for code, _, _ in told)
        lines.clear_options()
        lines.add_options([Option(_line(code, n, mine, width), id=code) for code, n, mine in told])
        lines.highlighted = at if at is not None else 0
        due = sum(item.n for item in view.lines if item.code in _DUE)
        mine = sum(item.mine or 0 for item in view.lines if item.code in _DUE)
        counts = tr("today.counts", n=number(due), mine=number(mine))
        if due > len(view.due_ids):
            counts += " · " + tr("today.first_shown", n=number(len(view.due_ids)))
        self.query_one(StatusLine).counts = counts

    def _show_pace(self, pace: Pace) -> None:
        self._pace = pace
        self._draw_pace()

    def _draw_pace(self) -> None:
        self.query_one("#today-pace", Static).update(pace_content(self._pace) if self._pace else "")

    # ------------------------------------------------------------------ doing

    @on(OptionList.OptionSelected, "#today-lines")
    def _open_line(self, event: OptionList.OptionSelected) -> None:
        if self._view is None:
            return
        if event.option_id == _REVIEW:
            self.house.action_review()
            return
        item = next(item for item in self._view.lines if item.code == event.option_id)
        from onboarding.screens.sellers import SellersScreen

        self.app.push_screen(SellersScreen(item.population, tr(f"today.line.{item.code}")))

    @on(RecordTable.Opened)
    def _open_record(self, event: RecordTable.Opened) -> None:
        from onboarding.screens.seller import SellerScreen

        self._opened = SellerScreen(self.query_one(RecordTable).ids, event.index, tr("today.title"))
        self.app.push_screen(self._opened)

    def on_screen_resume(self) -> None:
        """Back from a record: the cursor stands on the one that was shown last."""
        if self._opened is not None:
            self.query_one(RecordTable).move_to(self._opened.lead_id)
            self._opened = None

    def action_register(self) -> None:
        """A walk-in."""
        from onboarding.screens.register import RegisterScreen

        self.app.push_screen(RegisterScreen())

    def action_log_contact(self) -> None:
        """Log a contact with the lead under the cursor."""
        lead = self.query_one(RecordTable).cursor_id
        if lead is not None:
            from onboarding.screens.log_contact import log_contact

            log_contact(self.house, lead)

    def action_follow_up(self) -> None:
        """Plan the next step of the marked leads, or of the one under the cursor."""
        leads = self._chosen()
        if leads:
            from onboarding.screens.next_step import plan_next

            plan_next(self.house, leads)

    def action_snooze(self) -> None:
        """Put the marked leads, or the one under the cursor, off with a reason."""
        leads = self._chosen()
        if leads:
            from onboarding.screens.next_step import snooze

            snooze(self.house, leads)

    def _chosen(self) -> list[int]:
        table = self.query_one(RecordTable)
        marked = list(table.marked_ids())
        return marked or ([table.cursor_id] if table.cursor_id is not None else [])


def _line(code: str, n: int, mine: int | None, width: int) -> Content:
    """How many, of what, how many of them mine; the words of all lines as wide as the widest."""
    words = tr(f"today.line.{code}")
    return template(
        f"[{_TONES.get(code, '$foreground') if n else '$text-muted'} bold]$n[/]  $words$blanks  [dim]$mine[/dim]",
        n=number(n).rjust(9),
        words=words,
        blanks=" " * (width - cell_len(words)),
        mine=tr("today.mine", n=number(mine)) if mine else "",
    )


def pace_content(pace: Pace) -> Content:
    """The pace as a bar and a sentence; without a target it says how to set one."""
    if not pace.target:
        return line(tr("today.no_target"))
    done = min(max(round(BAR * pace.achieved / pace.target), 0), BAR)
    needed = UNKNOWN if pace.required_per_day is None else number(pace.required_per_day)
    words = tr(
        "today.pace",
        achieved=number(pace.achieved),
        target=number(pace.target),
        days=number(pace.remaining_working_days),
        needed=needed,
        average=f"{pace.last_10_days_average:.1f}",
    )
    return template(
        "[$success]$done[/][$text-muted]$rest[/] $words", done="█" * done, rest="░" * (BAR - done), words=words
    )
