"""Why a seller does not get onto GeM: codes, and who has to act first.

Source: office practice, with GeM's published prerequisites.
"""

from __future__ import annotations

OWNERS: tuple[str, ...] = (
    "seller",
    "cell",
    "dic",
    "gem",
    "bank",
    "uidai",
    "ca",
    "rites",
    "department",
)

BLOCKERS: dict[str, str] = {
    "aadhaar_mobile": "seller", "aadhaar_pan_name": "seller", "pan_invalid": "seller", "keyperson_not_in_itr": "seller",
    "itr_missing": "ca", "gst_none": "seller", "gst_inactive": "ca", "udyam_none": "dic", "udyam_mobile": "seller",
    "udyam_pan": "dic", "old_uam_only": "dic", "udyam_assist_only": "dic", "bank_mismatch": "bank", "email_exists": "gem",
    "credentials_lost": "gem", "auto_account": "cell", "caution_money": "seller", "vendor_assessment": "rites",
    "category_missing": "gem", "brand_rejected": "seller", "catalogue_rejected": "cell", "no_digital_skill": "dic",
    "agent_trouble": "cell", "payment_fear": "cell", "portal_down": "gem", "account_suspended": "gem", "not_needed": "seller",
    "other": "cell",
}  # fmt: skip
"""Code to the one who acts first."""

NOTE_NEEDED = frozenset({"other"})

PAPERS: tuple[str, ...] = (
    "aadhaar_linked", "pan_person", "pan_business", "gst", "udyam", "itr", "bank", "constitution", "brand", "photos_prices",
    "dpiit",
)  # fmt: skip
"""The document checklist, in the order in which GeM asks for it."""

_OF_TYPE: dict[str, frozenset[str]] = {
    "proprietorship": frozenset({"pan_business", "constitution"}),
    "government": frozenset({"udyam", "itr", "brand", "dpiit"}),
}
_OPTIONAL = frozenset({"brand", "dpiit"})


def papers_for(business_type: str | None, *, startup: bool = False) -> tuple[str, ...]:
    """The papers that a firm of this type must show, in order; brand papers are never required, DPIIT's only of a start-up.

    Source: "Pre-requisites for GeM seller registration", v1.2.
    """
    without = _OF_TYPE.get(business_type or "", frozenset()) | (_OPTIONAL - ({"dpiit"} if startup else set()))
    return tuple(code for code in PAPERS if code not in without)
