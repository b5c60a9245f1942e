"""One row of GeM's own report of sellers: what the account is, what is doubtful in it, and why the row is refused.

PAN, mobile and e-mail are masked in such reports; one that is shown whole is read as what it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from onboarding.domain.dates import file_date
from onboarding.domain.districts import Districts
from onboarding.domain.flags import yes_no
from onboarding.domain.gem_accounts import STATUS_WORDS
from onboarding.domain.identifiers import (
    check_email,
    check_gem_seller_id,
    check_gstin,
    check_mobile,
    check_pan,
    check_udyam,
    gstin_state,
    is_blank,
    pan_of_gstin,
)
from onboarding.domain.masks import as_email_mask, as_mask, is_masked
from onboarding.domain.names import display_name
from onboarding.domain.text import clean, fold
from onboarding.files.cell_parsers import (
    CELL,
    EXACT,
    KEPT,
    Parser,
    Values,
    Warn,
    amount,
    checked,
    day,
    district,
    pin,
    state,
    text,
    word,
)
from onboarding.files.listing import Listing
from onboarding.files.record_reader import RecordReader
from onboarding.files.sellers import UP
from onboarding.files.table import MALFORMED

NO_SELLER_ID, NO_NAME, OUT_OF_STATE = "no_seller_id", "no_name", "out_of_state"
REASONS = (NO_SELLER_ID, NO_NAME, MALFORMED, OUT_OF_STATE)
"""Why a row is rejected."""
WARNINGS = (
    "gem_seller_id_shape", "invalid_gstin", "gstin_repaired", "gstin_other_state", "invalid_udyam", "invalid_pan",
    "invalid_mobile", "invalid_email", "invalid_pin", "pin_outside_up", "invalid_date", "invalid_amount", "excel_error",
    "aadhaar_masked", "unresolved_district", "ambiguous_district", "unknown_status", "no_key",
)  # fmt: skip
"""What is doubtful in an accepted row."""
KEYS = ("pan", "gstin", "udyam", "masked_pan", "masked_mobile", "masked_email", "mobile", "email")
"""What could say which firm it is, beside its name."""
_ID_LENGTH = 16

_TYPES = (
    ("proprietor", "proprietorship"), ("प्रोपराइटर", "proprietorship"), ("individual", "proprietorship"), ("company", "company"),
    ("limited", "company"), ("कम्पनी", "company"), ("partner", "firm"), ("llp", "firm"), ("firm", "firm"), ("फर्म", "firm"),
    ("trust", "trust"), ("society", "trust"), ("समिति", "trust"), ("association", "trust"), ("government", "government"),
    ("govt", "government"),
)  # fmt: skip
"""A part of the word for the kind of organisation, and the business type; the first that fits."""


class GemSellerReader(RecordReader):
    """Reads row after row of one report."""

    def __init__(self, listing: Listing, districts: Districts, *, conversion: bool) -> None:
        parsers: dict[str, tuple[int, Parser]] = {**_FIXED, "district": (EXACT, district(districts))}
        super().__init__(listing, parsers, _judge, conversion=conversion)
        self._ids = [column.index for column in listing.columns if column.field == "seller_id"]

    def _safe(self, exact: list[str], warn: Warn) -> list[str]:
        """Secrets masked, but for seller ids: one of sixteen digits may look like an Aadhaar virtual id by chance."""
        hidden = list(exact)
        for index in self._ids:
            if index < len(hidden) and len(check_gem_seller_id(hidden[index]).value or "") == _ID_LENGTH:
                hidden[index] = ""
        texts = super()._safe(hidden, warn)
        return [safe or cell for cell, safe in zip(exact, texts, strict=True)]


def _judge(values: Values, warn: Warn) -> str | None:
    gstin, place = values.get("gstin"), values.pop("district_text", None)
    unresolved = place is not None and values.get("district_code") is None
    foreign = gstin is not None and gstin_state(gstin) != UP
    outside = values.pop("other_state", False) or (unresolved and foreign)
    if values.get("seller_id") is None:
        return NO_SELLER_ID
    if values.get("name") is None:
        return NO_NAME
    if outside:
        return OUT_OF_STATE
    if unresolved:
        warn("unresolved_district")
    if foreign:
        warn("gstin_other_state")
    if gstin is not None and values.get("pan") is None:
        values["pan"] = pan_of_gstin(gstin)
    if not any(values.get(key) for key in KEYS):
        warn("no_key")
    return None


def _name(cell: str, values: Values, _warn: Warn) -> None:
    written = clean(cell)
    if not is_blank(written):
        values["name"] = display_name(written) or None


def _type_of(cell: str) -> str | None:
    folded = fold(clean(cell))
    return next((found for part, found in _TYPES if fold(part) in folded), None)


def _shown(parser: Parser) -> Parser:
    """Reads only what is shown whole: a masked number is no wrong one."""

    def parse(cell: str, values: Values, warn: Warn) -> None:
        if not is_masked(cell):
            parser(cell, values, warn)

    return parse


def _pan(cell: str, values: Values, warn: Warn) -> None:
    mask = as_mask(cell, size=10)
    if mask is not None:
        values["masked_pan"] = mask
    else:
        _shown(checked("pan", check_pan))(cell, values, warn)


def _mobile(cell: str, values: Values, warn: Warn) -> None:
    mask = as_mask(cell, size=10)
    if mask is not None:
        values["masked_mobile"] = mask
    else:
        _shown(checked("mobile", check_mobile))(cell, values, warn)


def _email(cell: str, values: Values, warn: Warn) -> None:
    mask = as_email_mask(cell)
    if mask is not None:
        values["masked_email"] = mask
    else:
        checked("email", check_email)(cell, values, warn)


def _flag(cell: str) -> int | None:
    answer = yes_no(cell)
    return None if answer is None else int(answer)


def _status(cell: str, values: Values, warn: Warn) -> None:
    if is_blank(cell):
        return
    values["status"] = _STATUS.get(fold(clean(cell)), "unknown")
    if values["status"] == "unknown":
        warn("unknown_status")


_STATUS = {fold(word): status for word, status in STATUS_WORDS.items()}
_FIXED: dict[str, tuple[int, Parser]] = {
    "seller_id": (EXACT, checked("seller_id", check_gem_seller_id)),
    "name": (KEPT, _name),
    "business_type": (EXACT, word("business_type", _type_of, None)),
    "masked_pan": (EXACT, _pan),
    "gstin": (EXACT, _shown(checked("gstin", check_gstin))),
    "udyam": (EXACT, _shown(checked("udyam", check_udyam))),
    "is_mse": (EXACT, word("is_mse", _flag, None)),
    "is_startup": (EXACT, word("is_startup", _flag, None)),
    "women_owned": (EXACT, word("women_owned", _flag, None)),
    "sc_st": (EXACT, word("sc_st", _flag, None)),
    "account_on": (CELL, day("account_on", None)),
    "status": (EXACT, _status),
    "state": (EXACT, state),
    "pin": (EXACT, pin),
    "category": (KEPT, text("category")),
    "catalogues": (EXACT, amount("catalogues", None)),
    "orders": (EXACT, amount("orders", None)),
    "order_value_rs": (EXACT, amount("order_value_rs", None)),
    "masked_mobile": (EXACT, _mobile),
    "masked_email": (EXACT, _email),
    "last_login": (CELL, day("last_login_on", None)),
}
"""Parsers that need nothing but the cell."""


def as_on_of(above: Sequence[str], today: date) -> date | None:
    """The day that the titles of a report name (``Generated on 02-12-2024 11:42:08``), the last one up to today; None if none."""
    found = []
    for title in above:
        words = clean(title).replace(",", " ").split()
        for size in (1, 3):
            for place in range(len(words) - size + 1):
                part = " ".join(words[place : place + size]).strip("():.।")
                read = file_date(part, today=today)
                if read.value is not None and (size > 1 or any(sign in part for sign in "-/.")):
                    found.append(read.value)
    return max(found, default=None)
