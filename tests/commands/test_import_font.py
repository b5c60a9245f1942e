"""``import`` of a list typed for Kruti Dev: what is said, and ``--no-convert``."""

from __future__ import annotations

from pathlib import Path

import pytest

from onboarding.services.context import Services
from tests.commands.test_import_command import document, run
from tests.support.house import open_house
from tests.support.lists import DATA, a_list

LIST = DATA / "sellers_krutidev.csv"


@pytest.fixture
def house(tmp_path: Path) -> Services:
    return open_house(tmp_path)


def test_the_json_names_the_columns_and_the_names_are_hindi(house: Services) -> None:
    told = document(run(house, "import", LIST, "--json"))
    assert told["converted"] is True
    assert told["legacy_fonts"]["QeZ dk uke"] == "kruti_dev"
    assert told["mapping"]["QeZ dk uke"] == "name"
    lead = next(one["lead"] for one in told["outcomes"] if one["line"] == 6)
    assert house.sellers.get(lead).name == "विकास विश्वकर्मा वर्क्स"


def test_no_convert_leaves_the_cells_as_typed(house: Services) -> None:
    told = document(run(house, "import", LIST, "--no-convert", "--json"))
    assert told["converted"] is False
    lead = next(one["lead"] for one in told["outcomes"] if one["line"] == 6)
    assert house.sellers.get(lead).name == "fodkl fo'odekZ oDlZ"


def test_it_is_told_in_words_and_only_where_it_applies(house: Services, tmp_path: Path) -> None:
    assert "Kruti Dev, read as Unicode: QeZ dk uke" in run(house, "import", LIST, "--dry-run").stdout
    assert "Kruti Dev, left as typed: QeZ dk uke" in run(house, "import", LIST, "--dry-run", "--no-convert").stdout
    plain = a_list(tmp_path, ("Bajrang Stationery Pvt Ltd", "Ram Kumar", "Lucknow", "6480000001"))
    assert "Kruti Dev" not in run(house, "import", plain, "--dry-run").stdout
    assert "legacy_fonts" not in document(run(house, "import", plain, "--json", "--dry-run"))
