"""Hindi in Latin letters as offices write it: for keys that cross scripts, never for display.

The inherent vowel falls at a word's end and between two syllables (रामपुर: rampur); a nasal sign
at the end of a word is not written.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_CONSONANTS = dict(
    zip(
        "कखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसह",
        re.findall(
            "[a-z]+",
            "k kh g gh n ch ch j jh n t th d dh n t th d dh n p ph b bh m y r l v sh sh s h",
        ),
        strict=True,
    )
)
_WITH_NUKTA = {"ड": "r", "ढ": "rh", "ज": "z", "फ": "f"}
_SIGN_SOUNDS = ("a", "i", "i", "u", "u", "ri", "e", "ai", "o", "au", "o", "e")
_VOWELS = dict(zip("अआइईउऊऋएऐओऔऑऍ", ("a", *_SIGN_SOUNDS), strict=True))
_SIGNS = dict(zip("ािीुूृेैोौॉॅ", _SIGN_SOUNDS, strict=True))
_VIRAMA, _NUKTA = "\u094d", "\u093c"
_NASALS = "\u0901\u0902"
_CLUSTERS = {"ज्ञ": "ग्य"}
_SCHWA = "@"
"""The inherent vowel until it is known whether it is spoken."""
_VOWEL = "aeiou@"
_END_SCHWA = re.compile(rf"(?<=[^{_VOWEL}]){_SCHWA}$")
_MIDDLE_SCHWA = re.compile(rf"(?<=[{_VOWEL}])([^{_VOWEL}h]h?){_SCHWA}(?=[^{_VOWEL}h]h?[{_VOWEL}])")


@lru_cache(maxsize=1 << 14)
def latin(word: str) -> str:
    """One Devanagari word in lower-case Latin letters; other signs pass unchanged."""
    word = unicodedata.normalize("NFD", word)
    for cluster, spoken in _CLUSTERS.items():
        word = word.replace(cluster, spoken)
    spelled = "".join(_letters(word.rstrip(_NASALS)))
    spelled = _MIDDLE_SCHWA.sub(r"\1", _END_SCHWA.sub("", spelled))
    return spelled.replace(_SCHWA, "a")


def _letters(word: str) -> list[str]:
    out: list[str] = []
    for place, sign in enumerate(word):
        after = word[place + 1 : place + 2]
        if sign in _CONSONANTS:
            nukta = after == _NUKTA
            follower = word[place + 2 : place + 3] if nukta else after
            bare = follower in _SIGNS or follower == _VIRAMA
            spoken = _WITH_NUKTA.get(sign, _CONSONANTS[sign]) if nukta else _CONSONANTS[sign]
            out.append(spoken if bare and follower else spoken + _SCHWA)
        elif sign in _NASALS:
            out.append("ng" if after == "ह" else "n")
        else:
            out.append(_VOWELS.get(sign) or _SIGNS.get(sign) or _other(sign))
    return out


def _other(sign: str) -> str:
    return "" if sign in _VIRAMA + _NUKTA + "\u0903\u093d\u200c\u200d" else sign
