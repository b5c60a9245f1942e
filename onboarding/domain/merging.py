"""What a row of a list adds to a lead that is there already: blanks are filled; what stands gives way only where asked. Pure.

Source: importer contract, point 6.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Literal, NamedTuple

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

Mode = Literal["both", "only_new", "only_update"]
"""Which rows are taken over: all; those of firms that are not in the book; those of firms that are."""
OVERWRITABLE: tuple[str, ...] = (
    "owner_name", "father_name", "mobile", "phone", "email", "district_code", "block", "address", "pin", "enterprise_class",
    "activity", "nic", "products", "investment_rs", "turnover_rs", "registered_on", "social_category", "women_owned",
    "minority", "remarks",
)  # fmt: skip
"""Fields that may give way to a list when a person asks for it: none by which a firm is known for sure."""
OVERWRITTEN: tuple[str, ...] = tuple(f"overwritten_{name}" for name in OVERWRITABLE)
"""Warning codes: the list's value stands now, as a person asked."""
TYPED: tuple[str, ...] = tuple(f"typed_{name}" for name in OVERWRITABLE)
"""Warning codes: the list's value was asked for, but a person typed what stands there, so it was kept."""


class Fill(NamedTuple):
    """What a row adds."""

    fields: dict[str, Any]
    more: tuple[str, ...]
    """Further mobile numbers, for which the lead itself has no place left."""
    conflicts: tuple[str, ...]
    """Codes of ``CONFLICTS``."""
    gives_way: dict[str, Any]
    """What stood in those of ``fields`` that were no blanks."""


def fill(
    lead: Mapping[str, Any],
    numbers: Collection[str],
    row: Mapping[str, Any],
    more: Collection[str],
    overwrite: Collection[str] = (),
) -> Fill:
    """What ``row`` (with further mobiles ``more``) adds to ``lead``, whose mobile numbers, people's included, are ``numbers``.

    ``overwrite`` are fields in which another value gives way to the row's; an older mobile number stays as a further one.
    """
    fields: dict[str, Any] = {}
    gives_way: dict[str, Any] = {}
    conflicts = []
    for name, value in row.items():
        if value is None or name in _NUMBERS or name in _COMPUTED:
            continue
        have = lead.get(name)
        if have is None:
            fields[name] = value
        elif have == value or _same(name, have, value):
            continue
        elif name in overwrite:
            fields[name], gives_way[name] = value, have
        elif f"conflict_{name}" in _CONFLICT_SET:
            conflicts.append(f"conflict_{name}")
    if "conflict_name" in conflicts and _known_name(lead, row):
        conflicts.remove("conflict_name")
    if "mobile" in overwrite and differs(lead, row, "mobile"):
        gives_way["mobile"] = lead["mobile"]
        lead, more = _with_first(lead, row["mobile"], fields), (lead["mobile"], *more)
        numbers = set(numbers) - {more[0]}
    left = _place_numbers(lead, numbers, row, more, fields)
    return Fill(fields, left, tuple(conflicts), gives_way)


def differs(lead: Mapping[str, Any], row: Mapping[str, Any], name: str) -> bool:
    """Whether both have a value and not the same one."""
    have, value = lead.get(name), row.get(name)
    return have is not None and value is not None and have != value and not _same(name, have, value)


def _with_first(lead: Mapping[str, Any], mobile: str, fields: dict[str, Any]) -> dict[str, Any]:
    """The lead with another first number; when that was its second one, the place of the second is free."""
    fields["mobile"] = mobile
    second = lead.get("alt_mobile")
    if second == mobile:
        fields["alt_mobile"] = None
        second = None
    return {**lead, "mobile": mobile, "alt_mobile": second}


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
    placed = fields.get("mobile")
    fresh = [number for number in dict.fromkeys(given) if number and number not in numbers and number != placed]
    for place in _NUMBERS:
        if fresh and lead.get(place) is None:
            fields[place] = fresh.pop(0)
    return tuple(fresh)
