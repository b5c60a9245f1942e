"""Sums of money as lists write them, in whole rupees. Decimal throughout: no float rounding."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import IntEnum

from onboarding.domain.cells import is_blank, is_excel_error, plain


class Unit(IntEnum):
    """What one of the written number is worth, in rupees."""

    RUPEE = 1
    THOUSAND = 1_000
    LAKH = 100_000
    CRORE = 10_000_000


@dataclass(frozen=True, slots=True)
class Amount:
    """Whole rupees. A negative sum has no value; ``amount_in_rupees`` and ``amount_rounded`` do."""

    value: int | None
    problem: str | None = None


_NOTHING = Amount(None)
_WORDS = (
    (Unit.CRORE, r"करोड़|करोड|करोड़|crores?|cr"),
    (Unit.LAKH, r"लाख|lakhs?|lacs?|lakh?s|l"),
    (Unit.THOUSAND, r"हजार|हज़ार|thousands?|k"),
)
_UNIT_WORD = "|".join(words for _, words in _WORDS)
_NUMBER = r"\d+(?:,\d+)*(?:\.\d+)?|\.\d+"
_PART = re.compile(rf"({_NUMBER})\s*({_UNIT_WORD})?(?![a-z\u0900-\u0963])\.?", re.IGNORECASE)
_SIGNS = re.compile(r"₹|/\s*-|/=|\b(?:rs|inr|only)\b\.?|रुपये|रुपए|रूपये|रूपए|रु(?:[०0.](?=\D|$))?|मात्र", re.IGNORECASE)
_EXPONENT = re.compile(r"\d(?:\.\d+)?e\+?\d{1,2}", re.IGNORECASE)
_PLAIN = re.compile(r"[0-9]{1,14}(?:\.[0-9]{1,6})?")
_RANGE = re.compile(r"\d\s*(?:-|–|to|से)\s*\d", re.IGNORECASE)
_GROUPED = re.compile(r"\d{1,3}(?:,\d{2,3})*,\d{3}")
_WHOLE_RUPEES = re.compile(r"/\s*-|/=")
_TOO_BIG_TO_BE_SCALED = 100_000
"""So big a number under "in lakh" is more than a thousand crore: the writer meant rupees."""
_MOST = 10**14


def rupees(cell: str | float | int, unit: Unit | None = None) -> Amount:
    """The sum in a cell. A unit in the cell wins over ``unit``, the one its heading names.

    A blank cell gives neither value nor problem; without any unit the number is in rupees.
    """
    text = str(cell)
    if _PLAIN.fullmatch(text):
        return _without_word(Decimal(text), text, unit)
    text = plain(text)
    if is_blank(text) and text not in {"0", "00"}:
        return _NOTHING
    if is_excel_error(text):
        return Amount(None, "excel_error")
    if _EXPONENT.fullmatch(text):
        return _scaled(Decimal(text), unit, "amount_rounded")
    return _read(text, unit)


def _read(text: str, unit: Unit | None) -> Amount:
    bare = _SIGNS.sub(" ", text).strip()
    negative = bare[:1] in "-−" or (bare.startswith("(") and bare.endswith(")"))
    bare = bare.strip("()-−+= ")
    if _RANGE.search(bare):
        return Amount(None, "amount_range")
    parts = _PART.findall(bare)
    if not parts or _PART.sub("", bare).strip(" ()") or not all(map(_well_grouped, parts)):
        return Amount(None, "amount_shape")
    if negative:
        return Amount(None, "amount_negative")
    return _total(parts, text, unit)


def _total(parts: list[tuple[str, str]], text: str, unit: Unit | None) -> Amount:
    if any(word for _, word in parts):
        if not all(word for _, word in parts[:-1]):
            return Amount(None, "amount_shape")
        return _whole(sum((_number(digits) * _unit_of(word) for digits, word in parts), Decimal(0)))
    if len(parts) > 1:
        return Amount(None, "amount_shape")
    return _without_word(_number(parts[0][0]), text, unit)


def _without_word(number: Decimal, text: str, unit: Unit | None) -> Amount:
    if unit in (Unit.LAKH, Unit.CRORE) and (number >= _TOO_BIG_TO_BE_SCALED or _WHOLE_RUPEES.search(text)):
        return _whole(number, "amount_in_rupees")
    return _scaled(number, unit, None)


def _number(digits: str) -> Decimal:
    return Decimal(digits.replace(",", ""))


def _well_grouped(part: tuple[str, str]) -> bool:
    whole = part[0].partition(".")[0]
    return "," not in whole or _GROUPED.fullmatch(whole) is not None


def _unit_of(word: str) -> int:
    for unit, words in _WORDS:
        if re.fullmatch(words, word, re.IGNORECASE):
            return int(unit)
    return 1


def _scaled(number: Decimal, unit: Unit | None, problem: str | None) -> Amount:
    return _whole(number * (unit or Unit.RUPEE), problem)


def _whole(number: Decimal, problem: str | None = None) -> Amount:
    if number > _MOST:
        return Amount(None, "amount_too_big")
    return Amount(int(number.quantize(Decimal(1), ROUND_HALF_UP)), problem)


_HEADER_WORDS = (
    (Unit.CRORE, re.compile(r"करोड|(?<![a-z])(?:crores?|cr)(?![a-z])", re.IGNORECASE)),
    (Unit.LAKH, re.compile(r"लाख|(?<![a-z])(?:lakhs?|lacs?)(?![a-z])", re.IGNORECASE)),
    (Unit.THOUSAND, re.compile(r"हजार|हज़ार|(?<![a-z])thousands?(?![a-z])", re.IGNORECASE)),
)
_HEADER_RUPEES = re.compile(
    r"₹|(?<![\u0900-\u097f])(?:रु|रू)(?:प|[०0.\s)]|$)|(?<![a-z])(?:rs|inr|rupees?)(?![a-z])",
    re.IGNORECASE,
)


def header_unit(text: str) -> Unit | None:
    """The unit a heading or note names, as (निवेश ₹ लाख में) does; None if none or several."""
    text = plain(text)
    named = [unit for unit, words in _HEADER_WORDS if words.search(text)]
    if named:
        return named[0] if len(named) == 1 else None
    return Unit.RUPEE if _HEADER_RUPEES.search(text) else None
