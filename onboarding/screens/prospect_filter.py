"""Filter words of the pool (``district:barabanki nic:13991 pin:2250 khan``), in both languages, and the filter in words."""

from __future__ import annotations

import re
from typing import Final

from onboarding.domain.districts import Districts
from onboarding.domain.prospects import PoolFilter, nic_of, pin_of
from onboarding.domain.text import ascii_digits, fold
from onboarding.i18n import language, tr

KEYS: Final = {"district": ("district", "dist", "जनपद", "जिला"), "nic": ("nic", "एनआईसी"), "pin": ("pin", "पिन")}
_KEY_OF: Final = {fold(word): key for key, words in KEYS.items() for word in words}
# A hyphen or visarga stands for the colon, which an InScript keyboard lacks, behind a Hindi key only.
_WORD: Final = re.compile(r'([a-zA-Z]+(?=[:=])|[\u0900-\u0902\u0904-\u097f]+)[:=\-\u0903]("[^"]*"?|\S+)')


def read_filter(text: str, base: PoolFilter, districts: Districts) -> tuple[PoolFilter, tuple[str, ...]]:
    """The filter that a text asks for, with the order of ``base``; and the words that were not understood."""
    fields: dict[str, str] = {}
    unclear: list[str] = []

    def take(found: re.Match[str]) -> str:
        key = _KEY_OF.get(fold(found[1]))
        if key is None and not found[1].isascii():
            return found[0]  # a name with a hyphen in it
        value = _value(key, found[2].strip('"'), districts) if key else None
        if key is None or value is None:
            unclear.append(found[0])
        else:
            fields[key] = value
        return " "

    rest = " ".join(_WORD.sub(take, text).split())
    order = PoolFilter(sort=base.sort, descending=base.descending)
    return order.but(text=rest, **fields), tuple(unclear)


def _value(key: str, typed: str, districts: Districts) -> str | None:
    if key == "nic":
        return nic_of(ascii_digits(typed))
    if key == "pin":
        return pin_of(ascii_digits(typed))
    typed = typed.replace("-", " ")
    code = typed if districts.get(typed) else districts.find(typed).code
    if code is not None:
        return code
    begun = [
        one.code for one in districts.all() if any(fold(n).startswith(fold(typed)) for n in (one.name_en, one.name_hi))
    ]
    return begun[0] if len(begun) == 1 else None


def with_district(text: str, code: str, districts: Districts) -> str:
    """The text with this district in it, as a person would write it; an empty code takes it away."""
    kept = " ".join(
        _WORD.sub(lambda found: "" if _KEY_OF.get(fold(found[1])) == "district" else found[0], text).split()
    )
    name = districts.name_of(code, language())
    if name is None:
        return kept
    word = KEYS["district"][2] if language() == "hi" else KEYS["district"][0]
    return f"{kept} {word}:{name.replace(' ', '-')}".strip()


def in_words(wanted: PoolFilter, unclear: tuple[str, ...], districts: Districts) -> list[str]:
    """What narrows the list, then what was not understood."""
    parts = [("text", wanted.text), ("district", districts.name_of(wanted.district, language())), ("nic", wanted.nic)]
    said = [tr(f"prospects.filter.{name}", value=value) for name, value in (*parts, ("pin", wanted.pin)) if value]
    return said + ["! " + tr("prospects.filter.unclear", word=word) for word in unclear]
