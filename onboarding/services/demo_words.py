"""The words of the demo: names, trades, places and remarks, each in both scripts, and how heavy each district is."""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate
from random import Random
from typing import NamedTuple

from onboarding import reference

_HEAVY = {
    "Kanpur Nagar": 9.0, "Lucknow": 9.0, "Agra": 6.0, "Gautam Buddha Nagar": 6.0, "Ghaziabad": 5.5, "Varanasi": 4.5,
    "Prayagraj": 4.0, "Meerut": 4.0, "Moradabad": 3.5, "Aligarh": 3.5, "Bareilly": 3.0, "Gorakhpur": 3.0, "Firozabad": 2.5,
    "Saharanpur": 2.5, "Mathura": 2.2, "Bhadohi": 2.0, "Unnao": 1.8, "Jhansi": 1.8, "Ayodhya": 1.6, "Muzaffarnagar": 1.6,
    "Barabanki": 1.5, "Mirzapur": 1.5, "Azamgarh": 1.4, "Kannauj": 1.3, "Sultanpur": 1.2,
}  # fmt: skip
"""Share of the enterprises, in per cent, of the districts that have many; the others share the rest alike."""


class Word(NamedTuple):
    """A word in both scripts; trades bring their activity and code of industry."""

    en: str
    hi: str
    activity: str
    nic: str


class Place(NamedTuple):
    """A district as the demo needs it."""

    code: str
    number: int
    """From 1, in the order of the table."""
    name_en: str
    name_hi: str
    has_own_product: bool


class Both(NamedTuple):
    """A name in Latin letters and in Devanagari."""

    en: str
    hi: str


@lru_cache(maxsize=1)
def words() -> dict[str, list[Word]]:
    """All words by kind."""
    found: dict[str, list[Word]] = {}
    for row in reference.rows("demo_words"):
        word = Word(row["en"], row["hi"], row["activity"], row["nic"])
        found.setdefault(row["kind"], []).append(word)
    return found


@lru_cache(maxsize=1)
def places() -> tuple[tuple[Place, ...], tuple[float, ...]]:
    """The districts, and their weights added up."""
    rows = reference.rows("districts")
    rest = (100 - sum(_HEAVY.values())) / (len(rows) - len(_HEAVY))
    found = tuple(
        Place(row["code"], number, row["name_en"], row["name_hi"], bool(row["odop_product"]))
        for number, row in enumerate(rows, 1)
    )
    return found, tuple(accumulate(_HEAVY.get(place.name_en, rest) for place in found))


def firm_name(chance: Random, trade: Word) -> Both:
    """A firm's name of one of the usual patterns."""
    known = words()
    kind = chance.random()
    firm, brand = chance.choice(known["firm"]), chance.choice(known["brand"])
    if kind < 0.35:
        return Both(f"{brand.en} {trade.en} {firm.en}", f"{brand.hi} {trade.hi} {firm.hi}")
    if kind < 0.6:
        return Both(f"{brand.en} {firm.en}", f"{brand.hi} {firm.hi}")
    if kind < 0.75:
        man = chance.choice(known["man"])
        return Both(f"{man.en} {firm.en}", f"{man.hi} {firm.hi}")
    surname = chance.choice(known["surname"])
    if kind < 0.87:
        return Both(f"{surname.en} {trade.en} {firm.en}", f"{surname.hi} {trade.hi} {firm.hi}")
    if kind < 0.91:
        return Both(f"{surname.en} & Sons", f"{surname.hi} एण्ड सन्स")
    return Both(f"{brand.en} {trade.en}", f"{brand.hi} {trade.hi}")


def person_name(chance: Random, woman: bool) -> Both:
    """A person's name."""
    known = words()
    given = chance.choice(known["woman" if woman else "man"])
    surname = chance.choice(known["surname"])
    return Both(f"{given.en} {surname.en}", f"{given.hi} {surname.hi}")


_RESPELLED = (
    ("Shri ", "Shree "), ("Balaji", "Balajee"), ("Enterprises", "Enterprise"), ("Traders", "Trader"), ("Shiv", "Shiva"),
    ("Udyog", "Udyoog"), ("Laxmi", "Lakshmi"), ("Maa ", "Ma "), ("Agency", "Agencies"), ("ee", "i"), ("v", "w"),
)  # fmt: skip


def respelled(name: str) -> str:
    """The same name as another clerk writes it."""
    for usual, other in _RESPELLED:
        if usual in name:
            return name.replace(usual, other, 1)
    return name.upper()
