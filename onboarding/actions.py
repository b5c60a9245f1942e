"""The one table of what a person can do: ids, keys, and where they work.

Footer, palette, help and bindings are made from it. Labels and help texts are sentences of the
catalogue (``action.<id>.label``, ``action.<id>.help``). Belongs to the front ends; Textual is
imported inside functions only, because commands read this table for their help as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from onboarding.i18n import tr
from onboarding.inscript import key_name, twin

if TYPE_CHECKING:
    from textual.binding import Binding, BindingType

Keymap = Mapping[str, str]
"""Action id to its keys, separated by commas, as the settings file has them."""


@dataclass(frozen=True)
class Action:
    """Something a person can do."""

    id: str
    """kebab-case; the method that does it is ``action_`` and the id with underscores."""
    keys: tuple[str, ...]
    """Default keys, the one to show first; empty: only in the palette. Characters as they are."""
    scopes: tuple[str, ...]
    """Where the keys work; ``global`` is everywhere."""
    shown_in_footer: bool = True
    priority: int = 50
    """Place in footer and help; the smallest comes first and is cut last."""

    @property
    def label(self) -> str:
        """In the language of now."""
        return tr(f"action.{self.id}.label")

    @property
    def help(self) -> str:
        """One sentence, in the language of now."""
        return tr(f"action.{self.id}.help")

    @property
    def method(self) -> str:
        """The action as Textual calls it."""
        return self.id.replace("-", "_")


_LEFT_BY_ESCAPE: Final = (
    "list", "record", "progress", "import", "imports", "today", "log", "entry", "settings", "welcome", "merge", "prospects",
    "reconcile", "review", "columns", "spellings", "run",
)  # fmt: skip
"""Scopes of the screens that one leaves."""
ACTIONS: Final[tuple[Action, ...]] = (
    Action("help", ("f1", "?"), ("global",), priority=1),
    Action("today", ("f2",), ("global",), priority=60),
    Action("sellers", ("f3",), ("global",), priority=61),
    Action("progress", ("f9",), ("global",), priority=62),
    Action("palette", ("ctrl+p", ":"), ("global",), priority=63),
    Action("undo", ("u", "ctrl+z"), ("global",), priority=64),
    Action("redo", ("U",), ("global",), shown_in_footer=False, priority=65),
    Action("language", ("ctrl+l",), ("global",), priority=66),
    Action("quit", ("ctrl+q",), ("global",), priority=67),
    Action("imports", (), ("global",), shown_in_footer=False, priority=70),
    Action("prospects", (), ("global",), shown_in_footer=False, priority=70),
    Action("reconciliation", (), ("global",), shown_in_footer=False, priority=70),
    Action("review", (), ("global",), shown_in_footer=False, priority=70),
    Action("who-did-what", (), ("global",), shown_in_footer=False, priority=71),
    Action("settings", (), ("global",), shown_in_footer=False, priority=72),
    Action("backup", (), ("global",), shown_in_footer=False, priority=73),
    Action("person", (), ("global",), shown_in_footer=False, priority=74),
    Action("open", ("enter",), ("table",), priority=10),
    Action("mark", ("space",), ("table",), priority=21),
    Action("mark-all", ("*",), ("table",), shown_in_footer=False, priority=22),
    Action("sort", ("s",), ("table",), priority=23),
    Action("sort-reverse", ("S",), ("table",), shown_in_footer=False, priority=24),
    Action("filter", ("/",), ("list", "prospects", "run"), priority=11),
    Action("narrow", ("v",), ("list", "prospects"), priority=16),
    Action("register", ("a",), ("list", "today"), priority=12),
    Action("import-file", ("i",), ("list", "imports"), priority=25),
    Action("copy", ("y",), ("list", "record", "progress"), shown_in_footer=False, priority=40),
    Action("log-contact", ("l",), ("list", "record", "today"), priority=13),
    Action("follow-up", ("f",), ("list", "record", "today"), priority=14),
    Action("stage", ("g",), ("list", "record"), priority=15),
    Action("owner", ("o",), ("list", "record"), priority=26),
    Action("next-record", ("n",), ("record",), priority=10),
    Action("previous-record", ("p",), ("record",), priority=11),
    Action("edit", ("e", "enter"), ("record",), priority=12),
    Action("snooze", ("z",), ("record", "today"), priority=27),
    Action("blocker", ("b",), ("record",), priority=28),
    Action("mse", ("m",), ("record",), priority=29),
    Action("papers", ("d",), ("record",), priority=30),
    Action("history", ("h",), ("record",), priority=31),
    Action("add-contact", ("+",), ("record",), shown_in_footer=False, priority=32),
    Action("merge", ("=",), ("list", "record"), shown_in_footer=False, priority=34),
    Action("unmerge", (), ("record",), shown_in_footer=False, priority=35),
    Action("timeline-kind", ("t",), ("record",), shown_in_footer=False, priority=33),
    Action("next-view", ("tab",), ("progress", "import", "run", "reconcile"), priority=11),
    Action(
        "previous-view", ("shift+tab",), ("progress", "import", "run", "reconcile"), shown_in_footer=False, priority=11
    ),
    Action("earlier-period", ("left",), ("progress",), shown_in_footer=False, priority=14),
    Action("later-period", ("right",), ("progress",), shown_in_footer=False, priority=15),
    Action("earlier-day", ("[",), ("progress",), priority=12),
    Action("later-day", ("]",), ("progress",), priority=13),
    Action("take-back", ("r",), ("entry",), priority=10),
    Action("add-day", ("a",), ("settings",), priority=12),
    Action("remove-day", ("x",), ("settings",), priority=13),
    Action("earlier-year", ("[",), ("settings",), priority=14),
    Action("later-year", ("]",), ("settings",), priority=15),
    Action("commit-import", ("ctrl+s", "c"), ("import",), priority=10),
    Action("review-same", ("y",), ("review",), priority=11),
    Action("review-apart", ("x",), ("review",), priority=12),
    Action("review-link", ("k",), ("review",), priority=13),
    Action("review-take", ("t",), ("review",), priority=14),
    Action("review-all", ("A",), ("review",), priority=15),
    Action("next-candidate", ("right",), ("review",), priority=16),
    Action("previous-candidate", ("left",), ("review",), shown_in_footer=False, priority=16),
    Action("review-rows", ("w",), ("imports",), priority=12),
    Action("import-sheet", ("w",), ("import",), priority=13),
    Action("convert-font", ("k",), ("import",), priority=14),
    Action("import-columns", ("e",), ("import",), priority=12),
    Action("import-rules", ("m",), ("import",), priority=15),
    Action("import-spellings", ("v",), ("import",), priority=16),
    Action("import-parse", ("p",), ("import",), priority=17),
    Action("import-plain", ("x",), ("import",), shown_in_footer=False, priority=18),
    Action("use-columns", ("ctrl+s", "c"), ("columns",), priority=11),
    Action("column-nothing", ("x",), ("columns",), priority=12),
    Action("resume-import", ("c",), ("imports",), priority=12),
    Action("undo-import", ("r",), ("imports",), priority=11),
    Action("make-lead", ("a",), ("prospects", "reconcile"), priority=12),
    Action("merge-accept", ("ctrl+s", "c"), ("merge",), priority=10),
    Action("merge-take", ("space", "enter"), ("merge",), priority=11),
    Action("merge-flip", ("f",), ("merge",), priority=12),
    Action("run-firms", ("o",), ("imports", "run"), priority=12),
    Action("write-rejects", ("w",), ("run",), priority=13),
    Action(
        "back",
        ("escape",),
        _LEFT_BY_ESCAPE,
        priority=2,
    ),
    Action("keep-mine", ("m",), ("conflict",), priority=10),
    Action("keep-theirs", ("t",), ("conflict",), priority=11),
)

_BY_ID: Final = {action.id: action for action in ACTIONS}
_MEETS: Final = {
    frozenset(pair)
    for pair in (
        ("table", "list"),
        ("table", "today"),
        ("table", "import"),
        ("table", "imports"),
        ("table", "reconcile"),
        ("table", "columns"),
        ("table", "spellings"),
        ("table", "run"),
        ("table", "log"),
        ("table", "settings"),
        ("table", "prospects"),
        ("table", "review"),
    )
}
"""Scopes whose keys work together; ``global`` meets every one but dialogs."""
_DIALOGS: Final = frozenset({"conflict"})


def action(action_id: str) -> Action:
    """The action with that id.

    Raises:
        KeyError: there is none.
    """
    return _BY_ID[action_id]


def overlap(one: str, other: str) -> bool:
    """Whether keys of the two scopes can work at the same time."""
    if one == other:
        return True
    if "global" in (one, other):
        return not _DIALOGS & {one, other}
    return frozenset((one, other)) in _MEETS


def keys_of(item: Action, keymap: Keymap | None = None) -> tuple[str, ...]:
    """Its keys as a person writes them: the office's own, else the defaults."""
    own = (keymap or {}).get(item.id, "")
    return tuple(part.strip() for part in own.split(",") if part.strip()) or item.keys


