"""What the dialogs over a record share: title, form, a line for what is wrong, keys; saving without losing a key or a word."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Label, Static

from onboarding.errors import OnboardingError
from onboarding.i18n import tr
from onboarding.widgets.line_input import LineInput
from onboarding.widgets.plain import line

if TYPE_CHECKING:
    from onboarding.app import OnboardingApp
    from onboarding.services.context import Services

Result = TypeVar("Result")


def form_line(value: str = "", *, placeholder: str = "", name: str | None = None) -> LineInput:
    """A line of one cell's height, as the forms here have them."""
    field = LineInput(value, placeholder=placeholder, id=name)
    # Set on the widget itself: the application's stylesheet gives every line a border of its own.
    field.styles.border = ("none", "transparent")
    field.styles.height = 1
    field.styles.padding = (0, 1)
    return field


def form_row(label: str, field: Widget, *, name: str | None = None) -> ComposeResult:
    """A labelled line."""
    with Horizontal(classes="form-row", id=name):
        yield Label(line(label), classes="form-label")
        yield field


class HouseDialog(ModalScreen[None]):
    """A dialog that does its own saving: it closes when the work is stored, and says so when it was refused.

    Keys typed while a save waits its turn go to the screen below as soon as the dialog has closed.
    """

    DEFAULT_CSS = """
    HouseDialog .sheet {
        width: 78; max-width: 100%; height: auto; max-height: 100%; padding: 0 2;
        background: $panel; border: round $primary; overflow-y: auto; scrollbar-size-vertical: 1;
    }
    HouseDialog .sheet-title { text-style: bold; color: $text-primary; margin: 0 0 1 0; }
    HouseDialog .sheet-keys { color: $text-muted; }
    HouseDialog #dialog-problem { height: auto; min-height: 1; color: $text-error; text-style: bold; }
    HouseDialog .form-row { height: 1; margin: 0 0 1 0; }
    HouseDialog .form-label { width: 14; color: $text-muted; }
    HouseDialog .form-row:focus-within > .form-label { color: $text-accent; text-style: bold; }
    HouseDialog .form-row > LineInput { width: 1fr; }
    HouseDialog OptionList { padding: 0; background: $panel; }
    HouseDialog OptionList, HouseDialog OptionList:focus { border: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False, priority=True),
        Binding("ctrl+s", "save", show=False, priority=True),
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
    ]
    KEYS_ID: ClassVar[str] = "record.keys_form"

    def __init__(self) -> None:
        super().__init__()
        self._saving = False
        self._typed_ahead: list[tuple[str, str | None]] = []

    @property
    def house(self) -> OnboardingApp:
        """The application, by its own type."""
        return self.app  # type: ignore[return-value]  # only this application opens these

    @property
    def services(self) -> Services:
        """The services of the person at the keyboard."""
        return self.house.services

    def compose(self) -> ComposeResult:
        """Title, the dialog's own form, what is wrong, keys."""
        with Vertical(classes="sheet"):
            yield Static(line(self.heading()), classes="sheet-title", id="dialog-title")
            yield from self.compose_form()
            yield Static("", id="dialog-problem")
            yield Static(line(tr(self.KEYS_ID)), classes="sheet-keys")

    def compose_form(self) -> ComposeResult:
        """The dialog's own part."""
        yield from ()

    def heading(self) -> str:
        """The title, in the language of now."""
        return ""

    def retitle(self) -> None:
        """The title anew, once the record is known."""
        self.query_one("#dialog-title", Static).update(line(self.heading()))

    def say(self, problem: str) -> None:
        """What is wrong, in words; empty takes it away."""
        text = line(f"! {problem}" if problem else "")
        self.query_one("#dialog-problem", Static).update(text)

    def action_leave(self) -> None:
        """Escape: nothing of it is kept."""
        if not self._saving:
            self.dismiss(None)

    def action_save(self) -> None:
        """Store what the form says; a dialog that has a form overrides this."""

    def on_input_submitted(self) -> None:
        """Enter in any line stores the form; what is missing is said and gets the focus."""
        self.action_save()

    # ------------------------------------------------------------------ reading and saving

    def fetch(self, work: Callable[[], Result], then: Callable[[Result], None]) -> None:
        """Read in a thread, then show it, unless the dialog is gone by then."""

        def show(result: Result) -> None:
            if self.is_attached:
                then(result)

        self.house.beside(work, show)

    def save(self, work: Callable[[], Result], then: Callable[[Result], None]) -> None:
        """Write in a thread; close when it is stored, stay with the sentence when it was refused."""
        if self._saving:
            return
        self._saving = True
        self._focus_before = self.focused
        self.say("")
        self.set_focus(None)

        def stored(result: Result) -> None:
            if self.is_attached:
                self.dismiss(None)
            then(result)
            for key, character in self._typed_ahead:
                self.app.post_message(events.Key(key, character))

        self.house.write(work, stored, failed=self._refused)

    def _refused(self, error: OnboardingError) -> None:
        self._saving = False
        self._typed_ahead.clear()
        if not self.is_attached:
            self.house.tell_error(error)
            return
        self.say(tr(error.sentence, **error.values))
        self.set_focus(self._focus_before)

    def on_key(self, event: events.Key) -> None:
        """Keep what is typed while the save waits."""
        if self._saving:
            event.stop()
            self._typed_ahead.append((event.key, event.character))
