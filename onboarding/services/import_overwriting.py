"""Values of older leads that give way to a list because a person asked for it; what a person typed stays and is told."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from onboarding.db.changes import typed_by
from onboarding.db.connection import Connection
from onboarding.domain.merging import OVERWRITABLE, Fill, differs

if TYPE_CHECKING:
    from onboarding.services.import_plan import ImportPlan

SHOWN = 1000
"""Values listed at most; the counts of their codes are complete."""


@dataclass(frozen=True, slots=True)
class Replaced:
    """One value that gives way, or that was kept because a person had typed it."""

    line: int
    lead: int
    field: str
    before: Any
    after: Any
    typed_by: str | None
    """Who typed what stands there, and keeps it so; None: it gives way."""
    typed_at: str | None
    """UTC."""


class GivingWay:
    """Asked row by row while a list is matched."""

    def __init__(self, connection: Connection, overwrite: frozenset[str]) -> None:
        self._connection = connection
        self._overwrite = tuple(name for name in OVERWRITABLE if name in overwrite)
        self._typed: dict[int, dict[str, tuple[str, str]]] = {}
        self.rows: list[tuple[Any, ...]] = []
        """What is to be told, as the staging file has it; emptied by the caller."""

    def fields(self, lead_id: int, lead: Mapping[str, Any], row: Mapping[str, Any]) -> frozenset[str]:
        """Those fields of the lead that may give way to the row: asked for, and not typed by a person."""
        wanted = [name for name in self._overwrite if lead_id > 0 and differs(lead, row, name)]
        if not wanted:
            return frozenset()
        if lead_id not in self._typed:
            self._typed[lead_id] = typed_by(self._connection, lead_id)
        return frozenset(wanted) - self._typed[lead_id].keys()

    def told(
        self, number: int, lead_id: int, added: Fill, values: tuple[Mapping[str, Any], Mapping[str, Any]]
    ) -> list[str]:
        """The warnings of a row: what differs, what gave way, what was kept because somebody typed it."""
        lead, row = values
        codes = list(added.conflicts)
        for name, before in added.gives_way.items():
            codes.append(f"overwritten_{name}")
            self.rows.append((number, lead_id, name, json.dumps(before), json.dumps(row[name]), None, None))
        for name in self._overwrite if lead_id > 0 else ():
            who = self._typed.get(lead_id, {}).get(name)
            if who is not None and differs(lead, row, name):
                codes = [code for code in codes if code != f"conflict_{name}"] + [f"typed_{name}"]
                self.rows.append((number, lead_id, name, json.dumps(lead[name]), json.dumps(row[name]), *who))
        return codes


def replaced(plan: ImportPlan, *, limit: int) -> list[Replaced]:
    """The values that give way, and those kept because a person typed them, in file order."""
    return [
        Replaced(line, lead, name, json.loads(before), json.loads(after), who, when)
        for line, lead, name, before, after, who, when in plan.staging.replaced(limit)
    ]
