"""The windowed list, against a source that a test controls."""

from __future__ import annotations

import threading
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.message import Message

from onboarding.i18n import set_language
from onboarding.widgets.columns import Column
from onboarding.widgets.record_table import RecordTable, Tone
from tests.support.hostile import HOSTILE
from tests.support.pilot import screen_text, until

COLUMNS = (
    Column("id", "widgets.status-language", 9, align="right"),
    Column("name", "widgets.list-loading", (12, 60)),
    Column("district", "widgets.conflict-mine", (8, 20), priority=1),
    Column("owner", "widgets.conflict-seen", (45, 50), priority=2, sortable=False),
)


@dataclass
class Source:
    """Rows made from the id; can be held back and can fail."""

    label: str = "Firm"
    asked: list[list[int]] = field(default_factory=list)
    gate: threading.Event | None = None
    error: Exception | None = None

    def fetch(self, ids: Sequence[int], /) -> list[tuple[str, ...]]:
        self.asked.append(list(ids))
        label = self.label
        if self.gate:
            self.gate.wait(10)
        if self.error:
            raise self.error
        return [(str(item), f"{label} {item}", "Lucknow", "Sita") for item in ids]


class Hostile:
    def fetch(self, ids: Sequence[int], /) -> list[tuple[str, ...]]:
        return [(str(item), HOSTILE[item], HOSTILE[item], "│") for item in ids]


class Listing(App[None]):
    def __init__(self, source: Source | Hostile, table: RecordTable | None = None) -> None:
        super().__init__()
        self.table = table or RecordTable(COLUMNS, source)
        self.seen: list[Message] = []
        self.moves: list[int | None] = []

    def compose(self) -> ComposeResult:
        yield self.table

    def on_mount(self) -> None:
        self.table.focus()

    def on_record_table_moved(self, event: RecordTable.Moved) -> None:
        self.moves.append(event.record)

    def on_record_table_opened(self, event: RecordTable.Opened) -> None:
        self.seen.append(event)

    def on_record_table_marks_changed(self, event: RecordTable.MarksChanged) -> None:
        self.seen.append(event)

    def on_record_table_sort_requested(self, event: RecordTable.SortRequested) -> None:
        self.seen.append(event)


@pytest.fixture(autouse=True)
def _english() -> None:
    set_language("en")


async def test_a_million_records_jump_to_the_end_and_hold_few_rows() -> None:
    app = Listing(source := Source())
    async with app.run_test(size=(100, 30)) as pilot:
        app.table.set_ids(range(1, 1_000_001))
        await until(pilot, lambda: "Firm 1 " in screen_text(pilot), "first rows")
        await pilot.press("end")
        await until(pilot, lambda: "Firm 1000000" in screen_text(pilot), "the last row")
        assert app.table.cursor_id == 1_000_000
        for _ in range(30):
            await pilot.press("pageup")
        await until(pilot, lambda: f"Firm {app.table.cursor_id} " in screen_text(pilot), "rows")
        assert app.table.rows_held <= 600
        assert sum(map(len, source.asked)) < 3_000


async def test_keys_move_the_cursor_and_the_window_follows() -> None:
    app = Listing(Source())
    async with app.run_test(size=(80, 11)) as pilot:
        app.table.set_ids(range(100, 200))
        await pilot.press("down", "down", "up", "pagedown")
        assert app.table.cursor == 10
        await until(pilot, lambda: "› " in screen_text(pilot), "cursor sign")
        assert "Firm 110" in next(line for line in screen_text(pilot).splitlines() if "›" in line)
        await pilot.press("home", "up")
        assert app.table.cursor_id == 100


async def test_enter_opens_the_record_under_the_cursor() -> None:
    app = Listing(Source())
    async with app.run_test() as pilot:
        app.table.set_ids([7, 8, 9])
        await pilot.press("down", "enter")
        await until(pilot, lambda: app.seen, "message")
        assert isinstance(event := app.seen[0], RecordTable.Opened)
        assert (event.record, event.index) == (8, 1)


