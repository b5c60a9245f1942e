"""The application: where the screens are and the keys that work everywhere. No feature lives here."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import BindingType
from textual.filter import LineFilter
from textual.signal import Signal

from onboarding import i18n
from onboarding.actions import action, bindings, shown_keys, textual_keymap
from onboarding.background import BackgroundApp
from onboarding.config import Config, read
from onboarding.i18n import tr
from onboarding.terminal import prepare
from onboarding.widgets.plain import HostileFilter
from onboarding.widgets.themes import make_known, wear

if TYPE_CHECKING:
    from concurrent.futures import Future

    from onboarding.locations import Locations
    from onboarding.services.context import Services
    from onboarding.services.today import TodayView


class OnboardingApp(BackgroundApp):
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
        self.half_typed: dict[str, str] = {}
        """What a dialog was left with, by what it belongs to, until it is stored or the application ends."""
        self.first = first
        self.ahead = ahead
        self.services.writing.waiting = self.tell_waiting

    def get_line_filters(self) -> list[LineFilter]:
        """The last line of defence against text that would act on the terminal comes after every other filter."""
        return [*super().get_line_filters(), HostileFilter()]

    def on_mount(self) -> None:
        """Open the first screen: Today, or Welcome when the database is empty."""
        from onboarding.screens.upkeep import look_after

        wear(self, self.config.theme)
        self.set_keymap(textual_keymap(self.config.keys))
        self.go(self.first)
        look_after(self)
        if not self.is_headless:  # a process that makes many applications, as tests do, needs its garbage collected
            self.call_after_refresh(leave_alone)

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

    def action_prospects(self) -> None:
        """Units that nobody has spoken to yet."""
        self.go("prospects")

    def action_reconciliation(self) -> None:
        """GeM's own sellers beside our book."""
        self.go("reconciliation")

    def action_review(self) -> None:
        """Rows of lists that wait for a person."""
        self.go("review")

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
            self.push_screen(HelpScreen(actions_here(self), self.config.keys, self.scopes_here()))

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
        chosen = "en" if i18n.language() == "hi" else "hi"
        i18n.set_language(chosen)
        self.language_changed.publish(chosen)
        self.write(lambda: self.services.office.introduce(language=chosen), quiet=True)

    def on_key(self, event: events.Key) -> None:
        """A digit outside a field opens the look-up, on every screen that is not a dialog."""
        from onboarding.domain.text import ascii_digits

        digit = ascii_digits(event.character or "")
        if digit.isdigit() and len(digit) == 1:
            self._look_up(event, digit)

    def on_paste(self, event: events.Paste) -> None:
        """A phone number pasted outside a field is looked up like one that is typed."""
        from onboarding.domain.search import understand

        if understand(event.text).kind == "number":
            self._look_up(event, event.text.strip())

    def _look_up(self, event: events.Event, number: str) -> None:
        from onboarding.screens.base import HouseScreen
        from onboarding.screens.look_up import LookUp

        if isinstance(self.screen, HouseScreen):
            event.stop()
            self.push_screen(LookUp(number))

    def action_backup(self) -> None:
        """A verified copy of the database, now."""
        from onboarding.screens.upkeep import backup_now

        backup_now(self)


def leave_alone() -> None:
    """What was loaded until now stays until the end: Python need not look through it for garbage again.

    It did so every few screens, for more than 100 ms, in the middle of the answer to a key.
    """
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


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
