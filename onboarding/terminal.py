"""What this terminal can do, asked before the start: how wide it draws Hindi vowel signs.

A spacing vowel sign (Unicode category Mc) moves most terminals on by one cell and some (kitty,
mlterm) by none; Rich counts none. Where the two differ, everything right of a Hindi name drifts. So
the terminal is asked, and the width table that Rich and Textual share follows the answer. Belongs
to the front ends.
"""

from __future__ import annotations

import os
import re
import sys
import time
import unicodedata
from dataclasses import dataclass
from typing import Final, Literal, TextIO

from onboarding.errors import Refused

VARIABLE: Final = "ONBOARDING_HINDI_WIDTH"
"""Environment setting that overrides the measurement: 0 or 1 cell; the browser page sets 0."""
WAIT_S: Final = 0.2
"""A pipe or a very old terminal never answers."""
_SAMPLE: Final = "\u0915\u0940"
_ASK: Final = "\r" + _SAMPLE + "\x1b[6n"
_ERASE: Final = "\r\x1b[K"
_ANSWER: Final = re.compile(rb"\x1b\[\d+;(\d+)R")
_INDIC: Final = range(0x0900, 0x0E00)
"""One of these scripts was measured; other Mc signs (music, Hangul) stay as Rich has them."""


@dataclass(frozen=True)
class HindiWidth:
    """How wide a spacing vowel sign is here."""

    cells: Literal[0, 1]
    source: Literal["setting", "measured", "assumed"]


def prepare() -> HindiWidth:
    """Find the width and make Rich count likewise.

    Must run before anything was measured. Returns what was found, for the doctor.

    Raises:
        Refused: the environment setting is neither 0 nor 1.
    """
    found = hindi_width()
    if found.cells:
        widen_vowel_signs()
    return found


def hindi_width() -> HindiWidth:
    """The setting, else the terminal's answer, else one cell, which is right for most.

    Raises:
        Refused: the environment setting is neither 0 nor 1.
    """
    setting = os.environ.get(VARIABLE, "")
    if setting:
        if setting not in ("0", "1"):
            raise Refused("terminal.bad-width", variable=VARIABLE)
        return HindiWidth(1 if setting == "1" else 0, "setting")
    column = _ask_column(sys.__stdin__, sys.__stderr__)
    if column in (2, 3):
        return HindiWidth(1 if column == 3 else 0, "measured")
    return HindiWidth(1, "assumed")


def widen_vowel_signs() -> None:
    """Take the spacing vowel signs of the Indian scripts out of Rich's zero-width entries.

    Side effect: for the whole process, and also for texts that were measured before.
    """
    from rich import cells
    from rich._unicode_data import load  # rich.cells takes it from there; there is no public name

    table = load("auto")
    if isinstance(table.widths, list):
        table.widths[:] = _without_signs(table.widths)
    cells.get_character_cell_size.cache_clear()
    cells.cached_cell_len.cache_clear()


def _without_signs(widths: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    kept: list[tuple[int, int, int]] = []
    for start, end, width in widths:
        if width or end < _INDIC.start or start >= _INDIC.stop:
            kept.append((start, end, width))
        else:
            kept.extend((first, last, 0) for first, last in _runs(start, end))
    return kept


def _runs(start: int, end: int) -> list[tuple[int, int]]:
    """The stretches between ``start`` and ``end`` (both included) that hold no spacing sign."""
    runs: list[tuple[int, int]] = []
    for code in range(start, end + 1):
        if unicodedata.category(chr(code)) == "Mc":
            continue
        if runs and runs[-1][1] == code - 1:
            runs[-1] = (runs[-1][0], code)
        else:
            runs.append((code, code))
    return runs


def _ask_column(keyboard: TextIO | None, screen: TextIO | None) -> int | None:
    """The column (from 1) behind the sample; None where nobody answers. The sample is erased."""
    if not (keyboard and screen and keyboard.isatty() and screen.isatty()):
        return None
    try:
        import termios
        import tty
    except ImportError:  # Windows
        return None
    handle = keyboard.fileno()
    before = termios.tcgetattr(handle)
    try:
        tty.setcbreak(handle, termios.TCSANOW)
        screen.write(_ASK)
        screen.flush()
        return _read_column(handle)
    except (OSError, UnicodeEncodeError):
        return None
    finally:
        screen.write(_ERASE)
        screen.flush()
        termios.tcsetattr(handle, termios.TCSANOW, before)


def _read_column(handle: int) -> int | None:
    import select

    read, end = b"", time.monotonic() + WAIT_S
    while (left := end - time.monotonic()) > 0 and select.select([handle], [], [], left)[0]:
        read += os.read(handle, 64)
        if answer := _ANSWER.search(read):
            return int(answer[1])
    return None
