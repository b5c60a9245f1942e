"""The document checklist of a seller: Space goes from missing to seen to not needed, each tick stored at once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from onboarding.errors import OnboardingError
from onboarding.i18n import tr
from onboarding.inscript import both
from onboarding.screens.dialog import HouseDialog
from onboarding.screens.seller_view import SellerView, read_view
from onboarding.widgets.plain import line, template
from onboarding.wording import day_text, lead_name, paper_text

if TYPE_CHECKING:
    from onboarding.app import OnboardingApp

STATES = ("missing", "have", "not_needed")
_SIGNS = {"missing": "[ ]", "have": "[✓]", "not_needed": "[–]"}


def tick_papers(house: OnboardingApp, lead_id: int) -> None:
    """Open the checklist of a lead."""
    house.push_screen(PapersDialog(lead_id))


class PapersDialog(HouseDialog):
    """One line a paper, the next missing one named below."""

    DEFAULT_CSS = """
    PapersDialog OptionList { height: auto; max-height: 14; }
    PapersDialog #missing { height: 1; color: $text-accent; margin: 1 0 0 0; }
    """
    KEYS_ID = "record.keys_papers"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "turn(1)", show=False),
        Binding(both("h"), "set('have')", show=False),
        Binding(both("m"), "set('missing')", show=False),
        Binding(both("x"), "set('not_needed')", show=False),
    ]

    def __init__(self, lead_id: int) -> None:
        super().__init__()
        self._lead_id = lead_id
        self._view: SellerView | None = None
        self._states: dict[str, str] = {}
        self._ticks = 0

    def heading(self) -> str:
        """Whose papers."""
        return tr("record.papers_title", name=lead_name(self._view.lead) if self._view else "")

    def compose_form(self) -> ComposeResult:
        """The list and what is missing next."""
        yield OptionList()
        yield Static(id="missing")

    def on_mount(self) -> None:
        """Read the record."""
        self.query_one(OptionList).focus()
        self._read()

    def _read(self) -> None:
        self.fetch(lambda: read_view(self.services, self._lead_id), self._take)

    def _take(self, view: SellerView) -> None:
        if not self._ticks:
            self._show(view)

    def _show(self, view: SellerView) -> None:
        first = self._view is None
        self._view, self._states = view, view.paper_states()
        self.retitle()
        listing = self.query_one(OptionList)
        at = listing.highlighted
        listing.clear_options()
        listing.add_options([Option(self._line(code), id=code) for code in self._states])
        missing = view.next_missing()
        codes = list(self._states)
        listing.highlighted = codes.index(missing) if first and missing else at or 0
        text = tr("record.brief_paper", paper=paper_text(missing)) if missing else ""
        self.query_one("#missing", Static).update(line(text or tr("record.papers_complete")))

    def _line(self, code: str) -> Content:
        state = self._states[code]
        seen = {p.code: p.seen_on for p in self._view.detail.papers} if self._view else {}
        day = day_text(seen[code]) if state == "have" and code in seen else ""
        words = tr(f"paper.state.{state}") if state != "missing" else ""
        return template(
            "$sign $paper [dim]$words $day[/dim]",
            sign=_SIGNS[state],
            paper=paper_text(code),
            words=words,
            day=day,
        )

    @on(OptionList.OptionSelected)
    def _entered(self) -> None:
        """Enter ticks the paper and goes to the next one."""
        self.action_set("have")
        self.query_one(OptionList).action_cursor_down()

    def action_turn(self, step: int) -> None:
        """Missing, seen, not needed, and round again."""
        code = self._code
        if code:
            now = STATES.index(self._states[code])
            self.action_set(STATES[(now + step) % len(STATES)])

    def action_set(self, state: str) -> None:
        """Store it at once; undo takes back one tick at a time."""
        code = self._code
        if not code or self._states[code] == state:
            return
        self._states[code] = state
        self._ticks += 1
        self.query_one(OptionList).replace_option_prompt(code, self._line(code))
        work = partial(self.services.sellers.set_paper, self._lead_id, code, state)
        self.house.write(work, lambda _done: self._ticked(), failed=self._refused)

    def _refused(self, error: OnboardingError) -> None:
        self.house.tell_error(error)
        self._ticked()

    def _ticked(self) -> None:
        """Show what is stored once nothing waits any more; a reading in between would show an older tick."""
        self._ticks -= 1
        if self.is_attached and not self._ticks:
            self._read()

    @property
    def _code(self) -> str:
        option = self.query_one(OptionList).highlighted_option
        return (option.id if option else None) or ""
