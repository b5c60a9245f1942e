"""The ids of a list come in the order that the columns say, whichever short way they were read."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, get_args

import pytest

from onboarding.db import changes as journal
from onboarding.db import search
from onboarding.db.connection import Database
from onboarding.domain.districts import shipped
from onboarding.domain.filters import SellerFilter, SortKey
from onboarding.services.clock import fixed
from onboarding.services.context import open_services
from onboarding.services.demo import build_demo
from tests.support.house import a_lead, open_house

TODAY = "2026-11-23"
KEYS: dict[str, Any] = {
    "entered": lambda row: -row["id"],
    "found": lambda row: row["id"],
    "name": lambda row: (folded(row["name"]), row["id"]),
    "district": lambda row: place(row["district_code"], "en"),
    "stage": lambda row: (row["stage_rank"], row["stage_on"]),
    "mobile": lambda row: row["mobile"],
    "next": lambda row: row["next_on"],
    "contact": lambda row: row["last_contact_on"],
    "mse": lambda row: row["mse_status"],
    "stuck": lambda row: row["stage_on"],
}


def place(code: str | None, language: Literal["en", "hi"]) -> str | None:
    name = shipped().name_of(code, language) if code else None
    return name.casefold() if name else None


def folded(name: str) -> bytes:
    """As SQLite's NOCASE: only the letters A to Z, compared by bytes."""
    return "".join(sign.lower() if sign.isascii() else sign for sign in name).encode()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Database:
    services = open_services(
        tmp_path_factory.mktemp("lists") / "house.db", login="tester", clock=fixed(f"{TODAY}T11:00")
    )
    build_demo(services, 3_000)
    return services.database


def everything(house: Database) -> dict[int, dict[str, Any]]:
    with house.read() as connection:
        cursor = connection.execute("SELECT * FROM lead")
        names = [column[0] for column in cursor.description]
        return {row["id"]: row for row in (dict(zip(names, values, strict=True)) for values in cursor)}


def ids(house: Database, **wanted: Any) -> list[int]:  # noqa: ANN401 - fields of the filter
    with house.read() as connection:
        return list(search.ids_of(connection, SellerFilter(today=TODAY, **wanted)))


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("sort", get_args(SortKey))
@pytest.mark.parametrize("restriction", [{}, {"worked": True}, {"district": "162"}, {"blocker": "any"}], ids=str)
def test_order_is_that_of_the_column_and_what_is_empty_comes_last(
    house: Database, sort: str, descending: bool, restriction: dict[str, Any]
) -> None:
    rows = everything(house)
    found = ids(house, sort=sort, descending=descending, **restriction)
    assert len(set(found)) == len(found) > 0
    if not restriction:
        assert set(found) == set(rows)
    values = [KEYS[sort](rows[lead_id]) for lead_id in found]
    held = [value for value in values if value is not None]
    assert values == held + [None] * (len(values) - len(held))
    assert held == sorted(held, reverse=descending)


@pytest.mark.parametrize("text", ["", "traders"])
def test_districts_come_by_their_hindi_names_where_hindi_is_shown(house: Database, text: str) -> None:
    rows = everything(house)
    found = ids(house, sort="district", places="hi", text=text)
    held = [name for lead_id in found if (name := place(rows[lead_id]["district_code"], "hi"))]
    assert held == sorted(held)
    assert found != ids(house, sort="district", places="en", text=text)
    assert set(found) == set(ids(house, text=text))


def test_newest_first_when_ids_are_missing_in_between(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    first, second, third = (a_lead(services, number=number).id for number in (1, 2, 3))
    with services.database.read() as connection:
        entry = journal.log(connection, limit=2)[-1]
    services.writing.take_back(entry)
    assert ids(services.database) == [third, first]
    assert ids(services.database, descending=True) == [first, third]
    assert second not in everything(services.database)


def test_a_common_word_is_searched_within_the_population(house: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "FOUND_AT_MOST", 20)
    rows = everything(house)
    with house.read() as connection:
        cut = search.found_ids(connection, "traders", limit=20)
        within = search.Within("l.district_code = :district", {"district": "118"})
        of_agra = search.found_ids(connection, "traders", limit=20, within=within)
    assert len(cut) == 20
    assert len(of_agra) > sum(rows[lead_id]["district_code"] == "118" for lead_id in cut)
    assert {rows[lead_id]["district_code"] for lead_id in of_agra} == {"118"}


def test_letters_of_a_pan_find_it(house: Database) -> None:
    rows = everything(house)
    pan = next(row["pan"] for row in rows.values() if row["pan"])
    with house.read() as connection:
        found = search.found_ids(connection, pan[:5])
    assert found
    assert all(pan[:5] in (rows[lead_id]["pan"] or "") + (rows[lead_id]["gstin"] or "") for lead_id in found)
