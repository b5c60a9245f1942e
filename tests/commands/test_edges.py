"""What a person may type or set by mistake: a sentence and an exit code, never a fault of ours."""

from __future__ import annotations

import os
import stat
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from onboarding.services.context import Services
from tests.commands.test_import_command import PROGRAM, environment
from tests.support.house import a_lead, open_house

BIG = "9" * 20


@pytest.fixture
def house(tmp_path: Path) -> Services:
    opened = open_house(tmp_path)
    a_lead(opened)
    return opened


def run(
    house: Services, *words: str, stdout: int | None = None, **variables: str | None
) -> subprocess.CompletedProcess[str]:
    wanted: Mapping[str, str | None] = environment(house) | variables
    return subprocess.run(
        [*PROGRAM, *words],
        env={name: value for name, value in wanted.items() if value is not None},
        stdout=subprocess.PIPE if stdout is None else stdout,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("lead", "show", BIG), 2),
        (("lead", "show", "0"), 2),
        (("imports", "show", BIG), 2),
        (("imports", "undo", BIG), 2),
        (("target", "set", "calls", BIG), 2),
        (("snapshot", "add", f"sellers_registered={BIG}"), 1),
        (("snapshot", "add", "sellers_registered=" + "9" * 5000), 1),
        (("count", "--date", "0001-01-01"), 1),
        (("count", "--date", "0001-01-02"), 1),
        (("summary", "--to", "0001-02-01"), 1),
        (("summary", "--from", "0001-01-01"), 1),
        (("lead", "edit", "1", "sponsor_department=nowhere"), 1),
        (("lead", "edit", "1", f"investment_rs={BIG}"), 1),
        (("lead", "follow", "1", "+99999999"), 1),
    ],
)
def test_a_slip_is_told(house: Services, words: tuple[str, ...], code: int) -> None:
    done = run(house, *words)
    assert (done.returncode, done.stdout) == (code, ""), done.stderr
    assert done.stderr.strip()
    assert not (house.database.path.parent / "log").exists()


def test_a_clock_that_is_none(house: Services) -> None:
    done = run(house, "count", ONBOARDING_NOW="yesterday")
    assert (done.returncode, "ONBOARDING_NOW" in done.stderr) == (1, True)


def test_a_user_without_a_name(house: Services) -> None:
    done = run(house, "log", ONBOARDING_STAFF=None, SUDO_UID="424242", LOGNAME="somebody-else")
    assert done.returncode == 0, done.stderr
    assert "uid-424242" in done.stdout
    done = run(house, "log", ONBOARDING_STAFF=" ", SUDO_UID="me")
    assert (done.returncode, "--staff" in done.stderr) == (1, True)


def test_a_full_disk_where_the_output_goes(house: Services) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full")
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = run(house, "count", stdout=full.fileno())
    assert (done.returncode, "space" in done.stderr) == (1, True)


def test_a_reader_that_has_read_enough(house: Services) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = run(house, "log", stdout=writing)
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (1, "")


def test_what_goes_wrong_at_the_door_is_told_in_the_language_of_the_settings(house: Services, tmp_path: Path) -> None:
    settings = house.database.path.parent / "settings.toml"
    settings.write_text('language = "hi"', encoding="utf-8")
    done = run(house, "count", ONBOARDING_DB=str(tmp_path), ONBOARDING_LANG=None)
    assert done.returncode == 1
    assert "फाइल" in done.stderr


def test_an_unknown_command_does_not_steer_the_terminal(house: Services) -> None:
    done = run(house, "lead", "add", "\x1b]0;x\x07\u202e=1")
    assert done.returncode == 2
    assert not {"\x1b", "\x07", "\u202e"} & set(done.stderr)


def test_an_empty_file_of_open_permissions_becomes_an_owners_only_database(tmp_path: Path) -> None:
    folder = tmp_path / "house"
    folder.mkdir()
    (folder / "onboarding.db").touch(0o644)
    (folder / "onboarding.db").chmod(0o644)
    path = open_house(tmp_path).database.path
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
