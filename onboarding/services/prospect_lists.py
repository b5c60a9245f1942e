"""Lists of Udyam units that nobody has spoken to yet, from a file: into the same pool as those that the registry's server gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from onboarding.db import prospects as db
from onboarding.db.connection import Connection
from onboarding.domain.found import NOTHING, Found
from onboarding.domain.prospects import Prospect, ProspectKey
from onboarding.services.kinds import Pen, Places, RecordKind
from onboarding.services.record_plan import Added, RecordMatcher

if TYPE_CHECKING:
    from onboarding.files.listing import Listing
    from onboarding.files.record_reader import RecordReader, RecordRow


class ProspectMatcher(RecordMatcher):
    """Decides about units: the pool holds one, or it does not; the registry's word of a unit never changes ours."""

    def __init__(self, connection: Connection) -> None:
        super().__init__()
        self._connection = connection
        self._known: dict[ProspectKey, int] = {}
        self.seen: set[int] = set()
        """Prospects of the pool that stand in the list again."""

    def prepare(self, rows: Sequence[RecordRow]) -> None:
        """Look the whole list up at once."""
        self._known = db.known(self._connection, {prospect_of(row.values).key for row in rows if row.reject is None})

    def find(self, values: Mapping[str, Any]) -> Found:
        """By district, name, PIN and day of registration."""
        entity = self._known.get(prospect_of(values).key)
        if entity is None:
            return NOTHING
        if entity > 0:
            self.seen.add(entity)
        return Found("certain", entity)

    def add(self, entity: int, values: Mapping[str, Any]) -> None:
        """Note it for the rows after it."""
        self._known[prospect_of(values).key] = entity

    def stored(self, _entity: int) -> Mapping[str, Any]:
        """Nothing of it is compared."""
        return {}

    def addition(self, _entity: int, _have: Mapping[str, Any], _values: Mapping[str, Any]) -> Added:
        """Nothing."""
        return Added({})


class ProspectLists(RecordKind):
    """``--kind prospects``."""

    name = "prospects"
    table = "prospect"
    shown = ("name", "pin")

    def codes(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Reasons and warnings."""
        from onboarding.files.prospects import REASONS, WARNINGS

        return REASONS, WARNINGS

    def reader(self, listing: Listing, places: Places, *, convert: bool) -> RecordReader:
        """Rows of units."""
        from onboarding.files.prospects import prospect_reader

        return prospect_reader(listing, districts=places.districts, today=places.today, conversion=convert)

    def matcher(self, connection: Connection, _places: Places) -> RecordMatcher:
        """Over the pool of now."""
        return ProspectMatcher(connection)

    def write(self, pen: Pen, matcher: RecordMatcher) -> list[int]:
        """New units set-wise; of the others that they were seen."""
        if not isinstance(matcher, ProspectMatcher):
            raise TypeError(type(matcher))
        first = pen.change.next_id("prospect")
        db.note_seen(pen.change, matcher.seen, today=pen.today)
        db.insert(pen.change, map(prospect_of, matcher.made), today=pen.today)
        return list(range(first, first + len(matcher.made)))


def prospect_of(values: Mapping[str, Any]) -> Prospect:
    """The unit in the values of a row."""
    return Prospect(**values)
