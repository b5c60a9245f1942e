"""Columns of a list: which of them fit a terminal, how wide each is, and cutting a text to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rich.cells import cell_len, set_cell_size

from onboarding.i18n import tr
from onboarding.widgets.plain import drawn

GAP = 2
"""Cells between two columns."""


@dataclass(frozen=True)
class Column:
    """One column of a list."""

    key: str
    """What a sort request and the style callback call it."""
    label: str
    """Id in the catalogue; looked up at every drawing, so a language switch needs no more."""
    width: int | tuple[int, int]
    """In terminal cells: fixed, or (smallest, widest)."""
    priority: int = 0
    """0 is always there; of the others the highest number drops out first when space is short."""
    align: Literal["left", "right"] = "left"
    sortable: bool = True

    @property
    def narrowest(self) -> int:
        """In cells."""
        return self.width if isinstance(self.width, int) else self.width[0]

    @property
    def widest(self) -> int:
        """In cells."""
        return self.width if isinstance(self.width, int) else self.width[1]

    @property
    def title(self) -> str:
        """In the language of now."""
        return tr(self.label)


def fit(columns: Sequence[Column], space: int) -> list[tuple[int, int]]:
    """The columns that fit into ``space`` cells: (place in ``columns``, width), in their order.

    What is left after the narrowest widths is dealt out cell by cell to those that may grow. Those
    of priority 0 stay even if they do not fit; the table then cuts the line.
    """
    kept = _kept(columns, space)
    widths = {place: columns[place].narrowest for place in kept}
    rest = space - _needed(columns, kept)
    growing = [place for place in kept if columns[place].widest > widths[place]]
    while rest > 0 and growing:
        for place in growing[:rest]:
            widths[place] += 1
        rest -= len(growing[:rest])
        growing = [place for place in growing if columns[place].widest > widths[place]]
    return [(place, widths[place]) for place in kept]


def cut(value: object, width: int, align: str = "left") -> str:
    """The value as exactly ``width`` cells; what does not fit ends in an ellipsis."""
    text = drawn(value)[: width * 4]
    length = cell_len(text)
    if length > width:
        text = set_cell_size(text, max(0, width - 1)).rstrip() + "…"
        length = cell_len(text)
    blanks = " " * (width - length)
    return blanks + text if align == "right" else text + blanks


def _kept(columns: Sequence[Column], space: int) -> list[int]:
    kept = list(range(len(columns)))
    while _needed(columns, kept) > space:
        droppable = [place for place in kept if columns[place].priority]
        if not droppable:
            break
        kept.remove(max(droppable, key=lambda place: (columns[place].priority, place)))
    return kept


def _needed(columns: Sequence[Column], kept: Sequence[int]) -> int:
    return sum(columns[place].narrowest for place in kept) + GAP * max(0, len(kept) - 1)
