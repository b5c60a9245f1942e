"""The review: doubtful rows of lists wait for a person, are decided one by one, and never ask twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from onboarding.domain.matching import Candidate
from onboarding.domain.recipe import Recipe
from onboarding.errors import KnownFirm, NotFound, Refused
from onboarding.services.context import Services
from onboarding.services.matching import match
from tests.support.house import a_lead, colleague, mobile, open_house, pan
from tests.support.lists import a_list, tables, take_over

BALAJI = ("श्री बालाजी ट्रेडर्स", "Ram Lal", "Lucknow", mobile(1), "balaji@example.org")
"""The lead of ``house``, in the other script."""


@pytest.fixture
def house(tmp_path: Path) -> Services:
    services = open_house(tmp_path)
    a_lead(services, number=1, name="Shree Balajee Trader", owner_name="Ram Lal")
    return services


def the_item(services: Services) -> int:
    (review_id,) = services.reviews.ids()
    return review_id


def test_a_row_in_the_other_script_waits_with_the_lead_and_why(house: Services, tmp_path: Path) -> None:
    _, outcomes = take_over(house, a_list(tmp_path, BALAJI))
    assert [(one.verdict, one.lead, one.candidates) for one in outcomes] == [("review", None, (1,))]
    assert set(outcomes[0].reasons) == {"like_phone", "like_name", "like_owner", "like_district"}
    view = house.reviews.view(the_item(house))
    assert (view.review.values["name"], view.review.line, view.review.state) == (BALAJI[0], 2, "open")
    assert [side.lead.id for side in view.sides] == [1]
    assert view.sides[0].adds.fields == {"name_hi": BALAJI[0], "email": BALAJI[4]}
    assert view.sides[0].doubtful.likeness.points == sum(points for _, points in view.sides[0].doubtful.likeness.why)
    assert house.reviews.rows([the_item(house)])[0][1] == BALAJI[0]


def test_same_fills_blanks_and_one_undo_takes_it_back(house: Services, tmp_path: Path) -> None:
    take_over(house, a_list(tmp_path, BALAJI))
    before = tables(house)
    assert house.reviews.same(the_item(house), 1) == (1, False)
    lead = house.sellers.get(1)
    assert (lead.name, lead.name_hi, lead.email) == ("Shree Balajee Trader", BALAJI[0], BALAJI[4])
    assert house.reviews.waiting() == 0
    house.writing.undo()
    assert tables(house) == before
    assert house.reviews.waiting() == 1


def test_taking_the_other_value_overwrites_and_stands_in_the_journal(house: Services, tmp_path: Path) -> None:
    take_over(house, a_list(tmp_path, BALAJI))
    house.reviews.same(the_item(house), 1, take=["name"])
    assert house.sellers.get(1).name == BALAJI[0]
    (entry,) = house.history.log(limit=1)
    changed = {row.table: (row.before or {}, row.after or {}) for row in house.history.rows_of(entry.id)}
    assert changed["lead"][0]["name"] == "Shree Balajee Trader"


def test_not_the_same_is_remembered_and_makes_a_lead_when_nobody_is_left(house: Services, tmp_path: Path) -> None:
    a_lead(house, number=9, name="Balaji Traders", owner_name="Ram Lal", email=BALAJI[4])
    path = a_list(tmp_path, BALAJI)
    take_over(house, path)
    item = the_item(house)
    first, second = [side.lead.id for side in house.reviews.view(item).sides]
    assert house.reviews.not_same(item, first) == (None, False)
    assert [side.lead.id for side in house.reviews.view(item).sides] == [second]
    made = house.reviews.not_same(item, second)
    assert made == (3, True)
    assert (house.sellers.get(3).name, house.sellers.get(3).source) == (BALAJI[0], "import")
    again, outcomes = take_over(house, path)
    assert (again.totals["new"], again.totals["updated"], outcomes[0].lead) == (0, 0, 3)
    assert house.reviews.waiting() == 0


def test_a_lead_made_of_a_row_gets_what_every_new_lead_of_its_run_got(house: Services, tmp_path: Path) -> None:
    with house.imports.plan(a_list(tmp_path, BALAJI), Recipe(defaults={"source": "dic_list"})) as plan:
        house.imports.commit(plan)
    made = house.reviews.new(the_item(house))
    assert made.lead is not None
    assert house.sellers.get(made.lead).source == "dic_list"


def test_a_list_of_new_firms_only_fills_nothing_in_the_review_either(house: Services, tmp_path: Path) -> None:
    with house.imports.plan(a_list(tmp_path, BALAJI), Recipe(mode="only_new")) as plan:
        house.imports.commit(plan)
    (side,) = house.reviews.view(the_item(house)).sides
    assert (side.adds.fields, side.adds.more) == ({}, ())
    before = house.sellers.get(1)
    house.reviews.same(the_item(house), 1)
    assert (house.sellers.get(1), house.reviews.waiting()) == (before, 0)


def test_both_are_kept_and_linked(house: Services, tmp_path: Path) -> None:
    path = a_list(tmp_path, BALAJI)
    take_over(house, path)
    assert house.reviews.link(the_item(house), 1) == (2, True)
    assert tables(house)["lead_link"][0][1:3] == (2, 1)
    _, outcomes = take_over(house, path)
    assert (outcomes[0].verdict, outcomes[0].lead) == ("unchanged", 2)


def test_leads_of_the_book_that_are_alike_are_told_unless_a_person_parted_or_linked_them(
    house: Services, tmp_path: Path
) -> None:
    a_lead(house, number=1, name="Balaji Trading House", owner_name="Ram Lal")
    a_lead(house, number=7, name="Verma Mills")
    assert [(one.lead.id, one.likeness.is_doubtful) for one in house.merging.alike(1)] == [(2, True)]
    take_over(house, a_list(tmp_path, BALAJI))
    made = house.reviews.link(the_item(house), 1).lead
    assert made is not None
    assert [lead.id for lead in house.sellers.detail(1).links] == [made]
    assert [one.lead.id for one in house.merging.alike(1)] == [2]
    assert {one.lead.id for one in house.merging.alike(2)} == {1, made}


def test_what_was_decided_is_not_asked_again(house: Services, tmp_path: Path) -> None:
    path = a_list(tmp_path, ("Balaji Trading House", *BALAJI[1:]))
    take_over(house, path)
    house.reviews.same(the_item(house), 1)
    before = tables(house)
    _, outcomes = take_over(house, path)
    assert (outcomes[0].verdict, outcomes[0].lead) == ("unchanged", 1)
    assert "decided_before" in outcomes[0].warnings
    assert tables(house) == before


def test_an_open_row_does_not_wait_twice(house: Services, tmp_path: Path) -> None:
    path = a_list(tmp_path, BALAJI, BALAJI)
    _, outcomes = take_over(house, path)
    assert [one.verdict for one in outcomes] == ["review", "review"]
    _, outcomes = take_over(house, path)
    assert [one.candidates for one in outcomes] == [(1,), (1,)]
    assert house.reviews.waiting() == 1


def test_the_second_person_is_told_who_was_quicker(house: Services, tmp_path: Path) -> None:
    take_over(house, a_list(tmp_path, BALAJI))
    item = the_item(house)
    colleague(house).reviews.same(item, 1)
    before = tables(house)
    with pytest.raises(Refused) as told:
        house.reviews.new(item)
    assert told.value.values["who"] == "ravi"
    assert tables(house) == before
    with pytest.raises(NotFound):
        house.reviews.same(999, 1)


def test_the_undo_of_a_run_takes_what_waits_and_keeps_what_was_decided(house: Services, tmp_path: Path) -> None:
    other = a_lead(house, number=5, name="Gomti Leather Works", owner_name="Salim Khan")
    before = tables(house)
    gomti = ("गोमती लेदर वर्क्स", "Salim Khan", "Lucknow", mobile(5))
    result, _ = take_over(house, a_list(tmp_path, BALAJI, gomti))
    house.reviews.same(house.reviews.ids()[0], 1)
    undone = house.imports.undo(result.batch)
    assert undone.kept == [("review", 1, ())]
    assert house.reviews.waiting() == 0
    assert house.sellers.get(1).email == BALAJI[4]
    house.writing.redo()  # takes the undo of the run back
    house.writing.undo()
    assert house.reviews.waiting() == 2
    house.imports.undo(result.batch)
    assert tables(house) == before
    assert house.sellers.get(other.id).name == "Gomti Leather Works"


def test_all_that_are_certain_are_accepted_at_once_and_the_rest_waits(house: Services, tmp_path: Path) -> None:
    a_lead(house, number=5, name="Gomti Leather Works", owner_name="Salim Khan")
    gomti = ("Gomti Lether Works", "Imran Ansari", "Lucknow", mobile(5))
    take_over(house, a_list(tmp_path, BALAJI, gomti))
    assert house.reviews.accept_certain() == (1, 1)
    assert house.reviews.view(the_item(house)).review.name == "Gomti Lether Works"
    assert house.sellers.get(1).name_hi == BALAJI[0]
    house.writing.undo()
    assert house.reviews.waiting() == 2


def test_a_row_may_be_like_an_earlier_one_of_its_list(house: Services, tmp_path: Path) -> None:
    rows = (("Awadh Steel Works", "Anil", "Lucknow", mobile(7)), ("Awadh Stel Works", "Anil", "Lucknow", mobile(7)))
    _, outcomes = take_over(house, a_list(tmp_path, *rows))
    assert [(one.verdict, one.candidates) for one in outcomes] == [("new", ()), ("review", (outcomes[0].lead,))]
    assert house.reviews.view(the_item(house)).sides[0].lead.id == outcomes[0].lead


def test_two_rows_of_one_firm_make_one_lead(house: Services, tmp_path: Path) -> None:
    again = (BALAJI[0], BALAJI[1], "", BALAJI[3])
    take_over(house, a_list(tmp_path, BALAJI, again))
    first, second = house.reviews.ids()
    made = house.reviews.not_same(first, 1)
    assert house.reviews.not_same(second, 1) == (made.lead, False)


def test_a_number_on_four_firms_is_an_agents_and_hints_at_nothing(house: Services, tmp_path: Path) -> None:
    for n, name in enumerate(("Alpha", "Beta", "Gamma", "Delta")):
        a_lead(house, name=f"{name} Works", mobile=mobile(50), pan=pan(n))
    _, outcomes = take_over(house, a_list(tmp_path, ("Alfa Works", "", "Lucknow", mobile(50))))
    assert outcomes[0].verdict == "new"
    assert {"agent_number", "shared_mobile"} <= set(outcomes[0].warnings)


def test_an_agents_number_is_counted_in_book_and_list_together(house: Services, tmp_path: Path) -> None:
    names = ("Alpha", "Beta", "Gamma")
    rows = [(f"{name} Enterprises", f"Owner {name}", "Lucknow", mobile(1)) for name in names]
    _, outcomes = take_over(house, a_list(tmp_path, *rows))
    assert [one.verdict for one in outcomes] == ["new"] * 3
    assert all("agent_number" in one.warnings for one in outcomes)


def test_same_name_and_an_agents_number_in_another_district_is_another_firm(house: Services, tmp_path: Path) -> None:
    for n, name in enumerate(("Alpha", "Beta", "Gamma", "Delta")):
        a_lead(house, name=f"{name} Works", mobile=mobile(50), pan=pan(n))
    rows = (("Alpha Works", "", "Kanpur Nagar", mobile(50)), ("Beta Works", "", "Lucknow", mobile(50)))
    _, outcomes = take_over(house, a_list(tmp_path, *rows))
    assert [one.verdict for one in outcomes] == ["new", "unchanged"]


def test_five_thousand_items_are_read_as_ids_and_pages(house: Services, tmp_path: Path) -> None:
    take_over(house, a_list(tmp_path, BALAJI))
    with house.writing.change("import") as change:
        row = (1, 3, "x", "Firm", "{}", "[]", "[]")
        columns = ("batch_id", "line", "fingerprint", "name", "record", "more", "cells")
        change.insert_range("review", columns, [row] * 5000)
    ids = house.reviews.ids()
    assert (len(ids), ids.itemsize, house.reviews.waiting()) == (5001, 8, 5001)
    assert [row[0] for row in house.reviews.rows(ids[2000:2003])] == [2001, 2002, 2003]


def test_merging_two_leads_takes_what_the_review_knows_of_them_along_and_back(house: Services, tmp_path: Path) -> None:
    other = a_lead(house, number=9, name="Balaji Traders", owner_name="Ram Lal", email=BALAJI[4])
    take_over(house, a_list(tmp_path, BALAJI))
    item = the_item(house)
    house.reviews.not_same(item, 1)
    before = tables(house)
    house.merging.merge(1, other.id)
    assert house.reviews.view(item).sides == ()
    house.merging.unmerge(other.id)
    assert tables(house) == before
    house.reviews.same(item, other.id)
    house.merging.merge(1, other.id)
    assert house.reviews.view(item).review.decided_lead == 1
    _, outcomes = take_over(house, tmp_path / "list.csv")
    assert (outcomes[0].verdict, outcomes[0].lead) == ("unchanged", 1)


def test_a_pair_said_apart_or_linked_is_none_once_it_is_merged(house: Services, tmp_path: Path) -> None:
    take_over(house, a_list(tmp_path, BALAJI))
    house.reviews.link(the_item(house), 1)
    before = tables(house)
    house.merging.merge(1, 2)
    assert tables(house)["lead_link"] == []
    assert [row[2] for row in tables(house)["not_same"]] == [None]
    house.merging.unmerge(2)
    assert tables(house) == before


def test_two_clerks_at_the_same_instant_make_one_firm(house: Services) -> None:
    clerks = [house, colleague(house)]
    values = {"name": "Gomti Leather", "mobile": mobile(7), "district_code": "162"}
    barrier = Barrier(2)

    def register(clerk: Services) -> object:
        barrier.wait()
        try:
            return clerk.sellers.register(values).id
        except KnownFirm as known:
            return known

    with ThreadPoolExecutor(2) as threads:
        made = list(threads.map(register, clerks))
    (lead,) = [one for one in made if isinstance(one, int)]
    (known,) = [one for one in made if isinstance(one, KnownFirm)]
    assert known.lead_id == lead == 2


def test_the_form_is_told_whom_a_firm_may_be_and_why(house: Services) -> None:
    said = match(house.database, Candidate.of({"name": "श्री बालाजी ट्रेडर्स", "mobile": mobile(1)}))
    assert (said.kind, said.candidates) == ("possible", (1,))
    assert dict(said.likenesses[1].why)["like_phone"] == 50
    by_owner = Candidate.of(
        {"name": "श्री बालाजी ट्रेडर्स", "owner_name": "Ram Lal", "mobile": mobile(3), "district_code": "162"}
    )
    assert match(house.database, by_owner).kind == "possible"
    assert match(house.database, Candidate.of({"name": "Balaji Traders", "mobile": mobile(3)})).kind == "none"
