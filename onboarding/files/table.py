"""What every format is turned into: rows of cells. Knows no format and no field."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

MALFORMED = "malformed_row"
"""Reason code of a row whose cells do not stand under their headings."""

Cell = str | date
"""Text as it stood in the file, or a real date of a sheet. Never a float: no float may touch an
identifier."""


class Row(NamedTuple):
    """One physical row."""

    line: int
    """First physical line in a text file, row number in a sheet; from 1."""
    cells: list[Cell]
    problem: str | None = None
    """Reason code when the row could not be taken apart; ``cells`` then holds what was there."""

    def torn(self) -> Row:
        """The same row, marked as one that cannot be trusted."""
        return self._replace(problem=MALFORMED)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook."""

    name: str
    visible: bool
    kind: str = ""
    """The kind of list that its headings tell; "" for none, or where it was not looked at."""


@dataclass(frozen=True, slots=True)
class Table:
    """A file as rows, and how it was understood."""

    rows: Callable[[], Iterable[Row]]
    """Starts a new pass over all physical rows, in file order, with constant memory."""
    sheet: str | None = None
    sheets: tuple[Sheet, ...] = ()
    encoding: str | None = None
    separator: str | None = None
    separator_share: float | None = None
    """Share of the sampled lines that have the usual number of fields, 0 to 1."""


def text_of(cell: Cell) -> str:
    """The cell as text; dates in ISO form."""
    return cell if isinstance(cell, str) else cell.isoformat()
