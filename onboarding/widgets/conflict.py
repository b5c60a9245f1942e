"""Two people changed the same field: both values side by side, and the person decides for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from onboarding.actions import bindings
from onboarding.errors import FieldConflict
from onboarding.i18n import tr
from onboarding.widgets.plain import line, template


class ConflictDialog(ModalScreen[dict[str, str] | None]):
    """Returns for each field ``mine`` or ``theirs``; None on Escape. Theirs stands at first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("space", "turn", show=False),
        Binding("enter", "accept", show=False),
        Binding("escape", "leave", show=False),
        *bindings("conflict"),
    ]

    def __init__(self, conflicts: Sequence[FieldConflict], field_label: Callable[[str], str]) -> None:
        """``field_label`` gives a field's name in the language of now."""
        super().__init__()
        self._conflicts = tuple(conflicts)
        self._field_label = field_label
        self._answers = {item.field: "theirs" for item in self._conflicts}
        self._place = 0

    def compose(self) -> ComposeResult:
        """One block a field."""
        with Vertical(classes="dialog"):
            yield Static(line(tr("widgets.conflict-title")), classes="dialog-title")
            for number in range(len(self._conflicts)):
                yield Static(self._block(number), id=f"conflict-{number}")
            yield Static(line(tr("widgets.conflict-keys")), classes="dialog-keys")

    def action_move(self, step: int) -> None:
        """To another field."""
        self._place = max(0, min(self._place + step, len(self._conflicts) - 1))
        self._redraw()

    def action_keep_mine(self) -> None:
        """My value wins in this field."""
        self._choose("mine")

    def action_keep_theirs(self) -> None:
        """Their value stays in this field."""
        self._choose("theirs")

    def action_turn(self) -> None:
        """The other one of the two."""
        now = self._answers[self._conflicts[self._place].field]
        self._choose("theirs" if now == "mine" else "mine")

    def action_accept(self) -> None:
        """Decided for all."""
        self.dismiss(dict(self._answers))

    def action_leave(self) -> None:
        """Back to the form; nothing was written."""
        self.dismiss(None)

    def _choose(self, answer: str) -> None:
        self._answers[self._conflicts[self._place].field] = answer
        self._redraw()

    def _redraw(self) -> None:
        for number in range(len(self._conflicts)):
            self.query_one(f"#conflict-{number}", Static).update(self._block(number))

    def _block(self, number: int) -> Content:
        item = self._conflicts[number]
        mine = self._answers[item.field] == "mine"
        head = template(
            "$sign [b]$field[/b]  [dim]$seen: $value[/dim]",
            sign="›" if number == self._place else " ",
            field=self._field_label(item.field),
            seen=tr("widgets.conflict-seen"),
            value=_shown(item.seen),
        )
        theirs_label = tr("widgets.conflict-theirs", who=item.who, when=item.when)
        theirs = _option(not mine, theirs_label, item.theirs)
        own = _option(mine, tr("widgets.conflict-mine"), item.mine)
        return Content("\n").join([head, theirs, own])


def _option(chosen: bool, label: str, value: object) -> Content:
    return template(
        "    $sign $label: $value",
        sign="(●)" if chosen else "( )",
        label=label,
        value=_shown(value),
    )


def _shown(value: object) -> str:
    return tr("widgets.conflict-blank") if value in (None, "") else str(value)
