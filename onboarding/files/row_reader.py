"""What reading a row is for every kind of list: secrets masked, legacy fonts converted, each cell given to its parser.

Knows no field; the readers of the kinds (``sellers``, ``offices`` …) build on it and judge what was read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from onboarding.domain.cells import is_excel_error
from onboarding.domain.kruti_dev_look import convert
from onboarding.domain.text import mask_aadhaar
from onboarding.files.cell_parsers import Parser, Values, Warn
from onboarding.files.columns import SECRET_FIELDS, Column, conceal
from onboarding.files.rows import Layout
from onboarding.files.table import Cell, Row, text_of

_LONG_NUMBER = re.compile(r"\d{4}[ \xa0.\-/‐-—]{0,3}\d{4}[ \xa0.\-/‐-—]{0,3}\d{4}")
_ACCOUNT_WORDS = ("a/c", "/ c", " /c", "acc", "ac ", "ac.", "ac:", "ac-", "खात")
_BETWEEN = "\x1f"


class RowReader:
    """The cells of one list; remembers nothing of the rows before."""

    def __init__(
        self, columns: Sequence[Column], layout: Layout, parsers: list[tuple[int, int, Parser]], *, conversion: bool
    ) -> None:
        self.layout = layout
        self._legacy = [(c.index, c.legacy_odds) for c in columns if conversion and c.legacy_odds is not None]
        self._secret = [column.index for column in columns if column.field in SECRET_FIELDS]
        self._parsers = parsers

    def cells(self, row: Row) -> tuple[list[str], tuple[str, ...], list[str], dict[str, None]]:
        """The row's cells as text, as they may be kept, as they may be read with secrets masked; and what to warn of."""
        exact = [cell if type(cell) is str else text_of(cell) for cell in row.cells]
        warnings: dict[str, None] = {}
        texts = self._safe(exact, warnings.setdefault)
        raw = tuple(texts)
        if self._legacy:
            exact, raw, texts = self._in_unicode(exact, raw, texts, warnings.setdefault)
        return exact, raw, texts, warnings

    def parse(self, forms: tuple[Sequence[Cell], ...], values: Values, warn: Warn) -> None:
        """Give every cell that is read to its parser; ``forms`` are the cells as they are, as text, with secrets masked."""
        exact = forms[1]
        count = len(exact)
        for index, form, parse in self._parsers:
            if index >= count:
                continue
            cell = exact[index]
            if not cell:
                continue
            if cell[0] == "#" and is_excel_error(cell):  # type: ignore[index, arg-type]
                warn("excel_error")
                continue
            parse(forms[form][index], values, warn)

    def _safe(self, exact: list[str], warn: Warn) -> list[str]:
        """The cells with Aadhaar and account numbers masked; the same list when there are none."""
        texts = exact
        if _may_hold_secret(_BETWEEN.join(exact)):
            texts = _masked(exact, warn)
        return _concealed(texts, self._secret, warn) if self._secret else texts

    def _in_unicode(
        self, exact: list[str], raw: tuple[str, ...], texts: list[str], warn: Warn
    ) -> tuple[list[str], tuple[str, ...], list[str]]:
        """All three with the cells typed for a legacy font in Unicode; ``raw`` keeps them as they stood.

        A secret that only the Hindi gives away is masked in ``raw`` too.
        """
        read = list(exact)
        for index, odds in self._legacy:
            if index < len(read) and read[index]:
                read[index] = convert(read[index], odds)
        if read == exact:
            return exact, raw, texts
        texts = self._safe(read, warn)
        found = zip(raw, exact, read, texts, strict=True)
        kept = (safe if safe != hindi and hindi != typed else cell for cell, typed, hindi, safe in found)
        return read, tuple(kept), texts


def _may_hold_secret(row: str) -> bool:
    """A cheap look at the whole row; only what it finds is looked at cell by cell."""
    if _LONG_NUMBER.search(row):
        return True
    row = row.lower()
    # A plain loop: any() with a generator costs three times as much, once for every row.
    for word in _ACCOUNT_WORDS:  # noqa: SIM110
        if word in row:
            return True
    return False


def _concealed(texts: Sequence[str], columns: Sequence[int], warn: Warn) -> list[str]:
    kept = list(texts)
    for index in columns:
        if index < len(kept) and kept[index].strip():
            kept[index] = conceal(kept[index])
            warn("aadhaar_masked")
    return kept


def _masked(texts: Sequence[str], warn: Warn) -> list[str]:
    kept = []
    for text in texts:
        masked, found = mask_aadhaar(text)
        if found:
            warn("aadhaar_masked")
        kept.append(masked)
    return kept
