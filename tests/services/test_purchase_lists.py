"""Lists of purchases outside GeM: the sample against its truth, corrigenda and second calls, everything back."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from onboarding.services.context import Services
from tests.support.house import open_house
from tests.support.lists import DATA, a_list, tables, take_over

TENDERS = DATA / "etender_list.csv"
HEAD = (
    "Tender ID",
    "Title / Item",
    "Department",
    "Organisation / Office",
    "Distt.",
    "Closing Date",
    "Tender Value in ₹",
    "Category",
)
WANTED = {"accept": "new", "merge": "merged", "reject": "rejected"}


@pytest.fixture
def house(tmp_path: Path) -> Services:
    return open_house(tmp_path)


def purchase(house: Services, number: int | None) -> dict[str, Any]:
    return house.purchases.detail(number or 0).purchase


def test_every_notice_is_as_its_truth_says(house: Services) -> None:
    before = tables(house)
    with (DATA / "etender_list.truth.csv").open(encoding="utf-8-sig", newline="") as rows:
        truth = list(csv.DictReader(rows))
    result, outcomes = take_over(house, TENDERS)
    found = {one.line: one for one in outcomes}
    assert {row["line"]: found[int(row["line"])].verdict for row in truth} == {
        row["line"]: WANTED[row["verdict"]] for row in truth
    }
    wrong = [
        fault
        for row in truth
        if row["verdict"] == "accept"
        for fault in faults(house, row, found[int(row["line"])].record)
    ]
    assert wrong == []
    assert found[60].reasons == ("no_tender",)
    assert set(found[61].warnings) == {"unresolved_department", "invalid_date"}
    again, _ = take_over(house, TENDERS)
    assert (again.totals["new"], again.totals["updated"], again.totals["unchanged"]) == (0, 0, 59)
    assert house.imports.undo(result.batch).kept == []
    assert tables(house) == before


def faults(house: Services, row: dict[str, str], number: int | None) -> list[str]:
    detail = house.purchases.detail(number or 0)
    has, (category, _, rest) = detail.purchase, row["gem_category"].partition("; ")
    # A closing day that a corrigendum of the same list moved stands in the history.
    closing = next(
        (event["from_value"] for event in detail.events if event["kind"] == "corrigendum"), has["closing_on"]
    )
    got = {
        "tender_id": has["tender_id"], "department": has["department_code"], "district": has["district_code"],
        "published": has["published_on"], "closing": closing, "value_rs": has["value_rs"], "kind": has["kind"],
        "finding": has["finding"],
    }  # fmt: skip
    wrong = [f"{row['line']}: {key} {value!r}" for key, value in got.items() if str(value or "") != row[key]]
    partly = "partly" if rest else "yes" if category else None
    return wrong + (
        [] if (has["category"] or "", has["category_found"]) == (category, partly) else [f"{row['line']}: category"]
    )


def test_a_corrigendum_moves_the_closing_day_and_a_second_call_names_the_first(house: Services) -> None:
    first = (
        "2024_ZZAGRI_900001_1",
        "Supply of water coolers",
        "Agriculture",
        "",
        "Basti",
        "01/05/2024",
        "1.5 लाख",
        "Goods",
    )
    _, outcomes = take_over(house, a_list(house.database.path.parent, first, head=HEAD))
    number = outcomes[0].record or 0
    later = [
        (first[0], "Supply of water coolers (Corrigendum-1)", *first[2:5], "15/05/2024", "2 लाख", "Goods"),
        (first[0], *first[1:5], "10/05/2024", *first[6:]),
        ("2024_ZZAGRI_900001_2", *first[1:]),
    ]
    result, outcomes = take_over(house, a_list(house.database.path.parent, *later, head=HEAD, name="later.csv"))
    assert [one.verdict for one in outcomes] == ["updated", "unchanged", "new"]
    assert outcomes[0].warnings == ("conflict_value_rs",)
    assert outcomes[2].warnings == ("second_call",)
    detail = house.purchases.detail(number)
    assert (detail.purchase["closing_on"], detail.purchase["value_rs"]) == ("2024-05-15", 150_000)
    assert [(event["from_value"], event["to_value"]) for event in detail.events] == [("2024-05-01", "2024-05-15")]
    assert purchase(house, outcomes[2].record)["earlier_id"] == number
    assert house.imports.undo(result.batch).kept == []
    assert purchase(house, number)["closing_on"] == "2024-05-01"


def test_a_notice_is_linked_to_the_one_office_that_it_names(house: Services) -> None:
    head = ("Department", "Office Name", "District")
    offices = [("Agriculture", "Deputy Director Agriculture", place) for place in ("Basti", "Gonda")]
    _, made = take_over(house, a_list(house.database.path.parent, *offices, head=head))
    rows = [
        ("2024_ZZAGRI_1_1", "Tents", "कृषि विभाग", "Deputy Director Agriculture", "Gonda"),
        ("2024_ZZAGRI_2_1", "Tents", "कृषि विभाग", "Deputy Director Agriculture", ""),
        ("2024_ZZPOLI_3_1", "Tents", "Police", "Deputy Director Agriculture", "Gonda"),
    ]
    _, outcomes = take_over(house, a_list(house.database.path.parent, *rows, head=HEAD, name="tenders.csv"))
    assert [purchase(house, one.record)["office_id"] for one in outcomes] == [made[1].record, None, None]
