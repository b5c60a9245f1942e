"""The list of sellers: all of them or a population, found, filtered, sorted; a record opens with one key, bulk work starts here."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.timer import Timer
from textual.worker import Worker

from onboarding.domain.filters import SellerFilter, SortKey
from onboarding.formats import counted, number
from onboarding.i18n import language, tr
from onboarding.screens.filter_bar import FilterBar
from onboarding.screens.filtered import FilteredScreen
from onboarding.screens.seller_columns import LIST, SellerSource, columns
from onboarding.screens.seller_filter import (
    FilterWords,
    Typed,
    population_words,
    problem_words,
    read_filter,
)
from onboarding.widgets.plain import template
from onboarding.widgets.record_table import RecordTable
from onboarding.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from onboarding.screens.seller import SellerScreen

SHOW_LOADING_AFTER = 0.25
"""Seconds that the earlier view stays while a new one is looked up."""
ASK_ABOVE = 500
"""So many marked records are changed without a question. Source: keyboard grammar."""
_SORTS: dict[str, SortKey] = {
    "name": "name", "mobile": "mobile", "district": "district", "stage": "stage", "mse": "mse", "next": "next",
    "contact": "contact",
}  # fmt: skip
_KEEPS_ALL_IDS = frozenset(
    {"log", "note", "plan", "snooze", "edit", "move", "assign", "add_person", "block", "clear_blocker", "paper", "mse",
     "setting", "introduce", "calendar", "target", "official", "arrive", "learn_district", "pull", "undo_pull", "link_prospect"}
)  # fmt: skip
"""Verbs that neither add nor take away a lead: the list of all of them stays as it is."""


class _Found(NamedTuple):
    """One look-up of a population."""

    wanted: SellerFilter
    ids: array[int] | None
    """None: nothing that happened since can have changed the ids."""
    newest: int
    """Number of the newest journal entry that is in it."""
    rows: Sequence[Sequence[str]] = ()
    """Rows of the first ids, in words."""


class SellersScreen(FilteredScreen):
    """F3, and every population that a figure or a line of Today opens."""

    SCOPES: ClassVar[tuple[str, ...]] = ("list", "table")
    TITLE_ID = "list.title"
    CSS_PATH = "sellers.tcss"

    def __init__(self, population: SellerFilter | None = None, title: str | None = None) -> None:
        """``title`` is already in words; None is the list of sellers itself."""
        super().__init__()
        self._population = population or SellerFilter()
        self._title = title
        self._typed = Typed({})
        self._words: FilterWords | None = None
        self._found: _Found | None = None
        self._looking = False
        self._reader: Worker[None] | None = None
        self._slow: Timer | None = None
        self._opened: SellerScreen | None = None

    def compose_body(self) -> ComposeResult:
        """The field with its words, the list."""
        yield FilterBar()
        yield RecordTable(columns(LIST), self._source, empty=("list.empty", "list.empty_hint"), id="sellers")

    @cached_property
    def _source(self) -> SellerSource:
        services = self.services
        return SellerSource(services.lists.rows, LIST, lambda: services.office.districts, services.clock.today)

    @property
    def wanted(self) -> SellerFilter:
        """What the list shows now."""
        return self._typed.on(self._population)

    # ------------------------------------------------------------------ words

    def heading(self) -> str:
        """The name of the view, where it has one of its own."""
        return self._title or ""

    def reword(self) -> None:
        """All words anew."""
        super().reword()
        if self._name_places():
            self._look_up()
        self.table.refresh_rows()
        self._say_filter()
        self._say_counts()

    def _say_counts(self) -> None:
        if self._found is None:
            return
        n = len(self.table.ids)
        marked = self.table.marks.count(n)
        text = counted("list.count", n)
        if marked:
            text += " · " + tr("list.marked", n=number(marked))
        self.query_one(StatusLine).counts = text

    def _say_filter(self) -> None:
        if self._words is None:
            return
        said = population_words(self.wanted, self._words) if self._typed.fields or not self._title else []
        words = template("$text", text=" · ".join(said)) if said else Content("")
        for unknown in self._typed.unknown:
            problem = problem_words(unknown, self._words)
            words = Content("\n").join(filter(None, (words, template("[$text-warning]! $text[/]", text=problem))))
        self.query_one(FilterBar).say(words)

    # ------------------------------------------------------------------ reading

    def reload(self) -> None:
        """Rows are fetched again; ids only if what happened since may have changed them."""
        self.read(self._read_words, self._take_words, group="words")
        if self._found is not None:
            self.table.refresh_rows()
            self._look_up(since=self._found)
        elif not self._looking:
            self._look_up()

    def _read_words(self) -> FilterWords:
        staff = tuple((person.id, person.login, person.name) for person in self.services.office.staff())
        return FilterWords(self.services.office.districts, staff, self.services.actor.id)

    def _take_words(self, words: FilterWords) -> None:
        first = self._words is None
        self._words = words
        if first and self.query_one(FilterBar).text:
            self._filter_by(self.query_one(FilterBar).text)
        self._say_filter()

    def _look_up(self, *, since: _Found | None = None) -> None:
        """Look the population up, one at a time: what is typed meanwhile is looked up when the answer comes.

        So the first letter need not wait for the second one, and a fast typist's letters do not pile up.
        """
        if self._typed.unknown:
            self._show_none()
            return
        if since is None:
            if self._looking and self._reader is not None and not self._reader.is_finished:
                return
            self._stop_waiting()
            self._looking = True
            self._slow = self.set_timer(SHOW_LOADING_AFTER, self.table.show_loading)
        wanted, screenfuls = self.wanted, 2 * self.table.size.height
        self._reader = self.read(
            lambda: self._find(wanted, since, screenfuls),
            self._take,
            group="sellers",
            failed=lambda _: self._failed(),
        )

    def _find(self, wanted: SellerFilter, since: _Found | None, first: int) -> _Found:
        """Runs in a thread; with the ``first`` rows. The journal comes before: what is written meanwhile is found next time."""
        entries = self.services.history.log()
        newest = entries[0].id if entries else 0
        if since is not None and since.wanted == wanted:
            later = [entry.verb for entry in entries if entry.id > since.newest]
            everybody = wanted == SellerFilter()
            if not later or (everybody and len(later) < len(entries) and _KEEPS_ALL_IDS.issuperset(later)):
                return _Found(wanted, None, newest)
        ids = self.services.lists.ids(wanted)
        return _Found(wanted, ids, newest, self._source.fetch(ids[:first]))

    def _take(self, found: _Found) -> None:
        self._stop_waiting()
        if self._typed.unknown:
            return
        if found.wanted != self.wanted:
            self._reader = None
            self._look_up()
            return
        before, self._found = self._found, found
        table = self.table
        table.set_empty_text("list.empty", "list.empty_hint")
        if found.ids is not None and (found.ids != table.ids or table.state != "ready"):
            same = before is not None and before.wanted == found.wanted
            table.set_ids(found.ids, rows=found.rows, keep=table.cursor_id if same else None, keep_marks=same)
        elif table.state == "loading":
            table.set_ids(table.ids, keep=table.cursor_id, keep_marks=True)
        self._say_counts()
        self._show_sort()

    def _failed(self) -> None:
        self._stop_waiting()
        self.table.show_failed("list.failed")

    def _stop_waiting(self) -> None:
        self._looking = False
        if self._slow is not None:
            self._slow.stop()
            self._slow = None

    @on(RecordTable.RetryRequested)
    def _retry(self) -> None:
        self._look_up()

    # ------------------------------------------------------------------ filter and order

    def _filter_by(self, text: str) -> None:
        if self._words is None:
            return
        before = self.wanted, bool(self._typed.unknown)
        self._typed = read_filter(text, self._words)
        self._say_filter()
        if (self.wanted, bool(self._typed.unknown)) != before:
            self._look_up()

    def _show_none(self) -> None:
        """A word that was not understood shows nobody; the field says which.

        With all rows on the screen, marking them all and giving them away would strike sellers that the person believes
        to have filtered out.
        """
        self._stop_waiting()
        self.table.set_empty_text("list.not_understood", "list.not_understood_hint")
        self.table.set_ids(())
        self._say_counts()

    def action_narrow(self) -> None:
        """Choose a filter from lists."""
        from onboarding.screens.narrow import narrow

        if self._words is not None:
            bar = self.query_one(FilterBar)
            narrow(self, self._words, self.wanted, bar.text, bar.put)

    @on(RecordTable.SortRequested)
    def _sort(self, event: RecordTable.SortRequested) -> None:
        if event.column in _SORTS:
            self._population = self._population.but(sort=_SORTS[event.column], descending=event.descending)
            self._name_places()
            self._look_up()

    def _name_places(self) -> bool:
        """Districts are sorted by their names in the language shown; whether that changes the order."""
        before = self._population
        names = language() if before.sort == "district" else "en"
        self._population = before.but(places=names)
        return self._population != before

    def _show_sort(self) -> None:
        wanted = self.wanted
        column = next((column for column, sort in _SORTS.items() if sort == wanted.sort), None)
        self.table.set_sort(column, descending=wanted.descending)

    # ------------------------------------------------------------------ doing

    @on(RecordTable.Opened)
    def _open(self, event: RecordTable.Opened) -> None:
        from onboarding.screens.seller import SellerScreen

        title = self._title or tr(self.TITLE_ID)
        self._opened = SellerScreen(self.table.ids, event.index, title)
        self.app.push_screen(self._opened)

    def on_screen_resume(self) -> None:
        """Back from a record: the cursor stands on the one that was shown last."""
        if self._opened is not None:
            self.table.move_to(self._opened.lead_id)
            self._opened = None

    @on(RecordTable.MarksChanged)
    def _marked(self) -> None:
        self._say_counts()

    def action_register(self) -> None:
        """A walk-in."""
        from onboarding.screens.register import RegisterScreen

        self.app.push_screen(RegisterScreen())

    def action_import_file(self) -> None:
        """Lists of outsiders."""
        self.house.go("imports")

    def action_copy(self) -> None:
        """The mobile number under the cursor onto the clipboard."""
        lead = self.table.cursor_id
        if lead is not None:
            self.read(lambda: self.services.lists.rows([lead])[0].mobile, self._copy, group="copy")

    def _copy(self, mobile: str | None) -> None:
        if mobile is None:
            self.house.tell(tr("list.no_mobile"), severity="warning")
            return
        self.app.copy_to_clipboard(mobile)
        self.house.tell(tr("list.copied", number=mobile))

    def action_log_contact(self) -> None:
        """Log a contact with the lead under the cursor."""
        lead = self.table.cursor_id
        if lead is not None:
            from onboarding.screens.log_contact import log_contact

            log_contact(self.house, lead)

    def action_stage(self) -> None:
        """Move the lead under the cursor on the ladder; each wants its own day and evidence, so marks do not count here."""
        lead = self.table.cursor_id
        if lead is not None:
            from onboarding.screens.stage_move import move_stage

            move_stage(self.house, lead)

    def action_merge(self) -> None:
        """Two marked leads side by side; without marks the one under the cursor, with one that is looked up."""
        from onboarding.screens.merge import merge_two, merge_with_found

        marked = list(self.table.marked_ids())
        if len(marked) == 2:
            merge_two(self.house, marked[0], marked[1])
        elif marked:
            self.house.tell(tr("merge.mark_two", n=number(len(marked))), severity="warning")
        elif self.table.cursor_id is not None:
            merge_with_found(self.house, self.table.cursor_id)

    def action_follow_up(self) -> None:
        """Plan the next step of the marked leads, or of the one under the cursor."""
        from onboarding.screens.next_step import plan_next

        self._with_chosen(lambda leads: plan_next(self.house, leads))

    def action_owner(self) -> None:
        """Put the marked leads, or the one under the cursor, on a person's desk."""
        from onboarding.screens.owner_dialog import choose_owner

        self._with_chosen(lambda leads: choose_owner(self.house, leads))

    def _with_chosen(self, work: Callable[[list[int]], None]) -> None:
        marked = list(self.table.marked_ids())
        leads = marked or ([self.table.cursor_id] if self.table.cursor_id is not None else [])
        if len(leads) <= ASK_ABOVE:
            if leads:
                work(leads)
            return
        from onboarding.widgets.confirm import ConfirmDialog

        n = number(len(leads))
        question = ConfirmDialog(tr("list.confirm_many", n=n), tr("list.confirm_go_on", n=n))
        self.app.push_screen(question, lambda yes: work(leads) if yes else None)
