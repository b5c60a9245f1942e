"""``import`` and ``imports`` as separate processes: what they print, what they return, and what is left when they are ended."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from onboarding import cli
from onboarding.db.staging_locks import staging_folder
from onboarding.domain.filters import SellerFilter
from onboarding.services import import_runs, import_writing
from onboarding.services.context import Services
from tests.support.house import mobile, open_house
from tests.support.lists import DATA, a_list, tables
from tests.support.runs import plain_list, small_chunks

BARABANKI = DATA / "sellers_dic_barabanki.xlsx"
KEYS = {
    "batch", "file", "sheet", "encoding", "header_row", "mapping", "rows", "skipped", "new", "updated", "unchanged", "merged",
    "review", "rejected", "warnings", "outcomes",
}  # fmt: skip
PROGRAM = [sys.executable, "-c", "from onboarding.cli import main; main()"]


@pytest.fixture
def house(tmp_path: Path) -> Services:
    return open_house(tmp_path)


def environment(services: Services) -> dict[str, str]:
    folder = services.database.path.parent
    return os.environ | {
        "ONBOARDING_DB": str(services.database.path),
        "ONBOARDING_SETTINGS": str(folder / "settings.toml"),
        "ONBOARDING_LOG": str(folder / "log"),
        "ONBOARDING_STAFF": "asha",
        "ONBOARDING_LANG": "en",
        "ONBOARDING_NOW": "2026-11-23T10:00",
    }


def run(services: Services, *words: str | Path, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*PROGRAM, *map(str, words)],
        env=environment(services),
        input=given,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def document(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_the_json_has_what_other_programs_rely_on(house: Services) -> None:
    found = document(run(house, "import", BARABANKI, "--json"))
    assert found.keys() >= KEYS
    parts = ("new", "updated", "unchanged", "merged", "review", "rejected")
    assert found["rows"] == sum(found[part] for part in parts) == len(found["outcomes"]) == 300
    assert found["mapping"]["जनपद"] == "district"
    assert (found["header_row"], found["sheet"], found["batch"]) == (5, "इकाई सूची", 1)
    assert all(
        one.keys() >= {"line", "verdict", "lead", "candidates", "reasons", "warnings"} for one in found["outcomes"]
    )
    report = Path(found["rejects_file"])
    assert report.parent == house.database.path.parent / "reports"
    shown = document(run(house, "lead", "show", str(found["outcomes"][0]["lead"]), "--json"))
    assert shown["source"] == "import"
    again = run(house, "import", BARABANKI, "--json")
    assert (document(again)["new"], document(again)["unchanged"]) == (0, 292)
    assert "run 1" in again.stderr


def test_a_dry_run_writes_nothing(house: Services, tmp_path: Path) -> None:
    before = tables(house)
    found = document(run(house, "import", BARABANKI, "--dry-run", "--json"))
    assert (found["batch"], found["new"], found["outcomes"][0]["lead"]) == (None, 284, None)
    assert "rejects_file" not in found
    assert tables(house) == before
    report = tmp_path / "out"
    assert "rejects_file" in document(run(house, "import", BARABANKI, "--dry-run", "--json", "--report", report))
    assert house.imports.runs() == []


def test_a_report_that_cannot_be_written_is_told_before_anything_is_imported(house: Services, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    done = run(house, "import", BARABANKI, "--json", "--report", tmp_path / "taken")
    assert (done.returncode, done.stdout) == (1, "")
    assert "--report" in done.stderr
    assert house.imports.runs() == []


def test_a_list_whose_long_name_is_hindi_has_its_report(house: Services, tmp_path: Path) -> None:
    long = a_list(tmp_path, ("Firm", "", "", "12345")).rename(tmp_path / f"{'क' * 80}.csv")
    report = Path(document(run(house, "import", long, "--json"))["rejects_file"])
    assert report.name.startswith("क" * 60)


def test_without_anybody_to_ask_nothing_is_written(house: Services) -> None:
    done = run(house, "import", BARABANKI, given="y\n")
    assert done.returncode == 1
    assert "--yes" in done.stderr
    assert "284" in done.stdout
    assert house.imports.runs() == []


def test_a_person_reads_counts_and_reasons_in_her_language(house: Services) -> None:
    done = run(house, "--lang", "hi", "import", BARABANKI, "--yes")
    assert done.returncode == 0
    assert "अस्वीकृत" in done.stdout
    assert "मोबाइल नं० अमान्य" in done.stdout
    listed = run(house, "imports", "list")
    assert "sellers_dic_barabanki.xlsx" in listed.stdout
    assert "284 new" in listed.stdout
    assert "a unit of another state" in run(house, "imports", "show", "1").stdout
    undone = run(house, "imports", "undo", "1")
    assert undone.returncode == 0
    assert "undone" in run(house, "imports", "list").stdout
    assert document(run(house, "imports", "show", "1", "--json"))["state"] == "undone"
    twice = run(house, "imports", "undo", "1")
    assert (twice.returncode, "already" in twice.stderr) == (1, True)


def test_wrong_use_is_told(house: Services, tmp_path: Path) -> None:
    assert run(house, "import").returncode == 2
    for words in (
        ("import", tmp_path / "missing.csv"), ("import", BARABANKI, "--kind", "offices"), ("imports", "show", "77"),
        ("imports", "undo", "77"), ("import", BARABANKI, "--sheet", "nowhere"),
    ):  # fmt: skip
        done = run(house, *words)
        assert done.returncode == 1, words
        assert done.stderr.strip()
        assert "Traceback" not in done.stderr


def test_codes_are_listed_with_their_sentences(house: Services) -> None:
    found = document(run(house, "import", "--codes", "--json"))
    assert set(found["reasons"]) >= {
        "no_name",
        "no_identifier",
        "malformed_row",
        "out_of_state",
        "no_tender",
        "mode_only_update",
    }
    assert {"shared_mobile", "second_gstin", "invalid_mobile", "conflict_pan"} <= set(found["warnings"])
    assert all(sentence and "⟦" not in sentence for codes in found.values() for sentence in codes.values())


# ---------------------------------------------------------------------- ended by force


def start(services: Services, *words: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*PROGRAM, *map(str, words)],
        env=environment(services),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def wait_for_plan(process: subprocess.Popen[str], services: Services, size: int) -> None:
    """Until the private file of the plan has grown to ``size`` bytes: the list is being read."""
    folder = staging_folder(services.database.path)
    end = time.monotonic() + 60
    while not any(plan.stat().st_size >= size for plan in list(folder.glob("*.plan"))):
        assert process.poll() is None, "ended before it began to plan"
        assert time.monotonic() < end, "no plan within a minute"


def test_ctrl_c_leaves_nothing_half_done(house: Services, tmp_path: Path) -> None:
    path = a_list(tmp_path, *[(f"Firm {n}", "Owner", "Lucknow", mobile(n)) for n in range(30_000)])
    before = tables(house)
    process = start(house, "import", path, "--yes")
    wait_for_plan(process, house, 500_000)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130, told
    assert told.strip()
    assert "Traceback" not in told
    assert tables(house) == before
    assert house.imports.runs() == []
    assert not staging_folder(house.database.path).exists()


def test_ctrl_c_in_the_middle_of_a_large_run_leaves_one_that_goes_on(
    house: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in environment(house).items():
        monkeypatch.setenv(name, value)
    small_chunks(monkeypatch)
    chunks = iter(range(3))
    write = import_writing.write_chunk

    def until_ctrl_c(*words: Any) -> None:  # noqa: ANN401
        if next(chunks, None) is None:
            raise KeyboardInterrupt
        write(*words)

    def said(*words: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["onboarding", *map(str, words)])
        with pytest.raises(SystemExit) as end:
            cli.main()
        out, told = capsys.readouterr()
        return int(end.value.code or 0), out, told

    with monkeypatch.context() as patch:
        patch.setattr(import_runs, "write_chunk", until_ctrl_c)
        code, _, told = said("import", plain_list(tmp_path, 60), "--yes")
    assert code == 130
    assert "30 of 60" in told
    assert "onboarding imports resume 1" in told
    assert "onboarding imports undo 1" in told
    code, listed, told = said("imports", "list")
    assert "cut off" in listed
    assert "onboarding imports resume 1" in told
    assert house.lists.count(SellerFilter()) == 0
    assert json.loads(said("imports", "show", "1", "--json")[1])["state"] == "cut_off"
    code, resumed, _ = said("imports", "resume", "1")
    assert (code, "60 new" in resumed) == (0, True)
    assert house.lists.count(SellerFilter()) == 60
    house.sellers.note(1, "came to the office")
    _, undone, _ = said("imports", "undo", "1")
    assert "#1 Firm 100" in undone
    assert "asha" in undone
    assert said("imports", "resume", "1")[0] == 1


def test_killed_at_any_moment_it_is_all_or_nothing_and_the_program_says_which(house: Services, tmp_path: Path) -> None:
    path = a_list(tmp_path, *[(f"Firm {n}", "Owner", "Lucknow", mobile(n)) for n in range(3000)])
    moments = random.Random(7)
    before = tables(house)
    ended = {"nothing": 0, "all": 0}
    for _ in range(5):
        process = start(house, "import", path, "--yes")
        wait_for_plan(process, house, 1)
        try:
            process.communicate(timeout=moments.uniform(0, 1.5))
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate(timeout=60)
        killed = process.returncode == -signal.SIGKILL
        stands = [run for run in house.imports.runs() if run.undone_at is None]
        left = list(staging_folder(house.database.path).glob("*.plan"))
        listed = run(house, "imports", "list")
        assert listed.returncode == 0, listed.stderr
        assert not staging_folder(house.database.path).exists()
        if stands:
            ended["all"] += 1
            assert len(tables(house)["lead"]) == 3000
            assert ("was complete" in listed.stderr) == bool(left)
            house.imports.undo(stands[0].id)
        else:
            ended["nothing"] += 1
            assert killed
            assert "Nothing of it was kept" in listed.stderr
        assert tables(house) == before
    assert ended["nothing"], "no kill came in time; make the list longer"
