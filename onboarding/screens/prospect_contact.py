"""The contact of a prospect, in the line in which walk-ins are registered: what is typed in front of the name makes it a lead."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Static

from onboarding.domain.walk_in import WalkIn, read_line
from onboarding.i18n import tr
from onboarding.screens.dialog import HouseDialog, form_line
from onboarding.screens.register_words import echo
from onboarding.screens.walk_in_matches import Matches, find_matches
from onboarding.services.sellers import NextStep
from onboarding.widgets.line_input import LineInput
from onboarding.widgets.plain import line

if TYPE_CHECKING:
    from onboarding.app import OnboardingApp
    from onboarding.services.prospects import Became, Stored

FIRST_STEP = "call"
_FIRM = "Firm"
"""Stands for the registry's own name while the line is read: digits or commas in it are no numbers and no owner."""


def ask_contact(house: OnboardingApp, prospect_id: int) -> None:
    """Ask for the contact of a prospect; one that is a lead already says so."""

    def open_form(prospect: Stored) -> None:
        if prospect.became_lead_id is not None:
            house.tell(tr("prospects.lead_already", id=prospect.became_lead_id), severity="warning")
            return
        house.push_screen(ContactDialog(prospect))

    house.beside(lambda: house.services.prospects.get(prospect_id), open_form)


def read_contact(text: str, name: str) -> WalkIn:
    """What the line says of the contact; the name is among the values only where somebody wrote it otherwise."""
    head, found, tail = text.partition(name)
    if not found:
        return read_line(text)
    read = read_line(f"{head} {_FIRM}{tail}")
    if read.values.get("name") != _FIRM:
        return read_line(text)
    return replace(
        read, values={field: value for field, value in read.values.items() if field not in ("name", "name_hi")}
    )


class ContactDialog(HouseDialog):
    """One line, what it means, and whether the firm is known."""

    KEYS_ID = "prospects.contact_keys"
    DEFAULT_CSS = """
    ContactDialog #contact-ask { color: $text-muted; height: auto; }
    ContactDialog #contact-echo { height: auto; min-height: 2; }
    ContactDialog #contact-known { height: auto; color: $text-warning; }
    """

    def __init__(self, prospect: Stored) -> None:
        super().__init__()
        self._prospect = prospect
        self._matches = Matches()

    def heading(self) -> str:
        """Whose contact it is."""
        return tr("prospects.contact_title", name=self._prospect.name)

    def compose_form(self) -> ComposeResult:
        """The line with the name in it."""
        yield Static(line(tr("prospects.contact_ask")), id="contact-ask")
        yield form_line(f" {self._prospect.name}", name="contact-line")
        yield Static("", id="contact-echo")
        yield Static("", id="contact-known")

    def on_mount(self) -> None:
        """The cursor in front of the name."""
        field = self.query_one(LineInput)
        field.focus()
        field.cursor_position = 0

    @property
    def contact(self) -> WalkIn:
        """What the line says now."""
        return read_contact(self.query_one(LineInput).value, self._prospect.name)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        contact = self.contact
        self.query_one("#contact-echo", Static).update(echo(contact))
        self.say("")
        if contact.number or contact.values:
            asked = replace(contact, values={"name": self._prospect.name} | contact.values)
            self.fetch(lambda: (contact, find_matches(self.services, asked)), self._show_known)

    def _show_known(self, found: tuple[WalkIn, Matches]) -> None:
        if found[0] != self.contact:
            return
        matches = found[1]
        known = next((lead for lead in matches.leads if lead.id == matches.certain), None)
        text = tr("prospects.will_link", id=known.id, name=known.name) if known is not None else ""
        self.query_one("#contact-known", Static).update(line(text))

    def action_save(self) -> None:
        """Make the lead, or link the one that it is."""
        contact = self.contact
        if any(problem.stops and problem.code != "identifier_needed" for problem in contact.problems):
            self.app.bell()
            return
        if not contact.is_complete:
            self.say(tr("prospects.needs_contact"))
            return
        services, prospect_id, values = self.services, self._prospect.id, contact.values

        def work() -> Became:
            day = services.office.calendar().add_working_days(services.clock.today(), 1)
            return services.prospects.make_lead(prospect_id, values, next_step=NextStep(on=day, what=FIRST_STEP))

        house = self.house

        def stored(made: Became) -> None:
            house.tell(tr("prospects.linked" if made.known else "prospects.made", id=made.lead_id))

        self.save(work, stored)
