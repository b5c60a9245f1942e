"""The hash chain of the journal: each entry carries the hash of the one before it and of its own content.

It shows an entry that was altered or taken out; a cut tail shows only against a head noted elsewhere (backup manifest).
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from onboarding.db.connection import Connection

_HEAD = """
SELECT id, at_utc, utc_offset_min, staff_id, verb, door, subject, reason, program_version, undoes, row_count
FROM change WHERE id = ?
"""
_ROWS = "SELECT table_name, row_id, op, before, after FROM change_row WHERE change_id = ? ORDER BY id"
_RANGES = "SELECT table_name, first_id, last_id FROM change_range WHERE change_id = ? ORDER BY id"


def hash_of(connection: Connection, change_id: int, previous: str) -> str:
    """SHA-256 over the previous hash and everything that an entry says."""
    digest = hashlib.sha256(previous.encode())
    for sql in (_HEAD, _ROWS, _RANGES):
        for row in connection.execute(sql, (change_id,)):
            digest.update(_line(row))
    return digest.hexdigest()


def seal(connection: Connection, change_id: int) -> None:
    """Write the hash of a finished entry."""
    row = connection.execute("SELECT hash FROM change WHERE id < ? ORDER BY id DESC LIMIT 1", (change_id,)).fetchone()
    previous = str(row[0]) if row else ""
    connection.execute(
        "UPDATE change SET previous_hash = ?, hash = ? WHERE id = ?",
        (previous, hash_of(connection, change_id, previous), change_id),
    )


def broken_at(connection: Connection, *, last: int | None = None) -> int | None:
    """The first entry whose hash does not fit its content or its predecessor, or None when the chain is whole.

    Args:
        connection: Any connection of ours.
        last: Look at this many of the newest entries only.
    """
    top, _ = head(connection)
    first = 1 if last is None else max(top - last + 1, 1)
    row = connection.execute("SELECT hash FROM change WHERE id < ? ORDER BY id DESC LIMIT 1", (first,)).fetchone()
    previous = str(row[0]) if row else ""
    heads = connection.execute(
        "SELECT id, previous_hash, hash FROM change WHERE id >= ? ORDER BY id", (first,)
    ).fetchall()
    for expected, (change_id, stated_previous, stated) in enumerate(heads, start=first):
        if change_id != expected or stated_previous != previous:
            return int(change_id)
        if hash_of(connection, change_id, previous) != stated:
            return int(change_id)
        previous = stated
    return None


def head(connection: Connection) -> tuple[int, str]:
    """(number, hash) of the newest entry; (0, "") of an empty journal."""
    row = connection.execute("SELECT id, hash FROM change ORDER BY id DESC LIMIT 1").fetchone()
    return (int(row[0]), str(row[1])) if row else (0, "")


def _line(row: tuple[Any, ...]) -> bytes:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
