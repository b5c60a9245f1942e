"""Two leads become one and two again: what stands where, what the figures say, whatever was done since and in whatever order."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from onboarding import i18n
from onboarding.db import figures, merges
from onboarding.db.tables import JOURNALLED, referrers
from onboarding.domain.filters import SellerFilter
from onboarding.domain.one_firm import CHOOSABLE
from onboarding.domain.text import clean
from onboarding.errors import Merged, NotFound, Refused
from onboarding.merge_words import kept_words
from onboarding.services.context import Services
from onboarding.services.merging import _BY_NAME, HANDLED, merge_within
from onboarding.services.sellers import Move, NextStep
from tests.db.proof import journalled_rows, prove
from tests.support.hostile import HOSTILE
from tests.support.house import a_lead, colleague, mobile, open_house, pan

DAY = date(2026, 11, 20)


@pytest.fixture
def house(tmp_path: Path) -> Services:
    return open_house(tmp_path)


def work_on(house: Services, lead_id: int, *, note: str = "spoke") -> None:
    """Something in every table that belongs to a lead."""
    house.sellers.log_contact(
        lead_id, "interested", note=note, next_step=NextStep(on=date(2026, 11, 30), what="papers")
    )
    house.sellers.add_person(lead_id, {"name": f"Manager of {lead_id}", "mobile": mobile(500 + lead_id)})
    house.sellers.set_paper(lead_id, "gst", "have")
    house.sellers.block(lead_id, "other", note=note)


# ------------------------------------------------------------------ the schema


def test_merging_knows_every_table_that_refers_to_leads(house: Services) -> None:
    """Whoever adds such a table decides here what becomes of its rows: HANDLED, and _BY_NAME where a row may be one too many."""
    with house.database.read() as connection:
        found = set(referrers(connection, "lead"))
        assert found == HANDLED
        assert {name for name, _ in found} <= set(JOURNALLED)
        for name, column in found:
            for index, unique in connection.execute(
                'SELECT name, "unique" FROM pragma_index_list(?)', (name,)
            ).fetchall():
                of = [row[2] for row in connection.execute("SELECT * FROM pragma_index_info(?)", (index,))]
                assert not (unique and column in of) or name in _BY_NAME, (name, of)


def test_every_number_of_a_lead_without_a_foreign_key_is_a_log_or_derived(house: Services) -> None:
    with house.database.read() as connection:
        keys = set(referrers(connection, "lead"))
        columns = connection.execute(
            "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'"
        ).fetchall()
    numbers = {pair for pair in columns if pair[1] in ("lead_id", "gone_id", "candidates") or pair[1].endswith("_lead")}
    assert numbers - keys == merges.LOGS | merges.DERIVED


# ------------------------------------------------------------------ one of two


def test_all_that_pointed_to_the_one_points_to_the_other_and_back(house: Services) -> None:
    kept, gone = a_lead(house, number=1), a_lead(house, number=2, name="Balaji Trading Co", pan=pan(2))
    work_on(house, kept.id)
    work_on(house, gone.id, note="no power")
    before = journalled_rows(house.database)
    house.merging.merge(kept.id, gone.id, reason="same shop")
    prove(house.database)
    detail = house.sellers.detail(kept.id)
    assert detail.lead.pan == pan(2)
    assert (detail.lead.mobile, detail.lead.alt_mobile) == (mobile(1), mobile(2))
    assert detail.lead.contact_count == 2
    assert {person.name for person in detail.persons} == {f"Manager of {kept.id}", f"Manager of {gone.id}"}
    assert len(detail.papers) == 1
    assert [blocker.note for blocker in detail.blockers] == ["spoke\nno power"]
    assert any(entry.kind == "merge" and entry.code == f"#{gone.id} {gone.name}" for entry in detail.timeline)
    assert house.lists.by_number(mobile(502)) == [detail.lead]
    done = house.merging.unmerge(gone.id)
    prove(house.database)
    assert (done.undone.kept, done.stayed) == ([], 0)
    assert journalled_rows(house.database) == before


def test_the_number_of_a_gone_lead_leads_to_the_kept_one(house: Services) -> None:
    kept, gone = a_lead(house, number=1), a_lead(house, number=2)
    house.merging.merge(kept.id, gone.id)
    with pytest.raises(Merged) as caught:
        house.sellers.get(gone.id)
    assert (caught.value.into, caught.value.sentence) == (kept.id, "lead.merged")
    assert [lead.id for lead in house.lists.find(f"#{gone.id}")] == [kept.id]
    assert list(house.lists.ids(SellerFilter(text=f"#{gone.id}"))) == [kept.id]
    assert house.lists.find("#99") == []


def test_taken_values_stages_and_steps(house: Services) -> None:
    kept = a_lead(house, number=1, remarks="pays late", email="a@example.org", owner_name="Ram Lal")
    gone = a_lead(
        house, number=2, name="श्री बालाजी वस्त्रालय", remarks="two shops", email="b@example.org", owner_name="Sita Devi"
    )
    house.sellers.edit(gone.id, {"udyam": "UDYAM-UP-50-0000007", "enterprise_class": "micro"})
    house.sellers.set_mse(gone.id, "verified", evidence="seen")
    house.sellers.plan([kept.id], NextStep(on=date(2026, 12, 1), what="call"))
    house.sellers.plan([gone.id], NextStep(on=date(2026, 11, 25), what="visit"))
    house.sellers.edit(gone.id, {"do_not_call": 1})
    states = {row.field: row.state for row in house.merging.preview(kept.id, gone.id).rows}
    assert states["remarks"] == "joined"
    assert states["owner_name"] == "differs"
    assert states["next_on"] == "ruled"
    assert states["district_code"] == "same"
    assert states["udyam"] == "filled"
    house.merging.merge(kept.id, gone.id, take=["owner_name", "mobile"])
    lead = house.sellers.get(kept.id)
    assert (lead.mobile, lead.alt_mobile, lead.owner_name) == (mobile(2), mobile(1), "Sita Devi")
    assert (lead.next_on, lead.next_what, lead.do_not_call) == ("2026-11-25", "visit", 1)
    assert (lead.mse_status, lead.enterprise_class) == ("verified", "micro")
    assert lead.name_hi == "श्री बालाजी वस्त्रालय"
    assert lead.remarks == "pays late\ntwo shops"
    people = house.sellers.detail(kept.id).persons
    assert {(one.name, one.email) for one in people} == {("Ram Lal", None), (None, "b@example.org")}


def test_a_number_that_finds_no_place_goes_to_a_further_person(house: Services) -> None:
    kept = a_lead(house, number=1, alt_mobile=mobile(3), phone="5222000000")
    gone = a_lead(house, number=2, alt_mobile=mobile(4), phone="5222000001")
    house.merging.merge(kept.id, gone.id)
    assert [one.mobile for one in house.sellers.detail(kept.id).persons] == [mobile(2), mobile(4), "5222000001"]
    assert [lead.id for lead in house.lists.by_number(mobile(4))] == [kept.id]


def test_what_cannot_be_merged_is_refused(house: Services) -> None:
    kept, gone = a_lead(house, number=1), a_lead(house, number=2)
    with pytest.raises(Refused, match=r"merge\.itself"):
        house.merging.merge(kept.id, kept.id)
    with pytest.raises(NotFound, match=r"lead\.not_found"):
        house.merging.merge(kept.id, 99)
    with pytest.raises(Refused, match=r"merge\.field_unknown"):
        house.merging.merge(kept.id, gone.id, take=["version"])
    house.sellers.edit(kept.id, {"remarks": "changed meanwhile"})
    with pytest.raises(Refused, match=r"merge\.changed_meanwhile"):
        house.merging.merge(kept.id, gone.id, seen=(kept.version, gone.version))
    with pytest.raises(NotFound, match=r"merge\.none"):
        house.merging.unmerge(kept.id)


def test_every_field_of_a_lead_is_compared() -> None:
    from dataclasses import fields

    from onboarding.domain.records import Lead

    inner = {"id", "version", "created_at", "updated_at", "stage_on", "mse_on", "next_at", "next_what", "next_by", "batch_id",
             "last_contact_on", "contact_count", "counted_on", "counted_by", "counted_evidence", "mse_counted_on"}  # fmt: skip
    assert {field.name for field in fields(Lead)} - inner == set(CHOOSABLE)


def test_hostile_text_goes_through_unchanged(house: Services) -> None:
    for place, text in enumerate(map(clean, HOSTILE[::4])):
        kept = a_lead(house, number=10 + 2 * place, remarks="plain")
        gone = a_lead(house, number=11 + 2 * place, name=text or "x", remarks=text or None)
        stored = house.sellers.get(gone.id)
        house.merging.merge(kept.id, gone.id, take=["name"], reason=text)
        assert house.sellers.get(kept.id).name == stored.name
        house.merging.unmerge(gone.id)
        assert house.sellers.get(gone.id).remarks == stored.remarks
    prove(house.database)


# ------------------------------------------------------------------ figures


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        # (stages of one, stages of the other, (stage, counted on) of the one firm)
        ((("account_created", 20),), (("contacted", 21),), ("account_created", "2026-11-20")),
        ((("account_created", 20),), (("duplicate", 21),), ("account_created", "2026-11-20")),
        ((("account_created", 20), ("productive", 21)), (("account_created", 18),), ("productive", "2026-11-18")),
        ((("contacted", 20),), (("already_registered", 21),), ("contacted", None)),
        # closed with an account against one that is open: the account is there
        ((("contacted", 22),), (("account_created", 20), ("unreachable", 21)), ("account_created", "2026-11-20")),
        ((("not_interested", 20),), (("duplicate", 21),), ("not_interested", None)),
        ((("account_created", 20), ("contacted", 21)), (("willing", 22),), ("willing", None)),
    ],
)
def test_one_firm_counts_once(
    house: Services,
    one: tuple[tuple[str, int], ...],
    other: tuple[tuple[str, int], ...],
    expected: tuple[str, str | None],
    turned: bool,
) -> None:
    ids = []
    for number, stages in enumerate((one, other)):
        ids.append(a_lead(house, number=number).id)
        for stage, day in stages:
            house.sellers.move(ids[-1], Move(to=stage, event_on=date(2026, 11, day), evidence="seen", reason="so"))
    before = journalled_rows(house.database)
    kept, gone = reversed(ids) if turned else ids
    house.merging.merge(kept, gone)
    prove(house.database)
    lead = house.sellers.get(kept)
    assert (lead.stage, lead.counted_on) == expected
    with house.database.read() as connection:
        stock = figures.standing(connection)
        came, left = figures.moves(connection, date(2000, 1, 1), date.max)
    assert {stage: n for stage, n in stock.items() if n} == {lead.stage: 1}
    assert {stage: came[stage] - left[stage] for stage in came if came[stage] != left[stage]} == {lead.stage: 1}
    house.merging.unmerge(gone)
    prove(house.database)
    assert journalled_rows(house.database) == before


# ------------------------------------------------------------------ in any order, with later edits


@pytest.mark.parametrize("chain", [((2, 3), (1, 2)), ((1, 2), (1, 3)), ((3, 2), (1, 3))])
def test_merges_are_taken_back_in_any_order(house: Services, chain: tuple[tuple[int, int], ...]) -> None:
    """A <- B <- C and the like: whichever is separated first, what remains is as if it had never been merged."""
    for number in (1, 2, 3):
        a_lead(house, number=number, name=f"Firm {number}", owner_name=f"Owner {number}")
        work_on(house, number)
    house.sellers.edit(2, {"udyam": "UDYAM-UP-50-0000002"})
    house.sellers.edit(3, {"udyam": "UDYAM-UP-50-0000003", "pan": pan(3)})
    before = journalled_rows(house.database)
    for order in permutations([gone for _, gone in chain]):
        for kept, gone in chain:
            house.merging.merge(kept, gone)
        house.merging.unmerge(order[0])
        prove(house.database)
        left = house.merging.went(order[1])
        assert left is not None
        _as_if_never_merged(house, left.lead_id, order[1], before)
        house.merging.unmerge(order[1])
        prove(house.database)
        assert journalled_rows(house.database) == before


def _as_if_never_merged(house: Services, kept: int, gone: int, before: object) -> None:
    """The one merge that is left gives the same lead as if it were the only one ever made."""
    stands = house.sellers.get(kept)
    house.merging.unmerge(gone)
    assert journalled_rows(house.database) == before
    house.merging.merge(kept, gone)
    again = house.sellers.get(kept)
    ours = {name: getattr(stands, name) for name in CHOOSABLE}
    assert ours == {name: getattr(again, name) for name in CHOOSABLE}


def test_what_was_changed_since_stays_and_is_listed(house: Services) -> None:
    kept, gone = a_lead(house, number=1), a_lead(house, number=2, pan=pan(2), email="b@example.org")
    house.sellers.log_contact(gone.id, "answered", note="before")
    house.merging.merge(kept.id, gone.id)
    house.sellers.edit(kept.id, {"pan": pan(3)})
    house.sellers.log_contact(kept.id, "interested", note="after")
    house.sellers.move(kept.id, Move(to="account_created", event_on=DAY, evidence="seen"))
    done = house.merging.unmerge(gone.id)
    prove(house.database)
    i18n.set_language("en")
    stayed = {(name, row_id): set(fields) for name, row_id, fields in done.undone.kept}
    assert stayed == {("lead", kept.id): {"pan", "stage"}}
    assert "PAN" in " ".join(kept_words(done.undone.kept))
    assert done.stayed == 3  # the call, the move to willing that it suggested, the account
    here, there = house.sellers.detail(kept.id), house.sellers.detail(gone.id)
    assert (here.lead.pan, here.lead.email, here.lead.stage) == (pan(3), None, "account_created")
    assert (there.lead.pan, there.lead.email, there.lead.stage) == (pan(2), "b@example.org", "contacted")
    assert [e.detail for e in here.timeline if e.kind == "contact"] == ["after"]
    assert [e.detail for e in there.timeline if e.kind == "contact"] == ["before"]


def test_a_separation_within_a_chain_is_taken_back(house: Services) -> None:
    for number in (1, 2, 3):
        a_lead(house, number=number, owner_name=f"Owner {number}")
    house.merging.merge(2, 3)
    house.merging.merge(1, 2)
    chained = journalled_rows(house.database)
    house.merging.unmerge(3)  # lifts the second merge and lays it anew
    house.writing.undo()
    prove(house.database)
    assert journalled_rows(house.database) == chained


def test_the_kept_lead_loses_what_goes_back_though_no_field_of_it_changes(house: Services) -> None:
    kept, gone = a_lead(house, number=1), a_lead(house, number=1, name="Other Firm")
    house.sellers.log_contact(gone.id, "no_answer")
    house.merging.merge(kept.id, gone.id)
    assert house.sellers.get(kept.id).contact_count == 1
    house.merging.unmerge(gone.id)
    assert (house.sellers.get(kept.id).contact_count, house.sellers.get(gone.id).contact_count) == (0, 1)


def test_undo_and_redo_merge_and_separate(house: Services) -> None:
    kept, gone = a_lead(house, number=1), a_lead(house, number=2, pan=pan(2))
    house.merging.merge(kept.id, gone.id)
    merged = journalled_rows(house.database)
    house.writing.undo()
    assert house.sellers.get(gone.id).pan == pan(2)
    house.writing.redo()
    assert journalled_rows(house.database) == merged
    house.merging.unmerge(gone.id)
    house.writing.undo()  # the separation is a change like any other
    assert journalled_rows(house.database) == merged
    prove(house.database)


def test_undo_of_a_merge_that_a_colleague_built_upon(house: Services) -> None:
    ravi = colleague(house)
    one, two, three = (a_lead(house, number=n, owner_name=f"Owner {n}").id for n in (1, 2, 3))
    house.merging.merge(one, two)
    ravi.merging.merge(three, one)
    house.writing.undo()
    prove(house.database)
    assert house.sellers.get(two).id == two
    assert [merge.gone_id for merge in house.merging.merges(three)] == [one]
    ravi.writing.undo()
    prove(house.database)
    assert house.sellers.get(one).owner_name == "Owner 1"


def test_a_lead_that_was_worked_with_is_not_swallowed_by_redo(house: Services) -> None:
    kept, gone = a_lead(house, number=1), a_lead(house, number=2)
    house.merging.merge(kept.id, gone.id)
    house.writing.undo()
    colleague(house).sellers.note(gone.id, "is another shop")
    before = journalled_rows(house.database)
    with pytest.raises(Refused, match=r"merge\.worked_since"):
        house.writing.redo()
    assert journalled_rows(house.database) == before


def test_merges_of_a_batch_are_separated_one_by_one_and_undone_together(house: Services) -> None:
    ids = [a_lead(house, number=n, owner_name=f"Owner {n}").id for n in range(1, 5)]
    before = journalled_rows(house.database)
    with house.writing.change("review", subject="list.csv") as change:
        for gone in ids[1:]:
            merge_within(change, ids[0], gone)
    house.merging.unmerge(ids[2])
    prove(house.database)
    assert house.sellers.get(ids[2]).owner_name == "Owner 3"
    assert [merge.gone_id for merge in house.merging.merges(ids[0])] == [ids[3], ids[1]]
    with pytest.raises(Refused, match=r"merge\.several"):
        house.merging.unmerge(ids[0])
    batch = next(entry for entry in house.history.log() if entry.verb == "review")
    house.writing.take_back(batch)
    prove(house.database)
    assert journalled_rows(house.database) == before


def test_history_and_import_log_follow_the_firm(house: Services) -> None:
    kept, gone = a_lead(house, number=1), a_lead(house, number=2)
    house.sellers.edit(gone.id, {"remarks": "written before"})
    house.merging.merge(kept.id, gone.id)
    told = [change.after for change in house.history.of_lead(kept.id) if change.entry.verb == "edit"]
    assert told == [{"remarks": "written before"}]
