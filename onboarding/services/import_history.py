"""The runs of imports afterwards: listed, looked at, taken back as a whole, and those that were interrupted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from onboarding.db import changes as journal
from onboarding.db import imports as db
from onboarding.db import leads as leads_db
from onboarding.db import pending, staging_locks
from onboarding.db.changes import ChangeEntry
from onboarding.db.connection import Connection
from onboarding.db.imports import ImportRun, Outcome
from onboarding.db.undoing import Undone
from onboarding.errors import NotFound, Refused
from onboarding.services import import_runs
from onboarding.services.import_plan import Cancelled
from onboarding.services.writing import WritePath


@dataclass(frozen=True, slots=True)
class Interrupted:
    """An import whose program died."""

    file: str
    started_at: str
    """UTC."""
    run: int | None
    """The run that was committed before that, or that can be gone on with; None: nothing of it was kept."""
    written: int = 0
    rows: int = 0
    """Of a run that can be gone on with: how many of how many rows it has written."""


@dataclass(frozen=True, slots=True)
class KeptLead:
    """A lead that outlived the undo of the import which made or filled it."""

    id: int
    name: str
    entry: ChangeEntry | None
    """What was done to it last."""


class ImportHistory:
    """The verbs on runs that were committed or begun; ``Imports`` adds those that make one."""

    def __init__(self, writing: WritePath) -> None:
        self._writing = writing

    def runs(self, *, limit: int = 500) -> list[ImportRun]:
        """All runs, newest first."""
        with self._writing.database.read() as connection:
            return self._with_state(connection, db.runs(connection, limit=limit))

    def run(self, run_id: int) -> ImportRun:
        """One run.

        Raises:
            NotFound: There is none with this number.
        """
        with self._writing.database.read() as connection:
            return self._with_state(connection, [_found(connection, run_id)])[0]

    def _with_state(self, connection: Connection, runs: list[ImportRun]) -> list[ImportRun]:
        """Of those that are pending: whether a program is at work on them, or they were cut off."""
        plans = {run.batch: run.plan for run in pending.all_pending(connection)}
        path = self._writing.database.path
        return [
            replace(run, state="running" if staging_locks.is_alive(path, plans[run.id]) else "cut_off")
            if run.id in plans
            else run
            for run in runs
        ]

    def outcomes(self, run_id: int, *, limit: int = 1_000_000_000) -> list[Outcome]:
        """What became of the rows of a run, in file order."""
        with self._writing.database.read() as connection:
            return list(db.outcomes(connection, run_id, limit=limit))

    def each_outcome(self, run_id: int) -> Iterator[Outcome]:
        """The same one by one: a million do not stand in memory."""
        with self._writing.database.read() as connection:
            yield from db.outcomes(connection, run_id)

    def undo(self, run_id: int, *, cancelled: Cancelled | None = None) -> Undone:
        """Take a whole run back, one that was cut off as well; what somebody changed since is kept and listed.

        Raises:
            NotFound: There is no such run.
            Refused: It has been taken back already, or a program is writing it now.
        """
        with self._writing.database.read() as connection:
            run = _found(connection, run_id)
            entry = journal.entry(connection, run.change_id)
        if run.state == "pending":
            return import_runs.take_away(self._writing, run_id, cancelled=cancelled)
        if run.state == "given_up" or run.undone_at is not None or entry is None:
            raise Refused("imports.undone_already", id=run_id, file=run.file)
        return self._writing.take_back(entry, cancelled=cancelled)

    def kept(self, undone: Undone, *, limit: int = 200) -> list[KeptLead]:
        """The leads among what an undo kept, with what was done to each last; at most ``limit``, by number."""
        with self._writing.database.read() as connection:
            ids = sorted(journal.leads_of(connection, [(table, row_id) for table, row_id, _ in undone.kept]))[:limit]
            found = leads_db.leads(connection, ids) if ids else {}
            return [
                KeptLead(lead_id, found[lead_id].name, journal.last_change_of(connection, lead_id))
                for lead_id in ids
                if lead_id in found
            ]

    def interrupted(self) -> list[Interrupted]:
        """Imports whose program died: those that can be gone on with are told each time, the others once."""
        found = []
        path = self._writing.database.path
        with self._writing.database.read() as connection:
            runs = pending.all_pending(connection)
            found = [
                Interrupted(run.file, run.at.isoformat(timespec="seconds"), run.batch, run.written, run.rows)
                for run in runs
                if not staging_locks.is_alive(path, run.plan)
            ]
            for left in staging_locks.leftovers(path, {run.plan for run in runs}):
                run = db.run_of_file(connection, left.sha256)
                stands = run is not None and run.committed_at >= left.started_at
                found.append(Interrupted(left.file, left.started_at, run.id if run and stands else None))
        return found


def _found(connection: Connection, run_id: int) -> ImportRun:
    run = db.run(connection, run_id)
    if run is None:
        raise NotFound("imports.no_run", id=run_id)
    return run
