"""A few words in one line of which one holds; left and right choose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import RenderResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from onboarding.widgets.plain import template


class PickLine(Widget, can_focus=True):
    """The chosen word is marked by a filled circle and, in focus, by the cursor's colours."""

    DEFAULT_CSS = """
    PickLine { height: 1; width: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", show=False),
        Binding("right,space", "step(1)", show=False),
        Binding("enter", "screen.save", show=False),
    ]

    class Changed(Message):
        """Another word holds now."""

        def __init__(self, pick: PickLine) -> None:
            super().__init__()
            self.pick = pick

        @property
        def control(self) -> PickLine:
            """For ``@on(PickLine.Changed, "#id")``."""
            return self.pick

    def __init__(
        self,
        choices: Sequence[tuple[str, str]],
        *,
        chosen: str = "",
        down: bool = False,
        id: str | None = None,  # noqa: A002 - the name that every widget has for it
    ) -> None:
        """``choices`` are (code, label); ``down``: one below the other."""
        super().__init__(id=id)
        self._between = "\n" if down else "  "
        self._choices = tuple(choices)
        codes = [code for code, _ in self._choices]
        self._place = codes.index(chosen) if chosen in codes else 0

    @property
    def code(self) -> str:
        """The code of the word that holds."""
        return self._choices[self._place][0]

    def choose(self, code: str) -> None:
        """Make this one hold."""
        codes = [known for known, _ in self._choices]
        if code in codes:
            self._place = codes.index(code)
            self.refresh()

    def action_step(self, step: int) -> None:
        """The next or the previous word."""
        self._place = (self._place + step) % len(self._choices)
        self.refresh()
        self.post_message(self.Changed(self))

    def render(self) -> RenderResult:
        """All words in their order."""
        parts = [self._word(place) for place in range(len(self._choices))]
        return Content(self._between).join(parts)

    def _word(self, place: int) -> Content:
        label = self._choices[place][1]
        if place != self._place:
            return template("[dim]○ $label[/dim]", label=label)
        if self.has_focus:
            return template("[$block-cursor-foreground on $block-cursor-background]● $label[/]", label=label)
        return template("[b]● $label[/b]", label=label)
