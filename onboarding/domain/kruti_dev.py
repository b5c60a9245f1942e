"""Hindi typed for the legacy fonts Kruti Dev 010 and DevLys 010, into Unicode and back. Pure.

In such a text every Latin sign stands for a piece of a letter, in the order of drawing: the short i
before its cluster, the reph behind it. Whether a text is one, `kruti_dev_look` judges.
"""

from __future__ import annotations

import re
import unicodedata

_VIRAMA, _NUKTA = "\u094d", "\u093c"

_FULL = dict(
    zip(
        "कखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसहळ",
        "d [k x ?k ³ p N t > ¥k V B M < .k r Fk n /k u i Q c Hk e ; j y o 'k \"k l g G".split(),  # noqa: SIM905 - a key under its letter
        strict=True,
    )
)
_HALF = dict(
    zip("कखगघचजझञणतथधनपफबभमयलवशषसह", "D [ X ? P T ÷ ¥ . R F / U I ¶ C H E ¸ Y O ' \" L º".split(), strict=True)  # noqa: SIM905
)
"""Letters without their stem; ``k`` behind one is the stem, so both are one letter."""
_JOINED = {
    "क्ष": "{k", "त्र": "=", "ज्ञ": "K", "श्र": "J", "द्य": "|", "द्ध": ")", "द्व": "}", "क्र": "Ø", "फ्र": "Ý",
    "ह्म": "ã", "ह्य": "á", "ह्न": "à", "ट्ट": "ê", "ट्ठ": "ë", "ड्ड": "ì", "ड्ढ": "ï", "द्द": "í",
}  # fmt: skip
_HALF_JOINED = {"क्ष": "{", "त्र": "«", "त्त": "Ù"}
_SIGNS = {"ा": "k", "ी": "h", "ु": "q", "ू": "w", "ृ": "`", "े": "s", "ै": "S", "ो": "ks", "ौ": "kS", "ॉ": "kW", "ॅ": "W"}
_TONES = {"ं": "a", "ँ": "¡", "ः": "%"}
_VOWELS = {
    "अ": "v", "आ": "vk", "इ": "b", "ई": "bZ", "उ": "m", "ऊ": "Å", "ऋ": "_", "ए": ",", "ऐ": ",s", "ओ": "vks", "औ": "vkS",
    "ऑ": "vkW",
}  # fmt: skip
_OTHERS = {
    ".": "-", "-": "&", ",": "]", "(": "¼", ")": "½", "/": "@", "।": "A", "?": "\\", "+": "$", ";": "(", "=": "¾",
    "‘": "^", "’": "*", "“": "Þ", "”": "ß", "{": "¿", "}": "À", "ऽ": "·", "॰": "Œ",
    "०": "å", "१": "ƒ", "२": "„", "३": "…", "४": "†", "५": "‡", "६": "ˆ", "७": "‰", "८": "Š", "९": "‹",
}  # fmt: skip
"""What is no letter. Digits, blanks and signs that are in no table stand for themselves."""

_SECOND_GLYPHS = {
    "Ä": "घ", "ô": "क्क", "ä": "क्त", "Ì": "द्द", "Í": "ट्ट", "Î": "ट्ठ", "Ï": "ड्ड", "Ô": "ड्ढ", "æ": "द्र", "ç": "प्र", "Á": "प्र",
    "é": "न्न", "™": "न्न्", "™k": "न्न", "Ñ": "कृ", "—": "कृ", "–": "दृ", "â": "हृ", "#": "रु", ":": "रू", "Ã": "ई", "b±": "ईं",
    "v‚": "ऑ", ",W": "ऍ", "È": "ीं", "Ê": "ीZ", "±": "Zं", "z": "्र", "ª": "्र", "~": _VIRAMA, "î": "्य", "Ó": "्य", "‚": "ॉ",
    "kas": "ों", "aa": "ं", "•": "ऽ", "∙": "ऽ", "ñ": "॰", "=kk": "त्रा", "f=k": "fत्र", "¥": "ञ", "+": _NUKTA,
    "’": "श्", "‘": "श्", "’k": "श", "‘k": "श", "”": "ष्", "“": "ष्", "”k": "ष", "“k": "ष", "Ü": "श्", "Ük": "श",
    "/": "ध्", "è": "ध्", "èk": "ध", "Ë": "ध्", "Ëk": "ध", "Ò": "भ्", "Òk": "भ", "Ö": "झ्", "Ök": "झ",
    "Z": "Z", "f": "f", "Ç": "Ç", "Æ": "Æ", "É": "É",
}  # fmt: skip
"""Further ways to the same letters, and the marks that are moved afterwards.

The curly quotation marks are what word processors make of ``'`` and ``"``.
"""


def _tokens() -> dict[str, str]:
    found = {
        glyph: letter for table in (_FULL, _JOINED, _SIGNS, _TONES, _VOWELS, _OTHERS) for letter, glyph in table.items()
    }
    for letter, glyph in (*_HALF.items(), *_HALF_JOINED.items()):
        found[glyph] = letter + _VIRAMA
        found[glyph + "k"] = letter
        found[glyph + "+k"] = letter + _NUKTA
    found["=k"] = "त्रा"
    return {**_SECOND_GLYPHS, **found}


_TOKENS = _tokens()
# What no Hindi word can hold stays as typed: a dash between blanks, 12/5, 1,200, 2.5, 50 %, +91, a full stop.
_AS_TYPED = r"(?<!\S)[–—](?!\S)|(?<=\d)[–—/.,](?=\d)|(?<=\d)[%,](?=\s|$)|(?<!\S)[/.?'\"+&](?=\s|$|\d)|[./?](?=\s|$)"
_TOKEN = re.compile(
    f"(?P<same>{_AS_TYPED})|" + "|".join(re.escape(one) for one in sorted(_TOKENS, key=len, reverse=True))
)

