"""The MSE status as of a day: status, class on the certificate, evidence; with the rule of the day and what the figures say."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from onboarding.domain.mse import STATUSES, VERIFIED, mse_view
from onboarding.domain.records import Lead
from onboarding.domain.stages import EVIDENCE
from onboarding.i18n import tr
from onboarding.screens.day_field import DayField, day_words, problem_of
from onboarding.screens.dialog import HouseDialog, form_row
from onboarding.screens.pick_line import PickLine
from onboarding.screens.seller_facts import rule_text
from onboarding.screens.seller_view import SellerView
from onboarding.widgets.plain import template
from onboarding.wording import BLANK, class_text, evidence_text, lead_name, mse_text

if TYPE_CHECKING:
    from onboarding.app import OnboardingApp

CLASSES = ("", "micro", "small", "medium", "large")


def set_mse(house: OnboardingApp, view: SellerView) -> None:
    """Open the dialog for a record."""
    house.push_screen(MseDialog(view))


class MseDialog(HouseDialog):
    """Status from a list, the rest in lines."""

    DEFAULT_CSS = """
    MseDialog OptionList { height: 6; margin: 0 0 1 0; }
    MseDialog #rule { height: auto; color: $text-muted; margin: 1 0 0 0; }
    """
    KEYS_ID = "record.keys_mse"

    def __init__(self, view: SellerView) -> None:
        super().__init__()
        self._view = view

    def heading(self) -> str:
        """Whose."""
        return tr("record.mse_title", name=lead_name(self._view.lead))

    def compose_form(self) -> ComposeResult:
        """Status, class, evidence, day, rule."""
        lead = self._view.lead
        yield OptionList(*(self._status(code) for code in STATUSES), id="status")
        classes = [(code, class_text(code) if code else BLANK) for code in CLASSES]
        yield from form_row(tr("record.mse_class"), PickLine(classes, chosen=self._class(), id="class"))
        kinds = [(one, evidence_text(one)) for one in EVIDENCE]
        chosen = "seen" if lead.mse_status == VERIFIED or lead.udyam else "told"
        evidence = PickLine(kinds, chosen=chosen, id="evidence")
        yield from form_row(tr("record.evidence"), evidence)
        yield DayField(tr("record.mse_on"), past=True)
        yield Static(id="rule")

    def _class(self) -> str:
        """The certificate's class; until one is known, what the figures say."""
        lead = self._view.lead
        seen = mse_view(self._view.today, lead.enterprise_class, lead.investment_rs, lead.turnover_rs)
        return seen.deciding or ""

    def _status(self, code: str) -> Option:
        now = " ●" if code == self._view.lead.mse_status else ""
        return Option(template("$status$now", status=mse_text(code), now=now), id=code)

    def on_mount(self) -> None:
        """The cursor on what is likeliest next: verified, as long as it is not."""
        today = self._view.today
        self.query_one(DayField).prepare(today, self._view.calendar, proposal=today)
        status = self.query_one("#status", OptionList)
        likeliest = VERIFIED if self._view.lead.udyam else self._view.lead.mse_status
        status.highlighted = STATUSES.index(likeliest)
        status.focus()
        self._show_rule()

    @on(PickLine.Changed, "#class")
    def _show_rule(self) -> None:
        """The rule in force for the chosen class, and what the figures give where they differ."""
        view = self._view
        lead, chosen = view.lead, self.query_one("#class", PickLine).code
        seen = mse_view(view.today, chosen or None, lead.investment_rs, lead.turnover_rs)
        rule = template("$rule", rule=rule_text(view.today, seen.deciding))
        if seen.differs:
            hint = tr("record.class_differs", computed=class_text(seen.computed))
            rule = Content("\n").join([template("[$text-warning]! $hint[/]", hint=hint), rule])
        self.query_one("#rule", Static).update(rule)

    @on(OptionList.OptionSelected, "#status")
    def _to_class(self) -> None:
        """Enter on a status goes on to the class."""
        self.query_one("#class").focus()

    def action_save(self) -> None:
        """Store the status."""
        option = self.query_one("#status", OptionList).highlighted_option
        field = self.query_one(DayField)
        when = field.when()
        if option is None or option.id is None:
            return
        if when.on is None:
            self.say(problem_of(when))
            field.input.focus()
            return
        work = partial(
            self.services.sellers.set_mse,
            self._view.lead.id,
            option.id,
            enterprise_class=self.query_one("#class", PickLine).code or None,
            event_on=when.on,
            evidence=self.query_one("#evidence", PickLine).code,
        )
        self.save(work, partial(self._tell, when.on))

    def _tell(self, day: date, lead: Lead) -> None:
        status = mse_text(lead.mse_status)
        if lead.enterprise_class:
            status += f" ({class_text(lead.enterprise_class)})"
        said = tr("record.mse_stored", name=lead_name(lead), status=status, on=day_words(day))
        self.house.tell(said)
