"""kill -9 at random moments: what was under way is wholly there or not at all, the program opens, and it says which.

Each round starts from the same database, starts the work in a process of its own, kills it after a while, and then asks: does the
database equal the one before or the one after, does doctor find nothing, does the program tell what became of it?
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from onboarding.db.connection import Database
from onboarding.db.migrations import SCHEMA_VERSION
from onboarding.services import copies
from onboarding.services.imports import AT_ONCE
from scripts.endurance import ahead
from scripts.endurance.house import (
    command,
    content,
    copied,
    environment,
    moments,
    open_house,
    seller_file,
    wrong_in,
)
from scripts.endurance.report import Finding

WHOLE_RUNS = 3
SLACK = 1.25
"""The machine may be slower in a round than when the whole was timed; without slack the end of the work would meet no kill."""
VERBS = ("import", "undo", "bulk", "backup", "restore", "migration")


@dataclass(slots=True)
class Round:
    """One start of the work and what became of it."""

    folder: Path
    database: Path
    killed: bool = True
    """Whether the kill met it before its last line."""
    told: list[str] = field(default_factory=list)


State = Callable[[Round], str]
"""``before``, ``after``, or what is wrong."""
Told = Callable[[Round, str], list[str]]
"""What the program failed to tell after the restart, given the state."""


@dataclass(frozen=True, slots=True)
class Work:
    """A piece of work to kill."""

    template: Path
    words: Callable[[Round], Sequence[str]]
    """For ``child``, given the round's places."""
    state: State
    told: Told


def run(folder: Path, *, times: int = 200, rows: int = 20_000, verbs: Sequence[str] = VERBS) -> Iterator[Finding]:
    """Kill each of ``verbs`` so many times at random moments, with lists of so many rows."""
    for verb in verbs:
        yield _one(verb, _work(verb, folder / "kills", rows), folder / "kills" / verb, times)


def _one(verb: str, work: Work, folder: Path, times: int) -> Finding:
    found = Finding("kills", f"kill -9 in {verb}")
    span = SLACK * max(_unkilled(work, folder / "whole", found) for _ in range(WHOLE_RUNS))
    if found.losses:
        return found
    states: Counter[str] = Counter()
    late = 0
    for number, moment in enumerate(_until_killed(times, span, seed=len(verb))):
        if number - late == times:
            break
        one = _round(work, folder / "round", moment)
        state = work.state(one)
        states[state if state in ("before", "after") else "half"] += 1
        late += not one.killed
        wrong = [] if state in ("before", "after") else [state]
        if one.killed is False and state == "before":
            wrong.append("said that it was done, and nothing of it is there")
        wrong += wrong_in(one.database) if state in ("before", "after") and verb != "migration" else []
        wrong += work.told(one, state)
        found.losses += [f"round {number}, {moment:.3f} s: {what}" for what in wrong]
    if sum(states.values()) - late < times:
        found.losses.append(f"only {sum(states.values()) - late} of {times} kills met the work")
    found.figures = {
        "kills": sum(states.values()) - late, "nothing": states["before"], "all": states["after"], "half": states["half"],
        "ended before the kill": late, "spread over s": f"{span:.2f}",
    }  # fmt: skip
    return found


def _until_killed(times: int, span: float, seed: int) -> Iterator[float]:
    """Moments enough to meet the work so many times, though some rounds end before their kill."""
    for again in range(3):
        yield from moments(times, span, seed + 100 * again)


def _unkilled(work: Work, folder: Path, found: Finding) -> float:
    """How long the work takes here when nobody kills it."""
    one = Round(folder, copied(work.template, folder))
    process = _start(work, one)
    began = time.monotonic()
    rest, errors = process.communicate(timeout=600)
    took = time.monotonic() - began
    if process.returncode or b"done" not in rest or work.state(one) != "after":
        found.losses.append(f"does not work without a kill: {errors.decode()[-500:].strip()} {work.state(one)}")
    return took


def _round(work: Work, folder: Path, moment: float) -> Round:
    one = Round(folder, copied(work.template, folder))
    process = _start(work, one)
    try:
        process.wait(timeout=moment)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)  # a workbook's reader is a child of its own
    rest, _ = process.communicate()
    one.killed = b"done" not in rest
    return one


def _start(work: Work, one: Round) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [sys.executable, "-m", "scripts.endurance.child", *work.words(one)],
        env=environment(one.folder), cwd=one.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    if process.stdout is None or process.stdout.readline() != b"ready\n":
        raise RuntimeError("the child did not begin: " + (process.communicate()[1] or b"").decode()[-500:])
    return process


# ---------------------------------------------------------------------- the pieces of work


def _work(verb: str, folder: Path, rows: int) -> Work:
    folder.mkdir(parents=True, exist_ok=True)
    if verb == "import":
        return _import(folder, rows)
    if verb == "restore":
        return _restore(folder, rows)
    filled = _filled(folder, rows)
    return {"undo": _undo, "bulk": _bulk, "backup": _backup, "migration": _migration}[verb](filled)


def _told_nothing(_one: Round, _state: str) -> list[str]:
    return []


def _between(before: dict[str, str], after: dict[str, str]) -> State:
    def state(one: Round) -> str:
        now = content(Database(one.database, schema_version=SCHEMA_VERSION))
        if now == before:
            return "before"
        differ = sorted(name for name in now if now[name] != after[name])
        return f"half: {', '.join(differ)} differ from before and after" if differ else "after"

    return state


