"""Verified copies of the database: taken, looked through, named, and only then there; each with a manifest beside it.

A copy is written under a passing name, examined page by page, and moved to its own name last, after its manifest: whatever bears
the name of a copy is a whole and sound one, also after a kill in the middle. All is the owner's alone (0600, folder 0700).
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from onboarding import __version__
from onboarding.db import backup as db
from onboarding.errors import DatabaseUnusable, NotFound, Stopped
from onboarding.services.clock import OFFICE, Clock

PARTIAL = ".partial"
MANIFEST = ".json"
_BLOCK = 1 << 20
_NO_LINKS = frozenset({errno.EPERM, errno.EACCES, errno.ENOSYS, errno.EOPNOTSUPP, errno.EMLINK})
"""What the file systems of memory sticks and shared folders answer to a hard link."""

Progress = Callable[[str], None]
"""Told the step that begins: ``copying``, ``verifying``, ``saving``."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a copy held when it was verified."""

    made_at: str
    """UTC, ISO."""
    why: str
    """``asked``, ``automatic``, ``import``, ``migration``, ``restore``, ``repair``."""
    program: str
    schema: int
    size: int
    sha256: str
    counts: dict[str, int]
    head_id: int
    """The newest journal entry in the copy, and its hash: the anchor that shows a journal whose tail was cut."""
    head_hash: str


@dataclass(frozen=True, slots=True)
class StoredCopy:
    """A copy with its manifest."""

    path: Path
    manifest: Manifest

    @property
    def at(self) -> datetime:
        """When it was taken, on the office's wall."""
        return datetime.fromisoformat(self.manifest.made_at).astimezone(OFFICE)


def folder_of(database: Path) -> Path:
    """Where the copies of a database lie."""
    return database.parent / "backups"


def copy_before_migration(path: Path, version: int) -> None:
    """The copy that is taken before the schema is changed; without it nothing is changed.

    Raises:
        DatabaseUnusable: It could not be taken or is not sound.
    """
    name = free_name(folder_of(path) / new_name(path, Clock(), f"migration-{version}"))
    take_copy(path, name, clock=Clock(), why="migration")


def new_name(database: Path, clock: Clock, why: str) -> str:
    """A name for a copy taken now, in the office's time: ``onboarding-2026-11-23-101500-asked.db``."""
    return f"{database.stem}-{clock.local():%Y-%m-%d-%H%M%S}-{why}.db"


def free_name(path: Path) -> Path:
    """This name, or the next one (``-2``, ``-3``) when it is taken: two copies within a second."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free


def take_copy(
    database: Path,
    target: Path,
    *,
    clock: Clock,
    why: str,
    quick: bool = False,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> StoredCopy:
    """Copy the database to ``target`` and prove the copy sound. Blocks for some seconds a gigabyte; takes no writer lock.

    ``quick`` proves every page and row, but not that every row stands in every index: for work that waits for the copy.

    Raises:
        DatabaseUnusable: The target is taken, there is no space, or the copy is not sound; nothing is left behind.
        Stopped: ``cancelled`` said so.
    """
    tell = progress or (lambda _step: None)
    target = target.absolute()
    with in_words(target):
        _make_folder(target.parent, of=database.absolute().parent)
        if target.is_symlink() or target.exists():
            raise DatabaseUnusable("copy.name_taken", path=str(target))
        with _passing_file(target) as passing:
            tell("copying")
            _snapshot(database, passing, cancelled)
            tell("verifying")
            manifest = _verified(passing, clock, why, quick=quick)
            tell("saving")
            _sync(passing)
            _publish(passing, target, manifest)
    return StoredCopy(target, manifest)


def verify(path: Path, *, progress: Progress | None = None) -> Manifest | None:
    """Prove that a copy is sound and what its manifest says it is; the manifest, or None for a copy that has none.

    Raises:
        NotFound: There is no such file.
        DatabaseUnusable: It is damaged, altered, foreign, or newer than the program.
    """
    with in_words(path):
        if not path.exists():
            raise NotFound("copy.missing", path=str(path))
        if path.is_symlink() or not stat.S_ISREG(path.stat().st_mode):
            raise DatabaseUnusable("db.not_a_file", path=str(path))
        log = path.with_name(path.name + "-wal")
        if log.exists() and log.stat().st_size:
            raise DatabaseUnusable("copy.in_use", path=str(path))
        if progress is not None:
            progress("verifying")
        manifest = manifest_of(path)
        if manifest is not None and digest_of(path) != manifest.sha256:
            raise DatabaseUnusable("copy.altered", path=str(path))
    found = db.examine(path)
    if manifest is not None and (found.counts, found.head_hash) != (
        manifest.counts,
        manifest.head_hash,
    ):
        raise DatabaseUnusable("copy.altered", path=str(path))
    return manifest


def copies_of(database: Path) -> list[StoredCopy]:
    """The copies in the database's folder of copies, newest first; files of other names or without a manifest are not ours."""
    folder = folder_of(database)
    if not folder.is_dir():
        return []
    found = [StoredCopy(path, manifest) for path in folder.glob("*.db") if (manifest := manifest_of(path))]
    return sorted(found, key=lambda copy: (copy.manifest.made_at, copy.path.name), reverse=True)


