"""The application: where the screens are, the keys that work everywhere, writing in the background. No feature lives here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import events
from textual.app import App
from textual.binding import BindingType
from textual.filter import LineFilter
from textual.signal import Signal

from onboarding import faults, i18n
from onboarding.actions import action, bindings, conflicts, shown_keys, textual_keymap
from onboarding.config import Config, read
from onboarding.errors import OnboardingError, StaleEdit
from onboarding.i18n import tr
from onboarding.terminal import prepare
from onboarding.widgets.plain import HostileFilter
from onboarding.widgets.themes import make_known, wear

if TYPE_CHECKING:
    from concurrent.futures import Future

    from onboarding.locations import Locations
    from onboarding.services.context import Services
    from onboarding.services.history import ChangeEntry, Undone
    from onboarding.services.today import TodayView

Result = TypeVar("Result")


COPY_LOOKED_AT_S = 300
"""How often each program looks whether a copy of the database is due."""

LEFTOVERS_AFTER_S = 1.0
"""After the start, when the first screen has been painted."""


class OnboardingApp(App[int]):
    """One person at one keyboard."""

    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False  # ours knows both languages: palette.py
    BINDINGS: ClassVar[list[BindingType]] = bindings("global")

    def __init__(
        self,
        services: Services,
        places: Locations,
        config: Config | None = None,
        *,
        first: str = "today",
        ahead: Future[TodayView] | None = None,
    ) -> None:
        """``ahead`` is the first reading of Today, which began before there was an application."""
        super().__init__()
        make_known(self)
        self.title = tr("app.title")
        self.services = services
        self.places = places
        self.config = config or read(places.settings)
        self.language_changed: Signal[str] = Signal(self, "language-changed")
        self.data_changed: Signal[str] = Signal(self, "data-changed")
        self.first = first
        self.ahead = ahead
        self.services.writing.waiting = self._tell_waiting

    def get_line_filters(self) -> list[LineFilter]:
        """The last line of defence against text that would act on the terminal comes after every other filter."""
        return [*super().get_line_filters(), HostileFilter()]

    def on_mount(self) -> None:
        """Open the first screen: Today, or Welcome when the database is empty."""
        wear(self, self.config.theme)
        self.set_keymap(textual_keymap(self.config.keys))
        self.go(self.first)
        self._tell_config()
        self.set_interval(COPY_LOOKED_AT_S, self._copy_if_due)
        self.set_timer(LEFTOVERS_AFTER_S, self._tell_interrupted)

    def _copy_if_due(self) -> None:
        """A verified copy every quarter of an hour in which something changed; one program of the office takes it."""
        from onboarding.screens.upkeep import copy_if_due

        copy_if_due(self)

    def _tell_interrupted(self) -> None:
        """What a program that died left behind; asked when the first screen stands."""
        from onboarding.screens.upkeep import tell_interrupted

        tell_interrupted(self)

    def _tell_config(self) -> None:
        """What the settings file says that cannot be followed."""
        for name in self.config.problems:
            self.tell(tr("settings.problem", name=name, path=str(self.places.settings)), severity="warning")
        own = self.config.keys  # the keys of the house agree; a test looks through them, not each start (5 ms)
        for key, one, other in conflicts(own) if own else ():
            labels = {"one": action(one).label, "other": action(other).label}
            self.tell(tr("settings.key_conflict", key=key, **labels), severity="warning")

    # ------------------------------------------------------------------ where things are

    def go(self, name: str) -> None:
        """Show one of the main screens; it keeps the place it had when it was left."""
        from onboarding.screens import directory

        directory.go(self, name)

    def action_today(self) -> None:
        """F2."""
        self.go("today")

    def action_sellers(self) -> None:
        """F3."""
        self.go("sellers")

    def action_progress(self) -> None:
        """F9."""
        self.go("progress")

    def action_imports(self) -> None:
        """Every list that was imported."""
        self.go("imports")

    def action_who_did_what(self) -> None:
        """The journal."""
        self.go("log")

    def action_settings(self) -> None:
        """Settings of the person and the office."""
        self.go("settings")

    def action_person(self) -> None:
        """Who is at the keyboard."""
        self.go("settings")

    def action_help(self) -> None:
        """The keys that work here."""
        from onboarding.palette import actions_here
        from onboarding.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(actions_here(self), self.config.keys))

    def scopes_here(self) -> tuple[str, ...]:
        """The scopes of the table of actions that hold on the screen of now."""
        return (*getattr(self.screen, "SCOPES", ()), "global")

    def action_palette(self) -> None:
        """Every action by name."""
        from onboarding.palette import open_palette
        from onboarding.screens.base import HouseScreen

        if isinstance(self.screen, HouseScreen):
            open_palette(self)

    def action_help_quit(self) -> None:
        """Ctrl+C copies; who presses it to leave is told the key for that."""
        self.tell(tr("cli.how_to_quit", key=shown_keys(action("quit"), self.config.keys)[0]))

    async def action_back(self) -> None:
        """Escape: to where one came from; Today is the ground."""
        if len(self.screen_stack) > 2:
            self.pop_screen()

    async def action_quit(self) -> None:
        """Ctrl+Q; what is being written is finished first, by its thread."""
        self.exit(0)

    def retire(self, name: str) -> None:
        """Forget a main screen that is not needed again, once it no longer shows."""
        screen = self.get_screen(name) if self.is_screen_installed(name) else None
        if screen is not None and screen not in self.screen_stack:
            self.uninstall_screen(name)

    def action_language(self) -> None:
        """Hindi or English, at once, on every screen; the choice is kept with the person."""
        self.run_language_switch()

    def run_language_switch(self) -> None:
        """Switch the language, tell every screen, keep the choice."""
        i18n.set_language("en" if i18n.language() == "hi" else "hi")
        self.language_changed.publish(i18n.language())
        chosen = i18n.language()
        self.write(lambda: self.services.office.introduce(language=chosen), quiet=True)

    def on_key(self, event: events.Key) -> None:
        """A digit outside a field opens the look-up, on every screen that is not a dialog."""
        from onboarding.domain.text import ascii_digits
        from onboarding.screens.base import HouseScreen

        digit = ascii_digits(event.character or "")
        if digit.isdigit() and len(digit) == 1 and isinstance(self.screen, HouseScreen):
            from onboarding.screens.look_up import LookUp

            event.stop()
            self.push_screen(LookUp(digit))

    def on_paste(self, event: events.Paste) -> None:
        """A phone number pasted outside a field is looked up like one that is typed."""
        from onboarding.domain.search import understand
        from onboarding.screens.base import HouseScreen

        if isinstance(self.screen, HouseScreen) and understand(event.text).kind == "number":
            from onboarding.screens.look_up import LookUp

            event.stop()
            self.push_screen(LookUp(event.text.strip()))

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

        Args:
            work: Calls a service; runs in a thread.
            then: Gets the result on the event loop; the data signal follows it.
            quiet: No data signal (a setting that no list shows).
            failed: Gets an expected error instead of the notice, and every StaleEdit.
        """

        def run() -> None:
            try:
                result = work()
            except OnboardingError as error:
                self.call_from_thread(failed or self.tell_error, error)
            except Exception as error:
                self.call_from_thread(self.fault, error)
            else:
                self.call_from_thread(self._written, then, result, quiet)

        self.run_worker(run, thread=True, group="writes", exit_on_error=False)

    def _written(self, then: Callable[[Result], None] | None, result: Result, quiet: bool) -> None:
        if then is not None:
            self.guarded(then, result)
        if not quiet:
            self.data_changed.publish("written")

    def guarded(self, then: Callable[[Result], None], result: Result) -> None:
        """Show a result; what goes wrong there would end unseen in the thread that asked for it."""
        try:
            then(result)
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

    def action_backup(self) -> None:
        """A verified copy of the database, now."""
        from onboarding.screens.upkeep import backup_now

        backup_now(self)

    # ------------------------------------------------------------------ saying things

    def tell(self, text: str, *, severity: str = "information", title: str = "") -> None:
        """A notice; never markup."""
        self.notify(text, title=title, severity=severity, markup=False)  # type: ignore[arg-type]

    def tell_error(self, error: OnboardingError) -> None:
        """An expected error as a notice that stays long enough to be read."""
        text = tr(error.sentence, **error.values)
        if isinstance(error, StaleEdit):
            text = f"{text} " + ", ".join(conflict.field for conflict in error.conflicts)
        self.notify(text, severity="warning", timeout=10, markup=False)

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

    def _tell_waiting(self, who: str, since: str) -> None:
        self.call_from_thread(self.tell, tr("db.waiting", who=who, since=since))


def start(services: Services, places: Locations, ahead: Future[TodayView] | None = None) -> int:
    """Ask the terminal how wide Hindi is, then run; the exit code."""
    prepare()
    if services.today.is_empty():
        app = OnboardingApp(services, places, first="welcome")
    else:
        app = OnboardingApp(services, places, ahead=ahead)
    result = app.run()
    if app.return_code:
        return app.return_code
    return result if isinstance(result, int) else 0
