"""Text at the door and on the screen: cleaning, the form for comparison, masking of numbers."""

from __future__ import annotations

import re
import unicodedata

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_BIDI = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x2070))
_ZERO_WIDTH = (0x180E, 0x200B, *range(0x2060, 0x2065), 0xFEFF)
_OTHER_HIDDEN = (0x2028, 0x2029, *range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080))
_NUKTA, _CHANDRABINDU, _ANUSVARA = "\u093c", "\u0901", "\u0902"


def _screen_table() -> dict[int, str]:
    table = {code: chr(0x2400 + code) for code in range(0x20)}
    table[0x7F] = "\u2421"
    hidden = (*range(0x80, 0xA0), *_BIDI, *_ZERO_WIDTH, *_OTHER_HIDDEN, *range(0xD800, 0xE000))
    table.update(dict.fromkeys(hidden, REPLACEMENT))
    return table


SCREEN_TABLE: dict[int, str] = _screen_table()
"""For ``str.translate``: each control, direction or hidden character becomes one visible sign.

ZWJ and ZWNJ are not in it: Devanagari needs them to draw some conjuncts.
"""

_BLANKS = (0x09, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)
# Word processors and spreadsheets strew these about unseen: nothing is lost with them.
_NOTHING = (0x00AD, 0x200B, 0x2060, 0xFEFF)
_DOOR_TABLE: dict[int, str] = {
    **SCREEN_TABLE, **dict.fromkeys(_BLANKS, " "), **dict.fromkeys(_NOTHING, ""), 0x0A: "\n",
}  # fmt: skip
_LINE_BREAK = re.compile("\r\n|[\r\n\u2028\u2029]")
_STRAY_JOINER = re.compile("(?<![\u0900-\u097f])[\u200c\u200d]|[\u200c\u200d](?![\u0900-\u097f])")
_RUN_OF_BLANKS = re.compile(" {2,}")
_BLANK_AT_BREAK = re.compile(" *\n *")
_MANY_BREAKS = re.compile("\n{3,}")


def clean(value: str, *, lines: bool = False, limit: int = 2000) -> str:
    """The text as it may enter: NFC, nothing hidden, no run of blanks, cut at ``limit`` characters.

    Controls become their visible picture, hidden and direction signs U+FFFD; soft hyphen, zero
    width space and byte order mark vanish. A joiner stays only between Devanagari letters. With
    ``lines``, line breaks stay as line feeds, at most two in a row; else they are blanks.
    """
    value = value[: limit * 4]
    if not (value.isprintable() and unicodedata.is_normalized("NFC", value)):
        value = _clean_hard(value, lines)
    if "  " in value:
        value = _RUN_OF_BLANKS.sub(" ", value)
    return value.strip()[:limit].rstrip()


def _clean_hard(value: str, lines: bool) -> str:
    value = _LINE_BREAK.sub("\n" if lines else " ", value)
    value = unicodedata.normalize("NFC", value).translate(_DOOR_TABLE)
    value = _STRAY_JOINER.sub("", value)
    if lines:
        value = _MANY_BREAKS.sub("\n\n", _BLANK_AT_BREAK.sub("\n", value))
    # What was taken out can leave two halves of one letter side by side.
    return unicodedata.normalize("NFC", value)


_DIGITS = {0x0966 + n: str(n) for n in range(10)}


def ascii_digits(value: str) -> str:
    """The text with Devanagari digits written 0-9; everything else untouched."""
    return value if value.isascii() else value.translate(_DIGITS)


_FOLD_DROP = " \t\r\n\u00a0._-\u2010\u2011\u2012\u2013\u2014\u2212\u00ad\u200b\u200c\u200d\u2060\ufeff\u0970"
_FOLD_TABLE: dict[int, str] = {
    **_DIGITS,
    **dict.fromkeys(map(ord, _FOLD_DROP + _NUKTA), ""),
    ord(_CHANDRABINDU): _ANUSVARA,
}
# In office Hindi the zero is also the full stop of an abbreviation: जी०एस०टी०, क्र0सं0.
ABBREVIATION_ZERO = re.compile("(?<=[\u0900-\u0963])[0\u0966](?![0-9\u0966-\u096f])")


