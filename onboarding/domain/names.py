"""Names of firms and people: the form to show, the proof of equality, the key across scripts."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from onboarding.domain.cells import unguard
from onboarding.domain.latin import latin
from onboarding.domain.office_words import OFFICE_WORDS, plain_hindi
from onboarding.domain.text import ABBREVIATION_ZERO, ascii_digits, clean

_PREFIX = re.compile(
    r"^\W*(?:m\s*[/\\]\s*s(?![a-z]{1,2}\b)|messrs\b|(?:मेसर्स|मैसर्स|मे०|मे\.|मै०|मै\.|मै0|मे0|मैं०))[\s.०:,\-]*",
    re.IGNORECASE,
)
_DEVANAGARI = re.compile("[\u0904-\u0939\u0958-\u0961]")


def is_devanagari(text: str) -> bool:
    """Whether the text holds a Devanagari letter (a digit or a danda alone does not count)."""
    return not text.isascii() and _DEVANAGARI.search(text) is not None


@lru_cache(maxsize=1 << 10)
def display_name(raw: str) -> str:
    """The name a record carries: no guards, no M/s or मै०, single blanks, its own case; may be ''.

    Joiners go too: in names they are leavings of the typing tool, and two spellings of one name
    would come of them.
    """
    name = clean(unguard(raw.strip()))
    if not name.isascii():
        name = name.replace("\u200d", "").replace("\u200c", "")
    return _PREFIX.sub("", name, count=1) if name[:1] in "mMम.(" else name


_AND = re.compile("(?<![\\w\u0900-\u097f])(?:and|एण्ड|एन्ड|एंड)(?![\\w\u0900-\u097f])", re.IGNORECASE)
_NOT_IN_KEY = re.compile("[^\\w\u0900-\u0963\u0966-\u096f&]|[_\u0970]")
_KEY_SIGNS = {0x0901: "\u0902", 0x093C: "", 0x200C: "", 0x200D: ""}


def same_name_key(name: str) -> str:
    """Equal keys mean the same name for an automatic merge; '' is equal to nothing.

    Prefix, case, blanks, punctuation, nukta and chandrabindu do not count, and "&" is "and".
    Another spelling or the other script gives another key: that is for a person to decide.
    """
    name = display_name(name)
    if not name.isascii():
        name = ascii_digits(unicodedata.normalize("NFD", name)).translate(_KEY_SIGNS)
        name = unicodedata.normalize("NFC", name)
    return _NOT_IN_KEY.sub("", _AND.sub("&", name).casefold())


_WORD = re.compile("[a-z0-9\u0900-\u0963\u0966-\u096f]+|&")
_LETTER_NAMES = {
    "ए": "a", "बी": "b", "सी": "c", "डी": "d", "ई": "e", "एफ": "f", "जी": "g", "एच": "h",
    "आई": "i", "जे": "j", "के": "k", "एल": "l", "एम": "m", "एन": "n", "ओ": "o", "पी": "p",
    "क्यू": "q", "आर": "r", "एस": "s", "टी": "t", "यू": "u", "वी": "v", "डब्लू": "w",
    "डब्ल्यू": "w", "एक्स": "x", "वाई": "y", "जेड": "z",
}  # fmt: skip
# Words of their own as well: letters only with a dot or beside another initial.
_UNSURE = frozenset({"जी", "के", "सी", "ई", "आई", "ओ", "यू", "वाई", "ए"})
_DOTTED = re.compile(
    "(?<![\u0900-\u097f])(" + "|".join(sorted(_LETTER_NAMES, key=len, reverse=True)) + ")[०0.\u0970](?![0-9])"
)


# Places written in one word or in two.
_ONE_WORD = re.compile("rae bareli|rai bareli|bara banki|राय बरेली|बारा बंकी")
_ONE_WORD_ENDS = (" bareli", " banki", " बरेली", " बंकी")


def _words(name: str) -> list[str]:
    """Words of a name in its ``display_name``."""
    name = name.casefold().replace("'", "")
    if any(end in name for end in _ONE_WORD_ENDS):  # the pattern alone takes a sixth of the time of a key
        name = _ONE_WORD.sub(lambda two: two[0].replace(" ", ""), name)
    if name.isascii():
        words = _WORD.findall(name)
        return words if min(map(len, words), default=2) > 1 else _with_initials(words)
    name = ascii_digits(unicodedata.normalize("NFC", name))
    name = _DOTTED.sub(lambda letter: f" {_LETTER_NAMES[letter[1]]} ", name)
    return _with_initials(_WORD.findall(ABBREVIATION_ZERO.sub(" ", name)))


def _with_initials(words: list[str]) -> list[str]:
    """S K, S.K., एस० के० and एस के become the one word SK."""
    if min(map(len, words), default=2) > 1 and _LETTER_NAMES.keys().isdisjoint(words):
        return words  # nine names of ten; the rest of this was a twentieth of the time of an import
    out: list[str] = []
    run = ""
    for place, word in enumerate(words):
        letter = _as_letter(word, sure=bool(run) or _is_letter(words[place + 1 : place + 2]))
        if letter:
            run += letter
            continue
        if run:
            out.append(run)
            run = ""
        out.append(word)
    return [*out, run] if run else out


def _as_letter(word: str, *, sure: bool) -> str | None:
    if len(word) == 1 and "a" <= word <= "z":
        return word
    return None if word in _UNSURE and not sure else _LETTER_NAMES.get(word)


def _is_letter(following: list[str]) -> bool:
    return any(_as_letter(word, sure=False) for word in following)


def name_key(name: str) -> str:
    """Consonant keys of the words in their order, the same for Hindi, English and usual spellings.

    Equal keys make candidates, never proof. Example: श्री बालाजी ट्रेडर्स and Sree Balajee Trader.
    """
    return _key(display_name(name))


def _key(name: str) -> str:
    return " ".join(filter(None, map(_word_key, _words(name))))


def name_words(name: str) -> tuple[tuple[str, str], ...]:
    """(consonant key, spelling in small Latin letters) of each word, in their order: what two names are compared by."""
    pairs = ((_word_key(word), latin(word) if is_devanagari(word) else word) for word in _words(display_name(name)))
    return tuple(pair for pair in pairs if pair[0])


_SOUNDS = tuple(
    (re.compile(pattern), spoken)
    for pattern, spoken in (
        ("tion", "shan"),
        ("ture", "char"),
        ("ao$", "av"),
        ("(?<=[oae])w(?![aeiouy])", ""),
        ("qu(?=a|i[ct])", "kv"),
        ("ght", "t"),
        ("x", "ks"),
        ("w", "v"),
        ("ph", "f"),
        ("z", "j"),
        ("chh?", "C"),
        ("ck|q", "k"),
        ("c(?=[eiy])", "s"),
        ("c", "k"),
        ("(?<=[bcdfgjklmnpqrstvxC])h", ""),
        (r"([a-zC])\1+", r"\1"),
        ("m(?=[pbfv])", "n"),
        ("(?<=[bcdfgjklmnprtvC])s$", ""),
    )
)
_SILENT = re.compile("[aeiouyh]")
_FIRST = {"e": "i", "o": "u"}


@lru_cache(maxsize=1 << 18)
def _word_key(word: str) -> str:
    known = OFFICE_WORDS.get(plain_hindi(word))
    if known is not None:
        return known
    if is_devanagari(word):
        word = latin(word)
    for pattern, spoken in _SOUNDS:
        word = pattern.sub(spoken, word)
    return (_FIRST.get(word[:1], word[:1]) + _SILENT.sub("", word[1:])).lower()


_TITLE = re.compile(
    r"^(?:श्रीमती|श्रीमति|सुश्री|श्री|मोहम्मद|मुहम्मद|मो|डा|डॉ|स्व|कु|कुमारी|हाजी|इं|एड|"
    r"smt|shrimati|shri|shree|sri|sh|mohd|mohammad|mohammed|md|dr|mr|mrs|ms|miss|km|late|haji|er|adv|prof)"
    r"(?:[\s.०0\u0970:]+)(?=\S)",
    re.IGNORECASE,
)
_RELATION = re.compile(
    r"\s*[,(]?\s*(?:(?<![\w])[swdc]\s*/\s*o\b|(?<![\u0900-\u097f])(?:पुत्र|पुत्री|पत्नी|आत्मज)(?![\u0900-\u097f])).*",
    re.IGNORECASE | re.DOTALL,
)


def owner_key(name: str) -> str:
    """`name_key` of a person without titles (श्री, Smt., Mohd., Dr) and without "son of …"."""
    return _key(bare_person(name))


def bare_person(name: str) -> str:
    """A person's name without titles and without "son of …"."""
    name = clean(unguard(name.strip()))
    if "/" in name or not name.isascii():
        name = _RELATION.sub("", name)
    bare = _TITLE.sub("", name)
    while bare != name:
        name, bare = bare, _TITLE.sub("", bare)
    return name
