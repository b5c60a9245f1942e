"""A single line to write in, for forms and searching, with a cursor that respects Devanagari."""

from __future__ import annotations

import unicodedata
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

VIRAMA = "\u094d"
JOINERS = "\u200c\u200d"


class LineInput(Input):
    """An input that leaves on Escape and never stops the cursor inside a syllable.

    Backspace still takes away one sign, not the whole syllable: that is how Hindi is corrected.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    class Left(Message):
        """Escape was pressed; the text stays as it is."""

        def __init__(self, line_input: LineInput) -> None:
            super().__init__()
            self.line_input = line_input

        @property
        def control(self) -> LineInput:
            """For ``@on(LineInput.Left, "#id")``."""
            return self.line_input

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        return_to: str = "",
        id: str | None = None,  # noqa: A002 - the name that every widget has for it
    ) -> None:
        """``return_to`` is a selector on the same screen: what gets the focus on Escape."""
        super().__init__(value, placeholder=placeholder, id=id, select_on_focus=False)
        self._return_to = return_to

    def action_leave(self) -> None:
        """Tell, and give the focus back."""
        self.post_message(self.Left(self))
        if self._return_to:
            self.screen.query_one(self._return_to).focus()

    def action_cursor_left(self, select: bool = False) -> None:
        """One syllable to the left."""
        super().action_cursor_left(select)
        while self._inside_syllable():
            super().action_cursor_left(select)

    def action_cursor_right(self, select: bool = False) -> None:
        """One syllable to the right."""
        super().action_cursor_right(select)
        while self._inside_syllable():
            super().action_cursor_right(select)

    def _inside_syllable(self) -> bool:
        place = self.cursor_position
        if not 0 < place < len(self.value):
            return False
        here, before = self.value[place], self.value[place - 1]
        joined = before in JOINERS or (before == VIRAMA and here.isalpha())
        return joined or here in JOINERS or unicodedata.category(here)[0] == "M"