def shown_keys(item: Action, keymap: Keymap | None = None) -> tuple[str, ...]:
    """Its keys as the footer and the help page print them."""
    return tuple(_printed(key) for key in keys_of(item, keymap))


def bindings(scope: str, keymap: Keymap | None = None) -> list[BindingType]:
    """Textual bindings of a scope, in the order of the footer.

    Every character brings its InScript twin along, hidden.
    """
    found: list[BindingType] = []
    for item in _in_scopes((scope,)):
        keys = keys_of(item, keymap)
        found.extend(_binding(item, key, show=number == 0) for number, key in enumerate(keys))
        found.extend(_binding(item, sign, show=False) for sign in _twins(keys))
    return found


def textual_keymap(keymap: Keymap) -> dict[str, str]:
    """The settings' keys for ``App.set_keymap``, with twins; unknown ids are left out."""
    return {
        item.id: ",".join(map(key_name, (*keys, *_twins(keys))))
        for item in ACTIONS
        if item.id in keymap and (keys := keys_of(item, keymap))
    }


def conflicts(keymap: Keymap) -> list[tuple[str, str, str]]:
    """Keys that would mean two things in one place: (key, action id, other action id)."""
    found: list[tuple[str, str, str]] = []
    for number, one in enumerate(ACTIONS):
        for other in ACTIONS[number + 1 :]:
            if any(overlap(a, b) for a in one.scopes for b in other.scopes):
                shared = _key_names(one, keymap) & _key_names(other, keymap)
                found.extend((key, one.id, other.id) for key in sorted(shared))
    return found


