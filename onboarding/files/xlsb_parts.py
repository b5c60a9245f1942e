"""What the parser does not tell of a binary workbook (XLSB): merged cells, error cells, how far it reaches.

Runs inside the child process. Source: the published format MS-XLSB.
"""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from onboarding.errors import FileUnreadable
from onboarding.files.container import CELLS, COLUMNS
from onboarding.files.ole_book import ERROR_TEXT

CHUNK = 1024 * 1024
_BOOK, _LINKS = "xl/workbook.bin", "xl/_rels/workbook.bin.rels"
_ROW, _BLANK, _ERROR, _FORMULA_ERROR, _MERGED, _SHEET = 0, 1, 3, 11, 176, 156
_CELL_KINDS = frozenset((*range(2, 12), 62))
_LINK = re.compile(r'<Relationship\b(?=[^>]*\bId="([^"]+)")(?=[^>]*\bTarget="([^"]+)")')


@dataclass(slots=True)
class SheetPart:
    """One sheet, as far as the parser is silent."""

    errors: dict[int, list[tuple[int, str]]] = field(default_factory=dict)
    """Row number (from 1) to its error cells: column (from 0) and text."""
    merged: list[tuple[int, int, int]] = field(default_factory=list)
    """Ranges of several rows: first and last row (from 1), column (from 0)."""


def sheet_part(path: Path, name: str) -> SheetPart:
    """Look through the sheet ``name``.

    Raises:
        FileUnreadable: damaged, or more columns or cells than a list has.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            part = _parts(archive).get(name)
            return _looked_through(_records(archive, part)) if part in archive.namelist() else SheetPart()
    except (zipfile.BadZipFile, OSError, EOFError, KeyError, struct.error, UnicodeDecodeError) as error:
        raise FileUnreadable("files.damaged") from error


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    links = dict(_LINK.findall(archive.read(_LINKS).decode("utf-8")))
    found = {}
    for kind, body in _records(archive, _BOOK):
        if kind == _SHEET:
            link, rest = _text(body[8:])
            name, _ = _text(rest)
            target = links.get(link, "").lstrip("/")
            found[name] = target if target.startswith("xl/") else f"xl/{target}"
    return found


def _text(body: bytes) -> tuple[str, bytes]:
    (length,) = struct.unpack_from("<I", body)
    return body[4 : 4 + 2 * length].decode("utf-16-le"), body[4 + 2 * length :]


def _looked_through(records: Iterator[tuple[int, bytes]]) -> SheetPart:
    found = SheetPart()
    row = cells = 0
    for kind, body in records:
        if kind == _ROW:
            (row,) = struct.unpack_from("<I", body)
        elif kind in _CELL_KINDS:
            (column,) = struct.unpack_from("<I", body)
            cells += 1
            if column >= COLUMNS or cells > CELLS:
                raise FileUnreadable("files.too_many_cells")
            if kind in (_ERROR, _FORMULA_ERROR) and body[8] in ERROR_TEXT:
                found.errors.setdefault(row + 1, []).append((column, ERROR_TEXT[body[8]]))
        elif kind == _MERGED:
            top, last, column, _ = struct.unpack_from("<4I", body)
            if last > top:
                found.merged.append((top + 1, last + 1, column))
    return found


def _records(archive: zipfile.ZipFile, part: str | None) -> Iterator[tuple[int, bytes]]:
    """Kind and body of every record; both kind and length are written in groups of seven bits."""
    with archive.open(part or "") as stream:
        data, place, more = b"", 0, True
        while True:
            if more and len(data) - place < CHUNK:
                fresh = stream.read(CHUNK)
                data, place, more = data[place:] + fresh, 0, bool(fresh)
            kind, place = _varied(data, place, 2)
            length, place = _varied(data, place, 4)
            if kind is None or length is None:
                return
            while more and len(data) - place < length:
                fresh = stream.read(max(length, CHUNK))
                data, place, more = data[place:] + fresh, 0, bool(fresh)
            yield kind, data[place : place + length]
            place += length


def _varied(data: bytes, place: int, most: int) -> tuple[int | None, int]:
    value = 0
    for group in range(most):
        if place >= len(data):
            return None, place
        byte = data[place]
        place += 1
        value |= (byte & 0x7F) << (7 * group)
        if not byte & 0x80:
            break
    return value, place
