"""A plan of records into the database: the run, the records by their kind, the log of rows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from onboarding.db import imports as db
from onboarding.db.journal import ChangeSet
from onboarding.services.import_plan import VERDICTS, Cancelled, Progress, run_values, stop_if
from onboarding.services.kinds import Pen, RecordKind
from onboarding.services.record_plan import RecordPlan


def write_records(
    change: ChangeSet,
    plan: RecordPlan,
    kind: RecordKind,
    *,
    today: date,
    progress: Progress,
    cancelled: Cancelled | None,
) -> int:
    """Write everything of a matched plan inside an open change; the run's number.

    Raises:
        Stopped: the person cancelled; the change is given up.
        RuntimeError: what stands in the tables is not what was planned; the change is given up.
    """
    matcher = plan.matcher
    if matcher is None:
        raise RuntimeError("import: the plan was not matched")
    batch = db.add_run(change.connection, run_values(change, plan.about, plan.totals()))
    pen = Pen(change, batch, today.isoformat(), progress, cancelled)
    plan.record_ids = kind.write(pen, matcher)
    db.add_record_rows(change.connection, _log_rows(plan, batch))
    verdicts = db.verdicts_of(change.connection, batch)
    planned = {verdict: plan.counts[verdict] for verdict in VERDICTS if plan.counts[verdict]}
    if verdicts != planned or len(plan.record_ids) != plan.counts["new"]:
        raise RuntimeError("import: tables and plan differ")
    stop_if(cancelled)
    return batch


def _log_rows(plan: RecordPlan, batch: int) -> Iterator[tuple[Any, ...]]:
    for one in plan.outcomes():
        yield (
            batch, one.line, one.verdict, one.record, json.dumps(one.candidates), " ".join(one.reasons),
            " ".join(one.warnings), json.dumps(one.cells, ensure_ascii=False, separators=(",", ":")),
        )  # fmt: skip
