"""Who is calling: the look-up that a digit opens on every screen. Letters make a name search of it; Escape is back at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from onboarding.actions import action
from onboarding.domain.records import Lead
from onboarding.domain.search import phone_tail, understand
from onboarding.domain.walk_in import number_start
from onboarding.i18n import language, tr
from onboarding.inscript import key_name, twin
from onboarding.merge_words import went_text
from onboarding.screens.seller_rows import prospect_line, seller_line
from onboarding.widgets.line_input import LineInput
from onboarding.widgets.plain import line
from onboarding.widgets.speech import on_language

if TYPE_CHECKING:
    from onboarding.app import OnboardingApp
    from onboarding.services.context import Services
    from onboarding.services.prospects import Stored

FEWEST = 3
"""Digits or letters from which on anything is looked up."""
SHOWN = 30
PROSPECTS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class _Found:
    """What a typed text found."""

    text: str
    leads: tuple[Lead, ...]
    prospects: tuple[Stored, ...]
    """Units of the pool with such a name; they have no number yet."""
    names: dict[str, str]
    """District code to its name in the language of now."""
    went: str = ""
    """That the lead of the number typed went into another one, in words."""


class LookUp(ModalScreen[None]):
    """One field, and the sellers that fit what stands in it."""

    CSS_PATH = "look_up.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "highlight('cursor_up')", show=False),
        Binding("down", "highlight('cursor_down')", show=False),
        Binding("pageup", "highlight('page_up')", show=False),
        Binding("pagedown", "highlight('page_down')", show=False),
        Binding("escape", "leave", show=False, priority=True),
        Binding("ctrl+l", "app.language", show=False),
    ]

    def __init__(
        self,
        first_digit: str = "",
        *,
        title: str = "",
        choose: Callable[[Lead], None] | None = None,
        offered: Callable[[], Sequence[Lead]] | None = None,
    ) -> None:
        """``first_digit`` is the key that opened it.

        ``choose`` gets the seller that was found, instead of its record being opened; ``title`` (in words) then asks for it.
        ``offered`` is read in a thread: the sellers that are shown while nothing is typed.
        """
        super().__init__()
        self._offered = offered
        self._title = title
        self._choose = choose
        self._first = first_digit
        self._found: _Found | None = None
        self._enter_waits = False

    @property
    def house(self) -> OnboardingApp:
        """The application, by its own type."""
        return self.app  # type: ignore[return-value]  # only this application opens it

    @property
    def services(self) -> Services:
        """The services of the person at the keyboard."""
        return self.house.services

    @property
    def field(self) -> LineInput:
        """Where the number is typed."""
        return self.query_one(LineInput)

    @property
    def options(self) -> OptionList:
        """The sellers found."""
        return self.query_one(OptionList)

    def compose(self) -> ComposeResult:
        """Field, sellers, what is to say, keys."""
        with Vertical(id="look-up"):
            yield Static("", id="look-up-title")
            field = _NumberLine(self._first)
            yield field
            listing = OptionList()
            listing.can_focus = False
            yield listing
            yield Static("", id="look-up-note")
            yield Static("", id="look-up-keys")

    def on_mount(self) -> None:
        """Ready for the second digit."""
        self.field.focus()
        self.field.cursor_position = len(self.field.value)
        on_language(self, self._change_language)
        self._reword()
        if self._offered is not None:
            self._look_up(self.field.value)

    def on_key(self, event: events.Key) -> None:
        """A fast second digit may come before the field is there; it counts all the same."""
        if self.focused is None and event.is_printable and event.character:
            event.stop()
            self._first += event.character
            for field in self.query(LineInput):
                field.value = self._first

    def _reword(self) -> None:
        self.query_one("#look-up-title", Static).update(line(self._title or tr("lookup.title")))
        self.query_one("#look-up-keys", Static).update(
            line(tr("lookup.keys_choose" if self._choose else "lookup.keys"))
        )
        self._say()

    def _change_language(self) -> None:
        """All words anew; the sellers are asked for again, in their other script."""
        self._reword()
        self._look_up(self.field.value)

    # ------------------------------------------------------------------ looking up

    @property
    def is_shown(self) -> bool:
        """Whether the list is that of the text as it stands."""
        return self._found is not None and self._found.text == self.field.value

    @property
    def leads(self) -> tuple[Lead, ...]:
        """The sellers that are shown."""
        return self._found.leads if self._found is not None else ()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._enter_waits = False
        self._look_up(event.value)

    def _asks(self, text: str) -> bool:
        """Whether there is anything to look up: what was typed, or the sellers offered before that."""
        return _is_enough(text) or (self._offered is not None and not text.strip())

    def _look_up(self, text: str) -> None:
        if not self._asks(text):
            self._show(_Found(text, (), (), {}))
            return
        self.run_worker(lambda: self._search(text), thread=True, exclusive=True, group="look-up", exit_on_error=False)

    def _search(self, text: str) -> None:
        """Runs in a thread; an answer to an older text is dropped."""
        worker = get_current_worker()
        try:
            found = self._ask(text)
        except Exception as error:
            if not worker.is_cancelled:
                self.app.call_from_thread(self.house.fault, error)
            return
        if not worker.is_cancelled:
            self.app.call_from_thread(self._show, found)

    def _ask(self, text: str) -> _Found:
        lists = self.services.lists
        if self._offered is not None and not text.strip():
            leads = list(self._offered())
        elif understand(text).kind == "number":
            begun = lists.starting_with(number_start(text), limit=SHOWN)
            ending = lists.by_number(text, limit=SHOWN)
            leads = list(dict.fromkeys([*ending, *begun]))
        else:
            leads = lists.find(text, limit=SHOWN)
        prospects = [] if self._choose else self.services.prospects.named(text, limit=PROSPECTS_SHOWN)
        districts = self.services.office.districts
        went = _went(self.services, text)
        codes = {lead.district_code or "" for lead in leads} | {one.district_code for one in prospects}
        names = {code: districts.name_of(code, language()) or "" for code in codes}
        return _Found(text, tuple(leads), tuple(prospects), names, went)

    def _show(self, found: _Found) -> None:
        if not self.is_attached or found.text != self.field.value:
            return
        self._found = found
        options = self.options
        options.clear_options()
        width = max(40, self.size.width - 8)
        tail, head = phone_tail(found.text), number_start(found.text)
        options.add_options(
            [Option(seller_line(lead, width, found.names, tail=tail, head=head)) for lead in found.leads]
        )
        options.add_options([Option(prospect_line(one, width, found.names)) for one in found.prospects])
        options.highlighted = 0 if options.option_count else None
        options.display = bool(options.option_count)
        self._say()
        if self._enter_waits:
            self._enter()

    def _say(self) -> None:
        self.query_one("#look-up-note", Static).update(self._note())

    def _note(self) -> Content:
        text = self.field.value
        if not _is_enough(text):
            return line(tr("lookup.offered" if self.is_shown and self.leads else "lookup.begin"))
        if not self.is_shown:
            return line("")
        if self.leads:
            more = tr("lookup.more") if len(self.leads) >= SHOWN else ""
            return line(self._found.went or more if self._found else more)
        if self._choose is not None:
            return line(tr("lookup.nothing"))
        if self._found is not None and self._found.prospects:
            return line(tr("lookup.only_prospects"))
        return line(tr("lookup.nothing_number" if self.is_number else "lookup.nothing"))

    @property
    def is_number(self) -> bool:
        """Whether a number (and no name) stands in the field."""
        return understand(self.field.value).kind == "number"

    # ------------------------------------------------------------------ doing

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self._enter()

    def _enter(self) -> None:
        """Enter typed before the answer is there counts when it comes."""
        if not self._asks(self.field.value):
            return
        if not self.is_shown:
            self._enter_waits = True
            return
        place = self.options.highlighted
        if place is not None:
            self._open(place)
        elif self.may_register:
            self.register()

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._open(event.option_index)

    def _open(self, place: int) -> None:
        if self._choose is not None:
            self.dismiss(None)
            self._choose(self.leads[place])
            return
        from onboarding.screens.seller import SellerScreen

        if place >= len(self.leads):
            self._open_prospect(place - len(self.leads))
            return
        app, ids = self.app, [lead.id for lead in self.leads]
        title = tr("lookup.view", text=self.field.value.strip())
        self.dismiss(None)
        app.push_screen(SellerScreen(ids, place, title))

    def _open_prospect(self, place: int) -> None:
        from onboarding.screens.prospect_dialog import ProspectDialog

        app, prospects = self.app, self._found.prospects if self._found is not None else ()
        if place < len(prospects):
            self.dismiss(None)
            app.push_screen(ProspectDialog(prospects[place].id))

    @property
    def may_register(self) -> bool:
        """Whether the letter for registering means that here: a number that is nobody's."""
        return (
            self._choose is None
            and self.is_number
            and _is_enough(self.field.value)
            and self.is_shown
            and not self.leads
        )

    def register(self) -> None:
        """A new seller with this number."""
        from onboarding.screens.register import RegisterScreen

        app, number = self.app, self.field.value.strip()
        self.dismiss(None)
        app.push_screen(RegisterScreen(number))

    def action_highlight(self, step: str) -> None:
        """Move in the list while the focus stays where digits are typed."""
        getattr(self.options, f"action_{step}")()

    def action_leave(self) -> None:
        """Exactly where one was."""
        self.dismiss(None)


class _NumberLine(LineInput):
    """The field; while its number is nobody's, the letter that registers elsewhere registers here too."""

    async def _on_key(self, event: events.Key) -> None:
        # Input's own handler runs after this one unless the default is prevented.
        look_up = self.screen
        if isinstance(look_up, LookUp) and look_up.may_register and event.key in _register_keys():
            event.stop()
            event.prevent_default()
            look_up.register()


def _register_keys() -> set[str]:
    keys = action("register").keys
    return set(map(key_name, (*keys, *filter(None, map(twin, keys)))))


def _went(services: Services, text: str) -> str:
    query = understand(text)
    found = services.merging.went(int(query.number)) if query.kind == "lead" else None
    if found is None:
        return ""
    kept = services.sellers.get(found.lead_id)
    return went_text(found, kept)


def _is_enough(text: str) -> bool:
    query = understand(text)
    if query.kind == "number":
        return len(query.number) >= FEWEST
    return query.kind != "nothing" and len(text.strip()) >= 2
