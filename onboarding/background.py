"""What the application does behind the screens: writes in their order, readings beside them, and says what came of it.

It knows no screen but the one for faults, and nothing of what is written.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from textual.app import App
from textual.signal import Signal

from onboarding import faults
from onboarding.errors import OnboardingError, StaleEdit
from onboarding.i18n import tr

if TYPE_CHECKING:
    from onboarding.locations import Locations
    from onboarding.services.context import Services
    from onboarding.services.history import ChangeEntry, Undone

Result = TypeVar("Result")


class BackgroundApp(App[int]):
    """Threads that outlive the screen which asked for them."""

    services: Services
    places: Locations
    data_changed: Signal[str]

    def __init__(self) -> None:
        super().__init__()
        self._jobs: deque[Callable[[], None]] = deque()
        self._jobs_lock = Lock()
        self._is_writing = False

    # ------------------------------------------------------------------ writing

    def write(
        self,
        work: Callable[[], Result],
        then: Callable[[Result], None] | None = None,
        *,
        quiet: bool = False,
        failed: Callable[[OnboardingError], None] | None = None,
    ) -> None:
        """Write in a thread of the application, which lives on when a screen closes; then show what was stored.

        Writes happen one after the other as they were asked for, so that an undo takes back what came before it. What
        was asked for when the application ends is still written.

        Args:
            work: Calls a service; runs in a thread.
            then: Gets the result on the event loop; the data signal follows it.
            quiet: No data signal (a setting that no list shows).
            failed: Gets an expected error instead of the notice, and every StaleEdit.
        """
        with self._jobs_lock:
            self._jobs.append(lambda: self._do(work, then, quiet, failed))
            if self._is_writing:
                return
            self._is_writing = True
        self.run_worker(self._write_all, thread=True, group="writes", exit_on_error=False)

    def beside(
        self,
        work: Callable[[], Result],
        then: Callable[[Result], None] | None = None,
        *,
        failed: Callable[[OnboardingError], None] | None = None,
    ) -> None:
        """As ``write``, for what changes no record: a reading, a copy, the plan of a file. It waits for no write."""
        self.run_worker(lambda: self._do(work, then, True, failed), thread=True, group="beside", exit_on_error=False)

    def _write_all(self) -> None:
        """Runs in a thread: until nothing waits any more."""
        while True:
            with self._jobs_lock:
                if not self._jobs:
                    self._is_writing = False
                    return
                job = self._jobs.popleft()
            try:
                job()
            except Exception as error:  # the application ended meanwhile; the next one is written all the same
                faults.record(error, self.places.log)

    def _do(
        self,
        work: Callable[[], Result],
        then: Callable[[Result], None] | None,
        quiet: bool,
        failed: Callable[[OnboardingError], None] | None,
    ) -> None:
        try:
            result = work()
        except OnboardingError as error:
            self._hand_over(failed or self.tell_error, error)
        except Exception as error:
            self._hand_over(self.fault, error)
        else:
            self._hand_over(self._written, (then, result, quiet))

    def _hand_over(self, show: Callable[[Result], None], result: Result) -> None:
        """From the thread to the event loop, unless nobody looks any more."""
        if self.is_running and not self._exit:
            self.call_from_thread(self.guarded, show, result)

    def _written(self, done: tuple[Callable[[Result], None] | None, Result, bool]) -> None:
        then, result, quiet = done
        if then is not None:
            self.guarded(then, result)
        if not quiet:
            self.data_changed.publish("written")

    def guarded(self, show: Callable[[Result], None], result: Result) -> None:
        """Show a result; what goes wrong there would end unseen in the thread that asked for it."""
        try:
            show(result)
        except Exception as error:
            self.fault(error)

    def action_undo(self) -> None:
        """Take back the person's last action, of any size."""
        self.write(self.services.writing.undo, lambda done: self._say_undone("undo.done", *done))

    def action_redo(self) -> None:
        """Do it again."""
        self.write(self.services.writing.redo, lambda done: self._say_undone("redo.done", *done))

    def _say_undone(self, sentence: str, entry: ChangeEntry, undone: Undone) -> None:
        from onboarding.wording import undone_text

        self.tell(undone_text(sentence, entry, undone))

    # ------------------------------------------------------------------ saying things

    def tell(self, text: str, *, severity: str = "information", title: str = "") -> None:
        """A notice, never markup; news takes the place of older notices, which would hide more and more of the list."""
        if severity == "information":
            self.clear_notifications()
        self.notify(text, title=title, severity=severity, markup=False)  # type: ignore[arg-type]

    def tell_error(self, error: OnboardingError) -> None:
        """An expected error as a notice that stays long enough to be read."""
        text = tr(error.sentence, **error.values)
        if isinstance(error, StaleEdit):
            from onboarding.wording import field_label

            text = f"{text} " + ", ".join(field_label(conflict.field) for conflict in error.conflicts)
        self.clear_notifications()
        self.notify(text, severity="warning", timeout=10, markup=False)

    def tell_waiting(self, who: str, since: str) -> None:
        """From the thread of a write: somebody else writes, and since when."""
        self._hand_over(self.tell, tr("db.waiting", who=who, since=since))

    def fault(self, error: BaseException) -> None:
        """A fault of ours: logged without values, shown with its reference; the application lives on."""
        from onboarding.screens.fault import FaultScreen

        self.push_screen(FaultScreen(faults.record(error, self.places.log)))

    def _handle_exception(self, error: Exception) -> None:
        # Textual would print a traceback with local variables: names, numbers, keys. Source: docs/decisions/0004.
        reference = faults.record(error, self.places.log)
        self._exit_renderables.clear()
        if self._exception is None:  # a test's pilot looks here, and raises it
            self._exception = error
            self._exception_event.set()
        self.exit(70, return_code=70, message=tr("cli.fault", reference=reference))
