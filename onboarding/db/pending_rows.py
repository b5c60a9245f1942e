"""Rows of a run that is not finished, which are in no journal: taken away again, or given to a lead that a colleague entered."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping

from onboarding.db import derived
from onboarding.db.connection import Connection
from onboarding.db.pending import Block
from onboarding.db.tables import table


def drop_last(connection: Connection, batch: int, written: int, blocks: Mapping[str, Block], count: int) -> int:
    """Take away what the last ``count`` rows of a run wrote, log included; how many rows are written still.

    The blocks say afterwards which ids are free again.
    """
    rows = connection.execute(
        "SELECT id, CASE WHEN verdict = 'new' THEN lead_id END FROM import_row WHERE batch_id = ? ORDER BY id DESC LIMIT ?",
        (batch, count),
    ).fetchall()
    drop_leads(connection, blocks, [lead_id for _, lead_id in rows if lead_id is not None])
    connection.execute(
        "DELETE FROM import_row WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps([row_id for row_id, _ in rows]),),
    )
    for name, block in blocks.items():
        (top,) = connection.execute(
            f"SELECT max(id) FROM main.{table(connection, name).name} WHERE id BETWEEN ? AND ?",
            (block.first, block.last),
        ).fetchone()
        block.next = block.first if top is None else top + 1
    return written - len(rows) if rows else 0


def drop_leads(connection: Connection, blocks: Mapping[str, Block], ids: Collection[int]) -> None:
    """Take hidden leads away with all that was written for them."""
    if not ids:
        return
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS dropped (id INTEGER PRIMARY KEY)")
    connection.execute("DELETE FROM dropped")
    connection.executemany("INSERT INTO dropped VALUES (?)", [(lead_id,) for lead_id in ids])
    for name, block in blocks.items():
        if name != "lead":
            connection.execute(
                f"DELETE FROM main.{table(connection, name).name} WHERE id BETWEEN ? AND ?"
                " AND lead_id IN (SELECT id FROM dropped)",
                (block.first, block.last),
            )
    derived.drop_search_of(connection, "dropped")
    connection.execute("DELETE FROM main.lead WHERE id IN (SELECT id FROM dropped)")


def stretches(connection: Connection, name: str, block: Block) -> list[tuple[int, int]]:
    """The ids of a block that are rows, as (first, last) without a gap inside."""
    rows = connection.execute(
        "SELECT min(id), max(id) FROM (SELECT id, id - row_number() OVER (ORDER BY id) AS run"
        f" FROM main.{table(connection, name).name} WHERE id BETWEEN ? AND ?) GROUP BY run ORDER BY 1",
        (block.first, block.last),
    )
    return [(int(first), int(last)) for first, last in rows]


# ---------------------------------------------------------------------------------------------- what colleagues did meanwhile

_MOVED = """
SELECT lead_id FROM change_row
WHERE change_id > :since AND table_name IN ('lead', 'lead_person') AND op <> 'delete' AND lead_id IS NOT NULL
UNION SELECT l.id FROM change_range r CROSS JOIN lead l ON l.id BETWEEN r.first_id AND r.last_id
WHERE r.change_id > :since AND r.table_name = 'lead'
"""


def moved_since(connection: Connection, change_id: int) -> list[int]:
    """Leads that were made, edited or given another number after a journal entry."""
    return [row[0] for row in connection.execute(_MOVED, {"since": change_id})]


def rows_of_lead(connection: Connection, batch: int, lead_id: int) -> list[tuple[int, str, str]]:
    """(id, verdict, warnings) of the rows of a run that say they belong to a lead."""
    return list(
        connection.execute(
            "SELECT id, verdict, warnings FROM import_row WHERE lead_id = ? AND batch_id = ? ORDER BY id",
            (lead_id, batch),
        ).fetchall()
    )


def line_of(connection: Connection, row_id: int) -> tuple[int, str]:
    """(line, cells as JSON) of one row of a run."""
    line, cells = connection.execute("SELECT line, cells FROM import_row WHERE id = ?", (row_id,)).fetchone()
    return int(line), str(cells)


def decide_anew(connection: Connection, rows: Iterable[tuple[str, int | None, str, str, int]]) -> None:
    """(verdict, lead, candidates, warnings, id) each: what became of rows after all."""
    connection.executemany(
        "UPDATE import_row SET verdict = ?, lead_id = ?, candidates = ?, warnings = ? WHERE id = ?", rows
    )
