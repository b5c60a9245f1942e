"""GeM's figures month by month: what falls, and crore rupees to two decimals. Pure.

Figures are compared and stored in hundredths, so that 9,266.39 crore stays what was reported. Official figures may fall (accounts
that never logged in are removed): a fall is told, never refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from onboarding.domain.amounts import Unit
from onboarding.domain.calendar import financial_year
from onboarding.domain.figures import FROM_LEADS, OFFICIAL_ONLY

if TYPE_CHECKING:
    from decimal import Decimal

REPORTED: tuple[str, ...] = (*FROM_LEADS, "primary_users", "secondary_users", *OFFICIAL_ONLY)
"""Figures that GeM reports, in the order of the daily sheet."""
_RUPEES_IN_HUNDREDTH = int(Unit.CRORE) // 100
History = Mapping[tuple[str, str], int]
"""(ISO day, figure) to the figure in hundredths."""


def hundredths_of_crore(rupees: int) -> int:
    """Rupees as hundredths of a crore, rounded half up."""
    return (2 * rupees + _RUPEES_IN_HUNDREDTH) // (2 * _RUPEES_IN_HUNDREDTH)


def plain_value(hundredths: int) -> int | Decimal:
    """A figure as it is shown: whole where it is, else with two decimals."""
    whole, rest = divmod(hundredths, 100)
    if not rest:
        return whole
    from decimal import Decimal  # nearly every figure is whole, and whoever asks for the count should not wait for it

    return Decimal(hundredths) / 100


def fallen(history: History, days: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Which figures of these days are lower than those of the day before them; days without any are missing.

    The value of purchases runs within a financial year and starts anew in April: only a fall within the year is one.
    """
    wanted, found = set(days), dict[str, list[str]]()
    for figure in REPORTED:
        before: tuple[str, int] | None = None
        for day, value in sorted((day, value) for (day, name), value in history.items() if name == figure):
            if day in wanted and before is not None and value < before[1] and not _anew(figure, before[0], day):
                found.setdefault(day, []).append(figure)
            before = day, value
    return {day: tuple(figures) for day, figures in found.items()}


def _anew(figure: str, before: str, day: str) -> bool:
    if figure not in OFFICIAL_ONLY:
        return False
    return financial_year(date.fromisoformat(before)) != financial_year(date.fromisoformat(day))
