"""The log of imports: runs and what became of their rows. Written in the change of the run, never taken back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from onboarding.db.connection import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRun:
    """One import that was committed, or begun."""

    id: int
    change_id: int
    kind: str
    file: str
    sha256: str
    sheet: str | None
    encoding: str | None
    header_row: int | None
    mapping: dict[str, str]
    counts: dict[str, int]
    committed_at: str
    """UTC."""
    who: str
    undone_at: str | None
    """UTC; None while it stands."""
    state: str = "done"
    """``pending`` while it is unfinished (services say ``running`` or ``cut_off``), ``given_up`` when such a one was taken away."""
    written: int = 0
    """Rows that are written so far, of one that is pending."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one data row."""

    line: int
    verdict: str
    lead: int | None
    candidates: tuple[int, ...]
    reasons: tuple[str, ...]
    warnings: tuple[str, ...]
    cells: tuple[str, ...] = ()
    record: int | None = None
    """What the row became where the list is not one of sellers: an office, an officer, a purchase."""


_RUNS = """
SELECT b.id, b.change_id, b.kind, b.file_name, b.sha256, b.sheet, b.encoding, b.header_row, b.mapping, b.counts, b.committed_at,
       coalesce(s.name, ''), u.at_utc, b.state, coalesce(p.written, 0)
FROM import_batch b JOIN change c ON c.id = b.change_id LEFT JOIN staff s ON s.id = c.staff_id
     LEFT JOIN change u ON u.id = c.undone_by LEFT JOIN import_pending p ON p.batch_id = b.id
"""
_OUTCOMES = "SELECT id, line, verdict, lead_id, candidates, reasons, warnings, cells, record_id FROM import_row WHERE batch_id = ?"


def add_run(connection: Connection, values: Mapping[str, Any]) -> int:
    """Enter a run; its number."""
    columns = ", ".join(values)
    marks = ", ".join(f":{name}" for name in values)
    cursor = connection.execute(
        f"INSERT INTO import_batch ({columns}) VALUES ({marks})",
        values,
    )
    return int(cursor.lastrowid)


def finish_run(
    connection: Connection, run_id: int, *, change_id: int, counts: Mapping[str, int], committed_at: str
) -> None:
    """A run that was pending stands: from now on it is the journal entry that holds its rows."""
    connection.execute(
        "UPDATE import_batch SET state = 'done', change_id = ?, counts = ?, committed_at = ? WHERE id = ?",
        (change_id, json.dumps(counts), committed_at, run_id),
    )


def give_up(connection: Connection, run_id: int) -> None:
    """A run that was pending was taken away."""
    connection.execute("UPDATE import_batch SET state = 'given_up' WHERE id = ?", (run_id,))


def add_rows(connection: Connection, rows: Iterable[Sequence[Any]]) -> None:
    """(run, line, verdict, lead, candidates, reasons, warnings, cells) each."""
    connection.executemany(
        "INSERT INTO import_row (batch_id, line, verdict, lead_id, candidates, reasons, warnings, cells)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )


def add_record_rows(connection: Connection, rows: Iterable[Sequence[Any]]) -> None:
    """(run, line, verdict, record, candidates, reasons, warnings, cells) each."""
    connection.executemany(
        "INSERT INTO import_row (batch_id, line, verdict, record_id, candidates, reasons, warnings, cells)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )


def verdicts_of(connection: Connection, run_id: int) -> dict[str, int]:
    """Rows of a run by what became of them."""
    return dict(
        connection.execute(
            "SELECT verdict, count(*) FROM import_row WHERE batch_id = ? GROUP BY verdict", (run_id,)
        ).fetchall()
    )


def stored(connection: Connection, run_id: int) -> tuple[dict[str, int], int]:
    """What stands in the tables of a run: rows by verdict, leads made. For the check before a commit."""
    verdicts = verdicts_of(connection, run_id)
    (leads,) = connection.execute("SELECT count(*) FROM main.lead WHERE batch_id = ?", (run_id,)).fetchone()
    return verdicts, leads


def runs(connection: Connection, *, limit: int = 500) -> list[ImportRun]:
    """Runs, newest first."""
    return [_run(row) for row in connection.execute(f"{_RUNS} ORDER BY b.id DESC LIMIT ?", (limit,))]


def run(connection: Connection, run_id: int) -> ImportRun | None:
    """One run."""
    row = connection.execute(f"{_RUNS} WHERE b.id = ?", (run_id,)).fetchone()
    return _run(row) if row else None


def run_of_file(
    connection: Connection, sha256: str, *, kind: str = "sellers", sheet: str | None = None
) -> ImportRun | None:
    """The newest run of the same bytes as the same kind that still stands; of that sheet, if one is named."""
    row = connection.execute(
        f"{_RUNS} WHERE b.sha256 = ?1 AND b.kind = ?2 AND (?3 IS NULL OR b.sheet = ?3) AND b.state = 'done'"
        " AND c.undone_by IS NULL ORDER BY b.id DESC LIMIT 1",
        (sha256, kind, sheet),
    ).fetchone()
    return _run(row) if row else None


def outcomes(connection: Connection, run_id: int, *, limit: int = 1_000_000_000) -> Iterator[Outcome]:
    """What became of the rows of a run, in file order."""
    last = 0
    while limit > 0:
        rows = connection.execute(
            f"{_OUTCOMES} AND id > ? ORDER BY id LIMIT ?", (run_id, last, min(limit, 1000))
        ).fetchall()
        if not rows:
            return
        limit -= len(rows)
        last = rows[-1][0]
        for row in rows:
            yield outcome(*row[1:])


def outcome(  # noqa: PLR0913 - the columns of a stored row
    line: int,
    verdict: str,
    lead: int | None,
    candidates: str,
    reasons: str,
    warnings: str,
    cells: str = "[]",
    record: int | None = None,
) -> Outcome:
    """A stored row as a record."""
    return Outcome(
        line,
        verdict,
        lead,
        tuple(json.loads(candidates)),
        tuple(reasons.split()),
        tuple(warnings.split()),
        tuple(json.loads(cells)),
        record,
    )


def _run(row: Sequence[Any]) -> ImportRun:
    return ImportRun(
        id=row[0], change_id=row[1], kind=row[2], file=row[3], sha256=row[4], sheet=row[5], encoding=row[6], header_row=row[7],
        mapping=json.loads(row[8]), counts=json.loads(row[9]), committed_at=row[10], who=row[11], undone_at=row[12],
        state=row[13], written=row[14],
    )  # fmt: skip


def leads_now(connection: Connection) -> int:
    """How many leads there are, from the tally."""
    return int(connection.execute("SELECT coalesce(sum(n), 0) FROM lead_tally").fetchone()[0])
