"""The benchmarks run from a bare folder and give every figure; what the figures are is no test."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parents[2] / "scripts" / "bench"
LINES = {
    "start": ("start to Today filled", "memory on Today"),
    "commands": ("onboarding --help", "onboarding count --json"),
    "lists": ("open the list of sellers", "sort by each of", "one page of rows"),
    "search": ("search by name", "search by number", "search by identifier"),
    "figures": ("Today, all lines", "the day's count", "the pace line"),
    "keys": (
        "open the list (F3)",
        "a letter in the search field",
        "page down",
        "jump to the end",
        "open a record",
        "next record",
        "a digit in the look-up",
    ),
    "tables": ("page down", "jump to the end", "another order"),
    # "beside" is not among them: it imports 100,000 rows.
    "files": ("import of 1,000 rows", "undo of that import", "memory of the import"),
    "into": tuple(
        f"{what} 300 rows into {n} leads"
        for n in ("0", "1,000")
        for what in ("import of", "rows in a second,", "memory,")
    ),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bench")


@pytest.mark.parametrize("name", LINES)
def test_each_benchmark_gives_its_figures_at_the_small_size(name: str, folder: Path) -> None:
    run = subprocess.run(
        [sys.executable, str(BENCH), "--only", name, "--runs", "1"],
        env={**os.environ, "ONBOARDING_BENCH_DIR": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    table = run.stdout.split("\n\n", 1)[1].splitlines()
    assert table[0].split()[:2] == ["what", "p50"]
    for line, begins in zip(table[1:], LINES[name], strict=True):
        assert line.startswith(begins)


def test_an_unknown_benchmark_is_wrong_usage(folder: Path) -> None:
    run = subprocess.run([sys.executable, str(BENCH), "--only", "nothing"], capture_output=True, text=True, check=False)
    assert run.returncode == 2
    assert "tables" in run.stderr
