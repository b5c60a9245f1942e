"""A plan into the database: its rows in chunks with all that they make; then the journal entry, the tally, blanks of older leads.

A run of up to ``services.imports.AT_ONCE`` rows does all of it in one transaction, a larger one each chunk in its own
(``services.import_runs``).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import itemgetter
from types import MappingProxyType
from typing import Any

from onboarding.db import bulk, derived
from onboarding.db import imports as db
from onboarding.db import leads as leads_db
from onboarding.db import matching as matching_db
from onboarding.db.connection import Connection
from onboarding.db.import_staging import Staging
from onboarding.db.journal import ChangeSet
from onboarding.db.merges import living
from onboarding.db.pending import Block, Pending
from onboarding.db.pending_rows import stretches
from onboarding.domain.merging import IMPORTED, fill
from onboarding.domain.mse import claimed_status
from onboarding.domain.search import index_codes, index_words
from onboarding.domain.stages import RANK
from onboarding.services.filling import fill_lead
from onboarding.services.import_matching import RECORD
from onboarding.services.import_plan import VERDICTS, Cancelled, ImportPlan, Progress, lead_of, run_values, stop_if
from onboarding.services.import_reviews import write_reviews

CHUNK = 2_500
"""Rows that are written at a time: about a tenth of a second. Each chunk dirties most pages of the indexes: fewer are cheaper."""
AT = {name: place for place, name in enumerate(RECORD)}
"""Place of each field in a staged record."""
_NUMBERS = itemgetter(*(AT[name] for name in ("mobile", "alt_mobile", "phone")))
_WORDS = itemgetter(*(AT[name] for name in ("name", "name_hi", "owner_name")))
_CODES = itemgetter(*(AT[name] for name in ("pan", "gstin", "udyam", "uam", "email", "gem_seller_id")))
_NAME, _ON_GEM, _UDYAM, _CLASS = (AT[name] for name in ("name", "gem_registered", "udyam", "enterprise_class"))
_MADE = ("lead", "stage_event", "lead_person")
"""Tables in which a run makes rows; what refers to another one after it."""
_MOST = 4
_SET = (
    "source", "stage", "stage_on", "stage_rank", "mse_status", "mse_on", "batch_id", "created_at", "created_by",
    "updated_at", "updated_by",
)  # fmt: skip
_EVENT = ("lead_id", "from_stage", "to_stage", "event_on", "entered_at", "staff_id", "evidence")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """What a commit wrote."""

    batch: int
    totals: dict[str, int]
    first_lead: int | None
    """Number of the first new lead; the others follow on it."""


@dataclass(slots=True, kw_only=True)
class Pen:
    """A run that is being written: what stands in its plan, the ids it keeps, how far it is."""

    staging: Staging
    batch: int
    file: str
    rows: int
    totals: dict[str, int]
    """Rows by verdict and the other counts, as planned; as they came out once the run is finished."""
    fields: tuple[str, ...]
    """Fields that at least one row has, in the order of ``RECORD``: binding a None costs more than storing a value, so that what
    no row has is left to the schema's default."""
    blocks: dict[str, Block]
    given: dict[str, str]
    """Values that the person set for every new lead of the run."""
    is_only_new: bool
    """Whether leads that are there are to be left as they are."""
    staff_id: int | None
    at: datetime
    """The instant that all its rows bear: aware, UTC."""
    offset_min: int
    as_of: int
    written: int = 0

    @property
    def stamp(self) -> str:
        """The instant as it is stored."""
        return self.at.isoformat(timespec="seconds")

    @property
    def today(self) -> str:
        """The office's day at that instant."""
        return (self.at + timedelta(minutes=self.offset_min)).date().isoformat()

    @property
    def given_beside(self) -> dict[str, str]:
        """What was set for every new lead besides its source."""
        return {name: value for name, value in self.given.items() if name != "source"}

    @property
    def first_lead(self) -> int | None:
        """Number of the first new lead."""
        return self.blocks["lead"].first if "lead" in self.blocks else None

    @classmethod
    def again(cls, run: Pending, staging: Staging) -> Pen:
        """That of a run that was cut off."""
        notes = staging.notes()
        return cls(
            staging=staging, batch=run.batch, file=run.file, rows=run.rows, totals=notes["totals"], fields=tuple(notes["fields"]),
            blocks=run.blocks, given=notes["given"], is_only_new=notes["is_only_new"],
            staff_id=run.staff_id, at=run.at, offset_min=run.offset_min, as_of=run.as_of, written=run.written,
        )  # fmt: skip


def notes(plan: ImportPlan) -> dict[str, Any]:
    """What ``Pen.again`` has to know of a plan besides its rows."""
    return {
        "totals": plan.totals(), "fields": _fields(plan), "given": dict(plan.recipe.defaults),
        "is_only_new": _is_only_new(plan),
    }  # fmt: skip


