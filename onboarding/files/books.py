"""Workbooks of every kind as the same thing: sheets in order, and the rows of one by name.

Runs inside the child process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from onboarding.errors import FileUnreadable
from onboarding.files.container import COLUMNS, Container
from onboarding.files.frames import FRAME_BYTES, frames, page_text
from onboarding.files.ods_tables import ods_tables
from onboarding.files.ole_book import OleBook
from onboarding.files.source import ARCHIVE
from onboarding.files.table import Cell
from onboarding.files.tables_aside import TablesAside
from onboarding.files.web_archive import archive_pages
from onboarding.files.web_tables import web_tables
from onboarding.files.xlsb_parts import sheet_part
from onboarding.files.xlsx_parts import error_cells, sheet_parts
from onboarding.files.xlsx_slices import SLICE_BYTES, slice_sheet

Grid = Iterator[tuple[int, list[Cell]]]
Wrong = dict[int, list[tuple[int, str]]]
"""Row number to its error cells: column index and text."""
Merged = list[tuple[int, int, int]]
"""Ranges of several rows: first and last row (from 1), column (from 0)."""


class Book:
    """Sheets in order, and the rows of one by name."""

    sheets: list[tuple[str, bool]]
    """Name, and whether it is visible."""
    encoding: str | None = None
    """Of a page; a workbook has none to choose."""

    def rows(self, name: str) -> Grid:
        """The sheet's rows from its first on; only one sheet is read at a time."""
        raise NotImplementedError

    def merged(self, name: str) -> Merged:
        """Of the sheet whose rows were asked for last."""
        raise NotImplementedError


class _ParsedBook(Book):
    """A workbook that the library parses (XLSX, XLSB, XLS), with what it does not tell from elsewhere."""

    def __init__(self, source: Path) -> None:
        self._source = source
        self._merged: Merged = []
        self._book: Any = self._open(source)
        self._listed = list(self._book.sheets_metadata)
        self.sheets = self._worksheets()

    def _open(self, path: Path) -> Any:  # noqa: ANN401 - the parser's own class
        from python_calamine import CalamineWorkbook

        return _parsed(CalamineWorkbook.from_path, str(path))

    def _worksheets(self) -> list[tuple[str, bool]]:
        from python_calamine import SheetTypeEnum, SheetVisibleEnum

        return [
            (sheet.name, sheet.visible == SheetVisibleEnum.Visible)
            for sheet in self._listed
            if sheet.typ == SheetTypeEnum.WorkSheet
        ]

    def rows(self, name: str) -> Grid:
        wrong, self._merged = self._untold(name)
        sheet = _parsed(self._book.get_sheet_by_name, name)
        self._merged = self._merged or _ranges(sheet)
        return _grid(sheet, wrong)

    def _untold(self, name: str) -> tuple[Wrong, Merged]:
        """Error cells and merged ranges that the parser keeps for itself."""
        raise NotImplementedError

    def merged(self, name: str) -> Merged:
        return self._merged


class _OldBook(_ParsedBook):
    """XLS."""

    def __init__(self, source: Path) -> None:
        self._ole = OleBook(source)
        super().__init__(source)

    def _untold(self, name: str) -> tuple[Wrong, Merged]:
        number = next(n for n, sheet in enumerate(self._listed) if sheet.name == name)
        return self._ole.error_cells(number), []


class _BinaryBook(_ParsedBook):
    """XLSB."""

    def _untold(self, name: str) -> tuple[Wrong, Merged]:
        part = sheet_part(self._source, name)
        return part.errors, part.merged


class _XlsxBook(_ParsedBook):
    """XLSX; a large sheet in pieces, so that the parser never holds all of it."""

    def __init__(self, source: Path, pieces: Path, container: Container) -> None:
        self._pieces, self._sizes = pieces, container.sizes
        self._parts = sheet_parts(source)
        super().__init__(source)

    def rows(self, name: str) -> Grid:
        part = self._parts.get(name, "")
        wrong = error_cells(self._source, part) if part else {}
        self._book = None  # two workbooks in memory are one too many
        sliced = slice_sheet(self._source, part, self._pieces) if self._sizes.get(part, 0) > SLICE_BYTES else None
        names, self._merged = sliced or ([name], [])
        self._book = self._open(self._pieces if sliced else self._source)
        first = _parsed(self._book.get_sheet_by_name, names[0])
        if not sliced:
            self._merged = _ranges(first)
        return self._chained(first, names[1:], wrong)

    def _chained(self, sheet: Any, names: list[str], wrong: Wrong) -> Grid:  # noqa: ANN401
        yield from _grid(sheet, wrong)
        del sheet
        for name in names:
            yield from _grid(_parsed(self._book.get_sheet_by_name, name), wrong)


