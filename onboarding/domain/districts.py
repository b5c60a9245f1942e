"""The districts of Uttar Pradesh by every name the alias table knows; no guess beyond it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from onboarding import reference
from onboarding.domain.cells import plain
from onboarding.domain.text import fold


@dataclass(frozen=True, slots=True)
class District:
    """One district; ``code`` is that of the Local Government Directory."""

    code: str
    name_en: str
    name_hi: str
    division_en: str
    division_hi: str

    def name(self, language: str) -> str:
        """The name in ``hi`` or else in English."""
        return self.name_hi if language == "hi" else self.name_en


@dataclass(frozen=True, slots=True)
class Found:
    """The district a text means, if the table knows it; ``ambiguous`` wants a person's eye."""

    code: str | None
    ambiguous: bool = False


_NOT_FOUND = Found(None)
_AMBIGUOUS = frozenset(map(fold, ("Kanpur", "कानपुर")))
# A district for the months of the fair, December 2024 to March 2025; its lists still go round.
_FAIR = ("Mahakumbh Mela", "Maha Kumbh Mela", "महाकुम्भ मेला", "महाकुंभ मेला", "महाकुम्भ नगर")
_FAIR_IN = "Prayagraj"
_LABEL = re.compile(
    r"^(?:जनपद|जिला|ज़िला|जि०|जि\.|district|distt?|dist)[\s.:०\-–]+|\s+(?:district|जनपद|जिला|ज़िला)$",
    re.IGNORECASE,
)


class Districts:
    """Look-up by folded spelling. Spellings that staff taught come after the shipped ones."""

    def __init__(self, rows: Iterable[Mapping[str, str]], learned: Mapping[str, str] | None = None) -> None:
        """``rows`` as in the shipped table; ``learned`` maps a spelling to a district's code."""
        self._by_code: dict[str, District] = {}
        self._by_name: dict[str, str] = {}
        for row in rows:
            self._add(row)
        for spelling, code in (learned or {}).items():
            if code in self._by_code:
                self._by_name.setdefault(fold(plain(spelling)), code)
        self._known: dict[str, Found] = {}

    def _add(self, row: Mapping[str, str]) -> None:
        district = District(*(row[name] for name in District.__slots__))
        self._by_code[district.code] = district
        aliases = [name for name in row.get("aliases", "").split(";") if name.strip()]
        fair = _FAIR if district.name_en == _FAIR_IN else ()
        for name in (district.name_en, district.name_hi, *aliases, *fair):
            self._by_name.setdefault(fold(name), district.code)

    def find(self, text: str) -> Found:
        """The district of a name in any known spelling, also behind a label (जनपद: X)."""
        known = self._known.get(text)
        if known is None:
            known = self._find(text)
            if len(self._known) < 10_000:
                self._known[text] = known
        return known

    def _find(self, text: str) -> Found:
        shown = plain(text)
        for name in (shown, _LABEL.sub("", shown), _LABEL.sub("", shown.strip(" ,.;:()।"))):
            key = fold(name)
            code = self._by_name.get(key)
            if code is not None:
                return Found(code, key in _AMBIGUOUS)
        return _NOT_FOUND

    def suggest(self, text: str, n: int = 5) -> list[str]:
        """Codes of the districts whose spelling is nearest, best first: for a person to choose."""
        from rapidfuzz import fuzz, process

        hits = process.extract(fold(plain(text)), list(self._by_name), scorer=fuzz.ratio, limit=n * 6, score_cutoff=55)
        return list(dict.fromkeys(self._by_name[name] for name, *_ in hits))[:n]

    def get(self, code: str) -> District | None:
        """The district of a code, or None."""
        return self._by_code.get(code)

    def name_of(self, code: str, language: str = "en") -> str | None:
        """The name of a code's district, in ``hi`` or else in English; None for an unknown code."""
        district = self._by_code.get(code)
        return district.name(language) if district else None

    def division_of(self, code: str) -> str | None:
        """The English name of the division; None for an unknown code."""
        district = self._by_code.get(code)
        return district.division_en if district else None

    def all(self) -> tuple[District, ...]:
        """Every district in the order of the table."""
        return tuple(self._by_code.values())


@lru_cache(maxsize=1)
def shipped() -> Districts:
    """The table that ships with the program, without learned spellings."""
    return Districts(reference.rows("districts"))


@lru_cache(maxsize=128)
def registry_spellings(code: str) -> tuple[str, ...]:
    """The Latin spellings of a shipped district in capitals, as the Udyam registry writes them; its name first."""
    found = [row for row in reference.rows("districts") if row["code"] == code]
    names = [name for row in found for name in (row["name_en"], *row["aliases"].split(";"))]
    return tuple(dict.fromkeys(name.strip().upper() for name in names if name.strip() and name.isascii()))
