"""Registering walk-ins in one line each: number first, matches while typing, Enter proposes the next step, Enter saves."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from onboarding.domain.calendar import OfficeCalendar
from onboarding.domain.districts import Districts
from onboarding.domain.records import Lead
from onboarding.domain.walk_in import WalkIn, read_line
from onboarding.errors import KnownFirm, NotFound, OnboardingError
from onboarding.i18n import language, tr
from onboarding.screens.base import HouseScreen
from onboarding.screens.day_field import DayField, problem_of, stored_time
from onboarding.screens.register_words import SOURCES, echo, match_words
from onboarding.screens.seller_rows import seller_line
from onboarding.screens.walk_in_matches import Matches, find_matches, register_new
from onboarding.services.sellers import NextStep
from onboarding.widgets.line_input import LineInput
from onboarding.widgets.pick_input import PickInput
from onboarding.widgets.plain import line

PROPOSED_STEP = "papers"
PROPOSED_GAP = 3
"""Working days. Source: the office's default after a first talk."""
DONE_SHOWN = 8
FITTING_SHOWN = 6
ENOUGH_DIGITS = 6


class Sticky(NamedTuple):
    """What was said of the seller registered last."""

    district: str
    """Its code; empty for none."""
    source: str
    day: date
    """The day on which that was; on another one nothing of it holds: another camp, another district."""


NOTHING_STICKS = Sticky("", "walk_in", date.min)


