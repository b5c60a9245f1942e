"""Lists of offices and users: samples against their truth, what is the same, what is only told, everything back."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from onboarding.domain.kruti_dev import from_unicode
from onboarding.domain.recipe import Recipe
from onboarding.errors import Refused
from onboarding.services.context import Services
from onboarding.services.imports import Outcome
from tests.support.hostile import HOSTILE
from tests.support.house import open_house
from tests.support.lists import DATA, a_list, tables, take_over, verdicts

OFFICES = DATA / "department_offices.xlsx"
REAL = Path(__file__).parents[3] / "shared" / "samples" / "real"
HEAD = (
    "Department",
    "Office Name",
    "District",
    "DDO Code",
    "Primary User",
    "Mobile",
    "Registered on GeM",
    "PU Active On",
)
USERS = ("DDO Code", "Role", "Name", "Mobile", "Active from", "Active to")
WANTED = {"accept": "new", "merge": "merged", "reject": "rejected"}
DAY = "2024-10-31"


@pytest.fixture
def house(tmp_path: Path) -> Services:
    return open_house(tmp_path)


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((DATA / "department_offices.truth.json").read_text(encoding="utf-8"))
    return found


def an_office(house: Services, *cells: str) -> dict[str, Any]:
    """One imported office: by default of the Public Works Department in Basti, DDO code 00064006."""
    row = cells or (
        "PWD",
        "Executive Engineer, Basti",
        "Basti",
        "00064006",
        "Ravi Kumar",
        "6440000001",
        "Yes",
        "08.08.2022",
    )
    _, outcomes = take_over(house, a_list(house.database.path.parent, row, head=HEAD, name="office.csv"))
    return house.offices.detail(outcomes[0].record or 0).office


def holder(house: Services, office: int, role: str) -> dict[str, Any]:
    return next((one for one in house.offices.detail(office).officers if one["role"] == role), {})


# ---------------------------------------------------------------------- samples


def test_every_row_of_offices_and_users_is_as_its_truth_says(house: Services, truth: dict[str, Any]) -> None:
    before = tables(house)
    offices, outcomes = take_over(house, OFFICES)
    wrong = [fault for row in truth["offices"] for fault in office_faults(house, row, {o.line: o for o in outcomes})]
    assert wrong == []
    assert (offices.totals["rows"], offices.totals["skipped"]) == (203, len(truth["skip"]))
    users, outcomes = take_over(house, OFFICES, "users")
    wrong = [fault for row in truth["users"] for fault in user_faults(house, row, {o.line: o for o in outcomes})]
    assert wrong == []
    counts, active = truth["counts"], house.offices.active_users(DAY)
    assert active.pop("primary_user") == counts["offices_with_active_primary_user"] == 111
    assert sum(active.values()) == counts["secondary_users_active_31_10_2024"] == 302

    again = [take_over(house, OFFICES, kind)[0].totals for kind in ("offices", "users")]
    assert [(one["new"], one["updated"], one["merged"]) for one in again] == [(0, 0, 0), (0, 0, 0)]
    assert house.imports.undo(users.batch).kept == []
    assert house.imports.undo(offices.batch).kept == []
    assert tables(house) == before


def office_faults(house: Services, row: dict[str, Any], outcomes: dict[int, Outcome]) -> list[str]:
    outcome, expect = outcomes[row["line"]], row["expect"]
    if outcome.verdict != WANTED[row["verdict"]] or set(outcome.warnings) - {"conflict_name"} != told(row):
        return [f"{row['line']}: {outcome.verdict} {outcome.warnings}"]
    if outcome.record is None:
        return [] if row["reason"] in outcome.reasons else [f"{row['line']}: {outcome.reasons}"]
    detail = house.offices.detail(outcome.record)
    office = detail.office
    user = next((one for one in detail.officers if one["role"] == "primary_user"), {})
    got = {
        "department": office["department_code"], "name": office["name"], "district": office["district_code"],
        "ddo_code": office["ddo_code"], "primary_user": user.get("name"), "mobile": office["mobile"], "email": office["email"],
        "pu_active_on": user.get("active_from"), "state": office["side_state"], "merge_into_ddo": office["ddo_code"],
    }  # fmt: skip
    return [f"{row['line']}: {key} {got[key]!r}" for key, want in expect.items() if got[key] != want]


def told(row: dict[str, Any]) -> set[str]:
    """The warnings of the truth; a place in another state is told as well."""
    return set(row["warnings"]) | ({"unresolved_district"} if row["reason"] == "out_of_state" else set())


def user_faults(house: Services, row: dict[str, Any], outcomes: dict[int, Outcome]) -> list[str]:
    outcome = outcomes[row["line"]]
    if outcome.verdict != WANTED[row["verdict"]]:
        return [f"{row['line']}: {outcome.verdict} {outcome.reasons}"]
    if outcome.verdict != "new":
        return (
            []
            if outcome.verdict == "merged" or row["reason"] in outcome.reasons
            else [f"{row['line']}: {outcome.reasons}"]
        )
    with house.database.read() as connection:
        got = connection.execute(
            "SELECT o.ddo_code, p.role, f.name, f.mobile, f.email, f.active_from, f.active_to FROM officer f"
            " JOIN post p ON p.id = f.post_id JOIN office o ON o.id = p.office_id WHERE f.id = ?",
            (outcome.record,),
        ).fetchone()
    want = tuple(
        row["expect"][key] for key in ("ddo_code", "role", "name", "mobile", "email", "active_from", "active_to")
    )
    same = got == want and set(outcome.warnings) == set(row["warnings"])
    return [] if same else [f"{row['line']}: {got} {outcome.warnings}"]


def test_a_workbook_of_two_kinds_says_so(house: Services) -> None:
    with house.imports.plan(OFFICES) as plan:
        assert plan.about.kind == "offices"
        assert {sheet.name: sheet.kind for sheet in plan.about.sheets} == {"कार्यालय": "offices", "उपयोगकर्ता": "users"}
    with house.imports.plan(OFFICES, Recipe(sheet="उपयोगकर्ता")) as plan:
        assert (plan.about.kind, plan.about.header_row) == ("users", 2)
        assert plan.counts["rejected"] == plan.rows  # no office is known yet
    with pytest.raises(Refused, match="kind_unknown"):
        house.imports.plan(OFFICES, kind="firms")


@pytest.mark.skipif(not REAL.exists(), reason="the public lists are not in the repository")
@pytest.mark.parametrize(
    ("file", "rows", "new", "review", "unchanged"),
    [
        ("up_state_tax_office_master.xlsx", 1874, 1874, 0, 0),
        ("lgd_up_urban_local_bodies.csv", 763, 763, 0, 0),
        ("lgd_up_departments.csv", 35, 1, 14, 20),
    ],
)
def test_public_lists_are_accounted_for(
    house: Services, file: str, rows: int, new: int, review: int, unchanged: int
) -> None:
    before = tables(house)
    result, outcomes = take_over(house, REAL / file)
    totals = result.totals
    assert (totals["rows"], totals["new"], totals["review"], totals["unchanged"]) == (rows, new, review, unchanged)
    again, _ = take_over(house, REAL / file)
    assert (again.totals["new"], again.totals["updated"]) == (0, 0)
    unresolved = {one.cells[-1] for one in outcomes if "unresolved_district" in one.warnings}
    assert unresolved <= {"Aurraiya", "Lakhimpur Khiri", "Bhadohi (Sant Ravidas Nagar)"}
    if review:
        waiting = {one.cells[2]: one for one in outcomes if one.verdict == "review"}
        assert {
            "Test Department",
            "Basic Eductaion",
            "Chief Audit Officer, Co-operative Socities & Panchayats UP",
        } <= set(waiting)
        suggested = house.offices.detail(waiting["Basic Eductaion"].candidates[0]).office
        assert suggested["department_code"] == "basic-education"
    house.imports.undo(again.batch)
    house.imports.undo(result.batch)
    assert tables(house) == before


# ---------------------------------------------------------------------- what is the same


def test_the_tree_holds_what_the_list_names_above(house: Services) -> None:
    head = ("विभाग", "संगठन", "कार्यालय का नाम", "स्तर", "जनपद")
    rows = [
        ("समाज कल्याण", "निदेशक, समाज कल्याण", "जिला समाज कल्याण अधिकारी, बस्ती", "जनपद", "बस्ती"),
        ("समाज कल्याण", "निदेशक, समाज कल्याण", "Director, Social Welfare", "मुख्यालय", "लखनऊ"),
        ("कृषि", "कृषि निदेशालय", "उप कृषि निदेशक, बस्ती", "जनपद", "बस्ती"),
    ]
    _, outcomes = take_over(house, a_list(house.database.path.parent, *rows, head=head))
    above = [[name for _, name, _ in house.offices.detail(one.record or 0).path] for one in outcomes]
    # The head's own row is the organisation, also in the other script and further down; an unknown one is entered.
    assert above == [["Social Welfare", "Director, Social Welfare"], ["Social Welfare"], ["Agriculture", "कृषि निदेशालय"]]
    assert [one["name"] for one in house.offices.find("krishi nideshalay")] == ["कृषि निदेशालय"]


def test_the_same_office_is_completed_and_contradictions_are_only_told(house: Services) -> None:
    office = an_office(house, "PWD", "Executive Engineer, Basti", "Basti", "00064006", "", "", "No", "")
    assert office["stage"] == "identified"
    rows = [
        (
            "Public Works",
            "Executive Engineer, Basti (new building)",
            "Basti",
            "00064006",
            "Ravi Kumar",
            "6440000001",
            "Yes",
            "8-8-22",
        ),
        ("PWD", "Executive Engineer, Basti", "Basti", "00064006", "Mohan Lal", "6440000002", "", ""),
        ("Agriculture", "Deputy Director, Basti", "Basti", "00064006", "", "", "", ""),
        ("PWD", "Executive Engineer, Basti", "Basti", "00064007", "", "", "", ""),
    ]
    result, outcomes = take_over(house, a_list(house.database.path.parent, *rows, head=HEAD))
    assert [one.verdict for one in outcomes] == ["updated", "unchanged", "review", "new"]
    assert outcomes[2].candidates == (office["id"],)
    assert {"conflict_pu_name", "conflict_mobile"} <= set(outcomes[1].warnings)
    detail = house.offices.detail(office["id"])
    assert (detail.office["stage"], detail.office["stage_on"], detail.office["mobile"]) == (
        "pu_active",
        "2022-08-08",
        "6440000001",
    )
    assert holder(house, office["id"], "primary_user")["name"] == "Ravi Kumar"
    assert [event["to_stage"] for event in detail.events] == ["pu_active"]
    house.imports.undo(result.batch)
    assert house.offices.detail(office["id"]).office == office


def test_a_successor_takes_the_post_and_a_colleague_gets_one(house: Services) -> None:
    office = an_office(house)
    rows = [
        ("00064006", "Buyer", "Asha Devi", "6440000011", "01/01/2023", "01/06/2024"),
        ("00064006", "Buyer", "Ravi Singh", "6440000012", "01/06/2024", ""),
        ("00064006", "Buyer", "Meena Rai", "6440000013", "01/02/2023", ""),
        ("00064006", "Buyer", "Asha Devi", "", "01/01/2023", ""),
        ("00064006", "Paying Authority", "Ravi Singh", "6440000012", "01/06/2024", ""),
        ("00064006", "Consignee", "रवि कुमार", "", "01/06/2024", ""),
    ]
    _, outcomes = take_over(house, a_list(house.database.path.parent, *rows, head=USERS))
    assert [one.verdict for one in outcomes] == ["new", "new", "new", "merged", "new", "new"]
    assert outcomes[4].warnings == ("paying_also_buys",)
    assert outcomes[5].warnings == ("primary_user_as_buyer",)
    posts = {one["name"]: one["post_id"] for one in house.offices.detail(office["id"]).officers}
    assert posts["Asha Devi"] == posts["Ravi Singh"] or posts["Asha Devi"] != posts["Meena Rai"]
    buyers = [one for one in house.offices.detail(office["id"]).officers if one["role"] == "buyer"]
    assert len({one["post_id"] for one in buyers}) == 2
    assert house.offices.active_users("2024-05-31")["buyer"] == 2
    assert house.offices.active_users("2024-06-01")["buyer"] == 2
    _, ended = take_over(
        house,
        a_list(
            house.database.path.parent,
            ("00064006", "Buyer", "Meena Rai", "6440000013", "01/02/2023", "01/03/2025"),
            head=USERS,
            name="later.csv",
        ),
    )
    assert [one.verdict for one in ended] == ["updated"]
    assert house.offices.active_users("2025-03-01")["buyer"] == 1


def test_an_office_with_users_of_another_list_stays_and_is_listed(house: Services) -> None:
    office = an_office(house)
    rows = [("00064006", "Buyer", "Asha Devi", "6440000011", "01/01/2023", "")]
    take_over(house, a_list(house.database.path.parent, *rows, head=USERS))
    undone = house.imports.undo(1)
    assert ("office", office["id"], ()) in undone.kept
    assert holder(house, office["id"], "buyer")["name"] == "Asha Devi"


def test_a_spelling_decided_upon_is_known_from_then_on(house: Services) -> None:
    office = an_office(house, "Jal Shakti Wing", "Executive Engineer, Basti", "Basti", "", "", "", "", "")
    assert (office["department_code"], office["department_text"]) == (None, "Jal Shakti Wing")
    assert house.offices.waiting_departments() == [("Jal Shakti Wing", 1, 0)]
    assert house.offices.learn_department("Jal Shakti Wing", "minor-irrigation") == 1
    detail = house.offices.detail(office["id"])
    assert detail.office["department_code"] == "minor-irrigation"
    assert [name for _, name, _ in detail.path] == ["Minor Irrigation"]
    assert an_office(house, "jal shakti wing", "Another, Basti", "Basti")["department_code"] == "minor-irrigation"
    with pytest.raises(Refused, match="department_unknown"):
        house.offices.learn_department("Jal Shakti Wing", "no-such")


# ---------------------------------------------------------------------- cells


def test_a_list_typed_for_kruti_dev_is_read_as_hindi(house: Services) -> None:
    head = [from_unicode(text) for text in ("क्र०सं०", "विभाग", "कार्यालय का नाम", "जनपद")]
    places = ("बस्ती", "गोण्डा", "मथुरा", "हाथरस", "जौनपुर", "सीतापुर")
    rows = [
        (
            str(n),
            from_unicode("लोक निर्माण विभाग"),
            from_unicode(f"अधिशासी अभियन्ता, प्रान्तीय खण्ड, {place}"),
            from_unicode(place),
        )
        for n, place in enumerate(places, start=1)
    ]
    with house.imports.plan(a_list(house.database.path.parent, *rows, head=head)) as plan:
        assert plan.about.kind == "offices"
        assert plan.about.fonts
        house.imports.commit(plan)
        first = next(plan.outcomes())
    office = house.offices.detail(first.record or 0).office
    assert (office["name"], office["department_code"], office["district_code"]) == (
        "अधिशासी अभियन्ता, प्रान्तीय खण्ड, बस्ती", "public-works", "131",
    )  # fmt: skip
    assert first.cells[2] == rows[0][2]


def test_a_section_gives_the_department_until_its_total(tmp_path: Path, house: Services) -> None:
    path = tmp_path / "sections.csv"
    lines = [
        ["DDO Code", "Office Name", "District"],
        ["विभाग: कृषि विभाग", "", ""],
        ["00012345", "Deputy Director, Basti", "Basti"],
        ["", "योग", "1"],
        ["00012346", "Somebody, Basti", "Basti"],
    ]
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(lines)
    _, outcomes = take_over(house, path, "offices")
    offices = [house.offices.detail(one.record or 0).office for one in outcomes]
    assert [(one["department_code"], one["ddo_code"]) for one in offices] == [
        ("agriculture", "00012345"),
        (None, "00012346"),
    ]


def test_hostile_cells_are_counted_and_kept_literally(house: Services) -> None:
    rows: list[tuple[str, ...]] = [
        ("PWD", text, "Basti", text, text, text, text, text) for text in HOSTILE if text.isprintable() or text.isascii()
    ]
    rows += [
        ("", "", "", "", "", "", "", ""),
        ("x" * 10_000, "y" * 10_000, "Basti"),
        ("PWD", "#REF!", "Basti", "4.0E+07", "रिक्त"),
    ]
    path = a_list(house.database.path.parent, *rows, head=HEAD)
    result, outcomes = take_over(house, path)
    totals = result.totals
    assert (
        totals["rows"]
        == len(outcomes)
        == sum(totals[one] for one in ("new", "updated", "unchanged", "merged", "review", "rejected"))
    )
    assert {"excel_error", "invalid_ddo"} <= set(outcomes[-1].warnings)
    again, _ = take_over(house, path)
    assert (again.totals["new"], again.totals["updated"]) == (0, 0)


def test_a_plan_decides_anew_after_a_colleague(house: Services) -> None:
    path = a_list(house.database.path.parent, ("PWD", "Executive Engineer, Basti", "Basti", "00064006"), head=HEAD)
    with house.imports.plan(path) as plan:
        assert verdicts(plan) == ["new"]
        an_office(house)
        house.imports.commit(plan)
        assert verdicts(plan) == ["unchanged"]
