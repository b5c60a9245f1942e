"""A small form: one to six labelled lines, each with a word beside it on how it is understood."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Label, Static

from onboarding.i18n import tr
from onboarding.widgets.line_input import LineInput
from onboarding.widgets.plain import line

Values = Mapping[str, str]
Hint = Callable[[str, str], Content | str]
"""(field, text typed so far) to what is shown under it, e.g. the day that ``+3`` means."""
Problems = Callable[[Values], Mapping[str, str]]
"""All texts to the sentences on what is wrong with which field; empty: the form is accepted."""


@dataclass(frozen=True)
class AskField:
    """One line of the form."""

    name: str
    """kebab- or snake_case; the key in what is returned."""
    label: str
    """As shown, in the language of now."""
    value: str = ""
    placeholder: str = ""


class AskDialog(ModalScreen[Mapping[str, str] | None]):
    """Returns the texts by field name when Enter on the last line was accepted; None on Escape."""

    DEFAULT_CSS = """
    AskDialog .ask-row { height: 1; }
    AskDialog .ask-row Label { width: 18; padding: 0 1 0 0; }
    AskDialog .ask-row LineInput { width: 1fr; }
    AskDialog .ask-note { height: auto; min-height: 1; padding: 0 0 0 18; color: $text-muted; }
    AskDialog .ask-note.-problem { color: $text-error; text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("escape", "leave", show=False, priority=True),
    ]

    def __init__(
        self,
        title: str,
        fields: Sequence[AskField],
        *,
        hint: Hint | None = None,
        problems: Problems | None = None,
    ) -> None:
        super().__init__()
        self._title = title
        self._fields = tuple(fields)
        self._hint = hint
        self._problems = problems

    def compose(self) -> ComposeResult:
        """A label, a line and a note for every field."""
        with Vertical(classes="dialog"):
            yield Static(line(self._title), classes="dialog-title")
            for field in self._fields:
                with Horizontal(classes="ask-row"):
                    yield Label(line(field.label))
                    yield LineInput(field.value, placeholder=field.placeholder, id=f"ask-{field.name}")
                yield Static("", id=f"note-{field.name}", classes="ask-note")
            yield Static(line(tr("widgets.ask-keys")), classes="dialog-keys")

    def on_mount(self) -> None:
        """The first empty line has the focus, else the first."""
        empty = (field for field in self._fields if not field.value)
        first = next(empty, self._fields[0])
        self._input(first.name).focus()
        for field in self._fields:
            self._show_hint(field.name)

    @property
    def values(self) -> dict[str, str]:
        """What stands in the lines now."""
        return {field.name: self._input(field.name).value for field in self._fields}

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._show_hint((event.input.id or "").removeprefix("ask-"))

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        if event.input.id != f"ask-{self._fields[-1].name}":
            self.focus_next()
            return
        self._accept()

    def action_leave(self) -> None:
        """Nothing of it is kept."""
        self.dismiss(None)

    def _accept(self) -> None:
        values = self.values
        wrong = self._problems(values) if self._problems else {}
        if not wrong:
            self.dismiss(values)
            return
        for field in self._fields:
            if field.name in wrong:
                self._note(field.name, "! " + wrong[field.name], problem=True)
        first = next(field.name for field in self._fields if field.name in wrong)
        self._input(first).focus()

    def _show_hint(self, name: str) -> None:
        text = self._hint(name, self._input(name).value) if self._hint else ""
        self._note(name, text, problem=False)

    def _note(self, name: str, text: Content | str, *, problem: bool) -> None:
        note = self.query_one(f"#note-{name}", Static)
        note.update(text if isinstance(text, Content) else line(text))
        note.set_class(problem, "-problem")

    def _input(self, name: str) -> LineInput:
        return self.query_one(f"#ask-{name}", LineInput)