def help_rows(scopes: Iterable[str], keymap: Keymap | None = None) -> list[tuple[str, str, str]]:
    """(keys, label, help) of every action with a key in these scopes, in the language of now."""
    rows = [("  ".join(shown_keys(item, keymap)), item.label, item.help) for item in _in_scopes(scopes)]
    return [row for row in rows if row[0]]


def _in_scopes(scopes: Iterable[str]) -> list[Action]:
    wanted = set(scopes)
    return sorted(
        (item for item in ACTIONS if wanted.intersection(item.scopes)),
        key=lambda item: item.priority,
    )


def _twins(keys: Iterable[str]) -> list[str]:
    return [sign for key in keys if len(key) == 1 and (sign := twin(key))]


def _key_names(item: Action, keymap: Keymap) -> set[str]:
    keys = keys_of(item, keymap)
    return {key_name(key) for key in (*keys, *_twins(keys))}


def _binding(item: Action, key: str, *, show: bool) -> Binding:
    from textual.binding import Binding

    # The way out works in a dialog too, which keeps the other keys of the application to itself.
    shown = show and item.shown_in_footer
    return Binding(key_name(key), item.method, item.label, show=shown, id=item.id, priority=item.id == "quit")


_PRINTED: Final = {
    "enter": "↵",
    "escape": "Esc",
    "space": "␣",
    "tab": "Tab",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
}


def _printed(key: str) -> str:
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    name = _PRINTED.get(last, last.upper() if modifiers or len(last) in (2, 3) else last)
    return "".join("^" if part == "ctrl" else f"{part}+" for part in modifiers) + name