async def test_marks_are_counted_and_all_but_one_costs_one_id() -> None:
    app = Listing(Source())
    async with app.run_test() as pilot:
        app.table.set_ids(range(1_000_000))
        await pilot.press("space", "*", "space")
        await until(pilot, lambda: len(app.seen) == 3, "three messages")
        counts = [event.count for event in app.seen if isinstance(event, RecordTable.MarksChanged)]
        assert counts == [1, 1_000_000, 999_999]
        assert app.table.marks.ids == {1}
        assert app.table.marked_ids()[:2] == array("q", [0, 2])


async def test_marking_works_under_a_hindi_layout() -> None:
    app = Listing(Source())
    async with app.run_test() as pilot:
        app.table.set_ids(range(5))
        await pilot.press("श")
        await until(pilot, lambda: app.seen, "message")
        assert app.table.marks.everything


async def test_sorting_goes_round_the_columns_on_screen() -> None:
    app = Listing(Source())
    async with app.run_test(size=(120, 20)) as pilot:
        app.table.set_ids(range(5))
        await pilot.press("s", "s", "S", "s", "s")
        await until(pilot, lambda: len(app.seen) == 5, "requests")
        asked = [(event.column, event.descending) for event in app.seen if isinstance(event, RecordTable.SortRequested)]
        assert asked == [
            ("id", False),
            ("name", False),
            ("name", True),
            ("district", False),
            ("id", False),
        ]
        assert "▲" in screen_text(pilot).splitlines()[0]


async def test_the_cursor_stays_on_its_record_when_the_view_changes() -> None:
    app = Listing(Source())
    async with app.run_test() as pilot:
        app.table.set_ids(range(1000))
        app.table.move_to(500)
        app.table.set_ids(range(999, -1, -1), keep=500)
        assert app.table.cursor_id == 500
        assert app.table.cursor == 499
        app.table.set_ids([item for item in range(1000) if item != 500], keep=500)
        assert app.table.cursor == 499
        await until(pilot, lambda: "Firm 499" in screen_text(pilot), "row at the cursor")
        assert app.moves == [0, 500, 500, 499]


async def test_neighbours_are_those_of_the_view() -> None:
    app = Listing(Source())
    async with app.run_test():
        app.table.set_ids([5, 3, 9])
        assert app.table.next_id(5) == 3
        assert app.table.previous_id(9) == 3
        assert app.table.previous_id(5) is None
        assert app.table.next_id(9) is None
        assert app.table.next_id(77) is None


async def test_a_late_answer_does_not_overwrite_a_newer_one() -> None:
    """Thread workers cannot be stopped; the answer to the old question comes last."""
    source = Source("old", gate=threading.Event())
    app = Listing(source)
    async with app.run_test() as pilot:
        app.table.set_ids([1, 2, 3])
        await until(pilot, lambda: source.asked, "the first question")
        old_gate, source.gate, source.label = source.gate, None, "new"
        app.table.refresh_rows([1])
        await until(pilot, lambda: "new 1" in screen_text(pilot), "the newer row")
        assert old_gate
        old_gate.set()
        await app.workers.wait_for_complete()
        await until(pilot, lambda: not app.workers._workers, "no worker left")
        await pilot.pause()
        assert "old" not in screen_text(pilot)


async def test_a_written_record_is_fetched_again_and_shown_until_then() -> None:
    app = Listing(source := Source())
    async with app.run_test() as pilot:
        app.table.set_ids([1, 2, 3])
        await until(pilot, lambda: "Firm 2" in screen_text(pilot), "rows")
        source.label = "Renamed"
        app.table.refresh_rows([2])
        assert "Firm 2" in screen_text(pilot)
        await until(pilot, lambda: "Renamed 2" in screen_text(pilot), "the new row")
        assert "Firm 1" in screen_text(pilot)
        assert source.asked[-1] == [2]


async def test_placeholders_stand_until_rows_come() -> None:
    source = Source(gate=threading.Event())
    app = Listing(source)
    async with app.run_test() as pilot:
        app.table.set_ids([1, 2])
        await until(pilot, lambda: screen_text(pilot).count("…") >= 2, "placeholders")
        assert source.gate
        source.gate.set()
        await until(pilot, lambda: "Firm 2" in screen_text(pilot), "rows")


