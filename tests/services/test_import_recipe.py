"""How a list is understood and by which rules it is taken over: profiles, modes, overwriting, spellings, what is new, the log."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from onboarding.domain.recipe import Recipe
from onboarding.errors import FileUnreadable, NotFound, OnboardingError, Refused
from onboarding.import_words import code_sentence
from onboarding.services.context import Services
from tests.support.house import LUCKNOW, a_lead, colleague, mobile, open_house
from tests.support.lists import DATA, HEAD, a_list, tables, take_over, verdicts

ODD = ("naam", "sampark", "zila", "x")
MAPPED = {"naam": "name", "sampark": "mobile", "x": None}


@pytest.fixture
def house(tmp_path: Path) -> Services:
    return open_house(tmp_path)


def odd_list(folder: Path, *rows: tuple[str, ...], name: str = "odd.csv", turned: bool = False) -> Path:
    """A list with a title and headings that nobody knows."""
    path = folder / name
    order = slice(None, None, -1) if turned else slice(None)
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([["DIC Barabanki, October 2026"], *(list(row)[order] for row in (ODD, *rows))])
    return path


def rows_of(count: int, first: int = 0) -> list[tuple[str, ...]]:
    return [(f"Firm {n}", mobile(n), "Lucknow", "note") for n in range(first, first + count)]


def commit(house: Services, path: Path, recipe: Recipe | None = None) -> int:
    with house.imports.plan(path, recipe) as plan:
        return house.imports.commit(plan).batch


# ---------------------------------------------------------------------- profiles


def test_what_was_decided_once_is_known_by_the_headings_of_the_next_list(house: Services, tmp_path: Path) -> None:
    first = odd_list(tmp_path, *rows_of(6))
    with pytest.raises(FileUnreadable, match="no_header"):
        house.imports.plan(first)
    assert house.imports.head(first)[:2] == [(1, "DIC Barabanki, October 2026"), (2, "naam · sampark · zila · x")]
    commit(house, first, Recipe(header=2, columns=MAPPED, sender="DIC Barabanki"))
    with house.imports.plan(odd_list(tmp_path, *rows_of(6, 10), name="next.csv", turned=True)) as plan:
        assert plan.profile is not None
        assert plan.profile.sender == "DIC Barabanki"
        assert (plan.about.mapping, plan.about.header_row) == (
            {"sampark": "mobile", "naam": "name", "zila": "district"},
            2,
        )
        assert plan.totals()["new"] == 6
        house.imports.commit(plan)
    assert len(house.import_profiles.all()) == 1
    with pytest.raises(FileUnreadable, match="no_header"):
        house.imports.plan(first, profiles=False)


def test_a_person_may_decide_otherwise_than_the_profile(house: Services, tmp_path: Path) -> None:
    commit(house, odd_list(tmp_path, *rows_of(6)), Recipe(header=2, columns=MAPPED))
    with house.imports.plan(odd_list(tmp_path, *rows_of(6)), Recipe(columns={"#3": "block"})) as plan:
        assert plan.about.mapping == {"naam": "name", "sampark": "mobile", "zila": "block"}
        house.imports.commit(plan)
    (kept,) = house.import_profiles.all()
    assert kept.recipe.columns == {"naam": "name", "sampark": "mobile", "x": None, "zila": "block"}


def test_a_profile_goes_with_its_run_and_can_be_renamed_and_forgotten(house: Services, tmp_path: Path) -> None:
    before = tables(house)
    run = commit(house, odd_list(tmp_path, *rows_of(3)), Recipe(header=2, columns=MAPPED))
    (kept,) = house.import_profiles.all()
    assert kept.sender == "DIC Barabanki,"
    assert house.import_profiles.rename(kept.id, "DIC BBK").sender == "DIC BBK"
    with pytest.raises(Refused):
        house.import_profiles.rename(kept.id, " ")
    house.import_profiles.forget(kept.id)
    assert house.import_profiles.all() == []
    with pytest.raises(NotFound):
        house.import_profiles.forget(kept.id)
    house.writing.undo()
    house.writing.undo()
    assert [one.sender for one in house.import_profiles.all()] == ["DIC Barabanki,"]
    house.imports.undo(run)
    assert house.import_profiles.all() == []
    assert tables(house) == before


def test_nothing_decided_keeps_nothing(house: Services, tmp_path: Path) -> None:
    commit(house, a_list(tmp_path, ("Firm", "", "", mobile(1))))
    commit(house, a_list(tmp_path, ("Firm", "", "", mobile(1))), Recipe(overwrite=frozenset({"address"})))
    assert house.import_profiles.all() == []


def test_the_parse_choices_belong_to_the_profile(house: Services, tmp_path: Path) -> None:
    text = "Name of Unit~Mobile\n" + "".join(f"Café {n}~{mobile(n)}\n" for n in range(6))
    path = tmp_path / "odd.csv"
    path.write_bytes(text.encode("cp850"))
    commit(house, path, Recipe(separator="~", encoding="cp850"))
    with house.imports.plan(path) as plan:
        assert (plan.about.separator, plan.about.encoding) == ("~", "cp850")
        assert plan.page([0])[0].name == "Café 0"
        assert plan.totals()["unchanged"] == 6


def test_a_sheet_is_found_again_by_the_pattern_of_its_name(house: Services, tmp_path: Path) -> None:
    import openpyxl

    def workbook(month: str) -> Path:
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        best = book.create_sheet("Best")
        best.append(["Name of Unit", "Mobile", "District", "GSTIN", "Email"])
        best.append(["Best", mobile(50), "Lucknow", "", ""])
        wanted = book.create_sheet(f"Our {month}")
        wanted.append(["Name of Unit", "Mobile", "Owner"])
        for n in range(5):
            wanted.append([f"Firm {n}", mobile(n), "Ram"])
        path = tmp_path / f"{month}.xlsx"
        book.save(path)
        return path

    with house.imports.plan(workbook("Oct 2026")) as plan:
        assert plan.about.sheet == "Best"
    commit(house, workbook("Oct 2026"), Recipe(sheet="Our Oct 2026"))
    with house.imports.plan(workbook("Nov 2026")) as plan:
        assert plan.about.sheet == "Our Nov 2026"
        assert plan.totals()["rows"] == 5


def test_what_no_column_gives_is_named(house: Services, tmp_path: Path) -> None:
    path = a_list(tmp_path, ("Lucknow", "x"), head=("District", "Remarks"))
    with house.imports.plan(path) as plan:
        assert plan.about.missing == ("name", "identifier")
    with house.imports.plan(path, Recipe(columns={"Remarks": "name"})) as plan:
        assert plan.about.missing == ("identifier",)


# ---------------------------------------------------------------------- modes


def test_modes_leave_rows_out_with_a_reason(house: Services, tmp_path: Path) -> None:
    old = a_lead(house, number=1, name="Old Firm")
    path = a_list(tmp_path, ("Old Firm", "Ram", "", mobile(1)), ("New Firm", "", "", mobile(2)))
    with house.imports.plan(path, Recipe(mode="only_new")) as plan:
        assert verdicts(plan) == ["unchanged", "new"]
        assert "mode_only_new" in next(plan.outcomes()).warnings
        house.imports.change_rules(plan, Recipe(mode="only_update"))
        assert verdicts(plan) == ["updated", "rejected"]
        assert list(plan.outcomes())[1].reasons == ("mode_only_update",)
        totals = plan.totals()
        assert totals["rows"] == totals["updated"] + totals["rejected"] == 2
        house.imports.commit(plan)
    assert house.sellers.get(old.id).owner_name == "Ram"
    with house.imports.plan(path) as plan:
        assert plan.recipe.mode == "only_update"


def test_new_leads_get_what_was_set_for_the_run(house: Services, tmp_path: Path) -> None:
    recipe = Recipe(defaults={"source": "dic_list", "sponsor_department": "additional-energy-sources"})
    with house.imports.plan(a_list(tmp_path, ("Firm", "", "", mobile(2))), recipe) as plan:
        lead = house.sellers.get(house.imports.commit(plan).first_lead or 0)
    assert (lead.source, lead.sponsor_department) == ("dic_list", "additional-energy-sources")


def test_what_gives_way_is_listed_and_what_a_person_typed_stays(house: Services, tmp_path: Path) -> None:
    def listed(owner: str, email: str) -> Path:
        return a_list(tmp_path, ("Firm", owner, "Lucknow", mobile(1), email), ("Other", "A", "", mobile(2)))

    commit(house, listed("Ram", "old@example.org"))
    firm = 1
    house.sellers.edit(firm, {"email": "typed@example.org"})
    before = tables(house)
    path = listed("Shyam", "new@example.org")
    with house.imports.plan(path) as plan:
        assert next(plan.outcomes()).warnings == ("conflict_owner_name", "conflict_email")
        assert plan.totals()["unchanged"] == 2
    with house.imports.plan(path, Recipe(overwrite=frozenset({"owner_name", "email"}))) as plan:
        assert set(next(plan.outcomes()).warnings) == {"overwritten_owner_name", "typed_email"}
        told = {one.field: (one.before, one.after, one.typed_by) for one in house.imports.replaced(plan)}
        assert told == {
            "owner_name": ("Ram", "Shyam", None), "email": ("typed@example.org", "new@example.org", "asha"),
        }  # fmt: skip
        run = house.imports.commit(plan).batch
        report = house.imports.write_overwritten(plan, None, code_sentence)
    assert report is not None
    assert "Ram,Shyam" in report.read_text(encoding="utf-8-sig")
    lead = house.sellers.get(firm)
    assert (lead.owner_name, lead.email) == ("Shyam", "typed@example.org")
    house.imports.undo(run)
    assert tables(house) == before


# ---------------------------------------------------------------------- what is new


def test_a_list_is_compared_with_the_senders_last_one(house: Services, tmp_path: Path) -> None:
    def listed(rows: list[tuple[str, ...]], name: str) -> Path:
        return a_list(tmp_path, *[(str(n), *row) for n, row in enumerate(rows, 1)], name=name, head=("S.No.", *HEAD))

    rows: list[tuple[str, ...]] = [(f"Firm {n}", "Ram", "Lucknow", mobile(n)) for n in range(20)]
    run = commit(house, listed(rows, "dic_oct_2026.csv"))
    later = [*rows[:5], *rows[7:]]
    later[0] = ("Firm 0", "Ram", "Lucknow", mobile(100))
    later[1] = ("Firm 1", "Shyam", "Barabanki", mobile(1))
    later.append(("Brand New", "", "", mobile(50)))
    with house.imports.plan(listed(later, "dic_nov_2026.csv")) as plan:
        assert plan.delta is not None
        found = plan.delta
    assert (found.of_run, found.same, found.new, found.changed, found.gone) == (run, 16, 1, 2, 2)
    assert found.fields == {"mobile": 1, "owner_name": 1, "district": 1}
    assert found.same + found.new + found.changed == found.rows == 19
    with house.imports.plan(listed(later, "other_office.csv")) as plan:
        assert plan.delta is None
    house.imports.undo(run)
    with house.imports.plan(listed(later, "dic_nov_2026.csv")) as plan:
        assert plan.delta is None


# ---------------------------------------------------------------------- spellings


def test_unknown_spellings_are_gathered_and_learned_for_all_their_rows(house: Services, tmp_path: Path) -> None:
    towns = ("Lakhnawu", "lakhnavu", "Lucknow", "Qwertz")
    path = a_list(tmp_path, *[(f"Firm {n}", "", towns[n % 4], mobile(n)) for n in range(12)])
    with house.imports.plan(path) as plan:
        found = house.imports.spellings(plan)
    assert [(set(one.spellings), one.rows, one.first_line) for one in found] == [
        ({"Lakhnawu", "lakhnavu"}, 6, 2), ({"Qwertz"}, 3, 5),
    ]  # fmt: skip
    assert LUCKNOW in found[0].suggested
    house.office.learn_spellings(found[0].spellings, LUCKNOW)
    with house.imports.plan(path) as plan:
        assert [one.spellings for one in house.imports.spellings(plan)] == [("Qwertz",)]
        assert {row.district_code for row in plan.page(range(12))} == {LUCKNOW, ""}
    house.writing.undo()
    with house.imports.plan(path) as plan:
        assert len(house.imports.spellings(plan)) == 2
    with pytest.raises(Refused):
        house.office.learn_spellings(("Qwertz",), "000")


def test_values_that_give_way_are_listed_before_they_do(house: Services, tmp_path: Path) -> None:
    a_lead(house, number=1, owner_name="Ram")
    path = a_list(tmp_path, ("Balaji Traders", "Shyam", "Lucknow", mobile(1)))
    (tmp_path / "no folder").write_text("a file", encoding="utf-8")
    with house.imports.plan(path, Recipe(overwrite=frozenset({"owner_name"}))) as plan:
        with pytest.raises(OnboardingError):
            house.imports.commit_with_report(plan, tmp_path / "no folder", code_sentence)
        assert house.imports.runs() == []
        colleague(house).sellers.edit(1, {"owner_name": "Mohan"})
        _, _, gave_way = house.imports.commit_with_report(plan, tmp_path / "out", code_sentence)
    assert gave_way is not None
    assert [one.name for one in (tmp_path / "out").iterdir()] == [gave_way.name]
    assert "Mohan,Shyam,ravi" in gave_way.read_text(encoding="utf-8-sig")


# ---------------------------------------------------------------------- the log


def test_the_log_is_searched_and_the_rejects_are_written_again(house: Services, tmp_path: Path) -> None:
    path = DATA / "sellers_dic_barabanki.xlsx"
    with house.imports.plan(path) as plan:
        result, first, _ = house.imports.commit_with_report(plan, None, code_sentence)
    assert first is not None
    log = house.import_log
    assert len(log.ids(result.batch)) == 300
    assert [row.outcome.verdict for row in log.rows(log.ids(result.batch, verdict="rejected"))] == ["rejected"] * 8
    assert [row.outcome.line for row in log.page(log.ids(result.batch, text="12"))][:1] == [12]
    assert len(log.ids(result.batch, text="[/b] Awadh")) == 1
    assert len(log.ids(result.batch, text="%")) == 0
    assert {
        c for row in log.rows(log.ids(result.batch, text="zzz", codes=("old_uam",))) for c in row.outcome.warnings
    } >= {"old_uam"}
    again = log.write_rejects(result.batch, tmp_path / "out", code_sentence)
    assert again is not None
    assert again.read_bytes() == first.read_bytes()
    with pytest.raises(NotFound):
        log.write_rejects(99, None, code_sentence)


def test_mended_rows_are_read_as_their_list_was_and_no_delta_of_it(house: Services, tmp_path: Path) -> None:
    rows: list[Any] = [*rows_of(6), ("No Number", "", "Lucknow", "")]
    path = odd_list(tmp_path, *rows)
    with house.imports.plan(path, Recipe(header=2, columns=MAPPED)) as plan:
        _, rejects, _ = house.imports.commit_with_report(plan, None, code_sentence)
    assert rejects is not None
    rejects.write_text(
        rejects.read_text(encoding="utf-8-sig").replace("No Number,", f"No Number,{mobile(70)}"), encoding="utf-8"
    )
    with house.imports.plan(rejects) as plan:
        assert verdicts(plan) == ["new"]
        assert plan.delta is None
        house.imports.commit(plan)
    with house.imports.plan(path) as plan:
        assert plan.delta is not None
        assert plan.delta.of_run == 1


def test_damage_that_was_mended_is_counted(house: Services) -> None:
    with house.imports.plan(DATA / "sellers_dic_barabanki.xlsx") as plan:
        assert plan.repairs == {
            "zero_tail": 6, "lost_digits": 4, "text_guard": 16, "hindi_digits": 10, "gstin_repaired": 2, "aadhaar_masked": 2,
        }  # fmt: skip
    result, _ = take_over(house, DATA / "sellers_dic_barabanki.xlsx")
    assert result.totals["new"] == 284
