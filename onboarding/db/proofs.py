"""What doctor asks of the database, and how what is derived is made anew."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from onboarding.db import chain, derived, figures, office_search, pending
from onboarding.db import connection as door
from onboarding.db.connection import Connection
from onboarding.db.driver import sqlite3, wal_is_safe
from onboarding.domain.search import index_codes, index_words
from onboarding.domain.stages import RANK

PAGE = 5_000
_INDEX = ("inverted index for FTS5", "fts5:")
"""How SQLite names a search index that does not fit its texts; it can be made anew, so a copy with it is sound."""
_RANKS = " ".join(f"WHEN '{stage}' THEN {rank}" for stage, rank in RANK.items())
_MAY_COUNT = """
SELECT id FROM lead WHERE counted_on IS NOT NULL OR counted_by IS NOT NULL OR counted_evidence IS NOT NULL
    OR mse_counted_on IS NOT NULL OR contact_count <> 0 OR last_contact_on IS NOT NULL
UNION SELECT lead_id FROM stage_event UNION SELECT lead_id FROM contact
"""


def sqlite_version() -> tuple[str, bool]:
    """The SQLite of this process, and whether its write-ahead log is sound."""
    return sqlite3.sqlite_version, wal_is_safe()


def damage(connection: Connection, *, quick: bool = False) -> tuple[str | None, bool]:
    """(the first thing that SQLite finds wrong in any page, whether a search index is malformed in itself).

    ``quick`` reads every page and row too, but does not look every row up in every index: two fifths of the time.
    """
    try:
        statement = "PRAGMA quick_check(20)" if quick else "PRAGMA integrity_check(20)"
        lines = [str(row[0]) for row in connection.execute(statement)]
    except sqlite3.DatabaseError as error:
        return str(error), False
    of_index = [line for line in lines if any(name in line for name in _INDEX)]
    rest = [line for line in lines if line != "ok" and line not in of_index]
    return (rest[0].splitlines()[-1][:200] if rest else None), bool(of_index)


def rebuild_index(connection: Connection) -> None:
    """Make every search index anew from the texts they were given."""
    for name in ("lead_words", "lead_codes", "prospect_words", "office_words"):
        connection.execute(f"INSERT INTO {name} ({name}) VALUES ('rebuild')")


def loose_references(connection: Connection) -> int:
    """How many rows refer to a row that is not there."""
    return len(connection.execute("PRAGMA foreign_key_check").fetchall())


def journal_mode(connection: Connection) -> str:
    """How the file writes: ``wal`` where that is safe."""
    return str(connection.execute("PRAGMA journal_mode").fetchone()[0])


def missing_schema(connection: Connection) -> dict[str, str]:
    """Indexes, triggers and views of the schema that the file lacks or has otherwise, by name, with the SQL that makes them."""
    from onboarding.db.migrations import fresh_schema

    there = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall())
    return {name: sql for (kind, name, sql) in fresh_schema() if there.get(name) != sql and kind != "table"}


def mend_schema(connection: Connection) -> None:
    """Make the missing indexes, triggers and views anew."""
    kinds = dict(connection.execute("SELECT name, type FROM sqlite_master").fetchall())
    for name, sql in missing_schema(connection).items():
        if name in kinds:
            connection.execute(f"DROP {kinds[name]} {name}")
        connection.execute(sql)


def anchor_lost(connection: Connection, head_id: int, head_hash: str) -> bool:
    """Whether the journal no longer holds an entry that a copy's manifest names: its tail was cut or it was written anew."""
    row = connection.execute("SELECT hash FROM change WHERE id = ?", (head_id,)).fetchone()
    return head_id > 0 and (row is None or row[0] != head_hash)


def last_restore(connection: Connection) -> str:
    """When a copy was last brought back (UTC, ISO); "" when never."""
    (at,) = connection.execute("SELECT max(at_utc) FROM change WHERE verb = 'restore'").fetchone()
    return str(at or "")


def last_entry(connection: Connection) -> tuple[int, str]:
    """Number and instant (UTC, ISO) of the newest journal entry; (0, "") of an empty journal."""
    row = connection.execute("SELECT id, at_utc FROM change ORDER BY id DESC LIMIT 1").fetchone()
    return (int(row[0]), str(row[1])) if row else (0, "")


def broken_chain(connection: Connection, *, last: int | None = None) -> int | None:
    """The first journal entry whose hash does not fit, looking at all of them or at the ``last`` ones only."""
    return chain.broken_at(connection, last=last)


def wrong_tally(connection: Connection) -> bool:
    """Whether one of the two tallies differs from a recount."""
    counted = _recount(connection)
    stored = {tuple(row[:4]): row[4] for row in connection.execute("SELECT * FROM lead_tally WHERE n <> 0")}
    return stored != dict(counted) or bool(figures.tally_differences(connection))


def mend_tally(connection: Connection) -> None:
    """Count both tallies anew."""
    connection.execute("DELETE FROM lead_tally")
    derived.add_to_tally(connection, _recount(connection))
    figures.rebuild_tally(connection)


