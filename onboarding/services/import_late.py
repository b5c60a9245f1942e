"""What colleagues did while a run of many rows was written: their leads and its own are one firm each, whoever was first.

The same ladder as before the run; it is asked from their side, since theirs are few.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from onboarding.db import imports as db
from onboarding.db import leads as leads_db
from onboarding.db import matching, pending_rows
from onboarding.db.connection import Connection, Database
from onboarding.db.import_staging import newest_change
from onboarding.db.journal import ChangeSet
from onboarding.db.reviews import memory
from onboarding.domain.likeness import fingerprint
from onboarding.domain.matching import AGENT_FIRMS, Candidate, Match, decide
from onboarding.domain.merging import IMPORTED
from onboarding.services.import_likeness import Likenesses
from onboarding.services.import_matching import LEAD_GONE, MODE_ONLY_NEW, RECORD
from onboarding.services.import_plan import VERDICTS
from onboarding.services.import_reviews import item_of, write_review
from onboarding.services.import_writing import Pen, complete

_AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class Meetings:
    """Where a run and its colleagues may have met."""

    up_to: int
    """The journal's newest entry that was looked at."""
    moved: frozenset[int]
    """Leads that colleagues made or changed."""
    hidden: frozenset[int]
    """Leads of the run that have a key of one of these."""

    def and_then(self, later: Meetings) -> Meetings:
        """These and those of the entries after them."""
        return Meetings(later.up_to, self.moved | later.moved, self.hidden | later.hidden)


def meetings(database: Database, pen: Pen, *, since: int) -> Meetings:
    """Leads that were made or changed since a journal entry, and those of the run that share a key with them."""
    with database.read() as shown:
        up_to = newest_change(shown)
        moved = pending_rows.moved_since(shown, since) if up_to != since else []
        asked = [
            one for start in range(0, len(moved), _AT_A_TIME) for one in _keys(shown, moved[start : start + _AT_A_TIME])
        ]
    hidden: set[int] = set()
    block = pen.blocks.get("lead")
    if asked and block is not None:
        with database.read(everything=True) as connection:
            for start in range(0, len(asked), _AT_A_TIME):
                for hits in matching.find(connection, asked[start : start + _AT_A_TIME]):
                    hidden.update(known.id for found in hits.values() for known in found)
        hidden = {lead_id for lead_id in hidden if block.first <= lead_id <= block.last}
    return Meetings(up_to, frozenset(moved), frozenset(hidden))


def _keys(connection: Connection, ids: Sequence[int]) -> list[Candidate]:
    more: dict[int, list[str]] = {}
    for lead_id, number in matching.person_numbers(connection, ids):
        more.setdefault(lead_id, []).append(number)
    return [
        Candidate.of({name: getattr(lead, name) for name in IMPORTED}, more.get(lead_id, ()))
        for lead_id, lead in leads_db.leads(connection, ids).items()
    ]


def fold(change: ChangeSet, pen: Pen, hidden: frozenset[int]) -> dict[int, int | None]:
    """Give the rows of these leads to the leads that were there first, or to a person to decide.

    The leads that are not made, each with the one it is, or None where a person decides.
    """
    folded: dict[int, int | None] = {}
    for lead_id in sorted(hidden):
        one = _Made.of(pen, lead_id)
        held = matching.holders(change.connection, one.candidate.mobiles)
        agents = {number for number, n in held.items() if n >= AGENT_FIRMS}
        match = decide(one.candidate, matching.find(change.connection, [one.candidate], agents)[0])
        if match.lead_id is not None:
            may_fill = not pen.is_only_new
            came = complete(change, match.lead_id, one.values, one.more, today=pen.today, write=may_fill)
            added, told = came or (False, ())
            if pen.is_only_new:
                told = (MODE_ONLY_NEW,) if added else ()
            verdict = "updated" if added and may_fill else "unchanged"
            _decide(change.connection, pen, lead_id, match.lead_id, verdict, told)
        elif not _put_to_a_person(change, pen, one, match, agents):
            continue
        folded[lead_id] = match.lead_id
    pending_rows.drop_leads(change.connection, pen.blocks, folded)
    return folded


@dataclass(frozen=True, slots=True)
class _Made:
    """A lead of the run."""

    id: int
    packed: str
    """Its record as it is staged."""
    values: dict[str, Any]
    more: list[str]
    candidate: Candidate

    @classmethod
    def of(cls, pen: Pen, lead_id: int) -> _Made:
        packed, more = pen.staging.made(lead_id - pen.blocks["lead"].first)
        values, numbers = dict(zip(RECORD, json.loads(packed), strict=True)), json.loads(more)
        return cls(lead_id, packed, values, numbers, Candidate.of(values, numbers))


def _put_to_a_person(change: ChangeSet, pen: Pen, one: _Made, match: Match, agents: set[str]) -> bool:
    """Whether there is a doubt; then its row waits in the review instead of being a lead."""
    connection, mark = change.connection, fingerprint(one.candidate)
    likenesses = Likenesses(connection, lambda _: Candidate())
    likenesses.fetch([one.candidate], [(one.values["name_block"], one.values["owner_block"])])
    if match.ambiguous:
        scored = likenesses.among(one.candidate, match.candidates, agents)
    else:
        scored = likenesses.of(0, one.candidate, (), agents)
    known = likenesses.memory(mark)
    scored = [found for found in scored if found.lead not in known.apart]
    if not scored:
        return False
    rows = pending_rows.rows_of_lead(connection, pen.batch, one.id)
    if not known.is_open:
        line, cells = pending_rows.line_of(connection, rows[0][0])
        item = item_of(pen.batch, line, mark, one.packed, json.dumps(one.more), cells)
        write_review(change, item, scored)
    others = json.dumps([found.lead for found in scored])
    pending_rows.decide_anew(connection, [("review", None, others, told, row_id) for row_id, _, told in rows])
    return True


def _decide(connection: Connection, pen: Pen, lead_id: int, now: int, verdict: str, warnings: tuple[str, ...]) -> None:
    """The row that would have made the lead; those merged into it belong to the same."""
    rows = []
    for row_id, was, told in pending_rows.rows_of_lead(connection, pen.batch, lead_id):
        words = " ".join((told, *warnings)).strip() if was == "new" else told
        rows.append(("merged" if was == "merged" else verdict, now, "[]", words, row_id))
    pending_rows.decide_anew(connection, rows)


def let_go(change: ChangeSet, pen: Pen, gone: Sequence[int]) -> None:
    """Rows that belonged to a lead which was taken away meanwhile wait for a person, who may make a lead of them."""
    connection = change.connection
    found = [row for lead_id in gone for row in pending_rows.rows_of_lead(connection, pen.batch, lead_id)]
    places = [pending_rows.line_of(connection, row_id) for row_id, _, _ in found]
    read = pen.staging.read_as([line for line, _ in places]) if places else {}
    for line, cells in places:
        packed, more = read[line]
        mark = fingerprint(Candidate.of(dict(zip(RECORD, json.loads(packed), strict=True)), json.loads(more)))
        if not memory(connection, mark).is_open:
            write_review(change, item_of(pen.batch, line, mark, packed, more, cells), ())
    rows = [("review", None, "[]", f"{told} {LEAD_GONE}".strip(), row_id) for row_id, _, told in found]
    pending_rows.decide_anew(connection, rows)


def counted(connection: Connection, pen: Pen) -> dict[str, int]:
    """Rows by verdict as they came out."""
    verdicts, _ = db.stored(connection, pen.batch)
    return {verdict: verdicts.get(verdict, 0) for verdict in VERDICTS}
