"""The doctor finds what is wrong, repairs what can be computed anew, and a second look finds nothing of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from onboarding.db import connection as door
from onboarding.db.connection import Connection, file_system_of
from onboarding.db.driver import sqlite3
from onboarding.errors import DatabaseUnusable
from onboarding.services import premises
from onboarding.services.clock import Clock
from onboarding.services.context import Services
from onboarding.services.doctor import Doctor
from onboarding.services.premises import Finding
from onboarding.services.sellers import Move
from tests.db.proof import prove
from tests.support.house import a_lead, colleague, open_house


@pytest.fixture
def house(tmp_path: Path) -> Services:
    """Three leads, one of them registered, a copy of it all."""
    services = open_house(tmp_path)
    for number in range(3):
        a_lead(services, number=number, udyam=f"UDYAM-UP-50-000000{number}")
    services.sellers.move(1, Move(to="account_created", event_on=date(2026, 11, 20)))
    services.sellers.log_contact(2, "answered")
    services.backups.backup()
    return services


def _doctor(services: Services, clock: Clock | None = None) -> Doctor:
    return Doctor(services.database.path, clock or services.clock)


def _codes(found: list[Finding]) -> list[str]:
    return [finding.code for finding in found]


def _damage(services: Services, sql: str) -> None:
    """What no door of the program does."""
    connection: Connection = sqlite3.connect(str(services.database.path), isolation_level=None)
    connection.execute("PRAGMA foreign_keys=OFF")
    for statement in sql.split(";"):
        connection.execute(statement)
    connection.close()


def test_a_sound_house(house: Services) -> None:
    assert _doctor(house).look() == []
    assert _doctor(house).look(deep=False) == []


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        ("UPDATE lead SET counted_on = NULL WHERE id = 1", "facts"),
        ("UPDATE lead SET contact_count = 7 WHERE id = 3", "facts"),
        ("UPDATE lead SET stage_rank = 5 WHERE id = 3", "facts"),
        ("UPDATE lead SET same_key = 'x' WHERE id = 3", "facts"),
        ("UPDATE lead_tally SET n = n + 1", "tally"),
        ("DELETE FROM lead_tally", "tally"),
        ("DELETE FROM count_tally", "tally"),
        ("DELETE FROM lead_number WHERE lead_id = 2", "search_index"),
        ("INSERT INTO lead_number VALUES ('999', 77)", "search_index"),
        ("DELETE FROM lead_words WHERE rowid = 2", "search_index"),
        ("UPDATE lead_words SET words = 'other' WHERE rowid = 2", "search_index"),
        ("DELETE FROM lead_codes WHERE rowid = 1", "search_index"),
        ("DELETE FROM lead_words_data WHERE id > 10", "search_malformed"),
        ("DROP TRIGGER change_stays", "schema_missing"),
        ("DROP INDEX lead_by_pan", "schema_missing"),
        ("DROP INDEX lead_by_pan; CREATE INDEX lead_by_pan ON lead(gstin)", "schema_missing"),
    ],
)
def test_what_can_be_computed_anew_is_repaired(house: Services, damage: str, code: str) -> None:
    _damage(house, damage)
    assert code in _codes(_doctor(house).look())
    copies_before = len(house.backups.copies())
    assert _doctor(house).repair("asha") == []
    assert house.backups.copies()[0].manifest.why == "repair"
    assert len(house.backups.copies()) == copies_before + 1
    assert _doctor(house).look() == []
    prove(house.database)


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        ("DROP TRIGGER change_is_final; UPDATE change SET reason = 'x' WHERE id = 3", "journal_altered"),
        ("DROP TRIGGER change_row_stays; DELETE FROM change_row WHERE change_id = 3", "journal_altered"),
        ("DROP TRIGGER change_stays; DELETE FROM change_row; DELETE FROM change WHERE id = 4", "journal_altered"),
        (
            "INSERT INTO contact (lead_id, event_on, entered_at, outcome) VALUES (99, '2026-01-01', 'x', 'note')",
            "references",
        ),
    ],
)
def test_what_people_wrote_is_told_and_not_guessed(house: Services, damage: str, code: str) -> None:
    _damage(house, damage.replace("DELETE FROM change_row;", "DROP TRIGGER change_row_stays; DELETE FROM change_row;"))
    assert code in _codes(_doctor(house).look())
    with pytest.raises(DatabaseUnusable, match=r"copy\.unsound"):
        _force_repair(house)


def _force_repair(house: Services) -> None:
    _damage(house, "DELETE FROM lead_tally")
    _doctor(house).repair("asha")


def test_a_journal_whose_tail_was_cut_shows_against_the_copy(house: Services) -> None:
    _damage(
        house,
        "DROP TRIGGER change_stays; DROP TRIGGER change_row_stays; DELETE FROM change_row WHERE change_id = 6;"
        " DELETE FROM change WHERE id = 6",
    )
    assert "journal_cut" in _codes(_doctor(house).look(deep=False))


def test_a_restored_copy_is_no_cut_journal(house: Services) -> None:
    from onboarding.services.backups import restore

    copy = house.backups.newest()
    assert copy is not None
    a_lead(house, number=8)
    house.backups.backup()
    restore(house.database.path, copy.path, login="asha", clock=house.clock)
    assert _doctor(house).look() == []


def test_flipped_bytes_are_found(house: Services) -> None:
    path = house.database.path
    content = bytearray(path.read_bytes())
    for place in range(8192, len(content), 4096):
        content[place + 8 : place + 40] = b"\xff" * 32
    path.write_bytes(content)
    assert _codes(_doctor(house).look()).count("damaged") == 1


def test_permissions(house: Services) -> None:
    path = house.database.path
    copy = house.backups.copies()[0].path
    path.chmod(0o644)
    copy.chmod(0o640)
    copy.parent.chmod(0o755)
    path.parent.chmod(0o777)
    (finding,) = _doctor(house).look()
    assert (finding.code, finding.values["n"]) == ("permissions", 4)
    assert _doctor(house).repair("asha") == []
    assert [one.stat().st_mode & 0o777 for one in (path, copy, copy.parent, path.parent)] == [
        0o600,
        0o600,
        0o700,
        0o755,
    ]


def test_backups_missing_old_and_damaged(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    assert _doctor(services).look() == [], "nothing was done yet"
    a_lead(services)
    assert _codes(_doctor(services).look()) == ["backup_none"]
    assert _doctor(services).repair("asha") == []
    a_lead(services, number=1)
    tomorrow = colleague(services, "asha", now=(services.clock.now() + timedelta(hours=25)).isoformat())
    assert _codes(_doctor(tomorrow).look(deep=False)) == ["backup_old"]
    newest = services.backups.newest()
    assert newest is not None
    newest.path.write_bytes(newest.path.read_bytes()[:-4096])
    assert _codes(_doctor(services).look()) == ["backup_unsound"]
    assert _doctor(tomorrow).repair("asha") == []


def test_a_clock_that_runs_behind(house: Services) -> None:
    yesterday = colleague(house, "asha", now=(house.clock.now() - timedelta(days=1)).isoformat())
    assert _codes(_doctor(house, yesterday.clock).look()) == ["clock_behind"]


def test_little_room(house: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(premises, "FREE_AT_LEAST", 1 << 60)
    assert _codes(_doctor(house).look(deep=False)) == ["space"]


def test_a_network_share(house: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    def nfs(folder: Path, mounts: str | None = None) -> str:
        return file_system_of(folder, f"server:/x {folder.resolve()} nfs4 rw 0 0\n" if mounts is None else mounts)

    monkeypatch.setattr(door, "file_system_of", nfs)
    (finding,) = _doctor(house).look(deep=False)
    assert (finding.code, finding.severity, finding.values) == ("network", "broken", {"kind": "nfs4"})


def _missing(path: Path) -> None:
    path.unlink(missing_ok=True)


def _text(path: Path) -> None:
    path.write_text("PAN,Name\n" * 1000)


@pytest.mark.parametrize(("spoil", "sentence"), [(_missing, "db.missing"), (_text, "db.not_a_database")])
def test_what_cannot_be_looked_at(tmp_path: Path, spoil: Callable[[Path], None], sentence: str) -> None:
    path = tmp_path / "x.db"
    spoil(path)
    with pytest.raises(DatabaseUnusable) as caught:
        Doctor(path, Clock()).look()
    assert caught.value.sentence == sentence
