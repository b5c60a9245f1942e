"""The words and digits of dates in Hindi and English, as typed and as found in files."""

from __future__ import annotations

import re
import unicodedata

DEVANAGARI_DIGITS = str.maketrans("०१२३४५६७८९", "0123456789")
_NUKTA_AND_JOINERS = dict.fromkeys(map(ord, "\u093c\u200b\u200c\u200d\ufeff\u00ad"))

_MONTH_WORDS = (
    "jan january janvari जन जनवरी",
    "feb february farvari फर फरवरी",
    "mar march मार्च",
    "apr april aprail अप्रै अप्रैल",
    "may mai मई",
    "jun june जून",
    "jul july julai जुल जुलाई",
    "aug august agast अग अगस्त",
    "sep sept september sitambar सित सितम्बर सितंबर",
    "oct october aktubar अक्टू अक्टूबर अक्तूबर",
    "nov november navambar नव नवम्बर नवंबर",
    "dec december disambar दिस दिसम्बर दिसंबर",
)
_WEEKDAY_WORDS = (
    "mon monday somvar somwar som सोमवार सोम",
    "tue tues tuesday mangalvar mangalwar mangal मंगलवार मङ्गलवार मंगल",
    "wed wednesday budhvar budhwar budh बुधवार बुध",
    "thu thur thurs thursday guruvar guruwar brihaspativar veervar गुरुवार गुरूवार गुरु बृहस्पतिवार बृहस्पति वीरवार",
    "fri friday shukravar shukrawar shukra शुक्रवार शुक्र",
    "sat saturday shanivar shaniwar shani शनिवार शनि",
    "sun sunday ravivar raviwar itvar itwar रविवार रवि इतवार",
)
_NUMBER_WORDS = (
    "ek एक one",
    "do दो two",
    "teen tin तीन three",
    "char chaar चार four",
    "paanch panch पांच पाँच five",
    "chhah chhe cheh छह छः छ: छे six",
    "saat सात seven",
    "aath आठ eight",
    "nau नौ nine",
    "das दस ten",
    "gyarah ग्यारह eleven",
    "barah baarah बारह twelve",
)


def _table(lines: tuple[str, ...], first: int) -> dict[str, int]:
    return {word: first + at for at, line in enumerate(lines) for word in line.split()}


MONTHS = _table(_MONTH_WORDS, 1)
"""Word (lower case, without nukta) to month 1..12."""
WEEKDAYS = _table(_WEEKDAY_WORDS, 0)
"""Word (lower case, without nukta) to weekday, Monday = 0."""
NUMBERS = _table(_NUMBER_WORDS, 1)
"""Word (lower case, without nukta) to 1..12."""

_SPACES = re.compile(r"\s+")


def plain(text: str) -> str:
    """Lower case, ASCII digits, single spaces, no nukta, no joiners: the form of the tables."""
    decomposed = unicodedata.normalize("NFKC", text).casefold().translate(DEVANAGARI_DIGITS)
    # NFKC leaves the nukta composed in some letters; NFD separates it in all.
    bare = unicodedata.normalize("NFD", decomposed).translate(_NUKTA_AND_JOINERS)
    return _SPACES.sub(" ", unicodedata.normalize("NFC", bare)).strip()


def four_digit_year(year: str) -> int:
    """00 to 69 mean 20xx, 70 to 99 mean 19xx; four digits are taken as they are."""
    number = int(year)
    if len(year) > 2:
        return number
    return number + (2000 if number < 70 else 1900)
