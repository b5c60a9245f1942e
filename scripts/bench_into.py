"""Lists of three sizes into an empty book and a full one: rows in a second, processor time beside the peer, most memory."""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path

from bench_files import IMPORT, cpu, forget, peer_of, source_of
from bench_measure import Figure, database, folder

ROWS = {"small": (300,), "office": (3_000, 100_000), "campaign": (3_000, 100_000, 1_000_000)}
"""Rows of the lists at each size."""


def into(size: str, leads: int) -> list[Figure]:
    """Each list into an empty book, and into one of ``leads``; one run each: a million rows take minutes."""
    found: list[Figure] = []
    for rows in ROWS[size]:
        source = source_of(rows)
        peer = [peer_of(source)]
        for base in (0, leads):
            found += _one(source, rows, base, peer)
    return found


def _one(source: Path, rows: int, base: int, peer: list[float]) -> list[Figure]:
    house = folder() / "into.db"
    forget(house)
    if base:
        shutil.copyfile(database(base), house)
    began = time.perf_counter()
    took, said = cpu([sys.executable, "-c", IMPORT, str(house), str(source)], house)
    wall = time.perf_counter() - began
    forget(house)
    what = f"{rows:,} rows into {base:,} leads"
    return [
        Figure(
            f"import of {what}", [took], "sqlite-utils insert --csv, enable-fts", peer, "≤ 3" if not base else "", "CPU"
        ),
        Figure(f"rows in a second, {what}", [rows / wall], how="wall, with the copy", unit="rows"),
        Figure(f"memory, {what}", [float(said)], reach="≤ 300 MB", how="most resident", unit="MB"),
    ]
