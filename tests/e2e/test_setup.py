"""scripts/run and scripts/environment: what is there is left alone, words go through, and what is in the way is told."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import onboarding

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = Path(sys.prefix)
STAMPS = ("made-from-check.lock", "made-from-pyproject.toml")
made_by_scripts = pytest.mark.skipif(
    not all(
        (VENV / stamp).exists() and (VENV / stamp).read_bytes() == source.read_bytes()
        for stamp, source in zip(STAMPS, (ROOT / "requirements" / "check.lock", ROOT / "pyproject.toml"), strict=True)
    ),
    reason="these tests do not run in an environment that scripts/environment made",
)


def script(name: str, *words: str, root: Path = ROOT, **more: str) -> subprocess.CompletedProcess[str]:
    surroundings = os.environ | {"ONBOARDING_VENV": str(VENV)} | more
    return subprocess.run(
        [str(root / "scripts" / name), *words], env=surroundings, capture_output=True, text=True, check=False
    )


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Another checkout, in a folder with a blank in its name; only what set-up reads."""
    root = tmp_path / "a checkout"
    shutil.copytree(ROOT / "scripts", root / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "requirements", root / "requirements")
    shutil.copy(ROOT / "pyproject.toml", root)
    return root


@made_by_scripts
def test_run_starts_the_program_and_says_nothing_else() -> None:
    done = script("run", "--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{onboarding.__version__}\n", "")


@made_by_scripts
def test_run_passes_words_and_exit_codes_on(tmp_path: Path) -> None:
    done = script("run", "lead", "show", "7", ONBOARDING_DB=str(tmp_path / "a b" / "onboarding.db"))
    assert done.returncode == 1
    assert done.stderr
    assert script("run", "no-such-command").returncode == 2


@made_by_scripts
def test_run_works_through_a_link(tmp_path: Path) -> None:
    link = tmp_path / "onboarding"
    link.symlink_to(ROOT / "scripts" / "run")
    done = subprocess.run(
        [str(link), "--version"],
        env=os.environ | {"ONBOARDING_VENV": str(VENV)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == f"{onboarding.__version__}\n"


@made_by_scripts
@pytest.mark.parametrize("kind", ["run", "check"])
def test_an_environment_that_is_up_to_date_is_left_alone(kind: str) -> None:
    before = {stamp: (VENV / stamp).stat().st_mtime_ns for stamp in STAMPS}
    done = script("environment", kind)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert {stamp: (VENV / stamp).stat().st_mtime_ns for stamp in STAMPS} == before


@made_by_scripts
def test_another_checkout_with_the_same_locks_finds_it_up_to_date(checkout: Path) -> None:
    assert script("environment", "check", root=checkout, PYTHON="/nowhere/python").returncode == 0


@pytest.mark.parametrize(
    ("python", "said"),
    [("/nowhere/python3", "There is no /nowhere/python3 here"), ("old", "needs Python 3.11 or newer")],
)
def test_no_python_or_an_old_one_is_told(checkout: Path, tmp_path: Path, python: str, said: str) -> None:
    old = tmp_path / "old"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.10.1" && exit\nexit 1\n', encoding="utf-8")
    old.chmod(0o755)
    chosen = str(old) if python == "old" else python
    done = script("run", root=checkout, ONBOARDING_VENV=str(tmp_path / "new"), PYTHON=chosen)
    assert done.returncode == 1
    assert said in done.stderr
    assert not (tmp_path / "new").exists()


def test_a_folder_with_other_things_is_not_emptied(checkout: Path, tmp_path: Path) -> None:
    folder = tmp_path / "letters"
    folder.mkdir()
    (folder / "letter.txt").write_text("keep", encoding="utf-8")
    done = script("run", root=checkout, ONBOARDING_VENV=str(folder))
    assert done.returncode == 1
    assert "holds other things" in done.stderr
    assert [file.name for file in folder.iterdir()] == ["letter.txt"]


def test_a_place_that_cannot_be_written_is_told(checkout: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = script("run", root=checkout, ONBOARDING_VENV=str(tmp_path / "file" / "venv"))
    assert done.returncode == 1
    assert "Set ONBOARDING_VENV" in done.stderr


@pytest.mark.parametrize("lock", ["run.lock", "check.lock"])
def test_locks_have_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert "index-url" not in text
    packages = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
    assert packages
    assert text.count("--hash=sha256:") >= len(packages)
