"""Text files into rows: encoding and separator by evidence, records by the standard library.

An unclosed quote must not swallow the file: a record that spans too many lines, or that cannot be
taken apart, becomes one malformed row at its first line, and reading goes on with the next line.
"""

from __future__ import annotations

import codecs
import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from onboarding.errors import FileUnreadable
from onboarding.files.table import MALFORMED, Cell, Row, Table

FIELD_LIMIT = 64 * 1024
"""Longest cell, in characters."""

SPAN_LIMIT = 20
"""A record over more lines than this has an unclosed quote."""

LINE_LIMIT = 1024 * 1024
"""Longest physical line, in characters; the rest of it is dropped and the row is malformed."""

SEPARATORS = ",;\t|"
SAMPLE_BYTES = 256 * 1024
SAMPLE_LINES = 200
CHUNK = 1024 * 1024

NOISE = 0.05
"""Share of control bytes from which bytes are no text: a picture, a program."""
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\x0b\f\r\x1a\x1b"))

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def csv_table(path: Path, *, encoding: str | None = None, separator: str | None = None) -> Table:
    """Understand a text file; what the caller names is taken as told.

    Raises:
        FileUnreadable: ``encoding`` is unknown, or the separator is not one character.
    """
    used = known_encoding(encoding) if encoding else detect_encoding(path)
    found, share = sniff_separator(_sample(path, used))
    if separator is not None:
        if len(separator) != 1 or separator in '"\r\n':
            raise FileUnreadable("files.bad_separator")
        found, share = separator, sniff_separator(_sample(path, used), separator)[1]
    return Table(
        rows=lambda: _rows(path, used, found),
        encoding=used.removesuffix("-sig"),
        separator=found,
        separator_share=share,
    )


def detect_encoding(path: Path) -> str:
    """Byte order mark, else the zeros of UTF-16, else UTF-8 if all is valid, else cp1252.

    Raises:
        FileUnreadable: the bytes are no text in any of them.
    """
    with path.open("rb") as handle:
        head = handle.read(64 * 1024)
    for mark, name in BOMS:
        if head.startswith(mark):
            return name
    found = _utf16(head) or ("utf-8" if _is_utf8(path) else "cp1252")
    if not found.startswith("utf-16") and len(head.translate(None, _CONTROLS)) < (1 - NOISE) * len(head):
        raise FileUnreadable("files.not_a_table")
    return found


def _utf16(head: bytes) -> str | None:
    pairs = len(head) // 2
    if pairs < 2:
        return None
    zeros = (head[0::2].count(0), head[1::2].count(0))
    # Devanagari is U+0900 to U+097F: in UTF-16 its high byte is 0x09, between the zeros of commas
    # and line ends.
    high = (zeros[0] + head[0::2].count(9), zeros[1] + head[1::2].count(9))
    for order, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        if zeros[order] and high[order] > 0.6 * pairs and zeros[1 - order] < 0.05 * pairs:
            return name
    return None


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    try:
        with path.open("rb") as handle:
            while chunk := handle.read(CHUNK):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def known_encoding(encoding: str) -> str:
    """The name of a text encoding as a person gave it, in the form used here.

    Raises:
        FileUnreadable: there is none of that name.
    """
    try:
        "".encode(encoding)  # refuses codecs that are no text encodings, such as base64
        return codecs.lookup(encoding).name
    except (LookupError, ValueError):
        raise FileUnreadable("files.bad_encoding") from None


def _sample(path: Path, encoding: str) -> list[str]:
    with path.open("rb") as handle:
        data = handle.read(SAMPLE_BYTES)
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    lines = decoder.decode(data).splitlines()
    return [line for line in lines[:SAMPLE_LINES] if line.strip()]


def sniff_separator(lines: list[str], only: str = SEPARATORS) -> tuple[str, float]:
    """The separator that gives most lines the same number of fields, and the share of such lines.

    ``csv.Sniffer`` without a fixed list answers a space or a vowel sign on Hindi text.
    """
    best, rank, share = ",", (0, 0), 0.0
    for candidate in only:
        widths = Counter(len(fields) for fields in _split(lines, candidate) if len(fields) > 1)
        if not widths:
            continue
        width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
        if (count, width) > rank:
            best, rank, share = candidate, (count, width), count / len(lines)
    return best, share


def _split(lines: list[str], separator: str) -> Iterator[list[str]]:
    for line in lines:
        try:
            yield next(csv.reader([line], delimiter=separator), [])
        except csv.Error:
            continue


class _UnclosedError(Exception):
    """A record took more than ``SPAN_LIMIT`` lines."""


class _Lines:
    """Physical lines; those of the record under way can be given out again."""

    def __init__(self, handle: TextIO) -> None:
        self._handle = handle
        self._again: list[str] = []
        self.number = 0
        """Lines given out so far."""
        self.record: list[str] = []
        """Lines of the record under way."""
        self.cut = False
        """The last line was longer than ``LINE_LIMIT``."""

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        record = self.record
        if len(record) >= SPAN_LIMIT:
            raise _UnclosedError
        line = self._again.pop() if self._again else self._read()
        if not line:
            raise StopIteration
        self.number += 1
        record.append(line)
        return line

    def back_to_second(self) -> None:
        """Give all lines of the record but its first out again."""
        self.number -= len(self.record) - 1
        self._again.extend(reversed(self.record[1:]))

    def _read(self) -> str:
        line = self._handle.readline(LINE_LIMIT)
        if len(line) >= LINE_LIMIT and line[-1] not in "\r\n":
            self.cut = True
            rest = line
            while rest and rest[-1] not in "\r\n":
                rest = self._handle.readline(LINE_LIMIT)
        return line


def _rows(path: Path, encoding: str, separator: str) -> Iterator[Row]:
    csv.field_size_limit(FIELD_LIMIT)
    with path.open("r", encoding=encoding, errors="replace", newline="") as handle:
        lines = _Lines(handle)
        reader = csv.reader(lines, delimiter=separator, strict=True)
        while True:
            first = lines.number + 1
            lines.record.clear()
            try:
                cells: list[Cell] = list(next(reader))
            except StopIteration:
                return
            except (csv.Error, _UnclosedError):
                lines.back_to_second()
                yield Row(first, [_shown(lines.record[0])], MALFORMED)
                reader = csv.reader(lines, delimiter=separator, strict=True)
                lines.cut = False
                continue
            if lines.cut:
                lines.cut = False
                yield Row(first, [_shown(lines.record[0])], MALFORMED)
                continue
            yield Row(first, cells)


def _shown(line: str) -> str:
    return line.rstrip("\r\n")[:2000]
