"""No room on the disk: every verb that writes says so in a sentence, and the database is as before; with room again it works.

Two kinds of "full": a limit on the size of files (as a quota), put at many heights so that another write fails each time; and a
small file system of its own that is filled to the last bytes (needs the right to mount; skipped by name without it).
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from onboarding.db.connection import Database
from onboarding.db.migrations import SCHEMA_VERSION
from scripts.endurance.house import command, content, copied, mobile, open_house, registered, seller_file, wrong_in
from scripts.endurance.report import Finding

LIMIT = "ONBOARDING_ENDURANCE_FSIZE"
"""Read by ``child``: the largest size, in bytes, to which it may bring a file."""
LEADS = 200


@dataclass(frozen=True, slots=True)
class Verb:
    """A command that writes."""

    name: str
    words: tuple[str, ...]
    template: str = "worked"


def run(
    folder: Path, *, steps: int = 24, verbs: Sequence[str] = (), frees: Sequence[int] = (0, 24, 200)
) -> Iterator[Finding]:
    """Each verb at ``steps`` heights of the limit, then on a file system with so many kB free."""
    place = folder / "disk"
    place.mkdir(parents=True, exist_ok=True)
    templates = _templates(place)
    wanted = [verb for verb in _verbs(place) if not verbs or verb.name in verbs]
    for verb in wanted:
        yield _limited(verb, templates[verb.template], place / "limited", steps)
    yield _full(wanted, templates, place, frees)


def _verbs(place: Path) -> list[Verb]:
    listed = str(place / "sellers.csv")
    return [
        Verb("register", ("lead", "add", "name=Gomti Foods", f"mobile={mobile(9_000_001)}", "district=162")),
        Verb("edit", ("lead", "edit", "3", "address=" + "New Market Road " * 20)),
        Verb("log", ("lead", "log", "3", "no_answer", "--next", "+3")),
        Verb("move", ("lead", "stage", "3", "willing")),
        Verb("undo", ("undo",)),
        Verb("import", ("import", listed, "--yes")),
        Verb("import undo", ("imports", "undo", "1"), "imported"),
        Verb("backup", ("backup",)),
        Verb("restore", ("restore", str(place / "kept.db"))),
        Verb("demo", ("demo", "--leads", "300"), "empty"),
    ]


def _templates(place: Path) -> dict[str, Path]:
    found = {name: place / name / "onboarding.db" for name in ("empty", "worked", "imported")}
    listed = seller_file(place / "sellers.csv", 2_000, first=1_000)
    open_house(found["empty"])
    registered(open_house(found["worked"]), LEADS)
    copied(found["worked"], found["imported"].parent)
    for database, words in (
        (found["worked"], ["backup", str(place / "kept.db")]),
        (found["imported"], ["import", str(listed), "--yes"]),
    ):
        done = command(database.parent, database, words)
        if done.returncode:
            raise RuntimeError(f"{words[0]} before the disk is filled: {done.stderr[-500:]}")
    return found


def _limited(verb: Verb, template: Path, folder: Path, steps: int) -> Finding:
    found = Finding("disk", f"{verb.name}, file size limited")
    before = _content(template)
    whole = copied(template, folder)
    done = command(folder, whole, verb.words)
    if done.returncode:
        found.losses.append(f"does not work with room: {done.stderr[-300:].strip()}")
        return found
    top = max(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    refused = 0
    for step in range(steps):
        limit = int(top ** (step / max(steps - 1, 1))) // 512 * 512  # close together where the files are small
        path = copied(template, folder)
        done = command(folder, path, verb.words, more={LIMIT: str(limit)})
        refused += done.returncode != 0
        found.losses += [f"limit {limit}: {what}" for what in _judged(done, path, before)]
        found.losses += [f"limit {limit}: {what}" for what in _again(verb, folder, path, done.returncode)]
    found.figures = {"heights": steps, "refused in words": refused, "up to bytes": top}
    return found


def _content(path: Path) -> dict[str, str]:
    return content(Database(path, schema_version=SCHEMA_VERSION))


def _judged(done: subprocess.CompletedProcess[str], path: Path, before: dict[str, str]) -> list[str]:
    """What was wrong with a run that had no room."""
    found = wrong_in(path)
    if done.returncode not in (0, 1) or "Traceback" in done.stderr:
        found.append(f"ended with {done.returncode}: {done.stderr[-200:].strip()}")
    if done.returncode == 1 and not done.stderr.strip():
        found.append("failed without a word")
    if done.returncode and _content(path) != before:
        found.append("said that it failed, and the database is not as before")
    return found


def _again(verb: Verb, folder: Path, path: Path, code: int) -> list[str]:
    """The same with room: works, unless it worked already."""
    if code == 0:
        return []
    done = command(folder, path, verb.words)
    return [f"does not work when there is room again: {done.stderr[-200:].strip()}"] if done.returncode else []


def _full(verbs: Sequence[Verb], templates: dict[str, Path], place: Path, frees: Sequence[int]) -> Finding:
    found = Finding("disk", "file system filled to the last bytes")
    tried = 0
    for verb in verbs:
        for free in frees:
            with _small(place / "small", megabytes=32) as small:
                if small is None:
                    found.skipped = "mounting a small file system (tmpfs) is not allowed here"
                    return found
                tried += 1
                found.losses += [
                    f"{verb.name}, {free} kB free: {what}"
                    for what in _when_full(verb, templates[verb.template], small, free)
                ]
    found.figures = {"verbs": len(verbs), "runs": tried, "free kB": " ".join(map(str, frees))}
    return found


def _when_full(verb: Verb, template: Path, small: Path, free: int) -> list[str]:
    folder = small / "house"
    path = copied(template, folder)
    before = _content(path)
    ballast = small / "ballast"
    _fill(small, ballast, free * 1024)
    done = command(folder, path, verb.words)
    looked = command(folder, path, ["count", "--json"])
    ballast.unlink()
    found = _judged(done, path, before)
    if looked.returncode not in (0, 1) or not (looked.stdout + looked.stderr).strip():
        found.append(f"reading ends with {looked.returncode}: {looked.stderr[-200:].strip()}")
    return found + _again(verb, folder, path, done.returncode)


def _fill(small: Path, ballast: Path, leave: int) -> None:
    room = shutil.disk_usage(small).free - leave
    with ballast.open("wb") as handle:
        os.posix_fallocate(handle.fileno(), 0, max(room, 1))


@contextmanager
def _small(folder: Path, *, megabytes: int) -> Iterator[Path | None]:
    """A file system of its own; None where that is not allowed."""
    folder.mkdir(parents=True, exist_ok=True)
    if shutil.which("mount") is None:
        yield None
        return
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        yield None
        return
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)
