"""Run inside a terminal: does the column behind Hindi names begin in one place, by the terminal's own count?

The list is drawn as on the screen (after the terminal was asked how wide it draws vowel signs), then the part of each line before
the ruler column is written anew and the terminal is asked where its cursor stands. The answers go to the file named.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
import termios
import tty
from collections.abc import Sequence
from pathlib import Path

from onboarding.terminal import prepare

NAMES = (
    "Balaji Traders",
    "श्री बालाजी ट्रेडर्स",
    "की की की की",
    "मै० कृष्णा एण्टरप्राइजेज, बाराबंकी",
    "दुर्गा स्वयं सहायता समूह",
    "क\u094d\u200dष",
    "हिन्दी में बहुत लम्बा नाम जो स्तम्भ से आगे निकल जाता है और कट जाता है",
)
RULER = "│ruler"
_ANSWER = re.compile(rb"\x1b\[\d+;(\d+)R")


class _Source:
    def fetch(self, ids: Sequence[int], /) -> list[tuple[str, str]]:
        return [(NAMES[one], RULER) for one in ids]


async def _drawn() -> list[str]:
    """The lines of the list as the program puts them on the screen."""
    from textual.app import App, ComposeResult

    from onboarding.widgets.columns import Column
    from onboarding.widgets.record_table import RecordTable

    class Listing(App[None]):
        def compose(self) -> ComposeResult:
            columns = (Column("name", "widgets.conflict-mine", 36), Column("ruler", "widgets.conflict-blank", 10))
            self.table = RecordTable(columns, _Source())
            yield self.table

        def on_mount(self) -> None:
            self.table.set_ids(range(len(NAMES)))

    app = Listing()
    async with app.run_test(size=(80, 24)) as pilot:
        lines: list[str] = []
        while len(lines) < len(NAMES):
            await pilot.pause(0.05)
            strips = app.screen._compositor.render_strips()
            lines = [strip.text for strip in strips if RULER in strip.text]
        return lines


def _cell_behind(text: str) -> int:
    """Where the cursor stands after the text, from 1."""
    os.write(1, ("\r\x1b[K" + text + "\x1b[6n").encode())
    read = b""
    while not (answer := _ANSWER.search(read)):
        read += os.read(0, 64)
    return int(answer[1])


def main() -> None:
    """Write {"width": cells of a vowel sign, "source": …, "columns": where the ruler begins in each line}."""
    found = prepare()
    lines = asyncio.run(_drawn())
    before = termios.tcgetattr(0)
    tty.setcbreak(0, termios.TCSANOW)
    try:
        columns = [_cell_behind(line[: line.index(RULER)]) for line in lines]
    finally:
        termios.tcsetattr(0, termios.TCSANOW, before)
    out = Path(sys.argv[1])
    draft = out.with_suffix(".draft")
    draft.write_text(json.dumps({"width": found.cells, "source": found.source, "columns": columns}), encoding="utf-8")
    draft.replace(out)


if __name__ == "__main__":
    main()
