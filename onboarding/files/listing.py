"""An outsider's file as far as all lists are alike: bytes, table, header, columns, data rows.

``sellers`` and its sisters take the data rows from here; nothing here knows what a seller is.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from onboarding.errors import FileUnreadable, Stopped
from onboarding.files.columns import SAMPLE_ROWS, Column, map_columns
from onboarding.files.csv_table import csv_table
from onboarding.files.header import Header, find_header, kind_of
from onboarding.files.rows import BLANK, SECTION, TOTAL, Layout, before_header, counts_up, noted_unit
from onboarding.files.source import Source, open_source
from onboarding.files.table import Row, Table, text_of

HEAD_ROWS = SAMPLE_ROWS + 60
"""Physical rows read ahead to find the header and to sample the columns."""
COLUMNS = 2000
"""So many a text file may have; a workbook has a limit of its own."""
SHOWN_SKIPS = 1000
TICK_ROWS = 1000
_PRIVATE = "onboarding-"
"""How private folders are called; the number of the process follows."""

Progress = Callable[[int], None]
Cancelled = Callable[[], bool]


@dataclass(slots=True)
class Skipped:
    """The physical rows that are no data. Filled while the rows are read."""

    count: int = 0
    first: list[tuple[int, str]] = field(default_factory=list)
    """Line and code, in file order, at most ``SHOWN_SKIPS``."""
    by_code: Counter[str] = field(default_factory=Counter)

    def add(self, line: int, code: str) -> None:
        """Count one row."""
        self.count += 1
        self.by_code[code] += 1
        if len(self.first) < SHOWN_SKIPS:
            self.first.append((line, code))


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a person decided instead of what the evidence says; None leaves it to the evidence."""

    sheet: str | None = None
    mapping: Mapping[int, str | None] | None = None
    """Column index (from 0) to field, or to None for a column nobody reads."""
    encoding: str | None = None
    separator: str | None = None


class Listing:
    """One opened file. Use it as a context manager: it owns a private folder with the copy."""

    def __init__(self, path: Path, kind: str | None, options: Options, cancelled: Cancelled | None) -> None:
        """``kind``: what sort of list it is; None leaves it to the headings."""
        self._folder = _private_folder()
        self._cancelled = cancelled
        try:
            self.source: Source = open_source(path, Path(self._folder.name), cancelled=cancelled)
            self.table: Table = self._table(kind or "", options)
            head = list(islice(self.table.rows(), HEAD_ROWS))
            self.kind: str = kind or kind_of(head)
            """Given, or by the headings."""
            self.header: Header = self._header(head, self.kind, options)
            start = self.header.index + self.header.height
            self._before = before_header(head, self.header)
            self.above: tuple[str, ...] = tuple(
                " ".join(filter(None, map(text_of, row.cells))).strip() for row in head[: self.header.index]
            )
            """The text of each row above the header, for what titles tell (a day, a unit)."""
            self.noted_unit = noted_unit(head, self.header)
            """Unit of amounts that a row above the header tells; None when none does."""
            sample = [row for row in head[start:] if _is_sample(row)][:SAMPLE_ROWS]
            if len(self.header.headings) > COLUMNS:
                raise FileUnreadable("files.too_many_columns", file=self.source.name, most=COLUMNS)
            self.columns: tuple[Column, ...] = map_columns(self.header, sample, options.mapping)
        except BaseException:
            self._folder.cleanup()
            raise
        self.layout = Layout(self.header, self.columns)
        self.skipped = Skipped()
        """As of the last pass of ``rows``; complete when that pass has ended."""
        self.section = ""
        """The section row that the row given last stands under; "" behind the section's total."""

    def __enter__(self) -> Listing:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Remove the private copy; rows can no longer be read."""
        self._folder.cleanup()

    @property
    def header_row(self) -> int | None:
        """Line of the header (its upper row); None when a person mapped a file without one."""
        return self.header.line if self.header.height else None

    def rows(self, progress: Progress | None = None) -> Iterator[Row]:
        """A new pass over the data rows, in file order; ``problem`` marks malformed ones.

        ``progress`` is told the physical rows read so far, every thousand rows and at the end.

        Raises:
            Stopped: the person cancelled.
        """
        self.skipped = skipped = Skipped()
        self.section = ""
        for line, code in self._before:
            skipped.add(line, code)
        blanks: list[int] = []
        count = 0
        for count, row in enumerate(self.table.rows(), start=1):
            if count % TICK_ROWS == 0:
                self._tick(count, progress)
            if count <= len(self._before):
                continue
            why = self.layout.skip(row)
            if why == BLANK:
                blanks.append(row.line)
                continue
            # Blank rows count only between others: those at the end of a sheet are formatting.
            for line in blanks:
                skipped.add(line, BLANK)
            blanks.clear()
            if why is not None:
                skipped.add(row.line, why)
                if why in (SECTION, TOTAL):
                    self.section = "" if why == TOTAL else _only_text(row)
                continue
            yield row if not self.layout.malformed(row) else row.torn()
        self._tick(count, progress)

    def _tick(self, count: int, progress: Progress | None) -> None:
        if self._cancelled is not None and self._cancelled():
            raise Stopped("files.stopped")
        if progress is not None:
            progress(count)

    def _table(self, kind: str, options: Options) -> Table:
        source = self.source
        if source.kind == "text":
            try:
                return csv_table(source.path, encoding=options.encoding, separator=options.separator)
            except FileUnreadable as error:  # the copy has not the name that the person knows
                raise FileUnreadable(error.sentence, **{"file": source.name, **error.values}) from error
        from onboarding.files.workbook_table import workbook_table  # starts a process; CSV needs none

        return workbook_table(
            source,
            Path(self._folder.name),
            kind=kind,
            sheet=options.sheet,
            encoding=options.encoding,
            cancelled=self._cancelled,
        )

    def _header(self, head: list[Row], kind: str, options: Options) -> Header:
        found = find_header(head, kind)
        if found is not None:
            return found
        if options.mapping:
            return Header(0, 0, 0, (), (), ())
        raise FileUnreadable("files.no_header", file=self.source.name)


def _private_folder() -> tempfile.TemporaryDirectory[str]:
    """A folder for the copy of an outsider's file; those that killed programs left behind are taken away."""
    for left in Path(tempfile.gettempdir()).glob(f"{_PRIVATE}*-*"):
        number = left.name.removeprefix(_PRIVATE).partition("-")[0]
        if number.isdecimal() and _is_mine(left) and not _runs(int(number)):
            shutil.rmtree(left, ignore_errors=True)
    return tempfile.TemporaryDirectory(prefix=f"{_PRIVATE}{os.getpid()}-")


def _is_mine(folder: Path) -> bool:
    try:
        return folder.lstat().st_uid == os.getuid()
    except (OSError, AttributeError):  # gone meanwhile, or a system without users' numbers
        return False


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _only_text(row: Row) -> str:
    return next((text for cell in row.cells if (text := text_of(cell).strip())), "")


def _is_sample(row: Row) -> bool:
    filled = {i: text for i, cell in enumerate(row.cells) if (text := text_of(cell).strip())}
    return row.problem is None and len(filled) > 2 and not counts_up(filled)
