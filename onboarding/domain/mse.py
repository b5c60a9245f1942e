"""Whether a firm is a micro or small enterprise, by the law of the day.

A medium enterprise is an MSME, but no MSE. Both limits must hold, so the higher of the two classes
decides. The class on the Udyam certificate wins over the computed one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

EnterpriseClass = Literal["micro", "small", "medium", "large"]
CRORE = 10_000_000


@dataclass(frozen=True, slots=True)
class Threshold:
    """The most investment and turnover, in rupees and inclusive, of a class since a day."""

    since: date
    enterprise_class: EnterpriseClass
    investment_rs: int
    turnover_rs: int
    source: str


_JULY_2020, _APRIL_2025 = date(2020, 7, 1), date(2025, 4, 1)
_ORDER_2020 = "S.O. 2119(E), 26.06.2020"
_ORDER_2025 = "S.O. 1364(E), 21.03.2025"
THRESHOLDS: tuple[Threshold, ...] = (
    Threshold(_JULY_2020, "micro", 1 * CRORE, 5 * CRORE, _ORDER_2020),
    Threshold(_JULY_2020, "small", 10 * CRORE, 50 * CRORE, _ORDER_2020),
    Threshold(_JULY_2020, "medium", 50 * CRORE, 250 * CRORE, _ORDER_2020),
    Threshold(_APRIL_2025, "micro", 25 * CRORE // 10, 10 * CRORE, _ORDER_2025),
    Threshold(_APRIL_2025, "small", 25 * CRORE, 100 * CRORE, _ORDER_2025),
    Threshold(_APRIL_2025, "medium", 125 * CRORE, 500 * CRORE, _ORDER_2025),
)
"""In order of day, then of size. A new order adds rows; none is ever changed."""

NOT_CHECKED, CLAIMED, FORMAT_OK = "not_checked", "claimed", "udyam_format_ok"
VERIFIED, NOT_MSE, LAPSED = "verified", "not_mse", "lapsed"
STATUSES: tuple[str, ...] = (NOT_CHECKED, CLAIMED, FORMAT_OK, VERIFIED, NOT_MSE, LAPSED)
"""What is known of a firm's standing; ``verified``: certificate or portal seen, by whom, when."""

MSE_CLASSES = frozenset({"micro", "small"})


def rule_on(day: date) -> tuple[Threshold, ...]:
    """The thresholds in force on a day, by size; empty before 1 July 2020."""
    since = max((row.since for row in THRESHOLDS if row.since <= day), default=None)
    return tuple(row for row in THRESHOLDS if row.since == since)


def class_on(day: date, investment_rs: int | None, turnover_rs: int | None) -> EnterpriseClass | None:
    """The class by the rule of the day; None if a figure is missing or no rule is known.

    Turnover is without exports.
    """
    rows = rule_on(day)
    if investment_rs is None or turnover_rs is None or not rows:
        return None
    if investment_rs < 0 or turnover_rs < 0:
        return None
    for row in rows:
        if investment_rs <= row.investment_rs and turnover_rs <= row.turnover_rs:
            return row.enterprise_class
    return "large"


def claimed_status(udyam: str | None, enterprise_class: str | None) -> str | None:
    """What a lead's own statement gives: an Udyam number of right form, or only a class; None when it says nothing."""
    if enterprise_class in ("medium", "large"):
        return NOT_MSE
    if udyam:
        return FORMAT_OK
    return CLAIMED if enterprise_class else None


def status_after(status: str, before: str | None, udyam: str | None, enterprise_class: str | None) -> str | None:
    """The status once the Udyam number of a firm is another one or none; None when it stays.

    What was seen was the certificate of that number: without it, or with another, nothing has been seen. A firm that is
    no MSE, or whose registration lapsed, stays so. Source: S.O. 2119(E), 26.06.2020, para 5: the permanent identity of an
    enterprise is its Udyam Registration Number, and the certificate is issued for it.
    """
    if status not in (VERIFIED, FORMAT_OK) or before is None or before == udyam:
        return None
    after = claimed_status(udyam, enterprise_class) or NOT_CHECKED
    return None if after == status else after


def is_mse(status: str, enterprise_class: str | None) -> bool | None:
    """Whether the firm is an MSE as far as is known: micro or small, by its own word or verified.

    False for ``not_mse``, ``lapsed`` and a class above small; None while it is not known. What counts in the figures is
    another question: only ``verified`` does (``domain.stages.mse_counted``).
    """
    if status in (NOT_MSE, LAPSED) or enterprise_class in ("medium", "large"):
        return False
    if status in (CLAIMED, FORMAT_OK, VERIFIED) and enterprise_class in MSE_CLASSES:
        return True
    return None


@dataclass(frozen=True, slots=True)
class MseView:
    """Certificate against figures, for a hint; all codes, the front end has the sentences."""

    certificate: str | None
    computed: EnterpriseClass | None
    deciding: str | None
    """The class that counts: the certificate's, else the computed one."""
    differs: bool
    rule_since: date | None
    rule_source: str | None


def mse_view(day: date, certificate: str | None, investment_rs: int | None, turnover_rs: int | None) -> MseView:
    """How the class on the certificate stands to the one that the figures give on a day."""
    rows = rule_on(day)
    computed = class_on(day, investment_rs, turnover_rs)
    return MseView(
        certificate=certificate,
        computed=computed,
        deciding=certificate or computed,
        differs=bool(certificate and computed and certificate != computed),
        rule_since=rows[0].since if rows else None,
        rule_source=rows[0].source if rows else None,
    )
