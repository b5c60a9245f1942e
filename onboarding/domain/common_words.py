"""How much a word of a firm's name says: little where every tenth firm carries it, much where it is rare. Pure.

The shares are measured on a sample of the office's own leads; before there are many, the shipped ones stand in for them.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from math import log10

from onboarding.domain.names import name_key, name_words

_SHIPPED = """
0.15 traders enterprises
0.08 and company industries udyog limited private
0.06 store suppliers agency kumar singh
0.04 ram shri sons brothers works trading engineering construction bhandar house emporium associates devi lal
0.02 services solutions handicraft handloom furniture electricals garments stationery textiles food mahila samuh samiti sharma
0.02 gupta yadav verma mishra prasad khan ali mohammad kendra udyam udyan new general india centre shop khadi gramodyog
0.01 balaji durga laxmi shiv ganesh om sai krishna maa jai bharat hardware computers printers leather steel iron medical agro
0.01 plastic chemicals rice mill oil dairy bakery tent house international national royal star modern sansthan
"""
_RARE = 0.0005
"""The share of a word that nobody has counted."""
_SHIPPED_FIRMS = 500
"""As many firms of the office weigh as much as the shipped table."""
_LEAST = 0.1


class WordWeights:
    """What each word weighs, 0.1 to 1, from the names of a sample of firms."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        counts: dict[str, int] = {}
        firms = 0
        for name in names:
            firms += 1
            for key in {key for key, _ in name_words(name)}:
                counts[key] = counts.get(key, 0) + 1
        self._counts, self._firms = counts, firms
        self._weights: dict[str, float] = {}

    def of(self, key: str) -> float:
        """The weight of a word by its consonant key: one firm in three hundred or fewer 1, one in ten 0.25."""
        found = self._weights.get(key)
        if found is None:
            assumed = _shipped().get(key, _RARE) * _SHIPPED_FIRMS
            share = (self._counts.get(key, 0) + assumed) / (self._firms + _SHIPPED_FIRMS)
            found = self._weights[key] = min(1.0, max(_LEAST, (-log10(min(share, 1.0)) - 0.5) / 2))
        return found


@lru_cache(maxsize=1)
def _shipped() -> dict[str, float]:
    shares: dict[str, float] = {}
    for line in _SHIPPED.strip().splitlines():
        share, *words = line.split()
        for word in words:
            shares.setdefault(name_key(word), float(share))
    return shares
