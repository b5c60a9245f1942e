"""Whether a firm is in the book already: the one function behind the form, the command and every other door.

An import asks the same ladder (``domain.matching.decide``) and the same likeness for a thousand rows at a time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from onboarding.db import likeness as likeness_db
from onboarding.db import matching as db
from onboarding.db.connection import Connection, Database
from onboarding.domain.likeness import Likeness, blocks, likeness
from onboarding.domain.matching import AGENT_FIRMS, Candidate, Match, decide

LOOKED_AT = 12
"""Possible leads that are told, the likest."""


@dataclass(frozen=True, slots=True)
class Became:
    """The lead that a prospect, or an account of GeM's, is now."""

    lead_id: int
    known: bool
    """The firm was in the book already: it was linked, and nothing was made."""


def match(database: Database, candidate: Candidate) -> Match:
    """Certain: this lead. Possible: these share a number, are like it, or contradict each other. None: a new firm."""
    with database.read() as connection:
        return match_in(connection, candidate)


def match_in(connection: Connection, candidate: Candidate) -> Match:
    """The same inside a unit that is open already: before a new lead is written, nobody else can write the same one."""
    held = db.holders(connection, candidate.mobiles)
    agents = {number for number, n in held.items() if n >= AGENT_FIRMS}
    sure = decide(candidate, db.find(connection, [candidate], agents)[0])
    if sure.kind == "certain":
        return sure
    ((sharing, like),) = likeness_db.near(
        connection, [candidate], [blocks(candidate.name, candidate.owner, candidate.district)]
    )
    alike = _compared(connection, candidate, {*sure.candidates, *sharing, *like}, agents)
    told = {*sure.candidates, *sharing, *(lead for lead in like if alike[lead].is_doubtful)}
    if not told:
        return sure
    ordered = sorted(told, key=lambda lead: (-alike[lead].points, lead))[:LOOKED_AT]
    found = {lead: alike[lead] for lead in ordered}
    return replace(sure, kind="possible", candidates=tuple(ordered), likenesses=found)


def alike_in(connection: Connection, lead_id: int) -> dict[int, Likeness]:
    """Leads that a lead of the book may be, likest first: a certain key is the same, or they are like it."""
    firms = likeness_db.firms(connection, [lead_id])
    if lead_id not in firms:
        return {}
    one = firms[lead_id]
    held = db.holders(connection, one.mobiles)
    agents = {number for number, n in held.items() if n >= AGENT_FIRMS}
    (hits,) = db.find(connection, [one], agents)
    keyed = {known.id for found in hits.values() for known in found if not known.is_far}
    ((sharing, like),) = likeness_db.near(connection, [one], [blocks(one.name, one.owner, one.district)])
    alike = _compared(connection, one, {*keyed, *sharing, *like} - {lead_id}, agents)
    told = [lead for lead, found in alike.items() if lead in keyed or found.is_doubtful]
    return {lead: alike[lead] for lead in sorted(told, key=lambda lead: (-alike[lead].points, lead))[:LOOKED_AT]}


def _compared(connection: Connection, one: Candidate, leads: set[int], agents: set[str]) -> dict[int, Likeness]:
    if not leads:
        return {}
    weights = likeness_db.weights(connection)
    unsaid = agents | (likeness_db.crowded_emails(connection, {one.email}) if one.email else set())
    return {lead: likeness(one, firm, weights, unsaid) for lead, firm in likeness_db.firms(connection, leads).items()}
