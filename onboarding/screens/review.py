"""Doubtful rows of lists, each beside the lead that it may be: one key a decision, and the next row comes by itself.

What was decided stands in the database: who opens the screen next goes on with the rows that are left.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from onboarding.errors import OnboardingError
from onboarding.formats import counted, number
from onboarding.i18n import tr
from onboarding.screens.base import HouseScreen
from onboarding.screens.change_rows import worded
from onboarding.screens.review_sides import FieldRow, field_rows, why_text
from onboarding.widgets.columns import Column
from onboarding.widgets.plain import line, template
from onboarding.widgets.record_table import RecordTable
from onboarding.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from onboarding.screens.review_sides import Worded
    from onboarding.services.reviews import Accepted, Decided, ReviewView, Side
    from onboarding.widgets.record_table import Tone

_ITEMS = (
    Column("name", "review.col.name", (16, 48), sortable=False),
    Column("points", "review.col.points", 7, align="right", priority=1, sortable=False),
    Column("file", "review.col.file", (10, 40), priority=3, sortable=False),
    Column("line", "review.col.line", 8, align="right", priority=2, sortable=False),
)
_FIELDS = (
    Column("sign", "review.col.sign", 1, sortable=False),
    Column("field", "review.col.field", (10, 22), sortable=False),
    Column("incoming", "review.col.incoming", (16, 60), sortable=False),
    Column("existing", "review.col.existing", (16, 60), sortable=False),
)
_TONES: dict[str, Tone] = {"≠": "warning", "+": "success", "«": "accent"}


class ReviewScreen(HouseScreen):
    """The review."""

    SCOPES: ClassVar[tuple[str, ...]] = ("review", "table")
    TITLE_ID = "review.title"
    CSS_PATH = "review.tcss"
    AUTO_FOCUS = "#review-items"

    def __init__(self) -> None:
        super().__init__()
        self._view: ReviewView | None = None
        self._place = 0
        self._taken: set[str] = set()
        self._rows: list[FieldRow] = []
        self._words: Worded | None = None
        self._busy = False

    def compose_body(self) -> ComposeResult:
        """The rows that wait; below them the one under the cursor beside a lead."""
        yield RecordTable(
            _ITEMS, _Items(self), empty=("review.none", "review.none_hint"), markable=False, id="review-items"
        )
        yield Static(id="review-head")
        yield RecordTable(_FIELDS, _Fields(self), style_of=_tone, markable=False, id="review-fields")
        yield Static(id="review-legend")

    @property
    def _items(self) -> RecordTable:
        return self.query_one("#review-items", RecordTable)

    @property
    def _fields(self) -> RecordTable:
        return self.query_one("#review-fields", RecordTable)

    @property
    def _side(self) -> Side | None:
        """The candidate that is shown."""
        sides = self._view.sides if self._view else ()
        return sides[self._place] if self._place < len(sides) else None

    # ------------------------------------------------------------------ reading

    def reload(self) -> None:
        """The rows that wait now; a colleague may have decided some."""
        self.read(self._read_all, self._take_ids, group="items")

    def _read_all(self) -> tuple[array[int], Worded]:
        return self.services.reviews.ids(), worded(self.services)

    def _take_ids(self, found: tuple[array[int], Worded]) -> None:
        ids, self._words = found
        self._items.set_ids(ids, keep=self._items.cursor_id or 0)
        self.query_one(StatusLine).counts = counted("review.count", len(ids))

    @on(RecordTable.Moved, "#review-items")
    def _moved(self, event: RecordTable.Moved) -> None:
        event.stop()
        if event.record is None:
            self._show(None)
            return
        record = event.record
        self.read(lambda: self.services.reviews.view(record), self._show, group="item", failed=self._gone)

    def _gone(self, _error: OnboardingError) -> None:
        """Its run was taken back while the list stood here."""
        self._show(None)

    def _show(self, view: ReviewView | None) -> None:
        same_row = self._view is not None and view is not None and self._view.review.id == view.review.id
        self._view = view
        if not same_row or self._side is None:
            self._place = 0
            self._taken.clear()
        self._draw()

    def reword(self) -> None:
        """All words anew."""
        super().reword()
        self._items.refresh_rows()
        self.query_one("#review-legend", Static).update(line(tr("review.legend")))
        self._draw()

    def _draw(self) -> None:
        fields = self._fields
        self._rows = field_rows(self._view, self._side, self._taken, self._words) if self._view and self._words else []
        fields.set_ids(range(len(self._rows)), rows=[row[1:] for row in self._rows], keep=fields.cursor)
        self.query_one("#review-head", Static).update(self._head())

    def _head(self) -> Content:
        side = self._side
        if self._view is None:
            return Content("")
        if side is None:
            return line(tr("review.no_candidate"))
        points = number(side.doubtful.likeness.points)
        of = len(self._view.sides)
        head = tr("review.head", id=side.lead.id, place=self._place + 1, of=of, points=points)
        return template("[b]$head[/b]\n$why", head=head, why=why_text(side))

    # ------------------------------------------------------------------ moving about

    @on(RecordTable.Opened, "#review-items")
    def _to_fields(self, event: RecordTable.Opened) -> None:
        event.stop()
        self._fields.focus()

    @on(RecordTable.Opened, "#review-fields")
    def _opened_field(self, event: RecordTable.Opened) -> None:
        event.stop()
        self.action_review_take()

    async def action_back(self) -> None:
        """Escape: from the fields back to the rows, from there to where one came from."""
        if self.focused is self._fields:
            self._items.focus()
        else:
            await super().action_back()

    def has_way_back(self) -> bool:
        """From the fields there always is one."""
        return self.focused is self._fields or super().has_way_back()

    def action_next_candidate(self) -> None:
        """The next lead that the row may be."""
        self._turn(1)

    def action_previous_candidate(self) -> None:
        """The one before."""
        self._turn(-1)

    def _turn(self, step: int) -> None:
        if self._view is not None and self._view.sides:
            self._place = (self._place + step) % len(self._view.sides)
            self._taken.clear()
            self._draw()

    # ------------------------------------------------------------------ deciding

    def action_review_take(self) -> None:
        """Take the list's value for the field under the cursor, or leave it again."""
        if self.focused is not self._fields:
            self._fields.focus()
            self.house.tell(tr("review.choose_field"))
            return
        place = self._fields.cursor
        row = self._rows[place] if place < len(self._rows) else None
        if row is None or row.sign not in ("≠", "≈", "«"):
            self.house.tell(tr("review.nothing_to_take"), severity="warning")
            return
        self._taken ^= {row.field}
        self._draw()

    def action_review_same(self) -> None:
        """The row is this lead."""
        take = frozenset(self._taken)
        self._decide(lambda item, lead: self.services.reviews.same(item, lead, take=take))

    def action_review_apart(self) -> None:
        """The row is not this lead."""
        view = self._view
        if view is not None and not view.sides:
            self._write(lambda: self.services.reviews.new(view.review.id))
        else:
            self._decide(self.services.reviews.not_same)

    def action_review_link(self) -> None:
        """Both are kept."""
        self._decide(self.services.reviews.link)

    def _decide(self, work: Callable[[int, int], Decided]) -> None:
        view, side = self._view, self._side
        # A key that is typed ahead of the row that it means would decide one that nobody has seen.
        if view is not None and side is not None and view.review.id == self._items.cursor_id:
            self._write(lambda: work(view.review.id, side.lead.id))

    def _write(self, work: Callable[[], Decided]) -> None:
        if not self._busy:
            self._busy = True
            self.house.write(work, self._decided, failed=self._refused)

    def _decided(self, done: Decided) -> None:
        self._busy = False
        if done.lead is not None:
            self.house.tell(tr("review.made" if done.is_new else "review.same", id=done.lead))
            self._view = None

    def _refused(self, error: OnboardingError) -> None:
        self._busy = False
        self.house.tell_error(error)
        if self.is_attached:
            self.reload()

    def action_review_all(self) -> None:
        """All that are certain and free of conflict."""
        self.house.write(self.services.reviews.accept_certain, self._accepted)

    def _accepted(self, done: Accepted) -> None:
        self.house.tell(tr("review.accepted", done=number(done.done), left=number(done.left)))


class _Items:
    """The words of the rows that wait."""

    def __init__(self, screen: ReviewScreen) -> None:
        self._screen = screen

    def fetch(self, ids: Sequence[int], /) -> Sequence[Sequence[str]]:
        """In a thread; a row that is gone is blank."""
        found = {row.id: row for row in self._screen.services.reviews.rows(ids)}
        return [
            (row.name, number(row.points), row.file, number(row.line))
            if (row := found.get(one))
            else ("",) * len(_ITEMS)
            for one in ids
        ]


class _Fields:
    """The words of the two sides; they stand in memory."""

    def __init__(self, screen: ReviewScreen) -> None:
        self._screen = screen

    def fetch(self, ids: Sequence[int], /) -> Sequence[Sequence[str]]:
        """As they were drawn last."""
        rows = self._screen._rows
        return [rows[one][1:] if one < len(rows) else ("",) * len(_FIELDS) for one in ids]


def _tone(column: str, row: Sequence[str]) -> Tone | None:
    return _TONES.get(row[0]) if column in ("sign", "incoming") else None
