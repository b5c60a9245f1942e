"""The help page: every key that works where one stands, in the language of now. Escape or F1 closes it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.console import Group
from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from onboarding.actions import Action, shown_keys
from onboarding.i18n import tr
from onboarding.inscript import both, key_name, twin
from onboarding.widgets.plain import cell, line
from onboarding.widgets.speech import on_language

_DUE = {
    "!": "help.mark.overdue", "•": "help.mark.today", "+": "help.mark.planned", "?": "help.mark.no_next", "#": "help.mark.blocked"
}  # fmt: skip
MARKS: dict[str, dict[str, str]] = {
    "list": {**_DUE, "✓": "help.mark.marked", "›": "help.mark.cursor"},
    "today": _DUE,
    "record": {"›": "help.mark.cursor", "+ …": "help.mark.folded", "→": "help.mark.moved"},
    "merge": {
        "=": "help.mark.same", "≠": "help.mark.differs", "+": "help.mark.filled", "←": "help.mark.taken", "&": "help.mark.both",
    },
}  # fmt: skip
"""Scope to the signs that its rows bear, and the sentences that explain them."""


class HelpScreen(ModalScreen[None]):
    """Keys, what they are called, and what they do."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(both("escape,f1,question_mark,q,enter") + "," + key_name(twin("?") or "?"), "close", show=False),
        Binding("down,space,pagedown", "scroll(8)", show=False),
        Binding("up,pageup", "scroll(-8)", show=False),
        Binding("ctrl+l", "app.language", show=False),
    ]

    def __init__(self, here: Sequence[Action], keymap: Mapping[str, str], scopes: Collection[str] = ()) -> None:
        """``here`` is what can be done on the screen below, ``scopes`` are those of its keys."""
        super().__init__()
        self._here = here
        self._keymap = keymap
        self._scopes = scopes

    def compose(self) -> ComposeResult:
        """One scrolling page."""
        with VerticalScroll(id="help-page"):
            yield Static(id="help-title")
            yield Static(id="help-keys")
            yield Static(id="help-marks")
            yield Static(id="help-notes")

    def on_mount(self) -> None:
        """Write it, and again when the language changes."""
        on_language(self, self._write)
        self._write()
        self.query_one("#help-page").focus()

    def _write(self) -> None:
        rows = [("  ".join(shown_keys(item, self._keymap)), item) for item in self._here]
        rows = [(keys, item) for keys, item in rows if keys]
        keys_width = max((cell_len(keys) for keys, _ in rows), default=0)
        label_width = max((cell_len(item.label) for _, item in rows), default=0)
        self.query_one("#help-title", Static).update(line(tr("help.title")))
        grid = Table.grid(padding=(0, 2), expand=True)
        grid.add_column(width=keys_width, style="bold")
        grid.add_column(width=label_width)
        grid.add_column(ratio=1, style="dim")
        for keys, item in rows:
            grid.add_row(cell(keys), cell(item.label), Text(item.help))
        self.query_one("#help-keys", Static).update(grid)
        self._write_marks(keys_width)
        self.query_one("#help-notes", Static).update(line(tr("help.notes")))

    def _write_marks(self, width: int) -> None:
        """What the signs in the rows of this screen mean; nothing where there are none."""
        signs = {
            sign: sentence
            for scope, found in MARKS.items()
            if scope in self._scopes
            for sign, sentence in found.items()
        }
        grid = Table.grid(padding=(0, 2), expand=True)
        grid.add_column(width=max(1, width), style="bold")
        grid.add_column(ratio=1)
        for sign, sentence in signs.items():
            grid.add_row(cell(sign), Text(tr(sentence)))
        place = self.query_one("#help-marks", Static)
        place.update(Group(cell(tr("help.marks")), grid) if signs else "")
        place.display = bool(signs)

    def action_close(self) -> None:
        """Back to where one was."""
        self.dismiss(None)

    def action_scroll(self, lines: int) -> None:
        """A few lines up or down."""
        self.query_one("#help-page").scroll_relative(y=lines, animate=False)
