"""``scripts/endure PART [options]``: one part or all of them, a table, and exit code 1 when anything was lost."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from scripts.endurance import disk, edits, files, kills, logs, matching, runs, terminals
from scripts.endurance.report import Finding, table


def main() -> int:
    """Run what the command line names; what needs a program that is missing here is skipped by name."""
    wanted = _options()
    every = ("edits", "kills", "runs", "files", "disk", "terminals", "logs", "matching")
    parts = every if wanted.part == "all" else (wanted.part,)
    found: list[Finding] = []
    with tempfile.TemporaryDirectory(prefix="endure-", dir=wanted.folder) as folder:
        for part in parts:
            began = time.monotonic()
            sys.stderr.write(f"{part} ...\n")
            for one in _run(part, Path(folder), wanted):
                sys.stderr.write(f"{one.what}: {one.verdict}, {time.monotonic() - began:.0f} s\n")
                found.append(one)
    sys.stdout.write(table(found) + "\n")
    return 1 if any(one.losses for one in found) else 0


def _run(part: str, folder: Path, wanted: argparse.Namespace) -> Iterable[Finding]:
    if part == "edits":
        return [edits.run(folder, processes=wanted.processes, edits=wanted.edits, leads=wanted.leads)]
    if part == "kills":
        return kills.run(folder, times=wanted.times, rows=wanted.rows, verbs=wanted.verbs or kills.VERBS)
    if part == "runs":
        return (
            runs.run(folder / f"runs{n}", times=wanted.run_times, rows=wanted.run_rows, first=n == 1) for n in (0, 1)
        )
    if part == "files":
        return [files.run(folder, count=wanted.count, first=wanted.first)]
    if part == "matching":
        return matching.run(folder, seeds=range(1, wanted.seeds + 1))
    if part == "disk":
        return disk.run(folder, steps=wanted.steps)
    return terminals.run(folder) if part == "terminals" else [logs.run(folder)]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/endure", description=__doc__)
    parser.add_argument(
        "--folder", help="where the databases are made (default: the system's folder for passing files)"
    )
    parts = parser.add_subparsers(
        dest="part", required=True, metavar="edits|kills|runs|files|disk|terminals|logs|matching|all"
    )
    for name in ("edits", "kills", "runs", "files", "disk", "terminals", "logs", "matching", "all"):
        part = parts.add_parser(name)
        if name in ("edits", "all"):
            part.add_argument("--processes", type=int, default=20)
            part.add_argument("--edits", type=int, default=500)
            part.add_argument("--leads", type=int, default=50)
        if name in ("kills", "all"):
            part.add_argument("--times", type=int, default=200)
            part.add_argument("--rows", type=int, default=20_000)
            part.add_argument("--verbs", nargs="+", choices=kills.VERBS)
        if name in ("runs", "all"):
            part.add_argument("--run-times", type=int, default=100)
            part.add_argument("--run-rows", type=int, default=100_000)
        if name in ("files", "all"):
            part.add_argument("--count", type=int, default=10_000)
            part.add_argument(
                "--first", type=int, default=0, help="number of the first file; other numbers are other files"
            )
        if name in ("disk", "all"):
            part.add_argument("--steps", type=int, default=24)
        if name in ("matching", "all"):
            part.add_argument("--seeds", type=int, default=5, help="lists with planted duplicates, of seed 1 to this")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