async def test_the_four_states_say_what_is_the_matter_in_both_languages() -> None:
    app = Listing(Source())
    async with app.run_test() as pilot:
        await until(pilot, lambda: "Looking up" in screen_text(pilot), "loading")
        app.table.set_ids([])
        await until(pilot, lambda: "Nothing here." in screen_text(pilot), "empty")
        app.table.set_empty_text("No seller called [/b] X.", "")
        await until(pilot, lambda: "called [/b] X." in screen_text(pilot), "a filled sentence")
        app.table.set_ids([1], more=True)
        await until(pilot, lambda: "narrow the search" in screen_text(pilot), "more")
        app.table.show_failed("widgets.list-failed")
        await until(pilot, lambda: "could not be read" in screen_text(pilot), "failed")
        set_language("hi")
        app.table.refresh()
        await until(pilot, lambda: "सूची पढ़ी नहीं जा सकी" in screen_text(pilot), "Hindi")


async def test_a_failing_source_is_shown_and_enter_tries_again() -> None:
    app = Listing(source := Source(error=OSError("disk")))
    async with app.run_test() as pilot:
        app.table.set_ids([1, 2])
        await until(pilot, lambda: app.table.state == "failed", "failure")
        assert "disk" not in screen_text(pilot)
        source.error = None
        await pilot.press("enter")
        await until(pilot, lambda: "Firm 2" in screen_text(pilot), "rows after the second try")


async def test_hostile_names_stand_in_line_and_literally() -> None:
    app = Listing(Hostile())
    async with app.run_test(size=(140, len(HOSTILE) + 5)) as pilot:
        app.table.set_ids(range(len(HOSTILE)))
        await until(pilot, lambda: "Robert" in screen_text(pilot), "rows")
        lines = [line for line in screen_text(pilot).splitlines() if "│" in line]
        assert len(lines) == len(HOSTILE)
        assert len({cell_len(line[: line.index("│")]) for line in lines}) == 1
        assert any("ABC [Regd] Traders" in line for line in lines)


@pytest.mark.parametrize(("width", "shown"), [(80, 3), (120, 4), (45, 3), (30, 2)])
async def test_less_important_columns_drop_out_on_a_narrow_terminal(width: int, shown: int) -> None:
    app = Listing(Source())
    async with app.run_test(size=(width, 10)) as pilot:
        app.table.set_ids([1])
        await until(pilot, lambda: "Firm 1" in screen_text(pilot), "rows")
        assert len(app.table._fitted) == shown
        assert ("Sita" in screen_text(pilot)) == (shown == 4)


async def test_a_tone_colours_a_cell() -> None:
    def tone(column: str, row: Sequence[str]) -> Tone | None:
        return "error" if column == "name" else None

    table = RecordTable(COLUMNS, Source(), style_of=tone)
    app = Listing(Source(), table)
    async with app.run_test() as pilot:
        table.set_ids([1, 2])
        await until(pilot, lambda: "Firm 2" in screen_text(pilot), "rows")
        styles = {segment.text.strip(): segment.style for segment in table.render_line(2)}
        assert styles["Firm 2"] != styles["Lucknow"]


async def test_a_click_moves_and_a_second_opens_and_the_header_sorts() -> None:
    app = Listing(Source())
    async with app.run_test(size=(120, 20)) as pilot:
        app.table.set_ids([1, 2, 3])
        await until(pilot, lambda: "Firm 3" in screen_text(pilot), "rows")
        await pilot.click(offset=(10, 2))
        assert app.table.cursor == 1
        await pilot.click(offset=(10, 2))
        await pilot.click(offset=(15, 0))
        await until(pilot, lambda: len(app.seen) == 2, "messages")
        opened, sort = app.seen
        assert isinstance(opened, RecordTable.Opened)
        assert opened.record == 2
        assert isinstance(sort, RecordTable.SortRequested)
        assert (sort.column, sort.descending) == ("name", False)
