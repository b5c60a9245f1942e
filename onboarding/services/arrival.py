"""Who is at the keyboard: a login name becomes a member of the staff; the first arrival of a login enters it."""

from __future__ import annotations

from onboarding.db import staff
from onboarding.db.connection import Database
from onboarding.domain.text import clean
from onboarding.services.clock import Clock
from onboarding.services.writing import Actor, WritePath

_NOBODY = 0


def arrive(database: Database, clock: Clock, login: str) -> Actor:
    """The member of the staff with this login; entered on the first arrival, which is a journal entry of its own."""
    known = _known(database, login)
    if known is not None:
        return known
    writing = WritePath(database, clock, Actor(_NOBODY, login, login), door="start")
    with writing.change("arrive", subject=login) as change:
        if staff.by_login(change.connection, login) is None:
            # She signs her own arrival: the entry refers to the row that it makes.
            number = staff.next_id(change.connection)
            change.sign(number)
            change.insert("staff", {"login": login, "name": clean(login)}, row_id=number)
    found = _known(database, login)
    if found is None:  # pragma: no cover - the row was just committed
        raise RuntimeError("staff row missing after arrival")
    return found


def _known(database: Database, login: str) -> Actor | None:
    with database.read() as connection:
        found = staff.by_login(connection, login)
    return Actor(found.id, found.login, found.name, found.language) if found else None
