"""A program whose schema is one ahead of ours: a migration to kill, and an older program to refuse."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from onboarding.db import connection as connection_door
from onboarding.db import migrations
from onboarding.services.copies import copy_before_migration

VERSION = migrations.SCHEMA_VERSION + 1
_NAME = f"m{VERSION:04d}_ahead"


def open_ahead(path: Path) -> None:
    """Open the database as that program would: a verified copy, then a migration that rewrites every lead."""
    ours = migrations._set

    def with_one_more() -> Any:  # noqa: ANN401 - sqlite-utils' own type, imported late
        found = ours()

        @found(name=_NAME)
        def ahead(db: Any) -> None:  # noqa: ANN401
            db.conn.execute("ALTER TABLE lead ADD COLUMN ahead TEXT")
            db.conn.execute("UPDATE lead SET ahead = upper(name)")
            db.conn.execute("CREATE INDEX lead_by_ahead ON lead(ahead)")

        return found

    before = migrations.SCHEMA_VERSION
    migrations._set, migrations.SCHEMA_VERSION = with_one_more, VERSION
    try:
        migrations.open_database(path, copy_first=copy_before_migration)
    finally:
        migrations._set, migrations.SCHEMA_VERSION = ours, before


def reached(path: Path) -> str:
    """``before`` or ``after`` for a database that was migrated wholly or not at all, else what is wrong with it."""
    connection = connection_door.connect(path, create=False)
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        (integrity,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        columns = {row[1] for row in connection.execute("PRAGMA table_info(lead)")}
        (index,) = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'lead_by_ahead'").fetchone()
        empty = 0
        if "ahead" in columns:
            (empty,) = connection.execute("SELECT count(*) FROM lead WHERE ahead IS NULL").fetchone()
    finally:
        connection.close()
    if integrity != "ok":
        return f"SQLite says: {integrity}"
    states = {(VERSION, True, 1, 0): "after", (VERSION - 1, False, 0, 0): "before"}
    return states.get(
        (version, "ahead" in columns, index, empty), f"half: version {version}, index {index}, empty {empty}"
    )
