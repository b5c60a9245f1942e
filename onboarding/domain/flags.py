"""Short answers and categories in both languages: yes or no, social category, size, activity."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from onboarding.domain.cells import is_blank, plain
from onboarding.domain.text import fold

_YES_WORDS = (
    "हाँ हां हा है y yes yess haan han ha true t 1 1.0 ✓ ✔ ☑ √ ✅ registered पंजीकृत done ok",
    "जी हाँ",
)
_NO_WORDS = (
    "नहीं नही नहिं ना न n no not nahi nahin false f 0 0.0 ✗ ✘ ☒ ❌ × x अपंजीकृत unregistered",
    "जी नहीं", "not registered",
)  # fmt: skip
_YES = frozenset(map(fold, (*_YES_WORDS[0].split(), *_YES_WORDS[1:])))
_NO = frozenset(map(fold, (*_NO_WORDS[0].split(), *_NO_WORDS[1:])))


@lru_cache(maxsize=4096)
def yes_no(cell: str) -> bool | None:
    """True or False for the usual shapes; None for a blank cell and for anything else."""
    word = fold(plain(cell).strip(" .।-()"))
    if word in _YES:
        return True
    return False if word in _NO else None


class SocialGender(NamedTuple):
    """``social``: SC, ST, OBC, GEN or None; the others None for unknown."""

    social: str | None
    women: bool | None
    minority: bool | None = None


_PART_OF_CLASS = re.compile(r"[/,;|&+]| and | एवं | तथा ")
_ST = re.compile(r"^(?:st(?![a-z])|scheduledtribes?|अनुजनजाति|अनुसूचितजनजाति|जनजाति|एसटी|अजजा|अनुजजा|अनुजन)")
_SC = re.compile(r"^(?:sc(?![a-z])|scheduledcastes?|अनुजाति|अनुसूचितजाति|एससी|अजा|अनुजा|दलित)")
_OBC = re.compile(r"^(?:(?:obc|bc|mbc)(?![a-z])|otherbackward|backward|पिछडा|अन्यपिछडा|अपिव|ओबीसी|पिव)")
_GENERAL = re.compile(r"^(?:general|gen|ur|unreserved|सामान्य|अनारक्षित|जनरल)(?:category|वर्ग)?$")
_WOMEN = re.compile(r"महिला|स्त्री|women|woman|female|lady|ladies|mahila")
_NOT_WOMEN = re.compile(r"^(?:male|men|man|पुरुष|पुरूष|नहीं|no)")
_MINORITY = re.compile(r"अल्पसंख्यक|minority|muslim|मुस्लिम")
_SOCIAL = (("ST", _ST), ("SC", _SC), ("OBC", _OBC), ("GEN", _GENERAL))


@lru_cache(maxsize=4096)
def social_and_gender(cell: str) -> SocialGender:
    """What a combined cell such as महिला / अनु० जनजाति says; None for what it does not say."""
    text = plain(cell)
    if is_blank(text):
        return SocialGender(None, None)
    social: str | None = None
    women: bool | None = None
    minority: bool | None = None
    for part in _class_parts(text):
        social = social or _social(part)
        women = women or _woman(part)
        minority = minority or (True if _MINORITY.search(part) else None)
    return SocialGender(social, women, minority)


def _class_parts(text: str) -> list[str]:
    """The folded parts; a part of several words also word by word (``SC Women``)."""
    parts = _PART_OF_CLASS.split(text.replace("(", "/").replace(")", "/"))
    words = [word for part in parts for word in part.split()]
    return [fold(part) for part in (*parts, *words) if part.strip()]


def _social(part: str) -> str | None:
    part = _WOMEN.sub("", part)
    return next((code for code, pattern in _SOCIAL if pattern.match(part)), None)


def _woman(part: str) -> bool | None:
    if _NOT_WOMEN.match(part):
        return False
    return True if _WOMEN.search(part) else None


_CLASSES = (
    ("micro", re.compile(r"^(?:micro|सूक्ष्म|सुक्ष्म|माइक्रो|mi$)")),
    ("small", re.compile(r"^(?:small|लघु|लघू|स्मॉल)")),
    ("medium", re.compile(r"^(?:medium|मध्यम|मझोल|मीडियम)")),
    ("large", re.compile(r"^(?:large|big|वृहद|बृहद|वृहत|बडा|बडी|लार्ज)")),
)
_ACTIVITIES = (
    ("trading", re.compile(r"trad|व्यापार|ट्रेडिंग|विक्रय|retail|wholesale|व्यवसाय|reseller")),
    ("manufacturing", re.compile(r"manuf|mfg|विनिर्माण|निर्माण|उत्पादन|production|मैन्युफैक्चरिंग|^m$")),
    ("service", re.compile(r"servic|सेवा|सर्विस|^s$")),
)


@lru_cache(maxsize=4096)
def enterprise_class(cell: str) -> str | None:
    """micro, small, medium, large, or None."""
    return _first_of(_CLASSES, cell)


@lru_cache(maxsize=4096)
def activity(cell: str) -> str | None:
    """manufacturing, service, trading, or None; a cell that names two says nothing sure: None."""
    text = fold(plain(cell))
    named = [code for code, pattern in _ACTIVITIES if pattern.search(text)]
    return named[0] if len(named) == 1 else None


def _first_of(choices: tuple[tuple[str, re.Pattern[str]], ...], cell: str) -> str | None:
    text = fold(plain(cell))
    return next((code for code, pattern in choices if pattern.match(text)), None)
