"""A small dialog with a list to choose from; typing narrows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from onboarding.i18n import tr
from onboarding.inscript import latin
from onboarding.widgets.line_input import LineInput
from onboarding.widgets.plain import line


class ChoiceDialog(ModalScreen[str | None]):
    """Returns the code of the line that was taken; None on Escape."""

    DEFAULT_CSS = """
    ChoiceDialog OptionList { height: auto; max-height: 60vh; border: none; padding: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "highlight('cursor_up')", show=False),
        Binding("down", "highlight('cursor_down')", show=False),
        Binding("pageup", "highlight('page_up')", show=False),
        Binding("pagedown", "highlight('page_down')", show=False),
        Binding("escape", "leave", show=False, priority=True),
    ]
    options = getters.query_one(OptionList)

    def __init__(self, title: str, choices: Sequence[tuple[str, str]], *, chosen: str | None = None) -> None:
        """``choices`` are (code, label) in the order to show; the cursor begins on ``chosen``."""
        super().__init__()
        self._title = title
        self._choices = tuple(choices)
        self._chosen = chosen
        self._shown: list[str] = []

    def compose(self) -> ComposeResult:
        """Title, letters typed so far, lines, keys."""
        with Vertical(classes="dialog"):
            yield Static(line(self._title), classes="dialog-title")
            yield LineInput()
            listing = OptionList()
            listing.can_focus = False
            yield listing
            yield Static(line(tr("widgets.choice-keys")), classes="dialog-keys")

    def on_mount(self) -> None:
        """All lines, the cursor on the one that holds now."""
        self._fill("")
        if self._chosen in self._shown:
            self.options.highlighted = self._shown.index(self._chosen)

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        event.stop()
        self._fill(event.value)

    @on(Input.Submitted)
    def _take(self, event: Input.Submitted) -> None:
        event.stop()
        place = self.options.highlighted
        if place is not None and self._shown:
            self.dismiss(self._shown[place])

    @on(OptionList.OptionSelected)
    def _click(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if self._shown:
            self.dismiss(self._shown[event.option_index])

    def action_highlight(self, step: str) -> None:
        """Move in the lines while the focus stays where letters are typed."""
        getattr(self.options, f"action_{step}")()

    def action_leave(self) -> None:
        """Nothing chosen."""
        self.dismiss(None)

    def words_of(self, code: str, label: str) -> str:
        """What a line is found by; a subclass may know more words for it."""
        return f"{code.replace('-', ' ').replace('_', ' ')} {label}"

    def _fill(self, typed: str) -> None:
        if typed == "" and self._shown == [code for code, _ in self._choices]:
            return
        found = [(code, label) for code, label in self._choices if _matches(typed, self.words_of(code, label))]
        self._shown = [code for code, _ in found]
        self.options.clear_options()
        if found:
            self.options.add_options([Option(line(label)) for _, label in found])
            self.options.highlighted = 0
        else:
            self.options.add_option(Option(line(tr("widgets.choice-none")), disabled=True))


def _matches(typed: str, words: str) -> bool:
    """Whether one of the words begins so, on whichever layout it was typed."""
    words = f" {words}".casefold()
    wanted = typed.strip().casefold(), latin(typed.strip()).casefold()
    return any(f" {text}" in words for text in wanted)
