"""Lists of outsiders into leads or other records (``kinds``): plan, commit in one transaction, report, undo of the whole run.

A plan writes nothing. A commit writes leads, history, log and journal together or not at all, counts what it wrote before it
ends, and decides anew if a colleague changed something since the plan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from onboarding.db import changes as journal
from onboarding.db import import_profiles as profiles_db
from onboarding.db import import_staging, pending
from onboarding.db import imports as db
from onboarding.db import leads as leads_db
from onboarding.db import office as office_db
from onboarding.db.changes import ChangeEntry
from onboarding.db.connection import Connection
from onboarding.db.imports import ImportRun, Outcome
from onboarding.db.undoing import Undone
from onboarding.domain.districts import Districts
from onboarding.domain.likeness import SIGNS
from onboarding.domain.merging import CONFLICTS, OVERWRITTEN, TYPED
from onboarding.domain.recipe import Recipe
from onboarding.errors import NotFound, Refused
from onboarding.services import import_matching, import_runs, kinds, record_imports
from onboarding.services.import_delta import delta
from onboarding.services.import_overwriting import SHOWN, Replaced, replaced
from onboarding.services.import_plan import Cancelled, ImportPlan, Progress, about
from onboarding.services.import_profiles import keep, opened
from onboarding.services.import_rejects import RejectFile
from onboarding.services.import_repairs import repairs
from onboarding.services.import_spellings import Spelling, spellings
from onboarding.services.import_writing import ImportResult, write_plan
from onboarding.services.writing import WritePath

if TYPE_CHECKING:
    from onboarding.files.listing import Listing
    from onboarding.services.gem_plan import GemReportPlan
    from onboarding.services.record_plan import RecordPlan

    AnyPlan = ImportPlan | RecordPlan
    """``GemReportPlan`` is an ``ImportPlan``."""

__all__ = [
    "ImportPlan",
    "ImportResult",
    "ImportRun",
    "Imports",
    "Interrupted",
    "Outcome",
    "Spelling",
    "Undone",
    "codes",
    "fields",
]
"""With the records that front ends are handed; they import them from here."""

COPY_FROM = 500
"""More data rows than this, and a verified copy of the database is taken first."""

AT_ONCE = 10_000
"""Up to so many data rows, and the run is one transaction."""
MOST_REPLACED = 1_000_000
_OF_REVIEW = ("maybe_same", "department_to_match")


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


class Imports:
    """The door to imports."""

    def __init__(self, writing: WritePath) -> None:
        self._writing = writing

    # ------------------------------------------------------------------ plan

    def plan(
        self,
        path: Path,
        recipe: Recipe | None = None,
        *,
        kind: str | None = None,
        as_on: date | None = None,
        profiles: bool = True,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> AnyPlan:
        """Read a list and decide what would become of each row; nothing is written to the database.

        Args:
            path: The file.
            recipe: What the person decided. Below it lies the profile that the headings tell; the rest goes by the evidence.
            kind: One of ``kinds.names()``; None takes the one that the headings tell.
            as_on: The day of a report of GeM's; None takes the one that its titles name, else today.
            profiles: Whether the list of a known sender is read as its profile says.
            progress: Told how far it is.
            cancelled: Asked now and then; True ends the work.

        Raises:
            FileUnreadable: with the sentence that says why.
            Refused: No such kind, rules that this kind does not have, or a report of GeM's older than the one read last.
            Stopped: the person cancelled.
        """
        from onboarding.files.listing import Listing

        if kind is not None:
            kinds.check(kind)
        tell = progress or _silent
        tell(0, None, "reading")
        with self._writing.database.read() as connection:
            known = profiles_db.profiles(connection, kind) if profiles else []
        met = {one.fingerprint: one.kind for one in reversed(known)}
        mine = recipe or Recipe()
        listing, profile = opened(lambda wanted: Listing(path, kind, wanted, cancelled, known=met), known, mine)
        with listing:
            plan = self._plan_listing(listing, tell, as_on)
        plan.recipe, plan.profile = listing.recipe, profile
        try:
            with self._writing.database.read() as connection:
                plan.delta = delta(connection, plan)
        except BaseException:
            plan.close()
            raise
        return plan

    def _plan_listing(self, listing: Listing, tell: Progress, as_on: date | None) -> AnyPlan:
        if listing.kind == kinds.SELLERS:
            return self._plan_sellers(listing, tell)
        if listing.recipe.has_rules:
            raise Refused("recipe.rules_only_sellers")
        if listing.kind == kinds.GEM_SELLERS:
            return self._plan_gem_report(listing, tell, as_on)
        return record_imports.plan(self._writing, listing, tell, convert=listing.recipe.converts)

    def _plan_sellers(self, listing: Listing, tell: Progress) -> ImportPlan:
        from onboarding.files.reading import sellers_of

        database, clock = self._writing.database, self._writing.clock
        convert = listing.recipe.converts
        reading = sellers_of(listing, today=clock.today(), districts=self._districts(), convert=convert)
        staging = import_staging.Staging.new(
            database.path, file=reading.file, sha256=reading.sha256, started_at=clock.stamp()
        )
        plan = ImportPlan(staging, about(reading, converted=convert), listing.recipe)
        try:
            with database.read() as connection:
                plan.seen_before = db.run_of_file(connection, reading.sha256)
                plan.read(reading, tell, connection)
                plan.repairs = repairs(plan)
        except BaseException:
            plan.close()
            raise
        return plan

    def _plan_gem_report(self, listing: Listing, tell: Progress, as_on: date | None) -> GemReportPlan:
        from onboarding.files.gem_sellers import GemSellerReader, as_on_of
        from onboarding.files.reading import ListReading
        from onboarding.services.gem_plan import GemReportPlan

        database, clock = self._writing.database, self._writing.clock
        convert = listing.recipe.converts
        reading = ListReading(listing, GemSellerReader(listing, self._districts(), conversion=convert))
        day = as_on or as_on_of(listing.above, clock.today()) or clock.today()
        staging = import_staging.Staging.new(
            database.path, file=reading.file, sha256=reading.sha256, started_at=clock.stamp()
        )
        plan = GemReportPlan(staging, about(reading, converted=convert), day)
        try:
            with database.read() as connection:
                plan.seen_before = db.run_of_file(connection, reading.sha256, kind=kinds.GEM_SELLERS)
                plan.read_report(reading, tell, connection)
        except BaseException:
            plan.close()
            raise
        return plan

    def change_rules(self, plan: AnyPlan, recipe: Recipe, *, cancelled: Cancelled | None = None) -> None:
        """Decide anew over the rows of a plan by another mode, other fields that give way, other values for new leads.

        How the file is read stays as it is.

        Raises:
            Refused: A list of another kind than sellers, which has no such rules.
            Stopped: the person cancelled; the plan must not be committed.
        """
        if not isinstance(plan, ImportPlan) or plan.about.kind != kinds.SELLERS:
            raise Refused("recipe.rules_only_sellers")
        plan.recipe = replace(plan.recipe, mode=recipe.mode, overwrite=recipe.overwrite, defaults=recipe.defaults)
        with self._writing.database.read() as connection:
            plan.match_again(connection, _silent, cancelled)

    def head(self, path: Path, *, limit: int = 15) -> list[tuple[int, str]]:
        """(line, text) of the first rows of a file in which no headings were found, for a person to point at them.

        Raises:
            FileUnreadable: with the sentence that says why.
        """
        from onboarding.files.listing import Listing

        with Listing(path, None, Recipe(header=0)) as listing:
            return listing.first_rows(limit)

    def _districts(self) -> Districts:
        with self._writing.database.read() as connection:
            return Districts(office_db.district_rows(connection), office_db.learned_aliases(connection))

    # ------------------------------------------------------------------ commit

    def commit(
        self,
        plan: AnyPlan,
        *,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> ImportResult:
        """Write a plan as one journal entry: up to ``AT_ONCE`` rows at once, more in chunks that nobody sees before the end.

        Raises:
            Stopped: the person cancelled. Nothing was kept, or the sentence says how the run can be gone on with.
            DatabaseUnusable: with the sentence that says why; the same.
        """
        from onboarding.services.gem_plan import GemReportPlan, write_report

        tell = progress or _silent
        self.copy_ahead(plan)
        if plan.copy is not None:
            tell(0, None, "copying")
            plan.copy.wait(cancelled)
        with self._writing.database.read() as connection:
            if import_staging.newest_change(connection) != plan.as_of:
                plan.match_again(connection, tell, cancelled)
        if type(plan) is ImportPlan and plan.rows > AT_ONCE:
            return import_runs.commit(self._writing, plan, tell, cancelled)
        with (
            self._writing.database.hold(cache_kib=import_runs.CACHE_KIB) as held,
            self._writing.change("import", subject=plan.about.file, cancelled=cancelled, on=held) as change,
        ):
            # Only what came in while this one waited for its turn; the long way was gone above, outside the queue.
            if import_staging.newest_change(change.connection) != plan.as_of:
                plan.match_again(change.connection, tell, cancelled)
            today = self._writing.clock.today()
            if isinstance(plan, GemReportPlan):
                batch = write_report(change, plan, today=today, progress=tell, cancelled=cancelled)
            elif isinstance(plan, ImportPlan):
                done = write_plan(change, plan, progress=tell, cancelled=cancelled)
                keep(change, plan, done.batch)
                return done
            else:
                batch = record_imports.write(change, plan, today=today, progress=tell, cancelled=cancelled)
            keep(change, plan, batch)
        return ImportResult(batch=batch, totals=plan.totals(), first_lead=None)

    def resume(
        self, run_id: int, *, progress: Progress | None = None, cancelled: Cancelled | None = None
    ) -> ImportResult:
        """Go on with a run that was cut off, from its last chunk; the file is not read again.

        Raises:
            NotFound: There is no such run.
            Refused: It was not cut off, a program is at work on it, or its plan is gone: it can only be undone.
            Stopped: the person cancelled; it can still be gone on with, or undone.
        """
        return import_runs.resume(self._writing, run_id, progress or _silent, cancelled)

    def commit_with_report(
        self,
        plan: AnyPlan,
        folder: Path | None,
        words: Callable[[str], str],
        *,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> tuple[ImportResult, Path | None]:
        """Write the file of rejected rows (``write_rejects``), then the plan (``commit``): both; or neither, unless it was begun.

        The file first: a folder that cannot be written to is told while there is nothing to take back.

        Raises:
            OnboardingError: as ``commit`` and ``write_rejects``; nothing was kept.
        """
        rejects = self.write_rejects(plan, folder, words)
        try:
            return self.commit(plan, progress=progress, cancelled=cancelled), rejects
        except BaseException:
            if rejects is not None and not plan.is_kept:
                rejects.unlink(missing_ok=True)
            raise

    def copy_ahead(self, plan: AnyPlan) -> None:
        """Begin the copy that a large import wants, in a thread, once it is likely that the plan will be committed."""
        if plan.rows > COPY_FROM and plan.copy is None:
            from onboarding.services.import_copy import CopyAhead

            plan.copy = CopyAhead(self._writing.database.path, self._writing.clock)

    # ------------------------------------------------------------------ afterwards

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
            replace(run, state="running" if import_staging.is_alive(path, plans[run.id]) else "cut_off")
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
                if not import_staging.is_alive(path, run.plan)
            ]
            for left in import_staging.leftovers(path, {run.plan for run in runs}):
                run = db.run_of_file(connection, left.sha256)
                stands = run is not None and run.committed_at >= left.started_at
                found.append(Interrupted(left.file, left.started_at, run.id if run and stands else None))
        return found

    def write_rejects(self, plan: AnyPlan, folder: Path | None, words: Callable[[str], str]) -> Path | None:
        """The rejected rows as a file that can be repaired and imported again; None when there are none.

        Args:
            plan: Matched, committed or not.
            folder: Where to; None: ``reports`` beside the database.
            words: The sentence of a code, in the person's language, and the headings ``line`` and ``reason``.

        Raises:
            OnboardingError: The folder cannot be written to, or there is no space.
        """
        if not plan.counts.get("rejected"):
            return None
        about = plan.about
        unit = about.unit.name.lower() if about.unit else None
        rejected = (one for one in plan.outcomes() if one.verdict == "rejected")
        headings = [column.heading for column in about.columns]
        return RejectFile(self._writing, folder, about.file, words).write(headings, unit, rejected)

    def write_overwritten(self, plan: AnyPlan, folder: Path | None, words: Callable[[str], str]) -> Path | None:
        """The values that gave way to the list, before and after, as a file; None when nothing was overwritten.

        Args and raises: as ``write_rejects``.
        """
        found = self.replaced(plan, limit=MOST_REPLACED)
        return RejectFile(self._writing, folder, plan.about.file, words).write_overwritten(found) if found else None

    def replaced(self, plan: AnyPlan, *, limit: int = SHOWN) -> list[Replaced]:
        """The values that give way to the list, and those kept because a person typed them, in file order."""
        return replaced(plan, limit=limit) if isinstance(plan, ImportPlan) else []

    def spellings(self, plan: AnyPlan) -> list[Spelling]:
        """The districts of a planned list that no known spelling names, with what they may mean."""
        return spellings(plan, self._districts()) if isinstance(plan, ImportPlan) else []


def fields(kind: str) -> tuple[str, ...]:
    """Every field that a column of such a list may be read as."""
    from onboarding.files.headings import KINDS

    tables = KINDS[kind] if kind != kinds.SELLERS else tuple(reversed(KINDS[kind]))
    return tuple(dict.fromkeys(field for table in tables for field in table))


def codes() -> dict[str, tuple[str, ...]]:
    """Every code of an import: ``reasons``, ``warnings``, and ``signs``, the reasons of a row that waits for a person."""
    from onboarding.files import gem_sellers
    from onboarding.files.sellers import REASONS, WARNINGS
    from onboarding.services import gem_plan

    own = (kinds.SELLERS, kinds.GEM_SELLERS)
    others = [kinds.record_kind(name).codes() for name in kinds.names() if name not in own]
    others.append((gem_sellers.REASONS, gem_plan.WARNINGS))
    reasons = (*REASONS, *import_matching.REASONS, *(code for kind in others for code in kind[0]), *_OF_REVIEW)
    mine = (*WARNINGS, *import_matching.WARNINGS, *CONFLICTS, *OVERWRITTEN, *TYPED)
    warnings = (*mine, *(code for kind in others for code in kind[1]))
    return {"reasons": tuple(dict.fromkeys(reasons)), "warnings": tuple(dict.fromkeys(warnings)), "signs": SIGNS}


def _found(connection: Connection, run_id: int) -> ImportRun:
    run = db.run(connection, run_id)
    if run is None:
        raise NotFound("imports.no_run", id=run_id)
    return run


def _silent(_done: int, _of: int | None, _phase: str) -> None:
    return None
