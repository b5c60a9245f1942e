"""``merge`` and ``unmerge`` on the command line, and the number of a merged lead in ``lead show`` and ``find``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from onboarding.services.context import Services
from tests.commands.test_edges import run
from tests.support.house import a_lead, mobile, open_house, pan


@pytest.fixture
def house(tmp_path: Path) -> Services:
    services = open_house(tmp_path)
    a_lead(services, number=1, name="Sharma Stores")
    a_lead(services, number=2, name="Sharma [/] Traders", pan=pan(2))
    return services


def document(house: Services, *words: str) -> Any:  # noqa: ANN401 - JSON
    done = run(house, *words, "--json", "--lang", "en")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_merge_shows_first_then_merges_and_separates(house: Services) -> None:
    dry = run(house, "merge", "1", "2", "--dry-run", "--lang", "en")
    assert dry.returncode == 0, dry.stderr
    assert "+ PAN: — | ZZZPZ0002Z → ZZZPZ0002Z" in dry.stdout
    assert "≠ Name: Sharma Stores | Sharma [/] Traders → Sharma Stores" in dry.stdout
    assert dry.stdout.splitlines()[-1].startswith("Nothing was written")
    assert house.merging.went(2) is None
    done = document(house, "merge", "1", "2", "--take", "name", "--reason", "same shop")
    assert done["merged"] is True
    assert {row["field"]: row["state"] for row in done["fields"]}["name"] == "taken"
    assert house.sellers.get(1).name == "Sharma [/] Traders"
    shown = document(house, "lead", "show", "2")
    assert (shown["id"], shown["merged_into"]) == (1, 1)
    assert [merge["gone_id"] for merge in shown["merges"]] == [2]
    assert document(house, "lead", "show", "1")["merged_into"] is None
    found = run(house, "find", "#2", "--lang", "en")
    assert "#1  Sharma [/] Traders" in found.stdout
    assert "was merged into #1" in found.stderr
    apart = document(house, "unmerge", "2")
    assert (apart["kept"], apart["gone"], apart["changed_since"]) == (1, 2, [])
    assert house.sellers.get(2).mobile == mobile(2)
    house.sellers.edit(2, {"owner_name": "Ram Lal", "name": "Sharma Store", "pin": "226001"})
    house.sellers.edit(1, {"owner_name": "Ram Lal", "pin": "226001"})
    (alike,) = document(house, "lead", "alike", "1")
    assert (alike["lead"], sum(alike["why"].values())) == (2, alike["points"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("merge", "1", "1"), "one lead"),
        (("merge", "1", "9"), "9"),
        (("merge", "1", "2", "--take", "version"), "version"),
        (("unmerge", "1"), "Nothing was merged"),
    ],
)
def test_what_cannot_be_is_said(house: Services, words: tuple[str, ...], said: str) -> None:
    done = run(house, *words, "--lang", "en")
    assert done.returncode == 1
    assert said in done.stderr
