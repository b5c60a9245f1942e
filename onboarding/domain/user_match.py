"""Which officer in which role of which office a row of a list of users is, and the rules about roles. Pure.

The same person in the same role of the same office is one officer, unless the row begins after the other's end. Rules of GeM:
the primary user cannot buy and is no secondary user of the same organisation; DDO and paying authority are neither buyer nor
consignee; the DDO role is valid for payment by PFMS and GPA, not by State.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from onboarding.domain.found import NOTHING, Found
from onboarding.domain.names import owner_key, same_name_key
from onboarding.domain.offices import SECONDARY

RULES = ("primary_user_as_buyer", "paying_also_buys", "ddo_for_pfms_only")
FILLED = ("designation", "mobile", "phone", "email", "active_from", "active_to", "note")
CONFLICTING = ("mobile", "email", "active_from", "active_to")
_PAYS, _BUYS = frozenset({"ddo", "paying"}), frozenset({"buyer", "consignee"})


@dataclass(slots=True)
class UserKeys:
    """Every known officer, by office and role."""

    _held: dict[int, dict[str, list[tuple[int, dict[str, Any]]]]] = field(default_factory=dict)

    def add(self, entity: int, values: Mapping[str, Any]) -> None:
        """Note an officer; ``values`` with office_id and role."""
        self._held.setdefault(values["office_id"], {}).setdefault(values["role"], []).append((entity, dict(values)))

    def find(self, values: Mapping[str, Any]) -> Found:
        """The officer of a row."""
        certain: list[int] = []
        possible: list[int] = []
        for entity, have in self._held.get(values["office_id"], {}).get(values["role"], ()):
            how = _same(have, values)
            if how and not _comes_after(have, values):
                (certain if how == "certain" else possible).append(entity)
        if len(certain) == 1:
            return Found("certain", certain[0])
        both = tuple(certain or possible)
        return Found("possible", None, both) if both else NOTHING

    def broken_rules(self, values: Mapping[str, Any], payment_method: str | None) -> tuple[str, ...]:
        """The rules that this officer's role breaks, by who else holds what in the office."""
        role, roles = values["role"], self._held.get(values["office_id"], {})
        broken = []
        barred = SECONDARY if role == "primary_user" else ("primary_user",) if role in SECONDARY else ()
        if any(_is_held(roles, other, values) for other in barred):
            broken.append("primary_user_as_buyer")
        opposite = _BUYS if role in _PAYS else _PAYS if role in _BUYS else frozenset()
        if any(_is_held(roles, other, values) for other in opposite):
            broken.append("paying_also_buys")
        if role == "ddo" and payment_method == "state":
            broken.append("ddo_for_pfms_only")
        return tuple(broken)


def _is_held(roles: Mapping[str, list[tuple[int, dict[str, Any]]]], role: str, values: Mapping[str, Any]) -> bool:
    """Whether the person of a row holds another role too, at a time that overlaps."""
    return any(_looks_same(have, values) and _overlap(have, values) for _, have in roles.get(role, ()))


def _same(have: Mapping[str, Any], values: Mapping[str, Any]) -> str | None:
    """``certain``: the same name and no other number; ``possible``: name or number agree, the other does not."""
    named = have["name"] == values["name"] or same_name_key(have["name"]) == same_name_key(values["name"]) != ""
    number = have.get("mobile") and have.get("mobile") == values.get("mobile")
    other_number = have.get("mobile") and values.get("mobile") and not number
    if named:
        return "possible" if other_number else "certain"
    if number:
        return "certain" if owner_key(have["name"]) == owner_key(values["name"]) else "possible"
    return None


def _looks_same(have: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    if have.get("mobile") and have.get("mobile") == values.get("mobile"):
        return True
    return owner_key(have["name"]) == owner_key(values["name"])


def _comes_after(have: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    """Whether the row tells of a later holding of the same person."""
    end, start = have.get("active_to"), values.get("active_from")
    return bool(end and start and start >= end)


def _overlap(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return not (_comes_after(one, other) or _comes_after(other, one))


def addition(have: Mapping[str, Any], row: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """(blanks that the row fills, conflicts)."""
    fields = {name: row[name] for name in FILLED if have.get(name) is None and row.get(name) is not None}
    told = [f"conflict_{name}" for name in CONFLICTING if have.get(name) and row.get(name) and have[name] != row[name]]
    return fields, tuple(told)


@dataclass(slots=True)
class Chairs:
    """The posts of a role in an office: a successor takes the chair of one who ended before, else there is a further post."""

    posts: list[tuple[int, list[tuple[str | None, str | None]]]] = field(default_factory=list)
    """Post and the (active from, active to) of its holders."""

    def seat(self, start: str | None, end: str | None) -> int | None:
        """The post for a holding, or None: a further one is needed."""
        for post, held in self.posts:
            if all(_apart(one, (start, end)) for one in held):
                held.append((start, end))
                return post
        return None

    def further(self, post: int, start: str | None, end: str | None) -> None:
        """Note a further post with its first holder."""
        self.posts.append((post, [(start, end)]))


def _apart(one: tuple[str | None, str | None], other: tuple[str | None, str | None]) -> bool:
    return any(end is not None and start is not None and end <= start for end, start in _turns(one, other))


def _turns(
    one: tuple[str | None, str | None], other: tuple[str | None, str | None]
) -> Iterator[tuple[str | None, str | None]]:
    yield one[1], other[0]
    yield other[1], one[0]
