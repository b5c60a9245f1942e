"""The firms of the demo: who they are, where, with which numbers. A firm is a dictionary of lead columns, made in order."""

from __future__ import annotations

from itertools import accumulate
from random import Random
from typing import Any

from onboarding.services import demo_numbers as numbers
from onboarding.services.demo_words import Both, Place, firm_name, person_name, places, respelled, words

Firm = dict[str, Any]

_HOSTILE = {
    7: "[/b] Awadh Traders", 11: "=1+1 Traders", 17: "@SUM(A1:A9) Udyog", 23: "Robert'); DROP TABLE lead;-- & Sons",
    29: "{name} %s Enterprises", 31: "राधे \"श्याम\" [bold]ट्रेडर्स[/bold]",
}  # fmt: skip
"""Names that act on a careless program, by the place of the lead."""
_AGENT_BLOCK = 400
_AGENT_PLACES = frozenset({13, 57, 101, 222, 333})
"""In each block of leads these five were entered by one agent with his own number."""
_DUPLICATES = 0.015

_TYPES = ("proprietorship", "firm", "company", "trust", "government", None)
_TYPE_WEIGHTS = tuple(accumulate((72, 13, 8, 4, 0.5, 2.5)))
_CLASSES = ("micro", "small", "medium", "large", None)
_CLASS_WEIGHTS = tuple(accumulate((66, 10, 1.3, 0.2, 22.5)))
_LARGEST = {"micro": (5_000_000, 30_000_000), "small": (80_000_000, 400_000_000), "medium": (400_000_000, 2_000_000_000),
            "large": (2_000_000_000, 9_000_000_000)}  # fmt: skip
_SOURCES = ("dic_list", "udyam_data", "workshop", "help_line", "department", "walk_in", "campaign")
_SOURCE_WEIGHTS = tuple(accumulate((48, 18, 12, 6, 6, 6, 4)))
_CATEGORIES = ("GEN", "OBC", "SC", "ST", None)
_CATEGORY_WEIGHTS = tuple(accumulate((30, 28, 11, 0.6, 30.4)))
_SPONSORS = ("health-family-welfare", "basic-education", "agriculture", "urban-development")


