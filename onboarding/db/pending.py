"""Runs of an import that are not finished: how far they are, the ids they keep, and how every other reading leaves their rows out.

The rows of such a run stand in the tables already. A connection that is not the run's own gets, for each of these tables, a
temporary view of the same name without them: whatever statement a room of ``db`` runs reads the view, and one that is written
next year does so too. Statements that write name ``main.<table>``, since a view cannot be written to; a test looks for it.
The search indexes cannot be shadowed (MATCH wants the table itself): they ask ``but_pending``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onboarding.db.connection import Connection

_BLOCKS = "SELECT table_name, first_id, last_id FROM main.import_block ORDER BY table_name, first_id"
_OF_LEADS = ("lead_number", "lead_id")
"""A derived table whose rows follow the leads, and its column with their ids."""


@dataclass(slots=True)
class Block:
    """Ids of one table that a run keeps: ``first`` to ``last``; those before ``next`` are written."""

    first: int
    last: int
    next: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A run that was begun and not finished."""

    batch: int
    file: str
    plan: str
    """Name of its plan in the staging folder."""
    sha256: str
    """Of that plan."""
    as_of: int
    """The journal's newest entry when its rows were matched."""
    rows: int
    """Data rows of the list."""
    written: int
    """How many of them stand in the tables, hidden."""
    began: int
    """The journal entry that says it began."""
    staff_id: int | None
    at: datetime
    """When it began: aware, UTC. All its rows bear this instant, whenever they are written."""
    offset_min: int
    """The office's offset from UTC at that moment, minutes."""
    blocks: dict[str, Block]


# ---------------------------------------------------------------------------------------------- leaving them out


def hide(connection: Connection) -> None:
    """Let this connection, which is fresh, read nothing that belongs to a run under way."""
    spans: dict[str, list[str]] = {}
    for name, first, last in connection.execute(_BLOCKS).fetchall():
        # The plus keeps the condition out of the choice of an index: as two ranges of ids it would look like a good one.
        spans.setdefault(name, []).append(f"+id NOT BETWEEN {first:d} AND {last:d}")
        if name == "lead":
            table, column = _OF_LEADS
            spans.setdefault(table, []).append(f"+{column} NOT BETWEEN {first:d} AND {last:d}")
    for name, conditions in spans.items():
        connection.execute(f"CREATE TEMP VIEW {name} AS SELECT * FROM main.{name} WHERE {' AND '.join(conditions)}")


def hide_anew(connection: Connection) -> None:
    """The same for a connection that has been used: runs may have begun or ended since."""
    for (name,) in connection.execute("SELECT name FROM sqlite_temp_master WHERE type = 'view'").fetchall():
        connection.execute(f"DROP VIEW temp.{name}")
    hide(connection)


def but_pending(connection: Connection, column: str) -> str:
    """The end of a condition (``AND ...``) that leaves leads of runs under way out of a search index; "" when there are none."""
    spans = connection.execute("SELECT first_id, last_id FROM main.import_block WHERE table_name = 'lead'").fetchall()
    return "".join(f" AND {column} NOT BETWEEN {first:d} AND {last:d}" for first, last in spans)


# ---------------------------------------------------------------------------------------------- the runs themselves

_PENDING = """
SELECT p.batch_id, b.file_name, p.plan, p.sha256, p.as_of, p.rows, p.written, c.id, c.staff_id, c.at_utc, c.utc_offset_min
FROM import_pending p JOIN import_batch b ON b.id = p.batch_id JOIN change c ON c.id = b.change_id
"""


def enter(
    connection: Connection,
    batch: int,
    plan: str,
    sha256: str,
    *,
    as_of: int,
    rows: int,
    blocks: Mapping[str, Block],
) -> None:
    """Note that a run has begun, with the ids that it keeps."""
    connection.execute(
        "INSERT INTO import_pending (batch_id, plan, sha256, as_of, rows) VALUES (?, ?, ?, ?, ?)",
        (batch, plan, sha256, as_of, rows),
    )
    connection.executemany(
        "INSERT INTO import_block (batch_id, table_name, first_id, last_id, next_id) VALUES (?, ?, ?, ?, ?)",
        [(batch, name, block.first, block.last, block.next) for name, block in blocks.items()],
    )


def pending(connection: Connection, batch: int) -> Pending | None:
    """A run under way, or None when it is finished, was taken away, or never was."""
    found = list(_read(connection, connection.execute(_PENDING + "WHERE p.batch_id = ?", (batch,)).fetchall()))
    return found[0] if found else None


def all_pending(connection: Connection) -> list[Pending]:
    """Every run under way, or cut off, the oldest first."""
    return list(_read(connection, connection.execute(_PENDING + "ORDER BY p.batch_id").fetchall()))


def _read(connection: Connection, rows: Iterable[tuple[object, ...]]) -> Iterable[Pending]:
    names = ("batch", "file", "plan", "sha256", "as_of", "rows", "written", "began", "staff_id")
    for *row, at, offset in rows:
        blocks = connection.execute(
            "SELECT table_name, first_id, last_id, next_id FROM import_block WHERE batch_id = ?", (row[0],)
        )
        yield Pending(
            **dict(zip(names, row, strict=True)),  # type: ignore[arg-type]
            at=datetime.fromisoformat(str(at)),
            offset_min=int(str(offset)),
            blocks={name: Block(first, last, free) for name, first, last, free in blocks},
        )


def note(connection: Connection, batch: int, written: int, blocks: Mapping[str, Block]) -> None:
    """Note how far a run is; in the transaction that wrote these rows or took them away."""
    connection.execute("UPDATE import_pending SET written = ? WHERE batch_id = ?", (written, batch))
    connection.executemany(
        "UPDATE import_block SET next_id = ? WHERE batch_id = ? AND table_name = ?",
        [(block.next, batch, name) for name, block in blocks.items()],
    )


def leave(connection: Connection, batch: int) -> None:
    """The run is finished or taken away: from now on its rows are rows like any other."""
    connection.execute("DELETE FROM import_pending WHERE batch_id = ?", (batch,))
