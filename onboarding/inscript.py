"""Which character a key of a QWERTY keyboard sends while the Hindi InScript layout is on.

A command letter must not die because somebody is writing Hindi: the twin of every command
character is bound beside it. Imports the standard library only. Source: the InScript layout of the
Indian standard IS 16350, as Linux (xkb, layout ``in``, symbols ``deva``) and Windows (Devanagari -
INSCRIPT) ship it; the two were compared on 23 November 2026.
"""

from __future__ import annotations

import unicodedata
from typing import Final

_SENDS: Final = {
    "qwertyuiop[]": "\u094c\u0948\u093e\u0940\u0942\u092c\u0939\u0917\u0926\u091c\u0921\u093c",
    "asdfghjkl;'": "\u094b\u0947\u094d\u093f\u0941\u092a\u0930\u0915\u0924\u091a\u091f",
    "zxcvbnm/": "\u0946\u0902\u092e\u0928\u0935\u0932\u0938\u092f",
    "QWERTYUIOP{}": "\u0914\u0910\u0906\u0908\u090a\u092d\u0919\u0918\u0927\u091d\u0922\u091e",
    'ASDFGHJKL:"': "\u0913\u090f\u0905\u0907\u0909\u092b\u0931\u0916\u0925\u091b\u0920",
    # U+095F is one key event; NFC would make two characters of it, so it stands here as it is sent.
    "=+": "\u0943\u090b",
    "ZXCVBNM<>?": "\u090e\u0901\u0923\u0929\u0934\u0933\u0936\u0937\u0964\u095f",
}
"""Escapes, because half of these signs cannot stand alone in an editor without swapping places."""

SEQUENCES: Final = {"*": "\u0936\u094d\u0930"}
"""Keys that send several characters on Windows, where they arrive as several key events.

The first one stands for the key (``*`` arrives as U+0936); the others must mean nothing where the
command is bound, so ``d`` and ``j`` are free in every list. Linux sends ``*`` itself.
"""

_TABLE: Final = {key: sign for keys, signs in _SENDS.items() for key, sign in zip(keys, signs, strict=True)}
_BACK: Final = {sign: key for key, sign in _TABLE.items()}

_TEXTUAL_NAMES: Final = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
"""Where Textual shortens the Unicode name of a character."""


def twin(character: str) -> str | None:
    """What the same physical key sends under InScript; None where that is the same."""
    if character in SEQUENCES:
        return SEQUENCES[character][0]
    return _TABLE.get(character)


def both(keys: str) -> str:
    """Keys of a binding (Textual's names, separated by commas), each letter with its twin beside it."""
    names = keys.split(",")
    signs = [sign for name in names if len(name) == 1 and (sign := twin(name))]
    return ",".join([*names, *map(key_name, signs)])


def latin(text: str) -> str:
    """What the same keys would have written on a Latin layout; other characters stay."""
    return "".join(_BACK.get(character, character) for character in text)


def key_name(character: str) -> str:
    """Textual's name for a key that sends ``character``; longer names (``f2``) stay as they are."""
    if len(character) != 1 or character.isalnum():
        return character
    name = unicodedata.name(character, character).lower().replace("-", "_").replace(" ", "_")
    return _TEXTUAL_NAMES.get(name, name)
