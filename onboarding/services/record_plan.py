"""A planned import of a list that is not one of sellers: what it holds and what would become of each row. All in memory.

The face is that of ``import_plan.ImportPlan``: the preview, the dry run, the commit and the report print either.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from onboarding.db.connection import Connection
from onboarding.db.import_staging import newest_change
from onboarding.db.imports import ImportRun, Outcome
from onboarding.domain.found import Found
from onboarding.domain.recipe import Recipe
from onboarding.errors import Refused
from onboarding.services.import_plan import VERDICTS, About, Cancelled, PlannedRow, Progress, stop_if

if TYPE_CHECKING:
    from onboarding.files.reading import ListReading
    from onboarding.files.record_reader import RecordRow
    from onboarding.services.import_copy import CopyAhead
    from onboarding.services.import_delta import Delta
    from onboarding.services.import_profiles import ImportProfile

ROWS_AT_MOST = 100_000
"""Of one list: it stands in memory."""
TICK = 1000


class Added(NamedTuple):
    """What a row adds to the record that it is."""

    fields: dict[str, Any]
    conflicts: tuple[str, ...] = ()
    """Warning codes: the row says otherwise, what stood there was kept."""


class Decision(NamedTuple):
    """What becomes of one row."""

    verdict: str
    entity: int | None = None
    """The record: stored, or negative: -1 for the first that this list makes."""
    candidates: tuple[int, ...] = ()
    reasons: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


class RecordMatcher(ABC):
    """Decides row after row what record each is; one class a kind of list."""

    def __init__(self) -> None:
        self.made: list[dict[str, Any]] = []
        """The records that the list makes; the first is the entity -1."""
        self.touched: dict[int, dict[str, Any]] = {}
        """What is filled into stored records, by their ids."""

    def prepare(self, _rows: Sequence[RecordRow]) -> None:  # noqa: B027 - most kinds need nothing of it
        """Look at all rows before the first is decided about, where one row tells of another."""

    def extra(self) -> dict[str, Any]:
        """What the JSON of an import says beside the counts: keys of the kind's own."""
        return {}

    @abstractmethod
    def find(self, values: Mapping[str, Any]) -> Found:
        """The record of a row."""

    @abstractmethod
    def add(self, entity: int, values: Mapping[str, Any]) -> None:
        """Note a record that the list makes, so that later rows find it."""

    @abstractmethod
    def stored(self, entity: int) -> Mapping[str, Any]:
        """The values of a stored record."""

    @abstractmethod
    def addition(self, entity: int, have: Mapping[str, Any], values: Mapping[str, Any]) -> Added:
        """What a row adds to a record that stands as ``have``."""

    def doubts(self, _entity: int, _values: Mapping[str, Any]) -> tuple[str, ...]:
        """Warnings that only the record beside its neighbours tells."""
        return ()

    def why_review(self, _values: Mapping[str, Any]) -> str:
        """The reason code of a row that waits for a person."""
        return "maybe_same"

    def refusal(self, _values: dict[str, Any]) -> str | None:
        """Why a row is refused although its cells are good; may settle values by what is stored."""
        return None

    def take(self, row: RecordRow) -> Decision:
        """What becomes of a row; it counts for the rows after it."""
        if row.reject is not None:
            return Decision("rejected", reasons=(row.reject,), warnings=row.warnings)
        values = dict(row.values)
        refused = self.refusal(values)
        if refused is not None:
            return Decision("rejected", reasons=(refused,), warnings=row.warnings)
        found = self.find(values)
        if found.kind == "possible":
            return Decision("review", None, found.candidates, (self.why_review(values),), row.warnings)
        if found.entity is None:
            entity = -len(self.made) - 1
            self.made.append(values)
            self.add(entity, values)
            return Decision("new", entity, warnings=(*row.warnings, *self.doubts(entity, values)))
        return self._merged(found.entity, values, row.warnings)

    def have(self, entity: int) -> dict[str, Any]:
        """A record as it stands with what earlier rows made of it."""
        if entity < 0:
            return self.made[-entity - 1]
        return {**self.stored(entity), **self.touched.get(entity, {})}

    def _merged(self, entity: int, values: dict[str, Any], warnings: tuple[str, ...]) -> Decision:
        added = self.addition(entity, self.have(entity), values)
        verdict = "merged" if entity < 0 else "updated" if added.fields else "unchanged"
        if entity < 0:
            self.made[-entity - 1] |= added.fields
        elif added.fields:
            self.touched[entity] = self.touched.get(entity, {}) | added.fields
        told = (*warnings, *added.conflicts, *self.doubts(entity, values))
        return Decision(verdict, entity, warnings=tuple(dict.fromkeys(told)))


