"""Recorded key scripts: tables of (key, what must be on the screen next), driven in a real terminal, their keys counted.

A command key steers; text is what a person types into a field. Both are counted, apart from each other, as they are sent.
"""

from __future__ import annotations

import base64
import os
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from onboarding.i18n import Language, tr_in
from onboarding.inscript import twin
from tests.support.tmux import Tmux

NOW = "2026-11-23T10:00"
PROGRAM = (sys.executable, "-c", "from onboarding.cli import main; main()")
_CLIP = re.compile(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)")
_DEVANAGARI_DIGITS = str.maketrans("0123456789", "०१२३४५६७८९")


@dataclass(frozen=True)
class Say:
    """A sentence of the catalogue, in the language in which the script runs."""

    sentence: str
    values: dict[str, object] = field(default_factory=dict)

    def words(self, language: Language) -> str:
        """As it stands on the screen; of one thing as one speaks of one thing."""
        if self.values.get("n") == "1":
            one = tr_in(language, f"{self.sentence}_one", **self.values)
            if not one.startswith("⟦"):
                return one
        return tr_in(language, self.sentence, **self.values)


@dataclass(frozen=True)
class Told(Say):
    """A sentence in a notice or a narrow column, which breaks it anywhere: every word of it is on the screen."""


Shown = str | Say


@dataclass(frozen=True)
class Key:
    """One command key (a character, or tmux's name of a key) and what is on the screen after it."""

    key: str
    shows: tuple[Shown, ...]
    gone: tuple[Shown, ...] = ()
    moves: bool = False
    """Nothing is seen of it but the cursor in another place."""


@dataclass(frozen=True)
class Text:
    """Text typed into a field, key by key, and what is on the screen after it."""

    text: str
    shows: tuple[Shown, ...]
    gone: tuple[Shown, ...] = ()


Step = Key | Text
Script = Sequence[Step]


@dataclass(frozen=True)
class Way:
    """How a script is run: the terminal's size, the language, the keyboard's layout."""

    width: int
    height: int
    language: Language
    inscript: bool = False

    def __str__(self) -> str:
        """The name of the test."""
        return f"{self.width}x{self.height}-{self.language}{'-inscript' if self.inscript else ''}"


WAYS = (Way(80, 24, "en"), Way(120, 40, "hi"), Way(80, 24, "hi", inscript=True))


@dataclass
class Spent:
    """Keys that went into the terminal."""

    commands: int = 0
    characters: int = 0


class Desk:
    """The application in a terminal, for one person."""

    def __init__(self, terminal: Tmux, way: Way) -> None:
        self.terminal = terminal
        self.way = way
        self.spent = Spent()

    def open(self, database: Path, *shows: Shown, staff: str = "asha", width: str = "") -> None:
        """Start the application; it has opened when all of ``shows`` stands there."""
        command = [*PROGRAM, "--lang", self.way.language]
        env = environment(database, staff, width=width)
        self.terminal.start(command, width=self.way.width, height=self.way.height, env=env)
        self.wait(shows, (), "the application opens", timeout=40)

    def play(self, script: Script) -> Spent:
        """Send a script key by key, waiting after each for its screen; the keys that it took."""
        before = Spent(self.spent.commands, self.spent.characters)
        for number, step in enumerate(script):
            cursor = self.terminal.cursor()
            self._send(step)
            self.wait(step.shows, step.gone, f"step {number}, {step}")
            if isinstance(step, Key) and step.moves:
                self._wait_for_move(cursor, step)
        return Spent(self.spent.commands - before.commands, self.spent.characters - before.characters)

    def _wait_for_move(self, left: tuple[int, int], step: Step) -> None:
        self.terminal.until(lambda _: self.terminal.cursor() != left, f"the cursor moves: {step}")

    def rests_at(self, screen: str) -> None:
        """Wait until the screen is this one again, to the letter."""
        self.terminal.until(lambda now: now == screen, f"exactly where one was:\n{screen}\nbut now it is")

    def _send(self, step: Step) -> None:
        if isinstance(step, Text):
            for character in step.text:
                self.spent.characters += 1
                self.terminal.write(self._sign(character))
            return
        self.spent.commands += 1
        if len(step.key) == 1:
            self.terminal.write(self._sign(twin(step.key) or step.key) if self.way.inscript else step.key)
        else:
            self.terminal.keys(step.key)

    def _sign(self, character: str) -> str:
        return character.translate(_DEVANAGARI_DIGITS) if self.way.inscript else character

    def wait(self, shows: Sequence[Shown], gone: Sequence[Shown], what: str, *, timeout: float = 20) -> str:
        """The screen, once all of ``shows`` stands there and nothing of ``gone``; blanks count as one."""
        wanted = [words for one in shows for words in self.parts(one)]
        unwanted = [self.words(one) for one in gone]

        def right(screen: str) -> bool:
            text = plain(screen)
            return all(one in text for one in wanted) and not any(one in text for one in unwanted)

        return self.terminal.until(right, f"{what}: {wanted}, without {unwanted}", timeout=timeout)

    def parts(self, shown: Shown) -> list[str]:
        """What must stand on one line each."""
        return self.words(shown).split() if isinstance(shown, Told) else [self.words(shown)]

    def words(self, shown: Shown) -> str:
        """What is looked for on the screen."""
        return plain(shown.words(self.way.language) if isinstance(shown, Say) else shown)

    def clipboard(self) -> str:
        """What the program put on the terminal's clipboard last; empty when nothing."""
        found = _CLIP.findall(self.terminal.raw())
        return base64.b64decode(found[-1]).decode() if found else ""


def plain(text: str) -> str:
    """A text or a screen with every run of blanks as one, so that columns and lines may be as wide as they like."""
    return " ".join(text.split())


def environment(database: Path, staff: str = "asha", now: str = NOW, width: str = "") -> dict[str, str]:
    """Everything of one run beside its database; nothing of this machine's own settings.

    ``width`` are the cells of a Hindi vowel sign; empty, the program asks the terminal.
    """
    place = database.parent
    return {
        "ONBOARDING_DB": str(database),
        "ONBOARDING_SETTINGS": str(place / "settings.toml"),
        "ONBOARDING_LOG": str(place / "onboarding.log"),
        "ONBOARDING_STAFF": staff,
        "ONBOARDING_NOW": now,
        "ONBOARDING_HINDI_WIDTH": width,
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
