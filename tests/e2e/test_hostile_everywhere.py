"""Hostile text in every field, on every screen, command and file: nothing acts, everything is shown literally, nothing is lost."""

from __future__ import annotations

import csv
import re
import subprocess
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from threading import Timer

import pytest

from onboarding.domain.text import SCREEN_TABLE, clean
from onboarding.services.context import Services
from onboarding.services.sellers import Move, NextStep
from tests.support.hostile import HOSTILE
from tests.support.house import LUCKNOW, a_lead, colleague, mobile, open_house
from tests.support.keyscript import NOW, PROGRAM, Desk, Key, Say, Step, Text, Way, environment
from tests.support.lists import HEAD, a_list
from tests.support.tmux import Tmux, needs_tmux

STORABLE = tuple(text for text in HOSTILE if clean(text))
RAW = tuple(text for text in STORABLE if "\ud800" not in text)
WORST = "W\x1b[2J\x1b]52;c;b3duZWQ=\x07\x9b2J\u202e[/b][@click=app.quit]x[/] =1+1\x00\x0e"
SHOWN = re.sub("�+", "�", WORST.translate(SCREEN_TABLE))
FILE_NAME = "list\x1b]0;owned\x07[b]\u202e.csv"
FILE_SHOWN = "list␛]0;owned␇[b]"
BIG = Way(150, 90, "en")

_SEQUENCE = re.compile(r"\x1b(?:\[[?<>=]?[0-9;:]*([A-Za-z])|\[\?[0-9]+\$p|\]22;default\x07)")
_OURS = frozenset("mHhlu")
"""Last letters of the control sequences with which Textual draws: style, place, modes, keyboard; it asks for modes (``$p``) too."""
_ACTING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_FORMULA = re.compile(r"^\s*[=+\-@|%\t\r＝＋－＠]")


def acting(raw: bytes) -> list[str]:
    """What of a program's output is not its own drawing: foreign sequences, controls, hidden and turning characters."""
    text = raw.decode("utf-8", "replace")
    foreign = [found[0] for found in _SEQUENCE.finditer(text) if (found[1] or "m") not in _OURS]
    rest = _SEQUENCE.sub("", text).replace("\r\n", "\n").replace("\r", "")
    return foreign + [rest[max(0, found.start() - 20) : found.end() + 20] for found in _ACTING.finditer(rest)]


def test_the_judge_finds_what_acts() -> None:
    for text in ("a\x1b[2Jb", "\x1b]0;owned\x07", "\x9b2J", "x\u202ey", "\x1bPq\x1b\\", "\x00", "\x1b[6n"):
        assert acting(text.encode())
    assert acting(b"\x1b[?25l\x1b[1;3H\x1b[38;2;1;2;3mBalaji\x1b[0m\r\n") == []


def test_a_capture_waits_for_the_end_of_what_is_being_written(tmp_path: Path) -> None:
    captured = tmp_path / "terminal.bytes"
    whole = b"Balaji\x1b[48;5;236m"
    captured.write_bytes(whole[:-4])
    later = Timer(0.1, captured.write_bytes, [whole])
    later.start()
    assert acting(Tmux(tmp_path).raw()) == []
    later.join()


# ---------------------------------------------------------------------- a house full of it


def _hostile_house(folder: Path) -> Services:
    """Text that came in past the door, as an older program could have left it: raw in every field that a screen shows."""
    house = open_house(folder, NOW)
    for item, text in enumerate(RAW):
        other = RAW[(item + 1) % len(RAW)]
        values = {"name": text, "name_hi": other, "owner_name": other, "mobile": mobile(300 + item)}
        lead = house.sellers.register(
            {**values, "district_code": LUCKNOW, "address": text, "products": other},
            next_step=NextStep(on=date.fromisoformat(NOW[:10]), what=text),
        )
        house.sellers.note(lead.id, text)
        house.sellers.log_contact(lead.id, "answered", note=other)
    house.sellers.block(1, "other", note=WORST)
    house.sellers.add_person(1, {"name": WORST, "mobile": mobile(900)})
    house.sellers.plan([1, 2], NextStep(on=date.fromisoformat(NOW[:10])), reason=WORST)
    house.sellers.move(1, Move(to="account_created", event_on=date.fromisoformat(NOW[:10])))
    house.office.introduce(name=WORST)
    with house.imports.plan(_hostile_list(folder)) as plan:
        house.imports.commit(plan)
    return house


