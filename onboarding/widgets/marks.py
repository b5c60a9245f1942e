"""Which records of a view are marked: some ids, or all but some. Costs nothing for a million."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field


@dataclass
class Marks:
    """A set of ids, or its opposite."""

    everything: bool = False
    """Whether ``ids`` are the ones *not* marked."""
    ids: set[int] = field(default_factory=set)

    def __contains__(self, record: int) -> bool:
        return (record in self.ids) != self.everything

    def count(self, size: int) -> int:
        """How many are marked in a view of ``size`` records."""
        return size - len(self.ids) if self.everything else len(self.ids)

    def toggle(self, record: int) -> None:
        """Mark it, or take its mark away."""
        self.ids ^= {record}

    def toggle_all(self) -> None:
        """Mark all; if all are marked, none."""
        self.everything = not (self.everything and not self.ids)
        self.ids.clear()

    def clear(self) -> None:
        """No marks."""
        self.everything = False
        self.ids.clear()

    def keep_within(self, view: Iterable[int]) -> None:
        """Forget what is no longer in the view: a lead that was merged away is not marked."""
        if self.ids:
            self.ids.intersection_update(view)

    def chosen(self, view: Iterable[int]) -> Iterator[int]:
        """The marked ids in the order of the view."""
        return (record for record in view if record in self)
