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

from onboarding.domain.amounts import Unit
from onboarding.domain.kruti_dev_look import in_unicode
from onboarding.domain.recipe import Recipe, sender_of
from onboarding.domain.text import clean, mask_aadhaar
from onboarding.errors import FileUnreadable, Stopped
from onboarding.files.columns import SAMPLE_ROWS, Column, map_columns
from onboarding.files.csv_table import csv_table
from onboarding.files.fingerprint import chosen_columns, column_keys, fingerprint
from onboarding.files.header import FEWEST, NO_HEADER, SEARCHED_ROWS, Header, find_header, header_at, kind_of
from onboarding.files.rows import BLANK, FEW, SECTION, TITLE, TOTAL, Layout, before_header, counts_up, noted_unit
from onboarding.files.source import Source, open_source
from onboarding.files.table import Row, Table, text_of

HEAD_ROWS = SAMPLE_ROWS + 60
"""Physical rows read ahead to find the header and to sample the columns."""
COLUMNS = 2000
"""So many a text file may have; a workbook has a limit of its own."""
SENDER_WIDTH = 80
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


class Listing:
    """One opened file. Use it as a context manager: it owns a private folder with the copy."""

    def __init__(
        self,
        path: Path,
        kind: str | None,
        recipe: Recipe,
        cancelled: Cancelled | None = None,
        *,
        known: Mapping[str, str] | None = None,
    ) -> None:
        """Open and understand.

        Args:
            path: The file; read once, then never again.
            kind: What sort of list it is; None leaves it to the headings.
            recipe: What a person decided; the rest goes by the evidence.
            cancelled: Asked now and then; True ends the reading.
            known: Fingerprints of headings that the office has met before, to the kind of list they head.
        """
        self._folder = _private_folder()
        self._cancelled = cancelled
        self._given_kind = kind
        self._known = known or {}
        self._parsed: tuple[str | None, ...] | None = None
        try:
            self.source: Source = open_source(path, Path(self._folder.name), cancelled=cancelled)
            self.understand(recipe)
        except BaseException:
            self._folder.cleanup()
            raise

    def understand(self, recipe: Recipe) -> None:
        """Find sheet, header and columns by the evidence and by what a person decided; may be called again with other decisions.

        Raises:
            FileUnreadable: with the sentence that says why; the listing is as it was, unless its sheet cannot be read.
        """
        parsing = (recipe.sheet, recipe.encoding, recipe.separator)
        if parsing != self._parsed:
            self.table: Table = self._table(recipe)
            self._head = list(islice(self.table.rows(), HEAD_ROWS))
            self._parsed = parsing
        head = self._head
        kind, header = self._kind_and_header(head, recipe)
        below = head[header.index + header.height :]
        sample = [row for row in below if _is_sample(row, fewest=FEW if header.height else 0)][:SAMPLE_ROWS]
        if len(header.headings) > COLUMNS:
            raise FileUnreadable("files.too_many_columns", file=self.source.name, most=COLUMNS)
        columns = map_columns(header, sample)
        if recipe.columns:
            chosen = chosen_columns([column.heading for column in columns], recipe.columns)
            columns = map_columns(header, sample, chosen)
        self.recipe: Recipe = recipe
        self.kind: str = kind
        """Given, or by the headings."""
        self.header: Header = header
        self.columns: tuple[Column, ...] = columns
        self._before = before_header(head, header)
        self.above: tuple[str, ...] = tuple(
            " ".join(filter(None, map(text_of, row.cells))).strip() for row in head[: header.index]
        )
        """The text of each row above the header, for what titles tell (a day, a unit)."""
        self.noted_unit: Unit | None = Unit[recipe.unit.upper()] if recipe.unit else noted_unit(head, header)
        """Unit of amounts that a person or a row above the header tells; None when none does."""
        self.layout = Layout(header, columns)
        self.skipped = Skipped()
        """As of the last pass of ``rows``; complete when that pass has ended."""
        self.section = ""
        """The section row that the row given last stands under; "" behind the section's total."""

    @property
    def headings(self) -> list[str]:
        """Of all columns, ``""`` where there is none."""
        return [column.heading for column in self.columns]

    def first_rows(self, limit: int) -> list[tuple[int, str]]:
        """(line, text) of the first rows that hold anything, whatever they are; secrets masked."""
        shown = [
            (row.line, " · ".join(filter(None, (text_of(cell).strip() for cell in row.cells)))) for row in self._head
        ]
        return [(line, mask_aadhaar(text)[0]) for line, text in shown if text][:limit]

    @property
    def fingerprint(self) -> str:
        """The same for every list with the same headings, in any order."""
        return fingerprint(self.headings)

    @property
    def sender(self) -> str:
        """Who seems to have sent it: the first title above the header, else the file's name; without numbers and months."""
        titles = {line for line, code in self._before if code == TITLE}
        first = next((row for row in self._head[: self.header.index] if row.line in titles), None)
        title = in_unicode(" ".join(filter(None, map(text_of, first.cells)))) if first else ""
        name = self.source.name
        return clean(sender_of(title) or sender_of(Path(name).stem), limit=SENDER_WIDTH) or name

    @property
    def decided(self) -> dict[str, str | None]:
        """The columns that a person decided upon, under keys that hold in every list with these headings."""
        keys = column_keys(self.headings)
        return {keys[place]: field for place, field in chosen_columns(self.headings, self.recipe.columns).items()}

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

    def _table(self, recipe: Recipe) -> Table:
        source = self.source
        if source.kind == "text":
            try:
                return csv_table(source.path, encoding=recipe.encoding, separator=recipe.separator)
            except FileUnreadable as error:  # the copy has not the name that the person knows
                raise FileUnreadable(error.sentence, **{"file": source.name, **error.values}) from error
        from onboarding.files.workbook_table import workbook_table  # starts a process; CSV needs none

        return workbook_table(
            source,
            Path(self._folder.name),
            kind=self._given_kind or "",
            sheet=recipe.sheet,
            encoding=recipe.encoding,
            cancelled=self._cancelled,
        )

    def _kind_and_header(self, head: list[Row], recipe: Recipe) -> tuple[str, Header]:
        kind = self._given_kind or kind_of(head)
        if recipe.header is not None:
            found = header_at(head, recipe.header, kind)
            if found is None:
                raise FileUnreadable("files.no_such_row", file=self.source.name, row=recipe.header)
            return kind, found
        met = self._met_before(head)
        if met is not None:
            return met
        found = find_header(head, kind)
        if found is None and not recipe.columns:
            raise FileUnreadable("files.no_header", file=self.source.name)
        return kind, found or NO_HEADER

    def _met_before(self, head: list[Row]) -> tuple[str, Header] | None:
        """Kind and header whose headings the office has decided upon before, whatever the evidence says of them."""
        for row in head[:SEARCHED_ROWS] if self._known else ():
            cells = [text_of(cell) for cell in row.cells]
            kind = self._known.get(fingerprint(cells)) if sum(map(bool, cells)) >= FEWEST else None
            header = header_at(head, row.line, kind) if kind is not None else None
            if kind is not None and header is not None:
                return kind, header
        return None


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


def _is_sample(row: Row, *, fewest: int) -> bool:
    filled = {i: text for i, cell in enumerate(row.cells) if (text := text_of(cell).strip())}
    return row.problem is None and len(filled) > fewest and not counts_up(filled)
