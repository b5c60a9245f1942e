"""Damage that was mended while a list was read, counted for the preview: what the warnings of rows do not tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onboarding.services.import_plan import ImportPlan

NUMBERS = ("mobile", "phone", "pin", "gstin", "pan", "udyam")
"""Fields whose cells Excel and typists damage."""
CODES = ("zero_tail", "lost_digits", "text_guard", "hindi_digits")
_WARNED = ("gstin_repaired", "aadhaar_masked")
"""Warnings that tell of a repair."""
_COUNTED = (
    "SELECT coalesce(sum(c GLOB '*[0-9].0'), 0), coalesce(sum(upper(c) GLOB '[0-9]*.[0-9]*E+[0-9]*'), 0),"
    " coalesce(sum(c GLOB '''*' OR c GLOB '=\"*'), 0), coalesce(sum(c GLOB '*[०-९]*'), 0)"
    " FROM (SELECT trim(k.value) c FROM row r, json_each(r.cells) k WHERE k.key IN (SELECT value FROM json_each(?)))"
)


def repairs(plan: ImportPlan) -> dict[str, int]:
    """Code to number of cells (of rows, for what a warning tells); what did not happen is left out."""
    import json

    places = [column.index for column in plan.about.columns if column.field in NUMBERS]
    (counts,) = plan.staging.all(_COUNTED, (json.dumps(places),))
    told = {code: plan.codes[code] for code in _WARNED}
    return {code: n for code, n in {**dict(zip(CODES, counts, strict=True)), **told}.items() if n}
