"""A run of many rows: begun, written in chunks that nobody sees, shown by its last step; gone on with after a kill, or taken away.

Why so: docs/decisions/0006.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from onboarding.db import bulk, pending, pending_rows, staging_locks
from onboarding.db import imports as db
from onboarding.db.connection import Connection, Held
from onboarding.db.import_staging import Staging
from onboarding.db.pending import Pending
from onboarding.db.undoing import Undone
from onboarding.errors import NotFound, Refused, Stopped
from onboarding.services import import_late as late
from onboarding.services.import_plan import Cancelled, ImportPlan, Progress, stop_if
from onboarding.services.import_profiles import keep
from onboarding.services.import_writing import (
    ImportResult,
    Pen,
    begin,
    check,
    finish,
    is_first,
    notes,
    prepare,
    result,
    write_chunk,
)
from onboarding.services.writing import WritePath

CACHE_KIB = 65_536
"""The indexes of a large list do not fit into the usual 2 MB, and every page would be written many times."""
_AWAY = 5_000
"""Rows that are taken away at a time."""


def commit(writing: WritePath, plan: ImportPlan, tell: Progress, cancelled: Cancelled | None) -> ImportResult:
    """Write a plan of many rows.

    Raises:
        Stopped: the person cancelled; the run can be gone on with, or taken away.
    """
    sha256 = plan.staging.seal(notes(plan))
    with writing.change("import_begun", subject=plan.about.file, cancelled=cancelled) as change:
        pen = begin(change, plan, state="pending")
        pending.enter(
            change.connection, pen.batch, plan.staging.name, sha256, as_of=pen.as_of, rows=pen.rows, blocks=pen.blocks
        )
        keep(change, plan, pen.batch)
    plan.is_kept = True
    done = _go_on(writing, pen, tell, cancelled)
    plan.is_kept = False
    return done


def resume(writing: WritePath, batch: int, tell: Progress, cancelled: Cancelled | None) -> ImportResult:
    """Go on with a run that was cut off, from its last chunk.

    Raises:
        NotFound: There is no such run.
        Refused: It was not cut off, somebody is at work on it, or its plan is gone.
        Stopped: as ``commit``.
    """
    found = _pending(writing, batch)
    staging = Staging.again(writing.database.path, found.plan, found.sha256, run=batch)
    is_done = False
    try:
        run = _pending(writing, batch)  # anew, now that nobody else can go on with it
        done = _go_on(writing, Pen.again(run, staging), tell, cancelled)
        is_done = True
    finally:
        staging.close(keep=not is_done)
    return done


def take_away(writing: WritePath, batch: int, *, cancelled: Cancelled | None = None) -> Undone:
    """Take a run that was cut off away with all that it wrote; nobody has seen any of it.

    Raises:
        Refused: Somebody is at work on it.
        Stopped: the person cancelled; the run is shorter now and can still be gone on with, or taken away.
    """
    found = _pending(writing, batch)
    if staging_locks.is_alive(writing.database.path, found.plan):
        raise Refused("imports.running", id=batch)
    leads = 0
    with writing.database.hold(everything=True, cache_kib=CACHE_KIB) as held:
        left = 1
        while left:
            stop_if(cancelled)
            with writing.change("import_given_up", subject=found.file, cancelled=cancelled, on=held) as change:
                run = _there(change.connection, batch)
                before = run.blocks["lead"].next if "lead" in run.blocks else 0
                left = pending_rows.drop_last(change.connection, batch, run.written, run.blocks, _AWAY)
                pending.note(change.connection, batch, left, run.blocks)
                leads += before - (run.blocks["lead"].next if "lead" in run.blocks else 0)
                if not left:
                    change.number()
                    pending.leave(change.connection, batch)
                    db.give_up(change.connection, batch)
    staging_locks.forget(writing.database.path, found.plan)
    return Undone(rows=leads, unseen=True)


def _pending(writing: WritePath, batch: int) -> Pending:
    with writing.database.read() as connection:
        run = pending.pending(connection, batch)
        if run is None:
            if db.run(connection, batch) is None:
                raise NotFound("imports.no_run", id=batch)
            raise Refused("imports.not_cut_off", id=batch)
    return run


def _go_on(writing: WritePath, pen: Pen, tell: Progress, cancelled: Cancelled | None) -> ImportResult:
    with _told_how_far(pen) as far:
        with writing.database.hold(everything=True, cache_kib=CACHE_KIB) as held:
            if pen.written == 0 and is_first(held.connection, pen.totals["new"]):
                _write_first(writing, held, pen, tell, cancelled)
            while pen.written < pen.rows:
                _write_next(writing, held, pen, tell, cancelled)
                far.append(pen.written)
            check(held.connection, pen)
        stop_if(cancelled)
        tell(pen.rows, pen.rows, "finishing")
        _show(writing, pen, cancelled)
    return result(pen)


def _write_next(writing: WritePath, held: Held, pen: Pen, tell: Progress, cancelled: Cancelled | None) -> None:
    """One chunk, in a transaction that colleagues hardly notice."""
    stop_if(cancelled)
    chunk = prepare(pen)
    with writing.change("import", subject=pen.file, cancelled=cancelled, on=held) as change:
        _refuse_other(change.connection, pen)
        write_chunk(change, pen, chunk)
        pending.note(change.connection, pen.batch, pen.written, pen.blocks)
    tell(pen.written, pen.rows, "saving")


def _write_first(writing: WritePath, held: Held, pen: Pen, tell: Progress, cancelled: Cancelled | None) -> None:
    """The first list of a book: all of it in one transaction, its indexes built once at the end. Killed, it begins again.

    Row by row, indexes of a million leads that do not fit into memory would be written many times over.
    """
    with (
        writing.change("import", subject=pen.file, cancelled=cancelled, on=held) as change,
        bulk.unindexed(change.connection, ("lead",)),
    ):
        _refuse_other(change.connection, pen)
        while pen.written < pen.rows:
            stop_if(cancelled)
            write_chunk(change, pen, prepare(pen))
            tell(pen.written, pen.rows, "saving")
        pending.note(change.connection, pen.batch, pen.written, pen.blocks)


def _show(writing: WritePath, pen: Pen, cancelled: Cancelled | None) -> None:
    """The last step: from its end on the run is there for everybody, as one entry."""
    database = writing.database
    # What colleagues did since the plan is looked through before the queue, so that only the last moments are left in it.
    found = late.meetings(database, pen, since=pen.as_of)
    with (
        database.hold(cache_kib=CACHE_KIB) as held,
        writing.change("import", subject=pen.file, cancelled=cancelled, on=held) as change,
    ):
        _refuse_other(change.connection, pen)
        found = found.and_then(late.meetings(database, pen, since=found.up_to))
        folded = late.fold(change, pen, found.hidden)
        pending.leave(change.connection, pen.batch)
        gone = finish(change, pen, moved=found.moved, folded=folded, cancelled=cancelled)
        late.let_go(change, pen, gone)
        if folded or gone:
            pen.totals |= late.counted(change.connection, pen)
        db.finish_run(
            change.connection,
            pen.batch,
            change_id=change.number(),
            counts=pen.totals,
            committed_at=change.signature.at.isoformat(timespec="seconds"),
        )


@contextmanager
def _told_how_far(pen: Pen) -> Iterator[list[int]]:
    """Whoever ends the work is told what stands and what can be done with it."""
    far = [pen.written]
    try:
        yield far
    except (Stopped, KeyboardInterrupt) as stop:
        raise Stopped("imports.cut_off", id=pen.batch, file=pen.file, written=far[-1], rows=pen.rows) from stop


def _there(connection: Connection, batch: int) -> Pending:
    run = pending.pending(connection, batch)
    if run is None:
        raise Refused("imports.not_cut_off", id=batch)
    return run


def _refuse_other(connection: Connection, pen: Pen) -> None:
    """Another copy of the database may have been put in the place of this one since the last chunk."""
    if _there(connection, pen.batch).written != pen.written:
        raise Refused("imports.plan_lost", id=pen.batch)
