"""Looking leads up by key, many keys at once: each look-up is one statement over a JSON array, at any number of keys."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence, Set

from onboarding.db.connection import Connection
from onboarding.domain.matching import AGENT_FIRMS, Candidate, Key, Known, is_far

_KNOWN = "l.id, coalesce(l.pan, substr(l.gstin, 3, 10)), l.udyam"
# CROSS JOIN keeps the given keys on the outside: the planner would rather scan a million leads.
_GSTIN = f"SELECT k.value, {_KNOWN} FROM json_each(?) k CROSS JOIN lead l ON l.gstin = k.value"
_UDYAM = f"SELECT k.value, {_KNOWN} FROM json_each(?) k CROSS JOIN lead l ON l.udyam = k.value"
_PAN = f"SELECT k.value, {_KNOWN} FROM json_each(?) k CROSS JOIN lead l ON l.pan = k.value"
_PAN_INSIDE = (
    f"SELECT k.value, {_KNOWN} FROM json_each(?) k"
    " CROSS JOIN lead l ON l.gstin IS NOT NULL AND substr(l.gstin, 3, 10) = k.value WHERE l.pan IS NULL"
)
_MOBILE = (
    f"SELECT k.value, l.same_key, l.district_code, {_KNOWN} FROM json_each(?) k"
    " CROSS JOIN lead_number n ON n.reversed = k.value CROSS JOIN lead l ON l.id = n.lead_id"
    " WHERE l.same_key IN (SELECT value FROM json_each(?))"
)
_EMAIL = (
    f"SELECT k.value, l.same_key, {_KNOWN} FROM json_each(?) k"
    " CROSS JOIN lead l ON l.email = k.value WHERE l.same_key IN (SELECT value FROM json_each(?))"
)
_HOLDERS = (
    "SELECT k.value, (SELECT count(*) FROM (SELECT 1 FROM lead_number n WHERE n.reversed = k.value LIMIT ?)) AS n"
    " FROM json_each(?) k WHERE n > 0"
)
_PLAIN: tuple[tuple[Key, str], ...] = (
    ("gstin", _GSTIN), ("udyam", _UDYAM), ("pan", _PAN), ("pan", _PAN_INSIDE)
)  # fmt: skip

Hits = dict[Key, list[Known]]


def find(connection: Connection, candidates: Sequence[Candidate], agents: Set[str] = frozenset()) -> list[Hits]:
    """For each candidate the leads that its certain keys point to; ``agents`` are numbers on so many firms that they prove less."""
    tables = {key: _values(candidates, key) for key in ("gstin", "udyam", "pan")}
    found: dict[tuple[str, ...], list[Known]] = {}
    for key, statement in _PLAIN:
        if tables[key]:
            for value, *known in connection.execute(statement, (_json(tables[key]),)):
                found.setdefault((key, value), []).append(Known(*known))
    names = _json({one.same_key for one in candidates if one.same_key})
    mobiles = {number[::-1] for one in candidates for number in one.mobiles}
    emails = {one.email for one in candidates if one.email}
    homes: dict[int, str | None] = {}
    for value, name, district, *known in connection.execute(_MOBILE, (_json(mobiles), names)):
        found.setdefault(("mobile_name", value[::-1], name), []).append(Known(*known))
        homes[known[0]] = district
    for value, name, *known in connection.execute(_EMAIL, (_json(emails), names)):
        found.setdefault(("email_name", value, name), []).append(Known(*known))
    if not found:
        return [{} for _ in candidates]
    hits = [_hits(found, one) for one in candidates]
    for one, of_one in zip(candidates, hits, strict=True):
        if not agents.isdisjoint(one.mobiles) and "mobile_name" in of_one:
            of_one["mobile_name"] = [
                known._replace(is_far=is_far(one.district, homes[known.id])) for known in of_one["mobile_name"]
            ]
    return hits


def holders(connection: Connection, mobiles: Collection[str]) -> dict[str, int]:
    """How many leads have each number, counted to ``AGENT_FIRMS``; numbers that nobody has are missing."""
    reversed_numbers = _json({number[::-1] for number in mobiles})
    return {value[::-1]: n for value, n in connection.execute(_HOLDERS, (AGENT_FIRMS, reversed_numbers))}


def person_numbers(connection: Connection, lead_ids: Collection[int]) -> list[tuple[int, str]]:
    """(lead, mobile) of the further people of these leads."""
    return list(
        connection.execute(
            "SELECT p.lead_id, p.mobile FROM json_each(?) k CROSS JOIN lead_person p ON p.lead_id = k.value"
            " WHERE p.mobile IS NOT NULL",
            (_json(lead_ids),),
        )
    )


def _hits(found: dict[tuple[str, ...], list[Known]], one: Candidate) -> Hits:
    wanted: list[tuple[Key, tuple[str, ...]]] = []
    for key, value in (("gstin", one.gstin), ("udyam", one.udyam), ("pan", one.pan)):
        if value:
            wanted.append((key, (key, value)))  # type: ignore[arg-type]
    if one.same_key:
        wanted += [("mobile_name", ("mobile_name", n, one.same_key)) for n in one.mobiles]
        if one.email:
            wanted.append(("email_name", ("email_name", one.email, one.same_key)))
    hits: Hits = {}
    for key, place in wanted:
        if place in found:
            hits.setdefault(key, []).extend(found[place])
    return hits


def _values(candidates: Sequence[Candidate], field: str) -> set[str]:
    return {value for one in candidates if (value := getattr(one, field))}


def _json(values: Collection[object]) -> str:
    return json.dumps(list(values), ensure_ascii=False)