def _hostile_list(folder: Path) -> Path:
    """A list whose name, headings and cells are hostile; half of its rows have nothing to find them by."""
    head = [*HEAD, WORST, "Remarks"]
    rows = []
    for item, text in enumerate(RAW):
        cell = text.replace("\x00", "")
        number_ = mobile(600 + item) if item % 2 else ""
        rows.append([cell, cell, "Lucknow", number_, cell, "", "", "", cell, cell])
    return a_list(folder, *rows, name=FILE_NAME, head=head)


# ---------------------------------------------------------------------- screens


@needs_tmux
def test_on_every_screen_nothing_acts_and_everything_is_literal(tmp_path: Path) -> None:
    house = _hostile_house(tmp_path)
    with Tmux(tmp_path) as terminal:
        desk = Desk(terminal, BIG)
        desk.open(house.database.path, Say("today.title"), width="1")
        _walk_lists(desk)
        _walk_record(desk)
        _walk_imports(desk, tmp_path / FILE_NAME)
        _walk_the_rest(desk)
        assert acting(terminal.raw()) == []


def _literal(text: str) -> str:
    return " ".join(text.translate(SCREEN_TABLE).split())


def _walk_lists(desk: Desk) -> None:
    short = [text for text in RAW if text.strip() and len(text) < 15 and text.isascii()]
    assert len(short) > 15
    desk.play([Key("F3", (Say("list.title"), "ABC"))])
    desk.wait([_literal(text) for text in short], [], "every name as it is")
    placeholder = Say("list.search_placeholder")
    for text in ("[/b] Traders", "=1+1", "NEAR(", "100% _", "Robert');"):
        desk.play(
            [Key("/", (placeholder,)), Text(text, (text,), ("@import",)), Key("Escape", ("@import",), (placeholder,))]
        )


def _walk_record(desk: Desk) -> None:
    """Every record, and every dialog over one."""
    desk.play(
        [
            Key("F2", (Say("today.title"),)),
            Key("F3", (Say("list.title"),)),
            Key("Home", ()),
            Key("Enter", (Say("record.timeline"),)),
        ]
    )
    for key, shown in _DIALOGS:
        desk.play([Key(key, shown), Key("Escape", (Say("record.timeline"),), shown[:1])])
    for _ in RAW:
        desk.play([Key("n", (Say("record.timeline"),))])
    desk.play(
        [Key("Escape", (Say("list.title"),)), Key("F2", (Say("today.title"),)), Key("Enter", (Say("record.timeline"),))]
    )


_DIALOGS: tuple[tuple[str, tuple[Say, ...]], ...] = (
    ("h", (Say("record.keys_history"),)),
    ("l", (Say("record.note_only"),)),
    ("g", (Say("record.event_on"),)),
    ("f", (Say("record.when"),)),
    ("z", (Say("record.until"),)),
    ("o", (Say("record.owner_title_one"),)),
    ("b", (Say("record.blocker_which", {"name": "日本商事"}),)),
    ("m", (Say("record.mse_on"),)),
    ("d", (Say("record.keys_papers"),)),
    ("+", (Say("record.person_title"),)),
)


