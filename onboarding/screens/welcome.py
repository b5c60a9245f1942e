"""The first start on an empty database: who are you, and what shall there be: a demo, a list, or nothing yet."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Center, Vertical
from textual.widgets import Input, OptionList, ProgressBar, Static
from textual.widgets.option_list import Option
from textual.worker import Worker, get_current_worker

from onboarding.errors import OnboardingError
from onboarding.i18n import tr
from onboarding.screens.base import HouseScreen
from onboarding.widgets.line_input import LineInput
from onboarding.widgets.plain import line, template

DEMO_LEADS = 2000
_CHOICES = ("demo", "import", "empty")


class WelcomeScreen(HouseScreen):
    """Shown while there is no lead."""

    SCOPES: ClassVar[tuple[str, ...]] = ("welcome",)
    TITLE_ID = "welcome.title"
    CSS_PATH = "welcome.tcss"
    AUTO_FOCUS = "#welcome-choices"

    def __init__(self) -> None:
        super().__init__()
        self._work: Worker[None] | None = None

    def compose_body(self) -> ComposeResult:
        """A name, three choices, a bar while the demo is made."""
        with Center(id="welcome-middle"), Vertical(id="welcome-box"):
            yield Static(id="welcome-words")
            yield Static(id="welcome-who")
            yield LineInput(id="welcome-name")
            yield OptionList(id="welcome-choices")
            yield ProgressBar(id="welcome-bar", show_eta=False)
            yield Static(id="welcome-note")

    def on_mount(self) -> None:
        """Fill in the name that is known."""
        self.query_one("#welcome-bar").display = False
        with self.prevent(Input.Changed):
            self.query_one(LineInput).value = self.services.actor.name

    def reword(self) -> None:
        """All words anew."""
        super().reword()
        self.query_one("#welcome-words", Static).update(line(tr("welcome.words")))
        self.query_one("#welcome-who", Static).update(line(tr("welcome.who")))
        self.query_one("#welcome-note", Static).update(line(tr("welcome.note")))
        choices = self.query_one(OptionList)
        at = choices.highlighted or 0
        choices.clear_options()
        choices.add_options(
            [
                Option(
                    template(
                        "[b]$name[/b]\n  [dim]$text[/dim]",
                        name=tr(f"welcome.{code}"),
                        text=tr(f"welcome.{code}_text"),
                    ),
                    id=code,
                )
                for code in _CHOICES
            ]
        )
        choices.highlighted = at

    @on(Input.Submitted, "#welcome-name")
    def _to_choices(self) -> None:
        self.query_one(OptionList).focus()

    @on(OptionList.OptionSelected, "#welcome-choices")
    def _choose(self, event: OptionList.OptionSelected) -> None:
        if self._work is not None:
            return
        self._keep_name()
        if event.option_id == "demo":
            self._make_demo()
        elif event.option_id == "import":
            self._leave()
            self.house.go("imports")
        else:
            self._leave()
            self.house.go("sellers")

    def _keep_name(self) -> None:
        name = self.query_one(LineInput).value.strip()
        if name and name != self.services.actor.name:
            self.house.write(lambda: self.services.office.introduce(name=name), quiet=True)

    def _make_demo(self) -> None:
        bar = self.query_one(ProgressBar)
        bar.display = True
        bar.update(total=100, progress=0)

        def progress(done: int, total: int, *_: object) -> None:
            self.app.call_from_thread(bar.update, total=total, progress=done)

        def run() -> None:
            from onboarding.services.demo import build_demo

            worker = get_current_worker()
            try:
                build_demo(
                    self.services,
                    DEMO_LEADS,
                    1,
                    progress=progress,
                    cancelled=lambda: worker.is_cancelled,
                )
            except OnboardingError as error:
                self.app.call_from_thread(self._failed, error)
            except Exception as error:
                self.app.call_from_thread(self.house.fault, error)
            else:
                self.app.call_from_thread(self._done)

        # The application's worker, not the screen's: it must not die half-way with the screen.
        self._work = self.app.run_worker(run, thread=True, group="demo", exit_on_error=False)

    def _failed(self, error: OnboardingError) -> None:
        self._work = None
        self.query_one(ProgressBar).display = False
        self.house.tell_error(error)

    def _done(self) -> None:
        self._work = None
        self._leave()
        self.house.data_changed.publish("demo")

    def _leave(self) -> None:
        self.house.go("today")
        self.house.retire("welcome")

    def has_way_back(self) -> bool:
        """While the demo is being made."""
        return self._work is not None

    async def action_back(self) -> None:
        """Escape stops the making of the demo; nothing of it is kept."""
        if self._work is not None:
            self._work.cancel()
