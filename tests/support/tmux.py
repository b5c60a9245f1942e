"""A real terminal for end-to-end tests: tmux on a socket of its own, all bytes kept."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType

import pytest

needs_tmux = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed here")

_CUT_OFF = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*|\][^\x07\x1b]*)?\Z")
"""A control sequence without its end, at the end."""


class Tmux:
    """One program in one terminal. Use as a context manager; leaving it ends the program."""

    def __init__(self, folder: Path) -> None:
        """``folder`` is where the socket and the captured bytes are kept."""
        self._socket = folder / "tmux.sock"
        self._bytes = folder / "terminal.bytes"

    def __enter__(self) -> Tmux:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def start(
        self,
        command: Sequence[str],
        *,
        width: int = 80,
        height: int = 24,
        env: Mapping[str, str] | None = None,
    ) -> None:
        """Start the program; its terminal has exactly this size in cells."""
        settings = {"TERM": "xterm-256color", "TEXTUAL_ANIMATIONS": "none", **(env or {})}
        # The size is the terminal's own, whatever the shell that runs the tests says.
        words = [
            "env",
            "-u",
            "COLUMNS",
            "-u",
            "LINES",
            *(f"{name}={value}" for name, value in settings.items()),
            *command,
        ]
        # The pane waits for the first line, so that no byte is written before the capture begins.
        line = f"read -r _; {shlex.join(words)}; echo ended:$?; sleep 600"
        size = ("-x", str(width), "-y", str(height))
        self._run("-f", "/dev/null", "new-session", "-d", *size, "sh", "-c", line)
        self._run("set", "-g", "status", "off")
        self._run("set", "-s", "escape-time", "0")
        self._run("resize-window", *size)
        self._run("pipe-pane", "-o", f"cat > {shlex.quote(str(self._bytes))}")
        self._run("send-keys", "Enter")

    def keys(self, *keys: str) -> None:
        """Send keys by tmux's names (``Enter``, ``F2``, ``C-p``), one at a time."""
        for key in keys:
            self._run("send-keys", key)

    def write(self, text: str) -> None:
        """Send text literally."""
        self._run("send-keys", "-l", text)

    def text(self) -> str:
        """What stands on the screen now."""
        return self._run("capture-pane", "-p")

    def until(self, condition: Callable[[str], object], what: str, *, timeout: float = 20) -> str:
        """The screen's text as soon as ``condition`` holds for it."""
        end = time.monotonic() + timeout
        while not condition(text := self.text()):
            if time.monotonic() > end:
                raise AssertionError(f"not within {timeout} s: {what}\n{text}")
            time.sleep(0.03)
        return text

    def shows(self, text: str, *, timeout: float = 20) -> str:
        """Wait until the screen shows ``text``."""
        return self.until(lambda screen: text in screen, f"the screen shows {text!r}", timeout=timeout)

    def raw(self, *, timeout: float = 20) -> bytes:
        """Every byte that the program has written so far, as soon as they end with a whole control sequence."""
        end = time.monotonic() + timeout
        # tmux hands the bytes on as they come: the file may end in the middle of what the program is just writing.
        while _CUT_OFF.search(found := self._bytes.read_bytes() if self._bytes.exists() else b""):
            if time.monotonic() > end:
                raise AssertionError(f"a control sequence that does not end: {found[-40:]!r}")
            time.sleep(0.03)
        return found

    def cursor(self) -> tuple[int, int]:
        """The cursor's (column, row), from 0, as the terminal itself counts cells."""
        column, row = self._run("display", "-p", "#{cursor_x} #{cursor_y}").split()
        return int(column), int(row)

    def close(self) -> None:
        """End the program and the terminal."""
        subprocess.run(["tmux", "-S", str(self._socket), "kill-server"], capture_output=True, check=False)

    def _run(self, *words: str) -> str:
        done = subprocess.run(
            ["tmux", "-u", "-S", str(self._socket), *words],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        )
        if done.returncode:
            raise AssertionError(f"tmux {words[0]}: {done.stderr.strip()}")
        return done.stdout
