"""The right side of a record: the timeline, drawn line by line as far as it is in sight, so that a long one stands at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from onboarding.domain.records import TimelineEntry
from onboarding.i18n import tr
from onboarding.screens.timeline_text import Kind, Line, of_kind, timeline_lines
from onboarding.widgets.plain import drawn

_DIM, _BOLD = Style(dim=True), Style(bold=True)


class TimelinePane(ScrollView):
    """What happened to a lead, newest first, under a line that says which kinds are shown."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"timeline--title"}
    DEFAULT_CSS = """
    TimelinePane {
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        & > .timeline--title { color: $text-primary; text-style: bold; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - the name that every widget has
        super().__init__(id=id)
        self._entries: Sequence[TimelineEntry] = ()
        self._kind: Kind = "all"
        self._today: date | None = None
        """None: nothing was read yet, so that nothing is said."""
        self._lines: list[Line] = []
        self._width = 0
        self._tones: dict[str, Style] = {}
        self._title = Style()

    def show(self, entries: Sequence[TimelineEntry], kind: Kind, today: date) -> None:
        """Draw those of this kind; the place to which a person scrolled stays."""
        self._entries, self._kind, self._today = of_kind(entries, kind), kind, today
        self._lay_out()

    def on_resize(self) -> None:
        """Wrap anew where the pane became wider or narrower."""
        if self._width != self.content_region.width:
            self._lay_out()

    def _lay_out(self) -> None:
        self._width = self.content_region.width
        if not self._width or self._today is None:  # before the panes have their places nothing is wrapped for nothing
            return
        room, height = self._width, self.container_size.height
        if len(self._entries) < height:  # as many entries as lines or more never fit
            self._lines = timeline_lines(self._entries, self._today, room)
        if len(self._entries) >= height or len(self._lines) >= height:
            room -= 1  # the scrollbar's
            self._lines = timeline_lines(self._entries, self._today, room)
        self.show_vertical_scrollbar = (
            len(self._lines) >= height
        )  # now, else the screen is arranged a second time for it
        self.virtual_size = Size(room, len(self._lines) + 1)
        self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a picture; the styles that they share are made once (0.1 ms each time)."""
        base = self.rich_style
        self._tones = {"": base, "dim": base + _DIM, "bold": base + _BOLD}
        self._title = base + self.get_component_rich_style("timeline--title", partial=True)
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """One line of the pane: the title, or one of an entry."""
        tones = self._tones
        at = y + self.scroll_offset.y
        if self._today is None:
            parts: list[Segment] = []
        elif at == 0:
            parts = [Segment(tr("record.timeline"), self._title), Segment("  ", tones[""])]
            parts.append(Segment(tr(f"record.kind_{self._kind}"), tones["dim"]))
        elif at <= len(self._lines):
            parts = [Segment(drawn(text), tones[tone]) for text, tone in self._lines[at - 1]]
        else:
            parts = []
        return Strip(parts).adjust_cell_length(self.size.width, tones[""])
