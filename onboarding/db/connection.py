"""The one door to the database file: how a connection is set up, what a read and what a write is.

A read is a short query-only connection. A write waits in the writer queue (an ``flock`` on ``<database>.lock``), begins
IMMEDIATE, and commits before it lets go: measured, without the queue 20 writers made one of them wait 11 s, and a plain BEGIN is
refused nine times of ten. Never open the database, its -wal or its -shm with ``open()``: closing that file drops SQLite's locks.
"""

from __future__ import annotations

import json
import os
import re
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from onboarding.db import pending
from onboarding.db.driver import sqlite3, wal_is_safe
from onboarding.errors import Busy, DatabaseUnusable, Stopped

APPLICATION_ID = 0x47654D55
"""Written into the file's header ("GeMU"), so that a foreign SQLite file is not taken for ours."""
_LOG_PAGES = 8_000
"""Pages (32 MB) in the log before a bulk writer carries them over: it writes the same index pages with every chunk."""
LOCK_RETRY_S = 0.02
LOCK_WAIT_S = 60.0
"""How long a save waits for the queue before it says who holds it."""
NETWORK_FILE_SYSTEMS = frozenset(
    {
        "9p", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "fuse.davfs", "fuse.glusterfs", "fuse.rclone", "fuse.s3fs",
        "fuse.sshfs", "glusterfs", "gpfs", "lustre", "ncpfs", "nfs", "nfs4", "orangefs", "smb", "smb2", "smb3", "smbfs",
    }
)  # fmt: skip

_ESCAPED = re.compile(r"\\([0-7]{3})")
"""How the kernel writes a blank in the name of a mount ("\\040")."""

Connection = Any
"""A DB-API connection of whichever driver was chosen (the two libraries' types differ)."""
Row = tuple[Any, ...]


class Held(NamedTuple):
    """A connection that is held open for several transactions."""

    connection: Connection
    everything: bool


