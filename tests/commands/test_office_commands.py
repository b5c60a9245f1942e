"""Offices and purchases on the command line: imported, listed, shown, the spelling of a department decided."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from onboarding import cli
from onboarding.i18n import set_language
from tests.support.lists import DATA, a_list


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:  # noqa: ANN401
    """Runs one command in this process; its exit code and what it printed."""
    for name, value in (
        ("DB", tmp_path / "onboarding.db"), ("SETTINGS", tmp_path / "settings.toml"), ("LOG", tmp_path / "log"),
        ("STAFF", "asha"), ("LANG", "en"), ("NOW", "2026-11-23T10:00"),
    ):  # fmt: skip
        monkeypatch.setenv(f"ONBOARDING_{name}", str(value))

    def command(*words: str | Path) -> tuple[int, str]:
        monkeypatch.setattr("sys.argv", ["onboarding", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out + printed.err

    yield command
    set_language("en")


def test_offices_are_imported_listed_and_shown(run: Any, tmp_path: Path) -> None:  # noqa: ANN401
    code, out = run("import", DATA / "department_offices.xlsx", "--json", "--report", tmp_path)
    told = json.loads(out)
    assert (code, told["kind"], told["sheets"]["उपयोगकर्ता"]) == (0, "offices", "users")
    assert (
        told["rows"] == sum(told[one] for one in ("new", "updated", "unchanged", "merged", "review", "rejected")) == 203
    )
    assert {one["lead"] for one in told["outcomes"]} == {None}
    assert Path(told["rejects_file"]).read_text(encoding="utf-8-sig").count("\n") == 3
    number = next(one["record"] for one in told["outcomes"] if one["line"] == 11)

    _, out = run("office", "list", "--department", "लो०नि०वि०", "--district", "Basti", "--json")
    assert [one["id"] for one in json.loads(out)] == [number]
    _, out = run("office", "show", str(number), "--json")
    office = json.loads(out)
    assert (office["ddo_code"], office["department"], office["district"], office["stage"]) == (
        "00064006", "public-works", "131", "pu_active",
    )  # fmt: skip
    assert [one["name"] for one in office["above"]] == ["Public Works", "प्रमुख अभियन्ता"]
    assert {one["role"] for one in office["officers"]} == {"primary_user", "head"}
    assert office["timeline"][0]["event_on"] == "2022-08-08"
    _, out = run("office", "show", str(number))
    assert "primary user active" in out
    _, out = run("--lang", "hi", "office", "find", "provincial mau")
    assert "लोक निर्माण विभाग" in out
    code, out = run("imports", "list")
    assert "(offices)" in out
    code, out = run("office", "list", "--district", "Dehradun")
    assert (code, "Dehradun" in out) == (1, True)
    code, out = run("office", "show", "99999")
    assert (code, "99999" in out) == (1, True)


def test_purchases_are_imported_listed_and_shown(run: Any, tmp_path: Path) -> None:  # noqa: ANN401
    _, out = run("import", DATA / "etender_list.csv", "--yes")
    assert "purchases outside GeM" in out
    _, out = run("purchase", "list", "--department", "MSME", "--json")
    rows = {one["tender_id"]: one for one in json.loads(out)}
    assert rows["2024_ZZMSME_900057_1"]["closing_on"] == "2024-11-30"
    assert rows["2024_ZZMSME_900057_1"]["value_rs"] == 480_000
    number = str(rows["2024_ZZMSME_900057_1"]["id"])
    _, out = run("purchase", "show", number, "--json")
    assert json.loads(out)["timeline"][0]["kind"] == "corrigendum"
    _, out = run("purchase", "show", number)
    assert "corrigendum" in out
    code, _ = run("purchase", "list", "--district", "Lalitpur", "--department", "Police")
    assert code == 1

    _, out = run("office", "departments")
    assert "Regional Example Authority" in out
    code, out = run("office", "department", "Regional Example Authority", "agriculture")
    assert (code, "Agriculture" in out) == (0, True)
    assert "No spelling" in run("office", "departments")[1]
    assert run("office", "department", "Regional Example Authority", "nobody")[0] == 1


def test_a_kind_that_does_not_exist_is_refused_with_those_that_do(run: Any, tmp_path: Path) -> None:  # noqa: ANN401
    code, out = run("import", a_list(tmp_path, ("Balaji", "", "Basti", "6440000001")), "--kind", "firms", "--yes")
    assert code == 1
    assert "sellers, offices, users, purchases" in out