class Firms:
    """Makes one firm after the other; remembers the last ones, to enter some of them twice."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._recent: list[tuple[Both, Firm]] = []

    def make(self, place: int) -> Firm:
        """The firm at a place (from 0) of the campaign; ``same_as_before`` tells one that stands on an earlier line too."""
        if len(self._recent) > 40 and place not in _HOSTILE and self._chance.random() < _DUPLICATES:
            return self._again(place)
        chance = self._chance
        trade = chance.choice(words()["trade"])
        home = self._home()
        firm: Firm = {"district_code": home.code, "activity": trade.activity, "nic": trade.nic}
        name = firm_name(chance, trade)
        woman = chance.random() < 0.18
        owner = person_name(chance, woman)
        script = self._write_names(firm, name, owner)
        firm["products"] = trade.hi if script == "hi" else trade.en
        self._profile(firm, home, woman)
        self._numbers(firm, place, home, owner)
        self._address(firm, home, script)
        if place in _HOSTILE:
            firm["name"], firm["name_hi"] = _HOSTILE[place], None
        else:
            self._recent.append((name, firm))
            del self._recent[:-50]
        return firm

    def _home(self) -> Place:
        found, weights = places()
        return self._chance.choices(found, cum_weights=weights)[0]

    def _write_names(self, firm: Firm, name: Both, owner: Both) -> str:
        kind = self._chance.random()
        script = "hi" if kind < 0.3 else "en"
        firm["name"] = name.hi if script == "hi" else name.en
        firm["owner_name"] = owner.hi if script == "hi" else owner.en
        firm["name_hi"] = name.hi if 0.3 <= kind < 0.6 else None
        return script

    def _profile(self, firm: Firm, home: Place, woman: bool) -> None:
        chance = self._chance
        firm["business_type"] = chance.choices(_TYPES, cum_weights=_TYPE_WEIGHTS)[0]
        size = firm["enterprise_class"] = chance.choices(_CLASSES, cum_weights=_CLASS_WEIGHTS)[0]
        if size is not None and chance.random() < 0.5:
            investment, turnover = _LARGEST[size]
            firm["investment_rs"] = int(investment * (0.1 + 0.9 * chance.random())) // 10_000 * 10_000
            firm["turnover_rs"] = int(turnover * (0.1 + 0.9 * chance.random())) // 10_000 * 10_000
        if firm["business_type"] == "proprietorship" and chance.random() < 0.6:
            firm["women_owned"] = int(woman)
        firm["social_category"] = chance.choices(_CATEGORIES, cum_weights=_CATEGORY_WEIGHTS)[0]
        firm["source"] = chance.choices(_SOURCES, cum_weights=_SOURCE_WEIGHTS)[0]
        if firm["source"] == "department":
            firm["sponsor_department"] = chance.choice(_SPONSORS)
        rare = chance.random()
        firm["is_odop"] = 1 if home.has_own_product and rare < 0.12 else None
        firm["is_startup"] = 1 if 0.12 <= rare < 0.13 else None
        firm["group_kind"] = chance.choice(("shg", "artisan", "weaver", "fpo")) if 0.13 <= rare < 0.18 else None
        firm["minority"] = 1 if 0.18 <= rare < 0.24 else None
        firm["aadhaar_linked"] = 1 if rare > 0.55 else 0 if rare > 0.5 else None

    def _numbers(self, firm: Firm, place: int, home: Place, owner: Both) -> None:
        chance = self._chance
        if chance.random() < 0.93:
            firm["mobile"] = numbers.mobile(place)
        if place % _AGENT_BLOCK in _AGENT_PLACES:
            firm["mobile"] = numbers.mobile(50_000_000 + place // _AGENT_BLOCK)
        if chance.random() < 0.08:
            firm["alt_mobile"] = numbers.mobile(25_000_000 + place)
        if chance.random() < 0.55:
            firm["pan"] = numbers.pan(place, firm["business_type"])
            if chance.random() < 0.6:
                firm["gstin"] = numbers.gstin(firm["pan"])
        if firm["enterprise_class"] is not None and chance.random() < 0.7:
            firm["udyam"] = numbers.udyam(place, home.number)
        elif chance.random() < 0.12:
            firm["uam"] = numbers.uam(place, home.number)
        if chance.random() < 0.4:
            firm["email"] = numbers.email(owner.en, place)
        if not any(firm.get(key) for key in ("mobile", "pan", "udyam", "email")):
            firm["mobile"] = numbers.mobile(place)

    def _address(self, firm: Firm, home: Place, script: str) -> None:
        chance = self._chance
        if chance.random() < 0.8:
            part = chance.choice(words()["place"])
            house = 1 + int(chance.random() * 190)
            town = (part.hi, home.name_hi) if script == "hi" else (part.en, home.name_en)
            firm["address"] = f"{house}, {town[0]}, {town[1]}"
        if chance.random() < 0.6:
            firm["pin"] = f"2{int(chance.random() * 9)}{int(chance.random() * 10_000):04d}"
        if chance.random() < 0.4:
            year, day = 2008 + int(chance.random() * 14), 1 + int(chance.random() * 28)
            firm["registered_on"] = f"{year}-{1 + int(chance.random() * 12):02d}-{day:02d}"

    def _again(self, place: int) -> Firm:
        """An earlier firm once more, from another list: same number, the other script or another spelling."""
        name, before = self._chance.choice(self._recent)
        other = name.hi if before["name"] == name.en and self._chance.random() < 0.5 else respelled(name.en)
        kept = ("district_code", "activity", "mobile", "business_type", "products")
        firm: Firm = {key: before.get(key) for key in kept} | {
            "name": other,
            "source": "dic_list",
            "same_as_before": True,
        }
        firm["mobile"] = firm["mobile"] or numbers.mobile(place)
        return firm
