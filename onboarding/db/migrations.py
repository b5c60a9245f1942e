"""The schema, forward only: each migration runs once, in order, under the writer queue, after a verified copy was taken.

A released migration is never edited (a test pins the hash of its source). sqlite-utils keeps the record of what has run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from onboarding import reference
from onboarding.db import connection as door
from onboarding.db.connection import APPLICATION_ID, Connection, Database
from onboarding.db.driver import sqlite3
from onboarding.errors import DatabaseUnusable

if TYPE_CHECKING:
    from sqlite_utils import Database as UtilsDatabase
    from sqlite_utils import Migrations

RELEASED = (
    "m0001_house",
    "m0002_merges",
    "m0003_reviews",
    "m0004_import_runs",
    "m0005_import_profiles",
    "m0006_prospects",
    "m0007_offices",
    "m0008_gem_sellers",
)
"""Names of the migrations, in order; each a file ``db/sql/<name>.sql``."""
SCHEMA_VERSION = len(RELEASED)
"""Written into ``user_version``."""

Copier = Callable[[Path, int], None]
"""Takes a verified copy of the database before its schema is changed; told the path and the version it leaves behind."""


def open_database(path: Path, *, copy_first: Copier | None = None) -> Database:
    """The database at ``path``, made or brought up to date if need be.

    Raises:
        DatabaseUnusable: Newer than the program, damaged, foreign, on a network share, read-only, no space. Nothing was changed.
    """
    door.refuse_unsafe_place(path)
    with door.in_words(path):
        if not path.exists() or path.stat().st_size == 0:
            door.create_file(path)
            _migrate(path, None)
        elif _needs_migration(path):
            _migrate(path, copy_first)
    return Database(path, schema_version=SCHEMA_VERSION)


def _needs_migration(path: Path) -> bool:
    connection = door.connect(path, create=False)
    try:
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    finally:
        connection.close()
    if application == 0 and version == 0 and tables == 0:
        return True
    if application != APPLICATION_ID:
        raise DatabaseUnusable("db.not_ours", path=str(path))
    if version > SCHEMA_VERSION:
        raise DatabaseUnusable("db.newer", path=str(path), found=version, known=SCHEMA_VERSION)
    return bool(version < SCHEMA_VERSION)


def _migrate(path: Path, copy_first: Copier | None) -> None:
    from sqlite_utils import Database as UtilsDatabase

    with door.writer_lock(path, "onboarding", "migration"):
        connection = door.connect(path, create=True)
        try:
            (found,) = connection.execute("PRAGMA user_version").fetchone()
            if found >= SCHEMA_VERSION:  # another start was faster
                return
            if copy_first is not None and found:
                copy_first(path, found)
            # A table rebuilt by a migration must keep the rows that refer to it; the check below proves it.
            connection.execute("PRAGMA foreign_keys=OFF")
            with door.transaction(connection):
                _set().apply(UtilsDatabase(connection))
                if connection.execute("PRAGMA foreign_key_check").fetchone():
                    raise DatabaseUnusable("db.migration_failed", path=str(path))
                connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
                connection.execute(f"PRAGMA user_version={SCHEMA_VERSION}")
        finally:
            connection.close()


def _set() -> Migrations:
    from sqlite_utils import Migrations

    migrations = Migrations("onboarding")
    for name in RELEASED:
        migrations(name=name)(_step(name))
    return migrations


def _step(name: str) -> Callable[[UtilsDatabase], None]:
    """One migration: its statements, then what the tables they made are filled with."""

    def step(db: UtilsDatabase) -> None:
        _run(db.conn, name)
        if name in _FILLED_WITH:
            _FILLED_WITH[name](db.conn)

    return step


def statements(name: str) -> Iterator[str]:
    """The statements of ``db/sql/<name>.sql``, one by one (executescript would commit the transaction around it)."""
    text = (files("onboarding.db") / "sql" / f"{name}.sql").read_text(encoding="utf-8")
    pending = ""
    for line in text.splitlines(keepends=True):
        pending += line
        if line.rstrip().endswith(";") and sqlite3.complete_statement(pending):
            yield pending
            pending = ""


def fresh_schema() -> list[tuple[str, str, str]]:
    """(kind, name, SQL) of everything that a new database is made of, in the order in which it is made."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        for name in RELEASED:
            _run(connection, name)
        rows = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid")
        return [(str(kind), str(name), str(sql)) for kind, name, sql in rows]
    finally:
        connection.close()


def _run(connection: Connection, name: str) -> None:
    for statement in statements(name):
        connection.execute(statement)


def _ship_reference(connection: Connection) -> None:
    connection.executemany(
        "INSERT INTO district (code, name_en, name_hi, division_en, division_hi, aliases, odop_product)"
        " VALUES (:code, :name_en, :name_hi, :division_en, :division_hi, :aliases, :odop_product)",
        reference.rows("districts"),
    )
    connection.executemany(
        "INSERT INTO department (code, name_en, name_hi) VALUES (:code, :name_en, :name_hi)",
        reference.rows("departments"),
    )
    connection.executemany(
        "INSERT INTO calendar_day (on_date, kind, name_en, name_hi, order_no)"
        " VALUES (:on_date, :kind, :name_en, :name_hi, :order_no)",
        reference.rows("calendar_days"),
    )
    connection.executemany(
        "INSERT INTO official_figure (as_on, figure, value, source) VALUES (:as_on, :figure, CAST(:value AS INTEGER), :source)",
        reference.rows("baseline"),
    )


def _plant_departments(connection: Connection) -> None:
    from onboarding.db.office_roots import plant_departments  # the search index, which only a migration needs

    plant_departments(connection)


def _find_blocks(connection: Connection) -> None:
    from onboarding.db import bulk, derived

    bulk.roomy(connection)
    derived.refresh_name_keys(connection, 0, 1 << 62)


_FILLED_WITH: dict[str, Callable[[Connection], None]] = {
    "m0001_house": _ship_reference,
    "m0003_reviews": _find_blocks,
    "m0007_offices": _plant_departments,
}
