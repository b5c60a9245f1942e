"""The list: a window over any number of records, of which it holds the ids and the rows on screen.

Every list of the application is this widget with other columns. It knows no service: rows come from
a ``RecordSource``, asked in a thread; what happens in it is told in messages.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar, Literal, Protocol

from rich.segment import Segment
from rich.style import Style
from textual import events, on, work
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.worker import get_current_worker

from onboarding.actions import bindings
from onboarding.i18n import tr
from onboarding.widgets.columns import GAP, Column, cut, fit
from onboarding.widgets.marks import Marks
from onboarding.widgets.row_window import Row, RowWindow
from onboarding.widgets.speech import on_language

State = Literal["loading", "ready", "empty", "failed"]
Tone = Literal["warning", "error", "success", "muted", "accent"]
StyleOf = Callable[[str, Row], Tone | None]
"""(column key, row) to the tone of that cell; a tone never says what the text does not say too."""

GUTTER = 3
"""Cells before the first column: cursor sign, mark sign, blank."""


class RecordSource(Protocol):
    """Where the rows come from."""

    def fetch(self, ids: Sequence[int], /) -> Sequence[Row]:
        """One row of texts for each id, in the order of the ids. Called in a thread."""


class RecordTable(ScrollView, can_focus=True):
    """A list of records with a cursor, marks and a sort order."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "record-table--header",
        "record-table--cursor",
        "record-table--marked",
        "record-table--message",
        *(f"record-table--{tone}" for tone in ("warning", "error", "success", "muted", "accent")),
    }
    DEFAULT_CSS = """
    RecordTable {
        height: 1fr;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-gutter: stable;
        scrollbar-size-vertical: 1;
        background: $background;
        color: $foreground;
        & > .record-table--header { text-style: bold; background: $panel; color: $foreground; }
        & > .record-table--cursor { background: $surface-lighten-2; }
        &:focus > .record-table--cursor {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
            text-style: $block-cursor-text-style;
        }
        & > .record-table--marked { text-style: bold; }
        & > .record-table--message { color: $text-muted; }
        & > .record-table--warning { color: $text-warning; }
        & > .record-table--error { color: $text-error; }
        & > .record-table--success { color: $text-success; }
        & > .record-table--muted { color: $text-muted; }
        & > .record-table--accent { color: $text-accent; }
    }
    """
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

        def __init__(self, record: int, index: int) -> None:
            super().__init__()
            self.record = record
            """Its id."""
            self.index = index
            """Its place in the view, from 0."""

    class Moved(Message):
        """The cursor stands on another record (None: the view became empty)."""

        def __init__(self, record: int | None, index: int) -> None:
            super().__init__()
            self.record = record
            self.index = index

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

    class _Fetched(Message):
        """Rows for ids, of the view numbered ``view``."""

        def __init__(
            self, view: int, ids: Sequence[int], outcome: Sequence[Row] | Exception
        ) -> None:
            super().__init__()
            self.view = view
            self.ids = ids
            self.outcome = outcome

    cursor: reactive[int] = reactive(0, repaint=False)
    """Place of the cursor in the view, from 0."""

    def __init__(
        self,
        columns: Sequence[Column],
        source: RecordSource,
        *,
        style_of: StyleOf | None = None,
        empty: tuple[str, str] = ("widgets.list-empty", "widgets.list-empty-hint"),
        id: str | None = None,  # noqa: A002 - the name that every widget has for it
    ) -> None:
        """``empty`` is the sentence for no records and the one that says what to do then."""
        super().__init__(id=id)
        self._columns = tuple(columns)
        self._source = source
        self._style_of = style_of
        self._empty = empty
        self._ids: array[int] = array("q")
        self._window = RowWindow()
        self._view = 0
        self._in_flight = False
        self._state: State = "loading"
        self._failure = ("widgets.list-failed", "widgets.list-failed-hint")
        self._more = False
        self._fitted: list[tuple[int, int]] = []
        self.marks = Marks()
        self.sort_column: str | None = None
        self.sort_descending = False

    # What a screen asks and tells

    @property
    def state(self) -> State:
        """Which of its designed states the list is in."""
        return self._state

    @property
    def ids(self) -> Sequence[int]:
        """All ids of the view, in its order. Not to be changed."""
        return self._ids

    @property
    def cursor_id(self) -> int | None:
        """The record under the cursor; None in an empty view."""
        return self._ids[self.cursor] if self.cursor < len(self._ids) else None

    @property
    def rows_held(self) -> int:
        """How many rows stand in memory."""
        return len(self._window)

    def index_of(self, record: int) -> int | None:
        """Its place in the view, from 0; None if it is not in it."""
        if self.cursor_id == record:
            return self.cursor
        try:
            return self._ids.index(record)
        except ValueError:
            return None

    def next_id(self, record: int) -> int | None:
        """The record behind it in the view; None at the end, or if it is not in the view."""
        return self._beside(record, 1)

    def previous_id(self, record: int) -> int | None:
        """The record before it in the view; None at the start, or if it is not in the view."""
        return self._beside(record, -1)

    def marked_ids(self) -> array[int]:
        """The marked ids in the order of the view."""
        return array("q", self.marks.chosen(self._ids))

    def set_ids(
        self,
        ids: Iterable[int],
        *,
        keep: int | None = None,
        more: bool = False,
        keep_marks: bool = False,
    ) -> None:
        """Show another view.

        The cursor stays on the record ``keep`` (else goes to the top; if that record is gone, to
        its place in the old view). ``more`` says that the view was cut off.
        """
        place = self.cursor if keep is not None else 0
        self._ids = ids if isinstance(ids, array) else array("q", ids)
        self._view += 1
        self._in_flight = False
        self._more = more
        self._window.outdate()
        if not keep_marks:
            self.marks.clear()
        self._show("ready" if self._ids else "empty")
        found = self.index_of(keep) if keep is not None else None
        self._go(place if found is None else found)
        self.post_message(self.Moved(self.cursor_id, self.cursor))

    def show_loading(self) -> None:
        """The ids are being looked up."""
        self._view += 1
        self._in_flight = False
        self._show("loading")

    def show_failed(self, sentence: str, hint: str = "widgets.list-failed-hint") -> None:
        """The look-up failed; both are ids in the catalogue."""
        self._view += 1
        self._in_flight = False
        self._failure = (sentence, hint)
        self._show("failed")

    def set_empty_text(self, sentence: str, hint: str) -> None:
        """What an empty view says from now on; both are ids in the catalogue."""
        self._empty = (sentence, hint)
        self.refresh()

    def set_sort(self, column: str | None, *, descending: bool = False) -> None:
        """Show in the header which order the view has; asks for nothing."""
        self.sort_column = column
        self.sort_descending = descending
        self.refresh()

    def refresh_rows(self, ids: Iterable[int] | None = None) -> None:
        """These records (None: all) were written; their rows are fetched again."""
        self._window.outdate(ids)
        self._view += 1
        self._in_flight = False
        self._fetch_wanted()

    def move_to(self, record: int) -> bool:
        """Put the cursor on a record; False if it is not in the view."""
        place = self.index_of(record)
        if place is None:
            return False
        self._go(place)
        return True

    # Keys and mouse

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
            self.post_message(self.Opened(record, self.cursor))

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
        keys = [
            self._columns[place].key for place, _ in self._fitted if self._columns[place].sortable
        ]
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

    # Drawing

    def render_line(self, y: int) -> Strip:
        """One line of the screen: the header, a row, or what there is to say instead of rows."""
        if y == 0:
            return self._header()
        place = self.scroll_offset.y + y - 1
        if self._state == "ready" and place < len(self._ids):
            return self._row(place)
        return self._message(self._said(y, place))

    def _header(self) -> Strip:
        style = self.get_component_rich_style("record-table--header")
        parts = [" " * GUTTER]
        for place, width in self._fitted:
            column = self._columns[place]
            arrow = ("▼" if self.sort_descending else "▲") if column.key == self.sort_column else ""
            title = cut(column.title, width - len(arrow)).rstrip() + arrow
            parts += [cut(title, width, column.align), " " * GAP]
        return self._line([Segment("".join(parts), style)], style)

    def _row(self, place: int) -> Strip:
        record = self._ids[place]
        row = self._window.get(record)
        at_cursor, marked = place == self.cursor, record in self.marks
        base = self._row_style(at_cursor=at_cursor, marked=marked)
        gutter = f"{'›' if at_cursor else ' '}{'✓' if marked else ' '} "
        if row is None:
            return self._line([Segment(gutter + "…", base)], base)
        segments = [Segment(gutter, base)]
        for number, width in self._fitted:
            column = self._columns[number]
            text = cut(row[number], width, column.align)
            segments.append(Segment(text, self._cell_style(column.key, row, base, at_cursor)))
            segments.append(Segment(" " * GAP, base))
        return self._line(segments, base)

    def _row_style(self, *, at_cursor: bool, marked: bool) -> Style:
        style = self.rich_style
        if marked:
            style += self.get_component_rich_style("record-table--marked", partial=True)
        if at_cursor:
            style += self.get_component_rich_style("record-table--cursor", partial=True)
        return style

    def _cell_style(self, column: str, row: Row, base: Style, at_cursor: bool) -> Style:
        # The cursor's own colours are chosen to be read together; a tone on top may vanish in them.
        tone = self._style_of(column, row) if self._style_of and not at_cursor else None
        if tone is None:
            return base
        return base + self.get_component_rich_style(f"record-table--{tone}", partial=True)

    def _said(self, y: int, place: int) -> str:
        if self._state == "ready":
            return tr("widgets.list-more") if self._more and place == len(self._ids) else ""
        if self._state == "loading":
            return tr("widgets.list-loading") if y == 2 else ""
        sentences = self._empty if self._state == "empty" else self._failure
        return tr(sentences[y - 2]) if y in (2, 3) else ""

    def _message(self, text: str) -> Strip:
        style = self.rich_style
        if not text:
            return self._line([], style)
        tone = self.get_component_rich_style("record-table--message", partial=True)
        return self._line([Segment(" " * GUTTER + text, style + tone)], style)

    def _line(self, segments: list[Segment], style: Style) -> Strip:
        return Strip(segments).adjust_cell_length(self.size.width, style)

    # The window

    @property
    def _height(self) -> int:
        """Rows on screen, without the header."""
        return max(1, self.size.height - 1)

    def on_mount(self) -> None:
        """Learn of language switches."""
        on_language(self, self.refresh)

    def on_resize(self) -> None:
        """Fit the columns and fetch what came into sight."""
        self._fitted = fit(self._columns, self.size.width - GUTTER)
        self._fetch_wanted()
        self.refresh()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Fetch what came into sight."""
        super().watch_scroll_y(old_value, new_value)
        self._fetch_wanted()

    def _show(self, state: State) -> None:
        self._state = state
        lines = len(self._ids) + 1 + int(self._more) if state == "ready" else 1
        self.virtual_size = Size(0, lines)
        self.refresh()

    def _go(self, place: int) -> None:
        before = self.cursor
        self.cursor = max(0, min(place, len(self._ids) - 1))
        top, height = self.scroll_offset.y, self._height
        if self.cursor < top:
            top = self.cursor
        elif self.cursor >= top + height:
            top = self.cursor - height + 1
        self.scroll_to(y=top, animate=False, force=True, immediate=True)
        self._fetch_wanted()
        self.refresh()
        if self.cursor != before:
            self.post_message(self.Moved(self.cursor_id, self.cursor))

    def _fetch_wanted(self) -> None:
        """Ask for missing rows, half a screenful around included; one question at a time."""
        if self._in_flight or self._state != "ready" or not self.is_mounted:
            return
        top, height = self.scroll_offset.y, self._height
        if not self._window.wanting(self._ids[top : top + height]):
            return
        around = self._ids[max(0, top - height // 2) : top + height + height // 2]
        self._in_flight = True
        self._fetch(self._view, self._window.wanting(around))

    @work(thread=True, group="record-table", exit_on_error=False)
    def _fetch(self, view: int, ids: Sequence[int]) -> None:
        worker = get_current_worker()
        outcome: Sequence[Row] | Exception
        try:
            outcome = self._source.fetch(ids)
            if len(outcome) != len(ids):
                raise ValueError(f"{len(outcome)} rows for {len(ids)} ids")
        except Exception as error:
            outcome = error
        if not worker.is_cancelled:
            self.post_message(self._Fetched(view, ids, outcome))

    @on(_Fetched)
    def _take_rows(self, event: _Fetched) -> None:
        """Take rows in, unless the view they were asked for is gone."""
        event.stop()
        if event.view != self._view:
            return
        self._in_flight = False
        if isinstance(event.outcome, Exception):
            self._failure = ("widgets.list-failed", "widgets.list-failed-hint")
            self._show("failed")
            self.post_message(self.FetchFailed(event.outcome))
            return
        self._window.put(event.ids, event.outcome)
        self.refresh()
        self._fetch_wanted()

    def _retry(self) -> None:
        if not self._ids:
            self.post_message(self.RetryRequested())
            return
        self._show("ready")
        self._go(self.cursor)

    def _beside(self, record: int, step: int) -> int | None:
        place = self.index_of(record)
        if place is None or not 0 <= place + step < len(self._ids):
            return None
        return self._ids[place + step]

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
