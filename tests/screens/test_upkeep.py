"""What the application says by itself: an import that was broken off, a copy that lies somewhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onboarding.i18n import set_language
from tests.support.house import a_lead, open_house
from tests.support.many import app_over
from tests.support.pilot import until


@pytest.fixture(autouse=True)
def _english() -> None:
    set_language("en")


async def test_a_copy_is_told_with_its_place(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    a_lead(services)
    app = app_over(services, tmp_path)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        app.action_backup()
        await until(pilot, lambda: services.backups.newest() is not None, "a copy")
        newest = services.backups.newest()
        assert newest is not None
        await until(
            pilot, lambda: any(str(newest.path) in note.message for note in app._notifications), "its place is told"
        )


async def test_an_import_that_was_broken_off_is_told_at_the_next_start(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    a_lead(services)
    plans = services.database.path.with_name(services.database.path.name + ".plans")
    plans.mkdir()
    note = {"file": "barabanki.xlsx", "sha256": "0" * 64, "started_at": "2026-11-23T10:00:00+00:00"}
    (plans / "p.plan.lock").write_text(json.dumps(note))
    app = app_over(services, tmp_path)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await until(pilot, lambda: any("barabanki.xlsx" in n.message for n in app._notifications), "what became of it")
    assert not plans.exists()
