"""The private copy of a list does not outlive its program for long, also when that was killed."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import pytest

from onboarding.domain.districts import shipped
from onboarding.files.reading import read_sellers


def test_copies_of_killed_programs_go_with_the_next_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    left = tmp_path / f"onboarding-{dead.pid}-abc"
    others = [tmp_path / f"onboarding-{os.getpid()}-abc", tmp_path / "onboarding-of-somebody"]
    for folder in (left, *others):
        folder.mkdir()
        (folder / "source").write_text("ZZ", encoding="utf-8")
    path = tmp_path / "list.csv"
    path.write_text("Name of Unit,Mobile\nZZ Firm,6440000001\n", encoding="utf-8")
    with read_sellers(path, today=date(2026, 11, 23), districts=shipped()) as reading:
        assert [row.name for row in reading.rows()] == ["ZZ Firm"]
        assert not left.exists()
    assert sorted(tmp_path.glob("onboarding-*")) == sorted(others)
