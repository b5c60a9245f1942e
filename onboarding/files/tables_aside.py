"""Tables found one after another in a stream, put aside on disk until one of them is chosen.

Pages and OpenDocument sheets are read once, from front to back, and may hold several tables, some
inside others; nobody knows before the end which is the list.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from onboarding.errors import FileUnreadable
from onboarding.files.container import CELLS, COLUMNS
from onboarding.files.staging import packed, unpacked
from onboarding.files.table import Cell

EMPTY_ROWS = 200
"""After so many empty rows the rest is formatting."""
MOST_ROWS = 1_048_576
"""A sheet has no more."""
TABLES = 500
"""More than this is no book of lists."""


@dataclass(slots=True)
class Aside:
    """One table put aside."""

    name: str
    visible: bool
    start: int = -1
    """Place of its first row in the file; -1: it has none."""
    rows: int = 0
    empty: int = 0
    """Rows without a cell since the last with one."""
    merged: list[tuple[int, int, int]] = field(default_factory=list)
    """Ranges of several rows: first and last row (from 1), column (from 0)."""


class TablesAside:
    """Rows of many tables in one passing file; ``add`` them first, then ``rows`` of one."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._out: TextIO | None = None
        self._cells = 0
        self.tables: list[Aside] = []

    def open(self, name: str, *, visible: bool = True) -> int:
        """Begin a table, return its number; a name that is taken gets a number behind it.

        Raises:
            FileUnreadable: more tables than a book of lists has.
        """
        if len(self.tables) >= TABLES:
            raise FileUnreadable("files.bomb")
        taken = {table.name for table in self.tables}
        while name in taken:
            name = f"{name} {len(taken) + 1}"
        self.tables.append(Aside(name, visible))
        return len(self.tables) - 1

    def add(self, table: int, line: int, cells: list[Cell]) -> None:
        """One row, blanks at its end left off; ``line`` counts from 1 and grows.

        Raises:
            FileUnreadable: more columns or cells than a list has.
        """
        while cells and not cells[-1]:
            cells.pop()
        self._cells += len(cells)
        if len(cells) > COLUMNS or self._cells > CELLS or line > MOST_ROWS:
            raise FileUnreadable("files.too_many_cells")
        aside = self.tables[table]
        aside.empty = 0 if cells else aside.empty + 1
        if aside.empty > EMPTY_ROWS:
            return
        if self._out is None:
            self._out = self._path.open("w", encoding="utf-8", errors="surrogatepass", newline="\n")
        if aside.start < 0:
            aside.start = self._out.tell()
        aside.rows += 1
        self._out.write(packed([table, line, *cells]) + "\n")

    def rows(self, table: int) -> Iterator[tuple[int, list[Cell]]]:
        """Line and cells of all rows of one table; none can be added after it."""
        if self._out is not None:
            self._out.close()
        aside = self.tables[table]
        if not aside.rows:
            return
        found = 0
        with self._path.open("r", encoding="utf-8", errors="replace", newline="\n") as lines:
            lines.seek(aside.start)
            for text in lines:
                number, line, *cells = unpacked(text)
                if number == table:
                    found += 1
                    yield line, cells
                if found == aside.rows:
                    return
