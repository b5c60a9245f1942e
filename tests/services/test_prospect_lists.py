"""Lists of Udyam units from a file: read as the open-data site writes them, into the same pool as its server's pages."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from onboarding.domain.prospects import PoolFilter
from onboarding.services.context import Services
from tests.support.house import mobile, open_house
from tests.support.lists import DATA, tables, take_over

HEAD = (
    "LG_ST_Code", "State", "LG_DT_Code", "District", "Pincode", "RegistrationDate", "EnterpriseName", "CommunicationAddress",
    "Activities",
)  # fmt: skip
ACTIVITIES = '[{"NIC5DigitId":"13991","Description":"Zari work &amp; embroidery"}]'
UNIT = (
    "9",
    "UTTAR PRADESH",
    "162",
    "LUCKNOW",
    "226003",
    "01/02/2022",
    "M/s BALAJI ZARI",
    "12 Chowk, Lucknow",
    ACTIVITIES,
)


@pytest.fixture
def house(tmp_path: Path) -> Services:
    return open_house(tmp_path)


def a_download(folder: Path, *rows: tuple[str, ...], name: str = "udyam.csv") -> Path:
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([HEAD, *rows])
    return path


def changed(**fields: str) -> tuple[str, ...]:
    return tuple(fields.get(heading, cell) for heading, cell in zip(HEAD, UNIT, strict=True))


def test_a_download_is_known_by_its_headings_and_fills_the_pool_once(house: Services, tmp_path: Path) -> None:
    before = tables(house)
    rows = (
        UNIT,
        UNIT,
        changed(LG_DT_Code="", District="Barabanki", EnterpriseName="लक्ष्मी वस्त्रालय", Pincode=""),
        changed(LG_ST_Code="7", State="DELHI"),
        changed(LG_DT_Code="", District="Nowhere"),
        changed(EnterpriseName=""),
    )
    result, outcomes = take_over(house, a_download(tmp_path, *rows))
    assert [(one.verdict, one.reasons) for one in outcomes] == [
        ("new", ()), ("merged", ()), ("new", ()), ("rejected", ("out_of_state",)), ("rejected", ("no_district",)),
        ("rejected", ("no_name",)),
    ]  # fmt: skip
    first, second = house.prospects.rows([outcomes[0].record or 0, outcomes[2].record or 0])
    assert first is not None
    assert second is not None
    assert (first.name, first.district_code, first.pin, first.registered_on) == (
        "BALAJI ZARI", "162", "226003", "2022-02-01"
    )  # fmt: skip
    assert (first.nic, first.activities, second.name_hi) == ("13991", "Zari work & embroidery", "लक्ष्मी वस्त्रालय")
    assert [one.id for one in house.prospects.find(PoolFilter(text="bala", nic="13"))] == [first.id]
    again, outcomes = take_over(house, a_download(tmp_path, *rows, name="again.csv"))
    assert (again.totals["new"], again.totals["unchanged"]) == (0, 3)
    house.imports.undo(again.batch)
    house.imports.undo(result.batch)
    assert tables(house) == before


def test_what_became_a_lead_stays_when_its_list_is_taken_back(house: Services, tmp_path: Path) -> None:
    result, (outcome,) = take_over(house, a_download(tmp_path, UNIT))
    made = house.prospects.make_lead(outcome.record or 0, {"mobile": mobile(1)})
    undone = house.imports.undo(result.batch)
    assert [(table, row) for table, row, _ in undone.kept] == [("prospect", outcome.record)]
    assert house.sellers.get(made.lead_id).source == "udyam_data"


def test_a_page_of_the_server_and_its_download_are_the_same_units(house: Services, tmp_path: Path) -> None:
    records = json.loads((DATA / "udyam_api" / "page-1.json").read_text(encoding="utf-8"))["records"]
    rows = [tuple(str(record.get(heading, "")) for heading in HEAD) for record in records]
    result, _ = take_over(house, a_download(tmp_path, *rows))
    totals = result.totals
    assert totals["rows"] == totals["new"] + totals["merged"] + totals["rejected"] == len(records)
    assert totals["new"] > len(records) // 2
