"""A planned import: what a list holds and what would become of it. The preview, the dry run, the commit and the report print it."""

from __future__ import annotations

import json
from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from onboarding.db.connection import Connection
from onboarding.db.import_staging import Staging, newest_change
from onboarding.db.imports import ImportRun, Outcome, outcome
from onboarding.domain.likeness import blocks
from onboarding.domain.names import same_name_key
from onboarding.domain.recipe import Recipe
from onboarding.errors import Stopped
from onboarding.services.import_matching import CHUNK, RECORD, Matcher, Staged

if TYPE_CHECKING:
    from onboarding.db.journal import ChangeSet
    from onboarding.domain.amounts import Unit
    from onboarding.files.columns import Column
    from onboarding.files.reading import ListReading, Reading
    from onboarding.files.sellers import SellerRow
    from onboarding.files.table import Sheet
    from onboarding.services.import_copy import CopyAhead
    from onboarding.services.import_delta import Delta
    from onboarding.services.import_profiles import ImportProfile

VERDICTS: tuple[str, ...] = ("new", "updated", "unchanged", "merged", "review", "rejected")
Progress = Callable[[int, int | None, str], None]
"""Told (done, of how many if known, phase): ``reading``, ``matching``, ``copying``, ``saving``, ``finishing``."""
Cancelled = Callable[[], bool]
NAMED_BY = frozenset({"name", "owner_name"})
IDENTIFIED_BY = frozenset({"mobile", "phone", "email", "gstin", "pan", "udyam"})


class TakesRows(Protocol):
    """A matcher of staged rows."""

    def take(self, chunk: Sequence[Staged], /) -> None:
        """Decide over the next rows."""


@dataclass(frozen=True, slots=True)
class About:
    """How the file was understood."""

    file: str
    sha256: str
    sheet: str | None
    sheets: tuple[Sheet, ...]
    encoding: str | None
    separator: str | None
    header_row: int | None
    mapping: dict[str, str]
    headings: tuple[str, ...]
    columns: tuple[Column, ...]
    unit: Unit | None
    """What one of the amounts is worth, where a row above the header tells."""
    fonts: dict[str, str]
    """Heading to legacy font, for the columns that were typed for one at least in part."""
    converted: bool
    """Whether those columns were read as the Hindi that they show; False: a person refused."""
    kind: str = "sellers"
    """What sort of list it was read as."""
    fingerprint: str = ""
    """The same for every list with the same headings."""
    sender: str = ""
    """Who seems to have sent it, as the list itself says."""
    decided: Mapping[str, str | None] = field(default_factory=dict)
    """Columns that a person decided upon (``files.fingerprint.column_keys``) to their fields."""

    @property
    def missing(self) -> tuple[str, ...]:
        """What no column gives and no row can do without: ``name``, ``identifier``. Source: importer contract, point 2."""
        return self.lacking({column.field for column in self.columns})

    def lacking(self, fields: Collection[str | None]) -> tuple[str, ...]:
        """What would be missing if these fields were read; known of sellers only."""
        wanted = {"name": NAMED_BY, "identifier": IDENTIFIED_BY} if self.kind == "sellers" else {}
        return tuple(what for what, by in wanted.items() if by.isdisjoint(fields))


