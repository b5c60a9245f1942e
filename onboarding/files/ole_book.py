"""Old Excel (BIFF in an OLE container): what the parser does not tell, its error cells and whether it is locked.

Runs inside the child process. Imports the standard library and ``errors``. Source: the published
formats MS-CFB and MS-XLS.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

from onboarding.errors import FileUnreadable

ERROR_TEXT = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip
"""Code of an error in Excel's binary formats to what a cell shows."""

_END, _LOCK, _SHEET, _BEGIN, _ERROR, _FORMULA = 0x000A, 0x002F, 0x0085, 0x0809, 0x0205, 0x0006
_STREAM = 2
_LAST_SECTOR = 0xFFFFFFF9


class OleBook:
    """The sheet stream of one file.

    Raises:
        FileUnreadable: damaged, locked with a password, or a container of something else.
    """

    def __init__(self, path: Path) -> None:
        try:
            streams = _Container(path.read_bytes())
            if "EncryptedPackage" in streams.places or "EncryptionInfo" in streams.places:
                raise FileUnreadable("files.protected")
            name = next((name for name in ("Workbook", "Book") if name in streams.places), None)
            if name is None:
                raise FileUnreadable("files.not_a_workbook")
            self._data = streams.read(name)
            self._sheets = self._globals()
        except (struct.error, IndexError, UnicodeDecodeError) as error:
            raise FileUnreadable("files.damaged") from error

    def error_cells(self, number: int) -> dict[int, list[tuple[int, str]]]:
        """Of the sheet ``number`` (from 0): row number (from 1) to its error cells, column (from 0) and text."""
        found: dict[int, list[tuple[int, str]]] = {}
        if number >= len(self._sheets):
            return found
        for kind, body in self._records(self._sheets[number]):
            code = _error_code(kind, body)
            if code in ERROR_TEXT:
                row, column = struct.unpack_from("<HH", body)
                found.setdefault(row + 1, []).append((column, ERROR_TEXT[code]))
        return found

    def _globals(self) -> list[int]:
        """Where each sheet begins."""
        found = []
        for kind, body in self._records(0):
            if kind == _LOCK:
                raise FileUnreadable("files.protected")
            if kind == _SHEET:
                found.append(struct.unpack_from("<I", body)[0])
        return found

    def _records(self, place: int) -> Iterator[tuple[int, bytes]]:
        """Kind and body down to the end of what begins here, drawings inside it included."""
        depth = 0
        while place + 4 <= len(self._data):
            kind, length = struct.unpack_from("<HH", self._data, place)
            body = self._data[place + 4 : place + 4 + length]
            place += 4 + length
            depth += (kind == _BEGIN) - (kind == _END)
            yield kind, body
            if kind == _END and depth <= 0:
                return


def _error_code(kind: int, body: bytes) -> int | None:
    if kind == _ERROR and len(body) >= 8 and body[7] == 1:
        return body[6]
    if kind == _FORMULA and len(body) >= 14 and body[12:14] == b"\xff\xff" and body[6] == 2:
        return body[8]
    return None


class _Container:
    """An OLE container: small files in chains of sectors."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        shift, small_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or small_shift != 6:
            raise FileUnreadable("files.damaged")
        self._size = 1 << shift
        fat_sectors, first_folder = struct.unpack_from("<II", data, 44)
        self._cutoff, first_small = struct.unpack_from("<II", data, 56)
        self._next = self._fat(fat_sectors)
        folder = self._chain(first_folder)
        self.places: dict[str, tuple[int, int]] = {}
        """Name of a file to its first sector and its bytes."""
        root: tuple[int, int] | None = None
        for at in range(0, len(folder) - 127, 128):
            name_bytes, kind = struct.unpack_from("<HB", folder, at + 64)
            start, size = struct.unpack_from("<II", folder, at + 116)
            if kind == _STREAM:
                self.places[folder[at : at + max(min(name_bytes, 64) - 2, 0)].decode("utf-16-le", "replace")] = (
                    start,
                    size,
                )
            elif kind == 5:
                root = (start, size)
        if root is None:
            raise FileUnreadable("files.damaged")
        self._small = self._chain(root[0])
        small_fat = self._chain(first_small)
        self._next_small = struct.unpack(f"<{len(small_fat) // 4}I", small_fat[: len(small_fat) // 4 * 4])

    def read(self, name: str) -> bytes:
        """One file."""
        start, size = self.places[name]
        if size >= self._cutoff:
            return self._chain(start)[:size]
        found = bytearray()
        sector = start
        while sector < len(self._next_small) and len(found) < size:
            found += self._small[sector * 64 : sector * 64 + 64]
            sector = self._next_small[sector]
        return bytes(found[:size])

    def _fat(self, count: int) -> tuple[int, ...]:
        places = list(struct.unpack_from("<109I", self._data, 76))
        (more,) = struct.unpack_from("<I", self._data, 68)
        while more < _LAST_SECTOR and len(places) < count:
            extra = self._sector(more)
            numbers = struct.unpack(f"<{len(extra) // 4}I", extra)
            places += numbers[:-1]
            more = numbers[-1]
        table = b"".join(self._sector(place) for place in places[:count] if place < _LAST_SECTOR)
        return struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        return self._data[start : start + self._size]

    def _chain(self, sector: int) -> bytes:
        found = bytearray()
        while sector < len(self._next) and len(found) <= len(self._data):  # a ring ends by its length
            found += self._sector(sector)
            sector = self._next[sector]
        return bytes(found)
