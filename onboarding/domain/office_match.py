"""Which office a row of a list is, and what the row adds to it. Pure.

An office is the same by its DDO code with its department; else by the same name in the same department and district. A longer
name under the same DDO code is the same office. Where these keys contradict each other, a person decides. A department itself is
the same by its name in the table of names only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from onboarding.domain.found import NOTHING, Found
from onboarding.domain.names import owner_key, same_name_key
from onboarding.domain.offices import RANK

WIDE_KINDS = frozenset({"department", "hod", "directorate", "corporation", "university"})
"""Organisations of which the state has one of a name: their district says nothing against it."""


@dataclass(frozen=True, slots=True)
class _Known:
    entity: int
    ddo: str | None
    code: str | None
    department: str | None
    district: str | None
    wide: bool
    names: tuple[str, ...]


@dataclass(slots=True)
class OfficeKeys:
    """Every known office by what proves it."""

    _by_ddo: dict[str, list[_Known]] = field(default_factory=dict)
    _by_name: dict[tuple[str | None, str], list[_Known]] = field(default_factory=dict)
    _by_bare_name: dict[str, list[_Known]] = field(default_factory=dict)
    _roots: dict[str, int] = field(default_factory=dict)

    def add(self, entity: int, values: Mapping[str, Any]) -> None:
        """Note an office."""
        known = _known(entity, values)
        if values.get("kind") == "department" and known.department is not None:
            self._roots.setdefault(known.department, entity)
        if known.ddo is not None:
            self._by_ddo.setdefault(known.ddo, []).append(known)
        for name in known.names:
            self._by_name.setdefault((known.department, name), []).append(known)
            self._by_bare_name.setdefault(name, []).append(known)

    def root(self, department: str | None) -> int | None:
        """The root of a department's tree."""
        return self._roots.get(department) if department is not None else None

    def organisation(self, department: str | None, name: str) -> int | None:
        """The organisation of this name inside a department; in either script where its record has both."""
        hits = self._by_name.get((department, _key(name)), ())
        return min(hits, key=lambda known: (not known.wide, abs(known.entity))).entity if hits else None

    def find(self, values: Mapping[str, Any], suggested: tuple[str, ...] = ()) -> Found:
        """The office of a row; ``suggested`` are departments that a person may mean by the name of a department."""
        asked = _known(0, values)
        if values.get("kind") == "department":
            return self._find_department(asked, suggested)
        by_ddo = self._find_by_ddo(asked)
        if by_ddo is not None:
            return by_ddo
        hits = [known for name in asked.names for known in self._by_name.get((asked.department, name), ())]
        return _by_place(asked, list({known.entity: known for known in hits}.values()))

    def named(self, ddo: str | None, name: str | None, district: str | None, department: str | None) -> Found:
        """The office that a row of another list names: by DDO code, else by its whole name where only one office has it."""
        key = _key(name or "")
        hits = list(self._by_ddo.get(ddo or "", ()))
        if len(hits) > 1:
            hits = [known for known in hits if key in known.names] or hits
        if not hits and ddo is None:
            hits = list(self._by_bare_name.get(key, ())) if key else []
        hits = [known for known in hits if department in (None, known.department) or known.department is None]
        near = [known for known in hits if district is not None and known.district == district] or hits
        entities = tuple(dict.fromkeys(known.entity for known in near))
        if len(entities) == 1:
            return Found("certain", entities[0])
        return Found("possible", None, entities) if entities else NOTHING

    def _find_department(self, asked: _Known, suggested: tuple[str, ...]) -> Found:
        root = self.root(asked.department)
        if root is not None:
            return Found("certain", root)
        return Found("possible", None, tuple(self._roots[code] for code in suggested if code in self._roots))

    def _find_by_ddo(self, asked: _Known) -> Found | None:
        """By DDO code; None when the code is not known or there is none."""
        hits = self._by_ddo.get(asked.ddo, []) if asked.ddo is not None else []
        if not hits:
            return None
        same = [known for known in hits if _is_same_by_ddo(asked, known)]
        named = [known for known in same if not set(known.names).isdisjoint(asked.names)] if len(same) > 1 else same
        if len(named) == 1:
            return Found("certain", named[0].entity)
        return Found("possible", None, tuple(known.entity for known in named or hits))


