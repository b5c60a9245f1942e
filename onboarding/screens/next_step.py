"""Plan the next step of one lead or many, or put it off with a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from onboarding.domain.outcomes import NEXT_STEPS
from onboarding.formats import counted, number
from onboarding.i18n import tr
from onboarding.screens.day_field import DayField, day_words, problem_of, stored_time
from onboarding.screens.dialog import HouseDialog, form_line, form_row
from onboarding.services.sellers import NextStep
from onboarding.widgets.choice import ChoiceDialog
from onboarding.widgets.line_input import LineInput
from onboarding.wording import lead_name, next_text

if TYPE_CHECKING:
    from onboarding.app import OnboardingApp
    from onboarding.domain.calendar import OfficeCalendar
    from onboarding.domain.records import Lead

PROPOSED_GAP = 1
"""Working days until the proposed day. Source: office practice."""


def plan_next(house: OnboardingApp, leads: Sequence[int]) -> None:
    """Open the dialog: when, what, who."""
    if leads:
        house.push_screen(PlanNext(list(leads)))


def snooze(house: OnboardingApp, leads: Sequence[int]) -> None:
    """Open the dialog: until when, and why."""
    if leads:
        house.push_screen(Snooze(list(leads)))


class _StepDialog(HouseDialog):
    """What both share: the leads, their names, the day."""

    TITLE = "record.plan_title"

    def __init__(self, leads: list[int]) -> None:
        super().__init__()
        self._leads = leads
        self._first: Lead | None = None
        self._staff: Mapping[int, str] = {}
        self._waits = False

    def heading(self) -> str:
        """One lead by its name, many by their number."""
        name = lead_name(self._first) if self._first else ""
        if len(self._leads) > 1:
            name = tr("record.leads", n=number(len(self._leads)))
        return tr(str(self.TITLE), name=name)

    def on_mount(self) -> None:
        """Read the first lead, the calendar and the staff."""
        services, first = self.services, self._leads[0]
        self.fetch(
            lambda: (
                services.sellers.get(first),
                services.office.calendar(),
                {member.id: member.name for member in services.office.staff()},
            ),
            self._prepare,
        )

    def _prepare(self, found: tuple[Lead, OfficeCalendar, dict[int, str]]) -> None:
        self._first, calendar, self._staff = found
        self.retitle()
        today = self.services.clock.today()
        proposal = calendar.add_working_days(today, PROPOSED_GAP)
        self.query_one(DayField).prepare(today, calendar, proposal=proposal)
        self.show_first(self._first)
        if self._waits:
            self.action_save()

    def show_first(self, lead: Lead) -> None:
        """Fill in what the lead has already."""

    def store(self, step: NextStep, reason: str = "") -> None:
        """Plan it and say what stands now."""
        sellers, leads = self.services.sellers, self._leads
        self.save(lambda: sellers.plan(leads, step, reason=reason), partial(self._tell, step))

    def _tell(self, step: NextStep, changed: int) -> None:
        if not changed:  # undo would reach an older action: she must not think that this was one
            self.house.tell(tr("record.nothing_changed"))
            return
        name = lead_name(self._first) if self._first and len(self._leads) == 1 else ""
        name = name or counted("record.leads", changed)
        if step.on is None:
            self.house.tell(tr("record.next_cleared", name=name))
        else:
            on_day = " ".join(filter(None, (day_words(step.on), step.at)))
            self.house.tell(tr("record.planned", name=name, on=on_day))

    def chosen_day(self) -> NextStep | None:
        """When, as the line has it; None after saying what is wrong or while the calendar is still read."""
        field = self.query_one(DayField)
        if not field.is_ready:
            self._waits = True
            return None
        found = field.when()
        if found.on is None:
            self.say(problem_of(found))
            field.input.focus()
            return None
        return NextStep(on=found.on, at=stored_time(found.at))


class PlanNext(_StepDialog):
    """When, what, who; a lead's own values stand there already."""

    KEYS_ID = "record.keys_plan"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f4", "choose", show=False, priority=True)]

    def compose_form(self) -> ComposeResult:
        """Three lines."""
        yield DayField(tr("record.when"), may_clear=True, id="when")
        yield from form_row(tr("record.what"), form_line(name="what"))
        yield from form_row(tr("record.who"), form_line(name="who"))

    def show_first(self, lead: Lead) -> None:
        """What it is and whose; mine unless somebody has it."""
        mine = self.services.actor.id
        if len(self._leads) == 1:
            self._fill("what", next_text(lead.next_what) or next_text("call"))
            self._fill("who", self._staff.get(lead.next_by or mine, self.services.actor.name))
        self.query_one("#who", LineInput).placeholder = self.services.actor.name

    def _fill(self, name: str, text: str) -> None:
        """Unless somebody typed there before the lead was read."""
        field = self.query_one(f"#{name}", LineInput)
        field.value = field.value or text

    def action_choose(self) -> None:
        """The list for the line in focus: kinds of steps, or the staff."""
        field = self.focused
        if field is None or field.id not in ("what", "who"):
            return
        choices = [(code, next_text(code)) for code in NEXT_STEPS]
        if field.id == "who":
            choices = [(name, name) for name in self._staff.values()]
        title = tr(f"record.{field.id}")
        self.app.push_screen(ChoiceDialog(title, choices), partial(self._chosen, field.id))

    def _chosen(self, name: str, code: str | None) -> None:
        if code is not None:
            text = next_text(code) if name == "what" else code
            self.query_one(f"#{name}", LineInput).value = text

    def action_save(self) -> None:
        """Store it; a bare dash means that there is no next step any more."""
        if self.query_one(DayField).clears:
            self.store(NextStep(on=None))
            return
        step = self.chosen_day()
        if step is None:
            return
        by = self._person(self.query_one("#who", LineInput).value)
        if by is None:
            self.say(tr("record.who_unknown"))
            self.query_one("#who", LineInput).focus()
            return
        what = _code_of(self.query_one("#what", LineInput).value)
        self.store(NextStep(on=step.on, at=step.at, what=what, by=by))

    def _person(self, typed: str) -> int | None:
        """The member of the staff whose name begins so; the person at the keyboard for nothing."""
        wanted = typed.strip().casefold()
        if not wanted:
            return self.services.actor.id
        found = [key for key, name in self._staff.items() if name.casefold().startswith(wanted)]
        exact = [key for key in found if self._staff[key].casefold() == wanted]
        return exact[0] if exact else found[0] if len(found) == 1 else None


