"""The list: a window over any number of records, of which it holds the ids and the rows on screen.

Every list of the application is this widget with other columns. It knows no service: rows come from
a ``RecordSource``, asked in a thread; what happens in it is told in messages.
"""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from onboarding.actions import bindings
from onboarding.widgets.columns import GAP
from onboarding.widgets.record_view import GUTTER, RecordSource, RecordView, State, StyleOf, Tone

__all__ = ["RecordSource", "RecordTable", "State", "StyleOf", "Tone"]


class RecordTable(RecordView):
    """A list of records with a cursor, marks and a sort order."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "move_page(-1)", show=False),
        Binding("pagedown", "move_page(1)", show=False),
        Binding("home,ctrl+home", "first", show=False),
        Binding("end,ctrl+end", "last", show=False),
        *bindings("table"),
    ]

    class Opened(Message):
        """Enter or a click on the row under the cursor."""

        def __init__(self, table: RecordTable, record: int, index: int) -> None:
            super().__init__()
            self.table = table
            self.record = record
            """Its id."""
            self.index = index
            """Its place in the view, from 0."""

        @property
        def control(self) -> RecordTable:
            """The list that it happened in, for ``@on`` with a selector."""
            return self.table

    class Moved(Message):
        """The cursor stands on another record (None: the view became empty)."""

        def __init__(self, table: RecordTable, record: int | None, index: int) -> None:
            super().__init__()
            self.table = table
            self.record = record
            self.index = index

        @property
        def control(self) -> RecordTable:
            """The list that it happened in, for ``@on`` with a selector."""
            return self.table

    class MarksChanged(Message):
        """So many records are marked now."""

        def __init__(self, count: int) -> None:
            super().__init__()
            self.count = count

    class SortRequested(Message):
        """The person wants another order; the screen answers with ``set_ids``."""

        def __init__(self, column: str, descending: bool) -> None:
            super().__init__()
            self.column = column
            self.descending = descending

    class FetchFailed(Message):
        """The source raised; the table says so itself. For the log: the error, never its text."""

        def __init__(self, error: Exception) -> None:
            super().__init__()
            self.error = error

    class RetryRequested(Message):
        """Enter on a failed list whose ids never came."""

    # Keys and mouse

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Marks and orders are keys only of the lists that have them."""
        if action in ("mark", "mark_all"):
            return self._markable
        if action in ("sort", "sort_reverse"):
            return any(column.sortable for column in self._columns)
        return super().check_action(action, parameters)

    def action_move(self, rows: int) -> None:
        """Down by so many rows; negative is up."""
        self._go(self.cursor + rows)

    def action_move_page(self, pages: int) -> None:
        """Down by so many screenfuls."""
        self._go(self.cursor + pages * max(1, self._height - 1))

    def action_first(self) -> None:
        """To the first record."""
        self._go(0)

    def action_last(self) -> None:
        """To the last record."""
        self._go(len(self._ids) - 1)

    def action_open(self) -> None:
        """Open the record under the cursor; in a failed list: try again."""
        if self._state == "failed":
            self._retry()
        elif (record := self.cursor_id) is not None and self._state == "ready":
            self.post_message(self.Opened(self, record, self.cursor))

    def action_mark(self) -> None:
        """Mark the record and go one down."""
        if (record := self.cursor_id) is not None:
            self.marks.toggle(record)
            self._tell_marks()
            self._go(self.cursor + 1)

    def action_mark_all(self) -> None:
        """Mark the whole view, or nothing."""
        self.marks.toggle_all()
        self._tell_marks()

    def action_sort(self) -> None:
        """Ask for the order of the next column on screen."""
        keys = [self._columns[place].key for place, _ in self._fitted if self._columns[place].sortable]
        if keys:
            place = keys.index(self.sort_column) + 1 if self.sort_column in keys else 0
            self._ask_sort(keys[place % len(keys)], descending=False)

    def action_sort_reverse(self) -> None:
        """Ask for the opposite order."""
        if self.sort_column is not None:
            self._ask_sort(self.sort_column, descending=not self.sort_descending)

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor; on the cursor it opens; in the header it sorts."""
        if event.y == 0:
            self._sort_at(event.x)
            return
        place = self.scroll_offset.y + event.y - 1
        if place == self.cursor:
            self.action_open()
        elif place < len(self._ids):
            self._go(place)

    def _cursor_moved(self) -> None:
        self.post_message(self.Moved(self, self.cursor_id, self.cursor))

    def _fetch_failed(self, error: Exception) -> None:
        self.post_message(self.FetchFailed(error))

    def _retry(self) -> None:
        if not self._ids:
            self.post_message(self.RetryRequested())
            return
        self._show("ready")
        self._go(self.cursor)

    def _tell_marks(self) -> None:
        self.refresh()
        self.post_message(self.MarksChanged(self.marks.count(len(self._ids))))

    def _ask_sort(self, column: str, *, descending: bool) -> None:
        self.set_sort(column, descending=descending)
        self.post_message(self.SortRequested(column, descending))

    def _sort_at(self, x: int) -> None:
        left = GUTTER
        for place, width in self._fitted:
            column = self._columns[place]
            if left <= x < left + width and column.sortable:
                same = column.key == self.sort_column
                self._ask_sort(column.key, descending=same and not self.sort_descending)
            left += width + GAP
