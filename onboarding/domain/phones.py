"""Telephone numbers as they stand in a cell: several, labelled, guarded, half eaten."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from onboarding.domain.cells import NOTHING, Checked, is_blank, is_excel_error, plain


@dataclass(frozen=True, slots=True)
class Phones:
    """The numbers of a cell in its order, none twice; mobiles 10 digits, landlines with a 0."""

    mobiles: tuple[str, ...] = ()
    landlines: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


_DUMMIES = frozenset({"1234567890", "9876543210", "123456789", "0123456789", *(str(n) * 10 for n in range(10))})
_NO_PHONES = Phones()
_DEVA = "\u0900-\u0963"
_NO_DIGIT = re.compile("[^0-9]")
"""Superscripts and digits of other scripts are none: ``str.isdigit`` takes both."""
_SEPARATOR = re.compile(
    rf"[/\\,;|\n&]|(?<![\w{_DEVA}])(?:or|and|या|तथा|एवं|एवम्|व|और|एण्ड|एंड)(?![\w{_DEVA}])",
    re.IGNORECASE,
)
_EXPONENT = re.compile(r"(\d+(?:\.(\d+))?)E\+?(\d{1,2})", re.IGNORECASE)
_POINT_ZERO = re.compile(r"(?<=\d)\.0+(?!\d)")
_EXTENSION = re.compile(r"(?:ext(?:n|ension)?|एक्स[०.]?)[\s.:\-]*\d+", re.IGNORECASE)
# The zero after a Devanagari letter is a full stop (मो०), not a digit, unless a digit follows it.
_WORDS = re.compile(rf"[{_DEVA}\u0970]+0?(?!\d)|[{_DEVA}\u0970]+|[A-Za-z]+")
_SOME_MOBILE = re.compile(r"(?<!\d)(?:(?:\+|00)?91[\s\-]*|0[\s\-]*)?([6-9]\d{4}[\s.\-]?\d{5})(?!\d)")
_AREA_AND_NUMBER = re.compile(r"\(?(0\d{2,4})\)?[\s\-.]+([2-7]\d{5,7})")


def split_phones(cell: str) -> Phones:
    """All numbers of a cell, with or without country code, labels, guards.

    A filler like 9999999999 is the problem ``dummy``; NA, nil and dashes are just blank.
    """
    if len(cell) == 10 and cell[0] in "6789" and cell.isascii() and cell.isdecimal() and cell not in _DUMMIES:
        return Phones((cell,))
    cell = plain(cell)
    if is_blank(cell):
        return _NO_PHONES
    if is_excel_error(cell):
        return Phones(problems=("excel_error",))
    return _collect(_EXTENSION.sub(" ", cell))


def check_mobile(cell: str) -> Checked:
    """The first mobile of the cell as 10 digits; without one, what is wrong."""
    phones = split_phones(cell)
    if phones.mobiles:
        return Checked(phones.mobiles[0])
    if phones.landlines:
        return Checked(None, "mobile_landline")
    return Checked(None, phones.problems[0]) if phones.problems else NOTHING


def is_dummy(digits: str) -> bool:
    """Whether these digits are a filler that people type to get past a form."""
    return digits in _DUMMIES or (len(digits) >= 6 and len(set(digits)) == 1)


def _collect(cell: str) -> Phones:
    kinds: dict[str, dict[str, None]] = {"mobile": {}, "landline": {}, "problem": {}}
    for piece in _SEPARATOR.split(cell):
        for kind, value in _read(piece):
            kinds[kind][value] = None
    if not any(kinds.values()):
        return Phones(problems=("mobile_shape",))
    return Phones(*(tuple(found) for found in kinds.values()))


def _read(piece: str) -> Iterator[tuple[str, str]]:
    """What one piece between separators holds, as (mobile | landline | problem, value)."""
    exponent = _EXPONENT.search(piece)
    if exponent:
        mantissa, decimals, power = exponent.groups()
        if len(decimals or "") < int(power):
            yield "problem", "mobile_lost_digits"
            return
        piece = str(int(Decimal(f"{mantissa}E{power}")))
    piece = _WORDS.sub(" ", _POINT_ZERO.sub("", piece)).strip(" .:-()[]")
    digits = _NO_DIGIT.sub("", piece)
    if not digits:
        return
    several = [_NO_DIGIT.sub("", number) for number in _SOME_MOBILE.findall(piece)]
    if len(several) > 1:
        yield from (_judge(number, number) for number in several)
        return
    yield _judge(piece, digits)


def _judge(piece: str, digits: str) -> tuple[str, str]:
    if is_dummy(digits) or is_dummy(digits.removeprefix("91")):
        return "problem", "dummy"
    number = _national(digits)
    if is_dummy(number) or not number:
        return "problem", "dummy"
    if len(number) != 10:
        return _short_or_long(number)
    if number[0] in "6789":
        return ("landline", "0" + number) if _written_as_landline(piece, number) else ("mobile", number)
    if _AREA_AND_NUMBER.search(piece) or _is_known_landline(number):
        return "landline", "0" + number
    return "problem", "mobile_shape"


def _national(digits: str) -> str:
    """The digits without trunk zeros and the country's 91."""
    number = digits.lstrip("0")
    if number.startswith("91") and len(number) in (12, 13):
        rest = number[2:].lstrip("0")
        return rest if len(rest) == 10 else number
    return number


def _short_or_long(number: str) -> tuple[str, str]:
    if number.startswith("1800") and len(number) in (10, 11):
        return "landline", number
    if len(number) in (7, 8) and number[0] in "23456":  # a number of the own exchange
        return "landline", number
    return "problem", "mobile_length"


def _written_as_landline(piece: str, number: str) -> bool:
    """0612-2300000 has ten digits and begins like a mobile; only the area code tells."""
    found = _AREA_AND_NUMBER.fullmatch(piece)
    return bool(found) and len(number) == 10 and _is_known_landline(number)


def _is_known_landline(number: str) -> bool:
    import phonenumbers

    parsed = phonenumbers.PhoneNumber(country_code=91, national_number=int(number))
    return phonenumbers.number_type(parsed) == phonenumbers.PhoneNumberType.FIXED_LINE
