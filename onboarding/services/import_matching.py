"""What is to become of each row of a list: asked a chunk at a time of the database and of the rows before it.

Certain keys decide (``domain.matching``); blanks of the lead found are filled (``domain.merging``). A firm that is only like
another (``domain.likeness``) waits for a person, unless she said before what it is. Leads that the import will make have
negative numbers, -1 for the first.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from onboarding.db import leads as leads_db
from onboarding.db import matching as db
from onboarding.db.connection import Connection
from onboarding.db.import_staging import Staging
from onboarding.domain.likeness import blocks, fingerprint
from onboarding.domain.matching import AGENT_FIRMS, NOTHING, Candidate, Key, Known, Match, decide, is_far
from onboarding.domain.merging import IMPORTED, fill
from onboarding.domain.recipe import Recipe
from onboarding.services.import_keys import FileKeys, number_place, places_of
from onboarding.services.import_likeness import Likenesses, Scored, agents_of, like_places
from onboarding.services.import_overwriting import GivingWay

CHUNK = 1000
KEYS = ("same_key", "name_block", "owner_block")
"""What a lead is looked for by; computed from its fields."""
RECORD = (*IMPORTED, *KEYS)
"""Order of the fields in a staged record."""
IN_FILE = 16
"""Rows of a list that are kept under one name, owner or e-mail; where there are more, the name alone says nothing."""
SHARED_MOBILE, AGENT_NUMBER, OTHER_GSTIN = "shared_mobile", "agent_number", "second_gstin"
DECIDED_BEFORE, LEAD_GONE = "decided_before", "lead_gone"
MODE_ONLY_NEW, MODE_ONLY_UPDATE = "mode_only_new", "mode_only_update"
REASONS = (MODE_ONLY_UPDATE,)
"""Codes for which matching rejects a row."""
WARNINGS = (SHARED_MOBILE, AGENT_NUMBER, OTHER_GSTIN, DECIDED_BEFORE, LEAD_GONE, MODE_ONLY_NEW)
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

    def candidate(self) -> Candidate:
        """What likeness compares."""
        return Candidate.of(self.values, [number for number in self.numbers if number not in _numbers(self.values)])


class _Row(NamedTuple):
    """A good row with all that was looked up for it."""

    staged: Staged
    place: int
    """In its chunk."""
    values: dict[str, Any]
    more: list[str]
    candidate: Candidate
    places: list[tuple[int, Key | None]]
    like: list[int]
    """Further places, for likeness only."""
    hits: db.Hits
    agents: set[str]


class Matcher:
    """Goes through the rows of one list once; what it finds stands in the staging file."""

    def __init__(self, connection: Connection, staging: Staging, recipe: Recipe) -> None:
        self._connection = connection
        self._staging = staging
        self._mode, overwrite = recipe.rules
        self._giving_way = GivingWay(connection, overwrite)
        self._keys = FileKeys(staging)
        self._entities: dict[int, _Entity] = {}
        self._made = 0
        self._of_chunk: dict[int, tuple[dict[str, Any], list[str]]] = {}
        self._updated: set[int] = set()
        self._shared: set[int] = set()
        self._of_agents: set[int] = set()
        self._likenesses = Likenesses(connection, lambda made: self._entity(made).candidate())
        self._asked: set[str] = set()
        self._doubts: list[tuple[Any, ...]] = []
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
        places = [places_of(one) for one in asked]
        keys = [(one["name_block"], one["owner_block"]) for one in values]
        like = list(map(like_places, asked, keys))
        held = db.holders(self._connection, {n for one in asked for n in one.mobiles})
        hits = db.find(self._connection, asked, {number for number, n in held.items() if n >= AGENT_FIRMS})
        self._likenesses.fetch(asked, keys)
        self._keys.fetch({place for found in places for place, _ in found}.union(*like))
        self._load_leads(hits)
        verdicts: list[tuple[Any, ...]] = []
        made: list[tuple[int, int]] = []
        todo = enumerate(zip(values, more, asked, places, like, hits, strict=True))
        for row in chunk:
            if row.record is None:
                verdicts.append(self._verdict(row, "rejected", None))
                continue
            place, (one, extra, candidate, found, alike, known) = next(todo)
            shared = self._keys.knows(place for place, key in found if key is None) or not held.keys().isdisjoint(
                candidate.mobiles
            )
            agents = agents_of(candidate, held, self._in_file) if shared else set()
            full = _Row(row, place, one, extra, candidate, found, alike, known, agents)
            verdicts.append(self._judge(full, held, made))
        self._flush(verdicts, made)

    def _in_file(self, number: str) -> int:
        """How many leads to be made have a number."""
        held = self._keys.get(number_place(number))
        return sum(entity < 0 for entity in held) if held else 0

    def finish(self) -> None:
        """Tell of a shared number on the first rows that brought it, too: when they were read, few or none had it."""
        for entities, code in ((self._shared, SHARED_MOBILE), (self._of_agents, AGENT_NUMBER)):
            if entities:
                warned, first = self._staging.warn([-entity - 1 for entity in entities], code)
                self.codes[code] += warned
                self.warned += first
            entities.clear()

    def _judge(self, row: _Row, held: Mapping[str, int], made: list[tuple[int, int]]) -> tuple[Any, ...]:
        seen, sharing = self._seen(row)
        match = decide(row.candidate, seen) if seen else NOTHING
        if match.lead_id is not None:
            return self._merge(row, match.lead_id, match.key)
        scored = self._doubtful(row, match, sharing)
        if scored:
            verdict = self._review(row, scored, self._numbers_told(row, held, sharing))
            if verdict is not None:
                return verdict
        if self._mode == "only_update":
            return self._verdict(row.staged._replace(reject=MODE_ONLY_UPDATE), "rejected", None)
        entity = -(self._made + 1)
        made.append((self._made, row.staged.n))
        self._made += 1
        self._of_chunk[entity] = (row.values, row.more)
        told = self._numbers_told(row, held, sharing)
        self._keys.add(row.places, entity)
        self._keys.add([(place, None) for place in row.like], entity, most=IN_FILE)
        self._shared.update(one for one in sharing if one < 0)
        return self._verdict(row.staged, "new", entity, warnings=told)

    def _numbers_told(self, row: _Row, held: Mapping[str, int], sharing: set[int]) -> tuple[str, ...]:
        """The warnings for numbers that others have as well."""
        if not sharing and not any(number in held for number in row.candidate.mobiles):
            return ()
        crowd = [
            number for number in row.candidate.mobiles if held.get(number, 0) + self._in_file(number) + 1 >= AGENT_FIRMS
        ]
        for number in crowd:
            self._of_agents.update(one for one in self._keys.get(number_place(number)) if one < 0)
        return (SHARED_MOBILE, AGENT_NUMBER) if crowd else (SHARED_MOBILE,)

    def _doubtful(self, row: _Row, match: Match, sharing: set[int]) -> list[Scored]:
        """Leads that the row may be: those that contradicting keys name, else those that are like it."""
        if match.ambiguous:
            return self._likenesses.among(row.candidate, match.candidates, row.agents)
        in_file = {one for one in sharing if one < 0}
        if self._keys.knows(row.like):
            for place in row.like:
                found = self._keys.get(place)
                if len(found) < IN_FILE:
                    in_file.update(one for one in found if one < 0)
        return self._likenesses.of(row.place, row.candidate, in_file, row.agents)

    def _review(self, row: _Row, scored: list[Scored], told: tuple[str, ...]) -> tuple[Any, ...] | None:
        """Put a row to a person; or do as she decided before; None when she said of all of these that it is none of them."""
        mark = fingerprint(row.candidate)
        memory = self._likenesses.memory(mark)
        if memory.decided is not None:
            return self._merge(row, memory.decided, None, (DECIDED_BEFORE,))
        scored = [found for found in scored if found.lead not in memory.apart]
        if not scored:
            return None
        if not memory.is_open and mark not in self._asked:
            signs = [(found.lead, found.likeness.points, found.likeness.why) for found in scored]
            self._doubts.append((row.staged.n, mark, _packed(signs)))
        self._asked.add(mark)
        reasons = tuple(code for code, points in scored[0].likeness.why if points > 0)
        candidates = [found.lead for found in scored]
        return self._verdict(row.staged, "review", None, candidates=candidates, reasons=reasons, warnings=told)

    def _seen(self, row: _Row) -> tuple[db.Hits, set[int]]:
        """The database's hits and those of earlier rows; and the leads of earlier rows that have one of its numbers."""
        seen: db.Hits = row.hits
        sharing: set[int] = set()
        for place, key in row.places:
            entities = self._keys.get(place)
            if not entities:
                continue
            if key is None:
                sharing.update(entities)
                continue
            if seen is row.hits:
                seen = {name: list(found) for name, found in row.hits.items()}
            have = seen.setdefault(key, [])
            have += [self._earlier(one, key, row) for one in entities]
        if seen is row.hits and not self._updated:
            return seen, sharing
        return {key: [self._fresh(known) for known in found] for key, found in seen.items()}, sharing

    def _earlier(self, number: int, key: Key, row: _Row) -> Known:
        """A lead of an earlier row that a key of this one points to."""
        entity = self._entity(number)
        far = (
            key == "mobile_name" and bool(row.agents) and is_far(entity.values["district_code"], row.candidate.district)
        )
        return entity.known()._replace(is_far=far)

    def _fresh(self, known: Known) -> Known:
        """A lead as this run has filled it so far."""
        return self._entity(known.id).known()._replace(is_far=known.is_far) if known.id in self._updated else known

    def _merge(self, row: _Row, lead: int, key: Key | None, told: tuple[str, ...] = ()) -> tuple[Any, ...]:
        entity = self._entity(lead)
        if entity.id > 0 and self._mode == "only_new":
            added = fill(entity.values, entity.numbers, row.values, row.more)
            kept_out = (MODE_ONLY_NEW,) if added.fields or added.more else ()
            return self._verdict(row.staged, "unchanged", entity.id, warnings=(*told, *kept_out))
        allowed = self._giving_way.fields(entity.id, entity.values, row.values)
        added = fill(entity.values, entity.numbers, row.values, row.more, allowed)
        warnings = [*told, *self._giving_way.told(row.staged.n, entity.id, added, (entity.values, row.values))]
        if "conflict_gstin" in warnings and key == "pan":
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
            else:
                self._block_again(entity)
        self._keys.add(row.places, entity.id)
        older = "updated" if added.fields or added.more else "unchanged"
        return self._verdict(row.staged, "merged" if entity.id < 0 else older, entity.id, warnings=warnings)

    def _block_again(self, entity: _Entity) -> None:
        values = entity.values
        keys = blocks(values["name"], values["owner_name"], values["district_code"])
        values["name_block"], values["owner_block"] = keys
        self.used.update(name for name, key in zip(KEYS[1:], keys, strict=True) if key is not None)

    def _verdict(
        self,
        row: Staged,
        verdict: str,
        entity: int | None,
        *,
        candidates: Sequence[int] = (),
        reasons: Sequence[str] = (),
        warnings: Sequence[str] = (),
    ) -> tuple[Any, ...]:
        told = " ".join((row.warnings, *warnings)).strip() if warnings else row.warnings
        self.counts[verdict] += 1
        if told:
            self.warned += 1
            self.codes.update(told.split())
        if row.reject:
            self.codes[row.reject] += 1
        others = json.dumps(list(candidates)) if candidates else "[]"
        return (row.n, verdict, entity, others, told, row.reject or " ".join(reasons))

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
        staging.add_doubts(self._doubts)
        dirty = [entity for entity in self._entities.values() if entity.dirty]
        staging.change_made(
            (_packed([e.values[name] for name in RECORD]), _packed(e.more), -e.id - 1) for e in dirty if e.id < 0
        )
        staging.add_replaced(self._giving_way.rows)
        self._giving_way.rows.clear()
        staging.set_touched((e.id, _packed(e.fields), _packed(e.more)) for e in dirty if e.id > 0)
        self._keys.spill()
        staging.end()
        self._entities.clear()
        self._of_chunk.clear()
        self._doubts.clear()


def _numbers(values: dict[str, Any]) -> set[str]:
    return {number for name in ("mobile", "alt_mobile") if (number := values.get(name))}


def _packed(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
