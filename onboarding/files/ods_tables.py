"""OpenDocument sheets, read as a stream: a row repeated a million times is one element there.

Runs inside the child process. The library for the other workbooks would build such a sheet in
memory, and knows neither its merged cells nor its errors.
"""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any
from xml.parsers import expat

from onboarding.errors import FileUnreadable
from onboarding.files.container import COLUMNS
from onboarding.files.table import Cell
from onboarding.files.tables_aside import EMPTY_ROWS, MOST_ROWS, TablesAside

FILLED_REPEATS = 10_000
"""Two firms are never quite the same; so many equal rows are no list."""
CHUNK = 256 * 1024
CELL_CHARACTERS = 64 * 1024
_OFFICE, _TABLE, _TEXT, _STYLE = (
    f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0|" for name in ("office", "table", "text", "style")
)
_CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0|"
_ERROR = re.compile(r"#\S{2,12}|Err:\d+")


def ods_tables(path: Path, aside: TablesAside) -> None:
    """Put every sheet of the workbook aside.

    Raises:
        FileUnreadable: damaged, a document type in it, or more cells than a list has.
    """
    parser = expat.ParserCreate(namespace_separator="|")
    parser.buffer_text = True
    _Sheets(aside).listen_to(parser)
    try:
        with zipfile.ZipFile(path) as archive, archive.open("content.xml") as stream:
            while chunk := stream.read(CHUNK):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
    except (expat.ExpatError, zipfile.BadZipFile, KeyError, EOFError, ValueError) as error:
        raise FileUnreadable("files.damaged") from error


class _Sheets:
    """What the parser hears, as rows."""

    def __init__(self, aside: TablesAside) -> None:
        self._aside = aside
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._table: int | None = None
        self._line = 0
        self._row: list[Cell] = []
        self._row_repeats = 1
        self._gap = 0
        """Empty cells that only count when a filled one follows."""
        self._cell: dict[str, str] | None = None
        self._covered = False
        """Under a merged cell: what stands there is not seen."""
        self._text: list[str] = []
        self._length = 0
        self._aside_depth = 0
        """Within a remark on a cell, which is no part of it."""

    def listen_to(self, parser: Any) -> None:  # noqa: ANN401 - expat names no type
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _refuse

    def _start(self, tag: str, given: dict[str, str]) -> None:
        if tag == f"{_OFFICE}annotation":
            self._aside_depth += 1
        elif tag == f"{_STYLE}style":
            self._style = given.get(f"{_STYLE}name", "")
        elif tag == f"{_STYLE}table-properties" and given.get(f"{_TABLE}display") == "false":
            self._hidden_styles.add(self._style)
        elif tag == f"{_TABLE}table":
            visible = given.get(f"{_TABLE}style-name") not in self._hidden_styles
            self._table = self._aside.open(given.get(f"{_TABLE}name", ""), visible=visible)
            self._line = 0
        elif tag == f"{_TABLE}table-row":
            self._row, self._gap = [], 0
            self._row_repeats = _repeats(given, "number-rows-repeated")
        elif tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            self._cell, self._text, self._length = given, [], 0
            self._covered = tag == f"{_TABLE}covered-table-cell"
        elif self._cell is not None and not self._aside_depth:
            self._mark(tag, given)

    def _mark(self, tag: str, given: dict[str, str]) -> None:
        """Paragraphs, blanks, tabs and line breaks inside a cell."""
        if tag == f"{_TEXT}p" and self._text:
            self._characters("\n")
        elif tag == f"{_TEXT}s":
            self._characters(" " * min(_count(given.get(f"{_TEXT}c")), COLUMNS))
        elif tag in (f"{_TEXT}line-break", f"{_TEXT}tab"):
            self._characters("\n" if tag.endswith("break") else "\t")

    def _characters(self, text: str) -> None:
        if self._cell is None or self._aside_depth or self._length > CELL_CHARACTERS:
            return
        self._length += len(text)
        self._text.append(text)

    def _end(self, tag: str) -> None:
        if tag == f"{_OFFICE}annotation":
            self._aside_depth -= 1
        elif tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell") and self._cell is not None:
            self._take_cell(self._cell)
            self._cell = None
        elif tag == f"{_TABLE}table-row" and self._table is not None:
            self._take_row(self._table)
        elif tag == f"{_TABLE}table":
            self._table = None

    def _take_cell(self, given: dict[str, str]) -> None:
        value = "" if self._covered else _value(given, "".join(self._text)[:CELL_CHARACTERS])
        repeats = _repeats(given, "number-columns-repeated")
        if not value:
            self._gap += repeats
            return
        if len(self._row) + self._gap + repeats > COLUMNS:
            raise FileUnreadable("files.too_many_cells")
        self._row += [""] * self._gap
        self._gap = 0
        spanned = _count(given.get(f"{_TABLE}number-rows-spanned"))
        if spanned > 1 and self._table is not None:
            merged = (self._line + 1, self._line + spanned, len(self._row))
            self._aside.tables[self._table].merged.append(merged)
        self._row += [value] * repeats

    def _take_row(self, table: int) -> None:
        if self._row and self._row_repeats > FILLED_REPEATS:
            raise FileUnreadable("files.bomb")
        kept = self._row_repeats if self._row else min(self._row_repeats, EMPTY_ROWS)  # nobody reads on after them
        for number in range(1, kept + 1):
            self._aside.add(table, self._line + number, list(self._row))
        self._line += self._row_repeats


def _refuse(*_: object) -> None:
    raise FileUnreadable("files.bomb")


def _repeats(given: dict[str, str], name: str) -> int:
    return min(_count(given.get(_TABLE + name)), MOST_ROWS)


def _count(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and text.isascii() and len(text) < 9 else 1


def _value(given: dict[str, str], shown: str) -> Cell:
    """What the cell holds: errors as shown, dates as dates, numbers in full, all else the text."""
    if given.get(f"{_CALC}value-type") == "error" or (f"{_TABLE}formula" in given and _ERROR.fullmatch(shown)):
        return shown if shown.startswith("#") else "#VALUE!"  # "Err:502" is that program's own word for it
    kind = given.get(f"{_OFFICE}value-type")
    if kind in ("float", "currency", "percentage"):
        return _number(given.get(f"{_OFFICE}value", ""), shown)
    if kind == "date":
        return _day(given.get(f"{_OFFICE}date-value", ""), shown)
    if kind == "boolean":
        return given.get(f"{_OFFICE}boolean-value", "").upper()
    return shown


def _number(value: str, shown: str) -> str:
    """No float may touch an identifier: the digits as they stand, without exponent and ``.0``."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return shown
    if not number.is_finite() or number.adjusted() > 20:
        return value
    return str(int(number)) if number == number.to_integral_value() else f"{number:f}"


def _day(value: str, shown: str) -> Cell:
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return shown
    found = found.replace(tzinfo=None)
    return date(found.year, found.month, found.day) if found.time() == time() else found
