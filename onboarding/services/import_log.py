"""What a run did, row by row: looked through, and its rejected rows written again as a file."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

from onboarding.db import import_log as db
from onboarding.db import import_profiles
from onboarding.db import imports as runs_db
from onboarding.db.import_log import LoggedRow
from onboarding.db.imports import ImportRun
from onboarding.errors import NotFound
from onboarding.services.import_rejects import RejectFile
from onboarding.services.writing import WritePath

__all__ = ["ImportLog", "LoggedRow"]

PAGE = 1000


class ImportLog:
    """The door to the rows of runs."""

    def __init__(self, writing: WritePath) -> None:
        self._writing = writing

    def ids(self, run_id: int, *, verdict: str = "", text: str = "", codes: Collection[str] = ()) -> array[int]:
        """Numbers of the logged rows of a run, in file order.

        Args:
            run_id: The run.
            verdict: Only these; empty: all.
            text: Only rows in whose cells or whose lead's name it stands, or whose line it is.
            codes: Reasons and warnings that the text may mean as well, in the person's language.
        """
        with self._writing.database.read() as connection:
            return db.found(connection, run_id, verdict=verdict, text=text.strip(), codes=codes)

    def page(self, numbers: Sequence[int]) -> list[LoggedRow]:
        """The rows with these numbers, in their order."""
        with self._writing.database.read() as connection:
            return db.page(connection, numbers)

    def rows(self, numbers: Sequence[int]) -> Iterator[LoggedRow]:
        """The same, a thousand in memory at a time."""
        for start in range(0, len(numbers), PAGE):
            yield from self.page(numbers[start : start + PAGE])

    def headings(self, run_id: int) -> tuple[str, ...]:
        """Of all columns of the list; empty for runs of before these were kept."""
        with self._writing.database.read() as connection:
            layout = import_profiles.layout(connection, run_id)
        return layout.headings if layout else ()

    def write_rejects(self, run_id: int, folder: Path | None, words: Callable[[str], str]) -> Path | None:
        """The rejected rows of a run as the file that was written when it was committed; None when there were none.

        Raises:
            NotFound: There is no such run.
            OnboardingError: The folder cannot be written to, or there is no space.
        """
        run = self._run(run_id)
        numbers = self.ids(run_id, verdict="rejected")
        if not numbers:
            return None
        with self._writing.database.read() as connection:
            layout = import_profiles.layout(connection, run_id)
        out = RejectFile(self._writing, folder, run.file, words)
        return out.write(
            layout.headings if layout else (),
            layout.unit if layout else None,
            (row.outcome for row in self.rows(numbers)),
        )

    def _run(self, run_id: int) -> ImportRun:
        with self._writing.database.read() as connection:
            run = runs_db.run(connection, run_id)
        if run is None:
            raise NotFound("imports.no_run", id=run_id)
        return run
