"""Taking back rows that were made set-wise (an import): those that are as they were made, in a few statements for any number.

A lead that somebody changed since, or hung something on, stays with everything that the import gave it, and is listed.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from onboarding.db import derived, office_search
from onboarding.db.connection import Connection
from onboarding.db.journal import ChangeSet
from onboarding.db.tables import Table, referrers, table

_TEMPORARY = """
CREATE TEMP TABLE IF NOT EXISTS altered (name TEXT, id INTEGER, PRIMARY KEY (name, id));
CREATE TEMP TABLE IF NOT EXISTS made_lead (id INTEGER PRIMARY KEY);
CREATE TEMP TABLE IF NOT EXISTS leaving (id INTEGER PRIMARY KEY);
CREATE TEMP TABLE IF NOT EXISTS going (id INTEGER PRIMARY KEY);
DELETE FROM altered; DELETE FROM made_lead; DELETE FROM leaving; DELETE FROM going
"""

Ranges = list[tuple[str, int, int]]


@dataclass(slots=True)
class Undone:
    """What came of taking a change back."""

    rows: int = 0
    """Rows restored or taken away."""
    kept: list[tuple[str, int, tuple[str, ...]]] = field(default_factory=list)
    """(table, id, fields) that somebody changed since and that therefore stayed."""
    unseen: bool = False
    """Whether it was an import that had not been finished."""


def take_back(change: ChangeSet, result: Undone, change_id: int) -> None:
    """Take away what an entry made in ranges, the rows of later tables first."""
    connection = change.connection
    ranges: Ranges = connection.execute(
        "SELECT table_name, first_id, last_id FROM change_range WHERE change_id = ? ORDER BY id DESC",
        (change_id,),
    ).fetchall()
    if not ranges:
        return
    for statement in _TEMPORARY.split(";"):
        connection.execute(statement)
    for name, first, last in ranges:
        _note_altered(connection, change_id, table(connection, name), first, last)
    _choose_leaving(connection, ranges)
    for name, first, last in ranges:
        _take_back_range(change, result, table(connection, name), first, last)


def _note_altered(connection: Connection, change_id: int, info: Table, first: int, last: int) -> None:
    """Rows whose content differs from the first state; a change that was itself taken back is none."""
    touched = connection.execute(
        f"SELECT id FROM {info.name} WHERE id BETWEEN ? AND ? AND version > 1",
        (first, last),
    ).fetchall()
    altered = [(info.name, row_id) for (row_id,) in touched if _differs(connection, change_id, info, row_id)]
    connection.executemany("INSERT INTO altered VALUES (?, ?)", altered)


def _differs(connection: Connection, change_id: int, info: Table, row_id: int) -> bool:
    first_state: dict[str, Any] = {}
    for (before,) in connection.execute(
        "SELECT before FROM change_row WHERE table_name = ? AND row_id = ? AND change_id > ?"
        " AND before IS NOT NULL ORDER BY id",
        (info.name, row_id, change_id),
    ):
        first_state = json.loads(before) | first_state
    columns = ", ".join(info.kept)
    row = connection.execute(
        f"SELECT {columns} FROM {info.name} WHERE id = ?",
        (row_id,),
    ).fetchone()
    now = dict(zip(info.kept, row, strict=True))
    return any(now[column] != value for column, value in first_state.items())


def _choose_leaving(connection: Connection, ranges: Ranges) -> None:
    """The leads that go: unaltered, and all that refers to them goes as well."""
    spans = [(first, last) for name, first, last in ranges if name == "lead"]
    held = "".join(
        f" AND NOT EXISTS (SELECT 1 FROM {owner} r WHERE r.{column} = lead.id{_but_ours(owner, ranges)})"
        for owner, column in referrers(connection, "lead")
    )
    for span in spans:
        connection.execute("INSERT INTO made_lead SELECT id FROM lead WHERE id BETWEEN ? AND ?", span)
        connection.execute(
            "INSERT INTO leaving SELECT id FROM lead WHERE id BETWEEN ? AND ?"
            f" AND id NOT IN (SELECT id FROM altered WHERE name = 'lead'){held}",
            span,
        )


def _but_ours(owner: str, ranges: Ranges) -> str:
    """The condition that a referring row is not one that the same entry made and that goes too."""
    ours = " OR ".join(f"r.id BETWEEN {first:d} AND {last:d}" for name, first, last in ranges if name == owner)
    if not ours:
        return ""
    return f" AND NOT (({ours}) AND r.id NOT IN (SELECT id FROM altered WHERE name = '{owner}'))"


def _take_back_range(change: ChangeSet, result: Undone, info: Table, first: int, last: int) -> None:
    connection = change.connection
    taken = -1
    while (
        taken
    ):  # again where rows refer to rows of their own table: what nothing refers to goes first (leaves of a tree)
        connection.execute("DELETE FROM going")
        connection.execute(
            f"INSERT INTO going SELECT id FROM {info.name} t WHERE id BETWEEN ? AND ? AND {_may_go(connection, info)}",
            (first, last),
        )
        taken = _remove_going(change, info)
        result.rows += taken
        if not any(owner == info.name for owner, _ in referrers(connection, info.name)):
            break
    kept = connection.execute(f"SELECT id FROM {info.name} WHERE id BETWEEN ? AND ?", (first, last)).fetchall()
    result.kept += [(info.name, row_id, ()) for (row_id,) in kept]


def _may_go(connection: Connection, info: Table) -> str:
    if info.is_lead:
        return "id IN (SELECT id FROM leaving)"
    unaltered = f"id NOT IN (SELECT id FROM altered WHERE name = '{info.name}')"
    unreferred = "".join(
        f" AND NOT EXISTS (SELECT 1 FROM {owner} r WHERE r.{column} = t.id)"
        for owner, column in referrers(connection, info.name)
    )
    # What was added to a lead that was there before goes; what a staying lead was born with stays.
    with_lead = (
        " AND (lead_id IN (SELECT id FROM leaving) OR lead_id NOT IN (SELECT id FROM made_lead))"
        if info.of_lead
        else ""
    )
    return unaltered + unreferred + with_lead


def _remove_going(change: ChangeSet, info: Table) -> int:
    connection = change.connection
    image = ", ".join(f"'{column}', {column}" for column in info.kept)
    lead = "id" if info.is_lead else "lead_id" if info.of_lead else "NULL"
    taken = connection.execute(
        "INSERT INTO change_row (change_id, table_name, row_id, lead_id, op, before)"
        f" SELECT ?, ?, id, {lead}, 'delete', json_object({image}) FROM {info.name}"
        " WHERE id IN (SELECT id FROM going)",
        (change.number(), info.name),
    ).rowcount
    if info.is_lead:
        change.take_from_tally(_tally_of_going(connection))
        derived.drop_search_of(connection, "going")
    elif info.name == "office":
        office_search.drop_of(connection, "going")
    elif info.of_lead:
        _refresh_survivors(change, info)
    connection.execute(f"DELETE FROM main.{info.name} WHERE id IN (SELECT id FROM going)")
    change.row_count += taken
    return int(taken)


def _tally_of_going(connection: Connection) -> Counter[derived.TallyKey]:
    rows = connection.execute(
        "SELECT stage, coalesce(district_code, ''), coalesce(desk_id, 0), next_on IS NOT NULL,"
        " count(*) FROM lead WHERE id IN (SELECT id FROM going) GROUP BY 1, 2, 3, 4"
    )
    return Counter({(stage, district, desk, has): n for stage, district, desk, has, n in rows})


def _refresh_survivors(change: ChangeSet, info: Table) -> None:
    """Leads that lose only a row of theirs: their facts and index rows are computed anew."""
    rows = change.connection.execute(
        f"SELECT DISTINCT lead_id FROM {info.name} WHERE id IN (SELECT id FROM going)"
        " AND lead_id NOT IN (SELECT id FROM leaving)"
    )
    for (lead_id,) in rows.fetchall():
        change.refresh_later(lead_id)
