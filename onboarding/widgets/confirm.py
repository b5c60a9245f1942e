"""The question before something that cannot simply be undone. The safe button has the focus."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from onboarding.i18n import tr
from onboarding.widgets.plain import line


class ConfirmDialog(ModalScreen[bool]):
    """Returns True only if the person chose to go on; Escape is False."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,up", "app.focus_previous", show=False),
        Binding("right,down", "app.focus_next", show=False),
        Binding("escape", "cancel", show=False),
    ]

    def __init__(self, question: str, go_on: str, *, cancel: str | None = None) -> None:
        """``go_on`` is the button's text and names the object ("Send 214 letters")."""
        super().__init__()
        self._question = question
        self._go_on = go_on
        self._cancel = cancel

    def compose(self) -> ComposeResult:
        """The question and two buttons, the safe one first."""
        with Vertical(classes="dialog"):
            yield Static(line(self._question), classes="dialog-title")
            with Horizontal(classes="dialog-buttons"):
                yield Button(line(self._cancel or tr("widgets.confirm-cancel")), id="cancel")
                yield Button(line(self._go_on), id="go-on", variant="warning")
            yield Static(line(tr("widgets.confirm-keys")), classes="dialog-keys")

    def on_mount(self) -> None:
        """Enter pressed too early does nothing."""
        self.query_one("#cancel").focus()

    @on(Button.Pressed)
    def _answer(self, event: Button.Pressed) -> None:
        event.stop()
        self.dismiss(event.button.id == "go-on")

    def action_cancel(self) -> None:
        """No."""
        self.dismiss(False)
