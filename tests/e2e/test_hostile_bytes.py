"""What a real terminal gets when names try to command it: captured bytes, not a picture."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.support.hostile import HOSTILE
from tests.support.tmux import Tmux, needs_tmux

pytestmark = needs_tmux
ACTS = (
    "\x1b[2Jed",
    "\x1b]0;owned",
    "\x1b]52",
    "\x1b[6n",
    "\x1bPq",
    "\x9b",
    "\x9d",
    "\u202e",
    "\x00",
)


def test_no_byte_of_a_name_acts_on_the_terminal(tmp_path: Path) -> None:
    with Tmux(tmp_path) as terminal:
        program = (sys.executable, "-m", "tests.e2e.hostile_list")
        terminal.start(program, width=100, height=len(HOSTILE) + 4)
        terminal.until(lambda text: text.count("│ruler") == len(HOSTILE), "all rows")
        terminal.shows("careless␛[2J")
        written = terminal.raw().decode("utf-8", "replace")
        assert [act for act in ACTS if act in written] == []
        assert "ABC [Regd] Traders" in terminal.text()
