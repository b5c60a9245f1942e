"""Table into header: which row, or which two, hold the headings. Pure; knows no file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onboarding.files.headings import KINDS, NEEDED, TELLING, Match, match
from onboarding.files.table import Cell, Row, text_of

SEARCHED_ROWS = 30
FEWEST = 2
"""So many different fields must be recognised."""


@dataclass(frozen=True, slots=True)
class Header:
    """The headings and where they stand."""

    index: int
    """Of the (upper) header row among the rows searched, from 0."""
    height: int
    """1, or 2 for bands over headings."""
    line: int
    """Line of the (upper) header row, as a person counts, from 1."""
    headings: tuple[str, ...]
    """One for each column; ``""`` where there is none."""
    matches: tuple[Match | None, ...]
    """What each heading stands for."""
    spellings: tuple[frozenset[str], ...]
    """For each column all texts that stand over it, to know a repeated header by."""


NO_HEADER = Header(0, 0, 0, (), (), ())
"""Of a list that has none: its columns have numbers only."""


def header_at(rows: Sequence[Row], line: int, kind: str = "sellers") -> Header | None:
    """The header that a person pointed at: the row with this line, with the row below it where both are headings.

    Line 0 says that there is none. None: the row is not among those read, or it is torn.
    """
    if line == 0:
        return NO_HEADER
    index = next((place for place, row in enumerate(rows) if row.line == line), None)
    if index is None or rows[index].problem:
        return None
    both = _header(rows, index, 2, kind)
    alone = [_flat(cell) for cell in rows[index].cells]
    while alone and not alone[-1]:
        alone.pop()
    matches = tuple(_best((text, ""), kind) for text in alone)
    if both is not None and _score(both.matches) > _score(matches):
        return both
    spellings = tuple(frozenset((text,) if text else ()) for text in alone)
    return Header(index, 1, line, tuple(alone), matches, spellings)


def find_header(rows: Sequence[Row], kind: str = "sellers") -> Header | None:
    """The best match against the known headings; the earliest of equals. None: no header."""
    best, best_score = None, 0.0
    # Two rows must say more than each alone: a title may stand over the headings.
    for height in (1, 2):
        for index in range(min(len(rows), SEARCHED_ROWS)):
            found = _header(rows, index, height, kind)
            if found is None:
                continue
            score = _score(found.matches)
            if score > best_score or (best is not None and score == best_score and _carries(rows, found, best)):
                best, best_score = found, score
    return best


def _carries(rows: Sequence[Row], taller: Header, lower: Header) -> bool:
    """Whether the upper row of two belongs to the lower: a heading is merged over both."""
    if taller.height == 1 or taller.index + 1 != lower.index or lower.height == taller.height:
        return False
    above, below = (rows[place].cells for place in (taller.index, lower.index))
    return any(text_of(one).strip() and one == other for one, other in zip(above, below, strict=False))


def kind_of(rows: Sequence[Row]) -> str:
    """The kind of list whose headings the head of a table holds; the first kind of equals, also of a table without any.

    A kind whose telling headings (``headings.TELLING``: one of them; ``NEEDED``: all) are missing is taken only when a person
    says so.
    """
    scores = {kind: _telling_score(rows, kind) for kind in KINDS}
    return max(scores, key=lambda kind: scores[kind])


def sheet_score(cells: Sequence[list[Cell]], kind: str) -> tuple[float, str]:
    """How much the head of a sheet looks like a list of this kind, 0 for a pivot or a note, and which kind it looks like.

    ``kind`` "" takes whatever kind fits best.
    """
    rows = [Row(n, row) for n, row in enumerate(cells, start=1)]
    looks = kind_of(rows)
    score = _head_score(rows, kind or looks)
    return score, looks if _head_score(rows, looks) else ""


def _telling_score(rows: Sequence[Row], kind: str) -> float:
    header = find_header(rows, kind)
    if header is None:
        return 0.0
    fields = {found.field for found in header.matches if found}
    told = (kind not in TELLING or bool(fields & TELLING[kind])) and NEEDED.get(kind, frozenset()) <= fields
    return _score(header.matches) if told else 0.0


def _head_score(rows: Sequence[Row], kind: str) -> float:
    header = find_header(rows, kind)
    return _score(header.matches) if header else 0.0


def _header(rows: Sequence[Row], index: int, height: int, kind: str) -> Header | None:
    if index + height > len(rows) or any(row.problem for row in rows[index : index + height]):
        return None
    upper = [_flat(cell) for cell in rows[index].cells]
    lower = [_flat(cell) for cell in rows[index + 1].cells] if height == 2 else []
    pairs = _bands(upper, lower) if height == 2 else [(text, "") for text in upper]
    while pairs and not any(pairs[-1]):
        pairs.pop()
    matches = tuple(_best(pair, kind) for pair in pairs)
    fields = {found.field for found in matches if found}
    if len(fields) < FEWEST or (height == 2 and not _adds(lower, matches, kind)):
        return None
    return Header(
        index=index,
        height=height,
        line=rows[index].line,
        headings=tuple(_joined(pair) for pair in pairs),
        matches=matches,
        spellings=tuple(frozenset(filter(None, (*pair, _joined(pair)))) for pair in pairs),
    )


def _flat(cell: Cell) -> str:
    return " ".join(text_of(cell).split())


def _bands(upper: list[str], lower: list[str]) -> list[tuple[str, str]]:
    """Each column's upper and lower text; a band reaches right as long as there is text below."""
    width = max(len(upper), len(lower))
    upper = upper + [""] * (width - len(upper))
    lower = lower + [""] * (width - len(lower))
    pairs, band = [], ""
    for above, below in zip(upper, lower, strict=True):
        band = above or (band if below else "")
        pairs.append((band, below if below != band else ""))
    return pairs


def _best(pair: tuple[str, str], kind: str) -> Match | None:
    for text in (_joined(pair), pair[1], pair[0]):
        found = match(text, kind) if text else None
        if found:
            return found
    return None


def _joined(pair: tuple[str, str]) -> str:
    return " ".join(filter(None, pair))


def _adds(lower: list[str], matches: tuple[Match | None, ...], kind: str) -> bool:
    """Whether the lower row holds headings: two of its texts are known, so it is no data row."""
    known = [match(text, kind) for text in lower if text]
    return sum(one is not None for one in known) >= min(FEWEST, len(matches))


def _score(matches: Sequence[Match | None]) -> float:
    best: dict[str, float] = {}
    for found in matches:
        if found:
            best[found.field] = max(best.get(found.field, 0.0), found.sureness)
    return sum(best.values())
