"""Many people save in the same few leads at once: nothing may be lost, nobody may see an error, nobody may wait long.

What each process was told ("saved") is compared with what stands in the tables and in the journal.
"""

from __future__ import annotations

import json
import multiprocessing
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from onboarding.db.connection import Connection
from onboarding.errors import OnboardingError, Refused, StaleEdit
from onboarding.services.context import Services
from onboarding.services.sellers import Move, NextStep
from scripts.endurance.house import open_house, registered, wrong_in
from scripts.endurance.report import Finding, percentile

FIELDS = ("address", "products", "category_wanted", "tehsil", "block", "owner_name", "consent_note")
GROWING = "remarks"
"""To which everybody adds a word of her own: a lost update is a word that is missing. (A number counted up would not do: two who
write the same number agree, and nothing is lost.)"""
THINK_S = 0.001
"""Between reading and saving, so that others come between."""


@dataclass(slots=True)
class Diary:
    """What one process was told."""

    saved: Counter[tuple[str, int]] = field(default_factory=Counter)
    """(verb, lead) to acknowledged saves."""
    words: list[tuple[int, str]] = field(default_factory=list)
    """(lead, word) added to its growing field."""
    seconds: list[float] = field(default_factory=list)
    conflicts: int = 0
    """Same field changed by a colleague meanwhile; shown, read again and saved again."""
    errors: Counter[str] = field(default_factory=Counter)
    """Anything else that a person would have seen."""


@dataclass(slots=True)
class _Clerk:
    services: Services
    leads: list[int]
    chance: random.Random
    diary: Diary

    def work(self, number: int, name: int) -> None:
        """One save of some kind, tried again as often as a colleague was faster."""
        verb = self.chance.choices(("field", "grow", "log", "plan", "move"), (35, 25, 15, 15, 10))[0]
        lead_id = self.chance.choice(self.leads)
        todo: dict[str, Callable[[int, str], None]] = {
            "field": self._field, "grow": self._grow, "log": self._log, "plan": self._plan, "move": self._move,
        }  # fmt: skip
        while True:
            try:
                todo[verb](lead_id, f"{name}-{number}")
            except StaleEdit:
                self.diary.conflicts += 1
                continue
            except Refused as refusal:
                if refusal.sentence != "stage.same":  # a colleague made the same move a moment ago
                    raise
                self.diary.conflicts += 1
                continue
            self.diary.saved[verb, lead_id] += 1
            return

    def _timed(self, save: Callable[[], object]) -> None:
        time.sleep(THINK_S)
        began = time.monotonic()
        save()
        self.diary.seconds.append(time.monotonic() - began)

    def _field(self, lead_id: int, token: str) -> None:
        column = self.chance.choice(FIELDS)
        seen = getattr(self.services.sellers.get(lead_id), column)
        self._timed(lambda: self.services.sellers.edit(lead_id, {column: f"written {token}"}, seen={column: seen}))

    def _grow(self, lead_id: int, token: str) -> None:
        seen = getattr(self.services.sellers.get(lead_id), GROWING)
        values, shown = {GROWING: f"{seen or ''} {token}".strip()}, {GROWING: seen}
        self._timed(lambda: self.services.sellers.edit(lead_id, values, seen=shown))
        self.diary.words.append((lead_id, token))

    def _log(self, lead_id: int, token: str) -> None:
        self._timed(lambda: self.services.sellers.log_contact(lead_id, "no_answer", note=f"call {token}"))

    def _plan(self, lead_id: int, token: str) -> None:
        day = self.services.clock.today() + timedelta(days=self.chance.randint(0, 60))
        self._timed(lambda: self.services.sellers.plan([lead_id], NextStep(on=day, what=f"step {token}")))

    def _move(self, lead_id: int, _token: str) -> None:
        now = self.services.sellers.get(lead_id).stage
        to = self.chance.choice([stage for stage in ("contacted", "willing", "documents_ready") if stage != now])
        move = Move(to=to, event_on=self.services.clock.today(), reason="as told on the telephone")
        self._timed(lambda: self.services.sellers.move(lead_id, move))


def _clerk(path: str, leads: list[int], name: int, edits: int, start: Any, out: Any) -> None:  # noqa: ANN401 - multiprocessing's own
    diary = Diary()
    services = open_house(Path(path), f"clerk{name}")
    clerk = _Clerk(services, leads, random.Random(name), diary)
    start.wait()
    for number in range(edits):
        try:
            clerk.work(number, name)
        except OnboardingError as error:
            diary.errors[error.sentence] += 1
        except Exception as error:
            diary.errors[type(error).__name__] += 1
    out.put(diary)


