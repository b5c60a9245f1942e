"""What the benchmarks share: measuring two things in turn, medians and ratios, the databases that the demo makes once."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

NOW = "2026-11-23T11:00"
TODAY = "2026-11-23"
SIZES = {"small": 1_000, "office": 100_000, "campaign": 1_000_000}


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table; times in milliseconds."""

    name: str
    ours: list[float]
    peer_name: str = ""
    peer: list[float] | None = None
    reach: str = ""
    how: str = "wall"
    unit: str = "ms"

    def row(self) -> tuple[str, ...]:
        middle = statistics.median(self.ours)
        peer = statistics.median(self.peer) if self.peer else None
        return (
            self.name,
            f"{middle:.1f}",
            f"{percentile(self.ours, 95):.1f}",
            self.peer_name,
            f"{peer:.1f}" if peer is not None else "",
            f"{middle / peer:.2f}" if peer else "",
            self.reach,
            f"{self.unit}, {self.how}, {len(self.ours)} runs",
        )


def percentile(values: list[float], share: int) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * share // 100)]


def wall(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def race(ours: Callable[[], float], peer: Callable[[], float], runs: int) -> tuple[list[float], list[float]]:
    """Both in turn, so that what else the machine does hits both; one run of each before is not counted."""
    ours()
    peer()
    pairs = [(ours(), peer()) for _ in range(runs)]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def folder() -> Path:
    """Where the databases are kept between runs."""
    named = os.environ.get("ONBOARDING_BENCH_DIR", "")
    found = Path(named) if named else Path(tempfile.gettempdir()) / f"onboarding-bench-{os.getuid()}"
    found.mkdir(mode=0o700, parents=True, exist_ok=True)
    return found


def schema_mark() -> str:
    """Changes with the schema, so that no database of an older one is measured."""
    import hashlib

    home = Path(__file__).resolve().parent.parent
    sources = sorted((home / "onboarding/db/sql").glob("*.sql"))
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:8]


def database(leads: int) -> Path:
    """A campaign of this many leads; made on first need, which takes minutes for a million."""
    path = folder() / f"demo-{leads}-{schema_mark()}.db"
    if not path.exists():
        making = path.with_suffix(".making")
        for rest in ("", "-wal", "-shm", ".lock"):
            Path(f"{making}{rest}").unlink(missing_ok=True)
        print(f"making a demo of {leads:,} leads in {path} ...", file=sys.stderr)
        program("demo", "--leads", str(leads), database=making)
        making.rename(path)
    return path


def environment(path: Path) -> dict[str, str]:
    # An installed program has its byte code at hand; a checkout that may not write any would be compiled at each start.
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {
        **inherited,
        "PYTHONPYCACHEPREFIX": str(folder() / "bytecode"),
        "ONBOARDING_DB": str(path),
        "ONBOARDING_NOW": NOW,
        "ONBOARDING_STAFF": "bench",
        "ONBOARDING_LANG": "en",
        "ONBOARDING_SETTINGS": str(folder() / "settings.toml"),
        "ONBOARDING_LOG": str(folder() / "bench.log"),
        "ONBOARDING_HINDI_WIDTH": "1",
    }


def onboarding() -> str:
    """The installed console script, as a person starts it."""
    return str(Path(sys.executable).with_name("onboarding"))


def program(*words: str, database: Path) -> None:
    subprocess.run([onboarding(), *words], env=environment(database), check=True, stdout=subprocess.DEVNULL)
