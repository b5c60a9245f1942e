"""kill -9 of a large import at random moments, and of those who go on with it: in the end it is what it would have been.

Each round starts from the same database, begins the import in a process of its own, kills it after a while, goes on with
``imports resume``, in every third round kills that too, and then compares every table with those of an import that nobody killed.
"""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from onboarding.db.connection import Database
from onboarding.db.migrations import SCHEMA_VERSION
from scripts.endurance.house import command, copied, environment, moments, open_house, seller_file, wrong_in
from scripts.endurance.report import Finding

OLDER = 40
"""Leads that are there before and that the list completes."""
SLACK = 1.1
_OF_THE_INDEX = ("lead_words_", "lead_codes_")
"""How the search indexes keep their words inside: it depends on where transactions ended."""
_OF_THE_DOOR = frozenset({"door", "hash", "previous_hash"})
"""Who goes on with a run comes by another door, and the chain of hashes says so; doctor proves the chain."""
_STAMPED = frozenset({"_sqlite_migrations"})


def run(folder: Path, *, times: int = 100, rows: int = 100_000, first: bool = False) -> Finding:
    """Kill the import of a list of so many rows so many times.

    Args:
        folder: For the databases.
        times: Kills of the import itself; every third one is followed by a kill of who goes on.
        rows: Of the list.
        first: As the first list of a book, in one transaction; else in chunks.
    """
    how = "as the first list" if first else "in chunks"
    found = Finding("runs", f"kill -9 in an import of {rows:,} rows {how}, resumed")
    template, listed = _prepared(folder, rows)
    kind = "first" if first else "chunks"
    judge = copied(template, folder / "judge")
    process = _start(kind, judge, ["import", str(listed), "--yes"])
    began = time.monotonic()
    if not _ended(process, None):
        found.losses.append("does not work without a kill")
        return found
    span = SLACK * (time.monotonic() - began)
    wanted = content(judge)
    states: Counter[str] = Counter()
    chance = random.Random(rows)
    for number, moment in enumerate(_moments(times, span, rows)):
        if states["import killed"] == times:
            break
        house = copied(template, folder / "round")
        process = _start(kind, house, ["import", str(listed), "--yes"])
        killed = not _ended(process, moment)
        state = _state(house)
        states["import killed"] += killed
        states[state] += 1
        wrong = _go_on(kind, house, listed, state, chance.random() * span if number % 3 == 0 else None, states)
        now = content(house)
        wrong += [f"{name} is not what it would have been" for name in sorted(wanted) if now.get(name) != wanted[name]]
        wrong += wrong_in(house)
        found.losses += [f"round {number}, {moment:.3f} s, {state}: {what}" for what in wrong]
    found.figures = {
        "kills": states["import killed"], "nothing": states["nothing"], "cut off": states["cut off"], "done": states["done"],
        "kills of the resume": states["resume killed"], "spread over s": f"{span:.2f}",
    }  # fmt: skip
    return found


def _moments(times: int, span: float, seed: int) -> Iterator[float]:
    """Enough to meet the work so many times, though some rounds end before their kill."""
    for again in range(3):
        yield from moments(times, span, seed + 100 * again)


def _prepared(folder: Path, rows: int) -> tuple[Path, Path]:
    """A database with some older leads, and a list that knows them and many others."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "before" / "onboarding.db"
    if not path.exists():
        services = open_house(path)
        for place, line in enumerate(
            seller_file(folder / "few.csv", OLDER).read_text(encoding="utf-8").splitlines()[1:]
        ):
            name, number, *_ = line.split(",")
            services.sellers.register({"name": name, "mobile": number, "district_code": "162", "turnover_rs": place})
    return path, seller_file(folder / "sellers.csv", rows)


def _go_on(kind: str, house: Path, listed: Path, state: str, moment: float | None, states: Counter[str]) -> list[str]:
    """Go on as a person would: what the program says is done."""
    told = command(house.parent, house, ["imports", "list"])
    said = told.stdout + told.stderr
    wrong = [] if told.returncode == 0 else [f"the program does not open: {told.stderr[-300:].strip()}"]
    if state == "cut off":
        wrong += [] if "onboarding imports resume 1" in said else ["it is not told that the run can be gone on with"]
        if moment is not None:
            states["resume killed"] += not _ended(_start(kind, house, ["imports", "resume", "1"]), moment)
        if _state(house) == "cut off":
            wrong += _done(_start(kind, house, ["imports", "resume", "1"]))
    elif state == "nothing":
        wrong += _done(_start(kind, house, ["import", str(listed), "--yes"]))
    return wrong


def _done(process: subprocess.Popen[bytes]) -> list[str]:
    rest, errors = process.communicate(timeout=1200)
    return [] if b"done" in rest else [f"cannot be gone on with: {errors.decode()[-300:].strip()}"]


def _state(path: Path) -> str:
    runs = open_house(path).imports.runs()
    if not runs:
        return "nothing"
    return "done" if runs[0].state == "done" else "cut off"


def _start(kind: str, house: Path, words: Sequence[str]) -> subprocess.Popen[bytes]:
    """The import, when its file has been read and the writing begins."""
    process = subprocess.Popen(
        [sys.executable, "-m", "scripts.endurance.child", "run", kind, "--db", str(house), *words],
        env=environment(house.parent), cwd=house.parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    if process.stdout is None or b"ready\n" not in iter(process.stdout.readline, b""):
        raise RuntimeError("the child did not begin: " + (process.communicate()[1] or b"").decode()[-500:])
    return process


def _ended(process: subprocess.Popen[bytes], moment: float | None) -> bool:
    """Let it write for so many seconds, then kill it; whether it had ended before."""
    try:
        process.wait(timeout=moment)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
    rest, _ = process.communicate()
    return b"done" in rest


def content(path: Path) -> dict[str, str]:
    """Every table to a hash of its rows, the logs and the counters of ids included."""
    found = {}
    with Database(path, schema_version=SCHEMA_VERSION).read(everything=True) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in names:
            if name.startswith(_OF_THE_INDEX) or name in _STAMPED:
                continue
            digest = hashlib.sha256()
            every = [row[1] for row in connection.execute(f"PRAGMA table_info({name})")]
            columns = ", ".join(column for column in every if column not in _OF_THE_DOOR)
            rows = connection.execute(f"SELECT {columns} FROM {name}").fetchall()  # noqa: S608 - names of the schema
            for row in sorted(map(repr, rows)) if name == "sqlite_sequence" else map(repr, rows):
                digest.update(row.encode())
            found[name] = digest.hexdigest()
    return found
