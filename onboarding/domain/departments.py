"""The departments of the state by every name the alias table knows; no guess beyond it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from onboarding import reference
from onboarding.domain.cells import plain
from onboarding.domain.text import fold

_LABEL = re.compile(r"^(?:department|dept|विभाग(?: का नाम)?)\s*[:\-–ः]\s*", re.IGNORECASE)
_UP = r"u\.\s?p\.?|\bup\b|uttar pradesh|उ[०0.]\s?प्र[०0.]?|उत्तर प्रदेश"
_STATE = re.compile(
    rf"[,\s]*\b(?:govt?\.?|government) of (?:{_UP})|[,\s]+(?:{_UP})(?:\s*(?:govt?\.?|government|शासन|सरकार))?\s*$"
    rf"|^(?:{_UP})\s+",
    re.IGNORECASE,
)
_WORDS = re.compile(
    r"^(?:the\s+)?(?:department|deptt|dept|directorate)\.?\s+(?:of\s+)?|\s*\b(?:department|deptt|dept)\.?(?:\s*office)?\s*$"
    r"|\s*विभाग\s*$",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*(?:&|(?<![\w\u0900-\u097f])(?:and|एवं|एवम्|तथा|व|और)(?![\w\u0900-\u097f]))\s*", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*")
_COMMAS = re.compile(r"[,;/]+")


class Departments:
    """Look-up by folded spelling; what staff decided comes after the shipped names and spellings."""

    def __init__(
        self,
        rows: Iterable[Mapping[str, str]],
        aliases: Iterable[Mapping[str, str]] = (),
        learned: Mapping[str, str] | None = None,
    ) -> None:
        """``rows`` with code, name_en, name_hi; ``aliases`` with code, alias; ``learned`` maps a spelling to a code."""
        self._names: dict[str, tuple[str, str]] = {}
        self._by_key: dict[str, str] = {}
        for row in rows:
            self._names[row["code"]] = (row["name_en"], row["name_hi"])
        for row in aliases:
            self._learn(row["alias"], row["code"])
        for code, names in self._names.items():
            for name in names:
                self._learn(name, code)
        for spelling, code in (learned or {}).items():
            self._learn(spelling, code)
        self._found: dict[str, str | None] = {}

    def _learn(self, name: str, code: str) -> None:
        if code in self._names:
            for key in spellings(name):
                self._by_key.setdefault(key, code)

    def find(self, text: str) -> str | None:
        """The code of a department named in full or in a known short form, in either script; also behind a label."""
        if text not in self._found:
            code = next(
                (self._by_key[key] for key in spellings(_LABEL.sub("", plain(text))) if key in self._by_key), None
            )
            if len(self._found) > 10_000:
                self._found.clear()
            self._found[text] = code
        return self._found[text]

    def suggest(self, text: str, n: int = 5) -> list[str]:
        """Codes whose names are nearest, best first: for a person to choose, never for the program."""
        from rapidfuzz import fuzz, process

        asked = next(iter(spellings(plain(text))), "")
        hits = process.extract(asked, list(self._by_key), scorer=fuzz.token_ratio, limit=n * 6, score_cutoff=60)
        return list(dict.fromkeys(self._by_key[key] for key, *_ in hits))[:n]

    def name_of(self, code: str, language: str = "en") -> str | None:
        """The name of a code, in ``hi`` or else in English; None for an unknown code."""
        names = self._names.get(code)
        return None if names is None else names[1 if language == "hi" else 0]

    def codes(self) -> tuple[str, ...]:
        """Every code, in the order of the table."""
        return tuple(self._names)


def spellings(name: str) -> list[str]:
    """The forms in which a name is compared, the surest first: as it is, then without the state, the word department, brackets."""
    forms = [name]
    bare = _STATE.sub("", name).strip(" ,-")
    forms.append(bare)
    for form in (bare, _BRACKETS.sub(" ", bare).strip()):
        forms += [form, _WORDS.sub("", form).strip(), _WORDS.sub("", _WORDS.sub("", form)).strip()]
    return list(dict.fromkeys(key for form in forms if len(key := _key(form)) > 1))


def _key(form: str) -> str:
    return fold(_COMMAS.sub(" ", _AND.sub("&", form)))


@lru_cache(maxsize=1)
def shipped() -> Departments:
    """The names and spellings that ship with the program."""
    return Departments(reference.rows("departments"), reference.rows("department_aliases"))
