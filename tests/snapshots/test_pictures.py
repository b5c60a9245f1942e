"""A picture of every screen in both languages and two sizes, of every dialog in both languages; made anew with --snapshot-update.

The pictures show one invented campaign at one moment. They hold for one release of Python only, as widths and the order of
styles are those of its tables; elsewhere these tests are skipped, and the tests of the screens speak.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input
from textual.worker import WorkerCancelled

from onboarding import i18n
from onboarding.app import OnboardingApp
from onboarding.db import prospects
from onboarding.errors import FieldConflict
from onboarding.locations import Locations
from onboarding.screens.fault import FaultScreen
from onboarding.screens.import_preview import ImportPreviewScreen
from onboarding.screens.path_input import PathInput
from onboarding.screens.register import NOTHING_STICKS, RegisterScreen
from onboarding.services.clock import fixed
from onboarding.services.context import Services, open_services
from onboarding.services.demo import build_demo
from onboarding.services.sellers import Move
from onboarding.widgets.conflict import ConflictDialog
from onboarding.wording import field_label
from tests.screens.test_prospects import unit
from tests.services.test_gem_report import a_report, seller_id
from tests.support.house import a_lead, mobile, pan
from tests.support.lists import a_list, take_over
from tests.support.pilot import screen_text

pytestmark = pytest.mark.skipif(
    sys.version_info[:2] != (3, 11), reason="the pictures were made with Python 3.11 and differ in details elsewhere"
)
NOW = "2026-11-23T10:00"
HOME = Path("/home/asha/onboarding")
BARABANKI = Path(__file__).parents[1] / "data" / "sellers_dic_barabanki.xlsx"
LANGUAGES = ("en", "hi")
SMALL, LARGE = (80, 24), (120, 40)

ROWS = (
    ("Krishna Handloom", "Meena Devi", "Barabanki", "6440000901"),
    ("श्री राम फर्नीचर", "राम प्रसाद", "बाराबंकी", "6440000902"),
    ("No Number Stores", "", "Lucknow", ""),
)

FIRMS = (
    ("Shree Balajee Trader", "Ram Lal"), ("Gomti Leather Works", "Salim Khan"), ("श्री राम फर्नीचर", "राम प्रसाद"),
    ("Awadh Steel Works", "Anil Verma"), ("Krishna Handloom", "Meena Devi"), ("Saryu Soap Agency", "Ravi Yadav"),
)  # fmt: skip
DOUBTFUL = (
    ("श्री बालाजी ट्रेडर्स", "Shyam Lal", "Lucknow", mobile(0), "balaji@example.org"),
    ("Gomati Lethar Work", "Salim Khan", "Lucknow", mobile(1), "gomti@example.org"),
    ("Avadh Steel Work", "Anil Verma", "Lucknow", mobile(3)),
)
ACCOUNTS = (
    (seller_id(1), "Krishna Handloom", "", pan(4), "10-11-2026", "Complete", "Lucknow", "2", "1"),
    (seller_id(2), "Saryu Soap Agency", "", "", "11-11-2026", "Incomplete", "Lucknow"),
    (seller_id(3), "Ganga Brushes", "", pan(9), "12-11-2026", "Auto Registered", "Lucknow"),
)
UNKNOWN = (*[(f"Firm {n}", "", "Barabanky", mobile(50 + n)) for n in range(3)], ("Firm 9", "", "Luckhnow", mobile(59)))

Prepare = Callable[[Pilot[Any]], Awaitable[None]]
Compare = Callable[..., bool]


@dataclass(frozen=True)
class Picture:
    """How to get to what is pictured."""

    name: str
    keys: tuple[str, ...] = ()
    """Pressed one after the other, each waited for; ``=words`` types the words, ``:name`` runs an action by its id."""
    empty: bool = False
    """On a database without a lead."""
    lists: bool = False
    """On one into which lists of several kinds have come."""


RECORD = ("f3", *["down"] * 9, "enter")
"""A lead with a contact, a next step and a class."""
SCREENS = (
    Picture("welcome", empty=True),
    Picture("today"),
    Picture("today_with_nothing_due", ("down", "down", "enter", "f2"), empty=True),
    Picture("sellers", ("f3",)),
    Picture("sellers_filtered", ("f3", "slash", "=stage:contacted next:none", "enter")),
    Picture("seller", RECORD),
    Picture("merge", ("f3", *["down"] * 9, "space", "down", "space", "equals_sign")),
    Picture("register", (":register", "=6449990001 Maa Traders, Ramesh Gupta, furniture")),
    Picture("imports", (":imports",)),
    Picture("import_preview", (":preview",)),
    Picture("import_columns", (":preview", "e")),
    Picture("import_run", (":imports", "enter")),
    Picture("import_spellings", (":unknown_district", "v"), lists=True),
    Picture("review", (":review",), lists=True),
    Picture("reconciliation", (":reconciliation",), lists=True),
    Picture("prospects", (":prospects",), lists=True),
    Picture("progress", ("f9",)),
    Picture("progress_by_district", ("f9", "tab")),
    Picture("progress_by_stage", ("f9", "shift+tab")),
    Picture("who_did_what", (":who_did_what",)),
    Picture("one_entry", (":who_did_what", "enter")),
    Picture("settings", (":settings",)),
)
DIALOGS = (
    Picture("look_up", ("f3", "6", "4", "8")),
    Picture("look_up_nobody", ("6", "4", "4", "9", "9", "9", "0", "0", "0", "1")),
    Picture("log_a_contact", (*RECORD, "l")),
    Picture("log_with_its_next_date", (*RECORD, "l", "i", "=has a GSTIN")),
    Picture("stage", (*RECORD, "g")),
    Picture("next_step", (*RECORD, "f", "=mon 11")),
    Picture("put_off", (*RECORD, "z")),
    Picture("owner", (*RECORD, "o")),
    Picture("blockers", (*RECORD, "b")),
    Picture("mse", (*RECORD, "m")),
    Picture("papers", (*RECORD, "d")),
    Picture("person", (*RECORD, "plus")),
    Picture("history", (*RECORD, "h")),
    Picture("edit_a_field", (*RECORD, "down", "down", "down", "enter", "=9")),
    Picture("conflict", (*RECORD, ":conflict")),
    Picture("help", (*RECORD, "f1")),
    Picture("palette", ("f3", "ctrl+p")),
    Picture("narrow", ("f3", "v")),
    Picture("import_rules", (":preview", "m")),
    Picture("fault", (":fault",)),
)


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One small invented campaign with an import and a few deeds in it."""
    path = tmp_path_factory.mktemp("pictures") / "onboarding.db"
    house = open_services(path, login="asha", clock=fixed(NOW))
    build_demo(house, 160, 1)
    take_over(house, a_list(path.parent, *ROWS, name="walk_ins_of_october.csv"))
    house.sellers.log_contact(3, "interested", note="माँगे गए अभिलेख कल लाएँगे")
    return path


