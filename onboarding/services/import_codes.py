"""What a list of each kind may hold, and every code with which an import says what became of a row."""

from __future__ import annotations

from onboarding.domain.likeness import SIGNS
from onboarding.domain.merging import CONFLICTS, OVERWRITTEN, TYPED
from onboarding.services import import_matching, kinds

_OF_REVIEW = ("maybe_same", "department_to_match")


def fields(kind: str) -> tuple[str, ...]:
    """Every field that a column of such a list may be read as."""
    from onboarding.files.headings import KINDS

    tables = KINDS[kind] if kind != kinds.SELLERS else tuple(reversed(KINDS[kind]))
    return tuple(dict.fromkeys(field for table in tables for field in table))


def codes() -> dict[str, tuple[str, ...]]:
    """Every code of an import: ``reasons``, ``warnings``, and ``signs``, the reasons of a row that waits for a person."""
    from onboarding.files import gem_sellers
    from onboarding.files.sellers import REASONS, WARNINGS
    from onboarding.services import gem_plan

    own = (kinds.SELLERS, kinds.GEM_SELLERS)
    others = [kinds.record_kind(name).codes() for name in kinds.names() if name not in own]
    others.append((gem_sellers.REASONS, gem_plan.WARNINGS))
    reasons = (*REASONS, *import_matching.REASONS, *(code for kind in others for code in kind[0]), *_OF_REVIEW)
    mine = (*WARNINGS, *import_matching.WARNINGS, *CONFLICTS, *OVERWRITTEN, *TYPED)
    warnings = (*mine, *(code for kind in others for code in kind[1]))
    return {"reasons": tuple(dict.fromkeys(reasons)), "warnings": tuple(dict.fromkeys(warnings)), "signs": SIGNS}
