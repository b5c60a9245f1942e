"""GeM's own figures and the office's calendar as lists: read as their truth says, corrected with history, taken back."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from onboarding.domain.official_counts import fallen, hundredths_of_crore, plain_value
from onboarding.errors import Refused
from onboarding.formats import number
from onboarding.services.context import Services
from tests.support.house import open_house
from tests.support.lists import DATA, tables, take_over

COUNTS = DATA / "official_counts.csv"
FIGURES = {
    "sellers": "sellers_registered", "mse_sellers": "mse_registered", "primary_users": "primary_users",
    "secondary_users": "secondary_users", "value_crore_fy": "procurement_crore",
}  # fmt: skip
SHORT = {"sellers": "sellers_registered", "mse": "mse_registered"}


@pytest.fixture
def house(tmp_path: Path) -> Services:
    return open_house(tmp_path)


def a_file(folder: Path, *lines: str, name: str = "counts.csv") -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def official(services: Services, day: str) -> dict[str, int | Decimal]:
    history = services.figures.official_history()
    return next(dict(one.values) for one in history if one.as_on.isoformat() == day)


# ---------------------------------------------------------------------- figures


def test_every_figure_of_the_sample_is_as_its_truth_says_and_what_fell_is_told(house: Services) -> None:
    before = tables(house)
    truth = list(csv.DictReader((DATA / "official_counts.truth.csv").read_text(encoding="utf-8-sig").splitlines()))
    with house.imports.plan(COUNTS) as plan:
        assert plan.about.kind == "counts"
        extra = plan.extra()
        result = house.imports.commit(plan)
        outcomes = {one.line: one for one in plan.outcomes()}
    assert len(truth) == len(outcomes) == 58
    assert (result.totals["new"], result.totals["unchanged"]) == (57, 1)  # the baseline was shipped
    for row in truth:
        found = official(house, row["as_on"])
        assert {name: str(found[figure]) for name, figure in FIGURES.items()} == {
            name: str(plain_value(round(Decimal(row[name]) * 100))) for name in FIGURES
        }
        fell = [SHORT[word] for word in row["fell"].split(";") if word]
        assert extra["fell"].get(row["as_on"], []) == fell
        assert ("figure_fell" in outcomes[int(row["line"])].warnings) is bool(fell)
    assert official(house, "2022-02-28")["procurement_crore"] == Decimal("9266.39")
    assert number(Decimal("9266.39")) == "9,266.39"
    middle = tables(house)
    again, _ = take_over(house, COUNTS)
    assert (again.totals["new"], again.totals["updated"], again.totals["unchanged"]) == (0, 0, 58)
    assert tables(house) == middle
    house.imports.undo(again.batch)
    assert house.imports.undo(result.batch).kept == []
    assert tables(house) == before


def test_another_value_is_a_correction_with_before_and_after(house: Services, tmp_path: Path) -> None:
    head = "As on,Registered Sellers,Of which MSE,Procurement (Rs Crore),Source"
    take_over(house, a_file(tmp_path, head, '28 Feb 2026,"1,00,000",41000,₹ 812.5 करोड़,GeM MIS'))
    assert official(house, "2026-02-28") == {
        "sellers_registered": 100000, "mse_registered": 41000, "procurement_crore": Decimal("812.5")
    }  # fmt: skip
    later = a_file(tmp_path, head, "28-02-2026,99000,41000,812.50,letter 7", name="later.csv")
    with house.imports.plan(later) as plan:
        (row,) = plan.outcomes()
        assert (row.verdict, row.warnings) == ("updated", ("corrected",))
        assert plan.extra()["corrections"] == [
            {"as_on": "2026-02-28", "figure": "sellers_registered", "before": 100000.0, "after": 99000.0}
        ]
        result = house.imports.commit(plan)
    assert official(house, "2026-02-28")["sellers_registered"] == 99000
    changed = house.history.rows_of(house.imports.run(result.batch).change_id)
    assert [(one.before["value"], one.after["value"]) for one in changed if one.before and one.after] == [
        (100000, 99000)
    ]
    house.imports.undo(result.batch)
    assert official(house, "2026-02-28")["sellers_registered"] == 100000


def test_rows_without_a_day_or_a_figure_are_refused_and_one_bad_cell_costs_only_itself(
    house: Services, tmp_path: Path
) -> None:
    path = a_file(
        tmp_path, "दिनांक (की स्थिति);पंजीकृत विक्रेता;जिसमें एम०एस०ई०", "३१.०१.२०२६;१,०१,०००;about forty", "31.02.2026;1;2",
        "31-12-2026;1;2", "28.02.2026;;", "31.01.2026;101000;41000", "31.01.2026;99;41000",
    )  # fmt: skip
    _, rows = take_over(house, path)
    assert [(row.verdict, (*row.reasons, *row.warnings)) for row in rows] == [
        ("new", ("bad_figure",)),
        ("rejected", ("no_day",)),
        ("rejected", ("no_day",)),
        ("rejected", ("no_figure",)),
        ("merged", ()),
        ("merged", ("counts_differ",)),
    ]
    assert official(house, "2026-01-31") == {"sellers_registered": 101000, "mse_registered": 41000}


def test_the_value_of_purchases_starts_anew_in_april() -> None:
    history = {
        ("2026-02-28", "procurement_crore"): 900, ("2026-03-31", "procurement_crore"): 800,
        ("2026-04-30", "procurement_crore"): 100, ("2026-04-30", "sellers_registered"): 5,
    }  # fmt: skip
    assert fallen(history, ["2026-04-30", "2026-03-31"]) == {"2026-03-31": ("procurement_crore",)}
    assert hundredths_of_crore(77_750_000_000) == 777_500
    assert (plain_value(926_639), plain_value(777_500)) == (Decimal("9266.39"), 7775)


def test_figures_typed_in_may_have_decimals_only_in_crore(house: Services) -> None:
    house.figures.add_official(date(2026, 10, 1), {"procurement_crore": Decimal("12.34"), "sellers_registered": 7})
    assert official(house, "2026-10-01") == {"procurement_crore": Decimal("12.34"), "sellers_registered": 7}
    with pytest.raises(Refused):
        house.figures.add_official(date(2026, 10, 1), {"sellers_registered": Decimal("7.5")})


# ---------------------------------------------------------------------- the calendar


def test_holidays_and_working_days_by_order_come_into_the_calendar(house: Services, tmp_path: Path) -> None:
    before = tables(house)
    head = "S No,Date,Day,Holiday,अवकाश,Type,G.O. No"
    path = a_file(
        tmp_path, head, "1,15.12.2026,Tuesday,Local Holiday,स्थानीय अवकाश,Public holiday,123/2026",
        "2,12-12-2026,Saturday,Opened by order,,Extra working day,", "3,16.12.2026,Wednesday,,,sometimes,",
        "4,32.12.2026,,Nothing,,Holiday,",
    )  # fmt: skip
    assert house.office.calendar().is_working(date(2026, 12, 15))
    result, rows = take_over(house, path)
    assert [(row.verdict, row.reasons) for row in rows] == [
        ("new", ()), ("new", ()), ("rejected", ("unknown_day_kind",)), ("rejected", ("no_date",))
    ]  # fmt: skip
    calendar = house.office.calendar()
    assert not calendar.is_working(date(2026, 12, 15))
    assert calendar.is_working(date(2026, 12, 12))  # a second Saturday
    again, _ = take_over(house, path)
    assert (again.totals["new"], again.totals["updated"], again.totals["unchanged"]) == (0, 0, 2)
    house.imports.undo(result.batch)
    assert tables(house) == before


def test_a_day_that_is_known_by_its_other_name_is_completed(house: Services, tmp_path: Path) -> None:
    house.office.set_day(date(2026, 12, 15), "holiday", name_hi="स्थानीय अवकाश")
    path = a_file(tmp_path, "Date,Holiday,अवकाश,Type", "15.12.2026,Local Holiday,स्थानीय अवकाश,holiday")
    _, rows = take_over(house, path)
    assert [row.verdict for row in rows] == ["updated"]
    days = [row for row in house.office.calendar_rows(2026) if row[1] == "2026-12-15"]
    assert [(row[3], row[4]) for row in days] == [("Local Holiday", "स्थानीय अवकाश")]
