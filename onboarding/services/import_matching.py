"""What is to become of each row of a list: asked a chunk at a time of the database and of the rows before it.

Certain keys decide (``domain.matching``); blanks of the lead found are filled (``domain.merging``). Leads that the import will
make have negative numbers, -1 for the first.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from onboarding.db import leads as leads_db
from onboarding.db import matching as db
from onboarding.db.connection import Connection
from onboarding.db.import_staging import Staging
from onboarding.domain.matching import NOTHING, Candidate, Key, Known, Match, decide
from onboarding.domain.merging import IMPORTED, fill
from onboarding.domain.recipe import Recipe
from onboarding.services.import_overwriting import GivingWay

CHUNK = 1000
KEYS_IN_MEMORY = 500_000
"""Keys of rows read that are held in memory (about 100 bytes each); more go to the staging file."""
RECORD = (*IMPORTED, "same_key")
"""Order of the fields in a staged record."""
SHARED_MOBILE, OTHER_GSTIN = "shared_mobile", "second_gstin"
MODE_ONLY_NEW, MODE_ONLY_UPDATE = "mode_only_new", "mode_only_update"
REASONS = (MODE_ONLY_UPDATE,)
"""Codes for which matching rejects a row."""
WARNINGS = (SHARED_MOBILE, OTHER_GSTIN, MODE_ONLY_NEW)
"""Codes that matching adds to those of the reader; beside them ``domain.merging.CONFLICTS``."""


class Staged(NamedTuple):
    """A row as it stands in the staging file."""

    n: int
    line: int
    reject: str | None
    warnings: str
    cells: str
    record: str | None
    """JSON list in the order of ``RECORD``; None for a rejected row."""
    more: str
    """JSON list of further mobile numbers."""


@dataclass(slots=True)
class _Entity:
    """A lead, or one to be made, into which rows of this run are folded."""

    id: int
    values: dict[str, Any]
    numbers: set[str]
    fields: dict[str, Any] = field(default_factory=dict)
    more: list[str] = field(default_factory=list)
    dirty: bool = False

    def known(self) -> Known:
        """What the ladder compares."""
        return Known(self.id, Candidate.of(self.values).pan, self.values.get("udyam"))


class Matcher:
    """Goes through the rows of one list once; what it finds stands in the staging file."""

    def __init__(self, connection: Connection, staging: Staging, recipe: Recipe) -> None:
        self._connection = connection
        self._staging = staging
        self._mode, overwrite = recipe.rules
        self._giving_way = GivingWay(connection, overwrite)
        self._left_out: list[tuple[int, str]] = []
        self._keys = _FileKeys(staging)
        self._entities: dict[int, _Entity] = {}
        self._made = 0
        self._of_chunk: dict[int, tuple[dict[str, Any], list[str]]] = {}
        self._updated: set[int] = set()
        self._shared: set[int] = set()
        self.counts: Counter[str] = Counter()
        """Rows by verdict."""
        self.warned = 0
        """Rows with a warning."""
        self.codes: Counter[str] = Counter()
        """Rows by reason and warning."""
        self.used: set[str] = set()
        """Fields that at least one row has."""

    def take(self, chunk: Sequence[Staged], records: Sequence[Sequence[Any]] | None = None) -> None:
        """Decide over the next rows; ``records`` are those of the good ones, where they are at hand already."""
        good = [row for row in chunk if row.record is not None]
        if records is None:
            records = [json.loads(row.record or "") for row in good]
        values = [dict(zip(RECORD, record, strict=True)) for record in records]
        more = [json.loads(row.more) if row.more != "[]" else [] for row in good]
        self._note_used(records)
        asked = [Candidate.of(one, extra) for one, extra in zip(values, more, strict=True)]
        places = [_places(one) for one in asked]
        hits = db.find(self._connection, asked)
        held = db.held(self._connection, {n for one in asked for n in one.mobiles})
        self._keys.fetch({place for found in places for place, _ in found})
        self._load_leads(hits)
        verdicts: list[tuple[Any, ...]] = []
        made: list[tuple[int, int]] = []
        todo = iter(zip(values, more, asked, places, hits, strict=True))
        for row in chunk:
            if row.record is None:
                verdicts.append(self._verdict(row, "rejected", None, (), ()))
                continue
            one, extra, candidate, found, known = next(todo)
            verdicts.append(self._judge(row, one, extra, candidate, found, known, held, made))
        self._flush(verdicts, made)

    def finish(self) -> None:
        """Tell of a shared number on the first row that brought it, too: when that row was read, nobody else had it."""
        warned, first = self._staging.warn([-entity - 1 for entity in self._shared], SHARED_MOBILE)
        self.codes[SHARED_MOBILE] += warned
        self.warned += first
        self._shared.clear()

    def _judge(  # noqa: PLR0913 - one row with all that was looked up for it
        self,
        row: Staged,
        values: dict[str, Any],
        more: list[str],
        candidate: Candidate,
        places: list[tuple[int, Key | None]],
        hits: db.Hits,
        held: set[str],
        made: list[tuple[int, int]],
    ) -> tuple[Any, ...]:
        seen, sharing = self._seen(places, hits)
        match = decide(candidate, seen) if seen else NOTHING
        if match.ambiguous:
            return self._verdict(row, "review", None, match.candidates, ())
        if match.lead_id is not None:
            return self._merge(row, values, more, match, places)
        if self._mode == "only_update":
            self._left_out.append((row.n, MODE_ONLY_UPDATE))
            return self._verdict(row._replace(reject=MODE_ONLY_UPDATE), "rejected", None, (), ())
        entity = -(self._made + 1)
        made.append((self._made, row.n))
        self._made += 1
        self._of_chunk[entity] = (values, more)
        self._keys.add(places, entity)
        self._shared.update(one for one in sharing if one < 0)
        shared = bool(sharing) or any(number in held for number in candidate.mobiles)
        return self._verdict(row, "new", entity, (), (SHARED_MOBILE,) if shared else ())

    def _seen(self, places: list[tuple[int, Key | None]], hits: db.Hits) -> tuple[db.Hits, set[int]]:
        """The database's hits and those of earlier rows; and the leads of earlier rows that have one of its numbers."""
        seen: db.Hits = hits
        sharing: set[int] = set()
        for place, key in places:
            entities = self._keys.get(place)
            if not entities:
                continue
            if key is None:
                sharing.update(entities)
                continue
            if seen is hits:
                seen = {name: list(found) for name, found in hits.items()}
            have = seen.setdefault(key, [])
            have += [self._entity(one).known() for one in entities]
        if seen is hits and not self._updated:
            return seen, sharing
        return {key: [self._fresh(known) for known in found] for key, found in seen.items()}, sharing

    def _fresh(self, known: Known) -> Known:
        """A lead as this run has filled it so far."""
        return self._entity(known.id).known() if known.id in self._updated else known

    def _merge(
        self,
        row: Staged,
        values: dict[str, Any],
        more: list[str],
        match: Match,
        places: list[tuple[int, Key | None]],
    ) -> tuple[Any, ...]:
        entity = self._entity(match.lead_id or 0)
        if entity.id > 0 and self._mode == "only_new":
            added = fill(entity.values, entity.numbers, values, more)
            told = (MODE_ONLY_NEW,) if added.fields or added.more else ()
            return self._verdict(row, "unchanged", entity.id, (), told)
        allowed = self._giving_way.fields(entity.id, entity.values, values)
        added = fill(entity.values, entity.numbers, values, more, allowed)
        warnings = self._giving_way.told(row.n, entity.id, added, (entity.values, values))
        if "conflict_gstin" in warnings and match.key == "pan":
            warnings[warnings.index("conflict_gstin")] = OTHER_GSTIN
        if added.fields or added.more:
            entity.dirty = True
            self.used.update(added.fields)
            entity.fields |= added.fields
            entity.values |= added.fields
            entity.more += added.more
            entity.numbers |= {*added.more, *_numbers(added.fields)}
            if entity.id > 0:
                self._updated.add(entity.id)
        self._keys.add(places, entity.id)
        older = "updated" if added.fields or added.more else "unchanged"
        verdict = "merged" if entity.id < 0 else older
        return self._verdict(row, verdict, entity.id, (), warnings)

    def _verdict(
        self,
        row: Staged,
        verdict: str,
        entity: int | None,
        candidates: Sequence[int],
        warnings: Sequence[str],
    ) -> tuple[Any, ...]:
        told = " ".join((row.warnings, *warnings)).strip() if warnings else row.warnings
        self.counts[verdict] += 1
        if told:
            self.warned += 1
            self.codes.update(told.split())
        if row.reject:
            self.codes[row.reject] += 1
        return (row.n, verdict, entity, json.dumps(list(candidates)) if candidates else "[]", told)

    def _note_used(self, records: Sequence[Sequence[Any]]) -> None:
        for name, column in zip(RECORD, zip(*records, strict=True), strict=False):
            if name not in self.used and any(value is not None for value in column):
                self.used.add(name)

    # ------------------------------------------------------------------ entities

    def _entity(self, number: int) -> _Entity:
        found = self._entities.get(number)
        if found is None:
            found = self._made_entity(number) if number < 0 else self._lead_entity(number)
            self._entities[number] = found
        return found

    def _made_entity(self, number: int) -> _Entity:
        if number in self._of_chunk:
            values, extra = self._of_chunk[number]
        else:
            record, more = self._staging.made(-number - 1)
            values, extra = dict(zip(RECORD, json.loads(record), strict=True)), json.loads(more)
        return _Entity(number, values, {*_numbers(values), *extra}, more=extra)

    def _lead_entity(self, number: int) -> _Entity:
        self._load([number])
        return self._entities[number]

    def _load_leads(self, hits: Sequence[db.Hits]) -> None:
        wanted = {known.id for one in hits for found in one.values() for known in found}
        self._load([number for number in wanted if number not in self._entities])

    def _load(self, numbers: Sequence[int]) -> None:
        """Older leads with what this run has added to them so far."""
        if not numbers:
            return
        touched = self._staging.touched(numbers)
        for number, lead in leads_db.leads(self._connection, numbers).items():
            values = {name: getattr(lead, name) for name in IMPORTED}
            entity = _Entity(number, values, _numbers(values))
            if number in touched:
                fields, more = touched[number]
                entity.fields, entity.more = json.loads(fields), json.loads(more)
                entity.values |= entity.fields
                entity.numbers |= {*entity.more, *_numbers(entity.fields)}
            self._entities[number] = entity
        for number, mobile in db.person_numbers(self._connection, numbers):
            self._entities[number].numbers.add(mobile)

    def _flush(self, verdicts: list[tuple[Any, ...]], made: list[tuple[int, int]]) -> None:
        staging = self._staging
        staging.begin()
        staging.add_verdicts(verdicts)
        staging.add_made(made)
        dirty = [entity for entity in self._entities.values() if entity.dirty]
        staging.change_made(
            (_packed([e.values[name] for name in RECORD]), _packed(e.more), -e.id - 1) for e in dirty if e.id < 0
        )
        staging.leave_out(self._left_out)
        staging.add_replaced(self._giving_way.rows)
        self._left_out.clear()
        self._giving_way.rows.clear()
        staging.set_touched((e.id, _packed(e.fields), _packed(e.more)) for e in dirty if e.id > 0)
        self._keys.spill()
        staging.end()
        self._entities.clear()
        self._of_chunk.clear()


