"""A table of plain text whose columns stand in line in a terminal, Hindi too. For front ends; loads nothing heavy."""

from __future__ import annotations

from collections.abc import Sequence

GAP = "  "


def cells(text: str, *, vowel_sign: int = 1) -> int:
    """How many cells a text takes in a terminal that draws a spacing vowel sign ``vowel_sign`` wide (0 or 1)."""
    if text.isascii():
        return len(text)
    from unicodedata import category, east_asian_width

    width = 0
    for letter in text:
        kind = category(letter)
        if kind == "Mc":
            width += vowel_sign
        elif kind not in ("Mn", "Me", "Cf"):
            width += 2 if east_asian_width(letter) in "WF" else 1
    return width


def table(
    rows: Sequence[Sequence[str]], *, width: int | None = None, droppable: Sequence[int] = (), vowel_sign: int = 1
) -> list[str]:
    """The rows as lines: the first column to the left, numbers to the right.

    Args:
        rows: The heading first; every row has the same columns.
        width: Cells at most; a table that is wider loses the ``droppable`` columns, in their order.
        droppable: Places of columns that may go.
        vowel_sign: As in ``cells``.
    """
    kept = list(range(len(rows[0])))
    widths = [max(cells(row[at], vowel_sign=vowel_sign) for row in rows) for at in kept]
    for column in droppable:
        if width is None or sum(widths[at] for at in kept) + len(GAP) * (len(kept) - 1) <= width:
            break
        kept.remove(column)
    return [_line([row[at] for at in kept], [widths[at] for at in kept], vowel_sign) for row in rows]


def _line(row: Sequence[str], widths: Sequence[int], vowel_sign: int) -> str:
    parts = []
    for at, (text, width) in enumerate(zip(row, widths, strict=True)):
        room = " " * (width - cells(text, vowel_sign=vowel_sign))
        parts.append(text + room if at == 0 else room + text)
    return GAP.join(parts).rstrip()


def wrapped(parts: Sequence[str], *, width: int, indent: str = "  ", joint: str = " · ") -> list[str]:
    """Short pieces, joined into lines of at most ``width`` cells; no piece is broken."""
    lines: list[str] = []
    for part in parts:
        if lines and cells(lines[-1] + joint + part) <= width:
            lines[-1] += joint + part
        else:
            lines.append(indent + part)
    return lines