def about(reading: ListReading[Any], *, converted: bool) -> About:
    """What an opened list tells of itself; ``converted``: whether legacy fonts are read as the Hindi that they show."""
    listing = reading.listing
    return About(
        reading.file, reading.sha256, reading.sheet, reading.sheets, reading.encoding, reading.separator, reading.header_row,
        reading.mapping, reading.headings, reading.columns, reading.noted_unit, reading.fonts, converted, reading.kind,
        listing.fingerprint, listing.sender, listing.decided,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """What the preview shows of one row."""

    line: int
    verdict: str
    name: str
    mobile: str
    district_code: str
    codes: tuple[str, ...]
    """Reasons, then warnings."""
    lead: int | None
    """The older lead, or the one that the earlier row made once committed."""


class ImportPlan:
    """One plan. Use it as a context manager: it owns a private file until ``close``."""

    def __init__(self, staging: Staging, about: About, recipe: Recipe | None = None) -> None:
        self.staging = staging
        self.about = about
        self.recipe = recipe or Recipe()
        """Every decision in force: the person's own, and below them those of the profile."""
        self.profile: ImportProfile | None = None
        """The sender's profile that was recognised and applied."""
        self.rows = 0
        """Data rows."""
        self.skipped = 0
        """Rows that are no data."""
        self.skipped_codes: Counter[str] = Counter()
        self.counts: Counter[str] = Counter()
        """Rows by verdict."""
        self.warned = 0
        """Rows with a warning."""
        self.codes: Counter[str] = Counter()
        """Rows by reason and warning."""
        self.used: set[str] = set()
        """Fields that at least one row has."""
        self.seen_before: ImportRun | None = None
        """The run that imported the same bytes and still stands."""
        self.delta: Delta | None = None
        """What is new since the same sender's last list."""
        self.repairs: dict[str, int] = {}
        """Cells that were read in spite of damage, by code."""
        self.copy: CopyAhead | None = None
        """The verified copy that is taken before a large import."""
        self.as_of = 0
        """The journal's newest entry when it was matched."""
        self.is_kept = False
        """Whether a run was begun with it that is not finished."""

    def __enter__(self) -> ImportPlan:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Remove the private file; nothing else was written, unless a run was begun, which needs it."""
        if self.copy is not None:
            self.copy.give_up()
        self.staging.close(keep=self.is_kept)

    # ------------------------------------------------------------------ making it

    def read(self, reading: Reading, progress: Progress, connection: Connection) -> None:
        """Read and match all rows, a thousand at a time.

        Raises:
            Stopped: the person cancelled.
        """
        self.as_of = newest_change(connection)
        matcher = Matcher(connection, self.staging, self.recipe)
        for rows in _chunks(reading.rows(), CHUNK):
            records = [None if row.reject else _record(row) for row in rows]
            chunk = [
                staged(self.rows + place, row, record)
                for place, (row, record) in enumerate(zip(rows, records, strict=True))
            ]
            self.rows += len(chunk)
            with _transaction(self.staging):
                self.staging.add_rows(chunk)
            matcher.take(chunk, [record for record in records if record is not None])
            progress(self.rows, None, "reading")
        self.skipped = reading.skipped.count
        self.skipped_codes = Counter(reading.skipped.by_code)
        self._take_counts(matcher)

    def match_again(self, connection: Connection, progress: Progress, cancelled: Cancelled | None) -> None:
        """Decide anew over all rows, because somebody changed something since."""
        self.as_of = newest_change(connection)
        self.staging.forget_plan()
        matcher = Matcher(connection, self.staging, self.recipe)
        self._take_all(matcher, progress, cancelled)
        self._take_counts(matcher)

    def _take_all(self, matcher: TakesRows, progress: Progress, cancelled: Cancelled | None) -> None:
        done = 0
        for rows in self.staging.chunks(CHUNK):
            stop_if(cancelled)
            matcher.take([Staged(*row) for row in rows])
            done += len(rows)
            progress(done, self.rows, "matching")

    def _take_counts(self, matcher: Matcher) -> None:
        matcher.finish()
        self.counts, self.codes, self.warned = matcher.counts, +matcher.codes, matcher.warned
        self.used = matcher.used

    # ------------------------------------------------------------------ looking at it

    def extra(self) -> dict[str, Any]:
        """What the JSON says beside the counts."""
        return {}

    def totals(self) -> dict[str, int]:
        """The counts of the JSON: ``rows`` is the sum of the verdicts."""
        verdicts = {verdict: self.counts.get(verdict, 0) for verdict in VERDICTS}
        return {"rows": self.rows, "skipped": self.skipped, **verdicts, "warnings": self.warned}

    def ids(self, verdict: str = "", *, warned: bool = False) -> array[int]:
        """Numbers of the rows, in file order: all, those of a verdict, or those with a warning."""
        rows = self.staging.all(
            "SELECT n FROM verdict WHERE (?1 = '' OR verdict = ?1) AND (?2 = 0 OR warnings <> '') ORDER BY n",
            (verdict, int(warned)),
        )
        return array("q", [row[0] for row in rows])

    def page(self, ids: Sequence[int]) -> list[PlannedRow]:
        """The rows with these numbers, in their order."""
        found = {row[0]: _planned(*row[1:]) for row in self.staging.page(ids)}
        return [found[one] for one in ids]

    def row(self, number: int) -> Outcome:
        """One row with its cells."""
        found = self.staging.row(number)
        return outcome(found[0], found[1], lead_of(found[2], None), *found[3:])

    def outcomes(self, first_lead: int | None = None) -> Iterator[Outcome]:
        """What becomes of every row; leads to be made get their numbers from ``first_lead`` on, or None in a dry run."""
        for _, line, verdict, entity, candidates, reason, warnings, cells in self.staging.outcomes():
            lead, others = lead_of(entity, first_lead), candidates
            if candidates != "[]":
                named = [lead_of(one, first_lead) for one in json.loads(candidates)]
                others = json.dumps([one for one in named if one is not None])
            yield outcome(line, verdict, lead, others, reason, warnings, cells)


def run_values(change: ChangeSet, about: About, totals: Mapping[str, int]) -> dict[str, Any]:
    """What the log of runs holds of one that is written inside a change."""
    return {
        "change_id": change.number(), "kind": about.kind, "file_name": about.file, "sha256": about.sha256, "sheet": about.sheet,
        "encoding": about.encoding, "header_row": about.header_row, "mapping": json.dumps(about.mapping, ensure_ascii=False),
        "counts": json.dumps(totals), "committed_at": change.signature.at.isoformat(timespec="seconds"),
    }  # fmt: skip


def lead_of(entity: int | None, first_lead: int | None) -> int | None:
    """The lead's number; negative ones stand for leads to be made, -1 for the first."""
    if entity is None or entity > 0:
        return entity
    return None if first_lead is None else first_lead - entity - 1


def stop_if(cancelled: Cancelled | None) -> None:
    """End the work if the person said so.

    Raises:
        Stopped: she did.
    """
    if cancelled is not None and cancelled():
        raise Stopped("imports.stopped")


def staged(number: int, row: SellerRow, record: Sequence[Any] | None) -> Staged:
    """A row of the reader as it is put into the staging file; ``record`` is None for a rejected one."""
    warnings, cells = " ".join(row.warnings), _packed(row.raw)
    if record is None:
        return Staged(number, row.line, row.reject, warnings, cells, None, "[]")
    more = _packed(row.mobiles[2:]) if len(row.mobiles) > 2 else "[]"
    return Staged(number, row.line, None, warnings, cells, _packed(record), more)


def _record(row: SellerRow) -> tuple[Any, ...]:
    """The fields of ``RECORD`` in their order."""
    name = row.name or ""
    return (*_values(row), same_name_key(name), *blocks(name, row.owner_name, row.district_code))


def _values(row: SellerRow) -> tuple[Any, ...]:
    """The fields of ``IMPORTED`` in their order."""
    mobiles = row.mobiles
    return (
        row.name, row.name_hi, row.owner_name, row.father_name, mobiles[0] if mobiles else None,
        mobiles[1] if len(mobiles) > 1 else None, row.landlines[0] if row.landlines else None, row.email, row.district_code,
        row.block, row.address, row.pin, row.pan, row.gstin, row.udyam, row.uam, row.gem_seller_id, row.enterprise_class,
        row.activity, row.nic, row.products, row.investment_rs, row.turnover_rs, row.registered_on, row.social_category,
        _flag(row.women_owned), _flag(row.minority), row.remarks, _flag(row.gem_registered),
    )  # fmt: skip


def _flag(value: bool | None) -> int | None:
    return None if value is None else int(value)


def _planned(
    line: int,
    verdict: str,
    record: str | None,
    cells: str,
    reason: str,
    warnings: str,
    entity: int | None,
) -> PlannedRow:
    codes = (*reason.split(), *warnings.split())
    if record is None:
        text = " · ".join(cell for cell in json.loads(cells) if cell.strip())
        return PlannedRow(line, verdict, text, "", "", codes, None)
    values = dict(zip(RECORD, json.loads(record), strict=True))
    lead = entity if entity is not None and entity > 0 else None
    number, district = values["mobile"] or values["email"] or "", values["district_code"] or ""
    return PlannedRow(line, verdict, values["name"], number, district, codes, lead)


_packed = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _chunks(rows: Iterable[SellerRow], size: int) -> Iterator[list[SellerRow]]:
    chunk: list[SellerRow] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


@contextmanager
def _transaction(staging: Staging) -> Iterator[None]:
    staging.begin()
    yield
    staging.end()