class _FileKeys:
    """Which rows of this list brought which key: in memory, and in the staging file once there are many."""

    def __init__(self, staging: Staging) -> None:
        self._staging = staging
        self._keys: dict[int, int | tuple[int, ...]] = {}
        self._fetched: dict[int, tuple[int, ...]] = {}
        self._spilled = False

    def fetch(self, places: Iterable[int]) -> None:
        """Have at hand what was put away of these keys."""
        self._fetched.clear()
        if self._spilled:
            for place, entity in self._staging.keys(places):
                self._fetched[place] = (*self._fetched.get(place, ()), entity)

    def get(self, place: int) -> tuple[int, ...]:
        """The entities with this key, oldest first."""
        held = self._keys.get(place, ())
        held = (held,) if isinstance(held, int) else held
        put_away = self._fetched.get(place)
        return held if put_away is None else tuple(dict.fromkeys((*put_away, *held)))

    def add(self, places: Iterable[tuple[int, Key | None]], entity: int) -> None:
        """An entity brings these keys."""
        keys = self._keys
        for place, key in places:
            have = keys.setdefault(place, entity)
            if have == entity or key is None:
                continue
            held = (have,) if isinstance(have, int) else have
            if entity not in held:
                keys[place] = (*held, entity)

    def spill(self) -> None:
        """Put the keys away if there are too many."""
        if len(self._keys) < KEYS_IN_MEMORY:
            return
        self._staging.add_keys(
            (place, entity)
            for place, held in self._keys.items()
            for entity in ((held,) if isinstance(held, int) else held)
        )
        self._keys.clear()
        self._spilled = True


def _places(one: Candidate) -> list[tuple[int, Key | None]]:
    """Hashes of all its keys; None marks a bare number, which only tells of sharing. Good for one process only."""
    found: list[tuple[int, Key | None]] = []
    if one.gstin:
        found.append((hash(("gstin", one.gstin)), "gstin"))
    if one.udyam:
        found.append((hash(("udyam", one.udyam)), "udyam"))
    if one.pan:
        found.append((hash(("pan", one.pan)), "pan"))
    for number in one.mobiles:
        found.append((hash(("mobile", number)), None))
        if one.same_key:
            found.append((hash((number, one.same_key)), "mobile_name"))
    if one.email and one.same_key:
        found.append((hash((one.email, one.same_key)), "email_name"))
    return found


def _numbers(values: dict[str, Any]) -> set[str]:
    return {number for name in ("mobile", "alt_mobile") if (number := values.get(name))}


def _packed(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
