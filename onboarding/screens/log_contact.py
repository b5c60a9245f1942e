"""Log a contact: one letter for what came of it, a note if there is one, the next date as the outcome proposes it."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Static

from onboarding.domain.outcomes import BY_CODE, OUTCOMES, Outcome
from onboarding.domain.records import Lead
from onboarding.i18n import tr
from onboarding.inscript import latin
from onboarding.screens.day_field import DayField, day_words, problem_of, stored_time
from onboarding.screens.dialog import HouseDialog, form_line, form_row
from onboarding.services.sellers import NextStep
from onboarding.widgets.line_input import LineInput
from onboarding.widgets.plain import line, template
from onboarding.wording import lead_name, next_text, outcome_text, stage_text

if TYPE_CHECKING:
    from onboarding.app import OnboardingApp
    from onboarding.domain.calendar import OfficeCalendar

NOTE = "note"
"""The last line of the list: a note on the timeline, no contact."""
_MORE_LETTERS = {
    "documents_promised": "p",
    "visited": "v",
    "replied": "y",
    "already_registered": "g",
    NOTE: "t",
}
CODES: tuple[str, ...] = (*(outcome.code for outcome in OUTCOMES), NOTE)
LETTERS: dict[str, str] = {
    **{outcome.code: outcome.letter for outcome in OUTCOMES if outcome.letter},
    **_MORE_LETTERS,
}
"""Code to its key: those of call mode, and one of its own for each of the rest."""
_CHANNELS = {"visited": "visit", "replied": "message"}


def log_contact(house: OnboardingApp, lead_id: int) -> None:
    """Open the dialog for a lead."""
    house.push_screen(LogContact(lead_id))


class LogContact(HouseDialog):
    """First a letter, then Enter; everything else is optional."""

    DEFAULT_CSS = """
    LogContact #outcomes { height: auto; }
    LogContact #outcomes Static { width: 1fr; height: auto; }
    LogContact #said { height: 1; color: $text-warning; padding: 0 0 0 14; }
    LogContact.-choosing .form { display: none; }
    LogContact .form { height: auto; }
    """
    KEYS_ID = "record.keys_log"
    AUTO_FOCUS = ""

    def __init__(self, lead_id: int) -> None:
        super().__init__()
        self._lead_id = lead_id
        self._draft = f"note:{lead_id}"
        self._lead: Lead | None = None
        self._calendar: OfficeCalendar | None = None
        self._code = ""
        self._place = 0
        self._waits = False
        self.add_class("-choosing")

    def heading(self) -> str:
        """Whom it is about."""
        name = lead_name(self._lead) if self._lead else ""
        return tr("record.log_title", name=name)

    def compose_form(self) -> ComposeResult:
        """Two columns of outcomes; the note and the days once one is chosen."""
        with Horizontal(id="outcomes"):
            yield Static(id="outcomes-left")
            yield Static(id="outcomes-right")
        with Vertical(classes="form"):
            yield Static(id="said")
            draft = self.house.half_typed.get(self._draft, "")
            note = form_line(draft, placeholder=tr("record.note_optional"), name="note")
            yield from form_row(tr("record.note"), note)
            yield DayField(tr("record.next_on"), wanted=False, id="next")
            yield DayField(tr("record.happened_on"), past=True, id="happened")

    def on_mount(self) -> None:
        """The letters at once; the lead and the calendar as soon as they are read."""
        self._draw_outcomes()
        services = self.services
        self.fetch(lambda: (services.sellers.get(self._lead_id), services.office.calendar()), self._prepare)

    def _prepare(self, found: tuple[Lead, OfficeCalendar]) -> None:
        self._lead, self._calendar = found
        self.retitle()
        if self._lead.do_not_call:
            self.say(tr("record.do_not_call"))
        if self._code:
            self._propose()
        if self._waits:
            self.action_save()

    def action_leave(self) -> None:
        """Escape: the outcome is forgotten; a note that was begun stands here again the next time."""
        if not self._saving:
            self._keep(self.query_one("#note", LineInput).value)
        super().action_leave()

    def _keep(self, note: str) -> None:
        self.house.half_typed.pop(self._draft, None)
        if note.strip():
            self.house.half_typed[self._draft] = note

    # ------------------------------------------------------------------ choosing

    def on_key(self, event: events.Key) -> None:
        """A letter chooses, on either layout; arrows and Enter do as well."""
        if self._saving or self._code:
            return
        letter = latin(event.character or "").lower()
        code = next((code for code in CODES if LETTERS[code] == letter), "")
        if event.key in ("up", "down"):
            step = 1 if event.key == "down" else -1
            self._place = (self._place + step) % len(CODES)
            self._draw_outcomes()
        elif event.key == "enter":
            code = CODES[self._place]
        elif not code:
            return
        event.stop()
        event.prevent_default()
        if code:
            self._choose(code)

    def _choose(self, code: str) -> None:
        self._code, self._place = code, CODES.index(code)
        self.remove_class("-choosing")
        self._draw_outcomes()
        with_days = code != NOTE
        self.query_one("#next").display = with_days and _has_next(code)
        self.query_one("#happened").display = with_days
        self._propose()
        field = self.query_one("#note", LineInput)
        field.focus()
        field.cursor_position = len(field.value)

    def _draw_outcomes(self) -> None:
        half = (len(CODES) + 1) // 2
        for side, codes in (("left", CODES[:half]), ("right", CODES[half:])):
            content = Content("\n").join(map(self._outcome_line, codes))
            self.query_one(f"#outcomes-{side}", Static).update(content)

    def _outcome_line(self, code: str) -> Content:
        label = tr("record.note_only") if code == NOTE else outcome_text(code)
        at_cursor = code == CODES[self._place]
        if self._code and not at_cursor:
            return template("[dim]  $letter $label[/dim]", letter=LETTERS[code], label=label)
        sign = "›" if at_cursor else " "
        if at_cursor and self._code:
            return template("[b]$sign $letter $label[/b]", sign=sign, letter=LETTERS[code], label=label)
        return template("$sign [b $text-accent]$letter[/] $label", sign=sign, letter=LETTERS[code], label=label)

    # ------------------------------------------------------------------ what follows

    def _propose(self) -> None:
        if self._calendar is None:
            return
        today = self.services.clock.today()
        rule = BY_CODE.get(self._code)
        proposal = self._calendar.add_working_days(today, rule.gap) if rule and rule.gap else None
        what = next_text(rule.next_step) if rule else ""
        self.query_one("#next", DayField).prepare(today, self._calendar, proposal=proposal, aside=what)
        self.query_one("#happened", DayField).prepare(today, self._calendar, proposal=today)
        self.query_one("#said", Static).update(line(self._consequence(rule)))

    def _consequence(self, rule: Outcome | None) -> str:
        """What else the outcome does: the stage it leads to, the number it bars."""
        if rule is None or self._lead is None:
            return ""
        from onboarding.domain.stages import RANK, is_closed

        to = rule.suggests or ("contacted" if rule.two_way else None)
        parts = []
        if to and not is_closed(self._lead.stage) and RANK[to] > RANK[self._lead.stage]:
            sentence = "record.closes_lead" if is_closed(to) else "record.lifts_lead"
            parts.append(tr(sentence, stage=stage_text(to)))
        if rule.code == "do_not_call":
            parts.append(tr("record.bars_number"))
        return " · ".join(parts)

    @on(Input.Submitted, "#note")
    def _after_note(self, event: Input.Submitted) -> None:
        """Enter in the note stores at once when a date is proposed; else it asks for the date."""
        event.prevent_default()
        following = self.query_one("#next", DayField)
        asks = bool(self._code) and (rule := BY_CODE.get(self._code)) and rule.asks_date
        if asks and not following.input.value.strip():
            following.input.focus()
            return
        self.action_save()

    def action_save(self) -> None:
        """Store the contact and the next step."""
        if not self._code:
            return
        if self._calendar is None:
            self._waits = True
            return
        note = self.query_one("#note", LineInput).value
        if self._code == NOTE:
            self._save_note(note)
            return
        step, day = self._next_step(), self._happened()
        if step is None or day is None:
            return
        work = partial(
            self.services.sellers.log_contact,
            self._lead_id,
            self._code,
            note=note,
            next_step=step if step.on else None,
            channel=_CHANNELS.get(self._code, "call"),
            event_on=day,
        )
        self.save(work, partial(self._tell, step))

    def _save_note(self, note: str) -> None:
        sellers, lead_id = self.services.sellers, self._lead_id
        self.save(lambda: sellers.note(lead_id, note), lambda _lead: self._note_kept())

    def _note_kept(self) -> None:
        self._keep("")
        self.house.tell(tr("record.note_kept"))

    def _next_step(self) -> NextStep | None:
        """The next step as the form has it; ``on`` None for none. None after saying what is wrong."""
        rule = BY_CODE[self._code]
        field = self.query_one("#next", DayField)
        if not _has_next(self._code):
            return NextStep(on=None)
        found = field.when()
        if found.on is None and (found.problem or rule.asks_date):
            self.say(problem_of(found) or tr("when.problem.blank"))
            field.input.focus()
            return None
        return NextStep(on=found.on, at=stored_time(found.at), what=rule.next_step)

    def _happened(self) -> date | None:
        field = self.query_one("#happened", DayField)
        found = field.when()
        if found.on is None:
            self.say(problem_of(found))
            field.input.focus()
        return found.on

    def _tell(self, step: NextStep, lead: Lead) -> None:
        self._keep("")
        said = outcome_text(self._code)
        if lead.next_on and step.on:
            following = f"{next_text(lead.next_what)} {day_words(date.fromisoformat(lead.next_on))}"
            self.house.tell(tr("record.logged_next", name=lead_name(lead), outcome=said, next=following))
        else:
            stage = stage_text(lead.stage)
            self.house.tell(tr("record.logged", name=lead_name(lead), outcome=said, stage=stage))


def _has_next(code: str) -> bool:
    """Whether an outcome leaves a next step: a gap, or a date to be asked."""
    rule = BY_CODE.get(code)
    return rule is not None and (rule.gap is not None or rule.asks_date)
