"""Move a lead on the ladder: the stage from a list, the day, how we know it, and a reason only where the rule wants one."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from onboarding.domain.records import Lead
from onboarding.domain.stages import (
    CLOSED,
    EVIDENCE,
    LADDER,
    RANK,
    REGISTERED_FROM,
    is_closed,
    needs_reason,
)
from onboarding.i18n import tr
from onboarding.screens.day_field import DayField, day_words, problem_of
from onboarding.screens.dialog import HouseDialog, form_line, form_row
from onboarding.screens.pick_line import PickLine
from onboarding.services.sellers import Move
from onboarding.widgets.line_input import LineInput
from onboarding.widgets.plain import line, template
from onboarding.wording import evidence_text, lead_name, stage_text

if TYPE_CHECKING:
    from onboarding.app import OnboardingApp
    from onboarding.domain.calendar import OfficeCalendar


def move_stage(house: OnboardingApp, lead_id: int) -> None:
    """Open the dialog for a lead."""
    house.push_screen(StageMove(lead_id))


class StageMove(HouseDialog):
    """The ladder on the left, what the move needs on the right."""

    DEFAULT_CSS = """
    StageMove #columns { height: auto; }
    StageMove OptionList { width: 27; height: 18; max-height: 18; }
    StageMove .form { width: 1fr; height: auto; padding: 0 0 0 2; }
    StageMove PickLine { height: 3; }
    StageMove .form-row { height: auto; }
    StageMove .form-label { width: 12; }
    StageMove .day-note { padding: 0 0 0 12; margin: 0 0 1 0; }
    StageMove #to { height: 2; text-style: bold; }
    """
    KEYS_ID = "record.keys_stage"

    def __init__(self, lead_id: int) -> None:
        super().__init__()
        self._lead_id = lead_id
        self._lead: Lead | None = None

    def heading(self) -> str:
        """Whom it is about."""
        return tr("record.stage_title", name=lead_name(self._lead) if self._lead else "")

    def compose_form(self) -> ComposeResult:
        """List and form."""
        with Horizontal(id="columns"):
            yield OptionList(id="ladder")
            with Vertical(classes="form"):
                yield Static(id="to")
                yield DayField(tr("record.event_on"), past=True, id="day")
                kinds = [(one, evidence_text(one)) for one in EVIDENCE]
                yield from form_row(tr("record.evidence"), PickLine(kinds, down=True))
                yield from form_row(tr("record.proof"), form_line(name="proof"), name="proof-row")
                reason = form_line(name="reason")
                yield from form_row(tr("record.reason"), reason, name="reason-row")

    def on_mount(self) -> None:
        """Read the lead and the calendar."""
        services = self.services
        self.query_one("#ladder", OptionList).focus()
        self.fetch(lambda: (services.sellers.get(self._lead_id), services.office.calendar()), self._prepare)

    def _prepare(self, found: tuple[Lead, OfficeCalendar]) -> None:
        self._lead, calendar = found
        self.retitle()
        today = self.services.clock.today()
        self.query_one(DayField).prepare(today, calendar, proposal=today)
        ladder = self.query_one("#ladder", OptionList)
        ladder.add_options(self._options(self._lead.stage))
        ladder.highlighted = LADDER.index(_following(self._lead.stage))

    def _options(self, current: str) -> list[Option]:
        ladder = [Option(_rung(stage, current), id=stage) for stage in LADDER]
        rule = Option(template("[dim]$text[/dim]", text=tr("record.closing")), disabled=True)
        closed = [Option(_rung(stage, current), id=stage) for stage in CLOSED]
        return [*ladder, rule, *closed]

    @property
    def _to(self) -> str:
        option = self.query_one("#ladder", OptionList).highlighted_option
        return (option.id if option else None) or ""

    @on(OptionList.OptionHighlighted, "#ladder")
    def _say_what_it_needs(self) -> None:
        """Which fields this move wants, and what it counts as."""
        if self._lead is None or not self._to:
            return
        to, current = self._to, self._lead.stage
        reason = to != current and needs_reason(current, to)
        registered = not is_closed(to) and RANK[to] >= REGISTERED_FROM
        self.query_one("#reason-row").display = reason
        self.query_one("#proof-row").display = registered
        sentence = "record.stage_same" if to == current else "record.stage_move"
        words = tr(sentence, now=stage_text(current), to=stage_text(to))
        self.query_one("#to", Static).update(line(words))
        hint = "record.proof_order" if to in ("first_order", "productive") else "record.proof_id"
        self.query_one("#proof", LineInput).placeholder = tr(hint)
        self.say("")

    @on(OptionList.OptionSelected, "#ladder")
    def _chosen(self) -> None:
        """Enter on a stage goes to what the move still wants, the day where nothing else is."""
        wants_reason = bool(self.query_one("#reason-row").display)
        field = self.query_one("#reason" if wants_reason else "#day LineInput", LineInput)
        field.focus()

    def action_save(self) -> None:
        """Store the move."""
        lead, to = self._lead, self._to
        if lead is None or not to:
            return
        field = self.query_one(DayField)
        when = field.when()
        reason = self.query_one("#reason", LineInput)
        if to == lead.stage:
            self.say(tr("stage.same", stage=to))
        elif when.on is None:
            self.say(problem_of(when))
            field.input.focus()
        elif needs_reason(lead.stage, to) and not reason.value.strip():
            self.say(tr("stage.reason_needed"))
            reason.focus()
        else:
            self._store(lead, to, when.on)

    def _store(self, lead: Lead, to: str, day: date) -> None:
        proof, reason = self.query_one("#proof", LineInput), self.query_one("#reason", LineInput)
        move = Move(
            to=to,
            event_on=day,
            evidence=self.query_one(PickLine).code,
            reason=reason.value.strip() if needs_reason(lead.stage, to) else "",
            proof=proof.value.strip() if self.query_one("#proof-row").display else "",
        )
        self.save(partial(self.services.sellers.move, lead.id, move), partial(self._tell, day))

    def _tell(self, day: date, lead: Lead) -> None:
        said = tr("record.moved", name=lead_name(lead), stage=stage_text(lead.stage), on=day_words(day))
        self.house.tell(said)


def _rung(stage: str, current: str) -> Content:
    rank = str(RANK[stage] + 1) if stage in LADDER else "×"
    label = stage_text(stage)
    if stage == current:
        return template("[b]$rank $label ●[/b]", rank=rank.rjust(2), label=label)
    return template("[dim]$rank[/dim] $label", rank=rank.rjust(2), label=label)


def _following(stage: str) -> str:
    """Where the cursor begins: one rung up; on a closed lead the first rung."""
    if stage in LADDER:
        return LADDER[min(RANK[stage] + 1, len(LADDER) - 1)]
    return LADDER[0]
