"""A seller account as GeM's own report shows it, and what it proves. Pure.

Source: stage table and counting rules of the GeM Cell; trap of the accounts that Udyam made by itself.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Literal

Status = Literal["complete", "incomplete", "auto", "deactivated", "unknown"]
"""``auto``: made from Udyam by the portals, nobody ever logged in. ``unknown``: a word that is not known."""
PRODUCTIVE_ORDERS = 2
PRODUCTIVE_WITHIN = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class GemAccount:
    """One account in the report. None is what the report does not show."""

    seller_id: str
    name: str
    business_type: str | None = None
    pan: str | None = None
    """Only where the report shows all of it, or inside the GSTIN."""
    gstin: str | None = None
    udyam: str | None = None
    masked_pan: str | None = None
    masked_mobile: str | None = None
    masked_email: str | None = None
    mobile: str | None = None
    email: str | None = None
    is_mse: int | None = None
    is_startup: int | None = None
    women_owned: int | None = None
    sc_st: int | None = None
    """SC or ST: the report does not say which."""
    account_on: str | None = None
    """Day on which the account was made, ISO."""
    status: Status = "unknown"
    district_code: str | None = None
    pin: str | None = None
    category: str | None = None
    catalogues: int | None = None
    orders: int | None = None
    """Since the account was made."""
    order_value_rs: int | None = None
    last_login_on: str | None = None

    @property
    def has_key(self) -> bool:
        """Whether anything in it could say which firm it is, beside its name."""
        shown = (self.pan, self.gstin, self.udyam, self.masked_pan, self.masked_mobile, self.masked_email)
        return any((*shown, self.mobile, self.email))


FACTS: tuple[str, ...] = tuple(field.name for field in fields(GemAccount) if field.name != "seller_id")
"""What a later report may say otherwise."""
STATUS_WORDS: dict[str, Status] = {
    "complete": "complete", "completed": "complete", "profile complete": "complete", "100%": "complete", "पूर्ण": "complete",
    "active": "complete", "incomplete": "incomplete", "profile incomplete": "incomplete", "pending": "incomplete",
    "in progress": "incomplete", "अपूर्ण": "incomplete", "auto registered": "auto", "auto-registered": "auto", "auto": "auto",
    "स्वतः पंजीकृत": "auto", "deactivated": "deactivated", "inactive": "deactivated", "suspended": "deactivated",
    "blocked": "deactivated", "निष्क्रिय": "deactivated", "निलम्बित": "deactivated",
}  # fmt: skip
"""Folded words of the report to the status."""


def proved_stage(account: GemAccount, as_on: date) -> str | None:
    """The highest stage that the report proves; None for an account that proves no work of anybody (auto, deactivated).

    An order is an order; ``productive`` wants two of them within a year, and the report gives no days of orders: so it is
    proved only for an account that is no older than a year itself.
    """
    if account.status in ("auto", "deactivated"):
        return None
    if account.orders:
        return "productive" if account.orders >= PRODUCTIVE_ORDERS and _is_young(account, as_on) else "first_order"
    if account.catalogues:
        return "catalogue_live"
    return "profile_complete" if account.status == "complete" else "account_created"


def _is_young(account: GemAccount, as_on: date) -> bool:
    return account.account_on is not None and date.fromisoformat(account.account_on) > as_on - PRODUCTIVE_WITHIN
