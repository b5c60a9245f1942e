"""GeM's own report of sellers through the services: matched as its truth says, written once, taken back, decided by people."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from onboarding.errors import NotFound, Refused
from onboarding.services.context import Services
from onboarding.services.gem_plan import GemReportPlan
from onboarding.services.import_plan import ImportPlan
from onboarding.services.imports import ImportResult, Outcome
from onboarding.services.sellers import Move, NextStep
from tests.support.house import a_lead, colleague, mobile, open_house, pan
from tests.support.lists import DATA, tables, take_over

REPORT = DATA / "gem_sellers_report.csv"
HEAD = (
    "Seller ID", "Business Name", "GSTIN", "PAN", "Registration Date", "Profile Status", "District", "Live Catalogues", "Orders",
    "Mobile",
)  # fmt: skip
AS_ON = "2026-11-20"


def a_report(folder: Path, *rows: tuple[str, ...], name: str = "report.csv", as_on: str = "20-11-2026") -> Path:
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow([f"GeM Sellers Report, generated on {as_on} 10:00:00"])
        writer.writerow(HEAD)
        writer.writerows([*row, *("" for _ in range(len(HEAD) - len(row)))] for row in rows)
    return path


def seller_id(number: int) -> str:
    return f"ZZ12{number:012d}"


def read(services: Services, path: Path) -> tuple[ImportResult, list[Outcome]]:
    return take_over(services, path)


def keys_of(services: Services) -> dict[str, tuple[int | None, str | None]]:
    """Seller id to the lead and the key that is noted for it."""
    with services.database.read() as connection:
        rows = connection.execute("SELECT seller_id, matched_lead, match_key FROM gem_seller").fetchall()
    return {number: (lead, key) for number, lead, key in rows}


# ---------------------------------------------------------------------- the sample


def a_tenth(folder: Path, wanted: set[int]) -> tuple[Path, dict[int, int]]:
    """The wanted lines of the base and every tenth other one; and the line in the whole base of each line of it."""
    text = gzip.decompress((DATA / "dedupe_f1" / "base_leads.csv.gz").read_bytes()).decode("utf-8-sig")
    kept = [(n, line) for n, line in enumerate(text.splitlines(), start=1) if n == 1 or n in wanted or n % 10 == 0]
    path = folder / "base_leads.csv"
    path.write_text("\n".join(line for _, line in kept), encoding="utf-8")
    return path, {place: n for place, (n, _) in enumerate(kept, start=1)}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The lists of the office, then GeM's report over them."""
    folder = tmp_path_factory.mktemp("gem")
    services = open_house(folder)
    truth = list(csv.DictReader((DATA / "gem_sellers_report.truth.csv").read_text(encoding="utf-8-sig").splitlines()))
    leads: dict[tuple[str, int], int | None] = {}
    for path in (DATA / "sellers_dic_barabanki.xlsx", DATA / "sellers_krutidev.csv"):
        leads |= {(path.name, one.line): one.lead for one in take_over(services, path)[1]}
    name = "dedupe_f1/base_leads.csv"
    base, lines = a_tenth(folder, {int(row["matches_line"]) for row in truth if row["matches_file"] == name})
    leads |= {(name, lines[one.line]): one.lead for one in take_over(services, base)[1]}
    before = tables(services)
    with services.imports.plan(REPORT) as plan:
        assert isinstance(plan, GemReportPlan)
        extra = plan.extra()
        result = services.imports.commit(plan)
        outcomes = {one.line: one for one in plan.outcomes()}
    for row in truth:
        row["lead"] = leads.get((row["matches_file"], int(row["matches_line"] or 0)))
    return {
        "services": services, "before": before, "extra": extra, "result": result, "outcomes": outcomes, "truth": truth,
        "after": tables(services),
    }  # fmt: skip


def test_every_row_with_a_certain_key_is_its_lead_by_that_key(sample: dict[str, Any]) -> None:
    sure = [row for row in sample["truth"] if row["key"] in ("gstin", "udyam")]
    found = keys_of(sample["services"])
    for row in sure:
        assert (sample["outcomes"][int(row["line"])].lead, row["key"]) == (row["lead"], found[row["seller_id"]][1]), row
        assert found[row["seller_id"]][0] == row["lead"]
    assert Counter(row["key"] for row in sure) == {"gstin": 100, "udyam": 77}


def test_masked_rows_wait_for_a_person_who_finds_the_lead_among_those_offered(sample: dict[str, Any]) -> None:
    masked = [row for row in sample["truth"] if row["key"] == "name+masked"]
    decidable = [row for row in masked if "cannot be matched" not in row["expect"]]
    assert (len(masked), len(decidable)) == (33, 27)
    for row in decidable:
        outcome = sample["outcomes"][int(row["line"])]
        assert (outcome.verdict, row["lead"] in outcome.candidates) == ("review", True), row
        assert len(outcome.candidates) <= 2
    # Of the others PAN and mobile agree as far as they are shown; one row shows too little to say anything.
    assert Counter(sample["outcomes"][int(row["line"])].verdict for row in masked if row not in decidable) == {
        "review": 5, "new": 1
    }  # fmt: skip


