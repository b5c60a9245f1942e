"""Columns into rows: which physical rows are data, and why the others are not. Pure.

A row that is no data is skipped, never rejected; a row that cannot be trusted (shifted, torn) is
data and malformed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from onboarding.domain.amounts import Unit, header_unit
from onboarding.domain.kruti_dev_look import in_unicode
from onboarding.domain.text import ascii_digits, fold
from onboarding.files.columns import Column, looks_like
from onboarding.files.header import Header
from onboarding.files.headings import match
from onboarding.files.table import Cell, Row, text_of

TITLE, HEADER, REPEATED_HEADER = "title", "header", "repeated_header"
COLUMN_NUMBERS, SECTION, TOTAL = "column_numbers", "section", "total"
NOTE, SIGNATURE, COPY_TO, BLANK, SERIAL_ONLY = (
    "note",
    "signature",
    "copy_to",
    "blank",
    "serial_only",
)
SKIPS = (
    TITLE, HEADER, REPEATED_HEADER, COLUMN_NUMBERS, SECTION, TOTAL, NOTE, SIGNATURE, COPY_TO,
    BLANK, SERIAL_ONLY,
)  # fmt: skip
"""Why a physical row is no data."""

FEW = 2
"""So many texts a total, a note or a signature has at most."""

_PLACES = frozenset({"serial", "district", "division", "block", "state"})
_NUMBERED = frozenset({"seller_id", "mobile", "phone", "email", "gstin", "pan", "udyam"})
_LONG_NUMBER = re.compile(r"\d{6}|[०-९]{6}|@")
_ORDINAL = re.compile(r"[(\[]?(\d{1,3})[)\].]?")
_NUMBER = re.compile(r"[₹\s]*[\d,.()\-/]+[\s%]*")
_TOTAL = re.compile(
    r"(?:कुल|महा|उप|सर्व)?\s*-?\s*(?:योग|महायोग|टोटल)|कुल|(?:grand|sub|net)?\s*-?\s*total|sum|कुल\s+(?:इकाई|संख्या).*"
    r"|(?:dqy|egk)?\s*;ksx|egk;ksx",
    re.IGNORECASE,
)
_TOTAL_OF = re.compile(r"(?:योग|कुल योग|उप योग|total|sub ?-?total)[\s:\-–(]+\S.*", re.IGNORECASE)
_SECTION = re.compile(
    r"(?:विभाग|मण्डल|मंडल|जनपद|जिला|ज़िला|तहसील|विकास ?खण्ड|विकास ?खंड|ब्लॉक|श्रेणी|क्षेत्र"
    r"|department|division|mandal|district|distt\.?|tehsil|block|section|sector|category)"
    r"\s*(?:का नाम)?\s*[:\-–ः]\s*\S.*|\S+ (?:मण्डल|मंडल|division)$",
    re.IGNORECASE,
)
_COPY_TO = re.compile(r"\s*(?:प्रतिलिपि|प्रति,|copy to|copy forwarded|izfrfyfi)", re.IGNORECASE)
_NOTE = re.compile(
    r"\s*(?:(?:नोट|टीप|टिप्पणी|विशेष|notes?|n\.b\.|nb|source|स्रोत|uksV)\s*(?:[:\-–.(0-9०-९]|$)|\*)",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"\(?\s*ह०|हस्ताक्षर|हस्ता०|signature|sd/-|[आा]युक्त|निदेशक|प्रबन्धक"
    r"|अधिकारी|commissioner|director|general manager|officer",
    re.IGNORECASE,
)  # fmt: skip


class Layout:
    """What is needed to judge a row: the columns by field, the width, the headings."""

    def __init__(self, header: Header | None, columns: Sequence[Column]) -> None:
        self.width = len(columns)
        """Columns of the list; a filled cell beyond it means that the row is shifted."""
        self.fields = tuple(column.field for column in columns)
        self._numbered = [c.index for c in columns if c.field in _NUMBERED]
        self._names = {c.index for c in columns if c.field in ("name", "owner_name")}
        self._serial = {c.index for c in columns if c.field == "serial"}
        self._places = {c.index for c in columns if c.field in _PLACES}
        self._spellings = [_folded(one) for one in header.spellings] if header else []

    def skip(self, row: Row) -> str | None:
        """The code why the row is no data, or None: it is data, perhaps malformed."""
        cells = row.cells
        if row.problem is not None or self._plainly_data(cells):
            return None
        texts = {i: text for i, cell in enumerate(cells) if (text := text_of(cell).strip())}
        if not texts:
            return BLANK
        why = self._structural(texts)
        if why is not None:
            return why
        texts = {i: in_unicode(text) for i, text in texts.items()}
        return self._total(texts) or self._wordy(texts)

    def _plainly_data(self, cells: list[Cell]) -> bool:
        """Fast way out for nearly every row: a long number or an address where one belongs."""
        count = len(cells)
        for index in self._numbered:
            if index < count:
                cell = cells[index]
                if cell and isinstance(cell, str) and _LONG_NUMBER.search(cell):
                    return True
        return False

    def _structural(self, texts: dict[int, str]) -> str | None:
        if counts_up(texts):
            return COLUMN_NUMBERS
        same = sum(i < len(self._spellings) and fold(text) in self._spellings[i] for i, text in texts.items())
        if same >= max(FEW, 0.6 * len(texts)):
            return REPEATED_HEADER
        return None

    def _total(self, texts: dict[int, str]) -> str | None:
        words = [text for text in texts.values() if not _NUMBER.fullmatch(text)]
        if words and len(words) <= FEW and _is_total(words[0]):
            return TOTAL
        if texts.keys() <= self._places and not (len(texts) == 1 and words):
            return SERIAL_ONLY
        return None

    def _wordy(self, texts: dict[int, str]) -> str | None:
        words = [text for text in texts.values() if not _NUMBER.fullmatch(text)]
        at_name = bool(self._names & texts.keys())
        if not words or len(words) > FEW or (at_name and self._serial & texts.keys()):
            return None
        text = words[0]
        for code, pattern in ((COPY_TO, _COPY_TO), (NOTE, _NOTE), (SECTION, _SECTION)):
            if pattern.match(text):
                return code
        if not at_name and any(_SIGNATURE.search(word) for word in words):
            return SIGNATURE
        if len(texts) == 1 and not at_name and self.width > FEW:
            return SECTION if texts.keys() <= self._places else NOTE
        return None

    def malformed(self, row: Row) -> bool:
        """Whether the cells do not stand under their headings: torn, or too many."""
        cells = row.cells
        if row.problem is not None:
            return True
        return len(cells) > self.width and any(text_of(cell).strip() for cell in cells[self.width :])

    def shifted(self, cells: Sequence[str]) -> bool:
        """Whether two peculiar values stand equally far from where they belong."""
        places = {field: index for index, field in enumerate(self.fields) if field}
        offsets = []
        for index, cell in enumerate(cells[: self.width]):
            found = looks_like(cell) if len(cell) >= 10 else None
            if found in places:
                offsets.append(index - places[found])
        away = [offset for offset in offsets if offset]
        return len(away) >= FEW and len(set(away)) == 1 and len(away) == len(offsets)


def before_header(rows: Sequence[Row], header: Header) -> list[tuple[int, str]]:
    """Line and code of every row down to the header, its own rows included."""
    found = []
    for index, row in enumerate(rows[: header.index + header.height]):
        if index >= header.index:
            found.append((row.line, HEADER))
            continue
        texts = [text for cell in row.cells if (text := text_of(cell).strip())]
        if sum(match(text) is not None for text in texts) >= FEW:
            found.append((row.line, HEADER))
            continue
        note = bool(texts) and _NOTE.match(in_unicode(texts[0])) is not None
        found.append((row.line, BLANK if not texts else NOTE if note else TITLE))
    return found


def noted_unit(rows: Sequence[Row], header: Header) -> Unit | None:
    """The unit of amounts told above the header: the nearest one that scales, else rupees."""
    above = [" ".join(text_of(cell) for cell in row.cells if cell) for row in reversed(rows[: header.index])]
    units = [header_unit(in_unicode(text)) for text in above]
    told = [unit for unit in units if unit is not None]
    return next((unit for unit in told if unit != Unit.RUPEE), told[0] if told else None)


def _folded(spellings: frozenset[str]) -> frozenset[str]:
    return frozenset(fold(text) for text in spellings)


def counts_up(texts: Mapping[int, str]) -> bool:
    """Whether the cells are the numbers of the columns: 1 2 3 …, or (1) (2) (3)."""
    if len(texts) <= FEW:
        return False
    numbers = [_ORDINAL.fullmatch(ascii_digits(text)) for text in texts.values()]
    found = [int(number[1]) for number in numbers if number]
    return len(found) == len(texts) and found == list(range(found[0], found[0] + len(found)))


def _is_total(text: str) -> bool:
    """A total word alone or before a place; a firm called योगेश or Total Traders is none."""
    return bool(_TOTAL.fullmatch(text.rstrip(" :-–=")) or _TOTAL_OF.fullmatch(text))
