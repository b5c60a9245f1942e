"""What a part found: figures to print, losses that make the run fail, and what could not be tried here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class Finding:
    """One line of the table."""

    part: str
    what: str
    figures: dict[str, str | int] = field(default_factory=dict)
    losses: list[str] = field(default_factory=list)
    """Each thing that was lost, wrong or not told; empty is what is wanted."""
    skipped: str = ""
    """Why it could not be tried on this machine, by name; empty when it was tried."""

    @property
    def verdict(self) -> str:
        """One word for the table."""
        return "skipped" if self.skipped else "LOST" if self.losses else "ok"


def table(findings: Sequence[Finding]) -> str:
    """The findings as a Markdown table, losses and skips spelled out below it."""
    lines = ["| part | what | verdict | figures |", "| --- | --- | --- | --- |"]
    for found in findings:
        figures = ", ".join(f"{name} {value}" for name, value in found.figures.items())
        lines.append(f"| {found.part} | {found.what} | {found.verdict} | {figures or found.skipped} |")
    for found in findings:
        lines += [f"LOST in {found.part}, {found.what}: {loss}" for loss in found.losses[:20]]
        if len(found.losses) > 20:
            lines.append(f"LOST in {found.part}, {found.what}: and {len(found.losses) - 20} more")
    return "\n".join(lines)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share of the values lies, between neighbours in proportion; 0 for none."""
    ordered = sorted(values)
    if not ordered:
        return 0.0
    place = share * (len(ordered) - 1)
    low, rest = int(place), place - int(place)
    return ordered[low] if not rest else ordered[low] + (ordered[low + 1] - ordered[low]) * rest
