"""The one door to the file: who may read it, which files it refuses, what a full disk or a waiting colleague means."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from onboarding.db import connection as door
from onboarding.db.driver import sqlite3, wal_is_safe
from onboarding.db.migrations import SCHEMA_VERSION, open_database
from onboarding.errors import Busy, DatabaseUnusable, Stopped
from tests.support.house import a_lead, open_house

MOUNTS = """\
/dev/vda / ext4 rw 0 0
server:/share /mnt/office\\040share nfs4 rw 0 0
/dev/vdb /mnt/office\\040share/disk ext4 rw 0 0
"""


def _mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_files_and_folder_are_the_owners_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        services = open_house(tmp_path)
        path = services.database.path
        with services.database.read() as connection:
            connection.execute("SELECT count(*) FROM lead").fetchone()
            modes = {name: _mode(path.with_name(path.name + name)) for name in ("", "-wal", "-shm", ".lock")}
    finally:
        os.umask(before)
    assert modes == {"": 0o600, "-wal": 0o600, "-shm": 0o600, ".lock": 0o600}
    assert _mode(path.parent) == 0o700


def test_every_connection_is_set_up_as_measured(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    with services.database.read() as connection:
        found = {
            name: connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "trusted_schema", "query_only", "mmap_size")
        }
    assert found.pop("journal_mode") == ("wal" if wal_is_safe() else "delete")
    assert found == {"synchronous": 2, "foreign_keys": 1, "trusted_schema": 0, "query_only": 1, "mmap_size": 0}


def test_a_read_cannot_write(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    with pytest.raises(DatabaseUnusable), services.database.read() as connection:
        connection.execute("DELETE FROM staff")


@pytest.mark.parametrize("version", [(3, 51, 3), (3, 53, 4), (3, 50, 7), (3, 44, 6)])
def test_sound_versions_of_sqlite(version: tuple[int, int, int]) -> None:
    assert wal_is_safe(version)


@pytest.mark.parametrize("version", [(3, 40, 1), (3, 51, 2), (3, 50, 6), (3, 44, 5)])
def test_versions_of_sqlite_that_lose_work(version: tuple[int, int, int]) -> None:
    assert not wal_is_safe(version)


def test_a_newer_database_is_refused_and_not_touched(tmp_path: Path) -> None:
    path = open_house(tmp_path).database.path
    _pragma(path, f"user_version={SCHEMA_VERSION + 1}")
    with pytest.raises(DatabaseUnusable) as caught:
        open_database(path)
    assert (caught.value.sentence, caught.value.values["found"]) == ("db.newer", SCHEMA_VERSION + 1)


def test_a_program_that_is_open_stops_when_a_colleague_upgrades(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    _pragma(services.database.path, f"user_version={SCHEMA_VERSION + 1}")
    with pytest.raises(DatabaseUnusable, match=r"db\.newer"):
        a_lead(services)


def _pragma(path: Path, pragma: str) -> None:
    connection = sqlite3.connect(str(path))
    connection.execute(f"PRAGMA {pragma}")
    connection.close()


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "list.db"
    path.write_text("PAN,Name\n" * 2000)
    before = path.read_bytes()
    with pytest.raises(DatabaseUnusable, match=r"db\.not_a_database"):
        open_database(path)
    assert path.read_bytes() == before


def test_another_programs_database_is_not_even_switched_to_wal(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    connection = sqlite3.connect(str(path))
    connection.execute("CREATE TABLE bookmarks (url)")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    with pytest.raises(DatabaseUnusable, match=r"db\.not_ours"):
        open_database(path)
    assert path.read_bytes() == before
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["other.db"]


def test_links_and_folders_are_refused(tmp_path: Path) -> None:
    real = open_house(tmp_path).database.path
    link = tmp_path / "link.db"
    link.symlink_to(real)
    with pytest.raises(DatabaseUnusable, match=r"db\.symlink"):
        open_database(link)
    with pytest.raises(DatabaseUnusable, match=r"db\.not_a_file"):
        open_database(real.parent)
    lock = door.lock_path(real)
    lock.unlink()
    lock.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(DatabaseUnusable, match=r"db\.symlink"):
        a_lead(open_house(tmp_path))
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/srv/data", "ext4"),
        ("/mnt/office share", "nfs4"),
        ("/mnt/office share/a/b", "nfs4"),
        ("/mnt/office share/disk/a", "ext4"),
    ],
)
def test_which_disk_a_folder_lies_on(folder: str, kind: str) -> None:
    assert door.file_system_of(Path(folder), MOUNTS) == kind


def test_a_network_share_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "file_system_of", lambda _folder: "cifs")
    with pytest.raises(DatabaseUnusable) as caught:
        open_database(tmp_path / "x.db")
    assert (caught.value.sentence, caught.value.values["kind"]) == ("db.network", "cifs")
    assert not (tmp_path / "x.db").exists()


def test_a_folder_that_may_not_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(DatabaseUnusable, match=r"db\.read_only"):
        open_database(tmp_path / "x.db")


FULL_DISK = """
import resource, sys
from pathlib import Path
sys.path.insert(0, {root!r})
from tests.support.house import a_lead, open_house
from onboarding.errors import DatabaseUnusable
services = open_house(Path(sys.argv[1]))
before = len(services.lists.find("Balaji"))
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, resource.RLIM_INFINITY))
made = 0
try:
    for number in range(400):
        a_lead(services, number=number)
        made += 1
except DatabaseUnusable as error:
    print(error.sentence)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
a_lead(services, name="After the disk had room")
from onboarding.domain.filters import SellerFilter
print(services.lists.count(SellerFilter()) - made)
"""


def test_a_full_disk_is_a_sentence_and_loses_nothing(tmp_path: Path) -> None:
    open_house(tmp_path)
    script = FULL_DISK.format(root=str(Path(__file__).resolve().parents[2]))
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    sentence, left = done.stdout.split()
    assert sentence in ("db.full", "db.io")
    assert left == "1"


def test_who_waits_is_told_who_holds_and_can_stop(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    told: list[tuple[str, str]] = []
    stop = threading.Event()

    def waiting(who: str, since: str) -> None:
        told.append((who, since))
        stop.set()

    with (
        door.writer_lock(services.database.path, "Zoya", "import"),
        pytest.raises(Stopped),
        door.writer_lock(services.database.path, "Asha", "edit", stop.is_set, waiting),
    ):
        pytest.fail("two writers at once")
    assert [who for who, _ in told] == ["Zoya"]


def test_who_gives_up_waiting_leaves_the_holders_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    services = open_house(tmp_path)
    monkeypatch.setattr(door, "LOCK_WAIT_S", 0.05)
    with door.writer_lock(services.database.path, "Zoya", "import"):
        for _ in range(2):
            with pytest.raises(Busy) as caught:
                a_lead(services)
            assert caught.value.values["who"] == "Zoya"


def test_a_failing_change_leaves_nothing(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    lead = a_lead(services)

    def fail_halfway() -> None:
        with services.writing.change("edit") as change:
            change.update("lead", lead.id, {"address": "Mall Road"})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_halfway()
    assert services.sellers.get(lead.id) == lead
    assert services.history.log(limit=1)[0].verb == "register"
