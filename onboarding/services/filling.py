"""Fields of a list into a lead that stands: what its own statement says of its MSE status comes along."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from onboarding.db import leads as db
from onboarding.domain.mse import NOT_CHECKED, claimed_status

if TYPE_CHECKING:
    from onboarding.db.journal import ChangeSet


def fill_lead(change: ChangeSet, lead_id: int, fields: Mapping[str, Any], more: Iterable[str], today: str) -> None:
    """Write fields and further mobile numbers; the stage is left alone. ``today``: ISO."""
    wanted = dict(fields)
    lead = db.lead(change.connection, lead_id)
    if lead is not None and lead.mse_status == NOT_CHECKED:
        udyam = wanted.get("udyam", lead.udyam)
        status = claimed_status(udyam, wanted.get("enterprise_class", lead.enterprise_class))
        if status is not None:
            wanted |= {"mse_status": status, "mse_on": today}
    change.update("lead", lead_id, wanted)
    for number in more:
        change.insert("lead_person", {"lead_id": lead_id, "mobile": number})