class Snooze(_StepDialog):
    """Until when and why; what and who stay as they are."""

    TITLE = "record.snooze_title"

    def compose_form(self) -> ComposeResult:
        """Two lines."""
        yield DayField(tr("record.until"), id="when")
        yield from form_row(tr("record.reason"), form_line(name="reason"))

    @on(Input.Submitted, "#when LineInput")
    def _to_reason(self, event: Input.Submitted) -> None:
        event.prevent_default()
        reason = self.query_one("#reason", LineInput)
        if reason.value.strip():
            self.action_save()
        else:
            reason.focus()

    def action_save(self) -> None:
        """Store it; a reason is wanted."""
        step = self.chosen_day()
        if step is None:
            return
        reason = self.query_one("#reason", LineInput).value.strip()
        if not reason:
            self.say(tr("record.reason_wanted"))
            self.query_one("#reason", LineInput).focus()
            return
        keeper = self._first.next_by if self._first and len(self._leads) == 1 else None
        self.store(NextStep(on=step.on, at=step.at, by=keeper), reason)


def _code_of(typed: str) -> str | None:
    """The code of a step whose label was typed or chosen; other words stay as they are."""
    text = typed.strip()
    labels = {next_text(code).casefold(): code for code in NEXT_STEPS}
    return labels.get(text.casefold(), text) or None
