"""Filter words typed into the search field (``stage:willing district:kanpur next:overdue balaji``), and a population in words.

Keys and values may be English or Hindi, codes or labels, or the beginning of one; what is left over is the text to search for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from onboarding.domain.blockers import BLOCKERS
from onboarding.domain.districts import Districts
from onboarding.domain.filters import SellerFilter
from onboarding.domain.stages import ACTIVE_STAGES, CLOSED, LADDER, STAGES
from onboarding.domain.text import fold
from onboarding.formats import number
from onboarding.i18n import LANGUAGES, language, tr, tr_in
from onboarding.wording import blocker_text, day_text, evidence_text, mse_text, stage_text

KEYS: Final = {
    "stage": ("stage", "चरण"),
    "district": ("district", "जनपद", "जिला"),
    "division": ("division", "मण्डल", "मंडल"),
    "mse": ("mse", "एमएसई"),
    "desk": ("desk", "डेस्क", "पटल"),
    "next": ("next", "अगली", "कार्यवाही"),
    "by": ("by", "द्वारा"),
    "blocker": ("blocker", "अवरोध"),
}
"""Filter keys; the first word is English, the second the one that is written in Hindi."""
_KEY_OF: Final = {fold(word): key for key, words in KEYS.items() for word in words}
GROUPS: Final = {"active": ACTIVE_STAGES, "registered": LADDER[4:], "closed": CLOSED}
"""Words for several stages at once; ``registered`` from the GeM account on."""
MSE_WORDS: Final = ("yes", "verified", "udyam_format_ok", "claimed", "not_checked", "not_mse", "lapsed")
NEXT_WORDS: Final = ("overdue", "today", "upcoming", "none")
_NICKNAMES: Final = {
    "otp": "aadhaar_mobile",
    "aadhaar": "aadhaar_mobile",
    "itr": "itr_missing",
    "bank": "bank_mismatch",
}
_WORD = re.compile(r'([^\s:=\-\u0903"]+)([:=\-\u0903])("[^"]*"?|\S*)')
SHORTEST_KEY = 3
"""Letters that a key may be cut to."""
MANY = 4
"""Suggestions that fit under the field."""

Option = tuple[str, Sequence[str]]
"""A code and every spelling of it."""


@dataclass(frozen=True, slots=True)
class FilterWords:
    """What filter words can mean in this office."""

    districts: Districts
    staff: tuple[tuple[int, str, str], ...] = ()
    """(id, login, name)."""
    me: int | None = None

    def options(self, key: str) -> list[Option]:
        """Every value of a key with its spellings in both languages."""
        if key == "stage":
            return [*_labelled("list.stages", GROUPS), *_labelled("stage.label", STAGES)]
        if key == "mse":
            return [*_labelled("list.mse", ("yes",)), *_labelled("mse.label", MSE_WORDS[1:])]
        if key == "next":
            return _labelled("list.next", NEXT_WORDS)
        if key == "blocker":
            nicknames = [(code, (word,)) for word, code in _NICKNAMES.items()]
            return [*_labelled("list.blocker", ("any",)), *_labelled("blocker.label", BLOCKERS), *nicknames]
        if key in ("desk", "by"):
            people: list[Option] = [(str(number_), (login, name)) for number_, login, name in self.staff]
            return [*_labelled("list.desk", ("me", "none")), *people]
        return self._places(key)

    def _places(self, key: str) -> list[Option]:
        everywhere = self.districts.all()
        if key == "division":
            return [(place.division_en, (place.division_en, place.division_hi)) for place in everywhere]
        none = _labelled("list.district", ("none",))
        return [*none, *((place.code, (place.name_en, place.name_hi)) for place in everywhere)]

    def label(self, key: str, code: str) -> str:
        """A value in the language of now."""
        if key == "stage":
            return tr(f"list.stages.{code}") if code in GROUPS else stage_text(code)
        if key == "mse":
            return tr("list.mse.yes") if code == "yes" else mse_text(code)
        if key == "next":
            return tr(f"list.next.{code}")
        if key == "blocker":
            return tr("list.blocker.any") if code == "any" else blocker_text(code)
        if key in ("desk", "by"):
            return next((name for one, _, name in self.staff if str(one) == code), "") or tr(f"list.desk.{code}")
        if key == "division":
            found = next((place for place in self.districts.all() if place.division_en == code), None)
            return (found.division_hi if language() == "hi" else found.division_en) if found else code
        return tr("list.district.none") if code == "none" else self.districts.name_of(code, language()) or code


@dataclass(frozen=True, slots=True)
class Unknown:
    """A filter word that was not understood."""

    word: str
    """As typed."""
    key: str = ""
    """The key that it belongs to; empty when the key itself is unknown."""
    like: tuple[str, ...] = ()
    """Codes that it may mean."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What a typed text asks for."""

    fields: dict[str, Any]
    """Fields of a SellerFilter; only those that were typed."""
    unknown: tuple[Unknown, ...] = ()

    def on(self, population: SellerFilter) -> SellerFilter:
        """The population narrowed by it; a typed word wins over the population's own."""
        return population.but(**self.fields)


