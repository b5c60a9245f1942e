"""Backups of the running house: when one is due, which are kept, and how a copy becomes the database again."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from onboarding.db import backup as db
from onboarding.db import connection as door
from onboarding.db.migrations import open_database
from onboarding.domain import rotation
from onboarding.errors import DatabaseUnusable
from onboarding.services import copies
from onboarding.services.clock import Clock
from onboarding.services.copies import Manifest, Progress, StoredCopy
from onboarding.services.writing import WritePath

EVERY = timedelta(minutes=15)
"""How old the newest copy may be while something changed: what is lost at worst when the disk's file is."""
MANY_ROWS = 500
"""An import of more rows than this is preceded by a copy."""
_WORKROOM = ".restoring-"
_PAST_COPYING = frozenset({"db.damaged", "db.not_a_database", "copy.unsound"})
"""A database of which no sound copy can be taken any more: it is put aside as it is."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of bringing a copy back."""

    manifest: Manifest | None
    kept: Path | None
    """Where what was the database until now lies; None when there was none."""
    entries_gone: int
    """Journal entries that were made since the copy and are no longer in the database."""


class Backups:
    """The door to the copies of a database."""

    def __init__(self, writing: WritePath) -> None:
        self._writing = writing

    @property
    def _database(self) -> Path:
        return self._writing.database.path

    def backup(
        self,
        target: Path | None = None,
        *,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
        why: str = "asked",
    ) -> StoredCopy:
        """A verified copy, in the folder of copies or where the person wants it (a folder or a new file).

        Raises:
            DatabaseUnusable: The name is taken, there is no space, or the copy is not sound; nothing is left behind.
            Stopped: ``cancelled`` said so.
        """
        made = copies.take_copy(
            self._database,
            self._place(target, why),
            clock=self._writing.clock,
            why=why,
            progress=progress,
            cancelled=cancelled,
        )
        if target is None:
            self._rotate()
        return made

    def due(self) -> bool:
        """Whether the newest copy is older than a quarter of an hour and something was changed since; cheap, reads no copy."""
        with self._writing.database.read() as connection:
            number, head = db.head(connection)
        newest = self.newest()
        if newest is None:
            return number > 1  # a database in which nobody did more than arrive
        aged = self._writing.clock.now() - datetime.fromisoformat(newest.manifest.made_at) >= EVERY
        return aged and newest.manifest.head_hash != head

    def automatic(self) -> StoredCopy | None:
        """Take the copy that is due, unless none is or a colleague's program takes it at this moment."""
        with _alone(self._database) as alone:
            return self.backup(why="automatic") if alone and self.due() else None

    def before_import(self, rows: int, *, cancelled: Callable[[], bool] | None = None) -> StoredCopy | None:
        """The copy before an import of more than 500 rows; None for a small one, or when nothing changed since the newest."""
        if rows <= MANY_ROWS:
            return None
        return before_import(self._database, self._writing.clock, cancelled=cancelled)

    def copies(self) -> list[StoredCopy]:
        """The copies in the folder of copies, newest first."""
        return copies.copies_of(self._database)

    def newest(self) -> StoredCopy | None:
        """The newest copy, or None."""
        return next(iter(self.copies()), None)

    def _place(self, target: Path | None, why: str) -> Path:
        name = copies.new_name(self._database, self._writing.clock, why)
        if target is None:
            return copies.free_name(copies.folder_of(self._database) / name)
        return target / name if target.is_dir() else target

    def _rotate(self) -> None:
        copies.sweep(self._database)
        stored = {copy.path.name: copy for copy in self.copies()}
        known = [
            rotation.Copy(copy.at, name, risky=copy.manifest.why not in ("asked", "automatic"))
            for name, copy in stored.items()
        ]
        for gone in rotation.to_remove(known, self._writing.clock.local()):
            copies.remove(stored[gone.name])


def before_import(database: Path, clock: Clock, *, cancelled: Callable[[], bool] | None = None) -> StoredCopy | None:
    """The copy before an import of many rows; None when nothing was changed since the newest one.

    Proved quickly, since a person waits; whoever restores it has it examined whole.

    Raises:
        DatabaseUnusable: It could not be taken: the import should not begin.
        Stopped: ``cancelled`` said so.
    """
    newest = next(iter(copies.copies_of(database)), None)
    if newest is not None and newest.manifest.head_hash == db.head_of(database)[1]:
        return None
    place = copies.free_name(copies.folder_of(database) / copies.new_name(database, clock, "import"))
    return copies.take_copy(database, place, clock=clock, why="import", quick=True, cancelled=cancelled)


