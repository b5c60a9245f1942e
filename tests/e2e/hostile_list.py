"""A list and careless widgets full of hostile names, as a program. Run by test_hostile_bytes."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import App, ComposeResult
from textual.filter import LineFilter
from textual.widgets import Label

from onboarding.widgets.columns import Column
from onboarding.widgets.plain import HostileFilter
from onboarding.widgets.record_table import RecordTable
from tests.support.hostile import HOSTILE


class Source:
    def fetch(self, ids: Sequence[int], /) -> list[tuple[str, str]]:
        return [(HOSTILE[item], "│ruler") for item in ids]


class Listing(App[None]):
    def get_line_filters(self) -> Sequence[LineFilter]:
        return [*super().get_line_filters(), HostileFilter()]

    def compose(self) -> ComposeResult:
        columns = (
            Column("name", "widgets.conflict-mine", 36),
            Column("ruler", "widgets.conflict-blank", 10),
        )
        self.table = RecordTable(columns, Source())
        yield self.table
        yield Label("careless\x1b[2J\x1b]52;c;b3duZWQ=\x07\u202e", markup=False)

    def on_mount(self) -> None:
        self.table.set_ids(range(len(HOSTILE)))


if __name__ == "__main__":
    Listing().run()
