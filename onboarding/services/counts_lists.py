"""Lists of GeM's own figures: a row is the figures of one day. Another value for a day and figure is a correction, listed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from onboarding.db import figures as db
from onboarding.db.connection import Connection
from onboarding.domain.found import NOTHING, Found
from onboarding.domain.official_counts import REPORTED, fallen
from onboarding.services.kinds import Pen, Places, RecordKind
from onboarding.services.record_plan import Added, RecordMatcher

if TYPE_CHECKING:
    from onboarding.files.listing import Listing
    from onboarding.files.record_reader import RecordReader, RecordRow

CORRECTED, DIFFER, FELL = "corrected", "counts_differ", "figure_fell"
_COLUMNS = ("as_on", "figure", "value", "hundredths", "source")


class Correction(NamedTuple):
    """A figure that the list changes; values in hundredths."""

    as_on: str
    figure: str
    before: int
    after: int


class CountsMatcher(RecordMatcher):
    """Decides about days. The record of a stored day is the row of its first figure."""

    def __init__(self, connection: Connection) -> None:
        super().__init__()
        self.rows = db.official_rows(connection)
        """(day, figure) to the row and its value."""
        self._days: dict[str, int] = {}
        for (day, _), (number, _) in sorted(self.rows.items(), key=lambda item: item[1][0]):
            self._days.setdefault(day, number)
        self._day_of = {number: day for day, number in self._days.items()}
        self._fallen: dict[str, tuple[str, ...]] = {}
        self.corrections: list[Correction] = []

    def prepare(self, rows: Sequence[RecordRow]) -> None:
        """What falls is known from all days together, in whichever order the list has them."""
        told: dict[tuple[str, str], int] = {}
        for row in rows:
            for name in REPORTED if row.reject is None else ():
                if name in row.values:
                    told.setdefault((row.values["as_on"], name), row.values[name])
        history = {place: value for place, (_, value) in self.rows.items()}
        self._fallen = fallen(history | told, {day for day, _ in told})

    def find(self, values: Mapping[str, Any]) -> Found:
        """By the day."""
        entity = self._days.get(values["as_on"])
        return NOTHING if entity is None else Found("certain", entity)

    def add(self, entity: int, values: Mapping[str, Any]) -> None:
        """Note the day."""
        self._days[values["as_on"]] = entity

    def stored(self, entity: int) -> Mapping[str, Any]:
        """The figures of a day that is there."""
        day = self._day_of[entity]
        return {name: self.rows[day, name][1] for name in REPORTED if (day, name) in self.rows} | {"as_on": day}

    def addition(self, entity: int, have: Mapping[str, Any], values: Mapping[str, Any]) -> Added:
        """New figures, and corrections of those noted before; of two rows of one list the first stands."""
        told = {name: values[name] for name in REPORTED if name in values}
        new = {name: value for name, value in told.items() if name not in have}
        other = {name: value for name, value in told.items() if name in have and have[name] != value}
        if entity < 0 or any(name in self.touched.get(entity, {}) for name in other):
            return Added(new, (DIFFER,) if other else ())
        self.corrections += [Correction(have["as_on"], name, have[name], value) for name, value in other.items()]
        fields = new | other
        if fields and values.get("source"):
            fields["source"] = values["source"]
        return Added(fields, (CORRECTED,) if other else ())

    def doubts(self, _entity: int, values: Mapping[str, Any]) -> tuple[str, ...]:
        """A figure lower than before is told: GeM takes accounts away that nobody used."""
        return (FELL,) if values["as_on"] in self._fallen else ()

    def extra(self) -> dict[str, Any]:
        """For the JSON: what is corrected, before and after; which figures fell on which day."""
        return {
            "corrections": [
                {"as_on": one.as_on, "figure": one.figure, "before": one.before / 100, "after": one.after / 100}
                for one in self.corrections
            ],
            "fell": {day: list(figures) for day, figures in sorted(self._fallen.items())},
        }


class CountsLists(RecordKind):
    """``--kind counts``."""

    name = "counts"
    table = "official_figure"
    shown = ("as_on", "source")

    def codes(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Reasons and warnings."""
        from onboarding.files.official_counts import REASONS, WARNINGS

        return REASONS, (*WARNINGS, CORRECTED, DIFFER, FELL)

    def reader(self, listing: Listing, places: Places, *, convert: bool) -> RecordReader:
        """Rows of figures."""
        from onboarding.files.official_counts import counts_reader

        return counts_reader(listing, places.today, convert=convert)

    def matcher(self, connection: Connection, _places: Places) -> RecordMatcher:
        """Over what is known now."""
        return CountsMatcher(connection)

    def write(self, pen: Pen, matcher: RecordMatcher) -> list[int]:
        """Days set-wise, then corrections one by one."""
        if not isinstance(matcher, CountsMatcher):
            raise TypeError(type(matcher))
        change, file = pen.change, pen.change.signature.subject
        ids: list[int] = []
        number, rows = change.next_id("official_figure"), []
        for values in matcher.made:
            figures = [name for name in REPORTED if name in values]
            source = values.get("source") or file
            rows += [(values["as_on"], name, *divmod(values[name], 100), source) for name in figures]
            ids.append(number)
            number += len(figures)
        change.insert_range("official_figure", _COLUMNS, rows)
        for entity, fields in matcher.touched.items():
            day = matcher.stored(entity)["as_on"]
            source = fields.get("source") or file
            for name in REPORTED:
                if name not in fields:
                    continue
                value = dict(zip(_COLUMNS[2:], (*divmod(fields[name], 100), source), strict=True))
                held = matcher.rows.get((day, name))
                if held is not None:
                    change.update("official_figure", held[0], value)
                else:
                    change.insert("official_figure", {"as_on": day, "figure": name, **value})
        return ids