class RecordPlan:
    """One plan. Use it as a context manager, as an ``ImportPlan``."""

    def __init__(
        self, about: About, make_matcher: Callable[[Connection], RecordMatcher], shown: tuple[str, str]
    ) -> None:
        """``shown``: the values that the preview shows as name and as key of a row."""
        self.about = about
        self.rows = 0
        """Data rows."""
        self.skipped = 0
        self.skipped_codes: Counter[str] = Counter()
        self.counts: Counter[str] = Counter()
        """Rows by verdict."""
        self.warned = 0
        self.codes: Counter[str] = Counter()
        """Rows by reason and warning."""
        self.recipe = Recipe()
        """How it is read: every decision in force."""
        self.profile: ImportProfile | None = None
        """The sender's profile that was recognised and applied."""
        self.delta: Delta | None = None
        """What is new since the same sender's last list."""
        self.repairs: dict[str, int] = {}
        """Counted for sellers only."""
        self.seen_before: ImportRun | None = None
        self.copy: CopyAhead | None = None
        self.as_of = 0
        """The journal's newest entry when it was matched."""
        self.matcher: RecordMatcher | None = None
        self._make_matcher = make_matcher
        self._shown = shown
        self._read: list[RecordRow] = []
        self._decided: list[Decision] = []
        self.is_kept = False
        """No list of this kind is so long that its run is written in chunks."""
        self.record_ids: Sequence[int] = ()
        """Of the records made, once committed, in the order of the matcher."""

    def __enter__(self) -> RecordPlan:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the copy that may be under way; nothing else was written."""
        if self.copy is not None:
            self.copy.give_up()

    # ------------------------------------------------------------------ making it

    def read(self, reading: ListReading[RecordRow], progress: Progress, connection: Connection) -> None:
        """Read and match all rows.

        Raises:
            Stopped: the person cancelled.
            Refused: More rows than a list of this kind may have.
        """
        for row in reading.rows():
            self._read.append(row)
            if len(self._read) > ROWS_AT_MOST:
                raise Refused("imports.too_many_rows", file=self.about.file, rows=ROWS_AT_MOST)
            if len(self._read) % TICK == 0:
                progress(len(self._read), None, "reading")
        self.rows = len(self._read)
        self.skipped = reading.skipped.count
        self.skipped_codes = Counter(reading.skipped.by_code)
        self.match_again(connection, progress, None)

    def match_again(self, connection: Connection, progress: Progress, cancelled: Cancelled | None) -> None:
        """Decide over all rows by what stands in the database now."""
        self.as_of = newest_change(connection)
        matcher = self._make_matcher(connection)
        matcher.prepare(self._read)
        self._decided = []
        for done, row in enumerate(self._read, start=1):
            self._decided.append(matcher.take(row))
            if done % TICK == 0:
                stop_if(cancelled)
                progress(done, self.rows, "matching")
        self.matcher = matcher
        self.counts = Counter(one.verdict for one in self._decided)
        self.warned = sum(bool(one.warnings) for one in self._decided)
        self.codes = Counter(code for one in self._decided for code in (*one.reasons, *one.warnings))

    # ------------------------------------------------------------------ looking at it

    def extra(self) -> dict[str, Any]:
        """What the JSON says beside the counts."""
        return self.matcher.extra() if self.matcher is not None else {}

    def totals(self) -> dict[str, int]:
        """The counts of the JSON: ``rows`` is the sum of the verdicts."""
        verdicts = {verdict: self.counts.get(verdict, 0) for verdict in VERDICTS}
        return {"rows": self.rows, "skipped": self.skipped, **verdicts, "warnings": self.warned}

    def ids(self, verdict: str = "", *, warned: bool = False) -> array[int]:
        """Numbers of the rows, in file order: all, those of a verdict, or those with a warning."""
        return array(
            "q",
            (
                number
                for number, one in enumerate(self._decided)
                if (not verdict or one.verdict == verdict) and (one.warnings or not warned)
            ),
        )

    def page(self, ids: Sequence[int]) -> list[PlannedRow]:
        """The rows with these numbers, in their order."""
        return [self._planned(self._read[number], self._decided[number]) for number in ids]

    def row(self, number: int) -> Outcome:
        """One row with its cells."""
        return self._outcome(self._read[number], self._decided[number])

    def outcomes(self, _first: int | None = None) -> Iterator[Outcome]:
        """What becomes of every row; records to be made have their numbers once the plan is committed."""
        for row, decided in zip(self._read, self._decided, strict=True):
            yield self._outcome(row, decided)

    def id_of(self, entity: int | None) -> int | None:
        """The record's number; None for one that is not written yet."""
        if entity is None or entity > 0:
            return entity
        return self.record_ids[-entity - 1] if self.record_ids else None

    def _outcome(self, row: RecordRow, decided: Decision) -> Outcome:
        named = (self.id_of(one) for one in decided.candidates)
        candidates = tuple(one for one in named if one is not None)
        record = self.id_of(decided.entity)
        return Outcome(row.line, decided.verdict, None, candidates, decided.reasons, decided.warnings, row.raw, record)

    def _planned(self, row: RecordRow, decided: Decision) -> PlannedRow:
        name, key = (str(row.values.get(field) or "") for field in self._shown)
        if not name:
            name = " · ".join(cell for cell in row.raw if cell.strip())
        older = decided.entity if decided.entity is not None and decided.entity > 0 else None
        district = row.values.get("district_code") or ""
        return PlannedRow(row.line, decided.verdict, name, key, district, (*decided.reasons, *decided.warnings), older)
