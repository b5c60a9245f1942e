"""``import`` told how a list is to be read; profiles, spellings and the log of a run on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from onboarding.services.context import Services
from tests.commands.test_import_command import document, run
from tests.support.house import mobile, open_house
from tests.support.lists import a_list, take_over


@pytest.fixture
def house(tmp_path: Path) -> Services:
    return open_house(tmp_path)


def test_a_list_nobody_knows_is_told_column_by_column_and_known_the_next_time(house: Services, tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("naam;sampark;x\n" + "".join(f"Firm {n};{mobile(n)};a\n" for n in range(6)), encoding="utf-8")
    told = run(house, "import", path, "--json")
    assert (told.returncode, "--header" in told.stderr) == (1, True)
    missing = document(run(house, "import", path, "--header", "1", "--map", "sampark=mobile", "--dry-run", "--json"))
    assert (missing["missing"], missing["rejected"]) == (["name"], 6)
    first = document(
        run(
            house,
            "import",
            path,
            "--header",
            "1",
            "--map",
            "naam=Name",
            "--map",
            "#2=mobile",
            "--map",
            "x=-",
            "--separator",
            "semicolon",
            "--sender",
            "DIC Barabanki",
            "--set",
            "source=dic_list",
            "--json",
        )
    )
    assert (first["new"], first["mapping"]) == (6, {"naam": "name", "sampark": "mobile"})
    assert house.sellers.get(first["outcomes"][0]["lead"]).source == "dic_list"
    path.write_text(path.read_text(encoding="utf-8").replace(mobile(3), mobile(33)), encoding="utf-8")
    again = document(run(house, "import", path, "--dry-run", "--json"))
    assert again["profile"]["sender"] == "DIC Barabanki"
    assert again["delta"] | {"at": ""} == {
        "of_run": 1, "at": "", "rows": 6, "same": 5, "new": 0, "changed": 1, "gone": 0, "fields": {"mobile": 1},
    }  # fmt: skip
    assert "As on 23-11-2026 from DIC Barabanki" in run(house, "import", path, "--dry-run").stdout
    assert "DIC Barabanki" in run(house, "imports", "profiles").stdout
    assert run(house, "imports", "profiles", "--forget", "1").returncode == 0
    assert run(house, "import", path, "--dry-run").returncode == 1


def test_wrong_words_are_told_with_the_right_ones(house: Services, tmp_path: Path) -> None:
    path = a_list(tmp_path, ("Firm", "", "", mobile(1)))
    for words, right in (
        (("--map", "Owner=nonsense"), "owner_name"), (("--map", "Nowhere=name"), "Name of Unit"),
        (("--mode", "all"), "update"), (("--overwrite", "pan"), "address"), (("--set", "stage=won"), "source"),
        (("--unit", "dozen"), "lakh"),
    ):  # fmt: skip
        done = run(house, "import", path, *words, "--json")
        assert (done.returncode, right in done.stderr, done.stdout) == (1, True, ""), words
    assert house.imports.runs() == []


def test_what_gives_way_is_in_the_json_and_in_a_file(house: Services, tmp_path: Path) -> None:
    take_over(house, a_list(tmp_path, ("Firm", "Ram", "Lucknow", mobile(1))))
    path = a_list(tmp_path, ("Firm", "Shyam", "Lucknow", mobile(1)))
    found = document(run(house, "import", path, "--overwrite", "owner_name", "--json"))
    (one,) = found["overwritten"]
    assert (one["field"], one["before"], one["after"], one["typed_by"]) == ("owner_name", "Ram", "Shyam", None)
    assert "Ram,Shyam" in Path(found["overwritten_file"]).read_text(encoding="utf-8-sig")
    assert found["outcomes"][0]["warnings"] == ["overwritten_owner_name"]


def test_spellings_are_listed_and_learned(house: Services, tmp_path: Path) -> None:
    path = a_list(tmp_path, ("Firm", "", "Lakhnawu", mobile(1)))
    assert "Lucknow (162)" in run(house, "imports", "spellings", path).stdout
    learned = run(house, "imports", "spellings", path, "--learn", "Lakhnawu=Lucknow")
    assert "Every district of this list is known." in learned.stdout


def test_a_run_is_looked_through(house: Services, tmp_path: Path) -> None:
    take_over(house, a_list(tmp_path, ("Firm", "", "Lucknow", mobile(1)), ("Bad", "", "Lucknow", "")))
    found = document(run(house, "imports", "show", "1", "--verdict", "rejected", "--rejects", tmp_path / "r", "--json"))
    assert [one["line"] for one in found["outcomes"]] == [3]
    assert "Bad" in Path(found["rejects_file"]).read_text(encoding="utf-8-sig")
    found = document(run(house, "imports", "show", "1", "--search", "no valid mobile", "--json"))
    assert [one["line"] for one in found["outcomes"]] == [3]
    assert run(house, "imports", "show", "1", "--verdict", "nice").returncode == 2
