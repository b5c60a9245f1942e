"""Lists of purchases outside GeM: which notice is which purchase, corrigenda, second calls, and how they are written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from onboarding.db import offices as offices_db
from onboarding.db import purchases as db
from onboarding.db.connection import Connection
from onboarding.domain.found import Found
from onboarding.domain.office_match import OfficeKeys
from onboarding.domain.purchases import CONFLICTING, PurchaseKeys, addition
from onboarding.services.kinds import Pen, Places, RecordKind
from onboarding.services.record_plan import Added, RecordMatcher

if TYPE_CHECKING:
    from onboarding.files.listing import Listing
    from onboarding.files.record_reader import RecordReader

_COLUMNS = (
    "tender_id", "reference_no", "department_code", "department_text", "office_id", "office_text", "district_code",
    "district_text", "published_on", "closing_on", "opening_on", "item", "value_rs", "emd_rs", "kind", "finding", "category",
    "category_found", "gemarpts_id", "remarks",
)  # fmt: skip


class PurchaseMatcher(RecordMatcher):
    """Decides about notices."""

    def __init__(self, connection: Connection) -> None:
        super().__init__()
        self._stored = db.everything(connection)
        self._keys = PurchaseKeys()
        self._offices = OfficeKeys()
        for entity, office in offices_db.everything(connection).items():
            self._offices.add(entity, office)
        for entity, values in self._stored.items():
            self._keys.add(entity, values)
        self.corrigenda: list[tuple[int, str, str]] = []
        """(entity, closing day before, closing day after)."""
        self.earlier: dict[int, int] = {}
        """Second calls: entity to the entity of the call before."""

    def refusal(self, values: dict[str, Any]) -> str | None:
        """None is refused; the office that a notice names is linked where only one is so called."""
        if values.get("office_text") is not None:
            place = (values.get("district_code"), values.get("department_code"))
            values["office_id"] = self._offices.named(None, values["office_text"], *place).entity
        return None

    def find(self, values: Mapping[str, Any]) -> Found:
        """By tender id, else by reference number with department and item."""
        return self._keys.find(values)

    def add(self, entity: int, values: Mapping[str, Any]) -> None:
        """Note it, and the call before it."""
        before = self._keys.earlier_call(values)
        if before is not None:
            self.earlier[entity] = before
        self._keys.add(entity, values)

    def stored(self, entity: int) -> Mapping[str, Any]:
        """A purchase that is there."""
        return self._stored[entity]

    def addition(self, entity: int, have: Mapping[str, Any], values: Mapping[str, Any]) -> Added:
        """Blanks; a later closing day."""
        added = addition(have, values)
        if added.closing is not None and added.closing[0] is not None:
            self.corrigenda.append((entity, added.closing[0], added.closing[1]))
        return Added(added.fields, added.conflicts)

    def doubts(self, entity: int, _values: Mapping[str, Any]) -> tuple[str, ...]:
        """A second call is told."""
        return ("second_call",) if entity in self.earlier else ()


class PurchaseLists(RecordKind):
    """``--kind purchases``."""

    name = "purchases"
    table = "purchase"
    shown = ("item", "tender_id")

    def codes(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Reasons and warnings."""
        from onboarding.files.purchases import REASONS, WARNINGS

        return REASONS, (*WARNINGS, "second_call", *(f"conflict_{name}" for name in CONFLICTING))

    def reader(self, listing: Listing, places: Places, *, convert: bool) -> RecordReader:
        """Rows of notices."""
        from onboarding.files.purchases import purchase_reader

        return purchase_reader(listing, districts=places.districts, departments=places.departments, conversion=convert)

    def matcher(self, connection: Connection, _places: Places) -> RecordMatcher:
        """Over what is known now."""
        return PurchaseMatcher(connection)

    def write(self, pen: Pen, matcher: RecordMatcher) -> list[int]:
        """Purchases set-wise, then filled blanks and corrigenda."""
        if not isinstance(matcher, PurchaseMatcher):
            raise TypeError(type(matcher))
        change = pen.change
        first = change.next_id("purchase")
        ids = list(range(first, first + len(matcher.made)))
        before = {entity: _id(ids, call) for entity, call in matcher.earlier.items()}
        rows = (
            (*(values.get(name) for name in _COLUMNS), before.get(-ordinal), "import", pen.today, pen.batch)
            for ordinal, values in enumerate(matcher.made, start=1)
        )
        change.insert_range("purchase", (*_COLUMNS, "earlier_id", "source", "status_on", "batch_id"), rows)
        for done, (entity, fields) in enumerate(matcher.touched.items(), start=1):
            change.update("purchase", entity, fields)
            pen.tick(done, len(matcher.touched))
        events = (
            (_id(ids, entity), "corrigendum", pen.today, pen.stamp, pen.staff, *days)
            for entity, *days in matcher.corrigenda
        )
        change.insert_range(
            "purchase_event",
            ("purchase_id", "kind", "event_on", "entered_at", "staff_id", "from_value", "to_value"),
            events,
        )
        return ids


def _id(ids: list[int], entity: int) -> int:
    return entity if entity > 0 else ids[-entity - 1]