class Database:
    """A database file and the rules of reading and writing it. Holds no connection; cheap to make, safe in any thread."""

    def __init__(self, path: Path, *, schema_version: int) -> None:
        self.path = path
        self.schema_version = schema_version
        """What this program writes; another one found in the file stops every write."""

    @contextmanager
    def read(self, *, everything: bool = False) -> Iterator[Connection]:
        """A query-only connection for one short unit of reading; fetch whole or page by key, keep no cursor.

        Args:
            everything: With the rows of imports that are not finished; for those that look after them.

        Raises:
            DatabaseUnusable: The file is missing, damaged, not ours, or newer than the program.
        """
        with in_words(self.path):
            connection = connect(self.path, create=False)
            try:
                check_version(connection, self.path, self.schema_version)
                if not everything:
                    pending.hide(connection)
                connection.execute("PRAGMA query_only=ON")
                yield connection
            finally:
                connection.close()

    @contextmanager
    def write(
        self,
        *,
        who: str,
        what: str,
        cancelled: Callable[[], bool] | None = None,
        waiting: Callable[[str, str], None] | None = None,
        on: Held | None = None,
    ) -> Iterator[Connection]:
        """One transaction under the writer queue: all of it or nothing. Blocks; call it in a worker thread.

        Args:
            who: Shown to those who wait.
            what: Shown to those who wait.
            cancelled: Asked every 20 ms while waiting; true raises Stopped.
            waiting: Told (who, since) of the holder once a wait passes half a second.
            on: A connection that is held open; without it one of its own.

        Raises:
            Busy: The queue did not come free in time.
            DatabaseUnusable: No space, read-only, or the file's version is not ours; nothing was changed.
        """
        with in_words(self.path), writer_lock(self.path, who, what, cancelled, waiting):
            if on is not None:
                with self._changing(on) as connection:
                    yield connection
                return
            with self.hold() as held, self._changing(held) as connection:
                yield connection

    @contextmanager
    def hold(self, *, everything: bool = False, cache_kib: int = 0) -> Iterator[Held]:
        """A connection for several transactions (``write(on=)``): pages it has read stay at hand until somebody else writes.

        Args:
            everything: With the rows of imports that are not finished; for those that write them.
            cache_kib: Room for its pages; 0 leaves SQLite's 2 MB.
        """
        with in_words(self.path):
            connection = connect(self.path, create=False)
            try:
                if cache_kib:
                    connection.execute(f"PRAGMA cache_size=-{cache_kib:d}")
                    connection.execute(f"PRAGMA wal_autocheckpoint={_LOG_PAGES}")
                yield Held(connection, everything)
            finally:
                connection.close()

    @contextmanager
    def _changing(self, held: Held) -> Iterator[Connection]:
        with transaction(held.connection):
            check_version(held.connection, self.path, self.schema_version)
            if not held.everything:
                pending.hide_anew(held.connection)
            yield held.connection


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """All that is written inside, or nothing. The caller stands in the writer queue."""
    try:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("COMMIT")
    except BaseException:
        # SQLITE_FULL has rolled back already; a second ROLLBACK would be an error of its own.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def connect(path: Path, *, create: bool) -> Connection:
    """A connection as all of ours are set up; for this package only, everybody else reads and writes through ``Database``.

    Raises:
        DatabaseUnusable: There is no such file, or it is another program's: that one is not even switched to write-ahead logging.
    """
    if not create and not path.exists():
        raise DatabaseUnusable("db.missing", path=str(path))
    mode = "rwc" if create else "rw"
    connection = sqlite3.connect(
        uri_of(path, f"mode={mode}"),
        uri=True,
        isolation_level=None,
        timeout=10,
        check_same_thread=False,
    )
    try:
        _refuse_foreign(connection, path)
        _set_up(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _refuse_foreign(connection: Connection, path: Path) -> None:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if application == APPLICATION_ID:
        return
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (things,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if application or version or things:
        raise DatabaseUnusable("db.not_ours", path=str(path))


def _set_up(connection: Connection) -> None:
    journal = "WAL" if wal_is_safe() else "DELETE"
    for pragma in (
        "busy_timeout=10000", f"journal_mode={journal}", "synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON",
        "trusted_schema=OFF", "cell_size_check=ON", "temp_store=MEMORY", "mmap_size=0", "journal_size_limit=67108864",
    ):  # fmt: skip
        connection.execute(f"PRAGMA {pragma}")


def uri_of(path: Path, options: str) -> str:
    """The path as SQLite's ``file:`` URI."""
    from urllib.parse import quote

    return f"file:{quote(str(path.absolute()))}?{options}"


def check_version(connection: Connection, path: Path, schema_version: int) -> None:
    """Refuse a file that is not ours or is newer than the program (checked at every unit: a colleague may have upgraded)."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION_ID:
        raise DatabaseUnusable("db.not_ours", path=str(path))
    if version > schema_version:
        raise DatabaseUnusable("db.newer", path=str(path), found=version, known=schema_version)
    if version < schema_version:
        raise DatabaseUnusable("db.older", path=str(path), found=version, known=schema_version)


def create_file(path: Path) -> None:
    """Make the folder (0700) and an empty file (0600) so that SQLite's -wal and -shm inherit owner-only permissions."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
    try:
        os.fchmod(handle, 0o600)  # an empty file that somebody made before us
    finally:
        os.close(handle)


def refuse_unsafe_place(path: Path) -> None:
    """Refuse a symbolic link, a directory, and a network file system, where SQLite's locks do not hold.

    Raises:
        DatabaseUnusable: With the reason; nothing was touched.
    """
    with in_words(path):
        if path.is_symlink():
            raise DatabaseUnusable("db.symlink", path=str(path))
        if path.exists() and not stat.S_ISREG(path.stat().st_mode):
            raise DatabaseUnusable("db.not_a_file", path=str(path))
    kind = file_system_of(path.parent)
    if kind in NETWORK_FILE_SYSTEMS:
        raise DatabaseUnusable("db.network", path=str(path), kind=kind)


def file_system_of(folder: Path, mounts: str | None = None) -> str:
    """The type of the file system that a folder lies on ("ext4"), or "" where the system does not tell (no /proc)."""
    if mounts is None:
        try:
            mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""
    wanted = str(folder.resolve()).rstrip("/") + "/"
    best, kind = "", ""
    for line in mounts.splitlines():
        words = line.split()
        if len(words) < 3:
            continue
        place = _ESCAPED.sub(lambda found: chr(int(found[1], 8)), words[1]).rstrip("/") + "/"
        if wanted.startswith(place) and len(place) >= len(best):
            best, kind = place, words[2]
    return kind


@contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Turn what SQLite and the system raise into sentences: full, read-only, no database, damaged, locked."""
    try:
        yield
    except sqlite3.IntegrityError:
        raise  # a rule of the schema, not the state of the file
    except sqlite3.DatabaseError as error:
        worded = _worded(error, path)
        if worded is None:
            raise
        raise worded from error
    except OSError as error:
        if error.errno in (27, 28, 122):  # EFBIG, ENOSPC, EDQUOT
            raise DatabaseUnusable("db.full", path=str(path)) from error
        if error.errno == 40:  # ELOOP: O_NOFOLLOW met a link
            raise DatabaseUnusable("db.symlink", path=str(path)) from error
        if isinstance(error, PermissionError) or error.errno == 30:  # EROFS
            raise DatabaseUnusable("db.read_only", path=str(path)) from error
        raise


def _worded(error: Exception, path: Path) -> DatabaseUnusable | None:
    text = str(error)
    for part, sentence in (
        ("is full", "db.full"), ("disk I/O", "db.io"), ("readonly", "db.read_only"), ("not a database", "db.not_a_database"),
        ("malformed", "db.damaged"), ("unable to open", "db.unopenable"), ("locked", "db.locked"),
    ):  # fmt: skip
        if part in text:
            kind = Busy if sentence == "db.locked" else DatabaseUnusable
            return kind(sentence, path=str(path), who="?", since="?")
    return None


@contextmanager
def writer_lock(
    path: Path,
    who: str,
    what: str,
    cancelled: Callable[[], bool] | None = None,
    waiting: Callable[[str, str], None] | None = None,
) -> Iterator[None]:
    """Stand in the writer queue of a database; the kernel frees it when the holder dies.

    Raises:
        Busy: After LOCK_WAIT_S, naming the holder.
        Stopped: ``cancelled`` said so.
    """
    import fcntl

    handle = os.open(lock_path(path), os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
    try:
        _take(handle, fcntl, cancelled, waiting)
        try:
            with suppress(OSError):  # the note is a courtesy: a full disk says so at the write itself
                note = {"who": who, "what": what, "since": time.strftime("%H:%M"), "pid": os.getpid()}
                os.ftruncate(handle, 0)
                os.pwrite(handle, json.dumps(note).encode(), 0)
            yield
        finally:
            with suppress(OSError):
                os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def lock_path(path: Path) -> Path:
    """The file of the writer queue of a database."""
    return path.with_name(path.name + ".lock")


def lock_holder(handle: int) -> tuple[str, str]:
    """Who holds the queue and since when, "?" where it is not known."""
    try:
        note = json.loads(os.pread(handle, 4096, 0) or b"{}")
    except (ValueError, OSError):
        note = {}
    return str(note.get("who", "?")), str(note.get("since", "?"))


def _take(
    handle: int,
    fcntl: Any,  # noqa: ANN401 - a module that Windows lacks
    cancelled: Callable[[], bool] | None,
    waiting: Callable[[str, str], None] | None,
) -> None:
    began = time.monotonic()
    told = False
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pass
        else:
            return
        waited = time.monotonic() - began
        if cancelled is not None and cancelled():
            raise Stopped("db.wait_cancelled")
        if waited > LOCK_WAIT_S:
            who, since = lock_holder(handle)
            raise Busy("db.busy", who=who, since=since)
        if waiting is not None and not told and waited > 0.5:
            waiting(*lock_holder(handle))
            told = True
        # Who has waited longer asks more often: otherwise those who come anew are as lucky, and the worst wait has no bound.
        time.sleep(LOCK_RETRY_S / (1 + 20 * waited))
