"""What stands around the leads of the demo: the staff, official figures month by month, targets of the year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from random import Random

from onboarding.domain.calendar import financial_year
from onboarding.services.demo_words import places, words

SOURCE = "demo"
"""What the invented official figures name as their source."""
_BASELINE = {"sellers_registered": 91_245, "mse_registered": 40_234, "primary_users": 3_108, "secondary_users": 8_576}
_FIRST_MONTH = (2022, 2)


def staff_rows(leads: int) -> list[tuple[str, str, str]]:
    """(login, name, language) of 8 people, 12 for a large campaign; every other one writes her name in Devanagari."""
    people = words()["staff"][: 12 if leads > 50_000 else 8]
    return [
        (f"demo.{word.en.split()[0].lower()}", word.hi if place % 2 else word.en, "hi" if place % 2 else "en")
        for place, word in enumerate(people)
    ]


def official_rows(chance: Random, today: date) -> Iterator[tuple[str, str, int, str]]:
    """(as_on, figure, value, source): GeM's figures on the first of each month since the baseline, not always rising."""
    value = dict.fromkeys(_BASELINE, 0.0) | {name: float(start) for name, start in _BASELINE.items()}
    year, month = _FIRST_MONTH
    while date(year, month, 1) <= today:
        for figure in _BASELINE:
            # In the summer of 2022 accounts that never logged in were taken off the portal.
            growth = -0.03 if (year, month) in ((2022, 6), (2022, 7)) else 0.004 + 0.012 * chance.random()
            value[figure] *= 1 + growth
            yield date(year, month, 1).isoformat(), figure, int(value[figure]), SOURCE
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def target_rows(reached: Counter[tuple[str, str]], today: date) -> list[tuple[str, str, str, str, str, int]]:
    """(figure, unit_kind, unit, from, to, value): a year's targets a little ahead of what was reached, for state and districts.

    Args:
        reached: (figure, district code) to what counts in this financial year.
        today: Decides the year and how much of it has passed.
    """
    year = financial_year(today)
    passed = ((today - year.start).days + 1) / ((year.end - year.start).days + 1)
    first, last = year.start.isoformat(), year.end.isoformat()
    rows = []
    for figure in ("sellers_registered", "mse_registered"):
        state = 0
        for place in places()[0]:
            wanted = _rounded(reached[figure, place.code] / passed * 1.15)
            state += wanted
            rows.append((figure, "district", place.code, first, last, wanted))
        rows.append((figure, "state", "", first, last, state))
    return rows


def _rounded(wanted: float) -> int:
    step = 5 if wanted < 200 else 50
    return max(step, round(wanted / step) * step)
