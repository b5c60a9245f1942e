"""A record as a few lines of text, for the clipboard: what one sends to a colleague."""

from __future__ import annotations

from onboarding.screens.brief import brief_lines
from onboarding.screens.seller_view import SellerView
from onboarding.widgets.plain import drawn
from onboarding.wording import field_label, value_text

_LINES = ("owner_name", "mobile", "alt_mobile", "email", "district_code", "stage", "udyam", "gstin")


def record_text(view: SellerView) -> str:
    """Name, how to reach it, where it stands, the brief. PAN and bank stay out: this text leaves the house."""
    lead = view.lead
    names = " / ".join(dict.fromkeys(filter(None, (lead.name, lead.name_hi))))
    facts = [
        f"{field_label(name)}: {value_text(name, value, districts=view.districts)}"
        for name in _LINES
        if (value := getattr(lead, name)) not in (None, "")
    ]
    return "\n".join(drawn(part) for part in (names, *facts, *brief_lines(view)) if part)
