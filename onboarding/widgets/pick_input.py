"""A line in which one of many known words is chosen by typing the beginning of it; the words that fit stand beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input

from onboarding.domain.text import fold
from onboarding.widgets.line_input import LineInput

Choice = tuple[str, Sequence[str]]
"""A code and its spellings; the first one is shown."""


class PickInput(LineInput):
    """Holds a code, not a text. An empty line is no choice; a text that fits nothing is a problem, never a guess."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(-1)", show=False),
        Binding("down", "step(1)", show=False),
    ]

    def __init__(
        self,
        choices: Sequence[Choice] = (),
        *,
        code: str = "",
        id: str | None = None,  # noqa: A002 - the name that every widget has for it
    ) -> None:
        super().__init__(id=id)
        self.select_on_focus = True  # typing replaces what was chosen before
        self._choices = tuple(choices)
        self.put(code)

    def offer(self, choices: Sequence[Choice]) -> None:
        """Other choices, or the same in another language; what was chosen stays."""
        code = self.code
        self._choices = tuple(choices)
        if code or not self.value:
            self.put(code or "")

    def put(self, code: str) -> None:
        """Choose; "" empties the line."""
        text = next((spellings[0] for one, spellings in self._choices if one == code), "")
        with self.prevent(Input.Changed):
            self.value = text

    @property
    def fitting(self) -> list[Choice]:
        """The choices that the text may mean, in their order; an exact spelling stands alone."""
        wanted = fold(self.value)
        if not wanted:
            return []
        exact = [choice for choice in self._choices if wanted in map(fold, choice[1])]
        return exact[:1] or [choice for choice in self._choices if any(_begins(wanted, text) for text in choice[1])]

    @property
    def code(self) -> str | None:
        """The chosen code; "" for an empty line, None when the text fits nothing or several."""
        if not self.value.strip():
            return ""
        fitting = self.fitting
        return fitting[0][0] if len(fitting) == 1 else None

    def settle(self) -> bool:
        """Write the choice out in full, the first of several; False if nothing fits."""
        if not self.value.strip():
            return True
        fitting = self.fitting
        if fitting:
            self.put(fitting[0][0])
            self.cursor_position = len(self.value)
        return bool(fitting)

    def action_step(self, step: int) -> None:
        """The next or the previous of all choices."""
        codes = [code for code, _ in self._choices]
        if not codes:
            return
        here = self.code
        place = codes.index(here) + step if here in codes else 0 if step > 0 else -1
        self.put(codes[place % len(codes)])
        self.cursor_position = len(self.value)
        self.post_message(self.Changed(self, self.value))


def _begins(wanted: str, spelling: str) -> bool:
    return fold(spelling).startswith(wanted) or any(fold(word).startswith(wanted) for word in spelling.split())
