"""The verified copy before a large import, taken while the person looks at the preview: it takes longer than the import itself."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from onboarding.errors import Stopped
from onboarding.services.clock import Clock

_LOOK_S = 0.05


class CopyAhead:
    """One copy under way in a thread."""

    def __init__(self, database: Path, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._given_up = threading.Event()
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._run, daemon=True, name="copy before import")
        self._thread.start()

    def wait(self, cancelled: Callable[[], bool] | None) -> None:
        """Until the copy is there.

        Raises:
            DatabaseUnusable: It could not be taken: the import must not begin.
            Stopped: The person cancelled; no half copy stays.
        """
        while self._thread.is_alive():
            if cancelled is not None and cancelled():
                self.give_up()
                raise Stopped("imports.stopped")
            self._thread.join(_LOOK_S)
        if self._failure is not None:
            raise self._failure

    def give_up(self) -> None:
        """The import will not be: end the copy soon, if it is not done. Does not wait: a screen closes meanwhile."""
        self._given_up.set()

    def _run(self) -> None:
        from onboarding.services.backups import before_import

        try:
            before_import(self._database, self._clock, cancelled=self._given_up.is_set)
        except Exception as error:
            self._failure = error