def test_the_rest_of_the_report_is_theirs_and_nothing_is_matched_beside_the_truth(sample: dict[str, Any]) -> None:
    rest = [row for row in sample["truth"] if not row["key"]]
    verdicts = Counter((row["expect"].split(":")[0], sample["outcomes"][int(row["line"])].verdict) for row in rest)
    assert verdicts == {
        ("no match", "new"): 284,
        ("reject", "rejected"): 3,
        ("same seller id again", "merged"): 1,
        ("GeM seller with no PAN, GSTIN, Udyam or phone", "review"): 1,
    }
    assert {code for row in rest for code in sample["outcomes"][int(row["line"])].reasons} == {"out_of_state"}
    totals = sample["result"].totals
    assert (
        totals["rows"]
        == 499
        == sum(totals[name] for name in ("new", "updated", "unchanged", "merged", "review", "rejected"))
    )
    assert sample["extra"]["as_on"] == "2024-12-02"
    assert sample["extra"]["populations"] == {"matched": 177, "theirs": 285, "review": 33}


def test_leads_that_nobody_had_spoken_to_are_registered_before_and_never_counted(sample: dict[str, Any]) -> None:
    services = sample["services"]
    stages: Counter[str] = Counter()
    for lead_id, _key in keys_of(services).values():
        if lead_id is not None:
            lead = services.sellers.get(lead_id)
            assert lead.counted_on is None
            stages[lead.stage] += 1
            waits = any(one.code == "auto_account" for one in services.sellers.detail(lead_id).blockers)
            assert waits is (lead.stage == "new")
    # What nobody ever logged in to stays to be worked, unless its own list had said that it is on GeM.
    assert stages == {"already_registered": 167, "new": 10}
    before, after = sample["before"], sample["after"]
    assert after["count_tally"] == before["count_tally"]
    assert after["official_figure"] == before["official_figure"]


def test_populations_and_counts(sample: dict[str, Any]) -> None:
    overview = sample["services"].reconciliation.overview()
    assert overview.report is not None
    assert (overview.report.as_on, overview.report.file) == ("2024-12-02", REPORT.name)
    wanted = {"matched": 177, "theirs": 285, "review": 33, "ours": 0, "matched_counted": 0, "deactivated": 1, "gone": 0}
    assert {name: overview.counts[name] for name in wanted} == wanted
    for view in ("matched", "theirs", "review", "ours"):
        assert len(sample["services"].reconciliation.ids(view)) == overview.counts[view]


def test_the_same_report_again_changes_nothing_and_both_are_taken_back_whole(sample: dict[str, Any]) -> None:
    services = sample["services"]
    again, _ = read(services, REPORT)
    assert (again.totals["new"], again.totals["updated"], again.totals["unchanged"]) == (0, 0, 462)
    assert tables(services) == sample["after"]
    services.imports.undo(again.batch)
    assert services.imports.undo(sample["result"].batch).kept == []
    assert tables(services) == sample["before"]


# ---------------------------------------------------------------------- what is written to leads


@pytest.fixture
def house(tmp_path: Path) -> Services:
    return open_house(tmp_path)


def test_a_lead_that_was_worked_is_counted_for_who_worked_it_and_its_follow_up_closed(
    house: Services, tmp_path: Path
) -> None:
    ravi = colleague(house)
    lead = a_lead(house, number=1, pan=pan(1))
    step = NextStep(on=date(2026, 11, 25), what="open_account")
    ravi.sellers.log_contact(lead.id, "interested", event_on=date(2026, 11, 2), next_step=step)
    row = (seller_id(1), "Balaji Traders", "", pan(1), "10-11-2026 09:00:00", "Complete", "Lucknow", "3", "0")
    result, (outcome,) = read(house, a_report(tmp_path, row))
    found = house.sellers.get(lead.id)
    assert (outcome.verdict, outcome.warnings) == ("updated", ("follow_up_closed",))
    assert (found.stage, found.gem_seller_id, found.next_on, found.next_what) == (
        "catalogue_live",
        seller_id(1),
        None,
        None,
    )
    assert (found.counted_on, found.counted_by, found.counted_evidence) == ("2026-11-10", ravi.actor.id, "gem_report")
    told = [
        (one.code, one.evidence, one.detail) for one in house.sellers.detail(lead.id).timeline if one.kind == "stage"
    ]
    assert told[0] == ("catalogue_live", "gem_report", f"gem_report:open_account {seller_id(1)}")
    (line,) = house.reconciliation.accounts(house.reconciliation.ids("matched"))
    assert (line.lead, line.worked_by, line.key) == (lead.id, "ravi", "pan")
    house.imports.undo(result.batch)
    back = house.sellers.get(lead.id)
    assert (back.stage, back.next_what, back.counted_on, back.gem_seller_id) == ("willing", "open_account", None, None)


