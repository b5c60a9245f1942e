"""How far an import is, in words: done, of how many, how fast, how long still. For the screens and for the command line."""

from __future__ import annotations

import time
from collections.abc import Callable

from onboarding.formats import number
from onboarding.i18n import tr

STEADY_S = 1.0
"""A rate over less time than this says nothing."""


class Pace:
    """Watches one import; each of its phases has a rate of its own."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._phase = ""
        self._began, self._first = 0.0, 0

    def words(self, done: int, of: int | None, phase: str) -> str:
        """As "Saving 40,000 / 1,00,000 · 8,000 rows/s · 8 s left"."""
        now = self._clock()
        if phase != self._phase:
            # What an earlier run had written already was not done in this time.
            self._phase, self._began, self._first = phase, now, done
        share = f"{number(done)} / {number(of)}" if of else number(done)
        parts = [f"{tr(f'imports.phase.{phase}')} {share}" if done or of else tr(f"imports.phase.{phase}")]
        took, made = now - self._began, done - self._first
        if took >= STEADY_S and made > 0:
            rate = made / took
            parts.append(tr("imports.rate", n=number(round(rate))))
            if of is not None and done < of:
                parts.append(_left((of - done) / rate))
        return " · ".join(parts)


def _left(seconds: float) -> str:
    if seconds < 90:
        return tr("imports.seconds_left", n=max(round(seconds), 1))
    return tr("imports.minutes_left", n=round(seconds / 60))
