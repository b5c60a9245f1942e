"""Imports through the services: samples against their truth, nothing twice, nothing half, everything back."""

from __future__ import annotations

import csv
import gzip
import json
import stat
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from onboarding.db.staging_locks import staging_folder
from onboarding.domain.filters import SellerFilter
from onboarding.domain.mse import is_mse
from onboarding.domain.recipe import Recipe
from onboarding.errors import FileUnreadable, NotFound, Refused, Stopped
from onboarding.import_words import code_sentence
from onboarding.services import import_keys
from onboarding.services.context import Services
from onboarding.services.imports import codes
from scripts.endurance.matching import judge
from tests.support.house import LUCKNOW, a_lead, colleague, mobile, open_house, pan
from tests.support.judge import judge_row
from tests.support.lists import DATA, a_list, tables, take_over, verdicts

BARABANKI = DATA / "sellers_dic_barabanki.xlsx"
REAL = Path(__file__).parents[3] / "shared" / "samples" / "real"


@pytest.fixture
def house(tmp_path: Path) -> Services:
    return open_house(tmp_path)


def lead_document(services: Services, lead_id: int) -> dict[str, Any]:
    lead = services.sellers.get(lead_id)
    return asdict(lead) | {"district": lead.district_code, "mse": is_mse(lead.mse_status, lead.enterprise_class)}


# ---------------------------------------------------------------------- samples


def test_every_row_of_a_district_list_is_as_its_truth_says(house: Services) -> None:
    truth = json.loads((DATA / "sellers_dic_barabanki.truth.json").read_text(encoding="utf-8"))[BARABANKI.name]
    result, outcomes = take_over(house, BARABANKI)
    lines = {one.line: one for one in outcomes}
    leads = {one.lead: lead_document(house, one.lead) for one in outcomes if one.lead}
    wrong = {row["line"]: found for row in truth["rows"] if (found := judge_row(row, lines, leads))}
    assert wrong == {}
    assert len(outcomes) == len(truth["rows"]) == result.totals["rows"]
    assert result.totals["skipped"] == len(truth["skip"])
    assert (result.totals["new"], result.totals["merged"], result.totals["rejected"]) == (284, 8, 8)


def test_a_list_in_kruti_dev_is_found_in_hindi_and_kept_as_typed(house: Services) -> None:
    path = DATA / "sellers_krutidev.csv"
    truth = json.loads((DATA / "sellers_krutidev.truth.json").read_text(encoding="utf-8"))[path.name]
    result, outcomes = take_over(house, path)
    lines = {one.line: one for one in outcomes}
    leads = {one.lead: lead_document(house, one.lead) for one in outcomes if one.lead}
    assert {row["line"]: found for row in truth["rows"] if (found := judge_row(row, lines, leads))} == {}
    assert (result.totals["new"], result.totals["merged"], result.totals["rejected"]) == (112, 3, 5)
    vikas = lines[6]
    assert vikas.lead is not None
    assert leads[vikas.lead]["name"] == "विकास विश्वकर्मा वर्क्स"
    assert vikas.cells[1] == "fodkl fo'odekZ oDlZ"
    assert vikas.lead in house.lists.ids(SellerFilter(text="vikas vishwakarma"))


def test_refused_conversion_keeps_the_names_as_typed(house: Services) -> None:
    with house.imports.plan(DATA / "sellers_krutidev.csv", Recipe(convert=False)) as plan:
        assert not plan.about.converted
        assert plan.about.fonts["QeZ dk uke"] == "kruti_dev"
        assert plan.page([1])[0].name == "fodkl fo'odekZ oDlZ"


def test_the_same_list_again_adds_nothing_and_says_so(house: Services) -> None:
    first, _ = take_over(house, BARABANKI)
    before = tables(house)
    with house.imports.plan(BARABANKI) as plan:
        assert plan.seen_before is not None
        assert plan.seen_before.id == first.batch
        again = house.imports.commit(plan)
    assert (again.totals["new"], again.totals["updated"], again.totals["unchanged"]) == (0, 0, 292)
    assert tables(house) == before


