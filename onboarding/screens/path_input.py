"""A line for the path of a file: Tab completes folders and names, as a shell does."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from onboarding.widgets.line_input import LineInput

LISTS = (
    ".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".html", ".htm", ".mht", ".mhtml",
)  # fmt: skip
"""Names that lists bear; whatever else is typed is read by its bytes all the same."""
SHOWN = 200
"""Names looked at in a folder at most."""


class PathInput(LineInput):
    """Offers lists and folders. A folder is read in a thread: it may lie on another machine."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "complete", show=False)]

    class Offered(Message):
        """These names begin as the typed one does."""

        def __init__(self, names: list[str]) -> None:
            super().__init__()
            self.names = names

    def action_complete(self) -> None:
        """As far as all names that fit agree; then say which they are."""
        self.run_worker(
            partial(self._look, self.value), thread=True, exclusive=True, group="complete", exit_on_error=False
        )

    def _look(self, typed: str) -> None:
        self.app.call_from_thread(self._take, typed, *candidates(typed))

    def _take(self, typed: str, folder: str, names: list[str]) -> None:
        if typed != self.value or not self.is_attached:
            return
        if names:
            self.value = folder + _common(names)
            self.cursor_position = len(self.value)
        self.post_message(self.Offered(names))


def candidates(typed: str) -> tuple[str, list[str]]:
    """The typed folder, and the names in it that begin as the rest does; folders end in the separator."""
    folder, _, begin = typed.rpartition(os.sep)
    folder = folder + os.sep if os.sep in typed else ""
    try:
        found = sorted(_names(Path(folder or ".").expanduser(), begin))
    except OSError:
        found = []
    return folder, found[:SHOWN]


def _common(names: list[str]) -> str:
    """What all begin with; the first and the last in order tell."""
    first, last = min(names), max(names)
    return next((first[:n] for n in range(len(first), 0, -1) if last.startswith(first[:n])), "")


def _names(folder: Path, begin: str) -> list[str]:
    with os.scandir(folder) as entries:
        return [
            entry.name + os.sep if entry.is_dir() else entry.name
            for entry in entries
            if entry.name.startswith(begin)
            and (begin.startswith(".") or not entry.name.startswith("."))
            and (entry.is_dir() or entry.name.lower().endswith(LISTS))
        ]
