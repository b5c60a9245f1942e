"""Hindi columns stand in line in every terminal that is installed here; those that are not are skipped by name."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scripts.endurance.house import environment
from scripts.endurance.report import Finding

WAIT_S = 90


@dataclass(frozen=True, slots=True)
class Terminal:
    """A terminal and how it is told to run a program."""

    name: str
    program: str
    words: tuple[str, ...]
    """Before the program's own words."""


GRAPHICAL = (
    Terminal("xterm", "xterm", ("-u8", "-geometry", "100x30", "-e")),
    Terminal("VTE (xfce4-terminal)", "xfce4-terminal", ("--disable-server", "--geometry=100x30", "-x")),
    Terminal("alacritty", "alacritty", ("-e",)),
    Terminal("kitty", "kitty", ("--config", "NONE")),
)
"""Each needs a display: Xvfb makes one that nobody sees."""


def run(folder: Path) -> list[Finding]:
    """One finding a terminal."""
    place = folder / "terminals"
    place.mkdir(parents=True, exist_ok=True)
    return [in_tmux(place), *_in_windows(place)]


def in_tmux(folder: Path) -> Finding:
    """The list in tmux."""
    found = Finding("terminals", "Hindi columns in tmux")
    if shutil.which("tmux") is None:
        found.skipped = "tmux is not installed here"
        return found
    out, socket = folder / "tmux.json", str(folder / "tmux.sock")
    start = [
        "tmux",
        "-u",
        "-S",
        socket,
        "-f",
        "/dev/null",
        "new-session",
        "-d",
        "-x",
        "100",
        "-y",
        "30",
        "--",
        *_program(out),
    ]
    try:
        done = subprocess.run(start, env=_surroundings(folder), capture_output=True, text=True, check=False)
        _judge(found, out, done.stderr)
    finally:
        subprocess.run(["tmux", "-S", socket, "kill-server"], capture_output=True, check=False)
    return found


def _in_windows(folder: Path) -> list[Finding]:
    findings = [Finding("terminals", f"Hindi columns in {terminal.name}") for terminal in GRAPHICAL]
    with _display(folder) as display:
        for terminal, found in zip(GRAPHICAL, findings, strict=True):
            missing = [name for name in (terminal.program, "Xvfb") if shutil.which(name) is None]
            if missing:
                found.skipped = f"{' and '.join(missing)} not installed here"
            else:
                _one(terminal, found, folder, display)
    return findings


def _one(terminal: Terminal, found: Finding, folder: Path, display: str) -> None:
    out = folder / f"{terminal.program}.json"
    said = folder / f"{terminal.program}.err"
    with said.open("wb") as errors:
        process = subprocess.Popen(
            [terminal.program, *terminal.words, *_program(out)],
            env=_surroundings(folder) | {"DISPLAY": display, "LIBGL_ALWAYS_SOFTWARE": "1"},
            stdin=subprocess.DEVNULL, stdout=errors, stderr=errors,
        )  # fmt: skip
        try:
            _judge(found, out, "", process)
        finally:
            process.terminate()
            process.wait()
    if found.losses:
        found.losses.append(said.read_text(encoding="utf-8", errors="replace")[-300:])


def _judge(found: Finding, out: Path, errors: str, process: subprocess.Popen[bytes] | None = None) -> None:
    end = time.monotonic() + WAIT_S
    while not out.exists():
        ended = process is not None and process.poll() is not None
        if time.monotonic() > end or (ended and not out.exists()):
            found.losses.append(f"the list did not come up {errors}".strip())
            return
        time.sleep(0.05)
    answer = json.loads(out.read_text(encoding="utf-8"))
    columns = answer["columns"]
    found.figures = {"cells of a vowel sign": answer["width"], "known by": answer["source"], "rows": len(columns)}
    if len(set(columns)) != 1:
        found.losses.append(f"the column behind begins at {columns}")
    if answer["source"] != "measured":
        found.losses.append("the terminal did not answer how wide it draws")


def _program(out: Path) -> Sequence[str]:
    return (sys.executable, "-m", "scripts.endurance.ruler", str(out))


def _surroundings(folder: Path) -> dict[str, str]:
    kept = environment(folder) | {"LC_ALL": "C.UTF-8", "XDG_RUNTIME_DIR": str(folder)}
    kept.pop("ONBOARDING_HINDI_WIDTH", None)
    kept.pop("TMUX", None)
    return kept


@contextmanager
def _display(folder: Path) -> Iterator[str]:
    """A display that nobody sees, on a number of its own; "" without Xvfb."""
    if shutil.which("Xvfb") is None:
        yield ""
        return
    read, write = os.pipe()
    process = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x1024x24", "-nolisten", "tcp"],
        pass_fds=(write,), cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(write)
    try:
        with os.fdopen(read) as told:
            yield f":{told.readline().strip()}"
    finally:
        process.terminate()
        process.wait()
