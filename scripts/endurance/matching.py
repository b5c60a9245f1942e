"""Duplicates planted in lists of 3,000 rows against 20,000 leads: which are found, which are merged wrongly, who is asked in vain.

The lists are made by ``make_samples.py`` of the shared samples, a seed each; without it the part is skipped by name.
"""

from __future__ import annotations

import csv
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from onboarding.services.context import Services
from onboarding.services.imports import Outcome
from scripts.endurance.house import ROOT, open_house
from scripts.endurance.report import Finding

SAMPLES = ROOT.parent / "shared" / "samples"
MERGED = frozenset({"merged", "updated", "unchanged"})
RECALL, PRECISION, NEEDLESS = 0.97, 0.998, 15
"""What is wanted: so many of the true duplicates, so many right merges, at most so many new firms put to a person."""


@dataclass(slots=True)
class Judged:
    """How one list was matched."""

    found: int = 0
    of: int = 0
    right: int = 0
    wrong: list[str] = field(default_factory=list)
    """Merges into another lead, traps among them."""
    missed: list[str] = field(default_factory=list)
    needless: int = 0
    """New firms that wait for a person."""
    rejects: Counter[bool] = field(default_factory=Counter)

    def losses(self) -> list[str]:
        """What falls short of what is wanted."""
        told = list(self.wrong) if self.right < PRECISION * (self.right + len(self.wrong)) else []
        told += self.missed if self.found < RECALL * self.of else []
        told += [f"{self.needless} new firms put to a person"] if self.needless > NEEDLESS else []
        return told + (["a bad row was not rejected for its reason"] if self.rejects[False] else [])


def judge(truth: Sequence[Mapping[str, str]], outcomes: Mapping[int, Outcome], base: Mapping[str, int]) -> Judged:
    """Compare what an import said of each row with the truth; ``base`` is the lead of each base id."""
    by_row = {int(row["row"]): row for row in truth}
    judged = Judged()

    def target(row: Mapping[str, str]) -> int | None:
        if row["base_id"]:
            return base.get(row["base_id"])
        first = by_row[int(row["of_row"])]
        return target(first) if first["verdict"].startswith("same") else outcomes[int(row["of_row"])].lead

    for number, row in by_row.items():
        outcome = outcomes.get(number)
        if outcome is None:
            continue
        same = row["verdict"].startswith("same")
        told = f"row {number} ({row['kind']}): {outcome.verdict} {outcome.lead or outcome.candidates}"
        is_found = same and (target(row) == outcome.lead or target(row) in outcome.candidates)
        judged.of += same
        judged.found += is_found
        judged.missed += [told] if same and not is_found else []
        if outcome.verdict in MERGED:
            judged.right += is_found
            judged.wrong += [] if is_found else [told]
        judged.needless += row["verdict"] == "new" and outcome.verdict == "review"
        if row["verdict"] == "reject":
            judged.rejects[outcome.verdict == "rejected" and row["reason"] in outcome.reasons] += 1
    return judged


def run(folder: Path, *, seeds: Sequence[int]) -> list[Finding]:
    """One finding a seed."""
    maker = SAMPLES / "make_samples.py"
    if not maker.is_file():
        return [Finding("matching", "planted duplicates", skipped="the shared samples are not here")]
    return [_of_seed(folder / f"matching-{seed}", maker, seed) for seed in seeds]


def _of_seed(folder: Path, maker: Path, seed: int) -> Finding:
    made = [sys.executable, str(maker), "--only", "dedupe_f1", "--seed", str(seed), "--out", str(folder)]
    subprocess.run(made, check=True, stdout=subprocess.DEVNULL)
    lists = folder / "dedupe_f1"
    services = open_house(folder / "house.db")
    older = _imported(services, lists / "base_leads.csv")
    ids = [row["base_id"] for row in _read(lists / "base_leads.csv")]
    outcomes = _imported(services, lists / "incoming_3000.xlsx")
    base = {base_id: lead for base_id, one in zip(ids, older, strict=True) if (lead := one.lead) is not None}
    judged = judge(_read(lists / "truth.csv"), {one.line: one for one in outcomes}, base)
    figures: dict[str, str | int] = {
        "found": f"{judged.found} of {judged.of}", "merges right": f"{judged.right} of {judged.right + len(judged.wrong)}",
        "new firms asked about": judged.needless, "base rows asked about": sum(one.verdict == "review" for one in older),
    }  # fmt: skip
    return Finding("matching", f"planted duplicates, seed {seed}", figures, judged.losses())


def _imported(services: Services, path: Path) -> list[Outcome]:
    with services.imports.plan(path) as plan:
        done = services.imports.commit(plan)
        return list(plan.outcomes(done.first_lead))


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))