def test_what_we_count_and_gem_does_not_have_is_only_ours(house: Services, tmp_path: Path) -> None:
    ours, later = a_lead(house, number=1), a_lead(house, number=2, name="Later Traders")
    house.sellers.move(ours.id, Move(to="account_created", event_on=date(2026, 11, 18)))
    house.sellers.move(later.id, Move(to="account_created", event_on=date(2026, 11, 23)))
    read(house, a_report(tmp_path, (seller_id(9), "Somebody Else", "", pan(9), "01-01-2020", "Complete", "Agra")))
    service = house.reconciliation
    assert [line.lead.id for line in service.leads(service.ids("ours"))] == [ours.id]
    assert list(service.ids("later")) == [later.id]
    assert [line.account.name for line in service.accounts(service.ids("theirs"))] == ["Somebody Else"]


def test_a_person_decides_who_a_doubtful_account_is(house: Services, tmp_path: Path) -> None:
    lead = a_lead(house, number=1, pan="ZZZPZ0001Z")
    rows = [
        (seller_id(1), "BALAJI TRADERS", "", "ZZXXXXX01Z", "10-11-2026", "Complete", "Lucknow", "", "", "64XXXXXX01"),
        (seller_id(2), "Balaji Traders", "", "", "11-11-2026", "Complete", "Lucknow"),
    ]
    path = a_report(tmp_path, *rows)
    _, outcomes = read(house, path)
    assert [(one.verdict, one.candidates) for one in outcomes] == [("review", (lead.id,))] * 2
    service = house.reconciliation
    first, second = (service.account_id(seller_id(number)) for number in (1, 2))
    service.same(first, lead.id)
    assert house.sellers.get(lead.id).gem_seller_id == seller_id(1)
    with pytest.raises(Refused):
        service.same(first, lead.id)
    service.other(second)
    assert [len(service.ids(view)) for view in ("matched", "theirs", "review")] == [1, 1, 0]
    before = tables(house)
    assert [one.verdict for one in read(house, path)[1]] == ["unchanged", "unchanged"]
    assert tables(house) == before
    house.writing.undo()  # the second reading
    house.writing.undo()  # "none of them"
    assert [len(service.ids(view)) for view in ("matched", "theirs", "review")] == [1, 0, 1]
    with pytest.raises(NotFound):
        service.account_id("NOBODY")
    with pytest.raises(Refused):
        service.ids("everybody")


def test_accounts_go_along_when_their_leads_are_merged_and_back(house: Services, tmp_path: Path) -> None:
    kept, gone = a_lead(house, number=1, pan=pan(1)), a_lead(house, number=2, gstin="09ZZZPX9001A1Z6")
    rows = [
        (seller_id(1), "Some Other Name", "09ZZZPX9001A1Z6", "", "10-11-2026", "Auto Registered", "Lucknow"),
        (seller_id(2), "Balaji Traders", "", "", "10-11-2026", "Complete", "Lucknow"),
    ]
    read(house, a_report(tmp_path, *rows))
    service = house.reconciliation
    before = tables(house)
    house.merging.merge(kept.id, gone.id, reason="same shop")
    first, second = (service.account_id(seller_id(number)) for number in (1, 2))
    lines = service.accounts([first, second])
    assert (lines[0].lead, [offer.lead for offer in lines[1].offers]) == (kept.id, [kept.id])
    house.merging.unmerge(gone.id)
    assert [offer.lead for offer in service.accounts([second])[0].offers] == [kept.id, gone.id]
    assert {name: rows for name, rows in tables(house).items() if name.startswith("gem_")} == {
        name: rows for name, rows in before.items() if name.startswith("gem_")
    }


def test_an_account_of_gems_alone_becomes_a_lead_that_is_never_counted(house: Services, tmp_path: Path) -> None:
    row = (seller_id(3), "Only Theirs", "09ZZZPX9001A1Z6", "", "10-11-2026", "Incomplete", "Lucknow")
    read(house, a_report(tmp_path, row))
    service = house.reconciliation
    before = tables(house)
    lead = house.sellers.get(service.make_lead(service.account_id(seller_id(3))).lead_id)
    assert (lead.stage, lead.source, lead.gem_seller_id, lead.counted_on) == (
        "already_registered", "gem_report", seller_id(3), None
    )  # fmt: skip
    assert (lead.gstin, lead.pan, lead.district_code) == ("09ZZZPX9001A1Z6", "ZZZPX9001A", "162")
    assert [len(service.ids(view)) for view in ("matched", "theirs")] == [1, 0]
    house.writing.undo()
    assert tables(house) == before


