"""The help page: every key that works where one stands, in the language of now. Escape or F1 closes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from onboarding.actions import help_rows
from onboarding.i18n import tr
from onboarding.widgets.plain import line, template
from onboarding.widgets.speech import on_language


class HelpScreen(ModalScreen[None]):
    """Keys, what they are called, and what they do."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1,question_mark,q,enter", "close", show=False),
        Binding("down,space,pagedown", "scroll(8)", show=False),
        Binding("up,pageup", "scroll(-8)", show=False),
    ]

    def __init__(self, scopes: tuple[str, ...], keymap: Mapping[str, str]) -> None:
        super().__init__()
        self._scopes = scopes
        self._keymap = keymap

    def compose(self) -> ComposeResult:
        """One scrolling page."""
        with VerticalScroll(id="help-page"):
            yield Static(id="help-title")
            yield Static(id="help-keys")
            yield Static(id="help-notes")

    def on_mount(self) -> None:
        """Write it, and again when the language changes."""
        on_language(self, self._write)
        self._write()
        self.query_one("#help-page").focus()

    def _write(self) -> None:
        rows = help_rows(self._scopes, self._keymap)
        width = max((len(keys) for keys, _, _ in rows), default=0)
        self.query_one("#help-title", Static).update(line(tr("help.title")))
        self.query_one("#help-keys", Static).update(
            Content("\n").join(
                template("[b]$keys[/b]  $label  [dim]$text[/dim]", keys=keys.ljust(width), label=label, text=text)
                for keys, label, text in rows
            )
        )
        self.query_one("#help-notes", Static).update(line(tr("help.notes")))

    def action_close(self) -> None:
        """Back to where one was."""
        self.dismiss(None)

    def action_scroll(self, lines: int) -> None:
        """A few lines up or down."""
        self.query_one("#help-page").scroll_relative(y=lines, animate=False)
