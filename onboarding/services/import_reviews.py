"""Doubtful rows of a list into the review: what was read, as it stood in the list, and the leads that each may be."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from onboarding.db.reviews import CANDIDATE, REVIEW
from onboarding.domain.merging import IMPORTED
from onboarding.services.import_matching import RECORD

if TYPE_CHECKING:
    from onboarding.db.import_staging import Staging
    from onboarding.db.journal import ChangeSet
    from onboarding.services.import_likeness import Scored

_NAME = RECORD.index("name")


LeadFor = Callable[[int], int | None]
"""The lead that a staged number means (negative: one of the run), None for one that is gone meanwhile."""


def write_reviews(change: ChangeSet, staging: Staging, batch: int, lead_for: LeadFor) -> None:
    """Write the items of a run inside its change, after its leads.

    The undo of the run takes them away again, but for those that a person decided meanwhile.
    """
    items = change.insert_range("review", REVIEW, _items(staging, batch))
    if items:
        change.insert_range("review_candidate", CANDIDATE, _candidates(staging, items[0], lead_for))


def write_review(change: ChangeSet, item: Sequence[Any], scored: Sequence[Scored]) -> None:
    """Write one item, whose values are those of ``item_of``, and the leads that it may be."""
    number = change.insert("review", dict(zip(REVIEW, item, strict=True)))
    for lead, likeness in scored:
        values = (number, lead, likeness.points, json.dumps(likeness.why))
        change.insert("review_candidate", dict(zip(CANDIDATE, values, strict=True)))


def item_of(batch: int, line: int, fingerprint: str, packed: str, more: str, cells: str) -> tuple[Any, ...]:
    """The columns of an item: what was read, without what is computed from it."""
    record = json.loads(packed)
    values = {name: value for name, value in zip(RECORD, record, strict=True) if value is not None and name in _READ}
    return batch, line, fingerprint, record[_NAME], json.dumps(values, ensure_ascii=False), more, cells


def _items(staging: Staging, batch: int) -> Iterator[tuple[Any, ...]]:
    for _, line, fingerprint, _, packed, more, cells in staging.doubts():
        yield item_of(batch, line, fingerprint, packed, more, cells)


def _candidates(staging: Staging, first_item: int, lead_for: LeadFor) -> Iterator[tuple[Any, ...]]:
    for place, (_, _, _, scored, *_) in enumerate(staging.doubts()):
        for entity, points, why in json.loads(scored):
            lead = lead_for(entity)
            if lead is not None:
                yield first_item + place, lead, points, json.dumps(why)


_READ = frozenset(IMPORTED)
