"""Whether a firm is in the book already: the one function behind the form, the command and every other door.

An import asks the same ladder (``domain.matching.decide``) for a thousand rows at a time.
"""

from __future__ import annotations

from onboarding.db import matching as db
from onboarding.db.connection import Database
from onboarding.domain.matching import Candidate, Match


def match(database: Database, candidate: Candidate) -> Match:
    """Certain: this lead. Possible: these leads share a number, or identifiers contradict each other. None: a new firm."""
    with database.read() as connection:
        return db.match(connection, candidate)