def manifest_of(path: Path) -> Manifest | None:
    """The manifest beside a copy; None when there is none that can be read."""
    try:
        return Manifest(**json.loads(_manifest_path(path).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def remove(copy: StoredCopy) -> None:
    """Take a copy away, the copy before its manifest."""
    for path in (copy.path, _manifest_path(copy.path)):
        path.unlink(missing_ok=True)


def sweep(database: Path) -> None:
    """Take away what a killed backup left behind: passing files whose process is gone, manifests without a copy."""
    folder = folder_of(database)
    for passing in folder.glob(f"*{PARTIAL}"):
        if not _alive(passing):
            passing.unlink(missing_ok=True)
    for manifest in folder.glob(f"*.db{MANIFEST}"):
        if not manifest.with_suffix("").exists() and not any(folder.glob(f"{manifest.stem}.*{PARTIAL}")):
            manifest.unlink(missing_ok=True)


def digest_of(path: Path) -> str:
    """SHA-256 of a copy (never of a database in use: reading it by hand would drop SQLite's locks)."""
    digest = hashlib.sha256()
    with path.open("rb") as handle:
        while block := handle.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


@contextmanager
def in_words(path: Path) -> Iterator[None]:
    """What the disk says while a copy is made, as a sentence: no space, not allowed, no such folder."""
    try:
        yield
    except OSError as error:
        if error.errno in (27, 28, 122):  # EFBIG, ENOSPC, EDQUOT
            raise DatabaseUnusable("copy.full", path=str(path)) from error
        raise DatabaseUnusable("copy.not_written", path=str(path)) from error


def _snapshot(database: Path, passing: Path, cancelled: Callable[[], bool] | None) -> None:
    try:
        db.snapshot(database, passing, cancelled=cancelled)
    except DatabaseUnusable as error:
        # SQLite says "full" of the disk that the copy goes to.
        sentence = "copy.full" if error.sentence in ("db.full", "db.io") else error.sentence
        raise DatabaseUnusable(sentence, **error.values | {"path": str(database)}) from error
    except Exception as error:
        if cancelled is not None and cancelled():
            raise Stopped("copy.stopped") from error
        raise


def _verified(passing: Path, clock: Clock, why: str, *, quick: bool) -> Manifest:
    found = db.examine(passing, quick=quick)
    return Manifest(
        made_at=clock.stamp(),
        why=why,
        program=__version__,
        schema=found.version,
        size=passing.stat().st_size,
        sha256=digest_of(passing),
        counts=found.counts,
        head_id=found.head_id,
        head_hash=found.head_hash,
    )


def _publish(passing: Path, target: Path, manifest: Manifest) -> None:
    beside = passing.with_name(passing.name.removesuffix(PARTIAL) + f"{MANIFEST}{PARTIAL}")
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1)
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(handle, text.encode())
        os.fsync(handle)
    finally:
        os.close(handle)
    beside.replace(_manifest_path(target))
    try:
        # link, not rename: a file that came to bear this name meanwhile is never replaced.
        os.link(passing, target)
    except OSError as error:
        if error.errno not in _NO_LINKS or target.exists():
            raise
        passing.rename(target)
    _sync(target.parent)


@contextmanager
def _passing_file(target: Path) -> Iterator[Path]:
    passing = target.with_name(f"{target.name}.{os.getpid()}{PARTIAL}")
    passing.unlink(missing_ok=True)
    os.close(os.open(passing, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield passing
    finally:
        for left in (passing, passing.with_name(passing.name + "-journal")):
            with suppress(OSError):
                left.unlink(missing_ok=True)


def _make_folder(folder: Path, *, of: Path) -> None:
    if folder.parent == of and not folder.exists():
        folder.mkdir(mode=0o700, exist_ok=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _manifest_path(copy: Path) -> Path:
    return copy.with_name(copy.name + MANIFEST)


def _alive(passing: Path) -> bool:
    number = passing.name.removesuffix(PARTIAL).removesuffix(MANIFEST).rpartition(".")[2]
    try:
        os.kill(int(number), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return True