def _known(entity: int, values: Mapping[str, Any]) -> _Known:
    names = (_key(values.get(name) or "") for name in ("name", "name_hi"))
    return _Known(
        entity,
        values.get("ddo_code"),
        values.get("office_code"),
        values.get("department_code") or values.get("department_text"),
        values.get("district_code"),
        values.get("kind") in WIDE_KINDS,
        tuple(dict.fromkeys(filter(None, names))),
    )


def _key(name: str) -> str:
    """The form in which names are compared; a name of signs only is the same as itself."""
    return same_name_key(name) or name.casefold()


def _is_same_by_ddo(asked: _Known, known: _Known) -> bool:
    if asked.department is not None and asked.department == known.department:
        # One officer may draw for two offices of a department: then they lie in two districts and are named otherwise.
        return asked.district == known.district or None in (asked.district, known.district) or _alike(asked, known)
    return None in (asked.department, known.department) and _alike(asked, known)


def _alike(asked: _Known, known: _Known) -> bool:
    """The same name, or one that is longer at its end."""
    return any(a.startswith(b) or b.startswith(a) for a in asked.names for b in known.names)


def _by_place(asked: _Known, hits: list[_Known]) -> Found:
    certain, possible = [], []
    for known in hits:
        if _differ(asked.ddo, known.ddo) or _differ(asked.code, known.code):
            continue
        wide = known.wide and None in (asked.district, known.district)
        coded = asked.code is not None and asked.code == known.code
        if coded or wide or (asked.district is not None and asked.district == known.district):
            certain.append(known.entity)
        elif None in (asked.district, known.district):
            # Ramnagar without a district: of two town bodies so called nobody knows which.
            possible.append(known.entity)
    if len(certain) == 1:
        return Found("certain", certain[0])
    both = tuple(certain or possible)
    return Found("possible", None, both) if both else NOTHING


def _differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other


PLAIN = (
    "name_hi", "department_code", "department_text", "district_code", "district_text", "ddo_code", "office_code", "address",
    "pin", "mobile", "phone", "email", "payment_method", "bank_name", "remarks", "side_state",
)  # fmt: skip
"""Fields of an office that a row fills where they are blank."""
_TOLD = frozenset({"department_code", "district_code", "ddo_code", "mobile", "email", "payment_method"})
HOLDERS = ("pu", "head")
"""Posts that stand in a row of a list of offices: the primary user, the head."""
OF_HOLDER = ("name", "designation", "active_on", "mobile", "email")
CONFLICTS = (*(f"conflict_{name}" for name in sorted(_TOLD)), "conflict_name", "conflict_pu_name", "conflict_head_name")


def addition(have: Mapping[str, Any], row: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """(what the row fills, conflicts). A stage never goes back; a post that is held by another person is only told."""
    fields = {name: row[name] for name in PLAIN if have.get(name) is None and row.get(name) is not None}
    for place in ("department", "district"):
        if have.get(f"{place}_code") is not None:
            fields.pop(f"{place}_text", None)
    told = [
        f"conflict_{name}" for name in sorted(_TOLD) if have.get(name) and row.get(name) and have[name] != row[name]
    ]
    names = {_key(have.get(name) or "") for name in ("name", "name_hi")}
    if _key(row.get("name") or "") not in names:
        told.append("conflict_name")
    for who in HOLDERS:
        held = _held(who, have, row)
        if held is None:
            told.append(f"conflict_{who}_name")
        else:
            fields |= held
    if (
        RANK[row.get("stage") or "identified"] > RANK[have.get("stage") or "identified"]
        and "conflict_pu_name" not in told
    ):
        fields["stage"] = row["stage"]
    return fields, tuple(told)


def _held(who: str, have: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any] | None:
    """What the row adds about the holder of a post; None: it names another person."""
    if have.get(f"{who}_name") and row.get(f"{who}_name") and not same_person(have, row, who):
        return None
    names = [f"{who}_{part}" for part in OF_HOLDER]
    return {name: row[name] for name in names if row.get(name) is not None and have.get(name) is None}


def same_person(have: Mapping[str, Any], row: Mapping[str, Any], who: str) -> bool:
    """Whether both name the same holder: the name in either script, without titles."""
    return owner_key(have[f"{who}_name"]) == owner_key(row[f"{who}_name"])