_CONSONANT = f"[क-ह]{_NUKTA}?"
_CLUSTER = f"(?:{_CONSONANT}{_VIRAMA})*{_CONSONANT}"
_SIGN = "[ा-ौ]"
_NUKTA_LATE = re.compile(f"({_VIRAMA}|{_SIGN}+){_NUKTA}")
_TONE_EARLY = re.compile(f"([ंँ])({_SIGN}+)")
_TONES_DOUBLED = re.compile(r"([ंँ्ेै])\1+")
_SHORT_I = re.compile(f"([fÇÆÉ])({_CLUSTER})")
_REPH = re.compile(f"({_CLUSTER}{_SIGN}*[ंँः]*)Z")
_MARKS = {"f": ("", "ि"), "Ç": ("", "िं"), "Æ": ("र्", "ि"), "É": ("र्", "िं")}
_PIECES = re.compile("ा[ेैॅ]|[अए][ा-ौ]+|आ[ेैॅ]")
_WHOLE = {
    "ाे": "ो", "ाै": "ौ", "ाॅ": "ॉ", "अा": "आ", "आे": "ओ", "आै": "औ", "आॅ": "ऑ", "एे": "ऐ", "अो": "ओ", "अौ": "औ", "अॉ": "ऑ",
}  # fmt: skip


def to_unicode(text: str) -> str:
    """The Hindi that the text shows in the font, NFC. Digits stay; so does what the font does not draw.

    It believes that the text was typed for the font: English comes out as nonsense.
    """
    text = _TOKEN.sub(_letter, text)
    text = _NUKTA_LATE.sub(rf"{_NUKTA}\1", text)
    text = _TONES_DOUBLED.sub(r"\1", _TONE_EARLY.sub(r"\2\1", text))
    text = _PIECES.sub(lambda pieces: _WHOLE.get(pieces[0], pieces[0]), text)
    text = _SHORT_I.sub(_short_i, text)
    text = _REPH.sub(rf"र{_VIRAMA}\1", text)
    return unicodedata.normalize("NFC", text)


def _letter(found: re.Match[str]) -> str:
    return found[0] if found["same"] else _TOKENS[found[0]]


def _short_i(found: re.Match[str]) -> str:
    before, after = _MARKS[found[1]]
    return before + found[2] + after


_SYLLABLE = re.compile(
    f"(?P<cluster>{_CLUSTER})(?P<halant>{_VIRAMA})?(?P<sign>{_SIGN})?(?P<tones>[ंँः]*)|(?P<other>.)", re.DOTALL
)


def from_unicode(text: str) -> str:
    """The text as typed for the font, by its usual keys; `to_unicode` gives the same Hindi again (NFC).

    Raises:
        ValueError: a character that the font does not draw, a Latin letter for instance.
    """
    return "".join(_typed(syllable) for syllable in _SYLLABLE.finditer(_decomposed(text)))


def _decomposed(text: str) -> str:
    """NFC, but letters with a nukta in two pieces."""
    text = unicodedata.normalize("NFC", text)
    return re.sub("[ऩऱऴ]", lambda letter: unicodedata.normalize("NFD", letter[0]), text)


def _typed(syllable: re.Match[str]) -> str:
    if syllable["cluster"]:
        letters = re.findall(_CONSONANT, syllable["cluster"])
        return _typed_cluster(letters, bool(syllable["halant"]), syllable["sign"] or "", syllable["tones"])
    other = syllable["other"]
    key = _VOWELS.get(other) or _TONES.get(other) or _OTHERS.get(other)
    if key is None and not (other.isspace() or "0" <= other <= "9" or other == "!"):
        raise ValueError(f"no key of the font for U+{ord(other):04X}")
    return key or other


def _typed_cluster(letters: list[str], halant: bool, sign: str, tones: str) -> str:
    reph = len(letters) > 1 and letters[0] == "र"
    letters = letters[1:] if reph else letters
    if letters == ["र"] and sign in ("ु", "ू") and not halant:
        body, key = ("#" if sign == "ु" else ":"), ""
    else:
        body, key = _glyphs(letters, halant), _SIGNS.get(sign, "")
    return ("f" if sign == "ि" else "") + body + key + ("Z" if reph else "") + "".join(_TONES[tone] for tone in tones)


def _glyphs(letters: list[str], halant: bool) -> str:
    """The cluster piece by piece: joined forms first, a small r below, else halves and a whole letter."""
    keys, place = "", 0
    while place < len(letters):
        letter, pair = letters[place], _VIRAMA.join(letters[place : place + 2])
        last = place + 2 >= len(letters) and not halant
        if last and pair in _JOINED:
            return keys + _JOINED[pair]
        if not last and pair in _HALF_JOINED and place + 2 < len(letters):
            keys, place = keys + _HALF_JOINED[pair], place + 2
        elif last and letters[place + 1 :] == ["र"]:
            return keys + _whole(letter) + ("ª" if letter[0] in "टठडढछ" else "z")
        elif place + 1 == len(letters) and not halant:
            return keys + _whole(letter)
        else:
            half = _HALF.get(letter[0])
            keys += f"{half}{'+' * (len(letter) - 1)}" if half and place + 1 < len(letters) else f"{_whole(letter)}~"
            place += 1
    return keys


def _whole(letter: str) -> str:
    return _FULL[letter[0]] + "+" * (len(letter) - 1)
