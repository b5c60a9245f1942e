"""The bottom line: the keys that work here and now, from the table of actions."""

from __future__ import annotations

from textual.app import RenderResult
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

from onboarding.actions import ACTIONS, Action, Keymap, action, shown_keys
from onboarding.widgets.plain import template
from onboarding.widgets.speech import on_language


class KeyLine(Widget):
    """As many keys as the width takes, the most important first."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    KeyLine { dock: bottom; height: 1; background: $panel; color: $foreground; padding: 0 1; }
    """

    def on_mount(self) -> None:
        """Follow the focus and the language."""
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)
        on_language(self, self.refresh)

    def render(self) -> RenderResult:
        """Whole entries only; one that does not fit is left out, a shorter one may still fit; that some are out is said."""
        entries = [template("[b]$keys[/b] $label  ", keys=keys, label=item.label) for item, keys in self._usable()]
        if sum(entry.cell_length for entry in entries) - 2 <= self.size.width:
            return Content("").join(entries)
        more = template("[dim]…[/dim] [b]$key[/b]", key=shown_keys(action("help"), self._keymap())[0])
        line, space = Content(""), self.size.width - more.cell_length
        for entry in entries:
            if entry.cell_length - 1 <= space:
                line += entry
                space -= entry.cell_length
        return line[:-1] + more

    def _keymap(self) -> Keymap:
        """The office's own keys, where the application has them."""
        config = getattr(self.app, "config", None)
        return config.keys if config is not None else {}

    def _usable(self) -> list[tuple[Action, str]]:
        """Actions whose first working key is bound here, with the keys of now, by place."""
        active = [found.binding for found in self.screen.active_bindings.values() if found.enabled]
        first: dict[str, str] = {}
        for binding in active:
            if binding.id:
                first.setdefault(binding.id, binding.key)
        usable = [item for item in ACTIONS if item.shown_in_footer and item.id in first]
        usable.sort(key=lambda item: item.priority)
        return [(item, _label_of(item, first[item.id])) for item in usable]

    def _bindings_changed(self, _screen: Screen[object]) -> None:
        self.refresh()


def _label_of(item: Action, key: str) -> str:
    """The key as printed; a key of the office's own (by ``App.set_keymap``) as Textual names it."""
    return shown_keys(item, {item.id: printable(key)})[0]


_SIGNS = {"question_mark": "?", "slash": "/", "colon": ":", "asterisk": "*", "plus": "+"}


def printable(key: str) -> str:
    """The character behind Textual's name of a key, where it is one of the command signs."""
    return {**_SIGNS, "left_square_bracket": "[", "right_square_bracket": "]"}.get(key, key)
