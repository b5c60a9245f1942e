"""Columns behind a Hindi column stand in line in a real terminal, read back from it."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import pytest

from tests.e2e.hindi_list import NAMES
from tests.support.tmux import Tmux, needs_tmux

pytestmark = needs_tmux
PROGRAM = (sys.executable, "-m", "tests.e2e.hindi_list")
RULER = "│ruler"


def _holds(text: str, screen: str) -> bool:
    return text in screen


def _ruler_cells(folder: Path, lines: list[str]) -> list[int]:
    """Where the ruler begins in each line, by the terminal's own count: it writes each anew."""
    cells = []
    for number, line in enumerate(lines):
        place = folder / f"line-{number}"
        place.mkdir()
        head = line[: line.index(RULER)]
        with Tmux(place) as terminal:
            terminal.start(["sh", "-c", 'printf "%s" "$1"; sleep 60', "-", "\x1b[H\x1b[2J" + head])
            terminal.until(partial(_holds, head.strip()), "the line")
            cells.append(terminal.cursor()[0])
    return cells


def _lines(folder: Path, *arguments: str, env: dict[str, str] | None = None) -> list[str]:
    with Tmux(folder) as terminal:
        terminal.start([*PROGRAM, *arguments], env=env)
        screen = terminal.until(lambda text: text.count(RULER) == len(NAMES), "all rows")
        return [line for line in screen.splitlines() if RULER in line]


def test_the_column_behind_hindi_names_begins_in_one_place(tmp_path: Path) -> None:
    lines = _lines(tmp_path)
    assert len(set(_ruler_cells(tmp_path, lines))) == 1


def test_without_the_measurement_it_drifts(tmp_path: Path) -> None:
    """Proves that the test above can fail here: tmux moves one cell for a vowel sign."""
    lines = _lines(tmp_path, "unpatched")
    assert len(set(_ruler_cells(tmp_path, lines))) > 1


@pytest.mark.parametrize(("setting", "said"), [("", "1 measured"), ("0", "0 setting")])
def test_the_terminal_is_asked_unless_a_setting_answers(tmp_path: Path, setting: str, said: str) -> None:
    with Tmux(tmp_path) as terminal:
        terminal.start(PROGRAM, env={"ONBOARDING_HINDI_WIDTH": setting})
        terminal.until(lambda text: RULER in text, "the list")
        terminal.keys("C-q")
        terminal.shows(f"{said} 80")
        terminal.shows("ended:0")
    assert (b"\x1b[6n" in terminal.raw()) == (not setting)
