"""Whom a row of a list may be although nothing proves it: scored against like leads and like rows before it, by the chunk."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from onboarding.db import likeness as db
from onboarding.db.connection import Connection
from onboarding.db.reviews import Memory, memory
from onboarding.domain.likeness import Blocks, Likeness, likeness
from onboarding.domain.matching import AGENT_FIRMS, Candidate

SHOWN = 5
"""Candidates of a row that are kept, the likest."""


class Scored(NamedTuple):
    """A lead, or one that the import will make (negative), and how like it is."""

    lead: int
    likeness: Likeness


class Likenesses:
    """The look-ups of one chunk, and what they say of each of its rows."""

    def __init__(self, connection: Connection, row_of: Callable[[int], Candidate]) -> None:
        self._connection = connection
        self._row_of = row_of
        self._weights = db.weights(connection)
        self._near: list[db.Near] = []
        self._firms: dict[int, Candidate] = {}
        self._crowded: set[str] = set()

    def fetch(self, asked: Sequence[Candidate], keys: Sequence[Blocks]) -> None:
        """Look up who is near to the firms of a chunk, whose blocks are ``keys``."""
        self._near = db.near(self._connection, asked, keys)
        self._firms = db.firms(self._connection, {lead for both in self._near for found in both for lead in found})
        self._crowded = db.crowded_emails(self._connection, {one.email for one in asked if one.email})

    def firm(self, lead: int) -> Candidate:
        """What is compared of a lead, or of one to be made."""
        if lead < 0:
            return self._row_of(lead)
        if lead not in self._firms:
            self._firms |= db.firms(self._connection, [lead])
        return self._firms.get(lead, Candidate())

    def of(self, place: int, one: Candidate, in_file: Iterable[int], agents: Collection[str]) -> list[Scored]:
        """The likest of those near to the row at this place of the chunk, and of these rows before it; only the doubtful ones."""
        sharing, like = self._near[place]
        if not sharing and not like and not in_file:
            return []
        unsaid = {*agents, *self._crowded}
        scored = [Scored(lead, self._compare(one, lead, unsaid)) for lead in {*sharing, *like, *in_file}]
        return _likest(found for found in scored if found.likeness.is_doubtful)

    def among(self, one: Candidate, leads: Iterable[int], agents: Collection[str]) -> list[Scored]:
        """These leads, the likest first, however little like they are."""
        unsaid = {*agents, *self._crowded}
        return _likest(Scored(lead, self._compare(one, lead, unsaid)) for lead in leads)

    def memory(self, print_: str) -> Memory:
        """What the office knows of a firm of a list."""
        return memory(self._connection, print_)

    def _compare(self, one: Candidate, lead: int, unsaid: Collection[str]) -> Likeness:
        return likeness(one, self.firm(lead), self._weights, unsaid)


def agents_of(one: Candidate, held: Mapping[str, int], in_file: Callable[[str], int]) -> set[str]:
    """Those of a firm's numbers that so many others have, in the book and in the list together, that they are an agent's."""
    counts = {number: held.get(number, 0) + in_file(number) for number in one.mobiles}
    return {number for number, n in counts.items() if n >= AGENT_FIRMS}


def like_places(one: Candidate, keys: Blocks) -> list[int]:
    """Hashes under which later rows look for this one, beside its numbers. Good for one process only.

    Without a number in common no likeness is doubtful that lacks a like owner, and beside him the PIN or the whole name:
    a list of a million rows has many of one owner's name in one district, and few of these.
    """
    name, owner = keys
    found = [] if owner is None else [hash((owner, name))]
    if owner is not None and one.pin:
        found.append(hash((owner, "pin", one.pin)))
    if one.email:
        found.append(hash(("email", one.email)))
    return found


def _likest(scored: Iterable[Scored]) -> list[Scored]:
    return sorted(scored, key=lambda found: (-found.likeness.points, abs(found.lead)))[:SHOWN]
