"""The private file in which a planned import stands until it is committed: rows read, what is to become of each, keys seen.

A plan writes nothing to the office's database. The file lies beside it (owner only), is locked while its program lives, and is
removed at the end; one that nobody locks any more was left by a program that died, and ``leftovers`` says so.
"""

from __future__ import annotations

import json
import os
import secrets
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onboarding.db.connection import Connection
from onboarding.db.driver import sqlite3

_SCHEMA = (
    "CREATE TABLE row (n INTEGER PRIMARY KEY, line INTEGER, reject TEXT, warnings TEXT, cells TEXT, record TEXT, more TEXT)",
    "CREATE TABLE verdict (n INTEGER PRIMARY KEY, verdict TEXT, entity INTEGER, candidates TEXT, warnings TEXT, reasons TEXT)",
    "CREATE TABLE doubt (n INTEGER PRIMARY KEY, fingerprint TEXT, scored TEXT)",
    "CREATE TABLE made (ordinal INTEGER PRIMARY KEY, n INTEGER, record TEXT, more TEXT)",
    "CREATE TABLE touched (lead_id INTEGER PRIMARY KEY, fields TEXT, more TEXT)",
    "CREATE TABLE replaced (n INTEGER, lead_id INTEGER, field TEXT, before TEXT, after TEXT, typed_by TEXT, typed_at TEXT)",
    "CREATE TABLE key (hash INTEGER, entity INTEGER, PRIMARY KEY (hash, entity)) WITHOUT ROWID",
    "CREATE TABLE account (n INTEGER PRIMARY KEY, stored INTEGER, key TEXT, agrees TEXT, is_first INTEGER)",
)
_PLANNED = ("verdict", "doubt", "made", "touched", "replaced", "key", "account")
_SUFFIX = ".plan"


@dataclass(frozen=True, slots=True)
class Leftover:
    """A plan that its program did not end."""

    file: str
    """The list's name."""
    sha256: str
    started_at: str
    """UTC."""


