"""The top line: where one is, how much there is, who is here, the language and the day."""

from __future__ import annotations

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from onboarding.i18n import tr
from onboarding.widgets.columns import cut
from onboarding.widgets.plain import line, template
from onboarding.widgets.speech import on_language


class StatusLine(Widget):
    """One line; what does not fit is cut from the counts, never from the person or the day."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    StatusLine { dock: top; height: 1; background: $panel; color: $foreground; padding: 0 1; }
    """

    title: reactive[str] = reactive("")
    """Id in the catalogue of the screen's title."""
    heading: reactive[str] = reactive("")
    """What stands instead of the title: the name of a record or of a view, already in words."""
    counts: reactive[str] = reactive("")
    """Already in the language of now; the screen sets it again after a switch."""
    person: reactive[str] = reactive("")
    """Name as stored; empty while nobody is chosen."""
    day: reactive[str] = reactive("")
    """dd-mm-yyyy."""

    def __init__(self, title: str, *, id: str | None = None) -> None:  # noqa: A002 - as elsewhere
        """``title`` is an id in the catalogue."""
        super().__init__(id=id)
        self.set_reactive(StatusLine.title, title)

    def on_mount(self) -> None:
        """Follow the language."""
        on_language(self, self.refresh)

    def render(self) -> RenderResult:
        """Title and counts left, the rest right."""
        person = self.person or tr("widgets.status-nobody")
        parts = (person, tr("widgets.status-language"), self.day)
        right = line("  ".join(part for part in parts if part))
        words = self.heading or (tr(self.title) if self.title else "")
        title = template("[b]$title[/b]  ", title=words)
        space = self.size.width - title.cell_length - right.cell_length - 1
        if space < 0:
            return Content(cut(f"{words}  {right.plain}", self.size.width))
        return title + line(cut(self.counts, space)) + Content(" ") + right
