"""Districts that no known spelling names: gathered by likeness with what they may mean, for a person to decide. Never guessed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onboarding.domain.districts import Districts
from onboarding.domain.kruti_dev_look import convert
from onboarding.domain.names import name_key
from onboarding.domain.text import clean, fold

if TYPE_CHECKING:
    from onboarding.services.import_plan import ImportPlan

SUGGESTED = 5
_UNRESOLVED = (
    "SELECT r.cells ->> ?1, count(*), min(r.line) FROM row r"
    " WHERE r.reject IS NULL AND instr(' ' || r.warnings || ' ', ' unresolved_district ') GROUP BY 1"
)


@dataclass(frozen=True, slots=True)
class Spelling:
    """Spellings that sound alike, and the rows that have them."""

    spellings: tuple[str, ...]
    """As the list has them (in Unicode), the most frequent first."""
    rows: int
    first_line: int
    suggested: tuple[str, ...]
    """Codes of the districts that are nearest, best first; may be empty."""


def spellings(plan: ImportPlan, districts: Districts) -> list[Spelling]:
    """The unknown districts of a planned list, those of most rows first."""
    column = next((one for one in plan.about.columns if one.field == "district"), None)
    if column is None:
        return []
    odds = column.legacy_odds if plan.about.converted else None
    counts: Counter[str] = Counter()
    lines: dict[str, int] = {}
    for cell, count, line in plan.staging.all(_UNRESOLVED, (column.index,)):
        text = clean(convert(cell, odds) if odds is not None else cell or "")
        counts[text] += count
        lines[text] = min(line, lines.get(text, line))
    alike: dict[str, list[str]] = {}
    for text, _ in counts.most_common():
        alike.setdefault(name_key(text) or fold(text), []).append(text)
    found = [_cluster(group, counts, lines, districts) for group in alike.values()]
    return sorted(found, key=lambda one: (-one.rows, one.first_line))


def _cluster(group: list[str], counts: Counter[str], lines: dict[str, int], districts: Districts) -> Spelling:
    suggested: dict[str, None] = {}
    for text in group:
        suggested.update(dict.fromkeys(districts.suggest(text, SUGGESTED)))
    rows, first = sum(counts[text] for text in group), min(lines[text] for text in group)
    return Spelling(tuple(group), rows, first, tuple(suggested)[:SUGGESTED])
