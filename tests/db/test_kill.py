"""kill -9 at random moments, and four programs at once: all or nothing, and no edit lost. A small share of what endurance does."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from onboarding.domain.filters import SellerFilter
from onboarding.services import backups, copies
from onboarding.services.context import Services
from tests.db.proof import journalled_rows, prove
from tests.support.house import a_lead, open_house

ROOT = str(Path(__file__).resolve().parents[2])
KILLS = 10
HEAD = f"""
import sys
from pathlib import Path
sys.path.insert(0, {ROOT!r})
from tests.support.house import a_lead, mobile, open_house
services = open_house(Path(sys.argv[1]))
print("ready", flush=True)
"""
BULK = """
n = 0
while True:
    with services.writing.change("import", subject=f"list{n}") as change:
        now = services.clock.stamp()
        rows = [(f"Firm {n}-{k}", mobile(k), now, now, "2026-11-23", "x") for k in range(300)]
        first, last = change.insert_range("lead", ("name", "mobile", "created_at", "updated_at", "stage_on", "same_key"), rows)
        for lead_id in range(first, last + 1):
            change.refresh_later(lead_id)
    services.writing.undo() if n % 3 == 2 else None
    n += 1
"""
BACKUP = """
while True:
    services.backups.backup()
"""
RESTORE = """
from onboarding.services.backups import restore
while True:
    for name in ("few.db", "many.db"):
        restore(services.database.path, Path(sys.argv[1]) / name, login="asha", clock=services.clock)
"""
MIGRATE = f"""
import sys
from pathlib import Path
sys.path.insert(0, {ROOT!r})
from onboarding.db.migrations import open_database
n = 0
print("ready", flush=True)
while True:
    open_database(Path(sys.argv[1]) / f"new{{n}}.db")
    n += 1
"""
EDITS = """
for n in range(25):
    lead = services.sellers.get(1)
    with services.writing.change("edit") as change:
        row = change.connection.execute("SELECT investment_rs FROM lead WHERE id = 1").fetchone()
        change.update("lead", 1, {"investment_rs": row[0] + 1})
    services.sellers.note(1, f"{sys.argv[2]} {n}")
"""


def _killed(tmp_path: Path, script: str, longest: float) -> None:
    """Run a child and kill it at a random moment after it began its work."""
    child = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == b"ready\n", child.communicate()
        with pytest.raises(subprocess.TimeoutExpired):
            child.wait(random.uniform(0.005, longest))
    finally:
        child.send_signal(signal.SIGKILL)
        child.communicate()
    assert child.returncode == -signal.SIGKILL


@pytest.mark.slow
def test_kill_while_many_rows_are_written_or_taken_back(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    for _ in range(KILLS):
        _killed(tmp_path, HEAD + BULK, 0.4)
        assert services.lists.count(SellerFilter()) % 300 == 0
    prove(services.database)


@pytest.mark.slow
def test_kill_while_a_copy_is_taken(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    _many(services)
    for _ in range(KILLS):
        _killed(tmp_path, HEAD + BACKUP, 0.2)
    folder = copies.folder_of(services.database.path)
    named = sorted(folder.glob("*.db"))
    assert {copy.path for copy in copies.copies_of(services.database.path)} == set(named)
    for copy in named:
        assert copies.verify(copy) is not None
    services.backups.backup()
    assert list(folder.glob("*.partial")) == []
    prove(services.database)


@pytest.mark.slow
def test_kill_while_a_copy_is_brought_back(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    few = services.backups.backup(tmp_path / "few.db")
    _many(services)
    many = services.backups.backup(tmp_path / "many.db")
    states = []
    for copy in (few, many):
        backups.restore(services.database.path, copy.path, login="asha", clock=services.clock)
        states.append(journalled_rows(services.database)["lead"])
    for _ in range(KILLS):
        _killed(tmp_path, HEAD + RESTORE, 0.4)
        assert journalled_rows(services.database)["lead"] in states
    prove(services.database)


@pytest.mark.slow
def test_kill_while_a_database_is_made(tmp_path: Path) -> None:
    from onboarding.db.migrations import open_database

    for _ in range(KILLS):
        _killed(tmp_path, MIGRATE, 0.15)
        for path in tmp_path.glob("new*.db"):
            with open_database(path).read() as connection:
                assert connection.execute("SELECT count(*) FROM district").fetchone() == (75,)
            path.unlink()


@pytest.mark.slow
def test_four_programs_lose_no_edit(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    a_lead(services, investment_rs=0)
    children = [
        subprocess.Popen([sys.executable, "-c", HEAD + EDITS, str(tmp_path), f"child{n}"], stdout=subprocess.DEVNULL)
        for n in range(4)
    ]
    assert [child.wait(120) for child in children] == [0, 0, 0, 0]
    assert services.sellers.get(1).investment_rs == 100
    notes = {entry.detail for entry in services.sellers.detail(1).timeline}
    assert notes == {f"child{n} {k}" for n in range(4) for k in range(25)}
    prove(services.database)


def _many(services: Services) -> None:
    now = services.clock.stamp()
    with services.writing.change("import") as change:
        rows = [(f"Firm {k}", now, now, "2026-11-23", "x") for k in range(3000)]
        span = change.insert_range("lead", ("name", "created_at", "updated_at", "stage_on", "same_key"), rows)
        assert span is not None
        for lead_id in range(span[0], span[1] + 1):
            change.refresh_later(lead_id)