@pytest.fixture(scope="module")
def many_lists(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small book with doubtful rows, a report of GeM's own, and a pool of prospects."""
    path = tmp_path_factory.mktemp("lists") / "onboarding.db"
    house = open_services(path, login="asha", clock=fixed(NOW))
    for number, (name, owner) in enumerate(FIRMS):
        a_lead(house, number=number, name=name, owner_name=owner, pan=pan(number))
    house.sellers.move(6, Move(to="account_created", event_on=date(2026, 11, 18)))
    take_over(house, a_list(path.parent, *DOUBTFUL, name="dic_lucknow.csv"))
    take_over(house, a_report(path.parent, *ACCOUNTS), kind="gem-sellers")
    with house.writing.change("prospects", subject="Barabanki") as change:
        prospects.add(change, [unit(name, pin=f"22500{n}") for n, (name, _) in enumerate(FIRMS)], today="2026-11-20")
    return path


@pytest.fixture(params=LANGUAGES)
def spoken(request: pytest.FixtureRequest) -> Iterator[str]:
    """Both languages."""
    i18n.set_language(request.param)
    yield request.param
    i18n.set_language("en")


@pytest.fixture
def book(request: pytest.FixtureRequest, picture: Picture) -> Path:
    """The database that is pictured."""
    found: Path = request.getfixturevalue("many_lists" if picture.lists else "campaign")
    return found


def _house(book: Path, folder: Path, *, empty: bool) -> Services:
    path = folder / "onboarding.db"
    if not empty:
        shutil.copy(book, path)
    return open_services(path, login="asha", clock=fixed(NOW))


def _app(house: Services, *, empty: bool) -> OnboardingApp:
    places = Locations(HOME / "onboarding.db", HOME / "settings.toml", HOME / "onboarding.log")
    RegisterScreen.sticky, RegisterScreen.draft = NOTHING_STICKS, ""  # of the person who was here before
    app = OnboardingApp(house, places, first="welcome" if empty else "today")
    app.animation_level = "none"
    return app


async def _rest(pilot: Pilot[Any]) -> None:
    """Wait until nothing is read any more and the screen stays as it is."""
    seen: list[str] = []
    while len(seen) < 4 or len(set(seen[-4:])) > 1:
        with suppress(WorkerCancelled):
            await pilot.app.workers.wait_for_complete()
        for line in pilot.app.screen.query(Input):
            line.cursor_blink = False
        await pilot.pause()
        seen.append(screen_text(pilot))
        assert len(seen) < 500, "the screen does not come to rest"


def _steps(keys: Sequence[str], folder: Path) -> Prepare:
    async def walk(pilot: Pilot[Any]) -> None:
        await _rest(pilot)
        for key in keys:
            if key.startswith(":"):
                await _special(pilot, key[1:], folder)
            elif key.startswith("=") and len(key) > 1:
                for sign in key[1:]:
                    await pilot.press("space" if sign == " " else sign)
            else:
                await pilot.press(key)
            await _rest(pilot)

    return walk


async def _special(pilot: Pilot[Any], name: str, folder: Path) -> None:
    app = pilot.app
    if name in ("preview", "unknown_district"):
        own = name == "unknown_district"
        await app.push_screen(ImportPreviewScreen())
        app.screen.query_one(PathInput).value = str(a_list(folder, *UNKNOWN) if own else BARABANKI)
        await pilot.press("enter")
    elif name == "fault":
        await app.push_screen(FaultScreen("7F3A10"))
    elif name == "conflict":
        clash = FieldConflict(
            field="owner_name",
            seen="Ramesh",
            theirs="रमेश गुप्ता",
            mine="Suresh Gupta",
            who="Ravi",
            when="23-11-2026 09:58",
        )
        await app.push_screen(ConflictDialog([clash], field_label))
    else:
        target = app.screen if hasattr(app.screen, f"action_{name}") else app
        await app.run_action(name, target)


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
@pytest.mark.parametrize("picture", SCREENS, ids=lambda picture: picture.name)
def test_screen(
    snap_compare: Compare, book: Path, tmp_path: Path, spoken: str, picture: Picture, size: tuple[int, int]
) -> None:
    app = _app(_house(book, tmp_path, empty=picture.empty), empty=picture.empty)
    assert snap_compare(app, terminal_size=size, run_before=_steps(picture.keys, tmp_path))


@pytest.mark.parametrize("picture", DIALOGS, ids=lambda picture: picture.name)
def test_dialog(snap_compare: Compare, book: Path, tmp_path: Path, spoken: str, picture: Picture) -> None:
    app = _app(_house(book, tmp_path, empty=picture.empty), empty=picture.empty)
    assert snap_compare(app, terminal_size=SMALL, run_before=_steps(picture.keys, tmp_path))