def read_filter(text: str, words: FilterWords) -> Typed:
    """Understand a typed text; a key without a value yet (``stage:``) asks for nothing."""
    fields: dict[str, Any] = {}
    unknown: list[Unknown] = []
    rest: list[str] = []
    at = 0
    for found in _WORD.finditer(text):
        key = _key(found[1], found[2])
        if key is None and not _is_meant(found):
            continue
        rest.append(text[at : found.start()])
        at = found.end()
        value = found[3].strip('"')
        if key is None:
            unknown.append(Unknown(found[0]))
        elif value:
            _read_value(key, value, words, fields, unknown)
    rest.append(text[at:])
    free = " ".join(" ".join(rest).split())
    if free:
        fields["text"] = free
    return Typed(fields, tuple(unknown))


def with_word(text: str, key: str, code: str, words: FilterWords) -> str:
    """The typed text with ``key`` set to a value (an empty code: taken away), as a person would write it now."""
    kept = "".join(_without(key, text)).strip()
    if not code:
        return " ".join(kept.split())
    name = KEYS[key][1] if language() == "hi" else KEYS[key][0]
    value = code.replace("_", "-") if language() == "en" and not _is_number(code) else words.label(key, code)
    return " ".join([*kept.split(), f"{name}:{value.replace(' ', '-')}"])


def _without(key: str, text: str) -> list[str]:
    parts, at = [], 0
    for found in _WORD.finditer(text):
        if _key(found[1], found[2]) == key:
            parts.append(text[at : found.start()])
            at = found.end()
    return [*parts, text[at:]]


def _is_number(code: str) -> bool:
    return code.isdigit()


def _key(word: str, sign: str) -> str | None:
    """A hyphen or visarga stands for the colon, which an InScript keyboard lacks, behind a Hindi key only."""
    wanted = fold(word)
    begun = {key for name, key in _KEY_OF.items() if len(wanted) >= SHORTEST_KEY and name.startswith(wanted)}
    key = _KEY_OF.get(wanted) or (begun.pop() if len(begun) == 1 else None)
    return None if key and sign not in ":=" and word.isascii() else key


def _is_meant(found: re.Match[str]) -> bool:
    """Whether a person meant a filter word: ``colour:red``, not ``A-1`` and not ``10:30``."""
    return found[2] == ":" and found[1].isalpha()


def _read_value(key: str, value: str, words: FilterWords, fields: dict[str, Any], unknown: list[Unknown]) -> None:
    options = words.options(key)
    codes = []
    for one in filter(None, value.split(",")) if key == "stage" else (value,):
        like = _find(one, key, options, words)
        if len(like) == 1:
            codes.append(like[0])
        else:
            like = like or (words.districts.suggest(one, MANY) if key == "district" else [])
            unknown.append(Unknown(one, key, tuple(like[:MANY])))
    if codes:
        fields.update(_field(key, codes, words))


