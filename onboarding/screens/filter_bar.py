"""The search field above a list: typing filters at once, Enter goes to the list, Escape takes the filter away."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Label, Static

from onboarding.i18n import tr
from onboarding.widgets.line_input import LineInput
from onboarding.widgets.plain import line
from onboarding.widgets.speech import on_language

REMEMBERED = 30


class SearchLine(LineInput):
    """The line itself; up and down bring earlier searches back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "recall(-1)", show=False),
        Binding("down", "recall(1)", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._earlier: list[str] = []
        self._place = 0

    def remember(self) -> None:
        """Keep the text that stands here as the newest search."""
        text = self.value.strip()
        if text:
            self._earlier = [*(one for one in self._earlier if one != text), text][-REMEMBERED:]
        self._place = len(self._earlier)

    def action_recall(self, step: int) -> None:
        """An earlier (or again a later) search; beyond the newest one the line is empty."""
        self._place = max(0, min(self._place + step, len(self._earlier)))
        self.value = self._earlier[self._place] if self._place < len(self._earlier) else ""
        self.cursor_position = len(self.value)


class FilterBar(Vertical):
    """The field, shown while it is used, and a line under it that says in words what filters the list."""

    DEFAULT_CSS = """
    FilterBar { height: auto; }
    FilterBar > Horizontal { height: 1; display: none; background: $surface; }
    FilterBar.-open > Horizontal { display: block; }
    FilterBar Label { width: 3; padding: 0 1; text-style: bold; color: $text-accent; }
    FilterBar > Static { height: auto; max-height: 3; padding: 0 1; color: $text-accent; }
    """

    class Changed(Message):
        """Another text filters from now on."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Left(Message):
        """The person is done with the field and wants the list."""

    def __init__(self, *, hint: str = "list.search_placeholder") -> None:
        """``hint`` is the sentence that says what may be typed."""
        super().__init__()
        self._hint = hint
        self._told = ""
        self._said = Content("")

    def compose(self) -> ComposeResult:
        """Field and words."""
        with Horizontal():
            yield Label("/")
            yield SearchLine()
        yield Static("", id="filter-words")

    def on_mount(self) -> None:
        """Words in the language of now."""
        on_language(self, self._reword)
        self._reword()
        self.query_one("#filter-words").display = False

    @property
    def text(self) -> str:
        """What was typed."""
        return self.query_one(SearchLine).value

    def open(self) -> None:
        """Show the field and write in it."""
        self.add_class("-open")
        field = self.query_one(SearchLine)
        field.focus()
        field.cursor_position = len(field.value)

    def put(self, text: str) -> None:
        """Filter by this text without opening the field."""
        field = self.query_one(SearchLine)
        with field.prevent(Input.Changed):
            field.value = text
        field.remember()
        self._tell()

    def say(self, words: Content) -> None:
        """What stands under the field; empty content takes the line away."""
        place = self.query_one("#filter-words", Static)
        # A line that stays one line moves nothing else; arranging the whole screen anew costs 3 ms a letter.
        stays = place.display and all(_is_one_line(text, place.size.width) for text in (self._said, words))
        self._said = words
        place.update(words, layout=not stays)
        place.display = bool(words)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._tell()

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.query_one(SearchLine).remember()
        self._close()

    @on(LineInput.Left)
    def _escaped(self, event: LineInput.Left) -> None:
        event.stop()
        field = self.query_one(SearchLine)
        field.remember()
        with field.prevent(Input.Changed):
            field.value = ""
        self._close()

    def _close(self) -> None:
        self._tell()
        self.remove_class("-open")
        self.post_message(self.Left())

    def _tell(self) -> None:
        if self.text != self._told:
            self._told = self.text
            self.post_message(self.Changed(self.text))

    def _reword(self) -> None:
        self.query_one(SearchLine).placeholder = line(tr(self._hint)).plain


def _is_one_line(text: Content, width: int) -> bool:
    return "\n" not in text.plain and 0 < text.cell_length <= width
