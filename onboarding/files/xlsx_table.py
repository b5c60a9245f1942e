"""Workbooks into rows, by way of a child process that may die (see ``xlsx_child``)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from onboarding.errors import FileUnreadable, Stopped
from onboarding.files.staging import read_rows
from onboarding.files.table import Sheet, Table

WALL_S = 120
"""The child's time; a million rows take about thirty seconds."""
POLL_S = 0.05
CHILD = "onboarding.files.xlsx_child"


def xlsx_table(
    path: Path,
    folder: Path,
    *,
    name: str,
    kind: str,
    sheet: str | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Table:
    """Parse the workbook ``path`` (called ``name``) into a staging file in ``folder``.

    Raises:
        FileUnreadable: refused, damaged, or the child died or took too long.
        Stopped: ``cancelled`` said so; the child is gone.

    Side effects: a child process, one file in ``folder``.
    """
    staging = folder / "rows.jsonl"
    arguments = [sys.executable, "-I", "-m", CHILD, str(path), str(staging), kind]
    out = _output([*arguments, *([sheet] if sheet is not None else [])], name, cancelled)
    try:
        answer: dict[str, Any] = json.loads(out)
    except ValueError:
        raise FileUnreadable("files.damaged", file=name) from None
    if "error" in answer:
        raise FileUnreadable(answer["error"], **{"file": name, **answer.get("values", {})})
    return Table(
        rows=lambda: read_rows(staging),
        sheet=answer["sheet"],
        sheets=tuple(Sheet(*sheet) for sheet in answer["sheets"]),
    )


def _output(arguments: list[str], name: str, cancelled: Callable[[], bool] | None) -> bytes:
    environment = {k: v for k, v in os.environ.items() if k in ("PATH", "SYSTEMROOT", "TMPDIR")}
    child = subprocess.Popen(  # noqa: S603 - our own interpreter and module
        arguments,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    )
    try:
        return _wait(child, name, cancelled)
    finally:
        if child.poll() is None:
            child.kill()
            child.wait()
        if child.stdout is not None:
            child.stdout.close()


def _wait(child: subprocess.Popen[bytes], name: str, cancelled: Callable[[], bool] | None) -> bytes:
    until = time.monotonic() + WALL_S
    while True:
        try:
            return child.communicate(timeout=POLL_S)[0]
        except subprocess.TimeoutExpired:
            if cancelled is not None and cancelled():
                raise Stopped("files.stopped") from None
            if time.monotonic() > until:
                raise FileUnreadable("files.too_slow", file=name) from None
