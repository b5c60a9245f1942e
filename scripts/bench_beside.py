"""A list of 3,000 rows into a full database, its undo, and other people's work while 100,000 rows are imported beside them."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench_files import IMPORT, forget, source_of
from bench_measure import NOW, TODAY, Figure, database, environment, folder, wall

ROWS = 3_000
BESIDE = 100_000
TEXTS = ("shri balaji", "ramesh", "traders", "5863", "zzapa")


def beside(leads: int, runs: int) -> list[Figure]:
    """On a copy, so that the database of the other benchmarks stays as it is."""
    path = folder() / "beside.db"
    forget(path)
    shutil.copyfile(database(leads), path)
    try:
        return [*_three_thousand(path, leads, runs), *_while_importing(path, leads, runs)]
    finally:
        forget(path)


def _house(path: Path) -> Any:  # noqa: ANN401 - services are imported inside functions
    from onboarding.services.clock import fixed
    from onboarding.services.context import open_services

    return open_services(path, login="bench", clock=fixed(NOW))


def _three_thousand(path: Path, leads: int, runs: int) -> list[Figure]:
    house, source = _house(path), source_of(ROWS)
    took: dict[str, list[float]] = {"plan": [], "verified copy before the commit": [], "commit": [], "undo": []}
    for _ in range(min(runs, 2)):  # the copy takes minutes of a full database
        plans: list[Any] = []
        took["plan"].append(wall(lambda: plans.append(house.imports.plan(source))))  # noqa: B023 - used at once
        with plans[0] as plan:
            took["verified copy before the commit"].append(wall(lambda: _copy(house, plan)))
            took["commit"].append(wall(lambda: house.imports.commit(plan)))
        took["undo"].append(wall(house.writing.undo))
    reach = {"plan": "≤ 5 s", "commit": "≤ 5 s"}
    return [
        Figure(f"{name} of {ROWS:,} rows into {leads:,}", times, reach=reach.get(name, ""))
        for name, times in took.items()
    ]


def _copy(house: Any, plan: Any) -> None:  # noqa: ANN401
    """Begun while a person looks at the preview; here it is waited for."""
    house.imports.copy_ahead(plan)
    if plan.copy is not None:
        plan.copy.wait(None)


def _while_importing(path: Path, leads: int, runs: int) -> list[Figure]:
    from onboarding.domain.filters import SellerFilter

    house = _house(path)
    some = list(house.lists.ids(SellerFilter())[:10_000:97])

    def page() -> None:
        house.lists.rows(some[:40])

    def search() -> None:
        for text in TEXTS:
            house.lists.rows(house.lists.ids(SellerFilter(text=text, sort="found", today=TODAY))[:40])

    def save() -> None:
        house.sellers.note(random.choice(some), "bench")

    works: dict[str, Callable[[], None]] = {"a page": page, f"{len(TEXTS)} searches": search, "a save": save}
    alone = {name: [wall(work) for _ in range(runs)] for name, work in works.items()}
    source = source_of(BESIDE)
    command = [sys.executable, "-c", IMPORT, str(path), str(source)]
    during: dict[str, list[float]] = {name: [] for name in works}
    with subprocess.Popen(command, env=environment(path), stdout=subprocess.DEVNULL) as other:
        while other.poll() is None:
            for name, work in works.items():
                during[name].append(wall(work))
    return [
        Figure(
            f"{name} while {BESIDE:,} rows are imported, {leads:,}",
            during[name],
            "without the import",
            alone[name],
            "≤ 2",
        )
        for name in works
    ]
