"""Everything that the record screen and its dialogs show of one seller, read in one go in a thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from onboarding.domain.blockers import papers_for
from onboarding.domain.records import Blocker, Lead

if TYPE_CHECKING:
    from onboarding.domain.calendar import OfficeCalendar
    from onboarding.domain.districts import Districts
    from onboarding.services.context import Services
    from onboarding.services.sellers import SellerDetail


@dataclass(frozen=True, slots=True)
class SellerView:
    """One lead with what is needed to word it."""

    detail: SellerDetail
    staff: Mapping[int, str]
    """Names of all who work here, by number."""
    districts: Districts
    calendar: OfficeCalendar
    today: date

    @property
    def lead(self) -> Lead:
        """The lead itself."""
        return self.detail.lead

    @property
    def open_blockers(self) -> list[Blocker]:
        """Oldest first."""
        return [blocker for blocker in self.detail.blockers if blocker.cleared_on is None]

    def paper_states(self) -> dict[str, str]:
        """State of every paper that this kind of firm must show, in order; ``missing`` until ticked."""
        lead = self.lead
        ticked = {paper.code: paper.state for paper in self.detail.papers}
        wanted = papers_for(lead.business_type, startup=bool(lead.is_startup))
        return {code: ticked.get(code, "missing") for code in wanted}

    def next_missing(self) -> str | None:
        """The first paper that is still missing; None when the checklist is complete."""
        return next((code for code, state in self.paper_states().items() if state == "missing"), None)

    def age(self, stored: str) -> int:
        """Days from a stored day until today."""
        return (self.today - date.fromisoformat(stored[:10])).days


def read_view(services: Services, lead_id: int) -> SellerView:
    """Read it; blocks, so call it in a thread.

    Raises:
        NotFound: The lead is gone.
    """
    return SellerView(
        services.sellers.detail(lead_id),
        {member.id: member.name for member in services.office.staff()},
        services.office.districts,
        services.office.calendar(),
        services.clock.today(),
    )
