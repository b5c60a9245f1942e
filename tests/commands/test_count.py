"""``count``, ``summary``, ``target``, ``snapshot`` as a person and as a program use them."""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from onboarding import cli
from onboarding.plain_table import cells
from onboarding.services.sellers import Move
from tests.support.house import NOW, a_lead, open_house

FIGURE_KEYS = {"today", "previous_day", "month", "financial_year", "target", "required_per_day", "restated"}


class Ran(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The program in a house with two registered sellers and three calls, on a Monday."""
    house = open_house(tmp_path)
    for number, day in ((1, 23), (2, 21)):
        lead = a_lead(house, number=number, name=f"[/b] Firm {number}").id
        house.sellers.log_contact(lead, "answered")
        house.sellers.move(lead, Move(to="account_created", event_on=date(2026, 11, day)))
    house.sellers.log_contact(lead, "answered")
    for name, value in {
        "ONBOARDING_DB": str(house.database.path),
        "ONBOARDING_NOW": NOW,
        "ONBOARDING_STAFF": "asha",
        "ONBOARDING_SETTINGS": str(tmp_path / "settings.toml"),
        "ONBOARDING_LOG": str(tmp_path / "log"),
    }.items():
        monkeypatch.setenv(name, value)

    def start(*words: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["onboarding", *words])
        with pytest.raises(SystemExit) as end:
            cli.main()
        out, err = capsys.readouterr()
        return Ran(int(end.value.code or 0), out, err)

    return start


def _json(run: Run, *words: str) -> Any:  # noqa: ANN401
    done = run(*words)
    assert (done.code, done.err) == (0, "")
    return json.loads(done.out)


def test_the_json_that_other_programs_rely_on(run: Run) -> None:
    document = _json(run, "count", "--json")
    assert (document["date"], document["closed"]) == ("2026-11-23", False)
    for code in ("sellers_registered", "mse_registered", "primary_users", "secondary_users", "offices_connected",
                 "workshops_held", "calls"):  # fmt: skip
        assert document["figures"][code].keys() >= FIGURE_KEYS
    sellers = document["figures"]["sellers_registered"]
    assert [sellers[key] for key in ("today", "previous_day", "month", "total", "restated")] == [1, 1, 2, 2, None]
    assert document["figures"]["workshops_held"]["today"] is None
    assert document["figures"]["calls"]["today"] == 3
    assert document["official"]["as_on"] == "2022-01-21"
    assert document["official"]["values"]["sellers_registered"] == 91_245
    assert document["baseline"]["values"]["secondary_users"] == 8_576


@pytest.mark.parametrize(
    ("words", "day"), [("2026-11-21", "2026-11-21"), ("parso", "2026-11-21"), ("aaj", "2026-11-23")]
)
def test_the_day_in_words(run: Run, words: str, day: str) -> None:
    assert _json(run, "count", "--json", "--date", words)["date"] == day


@pytest.mark.parametrize("words", ["2026-11-24", "someday", "2026-13-40"])
def test_a_day_that_cannot_be_counted_is_refused_in_words(run: Run, words: str) -> None:
    done = run("count", "--json", "--date", words)
    assert (done.code, done.out) == (1, "")
    assert "⟦" not in done.err
    assert len(done.err) > 20


@pytest.mark.parametrize(
    "words",
    [("count", "--evidence", "guessed"), ("count", "--names", "foo"), ("count", "--names", "primary_users"),
     ("count", "--names", "calls", "--district", "Atlantis"), ("target", "set", "foo", "3"),
     ("snapshot", "add", "sellers_registered"), ("snapshot", "add", "sellers_registered=1", "--as-on", "2027-01-01"),
     ("summary", "--from", "2026-11-23", "--to", "2026-11-20"), ("summary", "--out", "/no/such/folder/x.md")],
)  # fmt: skip
def test_refusals_are_sentences(run: Run, words: tuple[str, ...]) -> None:
    done = run(*words)
    assert (done.code, done.out) == (1, "")
    assert "⟦" not in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    "words",
    [("count", "--by", "planet"), ("count", "--names", "calls", "--period", "era"), ("summary", "--format", "pdf")],
)
def test_wrong_usage_is_two(run: Run, words: tuple[str, ...]) -> None:
    assert run(*words).code == 2


@pytest.mark.parametrize("language", ["en", "hi"])
def test_the_table_fits_eighty_cells_and_stands_in_line(run: Run, language: str) -> None:
    run("target", "set", "sellers_registered", "1234567")
    text = run("count", "--lang", language, "--by", "division").out.rstrip()
    assert max(map(cells, text.splitlines())) <= 80
    assert "⟦" not in text
    figures, units = text.split("\n\n")[1].splitlines()[:-1], text.split("\n\n")[-1].splitlines()
    assert (len(figures), len(units)) == (10, 20)
    for table in (figures, units):
        assert len(set(map(cells, table))) == 1


@pytest.mark.parametrize(
    ("figure", "period"), [("sellers_registered", "month"), ("sellers_registered", "today"), ("calls", "fy")]
)
def test_the_names_add_up_to_the_figure(run: Run, figure: str, period: str) -> None:
    key = {"fy": "financial_year"}.get(period, period)
    counted = _json(run, "count", "--json")["figures"][figure][key]
    listed = _json(run, "count", "--names", figure, "--period", period, "--json")
    assert sum(name["n"] for name in listed["names"]) == listed["count"] == counted > 0
    shown = run("count", "--names", figure, "--period", period)
    assert len(shown.out.splitlines()) == len(listed["names"])
    assert "[/b] Firm" in shown.out


def test_names_of_one_district(run: Run) -> None:
    here = _json(run, "count", "--names", "sellers_registered", "--period", "total", "--district", "लखनऊ", "--json")
    there = _json(run, "count", "--names", "sellers_registered", "--period", "total", "--district", "Agra", "--json")
    assert (here["count"], there["count"]) == (2, 0)


@pytest.mark.parametrize("language", ["en", "hi"])
def test_the_text_for_whatsapp_has_ten_to_twelve_lines(run: Run, language: str) -> None:
    run("target", "set", "sellers_registered", "50")
    run("target", "set", "sellers_registered", "10", "--district", "Lucknow")
    run("target", "set", "sellers_registered", "10", "--district", "Agra")
    text = run("summary", "--lang", language).out
    assert 10 <= len(text.splitlines()) <= 12
    assert "⟦" not in text
    assert "91,245" in text.splitlines()[-1]


@pytest.mark.parametrize("language", ["en", "hi"])
@pytest.mark.parametrize("by", ["district", "division", "staff"])
def test_markdown_has_numbered_sections_and_whole_tables(run: Run, language: str, by: str) -> None:
    text = run("summary", "--lang", language, "--by", by, "--format", "md", "--from", "2026-11-01").out
    assert [line[3] for line in text.splitlines() if line.startswith("## ")] == ["1", "2", "3", "4", "5"]
    assert "⟦" not in text
    assert "NaN" not in text
    assert "None" not in text
    for block in text.split("\n\n"):
        if block.startswith("|"):
            assert len({line.count(" | ") for line in block.splitlines()}) == 1
            assert block.splitlines()[2].startswith("| 1 | 2 |")
    totals = [line for line in text.splitlines() if line.startswith("|  | ")]
    assert any(line.split(" | ")[2] == "50" or "| 1 | 2 | 2 |" in line for line in totals)


def test_the_summary_as_json_holds_the_count(run: Run) -> None:
    document = _json(run, "summary", "--format", "json", "--by", "staff", "--from", "2026-11-22")
    assert document["figures"] == _json(run, "count", "--json")["figures"]
    assert document["stretch"]["sellers_registered"] == 1
    assert [(row["name_en"], row["financial_year"], row["stretch"]) for row in document["units"]] == [("asha", 2, 1)]
    assert sum(row["count"] for row in document["pipeline"]) == 2


def test_a_file_is_written_whole_for_the_owner_only(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "sheet.md"
    target.write_text("older")
    os.chmod(target, 0o644)
    done = run("summary", "--format", "md", "--out", str(target))
    assert (done.code, done.out) == (0, "")
    assert target.read_text(encoding="utf-8").startswith("# GeM Cell")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert not list(tmp_path.glob("*.partial")) + list(tmp_path.glob(".*.partial"))


def test_targets_and_snapshots_are_listed(run: Run) -> None:
    run("target", "set", "sellers_registered", "5000")
    run("target", "set", "mse_registered", "40", "--division", "लखनऊ")
    run("target", "set", "calls", "900", "--for", "asha", "--from", "2026-11-01", "--to", "2026-11-30")
    targets = _json(run, "target", "list", "--json")
    assert {(each["figure"], each["unit_kind"], each["unit"], each["value"]) for each in targets} == {
        ("sellers_registered", "state", "", 5000),
        ("mse_registered", "division", "Lucknow", 40),
        ("calls", "staff", "1", 900),
    }
    assert "5,000" in run("target", "list").out
    assert (
        run("snapshot", "add", "sellers_registered=1,25,000", "--as-on", "2026-11-20", "--source", "letter").code == 0
    )
    listed = _json(run, "snapshot", "list", "--json")
    assert listed[0] == {"as_on": "2026-11-20", "values": {"sellers_registered": 125_000}, "source": "letter"}
    assert _json(run, "count", "--json")["official"]["as_on"] == "2026-11-20"
    assert "1,25,000" in run("snapshot", "list", "--lang", "hi").out
