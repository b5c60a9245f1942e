"""Rows on their way between two processes: lines of JSON, each an array of rows.

JSON and nothing cleverer, because the process that writes has just parsed an outsider's file. Real
dates travel as an array of one ISO string, so that they do not become text that looks like a date.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from onboarding.files.table import Cell, Row

BATCH = 200
"""Rows in one line."""


def write_rows(path: Path, rows: Iterable[Row]) -> int:
    """Write all rows, return their number."""
    count = 0
    remaining = iter(rows)
    with path.open("w", encoding="utf-8", errors="surrogatepass", newline="\n") as out:
        while batch := list(islice(remaining, BATCH)):
            count += len(batch)
            shown = [[row.line, *map(_packed, row.cells)] for row in batch]
            out.write(json.dumps(shown, ensure_ascii=False, separators=(",", ":")))
            out.write("\n")
    return count


def read_rows(path: Path) -> Iterator[Row]:
    """The rows again, one batch in memory at a time."""
    with path.open("r", encoding="utf-8", errors="replace", newline="\n") as lines:
        for line in lines:
            for packed in json.loads(line):
                cells = packed[1:]
                if any(type(cell) is list for cell in cells):
                    cells = [_unpacked(cell) for cell in cells]
                yield Row(packed[0], cells)


def _packed(cell: Cell) -> Any:  # noqa: ANN401 - a JSON value
    return cell if isinstance(cell, str) else [cell.isoformat()]


def _unpacked(cell: Any) -> Cell:  # noqa: ANN401 - a JSON value
    if isinstance(cell, str):
        return cell
    text = str(cell[0])
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
