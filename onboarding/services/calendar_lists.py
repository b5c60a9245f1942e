"""Lists of holidays and of days opened or closed by order, into the office's calendar."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from onboarding.db import office as db
from onboarding.db.connection import Connection
from onboarding.domain.found import NOTHING, Found
from onboarding.domain.text import fold
from onboarding.services.kinds import Pen, Places, RecordKind
from onboarding.services.record_plan import Added, RecordMatcher

if TYPE_CHECKING:
    from onboarding.files.listing import Listing
    from onboarding.files.record_reader import RecordReader

_COLUMNS = ("on_date", "kind", "name_en", "name_hi", "order_no")
_FILLED = ("name_en", "name_hi", "order_no")


class DayMatcher(RecordMatcher):
    """Decides about days: the same day, kind and name in either language is the same entry; so is one without any name."""

    def __init__(self, connection: Connection) -> None:
        super().__init__()
        self._stored = {
            row[0]: dict(zip(_COLUMNS, (row[1], row[2], row[3], row[4], row[5]), strict=True))
            for row in db.calendar_rows(connection)
        }
        self._days: dict[tuple[str, str], list[int]] = {}
        for entity, values in self._stored.items():
            self.add(entity, values)

    def find(self, values: Mapping[str, Any]) -> Found:
        """By day, kind and name."""
        mine = _names(values)
        for entity in self._days.get((values["on_date"], values["kind"]), ()):
            theirs = _names(self.have(entity))
            if mine & theirs or not mine or not theirs:
                return Found("certain", entity)
        return NOTHING

    def add(self, entity: int, values: Mapping[str, Any]) -> None:
        """Note the day."""
        self._days.setdefault((values["on_date"], values["kind"]), []).append(entity)

    def stored(self, entity: int) -> Mapping[str, Any]:
        """An entry that is there."""
        return self._stored[entity]

    def addition(self, _entity: int, have: Mapping[str, Any], values: Mapping[str, Any]) -> Added:
        """Names in the other language and the order's number, where they are blank."""
        return Added({name: values[name] for name in _FILLED if values.get(name) and not have.get(name)})


def _names(values: Mapping[str, Any]) -> set[str]:
    return {
        fold(part) for name in ("name_en", "name_hi") for part in (values.get(name) or "").split(";") if part.strip()
    }


class CalendarLists(RecordKind):
    """``--kind calendar``."""

    name = "calendar"
    table = "calendar_day"
    shown = ("name_en", "on_date")

    def codes(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Reasons and warnings."""
        from onboarding.files.office_days import REASONS, WARNINGS

        return REASONS, WARNINGS

    def reader(self, listing: Listing, _places: Places, *, convert: bool) -> RecordReader:
        """Rows of days."""
        from onboarding.files.office_days import day_reader

        return day_reader(listing, convert=convert)

    def matcher(self, connection: Connection, _places: Places) -> RecordMatcher:
        """Over the calendar of now."""
        return DayMatcher(connection)

    def write(self, pen: Pen, matcher: RecordMatcher) -> list[int]:
        """New days set-wise, then filled blanks."""
        first = pen.change.next_id("calendar_day")
        rows = ([values[name] for name in _COLUMNS] for values in matcher.made)
        pen.change.insert_range("calendar_day", _COLUMNS, rows)
        for entity, fields in matcher.touched.items():
            pen.change.update("calendar_day", entity, fields)
        return list(range(first, first + len(matcher.made)))
