"""How alike two firms are, in points that explain themselves; and the blocks in which like firms are looked for. Pure.

A number or an e-mail address alone never makes a likeness: the name, or the owner, must be like as well. Source: importer
contract, point 5; the weights follow the sum of a rule that a person can read ("phone 50, name 40, district 10, review from 70").
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b
from typing import Final, NamedTuple
from zlib import crc32

from onboarding.domain.common_words import WordWeights
from onboarding.domain.matching import Candidate
from onboarding.domain.names import bare_person, name_key, name_words, owner_key

POINTS: Final[Mapping[str, int]] = {
    "like_gstin": 60, "like_udyam": 60, "like_pan": 60, "like_phone": 50, "like_second_phone": 45, "like_email": 50,
    "like_name": 40, "like_owner": 25, "like_pin": 15, "like_district": 10, "unlike_district": -20, "unlike_owner": -10,
    "unlike_udyam": -50, "unlike_pan": -100,
}  # fmt: skip
"""What each sign gives at most, by its code; names and owners give less when they are only nearly alike, or common."""
SIGNS: Final = tuple(POINTS)
REVIEW_FROM: Final = 70
"""So many points, and a person should look."""
_NAME_FLOOR = 10
_OWNER_IN_NAME = 8
_SAME_OWNER, _OTHER_OWNER = 0.85, 0.6
_WORD_FLOOR = 0.72
"""Two words of which less is alike are two words."""

Words = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Likeness:
    """What speaks for two firms being one, and what against it."""

    points: int = 0
    why: tuple[tuple[str, int], ...] = ()
    """(code of ``POINTS``, points), the weightiest first."""

    @property
    def is_doubtful(self) -> bool:
        """Whether a person should look."""
        return self.points >= REVIEW_FROM


NOTHING: Final = Likeness()


Blocks = tuple[int | None, int | None]
"""(name block, owner block)."""


def blocks(name: str, owner: str | None, district: str | None) -> Blocks:
    """The blocks of a firm: firms of one district with the same words in their name; with an owner of the same name.

    32 bits, the same in every process; None without a district, or without an owner. Firms of one block are candidates, no more.
    """
    if not district:
        return None, None
    return _block("n", district, name_key(name)), _block("o", district, owner_key(owner)) if owner else None


def _block(kind: str, district: str, key: str) -> int | None:
    return crc32(f"{kind}{district} {' '.join(sorted(key.split()))}".encode()) if key else None


def fingerprint(firm: Candidate) -> str:
    """By what a firm of a list is known again in the next: a hash of name key, district, numbers, identifiers; 24 hex digits."""
    parts = (name_key(firm.name), firm.district, *sorted(firm.mobiles), firm.email, firm.gstin, firm.pan, firm.udyam)
    return blake2b("\n".join(part or "" for part in parts).encode(), digest_size=12).hexdigest()


def likeness(one: Candidate, other: Candidate, weights: WordWeights, agents: Collection[str] = ()) -> Likeness:
    """How alike two firms are; numbers in ``agents`` do not count. ``NOTHING`` where neither name nor owner is like."""
    numbers, marks = _numbers(one, other, agents), _identifiers(one, other)
    if not numbers and not any(points > 0 for points in marks.values()) and not _owners_alike(one, other):
        return NOTHING  # no name and place together reach ``REVIEW_FROM``; nine pairs of ten end here
    names = _names(one, other, weights)
    owner = _owner(one, other, names.agreed)
    # Bajpai & Sons and Bajpai Solutions, of one owner: with a number in common one firm, without it two.
    name = names.points / 2 if names.differ and not numbers else names.points
    if name < _NAME_FLOOR and owner <= 0:
        return NOTHING
    why = {"like_name": round(name), "like_owner" if owner > 0 else "unlike_owner": owner}
    why |= numbers | _place(one, other) | marks
    told = sorted(((code, points) for code, points in why.items() if points), key=lambda sign: -abs(sign[1]))
    return Likeness(sum(points for _, points in told), tuple(told))


# ---------------------------------------------------------------------- names


class _Names(NamedTuple):
    """What two names have in common."""

    points: float = 0.0
    agreed: frozenset[str] = frozenset()
    """Keys of the words that both have."""
    differ: bool = False
    """Each has a word that the other lacks."""


def _names(one: Candidate, other: Candidate, weights: WordWeights) -> _Names:
    """The likest of their names in either script."""
    pairs = (_compared(left, right, weights) for left in _spelled(one) for right in _spelled(other))
    return max(pairs, key=lambda found: found.points, default=_Names())


def _spelled(firm: Candidate) -> tuple[Words, ...]:
    names = (firm.name, firm.name_hi or "")
    return tuple(words for name in dict.fromkeys(names) if name and (words := _name_words(name)))


_name_words = lru_cache(maxsize=1 << 13)(name_words)


def _compared(left: Words, right: Words, weights: WordWeights) -> _Names:
    mine, yours = [key for key, _ in left], [key for key, _ in right]
    if sorted(mine) == sorted(yours) or "".join(mine) == "".join(yours):
        share, agreed, differ = 1.0, mine, False
    else:
        share, agreed, differ = _shared(left, right, weights)
    rarity = min(1.0, max(0.5, sum(weights.of(key) for key in set(agreed))))
    return _Names(POINTS["like_name"] * rarity * max(0.0, 2 * share - 1), frozenset(agreed), differ)


def _shared(left: Words, right: Words, weights: WordWeights) -> tuple[float, list[str], bool]:
    """The share of both names' weight that words have in common; the keys of these words; whether each has one of its own."""
    rest = list(right)
    common = total = 0.0
    agreed: list[str] = []
    for key, spelling in left:
        place, alike = _nearest(key, spelling, rest)
        mine = weights.of(key)
        if place is None:
            total += mine
            continue
        other, _ = rest.pop(place)
        # A slip makes a rare word of a common one; it says no more than the common one.
        weight = min(mine, weights.of(other))
        common += 2 * weight * alike
        total += 2 * weight
        agreed.append(key if weights.of(key) <= weights.of(other) else other)
    total += sum(weights.of(key) for key, _ in rest)
    return (common / total if total else 0.0), agreed, bool(rest) and len(agreed) < len(left)


