"""Where the plans of a database stand, who is at work on which, and which were left by a program that died.

A plan is a file and its lock, which the kernel frees when its program dies.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

SUFFIX = ".plan"
_TRIES, _BETWEEN_S = 10, 0.02
"""Who lists the runs holds the lock of each for a moment."""


@dataclass(frozen=True, slots=True)
class Leftover:
    """A plan that its program did not end."""

    file: str
    """The list's name."""
    sha256: str
    started_at: str
    """UTC."""


def staging_folder(database: Path) -> Path:
    """Where the plans of a database stand."""
    return database.with_name(database.name + ".plans")


def leftovers(database: Path, kept: Collection[str] = ()) -> list[Leftover]:
    """Plans whose program died; they are removed, so each is told once. Those named ``kept`` belong to a run and stay."""
    folder = staging_folder(database)
    found = []
    for plan in sorted(folder.glob(f"*{SUFFIX}.lock")) if folder.is_dir() else ():
        if plan.with_suffix("").name in kept:
            continue
        handle = _try(plan)
        if handle is None:
            continue
        text = os.pread(handle, 65536, 0)
        if not text:  # its program is about to lock it
            os.close(handle)
            continue
        try:
            note = json.loads(text)
        except ValueError:
            note = {}
        found.append(Leftover(*(str(note.get(name, "?")) for name in ("file", "sha256", "started_at"))))
        remove(plan.with_suffix(""), handle)
    with suppress(OSError):
        folder.rmdir()
    return found


def is_alive(database: Path, name: str) -> bool:
    """Whether a program is at work on the plan with this name."""
    lock = lock_of(staging_folder(database) / name)
    handle = _try(lock)
    if handle is None:
        return lock.exists()
    os.close(handle)
    return False


def forget(database: Path, name: str) -> None:
    """Remove the plan of a run that was taken away."""
    path = staging_folder(database) / name
    remove(path, take(path))


def lock_of(plan: Path) -> Path:
    """The lock beside a plan."""
    return plan.with_name(plan.name + ".lock")


def hold(plan: Path, note: dict[str, str]) -> int:
    """Make the lock of a new plan and hold it; ``note`` is for those who find it left."""
    import fcntl

    while True:
        plan.parent.mkdir(mode=0o700, exist_ok=True)
        try:
            handle = os.open(lock_of(plan), os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        except FileNotFoundError:  # a colleague's import ended this moment and took the empty folder away
            continue
        break
    fcntl.flock(handle, fcntl.LOCK_EX)
    os.pwrite(handle, json.dumps(note, ensure_ascii=False).encode(), 0)
    return handle


def take(plan: Path) -> int | None:
    """The lock of a plan that is there; None when somebody else holds it, or there is none."""
    for attempt in range(_TRIES):
        handle = _try(lock_of(plan))
        if handle is not None or not lock_of(plan).exists():
            return handle
        time.sleep(_BETWEEN_S * (attempt > 0))
    return None


def remove(plan: Path, lock: int | None) -> None:
    """Take a plan away with its lock, and the folder once it is empty."""
    plan.unlink(missing_ok=True)
    lock_of(plan).unlink(missing_ok=True)
    if lock is not None:
        os.close(lock)
    with suppress(OSError):
        plan.parent.rmdir()


def _try(lock: Path) -> int | None:
    import fcntl

    try:
        handle = os.open(lock, os.O_RDWR)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    return handle