def _parsed(parse: Callable[[str], Any], what: str) -> Any:  # noqa: ANN401 - the parser's own classes
    """The parser's answer; it calls a broken file an error of the system now and then."""
    from python_calamine import CalamineError

    try:
        return parse(what)
    except OSError as error:
        raise CalamineError(str(error)) from error


def _ranges(sheet: Any) -> Merged:  # noqa: ANN401 - the parser's own class
    return [(a + 1, c + 1, b) for (a, b), (c, _) in sheet.merged_cell_ranges or [] if c > a]


def _grid(sheet: Any, wrong: Wrong) -> Grid:  # noqa: ANN401 - the parser's own class
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


class _StreamedBook(Book):
    """OpenDocument sheets and web pages: every table in them was put aside."""

    def __init__(self, aside: TablesAside, encoding: str | None = None) -> None:
        self._aside = aside
        self.encoding = encoding
        self.sheets = [(table.name, table.visible) for table in aside.tables]

    def rows(self, name: str) -> Grid:
        return self._aside.rows(self._number(name))

    def merged(self, name: str) -> Merged:
        return self._aside.tables[self._number(name)].merged

    def _number(self, name: str) -> int:
        return next(number for number, table in enumerate(self._aside.tables) if table.name == name)


def open_book(source: Path, folder: Path, kind: str, container: Container | None, encoding: str | None) -> Book:
    """The workbook or page ``source`` of a ``kind`` of ``files.source``; ``folder`` is for what is put aside.

    Raises:
        FileUnreadable: no list in it, or not one that is read here.
        CalamineError: broken.
    """
    if container is None:
        return _open_web(source, folder, encoding) if kind == "web" else _OldBook(source)
    if container.format == "xlsx":
        return _XlsxBook(source, folder / "pieces", container)
    return _BinaryBook(source) if container.format == "xlsb" else _open_ods(source, folder)


def open_patiently(source: Path) -> Book:
    """An XLSX by the second reader, slower and more forgiving; raises whatever it likes."""
    return _PatientBook(source)


def _open_ods(source: Path, folder: Path) -> Book:
    """An OpenDocument workbook."""
    aside = TablesAside(folder / "aside")
    ods_tables(source, aside)
    return _StreamedBook(aside)


def _open_web(source: Path, folder: Path, encoding: str | None) -> Book:
    """A page, a frame set whose sheets were copied beside it, or a single-file archive of either."""
    aside = TablesAside(folder / "aside")
    with source.open("rb") as page:
        head = page.read(FRAME_BYTES)
    used = None
    for name, path in _web_pages(source, head, folder):
        used = web_tables(path, name, aside, encoding)
    if not aside.tables:
        raise FileUnreadable("files.web_page")
    return _StreamedBook(aside, used)


def _web_pages(source: Path, head: bytes, folder: Path) -> list[tuple[str | None, Path]]:
    if ARCHIVE.match(page_text(head).lstrip("\ufeff \t\r\n")):
        pages = archive_pages(source, folder)
        named = {frame.parts[-1]: frame.name for page in pages for frame in frames(_head(page.path))}
        sheets = [page for page in pages if page.location in named] or pages
        return [(named.get(page.location), page.path) for page in sheets]
    found = frames(head)
    if found:
        return [(frame.name, folder / f"page{number}") for number, frame in enumerate(found, start=1)]
    return [(None, source)]


def _head(path: Path) -> bytes:
    with path.open("rb") as page:
        return page.read(FRAME_BYTES)


class _PatientBook(Book):
    """XLSX again, slower and more forgiving. Knows no merged ranges when reading as a stream."""

    def __init__(self, source: Path) -> None:
        from openpyxl import load_workbook

        self._book = load_workbook(str(source), read_only=True, data_only=True)
        self.sheets = [(sheet.title, sheet.sheet_state == "visible") for sheet in self._book.worksheets]

    def rows(self, name: str) -> Grid:
        sheet: Any = self._book[name]
        cells = sheet.iter_rows(values_only=True, max_col=COLUMNS)
        for line, values in enumerate(cells, start=1):
            yield line, [_cell(value) for value in values]

    def merged(self, name: str) -> Merged:
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
