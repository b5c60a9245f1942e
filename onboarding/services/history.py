"""Who did what: the journal as people read it."""

from __future__ import annotations

from onboarding.db import changes as db
from onboarding.db.changes import ChangeEntry, FieldChange
from onboarding.db.connection import Database
from onboarding.db.undoing import Undone

__all__ = ["ChangeEntry", "FieldChange", "History", "Undone"]

PAGE = 200


class History:
    """The door to the journal, for reading."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def log(self, *, limit: int = PAGE, before: int | None = None, staff_id: int | None = None) -> list[ChangeEntry]:
        """Entries newest first; ``before`` pages on from an entry's number."""
        with self._database.read() as connection:
            return db.log(connection, limit=limit, before=before, staff_id=staff_id)

    def entry(self, change_id: int) -> ChangeEntry | None:
        """One entry."""
        with self._database.read() as connection:
            return db.entry(connection, change_id)

    def rows_of(self, change_id: int, *, limit: int = 1000) -> list[FieldChange]:
        """What one entry changed, row by row."""
        with self._database.read() as connection:
            return db.entry_rows(connection, change_id, limit=limit)

    def of_lead(self, lead_id: int) -> list[FieldChange]:
        """Every journalled change of a lead and of what belongs to it, newest first."""
        with self._database.read() as connection:
            return db.lead_history(connection, lead_id)

    def maker_of(self, lead_id: int) -> ChangeEntry | None:
        """The import or demo that made a lead set-wise; None for one that was registered by hand."""
        with self._database.read() as connection:
            return db.made_by(connection, "lead", lead_id)
