"""The pool's index: whatever is typed, in either script, beside filters, and after rows have gone and come back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onboarding.db import prospects as db
from onboarding.domain.names import display_name
from onboarding.domain.prospects import PoolFilter, Prospect
from onboarding.services.context import Services
from tests.db.proof import prove
from tests.support.hostile import FORMULAS, MARKUP, SQL, WIDE
from tests.support.house import LUCKNOW, open_house

BARABANKI = "129"
PLAIN = ("BALAJI TRADERS", "Balajee Trader", "श्री बालाजी ट्रेडर्स", "KHAN WORKS", "21ST CENTURY STORE")
NAMES = tuple(dict.fromkeys(filter(None, map(display_name, (*PLAIN, *MARKUP, *FORMULAS, *SQL, *WIDE)))))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Services:
    services = open_house(tmp_path_factory.mktemp("pool"))
    for district, pin in ((BARABANKI, "225001"), (LUCKNOW, "226001")):
        units = [
            Prospect(
                district_code=district,
                name=name,
                pin=pin,
                registered_on=f"2022-{n // 28 + 1:02}-{n % 28 + 1:02}",
                nic=f"1{n:04}",
            )
            for n, name in enumerate(NAMES)
        ]
        with services.writing.change("pull") as change:
            db.add(change, units, today="2026-11-01")
    return services


def names(house: Services, **wanted: str) -> list[str]:
    return [one.name for one in house.prospects.find(PoolFilter(**wanted), limit=100)]  # type: ignore[arg-type]


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=20))
def test_any_text_may_be_searched(house: Services, text: str) -> None:
    house.prospects.ids(PoolFilter(text=text))
    house.prospects.ids(PoolFilter(text=text, district=BARABANKI, nic="13", sort="name"))


@pytest.mark.parametrize("typed", ["balaji", "Balajee", "बालाजी", "shri balaji"])
def test_a_name_is_found_in_either_script(house: Services, typed: str) -> None:
    assert set(NAMES[:3]) <= {*names(house, text=typed, district=BARABANKI)} | (
        {*NAMES[:2]} if "sh" in typed else set()
    )


def test_filters_narrow_inside_the_index(house: Services) -> None:
    assert names(house, text="khan", district=LUCKNOW) == ["KHAN WORKS"]
    assert len(names(house, text="khan")) == 2
    assert names(house, text="21st century", pin="2260") == ["21ST CENTURY STORE"]
    assert names(house, text="khan", nic="10004") == []
    assert len(names(house, nic="1000")) == 20
    assert len(house.prospects.ids(PoolFilter(text="226001"))) == len(NAMES)


def test_orders(house: Services) -> None:
    everything = house.prospects.ids(PoolFilter())
    assert list(everything) == sorted(everything, reverse=True)
    assert len(everything) == 2 * len(NAMES)
    days = [
        one.registered_on for one in house.prospects.rows(house.prospects.ids(PoolFilter(sort="registered"))) if one
    ]
    assert days == sorted(days)
    here = house.prospects.ids(PoolFilter(sort="name", district=LUCKNOW, descending=True))
    assert sorted(here) == sorted(house.prospects.ids(PoolFilter(district=LUCKNOW)))


def test_what_is_taken_back_is_not_found_and_comes_back_by_redo(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    with services.writing.change("import") as change:
        db.add(change, [Prospect(district_code=LUCKNOW, name="KHAN WORKS")], today="2026-11-01")
    services.writing.undo()
    assert names(services, text="khan") == []
    prove(services.database)
    services.writing.redo()
    assert names(services, text="khan") == ["KHAN WORKS"]
    prove(services.database)