def _is_only_new(plan: ImportPlan) -> bool:
    return plan.recipe.rules[0] == "only_new"


def begin(change: ChangeSet, plan: ImportPlan, *, state: str) -> Pen:
    """Enter a run and keep the ids for all that it will make."""
    who = change.signature
    batch = db.add_run(change.connection, run_values(change, plan.about, plan.totals()) | {"state": state})
    on_gem, more = plan.staging.count_extras(_ON_GEM)
    blocks = {}
    for name, count in zip(_MADE, (plan.counts["new"], on_gem, more), strict=True):
        if count:
            first = change.reserve(name, count)
            blocks[name] = Block(first, first + count - 1, first)
    return Pen(
        staging=plan.staging, batch=batch, file=plan.about.file, rows=plan.rows, totals=plan.totals(), fields=_fields(plan),
        blocks=blocks, given=dict(plan.recipe.defaults), is_only_new=_is_only_new(plan),
        staff_id=who.staff_id, at=who.at, offset_min=who.offset_min, as_of=plan.as_of,
    )  # fmt: skip


def _fields(plan: ImportPlan) -> tuple[str, ...]:
    return tuple(name for name in RECORD if name in plan.used)


def write_plan(change: ChangeSet, plan: ImportPlan, *, progress: Progress, cancelled: Cancelled | None) -> ImportResult:
    """Write everything of a matched plan inside one open change.

    Raises:
        Stopped: the person cancelled; the change is given up.
        RuntimeError: what stands in the tables is not what was planned; the change is given up.
    """
    pen = begin(change, plan, state="done")
    is_first_list = is_first(change.connection, plan.counts["new"])
    with bulk.unindexed(change.connection, ("lead",)) if is_first_list else nullcontext():
        while pen.written < pen.rows:
            stop_if(cancelled)
            write_chunk(change, pen, prepare(pen))
            progress(pen.written, pen.rows, "saving")
    check(change.connection, pen)
    stop_if(cancelled)
    finish(change, pen, cancelled=cancelled)
    return result(pen)


def is_first(connection: Connection, new: int) -> bool:
    """Whether a list makes most of the leads that there will be: their indexes are built once then, not kept row by row."""
    return new > _MOST * db.leads_now(connection)


def result(pen: Pen) -> ImportResult:
    """What a finished run wrote."""
    return ImportResult(batch=pen.batch, totals=pen.totals, first_lead=pen.first_lead)


# ---------------------------------------------------------------------------------------------- a chunk


def prepare(pen: Pen) -> Chunk:
    """The next rows with all that they make; done before the writer queue, in which colleagues wait."""
    chunk = Chunk(pen)
    first = pen.first_lead
    rows = pen.staging.rows_to_write(pen.written, CHUNK)
    # One call for all: called for each row, half of the time goes into the calling.
    records = iter(json.loads(f"[{','.join(row[-2] for row in rows if row[-2] is not None)}]"))
    for line, verdict, entity, candidates, reason, warnings, cells, record, more in rows:
        lead = lead_of(entity, first)
        others = candidates
        if candidates != "[]":
            others = json.dumps([lead_of(one, first) for one in json.loads(candidates)])
        chunk.log.append((pen.batch, line, verdict, lead, others, reason, warnings, cells))
        if record is not None and lead is not None:
            chunk.add_lead(lead, next(records), json.loads(more) if more != "[]" else ())
    return chunk


def write_chunk(change: ChangeSet, pen: Pen, chunk: Chunk) -> None:
    """Write a chunk. Nothing of it stands in the journal yet."""
    change.insert_reserved("lead", (*pen.fields, *_SET, *pen.given_beside), chunk.leads)
    change.insert_reserved("stage_event", _EVENT, chunk.events)
    change.insert_reserved("lead_person", ("lead_id", "mobile"), chunk.people)
    derived.insert_search(change.connection, chunk.found_by)
    db.add_rows(change.connection, chunk.log)
    for name, made in (("lead", chunk.leads), ("stage_event", chunk.events), ("lead_person", chunk.people)):
        if made:
            pen.blocks[name].next = made[-1][0] + 1
    pen.written += len(chunk.log)


