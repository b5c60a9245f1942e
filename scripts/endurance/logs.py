"""After a session full of errors no PAN, mobile number or e-mail stands in a log, on standard error or in a left-over file.

The numbers are of series that nobody has. The database, its copies, the reports of refused rows and the answer that was asked for
(standard output) may hold them: they are where the work is.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from scripts.endurance.house import command, environment, open_house, seller_file
from scripts.endurance.report import Finding

MOBILE, PAN, GSTIN, EMAIL = "6449876543", "ZZZPZ7766Z", "09ZZZPZ7766Z1Z5", "canary.owner@example.com"
UDYAM = "UDYAM-UP-50-7654321"
SECRETS = (MOBILE, PAN, GSTIN, EMAIL, UDYAM, MOBILE[-8:], PAN[:9])
_KEPT_WORK = (".db", ".db-wal", ".db-shm", ".csv", ".xlsx")
"""Where people's work lies: database, copies, lists that came in and went out."""


def run(folder: Path) -> Finding:
    """A session of refusals and of faults of ours, then a search through everything it left."""
    place = folder / "logs"
    place.mkdir(parents=True, exist_ok=True)
    database = place / "house" / "onboarding.db"
    open_house(database)
    found = Finding("logs", "a session full of errors, then every file and error text searched")
    faults = 0
    for words in _session(place):
        done = command(place, database, words)
        found.losses += _seen(f"standard error of {' '.join(words[:2])}", done.stderr)
        if done.returncode not in (0, 1, 2):
            found.losses.append(f"{' '.join(words[:2])} ended with {done.returncode}")
    for kind in ("command", "screen", "application"):
        done = _fault(place, database, kind)
        faults += done.returncode == 70
        found.losses += _seen(f"error text of a fault in a {kind}", done.stderr + done.stdout)
        if done.returncode != 70:
            found.losses.append(
                f"a fault in a {kind} ended with {done.returncode}, not 70: {_hidden(done.stderr[-300:])}"
            )
    searched = 0
    for file in _left(place):
        searched += 1
        found.losses += _seen(f"file {file.relative_to(place)}", file.read_bytes().decode("utf-8", errors="replace"))
    if not (place / "log" / "onboarding.log").exists():
        found.losses.append("the faults left no log")
    found.figures = {
        "commands": len(_session(place)),
        "faults": faults,
        "files searched": searched,
        "secrets": len(SECRETS),
    }
    return found


def _session(place: Path) -> list[list[str]]:
    listed = place / "list.csv"
    if not listed.exists():
        seller_file(listed, 5)
        with listed.open("a", encoding="utf-8") as handle:
            handle.write(f"Canary Works,{MOBILE}9,Nowhere,{EMAIL}\n,{MOBILE},Agra,{EMAIL}\n")
    return [
        ["lead", "add", "name=Canary Foods", f"mobile={MOBILE}", f"email={EMAIL}", f"pan={PAN}", "district=162"],
        ["lead", "add", "name=Canary Foods again", f"mobile={MOBILE}"],
        ["lead", "add", "name=Canary Foods", f"mobile={MOBILE}99"],
        ["lead", "add", f"name={PAN}"],
        ["lead", "edit", "1", f"pan={PAN}Q"],
        ["lead", "edit", "1", f"gstin={GSTIN}"],
        ["lead", "edit", "1", f"udyam={UDYAM}", f"email={EMAIL}@"],
        ["lead", "edit", "999", f"mobile={MOBILE}"],
        ["lead", "stage", "1", "new"],
        ["lead", "log", "1", "nonsense", "--note", f"call {MOBILE}"],
        ["lead", "show", "1", "--json"],
        ["find", MOBILE],
        ["find", PAN, "--json"],
        ["import", str(listed), "--yes"],
        ["import", str(place / "missing.csv"), "--yes"],
        ["imports", "undo", "7"],
        ["undo"],
        ["log"],
        ["backup"],
        ["restore", str(listed)],
        ["doctor"],
        ["nonsense", MOBILE],
    ]


def _fault(place: Path, database: Path, kind: str) -> subprocess.CompletedProcess[str]:
    """A fault of ours in the middle of work, whose message and variables hold what must not be seen."""
    return subprocess.run(
        [sys.executable, "-m", "scripts.endurance.fault", kind, str(database), MOBILE, PAN, EMAIL],
        env=environment(place), cwd=place, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def _left(place: Path) -> Iterator[Path]:
    for file in sorted(place.rglob("*")):
        if file.is_file() and not file.name.endswith(_KEPT_WORK):
            yield file


def _seen(where: str, text: str) -> list[str]:
    return [f"{where}: {_hidden(secret)}" for secret in SECRETS if secret in text]


def _hidden(text: str) -> str:
    """The text for the report, which is a log as well."""
    for number, secret in enumerate(SECRETS):
        text = text.replace(secret, f"<secret {number}>")
    return json.dumps(text)


def searched(texts: Sequence[str]) -> list[str]:
    """Which secrets stand in these texts; for a test of the search itself."""
    return [hit for text in texts for hit in _seen("text", text)]
