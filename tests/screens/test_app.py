"""The shell: where it opens, the keys that work everywhere, languages, settings, and what it says when something goes wrong."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import OptionList

from onboarding import i18n
from onboarding.actions import ACTIONS
from onboarding.app import OnboardingApp
from onboarding.errors import Refused
from onboarding.screens.base import HouseScreen
from onboarding.screens.fault import FaultScreen
from onboarding.screens.help import HelpScreen
from onboarding.screens.look_up import LookUp
from onboarding.screens.progress import ProgressScreen
from onboarding.screens.sellers import SellersScreen
from onboarding.screens.settings import SettingsScreen
from onboarding.screens.today import TodayScreen
from onboarding.widgets.choice import ChoiceDialog
from onboarding.widgets.key_line import KeyLine
from onboarding.widgets.line_input import LineInput
from onboarding.widgets.record_table import RecordTable
from tests.support.house import a_lead, open_house
from tests.support.many import app_over
from tests.support.pilot import screen_text, until

IN_A_RECORD = "ZZZPZ6440000007Z"


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    i18n.set_language("en")
    yield
    i18n.set_language("en")


@pytest.fixture
def app(tmp_path: Path) -> OnboardingApp:
    services = open_house(tmp_path)
    a_lead(services)
    return app_over(services, tmp_path, "today")


def shows(pilot: Pilot[int], kind: type[Screen[Any]]) -> Callable[[], bool]:
    return lambda: isinstance(pilot.app.screen, kind)


def _ids(app: OnboardingApp) -> int:
    return sum(len(table.ids) for table in app.screen.query(RecordTable))


def notices(app: OnboardingApp) -> list[str]:
    return [notice.message for notice in app._notifications]


# ---------------------------------------------------------------------------- where it is


async def test_function_keys_go_to_the_main_screens_and_escape_comes_back(app: OnboardingApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, shows(pilot, TodayScreen), "Today without a key")
        for key, kind in (("f9", ProgressScreen), ("f3", SellersScreen), ("f2", TodayScreen), ("f9", ProgressScreen)):
            await pilot.press(key)
            await until(pilot, shows(pilot, kind), f"{kind.__name__} on {key}")
        await pilot.press("escape")
        await until(pilot, shows(pilot, TodayScreen), "Today again")
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, TodayScreen)


async def test_a_digit_opens_the_look_up_on_every_main_screen_and_escape_returns_there(app: OnboardingApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        for name in ("today", "sellers", "progress", "imports", "log", "settings"):
            app.go(name)
            await until(pilot, lambda: app.screen.query(KeyLine) and isinstance(app.screen, HouseScreen), name)
            before = app.screen
            await pilot.press("7")
            await until(pilot, shows(pilot, LookUp), f"the look-up over {name}")
            await pilot.press("escape")
            await until(pilot, lambda held=before: app.screen is held, f"{name} again")  # type: ignore[misc]


async def test_a_devanagari_digit_opens_the_look_up_too(app: OnboardingApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("६")
        await until(pilot, shows(pilot, LookUp), "the look-up")


@pytest.mark.parametrize("name", ["today", "sellers", "progress", "imports", "log", "settings", "welcome"])
async def test_every_key_of_a_screen_is_done_by_something(app: OnboardingApp, name: str) -> None:
    """A key of the table of actions whose method is nowhere would be dead, and its footer a lie."""
    async with app.run_test(size=(120, 40)) as pilot:
        app.go(name)
        await pilot.pause()
        chain = [*app.screen.query(RecordTable), app.screen, app]
        for item in ACTIONS:
            if set(item.scopes) & set(app.scopes_here()):
                assert any(hasattr(node, f"action_{item.method}") for node in chain), item.id


# ---------------------------------------------------------------------------- languages, help, palette


async def test_the_language_changes_at_once_everywhere_and_is_kept(app: OnboardingApp) -> None:
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await until(pilot, lambda: "overdue" in screen_text(pilot), "Today in English")
        await pilot.press("ctrl+l")
        await until(pilot, lambda: "समय-सीमा पार" in screen_text(pilot), "Today in Hindi")
        text = screen_text(pilot)
        assert "overdue" not in text
        assert "Help" not in text
        assert "सहायता" in text.splitlines()[-1]
        await until(pilot, lambda: app.services.actor.language == "hi", "the choice is kept")
    assert open_house(app.services.database.path.parent.parent).actor.language == "hi"


async def test_the_language_changes_under_the_help_page(app: OnboardingApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f1")
        await until(pilot, lambda: "The keys that work here" in screen_text(pilot), "help in English")
        await pilot.press("ctrl+l")
        await until(pilot, lambda: i18n.tr_in("hi", "help.title") in screen_text(pilot), "help in Hindi")


@pytest.mark.parametrize("key", ["f1", "question_mark"])
async def test_help_lists_the_keys_that_work_here_and_no_others(app: OnboardingApp, key: str) -> None:
    async with app.run_test(size=(120, 60)) as pilot:
        await pilot.press("f9")
        await until(pilot, shows(pilot, ProgressScreen), "Progress")
        await pilot.press(key)
        await until(pilot, shows(pilot, HelpScreen), "help")
        text = screen_text(pilot)
        assert "Day before" in text
        assert "Undo" in text
        for elsewhere in ("Log contact", "Mark all", "Sort"):
            assert elsewhere not in text
        await pilot.press("escape")
        await until(pilot, shows(pilot, ProgressScreen), "Progress again")


@pytest.mark.parametrize(
    ("language", "typed", "shown"), [("en", "prog", "Progress"), ("hi", "प्रग", "प्रगति"), ("hi", "prog", "प्रगति")]
)
async def test_the_palette_finds_an_action_by_its_name_in_the_language_of_now_and_does_it(
    app: OnboardingApp, language: str, typed: str, shown: str
) -> None:
    i18n.set_language(language)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+p" if typed == shown else "colon")
        await until(pilot, shows(pilot, ChoiceDialog), "the palette")
        app.screen.query_one(LineInput).value = typed  # the pilot cannot press a virama
        options = app.screen.query_one(OptionList)
        await until(pilot, lambda: 0 < options.option_count < 4 and shown in screen_text(pilot), "the action")
        await pilot.press("enter")
        await until(pilot, shows(pilot, ProgressScreen), "Progress")


async def test_an_action_of_the_list_is_done_from_the_palette(app: OnboardingApp) -> None:
    a_lead(app.services, number=5, name="Second", next_on="2026-11-20")
    async with app.run_test(size=(80, 24)) as pilot:
        app.go("sellers")
        await until(pilot, lambda: _ids(app) == 2, "the list")
        await pilot.press("colon")
        await until(pilot, shows(pilot, ChoiceDialog), "the palette")
        await pilot.press(*"mark all", "enter")
        await until(pilot, shows(pilot, SellersScreen), "the list again")
        await until(pilot, lambda: len(app.screen.query_one(RecordTable).marked_ids()) == 2, "all marked")


async def test_the_footer_lists_no_way_back_where_there_is_none(app: OnboardingApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Help" in screen_text(pilot), "the footer")
        footer = app.screen.query_one(KeyLine)
        assert "Back" not in str(footer.render())
        await pilot.press("f9")
        await until(pilot, shows(pilot, ProgressScreen), "Progress")
        assert "Back" in str(app.screen.query_one(KeyLine).render())


# ---------------------------------------------------------------------------- settings file


async def test_keys_of_the_settings_file_work_and_are_shown(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('theme = "onboarding-light"\n[keys]\nprogress = "f8"\n')
    services = open_house(tmp_path)
    a_lead(services)
    app = app_over(services, tmp_path, "today")
    async with app.run_test(size=(120, 24)) as pilot:
        assert app.theme == "onboarding-light"
        await until(pilot, lambda: "F8 Progress" in screen_text(pilot), "the key in the footer")
        await pilot.press("f9")
        await pilot.pause()
        assert isinstance(app.screen, TodayScreen)
        await pilot.press("f8")
        await until(pilot, shows(pilot, ProgressScreen), "Progress on the office's own key")


async def test_what_the_settings_file_gets_wrong_is_told(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('theem = "x"\n[keys]\nfollow-up = "l"\n')
    services = open_house(tmp_path)
    a_lead(services)
    app = app_over(services, tmp_path, "today")
    async with app.run_test(size=(120, 24), notifications=True) as pilot:
        await until(pilot, lambda: len(notices(app)) >= 2, "two notices")
        assert any("theem" in text for text in notices(app))
        assert any("Log contact" in text and "Follow-up" in text for text in notices(app))


# ---------------------------------------------------------------------------- undo, errors, faults


async def test_undo_and_redo_work_on_every_screen_and_say_what_they_did(app: OnboardingApp) -> None:
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.press("f9", "u")
        await until(pilot, lambda: any("Balaji Traders" in text for text in notices(app)), "what was taken back")
        assert app.services.today.is_empty()
        await pilot.press("f2", "U")
        await until(pilot, lambda: not app.services.today.is_empty(), "done again")
        again = "Done again: registered: Balaji Traders"
        await until(pilot, lambda: any(text.startswith(again) for text in notices(app)), "what was done again")


async def test_a_language_switch_is_nothing_to_undo(app: OnboardingApp) -> None:
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.press("ctrl+l")
        await until(pilot, lambda: app.services.actor.language == "hi", "Hindi")
        await pilot.press("u")
        await until(pilot, app.services.today.is_empty, "the registration is taken back")
        await pilot.press("ctrl+l")
        await until(pilot, lambda: app.services.actor.language == "en", "English")
        await pilot.press("U")
        await until(pilot, lambda: not app.services.today.is_empty(), "done again, whatever the language did between")


async def test_nothing_to_undo_is_said_in_words(tmp_path: Path) -> None:
    app = app_over(open_house(tmp_path), tmp_path, "today")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.press("u")
        await until(pilot, lambda: "There is nothing of yours to take back." in notices(app), "the sentence")


async def test_an_expected_error_of_a_write_is_a_sentence(app: OnboardingApp) -> None:
    def refuse() -> None:
        raise Refused("lead.no_name")

    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        app.write(refuse)
        await until(pilot, lambda: i18n.tr("lead.no_name") in notices(app), "the sentence")
        assert not isinstance(app.screen, FaultScreen)


def _broken() -> None:
    raise ValueError(IN_A_RECORD)


async def check_fault(pilot: Pilot[int], app: OnboardingApp) -> None:
    await until(pilot, shows(pilot, FaultScreen), "the error screen")
    text = screen_text(pilot)
    log = app.places.log.read_text()
    assert "ValueError" in log
    assert IN_A_RECORD not in text + log
    reference = log.split()[1]
    assert reference in text
    await pilot.press("enter")
    await until(pilot, shows(pilot, TodayScreen), "Today, alive")


async def test_a_fault_in_a_write_is_shown_with_its_reference_and_no_value(app: OnboardingApp) -> None:
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await until(pilot, shows(pilot, TodayScreen), "Today")
        app.write(_broken)
        await check_fault(pilot, app)


async def test_a_fault_in_a_read_is_shown_with_its_reference_and_no_value(app: OnboardingApp) -> None:
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await until(pilot, shows(pilot, TodayScreen), "Today")
        assert isinstance(app.screen, TodayScreen)
        app.screen.read(_broken, lambda _: None, group="test")
        await check_fault(pilot, app)


async def test_a_fault_while_a_result_is_shown_is_not_silent(app: OnboardingApp) -> None:
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await until(pilot, shows(pilot, TodayScreen), "Today")
        assert isinstance(app.screen, TodayScreen)
        app.screen.read(lambda: 1, lambda _: _broken(), group="test")
        await check_fault(pilot, app)


CRASH = """
import sys
from pathlib import Path
import onboarding.app
from onboarding.app import OnboardingApp
from onboarding.locations import Locations
from tests.support.house import open_house

