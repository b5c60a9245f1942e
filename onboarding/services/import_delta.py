"""What is new in a list since the same sender's last one: compared row by row with the log of that run.

A row is the same when every column that is read says the same, wherever it stands; changed when the lead or the name is the
same and something else is not. The serial number does not count.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onboarding.db import import_profiles as db
from onboarding.db.connection import Connection
from onboarding.domain.names import same_name_key
from onboarding.domain.text import fold
from onboarding.files.fingerprint import column_keys, is_mended

if TYPE_CHECKING:
    from onboarding.services.imports import AnyPlan

MOST = 200_000
"""Rows of a list that are compared; a longer one is not (it would take seconds and hundreds of megabytes)."""
_NAMES = ("name", "owner_name")
_PLACES = ("district", "block", "address")
_NOT_COMPARED = frozenset({"serial"})


@dataclass(frozen=True, slots=True)
class Delta:
    """Rows of this list beside those of the one before."""

    of_run: int
    at: str
    """When that run was committed, UTC."""
    rows: int
    """Of this list."""
    same: int
    new: int
    changed: int
    gone: int
    """Rows of the earlier list that are not in this one."""
    fields: dict[str, int]
    """Changed rows by field, the most frequent first."""


def delta(connection: Connection, plan: AnyPlan) -> Delta | None:
    """Beside the newest run that stands of the same sender's lists; None without one, or if nothing came again."""
    about = plan.about
    sender = plan.profile.sender if plan.profile else about.sender
    run = db.last_run(connection, about.kind, about.fingerprint, (plan.recipe.sender or sender, about.sender))
    layout = db.layout(connection, run[0]) if run else None
    now = [column.heading for column in about.columns]
    if run is None or layout is None or plan.rows > MOST or is_mended(now):
        return None
    pairs = _pairs(now, layout.headings, [column.field for column in about.columns])
    older = _Earlier(pairs, lambda: db.logged_cells(connection, run[0]))
    same, left = older.split(plan)
    new, fields = 0, Counter[str]()
    changed = 0
    for lead, cells in left:
        counterpart = older.counterpart(lead, cells)
        if counterpart is None:
            new += 1
        else:
            changed += 1
            fields.update(older.differing(cells, counterpart))
    if not same and not changed:
        return None
    return Delta(*run, plan.rows, same, new, changed, older.gone, dict(fields.most_common()))


_Pair = tuple[int, int, str]
"""Column of this list, the same one in the earlier list, field."""


def _pairs(now: Sequence[str], before: Sequence[str], fields: Sequence[str | None]) -> list[_Pair]:
    places = {key: place for place, key in enumerate(column_keys(before))}
    return [
        (place, places[key], field)
        for place, (key, field) in enumerate(zip(column_keys(now), fields, strict=True))
        if field is not None and field not in _NOT_COMPARED and key in places
    ]


@dataclass(slots=True)
class _Row:
    """A row of the earlier list that did not come again as it was."""

    lead: int | None
    cells: list[str]
    taken: bool = False


class _Earlier:
    """The rows of the earlier list, of which those that came again are crossed out."""

    def __init__(self, pairs: list[_Pair], rows: Callable[[], Iterable[tuple[int | None, str]]]) -> None:
        self._now = [(place, field) for place, _, field in pairs]
        self._before = [(place, field) for _, place, field in pairs]
        self._rows = rows
        self._open: Counter[int] = Counter()
        self._by_lead: dict[int, _Row] = {}
        self._by_name: dict[str, list[_Row]] = {}
        self.gone = 0

    def split(self, plan: AnyPlan) -> tuple[int, list[tuple[int | None, list[str]]]]:
        """How many rows of the plan came again unchanged, and the others; has ready what these may be."""
        self._open.update(hash(tuple(cells)) for _, cells in self._earlier())
        total = self._open.total()
        left: list[tuple[int | None, list[str]]] = []
        for one in plan.outcomes():
            cells = _compared(one.cells, self._now)
            key = hash(tuple(cells))
            if self._open[key] > 0:
                self._open[key] -= 1
            else:
                left.append((one.lead or one.record, cells))
        same = plan.rows - len(left)
        self.gone = total - same
        if left and self.gone:
            self._keep_open()
        return same, left

    def _keep_open(self) -> None:
        for lead, cells in self._earlier():
            key = hash(tuple(cells))
            if self._open[key] > 0:
                self._open[key] -= 1
                row = _Row(lead, cells)
                if lead is not None:
                    self._by_lead.setdefault(lead, row)
                if name := self._name(cells):
                    self._by_name.setdefault(name, []).append(row)

    def counterpart(self, lead: int | None, cells: list[str]) -> list[str] | None:
        """The earlier row of the same lead, else of the same name (where several have it, the likest); each is taken once."""
        found = self._by_lead.get(lead) if lead is not None else None
        if found is None or found.taken:
            named = [row for row in self._by_name.get(self._name(cells), ()) if not row.taken]
            found = max(named, key=lambda row: self._likeness(row.cells, cells), default=None)
        if found is None:
            return None
        found.taken = True
        self.gone -= 1
        return found.cells

    def differing(self, cells: list[str], before: list[str]) -> Iterator[str]:
        """The fields in which two rows differ."""
        return (field for (_, field), one, other in zip(self._now, cells, before, strict=True) if one != other)

    def _earlier(self) -> Iterator[tuple[int | None, list[str]]]:
        for lead, cells in self._rows():
            yield lead, _compared(json.loads(cells), self._before)

    def _name(self, cells: list[str]) -> str:
        named = {field: cell for (_, field), cell in zip(self._now, cells, strict=True) if field in _NAMES}
        return same_name_key(next((named[field] for field in _NAMES if named.get(field)), ""))

    def _likeness(self, one: list[str], other: list[str]) -> tuple[int, int]:
        equal = [field for (_, field), a, b in zip(self._now, one, other, strict=True) if a == b and a]
        return sum(field in _PLACES for field in equal), len(equal)


def _compared(cells: Sequence[str], places: Sequence[tuple[int, str]]) -> list[str]:
    return [fold(cells[place]) if place < len(cells) else "" for place, _ in places]