class RegisterScreen(HouseScreen):
    """One line a seller; the screen stays for the next one."""

    SCOPES: ClassVar[tuple[str, ...]] = ("register",)
    TITLE_ID = "register.title"
    CSS_PATH = "register.tcss"
    AUTO_FOCUS = "#register-line"
    sticky: ClassVar[Sticky] = NOTHING_STICKS
    """What stays for the next seller, until the day ends."""
    draft: ClassVar[str] = ""
    """A line that was left half typed."""

    def __init__(self, number: str = "") -> None:
        """``number`` is what was typed in the look-up."""
        super().__init__()
        self._number = number
        self._line = ""
        self._districts: Districts | None = None
        self._matches = Matches()
        self._done: list[Lead] = []
        self._deciding = False
        self._entered_again = False
        self._saving = False
        self._shown_sticky = NOTHING_STICKS

    def compose_body(self) -> ComposeResult:
        """The line and what it means, the sticky fields, the next step, matches, those registered just now."""
        district, source, _ = self._sticks()
        with Vertical(id="register-form"):
            yield Static(id="register-ask")
            yield LineInput(f"{self._number} " if self._number else type(self).draft, id="register-line")
            yield Static(id="register-echo")
            with Horizontal(classes="register-row"):
                yield Label(id="district-label")
                yield PickInput(code=district, id="register-district")
                yield Label(id="source-label")
                yield PickInput(_sources(), code=source, id="register-source")
            yield Static(id="register-sticky")
            yield Static(id="register-fitting")
            yield DayField("", id="register-next")
            yield Static(id="register-problem")
            yield Static(id="register-matches-note")
            yield OptionList(id="register-matches")
            yield Static(id="register-done-note")
            yield OptionList(id="register-done")
        yield Static(id="register-keys")

    # ------------------------------------------------------------------ its parts

    @property
    def field(self) -> LineInput:
        """The one line."""
        return self.query_one("#register-line", LineInput)

    @property
    def day(self) -> DayField:
        """The day of the next step."""
        return self.query_one(DayField)

    @property
    def district(self) -> PickInput:
        """The sticky district."""
        return self.query_one("#register-district", PickInput)

    @property
    def source(self) -> PickInput:
        """The sticky source."""
        return self.query_one("#register-source", PickInput)

    @property
    def walk_in(self) -> WalkIn:
        """What the line says now."""
        return read_line(self.field.value)

    def _put(self, name: str, text: str | Content) -> None:
        place = self.query_one(f"#{name}", Static)
        place.update(line(text) if isinstance(text, str) else text)
        place.display = bool(text)

    # ------------------------------------------------------------------ words and reading

    def reword(self) -> None:
        """All words anew."""
        super().reword()
        self._put("register-ask", tr("register.ask"))
        self._put("register-keys", tr("register.keys"))
        self.field.placeholder = tr("register.example")
        self.query_one("#district-label", Label).update(line(tr("field.label.district_code")))
        self.query_one("#source-label", Label).update(line(tr("field.label.source")))
        self.day.query_one(Label).update(line(tr("register.papers_by")))
        self.source.offer(_sources())
        self._offer_districts()
        self._say_line()
        self._say_sticky()
        self._draw_matches()
        self._draw_done()
        self._put("register-fitting", "")
        self._put("register-problem", "")

    def on_mount(self) -> None:
        """The cursor behind a number that was brought along, or behind what was left half typed."""
        self._line = self.field.value
        self.field.cursor_position = len(self._line)

    def on_unmount(self) -> None:
        """Nothing that was typed is lost, by whichever key one leaves."""
        line_ = self._line.strip()
        if not self._number or line_ not in ("", self._number):
            type(self).draft = line_

    def on_resize(self) -> None:
        """Lines as wide as the screen."""
        self._draw_matches()
        self._draw_done()

    def reload(self) -> None:
        """Districts and calendar; those registered just now as they stand, without the ones that were taken back."""
        done = [lead.id for lead in self._done]
        self.read(lambda: self._read(done), self._take, group="register")
        if not self._deciding:
            self._look()

    def _read(self, done: list[int]) -> tuple[Districts, OfficeCalendar, list[Lead]]:
        leads = []
        for lead_id in done:
            try:
                leads.append(self.services.sellers.get(lead_id))
            except NotFound:
                continue
        return self.services.office.districts, self.services.office.calendar(), leads

    def _take(self, found: tuple[Districts, OfficeCalendar, list[Lead]]) -> None:
        first = self._districts is None
        self._districts, calendar, done = found
        self._done = done
        today = self.services.clock.today()
        proposal = calendar.add_working_days(today, PROPOSED_GAP)
        self.day.prepare(today, calendar, proposal=proposal, aside=tr("register.enter_saves"))
        self._offer_districts()
        if first or self._shown_sticky != self._sticks():  # the day may have ended while the screen stood
            self.district.put(self._sticks().district)
            self.source.put(self._sticks().source)
            self._say_sticky()
        self._draw_matches()
        self._draw_done()

    def _sticks(self) -> Sticky:
        """What stays now: of another day nothing does."""
        sticky = type(self).sticky
        return sticky if sticky.day == self.services.clock.today() else NOTHING_STICKS

    def _say_sticky(self) -> None:
        """Beside the fields, that their content is that of the seller before, and for how long."""
        self._shown_sticky = sticky = self._sticks()
        place = self._districts.name_of(sticky.district, language()) if self._districts and sticky.district else ""
        self._put("register-sticky", tr("register.sticky", district=place) if place else "")

    def _offer_districts(self) -> None:
        if self._districts is not None:
            ours, other = ("hi", "en") if language() == "hi" else ("en", "hi")
            names = [(place.code, (place.name(ours), place.name(other))) for place in self._districts.all()]
            self.district.offer(sorted(names, key=lambda choice: choice[1][0]))

    # ------------------------------------------------------------------ the line while it is typed

    @on(Input.Changed, "#register-line")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._line = event.value
        self._say_line()
        self._put("register-problem", "")
        self._look()

    def _say_line(self) -> None:
        self._put("register-echo", echo(self.walk_in))

    def _look(self) -> None:
        """Show who is known by what is typed so far."""
        walk_in = self.walk_in
        if len(walk_in.number) < ENOUGH_DIGITS and not walk_in.values:
            self._take_matches(Matches())
            return
        self.read(lambda: find_matches(self.services, walk_in), self._take_matches, group="matches")

    def _take_matches(self, matches: Matches) -> None:
        self._matches = matches
        self._draw_matches()

    def _draw_matches(self) -> None:
        self._put("register-matches-note", match_words(self._matches))
        self._draw("register-matches", self._matches.leads, self._matches.number)

    def _draw_done(self) -> None:
        self._put("register-done-note", tr("register.done") if self._done else "")
        self._draw("register-done", tuple(reversed(self._done[-DONE_SHOWN:])), "")

    def _draw(self, name: str, leads: tuple[Lead, ...], number: str) -> None:
        options = self.query_one(f"#{name}", OptionList)
        places = {}
        if self._districts is not None:
            codes = {lead.district_code or "" for lead in leads}
            places = {code: self._districts.name_of(code, language()) or "" for code in codes}
        width = max(40, self.size.width - 5)
        options.clear_options()
        options.add_options([Option(seller_line(lead, width, places, tail=number, head=number)) for lead in leads])
        options.highlighted = 0 if leads else None
        options.display = bool(leads)

    # ------------------------------------------------------------------ sticky fields

    @on(Input.Changed, "PickInput")
    def _picking(self, event: Input.Changed) -> None:
        event.stop()
        pick = event.input
        if isinstance(pick, PickInput):
            names = [spellings[0] for _, spellings in pick.fitting[:FITTING_SHOWN]]
            nothing = tr("register.fits_nothing") if pick.value.strip() else ""
            self._put("register-fitting", " · ".join(names) or nothing)

    @on(events.DescendantBlur)
    def _left_field(self, event: events.DescendantBlur) -> None:
        if isinstance(event.widget, PickInput):
            self._settle(event.widget)
            self._put("register-fitting", "")

    def _settle(self, pick: PickInput) -> None:
        """The first that fits; an alias of a district counts as its name."""
        known = self._districts.find(pick.value).code if self._districts is not None and pick is self.district else None
        if known is not None:
            pick.put(known)
        else:
            pick.settle()

    @on(Input.Submitted, "PickInput")
    def _picked(self, event: Input.Submitted) -> None:
        event.stop()
        self.field.focus()

    # ------------------------------------------------------------------ Enter in the line

    @on(Input.Submitted, "#register-line")
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        if self._saving or not event.value.strip():
            return
        if self._deciding:
            self._entered_again = True
            return
        self._deciding = True
        walk_in = self.walk_in
        self.read(
            lambda: find_matches(self.services, walk_in),
            lambda matches: self._decide(walk_in, matches),
            group="matches",
            failed=self._refused,
        )

    def _decide(self, walk_in: WalkIn, matches: Matches) -> None:
        self._deciding = False
        again, self._entered_again = self._entered_again, False
        self._take_matches(matches)
        if matches.certain is not None or (matches.leads and matches.is_whole_number and not walk_in.has_name):
            if again or matches.certain is None:
                self._open(matches.leads[0])
            else:
                self.query_one("#register-matches").focus()
        elif not walk_in.is_complete:
            self.app.bell()
        elif self._fields_hold():
            self.day.input.focus()
            if again:
                self._save()

    def _fields_hold(self) -> bool:
        for pick in (self.district, self.source):
            self._settle(pick)
            if pick.code is None:
                self._put("register-fitting", tr("register.fits_nothing"))
                pick.focus()
                return False
        return True

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        leads = self._matches.leads if event.option_list.id == "register-matches" else self._done[::-1]
        if event.option_index < len(leads):
            self._open(leads[event.option_index])

    def _open(self, lead: Lead) -> None:
        from onboarding.screens.seller import SellerScreen

        self.app.push_screen(SellerScreen([lead.id], 0, tr("register.title")))

    # ------------------------------------------------------------------ saving

    @on(Input.Submitted, "#register-next LineInput")
    def _accepted(self, event: Input.Submitted) -> None:
        event.stop()
        self._save()

    def _save(self) -> None:
        walk_in, when = self.walk_in, self.day.when()
        if self._saving or not walk_in.is_complete or not self._fields_hold():
            return
        if when.on is None:
            self._put("register-problem", "! " + problem_of(when))
            return
        self._saving = True
        district, source = self.district.code or None, self.source.code or None
        values = walk_in.values | {"district_code": district, "source": source}
        step = NextStep(on=when.on, at=stored_time(when.at), what=PROPOSED_STEP)
        self.house.write(lambda: register_new(self.services, values, step), self._stored, failed=self._refused)

    def _stored(self, made: Lead | KnownFirm) -> None:
        self._saving = False
        if not self.is_attached:
            return
        if isinstance(made, KnownFirm):
            # A colleague registered the same firm since Enter was pressed first.
            self.field.focus()
            self._look()
            return
        type(self).sticky = Sticky(self.district.code or "", self.source.code or "", self.services.clock.today())
        self._say_sticky()
        self._done.append(made)
        self._matches = Matches()
        self.field.value = ""
        self.day.input.value = ""
        self._draw_matches()
        self._draw_done()
        self.field.focus()

    def _refused(self, error: OnboardingError) -> None:
        self._saving = self._deciding = False
        if self.is_attached:
            self._put("register-problem", "! " + tr(error.sentence, **error.values))
        else:
            self.house.tell_error(error)

    # ------------------------------------------------------------------ moving about

    @on(LineInput.Left)
    async def _left(self, event: LineInput.Left) -> None:
        """Escape: from another field back to the line, from the line away."""
        event.stop()
        if event.line_input is self.field:
            await self.action_back()
        else:
            self.field.focus()

    async def action_back(self) -> None:
        """Escape: from a list back to the line, else to where one came from."""
        if isinstance(self.focused, OptionList):
            self.field.focus()
        else:
            await super().action_back()

    def on_key(self, event: events.Key) -> None:
        """Down from the line goes to the matches."""
        matches = self.query_one("#register-matches", OptionList)
        if event.key == "down" and self.focused is self.field and matches.display:
            event.stop()
            matches.focus()


def _sources() -> list[tuple[str, tuple[str, ...]]]:
    return [(code, (tr(f"choice.source.{code}"),)) for code in SOURCES]
