"""A pull from the open-data list seen from the terminal: its key and pace, its progress, and Ctrl+C that ends it behind a page."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from onboarding.commands.common import tell
from onboarding.config import read, udyam_key
from onboarding.errors import Stopped
from onboarding.i18n import language, tr

if TYPE_CHECKING:
    from onboarding.services.context import Services
    from onboarding.services.prospect_pull import PullRun, PullStep, Retry

SLICE_S = 0.1
"""So often a wait looks whether it was stopped."""


class PullDesk:
    """One run with the person who watches it."""

    def __init__(self, house: Services, settings: Path) -> None:
        self._house = house
        self._settings = settings
        self._stopped = False
        self._district = ""
        self._began = (0.0, 0)

    def begin(self, codes: tuple[str, ...], *, most_pages: int | None, fresh: bool) -> PullRun:
        """The run for these districts.

        Raises:
            Refused: There is no key, or others may read it.
        """
        from onboarding.services.prospect_pull import PAGE_ROWS, PAUSE_S, RESOURCE, Access, Wishes

        key = udyam_key(self._settings)
        pace = read(self._settings).open_data
        wishes = Wishes(
            districts=codes,
            page_rows=pace.page_rows or PAGE_ROWS,
            pause_s=PAUSE_S if pace.pause_s is None else pace.pause_s,
            most_pages=most_pages,
            fresh=fresh,
            wait=self._wait,
            stopped=lambda: self._stopped,
            told=self._progress,
            retried=self._retried,
        )
        return self._house.prospects.pull(Access(pace.url or RESOURCE, key), wishes)

    def go(self, run: PullRun) -> None:
        """Fetch; the first Ctrl+C ends it behind the page in hand, the second at once.

        Raises:
            OnboardingError: As ``PullRun.run``.
        """
        with self._interruptible():
            try:
                run.run()
            finally:
                self._wipe()

    @contextmanager
    def _interruptible(self) -> Iterator[None]:
        before = signal.signal(signal.SIGINT, self._interrupted)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)

    def _interrupted(self, _signal: int, _frame: FrameType | None) -> None:
        if self._stopped:
            raise KeyboardInterrupt
        self._stopped = True
        self._wipe()
        tell(tr("udyam.stopping"))

    def _wait(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while (rest := end - time.monotonic()) > 0:
            if self._stopped:
                raise Stopped("udyam.stopped")
            time.sleep(min(SLICE_S, rest))

    # ------------------------------------------------------------------ saying how far it is

    def _retried(self, retry: Retry) -> None:
        self._wipe()
        reason = tr(retry.error.sentence, **retry.error.values)
        tell(tr("udyam.retry", reason=reason, seconds=round(retry.seconds), attempt=retry.attempt + 1, of=retry.of))

    def _progress(self, step: PullStep) -> None:
        if not sys.stderr.isatty():
            return
        now = time.monotonic()
        if step.district_code != self._district:
            self._district, self._began = step.district_code, (now, step.done)
        took, fetched = now - self._began[0], step.done - self._began[1]
        place = self._house.office.districts.name_of(step.district_code, language())
        sys.stderr.write(f"\r\x1b[K{place}: {_far(step, took, fetched)}")
        sys.stderr.flush()

    def _wipe(self) -> None:
        if sys.stderr.isatty():
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def _far(step: PullStep, took: float, fetched: int) -> str:
    from onboarding.formats import number

    words = tr("udyam.far", done=number(step.done), total=number(step.total), new=number(step.new))
    if fetched <= 0 or took <= 0:
        return words
    rate = fetched / took
    left = (step.total - step.done) / rate
    return (
        words
        + " · "
        + tr("udyam.rate", rate=number(round(rate)), minutes=int(left // 60), seconds=f"{left % 60:02.0f}")
    )
