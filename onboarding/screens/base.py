"""What every screen shares: the line on top, the keys below, reading in a thread, and saying what went wrong where it happened."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.app import ComposeResult
from textual.screen import Screen
from textual.worker import Worker, get_current_worker

from onboarding.actions import bindings
from onboarding.errors import OnboardingError
from onboarding.formats import date_text
from onboarding.widgets.key_line import KeyLine
from onboarding.widgets.speech import on_language
from onboarding.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from onboarding.app import OnboardingApp
    from onboarding.services.context import Services

Result = TypeVar("Result")


class HouseScreen(Screen[None]):
    """A full screen of the application.

    A subclass names its scopes in the table of actions, its title in the catalogue, and gives its middle part in
    ``compose_body``. ``reload`` is called when it is shown again and after every change of data.
    """

    SCOPES: ClassVar[tuple[str, ...]] = ()
    TITLE_ID: ClassVar[str] = ""
    AUTO_FOCUS = "RecordTable"

    def __init_subclass__(cls) -> None:
        """Give the class the keys of its scopes."""
        cls.BINDINGS = [
            binding for scope in cls.__dict__.get("SCOPES", ()) if scope != "table" for binding in bindings(scope)
        ]
        super().__init_subclass__()

    @property
    def house(self) -> OnboardingApp:
        """The application, by its own type."""
        return self.app  # type: ignore[return-value]  # only this application makes these screens

    @property
    def services(self) -> Services:
        """The services of the person at the keyboard."""
        return self.house.services

    def compose(self) -> ComposeResult:
        """Line on top, the screen's own part, keys below."""
        yield StatusLine(self.TITLE_ID, id="status-line")
        yield from self.compose_body()
        yield KeyLine(id="key-line")

    def compose_body(self) -> ComposeResult:
        """The screen's own part."""
        yield from ()

    def on_mount(self) -> None:
        """Draw the words, follow the language; the data is read when the screen resumes, which follows."""
        on_language(self, self.reword)
        self.house.data_changed.subscribe(self, lambda _what: self._reload_if_shown())
        self.reword()

    def on_screen_resume(self) -> None:
        """Shown again: a colleague may have worked meanwhile."""
        if self.is_mounted:
            self.house.services.writing.door = type(self).__name__.removesuffix("Screen").lower()
            self._say_who_and_when()
            self.reload()

    def reword(self) -> None:
        """Put every word on the screen anew in the language of now."""
        status = self.query_one(StatusLine)
        status.heading = self.heading()
        self._say_who_and_when()

    def _say_who_and_when(self) -> None:
        """Anew whenever the screen shows again: the program stays open over night, and a name may be corrected elsewhere."""
        status = self.query_one(StatusLine)
        status.person = self.services.actor.name
        status.day = date_text(self.services.clock.today())

    def heading(self) -> str:
        """What the line on top says instead of the screen's title; empty for the title."""
        return ""

    def reload(self) -> None:
        """Read what the screen shows; the default reads nothing."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Escape is no key where there is nowhere to go back to."""
        if action == "back":
            return self.has_way_back()
        return super().check_action(action, parameters)

    def has_way_back(self) -> bool:
        """Whether Escape does something here."""
        stack = self.app.screen_stack
        return self in stack and stack.index(self) > 1

    async def action_back(self) -> None:
        """Escape: to where one came from (a key of a screen is looked for on the screen only)."""
        await self.house.action_back()

    def _reload_if_shown(self) -> None:
        if self.is_current:
            self.reload()

    # ------------------------------------------------------------------ reading

    def read(
        self,
        work: Callable[[], Result],
        then: Callable[[Result], None],
        *,
        group: str,
        failed: Callable[[OnboardingError], None] | None = None,
    ) -> Worker[None]:
        """Read in a thread, then show; a result that a newer reading of the same group overtook is dropped.

        Errors: an expected one goes to ``failed`` or becomes a notice; an unexpected one opens the error screen.
        """

        def run() -> None:
            worker = get_current_worker()
            try:
                result = work()
            except OnboardingError as error:
                if not worker.is_cancelled:
                    self.app.call_from_thread(self._deliver, worker, failed or self.house.tell_error, error)
                return
            except Exception as error:
                if not worker.is_cancelled:
                    self.app.call_from_thread(self.house.fault, error)
                return
            if not worker.is_cancelled:
                self.app.call_from_thread(self._deliver, worker, then, result)

        return self.run_worker(run, thread=True, exclusive=True, group=group, exit_on_error=False)

    def _deliver(self, worker: Worker[None], then: Callable[[Result], None], result: Result) -> None:
        # Asked again on the event loop: a newer reading may have started while this one was handed over.
        if not worker.is_cancelled and self.is_attached:
            self.house.guarded(then, result)
