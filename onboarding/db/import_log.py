"""The log of a run's rows, looked through: by verdict, by what stands in the cells, by code, by line."""

from __future__ import annotations

import json
from array import array
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from onboarding.db.connection import Connection
from onboarding.db.imports import Outcome, outcome

_FOUND = """
SELECT r.id FROM import_row r LEFT JOIN lead l ON l.id = r.lead_id
WHERE r.batch_id = :run AND (:verdict = '' OR r.verdict = :verdict)
  AND (:pattern = '' OR r.line = :line OR r.cells LIKE :pattern ESCAPE '\\' OR l.name LIKE :pattern ESCAPE '\\'
       OR EXISTS (SELECT 1 FROM json_each(:codes) k
                  WHERE instr(' ' || r.reasons || ' ' || r.warnings || ' ', ' ' || k.value || ' ')))
ORDER BY r.id
"""
_PAGE = (
    "SELECT r.id, coalesce(l.name, ''), r.line, r.verdict, r.lead_id, r.candidates, r.reasons, r.warnings, r.cells, r.record_id"
    " FROM json_each(?) k CROSS JOIN import_row r ON r.id = k.value LEFT JOIN lead l ON l.id = r.lead_id"
)


@dataclass(frozen=True, slots=True)
class LoggedRow:
    """One row of a run and the name that its lead bears today."""

    id: int
    name: str
    """Empty when there is no such lead (any more)."""
    outcome: Outcome


def found(connection: Connection, run_id: int, *, verdict: str, text: str, codes: Collection[str]) -> array[int]:
    """Numbers of the logged rows in file order; ``text`` is looked for in cells, lead and line, ``codes`` are what it may mean."""
    shown = json.dumps(text, ensure_ascii=False)[1:-1] if text else ""
    for sign in ("\\", "%", "_"):
        shown = shown.replace(sign, f"\\{sign}")
    rows = connection.execute(
        _FOUND,
        {
            "run": run_id, "verdict": verdict, "pattern": f"%{shown}%" if shown else "",
            "line": int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1, "codes": json.dumps(list(codes)),
        },
    )  # fmt: skip
    return array("q", [row[0] for row in rows])


def page(connection: Connection, numbers: Sequence[int]) -> list[LoggedRow]:
    """The rows with these numbers, in their order."""
    rows = connection.execute(_PAGE, (json.dumps(list(numbers)),))
    held = {row[0]: LoggedRow(row[0], row[1], outcome(*row[2:])) for row in rows}
    return [held[number] for number in numbers if number in held]
