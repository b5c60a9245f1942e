"""Rows on their way between two processes: lines of JSON, each an array of rows.

JSON and nothing cleverer, because the process that writes has just parsed an outsider's file. Real
dates travel as an array of one ISO string, so that they do not become text that looks like a date.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from onboarding.files.table import Row

BATCH = 200
"""Rows in one line."""


def write_rows(path: Path, rows: Iterable[Row]) -> int:
    """Write all rows, return their number.

    Raises:
        OSError: no room for them.
    """
    count = 0
    remaining = iter(rows)
    with path.open("w", encoding="utf-8", errors="surrogatepass", newline="\n") as out:
        while batch := list(islice(remaining, BATCH)):
            count += len(batch)
            out.write(f"[{','.join(packed([row.line, *row.cells]) for row in batch)}]\n")
    return count


def read_rows(path: Path) -> Iterator[Row]:
    """The rows again, one batch in memory at a time."""
    with path.open("r", encoding="utf-8", errors="replace", newline="\n") as lines:
        for line in lines:
            for row in json.loads(line):
                yield Row(row[0], _cells(row[1:]))


def packed(row: Sequence[object]) -> str:
    """Texts, numbers and dates as one array of JSON, on one line."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"), default=_date)


def unpacked(line: str) -> list[Any]:
    """What was packed."""
    return _cells(json.loads(line))


def _date(cell: date) -> list[str]:
    return [cell.isoformat()]


def _cells(cells: list[Any]) -> list[Any]:
    return [_from_json(cell) for cell in cells] if any(type(cell) is list for cell in cells) else cells


def _from_json(cell: Any) -> Any:  # noqa: ANN401 - a JSON value
    if type(cell) is not list:
        return cell
    text = str(cell[0])
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