def run(folder: Path, *, processes: int = 20, edits: int = 500, leads: int = 50) -> Finding:
    """``processes`` people save ``edits`` times each in ``leads`` leads; a finding with what was lost."""
    path = folder / "edits" / "onboarding.db"
    services = open_house(path)
    ids = registered(services, leads)
    began = time.monotonic()
    diaries = _all_at_once(path, ids, processes, edits)
    took = time.monotonic() - began
    found = Finding("edits", f"{processes} processes x {edits} saves in {leads} leads")
    seconds = [one for diary in diaries for one in diary.seconds]
    found.figures = {
        "saves": sum(sum(diary.saved.values()) for diary in diaries),
        "conflicts shown and redone": sum(diary.conflicts for diary in diaries),
        "errors shown": sum(sum(diary.errors.values()) for diary in diaries),
        "p50 ms": round(1000 * percentile(seconds, 0.5)),
        "p95 ms": round(1000 * percentile(seconds, 0.95)),
        "worst ms": round(1000 * max(seconds, default=0)),
        "seconds in all": round(took),
    }
    for diary in diaries:
        found.losses += [f"{count} x error shown: {what}" for what, count in diary.errors.items()]
    if len(diaries) < processes:
        found.losses.append(f"{processes - len(diaries)} processes ended without a word")
    found.losses += compare(services, ids, diaries, processes * edits) + wrong_in(path)
    return found


def _all_at_once(path: Path, leads: list[int], processes: int, edits: int) -> list[Diary]:
    context = multiprocessing.get_context("spawn")
    start, out = context.Barrier(processes), context.Queue()
    people = [
        context.Process(target=_clerk, args=(str(path), leads, name, edits, start, out)) for name in range(processes)
    ]
    for one in people:
        one.start()
    diaries: list[Diary] = []
    while len(diaries) < processes:
        try:
            diaries.append(out.get(timeout=5))
        except Exception:  # nothing came: has everybody who still works gone?
            if not any(one.is_alive() for one in people):
                break
    for one in people:
        one.join()
    return diaries


def compare(services: Services, leads: list[int], diaries: list[Diary], asked: int) -> list[str]:
    """What the people were told, against tables and journal; each difference in words."""
    told: Counter[tuple[str, int]] = Counter()
    for diary in diaries:
        told.update(diary.saved)
    with services.database.read() as connection:
        found = _missing_rows(connection, leads, told)
        entries = dict(connection.execute("SELECT verb, count(*) FROM change GROUP BY verb").fetchall())
        sql = "SELECT row_id, op, before, after FROM change_row WHERE table_name = 'lead' ORDER BY id"
        rows = connection.execute(sql).fetchall()
        now = _values(connection)
    words = [pair for diary in diaries for pair in diary.words]
    grown = {lead_id: (values[GROWING] or "").split() for lead_id, values in now.items()}
    found += [
        f"lead {lead_id}: {word} was saved and is gone" for lead_id, word in words if grown[lead_id].count(word) != 1
    ]
    if told.total() != asked:
        found.append(f"{asked} saves asked, {told.total()} told as done")
    journalled = sum(entries.get(verb, 0) for verb in ("edit", "log", "plan", "move"))
    if journalled != told.total():
        found.append(f"{told.total()} saves told, {journalled} journal entries")
    return found + _unseen(rows, now)


def _missing_rows(connection: Connection, leads: list[int], told: Counter[tuple[str, int]]) -> list[str]:
    found = []
    for verb, name in (("log", "contact"), ("move", "stage_event")):
        sql = f"SELECT lead_id, count(*) FROM {name} GROUP BY lead_id"  # noqa: S608 - one of the two above
        there = dict(connection.execute(sql).fetchall())
        found += [
            f"lead {one}: {told[verb, one]} saves of {verb} told, {there.get(one, 0)} found"
            for one in leads
            if there.get(one, 0) != told[verb, one]
        ]
    return found


def _values(connection: Connection) -> dict[int, dict[str, Any]]:
    """The fields that are worked on, as they stand now."""
    columns = (*FIELDS, GROWING, "next_on", "next_what", "stage")
    sql = f"SELECT id, {', '.join(columns)} FROM lead"  # noqa: S608 - names of the schema
    return {row[0]: dict(zip(columns, row[1:], strict=True)) for row in connection.execute(sql)}


def _unseen(rows: list[Any], now: dict[int, dict[str, Any]]) -> list[str]:
    """Fields that somebody overwrote without the journal having seen the value before, or that hold another value at the end."""
    held: dict[int, dict[str, Any]] = defaultdict(dict)
    found = []
    for row_id, op, before, after in rows:
        values = json.loads(after)
        if op == "update":
            found += [
                f"lead {row_id}, {name}: overwritten unseen"
                for name, value in json.loads(before).items()
                if held[row_id].get(name) != value
            ]
        held[row_id].update(values)
    for row_id, values in now.items():
        found += [
            f"lead {row_id}, {name}: not what the journal wrote last"
            for name, value in values.items()
            if held[row_id].get(name) != value
        ]
    return found
