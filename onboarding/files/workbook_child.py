"""The process that parses a workbook or a page: ``python -m onboarding.files.workbook_child``.

A hostile or broken file may eat memory, run for ever or abort the parser; then only this process
dies. It has no database, limits itself before it opens anything, and hands its rows over in a staging
file. Its answer is one line of JSON on standard output: ``{"sheet", "sheets", "rows", "encoding"}`` or
``{"error"}`` with a sentence id.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from onboarding.errors import FileUnreadable
from onboarding.files.books import Book, Grid, Merged, open_book, open_patiently
from onboarding.files.container import check_container
from onboarding.files.header import sheet_score
from onboarding.files.staging import write_rows
from onboarding.files.table import Cell, Row
from onboarding.files.tables_aside import EMPTY_ROWS

MEMORY_BYTES = 2 * 1024 * 1024 * 1024
"""Address space at most, whatever the file declares."""
MEMORY_BASE = 400 * 1024 * 1024
"""Address space of a small workbook."""
OLD_GROWTH = 12
"""Times its size an old workbook may take."""
CPU_S = 110
"""Seconds of the processor at most."""
CPU_BASE_S = 8
CPU_S_PER_MB = 1.0
"""For each megabyte, unpacked; honest files take a tenth."""
STAGING_BYTES = 4 * 1024 * 1024 * 1024
OPEN_FILES = 64
HEAD_ROWS = 60
"""Rows by which a sheet is judged."""


def main(wanted: dict[str, Any]) -> int:
    """Read what ``wanted`` names (see ``workbook_table``); 0 also when the answer is an error."""
    _limit(MEMORY_BYTES)
    staging = Path(wanted["staging"])
    try:
        answer = _read(Path(wanted["source"]), staging, wanted)
    except FileUnreadable as error:
        answer = {"error": error.sentence, "values": error.values}
    except OSError:  # what reads has turned its own errors into words: it is the staging file that found no room
        answer = {"error": "files.copy_failed"}
    sys.stdout.write(json.dumps(answer))
    return 0


def _limit(memory: int, size: int | None = None) -> None:
    """Hold the process to so much memory, and to the seconds that ``size`` bytes deserve."""
    seconds = CPU_S if size is None else min(CPU_S, CPU_BASE_S + int(CPU_S_PER_MB * size / 2**20))
    try:
        import resource
    except ImportError:  # not on Windows; there only the wall clock guards
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    room = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    resource.setrlimit(resource.RLIMIT_AS, (room, hard))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, CPU_S + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (STAGING_BYTES, STAGING_BYTES))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read(source: Path, staging: Path, wanted: dict[str, Any]) -> dict[str, Any]:
    from python_calamine import CalamineError, PasswordError

    container = check_container(source) if wanted["kind"] == "zip" else None
    size = sum(path.stat().st_size for path in source.parent.iterdir())
    if container is not None:
        _limit(min(MEMORY_BYTES, MEMORY_BASE + 3 * container.unpacked), container.unpacked)
    else:
        _limit(min(MEMORY_BYTES, MEMORY_BASE + (OLD_GROWTH * size if wanted["kind"] == "ole" else 0)), size)
    try:
        book = open_book(source, staging.parent, wanted["kind"], container, wanted["encoding"])
        return _choose(book, staging, wanted["list"], wanted["sheet"])
    except PasswordError as error:
        raise FileUnreadable("files.protected") from error
    except CalamineError as error:
        if container is None or container.format != "xlsx":
            raise FileUnreadable("files.damaged") from error
    try:
        return _choose(open_patiently(source), staging, wanted["list"], wanted["sheet"])
    except FileUnreadable:
        raise
    except Exception as error:  # the second reader raises eleven classes on broken files
        raise FileUnreadable("files.damaged") from error


def _choose(book: Book, staging: Path, kind: str, wanted: str | None) -> dict[str, Any]:
    """Stage the named sheet, or the one whose head looks most like a list.

    Hidden sheets only when nothing else looks like one.
    """
    names = [name for name, _ in book.sheets]
    if wanted is not None and wanted not in names:
        raise FileUnreadable("files.no_such_sheet", sheet=wanted, sheets=", ".join(names))
    best: tuple[bool, float] | None = None
    chosen, count = None, 0
    looks: dict[str, str] = {}
    for name, visible in book.sheets:
        if wanted is not None and name != wanted:
            continue
        grid = book.rows(name)
        head, rest = _split(_filled(grid, book.merged(name)))
        score, looks[name] = sheet_score([cells for _, cells in head], kind)
        rank = (visible, score)
        if best is None or (rank[1] > 0, *rank) > (best[1] > 0, *best):
            best, chosen = rank, name
            count = write_rows(staging, _lined([head, rest]))
    if chosen is None:
        raise FileUnreadable("files.no_sheet")
    sheets = [(name, visible, looks.get(name, "")) for name, visible in book.sheets]
    return {"sheet": chosen, "sheets": sheets, "rows": count, "encoding": book.encoding}


def _split(grid: Grid) -> tuple[list[tuple[int, list[Cell]]], Grid]:
    head = []
    for pair in grid:
        head.append(pair)
        if len(head) == HEAD_ROWS:
            break
    return head, grid


def _lined(parts: list[Any]) -> Iterator[Row]:
    empty: list[Row] = []
    for part in parts:
        for line, cells in part:
            row = Row(line, cells)
            if not any(cells):
                empty.append(row)
                if len(empty) >= EMPTY_ROWS:
                    return
                continue
            yield from empty
            empty.clear()
            yield row


def _filled(grid: Grid, merged: Merged) -> Grid:
    """Give every row of a merged range its value: only real merges, never a guess from blanks.

    ``merged`` holds first row, last row (from 1) and column (from 0), in order of rows.
    """
    waiting = sorted(merged, reverse=True)
    active: list[tuple[int, int, Cell]] = []
    for line, cells in grid:
        while waiting and waiting[-1][0] <= line:
            first, last, column = waiting.pop()
            if first == line and column < len(cells) and cells[column]:
                active.append((last, column, cells[column]))
        if active:
            active = [one for one in active if one[0] >= line]
            for _, column, value in active:
                cells.extend([""] * (column + 1 - len(cells)))  # some readers leave off the blanks at the end
                if not cells[column]:
                    cells[column] = value
        yield line, cells


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
