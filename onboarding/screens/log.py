"""Who did what: the journal, newest first. Enter shows what an entry changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from onboarding.formats import instant_local, number
from onboarding.i18n import tr
from onboarding.screens.base import HouseScreen
from onboarding.services.history import PAGE, ChangeEntry
from onboarding.widgets.columns import Column
from onboarding.widgets.record_table import RecordTable

_COLUMNS = (
    Column("when", "log.col.when", 16, sortable=False),
    Column("who", "log.col.who", (8, 16), sortable=False),
    Column("what", "log.col.what", (12, 24), sortable=False),
    Column("subject", "log.col.subject", (12, 40), sortable=False),
    Column("rows", "log.col.rows", 8, align="right", priority=3, sortable=False),
    Column("state", "log.col.state", (8, 12), priority=2, sortable=False),
    Column("reason", "log.col.reason", (6, 24), priority=5, sortable=False),
)


class LogScreen(HouseScreen):
    """The journal, a few hundred entries at a time; more come when the cursor reaches the end."""

    SCOPES: ClassVar[tuple[str, ...]] = ("table", "log")
    TITLE_ID = "log.title"

    def __init__(self) -> None:
        super().__init__()
        self._entries: dict[int, ChangeEntry] = {}
        self._complete = False

    def compose_body(self) -> ComposeResult:
        """One list."""
        yield RecordTable(_COLUMNS, self, markable=False, id="log-list")

    def fetch(self, ids: Sequence[int], /) -> Sequence[Sequence[str]]:
        """The words of the entries asked for."""
        return [_words(self._entries[number_]) for number_ in ids if number_ in self._entries]

    def reword(self) -> None:
        """All words anew."""
        super().reword()
        table = self.query_one(RecordTable)
        table.set_empty_text(tr("log.empty"), tr("log.empty_hint"))
        table.refresh_rows()

    def reload(self) -> None:
        """The newest entries."""
        self._complete = False
        self.read(lambda: self.services.history.log(limit=PAGE), self._show_first, group="log")

    def _show_first(self, entries: list[ChangeEntry]) -> None:
        self._entries = {}
        self._add(entries)

    def _add(self, entries: list[ChangeEntry]) -> None:
        self._complete = len(entries) < PAGE
        self._entries |= {entry.id: entry for entry in entries}
        table = self.query_one(RecordTable)
        table.set_ids(list(self._entries), keep=table.cursor_id)

    @on(RecordTable.Moved)
    def _more(self, event: RecordTable.Moved) -> None:
        if self._complete or event.index < len(self._entries) - 20 or not self._entries:
            return
        last = min(self._entries)
        self.read(lambda: self.services.history.log(limit=PAGE, before=last), self._add, group="log")

    @on(RecordTable.Opened)
    def _open(self, event: RecordTable.Opened) -> None:
        from onboarding.screens.change_rows import ChangeRowsScreen

        self.app.push_screen(ChangeRowsScreen(self._entries[event.record]))


def _words(entry: ChangeEntry) -> Sequence[str]:
    return (
        instant_local(entry.at_utc),
        entry.who,
        tr(f"verb.{entry.verb}"),
        entry.subject,
        number(entry.row_count),
        tr("log.undone") if entry.undone_by else "",
        entry.reason,
    )
