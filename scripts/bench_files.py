"""Import of a CSV and its undo, each in a process of its own; the peer loads the same file without a check or a journal."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from bench_measure import NOW, Figure, environment, folder, onboarding

HEADINGS = ("Unit Name", "Owner Name", "Mobile No", "Email", "District", "PAN", "GSTIN", "Udyam Number", "Address")
IMPORT = f"""
import resource, sys
from pathlib import Path
from onboarding.services.clock import fixed
from onboarding.services.context import open_services
house = open_services(Path(sys.argv[1]), login="bench", clock=fixed("{NOW}"))
if sys.argv[2] == "undo":
    house.writing.undo()
else:
    with house.imports.plan(Path(sys.argv[2])) as plan:
        result = house.imports.commit(plan)
    assert result.totals["new"] > 0, result
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def files(rows: int, runs: int) -> list[Figure]:
    source = source_of(rows)
    ours: list[float] = []
    undone: list[float] = []
    peers: list[float] = []
    memory: list[float] = []
    for _ in range(runs):
        house = folder() / "import.db"
        forget(house)
        took, said = cpu([sys.executable, "-c", IMPORT, str(house), str(source)], house)
        ours.append(took)
        memory.append(float(said))
        undone.append(cpu([sys.executable, "-c", IMPORT, str(house), "undo"], house)[0])
        peers.append(peer_of(source))
        forget(house)
    return [
        Figure(f"import of {rows:,} rows, CSV", ours, "sqlite-utils insert --csv, enable-fts", peers, "≤ 3", "CPU"),
        Figure(f"undo of that import, {rows:,} rows", undone, "the import", ours, "≤ 0.5", "CPU"),
        Figure(f"memory of the import, {rows:,} rows", memory, reach="≤ 300 MB", how="most resident", unit="MB"),
    ]


def source_of(rows: int) -> Path:
    """A list of so many rows; written on first need."""
    source = folder() / f"sellers-{rows}.csv"
    if not source.exists():
        _write_list(source, rows)
    return source


def cpu(command: list[str], house: Path) -> tuple[float, str]:
    """(milliseconds of processor time with all children, what it printed)."""
    before = os.times()
    said = subprocess.run(command, env=environment(house), check=True, stdout=subprocess.PIPE, text=True).stdout
    after = os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return spent * 1000, said.strip()


def peer_of(source: Path) -> float:
    """Milliseconds of processor time in which the peer loads the list: it checks nothing and journals nothing."""
    path = folder() / "peer.db"
    forget(path)
    tool = str(Path(sys.executable).with_name("sqlite-utils"))
    took = cpu([tool, "insert", str(path), "sellers", str(source), "--csv"], path)[0]
    took += cpu([tool, "enable-fts", str(path), "sellers", "Unit Name", "Owner Name", "Mobile No"], path)[0]
    forget(path)
    return took


def _write_list(target: Path, rows: int) -> None:
    """A list as an office sends it, from the firms of the demo."""
    from random import Random

    from onboarding.domain.districts import shipped
    from onboarding.services.demo_firms import Firms

    firms = Firms(Random(3))
    making = target.with_suffix(".making")
    with making.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(HEADINGS)
        for place in range(rows):
            firm = firms.make(place)
            cells = [firm.get(key) for key in ("name", "owner_name", "mobile", "email")]
            cells.append(shipped().name_of(firm["district_code"]))
            writer.writerow(cells + [firm.get(key) for key in ("pan", "gstin", "udyam", "address")])
    shutil.move(making, target)


def forget(path: Path) -> None:
    """Remove a database with all that lies beside it."""
    for rest in ("", "-wal", "-shm", ".lock"):
        Path(f"{path}{rest}").unlink(missing_ok=True)
    shutil.rmtree(path.with_name("backups"), ignore_errors=True)


def demo(leads: int) -> list[Figure]:
    """How long the demo itself takes; not among the numbers to reach."""
    began = time.perf_counter()
    path = folder() / "demo-again.db"
    forget(path)
    cpu([onboarding(), "demo", "--leads", str(leads)], path)
    took = (time.perf_counter() - began) * 1000
    forget(path)
    return [Figure(f"demo of {leads:,} leads", [took])]
