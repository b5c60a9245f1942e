"""Taking a change back, from its journal entry: field by field, row by row; what was changed since is kept and listed."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from itertools import takewhile
from typing import Any

from onboarding.db import ranges_back
from onboarding.db.connection import Connection
from onboarding.db.driver import sqlite3
from onboarding.db.journal import ChangeSet
from onboarding.db.ranges_back import Undone
from onboarding.db.tables import Table, referrers, table

__all__ = ["Undone", "take_back", "take_back_span"]

BATCH = 500


def take_back(change: ChangeSet, change_id: int, *, but: Collection[tuple[int, int]] = ()) -> Undone:
    """Undo one journal entry inside a change set of its own, newest row first.

    ``but`` are spans of its rows (numbers in the journal, first to last) that are left alone.
    """
    result = Undone()
    rows = _entries(change.connection, change_id)
    _take_back_rows(change, result, (row for row in rows if not any(first <= row[0] <= last for first, last in but)))
    ranges_back.take_back(change, result, change_id)
    return result


def take_back_span(change: ChangeSet, span: tuple[int, int]) -> Undone:
    """Undo the rows first to last of the journal, which are part of one entry: the others of it stay."""
    result = Undone()
    first, last = span
    (change_id,) = change.connection.execute("SELECT change_id FROM change_row WHERE id = ?", (last,)).fetchone()
    rows = _entries(change.connection, change_id, before=last + 1)
    _take_back_rows(change, result, takewhile(lambda row: row[0] >= first, rows))
    return result


Row = tuple[int, str, int, str, Any, Any]
"""(number in the journal, table, id, op, before, after)."""


def _take_back_rows(change: ChangeSet, result: Undone, rows: Iterable[Row]) -> None:
    for _number, name, row_id, op, before, after in rows:
        _take_back_row(change, result, table(change.connection, name), row_id, op, before, after)


def _entries(connection: Connection, change_id: int, *, before: int = 1 << 62) -> Iterator[Row]:
    """Entries newest first, fetched in batches so that a large one does not stand in memory twice."""
    last = before
    while True:
        rows = connection.execute(
            "SELECT id, table_name, row_id, op, before, after FROM change_row WHERE change_id = ? AND id < ?"
            " ORDER BY id DESC LIMIT ?",
            (change_id, last, BATCH),
        ).fetchall()
        if not rows:
            return
        for number, name, row_id, op, old, new in rows:
            last = number
            yield number, name, row_id, op, json.loads(old or "null"), json.loads(new or "null")


def _take_back_row(
    change: ChangeSet,
    result: Undone,
    info: Table,
    row_id: int,
    op: str,
    before: dict[str, Any],
    after: dict[str, Any],
) -> None:
    current = change.image(info, row_id)
    if op == "delete":
        if current is None:
            _bring_back(change, result, info, row_id, before)
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


def _bring_back(change: ChangeSet, result: Undone, info: Table, row_id: int, row: dict[str, Any]) -> None:
    try:
        change.insert(info.name, row, row_id=row_id)
    except sqlite3.IntegrityError:
        # Its lead is gone meanwhile, or a colleague entered the same (a paper, a target): what stands now stays.
        result.kept.append((info.name, row_id, ()))
    else:
        result.rows += 1


def _referred_to(connection: Connection, name: str, row_id: int) -> bool:
    return any(
        connection.execute(f"SELECT 1 FROM {owner} WHERE {column} = ? LIMIT 1", (row_id,)).fetchone()
        for owner, column in referrers(connection, name)
    )
