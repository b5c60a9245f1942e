"""A database to wear out, commands of the program in processes of their own, and what must hold of the database afterwards."""

from __future__ import annotations

import csv
import hashlib
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from onboarding.db.connection import Database
from onboarding.db.migrations import SCHEMA_VERSION
from onboarding.db.tables import JOURNALLED, table
from onboarding.services.clock import fixed
from onboarding.services.context import Services, open_services
from onboarding.services.doctor import Doctor

ROOT = Path(__file__).resolve().parent.parent.parent
NOW = "2026-11-23T10:00"
"""A Monday, no holiday."""
DISTRICTS = ("Lucknow", "Barabanki", "Kanpur Nagar", "Agra", "Varanasi", "Gorakhpur")
WORDS = ("Balaji", "Durga", "Ganga", "Krishna", "Shivam", "Awadh", "Saryu", "Gomti", "Kashi", "Vindhya")
_OF_THE_MACHINE = frozenset({"backup_none", "backup_old", "space", "sqlite_old"})
TRADES = ("Traders", "Enterprises", "Udyog", "Industries", "Handicrafts", "Foods")


def open_house(path: Path, login: str = "asha") -> Services:
    """The database at ``path`` (made when it is not there) for the person with this login."""
    return open_services(path, login=login, clock=fixed(NOW))


def mobile(number: int) -> str:
    """A mobile number of a series that is given to nobody."""
    return f"644{number:07d}"


def registered(services: Services, count: int) -> list[int]:
    """So many leads, entered one by one; their ids."""
    return [
        services.sellers.register(
            {
                "name": f"{WORDS[n % 10]} {TRADES[n % 6]} {n}",
                "mobile": mobile(n),
                "district_code": "162",
                "turnover_rs": 0,
            }
        ).id
        for n in range(count)
    ]


def seller_file(path: Path, rows: int, *, first: int = 0) -> Path:
    """A clean list of sellers without duplicates."""
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(("Name of Unit", "Mobile", "District", "Email"))
        for n in range(first, first + rows):
            name = f"{WORDS[n % 10]} {WORDS[n // 10 % 10]} {TRADES[n % 6]} {n}"
            writer.writerow((name, mobile(n), DISTRICTS[n % 6], f"unit{n}@example.com"))
    return path


def environment(folder: Path) -> dict[str, str]:
    """The surroundings of a child: its own home, settings, log and clock, so that nothing of the person's is touched."""
    return os.environ | {
        "HOME": str(folder), "ONBOARDING_SETTINGS": str(folder / "settings.toml"),
        "ONBOARDING_LOG": str(folder / "log" / "onboarding.log"),
        "ONBOARDING_NOW": NOW, "ONBOARDING_STAFF": "asha", "ONBOARDING_LANG": "en", "PYTHONPATH": str(ROOT),
    }  # fmt: skip


def command(
    folder: Path, database: Path, words: Sequence[str], *, more: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run ``onboarding`` with these words on this database to its end."""
    return subprocess.run(
        [sys.executable, "-m", "scripts.endurance.child", "command", "--db", str(database), *words],
        env=environment(folder) | dict(more or {}),
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )


def content(database: Database) -> dict[str, str]:
    """Journalled table to a hash of its rows, so that "as before" can be told."""
    found = {}
    with database.read() as connection:
        for name in JOURNALLED:
            columns = ", ".join(table(connection, name).kept)
            digest = hashlib.sha256()
            sql = f"SELECT id, {columns} FROM {name} ORDER BY id"  # noqa: S608 - names of the schema
            for row in connection.execute(sql):
                digest.update(repr(tuple(row)).encode())
            found[name] = digest.hexdigest()
    return found


def wrong_in(path: Path) -> list[str]:
    """What doctor finds wrong in a database after reading every page and row; that nobody took a backup is no fault here."""
    found = Doctor(path, fixed(NOW)).look(deep=True)
    wrong = [f"doctor: {one.code} {one.values or ''}".strip() for one in found if one.code not in _OF_THE_MACHINE]
    with Database(path, schema_version=SCHEMA_VERSION).read() as connection:
        (top, entries) = connection.execute("SELECT coalesce(max(id), 0), count(*) FROM change").fetchone()
    return wrong + ([f"the journal has {top - entries} gaps"] if top != entries else [])


def copied(template: Path, folder: Path) -> Path:
    """A database that nobody uses, copied with nothing else; its log was emptied when the last connection was closed."""
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(mode=0o700, parents=True)
    target = folder / template.name
    shutil.copyfile(template, target)
    target.chmod(0o600)
    return target


def moments(times: int, span: float, seed: int) -> list[float]:
    """Random moments in a span of seconds, spread so that every part of it is met: one in each of as many equal slices."""
    chance = random.Random(seed)
    found = [(n + chance.random()) * span / times for n in range(times)]
    chance.shuffle(found)
    return found
