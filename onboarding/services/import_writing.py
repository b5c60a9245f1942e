"""A plan into the database: the run, new leads and their history set-wise, blanks of older leads one by one, the log of rows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date
from typing import Any

from onboarding.db import bulk, derived
from onboarding.db import imports as db
from onboarding.db.journal import ChangeSet
from onboarding.domain.mse import claimed_status
from onboarding.domain.stages import RANK
from onboarding.services.filling import fill_lead
from onboarding.services.import_matching import RECORD
from onboarding.services.import_plan import (
    VERDICTS,
    Cancelled,
    ImportPlan,
    Progress,
    lead_of,
    stop_if,
)
from onboarding.services.import_reviews import write_reviews

TICK = 1000
_AT = {name: place for place, name in enumerate(RECORD)}
_SET = (
    "source", "stage", "stage_on", "stage_rank", "mse_status", "mse_on", "batch_id", "created_at", "created_by",
    "updated_at", "updated_by",
)  # fmt: skip
_EVENT = ("lead_id", "from_stage", "to_stage", "event_on", "entered_at", "staff_id", "evidence")


@dataclass(frozen=True, slots=True)
class Written:
    """What a commit made."""

    batch: int
    first_lead: int | None


@dataclass(slots=True)
class _Pen:
    """One commit under way."""

    change: ChangeSet
    plan: ImportPlan
    today: str
    progress: Progress
    cancelled: Cancelled | None
    batch: int = 0

    @property
    def stamp(self) -> str:
        """The instant that the whole change bears."""
        return self.change.signature.at.isoformat(timespec="seconds")

    def tick(self, done: int, of: int, phase: str) -> None:
        """Say how far it is; end if the person cancelled."""
        if done % TICK == 0 or done == of:
            stop_if(self.cancelled)
            self.progress(done, of, phase)


def write_plan(
    change: ChangeSet,
    plan: ImportPlan,
    *,
    today: date,
    progress: Progress,
    cancelled: Cancelled | None,
) -> Written:
    """Write everything of a matched plan inside an open change.

    Raises:
        Stopped: the person cancelled; the change is given up.
        RuntimeError: what stands in the tables is not what was planned; the change is given up.
    """
    pen = _Pen(change, plan, today.isoformat(), progress, cancelled)
    pen.batch = db.add_run(change.connection, _run_values(pen))
    # Binding a None costs more than storing a value: what no row has is left to the schema's default.
    fields = [name for name in RECORD if name in plan.used]
    with _fit_indexes(pen):
        leads = change.insert_range("lead", (*fields, *_SET, *_given(pen)), _lead_rows(pen, fields))
    first = leads[0] if leads else None
    if leads:
        on_gem, more = _extras(plan, leads[0])
        change.insert_range("stage_event", _EVENT, _closing_rows(pen, on_gem))
        change.insert_range("lead_person", ("lead_id", "mobile"), more)
    _fill_older(pen)
    write_reviews(change, plan, pen.batch, first)
    db.add_rows(change.connection, _log_rows(pen, first))
    if leads:
        for done in derived.index_range(change.connection, *leads):
            progress(done, plan.counts["new"], "indexing")
            stop_if(cancelled)
    _check(pen, first)
    stop_if(cancelled)
    return Written(pen.batch, first)


def _fit_indexes(pen: _Pen) -> AbstractContextManager[None]:
    """The first large list builds the indexes of leads once, at its end; a later one adds to those that are there.

    Kept row by row, its seventeen indexes are an eighth of the time of the commit.
    """
    if pen.plan.counts["new"] > db.leads_now(pen.change.connection):
        return bulk.unindexed(pen.change.connection, ("lead",))
    return nullcontext()


def _run_values(pen: _Pen) -> dict[str, Any]:
    about = pen.plan.about
    return {
        "change_id": pen.change.number(), "kind": about.kind, "file_name": about.file, "sha256": about.sha256,
        "sheet": about.sheet, "encoding": about.encoding, "header_row": about.header_row,
        "mapping": json.dumps(about.mapping, ensure_ascii=False), "counts": json.dumps(pen.plan.totals()),
        "committed_at": pen.stamp,
    }  # fmt: skip


def _lead_rows(pen: _Pen, fields: list[str]) -> Iterator[tuple[Any, ...]]:
    staff, stamp, today = pen.change.signature.staff_id, pen.stamp, pen.today
    total = pen.plan.counts["new"]
    gem, udyam, size = _AT["gem_registered"], _AT["udyam"], _AT["enterprise_class"]
    places = [_AT[name] for name in fields]
    given = _given(pen)
    source = pen.plan.recipe.defaults.get("source", "import")
    for ordinal, packed, _more in pen.plan.staging.leads_to_make():
        record = json.loads(packed)
        stage = "already_registered" if record[gem] else "new"
        status = claimed_status(record[udyam], record[size])
        yield (
            *[record[place] for place in places], source, stage, today, RANK[stage], status or "not_checked",
            today if status else None, pen.batch, stamp, staff, stamp, staff, *given.values(),
        )  # fmt: skip
        pen.tick(ordinal + 1, total, "saving")


def _given(pen: _Pen) -> dict[str, str]:
    """Values that the person set for every new lead of the run, beside its source."""
    return {name: value for name, value in pen.plan.recipe.defaults.items() if name != "source"}


def _extras(plan: ImportPlan, first: int) -> tuple[list[int], list[tuple[int, str]]]:
    """New leads that their list says are on GeM, and further numbers."""
    rows = plan.staging.all(
        "SELECT m.ordinal, coalesce(m.record, r.record) ->> ?, coalesce(m.more, r.more)"
        " FROM made m JOIN row r ON r.n = m.n"
        " WHERE coalesce(m.record, r.record) ->> ? = 1 OR coalesce(m.more, r.more) <> '[]' ORDER BY m.ordinal",
        (_AT["gem_registered"], _AT["gem_registered"]),
    )
    on_gem = [first + ordinal for ordinal, gem, _ in rows if gem == 1]
    return on_gem, [(first + ordinal, n) for ordinal, _, more in rows for n in json.loads(more)]


def _closing_rows(pen: _Pen, leads: list[int]) -> Iterator[tuple[Any, ...]]:
    """Their own list says that they were on GeM before: closed, and never counted. Source: importer contract, point 9."""
    staff = pen.change.signature.staff_id
    for lead in leads:
        yield (lead, "new", "already_registered", pen.today, pen.stamp, staff, "told")


def _fill_older(pen: _Pen) -> None:
    change = pen.change
    for lead_id, packed, more in pen.plan.staging.leads_to_touch():
        stop_if(pen.cancelled)
        fill_lead(change, lead_id, json.loads(packed), json.loads(more), pen.today)


def _log_rows(pen: _Pen, first: int | None) -> Iterator[tuple[Any, ...]]:
    for n, line, verdict, entity, candidates, reason, warnings, cells in pen.plan.staging.outcomes():
        others = candidates
        if candidates != "[]":
            others = json.dumps([lead_of(one, first) for one in json.loads(candidates)])
        yield (pen.batch, line, verdict, lead_of(entity, first), others, reason, warnings, cells)
        if (n + 1) % TICK == 0:
            stop_if(pen.cancelled)


def _check(pen: _Pen, first: int | None) -> None:
    """Read again what was written: nothing may be lost between plan and table."""
    verdicts, leads = db.stored(pen.change.connection, pen.batch)
    counts = pen.plan.counts
    planned = {verdict: counts[verdict] for verdict in VERDICTS if counts[verdict]}
    if verdicts != planned or leads != counts["new"] or (first is None) != (leads == 0):
        raise RuntimeError("import: tables and plan differ")
