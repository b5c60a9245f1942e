"""What the program knows of a seller lead and of what happened to it. Frozen; made by the database layer, changed by nobody."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """A firm that the office wants on GeM. Dates are ISO days, instants UTC; None is unknown, never "no"."""

    id: int
    version: int
    created_at: str
    updated_at: str
    name: str
    """As written, without M/s and the like, in whichever script it came."""
    name_hi: str | None = None
    """In Devanagari, where known."""
    owner_name: str | None = None
    father_name: str | None = None
    business_type: str | None = None
    mobile: str | None = None
    """Ten digits; the best number first."""
    alt_mobile: str | None = None
    phone: str | None = None
    """A land line: digits with area code, no identifier."""
    email: str | None = None
    aadhaar_linked: int | None = None
    """Whether the key person's mobile is linked with Aadhaar; the number itself is never stored."""
    district_code: str | None = None
    tehsil: str | None = None
    block: str | None = None
    address: str | None = None
    pin: str | None = None
    pan: str | None = None
    gstin: str | None = None
    udyam: str | None = None
    uam: str | None = None
    cin: str | None = None
    dpiit: str | None = None
    gem_seller_id: str | None = None
    ifsc: str | None = None
    bank_verified: int | None = None
    enterprise_class: str | None = None
    """As certificate or list says; the computed class is shown beside it, never stored."""
    mse_status: str = "not_checked"
    mse_on: str | None = None
    activity: str | None = None
    nic: str | None = None
    products: str | None = None
    category_wanted: str | None = None
    is_odop: int | None = None
    investment_rs: int | None = None
    turnover_rs: int | None = None
    registered_on: str | None = None
    """Day of the Udyam or trade registration as the list says; not the day of the GeM account."""
    social_category: str | None = None
    women_owned: int | None = None
    divyang: int | None = None
    minority: int | None = None
    is_startup: int | None = None
    group_kind: str | None = None
    caution_money: str | None = None
    caution_money_on: str | None = None
    caution_money_note: str | None = None
    vendor_assessment: str | None = None
    source: str | None = None
    sponsor_department: str | None = None
    consent_note: str | None = None
    remarks: str | None = None
    do_not_call: int = 0
    gem_registered: int | None = None
    """What the firm's own list or the firm says of an account on GeM before our work."""
    stage: str = "new"
    stage_on: str = ""
    desk_id: int | None = None
    next_on: str | None = None
    next_at: str | None = None
    next_what: str | None = None
    next_by: int | None = None
    batch_id: int | None = None
    last_contact_on: str | None = None
    contact_count: int = 0
    counted_on: str | None = None
    counted_by: int | None = None
    counted_evidence: str | None = None
    mse_counted_on: str | None = None


EDITABLE: tuple[str, ...] = (
    "name", "name_hi", "owner_name", "father_name", "business_type", "mobile", "alt_mobile", "phone", "email",
    "aadhaar_linked", "district_code", "tehsil", "block", "address", "pin", "pan", "gstin", "udyam", "uam", "cin", "dpiit",
    "gem_seller_id", "ifsc", "bank_verified", "enterprise_class", "activity", "nic", "products", "category_wanted", "is_odop",
    "investment_rs", "turnover_rs", "registered_on", "social_category", "women_owned", "divyang", "minority", "is_startup",
    "group_kind", "caution_money", "caution_money_on", "caution_money_note", "vendor_assessment", "source",
    "sponsor_department", "consent_note", "remarks", "do_not_call", "gem_registered",
)  # fmt: skip
"""Fields that staff edit in place; stage, MSE status, next step and desk have verbs of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A further person or number of a firm."""

    id: int
    lead_id: int
    name: str | None
    role: str | None
    mobile: str | None
    email: str | None
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocker:
    """What keeps a seller from registering: a code, who must act, since when."""

    id: int
    lead_id: int
    code: str
    note: str | None
    raised_on: str
    owner: str
    expected_on: str | None
    cleared_on: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One line of the document checklist."""

    id: int
    lead_id: int
    code: str
    state: str
    seen_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """A lead that went into another one."""

    id: int
    lead_id: int
    """The lead that has its firm now."""
    gone_id: int
    gone_name: str
    merged_at: str
    """UTC."""
    who: str
    staff_id: int | None
    reason: str
    taken: tuple[str, ...]
    """Fields for which the value of the one that went was chosen."""
    change_id: int
    """The journal entry in which a person merged them."""
    first_row: int
    """Where its rows begin in the journal; later than that entry once it was laid anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """One thing that happened to a lead; newest first in a timeline."""

    kind: str
    """``contact``, ``stage``, ``mse``, ``blocker_raised``, ``blocker_cleared``, ``import``, ``merge``, ``edit``."""
    on: str
    """The day it happened."""
    entered_at: str
    who: str
    code: str
    """Outcome, stage, MSE status, blocker code, the verb of an edit, or number and name of the lead that was merged."""
    detail: str
    """The note, reason or list of fields, as plain text."""
    evidence: str | None = None
    id: int = 0
