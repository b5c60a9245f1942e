"""A planned reading of GeM's own report of sellers: what stands in it, and how it lies beside our book."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from onboarding.db import gem_sellers as db
from onboarding.db import imports as log
from onboarding.db.connection import Connection
from onboarding.db.import_staging import Staging, newest_change
from onboarding.db.journal import ChangeSet
from onboarding.domain import reconciling
from onboarding.domain.gem_accounts import GemAccount
from onboarding.errors import Refused
from onboarding.files.gem_sellers import WARNINGS as OF_READER
from onboarding.services.gem_matching import WARNINGS as OF_MATCHER
from onboarding.services.gem_matching import GemMatcher, account_of, record_of
from onboarding.services.gem_writing import GemPen, lines_of, write_effects, write_known, write_new
from onboarding.services.import_matching import CHUNK, Staged
from onboarding.services.import_plan import About, Cancelled, ImportPlan, PlannedRow, Progress, run_values, stop_if

if TYPE_CHECKING:
    from onboarding.files.reading import ListReading
    from onboarding.files.record_reader import RecordRow

KIND = "gem-sellers"
WARNINGS: tuple[str, ...] = tuple(dict.fromkeys((*OF_READER, *OF_MATCHER, *reconciling.WARNINGS)))
"""Every warning of such a list; conflicts of a lead's fields are those of ``domain.merging``."""
POPULATIONS = ("matched", "theirs", "review")


class GemReportPlan(ImportPlan):
    """One plan of kind ``gem-sellers``. ``new`` is an account that GeM has and we do not; no lead is made of it."""

    def __init__(self, staging: Staging, about: About, as_on: date) -> None:
        super().__init__(staging, about)
        self.as_on = as_on
        """The report's day."""
        self.populations: dict[str, int] = {}
        self.keys: dict[str, int] = {}
        self.vanished: tuple[int, ...] = ()
        """Accounts that stood in GeM's reports and are not in this one, of the districts that it names."""

    def extra(self) -> dict[str, Any]:
        """The report's day, the populations, the keys that prove a match."""
        return {
            "as_on": self.as_on.isoformat(), "populations": {name: self.populations.get(name, 0) for name in POPULATIONS},
            "keys": self.keys, "vanished": len(self.vanished),
        }  # fmt: skip

    def read_report(self, reading: ListReading[RecordRow], progress: Progress, connection: Connection) -> None:
        """Read and match all rows.

        Raises:
            Refused: A report of a later day was read already.
            Stopped: the person cancelled.
        """
        newest = db.newest_report(connection)
        if newest is not None and newest.as_on > self.as_on.isoformat():
            raise Refused("gem.report_older", as_on=self.as_on.isoformat(), newest=newest.as_on, id=newest.batch)
        self.as_of = newest_change(connection)
        matcher = GemMatcher(connection, self.staging, self.as_on)
        chunk: list[Staged] = []
        for row in reading.rows():
            chunk.append(_staged(self.rows, row))
            self.rows += 1
            if len(chunk) == CHUNK:
                self._take(matcher, chunk, progress)
                chunk = []
        self._take(matcher, chunk, progress)
        self.skipped = reading.skipped.count
        self.skipped_codes.update(reading.skipped.by_code)
        self._take_found(matcher)

    def _take(self, matcher: GemMatcher, chunk: list[Staged], progress: Progress) -> None:
        if chunk:
            self.staging.begin()
            self.staging.add_rows(chunk)
            self.staging.end()
            matcher.take(chunk)
        progress(self.rows, None, "reading")

    def match_again(self, connection: Connection, progress: Progress, cancelled: Cancelled | None) -> None:
        """Decide anew over all rows, because somebody changed something since."""
        self.as_of = newest_change(connection)
        self.staging.forget_plan()
        matcher = GemMatcher(connection, self.staging, self.as_on)
        self._take_all(matcher, progress, cancelled)
        self._take_found(matcher)

    def _take_found(self, matcher: GemMatcher) -> None:
        matcher.finish()
        self.counts, self.codes, self.warned = matcher.counts, matcher.codes, matcher.warned
        self.populations, self.keys, self.vanished = dict(matcher.populations), dict(matcher.keys), matcher.vanished

    def page(self, ids: Sequence[int]) -> list[PlannedRow]:
        """The rows with these numbers, in their order."""
        found = {}
        for n, line, record, cells, verdict, reason, warnings, lead in self.staging.all(
            "SELECT r.n, r.line, r.record, r.cells, v.verdict, coalesce(r.reject, ''), v.warnings, v.entity"
            " FROM json_each(?) k CROSS JOIN row r ON r.n = k.value JOIN verdict v ON v.n = r.n",
            (json.dumps(list(ids)),),
        ):
            codes = (*reason.split(), *warnings.split())
            if record is None:
                text = " · ".join(cell for cell in json.loads(cells) if cell.strip())
                found[n] = PlannedRow(line, verdict, text, "", "", codes, None)
                continue
            account = account_of(record)
            found[n] = PlannedRow(
                line, verdict, account.name, account.seller_id, account.district_code or "", codes, lead
            )
        return [found[one] for one in ids]

    @property
    def changes(self) -> bool:
        """Whether anything would be written beside the log."""
        return bool(self.counts["new"] or self.counts["updated"] or self.vanished or self.counts["review"])


