"""The process that parses a workbook: ``python -m onboarding.files.xlsx_child``.

A hostile or broken workbook may eat memory, run for ever or abort the parser; then only this
process dies. It has no database, limits itself before it opens anything, and hands its rows over in
a staging file. Its answer is one line of JSON on standard output: ``{"sheet", "sheets", "rows"}``
or ``{"error"}`` with a sentence id.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from onboarding.errors import FileUnreadable
from onboarding.files.header import sheet_score
from onboarding.files.staging import write_rows
from onboarding.files.table import Cell, Row
from onboarding.files.xlsx_slices import SLICE_BYTES, slice_sheet
from onboarding.files.xlsx_zip import COLUMNS, Container, check_container, error_cells

MEMORY_BYTES = 2 * 1024 * 1024 * 1024
"""Address space at most, whatever the file declares."""
MEMORY_BASE = 400 * 1024 * 1024
"""Address space of a small workbook."""
CPU_S = 110
STAGING_BYTES = 4 * 1024 * 1024 * 1024
OPEN_FILES = 64
EMPTY_ROWS = 200
"""After so many empty rows the rest is formatting."""
HEAD_ROWS = 60
"""Rows by which a sheet is judged."""

Grid = Iterator[tuple[int, list[Cell]]]
Wrong = dict[int, list[tuple[int, str]]]
"""Row number to its error cells: column index and text."""


def main(arguments: list[str]) -> int:
    """``SOURCE STAGING KIND [SHEET]``; 0 also when the answer is an error."""
    _limit(MEMORY_BYTES)
    source, staging, kind = Path(arguments[0]), Path(arguments[1]), arguments[2]
    wanted = arguments[3] if len(arguments) > 3 else None
    try:
        container = check_container(source)
        _limit(min(MEMORY_BYTES, MEMORY_BASE + 3 * container.unpacked))
        answer = _read(source, staging, kind, wanted, container)
    except FileUnreadable as error:
        answer = {"error": error.sentence, "values": error.values}
    except OSError:  # the container is open by now: it is the staging file that found no room
        answer = {"error": "files.copy_failed"}
    sys.stdout.write(json.dumps(answer))
    return 0


def _limit(memory: int) -> None:
    try:
        import resource
    except ImportError:  # not on Windows; there only the wall clock guards
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    room = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    resource.setrlimit(resource.RLIMIT_AS, (room, hard))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (STAGING_BYTES, STAGING_BYTES))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read(source: Path, staging: Path, kind: str, wanted: str | None, container: Container) -> dict[str, Any]:
    from python_calamine import CalamineError

    try:
        book: _Book = _Calamine(source, staging.with_suffix(".pieces"), container)
        return _choose(book, staging, kind, wanted)
    except CalamineError:
        pass
    try:
        return _choose(_OpenPyxl(source), staging, kind, wanted)
    except FileUnreadable:
        raise
    except Exception as error:  # the second reader raises eleven classes on broken files
        raise FileUnreadable("files.damaged") from error


def _choose(book: _Book, staging: Path, kind: str, wanted: str | None) -> dict[str, Any]:
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
    return {"sheet": chosen, "sheets": sheets, "rows": count}


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


def _filled(grid: Grid, merged: list[tuple[int, int, int]]) -> Grid:
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
                if column < len(cells) and not cells[column]:
                    cells[column] = value
        yield line, cells


class _Book:
    """Sheets in order, and the rows of one by name."""

    sheets: list[tuple[str, bool]]

    def rows(self, name: str) -> Grid:
        raise NotImplementedError

    def merged(self, name: str) -> list[tuple[int, int, int]]:
        raise NotImplementedError


class _Calamine(_Book):
    def __init__(self, source: Path, pieces: Path, container: Container) -> None:
        self._source, self._pieces, self._container = source, pieces, container
        self._merged: list[tuple[int, int, int]] = []
        self._book: Any = self._open(source)
        self.sheets = self._listed()

    def _open(self, path: Path) -> Any:  # noqa: ANN401 - the parser's own class
        from python_calamine import CalamineWorkbook

        return CalamineWorkbook.from_path(str(path))

    def _listed(self) -> list[tuple[str, bool]]:
        from python_calamine import SheetTypeEnum, SheetVisibleEnum

        return [
            (sheet.name, sheet.visible == SheetVisibleEnum.Visible)
            for sheet in self._book.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet
        ]

    def rows(self, name: str) -> Grid:
        part = self._container.parts.get(name, "")
        wrong = error_cells(self._source, part) if part else {}
        self._book = None  # two workbooks in memory are one too many
        sliced = None
        if self._container.sizes.get(part, 0) > SLICE_BYTES:
            sliced = slice_sheet(self._source, part, self._pieces)
        names, self._merged = sliced or ([name], [])
        self._book = self._open(self._pieces if sliced else self._source)
        first = self._book.get_sheet_by_name(names[0])
        if not sliced:
            ranges = first.merged_cell_ranges or []
            self._merged = [(a + 1, c + 1, b) for (a, b), (c, _) in ranges if c > a]
        return self._chained(first, names[1:], wrong)

    def _chained(self, sheet: Any, names: list[str], wrong: Wrong) -> Grid:  # noqa: ANN401
        yield from self._grid(sheet, wrong)
        del sheet
        for name in names:
            yield from self._grid(self._book.get_sheet_by_name(name), wrong)

    def _grid(self, sheet: Any, wrong: Wrong) -> Grid:  # noqa: ANN401 - the parser's own class
        if sheet.start is None:
            return
        top, left = sheet.start
        if left + sheet.width > COLUMNS:
            raise FileUnreadable("files.too_many_cells")
        # The parser's rows begin with the first row of the sheet, but its columns with the first
        # that is used.
        before = [""] * left
        for line, values in enumerate(islice(sheet.iter_rows(), top, None), start=top + 1):
            cells = before + [value if type(value) is str else _cell(value) for value in values]
            for column, text in wrong.get(line, ()):
                # The parser gives '' for an error value; the row's report must be able to name it.
                if column < len(cells) and not cells[column]:
                    cells[column] = text
            yield line, cells

    def merged(self, name: str) -> list[tuple[int, int, int]]:
        return self._merged


class _OpenPyxl(_Book):
    """Slower and more forgiving. Knows no merged ranges when reading as a stream."""

    def __init__(self, source: Path) -> None:
        from openpyxl import load_workbook

        self._book = load_workbook(str(source), read_only=True, data_only=True)
        self.sheets = [(sheet.title, sheet.sheet_state == "visible") for sheet in self._book.worksheets]

    def rows(self, name: str) -> Grid:
        sheet: Any = self._book[name]
        cells = sheet.iter_rows(values_only=True, max_col=COLUMNS)
        for line, values in enumerate(cells, start=1):
            yield line, [_cell(value) for value in values]

    def merged(self, name: str) -> list[tuple[int, int, int]]:
        return []


def _cell(value: object) -> Cell:
    """Text for everything but dates. A whole number loses its ``.0``: no float in an identifier."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    if isinstance(value, date):
        return value
    if isinstance(value, time | timedelta | int):
        return str(value)
    return ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
