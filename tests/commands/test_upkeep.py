"""``backup``, ``restore``, ``doctor``, ``undo``, ``redo``, ``log`` as a person and as a program use them, in both languages."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from onboarding import cli
from onboarding.db.driver import sqlite3
from onboarding.i18n import set_language
from tests.support.house import NOW, a_lead, open_house


class Ran(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    house = open_house(tmp_path)
    a_lead(house, name="[/b] Firm \x1b[2J")
    return house.database.path


@pytest.fixture
def run(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The program over a house with one lead, for its maker."""
    monkeypatch.setenv("ONBOARDING_DB", str(database))
    monkeypatch.setenv("ONBOARDING_SETTINGS", str(tmp_path / "settings.toml"))
    monkeypatch.setenv("ONBOARDING_LOG", str(tmp_path / "log"))
    monkeypatch.setenv("ONBOARDING_NOW", NOW)
    monkeypatch.setenv("ONBOARDING_STAFF", "asha")
    monkeypatch.delenv("ONBOARDING_LANG", raising=False)

    def program(*words: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["onboarding", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        set_language("en")
        shown = capsys.readouterr()
        return Ran(int(ended.value.code or 0), shown.out, shown.err)

    return program


def test_undo_redo_log(run: Run) -> None:
    done = run("undo")
    assert done.code == 0
    assert "registered" in done.out
    assert "\x1b" not in done.out
    assert "[/b] Firm" in done.out
    assert run("undo").code == 1
    again = run("redo", "--json")
    assert json.loads(again.out)["rows"] == 1
    log = json.loads(run("log", "--json").out)
    assert [entry["verb"] for entry in log] == ["redo", "undo", "register", "arrive"]
    assert len(run("log", "--limit", 2).out.splitlines()) == 2
    assert run("log", "--by", "nobody").code == 1
    assert len(run("log", "--by", "ASHA").out.splitlines()) == 4
    assert "23-11-2026 10:00" in run("log").out


def test_backup_and_restore(run: Run, tmp_path: Path) -> None:
    made = run("backup", tmp_path / "copy.db", "--json")
    told = json.loads(made.out)
    assert (told["path"], told["counts"]["lead"], told["why"]) == (str(tmp_path / "copy.db"), 1, "asked")
    again = run("backup", tmp_path / "copy.db")
    assert (again.code, again.out) == (1, "")
    assert str(tmp_path / "copy.db") in again.err
    run("undo")
    back = run("restore", tmp_path / "copy.db", "--json")
    assert json.loads(back.out)["entries_gone"] == 1
    assert json.loads(run("log", "--json", "--limit", 1).out)[0]["verb"] == "restore"
    assert run("restore", tmp_path / "nothing.db").code == 1


def test_doctor_answers_0_1_and_2(run: Run, database: Path, tmp_path: Path) -> None:
    first = run("doctor", "--json")
    assert (first.code, [one["code"] for one in json.loads(first.out)["found"]]) == (1, ["backup_none"])
    fixed = run("doctor", "--fix")
    assert fixed.code == 0
    assert "Repaired" in fixed.out
    assert run("doctor").code == 0
    text = tmp_path / "list.db"
    text.write_text("PAN,Name\n" * 1000)
    unlooked = run("doctor", "--db", text, "--json")
    assert (unlooked.code, json.loads(unlooked.out)["error"]) == (2, "db.not_a_database")
    assert run("doctor", "--db", tmp_path / "nothing.db").code == 2
    assert not (tmp_path / "nothing.db").exists()


def test_doctor_looks_at_the_settings(run: Run, tmp_path: Path) -> None:
    run("backup")
    (tmp_path / "settings.toml").write_text('colour = "red"\n[keys]\nundo = "a"\nbackup = "a"\n')
    found = {one["code"] for one in json.loads(run("doctor", "--json").out)["found"]}
    assert "setting" in found


@pytest.mark.parametrize("lang", ["en", "hi"])
def test_every_finding_has_a_sentence_in_both_languages(run: Run, database: Path, lang: str) -> None:
    connection = sqlite3.connect(str(database))
    connection.executescript(
        "DROP INDEX lead_by_pan; DROP TRIGGER change_is_final; UPDATE change SET reason = 'x' WHERE id = 1;"
        " UPDATE lead_tally SET n = 9; UPDATE lead SET counted_on = '2026-01-01'; DELETE FROM lead_words;"
        " INSERT INTO paper (lead_id, code, state, seen_on) VALUES (77, 'gst', 'have', 'x')"
    )
    connection.close()
    database.chmod(0o666)
    told = run("doctor", "--lang", lang)
    assert told.code == 1
    assert len(told.out.splitlines()) >= 9
    assert "⟦" not in told.out
    assert "{" not in told.out
    assert run("doctor", "--fix", "--lang", lang).code == 2, "no sound copy can be taken of a journal that was altered"


def test_every_sentence_of_the_doctor_is_there() -> None:
    import re

    from onboarding import i18n

    source = Path(cli.__file__).parent
    codes: set[str] = set()
    for module in ("services/doctor.py", "services/premises.py", "commands/upkeep.py"):
        codes.update(re.findall(r'Finding\(\s*"(\w+)"', (source / module).read_text(encoding="utf-8")))
    assert len(codes) > 15
    for lang in ("en", "hi"):
        set_language(lang)
        assert [code for code in sorted(codes) if not i18n.known(f"doctor.{code}")] == []
    set_language("en")


def test_every_verb_has_a_label() -> None:
    import re

    from onboarding import i18n

    source = Path(cli.__file__).parent
    verbs: set[str] = {"snooze", "plan", "undo", "redo"}
    for module in source.glob("services/*.py"):
        verbs.update(re.findall(r'\.change\(\s*"(\w+)"', module.read_text(encoding="utf-8")))
    assert {"register", "import", "restore", "arrive"} <= verbs
    for lang in ("en", "hi"):
        set_language(lang)
        assert [verb for verb in sorted(verbs) if not i18n.known(f"verb.{verb}")] == []
    set_language("en")
