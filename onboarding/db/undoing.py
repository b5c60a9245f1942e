"""Taking a change back, from its journal entry: field by field, row by row; what was changed since is kept and listed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from onboarding.db import derived
from onboarding.db.connection import Connection
from onboarding.db.journal import ChangeSet
from onboarding.db.tables import Table, referrers, table

BATCH = 500


@dataclass(slots=True)
class Undone:
    """What came of taking a change back."""

    rows: int = 0
    """Rows restored or taken away."""
    kept: list[tuple[str, int, tuple[str, ...]]] = field(default_factory=list)
    """(table, id, fields) that somebody changed since and that therefore stayed."""


def take_back(change: ChangeSet, change_id: int) -> Undone:
    """Undo one journal entry inside a change set of its own, newest row first."""
    result = Undone()
    connection = change.connection
    ranges = connection.execute(
        "SELECT table_name, first_id, last_id FROM change_range WHERE change_id = ? ORDER BY id DESC",
        (change_id,),
    ).fetchall()
    for name, row_id, op, before, after in _entries(connection, change_id):
        _take_back_row(change, result, table(connection, name), row_id, op, before, after)
    for name, first, last in ranges:
        _take_back_range(change, result, table(connection, name), first, last)
    return result


def _entries(connection: Connection, change_id: int) -> Iterator[tuple[str, int, str, Any, Any]]:
    """Entries newest first, fetched in batches so that a large one does not stand in memory twice."""
    last = 1 << 62
    while True:
        rows = connection.execute(
            "SELECT id, table_name, row_id, op, before, after FROM change_row WHERE change_id = ? AND id < ?"
            " ORDER BY id DESC LIMIT ?",
            (change_id, last, BATCH),
        ).fetchall()
        if not rows:
            return
        for number, name, row_id, op, before, after in rows:
            last = number
            yield name, row_id, op, json.loads(before or "null"), json.loads(after or "null")


def _take_back_row(
    change: ChangeSet, result: Undone, info: Table, row_id: int, op: str, before: Any, after: Any
) -> None:  # noqa: ANN401, PLR0913
    current = change.image(info, row_id)
    if op == "delete":
        if current is None:
            change.insert(info.name, before, row_id=row_id)
            result.rows += 1
        return
    if current is None:  # taken away since
        result.kept.append((info.name, row_id, ()))
        return
    since = tuple(column for column, value in after.items() if current.get(column) != value)
    if op == "insert":
        if since or _referred_to(change.connection, info.name, row_id):
            result.kept.append((info.name, row_id, since))
        else:
            change.delete(info.name, row_id)
            result.rows += 1
        return
    restored = {column: before[column] for column in after if column not in since}
    if since:
        result.kept.append((info.name, row_id, since))
    if restored and change.update(info.name, row_id, restored):
        result.rows += 1


def _referred_to(connection: Connection, name: str, row_id: int) -> bool:
    return any(
        connection.execute(
            f"SELECT 1 FROM {owner} WHERE {column} = ? LIMIT 1", (row_id,)
        ).fetchone()  # noqa: S608 - schema names
        for owner, column in referrers(connection, name)
    )


def _take_back_range(change: ChangeSet, result: Undone, info: Table, first: int, last: int) -> None:
    """Take away the rows first to last that are as they were made and that nothing refers to, all in a few statements."""
    connection = change.connection
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS going (id INTEGER PRIMARY KEY)")
    connection.execute("DELETE FROM going")
    unreferred = "".join(
        f" AND NOT EXISTS (SELECT 1 FROM {owner} r WHERE r.{column} = t.id)"  # noqa: S608 - schema names
        for owner, column in referrers(connection, info.name)
    )
    connection.execute(
        f"INSERT INTO going SELECT id FROM {info.name} t WHERE id BETWEEN ? AND ? AND version = 1{unreferred}",  # noqa: S608
        (first, last),
    )
    kept = connection.execute(
        f"SELECT id FROM {info.name} WHERE id BETWEEN ? AND ? AND id NOT IN (SELECT id FROM going)",  # noqa: S608
        (first, last),
    ).fetchall()
    result.kept += [(info.name, row_id, ()) for (row_id,) in kept]
    result.rows += _remove_going(change, info)


def _remove_going(change: ChangeSet, info: Table) -> int:
    connection = change.connection
    image = ", ".join(f"'{column}', {column}" for column in info.kept)
    lead = "id" if info.is_lead else "lead_id" if info.of_lead else "NULL"
    taken = connection.execute(
        "INSERT INTO change_row (change_id, table_name, row_id, lead_id, op, before)"
        f" SELECT ?, ?, id, {lead}, 'delete', json_object({image}) FROM {info.name} WHERE id IN (SELECT id FROM going)",  # noqa: S608
        (change.number(), info.name),
    ).rowcount
    if info.is_lead:
        change.take_from_tally(_tally_of_going(connection))
        derived.drop_search_of(connection, "going")
    elif info.of_lead:
        _refresh_survivors(change, info)
    connection.execute(f"DELETE FROM {info.name} WHERE id IN (SELECT id FROM going)")  # noqa: S608
    change.row_count += taken
    return int(taken)


def _tally_of_going(connection: Connection) -> Counter[derived.TallyKey]:
    rows = connection.execute(
        "SELECT stage, coalesce(district_code, ''), coalesce(desk_id, 0), next_on IS NOT NULL, count(*) FROM lead"
        " WHERE id IN (SELECT id FROM going) GROUP BY 1, 2, 3, 4"
    )
    return Counter({(stage, district, desk, has): n for stage, district, desk, has, n in rows})


def _refresh_survivors(change: ChangeSet, info: Table) -> None:
    """Leads that were edited since and lose only a row of their history: their facts are computed anew."""
    rows = change.connection.execute(
        f"SELECT DISTINCT t.lead_id FROM {info.name} t JOIN lead l ON l.id = t.lead_id"  # noqa: S608
        " WHERE t.id IN (SELECT id FROM going) AND l.version > 1"
    )
    for (lead_id,) in rows.fetchall():
        change.refresh_later(lead_id)