def test_an_account_whose_firm_was_entered_meanwhile_is_linked_and_not_made_twice(
    house: Services, tmp_path: Path
) -> None:
    row = (seller_id(3), "Only Theirs", "09ZZZPX9001A1Z6", "", "10-11-2026", "Incomplete", "Lucknow")
    read(house, a_report(tmp_path, row))
    theirs = a_lead(house, number=1, name="Only Theirs", pan="ZZZPX9001A")
    service = house.reconciliation
    made = service.make_lead(service.account_id(seller_id(3)))
    assert (made.lead_id, made.known) == (theirs.id, True)
    assert house.sellers.get(theirs.id).gem_seller_id == seller_id(3)
    assert [len(service.ids(view)) for view in ("matched", "theirs")] == [1, 0]


# ---------------------------------------------------------------------- reports after reports


def test_a_later_report_tells_what_changed_and_who_is_gone(house: Services, tmp_path: Path) -> None:
    one = (seller_id(1), "First Firm", "", pan(1), "10-11-2026", "Incomplete", "Lucknow", "0", "0")
    two = (seller_id(2), "Second Firm", "", pan(2), "10-11-2026", "Complete", "Lucknow", "1", "0")
    far = (seller_id(3), "Far Firm", "", pan(3), "10-11-2026", "Complete", "Agra", "1", "0")
    read(house, a_report(tmp_path, one, two, far, as_on="11-11-2026"))
    before = tables(house)
    changed = (*one[:5], "Complete", *one[6:])
    result, outcomes = read(house, a_report(tmp_path, changed, name="later.csv"))
    assert [row.verdict for row in outcomes] == ["updated"]
    service = house.reconciliation
    # Agra does not stand in the later report at all: it was one of Lucknow.
    assert [line.account.name for line in service.accounts(service.ids("gone"))] == ["Second Firm"]
    assert len(service.ids("theirs")) == 2
    with pytest.raises(Refused) as refused:
        house.imports.plan(a_report(tmp_path, one, name="older.csv", as_on="10-11-2026"))
    assert refused.value.sentence == "gem.report_older"
    house.imports.undo(result.batch)
    assert tables(house) == before


def test_keys_that_name_different_leads_are_put_to_a_person(house: Services, tmp_path: Path) -> None:
    by_pan = a_lead(house, number=1, pan="ZZZPX9001A")
    by_id = a_lead(house, number=2, name="Other Firm", gem_seller_id=seller_id(1), pan=pan(7))
    row = (seller_id(1), "Balaji Traders", "09ZZZPX9001A1Z6", "", "10-11-2026", "Complete", "Lucknow")
    _, (outcome,) = read(house, a_report(tmp_path, row))
    assert (outcome.verdict, set(outcome.candidates)) == ("review", {by_pan.id, by_id.id})
    assert outcome.warnings == ("keys_disagree",)


def test_an_agents_number_and_a_common_name_in_another_district_prove_nothing(house: Services, tmp_path: Path) -> None:
    for n in range(4):
        a_lead(house, name=f"Firm {n}" if n else "Balaji Traders", mobile=mobile(1))
    row = (seller_id(1), "Balaji Traders", "", "", "10-11-2026", "Complete", "Agra", "1", "0", mobile(1))
    _, (outcome,) = read(house, a_report(tmp_path, row))
    assert outcome.lead is None


def test_a_second_account_of_a_firm_is_linked_and_told(house: Services, tmp_path: Path) -> None:
    lead = a_lead(house, number=1, pan=pan(1))
    rows = [(seller_id(n), "Balaji Traders", "", pan(1), "10-11-2026", "Complete", "Lucknow") for n in (1, 2)]
    _, outcomes = read(house, a_report(tmp_path, *rows))
    assert [(one.lead, one.warnings) for one in outcomes] == [(lead.id, ()), (lead.id, ("second_account",))]
    assert house.sellers.get(lead.id).gem_seller_id == seller_id(1)


def test_a_list_of_sellers_with_their_gem_ids_is_no_report(house: Services, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        f"Firm Name,GeM Seller ID,Mobile,District\nBalaji,{seller_id(1)},{mobile(5)},Lucknow\n", encoding="utf-8"
    )
    with house.imports.plan(path) as plan:
        assert plan.about.kind == "sellers"
        assert isinstance(plan, ImportPlan)
    with house.imports.plan(REPORT, as_on=date(2024, 11, 30)) as plan:
        assert plan.about.kind == "gem-sellers"
        assert plan.extra()["as_on"] == "2024-11-30"
