"""What a row of a list adds to a lead that is there already: blanks are filled, nothing that stands is overwritten. Pure.

Source: importer contract, point 6.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from onboarding.domain.names import name_key, owner_key, same_name_key

IMPORTED: tuple[str, ...] = (
    "name", "name_hi", "owner_name", "father_name", "mobile", "alt_mobile", "phone", "email", "district_code", "block",
    "address", "pin", "pan", "gstin", "udyam", "uam", "gem_seller_id", "enterprise_class", "activity", "nic", "products",
    "investment_rs", "turnover_rs", "registered_on", "social_category", "women_owned", "minority", "remarks",
    "gem_registered",
)  # fmt: skip
"""Fields of a lead that a list may bring."""
_NUMBERS = ("mobile", "alt_mobile")
_COMPUTED = frozenset({"same_key", "name_block", "owner_block"})
_PROSE = frozenset({"address", "products", "remarks", "nic", "block"})
"""Two lists never write these alike; another wording is no conflict."""
CONFLICTS: tuple[str, ...] = tuple(
    f"conflict_{name}" for name in IMPORTED if name not in _PROSE and name not in _NUMBERS and name != "name_hi"
)
"""Warning codes: the row says otherwise, what stood there was kept."""


class Fill(NamedTuple):
    """What a row adds."""

    fields: dict[str, Any]
    more: tuple[str, ...]
    """Further mobile numbers, for which the lead itself has no place left."""
    conflicts: tuple[str, ...]
    """Codes of ``CONFLICTS``."""


def fill(lead: Mapping[str, Any], numbers: Collection[str], row: Mapping[str, Any], more: Collection[str]) -> Fill:
    """What ``row`` (with further mobiles ``more``) adds to ``lead``, whose mobile numbers, people's included, are ``numbers``."""
    fields: dict[str, Any] = {}
    conflicts = []
    for name, value in row.items():
        if value is None or name in _NUMBERS or name in _COMPUTED:
            continue
        have = lead.get(name)
        if have is None:
            fields[name] = value
        elif have != value and f"conflict_{name}" in _CONFLICT_SET and not _same(name, have, value):
            conflicts.append(f"conflict_{name}")
    if "conflict_name" in conflicts and _known_name(lead, row):
        conflicts.remove("conflict_name")
    left = _place_numbers(lead, numbers, row, more, fields)
    return Fill(fields, left, tuple(conflicts))


_CONFLICT_SET = frozenset(CONFLICTS)


def _same(name: str, have: object, value: object) -> bool:
    if name == "name":
        return name_key(str(have)) == name_key(str(value))
    if name in ("owner_name", "father_name"):
        return owner_key(str(have)) == owner_key(str(value))
    return False


def _known_name(lead: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    """Whether the lead carries the row's name in its other script."""
    return same_name_key(lead.get("name_hi") or "") == same_name_key(row["name"])


def _place_numbers(
    lead: Mapping[str, Any],
    numbers: Collection[str],
    row: Mapping[str, Any],
    more: Collection[str],
    fields: dict[str, Any],
) -> tuple[str, ...]:
    given = (row.get("mobile"), row.get("alt_mobile"), *more)
    fresh = [number for number in dict.fromkeys(given) if number and number not in numbers]
    for place in _NUMBERS:
        if fresh and lead.get(place) is None:
            fields[place] = fresh.pop(0)
    return tuple(fresh)