def _filled(folder: Path, rows: int) -> Path:
    """A database into which a list was imported; made once."""
    path = folder / "filled" / "onboarding.db"
    if not path.exists():
        open_house(path)
        listed = seller_file(folder / "sellers.csv", rows)
        done = command(path.parent, path, ["import", str(listed), "--yes"])
        if done.returncode:
            raise RuntimeError(f"import for the kills: {done.stderr[-500:]}")
    return path


def _after(template: Path, folder: Path, words: Sequence[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Content before and after a command."""
    path = copied(template, folder)
    house = Database(path, schema_version=SCHEMA_VERSION)
    before = content(house)
    done = command(folder, path, words)
    if done.returncode:
        raise RuntimeError(f"{words[0]}: {done.stderr[-500:]}")
    return before, content(house)


def _import(folder: Path, rows: int) -> Work:
    empty = folder / "empty" / "onboarding.db"
    open_house(empty)
    listed = seller_file(folder / "sellers.csv", min(rows, AT_ONCE))  # larger ones are the part "runs"
    words = ["import", str(listed), "--yes"]
    before, after = _after(empty, folder / "judge", words)
    return Work(empty, lambda one: ["killed", "--db", str(one.database), *words], _between(before, after), _import_told)


def _import_told(one: Round, state: str) -> list[str]:
    """After the restart the list of imports has the run, or says that the interrupted one left nothing."""
    plans = one.database.with_name(one.database.name + ".plans")
    began = any(plans.glob("*.lock")) if plans.is_dir() else False
    listed = command(one.folder, one.database, ["imports", "list"])
    said = listed.stdout + listed.stderr
    wrong = [] if listed.returncode == 0 else [f"the program does not open: {listed.stderr[-300:].strip()}"]
    if (state == "after" or began) and "sellers.csv" not in said:
        wrong.append(f"{state}, and the list of imports does not say so")
    services = open_house(one.database)
    runs = services.imports.runs()
    if len(runs) != (1 if state == "after" else 0):
        wrong.append(f"{state}, and {len(runs)} runs are listed")
    if plans.exists() or services.imports.interrupted():
        wrong.append("what was left behind was not taken away when it was told")
    return wrong


def _undo(filled: Path) -> Work:
    words = ["imports", "undo", "1"]
    before, after = _after(filled, filled.parent.parent / "judge", words)
    return Work(
        filled, lambda one: ["killed", "--db", str(one.database), *words], _between(before, after), _told_nothing
    )


def _bulk(filled: Path) -> Work:
    before = content(Database(filled, schema_version=SCHEMA_VERSION))

    def state(one: Round) -> str:
        house = Database(one.database, schema_version=SCHEMA_VERSION)
        with house.read() as connection:
            planned, leads = connection.execute("SELECT count(next_on), count(*) FROM lead").fetchone()
            (entries,) = connection.execute("SELECT count(*) FROM change WHERE verb = 'plan'").fetchone()
        if (planned, entries) == (0, 0):
            return "before" if content(house) == before else "half: something else than the next step changed"
        return "after" if (planned, entries) == (leads, 1) else f"half: {planned} of {leads} leads, {entries} entries"

    return Work(filled, lambda one: ["bulk", str(one.database)], state, _told_nothing)


def _backup(filled: Path) -> Work:
    def state(one: Round) -> str:
        made = one.folder / "copy.db"
        if not made.exists():
            return "before"
        if copies.verify(made) is None:
            return "half: a copy without a manifest"
        return "after"

    def told(one: Round, _state: str) -> list[str]:
        again = command(one.folder, one.database, ["backup", str(one.folder / "again.db")])
        return [] if again.returncode == 0 else [f"the next backup fails: {again.stderr[-300:].strip()}"]

    return Work(
        filled, lambda one: ["killed", "--db", str(one.database), "backup", str(one.folder / "copy.db")], state, told
    )


def _restore(folder: Path, rows: int) -> Work:
    filled = _filled(folder, rows)
    kept = folder / "kept.db"
    if not kept.exists():
        services = open_house(filled)
        copies.take_copy(filled, kept, clock=services.clock, why="asked")
    emptied = folder / "emptied" / "onboarding.db"
    if not emptied.exists():
        copied(filled, emptied.parent)
        command(emptied.parent, emptied, ["imports", "undo", "1"])
    before = content(Database(emptied, schema_version=SCHEMA_VERSION))
    after = content(Database(filled, schema_version=SCHEMA_VERSION))

    return Work(
        emptied,
        lambda one: ["killed", "--db", str(one.database), "restore", str(kept)],
        _between(before, after),
        _told_nothing,
    )


def _migration(filled: Path) -> Work:
    def state(one: Round) -> str:
        return ahead.reached(one.database)

    def told(one: Round, state: str) -> list[str]:
        wrong = [
            f"copy {copy.path.name} is not sound" for copy in copies.copies_of(one.database) if not _sound(copy.path)
        ]
        if state == "after" and not copies.copies_of(one.database):
            wrong.append("migrated without a copy before")
        opened = command(one.folder, one.database, ["count", "--json"])
        if state == "before" and opened.returncode:
            wrong.append(f"the program does not open: {opened.stderr[-300:].strip()}")
        if state == "after" and opened.returncode != 1:
            wrong.append("an older program did not refuse the newer database")
        return wrong

    return Work(filled, lambda one: ["migrate", str(one.database)], state, told)


def _sound(path: Path) -> bool:
    try:
        return copies.verify(path) is not None
    except Exception:
        return False
