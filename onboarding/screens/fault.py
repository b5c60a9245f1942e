"""A fault of ours, said plainly: a reference, the saved work is safe, nothing of a record on the screen."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from onboarding.i18n import tr
from onboarding.inscript import both
from onboarding.widgets.plain import line


class FaultScreen(ModalScreen[None]):
    """What happened, what is safe, what to tell whom."""

    CSS_PATH = "fault.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter", "close", show=False),
        Binding(both("y"), "copy", show=False),
    ]

    def __init__(self, reference: str) -> None:
        super().__init__()
        self._reference = reference

    def compose(self) -> ComposeResult:
        """A box with three sentences."""
        with Vertical(id="fault-box"):
            yield Static(line(tr("fault.title", reference=self._reference)), id="fault-title")
            yield Static(line(tr("fault.safe")))
            yield Static(line(tr("fault.what_now", reference=self._reference)))

    def action_close(self) -> None:
        """Go on working."""
        self.dismiss(None)

    def action_copy(self) -> None:
        """The reference, to be pasted into a message."""
        self.app.copy_to_clipboard(self._reference)
