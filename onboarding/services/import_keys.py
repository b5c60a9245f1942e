"""Which rows of a list brought which key, so that later rows find them: in memory, and beside the plan once there are many."""

from __future__ import annotations

from collections.abc import Iterable

from onboarding.db.import_staging import Staging
from onboarding.domain.matching import AGENT_FIRMS, Candidate, Key

KEYS_IN_MEMORY = 500_000
"""Keys of rows read that are held in memory (about 100 bytes each); more go to the staging file."""


class FileKeys:
    """Which rows of this list brought which key: in memory, and in the staging file once there are many."""

    def __init__(self, staging: Staging) -> None:
        self._staging = staging
        self._keys: dict[int, int | tuple[int, ...]] = {}
        self._fetched: dict[int, tuple[int, ...]] = {}
        self._spilled = False

    def fetch(self, places: Iterable[int]) -> None:
        """Have at hand what was put away of these keys."""
        self._fetched.clear()
        if self._spilled:
            for place, entity in self._staging.keys(places):
                self._fetched[place] = (*self._fetched.get(place, ()), entity)

    def knows(self, places: Iterable[int]) -> bool:
        """Whether a row brought one of these keys: the quick question, for nine rows of ten the answer is no."""
        places = tuple(places)
        return not (self._keys.keys().isdisjoint(places) and self._fetched.keys().isdisjoint(places))

    def get(self, place: int) -> tuple[int, ...]:
        """The entities with this key, oldest first."""
        held = self._keys.get(place, ())
        held = (held,) if isinstance(held, int) else held
        put_away = self._fetched.get(place)
        return held if put_away is None else tuple(dict.fromkeys((*put_away, *held)))

    def add(self, places: Iterable[tuple[int, Key | None]], entity: int, *, most: int = AGENT_FIRMS) -> None:
        """An entity brings these keys; of bare numbers and the like, which prove nothing, ``most`` entities are kept."""
        keys = self._keys
        for place, key in places:
            have = keys.setdefault(place, entity)
            if have == entity:
                continue
            held = (have,) if isinstance(have, int) else have
            if entity not in held and (key is not None or len(held) < most):
                keys[place] = (*held, entity)

    def spill(self) -> None:
        """Put the keys away if there are too many."""
        if len(self._keys) < KEYS_IN_MEMORY:
            return
        self._staging.add_keys(
            (place, entity)
            for place, held in self._keys.items()
            for entity in ((held,) if isinstance(held, int) else held)
        )
        self._keys.clear()
        self._spilled = True


def places_of(one: Candidate) -> list[tuple[int, Key | None]]:
    """Hashes of all its keys; None marks a bare number, which only tells of sharing. Good for one process only."""
    found: list[tuple[int, Key | None]] = []
    if one.gstin:
        found.append((hash(("gstin", one.gstin)), "gstin"))
    if one.udyam:
        found.append((hash(("udyam", one.udyam)), "udyam"))
    if one.pan:
        found.append((hash(("pan", one.pan)), "pan"))
    for number in one.mobiles:
        found.append((number_place(number), None))
        if one.same_key:
            found.append((hash((number, one.same_key)), "mobile_name"))
    if one.email and one.same_key:
        found.append((hash((one.email, one.same_key)), "email_name"))
    return found


def number_place(number: str) -> int:
    """The hash of a bare number."""
    return hash(("mobile", number))
