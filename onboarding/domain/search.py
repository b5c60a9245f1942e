"""What a lead is found by, and what a typed text asks for. Pure; the index itself is the database's.

A name is indexed twice: as its own words, and as consonant keys that come out the same for Hindi, English and the spellings
between (``domain.names``), so that ``balaji`` finds बालाजी and Balajee.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from onboarding.domain.names import name_key
from onboarding.domain.text import ascii_digits

# Danda and the abbreviation sign part words as they do in the index.
_PUNCTUATION = re.compile(r"[^\w\u0900-\u0963\u0966-\u096f\u0971-\u097f]+")
_ASCII_WORD = re.compile("[a-z0-9]+")
_SIGNS = str.maketrans({"\u093c": None, "\u0901": "\u0902", "\u200c": None, "\u200d": None, "_": " "})
_PHONE = re.compile(r"[+\d][\d\s\-().]*")
_LEAD = re.compile(r"#\d{1,18}")
_CODE = re.compile(r"[A-Z0-9@._\-]*\d[A-Z0-9@._\-]*|[^\s@]+@[^\s@]*", re.IGNORECASE)


class IndexWords(NamedTuple):
    """The two texts of the word index."""

    words: str
    keys: str


@dataclass(frozen=True, slots=True)
class Query:
    """What a typed text asks for."""

    kind: Literal["nothing", "lead", "number", "code", "name"]
    number: str = ""
    """Digits without country code and leading zeros, for a look-up from the end; of ``#12`` the lead's own number."""
    code: str = ""
    """Part of a PAN, GSTIN, Udyam number, e-mail or GeM id, upper case, without blanks; of a number all its digits."""
    words: tuple[str, ...] = ()
    """Words of a name, normalised as in the index; the last one may be half typed."""
    keys: tuple[str, ...] = ()
    """Consonant keys of the words."""


@lru_cache(maxsize=65536)
def normal_words(text: str) -> str:
    """Words of a name for the index: case folded, without nukta, chandrabindu as anusvara, punctuation as blanks."""
    if text.isascii():
        return " ".join(_ASCII_WORD.findall(text.casefold()))
    return " ".join(_PUNCTUATION.sub(" ", ascii_digits(text).casefold().translate(_SIGNS)).split())


def index_words(*names: str | None) -> IndexWords:
    """The index texts of all names of a lead (firm in either script, owner, further people)."""
    # A name in Devanagari stands in the record twice, as the name and as the Hindi name.
    given = list(dict.fromkeys(name for name in names if name))
    return IndexWords(" ".join(map(normal_words, given)), " ".join(map(name_key, given)))


def index_codes(*codes: str | None) -> str:
    """The index text of the identifiers, upper case, hyphens of the Udyam number kept away so that parts run on."""
    return " ".join(code.upper().replace("-", "") for code in codes if code)


def understand(text: str) -> Query:
    """What a person means by a text typed into the one search field."""
    typed = ascii_digits(text).strip()
    if not typed:
        return Query("nothing")
    if _LEAD.fullmatch(typed):
        return Query("lead", number=typed[1:])
    if _PHONE.fullmatch(typed):
        return Query("number", number=phone_tail(typed), code=re.sub(r"\D", "", typed))
    squeezed = typed.replace(" ", "").replace("-", "").upper()
    if _CODE.fullmatch(squeezed) and len(squeezed) >= 3:
        return Query("code", code=squeezed)
    return Query("name", words=tuple(normal_words(typed).split()), keys=tuple(name_key(typed).split()))


def phone_tail(text: str) -> str:
    """The digits by which a number is looked up from its end: +91, 0091, a leading 0 and blanks do not matter."""
    digits = re.sub(r"\D", "", ascii_digits(text))
    if len(digits) > 10:
        digits = digits.removeprefix("00")
        digits = digits.removeprefix("91") if len(digits) > 10 else digits
    whole = digits.lstrip("0")
    # A leading 0 is the trunk code only before a number typed from its start; "0042" is an end.
    return whole if len(whole) >= 7 else digits
