"""Doubtful rows of a list into the review: what was read, as it stood in the list, and the leads that each may be."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from onboarding.db.reviews import CANDIDATE, REVIEW
from onboarding.domain.merging import IMPORTED
from onboarding.services.import_matching import RECORD
from onboarding.services.import_plan import ImportPlan, lead_of

if TYPE_CHECKING:
    from onboarding.db.journal import ChangeSet

_NAME = RECORD.index("name")


def write_reviews(change: ChangeSet, plan: ImportPlan, batch: int, first_lead: int | None) -> None:
    """Write the items of a run inside its change, after its leads; ``first_lead`` is the first of these.

    The undo of the run takes them away again, but for those that a person decided meanwhile.
    """
    items = change.insert_range("review", REVIEW, _items(plan, batch))
    if items:
        change.insert_range("review_candidate", CANDIDATE, _candidates(plan, items[0], first_lead))


def _items(plan: ImportPlan, batch: int) -> Iterator[tuple[Any, ...]]:
    for _, line, fingerprint, _, packed, more, cells in plan.staging.doubts():
        record = json.loads(packed)
        values = {
            name: value for name, value in zip(RECORD, record, strict=True) if value is not None and name in _READ
        }
        yield batch, line, fingerprint, record[_NAME], json.dumps(values, ensure_ascii=False), more, cells


def _candidates(plan: ImportPlan, first_item: int, first_lead: int | None) -> Iterator[tuple[Any, ...]]:
    for place, (_, _, _, scored, *_) in enumerate(plan.staging.doubts()):
        for entity, points, why in json.loads(scored):
            yield first_item + place, lead_of(entity, first_lead), points, json.dumps(why)


_READ = frozenset(IMPORTED)
