"""The picture of a list: ids, the rows on screen, columns and the four states; no keys.

It holds the ids (8 bytes each) and a few hundred rows, never the result. Rows come from a
``RecordSource``, asked in a thread; an answer to an older view is dropped.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar, Literal, Protocol

from rich.segment import Segment
from rich.style import Style
from textual import on, work
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.worker import get_current_worker

from onboarding.i18n import tr
from onboarding.widgets.columns import GAP, Column, cut, fit
from onboarding.widgets.marks import Marks
from onboarding.widgets.plain import drawn
from onboarding.widgets.row_window import Row, RowWindow
from onboarding.widgets.speech import on_language

State = Literal["loading", "ready", "empty", "failed"]
Tone = Literal["warning", "error", "success", "muted", "accent"]
StyleOf = Callable[[str, Row], Tone | None]
"""(column key, row) to the tone of that cell; a tone never says what the text does not say too."""

GUTTER = 3
"""Cells before the first column: cursor sign, mark sign, blank."""
SCROLLBAR = 1
"""Cells behind the last column, whether the scrollbar is there or not."""
AHEAD_AT_MOST = 100
"""Rows fetched ahead on either side; with those in sight far fewer than a RowWindow keeps."""


class RecordSource(Protocol):
    """Where the rows come from."""

    def fetch(self, ids: Sequence[int], /) -> Sequence[Row]:
        """One row of texts for each id, in the order of the ids. Called in a thread."""


class RecordView(ScrollView, can_focus=True):
    """What stands on the screen of a list."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "record-view--header",
        "record-view--cursor",
        "record-view--marked",
        "record-view--message",
        *(f"record-view--{tone}" for tone in ("warning", "error", "success", "muted", "accent")),
    }
    DEFAULT_CSS = """
    RecordView {
        height: 1fr;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-gutter: stable;
        scrollbar-size-vertical: 1;
        background: $background;
        color: $foreground;
        & > .record-view--header { text-style: bold; background: $panel; color: $foreground; }
        & > .record-view--cursor { background: $surface-lighten-2; }
        &:focus > .record-view--cursor {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
            text-style: $block-cursor-text-style;
        }
        & > .record-view--marked { text-style: bold; }
        & > .record-view--message { color: $text-muted; }
        & > .record-view--warning { color: $text-warning; }
        & > .record-view--error { color: $text-error; }
        & > .record-view--success { color: $text-success; }
        & > .record-view--muted { color: $text-muted; }
        & > .record-view--accent { color: $text-accent; }
    }
    """

    class _Fetched(Message):
        """Rows for ids, of the view numbered ``view``."""

        def __init__(self, view: int, ids: Sequence[int], outcome: Sequence[Row] | Exception) -> None:
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
        markable: bool = True,
        id: str | None = None,  # noqa: A002 - the name that every widget has for it
    ) -> None:
        """``empty`` is the sentence for no records and the one that says what to do then; ``markable``: rows take marks."""
        super().__init__(id=id)
        self._columns = tuple(columns)
        self._source = source
        self._style_of = style_of
        self._empty = empty
        self._markable = markable
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
        self._plain = Style()

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Other columns for the rows that come next."""
        if tuple(columns) != self._columns:
            self._columns = tuple(columns)
            self._fitted = fit(self._columns, self.size.width - GUTTER - SCROLLBAR)
            self.refresh()

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
        rows: Sequence[Row] = (),
        keep: int | None = None,
        more: bool = False,
        keep_marks: bool = False,
    ) -> None:
        """Show another view.

        ``rows`` are those of its first ids, where they were read together with the ids: the list is then filled
        at once, not after a second question.

        The cursor stays on the record ``keep`` (else goes to the top; if that record is gone, to
        its place in the old view). ``more`` says that the view was cut off.
        """
        place = self.cursor if keep is not None else 0
        self._ids = ids if isinstance(ids, array) else array("q", ids)
        self._view += 1
        self._in_flight = False
        self._more = more
        self._window.outdate()
        self._window.put(self._ids[: len(rows)], rows)
        if keep_marks:
            self.marks.keep_within(self._ids)
        else:
            self.marks.clear()
        self._show("ready" if self._ids else "empty")
        found = self.index_of(keep) if keep is not None else None
        place = place if found is None else found
        self.cursor = max(0, min(place, len(self._ids) - 1))
        self._go(self.cursor)
        self._cursor_moved()

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
        """What an empty view says from now on: ids in the catalogue, or sentences with values."""
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

    def _cursor_moved(self) -> None:
        """For the list on top of this: the cursor stands on another record."""

    def _fetch_failed(self, error: Exception) -> None:
        """For the list on top of this: the source raised."""

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
        style = self.get_component_rich_style("record-view--header")
        parts = [" " * GUTTER]
        for place, width in self._fitted:
            column = self._columns[place]
            arrow = ("▼" if self.sort_descending else "▲") if column.key == self.sort_column else ""
            title = cut(column.title, width - len(arrow)).rstrip() + arrow
            parts += [cut(title, width, column.align), " " * GAP]
        return self._line([Segment("".join(parts), style)], style)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a picture; the style that all have is made once (0.1 ms each time)."""
        self._plain = self.rich_style
        return super().render_lines(crop)

    def _row(self, place: int) -> Strip:
        record = self._ids[place]
        row = self._window.get(record)
        at_cursor, marked = place == self.cursor, record in self.marks
        base = self._row_style(at_cursor=at_cursor, marked=marked)
        gutter = f"{'›' if at_cursor else ' '}{'✓' if marked else ' '} "
        if row is None:
            return self._line([Segment(gutter + "…", base)], base)
        segments: list[Segment] = []
        alike = gutter  # what stands side by side in one style is one segment: each costs at every filter on its way
        for number, width in self._fitted:
            column = self._columns[number]
            text = cut(row[number], width, column.align)
            style = self._cell_style(column.key, row, base, at_cursor)
            if style is base:
                alike += text + " " * GAP
            else:
                segments += (Segment(alike, base), Segment(text, style))
                alike = " " * GAP
        segments.append(Segment(alike, base))
        return self._line(segments, base)

    def _row_style(self, *, at_cursor: bool, marked: bool) -> Style:
        style = self._plain
        if marked:
            style += self.get_component_rich_style("record-view--marked", partial=True)
        if at_cursor:
            style += self.get_component_rich_style("record-view--cursor", partial=True)
        return style

    def _cell_style(self, column: str, row: Row, base: Style, at_cursor: bool) -> Style:
        # The cursor's own colours are chosen to be read together; a tone on top may vanish in them.
        tone = self._style_of(column, row) if self._style_of and not at_cursor else None
        if tone is None:
            return base
        return base + self.get_component_rich_style(f"record-view--{tone}", partial=True)

    def _said(self, y: int, place: int) -> str:
        if self._state == "ready":
            return tr("widgets.list-more") if self._more and place == len(self._ids) else ""
        if self._state == "loading":
            return tr("widgets.list-loading") if y == 2 else ""
        sentences = self._empty if self._state == "empty" else self._failure
        return _spoken(sentences[y - 2]) if y in (2, 3) else ""

    def _message(self, text: str) -> Strip:
        style = self.rich_style
        if not text:
            return self._line([], style)
        tone = self.get_component_rich_style("record-view--message", partial=True)
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
        """Fit the columns, keep the cursor in sight and fetch what came there."""
        self._fitted = fit(self._columns, self.size.width - GUTTER - SCROLLBAR)
        self._go(self.cursor)
        self.refresh()  # every line, also where the rows were there before the size was known

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
        if top != self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, force=True, immediate=True)
            self.refresh()
        else:
            changed = {place for place in (before, self.cursor) if top <= place < top + height}
            self.refresh(*(Region(0, 1 + place - top, self.size.width, 1) for place in changed))
        self._fetch_wanted()
        if self.cursor != before:
            self._cursor_moved()

    def _fetch_wanted(self) -> None:
        """Ask for missing rows; one question at a time.

        Those in sight first, with half a screenful around; then, once a person moves in the list, the screenfuls
        before and behind, so that the next page is there when its key comes.
        """
        if self._in_flight or self._state != "ready" or not self.is_mounted:
            return
        wanted = self._wanted_rows()
        if wanted:
            self._in_flight = True
            self._fetch(self._view, wanted)

    def _wanted_rows(self) -> list[int]:
        top, height = self.scroll_offset.y, self._height
        half = height // 2
        if self._window.wanting(self._in_sight):
            return self._window.wanting(self._ids[max(0, top - half) : top + height + half])
        page = min(height, AHEAD_AT_MOST) if self.cursor else 0
        ahead = self._window.wanting(self._ids[max(0, top - page) : top + height + page])
        # Line by line, half a screenful is let come together.
        return ahead if len(ahead) > half else []

    @property
    def _in_sight(self) -> array[int]:
        top = self.scroll_offset.y
        return self._ids[top : top + self._height]

    @work(thread=True, group="record-view", exit_on_error=False)
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
            self._fetch_failed(event.outcome)
            return
        self._window.put(event.ids, event.outcome)
        if not set(event.ids).isdisjoint(self._in_sight):
            self.refresh()
        self._fetch_wanted()

    def _beside(self, record: int, step: int) -> int | None:
        place = self.index_of(record)
        if place is None or not 0 <= place + step < len(self._ids):
            return None
        return self._ids[place + step]


def _spoken(sentence: str) -> str:
    """An id has no blank in it; a sentence that the screen has filled with values does."""
    return drawn(sentence) if " " in sentence or not sentence else tr(sentence)
