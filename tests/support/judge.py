"""Judges an import of a sample against its truth: every row's verdict and every field that the truth names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

FOUND = {"merged", "updated", "unchanged"}
Lead = dict[str, Any]

# name in the truth -> names in the program's JSON, and whether PRODUCT.md promises the key
FIELDS: dict[str, tuple[tuple[str, ...], bool]] = {
    "name": (("name", "name_hi"), True),
    "district": (("district",), True),
    "mobile": (("mobile",), True),
    "alt_mobile": (("alt_mobile",), True),
    "email": (("email",), True),
    "gstin": (("gstin",), True),
    "pan": (("pan",), True),
    "udyam": (("udyam",), True),
    "enterprise_class": (("enterprise_class",), True),
    "mse": (("mse",), True),
    "women_owned": (("women_owned",), True),
    "social": (("social_category", "social"), True),
    "pin": (("pin",), True),
    "date": (("date", "registered_on", "registration_date", "reg_date", "udyam_on", "listed_on"), False),
    "phone": (("phone", "landline"), False),
    "uam": (("uam", "old_uam"), False),
    "turnover_rs": (("turnover_rs", "turnover"), False),
    "investment_rs": (("investment_rs", "investment"), False),
    "gem_registered": (("gem_registered", "on_gem"), False),
    "gem_seller_id": (("gem_seller_id", "gem_id"), False),
    "enterprise_class_by_limits_2025": (("enterprise_class_by_limits_2025",), False),
}
_PREFIX = re.compile(r"^\s*(m\s*/\s*s\.?|messrs\.?|मै[०0o.]|मेसर्स)\s*", re.IGNORECASE)
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"), None)
YES, NO = {"1", "true", "yes", "y", "हाँ"}, {"0", "false", "no", "n", "नहीं"}
MSE_YES, MSE_NO = {"claimed", "udyam_format_ok", "verified", "micro", "small", "mse"}, {"not_mse", "medium", "large"}
SOCIAL = {
    "scheduled_caste": "sc",
    "scheduled caste": "sc",
    "scheduled_tribe": "st",
    "scheduled tribe": "st",
    "other_backward_class": "obc",
}


def name_key(text: object) -> str:
    text = unicodedata.normalize("NFC", str(text)).translate(_INVISIBLE).replace("\u00a0", " ")
    return re.sub(r"\s+", " ", _PREFIX.sub("", text)).strip().casefold()


def same_value(field: str, want: Any, got: Any) -> bool:  # noqa: ANN401, C901 - values of JSON, one rule a field
    if got in ("", [], {}):
        got = None
    if field in ("mse", "women_owned", "gem_registered"):
        if got is not None and not isinstance(got, bool):
            word = str(got).casefold()
            got = (
                True
                if word in YES | MSE_YES
                else False
                if word in NO | MSE_NO
                else None
                if word in ("not_checked", "unknown")
                else word
            )
        if field == "women_owned" and not want:
            return not got
        return got is want if want is not None or got is not False else field == "mse"
    if want is None or got is None:
        return want is None and got is None
    if field == "name":
        return name_key(want) == name_key(got)
    if field == "district" and isinstance(got, dict):
        got = got.get("code")
    if field in ("mobile", "alt_mobile", "phone", "pin"):
        return re.sub(r"\D", "", str(want)) == re.sub(r"\D", "", str(got))
    if field in ("turnover_rs", "investment_rs"):
        try:
            return abs(float(want) - float(got)) < 1
        except (TypeError, ValueError):
            return False
    if field == "date":
        return str(want) == str(got)[:10]
    a, b = str(want).strip().casefold(), str(got).strip().casefold()
    if field == "social":
        a, b = SOCIAL.get(a, a), SOCIAL.get(b, b)
    return a == b


def field_faults(expect: Mapping[str, Any], lead: Lead) -> list[str]:
    """What differs; a field that the record does not have is a fault of its own."""
    faults = []
    for field, want in expect.items():
        names, promised = FIELDS.get(field, ((field,), False))
        present = [name for name in names if name in lead]
        if not present:
            faults += [f"{field}: no such field"] if promised else []
            continue
        check = all if want is None and field != "name" else any
        if not check(same_value(field, want, lead[name]) for name in present):
            faults.append(f"{field}: want {want!r}, got {[lead[name] for name in present]!r}")
    return faults


def judge_row(row: Mapping[str, Any], outcomes: Mapping[int, Any], leads: Mapping[int, Lead]) -> list[str]:
    """What is wrong with what became of one row of the truth."""
    outcome, wanted = outcomes.get(row["line"]), row["verdict"]
    if outcome is None:
        return ["no outcome"]
    if wanted == "reject":
        right = outcome.verdict == "rejected" and outcome.reasons
        return [] if right else [f"want rejected, got {outcome.verdict}"]
    if wanted == "merge":
        target = outcomes[row["merge_into_line"]]
        if outcome.verdict not in FOUND or outcome.lead != target.lead:
            return [f"want a merge into line {row['merge_into_line']}, got {outcome.verdict}"]
    elif outcome.verdict != "new":
        return [f"want new, got {outcome.verdict}"]
    faults = field_faults(row.get("expect") or {}, leads[outcome.lead])
    if wanted == "accept_with_warning" and not outcome.warnings:
        faults.append("no warning")
    return faults
