"""Imports on the screen: a path, a preview that writes nothing, the taking over, the run and its undo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from onboarding.app import OnboardingApp
from onboarding.db.staging_locks import staging_folder
from onboarding.domain.filters import SellerFilter
from onboarding.errors import Stopped
from onboarding.i18n import set_language, tr
from onboarding.locations import Locations
from onboarding.screens.import_preview import ImportPreviewScreen
from onboarding.screens.imports import ImportsScreen
from onboarding.screens.path_input import PathInput, candidates
from onboarding.services import import_runs, import_writing
from onboarding.services.context import Services
from onboarding.widgets.record_table import RecordTable
from tests.support.hostile import MARKUP
from tests.support.house import a_lead, mobile, open_house
from tests.support.lists import DATA, a_list, tables
from tests.support.pilot import screen_text, until
from tests.support.runs import cut_off, plain_list, small_chunks

BARABANKI = DATA / "sellers_dic_barabanki.xlsx"


@pytest.fixture
def house(tmp_path: Path) -> Services:
    services = open_house(tmp_path)
    a_lead(services, number=1)
    set_language("en")
    return services


def app_of(services: Services) -> OnboardingApp:
    folder = services.database.path.parent
    return OnboardingApp(services, Locations(services.database.path, folder / "settings.toml", folder / "log"))


async def open_preview(pilot: Pilot[Any], path: Path) -> ImportPreviewScreen:
    """The preview of a list, opened by its keys and its path."""
    app = pilot.app
    assert isinstance(app, OnboardingApp)
    await until(pilot, lambda: len(app.screen_stack) > 1, "the first screen")
    app.go("imports")
    await until(pilot, lambda: isinstance(app.screen, ImportsScreen), "imports")
    await pilot.press("i")
    await until(pilot, lambda: isinstance(app.screen, ImportPreviewScreen), "the preview")
    screen = app.screen
    assert isinstance(screen, ImportPreviewScreen)
    screen.query_one(PathInput).value = str(path)
    await pilot.press("enter")
    return screen


async def rows_shown(pilot: Pilot[Any], screen: ImportPreviewScreen, count: int) -> None:
    table = screen.query_one(RecordTable)
    await until(pilot, lambda: table.state == "ready" and len(table.ids) == count, f"{count} rows")


async def test_a_list_is_previewed_taken_over_and_taken_back(house: Services) -> None:
    before = tables(house)
    app = app_of(house)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        screen = await open_preview(pilot, BARABANKI)
        await rows_shown(pilot, screen, 300)
        await until(pilot, lambda: "284 new" in screen_text(pilot), "the counts")
        text = screen_text(pilot)
        assert "sellers_dic_barabanki.xlsx" in text
        assert "Sheet2" in text
        assert "Block" in text
        assert tables(house) == before
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, ImportsScreen), "the history")
        await until(pilot, lambda: len(app.screen.query_one(RecordTable).ids) == 1, "the run")
        assert house.imports.runs()[0].counts["new"] == 284
        assert list((house.database.path.parent / "reports").glob("*-rejected.csv"))
        await pilot.press("r")
        await until(pilot, lambda: house.imports.runs()[0].undone_at, "the undo")
    assert tables(house) == before


async def test_rows_are_shown_by_verdict_and_one_in_full(house: Services) -> None:
    async with app_of(house).run_test(size=(120, 40)) as pilot:
        screen = await open_preview(pilot, BARABANKI)
        await rows_shown(pilot, screen, 300)
        await pilot.press("tab")
        await rows_shown(pilot, screen, 284)
        await pilot.press("tab")
        await rows_shown(pilot, screen, 8)
        await pilot.press("tab")
        await until(pilot, lambda: "rejected: 8" in screen_text(pilot), "the rejected rows")
        await pilot.press("enter")
        await until(pilot, lambda: "Delhi" in screen_text(pilot), "the row in full")
        await pilot.press("down")
        mapping = screen.query_one("#import-mapping", Static)
        await until(pilot, lambda: "→" in str(mapping.render()), "the columns again")
        await pilot.press("enter")
        await until(pilot, lambda: "→" not in str(mapping.render()), "another row in full")
        await pilot.press("escape")
        await until(pilot, lambda: "→" in str(mapping.render()), "the columns again")
        assert pilot.app.screen is screen
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ImportsScreen), "the history")


async def test_escape_leaves_no_trace(house: Services) -> None:
    before = tables(house)
    app = app_of(house)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_preview(pilot, BARABANKI)
        await rows_shown(pilot, screen, 300)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ImportsScreen), "the history")
        await until(pilot, lambda: not staging_folder(house.database.path).exists(), "the private file is gone")
    assert tables(house) == before
    assert house.imports.runs() == []


async def test_an_import_that_is_left_is_stopped_and_says_so(house: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    """A function key in the middle of it goes elsewhere; silence would look like success."""
    began = Event()

    def until_stopped(*_: object, cancelled: Callable[[], bool], **__: object) -> None:
        began.set()
        while not cancelled():
            began.wait(0.01)
        raise Stopped("imports.stopped")

    monkeypatch.setattr(house.imports, "commit_with_report", until_stopped)
    async with app_of(house).run_test(size=(100, 30), notifications=True) as pilot:
        screen = await open_preview(pilot, BARABANKI)
        await until(pilot, lambda: screen.query_one(RecordTable).ids, "rows")
        await pilot.press("c")
        await until(pilot, began.is_set, "the work")
        await pilot.press("f2")
        told = tr("imports.stopped")
        await until(pilot, lambda: any(told in note.message for note in pilot.app._notifications), "it is told")
        await until(pilot, lambda: not staging_folder(house.database.path).exists(), "the private file is gone")


async def to_history(pilot: Pilot[Any], count: int) -> ImportsScreen:
    app = pilot.app
    assert isinstance(app, OnboardingApp)
    await until(pilot, lambda: len(app.screen_stack) > 1, "the first screen")
    app.go("imports")
    await until(pilot, lambda: isinstance(app.screen, ImportsScreen), "imports")
    screen = app.screen
    assert isinstance(screen, ImportsScreen)
    await until(pilot, lambda: any(len(table.ids) == count for table in screen.query(RecordTable)), "the runs")
    return screen


async def test_escape_in_a_large_run_leaves_one_that_goes_on(
    house: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_chunks(monkeypatch)
    began, let_go = Event(), Event()
    write = import_writing.write_chunk

    def slowly(*words: Any) -> None:  # noqa: ANN401
        write(*words)
        began.set()
        let_go.wait(30)

    monkeypatch.setattr(import_runs, "write_chunk", slowly)
    app = app_of(house)
    async with app.run_test(size=(110, 30), notifications=True) as pilot:
        screen = await open_preview(pilot, plain_list(tmp_path, 60))
        await until(pilot, lambda: screen.query_one(RecordTable).ids, "rows")
        await pilot.press("c")
        await until(pilot, began.is_set, "the writing")
        await pilot.press("escape")
        let_go.set()
        await until(pilot, lambda: isinstance(app.screen, ImportsScreen), "the history")
        await until(pilot, lambda: "cut off" in screen_text(pilot), "the state")
        told = " ".join(note.message for note in app._notifications)
        assert "10 of 60 rows" in told
        assert "c goes on, r takes it away" in told
        assert house.lists.count(SellerFilter()) == 1
        await until(pilot, lambda: "10 of 60" in screen_text(pilot), "how far it was")
        await pilot.press("c")
        await until(pilot, lambda: house.imports.runs()[0].state == "done", "the rest of it")
        await until(pilot, lambda: "60 new" in screen_text(pilot), "its counts")
        house.sellers.note(2, "came to the office")
        await pilot.press("r")
        await until(pilot, lambda: "#2 Firm 100" in screen_text(pilot), "what was kept")
    assert house.lists.count(SellerFilter()) == 2


async def test_a_run_that_was_cut_off_is_taken_away_with_one_key(
    house: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_chunks(monkeypatch)
    before = tables(house)
    cut_off(house, plain_list(tmp_path, 60), after=30)
    async with app_of(house).run_test(size=(110, 30), notifications=True) as pilot:
        await to_history(pilot, 1)
        await pilot.press("r")
        await until(pilot, lambda: "taken away" in screen_text(pilot), "the state")
    assert tables(house) == before


async def test_what_cannot_be_read_is_said_and_may_be_corrected(house: Services, tmp_path: Path) -> None:
    app = app_of(house)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        screen = await open_preview(pilot, tmp_path / "missing.csv")
        await until(pilot, lambda: "missing.csv" in " ".join(n.message for n in app._notifications), "the sentence")
        path = screen.query_one(PathInput)
        await until(pilot, lambda: path.has_focus, "the path again")
        path.value = str(a_list(tmp_path, ("Firm", "", "Lucknow", mobile(7))))
        await pilot.press("enter")
        await rows_shown(pilot, screen, 1)


async def test_names_are_literal_in_both_languages(house: Services, tmp_path: Path) -> None:
    path = a_list(tmp_path, *[(name, "", "Lucknow", mobile(10 + n)) for n, name in enumerate(MARKUP[:6])])
    async with app_of(house).run_test(size=(120, 40)) as pilot:
        screen = await open_preview(pilot, path)
        await rows_shown(pilot, screen, len(MARKUP[:6]))
        await until(pilot, lambda: "data rows" in screen_text(pilot), "English")
        await pilot.press("ctrl+l")
        await until(pilot, lambda: "आँकड़ों की पंक्तियाँ" in screen_text(pilot), "Hindi")
        await pilot.press("enter")
        await until(pilot, lambda: "Name of Unit:" in screen_text(pilot), "the row in full")
    set_language("en")


async def test_the_same_list_again_is_told(house: Services, tmp_path: Path) -> None:
    path = a_list(tmp_path, ("Firm", "", "Lucknow", mobile(7)))
    with house.imports.plan(path) as plan:
        house.imports.commit(plan)
    async with app_of(house).run_test(size=(80, 24)) as pilot:
        await open_preview(pilot, path)
        await until(pilot, lambda: "run 1" in screen_text(pilot), "the earlier run")


def test_paths_are_completed_by_folders_and_lists_only(tmp_path: Path) -> None:
    for name in ("list-a.csv", "list-b.XLSX", "list-c.ods", "list-d.xls", "list.pdf", ".hidden.csv"):
        (tmp_path / name).touch()
    (tmp_path / "lists").mkdir()
    folder, names = candidates(f"{tmp_path}/li")
    assert folder == f"{tmp_path}/"
    assert names == ["list-a.csv", "list-b.XLSX", "list-c.ods", "list-d.xls", "lists/"]
    assert candidates(f"{tmp_path}/nowhere/x")[1] == []


async def test_tab_completes_the_path(house: Services, tmp_path: Path) -> None:
    (tmp_path / "only-list.csv").touch()
    app = app_of(house)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_preview(pilot, Path())
        path = screen.query_one(PathInput)
        await until(pilot, lambda: path.has_focus, "the path")
        path.value = f"{tmp_path}/only"
        await pilot.press("tab")
        assert path.value == f"{tmp_path}/only-list.csv"
        await until(
            pilot, lambda: "only-list.csv" in str(screen.query_one("#import-offers", Static).render()), "offers"
        )


async def test_a_list_of_offices_is_previewed_under_its_own_headings(house: Services) -> None:
    app = app_of(house)
    async with app.run_test(size=(130, 30), notifications=True) as pilot:
        screen = await open_preview(pilot, DATA / "department_offices.xlsx")
        await rows_shown(pilot, screen, 203)
        await until(
            pilot, lambda: "199 new" in screen_text(pilot) and "40010001" in screen_text(pilot), "counts and rows"
        )
        text = screen_text(pilot)
        assert "DDO code" in text
        assert "offices" in text
        assert "users of offices" in text  # what the other sheet is
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, ImportsScreen), "the history")
        await until(pilot, lambda: "offices: department" in screen_text(pilot), "the run")
        await pilot.press("o")
        await until(pilot, lambda: "made no firms" in screen_text(pilot), "that there are no firms to open")
        await pilot.press("r")
        await until(pilot, lambda: "undone" in screen_text(pilot), "taken back")
