"""The pool of prospects: millions of units, found by name in either script, district, activity and PIN; one becomes a lead here."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult

from onboarding.domain.prospects import PoolFilter, ProspectSort
from onboarding.formats import counted, number
from onboarding.i18n import language, tr
from onboarding.screens.filter_bar import FilterBar
from onboarding.screens.filtered import FilteredScreen
from onboarding.screens.prospect_filter import in_words, read_filter, with_district
from onboarding.services.prospects import FOUND_AT_MOST, Stored
from onboarding.widgets.columns import Column
from onboarding.widgets.plain import template
from onboarding.widgets.record_table import RecordTable
from onboarding.widgets.status_line import StatusLine
from onboarding.wording import day_text

if TYPE_CHECKING:
    from onboarding.domain.districts import Districts

_COLUMNS = (
    Column("name", "prospects.col.name", (16, 44)),
    Column("district", "prospects.col.district", (9, 16), priority=2, sortable=False),
    Column("pin", "prospects.col.pin", 6, priority=5, sortable=False),
    Column("nic", "prospects.col.nic", (5, 12), priority=4, sortable=False),
    Column("activities", "prospects.col.activities", (10, 36), priority=7, sortable=False),
    Column("registered", "prospects.col.registered", 10, priority=3),
    Column("lead", "prospects.col.lead", 8, priority=1, sortable=False),
)
_SORTS: dict[str, ProspectSort] = {"name": "name", "registered": "registered"}


class _Found(NamedTuple):
    """One look-up."""

    wanted: PoolFilter
    stamp: tuple[int, str]
    """What the pool was when it was looked up."""
    ids: array[int]


class ProspectsScreen(FilteredScreen):
    """The windowed list of the pool; its ids are read when it is opened, not before."""

    SCOPES: ClassVar[tuple[str, ...]] = ("prospects", "table")
    TITLE_ID = "prospects.title"
    CSS_PATH = "prospects.tcss"

    def __init__(self) -> None:
        super().__init__()
        self._wanted = PoolFilter()
        self._unclear: tuple[str, ...] = ()
        self._found: _Found | None = None
        self._districts: Districts | None = None

    def compose_body(self) -> ComposeResult:
        """The field with its words, the list."""
        yield FilterBar(hint="prospects.search_placeholder")
        yield RecordTable(
            _COLUMNS, self, empty=("prospects.empty", "prospects.empty_hint"), markable=False, id="prospects"
        )

    # ------------------------------------------------------------------ words

    def fetch(self, ids: Sequence[int], /) -> Sequence[Sequence[str]]:
        """The texts of the rows; in the table's thread."""
        districts = self.services.office.districts
        return [_words(row, districts) for row in self.services.prospects.rows(ids)]

    def reword(self) -> None:
        """All words anew."""
        super().reword()
        self.table.set_empty_text(tr("prospects.empty"), tr("prospects.empty_hint"))
        self.table.refresh_rows()
        self._say()

    def _say(self) -> None:
        if self._districts is None or self._found is None:
            return
        n = len(self.table.ids)
        cut = bool(self._wanted.text) and n >= FOUND_AT_MOST
        status = self.query_one(StatusLine)
        status.counts = tr("prospects.found_at_most", n=number(n)) if cut else counted("prospects.count", n)
        said = in_words(self._wanted, self._unclear, self._districts)
        self.query_one(FilterBar).say(template("$text", text=" · ".join(said)) if said else template(""))

    # ------------------------------------------------------------------ reading

    def reload(self) -> None:
        """Rows anew; ids only when something came into the pool or left it."""
        if self._found is not None:
            self.table.refresh_rows()
        self._look_up()

    def _look_up(self) -> None:
        wanted, before = self._wanted, self._found
        self.read(lambda: self._read(wanted, before), self._take, group="prospects", failed=lambda _: self._failed())

    def _read(self, wanted: PoolFilter, before: _Found | None) -> tuple[Districts, _Found]:
        pool = self.services.prospects
        stamp = pool.stamp()
        if before is not None and (before.wanted, before.stamp) == (wanted, stamp):
            return self.services.office.districts, before
        return self.services.office.districts, _Found(wanted, stamp, pool.ids(wanted))

    def _take(self, read: tuple[Districts, _Found]) -> None:
        first = self._districts is None
        self._districts, found = read
        before, self._found = self._found, found
        if found is not before:
            same = before is not None and before.wanted == found.wanted
            self.table.set_ids(found.ids, keep=self.table.cursor_id if same else None)
        if first and self.query_one(FilterBar).text:
            self._filter_by(self.query_one(FilterBar).text)
        column = next((column for column, sort in _SORTS.items() if sort == found.wanted.sort), None)
        self.table.set_sort(column, descending=found.wanted.descending)
        self._say()

    def _failed(self) -> None:
        self.table.show_failed("prospects.failed")

    @on(RecordTable.RetryRequested)
    def _retry(self) -> None:
        self._look_up()

    # ------------------------------------------------------------------ filter and order

    def _filter_by(self, text: str) -> None:
        if self._districts is None:
            return
        self._wanted, self._unclear = read_filter(text, self._wanted, self._districts)
        self._look_up()

    def action_narrow(self) -> None:
        """Only one district, from a list."""
        from onboarding.widgets.choice import ChoiceDialog

        districts = self._districts
        if districts is None:
            return
        places = sorted(
            ((place.code, place.name(language())) for place in districts.all()), key=lambda choice: choice[1]
        )
        bar = self.query_one(FilterBar)

        def chosen(code: str | None) -> None:
            if code is not None:
                bar.put(with_district(bar.text, code, districts))

        choices = [("", tr("prospects.all_districts")), *places]
        self.app.push_screen(ChoiceDialog(tr("prospects.narrow_title"), choices, chosen=self._wanted.district), chosen)

    @on(RecordTable.SortRequested)
    def _sort(self, event: RecordTable.SortRequested) -> None:
        if event.column in _SORTS:
            self._wanted = self._wanted.but(sort=_SORTS[event.column], descending=event.descending)
            self._look_up()

    # ------------------------------------------------------------------ doing

    @on(RecordTable.Opened)
    def _open(self, event: RecordTable.Opened) -> None:
        from onboarding.screens.prospect_dialog import ProspectDialog

        self.app.push_screen(ProspectDialog(event.record))

    def action_make_lead(self) -> None:
        """A contact of the prospect under the cursor was found."""
        prospect_id = self.table.cursor_id
        if prospect_id is not None:
            from onboarding.screens.prospect_contact import ask_contact

            ask_contact(self.house, prospect_id)


def _words(row: Stored | None, districts: Districts) -> Sequence[str]:
    if row is None:
        return ("",) * len(_COLUMNS)
    return (
        row.name, districts.name_of(row.district_code, language()) or "", row.pin, row.nic, row.activities,
        day_text(row.registered_on) if row.registered_on else "",
        f"#{row.became_lead_id}" if row.became_lead_id is not None else "",
    )  # fmt: skip
