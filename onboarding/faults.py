"""Faults of ours: written to the log with a reference, without any value of a record. Imports the standard library only."""

from __future__ import annotations

import os
import traceback
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from onboarding import __version__

KEPT_BYTES = 1_000_000


def record(error: BaseException, log: Path) -> str:
    """Write where a fault happened (files, lines, functions, kinds of errors; no message, no variable) and give its reference.

    Side effects: appends to the log (0600), which is cut to its newer half past a megabyte; a log that cannot be written is
    no second fault.
    """
    places = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in _frames(error)]
    kinds = " <- ".join(_kinds(error))
    reference = sha256(f"{kinds}{places}{datetime.now(UTC).isoformat()}".encode()).hexdigest()[:6].upper()
    head = f"{datetime.now(UTC).isoformat(timespec='seconds')} {reference} onboarding {__version__} {kinds}"
    try:
        _append(log, "\n  ".join([head, *places]) + "\n")
    except OSError:
        return reference
    return reference


def _frames(error: BaseException) -> list[traceback.FrameSummary]:
    frames: list[traceback.FrameSummary] = []
    seen: BaseException | None = error
    while seen is not None:
        frames += traceback.extract_tb(seen.__traceback__)
        seen = seen.__cause__ or seen.__context__
    return frames


def _kinds(error: BaseException) -> list[str]:
    kinds = []
    seen: BaseException | None = error
    while seen is not None:
        kinds.append(type(seen).__name__)
        seen = seen.__cause__ or seen.__context__
    return kinds


def _append(log: Path, text: str) -> None:
    log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > KEPT_BYTES:
        kept = log.read_bytes()[-KEPT_BYTES // 2 :]
        log.write_bytes(kept)
    handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, text.encode())
    finally:
        os.close(handle)
