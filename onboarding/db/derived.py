"""Rows that follow from other rows: numbers, search words, what a lead counts for, the tally. Kept by the write path.

Two forms of each: for one lead (an edit), and for a range of ids (an import), where a call for each would cost too much.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from onboarding.db.connection import Connection
from onboarding.domain.likeness import blocks
from onboarding.domain.names import same_name_key
from onboarding.domain.search import IndexWords, index_codes, index_words
from onboarding.domain.stages import RANK, Evidence, StageMove, counted, mse_counted

TallyKey = tuple[str, str, int, int]
"""(stage, district code or '', desk or 0, 1 when a next step is set)."""

FoundBy = tuple[int, list[str], IndexWords, str]
"""(lead, its numbers reversed, words, codes): what the search finds it by."""

_NUMBERS = """
SELECT mobile FROM lead WHERE id = :id AND mobile IS NOT NULL
UNION SELECT alt_mobile FROM lead WHERE id = :id AND alt_mobile IS NOT NULL
UNION SELECT phone FROM lead WHERE id = :id AND phone IS NOT NULL
UNION SELECT mobile FROM lead_person WHERE lead_id = :id AND mobile IS NOT NULL
"""
_NAMES = "SELECT name, name_hi, owner_name, pan, gstin, udyam, uam, email, gem_seller_id FROM lead WHERE id = :id"
_PEOPLE = "SELECT name FROM lead_person WHERE lead_id = :id AND name IS NOT NULL"


def tally_key(row: Mapping[str, Any]) -> TallyKey:
    """Where a lead stands in the tally."""
    return (
        row["stage"],
        row["district_code"] or "",
        row["desk_id"] or 0,
        int(row["next_on"] is not None),
    )


def add_to_tally(connection: Connection, moved: Counter[TallyKey]) -> None:
    """Add (or with negative counts take away) leads where they stand."""
    connection.executemany(
        "INSERT INTO lead_tally (stage, district_code, desk_id, has_next, n) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET n = n + excluded.n",
        [(*key, n) for key, n in moved.items() if n],
    )


def tally_of_range(connection: Connection, first: int, last: int) -> Counter[TallyKey]:
    """Where the leads of a range of ids stand, those of a run under way included."""
    rows = connection.execute(
        "SELECT stage, coalesce(district_code, ''), coalesce(desk_id, 0), next_on IS NOT NULL, count(*) FROM main.lead"
        " WHERE id BETWEEN ? AND ? GROUP BY 1, 2, 3, 4",
        (first, last),
    )
    return Counter({(stage, district, desk, has): n for stage, district, desk, has, n in rows})


def refresh_search(connection: Connection, lead_id: int) -> None:
    """Write anew the numbers, words and codes by which a lead is found; a lead that is gone leaves none."""
    connection.execute("DELETE FROM main.lead_number WHERE lead_id = ?", (lead_id,))
    connection.execute("DELETE FROM lead_words WHERE rowid = ?", (lead_id,))
    connection.execute("DELETE FROM lead_codes WHERE rowid = ?", (lead_id,))
    row = connection.execute(_NAMES, {"id": lead_id}).fetchone()
    if row is None:
        return
    numbers = [number[::-1] for (number,) in connection.execute(_NUMBERS, {"id": lead_id})]
    people = [name for (name,) in connection.execute(_PEOPLE, {"id": lead_id})]
    insert_search(connection, [(lead_id, numbers, index_words(*row[:3], *people), index_codes(*row[3:]))])


def insert_search(connection: Connection, found_by: Iterable[FoundBy]) -> None:
    """Index leads that have no index rows yet."""
    numbers, words, codes = [], [], []
    for lead_id, reversed_numbers, word, code in found_by:
        numbers += [(number, lead_id) for number in reversed_numbers]
        words.append((lead_id, word.words, word.keys))
        if code:
            codes.append((lead_id, code))
    numbers.sort()  # neighbours of the index together
    connection.executemany("INSERT OR IGNORE INTO main.lead_number (reversed, lead_id) VALUES (?, ?)", numbers)
    connection.executemany("INSERT INTO lead_words (rowid, words, keys) VALUES (?, ?, ?)", words)
    connection.executemany("INSERT INTO lead_codes (rowid, codes) VALUES (?, ?)", codes)


_NAMES_OF_RANGE = """
SELECT id, name, name_hi, owner_name, pan, gstin, udyam, uam, email, gem_seller_id FROM lead WHERE id BETWEEN ? AND ? ORDER BY id
"""
_PEOPLE_OF_RANGE = """
SELECT lead_id, name FROM lead_person WHERE lead_id BETWEEN ? AND ? AND name IS NOT NULL ORDER BY lead_id, id
"""
_NUMBERS_OF_RANGE = """
INSERT OR IGNORE INTO main.lead_number (reversed, lead_id) SELECT reversed(number), lead_id FROM (
    SELECT mobile AS number, id AS lead_id FROM lead WHERE id BETWEEN :first AND :last
    UNION ALL SELECT alt_mobile, id FROM lead WHERE id BETWEEN :first AND :last
    UNION ALL SELECT phone, id FROM lead WHERE id BETWEEN :first AND :last
    UNION ALL SELECT mobile, lead_id FROM lead_person WHERE lead_id BETWEEN :first AND :last
) WHERE number IS NOT NULL ORDER BY 1, 2
"""
INDEX_CHUNK = 5_000


def index_range(connection: Connection, first: int, last: int) -> Iterator[int]:
    """Index leads that were just inserted set-wise and have no index rows yet; yields how many of them are done.

    Exhaust it: the numbers are written at the end, in one statement, in the order of their index.
    """
    for start in range(first, last + 1, INDEX_CHUNK):
        end = min(start + INDEX_CHUNK - 1, last)
        _index_words_of(connection, start, end)
        yield end - first + 1
    connection.create_function("reversed", 1, _reversed, deterministic=True)
    connection.execute(_NUMBERS_OF_RANGE, {"first": first, "last": last})


def _index_words_of(connection: Connection, first: int, last: int) -> None:
    people: dict[int, list[str]] = {}
    for lead_id, name in connection.execute(_PEOPLE_OF_RANGE, (first, last)):
        people.setdefault(lead_id, []).append(name)
    rows = connection.execute(_NAMES_OF_RANGE, (first, last)).fetchall()
    insert_search(
        connection,
        ((row[0], [], index_words(*row[1:4], *people.get(row[0], ())), index_codes(*row[4:])) for row in rows),
    )


def _reversed(number: str) -> str:
    return number[::-1]


def drop_search_of(connection: Connection, table_of_ids: str) -> None:
    """Remove the index rows of the leads whose ids stand in a temporary table."""
    connection.execute(f"DELETE FROM main.lead_number WHERE lead_id IN (SELECT id FROM {table_of_ids})")
    connection.execute(f"DELETE FROM lead_words WHERE rowid IN (SELECT id FROM {table_of_ids})")
    connection.execute(f"DELETE FROM lead_codes WHERE rowid IN (SELECT id FROM {table_of_ids})")


_NAMED = "SELECT id, name, owner_name, district_code FROM lead WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ?"


def name_keys(name: str, owner: str | None, district: str | None) -> tuple[str, int | None, int | None]:
    """The columns same_key, name_block and owner_block: by these like firms are looked for."""
    return same_name_key(name), *blocks(name, owner, district)


def refresh_name_keys(connection: Connection, first: int, last: int) -> None:
    """Compute the ``name_keys`` of a range of leads anew."""
    while rows := connection.execute(_NAMED, (first, last, INDEX_CHUNK)).fetchall():
        connection.executemany(
            "UPDATE main.lead SET same_key = ?, name_block = ?, owner_block = ? WHERE id = ?",
            [(*name_keys(*named), lead_id) for lead_id, *named in rows],
        )
        first = rows[-1][0] + 1


FACTS = (
    "stage_rank", "counted_on", "counted_by", "counted_evidence", "mse_counted_on", "contact_count", "last_contact_on",
)  # fmt: skip
"""Columns of a lead that follow from its history."""


def refresh_facts(connection: Connection, lead_id: int) -> None:
    """Compute anew what a lead counts for and when it was last spoken to, from its history."""
    facts = facts_of(connection, lead_id)
    if facts is not None:
        columns = ", ".join(f"{column} = ?" for column in FACTS)
        connection.execute(f"UPDATE main.lead SET {columns} WHERE id = ?", (*facts, lead_id))


def facts_of(connection: Connection, lead_id: int) -> tuple[Any, ...] | None:
    """What the columns ``FACTS`` of a lead must hold; None for a lead that is gone."""
    row = connection.execute(
        "SELECT stage, mse_status, enterprise_class, mse_on FROM lead WHERE id = ?", (lead_id,)
    ).fetchone()
    if row is None:
        return None
    stage, mse_status, enterprise_class, mse_on = row
    reached = counted(_moves(connection, lead_id))
    mse_on_day = mse_counted(reached, mse_status, enterprise_class, date.fromisoformat(mse_on) if mse_on else None)
    calls, last = connection.execute(
        "SELECT count(*), max(event_on) FROM contact WHERE lead_id = ? AND outcome <> 'note'", (lead_id,)
    ).fetchone()
    return (
        RANK[stage],
        reached.on.isoformat() if reached else None,
        reached.by if reached else None,
        reached.evidence if reached else None,
        mse_on_day.isoformat() if mse_on_day else None,
        calls,
        last,
    )


def stored_facts(connection: Connection, lead_id: int) -> tuple[Any, ...] | None:
    """What the columns ``FACTS`` of a lead hold now."""
    row = connection.execute(f"SELECT {', '.join(FACTS)} FROM lead WHERE id = ?", (lead_id,)).fetchone()
    return tuple(row) if row else None


def _moves(connection: Connection, lead_id: int) -> list[StageMove]:
    rows = connection.execute(
        "SELECT to_stage, event_on, staff_id, evidence, aside FROM stage_event WHERE lead_id = ? ORDER BY id",
        (lead_id,),
    )
    return [StageMove(to, date.fromisoformat(on), by, _evidence(known), aside) for to, on, by, known, aside in rows]


def _evidence(word: str) -> Evidence:
    return "gem_report" if word == "gem_report" else "seen" if word == "seen" else "told"
