"""Every sentence a person reads, in Hindi and English, by id. Belongs to the front ends; nothing below imports it.

The sources are ``locale/<language>/<room>.po``; ``scripts/catalogue`` compiles them into one gettext catalogue a language.
An id that is missing is shown as ``⟦id⟧`` so that it is seen, and a test finds it first.
"""

from __future__ import annotations

import gettext
from pathlib import Path
from typing import Literal

Language = Literal["hi", "en"]
LANGUAGES: tuple[Language, ...] = ("hi", "en")
LOCALE = Path(__file__).parent / "locale"

_catalogues: dict[str, gettext.NullTranslations] = {}
_language: Language = "en"


def language() -> Language:
    """The language in which the program speaks now."""
    return _language


def set_language(code: str) -> None:
    """Switch at once; anything but ``hi`` or ``en`` means English. Side effect: process-wide."""
    global _language  # noqa: PLW0603 - one person, one process, one language
    _language = "hi" if code == "hi" else "en"


def tr(sentence: str, /, **values: object) -> str:
    """The sentence in the language of now, with its placeholders filled. Values are put in as they are, never as markup."""
    return tr_in(_language, sentence, **values)


def tr_in(code: Language, sentence: str, /, **values: object) -> str:
    """The sentence in a given language (a report in Hindi from an English screen)."""
    text = _catalogue(code).gettext(sentence)
    if text == sentence:
        return f"⟦{sentence}⟧"
    return text.format_map(values) if values else text


def known(sentence: str) -> bool:
    """Whether the catalogue has this id."""
    return _catalogue(_language).gettext(sentence) != sentence


def _catalogue(code: str) -> gettext.NullTranslations:
    if code not in _catalogues:
        _catalogues[code] = gettext.translation("onboarding", LOCALE, languages=[code], fallback=True)
    return _catalogues[code]
