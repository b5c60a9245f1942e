"""The doctor: looks whether the house is sound, says each thing found with what it means, and repairs what can be computed anew.

It never guesses at people's work: repaired are derived rows, permissions, the schema's own indexes and triggers, and a missing
backup; everything else is told with the one thing to do. A second look after a repair finds nothing of what was repaired.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from onboarding.db import connection as door
from onboarding.db import pending, staging_locks
from onboarding.db import proofs as db
from onboarding.db.connection import Connection, Database
from onboarding.db.migrations import SCHEMA_VERSION
from onboarding.errors import DatabaseUnusable
from onboarding.services import copies, premises
from onboarding.services.clock import Clock
from onboarding.services.premises import Finding

QUICK_ENTRIES = 200
"""Journal entries whose hashes the quick look checks."""
BACKUP_AGE = timedelta(days=1)
WAL_AT_MOST = 64 << 20


@dataclass(slots=True)
class Patient:
    """What one look is about."""

    connection: Connection
    path: Path
    clock: Clock
    deep: bool


Check = Callable[[Patient], Iterator[Finding]]


class Doctor:
    """Looks at one database file; opens it itself, so that it can also say why it cannot be opened."""

    def __init__(self, database: Path, clock: Clock) -> None:
        self._path = database
        self._clock = clock
        self._database = Database(database, schema_version=SCHEMA_VERSION)

    def look(self, *, deep: bool = True) -> list[Finding]:
        """Everything found, the worst first. Deep reads every page and every row; quick answers within a moment.

        Raises:
            DatabaseUnusable: It could not be looked at: missing, foreign, newer, not a database.
        """
        found = list(premises.findings(self._path))
        try:
            with self._database.read(everything=True) as connection:
                patient = Patient(connection, self._path, self._clock, deep)
                for check in (*_QUICK, *(_DEEP if deep else ())):
                    found += check(patient)
        except DatabaseUnusable as error:
            if error.sentence != "db.damaged":
                raise
            if all(finding.code != "damaged" for finding in found):
                found.append(Finding("damaged", "broken", {"what": "malformed"}))
        return sorted(found, key=lambda finding: finding.severity != "broken")

    def repair(self, who: str) -> list[Finding]:
        """Take a copy, repair what can be repaired, and look again; what is still found.

        Raises:
            DatabaseUnusable: The copy could not be taken: nothing was repaired.
        """
        fixable = {finding.code for finding in self.look() if finding.fixable}
        if fixable:
            premises.mend(self._path)
            self._copy()
        if fixable - _NOT_IN_THE_DATABASE:
            with (
                self._database.hold(everything=True) as held,
                self._database.write(who=who, what="doctor", on=held) as connection,
            ):
                _mend(connection)
        if "log_long" in fixable:
            with door.writer_lock(self._path, who, "doctor"):
                db.empty_log(self._path)
        return self.look()

    def _copy(self) -> None:
        place = copies.folder_of(self._path) / copies.new_name(self._path, self._clock, "repair")
        copies.take_copy(self._path, copies.free_name(place), clock=self._clock, why="repair")


_NOT_IN_THE_DATABASE = frozenset({"permissions", "backup_none", "backup_old", "backup_unsound", "log_long"})


def _mend(connection: Connection) -> None:
    db.mend_schema(connection)
    if db.damage(connection)[1]:
        db.rebuild_index(connection)
    db.mend_facts(connection, db.wrong_facts(connection))
    db.mend_search(connection, db.wrong_search(connection))
    db.mend_office_search(connection, db.wrong_office_search(connection))
    if db.wrong_tally(connection):
        db.mend_tally(connection)


def _engine(_patient: Patient) -> Iterator[Finding]:
    version, sound = db.sqlite_version()
    if not sound:
        yield Finding("sqlite_old", "risk", {"version": version})


def _journal_mode(patient: Patient) -> Iterator[Finding]:
    mode = db.journal_mode(patient.connection)
    if db.sqlite_version()[1] and mode != "wal":
        yield Finding("journal_mode", "risk", {"mode": mode})


def _log_size(patient: Patient) -> Iterator[Finding]:
    log = patient.path.with_name(patient.path.name + "-wal")
    if log.exists() and log.stat().st_size > WAL_AT_MOST:
        yield Finding("log_long", "risk", {"size": log.stat().st_size >> 20}, fixable=True)


def _schema(patient: Patient) -> Iterator[Finding]:
    missing = sorted(db.missing_schema(patient.connection))
    if missing:
        yield Finding("schema_missing", "broken", {"names": ", ".join(missing)}, fixable=True)


def _clock(patient: Patient) -> Iterator[Finding]:
    _, at = db.last_entry(patient.connection)
    if at and datetime.fromisoformat(at) > patient.clock.now() + timedelta(minutes=5):
        yield Finding("clock_behind", "risk", {"at": at[:16].replace("T", " ")})


def _backup(patient: Patient) -> Iterator[Finding]:
    number, _ = db.last_entry(patient.connection)
    newest = next(iter(copies.copies_of(patient.path)), None)
    if newest is None:
        if number > 1:
            yield Finding("backup_none", "risk", fixable=True)
        return
    age = patient.clock.now() - datetime.fromisoformat(newest.manifest.made_at)
    if age > BACKUP_AGE and newest.manifest.head_id != number:
        yield Finding("backup_old", "risk", {"days": age.days}, fixable=True)
    if newest.manifest.made_at > db.last_restore(patient.connection) and db.anchor_lost(
        patient.connection, newest.manifest.head_id, newest.manifest.head_hash
    ):
        yield Finding("journal_cut", "broken", {"copy": newest.path.name})


def _newest_entries(patient: Patient) -> Iterator[Finding]:
    broken = db.broken_chain(patient.connection, last=None if patient.deep else QUICK_ENTRIES)
    if broken is not None:
        yield Finding("journal_altered", "broken", {"id": broken})


def _imports(patient: Patient) -> Iterator[Finding]:
    for run in pending.all_pending(patient.connection):
        if not staging_locks.is_alive(patient.path, run.plan):
            said = {"id": run.batch, "file": run.file, "written": run.written, "rows": run.rows}
            yield Finding("import_cut_off", "risk", said)


def _pages(patient: Patient) -> Iterator[Finding]:
    damage, index = db.damage(patient.connection)
    if damage is not None:
        yield Finding("damaged", "broken", {"what": damage})
    if index:
        yield Finding("search_malformed", "broken", fixable=True)


def _references(patient: Patient) -> Iterator[Finding]:
    loose = db.loose_references(patient.connection)
    if loose:
        yield Finding("references", "broken", {"n": loose})


def _derived(patient: Patient) -> Iterator[Finding]:
    wrong = db.wrong_facts(patient.connection)
    if wrong:
        yield Finding("facts", "broken", {"n": len(wrong)}, fixable=True)
    wrong = [*db.wrong_search(patient.connection), *db.wrong_office_search(patient.connection)]
    if wrong:
        yield Finding("search_index", "broken", {"n": len(wrong)}, fixable=True)
    if db.wrong_tally(patient.connection):
        yield Finding("tally", "broken", fixable=True)


def _newest_copy(patient: Patient) -> Iterator[Finding]:
    newest = next(iter(copies.copies_of(patient.path)), None)
    if newest is None:
        return
    try:
        copies.verify(newest.path)
    except DatabaseUnusable:
        yield Finding("backup_unsound", "broken", {"copy": newest.path.name}, fixable=True)


_QUICK: tuple[Check, ...] = (_engine, _journal_mode, _log_size, _schema, _clock, _imports, _backup, _newest_entries)
_DEEP: tuple[Check, ...] = (_pages, _references, _derived, _newest_copy)
