"""What a command drags in: each is a new process, and a clerk waits for it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from onboarding.services.clock import fixed
from onboarding.services.context import open_services

HEAVY = (
    "textual", "rich", "httpx", "sqlite_utils", "babel", "asyncio", "openpyxl", "python_calamine", "xlsxwriter", "rapidfuzz",
    "phonenumbers", "stdnum", "email_validator", "dateutil", "pydantic", "defusedxml",
)  # fmt: skip
PROGRAM = """
import json, sys
from onboarding.cli import main
sys.argv = ["onboarding", *sys.argv[1:]]
try:
    main()
except SystemExit as end:
    code = end.code
sys.stderr.write(json.dumps([code, sorted(name for name in sys.modules if "." not in name)]))
"""


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("house") / "onboarding.db"
    open_services(path, login="tester", clock=fixed("2026-11-23T11:00"))
    return path


@pytest.mark.parametrize("command", [["--help"], ["count", "--json"], ["count", "--help"], ["log"]], ids=" ".join)
def test_a_command_loads_nothing_heavy(command: list[str], database: Path) -> None:
    places = {f"ONBOARDING_{name}": str(database.with_name(name)) for name in ("SETTINGS", "LOG")}
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, *command],
        env={**os.environ, **places, "ONBOARDING_DB": str(database), "ONBOARDING_STAFF": "tester"},
        capture_output=True,
        text=True,
        check=False,
    )
    code, modules = json.loads(run.stderr.splitlines()[-1])
    assert code in (0, None), run.stderr
    assert run.stdout
    assert [name for name in HEAVY if name in modules] == []