def _staged(number: int, row: RecordRow) -> Staged:
    record = record_of(GemAccount(**row.values)) if row.reject is None else None
    cells = json.dumps(row.raw, ensure_ascii=False, separators=(",", ":"))
    return Staged(number, row.line, row.reject, " ".join(row.warnings), cells, record, "[]")


def write_report(
    change: ChangeSet,
    plan: GemReportPlan,
    *,
    today: date,
    progress: Progress,
    cancelled: Cancelled | None,
) -> int:
    """Write a matched plan inside an open change; the run's number.

    Raises:
        Stopped: the person cancelled; the change is given up.
        RuntimeError: what stands in the log is not what was planned; the change is given up.
    """
    batch = log.add_run(change.connection, run_values(change, plan.about, plan.totals()))
    pen = GemPen(change, today.isoformat(), plan.as_on)
    pen.report = _report(change, plan, batch)
    done = 0
    for chunk in lines_of(plan.staging.accounts()):
        stop_if(cancelled)
        write_new(pen, chunk)
        write_known(pen, chunk)
        write_effects(pen, chunk)
        done += len(chunk)
        progress(done, plan.rows, "saving")
    for number in plan.vanished:
        change.update("gem_seller", number, {"gone_on": plan.as_on.isoformat()})
    log.add_rows(change.connection, _log_rows(plan, batch))
    verdicts, _ = log.stored(change.connection, batch)
    if verdicts != {verdict: n for verdict, n in plan.counts.items() if n}:
        raise RuntimeError("import: tables and plan differ")
    return batch


def _report(change: ChangeSet, plan: GemReportPlan, batch: int) -> int:
    """The report's row; the newest one again where it says nothing new of the same day."""
    newest = db.newest_report(change.connection)
    as_on = plan.as_on.isoformat()
    if (
        newest is not None
        and newest.as_on == as_on
        and not (plan.counts["new"] or plan.counts["updated"] or plan.vanished)
    ):
        return newest.id
    # Set-wise, so that an undo takes it away after the accounts that refer to it.
    span = change.insert_range("gem_report", ("as_on", "file_name", "batch_id"), [(as_on, plan.about.file, batch)])
    return span[0] if span else 0


def _log_rows(plan: GemReportPlan, batch: int) -> Iterator[tuple[Any, ...]]:
    for _, line, verdict, entity, candidates, reason, warnings, cells in plan.staging.outcomes():
        yield (batch, line, verdict, entity, candidates, reason, warnings, cells)
