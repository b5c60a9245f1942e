"""Populations of sellers for lists: ids in an order, rows for the screen, look-ups by number and by text."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from onboarding.db import search
from onboarding.db.connection import Connection, Database
from onboarding.db.list_rows import list_rows
from onboarding.domain.filters import SellerFilter
from onboarding.services.clock import Clock

if TYPE_CHECKING:
    from onboarding.domain.records import Lead

_GONE = ("", None, None, None, None, "new", "", "not_checked", None, None, None, None, 0, "", 0)
"""What a list shows in place of a lead that was deleted since its ids were read."""


@dataclass(frozen=True, slots=True)
class SellerRow:
    """What a list shows of one lead; raw values, the front end words them."""

    id: int
    name: str
    name_hi: str | None
    owner_name: str | None
    mobile: str | None
    district_code: str | None
    stage: str
    stage_on: str
    mse_status: str
    enterprise_class: str | None
    next_on: str | None
    next_what: str | None
    last_contact_on: str | None
    contact_count: int
    desk: str
    open_blockers: int


class SellerLists:
    """The door to lists of sellers."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def ids(self, wanted: SellerFilter) -> array[int]:
        """The ids of a population in its order, 8 bytes each; blocks for as long as SQLite takes."""
        today = wanted.today or self._clock.today().isoformat()
        with self._database.read() as connection:
            return search.ids_of(connection, wanted.but(today=today))

    def count(self, wanted: SellerFilter) -> int:
        """How many leads a population holds."""
        if wanted.text.strip():
            return len(self.ids(wanted))
        today = wanted.today or self._clock.today().isoformat()
        with self._database.read() as connection:
            return search.count(connection, wanted.but(today=today))

    def rows(self, ids: Sequence[int]) -> list[SellerRow]:
        """The rows for these ids in their order; a lead that is gone leaves a row with an empty name."""
        with self._database.read() as connection:
            return rows_of(connection, ids)

    def by_number(self, digits: str, *, limit: int = 50) -> list[Lead]:
        """Leads whose number ends with these digits (at least three), touched ones first; for the look-up while typing."""
        from onboarding.domain.search import phone_tail

        with self._database.read() as connection:
            ids = search.by_number(connection, phone_tail(digits), limit=limit)
            return _leads(connection, ids)

    def starting_with(self, digits: str, *, limit: int = 8) -> list[Lead]:
        """Leads whose mobile begins with these digits (at least six), touched ones first: while it is typed from its start."""
        with self._database.read() as connection:
            ids = search.by_number_start(connection, digits, limit=limit)
            return _leads(connection, ids)

    def tally(self, by: Literal["stage", "district", "desk"], wanted: SellerFilter) -> dict[str, int] | None:
        """How many leads of a population each stage, district ("" for none) or desk ("0" for none) has; costs the same at any size.

        None when the population is restricted by more than stages, district and desk: counting it would mean to read it.
        """
        plain = SellerFilter(
            stages=wanted.stages, district=wanted.district, desk=wanted.desk, today=wanted.today,
            sort=wanted.sort, descending=wanted.descending,
        )  # fmt: skip
        if wanted != plain:
            return None
        with self._database.read() as connection:
            return search.tally(connection, by, wanted)

    def find(self, text: str, *, limit: int = 20) -> list[Lead]:
        """Leads that fit a typed text, likeliest first: name in either script, number, PAN, GSTIN, Udyam, any part."""
        with self._database.read() as connection:
            ids = search.found_ids(connection, text)[:limit]
            return _leads(connection, ids)


def rows_of(connection: Connection, ids: Sequence[int]) -> list[SellerRow]:
    """The rows for these ids in their order; a lead that is gone leaves a row with an empty name."""
    found: dict[int, tuple[Any, ...]] = list_rows(connection, ids)
    return [SellerRow(lead_id, *found.get(lead_id, _GONE)) for lead_id in ids]


def _leads(connection: Connection, ids: Sequence[int]) -> list[Lead]:
    from onboarding.db import leads

    found = leads.leads(connection, ids) if ids else {}
    return [found[lead_id] for lead_id in ids if lead_id in found]