def restore(database: Path, file: Path, *, login: str, clock: Clock, progress: Progress | None = None) -> Restored:
    """Make a copy the database: the copy is verified, the present database copied, then all of it replaced in one step.

    Works also when the database is damaged or gone. What is put in place is examined; when it is not what the copy was, the former
    state is put back. The restored journal gets an entry that says who brought it back.

    Raises:
        NotFound: There is no such copy.
        DatabaseUnusable: The copy or the place is not fit; the database is as before.
    """
    tell = progress or (lambda _step: None)
    manifest = copies.verify(file, progress=progress)
    door.refuse_unsafe_place(database)
    wanted = db.examine(file)
    with door.in_words(database):
        database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # The queue is held from the copy of the present on, so that nobody saves what would be in neither.
    with door.in_words(database), door.writer_lock(database, login, "restore"):
        last = _last_entry(database)
        tell("keeping")
        kept, usable = _keep_present(database, clock)
        tell("replacing")
        if not usable:
            _put_aside(database, kept)
        door.create_file(database)
        _replace(database, file, kept if usable else None, login, clock)
    return Restored(manifest, kept, max(last - wanted.head_id, 0))


def _replace(database: Path, file: Path, former: Path | None, login: str, clock: Clock) -> None:
    """One step: whoever kills it leaves the former state, or the restored one whose journal says that it was restored."""
    with _workroom(database) as room:
        staged = room / database.name
        door.create_file(staged)
        db.overwrite(staged, file)
        _enter(staged, file, login, clock)
        wanted = db.examine(staged)
        db.overwrite(database, staged)
    if db.holds(database, wanted):
        return
    if former is not None:
        db.overwrite(database, former)
    raise DatabaseUnusable("restore.not_proved", path=str(file))


@contextmanager
def _workroom(database: Path) -> Iterator[Path]:
    """A passing folder beside the database; those of killed restores are taken away, the caller holds the queue."""
    import shutil
    import tempfile

    for left in database.parent.glob(f"{_WORKROOM}*"):
        shutil.rmtree(left, ignore_errors=True)
    room = Path(tempfile.mkdtemp(prefix=_WORKROOM, dir=database.parent))
    try:
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)


def _last_entry(database: Path) -> int:
    try:
        return db.head_of(database)[0] if database.exists() and database.stat().st_size else 0
    except DatabaseUnusable:
        return 0


def _keep_present(database: Path, clock: Clock) -> tuple[Path | None, bool]:
    """(where the present database is kept, whether it is usable): a verified copy, or the name to put a damaged one aside under."""
    if not database.exists() or database.stat().st_size == 0:
        return None, True
    folder = copies.folder_of(database)
    name = folder / copies.new_name(database, clock, "restore")
    try:
        return copies.take_copy(database, copies.free_name(name), clock=clock, why="restore").path, True
    except DatabaseUnusable as error:
        if error.sentence not in _PAST_COPYING:
            raise
        return copies.free_name(name.with_name(copies.new_name(database, clock, "damaged"))), False


def _put_aside(database: Path, kept: Path | None) -> None:
    """Move a damaged database, its log first, so that no log of the old file ever meets the new one."""
    if kept is None:
        return
    for suffix in ("-wal", "-shm", "-journal", ""):
        part = database.with_name(database.name + suffix)
        if part.exists():
            part.rename(kept.with_name(kept.name + suffix))


def _enter(staged: Path, file: Path, login: str, clock: Clock) -> None:
    """Bring the copy of the copy up to the program's schema, and write who brought it back."""
    from onboarding.services.arrival import arrive

    opened = open_database(staged)
    writing = WritePath(opened, clock, arrive(opened, clock, login), door="restore")
    with writing.change("restore", subject=file.name) as change:
        change.number()


@contextmanager
def _alone(database: Path) -> Iterator[bool]:
    """Whether this process is the one that takes automatic copies at this moment."""
    import fcntl

    folder = copies.folder_of(database)
    with suppress(OSError):
        folder.mkdir(mode=0o700, exist_ok=True)
    with copies.in_words(folder):
        handle = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(handle)
