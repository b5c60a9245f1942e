"""Purchases outside GeM: what a notice's words say of them, which notice is which purchase, what a later one adds. Pure.

Source: purchases of what GeM offers are to be made there; whoever goes outside needs a GeM availability report (GeMAR&PTS)
with an id of its own. Works and sales are no purchases of goods or services. What is found here is a hint: a person confirms
or explains every case before anybody is written to.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from onboarding import reference
from onboarding.domain.cells import plain
from onboarding.domain.found import NOTHING, Found
from onboarding.domain.search import normal_words
from onboarding.domain.text import fold

STATUSES = (
    "spotted", "verified_violation", "justified", "notice_sent", "reply_received", "cancelled_moved_to_gem", "action_by_hod",
    "closed_justified", "escalated_cs",
)  # fmt: skip
KINDS = ("goods", "service", "works", "auction")
FINDINGS = ("on_gem", "not_for_gem", "has_gemarpts", "to_check")

_KIND_WORDS = (
    ("auction", re.compile(r"auctions?|sales?|disposal|forwardauction|नीलामी|विक्रय")),
    ("works", re.compile(r"works?|civilworks?|construction|निर्माण|कार्य|निर्माणकार्य")),
    ("service", re.compile(r"services?|nonconsultancy|consultancy|सेवा|सेवाएँ|सेवाएं")),
    ("goods", re.compile(r"goods?|supply|product|products|सामग्री|वस्तु|माल|आपूर्ति")),
)
_CALL = re.compile(r"(\d{4}_[A-Z0-9]+_\d+)_(\d+)")
_REMARK_OF_CALL = re.compile(r"\s*\(?\s*(?:corrigendum|शुद्धि ?पत्र|संशोधन)[\s\-–:.]*\d*\s*\)?\s*$", re.IGNORECASE)


@lru_cache(maxsize=1024)
def kind_of(*cells: str) -> str | None:
    """Goods, service, works or auction by the first cell whose words say so; None when none does."""
    for cell in cells:
        key = fold(plain(cell))
        for kind, words in _KIND_WORDS:
            if words.fullmatch(key):
                return kind
    return None


class Category(NamedTuple):
    """A category of GeM that the words of an item speak for."""

    name: str
    found: str
    """``yes``, or ``partly`` where GeM has some of what the words mean."""


@lru_cache(maxsize=1)
def _categories() -> tuple[tuple[str, Category], ...]:
    """Phrase and category, the longest phrase first."""
    found = [
        (f" {normal_words(phrase)} ", Category(row["category"], row["found"]))
        for row in reference.rows("gem_category_words")
        for phrase in row["words"].split(";")
    ]
    return tuple(sorted(found, key=lambda one: -len(one[0])))


@lru_cache(maxsize=20_000)
def category_of(item: str) -> Category | None:
    """The category that the item's words name earliest, by the shipped table; None: somebody must look."""
    text = f" {normal_words(item)} "
    hits = [
        (text.find(phrase), place, category) for place, (phrase, category) in enumerate(_categories()) if phrase in text
    ]
    return min(hits)[2] if hits else None


def finding_of(kind: str | None, item: str | None, gemarpts_id: str | None) -> str:
    """What a notice looks like at first sight."""
    if kind in ("works", "auction"):
        return "not_for_gem"
    if gemarpts_id:
        return "has_gemarpts"
    return "on_gem" if item and category_of(item) else "to_check"


def bare_item(item: str) -> str:
    """The item without the word that it is a corrigendum."""
    return _REMARK_OF_CALL.sub("", item) or item


@lru_cache(maxsize=20_000)
def call_of(tender_id: str) -> tuple[str, int] | None:
    """The tender and the number of its call in an id like 2024_ABCD_123456_2; None for an id of another form."""
    found = _CALL.fullmatch(tender_id)
    return (found[1], int(found[2])) if found else None


FILLED = (
    "reference_no", "department_code", "department_text", "office_id", "office_text", "district_code", "district_text",
    "published_on", "opening_on", "item", "value_rs", "emd_rs", "kind", "gemarpts_id", "remarks",
)  # fmt: skip
"""Fields of a purchase that a later notice may fill."""
CONFLICTING = ("department_code", "district_code", "published_on", "value_rs", "kind", "gemarpts_id")
"""Fields that a later notice may contradict; told, never overwritten."""


class Addition(NamedTuple):
    """What a notice adds to a purchase that is known."""

    fields: dict[str, Any]
    closing: tuple[str | None, str] | None
    """(from, to) where it is a corrigendum: a later closing day."""
    conflicts: tuple[str, ...]


def addition(have: Mapping[str, Any], row: Mapping[str, Any]) -> Addition:
    """Blanks filled; a later closing day is a corrigendum and counts; anything else that differs is told."""
    fields = {name: row[name] for name in FILLED if have.get(name) is None and row.get(name) is not None}
    if have.get("department_code") is not None:
        fields.pop("department_text", None)
    if have.get("district_code") is not None:
        fields.pop("district_text", None)
    told = tuple(
        f"conflict_{name}"
        for name in CONFLICTING
        if have.get(name) is not None and row.get(name) is not None and have[name] != row[name]
    )
    closing, later = have.get("closing_on"), row.get("closing_on")
    if later is not None and (closing is None or later > closing):
        fields["closing_on"] = later
        return Addition(fields, (closing, later) if closing else None, told)
    return Addition(fields, None, told)


class PurchaseKeys:
    """Every known purchase by what proves it: its tender id; without one, reference number with department and item."""

    def __init__(self) -> None:
        self._by_tender: dict[str, int] = {}
        self._by_reference: dict[tuple[str, ...], int] = {}
        self._calls: dict[str, list[tuple[int, int]]] = {}

    def add(self, entity: int, values: Mapping[str, Any]) -> None:
        """Note a purchase."""
        tender = values.get("tender_id")
        if tender is not None:
            self._by_tender.setdefault(tender, entity)
            call = call_of(tender)
            if call is not None:
                self._calls.setdefault(call[0], []).append((call[1], entity))
        elif values.get("reference_no") is not None:
            self._by_reference.setdefault(_reference(values), entity)

    def find(self, values: Mapping[str, Any]) -> Found:
        """The purchase of a notice."""
        tender = values.get("tender_id")
        if tender is not None:
            found = self._by_tender.get(tender)
        elif values.get("reference_no") is not None:
            found = self._by_reference.get(_reference(values))
        else:
            found = None
        return NOTHING if found is None else Found("certain", found)

    def earlier_call(self, values: Mapping[str, Any]) -> int | None:
        """The call of the same tender just before this one."""
        call = call_of(values.get("tender_id") or "")
        if call is None:
            return None
        before = [one for one in self._calls.get(call[0], ()) if one[0] < call[1]]
        return max(before)[1] if before else None


def _reference(values: Mapping[str, Any]) -> tuple[str, ...]:
    place = values.get("department_code") or values.get("department_text") or ""
    return (fold(values["reference_no"]), place, normal_words(bare_item(values.get("item") or "")))
