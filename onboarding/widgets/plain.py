"""Text from outside on its way to the screen: literal, one line, and as wide as it is counted.

Nothing that came from a person or a file reaches a widget as ``str``, because Textual reads that as
markup. Every widget takes one of these forms instead; the filter at the end is the last line of
defence for what forgot.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.text import Text
from textual.content import Content
from textual.filter import LineFilter

from onboarding.domain.text import SCREEN_TABLE

if TYPE_CHECKING:
    from textual.color import Color

LONGEST = 2000
"""Characters of one value that a screen ever gets."""

_INVISIBLE = {0x200D: None, 0xFE0F: None, 0xAD: None}
"""Soft hyphen, joiner, emoji selector: terminals and Rich differ on them, and rows drift."""

_DRAWN = {**SCREEN_TABLE, **_INVISIBLE}


def drawn(value: object) -> str:
    """The value as it is drawn: hidden characters as signs, at most ``LONGEST`` characters."""
    return "" if value is None else str(value)[:LONGEST].translate(_DRAWN)


def cell(value: object) -> Text:
    """For a table or tree cell."""
    return Text(drawn(value), no_wrap=True, end="")


def line(value: object) -> Content:
    """For a label, a button, an option, a title: everything that is not a table cell."""
    return Content(drawn(value))


def template(markup: str, /, **values: object) -> Content:
    """Markup of ours with values of theirs: ``template("[b]$name[/b]", name=value)``.

    ``markup`` is a literal, never data.
    """
    return Content.from_markup(markup, **{name: drawn(value) for name, value in values.items()})


@lru_cache(4096)
def _screened(text: str) -> str:
    return text.translate(SCREEN_TABLE)


class HostileFilter(LineFilter):
    """Replaces what could act on the terminal in every segment that any widget drew."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments with harmless text; control segments are Textual's own and pass.

        Whatever could act is not printable (a test goes through all of Unicode): the quick way for nearly every segment,
        a fifth of the time of a picture.
        """
        return [
            segment
            if segment.control is not None or segment.text.isprintable()
            else Segment(_screened(segment.text), segment.style)
            for segment in segments
        ]
