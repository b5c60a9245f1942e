"""Reading who works here."""

from __future__ import annotations

from dataclasses import dataclass

from onboarding.db.connection import Connection

_STAFF = "SELECT id, login, name, language, is_active FROM staff "


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A person of the office."""

    id: int
    login: str
    name: str
    language: str
    is_active: int


def by_login(connection: Connection, login: str) -> StaffMember | None:
    """The person with this login name."""
    row = connection.execute(_STAFF + "WHERE login = ?", (login,)).fetchone()
    return StaffMember(*row) if row else None


def everybody(connection: Connection) -> list[StaffMember]:
    """All who work here now, by name."""
    return [StaffMember(*row) for row in connection.execute(_STAFF + "WHERE is_active = 1 ORDER BY name")]


def next_id(connection: Connection) -> int:
    """The number that the next person gets; defers the check of references, so that she may sign her own arrival."""
    connection.execute("PRAGMA defer_foreign_keys=ON")
    (top,) = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM staff").fetchone()
    return int(top)
