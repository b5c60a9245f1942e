"""Workbooks and web pages into rows, by way of a child process that may die (see ``workbook_child``)."""

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
from onboarding.files.csv_table import known_encoding
from onboarding.files.source import Source
from onboarding.files.staging import read_rows
from onboarding.files.table import Sheet, Table

WALL_S = 120
"""The child's time; a million rows take about thirty seconds."""
POLL_S = 0.05
CHILD = "onboarding.files.workbook_child"


def workbook_table(
    source: Source,
    folder: Path,
    *,
    kind: str,
    sheet: str | None = None,
    encoding: str | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Table:
    """Parse a copied file into a staging file in ``folder``, where its copy lies.

    ``kind`` is that of the list, ``sheet`` and ``encoding`` (of a page) what a person named.

    Raises:
        FileUnreadable: refused, damaged, or the child died or took too long.
        Stopped: ``cancelled`` said so; the child is gone.

    Side effects: a child process, files in ``folder``.
    """
    staging = folder / "rows.jsonl"
    wanted = {
        "source": str(source.path), "staging": str(staging), "kind": source.kind, "list": kind, "sheet": sheet,
        "encoding": known_encoding(encoding) if encoding else None,
    }  # fmt: skip
    arguments = [sys.executable, "-I", "-m", CHILD, json.dumps(wanted)]
    out = _output(arguments, source.name, cancelled)
    try:
        answer: dict[str, Any] = json.loads(out)
    except ValueError:
        raise FileUnreadable("files.damaged", file=source.name) from None
    if "error" in answer:
        raise FileUnreadable(answer["error"], **{"file": source.name, **answer.get("values", {})})
    return Table(
        rows=lambda: read_rows(staging),
        sheet=answer["sheet"],
        sheets=tuple(Sheet(*sheet) for sheet in answer["sheets"]),
        encoding=answer["encoding"],
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
