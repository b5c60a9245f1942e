"""By which rules a list is taken over: which rows, which fields give way, what every new lead gets."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from onboarding.domain.merging import OVERWRITABLE
from onboarding.domain.recipe import MODES, SOURCES, Recipe
from onboarding.i18n import tr
from onboarding.widgets.plain import line
from onboarding.wording import departments, field_label, value_text


class ImportRulesDialog(ModalScreen[Recipe | None]):
    """Returns the recipe with other rules; None on Escape."""

    DEFAULT_CSS = """
    ImportRulesDialog OptionList { height: auto; max-height: 50vh; padding: 0; }
    ImportRulesDialog OptionList, ImportRulesDialog OptionList:focus { border: none; }
    ImportRulesDialog #rules-note { height: auto; color: $text-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False, priority=True),
        Binding("ctrl+s", "accept", show=False, priority=True),
        Binding("space", "choose", show=False),
    ]

    def __init__(self, recipe: Recipe, fields: frozenset[str]) -> None:
        """``fields`` are those that the list brings."""
        super().__init__()
        self._recipe = recipe
        self._fields = tuple(name for name in OVERWRITABLE if name in fields)

    def compose(self) -> ComposeResult:
        """One line for each mode, each field that may give way, each value for new leads."""
        with Vertical(classes="dialog"):
            yield Static(line(tr("recipe.rules_title")), classes="dialog-title")
            yield OptionList()
            yield Static(line(tr("recipe.rules_note")), id="rules-note")
            yield Static(line(tr("recipe.rules_keys")), classes="dialog-keys")

    def on_mount(self) -> None:
        """The rules as they are."""
        self._show(0)
        self.query_one(OptionList).focus()

    def _lines(self) -> list[tuple[str, str]]:
        mode, overwrite = self._recipe.rules
        defaults = self._recipe.defaults
        lines: list[tuple[str, str]] = [
            (one, f"({'•' if one == mode else ' '}) {tr(f'recipe.mode.{one}')}") for one in MODES
        ]
        source = value_text("source", defaults.get("source", "import"))
        department = value_text("sponsor_department", defaults.get("sponsor_department"))
        lines.append(("source", "    " + tr("recipe.rules.source", value=source)))
        lines.append(("sponsor_department", "    " + tr("recipe.rules.department", value=department)))
        for name in self._fields:
            word = tr("recipe.rules.overwrite", field=field_label(name))
            lines.append((f"over:{name}", f"[{'x' if name in overwrite else ' '}] {word}"))
        return lines

    def _show(self, place: int) -> None:
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([Option(line(text)) for _, text in self._lines()])
        options.highlighted = place

    def action_choose(self) -> None:
        """Space does as Enter."""
        place = self.query_one(OptionList).highlighted
        if place is not None:
            self._take(place)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._take(event.option_index)

    def _take(self, place: int) -> None:
        code, _ = self._lines()[place]
        mode = next((one for one in MODES if one == code), None)
        if mode is not None:
            self._recipe = replace(self._recipe, mode=mode)
        elif code.startswith("over:"):
            held = self._recipe.rules[1]
            self._recipe = replace(self._recipe, overwrite=held ^ {code.removeprefix("over:")})
        else:
            self._ask(code, place)
            return
        self._show(place)

    def _ask(self, name: str, place: int) -> None:
        from onboarding.widgets.choice import ChoiceDialog

        codes = SOURCES if name == "source" else tuple(departments())
        choices = [(code, value_text(name, code)) for code in codes]

        def take(code: str | None) -> None:
            if code is not None:
                self._recipe = replace(self._recipe, defaults={**self._recipe.defaults, name: code})
                self._show(place)

        self.app.push_screen(ChoiceDialog(field_label(name), choices, chosen=self._recipe.defaults.get(name)), take)

    def action_accept(self) -> None:
        """Take the rules over."""
        self.dismiss(self._recipe)

    def action_leave(self) -> None:
        """Leave them as they were."""
        self.dismiss(None)