def test_undo_of_a_run_leaves_the_tables_as_they_were(house: Services) -> None:
    a_lead(house, number=1)
    before = tables(house)
    result, _ = take_over(house, BARABANKI)
    assert len(tables(house)["lead"]) == len(before["lead"]) + 284
    undone = house.imports.undo(result.batch)
    assert undone.kept == []
    assert tables(house) == before
    assert house.imports.run(result.batch).undone_at is not None
    with pytest.raises(Refused):
        house.imports.undo(result.batch)
    take_over(house, BARABANKI)
    assert len(tables(house)["lead"]) == len(before["lead"]) + 284


@pytest.fixture(scope="module")
def dedupe(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Twenty thousand leads, and the list of 3,000 imported against them."""
    folder = tmp_path_factory.mktemp("dedupe")
    services = open_house(folder)
    base = folder / "base_leads.csv"
    base.write_bytes(gzip.decompress((DATA / "dedupe_f1" / "base_leads.csv.gz").read_bytes()))
    _, base_outcomes = take_over(services, base)
    with base.open(encoding="utf-8-sig", newline="") as handle:
        ids = [row["base_id"] for row in csv.DictReader(handle)]
    before = tables(services)
    result, outcomes = take_over(services, DATA / "dedupe_f1" / "incoming_3000.xlsx")
    text = gzip.decompress((DATA / "dedupe_f1" / "truth.csv.gz").read_bytes()).decode("utf-8-sig")
    return {
        "services": services,
        "base_outcomes": base_outcomes,
        "leads": {base_id: one.lead for base_id, one in zip(ids, base_outcomes, strict=True) if one.lead},
        "before": before,
        "result": result,
        "outcomes": {one.line: one for one in outcomes},
        "truth": list(csv.DictReader(text.splitlines())),
    }


def test_every_lead_of_the_base_is_another_firm(dedupe: dict[str, Any]) -> None:
    verdicts = Counter(one.verdict for one in dedupe["base_outcomes"])

    assert verdicts == {"new": 20000}


def test_what_a_certain_key_proves_is_merged_into_the_right_lead(dedupe: dict[str, Any]) -> None:
    by_row = {int(row["row"]): row for row in dedupe["truth"]}

    def target(row: dict[str, str]) -> int:
        if row["base_id"]:
            return int(dedupe["leads"][row["base_id"]])
        earlier = by_row[int(row["of_row"])]
        return target(earlier) if earlier["verdict"].startswith("same") else dedupe["outcomes"][int(row["of_row"])].lead

    sure = [row for row in dedupe["truth"] if row["auto_merge"] == "yes"]
    for row in sure:
        outcome = dedupe["outcomes"][int(row["row"])]
        assert outcome.verdict in row["allowed"].split(";"), row
        assert outcome.lead == target(row), row
    assert len(sure) == 134


def test_no_trap_is_merged_and_no_other_firm(dedupe: dict[str, Any]) -> None:
    for row in dedupe["truth"]:
        if row["verdict"] in ("trap", "new") or row["auto_merge"] == "no":
            assert dedupe["outcomes"][int(row["row"])].verdict in ("new", "review"), row


def test_every_duplicate_is_merged_or_waits_with_its_lead_and_nobody_else_does(dedupe: dict[str, Any]) -> None:
    judged = judge(dedupe["truth"], dedupe["outcomes"], dedupe["leads"])
    assert (judged.found, judged.of, judged.right, judged.wrong) == (240, 240, 134, [])
    assert (judged.needless, dict(judged.rejects)) == (0, {True: 20})
    assert judged.losses() == []
    assert dedupe["services"].reviews.waiting() == 106


def test_shared_numbers_are_told(dedupe: dict[str, Any]) -> None:
    for row in dedupe["truth"]:
        if "shared_mobile" in row["warnings"]:
            assert "shared_mobile" in dedupe["outcomes"][int(row["row"])].warnings, row


def test_bad_rows_are_rejected_for_their_reason_and_titles_are_skipped(dedupe: dict[str, Any]) -> None:
    outcomes = dedupe["outcomes"]
    for row in dedupe["truth"]:
        if row["verdict"] == "reject":
            assert outcomes[int(row["row"])].verdict == "rejected", row
            assert row["reason"] in outcomes[int(row["row"])].reasons, row
        elif row["verdict"] == "skip":
            assert int(row["row"]) not in outcomes, row
    assert len(outcomes) == 3000


def test_the_large_run_can_be_repeated_and_undone(dedupe: dict[str, Any]) -> None:
    services = dedupe["services"]
    again, _ = take_over(services, DATA / "dedupe_f1" / "incoming_3000.xlsx")
    assert (again.totals["new"], again.totals["updated"]) == (0, 0)
    services.imports.undo(dedupe["result"].batch)
    assert tables(services) == dedupe["before"]


@pytest.mark.skipif(not REAL.is_dir(), reason="the public lists are not here: samples/real")
def test_public_lists_give_their_known_counts(house: Services) -> None:
    with house.imports.plan(REAL / "gpi_units_ganga_basin.csv") as plan:
        counts, reasons = plan.counts, plan.codes
        assert (plan.rows, counts["rejected"]) == (2357, 2357)
        assert (reasons["out_of_state"], reasons["no_identifier"]) == (1267, 1090)
    result, outcomes = take_over(house, REAL / "gpi_units_up_invented_mobiles.csv")
    assert (result.totals["rows"], result.totals["rejected"]) == (1090, 0)
    assert sum("unresolved_district" in one.warnings for one in outcomes) == 11
    assert sum("ambiguous_district" in one.warnings for one in outcomes) == 413
    again, _ = take_over(house, REAL / "gpi_units_up_invented_mobiles.csv")
    assert (again.totals["new"], again.totals["updated"]) == (0, 0)


# ---------------------------------------------------------------------- merging


def test_blanks_of_an_older_lead_are_filled_and_nothing_is_overwritten(house: Services, tmp_path: Path) -> None:
    old = a_lead(house, number=1, pan=pan(1), owner_name="Ram Lal")
    house.sellers.edit(old.id, {"pin": "226001"})
    row = ("M/s BALAJI  Traders", "Shyam Lal", "Lucknow", f"{mobile(1)} / {mobile(2)} / {mobile(3)}", "b@example.org")
    result, outcomes = take_over(house, a_list(tmp_path, row))
    assert [(one.verdict, one.lead) for one in outcomes] == [("updated", old.id)]
    assert outcomes[0].warnings == ("conflict_owner_name",)
    now = house.sellers.detail(old.id)
    assert (now.lead.owner_name, now.lead.email, now.lead.alt_mobile) == ("Ram Lal", "b@example.org", mobile(2))
    assert [person.mobile for person in now.persons] == [mobile(3)]
    assert [lead.id for lead in house.lists.by_number(mobile(3))] == [old.id]
    again, _ = take_over(house, tmp_path / "list.csv")
    assert again.totals["unchanged"] == 1
    house.imports.undo(result.batch)
    assert house.sellers.get(old.id).email is None
    assert house.sellers.detail(old.id).persons == []


def test_what_staff_wrote_meanwhile_outlives_the_undo(house: Services, tmp_path: Path) -> None:
    result, outcomes = take_over(
        house, a_list(tmp_path, ("Alpha", "", "Lucknow", mobile(1)), ("Beta", "", "", mobile(2)))
    )
    worked = outcomes[0].lead or 0
    house.sellers.note(worked, "came to the office")
    undone = house.imports.undo(result.batch)
    assert ("lead", worked, ()) in undone.kept
    assert house.sellers.get(worked).name == "Alpha"
    with pytest.raises(NotFound):
        house.sellers.get(outcomes[1].lead or 0)


def test_rows_of_one_list_are_folded_together(house: Services, tmp_path: Path) -> None:
    path = a_list(
        tmp_path,
        ("Alpha Works", "", "Lucknow", mobile(1)),
        ("ALPHA WORKS", "Ram", "", mobile(1), "", "", pan(1)),
        ("Another Name", "", "", mobile(9), "", "", pan(1)),
        ("Alpha Works", "", "", mobile(9), "", "", pan(2)),
        ("Gamma", "", "", mobile(1)),
    )
    _, outcomes = take_over(house, path)
    assert [one.verdict for one in outcomes] == ["new", "merged", "merged", "new", "new"]
    assert "shared_mobile" in outcomes[0].warnings
    first = house.sellers.get(outcomes[0].lead or 0)
    assert (first.owner_name, first.pan, first.alt_mobile) == ("Ram", pan(1), mobile(9))
    assert outcomes[2].lead == first.id
    assert "shared_mobile" in outcomes[3].warnings
    assert "shared_mobile" in outcomes[4].warnings


def test_a_number_is_not_shared_with_oneself(house: Services, tmp_path: Path) -> None:
    path = a_list(tmp_path, ("Alpha", "", "", mobile(1)), ("ALPHA", "", "", mobile(1)))
    _, outcomes = take_over(house, path)
    assert [(one.verdict, one.warnings) for one in outcomes] == [
        ("new", ("missing_district",)),
        ("merged", ("missing_district",)),
    ]


def test_keys_of_two_leads_in_one_row_wait_for_a_person(house: Services, tmp_path: Path) -> None:
    one = a_lead(house, number=1, name="Alpha", pan=pan(1))
    two = a_lead(house, number=2, name="Beta")
    _, outcomes = take_over(house, a_list(tmp_path, ("Beta", "", "", mobile(2), "", "", pan(1))))
    assert (outcomes[0].verdict, outcomes[0].lead) == ("review", None)
    assert set(outcomes[0].candidates) == {one.id, two.id}
    assert [run.counts["review"] for run in house.imports.runs()] == [1]


def test_a_second_gstin_of_one_pan_is_told_and_kept_out(house: Services, tmp_path: Path) -> None:
    old = a_lead(house, number=1, gstin="09ZZAPN8978G1Z1", pan="ZZAPN8978G")
    _, outcomes = take_over(house, a_list(tmp_path, ("Balaji", "", "", "", "", "09ZZAPN8978G2Z0")))
    assert (outcomes[0].verdict, outcomes[0].lead) == ("unchanged", old.id)
    assert "second_gstin" in outcomes[0].warnings
    assert house.sellers.get(old.id).gstin == "09ZZAPN8978G1Z1"


def test_a_pan_is_known_by_the_gstin_of_an_older_lead(house: Services, tmp_path: Path) -> None:
    old = a_lead(house, number=1, gstin="09ZZAPN8978G1Z1")
    _, outcomes = take_over(house, a_list(tmp_path, ("Other Spelling", "", "", "", "", "", "ZZAPN8978G")))
    assert outcomes[0].lead == old.id


def test_a_firm_that_is_on_gem_already_is_closed_and_never_counted(house: Services, tmp_path: Path) -> None:
    path = a_list(
        tmp_path, ("Alpha", mobile(1), "हाँ"), ("Beta", mobile(2), "No"), head=("Unit", "Mobile", "जेम पर पंजीकृत")
    )
    _, outcomes = take_over(house, path)
    on_gem, other = (house.sellers.detail(one.lead or 0) for one in outcomes)
    assert (on_gem.lead.stage, on_gem.lead.gem_registered, on_gem.lead.counted_on) == ("already_registered", 1, None)
    assert [(e.code, e.evidence) for e in on_gem.timeline if e.kind == "stage"] == [("already_registered", "told")]
    assert (other.lead.stage, other.lead.gem_registered) == ("new", 0)


def test_the_ladder_gives_the_same_when_keys_go_to_the_disk(
    house: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [(f"Firm {n % 40}", "", "Lucknow", mobile(n % 40), "", "", pan(n % 50) if n % 3 else "") for n in range(300)]
    path = a_list(tmp_path, *rows)
    with house.imports.plan(path) as plan:
        wanted = [(one.verdict, one.warnings) for one in plan.outcomes()]
    assert {verdict for verdict, _ in wanted} >= {"new", "merged"}
    monkeypatch.setattr(import_keys, "KEYS_IN_MEMORY", 10)
    monkeypatch.setattr("onboarding.services.import_plan.CHUNK", 7)
    with house.imports.plan(path) as plan:
        assert [(one.verdict, one.warnings) for one in plan.outcomes()] == wanted


# ---------------------------------------------------------------------- all or nothing


def test_a_plan_writes_nothing_and_leaves_nothing(house: Services) -> None:
    before = tables(house)
    with house.imports.plan(BARABANKI) as plan:
        assert plan.totals()["new"] == 284
        assert stat.S_IMODE(next(staging_folder(house.database.path).glob("*.plan")).stat().st_mode) == 0o600
    assert tables(house) == before
    assert house.imports.runs() == []
    assert not staging_folder(house.database.path).exists()


@pytest.mark.parametrize("phase", ["reading", "saving"])
def test_stopped_anywhere_nothing_is_kept(house: Services, phase: str) -> None:
    before = tables(house)
    seen: list[str] = []

    def progress(_done: int, _of: int | None, now: str) -> None:
        seen.append(now)

    with (
        pytest.raises(Stopped),
        house.imports.plan(BARABANKI, progress=progress, cancelled=lambda: phase == "reading") as plan,
    ):
        house.imports.commit(plan, progress=progress, cancelled=lambda: phase in seen)
    assert phase in seen
    assert tables(house) == before
    assert house.imports.runs() == []
    assert not staging_folder(house.database.path).exists()
    take_over(house, BARABANKI)


def test_what_a_colleague_entered_since_the_plan_is_not_entered_twice(house: Services, tmp_path: Path) -> None:
    path = a_list(tmp_path, ("Balaji Traders", "", "Lucknow", mobile(1), "b@example.org"), ("Beta", "", "", mobile(2)))
    with house.imports.plan(path) as plan:
        assert verdicts(plan) == ["new", "new"]
        theirs = a_lead(colleague(house), number=1)
        result = house.imports.commit(plan)
        assert verdicts(plan) == ["updated", "new"]
    assert result.totals["new"] == 1
    assert house.sellers.get(theirs.id).email == "b@example.org"


def test_a_verified_copy_is_taken_before_many_rows(house: Services, tmp_path: Path) -> None:
    few = a_list(tmp_path, *[(f"Firm {n}", "", "", mobile(n)) for n in range(500)])
    many = a_list(tmp_path, *[(f"Firm {n}", "", "", mobile(n)) for n in range(501)], name="many.csv")
    folder = house.database.path.parent / "backups"
    take_over(house, few)
    assert not folder.exists()
    take_over(house, many)
    assert len(list(folder.glob("*.db"))) == 1


def test_a_file_that_cannot_be_read_leaves_nothing(house: Services, tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable):
        house.imports.plan(tmp_path / "missing.csv")
    assert not staging_folder(house.database.path).exists()


# ---------------------------------------------------------------------- reports


def test_rejected_rows_come_back_as_a_file_that_can_be_imported(house: Services, tmp_path: Path) -> None:
    path = a_list(
        tmp_path,
        ("Good Firm", "", "Lucknow", mobile(1)),
        ("=1+1 Traders", "@Owner", "Lucknow", "12345"),
        ("", "", "Lucknow", mobile(3)),
        ("+91 works", "", "Lucknow", "", "-x"),
    )
    with house.imports.plan(path) as plan:
        house.imports.commit(plan)
        report = house.imports.write_rejects(plan, tmp_path / "out", code_sentence)
    assert report is not None
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    raw = report.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(raw.decode("utf-8-sig").splitlines()))
    assert len(rows) == 1 + plan.counts["rejected"] == 4
    assert rows[0][:4] == ["Name of Unit", "Owner", "District", "Mobile"]
    assert rows[1][:4] == ["'=1+1 Traders", "'@Owner", "Lucknow", "12345"]
    assert rows[1][-1] == "3"
    assert code_sentence("no_identifier") in rows[1][-2]
    with house.imports.plan(report) as again:
        assert verdicts(again) == ["rejected"] * 3
    mended = report.read_text(encoding="utf-8-sig").replace("12345", mobile(7))
    report.write_text(mended, encoding="utf-8-sig")
    _, outcomes = take_over(house, report)
    assert house.sellers.get(outcomes[0].lead or 0).name == "=1+1 Traders"


def test_the_unit_of_amounts_goes_along_into_the_report(house: Services, tmp_path: Path) -> None:
    with house.imports.plan(BARABANKI) as plan:
        report = house.imports.write_rejects(plan, tmp_path / "out", code_sentence)
    assert report is not None
    with house.imports.plan(report) as again:
        assert again.rows == 8
        assert again.about.unit == plan.about.unit
        assert again.about.unit is not None


def test_an_import_that_is_broken_off_leaves_no_report(house: Services, tmp_path: Path) -> None:
    path = a_list(tmp_path, ("Good Firm", "", "", mobile(1)), ("Bad", "", "", "1"))
    with house.imports.plan(path) as plan, pytest.raises(Stopped):
        house.imports.commit_with_report(plan, tmp_path / "out", code_sentence, cancelled=lambda: True)
    assert list((tmp_path / "out").iterdir()) == []


def test_no_report_without_a_rejected_row(house: Services, tmp_path: Path) -> None:
    with house.imports.plan(a_list(tmp_path, ("Firm", "", "", mobile(1)))) as plan:
        assert house.imports.write_rejects(plan, tmp_path / "out", code_sentence) is None
    assert not (tmp_path / "out").exists()


def test_the_log_of_a_run_keeps_cells_but_no_aadhaar(house: Services, tmp_path: Path) -> None:
    path = a_list(tmp_path, ("Firm", "2345 6789 0124", "Lucknow", mobile(1)))
    result, _ = take_over(house, path)
    (row,) = house.imports.outcomes(result.batch)
    assert (row.line, row.verdict) == (2, "new")
    assert row.cells[3] == mobile(1)
    assert "2345 6789" not in " ".join(row.cells)


def test_every_code_has_a_sentence() -> None:
    found = codes()
    for code in (
        *found["reasons"],
        *found["warnings"],
        *found["signs"],
        "line",
        "reason",
        "unit.lakh",
        "unit.crore",
        "unit.thousand",
    ):
        assert not code_sentence(code).startswith("⟦"), code


def test_a_new_lead_bears_its_run_and_its_claim(house: Services, tmp_path: Path) -> None:
    path = a_list(
        tmp_path,
        ("Firm", mobile(1), "UDYAM-UP-50-9000065", "Micro", "लखनऊ"),
        head=("Unit", "Mobile", "Udyam", "Category", "District"),
    )
    result, outcomes = take_over(house, path)
    lead = house.sellers.get(outcomes[0].lead or 0)
    assert (lead.source, lead.batch_id, lead.stage, lead.stage_on) == ("import", result.batch, "new", "2026-11-23")
    assert (lead.mse_status, lead.mse_on, lead.enterprise_class) == ("udyam_format_ok", "2026-11-23", "micro")
    assert lead.district_code == LUCKNOW
    assert [found.id for found in house.lists.find("firm")] == [lead.id]
