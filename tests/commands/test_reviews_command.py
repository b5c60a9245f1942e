"""``reviews list|show|same|new|link|certain`` from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onboarding.services.context import Services
from tests.commands.test_import_command import document, run
from tests.support.house import a_lead, mobile, open_house
from tests.support.lists import a_list, take_over


@pytest.fixture
def house(tmp_path: Path) -> Services:
    services = open_house(tmp_path)
    a_lead(services, number=1, name="Shree Balajee Trader")
    a_lead(services, number=2, name="Gomti Leather Works")
    a_lead(services, number=3, name="Avadh Steel Works")
    rows = [
        (name, "", "Lucknow", mobile(n)) for n, name in ((1, "बालाजी ट्रेडर"), (2, "Gomati Lethar"), (3, "Awadh Steal"))
    ]
    take_over(services, a_list(tmp_path, *rows))
    return services


def test_rows_are_listed_shown_and_decided(house: Services) -> None:
    first, second, third = json.loads(run(house, "reviews", "list", "--json").stdout)
    shown = document(run(house, "reviews", "show", str(first["id"]), "--json"))
    (candidate,) = shown["candidates"]
    assert (candidate["lead"], candidate["why"]["like_phone"], shown["state"]) == (1, 50, "open")
    assert "same mobile number +50" in run(house, "reviews", "show", str(first["id"])).stdout
    same = run(house, "reviews", "same", str(first["id"]), "--lead", "1", "--take", "name", "--json")
    assert document(same) == {"lead": 1, "is_new": False}
    assert house.sellers.get(1).name == "बालाजी ट्रेडर"
    assert document(run(house, "reviews", "new", str(second["id"]), "--json")) == {"lead": 4, "is_new": True}
    assert document(run(house, "reviews", "link", str(third["id"]), "--lead", "3", "--json"))["lead"] == 5
    assert document(run(house, "reviews", "certain", "--json")) == {"done": 0, "left": 0}
    again = run(house, "reviews", "new", str(first["id"]))
    assert again.returncode == 1
    assert "decided this row already" in again.stderr
