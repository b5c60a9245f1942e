"""Runs of many rows: unseen until they are finished, gone on with or taken away when they were cut off, and nobody doubled."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest

from onboarding.db import figures as db_figures
from onboarding.db import search
from onboarding.db.staging_locks import staging_folder
from onboarding.domain.filters import SellerFilter, SortKey
from onboarding.domain.matching import Candidate
from onboarding.domain.recipe import Recipe
from onboarding.errors import NotFound, Refused, Stopped
from onboarding.services import import_runs, import_writing, imports
from onboarding.services.context import Services
from onboarding.services.doctor import Doctor
from onboarding.services.imports import ImportResult
from onboarding.services.matching import match
from tests.db.proof import prove
from tests.support.house import a_lead, colleague, mobile, open_house, pan
from tests.support.lists import a_list, tables
from tests.support.runs import cut_off, small_chunks

ROWS = 60
IS_FIRST = import_writing.is_first
HEAD = ("Unit", "Owner", "District", "Mobile", "Email", "PAN", "जेम पर पंजीकृत")
_OWN_TABLES = ("lead_words", "lead_codes", "import_")
OLDER = 3
"""Leads that are there before, of which the list knows the first."""


@pytest.fixture(autouse=True)
def chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    small_chunks(monkeypatch)


@pytest.fixture
def house(tmp_path: Path) -> Services:
    services = open_house(tmp_path)
    for number in range(OLDER):
        a_lead(services, number=number, name=f"Older {number}", pan=pan(number) if number else None)
    return services


def a_large_list(folder: Path) -> Path:
    """New firms, some with three numbers, some on GeM already, some twice; one older firm with more than is known, bad rows."""
    rows = [("Older 0", "Ram", "Lucknow", mobile(0), "older@example.org", pan(900), "")]
    for n in range(100, 100 + ROWS - 1):
        number = f"{mobile(n)} / {mobile(n + 1000)} / {mobile(n + 2000)}" if n % 7 == 0 else mobile(n)
        name, key = (f"Firm {n - 3}", mobile(n - 3)) if n % 10 == 5 else (f"Firm {n}", number)
        rows.append((name, f"Owner {n}", "Lucknow", "12" if n % 13 == 0 else key, "", "", "Yes" if n % 4 == 0 else ""))
    return a_list(folder, *rows, head=HEAD)


def whole(services: Services, path: Path) -> ImportResult:
    with services.imports.plan(path) as plan:
        return services.imports.commit(plan)


def outcomes(services: Services, run: int) -> list[Any]:
    return [replace(one) for one in services.imports.outcomes(run)]


def journal(services: Services) -> list[tuple[Any, ...]]:
    with services.database.read() as connection:
        ranges = connection.execute("SELECT table_name, first_id, last_id FROM change_range ORDER BY id").fetchall()
        rows = connection.execute("SELECT table_name, row_id, op, before, after FROM change_row ORDER BY id").fetchall()
    return [*ranges, *rows]


# ---------------------------------------------------------------------- the same as in one piece


def test_a_run_in_chunks_is_what_one_transaction_makes(
    house: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = a_large_list(tmp_path)
    result = whole(house, path)
    with monkeypatch.context() as patch:
        patch.setattr(imports, "AT_ONCE", 1_000)
        other = open_house(tmp_path / "other")
        for number in range(OLDER):
            a_lead(other, number=number, name=f"Older {number}", pan=pan(number) if number else None)
        assert whole(other, path) == result
    assert tables(house) == tables(other)
    assert journal(house) == journal(other)
    assert outcomes(house, 1) == outcomes(other, 1)
    assert (result.totals["merged"], result.totals["rejected"], result.totals["updated"]) > (0, 0, 0)
    prove(house.database)
    assert not staging_folder(house.database.path).exists()


@pytest.mark.parametrize("after", [10, 30, 60])
def test_a_run_that_was_cut_off_goes_on_to_the_same(house: Services, tmp_path: Path, after: int) -> None:
    path = a_large_list(tmp_path)
    cut_off(house, path, after=after)
    (run,) = house.imports.runs()
    assert (run.state, run.written) == ("cut_off", after)
    result = house.imports.resume(run.id)
    other = open_house(tmp_path / "other")
    for number in range(OLDER):
        a_lead(other, number=number, name=f"Older {number}", pan=pan(number) if number else None)
    assert whole(other, path) == result
    assert tables(house) == tables(other)
    assert journal(house) == journal(other)
    assert house.imports.run(run.id).state == "done"
    prove(house.database)
    with pytest.raises(Refused, match="not_cut_off"):
        house.imports.resume(run.id)
    before = {name for name, rows in tables(house).items() if rows}
    house.imports.undo(run.id)
    assert len(house.lists.ids(SellerFilter())) == OLDER
    assert "lead" in before


def test_the_first_list_of_a_book_is_begun_again_when_it_was_cut_off(
    house: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_runs, "is_first", IS_FIRST)
    path = a_large_list(tmp_path)
    cut_off(house, path, after=30)
    assert house.imports.runs()[0].written == 0
    result = house.imports.resume(1)
    assert len(house.lists.ids(SellerFilter())) == OLDER + result.totals["new"]
    prove(house.database)
    assert [one.code for one in Doctor(house.database.path, house.clock).look() if one.severity == "broken"] == []


# ---------------------------------------------------------------------- nobody sees it


def readings(services: Services) -> dict[str, Any]:
    """What every door shows."""
    filters = [
        SellerFilter(), SellerFilter(text="firm"), SellerFilter(text="owner 101"), SellerFilter(stages=("already_registered",)),
        SellerFilter(district="162"), SellerFilter(batch=1), SellerFilter(next_step="none"), SellerFilter(text=mobile(101)),
    ]  # fmt: skip
    filters += [SellerFilter(sort=sort, descending=down) for sort in get_args(SortKey) for down in (False, True)]
    lists = services.lists
    with services.database.read() as connection:
        figures = db_figures.moves(connection, services.clock.today(), services.clock.today())
        # Not only what is shown of a search: hits that nobody may see would crowd out the others at its limit.
        hits = [search.found_ids(connection, text) for text in ("firm", "owner", pan(900), mobile(101))]
    return {
        "ids": [list(lists.ids(one)) for one in filters],
        "count": [lists.count(one) for one in filters],
        "tally": [lists.tally(by, SellerFilter()) for by in ("stage", "district", "desk")],
        "found": [len(lists.find(text)) for text in ("firm", "Firm 101", "owner", mobile(101), pan(900))],
        "numbers": [len(lists.by_number(mobile(101)[4:])), len(lists.starting_with(mobile(101)[:8]))],
        "match": [
            match(services.database, Candidate.of({"name": "Firm 101", "mobile": mobile(101)})),
            match(services.database, Candidate.of({"name": "Another", "mobile": mobile(1105)})),
        ],
        "today": services.today.view(),
        "moves": figures,
        "hits": hits,
        "tables": {name: rows for name, rows in tables(services).items() if not name.startswith(_OWN_TABLES)},
    }  # fmt: skip


def test_no_door_shows_a_run_that_is_not_finished(house: Services, tmp_path: Path) -> None:
    before = readings(house)
    cut_off(house, a_large_list(tmp_path), after=50)
    with house.database.read(everything=True) as connection:
        first, last = connection.execute(
            "SELECT first_id, next_id - 1 FROM import_block WHERE table_name = 'lead'"
        ).fetchone()
        assert (
            connection.execute("SELECT count(*) FROM lead WHERE id BETWEEN ? AND ?", (first, last)).fetchone()[0] > 30
        )
        holders = [
            name
            for (name,) in connection.execute(
                "SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c ON c.name = 'lead_id' WHERE m.type = 'table'"
            )
        ]
    assert readings(house) == before
    with house.database.read() as connection:
        for name in set(holders) - {"import_row"}:
            seen = connection.execute(f"SELECT count(*) FROM {name} WHERE lead_id BETWEEN ? AND ?", (first, last))
            assert seen.fetchone() == (0,), name
    for look in (house.sellers.get, house.sellers.detail):
        with pytest.raises(NotFound):
            look(first)
    with pytest.raises(NotFound):
        house.sellers.edit(first, {"pin": "226001"})
    with pytest.raises(NotFound):
        house.sellers.note(first, "seen")
    assert house.history.of_lead(first) == []
    with house.imports.plan(a_large_list(tmp_path)) as again:
        assert again.counts["new"] > 40
        assert again.seen_before is None


def test_what_colleagues_write_meanwhile_stands(house: Services, tmp_path: Path) -> None:
    cut_off(house, a_large_list(tmp_path), after=50)
    theirs = a_lead(colleague(house), number=77, name="Entered Meanwhile")
    house.sellers.edit(1, {"pin": "226001"})
    house.sellers.note(theirs.id, "called")
    undone, _ = house.writing.undo()
    assert undone.verb == "note"
    house.imports.resume(1)
    assert house.sellers.get(theirs.id).name == "Entered Meanwhile"
    assert house.sellers.get(1).pin == "226001"
    prove(house.database)


def test_doctor_knows_a_run_that_was_cut_off_and_what_to_do(house: Services, tmp_path: Path) -> None:
    cut_off(house, a_large_list(tmp_path), after=20)
    found = {one.code: one for one in Doctor(house.database.path, house.clock).look()}
    assert found["import_cut_off"].values == {"id": 1, "file": "list.csv", "written": 20, "rows": ROWS}
    assert not {code for code, one in found.items() if one.severity == "broken"}
    left = Doctor(house.database.path, house.clock).repair("asha")
    assert "import_cut_off" in {one.code for one in left}
    house.imports.resume(1)
    assert "import_cut_off" not in {one.code for one in Doctor(house.database.path, house.clock).look()}
    prove(house.database)


# ---------------------------------------------------------------------- taken away, told, refused


def test_a_run_that_was_cut_off_can_be_taken_away(
    house: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_runs, "_AWAY", 7)
    before = tables(house)
    cut_off(house, a_large_list(tmp_path), after=50)
    undone = house.imports.undo(1)
    assert undone.unseen
    assert undone.rows > 30
    assert tables(house) == before
    assert house.imports.outcomes(1) == []
    assert house.imports.run(1).state == "given_up"
    assert not staging_folder(house.database.path).exists()
    with pytest.raises(Refused):
        house.imports.undo(1)
    prove(house.database)
    assert whole(house, a_large_list(tmp_path)).batch == 2


def test_taking_away_may_stop_and_the_run_still_goes_on(
    house: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_runs, "_AWAY", 7)
    cut_off(house, a_large_list(tmp_path), after=50)
    asked = iter([False, False, False, True])
    with pytest.raises(Stopped):
        house.imports.undo(1, cancelled=lambda: next(asked))
    assert 0 < house.imports.run(1).written < 50
    result = house.imports.resume(1)
    assert len(house.lists.ids(SellerFilter(batch=1))) == result.totals["new"]
    prove(house.database)


def test_it_is_told_how_far_it_was_until_somebody_decides(house: Services, tmp_path: Path) -> None:
    stopped = cut_off(house, a_large_list(tmp_path), after=30)
    assert stopped.sentence == "imports.cut_off"
    assert (stopped.values["written"], stopped.values["rows"], stopped.values["id"]) == (30, ROWS, 1)
    for _ in range(2):
        (told,) = colleague(house).imports.interrupted()
        assert (told.run, told.written, told.rows) == (1, 30, ROWS)
    house.imports.resume(1)
    assert house.imports.interrupted() == []


def test_nobody_else_goes_on_with_a_run_that_is_alive(house: Services, tmp_path: Path) -> None:
    refused: list[str] = []

    def meanwhile(_done: int, _of: int | None, phase: str) -> None:
        if phase != "saving" or refused:
            return
        other = colleague(house)
        for verb in (other.imports.resume, other.imports.undo):
            with pytest.raises(Refused) as error:
                verb(1)
            refused.append(error.value.sentence)
        assert other.imports.run(1).state == "running"
        assert other.imports.interrupted() == []

    with house.imports.plan(a_large_list(tmp_path)) as plan:
        house.imports.commit(plan, progress=meanwhile)
    assert refused == ["imports.running"] * 2


@pytest.mark.parametrize(
    "harm", [lambda plan: plan.unlink(), lambda plan: plan.write_bytes(plan.read_bytes()[:-1000] + bytes(1000))]
)
def test_a_run_whose_plan_is_lost_can_only_be_taken_away(
    house: Services, tmp_path: Path, harm: Callable[[Path], object]
) -> None:
    before = tables(house)
    cut_off(house, a_large_list(tmp_path), after=30)
    harm(next(staging_folder(house.database.path).glob("*.plan")))
    with pytest.raises(Refused, match="plan_lost"):
        house.imports.resume(1)
    house.imports.undo(1)
    assert tables(house) == before


# ---------------------------------------------------------------------- nobody is doubled


def test_a_firm_that_a_colleague_enters_meanwhile_is_one_firm(house: Services, tmp_path: Path) -> None:
    path = a_large_list(tmp_path)
    cut_off(house, path, after=50)
    theirs = a_lead(colleague(house), name="Firm 101", mobile=mobile(101), owner_name="Theirs", district_code=None)
    line = next(one.line for one in house.imports.outcomes(1) if mobile(101) in one.cells)
    planned = house.imports.run(1).counts["new"]
    result = house.imports.resume(1)
    assert [lead.id for lead in house.lists.find(mobile(101))] == [theirs.id]
    row = next(one for one in house.imports.outcomes(1) if one.line == line)
    assert (row.verdict, row.lead, "conflict_owner_name" in row.warnings) == ("updated", theirs.id, True)
    assert (result.totals["new"], result.totals["updated"]) == (planned - 1, 2)
    assert house.imports.run(1).counts == result.totals
    assert house.sellers.get(theirs.id).district_code == "162"
    prove(house.database)
    house.imports.undo(1)
    assert len(house.lists.ids(SellerFilter())) == OLDER + 1
    prove(house.database)


def test_a_list_of_new_firms_only_leaves_theirs_as_it_is(house: Services, tmp_path: Path) -> None:
    cut_off(house, a_large_list(tmp_path), after=50, recipe=Recipe(mode="only_new"))
    theirs = a_lead(colleague(house), name="Firm 101", mobile=mobile(101), district_code=None)
    house.imports.resume(1)
    row = next(one for one in house.imports.outcomes(1) if one.lead == theirs.id)
    assert (row.verdict, "mode_only_new" in row.warnings) == ("unchanged", True)
    assert house.sellers.get(theirs.id).district_code is None
    prove(house.database)


def test_keys_of_two_leads_wait_for_a_person(house: Services, tmp_path: Path) -> None:
    rows = [(f"Firm {n}", "", "Lucknow", mobile(n), "", pan(n), "") for n in range(100, 130)]
    cut_off(house, a_list(tmp_path, *rows, head=HEAD), after=20)
    one = a_lead(colleague(house), name="Other", mobile=mobile(999), pan=pan(103))
    two = a_lead(colleague(house), name="Firm 103", mobile=mobile(103))
    house.imports.resume(1)
    row = next(row for row in house.imports.outcomes(1) if mobile(103) in row.cells)
    assert (row.verdict, row.lead, set(row.candidates)) == ("review", None, {one.id, two.id})
    (item,) = house.reviews.rows(house.reviews.ids())
    assert (item.name, item.line) == ("Firm 103", row.line)
    house.reviews.same(item.id, two.id)
    prove(house.database)


def test_what_a_colleague_wrote_meanwhile_is_not_overwritten(house: Services, tmp_path: Path) -> None:
    cut_off(house, a_large_list(tmp_path), after=30)
    house.sellers.edit(1, {"email": "theirs@example.org"})
    house.imports.resume(1)
    now = house.sellers.get(1)
    assert (now.email, now.owner_name) == ("theirs@example.org", "Ram")


def test_what_a_merged_lead_would_get_goes_to_the_one_it_went_into(house: Services, tmp_path: Path) -> None:
    cut_off(house, a_large_list(tmp_path), after=30)
    house.merging.merge(2, 1)
    house.imports.resume(1)
    assert house.sellers.get(2).email == "older@example.org"
    prove(house.database)


def test_rows_of_a_lead_that_is_gone_wait_for_a_person(house: Services, tmp_path: Path) -> None:
    a_first = a_list(tmp_path, ("Early Bird", "", "Lucknow", mobile(500)), head=HEAD, name="first.csv")
    first = whole(house, a_first)
    rows = [(f"Firm {n}", "", "Lucknow", mobile(n)) for n in range(100, 130)]
    rows.append(("Early Bird", "Owner", "Lucknow", mobile(500)))
    cut_off(house, a_list(tmp_path, *rows, head=HEAD), after=20)
    house.imports.undo(first.batch)
    result = house.imports.resume(2)
    row = house.imports.outcomes(2)[-1]
    assert (row.verdict, row.lead, row.warnings) == ("review", None, ("lead_gone",))
    assert (result.totals["updated"], result.totals["review"]) == (0, 1)
    (item,) = house.reviews.ids()
    assert house.reviews.view(item).sides == ()
    made = house.reviews.new(item)
    assert made.lead is not None
    assert (house.sellers.get(made.lead).name, house.sellers.get(made.lead).owner_name) == ("Early Bird", "Owner")


def test_two_runs_of_one_list_make_each_firm_once(house: Services, tmp_path: Path) -> None:
    path = a_large_list(tmp_path)
    cut_off(house, path, after=30)
    second = whole(colleague(house), path)
    result = house.imports.resume(1)
    assert (result.totals["new"], result.first_lead is None) == (0, False)
    assert len(house.lists.ids(SellerFilter())) == OLDER + second.totals["new"]
    prove(house.database)


# ---------------------------------------------------------------------- the undo of a run


def test_what_an_undo_keeps_is_told_with_who_did_what(house: Services, tmp_path: Path) -> None:
    whole(house, a_large_list(tmp_path))
    worked = house.lists.find(mobile(101))[0]
    colleague(house).sellers.note(worked.id, "came to the office")
    undone = house.imports.undo(1)
    (kept,) = house.imports.kept(undone)
    assert (kept.id, kept.name) == (worked.id, worked.name)
    assert kept.entry is not None
    assert (kept.entry.verb, kept.entry.who) == ("note", "ravi")


# ---------------------------------------------------------------------- the rule that makes it so


def test_statements_that_write_name_the_table_itself() -> None:
    """A view of the same name hides rows of runs under way, and nothing can be written to a view."""
    folder = Path(import_runs.__file__).parents[1] / "db"
    writes = re.compile(
        r"(?:INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM) (lead|lead_number|lead_person|stage_event|\{\w[\w.]*\})\b"
    )
    wrong = [
        f"{path.name}: {line.strip()}"
        for path in sorted(folder.glob("*.py"))
        if path.name != "import_staging.py"
        for line in path.read_text(encoding="utf-8").splitlines()
        if writes.search(line)
    ]
    assert wrong == []
