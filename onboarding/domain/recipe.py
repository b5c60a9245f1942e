"""How a list is to be read and by which rules it is taken over, as far as a person decided it. Pure.

What nobody decided is None (or empty) and goes by the evidence of the file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final, get_args

from onboarding.domain.date_words import MONTHS, plain
from onboarding.domain.fields import CHOICES
from onboarding.domain.merging import Mode
from onboarding.domain.text import fold

MODES: Final[tuple[Mode, ...]] = get_args(Mode)
UNITS = ("rupee", "thousand", "lakh", "crore")
DEFAULTS = ("source", "sponsor_department")
"""Fields that a person may set for every new lead of a run."""
SOURCES = CHOICES["source"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """A person's decisions on one list, or on every list of one sender."""

    sheet: str | None = None
    header: int | None = None
    """Line of the row with the headings, from 1; 0: there is none."""
    columns: Mapping[str, str | None] = field(default_factory=dict)
    """Heading (or ``#3`` for the third column) to field; None: nobody reads it."""
    encoding: str | None = None
    separator: str | None = None
    convert: bool | None = None
    """Whether columns typed for a legacy font are read as the Hindi that they show."""
    unit: str | None = None
    """One of ``UNITS``: what one of the amounts is worth where no heading and no cell says otherwise."""
    mode: Mode | None = None
    overwrite: frozenset[str] | None = None
    """Fields whose values in older leads give way to those of the list."""
    defaults: Mapping[str, str] = field(default_factory=dict)
    """Of ``DEFAULTS``, for new leads."""
    sender: str | None = None
    """Who sends such lists, as the office calls them."""

    @property
    def decided(self) -> bool:
        """Whether a person decided anything."""
        return any(getattr(self, one.name) not in (None, {}) for one in fields(self))

    @property
    def converts(self) -> bool:
        """Cells typed for a legacy font are read as Hindi unless refused."""
        return self.convert is not False

    @property
    def rules(self) -> tuple[Mode, frozenset[str]]:
        """Which rows are taken over, and which fields give way."""
        return self.mode or "both", self.overwrite or frozenset()

    @property
    def has_rules(self) -> bool:
        """Whether a person decided by which rules rows are taken over."""
        return bool(self.overwrite or self.defaults or self.mode not in (None, "both"))

    def over(self, older: Recipe) -> Recipe:
        """These decisions, and those of ``older`` where this one has none."""
        mine: dict[str, Any] = {}
        for one in fields(self):
            value, before = getattr(self, one.name), getattr(older, one.name)
            mine[one.name] = {**before, **value} if isinstance(value, Mapping) else before if value is None else value
        return Recipe(**mine)


_NUMBERS = re.compile(r"\d+")
_COUNTED = re.compile(r"(?<=[^\W\d])\d+$")
"""The number behind a word: ``list2``."""


def sheet_shape(name: str) -> str:
    """The pattern of a sheet's name: ``DIC Oct 2026`` and ``DIC Nov 2026`` have one."""
    text = " ".join("9" if word in MONTHS else word for word in plain(name).split(" "))
    return _NUMBERS.sub("9", fold(text))


def sender_of(text: str) -> str:
    """What of a title or of a file's name may be its sender: its words, without numbers and months."""
    words = [_COUNTED.sub("", word) for word in re.split(r"[\s_.\-]+", text)]
    return " ".join(word for word in words if word and plain(word) not in MONTHS and not _NUMBERS.search(plain(word)))
