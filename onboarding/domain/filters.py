"""Which sellers a list shows: one frozen description that a screen, a command, a figure and Today's lines all use."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

NextStep = Literal["any", "none", "overdue", "today", "upcoming"]
SortKey = Literal[
    "entered", "name", "district", "stage", "mobile", "next", "contact", "mse", "stuck", "found",
]  # fmt: skip
"""``found`` is the order of a search's likeness; ``stuck`` the longest in its stage first; ``entered`` newest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SellerFilter:
    """A population of sellers. Empty fields do not restrict; all given ones must hold."""

    text: str = ""
    """As typed into the search field: a name in either script, any part of a number or identifier."""
    stages: tuple[str, ...] = ()
    district: str = ""
    division: str = ""
    """English name of the revenue division."""
    mse: str = ""
    """An MSE status, or ``yes`` for micro and small as claimed or verified."""
    desk: int | None = None
    next_step: NextStep = "any"
    """``none``: on the ladder, not yet productive, without a date. The other three: by ``next_on`` against ``today``."""
    next_by: int | None = None
    today: str = ""
    """ISO day that ``next_step`` is measured against."""
    blocker: str = ""
    """An open blocker of this code; ``any`` for any open one."""
    batch: int | None = None
    """Leads that an import run made."""
    worked: bool = False
    """Only leads between contacted and first order."""
    stuck_before: str = ""
    """Only leads that stand in their stage since before this ISO day."""
    figure: str = ""
    """Only leads that a figure counts: a word of ``domain.figures.FROM_LEADS``, or ``calls`` for the
    leads that were called (each once, however many calls)."""
    from_on: str = ""
    to_on: str = ""
    """First and last day of the figure, both included."""
    counted_by: int | None = None
    """Who is named for the registration (or made the call); 0 for nobody."""
    evidence: tuple[str, ...] = ()
    sort: SortKey = "entered"
    descending: bool = False
    places: Literal["en", "hi"] = "en"
    """The names by which ``sort="district"`` orders: those of the language that is shown."""

    def but(self, **changes: object) -> SellerFilter:
        """The same population with other fields."""
        return replace(self, **changes)  # type: ignore[arg-type]
