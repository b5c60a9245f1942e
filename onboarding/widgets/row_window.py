"""The few rows that a list has at hand, by record id. Knows no Textual and no source of rows."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence

Row = Sequence[str]

KEEP = 600
"""Rows at most: some ten screenfuls, so scrolling back and forth asks for nothing."""


class RowWindow:
    """A cache of rows that forgets the longest unused, and knows which are out of date."""

    def __init__(self, keep: int = KEEP) -> None:
        self._rows: OrderedDict[int, Row] = OrderedDict()
        self._stale: set[int] = set()
        self._keep = keep

    def __len__(self) -> int:
        return len(self._rows)

    def get(self, record: int) -> Row | None:
        """The row, perhaps out of date; None if it is not at hand."""
        row = self._rows.get(record)
        if row is not None:
            self._rows.move_to_end(record)
        return row

    def wanting(self, records: Iterable[int]) -> list[int]:
        """Which of them must be fetched, in the order given."""
        return [item for item in records if item not in self._rows or item in self._stale]

    def put(self, records: Sequence[int], rows: Sequence[Row]) -> None:
        """Take rows in; what is over the limit is forgotten."""
        for record, row in zip(records, rows, strict=True):
            self._rows[record] = row
            self._rows.move_to_end(record)
            self._stale.discard(record)
        while len(self._rows) > self._keep:
            forgotten, _ = self._rows.popitem(last=False)
            self._stale.discard(forgotten)

    def outdate(self, records: Iterable[int] | None = None) -> None:
        """These rows (None: all) are shown until newer ones come."""
        self._stale.update(self._rows if records is None else self._rows.keys() & set(records))

    def clear(self) -> None:
        """Forget everything."""
        self._rows.clear()
        self._stale.clear()
