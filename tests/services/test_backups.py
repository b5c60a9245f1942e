"""Copies that are proved, kept in turn, and become the database again; a failure leaves everything as it was."""

from __future__ import annotations

import json
import os
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from onboarding.db import backup as db
from onboarding.db import connection as door
from onboarding.db.driver import sqlite3
from onboarding.domain.filters import SellerFilter
from onboarding.errors import DatabaseUnusable, NotFound, Stopped
from onboarding.services import backups, copies
from onboarding.services.clock import Clock
from onboarding.services.context import Services
from tests.db.proof import journalled_rows, prove
from tests.support.house import a_lead, colleague, open_house


def _later(services: Services, minutes: int) -> Services:
    moment = services.clock.now() + timedelta(minutes=minutes)
    return colleague(services, services.actor.login, now=moment.isoformat())


def _restore(services: Services, file: Path) -> backups.Restored:
    return backups.restore(services.database.path, file, login="asha", clock=services.clock)


def test_a_copy_is_verified_private_and_told(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    a_lead(services)
    steps: list[str] = []
    before = os.umask(0)
    try:
        made = services.backups.backup(progress=steps.append)
    finally:
        os.umask(before)
    folder = made.path.parent
    assert steps == ["copying", "verifying", "saving"]
    assert made.manifest.counts["lead"] == 1
    assert made.manifest.sha256 == copies.digest_of(made.path)
    assert copies.verify(made.path) == made.manifest
    assert {path.name: path.stat().st_mode & 0o777 for path in (folder, *folder.iterdir())} == {
        "backups": 0o700, made.path.name: 0o600, made.path.name + ".json": 0o600
    }  # fmt: skip


def test_a_copy_where_the_person_wants_it(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    asked = tmp_path / "stick" / "mine.db"
    asked.parent.mkdir()
    assert services.backups.backup(asked).path == asked
    assert services.backups.backup(asked.parent).path.parent == asked.parent
    with pytest.raises(DatabaseUnusable, match=r"copy\.name_taken"):
        services.backups.backup(asked)
    with pytest.raises(DatabaseUnusable, match=r"copy\.not_written"):
        services.backups.backup(tmp_path / "nowhere" / "x.db")
    link = tmp_path / "link.db"
    link.symlink_to(tmp_path / "target.db")
    with pytest.raises(DatabaseUnusable, match=r"copy\.name_taken"):
        services.backups.backup(link)
    assert services.backups.copies() == []


def test_a_stick_that_knows_no_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    made = open_house(tmp_path).backups.backup()
    assert copies.verify(made.path) == made.manifest


def test_a_copy_that_is_not_sound_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    services = open_house(tmp_path)

    def torn(path: Path, target: Path, **_: object) -> None:
        target.write_bytes(b"SQLite format 3\0" + bytes(5000))

    monkeypatch.setattr(db, "snapshot", torn)
    with pytest.raises(DatabaseUnusable, match=r"copy\.unsound"):
        services.backups.backup()
    assert list(copies.folder_of(services.database.path).iterdir()) == []


def test_a_cancelled_copy_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    services = open_house(tmp_path)
    monkeypatch.setattr(db, "_STEPS", 10)
    with pytest.raises(Stopped):
        services.backups.backup(cancelled=lambda: True)
    assert list(copies.folder_of(services.database.path).iterdir()) == []


def test_a_quick_look_at_a_copy_finds_a_torn_page(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    a_lead(services)
    copy = services.backups.backup().path
    whole = db.examine(copy, quick=True)
    assert whole == db.examine(copy)
    content = bytearray(copy.read_bytes())
    content[-4096:] = b"\x99" * 4096
    copy.write_bytes(content)
    with pytest.raises(DatabaseUnusable):
        db.examine(copy, quick=True)


def test_colleagues_save_while_a_copy_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    services = open_house(tmp_path)
    a_lead(services)
    examined = db.examine

    def slowly(copy: Path, *, quick: bool) -> db.Examined:
        a_lead(services, number=1)
        return examined(copy, quick=quick)

    monkeypatch.setattr(db, "examine", slowly)
    with door.writer_lock(services.database.path, "x", "x"):
        pass
    made = services.backups.backup()
    assert made.manifest.counts["lead"] == 1
    assert services.lists.count(SellerFilter()) == 2


def test_when_a_copy_is_due(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    assert not services.backups.due(), "nobody did anything yet"
    a_lead(services)
    assert services.backups.due()
    assert services.backups.automatic() is not None
    assert services.backups.automatic() is None
    a_lead(services, number=1)
    assert not _later(services, 14).backups.due()
    later = _later(services, 15)
    assert later.backups.due()
    assert later.backups.automatic() is not None
    assert not _later(services, 600).backups.due(), "nothing changed since"


def test_only_one_program_takes_the_automatic_copy(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    a_lead(services)
    with backups._alone(services.database.path) as first:
        assert first
        assert services.backups.automatic() is None
    assert services.backups.automatic() is not None


def test_the_copy_before_a_large_import(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    a_lead(services)
    assert services.backups.before_import(500) is None
    made = services.backups.before_import(501)
    assert made is not None
    assert made.manifest.why == "import"
    assert services.backups.before_import(501) is None, "nothing changed since"


def test_a_week_of_work_leaves_copies_in_turn(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    for number in range(30):
        here = _later(services, 60 * 6 * number)
        a_lead(here, number=number)
        assert here.backups.automatic() is not None
    left = services.backups.copies()
    assert 8 <= len(left) <= 14
    assert left[0].manifest.counts["lead"] == 30
    assert all(copy.path.exists() for copy in left)


def test_what_a_killed_backup_left_is_swept(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    made = services.backups.backup()
    folder = made.path.parent
    (folder / "onboarding-x.db.999999999.partial").touch()
    (folder / "onboarding-y.db.json").write_text("{}")
    mine = folder / f"onboarding-z.db.{os.getpid()}.partial"
    mine.touch()
    services.backups.backup()
    names = {path.name for path in folder.iterdir()}
    assert mine.name in names
    assert names.isdisjoint({"onboarding-x.db.999999999.partial", "onboarding-y.db.json"})


# ---------------------------------------------------------------------------- restore


def test_a_restored_database_is_the_copy(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    lead = a_lead(services)
    made = services.backups.backup()
    wanted = journalled_rows(services.database)
    services.sellers.edit(lead.id, {"address": "Mall Road"})
    a_lead(services, number=1)
    done = _restore(services, made.path)
    assert journalled_rows(services.database) == wanted
    assert done.entries_gone == 2
    assert services.history.log(limit=1)[0].verb == "restore"
    assert services.writing.undo()[0].verb == "register", "bringing back is not undone by undo"
    prove(services.database)


def test_what_was_the_database_can_be_brought_back_again(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    made = services.backups.backup()
    a_lead(services)
    wanted = journalled_rows(services.database)
    done = _restore(services, made.path)
    assert services.lists.count(SellerFilter()) == 0
    assert done.kept is not None
    _restore(services, done.kept)
    assert journalled_rows(services.database) == wanted


def test_restore_where_the_database_is_gone(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    a_lead(services)
    made = services.backups.backup(tmp_path / "copy.db")
    path = services.database.path
    for left in list(path.parent.glob("onboarding.db*")):
        left.unlink()
    done = _restore(services, made.path)
    assert done.kept is None
    assert services.lists.count(SellerFilter()) == 1
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("damage", ["text", "torn"])
def test_restore_where_the_database_is_damaged_keeps_the_damaged_one(tmp_path: Path, damage: str) -> None:
    services = open_house(tmp_path)
    a_lead(services)
    made = services.backups.backup(tmp_path / "copy.db")
    path = services.database.path
    content = bytearray(path.read_bytes())
    content[: 20 if damage == "text" else 0] = b""
    content[8192:120_000] = bytes(120_000 - 8192)
    path.write_bytes(content)
    done = _restore(services, made.path)
    assert services.lists.count(SellerFilter()) == 1
    assert done.kept is not None
    assert done.kept.read_bytes() == bytes(content)
    prove(services.database)


def test_an_altered_copy_is_refused(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    made = services.backups.backup()
    a_lead(services)
    connection = sqlite3.connect(str(made.path))
    connection.execute("UPDATE staff SET name = 'Nobody'")
    connection.commit()
    connection.close()
    with pytest.raises(DatabaseUnusable, match=r"copy\.altered"):
        _restore(services, made.path)
    assert services.lists.count(SellerFilter()) == 1


def test_a_copy_without_manifest_must_still_be_sound(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    made = services.backups.backup(tmp_path / "copy.db")
    (tmp_path / "copy.db.json").unlink()
    assert _restore(services, made.path).manifest is None
    with made.path.open("r+b") as handle:
        handle.seek(100_000)
        handle.write(os.urandom(50_000))
    with pytest.raises(DatabaseUnusable, match=r"copy\.unsound"):
        _restore(services, made.path)


def test_files_that_are_no_copies(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    with pytest.raises(NotFound):
        _restore(services, tmp_path / "nothing.db")
    text = tmp_path / "list.db"
    text.write_text("PAN,Name\n" * 1000)
    with pytest.raises(DatabaseUnusable, match=r"copy\.unsound"):
        _restore(services, text)
    other = tmp_path / "other.db"
    connection = sqlite3.connect(str(other))
    connection.execute("CREATE TABLE bookmarks (url)")
    connection.close()
    with pytest.raises(DatabaseUnusable, match=r"db\.not_ours"):
        _restore(services, other)
    a_lead(services)
    with services.database.read() as connection:
        connection.execute("SELECT 1 FROM staff").fetchone()
        a_lead(open_house(tmp_path, login="ravi"), number=1)
        with pytest.raises(DatabaseUnusable, match=r"copy\.in_use"):
            copies.verify(services.database.path)


def test_a_copy_that_does_not_prove_itself_is_taken_out_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    services = open_house(tmp_path)
    made = services.backups.backup()
    a_lead(services)
    monkeypatch.setattr(db, "holds", lambda _path, _wanted: False)
    with pytest.raises(DatabaseUnusable, match=r"restore\.not_proved"):
        _restore(services, made.path)
    assert services.lists.count(SellerFilter()) == 1
    prove(services.database)


def test_nobody_saves_between_the_kept_copy_and_the_restore(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    services = open_house(tmp_path)
    made = services.backups.backup()
    began, saved = threading.Event(), threading.Event()

    def save() -> None:
        began.set()
        a_lead(services, number=9)
        saved.set()

    other = threading.Thread(target=save)
    overwrite = db.overwrite

    def meanwhile(path: Path, copy: Path) -> None:
        if path == services.database.path:  # not the copy of the copy, in which the restore is noted before
            other.start()
            began.wait(10)
            assert not saved.is_set()
        overwrite(path, copy)

    monkeypatch.setattr(db, "overwrite", meanwhile)
    _restore(services, made.path)
    other.join(30)
    assert saved.is_set()
    assert services.lists.count(SellerFilter()) == 1, "the save that waited stands in the restored database"
    prove(services.database)


def test_a_manifest_anchors_the_journal(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    made = services.backups.backup()
    head = db.head_of(services.database.path)
    assert (made.manifest.head_id, made.manifest.head_hash) == head
    stored = json.loads((made.path.parent / (made.path.name + ".json")).read_text())
    assert stored["head_hash"] == head[1]
    assert Clock().stamp() > stored["made_at"] or stored["made_at"].startswith("2026-11-23")
