"""The tables of a web page as rows: what Excel, Udyam and other portals hand out under the name .xls.

Also the XML that Excel 2003 wrote, whose words for the same things are other ones. Runs inside the
child process; nothing that a page names is fetched, no entity of its own is believed. The page is cut
at its ``<``, since the standard library's parser takes minutes for tags that never end and is ten times
slower on honest ones.
"""

from __future__ import annotations

import codecs
import re
from decimal import Decimal, InvalidOperation
from html import unescape
from pathlib import Path

from onboarding.errors import FileUnreadable
from onboarding.files.container import COLUMNS
from onboarding.files.csv_table import detect_encoding
from onboarding.files.table import Cell
from onboarding.files.tables_aside import MOST_ROWS, TablesAside

CHUNK = 64 * 1024
WAITING = 512 * 1024
"""Characters that may stand between two tags; more is no page."""
CELL_CHARACTERS = 64 * 1024
DEPTH = 20
"""Tables inside tables."""

_CHARSET = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?([A-Za-z0-9_\-]{1,30})", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_BREAKS = re.compile(r" ?\n ?")
_EXPONENT = re.compile(r"\d(?:[.,]\d+)?E\+?\d{1,2}", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"(?<![\w:.\-])([A-Za-z_][\w:.\-]*)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+)")
_TAG_CHARACTERS = 8192
"""What is read of one tag."""
_TOLD = frozenset({"td", "th", "cell", "row", "worksheet"})
_TELLS = re.compile(r"span|x:num|sdval|ss:", re.IGNORECASE)
"""Tags whose attributes say something, and what these hold."""
_RAW = ("script", "style")
_ROW, _CELLS, _MUTE = {"tr", "row"}, {"td", "th", "cell", "caption"}, {"comment"}
_BREAKING = {"br", "p", "div", "li"}


def web_tables(path: Path, name: str | None, aside: TablesAside, encoding: str | None = None) -> str:
    """Put the tables of one page aside and return its encoding.

    ``name`` is that of the sheet when the page is one of several.

    Raises:
        FileUnreadable: no page that a browser would show, or more cells than a list has.
    """
    used = encoding or page_encoding(path)
    page = _Page(aside, name)
    with path.open("r", encoding=used, errors="replace", newline="") as text:
        while chunk := text.read(CHUNK):
            page.feed(chunk)
    page.end()
    return used.removesuffix("-sig")


def page_encoding(path: Path) -> str:
    """By the bytes where they are sure (a byte order mark, valid UTF-8), else as the page says."""
    found = detect_encoding(path)
    if found != "cp1252":
        return found
    with path.open("rb") as page:
        told = _CHARSET.search(page.read(4096))
    name = told[1].decode("ascii").lower() if told else found
    try:
        # A browser reads these two as cp1252; so is a page that calls itself UTF-8 or -16 and is not.
        if codecs.lookup(name).name in ("iso8859-1", "ascii") or name.startswith("utf"):
            return found
        "".encode(name)
    except (LookupError, ValueError):
        return found
    return name


