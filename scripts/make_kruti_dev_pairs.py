#!/usr/bin/env python3
"""Write onboarding/reference/kruti_dev_pairs.csv: how much two signs side by side speak for Kruti Dev.

The weight is the logarithm of how much oftener the pair comes in Hindi typed for the font than in
English and in Indian names in Latin letters, in tenths. The Hindi is that of the program itself (its
sentences, districts, words of the demo) and of tests/data/kruti_dev_words.txt; the Latin is the
same in English, and the Hindi spelled in Latin letters.
"""

from __future__ import annotations

import csv
import math
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from onboarding import reference
from onboarding.domain.kruti_dev import from_unicode
from onboarding.domain.latin import latin

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "onboarding" / "reference" / "kruti_dev_pairs.csv"
SEEN_ANYWAY = 3e-5
"""Share that every pair gets, so that one never seen proves only so much."""
LEAST = 3
"""Smaller weights say nothing."""
HINDI_WORD = re.compile("[\u0900-\u0963]+")
LATIN_WORD = re.compile("[A-Za-z][A-Za-z.'&/-]*")
CASES = ((str.capitalize, 0.5), (str.upper, 0.3), (str.lower, 0.3))


def sentences(language: str) -> Iterator[str]:
    for path in sorted((ROOT / "onboarding" / "locale" / language).glob("*.po")):
        yield from re.findall(r'^(?:msgstr )?"(.*)"$', path.read_text(encoding="utf-8"), re.MULTILINE)


def weighed(pattern: re.Pattern[str], texts: Iterable[str]) -> Counter[str]:
    """Words; the frequent ones count more, but not much more."""
    found = Counter(word for text in texts for word in pattern.findall(text))
    return Counter({word: round(10 * (1 + math.log(count))) for word, count in found.items()})


def names(column: str) -> str:
    places = [row[f"name_{column}"] for row in reference.rows("districts")]
    return " ".join([row[column] for row in reference.rows("demo_words")] + places)


def hindi() -> Counter[str]:
    own = (ROOT / "tests" / "data" / "kruti_dev_words.txt").read_text(encoding="utf-8")
    found = weighed(HINDI_WORD, (*sentences("hi"), names("hi")))
    return found + Counter(dict.fromkeys(HINDI_WORD.findall(names("hi") + own), 30))


def english() -> Counter[str]:
    found = weighed(LATIN_WORD, (*sentences("en"), names("en")))
    found += Counter(dict.fromkeys(LATIN_WORD.findall(names("en")), 50))
    return found + Counter({latin(word): count for word, count in hindi().items() if latin(word).isascii()})


def pairs(words: Iterable[tuple[str, float]]) -> dict[str, float]:
    """Share of each pair; a blank stands for the edge of a word."""
    found: Counter[str] = Counter()
    for word, count in words:
        edged = f" {word} "
        for place in range(len(edged) - 1):
            found[edged[place : place + 2]] += count
    total = sum(found.values())
    return {pair: count / total for pair, count in found.items()}


def typed() -> Iterator[tuple[str, float]]:
    for word, count in hindi().items():
        try:
            yield from_unicode(word), count
        except ValueError:
            print(f"not in the font: {word}", file=sys.stderr)


def main() -> None:
    font = pairs(typed())
    other = pairs((case(word), count * share) for word, count in english().items() for case, share in CASES)
    rows = []
    for pair in sorted(font.keys() | other.keys()):
        weight = math.log((font.get(pair, 0) + SEEN_ANYWAY) / (other.get(pair, 0) + SEEN_ANYWAY))
        if abs(round(weight * 10)) >= LEAST:
            rows.append((pair, round(weight * 10)))
    with TARGET.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("pair", "weight"))
        writer.writerows(rows)
    print(f"{len(rows)} pairs", file=sys.stderr)


if __name__ == "__main__":
    main()
