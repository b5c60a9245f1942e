"""A large sheet as a workbook of several smaller ones, so that the parser never holds all of it.

The parser builds a whole sheet in memory: over a gigabyte for a million rows. Cutting the sheet's
text between rows and offering the pieces as sheets keeps it to one piece. Runs inside the child
process.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO
from xml.sax.saxutils import quoteattr

SLICE_BYTES = 128 * 1024 * 1024
"""XML of one piece; a parsed piece takes about twice as much."""
CHUNK = 1024 * 1024
TAIL_BYTES = 16 * 1024 * 1024
"""What is kept of the text behind the rows, to find the merged ranges in it."""

_START = b"<sheetData>"
_ROW_END = b"</row>"
_END = b"</sheetData></worksheet>"
_SHEETS = re.compile(rb"<sheets>.*?</sheets>", re.DOTALL)
_MERGED = re.compile(rb'<mergeCell\b[^>]*\bref="([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})"')
_BOOK, _LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_KEPT = ("xl/sharedStrings.xml", "xl/styles.xml", "[Content_Types].xml", "_rels/.rels")
_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def slice_sheet(source: Path, part: str, target: Path) -> tuple[list[str], list[tuple[int, int, int]]] | None:
    """Write the workbook of pieces to ``target``.

    Returns the names of the pieces in order and the merged ranges of several rows (first row, last
    row, from 1; column, from 0); None when the sheet is written in a way that cannot be cut: then
    it must be read whole.
    """
    with (
        zipfile.ZipFile(source) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        with old.open(part) as stream:
            head = stream.read(CHUNK)
            place = head.find(_START)
            if place < 0:
                return None
            cutter = _Cutter(stream, head[: place + len(_START)], head[place + len(_START) :])
            names = list(cutter.write(new))
        book = old.read(_BOOK)
        if not _SHEETS.search(book):
            return None
        new.writestr(_BOOK, _SHEETS.sub(lambda _: _sheets(names), book, count=1))
        new.writestr(_LINKS, old.read(_LINKS).replace(b"</Relationships>", _links(names)))
        for kept in _KEPT:
            with suppress(KeyError):
                _copy(old, new, kept)
    return names, merged_ranges(cutter.tail)


def merged_ranges(tail: bytes) -> list[tuple[int, int, int]]:
    """The merged ranges of several rows that the text names."""
    found = []
    for column, top, last in _MERGED.findall(tail):
        if int(last) > int(top):
            found.append((int(top), int(last), column_index(column)))
    return found


def column_index(letters: bytes) -> int:
    """``A`` is 0."""
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1


class _Cutter:
    def __init__(self, stream: IO[bytes], head: bytes, rest: bytes) -> None:
        self._stream, self._head, self._rest = stream, head, rest
        self.tail = b""
        """The text behind the last row."""

    def write(self, new: zipfile.ZipFile) -> Iterator[str]:
        number = 0
        while self._rest:
            number += 1
            with new.open(f"xl/worksheets/slice{number}.xml", "w", force_zip64=True) as out:
                out.write(self._head)
                self._fill(out)
                out.write(_END)
            yield f"slice{number}"

    def _fill(self, out: IO[bytes]) -> None:
        """One piece: whole rows, a little over the limit at most; the rest waits for the next."""
        written = 0
        while True:
            end = self._rest.rfind(_ROW_END) + len(_ROW_END)
            if end >= len(_ROW_END):
                out.write(self._rest[:end])
                written += end
                self._rest = self._rest[end:]
            chunk = self._stream.read(CHUNK)
            if not chunk:
                self.tail, self._rest = self._rest[:TAIL_BYTES], b""
                return
            self._rest += chunk
            if written >= SLICE_BYTES and _ROW_END in self._rest:
                return


def _sheets(names: list[str]) -> bytes:
    lines = [
        f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="slice{number}" xmlns:r="{_RELATIONS}"/>'
        for number, name in enumerate(names, start=1)
    ]
    return ("<sheets>" + "".join(lines) + "</sheets>").encode()


def _links(names: list[str]) -> bytes:
    lines = [
        f'<Relationship Id="slice{number}" Type="{_TYPE}" Target="worksheets/{name}.xml"/>'
        for number, name in enumerate(names, start=1)
    ]
    return ("".join(lines) + "</Relationships>").encode()


def _copy(old: zipfile.ZipFile, new: zipfile.ZipFile, name: str) -> None:
    with old.open(name) as source, new.open(name, "w", force_zip64=True) as out:
        while chunk := source.read(CHUNK):
            out.write(chunk)