def _nearest(key: str, spelling: str, among: Words | list[tuple[str, str]]) -> tuple[int | None, float]:
    for place, (other, _) in enumerate(among):
        if other == key:
            return place, 1.0
    best, found = _WORD_FLOOR, None
    for place, (other, written) in enumerate(among):
        alike = _ratio(spelling, written)
        if len(key) > 2 and len(other) > 2:
            alike = max(alike, _ratio(key, other))
        if alike >= best:
            best, found = alike, place
    return found, best


@lru_cache(maxsize=1 << 16)
def _ratio(one: str, other: str) -> float:
    return _fuzzy()(one, other) / 100


@cache
def _fuzzy() -> Callable[[str, str], float]:
    """Imported at the first doubt; asked for at each of a hundred thousand, the import alone would be a tenth of the work."""
    from rapidfuzz import fuzz

    return fuzz.ratio


# ---------------------------------------------------------------------- the rest


def _owner(one: Candidate, other: Candidate, agreed: frozenset[str]) -> int:
    """Points for the owner; few where the firm is called after its owner, because the name has told that already."""
    mine, yours = _owner_keys(one.owner), _owner_keys(other.owner)
    if _owners_alike(one, other):
        return _OWNER_IN_NAME if mine and yours and mine <= agreed else POINTS["like_owner"]
    if mine and yours and _ratio(_in_order(mine), _in_order(yours)) < _OTHER_OWNER:
        return POINTS["unlike_owner"]
    return 0


def _owners_alike(one: Candidate, other: Candidate) -> bool:
    mine, yours = _owner_keys(one.owner), _owner_keys(other.owner)
    if not mine or not yours:
        # A list without a name of the firm has the owner's in its place.
        told = mine or yours
        return bool(told) and told == _owner_keys((other if mine else one).name)
    if mine == yours or (len(mine & yours) > 1 and (mine <= yours or yours <= mine)):
        return True
    return not mine.isdisjoint(yours) and _ratio(_in_order(mine), _in_order(yours)) >= _SAME_OWNER


def _in_order(keys: frozenset[str]) -> str:
    return " ".join(sorted(keys))


@lru_cache(maxsize=1 << 13)
def _owner_keys(name: str | None) -> frozenset[str]:
    return frozenset(key for key, _ in name_words(bare_person(name))) if name else frozenset()


def _numbers(one: Candidate, other: Candidate, agents: Collection[str]) -> dict[str, int]:
    signs: dict[str, int] = {}
    shared = {number for number in one.mobiles if number in other.mobiles and number not in agents}
    if shared:
        first = one.mobiles[0] in shared and other.mobiles[0] == one.mobiles[0]
        code = "like_phone" if first else "like_second_phone"
        signs[code] = POINTS[code]
    if one.email and one.email == other.email and one.email not in agents:
        signs["like_email"] = POINTS["like_email"]
    return signs


def _place(one: Candidate, other: Candidate) -> dict[str, int]:
    signs: dict[str, int] = {}
    if one.district and other.district:
        code = "like_district" if one.district == other.district else "unlike_district"
        signs[code] = POINTS[code]
    if one.pin and one.pin == other.pin:
        signs["like_pin"] = POINTS["like_pin"]
    return signs


def _identifiers(one: Candidate, other: Candidate) -> dict[str, int]:
    signs: dict[str, int] = {}
    for name, mine, yours in (("pan", one.pan, other.pan), ("udyam", one.udyam, other.udyam)):
        if mine and yours:
            code = f"like_{name}" if mine == yours else f"unlike_{name}"
            signs[code] = POINTS[code]
    if one.gstin and one.gstin == other.gstin:
        signs["like_gstin"] = POINTS["like_gstin"]
    return signs
