"""Starting: the application to its first filled screen, the commands, each beside the barest program of its kind."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

from bench_measure import Figure, database, environment, folder, onboarding, race, wall

TYPER = """
import typer
app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)
@app.command()
def hello() -> None:
    print("{}")
app()
"""
TEXTUAL = """
from textual.app import App
from textual.widgets import DataTable
class Bare(App):
    def compose(self):
        yield DataTable()
    def on_mount(self):
        table = self.query_one(DataTable)
        table.add_columns("firm", "mobile", "stage")
        for number in range(50):
            table.add_row(f"Balaji Traders {number}", f"6440{number:06d}", "contacted")
Bare().run()
"""
ROWS = 20
"""So many mobile numbers on the screen are a filled one."""
_MOBILE = re.compile(rb"6[0-9]{9}")
_GIVE_UP_S = 60


def commands(leads: int, runs: int) -> list[Figure]:
    path = database(leads)
    hello = folder() / "hello.py"
    hello.write_text(TYPER)

    def run(*words: str) -> float:
        return wall(lambda: subprocess.run(words, env=environment(path), check=True, stdout=subprocess.DEVNULL))

    figures = []
    for words, reach in ((("--help",), "≤ 1.5"), (("count", "--json"), "≤ 3")):
        ours, peer = race(
            lambda words=words: run(onboarding(), *words),
            lambda: run(sys.executable, str(hello), "--help"),
            runs,
        )
        name = f"onboarding {' '.join(words)}, {leads:,} leads"
        figures.append(Figure(name, ours, "typer, one command, --help", peer, reach))
    return figures


def start(leads: int, runs: int) -> list[Figure]:
    path = database(leads)
    bare = folder() / "bare.py"
    bare.write_text(TEXTUAL)
    sizes: list[float] = []

    def ours() -> float:
        took, resident = until_filled([onboarding()], path)
        sizes.append(resident)
        return took

    mine, peer = race(ours, lambda: until_filled([sys.executable, str(bare)], path)[0], runs)
    name = f"start to Today filled, {leads:,} leads"
    few = database(1_000)
    base = [until_filled([onboarding()], few)[1] for _ in range(3)]
    return [
        Figure(name, mine, "bare Textual app, table of 50 rows", peer, "≤ 1.5", "pseudo-terminal 120×40"),
        Figure(f"memory on Today, {leads:,} leads", sizes, "1,000 leads", base, "≤ 1.3", "resident", "MB"),
    ]


def until_filled(command: list[str], path: Path) -> tuple[float, float]:
    """(milliseconds until the screen shows rows, resident megabytes then)."""
    began = time.perf_counter()
    pid, terminal = pty.fork()
    if pid == 0:
        screen = {"TERM": "xterm-256color", "COLUMNS": "120", "LINES": "40"}
        os.execve(command[0], command, environment(path) | screen)  # noqa: S606 - the program that is measured
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    try:
        seen = b""
        while len(set(_MOBILE.findall(seen))) < ROWS:
            if time.perf_counter() - began > _GIVE_UP_S:
                raise SystemExit(f"{command[-1]}: no filled screen after {_GIVE_UP_S} s")
            if select.select([terminal], [], [], 1)[0]:
                seen += os.read(terminal, 65536)
        took = (time.perf_counter() - began) * 1000
        return took, _resident(pid)
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(terminal)


def _resident(pid: int) -> float:
    text = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", text)[1]) / 1024
