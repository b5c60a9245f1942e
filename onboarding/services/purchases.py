"""Purchases outside GeM: one with its history, lists of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from onboarding.db import purchases as db
from onboarding.errors import NotFound
from onboarding.services.writing import WritePath

PAGE = 500

Record = dict[str, Any]
"""The columns of a row by name; days ISO, sums in rupees, unknown None."""


@dataclass(frozen=True, slots=True)
class PurchaseDetail:
    """One purchase with its history."""

    purchase: Record
    events: list[Record]


class Purchases:
    """The door to purchases outside GeM."""

    def __init__(self, writing: WritePath) -> None:
        self._writing = writing

    def detail(self, purchase_id: int) -> PurchaseDetail:
        """One purchase.

        Raises:
            NotFound: There is none with this number.
        """
        with self._writing.database.read() as connection:
            found = db.purchase(connection, purchase_id)
            if found is None:
                raise NotFound("purchase.none", id=purchase_id)
            return PurchaseDetail(found, db.events(connection, purchase_id))

    def page(self, *, department: str = "", district: str = "", status: str = "", limit: int = PAGE) -> list[Record]:
        """Purchases, the newest first; "" leaves a condition out."""
        with self._writing.database.read() as connection:
            return db.page(connection, department, district, status, limit)
