"""Lists of outsiders into leads or other records (``kinds``): plan, commit in one transaction, report, undo of the whole run.

A plan writes nothing. A commit writes leads, history, log and journal together or not at all, counts what it wrote before it
ends, and decides anew if a colleague changed something since the plan.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from onboarding.db import import_profiles as profiles_db
from onboarding.db import import_staging
from onboarding.db import office as office_db
from onboarding.db.imports import ImportRun, Outcome
from onboarding.db.undoing import Undone
from onboarding.domain.recipe import Recipe
from onboarding.errors import Refused
from onboarding.services import import_runs, kinds, record_imports
from onboarding.services.import_codes import codes, fields
from onboarding.services.import_delta import delta
from onboarding.services.import_history import ImportHistory, Interrupted, KeptLead
from onboarding.services.import_overwriting import SHOWN, Replaced, replaced
from onboarding.services.import_plan import Cancelled, ImportPlan, Progress
from onboarding.services.import_planning import closed_if_it_fails, plan_listing
from onboarding.services.import_profiles import keep, opened
from onboarding.services.import_rejects import RejectFile
from onboarding.services.import_spellings import Spelling, spellings
from onboarding.services.import_writing import ImportResult, write_plan

if TYPE_CHECKING:
    from onboarding.services.record_plan import RecordPlan

    AnyPlan = ImportPlan | RecordPlan
    """``GemReportPlan`` is an ``ImportPlan``."""

__all__ = [
    "Committed",
    "ImportPlan",
    "ImportResult",
    "ImportRun",
    "Imports",
    "Interrupted",
    "KeptLead",
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


class Committed(NamedTuple):
    """What a commit wrote, with the files for people."""

    result: ImportResult
    rejects: Path | None
    """The rejected rows; None when there are none."""
    gave_way: Path | None
    """The values that gave way to the list; None when nothing was overwritten."""


class Imports(ImportHistory):
    """The door to imports."""

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
            plan = plan_listing(self._writing, listing, tell, as_on)
        plan.recipe, plan.profile = listing.recipe, profile
        with closed_if_it_fails(plan), self._writing.database.read() as connection:
            plan.delta = delta(connection, plan)
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
    ) -> Committed:
        """Write the files for people (``write_rejects``, ``write_overwritten``), then the plan (``commit``): all or nothing.

        The files first: a folder that cannot be written to is told while there is nothing to take back. A run that was begun,
        and can be gone on with, keeps them; rows that colleagues changed meanwhile are written to them anew.

        Raises:
            OnboardingError: as ``commit`` and ``write_rejects``; nothing was kept.
        """
        as_of = plan.as_of
        files = self._files(plan, folder, words)
        try:
            result = self.commit(plan, progress=progress, cancelled=cancelled)
        except BaseException:
            if not plan.is_kept:
                _remove(files)
            raise
        if plan.as_of != as_of:
            _remove(files)
            files = self._files(plan, folder, words)
        return Committed(result, *files)

    def _files(
        self, plan: AnyPlan, folder: Path | None, words: Callable[[str], str]
    ) -> tuple[Path | None, Path | None]:
        rejects = self.write_rejects(plan, folder, words)
        try:
            return rejects, self.write_overwritten(plan, folder, words)
        except BaseException:
            _remove((rejects,))
            raise

    def copy_ahead(self, plan: AnyPlan) -> None:
        """Begin the copy that a large import wants, in a thread, once it is likely that the plan will be committed."""
        if plan.rows > COPY_FROM and plan.copy is None:
            from onboarding.services.import_copy import CopyAhead

            plan.copy = CopyAhead(self._writing.database.path, self._writing.clock)

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
        if not isinstance(plan, ImportPlan):
            return []
        with self._writing.database.read() as connection:
            return spellings(plan, office_db.districts(connection))


def _remove(files: tuple[Path | None, ...]) -> None:
    for path in files:
        if path is not None:
            path.unlink(missing_ok=True)


def _silent(_done: int, _of: int | None, _phase: str) -> None:
    return None
