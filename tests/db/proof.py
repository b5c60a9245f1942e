"""What must hold of a database after any sequence of changes: derived rows equal a rebuild, the journal is whole."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from onboarding.db import chain, derived
from onboarding.db.connection import Connection, Database
from onboarding.db.tables import JOURNALLED, LEAD_DERIVED, table
from onboarding.domain.prospects import Prospect

Rows = dict[str, dict[int, tuple[Any, ...]]]


def journalled_rows(database: Database) -> Rows:
    """Every journalled table's content, without version and stamps."""
    found: Rows = {}
    with database.read() as connection:
        for name in JOURNALLED:
            columns = ", ".join(table(connection, name).kept)
            rows = connection.execute(f"SELECT id, {columns} FROM {name}")
            found[name] = {row[0]: tuple(row[1:]) for row in rows}
    return found


def prove(database: Database) -> None:
    """Assert everything that doctor would assert, by other means than doctor."""
    with database.write(who="proof", what="proof") as connection:
        assert chain.broken_at(connection) is None
        numbers = [row[0] for row in connection.execute("SELECT id FROM change ORDER BY id")]
        assert numbers == list(range(1, len(numbers) + 1)), "the journal has a gap"
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        _prove_tally(connection)
        _prove_search(connection)
        _prove_pool(connection)
        _prove_facts(connection)
        _prove_merges(connection)
        _prove_journal_tells_the_present(connection)


def _prove_tally(connection: Connection) -> None:
    kept = {tuple(row[:4]): row[4] for row in connection.execute("SELECT * FROM lead_tally WHERE n <> 0")}
    counted: Counter[tuple[Any, ...]] = Counter(
        tuple(row)
        for row in connection.execute(
            "SELECT stage, coalesce(district_code, ''), coalesce(desk_id, 0), next_on IS NOT NULL FROM lead"
        )
    )
    assert kept == dict(counted)


def _search_rows(connection: Connection) -> list[Any]:
    return [
        sorted(connection.execute("SELECT reversed, lead_id FROM lead_number").fetchall()),
        sorted(connection.execute("SELECT rowid, words, keys FROM lead_words").fetchall()),
        sorted(connection.execute("SELECT rowid, codes FROM lead_codes").fetchall()),
        _vocabulary(connection, "lead_words"),
        _vocabulary(connection, "lead_codes"),
    ]


def _vocabulary(connection: Connection, name: str) -> list[Any]:
    """What the index itself holds, beside the texts that it was given."""
    connection.execute(f"CREATE VIRTUAL TABLE temp.v USING fts5vocab(main, {name}, instance)")
    rows = connection.execute("SELECT term, doc, col FROM v").fetchall()
    connection.execute("DROP TABLE temp.v")
    return sorted({tuple(row) for row in rows})


def _prove_search(connection: Connection) -> None:
    before = _search_rows(connection)
    for name in ("lead_words", "lead_codes", "lead_number"):
        connection.execute(f"DELETE FROM {name}")
    for (lead_id,) in connection.execute("SELECT id FROM lead").fetchall():
        derived.refresh_search(connection, lead_id)
    assert before == _search_rows(connection)


def _prove_pool(connection: Connection) -> None:
    """The index of the pool holds what its rows say, and those say what follows from the names."""
    connection.execute("INSERT INTO prospect_words (prospect_words, rank) VALUES ('integrity-check', 1)")
    for *about, words, keys, marks in connection.execute(
        "SELECT district_code, name, pin, registered_on, nic, same_key, words, keys, marks FROM prospect"
    ):
        district, name, pin, on, nic, same = about
        prospect = Prospect(district_code=district, name=name, pin=pin, registered_on=on, nic=nic)
        assert (prospect.key[1], prospect.found_by) == (same, (words, keys, marks))


def _prove_facts(connection: Connection) -> None:
    columns = ", ".join(sorted(LEAD_DERIVED))
    sql = f"SELECT id, {columns} FROM lead ORDER BY id"
    before = connection.execute(sql).fetchall()
    for row in before:
        derived.refresh_facts(connection, row[0])
    assert before == connection.execute(sql).fetchall()


def _prove_merges(connection: Connection) -> None:
    both = connection.execute("SELECT gone_id FROM lead_merge WHERE gone_id IN (SELECT id FROM lead)").fetchall()
    assert both == [], "a lead went into another one and is there all the same"


def _prove_journal_tells_the_present(connection: Connection) -> None:
    """Replaying the journal from the ranges' first states gives the rows as they are."""
    for name in JOURNALLED:
        info = table(connection, name)
        replayed: dict[int, dict[str, Any]] = {}
        for row_id, op, after in connection.execute(
            "SELECT row_id, op, after FROM change_row WHERE table_name = ? ORDER BY id", (name,)
        ):
            if op == "delete":
                replayed.pop(row_id, None)
            else:
                replayed.setdefault(row_id, {}).update(json.loads(after))
        for row_id, values in replayed.items():
            columns = ", ".join(values)
            now = connection.execute(f"SELECT {columns} FROM {info.name} WHERE id = ?", (row_id,)).fetchone()
            assert now is not None, (name, row_id)
            assert dict(zip(values, now, strict=True)) == values
