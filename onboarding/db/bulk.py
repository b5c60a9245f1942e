"""Writing very many rows at once: room in memory, and indexes built once at the end instead of kept row by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from onboarding.db.connection import Connection

ROOM_KIB = 131_072
"""Pages that a bulk write keeps in memory; without, each row reads index pages back from the disk."""


def roomy(connection: Connection) -> None:
    """Give this connection a large page cache; it ends with the connection."""
    connection.execute(f"PRAGMA cache_size=-{ROOM_KIB}")


@contextmanager
def unindexed(connection: Connection, tables: Sequence[str]) -> Iterator[None]:
    """Inside, the named tables have no indexes but those of their constraints; afterwards they stand as the schema says.

    For tables that are (nearly) empty before. Part of the transaction: when it fails, the indexes were never gone.
    """
    marks = ", ".join("?" for _ in tables)
    found = connection.execute(
        f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({marks}) ORDER BY rowid",
        tuple(tables),
    ).fetchall()
    for name, _ in found:
        connection.execute(f"DROP INDEX {name}")
    yield
    for _, sql in found:
        connection.execute(sql)


def later_references(connection: Connection) -> None:
    """Until the end of this transaction a row may refer to one that comes after it; COMMIT proves that all came."""
    connection.execute("PRAGMA defer_foreign_keys=ON")
