"""A screen of one list under a search field: what the keys of the field do is the same in each."""

from __future__ import annotations

from textual import on

from onboarding.screens.base import HouseScreen
from onboarding.screens.filter_bar import FilterBar
from onboarding.widgets.record_table import RecordTable


class FilteredScreen(HouseScreen):
    """A subclass composes the ``FilterBar`` and its list, and says in ``_filter_by`` what a typed text means."""

    @property
    def table(self) -> RecordTable:
        """The list."""
        return self.query_one(RecordTable)

    def action_filter(self) -> None:
        """The search field."""
        self.query_one(FilterBar).open()

    @on(FilterBar.Changed)
    def _filter_typed(self, event: FilterBar.Changed) -> None:
        event.stop()
        self._filter_by(event.text)

    @on(FilterBar.Left)
    def _filter_left(self, event: FilterBar.Left) -> None:
        event.stop()
        self.table.focus()

    def _filter_by(self, text: str) -> None:
        raise NotImplementedError
