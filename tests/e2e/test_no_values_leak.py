"""A fault beside a record: the reference is told, and nothing of the record stands in terminal, log or any file left behind."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from onboarding.services.context import Services
from tests.support.house import a_lead, open_house, pan
from tests.support.keyscript import NOW, Desk, Key, Say, Told, Way, environment
from tests.support.tmux import Tmux, needs_tmux

SECRETS = (
    "6440055501",
    "zzleak@example.net",
    "ZZZPZ0420Z",
    "09ZZZPZ0420Z1Z5",
    "Leaky Stores",
    "Quiet Owner",
    "a private note",
)

BREAK = """
import sys
from onboarding.services.lists import SellerLists
from onboarding.services.sellers import Sellers
from onboarding.screens import {screen}

def burst(self, *args, **more):
    lead = self.get(1) if isinstance(self, Sellers) else None
    held = dict(mobile="6440055501", pan="ZZZPZ0420Z", name="Leaky Stores")
    raise RuntimeError(f"{{lead}} {{held}} {{args}} a private note zzleak@example.net")

{target} = burst
from onboarding.cli import main
sys.argv[0] = "onboarding"
main()
"""


@pytest.fixture
def house(tmp_path: Path) -> Services:
    """One firm with everything that must never leave it."""
    services = open_house(tmp_path, NOW)
    lead = a_lead(services, name="Leaky Stores", mobile="6440055501", email="zzleak@example.net", pan=pan(420))
    services.sellers.edit(lead.id, {"owner_name": "Quiet Owner"})
    services.sellers.note(lead.id, "a private note")
    return services


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A terminal."""
    (tmp_path / "terminal").mkdir()
    with Tmux(tmp_path / "terminal") as terminal:
        yield Desk(terminal, Way(80, 24, "en"))


def _left_behind(folder: Path) -> dict[str, bytes]:
    """Every file of the run but the database itself and what the terminal showed before."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith("onboarding.db") and path.name != "terminal.bytes"
    }


def _leaks(content: bytes) -> list[str]:
    return [secret for secret in SECRETS if secret.encode() in content]


def _reference(house: Services, shown: str) -> str:
    """The reference that the person is told; the log has it."""
    log = (house.database.path.parent / "onboarding.log").read_text(encoding="utf-8")
    assert "RuntimeError" in log
    told = [
        reference
        for reference in re.findall(r"^\S+ ([0-9A-F]{6}) onboarding ", log, re.MULTILINE)
        if reference in shown
    ]
    assert told, shown
    return str(told[-1])


def test_a_fault_of_a_command_tells_its_reference_and_no_value(house: Services, tmp_path: Path) -> None:
    program = BREAK.format(screen="dialog", target="Sellers.detail")
    words = [sys.executable, "-c", program, "lead", "show", "1"]
    done = subprocess.run(words, env=environment(house.database.path), cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 70
    assert _reference(house, done.stderr.decode())
    assert b"Traceback" not in done.stderr + done.stdout
    assert _leaks(done.stdout + done.stderr) == []
    assert {name: _leaks(content) for name, content in _left_behind(tmp_path).items() if _leaks(content)} == {}


@needs_tmux
def test_a_fault_while_a_record_is_saved_opens_the_error_screen_and_work_goes_on(
    house: Services, desk: Desk, tmp_path: Path
) -> None:
    _open_broken(desk, house, "Sellers.log_contact")
    desk.play([Key("F3", ("Leaky Stores",)), Key("Enter", (Told("record.timeline"), "6440055501"))])
    seen = len(desk.terminal.raw())
    desk.play(
        [Key("l", (Say("record.note_only"),)), Key("n", (Say("record.next_on"),)), Key("Enter", (Told("fault.safe"),))]
    )
    assert _reference(house, desk.terminal.text())
    shown = desk.terminal.raw()[seen:]
    assert b"a private note zzleak@example.net" not in shown  # the words of the error, which hold the record
    assert b"RuntimeError" not in shown
    desk.play([Key("Enter", (), ("Something went wrong",))])
    assert {name: _leaks(content) for name, content in _left_behind(tmp_path).items() if _leaks(content)} == {}


@needs_tmux
def test_a_fault_that_ends_the_program_leaves_a_clean_terminal(house: Services, desk: Desk, tmp_path: Path) -> None:
    _open_broken(desk, house, "dialog.HouseDialog.compose")
    desk.play([Key("F3", ("Leaky Stores",)), Key("Enter", ("6440055501",)), Key("l", ("ended:70",))])
    screen = desk.terminal.text()
    reference = _reference(house, screen)
    assert _leaks(screen.encode()) == []
    after = desk.terminal.raw().rpartition(b"\x1b[?1049l")[
        2
    ]  # what stays in the terminal when the screen is given back
    assert reference.encode() in after
    assert _leaks(after) == []
    assert {name: _leaks(content) for name, content in _left_behind(tmp_path).items() if _leaks(content)} == {}


def _open_broken(desk: Desk, house: Services, target: str) -> None:
    program = BREAK.format(screen="dialog", target=target)
    desk.terminal.start(
        [sys.executable, "-c", program], width=80, height=24, env=environment(house.database.path, width="1")
    )
    desk.wait((Say("today.title"),), (), "the application opens", timeout=40)
