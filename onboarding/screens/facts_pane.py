"""The left side of a record: labelled facts with a cursor, drawn line by line so that the next record stands at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from onboarding.screens.seller_facts import Fact, Section
from onboarding.widgets.columns import cut
from onboarding.widgets.plain import drawn

INDENT = 2
LINES_OF_ONE = 5
"""Lines that one long value gets; all of it stands in the editor."""
_NARROW, _WIDE = 12, 22
_measure = Console(width=200, no_color=True, legacy_windows=False)


class _Line(NamedTuple):
    fact: int | None
    """Place of the fact that the line belongs to; None for heads and blanks."""
    kind: str
    """``head``, ``blank`` or ``fact``."""
    label: str
    text: str


class FactsPane(ScrollView, can_focus=True):
    """Facts of one record; Enter on one of them says which."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "facts--head",
        "facts--label",
        "facts--cursor",
        *(f"facts--{tone}" for tone in ("muted", "warning", "error", "success")),
    }
    DEFAULT_CSS = """
    FactsPane {
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-gutter: stable;
        scrollbar-size-vertical: 1;
        & > .facts--head { text-style: bold; color: $text-primary; }
        & > .facts--label { color: $text-muted; }
        & > .facts--cursor { background: $surface-lighten-2; }
        &:focus > .facts--cursor {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
            text-style: $block-cursor-text-style;
        }
        & > .facts--muted { color: $text-muted; }
        & > .facts--warning { color: $text-warning; }
        & > .facts--error { color: $text-error; text-style: bold; }
        & > .facts--success { color: $text-success; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("home", "move(-1000)", show=False),
        Binding("end", "move(1000)", show=False),
        Binding("pageup", "screen.page(-1)", show=False),
        Binding("pagedown", "screen.page(1)", show=False),
    ]

    class Chosen(Message):
        """A fact was clicked while the cursor stood on it."""

        def __init__(self, fact: Fact) -> None:
            super().__init__()
            self.fact = fact

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - the name that every widget has
        super().__init__(id=id)
        self._sections: Sequence[Section] = ()
        self._facts: list[Fact] = []
        self._lines: list[_Line] = []
        self._label_width = _NARROW
        self._cursor = 0
        self._plain = Style()

    @property
    def fact(self) -> Fact | None:
        """The fact under the cursor."""
        return self._facts[self._cursor] if self._cursor < len(self._facts) else None

    def show(self, sections: Sequence[Section]) -> None:
        """Draw these; the cursor stays on the fact of the same key, else near its place."""
        before = self.fact
        self._sections = sections
        self._facts = [fact for section in sections for fact in section.facts]
        keys = [fact.key for fact in self._facts]
        if before is not None and before.key in keys:
            self._cursor = keys.index(before.key)
        self._cursor = max(0, min(self._cursor, len(self._facts) - 1))
        self._lay_out()

    @property
    def facts(self) -> Sequence[Fact]:
        """All facts in their order."""
        return self._facts

    def go_to(self, key: str) -> bool:
        """Put the cursor on the fact with this key; whether it is there."""
        places = [place for place, fact in enumerate(self._facts) if fact.key == key]
        if places:
            self._cursor = places[0]
            self._follow()
        return bool(places)

    def action_move(self, step: int) -> None:
        """The cursor up or down by so many facts."""
        self._cursor = max(0, min(self._cursor + step, len(self._facts) - 1))
        self._follow()

    def cursor_region(self) -> Region:
        """Where on the screen the value under the cursor stands."""
        top = next((y for y, item in enumerate(self._lines) if item.fact == self._cursor), 0)
        area = self.content_region
        left = INDENT + self._label_width
        y = area.y + top - self.scroll_offset.y
        return Region(area.x + left, y, max(1, area.width - left), 1)

    def on_resize(self) -> None:
        """Wrap the values anew."""
        self._lay_out()

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor; on the cursor it chooses."""
        y = event.y + self.scroll_offset.y
        place = self._lines[y].fact if y < len(self._lines) else None
        if place is None:
            return
        if place == self._cursor and self.fact is not None:
            self.post_message(self.Chosen(self.fact))
        self._cursor = place
        self.refresh()

    # ------------------------------------------------------------------ layout

    def _lay_out(self) -> None:
        width = self.scrollable_size.width
        if not width:
            return
        widest = max((cell_len(fact.label) for fact in self._facts), default=0) + 2
        self._label_width = max(_NARROW, min(widest, _WIDE, width // 3))
        self._lines = []
        place = 0
        for section in self._sections:
            if self._lines:
                self._lines.append(_Line(None, "blank", "", ""))
            self._lines.append(_Line(None, "head", section.title, ""))
            for fact in section.facts:
                self._add(fact, place)
                place += 1
        self.virtual_size = Size(width, len(self._lines))
        self._follow()

    def _add(self, fact: Fact, place: int) -> None:
        indent = self._label_width if fact.label else 0
        texts = wrapped(fact.value, max(8, self.scrollable_size.width - INDENT - indent))
        for number, text in enumerate(texts):
            self._lines.append(_Line(place, "fact", fact.label if number == 0 else "", text))

    def _follow(self) -> None:
        """Keep the cursor's lines on screen, with the head above the first of them."""
        own = [y for y, item in enumerate(self._lines) if item.fact == self._cursor]
        if own:
            top = own[0]
            while top > 0 and self._lines[top - 1].fact is None:
                top -= 1
            self.scroll_to_region(Region(0, top, 1, own[-1] - top + 1), animate=False, force=True, immediate=True)
        self.refresh()

    # ------------------------------------------------------------------ drawing

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a picture; the style that all have is made once (0.1 ms each time)."""
        self._plain = self.rich_style
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """One line of the facts."""
        at = y + self.scroll_offset.y
        base = self._plain
        if at >= len(self._lines):
            return Strip.blank(self.size.width, base)
        item = self._lines[at]
        if item.kind == "head":
            return self._strip([Segment(self._head(item.label), base + self._style("head"))], base)
        if item.fact is None:
            return Strip.blank(self.size.width, base)
        return self._fact_line(item, self._facts[item.fact], at_cursor=item.fact == self._cursor)

    def _head(self, title: str) -> str:
        rest = self.scrollable_size.width - cell_len(title) - 2
        return f"{title} {'─' * max(0, rest)}"

    def _fact_line(self, item: _Line, fact: Fact, *, at_cursor: bool) -> Strip:
        base = self._plain
        if at_cursor:
            base = label = value = base + self._style("cursor")
        else:
            label = base + self._style("label")
            value = base if fact.tone == "plain" else base + self._style(fact.tone)
        sign = "› " if at_cursor and item.label else "  "
        parts = [Segment(sign, base)]
        if fact.label:
            width = self._label_width
            parts.append(Segment(cut(item.label, width - 1) + " ", label))
        parts.append(Segment(item.text, value))
        return self._strip(parts, base)

    def _style(self, name: str) -> Style:
        # The cursor's style keeps the tones' background out; the others are blended with the pane's own.
        return self.get_component_rich_style(f"facts--{name}", partial=name == "cursor")

    def _strip(self, parts: list[Segment], base: Style) -> Strip:
        return Strip(parts).adjust_cell_length(self.size.width, base)


def wrapped(value: str, width: int) -> list[str]:
    """The value in lines of at most ``width`` cells, words kept whole where they fit."""
    found: list[str] = []
    for part in value.split("\n"):
        text = drawn(part)
        if cell_len(text) <= width:
            found.append(text)
        else:
            lines = Text(text).wrap(_measure, width)
            found += [one.plain.rstrip() for one in lines[: LINES_OF_ONE + 1]]
        if len(found) > LINES_OF_ONE:
            return [*found[: LINES_OF_ONE - 1], cut(found[LINES_OF_ONE - 1] + " …", width).rstrip()]
    return found
