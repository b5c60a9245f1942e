"""Whether a text was typed for Kruti Dev: by its pairs of signs, in the light of its column. Pure.

Well-formed Devanagari proves nothing, since English put through the font's table gives that too. So
the pairs are weighed: how much oftener each comes in Hindi typed for the font than in English and
in Indian names.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cache, lru_cache

from onboarding import reference
from onboarding.domain.kruti_dev import from_unicode, to_unicode

SURE = 6.0
"""Log-odds from which a text is taken for Kruti Dev without its column."""
STRONG = 15.0
"""One cell so sure, or three sure ones, show that a column has some."""
ENOUGH = 3
FOR_A_CELL, AGAINST_A_CELL = 2.0, -4.0
"""How much the column may count for or against one cell: a wrong conversion is worse than none."""
NEIGHBOURS = 7.0
"""How much the other words of the cell may count for or against one word."""

_DEVANAGARI = re.compile("[\u0900-\u097f]")
_HINDI = re.compile("[\u0904-\u0939\u093c-\u094d\u0901-\u0903]+")
_LETTER = re.compile("[A-Za-z]")
_WORD = re.compile(r"\S+")
_NOT_READ = re.compile(r"\d+[\d,./:\-]*|^\(+|[.,)\-/&*_]+$")
_CODE = re.compile(r"(?=(?:\D*\d){3})(?=\d*[A-Za-z])[0-9A-Za-z/\-]+")
"""A number of a firm or a paper: proves nothing, is never converted."""
_INITIALS = re.compile(r"(?:[A-Za-z]\.){2,}[A-Za-z]?\W*")
_FIRM_FORMS = re.compile(r"(?:M/[sS]|Messrs|Pvt|PVT|Ltd|LTD|LLP|OPC|\(P\)|\(OPC\))[.,]*")
_KNOWN_WEIGHT = 6.0
_SHORT = 3
_CERTAINLY_NOT = -20.0
_FONT_ONLY = frozenset("ØÅ¶ª³÷¥Ýãáàêëìïíº¸Ù«¡Ñæçé±ÈÊ¼½¾")
_FONT_ONLY_WEIGHT = 2.0


@cache
def _weights() -> dict[str, float]:
    return {row["pair"]: int(row["weight"]) / 10 for row in reference.rows("kruti_dev_pairs")}


@cache
def _known() -> dict[str, float]:
    """Names of places and the like, certain in either script; none that is a word in both."""
    rows = [(row["name_en"], row["name_hi"]) for row in reference.rows("districts")]
    rows += [(row["en"], row["hi"]) for row in reference.rows("demo_words")]
    latin = {word for name, _ in rows for word in name.split() if len(word) >= _SHORT}
    cased = latin | {word.upper() for word in latin} | {word.lower() for word in latin if len(word) > _SHORT}
    typed = {from_unicode(word) for _, name in rows for word in _HINDI.findall(name)}
    return dict.fromkeys(cased - typed, -_KNOWN_WEIGHT) | dict.fromkeys(typed - cased, _KNOWN_WEIGHT)


def evidence(text: str) -> float:
    """Log-odds (natural, even prior) that the text was typed for the font; 0 without Latin letters.

    Numbers count neither way. A text with a Devanagari letter is Unicode already.
    """
    if _LETTER.search(text) is None or _DEVANAGARI.search(text):
        return 0.0
    return sum(_word_evidence(word) for word in _WORD.findall(text))


@lru_cache(maxsize=1 << 14)
def _word_evidence(word: str) -> float:
    if _FIRM_FORMS.fullmatch(word):
        return _CERTAINLY_NOT
    if _INITIALS.fullmatch(word):
        return -_KNOWN_WEIGHT
    if _CODE.fullmatch(word):
        return 0.0
    weights, word = _weights(), _NOT_READ.sub("", word)
    if _LETTER.search(word) is None:
        return 0.0
    found = _known().get(word, 0.0)
    for first, second in zip(f" {word}", f"{word} ", strict=True):
        weight = weights.get(first + second)
        found += weight if weight is not None else _FONT_ONLY_WEIGHT * (second in _FONT_ONLY)
    return found


def likeness(text: str) -> float:
    """The evidence as a probability, 0 to 1; 0.5 says nothing."""
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, evidence(text)))))


def looks_kruti_dev(text: str) -> bool:
    """Whether the text alone makes it sure; a single short word seldom does."""
    return evidence(text) >= SURE


def in_unicode(text: str) -> str:
    """The text, converted if it surely was typed for the font: for headings, titles and notes."""
    return to_unicode(text) if looks_kruti_dev(text) else text


def column_odds(cells: Sequence[str], heading: str = "") -> float | None:
    """Log-odds that a cell of this column was typed for the font; None: no evidence that any was.

    ``cells`` are a sample, at most some hundred. A heading in the font counts as one cell.
    """
    found = [weight for cell in cells if (weight := evidence(cell))]
    sure = sum(weight >= SURE for weight in found)
    if not sure or (sure + looks_kruti_dev(heading) < ENOUGH and max(found) < STRONG):
        return None
    likely = sum(weight > 0 for weight in found)
    odds = math.log((likely + 0.5) / (len(found) - likely + 0.5))
    return max(AGAINST_A_CELL, min(FOR_A_CELL, odds))


def convert(cell: str, odds: float) -> str:
    """The cell in Unicode, word by word: what is English in it, a code, an address, stays as it is.

    ``odds`` come from `column_odds`. Runs of blanks stay.
    """
    if _LETTER.search(cell) is None or _DEVANAGARI.search(cell):
        return cell
    whole = evidence(cell)

    def word(found: re.Match[str]) -> str:
        if _CODE.fullmatch(found[0]):
            return found[0]
        own = _word_evidence(found[0])
        others = max(-NEIGHBOURS, min(NEIGHBOURS, whole - own))
        return _word_in_unicode(found[0]) if own + others + odds > 0 else found[0]

    return _WORD.sub(word, cell)


@lru_cache(maxsize=1 << 14)
def _word_in_unicode(word: str) -> str:
    return to_unicode(word)
