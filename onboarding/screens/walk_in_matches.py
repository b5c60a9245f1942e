"""Who is in the book already while a walk-in is registered; reads and the one write, for a worker thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from onboarding.domain.matching import Candidate, Key
from onboarding.domain.records import Lead
from onboarding.domain.walk_in import WalkIn
from onboarding.errors import KnownFirm
from onboarding.services.matching import match

if TYPE_CHECKING:
    from onboarding.services.context import Services
    from onboarding.services.sellers import NextStep

SHOWN = 6
WHOLE = 10
"""Digits of a whole number."""


@dataclass(frozen=True, slots=True)
class Matches:
    """Leads that the line may mean."""

    leads: tuple[Lead, ...] = ()
    """The certain one first."""
    certain: int | None = None
    """The lead that it is, proved by an identifier; a new one is refused then."""
    key: Key | None = None
    """What proves it, or raises the doubt."""
    number: str = ""
    """Digits that were typed."""

    @property
    def is_whole_number(self) -> bool:
        """Whether a whole number was typed, not only its beginning."""
        return len(self.number) >= WHOLE


def find_matches(services: Services, walk_in: WalkIn) -> Matches:
    """Leads with the typed number (or, from six digits on, with its beginning), and what the ladder of keys says."""
    lists, number = services.lists, walk_in.number
    found = lists.by_number(number, limit=SHOWN) if len(number) >= WHOLE else lists.starting_with(number, limit=SHOWN)
    said = match(services.database, Candidate.of(walk_in.values))
    leads = {lead.id: lead for lead in found}
    for lead_id in (*((said.lead_id,) if said.lead_id is not None else ()), *said.candidates[:SHOWN]):
        leads.setdefault(lead_id, services.sellers.get(lead_id))
    ordered = sorted(leads.values(), key=lambda lead: lead.id != said.lead_id)
    return Matches(tuple(ordered), said.lead_id, said.key, number)


def register_new(services: Services, values: Mapping[str, Any], step: NextStep) -> Lead | KnownFirm:
    """The new lead; or, when a colleague was quicker, what forbids it.

    Raises:
        Refused: A rule of ``Sellers.register``.
    """
    try:
        return services.sellers.register(values, next_step=step)
    except KnownFirm as known:
        return known