def _find(value: str, key: str, options: Sequence[Option], words: FilterWords) -> list[str]:
    """Codes that a value may mean: one when it is clear."""
    wanted = fold(value)
    if key == "district" and (known := words.districts.find(value)).code:
        return [known.code]
    exact = [code for code, spellings in options if wanted in map(fold, (code, *spellings))]
    if exact:
        return exact[:1]
    begun = [code for code, spellings in options if any(_begins(wanted, text) for text in (code, *spellings))]
    return list(dict.fromkeys(begun))


def _begins(wanted: str, spelling: str) -> bool:
    """Whether the spelling, or one of its words, begins so."""
    pieces = spelling.replace("_", " ").replace("-", " ").split()
    return fold(spelling).startswith(wanted) or any(fold(piece).startswith(wanted) for piece in pieces)


def _field(key: str, codes: Sequence[str], words: FilterWords) -> dict[str, Any]:
    code = codes[0]
    if key == "stage":
        stages = [stage for one in codes for stage in GROUPS.get(one, (one,))]
        return {"stages": tuple(dict.fromkeys(stages))}
    if key == "district":
        return {"district": "-" if code == "none" else code}
    if key in ("desk", "by"):
        person = words.me if code == "me" else 0 if code == "none" else int(code)
        return {"desk" if key == "desk" else "next_by": person}
    return {{"division": "division", "mse": "mse", "next": "next_step", "blocker": "blocker"}[key]: code}


def _labelled(room: str, codes: Sequence[str] | dict[str, Any]) -> list[Option]:
    return [(code, tuple(tr_in(one, f"{room}.{code}") for one in LANGUAGES)) for code in codes]


# ---------------------------------------------------------------------------------------------- in words


def problem_words(unknown: Unknown, words: FilterWords) -> str:
    """What was not understood, and what it may have meant."""
    if not unknown.key:
        keys = ", ".join(texts[1 if language() == "hi" else 0] for texts in KEYS.values())
        return tr("list.unknown_key", word=unknown.word, keys=keys)
    like = ", ".join(words.label(unknown.key, code) for code in unknown.like)
    key = tr(f"list.key.{unknown.key}")
    if not like:
        return tr("list.unknown_value", key=key, word=unknown.word)
    return tr("list.which_value", key=key, word=unknown.word, like=like)


def population_words(wanted: SellerFilter, words: FilterWords) -> list[str]:
    """Every restriction of a population in words; none for all sellers."""
    said = [f"“{wanted.text.strip()}”"] if wanted.text.strip() else []
    if wanted.stages:
        said.append(_said("stage", _stages_words(wanted.stages, words)))
    if wanted.district:
        said.append(_said("district", words.label("district", "none" if wanted.district == "-" else wanted.district)))
    for key, code in (("division", wanted.division), ("mse", wanted.mse), ("blocker", wanted.blocker)):
        if code:
            said.append(_said(key, words.label(key, code)))
    for key, person in (("desk", wanted.desk), ("by", wanted.next_by)):
        if person is not None:
            said.append(_said(key, words.label(key, str(person) if person else "none")))
    if wanted.next_step != "any":
        said.append(_said("next", words.label("next", wanted.next_step)))
    return [*said, *_other_words(wanted)]


def _said(key: str, value: str) -> str:
    return f"{tr(f'list.key.{key}')}: {value}"


def _stages_words(stages: tuple[str, ...], words: FilterWords) -> str:
    group = next((name for name, members in GROUPS.items() if members == stages), None)
    return words.label("stage", group) if group else ", ".join(stage_text(stage) for stage in stages)


def _other_words(wanted: SellerFilter) -> list[str]:
    said = []
    if wanted.worked:
        said.append(tr("list.worked"))
    if wanted.stuck_before:
        said.append(tr("list.stuck_before", day=day_text(wanted.stuck_before)))
    if wanted.batch is not None:
        said.append(tr("list.batch", n=number(wanted.batch)))
    if wanted.figure and (wanted.from_on or wanted.to_on):
        said.append(tr("list.counted", first=day_text(wanted.from_on), last=day_text(wanted.to_on)))
    said.extend(evidence_text(code) for code in wanted.evidence)
    return said
