"""A row of a list beside a lead that it may be: the same fields in the same words on both sides, each with its sign."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, NamedTuple

from onboarding.domain.merging import CONFLICTS, IMPORTED
from onboarding.i18n import tr
from onboarding.import_words import code_sentence
from onboarding.wording import BLANK, field_label

if TYPE_CHECKING:
    from onboarding.services.reviews import ReviewView, Side

Worded = Callable[[str, object], str]
"""(field, stored value) in words."""
MORE = "more_numbers"
_UNWEIGHED = frozenset(IMPORTED) - {code.removeprefix("conflict_") for code in CONFLICTS}
"""Fields in which another value is no conflict for an import (an address written otherwise); here it is told."""
_OF_LEAD = ("stage", "desk_id", "last_contact_on")
"""What the book knows of a lead and no list brings: it helps to decide."""


class FieldRow(NamedTuple):
    """One field of both."""

    field: str
    """Of a lead; or ``MORE``."""
    sign: str
    label: str
    incoming: str
    existing: str


def field_rows(view: ReviewView, side: Side | None, taken: Collection[str], worded: Worded) -> list[FieldRow]:
    """The fields that one of the two has, in the order of the record."""
    values = view.review.values
    rows = []
    for field in IMPORTED:
        mine, theirs = values.get(field), getattr(side.lead, field) if side else None
        if mine is not None or theirs is not None:
            sign = _sign(field, mine, theirs, side, taken)
            rows.append(FieldRow(field, sign, field_label(field), worded(field, mine), worded(field, theirs)))
    if view.review.more or (side and side.numbers):
        numbers = side.numbers if side else ()
        rows.append(FieldRow(MORE, " ", tr("review.more_numbers"), _joined(view.review.more), _joined(numbers)))
    for field in _OF_LEAD if side else ():
        value = getattr(side.lead, field) if side else None
        if value is not None:
            rows.append(FieldRow(field, " ", field_label(field), BLANK, worded(field, value)))
    return rows


def _sign(field: str, mine: object, theirs: object, side: Side | None, taken: Collection[str]) -> str:
    if mine is None:
        return " "
    if field in taken:
        return "«"
    if side is None or field in side.adds.fields:
        return "+"
    if mine == theirs or (field in ("mobile", "alt_mobile") and mine in _numbers(side)):
        return "="
    if theirs is None:  # a number that finds another place; or a list of new firms only, which fills nothing
        return "+" if side.adds.fields or side.adds.more else " "
    return "≠" if f"conflict_{field}" in side.adds.conflicts or field in _UNWEIGHED else "≈"


def _numbers(side: Side) -> tuple[str | None, ...]:
    return (side.lead.mobile, side.lead.alt_mobile, *side.numbers)


def why_text(side: Side) -> str:
    """What speaks for the two being one, and what against it."""
    return " · ".join(f"{code_sentence(code)} {points:+d}" for code, points in side.doubtful.likeness.why)


def _joined(numbers: Collection[str]) -> str:
    return " / ".join(numbers) or BLANK