class _Open:
    """One table that has begun and not ended."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.line = 0
        self.row: dict[int, str] | None = None
        self.column = 0
        self.covered: dict[int, int] = {}
        """Column to the last line that a cell from above reaches."""
        self.merged: list[tuple[int, int, int]] = []
        self.cell: tuple[int, str] | None = None
        """Column, and the number that the page keeps beside the shown text."""
        self.text: list[str] = []
        self.length = 0


class _Page:
    """What a page's tags say of its tables."""

    def __init__(self, aside: TablesAside, name: str | None) -> None:
        self._aside, self._name = aside, name
        self._stack: list[_Open] = []
        self._mute = 0
        self._worksheet: str | None = None
        self._rest = ""
        """What cannot be judged before more is read."""
        self._until: str | None = None
        """How the comment or script ends that is being passed over."""

    def feed(self, text: str) -> None:
        """Take the next piece of the page.

        Raises:
            FileUnreadable: so much without a tag is no page, or more cells than a list has.
        """
        first, *pieces = (self._rest + text).split("<")
        if not pieces:
            self._rest = first
        else:
            self._data(first)
            self._rest = f"<{pieces.pop()}"
            for piece in pieces:
                self._piece(piece)
        if len(self._rest) > WAITING:
            raise FileUnreadable("files.damaged")

    def end(self) -> None:
        """The page has ended; so have its tables."""
        self.feed("<")
        while self._stack:
            self._end_table()

    def _piece(self, piece: str) -> None:
        """What stands between two ``<``: a tag and the text behind it."""
        if self._until is not None and not self._ended(piece):
            return
        if piece.startswith("!--"):
            _, ends, data = piece.partition("-->")
            self._until = None if ends else "-->"
        elif piece.startswith("![CDATA["):
            data = piece[8:].replace("]]>", "")
        else:
            tag, data = _cut(piece)
            if tag is None:
                data = f"<{piece}"
            else:
                self._tag(tag)
        if data:
            self._data(data)

    def _ended(self, piece: str) -> bool:
        """Whether the piece is to be read again, at the end of a comment or script."""
        if self._until == "-->":
            _, ends, data = piece.partition("-->")
            if ends:
                self._until = None
                self._data(data)
            return False
        if not piece[:16].lower().startswith(self._until or ""):
            return False
        self._until = None
        return True

    def _tag(self, tag: str) -> None:
        name = tag[:64].strip("/").split(maxsplit=1)[:1]
        if not name or not name[0][0].isalpha():  # a declaration, an instruction to a program
            return
        word = name[0].lower().removeprefix("ss:")
        if tag.startswith("/"):
            self._end(word)
            return
        told = _ATTRIBUTE.findall(tag[:_TAG_CHARACTERS]) if word in _TOLD and _TELLS.search(tag) else ()
        self._start(word, {key.lower(): unescape(value.strip("\"'")) for key, value in told})
        if tag.endswith("/"):
            self._end(word)
        elif word in _RAW:
            self._until = f"/{word}"

    def _start(self, tag: str, given: dict[str, str]) -> None:
        if tag in _MUTE:
            self._mute += 1
        elif tag == "worksheet":
            self._worksheet = given.get("ss:name")
        elif tag == "table":
            self._begin_table()
        elif self._stack:
            self._inside(tag, self._stack[-1], given)

    def _inside(self, tag: str, table: _Open, given: dict[str, str]) -> None:
        if tag in _ROW:
            self._end_row(table)
            _begin_row(table, _number(given.get("ss:index")))
        elif tag in _CELLS:
            self._end_cell(table)
            if tag == "caption":
                self._end_row(table)
            if table.row is None:
                _begin_row(table, 0)
            _begin_cell(table, given)
        elif tag in _BREAKING and table.cell is not None:
            table.text.append("\n")

    def _end(self, tag: str) -> None:
        if tag in _MUTE:
            self._mute = max(self._mute - 1, 0)
        if not self._stack:
            return
        table = self._stack[-1]
        if tag in _CELLS:
            self._end_cell(table)
            if tag == "caption":
                self._end_row(table)
        elif tag in _ROW:
            self._end_row(table)
        elif tag in ("p", "div", "li") and table.cell is not None:
            table.text.append("\n")
        elif tag == "table":
            self._end_table()

    def _data(self, data: str) -> None:
        if self._mute or not self._stack:
            return
        table = self._stack[-1]
        if table.cell is not None and table.length < CELL_CHARACTERS:
            table.length += len(data)
            table.text.append(_BLANKS.sub(" ", unescape(data) if "&" in data else data))

    def _begin_table(self) -> None:
        if len(self._stack) >= DEPTH:
            raise FileUnreadable("files.bomb")
        name = self._worksheet or self._name or f"table {len(self._aside.tables) + 1}"
        self._stack.append(_Open(self._aside.open(name)))

    def _end_table(self) -> None:
        table = self._stack.pop()
        self._end_row(table)
        self._aside.tables[table.number].merged += table.merged

    def _end_row(self, table: _Open) -> None:
        self._end_cell(table)
        if table.row is None:
            return
        width = max(table.row, default=-1) + 1
        cells: list[Cell] = [table.row.get(column, "") for column in range(width)]
        self._aside.add(table.number, table.line, cells)
        table.row = None

    def _end_cell(self, table: _Open) -> None:
        if table.cell is None or table.row is None:
            return
        column, kept = table.cell
        text = _BREAKS.sub("\n", "".join(table.text)[:CELL_CHARACTERS]).strip(" \n")
        table.cell = None
        if _EXPONENT.fullmatch(text):
            text = _in_full(kept) or text
        if not text:
            return
        if column >= COLUMNS:
            raise FileUnreadable("files.too_many_cells")
        table.row[column] = text


def _cut(piece: str) -> tuple[str | None, str]:
    """Tag and text behind it; None as the tag where the sign before was no beginning of one."""
    end = piece.find(">")
    while end >= 0 and piece.count('"', 0, end) % 2 and (quoted := piece.find('"', end)) >= 0:
        end = piece.find(">", quoted)  # it stands inside an attribute
        if end > _TAG_CHARACTERS:
            break
    return (piece[:end], piece[end + 1 :]) if end >= 0 else (None, "")


def _begin_row(table: _Open, index: int) -> None:
    table.line = max(table.line + 1, min(index, MOST_ROWS))
    table.row, table.column = {}, 0


def _begin_cell(table: _Open, given: dict[str, str]) -> None:
    """Find the cell's column: behind the cells of its row and what reaches down from above."""
    index = _number(given.get("ss:index"))
    if index:
        table.column = index - 1
    while table.covered.get(table.column, 0) >= table.line:
        table.column += 1
    column = table.column
    across = _number(given.get("colspan")) or _number(given.get("ss:mergeacross")) + 1
    down = _rows_down(given)
    table.column = min(column + across, MOST_ROWS)
    if down > 1:
        table.merged.append((table.line, table.line + down - 1, column))
        for covered in range(column, min(column + across, COLUMNS)):
            table.covered[covered] = table.line + down - 1
    table.cell = (column, given.get("x:num") or given.get("sdval") or "")
    table.text, table.length = [], 0


def _rows_down(given: dict[str, str]) -> int:
    if given.get("rowspan") == "0":  # to the end of the table
        return MOST_ROWS
    return min(_number(given.get("rowspan")) or _number(given.get("ss:mergedown")) + 1, MOST_ROWS)


def _number(text: str | None) -> int:
    return int(text[:9]) if text and text.isascii() and text.isdecimal() else 0


def _in_full(kept: str) -> str | None:
    """The number that a page keeps beside ``9.81E+09``, with all its digits."""
    try:
        number = Decimal(kept)
    except InvalidOperation:
        return None
    whole = number.is_finite() and number.adjusted() < 20 and number == number.to_integral_value()
    return str(int(number)) if whole else None