class Staging:
    """The staging file of one plan. Use from several threads, one at a time (it locks)."""

    def __init__(self, database: Path, *, file: str, sha256: str, started_at: str) -> None:
        self._path = staging_folder(database) / f"{os.getpid()}-{secrets.token_hex(4)}{_SUFFIX}"
        self._guard = threading.RLock()
        self._lock: int | None = None
        self._connection: Any = None
        try:
            self._lock = _hold(self._path, {"file": file, "sha256": sha256, "started_at": started_at})
            self._connection = self._opened()
        except BaseException:
            self.close()
            raise

    def _opened(self) -> Connection:
        os.close(os.open(self._path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        connection = sqlite3.connect(str(self._path), isolation_level=None, check_same_thread=False)
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "locking_mode=EXCLUSIVE", "cache_size=-16000"):
            connection.execute(f"PRAGMA {pragma}")
        for statement in _SCHEMA:
            connection.execute(statement)
        return connection

    def close(self) -> None:
        """Remove the file."""
        with self._guard:
            if self._connection is not None:
                self._connection.close()
            self._path.unlink(missing_ok=True)
            _lock_of(self._path).unlink(missing_ok=True)
            if self._lock is not None:
                os.close(self._lock)
                self._lock = None
        with suppress(OSError):
            self._path.parent.rmdir()

    # ------------------------------------------------------------------ writing the plan

    def forget_plan(self) -> None:
        """Keep the rows, forget what was to become of them."""
        for table in _PLANNED:
            self._run(f"DELETE FROM {table}")

    def add_rows(self, rows: Iterable[Sequence[Any]]) -> None:
        """(n, line, reject, warnings, cells, record, more) each."""
        self._many("INSERT INTO row VALUES (?, ?, ?, ?, ?, ?, ?)", rows)

    def add_verdicts(self, rows: Iterable[Sequence[Any]]) -> None:
        """(n, verdict, entity, candidates, warnings, reasons) each."""
        self._many("INSERT INTO verdict VALUES (?, ?, ?, ?, ?, ?)", rows)

    def add_doubts(self, rows: Iterable[Sequence[Any]]) -> None:
        """(n, fingerprint, scored) of each row that a person is to be asked about; scored: JSON list of (lead, points, signs)."""
        self._many("INSERT INTO doubt VALUES (?, ?, ?)", rows)

    def add_made(self, rows: Iterable[Sequence[Any]]) -> None:
        """(ordinal, n) of each lead that the import will make."""
        self._many("INSERT INTO made (ordinal, n) VALUES (?, ?)", rows)

    def change_made(self, rows: Iterable[Sequence[Any]]) -> None:
        """(record, more, ordinal) of leads to be made into which a later row was folded."""
        self._many("UPDATE made SET record = ?, more = ? WHERE ordinal = ?", rows)

    def set_touched(self, rows: Iterable[Sequence[Any]]) -> None:
        """(lead, fields, more) that older leads will get."""
        self._many("INSERT OR REPLACE INTO touched VALUES (?, ?, ?)", rows)

    def add_accounts(self, rows: Iterable[Sequence[Any]]) -> None:
        """(n, stored account or None, key, agreements as JSON, whether it is the first of its lead) each: GeM's report only."""
        self._many("INSERT INTO account VALUES (?, ?, ?, ?, ?)", rows)

    def add_replaced(self, rows: Iterable[Sequence[Any]]) -> None:
        """(n, lead, field, before, after, typed by, typed at) of values that give way, or are kept because somebody typed them."""
        self._many("INSERT INTO replaced VALUES (?, ?, ?, ?, ?, ?, ?)", rows)

    def add_keys(self, rows: Iterable[tuple[int, int]]) -> None:
        """(hash, entity): keys that no longer fit into memory."""
        self._many("INSERT OR IGNORE INTO key VALUES (?, ?)", rows)

    def warn(self, ordinals: Sequence[int], code: str) -> tuple[int, int]:
        """Add a warning to the rows that make these leads: how many had it not, and how many of these had none at all."""
        rows = self.all(
            "SELECT v.n, v.warnings FROM json_each(?) k CROSS JOIN made m ON m.ordinal = k.value JOIN verdict v ON v.n = m.n",
            (json.dumps(list(ordinals)),),
        )
        new = [(f"{told} {code}".strip(), n) for n, told in rows if code not in told.split()]
        self.begin()
        self._many("UPDATE verdict SET warnings = ? WHERE n = ?", new)
        self.end()
        return len(new), sum(told == code for told, _ in new)

    def begin(self) -> None:
        """One transaction around a chunk: without it every row is one."""
        self._run("BEGIN")

    def end(self) -> None:
        """The end of a chunk."""
        self._run("COMMIT")

    # ------------------------------------------------------------------ reading the plan

    def chunks(self, size: int) -> Iterator[list[tuple[Any, ...]]]:
        """All rows again, in their order: (n, line, reject, warnings, cells, record, more)."""
        last = -1
        while True:
            rows = self.all("SELECT * FROM row WHERE n > ? ORDER BY n LIMIT ?", (last, size))
            if not rows:
                return
            last = rows[-1][0]
            yield rows

    def rows_of(self, numbers: Sequence[int]) -> list[tuple[Any, ...]]:
        """The rows with these numbers, in their order: as ``chunks`` gives them."""
        return self.all(
            "SELECT row.* FROM json_each(?) k CROSS JOIN row ON row.n = k.value ORDER BY row.n",
            (json.dumps(list(numbers)),),
        )

    def accounts(self) -> Iterator[tuple[Any, ...]]:
        """(n, line, record, verdict, lead, stored account, key, agreements, first of its lead) of every account, in file order."""
        return self._stream(
            "SELECT r.n, r.line, r.record, v.verdict, v.entity, a.stored, a.key, a.agrees, a.is_first FROM account a"
            " JOIN row r ON r.n = a.n JOIN verdict v ON v.n = a.n WHERE a.n > ? ORDER BY a.n LIMIT 1000",
            -1,
        )

    def keys(self, hashes: Iterable[int]) -> list[tuple[int, int]]:
        """(hash, entity) of those that were put away."""
        return self.all(
            "SELECT key.hash, key.entity FROM json_each(?) k CROSS JOIN key ON key.hash = k.value",
            (json.dumps(list(hashes)),),
        )

    def made(self, ordinal: int) -> tuple[str, str]:
        """(record, more) of a lead to be made, as it stands now."""
        return self.all(
            "SELECT coalesce(m.record, r.record), coalesce(m.more, r.more) FROM made m JOIN row r ON r.n = m.n"
            " WHERE m.ordinal = ?",
            (ordinal,),
        )[0]

    def touched(self, lead_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
        """(fields, more) that these older leads will get."""
        rows = self.all(
            "SELECT t.* FROM json_each(?) k CROSS JOIN touched t ON t.lead_id = k.value",
            (json.dumps(list(lead_ids)),),
        )
        return {lead_id: (fields, more) for lead_id, fields, more in rows}

    def leads_to_make(self) -> Iterator[tuple[int, str, str]]:
        """(ordinal, record, more), in their order."""
        return self._stream(
            "SELECT m.ordinal, coalesce(m.record, r.record), coalesce(m.more, r.more)"
            " FROM made m JOIN row r ON r.n = m.n WHERE m.ordinal > ? ORDER BY m.ordinal LIMIT 1000",
            -1,
        )

    def leads_to_touch(self) -> Iterator[tuple[int, str, str]]:
        """(lead, fields, more), by lead."""
        return self._stream("SELECT * FROM touched WHERE lead_id > ? ORDER BY lead_id LIMIT 1000", -1)

    def outcomes(self) -> Iterator[tuple[int, int, str, int | None, str, str, str, str]]:
        """(n, line, verdict, entity, candidates, reason, warnings, cells) of every row, in file order."""
        return self._stream(
            "SELECT r.n, r.line, v.verdict, v.entity, v.candidates, v.reasons, v.warnings, r.cells"
            " FROM row r JOIN verdict v ON v.n = r.n WHERE r.n > ? ORDER BY r.n LIMIT 1000",
            -1,
        )

    def doubts(self) -> Iterator[tuple[int, int, str, str, str, str, str]]:
        """(n, line, fingerprint, scored, record, more, cells) of each row to ask about, in file order."""
        return self._stream(
            "SELECT r.n, r.line, d.fingerprint, d.scored, r.record, r.more, r.cells"
            " FROM doubt d JOIN row r ON r.n = d.n WHERE d.n > ? ORDER BY d.n LIMIT 1000",
            -1,
        )

    def page(self, numbers: Sequence[int]) -> list[tuple[Any, ...]]:
        """(n, line, verdict, record, cells, reason, warnings, entity) of these rows, in no order."""
        return self.all(
            "SELECT r.n, r.line, v.verdict, r.record, r.cells, v.reasons, v.warnings, v.entity"
            " FROM json_each(?) k CROSS JOIN row r ON r.n = k.value JOIN verdict v ON v.n = r.n",
            (json.dumps(list(numbers)),),
        )

    def row(self, number: int) -> tuple[Any, ...]:
        """(line, verdict, entity, candidates, reason, warnings, cells) of one row."""
        return self.all(
            "SELECT r.line, v.verdict, v.entity, v.candidates, v.reasons, v.warnings, r.cells"
            " FROM row r JOIN verdict v ON v.n = r.n WHERE r.n = ?",
            (number,),
        )[0]

    def replaced(self, limit: int) -> list[tuple[Any, ...]]:
        """(line, lead, field, before, after, typed by, typed at), in file order; before and after as JSON."""
        return self.all(
            "SELECT r.line, p.lead_id, p.field, p.before, p.after, p.typed_by, p.typed_at"
            " FROM replaced p JOIN row r ON r.n = p.n ORDER BY p.n, p.rowid LIMIT ?",
            (limit,),
        )

    def all(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Every row of a statement."""
        with self._guard:
            return list(self._connection.execute(statement, values).fetchall())

    def _stream(self, statement: str, last: int) -> Iterator[Any]:
        while rows := self.all(statement, (last,)):
            last = rows[-1][0]
            yield from rows

    def _run(self, statement: str) -> None:
        with self._guard:
            self._connection.execute(statement)

    def _many(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        with self._guard:
            self._connection.executemany(statement, rows)


def staging_folder(database: Path) -> Path:
    """Where the plans of a database stand."""
    return database.with_name(database.name + ".plans")


def leftovers(database: Path) -> list[Leftover]:
    """Plans whose program died; they are removed, so each is told once."""
    folder = staging_folder(database)
    found = []
    for plan in sorted(folder.glob(f"*{_SUFFIX}.lock")) if folder.is_dir() else ():
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
        plan.with_suffix("").unlink(missing_ok=True)
        plan.unlink(missing_ok=True)
        os.close(handle)
    with suppress(OSError):
        folder.rmdir()
    return found


def newest_change(connection: Connection) -> int:
    """The journal's newest entry; another one later says that a plan may be out of date."""
    (newest,) = connection.execute("SELECT coalesce(max(id), 0) FROM change").fetchone()
    return int(newest)


def _lock_of(plan: Path) -> Path:
    return plan.with_name(plan.name + ".lock")


def _hold(plan: Path, note: dict[str, str]) -> int:
    import fcntl

    while True:
        plan.parent.mkdir(mode=0o700, exist_ok=True)
        try:
            handle = os.open(_lock_of(plan), os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        except FileNotFoundError:  # a colleague's import ended this moment and took the empty folder away
            continue
        break
    fcntl.flock(handle, fcntl.LOCK_EX)
    os.pwrite(handle, json.dumps(note, ensure_ascii=False).encode(), 0)
    return handle


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
