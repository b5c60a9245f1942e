"""Merging and separating in words, for screens and commands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from onboarding.formats import number
from onboarding.i18n import known, tr
from onboarding.wording import field_label, lead_name

if TYPE_CHECKING:
    from onboarding.domain.one_firm import Compared
    from onboarding.domain.records import Lead, Merge
    from onboarding.services.unmerging import Separated

SIGNS: dict[str, str] = {
    "blank": " ", "same": "=", "kept": " ", "filled": "+", "differs": "≠", "taken": "←", "ruled": "←", "joined": "&"
}  # fmt: skip
"""State of a field to the sign before it."""
NAMED = 6
"""Rows that stayed and are named one by one; of the others the number is told."""
_INNER = frozenset({"lead_id", "aside", "stage_on", "created_at", "next_at", "next_by", "first_row"})
"""Columns that go with another one, or that nobody sees."""


def state_text(row: Compared) -> str:
    """What becomes of a field, in words."""
    return tr(f"merge.state.{row.state}")


def went_text(merge: Merge, kept: Lead) -> str:
    """Into which lead another one went."""
    return tr("lead.merged", id=merge.gone_id, name=merge.gone_name, into=kept.id, kept=lead_name(kept), who=merge.who)


def merged_text(merge: Merge, kept: Lead) -> str:
    """What was done."""
    return tr("merge.done", id=merge.gone_id, name=merge.gone_name, into=kept.id, kept=lead_name(kept))


def separated_text(found: Separated) -> str:
    """That two stand again, and what stayed with the kept one."""
    merge = found.merge
    parts = [tr("merge.separated", id=merge.gone_id, name=merge.gone_name, into=merge.lead_id)]
    kept = kept_words(found.undone.kept)
    if kept:
        parts.append(tr("merge.changed_since", what="; ".join(kept)))
    if found.stayed:
        parts.append(tr("merge.entered_since", n=number(found.stayed), into=merge.lead_id))
    return " ".join(parts)


def kept_words(kept: Iterable[tuple[str, int, tuple[str, ...]]]) -> list[str]:
    """What was changed since a change was made and therefore stayed: record and fields, in words."""
    said = []
    for table, row_id, fields in kept:
        names = [field_label(name) for name in fields if name not in _INNER]
        if fields and not names:
            continue
        what = tr(f"log.table.{table}") if known(f"log.table.{table}") else table
        said.append(f"{what} #{row_id}" + (f": {', '.join(names)}" if names else ""))
    more = len(said) - NAMED
    return [*said[:NAMED], f"+{number(more)}"] if more > 0 else said
