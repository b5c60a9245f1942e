"""A prospect in words, for screens and commands alike. Belongs to the front ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onboarding.i18n import language, tr
from onboarding.wording import day_text, field_label

if TYPE_CHECKING:
    from onboarding.domain.districts import Districts
    from onboarding.services.prospects import Stored


def facts(prospect: Stored, districts: Districts) -> list[tuple[str, str]]:
    """(label, value) of what is known of it, in the order of the record; what is not known is left out."""
    given = [
        (tr("prospects.number"), f"{prospect.id}"),
        (field_label("name"), prospect.name),
        (field_label("district_code"), districts.name_of(prospect.district_code, language()) or prospect.district_code),
        (field_label("pin"), prospect.pin),
        (field_label("address"), prospect.address),
        (field_label("nic"), prospect.nic),
        (field_label("activities"), prospect.activities),
        (field_label("registered_on"), _day(prospect.registered_on)),
        (field_label("first_seen_on"), _day(prospect.first_seen_on)),
        (tr("prospects.last_seen"), _day(prospect.last_seen_on or "")),
        (tr("prospects.lead"), f"#{prospect.became_lead_id}" if prospect.became_lead_id is not None else ""),
    ]
    return [(label, value) for label, value in given if value]


def _day(stored: str) -> str:
    return day_text(stored) if stored else ""
