"""The place where a database lies: who may read it, what kind of disk it is, how much room there is. A part of doctor."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from onboarding.db import connection as door
from onboarding.services import copies


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be. The sentence is ``doctor.<code>`` with the values."""

    code: str
    severity: Literal["broken", "risk"]
    """``broken``: something is wrong already. ``risk``: something may go wrong."""
    values: dict[str, object] = field(default_factory=dict)
    fixable: bool = False


FREE_AT_LEAST = 1 << 30
"""Bytes beside twice the database's size: what a copy, an import and the write-ahead log need."""


def findings(database: Path) -> Iterator[Finding]:
    """What is not as it should be around the database; reads no content."""
    yield from _open_to_others(database)
    yield from _owner(database)
    yield from _disk(database)


def mend(database: Path) -> None:
    """Take others' permissions away from the database's files and copies."""
    for path, mode in _too_open(database):
        path.chmod(mode)


def _open_to_others(database: Path) -> Iterator[Finding]:
    names = [path.name for path, _ in _too_open(database)]
    if names:
        yield Finding("permissions", "risk", {"names": ", ".join(names[:5]), "n": len(names)}, fixable=True)


def _too_open(database: Path) -> list[tuple[Path, int]]:
    """What others may read or change, with the mode that it should have."""
    folder = copies.folder_of(database)
    files = [database.with_name(database.name + suffix) for suffix in ("", "-wal", "-shm", ".lock")]
    if folder.is_dir():
        files += sorted(folder.iterdir())
    wrong = [(path, 0o600) for path in files if path.is_file() and not path.is_symlink() and _mode(path) & 0o077]
    if folder.is_dir() and _mode(folder) & 0o077:
        wrong.append((folder, 0o700))
    if database.parent.is_dir() and _mode(database.parent) & 0o022 and not _mode(database.parent) & stat.S_ISVTX:
        # Whoever may write in the folder may put another file in the database's place.
        wrong.append((database.parent, _mode(database.parent) & ~0o022))
    return wrong


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def _owner(database: Path) -> Iterator[Finding]:
    if database.exists() and os.geteuid() not in (0, database.stat().st_uid):
        yield Finding("owner", "risk", {"name": database.name})


def _disk(database: Path) -> Iterator[Finding]:
    kind = door.file_system_of(database.parent)
    if kind in door.NETWORK_FILE_SYSTEMS:
        yield Finding("network", "broken", {"kind": kind})
    if not database.exists():
        return
    free = shutil.disk_usage(database.parent).free
    needed = 2 * database.stat().st_size + FREE_AT_LEAST
    if free < needed:
        yield Finding("space", "risk", {"free": free >> 20, "needed": needed >> 20})
