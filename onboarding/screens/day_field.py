"""A line for a day in words (``kal``, ``mon 11``, ``+3``, ``15/11``), with the day it means shown under it while it is typed."""

from __future__ import annotations

from datetime import date, time

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from onboarding.domain.calendar import OfficeCalendar
from onboarding.domain.when import When, understand
from onboarding.formats import date_text, time_text, weekday_text
from onboarding.i18n import tr
from onboarding.screens.dialog import form_line, form_row
from onboarding.widgets.line_input import LineInput
from onboarding.widgets.plain import line


class DayField(Vertical):
    """A labelled line; left empty it means the proposed day, where there is one."""

    DEFAULT_CSS = """
    DayField { height: auto; }
    DayField .form-row { margin: 0; }
    DayField .day-note { height: 1; padding: 0 0 0 14; color: $text-accent; }
    DayField .day-note.-problem { color: $text-error; text-style: bold; }
    """

    def __init__(
        self,
        label: str,
        *,
        past: bool = False,
        wanted: bool = True,
        may_clear: bool = False,
        id: str | None = None,  # noqa: A002 - the name that every widget has for it
    ) -> None:
        """``past``: the day something happened; ``wanted``: empty without a proposal is a problem.

        ``may_clear``: a bare dash means no day at all.
        """
        super().__init__(id=id)
        self._label = label
        self._past = past
        self._wanted = wanted
        self._may_clear = may_clear
        self._today = date.min
        self._calendar = OfficeCalendar()
        self._proposal: date | None = None
        self._aside = ""

    def compose(self) -> ComposeResult:
        """Label, line, note."""
        yield from form_row(self._label, form_line())
        yield Static("", classes="day-note")

    @property
    def input(self) -> LineInput:
        """The line itself."""
        return self.query_one(LineInput)

    @property
    def clears(self) -> bool:
        """Whether a bare dash was typed: no day at all."""
        return self._may_clear and self.input.value.strip() in ("-", "–", "—")

    @property
    def is_ready(self) -> bool:
        """Whether the calendar is there, without which no day can be told."""
        return self._today != date.min

    def prepare(self, today: date, calendar: OfficeCalendar, *, proposal: date | None = None, aside: str = "") -> None:
        """Hand over the office's calendar and what an empty line means; ``aside`` stands behind the day."""
        self._today, self._calendar = today, calendar
        self._proposal, self._aside = proposal, aside
        self.input.placeholder = day_words(proposal) if proposal else tr("record.day_example")
        self._note()

    def when(self) -> When:
        """What the line means now; its ``problem`` is set when it means nothing."""
        text = self.input.value.strip()
        if not text:
            if self._proposal is not None:
                return When(self._proposal)
            return When(None, problem="blank" if self._wanted else None)
        found = understand(text, self._today, self._calendar, past=self._past)
        if found.on is not None and not self._past and found.on < self._today:
            return When(None, problem="in_the_past")
        if found.on is not None and self._past and found.on > self._today:
            return When(None, problem="in_the_future")
        return found

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what it means."""
        event.stop()
        self._note()

    def _note(self) -> None:
        if not self.is_ready:
            return
        if self.clears:
            self.query_one(".day-note", Static).update(line(tr("record.no_next")))
            return
        found, typed = self.when(), bool(self.input.value.strip())
        note = self.query_one(".day-note", Static)
        wrong = found.problem is not None and typed
        note.set_class(wrong, "-problem")
        if found.on is None:
            text = problem_of(found) if wrong else self._aside
        else:
            text = " · ".join(filter(None, (when_words(found), self._aside)))
        note.update(line(text))


def day_words(day: date) -> str:
    """As Wednesday 15-07-2026."""
    return f"{weekday_text(day)} {date_text(day)}"


def when_words(found: When) -> str:
    """The day that was understood, with the time and, when the office is closed, the day it was moved from."""
    if found.on is None:
        return ""
    text = day_words(found.on)
    if found.at is not None:
        text += " " + time_text(found.at)
    if found.moved_from is not None:
        why = tr(f"when.why.{found.why}")
        text += " · " + tr("record.moved_from", day=date_text(found.moved_from)[:5], why=why)
    return text


def problem_of(found: When) -> str:
    """Why nothing was understood."""
    return tr(f"when.problem.{found.problem}") if found.problem else ""


def stored_time(at: time | None) -> str | None:
    """HH:MM as a record keeps it."""
    return None if at is None else f"{at.hour:02}:{at.minute:02}"