def fold(value: str) -> str:
    """The form in which headings and place names are compared.

    Nukta, blanks, dots, hyphens, underscores, joiners and the abbreviation zero are gone,
    chandrabindu is anusvara, digits are ASCII, case is folded. NFC alone would keep ऩ, ऱ and ऴ
    whole, hence the way over NFD.
    """
    if value.isascii():
        return value.translate(_FOLD_TABLE).casefold()
    value = ABBREVIATION_ZERO.sub("", unicodedata.normalize("NFD", value))
    return unicodedata.normalize("NFC", value.translate(_FOLD_TABLE)).casefold()


_GAP = r"[ \u00a0.\-\u2010-\u2014/]{0,3}"
_GROUPS = re.compile(
    rf"(?<![0-9\u0966-\u096fA-Za-z+])\d{{4}}(?:{_GAP}\d{{4}}){{2,3}}(?![0-9\u0966-\u096fA-Za-z])"
    rf"(?!{_GAP}\d{{4}}(?!\d))"
)
_AADHAAR_WORD = re.compile(
    r"a{1,2}dh?a{1,2}r|(?<![a-z])uid(?:ai)?(?![a-z])|(?<![a-z])vid(?![a-z])|virtual\s*id|आधार|वर्चुअल",
    re.IGNORECASE,
)
_MOBILE_WORD = re.compile(r"mob|phone|whats|contact|मोबाइल|मो[०0.]|फोन|दूरभाष|सम्पर्क", re.IGNORECASE)
_SELLER_WORD = re.compile(r"seller|gem|contract|विक्रेता|जेम", re.IGNORECASE)
_MOBILE_WITH_91 = re.compile(r"91[6-9]\d{9}")
_ACCOUNT = re.compile(
    r"((?<![a-z])(?:a\s*/\s*c|ac(?:c(?:oun)?t)?|खाता|खाते)[\s.]*"
    r"(?:(?:number|num|nos?|संख्या|सं|नम्बर|नंबर|नं|क्रमांक|क्र)(?![a-z]))?(?:[\s.:#=\-\u2013]|[०0](?=\D)){0,6})"
    r"(\d(?:[ \-]?\d){8,17})(?![0-9\u0966-\u096fA-Za-z])",
    re.IGNORECASE,
)
_FEWEST_DIGITS = 9
_WORD_BEFORE, _WORD_AFTER = 32, 20


def mask_aadhaar(text: str) -> tuple[str, int]:
    """The text with Aadhaar-like and bank account numbers cut to four digits, and how many.

    A group of 12 (or 16: virtual id) digits counts if its Verhoeff digit is right or such a word
    stands beside it. Left alone: mobiles, also with 91, and digits that are part of something
    longer (GSTIN, Udyam, GeM contract).
    """
    if sum(map(str.isdecimal, text)) < _FEWEST_DIGITS:
        return text, 0
    masked = 0

    def group(found: re.Match[str]) -> str:
        nonlocal masked
        digits = re.sub(r"\D", "", ascii_digits(found[0]))
        if not _is_secret(found, digits):
            return found[0]
        masked += 1
        return "XXXX " * (len(digits) // 4 - 1) + digits[-4:]

    text, accounts = _ACCOUNT.subn(_account, _GROUPS.sub(group, text))
    return text, masked + accounts


def _account(found: re.Match[str]) -> str:
    return found[1] + "XXXX" + re.sub(r"\D", "", ascii_digits(found[2]))[-4:]


def _is_secret(found: re.Match[str], digits: str) -> bool:
    before = found.string[max(0, found.start() - _WORD_BEFORE) : found.start()]
    after = found.string[found.end() : found.end() + _WORD_AFTER]
    named = _AADHAAR_WORD.search(before) or _AADHAAR_WORD.search(after)
    if _MOBILE_WITH_91.fullmatch(found[0]):
        return bool(named) and not _MOBILE_WORD.search(before)
    if named:
        return True
    if len(digits) == 16 and _SELLER_WORD.search(before):  # a GeM seller id may be 16 digits
        return False
    from stdnum import verhoeff

    return bool(verhoeff.is_valid(digits))
