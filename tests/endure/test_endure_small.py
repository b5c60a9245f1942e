"""A small share of ``scripts/endure`` at each check: the same functions, other numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from onboarding.files.reading import read_sellers
from scripts.endurance import disk, edits, files, kills, logs, runs, terminals
from scripts.endurance.house import open_house, registered, wrong_in
from scripts.endurance.report import Finding, percentile, table

pytestmark = pytest.mark.slow


def nothing_lost(found: Finding) -> None:
    assert not found.losses, table([found])
    assert not found.skipped, found.skipped


def test_four_people_save_in_six_leads(tmp_path: Path) -> None:
    found = edits.run(tmp_path, processes=4, edits=40, leads=6)
    nothing_lost(found)
    assert found.figures["saves"] == 160


def test_a_save_that_was_told_and_is_gone_is_found(tmp_path: Path) -> None:
    services = open_house(tmp_path / "house.db")
    ids = registered(services, 1)
    services.sellers.edit(ids[0], {edits.GROWING: "one"})
    diary = edits.Diary()
    diary.saved["grow", ids[0]] = 2
    diary.words = [(ids[0], "one"), (ids[0], "two")]
    assert edits.compare(services, ids, [diary], 2) == [
        f"lead {ids[0]}: two was saved and is gone",
        "2 saves told, 1 journal entries",
    ]


def test_a_field_overwritten_behind_the_journal_is_found(tmp_path: Path) -> None:
    services = open_house(tmp_path / "house.db")
    ids = registered(services, 1)
    diary = edits.Diary()
    with services.database.write(who="test", what="test") as connection:
        connection.execute("UPDATE lead SET address = 'elsewhere', name = 'Other Name'")
    assert edits.compare(services, ids, [diary], 0) == [f"lead {ids[0]}, address: not what the journal wrote last"]
    assert any("facts" in wrong for wrong in wrong_in(services.database.path))


@pytest.mark.parametrize("verb", kills.VERBS)
def test_kill_leaves_all_or_nothing(tmp_path: Path, verb: str) -> None:
    (found,) = kills.run(tmp_path, times=3, rows=600, verbs=[verb])
    nothing_lost(found)


def test_a_large_import_that_is_killed_and_gone_on_with(tmp_path: Path) -> None:
    nothing_lost(runs.run(tmp_path, times=2, rows=11_000))


def test_files_nobody_meant(tmp_path: Path) -> None:
    found = files.run(tmp_path, count=120)
    nothing_lost(found)
    assert {found.figures["crashes"], found.figures["hangs"], found.figures["rows lost"]} == {0}


def test_a_row_that_a_reader_drops_is_found(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Name of Unit,Mobile\nBalaji Traders,6440000001\nGomti Foods,6440000002\n", encoding="utf-8")
    with read_sellers(path, today=files.TODAY, districts=files._districts()) as reading:
        lines = [row.line for row in reading.rows()]
        assert files._unaccounted(reading, lines) == []
        assert files._unaccounted(reading, lines[:-1]) == [3]
        assert files._unaccounted(reading, [*lines, 2]) == [2]


def test_no_room_for_an_edit_and_an_import(tmp_path: Path) -> None:
    found = list(disk.run(tmp_path, steps=3, verbs=["edit", "import"], frees=[0]))
    for one in found:
        if not one.skipped:  # a small file system is not to be had everywhere
            nothing_lost(one)
    assert any(one.figures.get("refused in words") for one in found)


def test_hindi_columns_in_tmux(tmp_path: Path) -> None:
    found = terminals.in_tmux(tmp_path)
    if found.skipped:
        pytest.skip(found.skipped)
    nothing_lost(found)


def test_no_number_of_a_person_in_what_errors_leave(tmp_path: Path) -> None:
    nothing_lost(logs.run(tmp_path))


def test_the_search_finds_a_number() -> None:
    assert logs.searched([f"call {logs.MOBILE}", "call nobody"])


def test_percentiles_lie_between_neighbours() -> None:
    assert (percentile([4, 1, 3, 2], 0.5), percentile([5.0], 0.95), percentile([], 0.5)) == (2.5, 5.0, 0.0)


def test_the_table_says_what_was_skipped_and_lost() -> None:
    text = table([Finding("a", "b", skipped="xterm is not installed here"), Finding("c", "d", losses=["a row"])])
    assert "| a | b | skipped | xterm is not installed here |" in text
    assert "LOST in c, d: a row" in text
