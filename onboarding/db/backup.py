"""Copies of the database as SQLite makes them: a snapshot, what stands in a copy, and a copy put in the place of the database.

Never ``cp``: measured, 14 of 15 plain copies of a database in use were corrupt. ``VACUUM INTO`` and the backup call were not, ever.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from onboarding.db import chain, proofs
from onboarding.db import connection as door
from onboarding.db.connection import APPLICATION_ID, Connection
from onboarding.db.driver import sqlite3
from onboarding.errors import DatabaseUnusable

COUNTED = (
    "staff", "district_alias", "calendar_day", "setting", "lead", "lead_person", "stage_event", "mse_event", "contact", "blocker",
    "paper", "target", "official_figure", "import_profile", "import_batch", "import_layout", "import_row", "change", "change_row",
    "change_range", "lead_merge",
    "department_alias", "office", "post", "officer", "office_stage_event", "office_contact", "office_blocker", "office_order",
    "purchase", "purchase_event",
    "gem_report", "gem_seller", "gem_seller_candidate",
    "import_pending", "import_block",
)  # fmt: skip
"""Tables whose rows a manifest counts: everything that no program could compute again."""
_STEPS = 100_000
"""Instructions of SQLite between two questions whether to go on."""


@dataclass(frozen=True, slots=True)
class Examined:
    """What stands in a sound copy."""

    version: int
    """The schema's."""
    counts: dict[str, int]
    head_id: int
    """The newest journal entry."""
    head_hash: str


def snapshot(path: Path, target: Path, *, cancelled: Callable[[], bool] | None = None) -> None:
    """Write the database as it is at this moment into ``target``, an empty file of the right permissions.

    Takes no writer lock: colleagues read and save meanwhile. A query-only connection may not do this, hence one of its own.

    Raises:
        DatabaseUnusable: The database is damaged, or there is no space.
        KeyboardInterrupt: ``cancelled`` said so; SQLite stopped in the middle.
    """
    with door.in_words(path), _opened(path) as connection:
        if cancelled is not None:
            connection.set_progress_handler(cancelled, _STEPS)
        connection.execute("VACUUM INTO ?", (str(target),))


def examine(copy: Path, *, quick: bool = False) -> Examined:
    """Look through every page and every journal entry of a copy that nobody else uses.

    ``quick`` leaves out whether every row stands in every index (``proofs.damage``); an index can be built anew from its table.

    Raises:
        DatabaseUnusable: It is no copy of ours, newer than the program knows, or unsound.
    """
    try:
        with _read_only(copy) as connection:
            _refuse_foreign(connection, copy)
            _refuse_unsound(connection, copy, quick=quick)
            number, head = chain.head(connection)
            counts = {name: _count(connection, name) for name in _tables(connection)}
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            return Examined(int(version), counts, number, head)
    except sqlite3.DatabaseError as error:
        raise DatabaseUnusable("copy.unsound", path=str(copy)) from error


def overwrite(path: Path, copy: Path) -> None:
    """Put a copy's content in the place of the database's, in one transaction: a kill in the middle leaves the old.

    The caller holds the writer lock. The file keeps its name, so that colleagues' next read finds the new content.
    """
    with door.in_words(path), _read_only(copy) as source, _opened(path) as target:
        source.backup(target)
        target.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def holds(path: Path, wanted: Examined) -> bool:
    """Whether a database that was just overwritten opens, is sound, and holds what the copy held."""
    try:
        with _opened(path) as connection:
            (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            counts = {name: _count(connection, name) for name in _tables(connection)}
            return verdict == "ok" and counts == wanted.counts and chain.head(connection)[1] == wanted.head_hash
    except (sqlite3.DatabaseError, DatabaseUnusable):
        return False


def head(connection: Connection) -> tuple[int, str]:
    """(number, hash) of the newest journal entry."""
    return chain.head(connection)


def head_of(path: Path) -> tuple[int, str]:
    """(number, hash) of the newest journal entry of a database in use."""
    with door.in_words(path), _opened(path) as connection:
        return chain.head(connection)


@contextmanager
def _opened(path: Path) -> Iterator[Connection]:
    connection = door.connect(path, create=False)
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def _read_only(copy: Path) -> Iterator[Connection]:
    # immutable: no -shm is made beside a copy that lies in a folder of somebody else.
    connection = sqlite3.connect(door.uri_of(copy, "mode=ro&immutable=1"), uri=True, isolation_level=None)
    try:
        yield connection
    finally:
        connection.close()


def _refuse_foreign(connection: Connection, copy: Path) -> None:
    from onboarding.db.migrations import SCHEMA_VERSION

    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION_ID:
        raise DatabaseUnusable("db.not_ours", path=str(copy))
    if version > SCHEMA_VERSION:
        raise DatabaseUnusable("db.newer", path=str(copy), found=version, known=SCHEMA_VERSION)


def _refuse_unsound(connection: Connection, copy: Path, *, quick: bool) -> None:
    damage, _ = proofs.damage(connection, quick=quick)
    loose = connection.execute("PRAGMA foreign_key_check").fetchone()
    if damage is not None or loose is not None or chain.broken_at(connection) is not None:
        raise DatabaseUnusable("copy.unsound", path=str(copy))


def _tables(connection: Connection) -> list[str]:
    there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    return [name for name in COUNTED if name in there]


def _count(connection: Connection, name: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0])
