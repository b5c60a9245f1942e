"""Looking up leads that a firm may be: who shares a number with it, or a name or an owner in its district. Many firms at once."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence, Set
from itertools import groupby
from operator import itemgetter

from onboarding.db.connection import Connection
from onboarding.domain.common_words import WordWeights
from onboarding.domain.likeness import Blocks
from onboarding.domain.matching import AGENT_FIRMS, Candidate

SAMPLE = 1_500
"""Names that the weights of words are measured on: as many at any size of the book."""
CROWD = 40
"""So many firms of one name, or one owner, in one district: the name alone says nothing there, and nobody is looked at for it."""

_NUMBER = (
    "SELECT k.value, n.lead_id FROM json_each(?) k CROSS JOIN lead_number n ON n.reversed = k.value"
    " WHERE (SELECT count(*) FROM (SELECT 1 FROM lead_number WHERE reversed = k.value LIMIT ?)) < ?"
)
_EMAIL = (
    "SELECT k.value, l.id FROM json_each(?) k CROSS JOIN lead l ON l.email = k.value"
    " WHERE (SELECT count(*) FROM (SELECT 1 FROM lead WHERE email = k.value LIMIT ?)) < ?"
)
_NAME_BLOCK = (
    "SELECT k.value, l.id FROM json_each(?) k CROSS JOIN lead l ON l.name_block = k.value"
    " WHERE (SELECT count(*) FROM (SELECT 1 FROM lead WHERE name_block = k.value LIMIT ?)) < ?"
)
_OWNER_BLOCK = (
    "SELECT k.value, l.id FROM json_each(?) k CROSS JOIN lead l ON l.owner_block = k.value"
    " WHERE (SELECT count(*) FROM (SELECT 1 FROM lead WHERE owner_block = k.value LIMIT ?)) < ?"
)
_COLUMNS = (
    "name", "name_hi", "owner_name", "mobile", "alt_mobile", "email", "district_code", "pin", "pan", "gstin", "udyam",
    "same_key",
)  # fmt: skip
_FIRMS = f"SELECT l.id, {', '.join(_COLUMNS)} FROM json_each(?) k CROSS JOIN lead l ON l.id = k.value"
_MORE = (
    "SELECT p.lead_id, p.mobile FROM json_each(?) k CROSS JOIN lead_person p ON p.lead_id = k.value"
    " WHERE p.mobile IS NOT NULL ORDER BY 1"
)


Near = tuple[set[int], set[int]]
"""(leads that share a number or an e-mail with a firm, leads of its blocks)."""


def near(connection: Connection, asked: Sequence[Candidate], keys: Sequence[Blocks]) -> list[Near]:
    """Who is near to each firm, whose blocks are ``keys``; agents' numbers find nobody."""
    numbers = _look(connection, _NUMBER, {number[::-1] for one in asked for number in one.mobiles}, AGENT_FIRMS)
    emails = _look(connection, _EMAIL, {one.email for one in asked if one.email}, AGENT_FIRMS)
    names = _look(connection, _NAME_BLOCK, {name for name, _ in keys if name is not None}, CROWD)
    owners = _look(connection, _OWNER_BLOCK, {owner for _, owner in keys if owner is not None}, CROWD)
    if not (numbers or emails or names or owners):
        return [(set(), set()) for _ in asked]
    found = []
    for one, (name, owner) in zip(asked, keys, strict=True):
        sharing = {lead for number in one.mobiles for lead in numbers.get(number[::-1], ())}
        sharing.update(emails.get(one.email, ()))
        found.append((sharing, {*names.get(name, ()), *owners.get(owner, ())} - sharing))
    return found


def _look(connection: Connection, statement: str, values: Collection[object], most: int) -> dict[object, list[int]]:
    found: dict[object, list[int]] = {}
    if values:
        for value, lead in connection.execute(statement, (json.dumps(list(values)), most, most)):
            found.setdefault(value, []).append(lead)
    return found


def firms(connection: Connection, ids: Iterable[int]) -> dict[int, Candidate]:
    """What is compared of these leads, by id; ids that are gone are missing."""
    wanted = json.dumps(list(ids))
    more = {
        lead: [number for _, number in rows]
        for lead, rows in groupby(connection.execute(_MORE, (wanted,)), key=itemgetter(0))
    }
    return {
        lead: Candidate.of(dict(zip(_COLUMNS, row, strict=True)), more.get(lead, ()))
        for lead, *row in connection.execute(_FIRMS, (wanted,))
    }


def weights(connection: Connection) -> WordWeights:
    """What words weigh in this office: measured on ``SAMPLE`` leads, taken evenly."""
    first, last = connection.execute("SELECT min(id), max(id) FROM lead").fetchone()
    if first is None:
        return WordWeights()
    ids = range(first, last + 1, max(1, (last - first + 1) // SAMPLE))
    rows = connection.execute(
        "SELECT l.name FROM json_each(?) k CROSS JOIN lead l ON l.id = k.value", (json.dumps(list(ids)),)
    )
    return WordWeights(name for (name,) in rows)


def crowded_emails(connection: Connection, emails: Set[str]) -> set[str]:
    """Those of the addresses that so many leads have that they are an agent's."""
    rows = connection.execute(
        "SELECT k.value FROM json_each(?) k"
        " WHERE (SELECT count(*) FROM (SELECT 1 FROM lead WHERE email = k.value LIMIT ?)) = ?",
        (json.dumps(list(emails)), AGENT_FIRMS, AGENT_FIRMS),
    )
    return {value for (value,) in rows}