class Chunk:
    """Rows that are about to be written, by table."""

    def __init__(self, pen: Pen) -> None:
        self.leads: list[tuple[Any, ...]] = []
        self.events: list[tuple[Any, ...]] = []
        self.people: list[tuple[Any, ...]] = []
        self.log: list[tuple[Any, ...]] = []
        self.found_by: list[derived.FoundBy] = []
        self._free = {name: block.next for name, block in pen.blocks.items()}
        self._pick = itemgetter(
            *(AT[name] for name in pen.fields), _NAME
        )  # with a second one it gives a tuple at any number
        # Made once and not for each of a million rows.
        self._today, self._stamp, self._staff = pen.today, pen.stamp, pen.staff_id
        self._source = pen.given.get("source", "import")
        self._end = (pen.batch, self._stamp, self._staff, self._stamp, self._staff, *pen.given_beside.values())

    def add_lead(self, lead: int, record: Sequence[Any], more: Sequence[str]) -> None:
        """A lead with its history, its further numbers, and what the search finds it by."""
        today, on_gem = self._today, record[_ON_GEM]
        stage = "already_registered" if on_gem else "new"
        status = claimed_status(record[_UDYAM], record[_CLASS])
        claim = (status, today) if status else ("not_checked", None)
        given = self._pick(record)[:-1]
        self.leads.append((lead, *given, self._source, stage, today, RANK[stage], *claim, *self._end))
        if on_gem:
            # Their own list says that they were on GeM before: closed, and never counted. Source: importer contract, point 9.
            event = self._next_id("stage_event")
            self.events.append((event, lead, "new", stage, today, self._stamp, self._staff, "told"))
        self.people += [(self._next_id("lead_person"), lead, number) for number in more]
        numbers = [number[::-1] for number in (*_NUMBERS(record), *more) if number]
        self.found_by.append((lead, numbers, index_words(*_WORDS(record)), index_codes(*_CODES(record))))

    def _next_id(self, table: str) -> int:
        self._free[table] += 1
        return self._free[table] - 1


def check(connection: Connection, pen: Pen) -> None:
    """Read again what was written, before the last step: nothing may be lost between plan and table.

    Raises:
        RuntimeError: something is.
    """
    verdicts, leads = db.stored(connection, pen.batch)
    planned = {verdict: pen.totals[verdict] for verdict in VERDICTS if pen.totals[verdict]}
    if verdicts != planned or leads != pen.totals["new"] or any(one.next <= one.last for one in pen.blocks.values()):
        raise RuntimeError("import: tables and plan differ")


# ---------------------------------------------------------------------------------------------- the last step


def finish(
    change: ChangeSet,
    pen: Pen,
    *,
    moved: Collection[int] = (),
    folded: Mapping[int, int | None] = MappingProxyType({}),
    cancelled: Cancelled | None = None,
) -> list[int]:
    """Journal what was made, count it, fill the blanks of older leads, put doubtful rows to people; older leads that are gone.

    Args:
        change: The entry that will be the run.
        pen: All of whose rows are written.
        moved: Leads that a colleague changed since the plan: only what is still blank in them is filled.
        folded: Leads of the run that are not made, each with the one it is, or None where a person decides.
        cancelled: Asked before each older lead.
    """
    change.number()
    for name in filter(pen.blocks.__contains__, _MADE):
        block = pen.blocks[name]
        spans = stretches(change.connection, name, block) if folded else [(block.first, block.last)]
        for first, last in spans:
            change.note_range(name, first, last)
    gone = []
    for lead_id, packed, more in pen.staging.leads_to_touch():
        stop_if(cancelled)
        fields, numbers = json.loads(packed), json.loads(more)
        now = living(change.connection, lead_id)
        if lead_id in moved or now != lead_id:
            there = complete(change, now, fields, numbers, today=pen.today) is not None
        else:
            there = leads_db.is_there(change.connection, lead_id)
            if there:
                fill_lead(change, lead_id, fields, numbers, pen.today)
        if not there:
            gone.append(lead_id)
    write_reviews(change, pen.staging, pen.batch, lambda entity: _lead_now(change.connection, pen, entity, folded))
    return gone


def _lead_now(connection: Connection, pen: Pen, entity: int, folded: Mapping[int, int | None]) -> int | None:
    """The lead that a number of the plan means at the last step."""
    if entity < 0:
        made = lead_of(entity, pen.first_lead)
        return folded.get(made, made) if made is not None else None
    now = living(connection, entity)
    return now if leads_db.is_there(connection, now) else None


def complete(
    change: ChangeSet, lead_id: int, row: dict[str, Any], more: Sequence[str], *, today: str, write: bool = True
) -> tuple[bool, tuple[str, ...]] | None:
    """Fill what is blank in a lead now: (whether there is anything, codes of conflicts); None when it is gone.

    Without ``write`` it only says so.
    """
    lead = leads_db.lead(change.connection, lead_id)
    if lead is None:
        return None
    values = {name: getattr(lead, name) for name in IMPORTED}
    numbers = {number for number in (lead.mobile, lead.alt_mobile) if number}
    numbers.update(number for _, number in matching_db.person_numbers(change.connection, [lead_id]))
    added = fill(values, numbers, row, more)
    if write:
        fill_lead(change, lead_id, added.fields, added.more, today)
    return bool(added.fields or added.more), added.conflicts
