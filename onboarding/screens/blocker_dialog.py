"""What keeps a seller from registering: the open blockers with owner and age, one key to clear, one to add."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from onboarding.domain.blockers import BLOCKERS, NOTE_NEEDED
from onboarding.domain.records import Blocker
from onboarding.domain.when import When, understand
from onboarding.formats import number
from onboarding.i18n import tr
from onboarding.inscript import both
from onboarding.screens.day_field import problem_of, when_words
from onboarding.screens.dialog import HouseDialog
from onboarding.screens.seller_view import SellerView
from onboarding.widgets.ask import AskDialog, AskField
from onboarding.widgets.choice import ChoiceDialog
from onboarding.widgets.plain import template
from onboarding.wording import blocker_text, day_text, lead_name, owner_text

if TYPE_CHECKING:
    from onboarding.app import OnboardingApp


def open_blockers(house: OnboardingApp, view: SellerView) -> None:
    """The open blockers of a record; with none open, the list to add one stands at once."""
    if view.open_blockers:
        house.push_screen(BlockerDialog(view))
    else:
        add_blocker(house, view)


def add_blocker(house: OnboardingApp, view: SellerView) -> None:
    """Which one, then words and the day it may be cleared, both optional."""
    standing = {blocker.code for blocker in view.open_blockers}
    choices = [
        (code, f"{blocker_text(code)}  ({owner_text(owner)})")
        for code, owner in BLOCKERS.items()
        if code not in standing
    ]

    def chosen(code: str | None) -> None:
        if code is not None:
            _ask_details(house, view, code)

    house.push_screen(ChoiceDialog(tr("record.blocker_which", name=lead_name(view.lead)), choices), chosen)


def _ask_details(house: OnboardingApp, view: SellerView, code: str) -> None:
    def when(typed: str) -> When:
        return understand(typed, view.today, view.calendar)

    def hint(name: str, typed: str) -> str:
        if name != "expected" or not typed.strip():
            return ""
        found = when(typed)
        return when_words(found) or problem_of(found)

    def problems(values: Mapping[str, str]) -> Mapping[str, str]:
        wrong = {}
        if code in NOTE_NEEDED and not values["note"].strip():
            wrong["note"] = tr("blocker.note_needed")
        if values["expected"].strip() and (found := when(values["expected"])).on is None:
            wrong["expected"] = problem_of(found)
        return wrong

    def answered(values: Mapping[str, str] | None) -> None:
        if values is None:
            return
        text = values["expected"].strip()
        work = partial(
            house.services.sellers.block,
            view.lead.id,
            code,
            note=values["note"],
            expected_on=when(text).on if text else None,
        )
        house.write(work, lambda _new: house.tell(tr("record.blocked", what=blocker_text(code))))

    fields = [
        AskField("note", tr("record.note"), placeholder=tr("record.note_optional")),
        AskField("expected", tr("record.blocker_clears"), placeholder=tr("record.day_example")),
    ]
    house.push_screen(AskDialog(blocker_text(code), fields, hint=hint, problems=problems), answered)


class BlockerDialog(HouseDialog):
    """Enter clears the one under the cursor; a adds another."""

    DEFAULT_CSS = """
    BlockerDialog OptionList { height: auto; max-height: 14; }
    """
    KEYS_ID = "record.keys_blockers"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(both("a"), "add", show=False),
    ]

    def __init__(self, view: SellerView) -> None:
        super().__init__()
        self._view = view

    def heading(self) -> str:
        """Whose."""
        return tr("record.blockers_title", name=lead_name(self._view.lead))

    def compose_form(self) -> ComposeResult:
        """The list."""
        yield OptionList(*map(self._option, self._view.open_blockers))

    def on_mount(self) -> None:
        """The oldest first, under the cursor."""
        listing = self.query_one(OptionList)
        listing.highlighted = 0
        listing.focus()

    def _option(self, blocker: Blocker) -> Option:
        return Option(self._line(blocker), id=str(blocker.id))

    def _line(self, blocker: Blocker) -> Content:
        age = number(self._view.age(blocker.raised_on))
        parts = [tr("record.blocker_age", owner=owner_text(blocker.owner), days=age)]
        if blocker.expected_on:
            parts.append(tr("record.blocker_expected", on=day_text(blocker.expected_on)))
        head = template("[b]$what[/b]\n  $age", what=blocker_text(blocker.code), age=" · ".join(parts))
        return head + template("\n  $note", note=blocker.note) if blocker.note else head

    @on(OptionList.OptionSelected)
    def _clear(self, event: OptionList.OptionSelected) -> None:
        """Out of the way as of today."""
        blocker_id = int(event.option_id or 0)
        sellers, lead_id = self.services.sellers, self._view.lead.id
        gone = next(item for item in self._view.open_blockers if item.id == blocker_id)
        said = tr("record.cleared", what=blocker_text(gone.code))
        self.save(lambda: sellers.clear_blocker(lead_id, blocker_id), lambda _: self.house.tell(said))

    def action_add(self) -> None:
        """Another one."""
        house, view = self.house, self._view
        self.dismiss(None)
        add_blocker(house, view)