def wrong_facts(connection: Connection) -> list[int]:
    """Leads whose computed columns are not what their history says."""
    wrong = {row[0] for row in connection.execute(f"SELECT id FROM lead WHERE stage_rank <> CASE stage {_RANKS} END")}
    for (lead_id,) in connection.execute(_MAY_COUNT).fetchall():
        if derived.stored_facts(connection, lead_id) != derived.facts_of(connection, lead_id):
            wrong.add(lead_id)
    for first, last in _pages(connection):
        rows = connection.execute(
            "SELECT id, name, owner_name, district_code, same_key, name_block, owner_block FROM lead WHERE id BETWEEN ? AND ?",
            (first, last),
        )
        wrong.update(lead_id for lead_id, *named, key, one, two in rows if (key, one, two) != derived.name_keys(*named))
    return sorted(wrong)


def mend_facts(connection: Connection, ids: list[int]) -> None:
    """Compute the derived columns of these leads anew."""
    for lead_id in ids:
        derived.refresh_facts(connection, lead_id)
        derived.refresh_name_keys(connection, lead_id, lead_id)


def wrong_search(connection: Connection) -> list[int]:
    """Leads that the search would miss or find by what they no longer are."""
    wrong: set[int] = set()
    for first, last in _pages(connection):
        expected, stored = _expected(connection, first, last), _stored(connection, first, last)
        wrong.update(
            lead_id for lead_id in expected.keys() | stored.keys() if expected.get(lead_id) != stored.get(lead_id)
        )
    for name, column in (("lead_words", "rowid"), ("lead_codes", "rowid"), ("lead_number", "lead_id")):
        rows = connection.execute(f"SELECT DISTINCT {column} FROM {name} WHERE {column} NOT IN (SELECT id FROM lead)")
        wrong.update(row[0] for row in rows)
    return sorted(wrong)


def mend_search(connection: Connection, ids: list[int]) -> None:
    """Write the index rows of these leads anew."""
    for lead_id in ids:
        derived.refresh_search(connection, lead_id)


def wrong_office_search(connection: Connection) -> list[int]:
    """Offices that the search would miss or find by what they no longer are."""
    return office_search.wrong(connection)


def mend_office_search(connection: Connection, ids: list[int]) -> None:
    """Write the words of these offices anew."""
    for office_id in ids:
        office_search.refresh(connection, office_id)


def empty_log(path: Path) -> None:
    """Bring the write-ahead log's pages into the file and cut the log. The caller holds the writer lock."""
    with door.in_words(path):
        connection = door.connect(path, create=False)
        try:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()


def _recount(connection: Connection) -> Counter[derived.TallyKey]:
    """Without the leads of runs under way: they are counted when their run is finished."""
    counted = derived.tally_of_range(connection, 0, 1 << 62)
    for run in pending.all_pending(connection):
        if block := run.blocks.get("lead"):
            counted.subtract(derived.tally_of_range(connection, block.first, block.last))
    return +counted


def _pages(connection: Connection) -> list[tuple[int, int]]:
    (top,) = connection.execute("SELECT coalesce(max(id), 0) FROM lead").fetchone()
    return [(first, first + PAGE - 1) for first in range(1, top + 1, PAGE)]


_Index = dict[int, tuple[frozenset[str], tuple[str, str] | None, str]]


def _expected(connection: Connection, first: int, last: int) -> _Index:
    people: dict[int, list[tuple[str | None, str | None]]] = {}
    for lead_id, name, mobile in connection.execute(
        "SELECT lead_id, name, mobile FROM lead_person WHERE lead_id BETWEEN ? AND ? ORDER BY id", (first, last)
    ):
        people.setdefault(lead_id, []).append((name, mobile))
    found: _Index = {}
    for row in connection.execute(
        "SELECT id, mobile, alt_mobile, phone, name, name_hi, owner_name, pan, gstin, udyam, uam, email, gem_seller_id"
        " FROM lead WHERE id BETWEEN ? AND ?",
        (first, last),
    ):
        others = people.get(row[0], [])
        numbers = frozenset(number[::-1] for number in (*row[1:4], *(mobile for _, mobile in others)) if number)
        words = index_words(*row[4:7], *(name for name, _ in others))
        found[row[0]] = (numbers, (words.words, words.keys), index_codes(*row[7:]))
    return found


def _stored(connection: Connection, first: int, last: int) -> _Index:
    numbers: dict[int, set[str]] = {}
    span = (first, last)
    for number, lead_id in connection.execute(
        "SELECT reversed, lead_id FROM lead_number WHERE lead_id BETWEEN ? AND ?", span
    ):
        numbers.setdefault(lead_id, set()).add(number)
    words: dict[int, Any] = {
        row[0]: (row[1], row[2])
        for row in connection.execute("SELECT rowid, words, keys FROM lead_words WHERE rowid BETWEEN ? AND ?", span)
    }
    codes = dict(connection.execute("SELECT rowid, codes FROM lead_codes WHERE rowid BETWEEN ? AND ?", span).fetchall())
    ids = numbers.keys() | words.keys() | codes.keys()
    return {n: (frozenset(numbers.get(n, ())), words.get(n), codes.get(n, "")) for n in ids}