def _walk_imports(desk: Desk, path: Path) -> None:
    runs, firms = Say("imports.col.rejected"), Say("list.col.mse")
    desk.play([Key(":", (Say("palette.title"),)), Text("imports", ("imports",)), Key("Enter", (runs, FILE_SHOWN))])
    desk.play([Key("o", (firms,), (runs,)), Key("Escape", (runs,), (firms,))])
    rows = Say("imports.filter.all")
    desk.play([Key("Enter", (rows, Say("imports.col.codes")), (runs,)), Key("Escape", (runs,), (rows,))])
    desk.play([Key("i", (Say("imports.preview"),)), Text(f"{path.parent}/list", ())])
    desk.play([Key("Tab", (FILE_SHOWN,)), Key("Enter", (Say("imports.col.verdict"),))])
    columns = Say("recipe.columns_title")
    desk.play([Key("e", (columns,)), Key("Escape", (Say("imports.preview"),), (columns,))])
    desk.play([Key("Enter", (Say("imports.col.verdict"),)), *(Key("Tab", (Say("imports.preview"),)) for _ in range(3))])
    desk.play([Key("Escape", (runs,), (Say("imports.col.verdict"),)), Key("r", (), (Say("imports.state.committed"),))])


def _walk_the_rest(desk: Desk) -> None:
    log: list[Step] = [
        Key(":", (Say("palette.title"),)),
        Text("who did", ("who did",)),
        Key("Enter", (Say("log.col.subject"),)),
        Key("Down", (Say("log.col.subject"),)),
    ]
    settings: list[Step] = [
        Key(":", (Say("palette.title"),)),
        Text("settings", ()),
        Key("Enter", (Say("settings.count_evidence"), "W␛[2J")),
    ]
    progress: list[Step] = [
        Key("F9", (Say("progress.view.staff"),)),
        *(Key("Tab", (Say("progress.title"),)) for _ in range(3)),
    ]
    desk.play([*log, Key("Enter", (Say("log.entry_title"),)), Key("Escape", (Say("log.title"),)), *settings, *progress])
    desk.play([Key("F1", (Say("help.title"),)), Key("Escape", (), (Say("help.title"),))])
    desk.play(
        [
            Key("F2", (Say("today.title"),)),
            Key("6", (Say("lookup.title"),)),
            Text("44000", ()),
            Key("Escape", (), (Say("lookup.title"),)),
        ]
    )
    desk.play(
        [
            Key("6", (Say("lookup.title"),)),
            Key("BSpace", ()),
            Text("[/]", (Say("lookup.title"),)),
            Key("Escape", (), (Say("lookup.title"),)),
        ]
    )
    desk.play([Key("a", (Say("register.ask"),)), Text("6449990009 [/b] [@click=app.quit]x[/] =1+1, =2+2", ("=2+2",))])
    desk.play(
        [
            Key("Enter", (), moves=True),
            Key("Enter", (Say("register.done"), "[/b] [@click=app")),
            Key("Escape", (Say("today.title"),)),
        ]
    )


@needs_tmux
def test_a_conflict_between_hostile_values_is_literal(tmp_path: Path) -> None:
    house = open_house(tmp_path, NOW)
    lead = a_lead(house, name="Balaji", owner_name="[/b] mine", number=5)
    ravi = colleague(house)
    ravi.office.introduce(name=WORST)
    with Tmux(tmp_path) as terminal:
        desk = Desk(terminal, BIG)
        desk.open(house.database.path, Say("today.title"), width="1")
        desk.play([Key("F3", ("Balaji",)), Key("Enter", (Say("record.timeline"),)), *_to_owner()])
        desk.play([Key("e", (Say("record.keys_field"),)), Text("[/] =2", ("[/] =2",))])
        ravi.sellers.edit(lead.id, {"owner_name": WORST})
        desk.play([Key("Enter", (Say("widgets.conflict-title"), "W␛[2J", "[/] =2"))])
        desk.play([Key("m", ()), Key("Enter", (), (Say("widgets.conflict-title"),))])
        assert acting(terminal.raw()) == []
    assert house.sellers.get(lead.id).owner_name == "[/b] mine[/] =2"


def _to_owner() -> list[Step]:
    return [Key("Down", (Say("record.timeline"),)) for _ in range(4)]


# ---------------------------------------------------------------------- commands and files


