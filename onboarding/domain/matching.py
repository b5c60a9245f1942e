"""Which lead a set of fields belongs to: the ladder of keys, for every door (form, command, import). Pure.

Certain keys in their order: GSTIN; Udyam; PAN (also the PAN inside a GSTIN); a mobile or an e-mail together with the same
normalised name. A shared number alone proves nothing. Source: importer contract, points 5 and 6.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from onboarding.domain.identifiers import pan_of_gstin
from onboarding.domain.names import same_name_key

if TYPE_CHECKING:
    from onboarding.domain.likeness import Likeness

Key = Literal["gstin", "udyam", "pan", "mobile_name", "email_name"]
KEYS: tuple[Key, ...] = ("gstin", "udyam", "pan", "mobile_name", "email_name")
"""Strongest first."""
WITH_NAME = frozenset({"mobile_name", "email_name"})
AGENT_FIRMS = 4
"""A number on so many firms is an agent's (cyber café, accountant) and hints at nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What is known of a firm that may be in the book already."""

    same_key: str = ""
    """``same_name_key`` of its name; "" matches nothing."""
    gstin: str | None = None
    udyam: str | None = None
    pan: str | None = None
    """Of its own, else the one inside the GSTIN."""
    mobiles: tuple[str, ...] = ()
    email: str | None = None
    name: str = ""
    name_hi: str | None = None
    owner: str | None = None
    district: str | None = None
    """Its code."""
    pin: str | None = None

    @classmethod
    def of(cls, values: Mapping[str, Any], more: Sequence[str] = ()) -> Candidate:
        """From checked fields of a lead (``domain.fields``); ``more`` are its further mobile numbers."""
        numbers = (values.get("mobile"), values.get("alt_mobile"), *more)
        gstin = values.get("gstin")
        return cls(
            same_key=values.get("same_key") or same_name_key(values.get("name") or ""),
            gstin=gstin,
            udyam=values.get("udyam"),
            pan=values.get("pan") or (pan_of_gstin(gstin) if gstin else None),
            mobiles=tuple(number for number in numbers if number),
            email=values.get("email"),
            name=values.get("name") or "",
            name_hi=values.get("name_hi"),
            owner=values.get("owner_name"),
            district=values.get("district_code"),
            pin=values.get("pin"),
        )


class Known(NamedTuple):
    """A lead that a key points to."""

    id: int
    """Negative for a lead that an import is about to make."""
    pan: str | None
    udyam: str | None
    is_far: bool = False
    """Found by the number of an agent, in another district: name and number together prove nothing then."""


@dataclass(frozen=True, slots=True)
class Match:
    """What the ladder says."""

    kind: Literal["certain", "possible", "none"]
    lead_id: int | None = None
    """The lead, when certain."""
    key: Key | None = None
    """The key that proves it, or that raised the doubt."""
    candidates: tuple[int, ...] = ()
    """Leads that a person should look at, when possible."""
    ambiguous: bool = field(default=False)
    """Certain keys contradict each other; only a person may decide. A shared number alone is no such case."""
    likenesses: Mapping[int, Likeness] = field(default_factory=dict)
    """How like each candidate is, where that was asked."""


NOTHING = Match("none")


def decide(candidate: Candidate, hits: Mapping[Key, Sequence[Known]]) -> Match:
    """Walk down the ladder. A weaker key narrows what a stronger one found; when they name different leads, nobody merges."""
    standing: tuple[int, ...] = ()
    proof: Key | None = None
    doubtful: dict[int, Key] = {}
    for key in KEYS:
        found = []
        for known in hits.get(key, ()):
            if _contradicts(key, candidate, known):
                doubtful.setdefault(known.id, key)
            else:
                found.append(known.id)
        if not found:
            continue
        both = tuple(one for one in standing if one in found)
        if standing and not both:
            return _ambiguous(proof, standing, found)
        standing, proof = both or tuple(dict.fromkeys(found)), proof or key
    if len(standing) == 1:
        return Match("certain", standing[0], proof)
    if standing:
        return _ambiguous(proof, standing)
    return _doubt(doubtful)


def is_far(one: str | None, other: str | None) -> bool:
    """Whether two districts are known and differ."""
    return bool(one and other and one != other)


def _contradicts(key: Key, candidate: Candidate, known: Known) -> bool:
    """Whether a stronger identifier says that it is another firm although this key fits."""
    if key in ("gstin", "pan"):
        return False
    if known.is_far:
        return True
    other_pan = bool(candidate.pan and known.pan and candidate.pan != known.pan)
    if key == "udyam":
        return other_pan
    return other_pan or bool(candidate.udyam and known.udyam and candidate.udyam != known.udyam)


def _ambiguous(key: Key | None, *groups: Sequence[int]) -> Match:
    named = dict.fromkeys(one for group in groups for one in group)
    return Match("possible", None, key, tuple(named), ambiguous=True)


def _doubt(doubtful: Mapping[int, Key]) -> Match:
    if not doubtful:
        return NOTHING
    key = next(iter(doubtful.values()))
    # One Udyam number with two PANs is a slip in one of the lists; one number and name with two PANs are two firms.
    return Match("possible", None, key, tuple(doubtful), ambiguous=key not in WITH_NAME)
