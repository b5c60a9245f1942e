"""Rows that were refused, back as a file: the cells as they stood, why, and where. It can be repaired and imported again."""

from __future__ import annotations

import csv
import os
import secrets
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path

from onboarding.domain.text import SCREEN_TABLE
from onboarding.errors import OnboardingError

FORMULA = ("=", "+", "-", "@", "|", "%", ";", "＝", "＋", "－", "＠")
"""First characters, after blanks, by which a spreadsheet or a lookalike takes a cell for a formula."""
_VISIBLE = {code: sign for code, sign in SCREEN_TABLE.items() if code != ord("\n")} | {ord("\t"): " "}


def write_rejects(folder: Path, name: str, head: Sequence[Sequence[str]], rows: Iterable[Sequence[str]]) -> Path:
    """Write ``head`` and ``rows`` as CSV that Excel reads as UTF-8, owner only; whole or not at all.

    Every cell is as given, but for an apostrophe before what a spreadsheet would run, and signs in place of what a
    terminal would obey: reading the file again makes the same of both.

    Returns: the file, ``name`` with ``.csv``; a number is added if that is taken.

    Raises:
        OnboardingError: The folder cannot be written to, or there is no space; nothing is left behind.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return _written(folder, name, chain(head, rows))
    except OSError as error:
        raise OnboardingError("imports.rejects_not_written", path=str(folder)) from error


def _written(folder: Path, name: str, rows: Iterable[Sequence[str]]) -> Path:
    passing = folder / f".{secrets.token_hex(8)}.partial"
    handle = os.open(passing, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(handle, "w", encoding="utf-8-sig", newline="", errors="replace") as out:
            writer = csv.writer(out, lineterminator="\r\n")
            for row in rows:
                writer.writerow([harmless(cell) for cell in row])
            out.flush()
            os.fsync(out.fileno())
        target = _free_name(folder, name)
        os.replace(passing, target)
    except BaseException:
        passing.unlink(missing_ok=True)
        raise
    return target


def harmless(cell: str) -> str:
    """The cell without controls, with an apostrophe in front if a spreadsheet would take it for a formula."""
    cell = cell.replace("\r\n", "\n").translate(_VISIBLE)
    return f"'{cell}" if cell.lstrip().startswith(FORMULA) and not _is_number(cell) else cell


def _is_number(cell: str) -> bool:
    # A mobile as +919876543210 or an amount as -5 is no formula, and an apostrophe would spoil it for other readers.
    return cell[1:].replace(".", "", 1).isdigit()


def _free_name(folder: Path, name: str) -> Path:
    target, number = folder / f"{name}.csv", 2
    while target.exists():
        target, number = folder / f"{name}-{number}.csv", number + 1
    return target
