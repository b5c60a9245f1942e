"""The schema: what was released never changes, and an upgrade is all or nothing behind a verified copy."""

from __future__ import annotations

import hashlib
from importlib.resources import files
from pathlib import Path

import pytest

from onboarding.db import migrations
from onboarding.db.connection import APPLICATION_ID, Connection
from onboarding.db.driver import sqlite3
from onboarding.db.migrations import RELEASED, SCHEMA_VERSION, fresh_schema, open_database
from onboarding.errors import DatabaseUnusable
from onboarding.services import copies
from tests.support.house import NOW, a_lead, open_house

HERE = Path(__file__).parent


def test_released_migrations_are_never_edited() -> None:
    pinned = dict(line.split() for line in (HERE / "schema_hashes.txt").read_text().splitlines())
    found = {
        name: hashlib.sha256((files("onboarding.db") / "sql" / f"{name}.sql").read_bytes()).hexdigest()
        for name in RELEASED
    }
    assert found == pinned, "a released migration was edited; write a new one instead"
    assert len(RELEASED) == SCHEMA_VERSION


def test_a_new_database_is_what_the_migrations_say(tmp_path: Path) -> None:
    database = open_database(tmp_path / "x.db")
    with database.read() as connection:
        rows = connection.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND instr(name, '_sqlite_migrations') = 0"
        ).fetchall()
        assert sorted(rows) == sorted(fresh_schema())
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
        assert connection.execute("SELECT count(*) FROM district").fetchone() == (75,)


@pytest.fixture
def second_migration(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """A program one version further, whose migration adds a table and fails when told to."""
    from sqlite_utils import Database as UtilsDatabase

    fails: list[bool] = []
    first = migrations._set

    def further() -> object:
        found = first()

        @found(name="m0002_further")
        def m0002_further(db: UtilsDatabase) -> None:
            db.conn.execute("CREATE TABLE further (id INTEGER PRIMARY KEY)")
            db.conn.execute("UPDATE lead SET remarks = 'seen by the migration'")
            if fails:
                raise sqlite3.OperationalError("database or disk is full")

        return found

    monkeypatch.setattr(migrations, "_set", further)
    monkeypatch.setattr(migrations, "SCHEMA_VERSION", SCHEMA_VERSION + 1)
    return fails


def test_an_upgrade_takes_a_verified_copy_first(tmp_path: Path, second_migration: list[bool]) -> None:
    path = _old_house(tmp_path)
    open_database(path, copy_first=copies.copy_before_migration)
    (copy,) = copies.copies_of(path)
    assert copy.manifest.why == "migration"
    assert copy.manifest.schema == SCHEMA_VERSION
    assert copies.verify(copy.path) == copy.manifest
    assert _tables(path) > _tables(copy.path)


def test_a_failing_upgrade_leaves_the_old_database(tmp_path: Path, second_migration: list[bool]) -> None:
    path = _old_house(tmp_path)
    second_migration.append(True)
    with pytest.raises(DatabaseUnusable):
        open_database(path)
    assert "further" not in _tables(path)
    with _plain(path) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
        assert connection.execute("SELECT remarks FROM lead").fetchall() == [(None,)]


def test_without_the_copy_nothing_is_upgraded(tmp_path: Path, second_migration: list[bool]) -> None:
    path = _old_house(tmp_path)

    def no_space(_path: Path, _version: int) -> None:
        raise DatabaseUnusable("copy.full", path="x")

    with pytest.raises(DatabaseUnusable, match=r"copy\.full"):
        open_database(path, copy_first=no_space)
    assert "further" not in _tables(path)


def _old_house(tmp_path: Path) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrations, "SCHEMA_VERSION", SCHEMA_VERSION)
        patch.setattr(migrations, "_set", _FIRST)
        services = open_house(tmp_path, NOW)
        a_lead(services)
    return services.database.path


_FIRST = migrations._set


def _plain(path: Path) -> Connection:
    return sqlite3.connect(str(path))


def _tables(path: Path) -> set[str]:
    with _plain(path) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
