"""A unit of the Udyam registry that nobody has spoken to yet, and which of them a list shows. Pure.

The registry tells neither number nor contact, so that a unit cannot be a lead; it is known by district, normalised name, PIN and
day of registration. Source: DOMAIN.md 5.1.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass, replace
from typing import Any, Literal

from onboarding.domain.names import is_devanagari, same_name_key
from onboarding.domain.search import index_words
from onboarding.domain.text import clean

ProspectSort = Literal["entered", "name", "registered"]
NIC_MARK, PIN_MARK, DISTRICT_MARK = "n", "p", "d"
LONGEST_NAME, LONGEST_ADDRESS, LONGEST_ACTIVITIES = 300, 500, 500
_NIC = re.compile(r"[0-9]{2,5}")
_PIN = re.compile(r"[1-9]\d{2,5}")

ProspectKey = tuple[str, str, str, str]
"""(district code, normalised name, PIN or '', day of registration or '')."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """One unit as a source gave it, cleaned; '' where it said nothing."""

    district_code: str
    name: str
    pin: str = ""
    registered_on: str = ""
    address: str = ""
    nic: str = ""
    """Codes of its activities, parted by blanks."""
    activities: str = ""

    @property
    def name_hi(self) -> str | None:
        """The name where it is in Devanagari."""
        return self.name if is_devanagari(self.name) else None

    @property
    def key(self) -> ProspectKey:
        """Equal keys are the same unit."""
        # A name of signs alone has no comparable form; as it stands it is still a name.
        return (self.district_code, same_name_key(self.name) or self.name, self.pin, self.registered_on)

    @property
    def found_by(self) -> tuple[str, str, str]:
        """The three texts of the index: words, consonant keys, marks."""
        words = index_words(self.name)
        marks = [DISTRICT_MARK + self.district_code, *(NIC_MARK + code for code in self.nic.split())]
        return words.words, words.keys, " ".join([*marks, *([PIN_MARK + self.pin] if self.pin else [])])


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A prospect of the pool."""

    id: int
    district_code: str
    name: str
    name_hi: str | None
    pin: str
    registered_on: str
    address: str
    nic: str
    activities: str
    first_seen_on: str
    last_seen_on: str | None
    became_lead_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolFilter:
    """Which prospects a list shows, and in which order."""

    text: str = ""
    """Words of a name in either script; a PIN."""
    district: str = ""
    nic: str = ""
    """A code of activities or its first two to four digits."""
    pin: str = ""
    """Three to six digits; a PIN or its beginning."""
    sort: ProspectSort = "entered"
    descending: bool = False

    def but(self, **fields: Any) -> PoolFilter:  # noqa: ANN401 - any field of the filter
        """The same with other fields."""
        return replace(self, **fields)

    @property
    def has_marks(self) -> bool:
        """Whether it is narrowed by more than words."""
        return bool(self.district or self.nic or self.pin)


def activities_of(cell: str) -> tuple[str, str]:
    """The codes and the descriptions in a cell of the registry, which is a text that holds JSON, or should."""
    text = html.unescape(cell)
    try:
        found = json.loads(text) if text.lstrip()[:1] in ("[", "{") else []
    except (ValueError, RecursionError):
        found = []
    entries = [one for one in (found if isinstance(found, list) else [found]) if isinstance(one, dict)]
    codes = [code for one in entries if _NIC.fullmatch(code := _said(one.get("NIC5DigitId")))]
    words = [word for one in entries if (word := clean(_said(one.get("Description"))))]
    return " ".join(dict.fromkeys(codes)), clean("; ".join(dict.fromkeys(words)), limit=LONGEST_ACTIVITIES)


def _said(value: object) -> str:
    """A text or a number of such a cell."""
    return str(value).strip() if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""


def nic_of(typed: str) -> str | None:
    """What was typed as a code of activities, two to five digits; else None."""
    return typed if _NIC.fullmatch(typed) else None


def pin_of(typed: str) -> str | None:
    """What was typed as a PIN or its beginning, three to six digits; else None."""
    return typed if _PIN.fullmatch(typed) else None
