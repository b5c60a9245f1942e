"""What the README says is so: its commands work, its keys are those of the table of actions, its links lead somewhere."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from scripts import keys_table

ROOT = Path(__file__).resolve().parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [shlex.split(line.strip())[1:] for line in re.findall(r"^    scripts/run .*$", README, re.MULTILINE)]
INLINE = [shlex.split(text)[1:] for text in re.findall(r"`(scripts/run [^`]+)`", README)]


def test_the_keys_are_those_of_the_program() -> None:
    assert keys_table.with_table(README) == README, "run scripts/keys_table.py"


def test_links_lead_to_files() -> None:
    links = re.findall(r"\]\(([^)]+)\)", README)
    assert len(links) > 5
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_commands_work_in_the_order_of_the_page(tmp_path: Path) -> None:
    shutil.copy(ROOT / "tests" / "data" / "sellers_dic_barabanki.xlsx", tmp_path / "list.xlsx")
    assert len(COMMANDS) >= 6
    add = next(words for words in INLINE if words[:2] == ["lead", "add"])
    for words in [add, *COMMANDS, ["imports", "undo", "1"], ["backup"], ["log"]]:
        done = run(words, tmp_path)
        assert (done.returncode, done.stderr.count("Usage")) == (0, 0), (words, done.stderr)
        assert done.stdout or done.stderr, words
    assert (tmp_path / "summary.md").read_text(encoding="utf-8").startswith("#")


def test_commands_in_the_text_are_commands(tmp_path: Path) -> None:
    """Placeholders (FILE) and the application itself are refused, but never as wrong usage."""
    assert run(["log"], tmp_path).returncode == 0
    assert len(INLINE) > 8
    ends = {shlex.join(words): run(words, tmp_path) for words in INLINE}
    assert {words: done.stderr for words, done in ends.items() if done.returncode not in (0, 1)} == {}


def run(words: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    places = {"DB": "house/onboarding.db", "SETTINGS": "settings.toml", "LOG": "onboarding.log"}
    surroundings = {f"ONBOARDING_{name}": str(folder / place) for name, place in places.items()}
    return subprocess.run(
        [str(Path(sys.executable).with_name("onboarding")), *words],
        env=os.environ | surroundings | {"ONBOARDING_STAFF": "asha", "HOME": str(folder)},
        cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