class Crashing(OnboardingApp):
    CSS_PATH = Path(onboarding.app.__file__).with_name("app.tcss")

    def on_mount(self):
        super().on_mount()
        self.set_timer(0.05, self.crash)

    def crash(self):
        pan, mobile = "{secret}", "6440000007"
        raise ValueError(pan + mobile)

folder = Path(sys.argv[1])
services = open_house(folder)
app = Crashing(services, Locations(services.database.path, folder / "s.toml", folder / "onboarding.log"))
app.run(headless=True, size=(80, 24))
sys.exit(app.return_code)
"""


def test_a_crash_of_the_event_loop_ends_with_70_a_reference_and_no_value(tmp_path: Path) -> None:
    program = tmp_path / "crash.py"
    program.write_text(CRASH.format(secret=IN_A_RECORD))
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, str(program), str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "TERM": "xterm-256color", "PYTHONPATH": str(root)},
    )
    assert done.returncode == 70, done.stderr
    log = (tmp_path / "onboarding.log").read_text()
    assert "ValueError" in log
    everything = done.stdout + done.stderr + log
    assert log.split()[1] in done.stdout + done.stderr
    assert IN_A_RECORD not in everything
    assert "6440000007" not in everything
    assert "Traceback" not in everything


# ---------------------------------------------------------------------------- the event loop never waits


def _hold(database: str, ready: Any, release: Any) -> None:  # noqa: ANN401 - events of multiprocessing
    from onboarding.db.connection import writer_lock

    with writer_lock(Path(database), "Ravi", "import"):
        ready.set()
        release.wait(30)


async def test_a_save_that_waits_leaves_the_screen_alive_and_names_who_holds_the_queue(app: OnboardingApp) -> None:
    context = multiprocessing.get_context("spawn")
    ready, release = context.Event(), context.Event()
    holder = context.Process(target=_hold, args=(str(app.services.database.path), ready, release))
    holder.start()
    try:
        assert ready.wait(30)
        async with app.run_test(size=(80, 24), notifications=True) as pilot:
            await until(pilot, shows(pilot, TodayScreen), "Today")
            saved: list[float] = []
            app.write(
                lambda: app.services.office.set_setting("count_evidence", "seen"),
                lambda _: saved.append(time.monotonic()),
            )
            await pilot.press("f9")
            await until(pilot, shows(pilot, ProgressScreen), "the next screen, while the save waits")
            await until(pilot, lambda: any("Ravi" in text for text in notices(app)), "who holds the queue")
            assert not saved
            release.set()
            await until(pilot, lambda: saved, "saved after all")
            assert app.services.office.settings()["count_evidence"] == "seen"
    finally:
        release.set()
        holder.join(30)


async def test_no_screen_reads_the_database_on_the_event_loop(
    app: OnboardingApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    from onboarding.db.connection import Database

    on_the_loop: list[str] = []
    real = Database.read

    def watched(self: Database) -> Any:  # noqa: ANN401 - a context manager of connections
        if threading.current_thread() is threading.main_thread():
            on_the_loop.append(type(app.screen).__name__)
        return real(self)

    monkeypatch.setattr(Database, "read", watched)
    async with app.run_test(size=(120, 40)) as pilot:
        for name in ("today", "sellers", "progress", "imports", "log", "settings"):
            app.go(name)
            await until(pilot, lambda: not list(app.workers), f"{name} at rest")
            await pilot.press("down", "up")
        app.go("progress")
        for _ in range(4):
            await pilot.press("tab")
            await until(pilot, lambda: not list(app.workers), "the next view at rest")
        app.go("sellers")
        await pilot.press("enter")
        await until(pilot, lambda: not list(app.workers), "a record at rest")
    assert on_the_loop == []


async def test_settings_are_reached_by_the_palette_and_the_language_line_switches(app: OnboardingApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("colon", *"settings", "enter")
        await until(pilot, shows(pilot, SettingsScreen), "settings")
