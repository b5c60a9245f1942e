"""The private file in which a planned import stands until it is committed: rows read, what is to become of each, keys seen.

A plan writes nothing to the office's database. The file lies beside it (``staging_locks``), is locked while its program lives,
and is removed at the end. That of a run of many rows is sealed when the run begins: never changed again, and kept until the run
is finished or taken away.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from onboarding.db.connection import Connection
from onboarding.db.driver import sqlite3
from onboarding.db.staging_locks import SUFFIX, hold, lock_of, remove, staging_folder, take
from onboarding.errors import Refused

_SCHEMA = (
    "CREATE TABLE row (n INTEGER PRIMARY KEY, line INTEGER, reject TEXT, warnings TEXT, cells TEXT, record TEXT, more TEXT)",
    "CREATE TABLE verdict (n INTEGER PRIMARY KEY, verdict TEXT, entity INTEGER, candidates TEXT, warnings TEXT, reasons TEXT)",
    "CREATE TABLE doubt (n INTEGER PRIMARY KEY, fingerprint TEXT, scored TEXT)",
    "CREATE TABLE made (ordinal INTEGER PRIMARY KEY, n INTEGER, record TEXT, more TEXT)",
    "CREATE TABLE touched (lead_id INTEGER PRIMARY KEY, fields TEXT, more TEXT)",
    "CREATE TABLE replaced (n INTEGER, lead_id INTEGER, field TEXT, before TEXT, after TEXT, typed_by TEXT, typed_at TEXT)",
    "CREATE TABLE key (hash INTEGER, entity INTEGER, PRIMARY KEY (hash, entity)) WITHOUT ROWID",
    "CREATE TABLE account (n INTEGER PRIMARY KEY, stored INTEGER, key TEXT, agrees TEXT, is_first INTEGER)",
    "CREATE TABLE note (text TEXT)",
)
_PLANNED = ("verdict", "doubt", "made", "touched", "replaced", "key", "account")


class Staging:
    """The staging file of one plan. Use from several threads, one at a time (it locks)."""

    def __init__(self, path: Path, lock: int, connection: Connection) -> None:
        self._path = path
        self._guard = threading.RLock()
        self._lock: int | None = lock
        self._connection: Any = connection

    @classmethod
    def new(cls, database: Path, *, file: str, sha256: str, started_at: str) -> Staging:
        """An empty one for a list."""
        path = staging_folder(database) / f"{os.getpid()}-{secrets.token_hex(4)}{SUFFIX}"
        lock = hold(path, {"file": file, "sha256": sha256, "started_at": started_at})
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            connection = _opened(path)
            for statement in _SCHEMA:
                connection.execute(statement)
        except BaseException:
            remove(path, lock)
            raise
        return cls(path, lock, connection)

    @classmethod
    def again(cls, database: Path, name: str, sha256: str, *, run: int) -> Staging:
        """That of a run that was cut off.

        Raises:
            Refused: A program is at work on it, or the file is gone or is not what it was.
        """
        path = staging_folder(database) / name
        lock = take(path)
        if lock is None:
            raise Refused("imports.running" if lock_of(path).exists() else "imports.plan_lost", id=run)
        try:
            if not path.is_file() or _sha256(path) != sha256:
                raise Refused("imports.plan_lost", id=run)
            return cls(path, lock, _opened(path))
        except BaseException:
            os.close(lock)
            raise

    @property
    def name(self) -> str:
        """Of its file, in the staging folder."""
        return self._path.name

    def seal(self, notes: dict[str, Any]) -> str:
        """Put the file on the disk with what its reader will want to know; its SHA-256. It is not changed after that."""
        self._many("INSERT INTO note VALUES (?)", [(json.dumps(notes, ensure_ascii=False),)])
        for path in (self._path, self._path.parent, self._path.parent.parent):
            handle = os.open(path, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
        return _sha256(self._path)

    def notes(self) -> dict[str, Any]:
        """What ``seal`` was told."""
        found: dict[str, Any] = json.loads(self.all("SELECT text FROM note")[0][0])
        return found

    def close(self, *, keep: bool = False) -> None:
        """Remove the file, or leave it to whoever goes on with the run."""
        with self._guard:
            if self._connection is not None:
                self._connection.close()
                self._connection = None
            if self._lock is None:
                return
            lock, self._lock = self._lock, None
            if keep:
                os.close(lock)
            else:
                remove(self._path, lock)

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

    def read_as(self, lines: Sequence[int]) -> dict[int, tuple[str, str]]:
        """Line of the list to (record, more) of the row that stands there, as it was read; one walk through the plan."""
        rows = self.all(
            "SELECT line, record, more FROM row WHERE line IN (SELECT value FROM json_each(?))",
            (json.dumps(list(lines)),),
        )
        return {line: (record, more) for line, record, more in rows}

    def touched(self, lead_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
        """(fields, more) that these older leads will get."""
        rows = self.all(
            "SELECT t.* FROM json_each(?) k CROSS JOIN touched t ON t.lead_id = k.value",
            (json.dumps(list(lead_ids)),),
        )
        return {lead_id: (fields, more) for lead_id, fields, more in rows}

    def leads_to_touch(self) -> Iterator[tuple[int, str, str]]:
        """(lead, fields, more), by lead."""
        return self._stream("SELECT * FROM touched WHERE lead_id > ? ORDER BY lead_id LIMIT 1000", -1)

    def rows_to_write(self, after: int, limit: int) -> list[tuple[Any, ...]]:
        """The next rows with what each makes: (line, verdict, entity, candidates, reason, warnings, cells, record, more).

        The last two are None for a row that makes no lead.
        """
        return self.all(
            "SELECT r.line, v.verdict, v.entity, v.candidates, v.reasons, v.warnings, r.cells,"
            " CASE WHEN m.n IS NOT NULL THEN coalesce(m.record, r.record) END,"
            " CASE WHEN m.n IS NOT NULL THEN coalesce(m.more, r.more) END"
            " FROM row r JOIN verdict v ON v.n = r.n LEFT JOIN made m ON v.verdict = 'new' AND m.ordinal = -v.entity - 1"
            " WHERE r.n >= ? ORDER BY r.n LIMIT ?",
            (after, limit),
        )

    def count_extras(self, gem: int) -> tuple[int, int]:
        """How many of the leads to be made their list says are on GeM, and how many further numbers they bring all together.

        ``gem`` is the place of that field in a record.
        """
        ((on_gem, more),) = self.all(
            "SELECT coalesce(sum(coalesce(m.record, r.record) ->> ? = 1), 0),"
            " coalesce(sum(json_array_length(coalesce(m.more, r.more))), 0) FROM made m JOIN row r ON r.n = m.n",
            (gem,),
        )
        return on_gem, more

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


def newest_change(connection: Connection) -> int:
    """The journal's newest entry; another one later says that a plan may be out of date."""
    (newest,) = connection.execute("SELECT coalesce(max(id), 0) FROM change").fetchone()
    return int(newest)


def _opened(path: Path) -> Connection:
    connection = sqlite3.connect(str(path), isolation_level=None, check_same_thread=False)
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "locking_mode=EXCLUSIVE", "cache_size=-16000"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as handle:
        while piece := handle.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()