COMMANDS: tuple[tuple[str, ...], ...] = (
    ("find", "W"),
    ("find", "Traders", "--json"),
    ("lead", "show", "1"),
    ("lead", "show", "1", "--json"),
    ("lead", "show", WORST.replace("\x00", "")),
    ("lead", "edit", "1", "owner_name=" + WORST.replace("\x00", "")),
    ("lead", "log", "1", "--outcome", WORST.replace("\x00", "")),
    ("imports", "list"),
    ("imports", "list", "--json"),
    ("imports", "show", "1"),
    ("imports", "show", "1", "--json"),
    ("import", "missing\x1b[2J\u202e.csv"),
    ("log",),
    ("log", "--json"),
    ("doctor",),
    ("count",),
    ("count", "--by", "staff"),
    ("count", "--names", "calls"),
    ("count", "--by", "staff", "--json"),
    ("summary", "--by", "staff"),
    ("summary", "--by", "staff", "--format", "md"),
    ("summary", "--by", "staff", "--json"),
    ("--staff", WORST.replace("\x00", ""), "log"),
    ("undo",),
    ("redo",),
)


def _run(house: Services, words: Sequence[str], folder: Path) -> subprocess.CompletedProcess[bytes]:
    env = environment(house.database.path)
    return subprocess.run([*PROGRAM, *words], env=env, cwd=folder, capture_output=True, check=False)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> tuple[Services, Path]:
    """One house for all commands; they run in order of the table."""
    folder = tmp_path_factory.mktemp("hostile")
    return _hostile_house(folder), folder


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: " ".join(words)[:24].translate(SCREEN_TABLE))
def test_of_every_command_nothing_acts(full: tuple[Services, Path], words: tuple[str, ...]) -> None:
    house, folder = full
    for language in ("hi", "en"):
        done = _run(house, ("--lang", language, *words), folder)
        assert acting(done.stdout.replace(b"\t", b"")) == []
        assert acting(done.stderr) == []
        assert done.returncode in (0, 1, 2)
        assert b"Traceback" not in done.stderr


def test_a_hostile_list_is_read_whole_and_its_refused_rows_run_nothing(tmp_path: Path) -> None:
    house = open_house(tmp_path, NOW)
    done = _run(house, ("import", str(_hostile_list(tmp_path)), "--yes", "--report", str(tmp_path / "out")), tmp_path)
    assert done.returncode == 0, done.stderr
    assert acting(done.stdout) == []
    (report,) = (tmp_path / "out").iterdir()
    assert acting(report.name.encode()) == []
    assert acting(report.read_bytes().removeprefix(b"\xef\xbb\xbf")) == []
    with report.open(encoding="utf-8-sig", newline="") as lines:
        cells = [cell for row in csv.reader(lines) for cell in row]
    assert [cell for cell in cells if _FORMULA.match(cell)] == []
    assert len(cells) > len(RAW)


def test_the_summary_in_a_file_runs_nothing(tmp_path: Path) -> None:
    house, folder, out = _hostile_house(tmp_path), tmp_path, tmp_path / "summary.md"
    done = _run(house, ("summary", "--by", "staff", "--format", "md", "--out", str(out)), folder)
    assert done.returncode == 0, done.stderr
    assert acting(out.read_bytes()) == []
    # Markdown writes a backslash before a sign of its own.
    assert "W␛[2J" in out.read_text(encoding="utf-8").replace("\\", "")


# ---------------------------------------------------------------------- nothing lost


def test_what_comes_in_by_a_list_is_stored_as_cleaned_and_nothing_else(tmp_path: Path) -> None:
    house = open_house(tmp_path, NOW)
    path = a_list(tmp_path, *([text.replace("\x00", ""), "", "Lucknow", mobile(n)] for n, text in enumerate(RAW)))
    with house.imports.plan(path) as plan:
        result = house.imports.commit(plan)
        outcomes = list(plan.outcomes(result.first_lead))
    stored = {house.sellers.get(one.lead).name for one in outcomes if one.lead is not None}
    wanted = {clean(text.replace("\x00", "")) for text in RAW}
    assert len(outcomes) == len(RAW)
    assert [name for name in stored if name != clean(name)] == []
    assert len(stored & wanted) >= len(wanted) * 3 // 4  # names lose a form of address and are cut at their limit
