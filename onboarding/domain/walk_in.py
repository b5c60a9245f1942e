"""The one line in which a walk-in seller is registered: ``6441234567 Maa Traders, Ramesh Gupta, furniture``. Pure.

Numbers come first, then firm, owner and products between commas. GSTIN, PAN, Udyam, e-mail and PIN may stand anywhere: they
are known by their shape and taken out of the words. Nothing is guessed; what looks like an identifier and is none is told.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from onboarding.domain.identifiers import (
    check_email,
    check_gstin,
    check_pan,
    check_pin,
    check_uam,
    check_udyam,
    pan_of_gstin,
    split_phones,
)
from onboarding.domain.names import display_name, is_devanagari
from onboarding.domain.search import phone_tail
from onboarding.domain.text import ascii_digits, clean, mask_aadhaar

LONGEST = 500
"""Characters of a line that are read."""


class Problem(NamedTuple):
    """What is wrong with a part of the line, or wants a second look."""

    field: str
    code: str
    """As in ``domain.fields``; also ``too_many_numbers``, ``number_short``, ``twice``, ``pan_gstin_mismatch`` and
    ``identifier_needed``."""
    stops: bool = True
    """Nothing is stored while this stands."""


@dataclass(frozen=True, slots=True)
class WalkIn:
    """What a line says."""

    values: dict[str, Any] = field(default_factory=dict)
    """Fields of a lead, checked."""
    problems: tuple[Problem, ...] = ()
    number: str = ""
    """Digits of the first number as far as they are typed, without 91 and leading zeros."""

    @property
    def is_complete(self) -> bool:
        """Whether a lead can be made of it."""
        return not any(problem.stops for problem in self.problems)

    @property
    def has_name(self) -> bool:
        """Whether the name is typed already."""
        return "name" in self.values


_DIGIT = "0-9\u0966-\u096f"
_EMAIL = re.compile(r"[\w.+%\-]+@[^\s,;]*")
_UDYAM = re.compile(r"(?<![A-Z0-9])UDYAM(?:[\s\-_/]*[A-Z]{2}(?:[\s\-_/]*\d{2}(?:[\s\-_/]*\d{1,9})?)?)?", re.IGNORECASE)
_GSTIN = re.compile(r"(?<![A-Z0-9])\d{2}[A-Z]{3}[A-Z0-9]{8,12}(?![A-Z0-9])", re.IGNORECASE)
_UAM = re.compile(r"(?<![A-Z0-9])[A-Z]{2}\d{2}[A-F]\d{7}(?![A-Z0-9])", re.IGNORECASE)
_PAN = re.compile(r"(?<![A-Z0-9])[A-Z]{5}\d{4}[A-Z](?![A-Z0-9])", re.IGNORECASE)
_MASKED = re.compile(r"(?:XXXX[ ]?)+\d{4}")
_NUMBER = re.compile(r"(?<![A-Z0-9+])(?:\+?91[\s\-]{0,2}|0)?[6-9](?:[\s\-]?\d){9}(?!\d)", re.IGNORECASE)
_FIRST_NUMBER = re.compile(r"\s*([+(]?\d[\d\-().+]*(?:\s+[\d\-().]+)*)")
_PIN = re.compile(r"(?<![A-Z0-9])(?:PIN\W{0,2})?([1-9]\d{5})(?![A-Z0-9])", re.IGNORECASE)
_COUNTRY = re.compile(r"^\s*(?:\+|00)(?:9(?:1|$)|$)")
_BREAKS = re.compile("[,;\u060c]")
_SHAPES = (
    ("email", _EMAIL, check_email),
    ("udyam", _UDYAM, check_udyam),
    ("gstin", _GSTIN, check_gstin),
    ("uam", _UAM, check_uam),
    ("pan", _PAN, check_pan),
)
_SAID = re.compile(
    r"(?<![A-Z0-9])(PAN|GSTIN|GST|UDYAM)(?:\s*NO)?\W{0,3}((?=[A-Z0-9]{5})[A-Z0-9]*\d[A-Z0-9]*)(?![A-Z0-9])",
    re.IGNORECASE,
)
_LABEL = re.compile(r"(?<![A-Z0-9])(?:PAN|GSTIN|GST)(?:\s*NO)?\W{0,3}(?=\0)", re.IGNORECASE)
_NAMES_A_FIRM = ("mobile", "email", "gstin", "pan", "udyam")


def read_line(typed: str) -> WalkIn:
    """Understand the line as far as it is typed; an empty line gives nothing and no problem."""
    text = ascii_digits(clean(typed, limit=LONGEST))
    if not text:
        return WalkIn()
    return _Reader(text).read()


def number_start(typed: str) -> str:
    """The digits of a number that is being typed from its start: the country code is known by its plus sign or two zeros."""
    return phone_tail(_COUNTRY.sub("", ascii_digits(typed))).lstrip("0")


class _Reader:
    """Takes out of the line what it knows and keeps the rest."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.values: dict[str, Any] = {}
        self.problems: list[Problem] = []
        self.number = ""

    def read(self) -> WalkIn:
        self._take_secrets()
        for name, pattern, check in _SHAPES:
            self.text = pattern.sub(lambda found, n=name, c=check: self._identifier(n, c(found[0])), self.text)  # type: ignore[misc]
        self.text = _LABEL.sub("", _SAID.sub(self._slip, self.text))
        self._take_numbers()
        if self.number:
            self.text = _PIN.sub(lambda found: self._identifier("pin", check_pin(found[1])), self.text)
        self._take_words()
        self._settle_pan()
        self._require()
        return WalkIn(self.values, tuple(dict.fromkeys(self.problems)), self.number)

    def _take_secrets(self) -> None:
        self.text, found = mask_aadhaar(self.text)
        if found:
            self.text = _MASKED.sub("\0", self.text)
            self.problems.append(Problem("remarks", "aadhaar_masked", stops=False))

    def _slip(self, found: re.Match[str]) -> str:
        name = {"PAN": "pan", "UDYAM": "udyam"}.get(found[1].upper(), "gstin")
        check = next(check for field, _, check in _SHAPES if field == name)
        return self._identifier(name, check(found[2]))

    def _identifier(self, name: str, checked: Any) -> str:  # noqa: ANN401 - a Checked
        if checked.value is None:
            self.problems.append(Problem(name, checked.problem or f"{name}_shape"))
        elif self.values.setdefault(name, checked.value) != checked.value:
            self.problems.append(Problem(name, "twice"))
        elif checked.problem:
            self.problems.append(Problem(name, checked.problem, stops=False))
        return "\0"

    # ------------------------------------------------------------------ numbers

    def _take_numbers(self) -> None:
        found = _FIRST_NUMBER.match(self.text)
        written = [_one_number(found[1])] if found else []
        if written:
            self.text = "\0" + self.text[self.text.index(written[0]) + len(written[0]) :]
        self.text = _NUMBER.sub(lambda more: _note(written, more[0]), self.text)
        self.number = number_start(written[0]) if written else ""
        for one in written:
            self._number(one)

    def _number(self, written: str) -> None:
        phones = split_phones(written)
        for mobile in phones.mobiles:
            self._place(("mobile", "alt_mobile"), mobile)
        for landline in phones.landlines:
            self._place(("phone",), landline)
        for code in phones.problems:
            short = code == "mobile_length" and len(self.number) < 10
            self.problems.append(Problem("mobile", "number_short" if short else code))

    def _place(self, fields: tuple[str, ...], value: str) -> None:
        if value in self.values.values():
            return
        free = next((name for name in fields if name not in self.values), None)
        if free is None:
            self.problems.append(Problem(fields[-1], "too_many_numbers", stops=False))
        else:
            self.values[free] = value

    # ------------------------------------------------------------------ words

    def _take_words(self) -> None:
        parts = [_Part.of(part) for part in _BREAKS.split(self.text)]
        kept = [part.words for part in parts if part.words or not part.held_something]
        while kept and not kept[0]:
            kept.pop(0)
        name = display_name(kept[0]) if kept else ""
        if name:
            self.values["name"] = name
            if is_devanagari(name):
                self.values["name_hi"] = name
        if len(kept) > 1 and kept[1]:
            self.values["owner_name"] = kept[1]
        products = ", ".join(part for part in kept[2:] if part)
        if products:
            self.values["products"] = products

    def _settle_pan(self) -> None:
        """The PAN inside the GSTIN fills a blank, and wins: its check character was proved. Source: importer contract."""
        inside = pan_of_gstin(self.values["gstin"]) if "gstin" in self.values else None
        if inside and self.values.setdefault("pan", inside) != inside:
            self.values["pan"] = inside
            self.problems.append(Problem("pan", "pan_gstin_mismatch", stops=False))

    def _require(self) -> None:
        if "name" not in self.values:
            self.problems.append(Problem("name", "name_needed"))
        told = {problem.field for problem in self.problems if problem.stops}
        if not told & {*_NAMES_A_FIRM, "phone"} and not any(key in self.values for key in _NAMES_A_FIRM):
            self.problems.append(Problem("mobile", "identifier_needed"))


class _Part(NamedTuple):
    words: str
    held_something: bool
    """An identifier stood here: an empty part is no empty field."""

    @classmethod
    def of(cls, text: str) -> _Part:
        return cls(" ".join(text.replace("\0", " ").split()).strip("-/|:. "), "\0" in text)


def _note(written: list[str], number: str) -> str:
    written.append(number)
    return "\0"


def _one_number(run: str) -> str:
    """The first number of a run of digits and blanks: ``6441234567 3`` is a number and the start of "3 Star Traders"."""
    taken = ""
    for piece in re.findall(r"\S+\s*", run):
        if taken and (len(phone_tail(taken)) >= 10 or _starts_anew(taken, piece)):
            break
        taken += piece
    return taken.rstrip()


def _starts_anew(taken: str, piece: str) -> bool:
    digits = re.sub(r"\D", "", piece)
    return len(digits) >= 10 and len(phone_tail(taken)) >= 6
