"""What one journal entry changed: each row with its fields before and after. Escape goes back, r takes the entry back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from onboarding.formats import counted, instant_local
from onboarding.i18n import tr
from onboarding.screens.base import HouseScreen
from onboarding.services.history import ChangeEntry, FieldChange, Undone
from onboarding.widgets.plain import template
from onboarding.wording import field_label, undone_text, value_text

if TYPE_CHECKING:
    from onboarding.services.context import Services

Worded = Callable[[str, object], str]
"""(field, stored value) in words."""

_UNSAID = frozenset({"aside"})
"""Columns that a new row bears without anybody having said so."""
SHOWN = 200
"""Rows of an entry that are listed; the count of all stands above them."""


class ChangeRowsScreen(HouseScreen):
    """One entry of the journal."""

    SCOPES: ClassVar[tuple[str, ...]] = ("entry",)
    TITLE_ID = "log.entry_title"
    CSS_PATH = "change_rows.tcss"
    AUTO_FOCUS = "#entry-page"

    def __init__(self, entry: ChangeEntry) -> None:
        super().__init__()
        self._entry = entry
        self._rows: list[FieldChange] = []
        self._words: Worded = value_text

    def compose_body(self) -> ComposeResult:
        """A scrolling page."""
        with VerticalScroll(id="entry-page"):
            yield Static(id="entry-head")
            yield Static(id="entry-rows")

    def reload(self) -> None:
        """The entry as it stands now, and its rows."""
        number_ = self._entry.id
        history = self.services.history
        self.read(
            lambda: (history.entry(number_), history.rows_of(number_, limit=SHOWN), worded(self.services)),
            self._show,
            group="entry",
        )

    def reword(self) -> None:
        """All words anew."""
        super().reword()
        self._draw()

    def _show(self, found: tuple[ChangeEntry | None, list[FieldChange], Worded]) -> None:
        entry, self._rows, self._words = found
        self._entry = entry or self._entry
        self._draw()

    def _draw(self) -> None:
        entry = self._entry
        state = tr("log.undone") if entry.undone_by else ""
        self.query_one("#entry-head", Static).update(
            template(
                "[b]$what[/b]  $subject\n$when  $who  [dim]$rows  $reason[/dim]  [b]$state[/b]",
                what=tr(f"verb.{entry.verb}"),
                subject=entry.subject,
                when=instant_local(entry.at_utc),
                who=entry.who,
                rows=counted("log.rows", entry.row_count),
                reason=entry.reason,
                state=state,
            )
        )
        self.query_one("#entry-rows", Static).update(
            Content("\n").join([_row(change, self._words) for change in self._rows])
        )

    def action_take_back(self) -> None:
        """Take this entry back, whoever made it; what was changed since stays."""
        services = self.services
        entry = self._entry

        def take_back() -> Undone:
            # A page stands in the log for its whole pull.
            pull = services.prospects.pull_of(entry.id) if entry.verb == "pull" else None
            return services.prospects.undo_pull(pull) if pull is not None else services.writing.take_back(entry)

        def say(undone: Undone) -> None:
            self.house.tell(undone_text("undo.done", entry, undone))
            self.reload()

        self.house.write(take_back, say)


def worded(services: Services) -> Worded:
    """Stored values in words, with the names of districts and people; reads them, so call it in a thread."""
    staff = {member.id: member.name for member in services.office.staff()}
    return partial(value_text, districts=services.office.districts, staff=staff)


def _row(change: FieldChange, words: Worded) -> Content:
    before, after = change.before or {}, change.after or {}
    parts = [
        template(
            "  [dim]$field[/dim]  $before → $after",
            field=field_label(field),
            before=words(field, before.get(field)),
            after=words(field, after.get(field)),
        )
        for field in sorted(after or before)
        if before.get(field) != after.get(field) and (before or after[field] or field not in _UNSAID)
    ]
    head = template(
        "[b]$table #$row[/b]  [dim]$op[/dim]",
        table=tr(f"log.table.{change.table}"),
        row=change.row_id,
        op=tr(f"log.op.{change.op}"),
    )
    return Content("\n").join([head, *parts])
