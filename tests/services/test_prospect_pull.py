"""The open-data list into the pool, from a real server that answers rightly, wrongly, slowly and halfway."""

from __future__ import annotations

import csv
import gzip
import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from onboarding.domain.prospects import PoolFilter
from onboarding.errors import OnboardingError, Refused, RemoteFailed, Stopped
from onboarding.i18n import tr
from onboarding.services.context import Services
from onboarding.services.prospect_pull import Access, Limits, PullRun, Wishes
from tests.db.proof import journalled_rows, prove
from tests.support.hostile import MARKUP, TERMINAL
from tests.support.house import a_lead, mobile, open_house
from tests.support.udyam_server import (
    BARABANKI,
    KEY,
    PAGES,
    Answer,
    Handler,
    Server,
    body,
    breaks_off,
    drips,
    envelope,
    hangs,
    nothing,
    record,
    sample,
    says,
    the_list,
    udyam_server,
)

QUICK = Limits(connect_s=2, read_s=0.3, whole_s=0.6, bytes=1 << 20)


@pytest.fixture
def server() -> Iterator[Server]:
    with udyam_server() as listening:
        yield listening


@pytest.fixture
def house(tmp_path: Path) -> Services:
    return open_house(tmp_path)


def a_run(
    house: Services,
    server: Server,
    *,
    key: str = KEY,
    waits: list[float] | None = None,
    **wishes: Any,  # noqa: ANN401
) -> PullRun:
    waited = waits if waits is not None else []
    wanted: dict[str, Any] = {
        "districts": (BARABANKI,),
        "page_rows": 100,
        "pause_s": 0,
        "limits": QUICK,
        "wait": waited.append,
    } | wishes
    return house.prospects.pull(Access(server.url, key), Wishes(**wanted))


def pool(house: Services) -> list[tuple[Any, ...]]:
    with house.database.read() as connection:
        return list(
            connection.execute(
                "SELECT district_code, name, pin, registered_on, nic FROM prospect ORDER BY 1, 2, 3, 4"
            ).fetchall()
        )


def truth() -> list[tuple[str, ...]]:
    with (PAGES / "truth.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if not row["again_of"]]
    return sorted(
        (row["district"], row["name"], row["pin"], row["registered"], row["nic"].replace(";", " ")) for row in rows
    )


# ---------------------------------------------------------------------------------------------- rightly


def test_the_sample_pages_are_287_prospects_as_their_truth_says(house: Services, server: Server) -> None:
    run = a_run(house, server)
    run.run()
    assert pool(house) == truth()
    (pull,) = run.done.values()
    assert (pull.state, pull.new, pull.known, pull.refused, pull.pages, pull.total) == ("done", 287, 2, 0, 3, 288)
    assert server.offsets == [0, 100, 200]
    assert all(asked["agent"].startswith("onboarding/") for asked in server.questions)
    assert run.units == {BARABANKI: 287}
    prove(house.database)


def test_the_same_pull_again_adds_nothing_and_notes_the_day(house: Services, server: Server, tmp_path: Path) -> None:
    a_run(house, server).run()
    before = journalled_rows(house.database)["prospect"]
    later = open_house(tmp_path, "2026-12-01T10:00")
    run = a_run(later, server)
    run.run()
    assert [(pull.new, pull.known) for pull in run.done.values()] == [(0, 289)]
    assert journalled_rows(house.database)["prospect"] == before
    assert later.prospects.get(1).last_seen_on == "2026-12-01"
    assert later.prospects.get(1).first_seen_on == "2026-11-23"


def test_how_many_units_a_district_has_is_kept_by_day(house: Services, server: Server, tmp_path: Path) -> None:
    lead = a_lead(house, district_code=BARABANKI)
    assert lead.id
    a_run(house, server, most_pages=1).run()
    a_run(open_house(tmp_path, "2026-12-01T10:00"), server, most_pages=1).run()
    with house.database.read() as connection:
        kept = connection.execute("SELECT district_code, as_on, units FROM udyam_units").fetchall()
    assert kept == [(BARABANKI, "2026-11-23", 287), (BARABANKI, "2026-12-01", 287)]
    counted = next(row for row in house.prospects.counts() if row.district_code == BARABANKI)
    assert (counted.prospects, counted.units, counted.as_on) == (198, 287, "2026-12-01")


def test_a_district_that_cannot_be_asked_by_code_is_asked_by_its_spellings(house: Services, server: Server) -> None:
    def by_name(handler: Handler) -> None:
        asked = handler.asked
        name = asked.get("filters[District]", "")
        units = {"BARABANKI": [record(1), record(2)], "BARA BANKI": [record(3, District="BARA BANKI")]}
        if not name:  # an unknown filter is passed over: the whole country answers
            handler.send(envelope([record(9, LG_DT_Code=162, District="LUCKNOW")], total=41_000_000))
            return
        found = units.get(name, [])
        handler.send(envelope(found[int(asked["offset"]) :][: int(asked["limit"])], total=len(found)))

    server.always = by_name
    run = a_run(house, server)
    run.run()
    assert [row[1] for row in pool(house)] == ["UNIT 1", "UNIT 2", "UNIT 3"]
    assert {pull.spelling for pull in run.done.values()} == {"BARABANKI", "BARA BANKI"}
    assert run.units == {BARABANKI: 3}


# ---------------------------------------------------------------------------------------------- a break, and on


def test_a_break_behind_page_two_goes_on_at_page_three(house: Services, server: Server, tmp_path: Path) -> None:
    server.next = [the_list, the_list, the_list, says("error-403.json", 403)]
    with pytest.raises(RemoteFailed, match=r"remote\.key_refused"):
        a_run(house, server).run()
    assert len(pool(house)) == 198
    run = a_run(house, server)
    run.run()
    assert server.offsets == [0, 100, 200, 200]
    assert pool(house) == truth()
    assert [(pull.state, pull.pages) for pull in run.done.values()] == [("done", 3)]


def test_stopping_ends_behind_the_page_in_hand(house: Services, server: Server) -> None:
    with pytest.raises(Stopped):
        a_run(house, server, stopped=lambda: len(server.offsets) == 2).run()
    assert (len(pool(house)), house.prospects.pulls()[0].next_offset) == (198, 200)
    a_run(house, server).run()
    assert pool(house) == truth()


def test_fresh_begins_at_the_beginning(house: Services, server: Server) -> None:
    a_run(house, server, most_pages=2).run()
    a_run(house, server, fresh=True).run()
    assert server.offsets == [0, 100, 0, 100, 200]
    assert [pull.state for pull in house.prospects.pulls()] == ["done", "left"]
    assert pool(house) == truth()


def test_a_pull_is_taken_back_but_for_what_became_a_lead(house: Services, server: Server) -> None:
    a_run(house, server).run()
    made = house.prospects.make_lead(5, {"mobile": "6440000001"})
    undone = house.prospects.undo_pull(1)
    assert (undone.rows, [row for _, row, _ in undone.kept]) == (286, [5])
    assert house.prospects.get(5).became_lead_id == made.lead_id
    assert [found.id for found in house.prospects.find(PoolFilter(district=BARABANKI))] == [5]
    prove(house.database)
    with pytest.raises(Refused, match=r"undone_already"):
        house.prospects.undo_pull(1)


def test_the_undo_key_passes_a_pull_by_and_the_log_shows_it_in_one_line(house: Services, server: Server) -> None:
    a_lead(house)
    a_run(house, server).run()
    assert [entry.verb for entry in house.history.log()].count("pull") == 2  # the units, and the pull
    entry, _ = house.writing.undo()
    assert entry.verb == "register"
    assert len(pool(house)) == 287


# ---------------------------------------------------------------------------------------------- wrongly, slowly, halfway

ONCE: dict[str, Answer] = {
    "too many": says("error-429.html", 429, "text/html", Retry_After="7"),
    "a fault": says("error-500.html", 500, "text/html"),
    "half a body": says("page-2-cut-off.json"),
    "a line that breaks": breaks_off,
    "a web page with 200": says("error-500.html", 200, "text/html"),
    "a message with 200": body(envelope([], total=0, status="error", message="Meta not found")),
    "no records": body(b'{"status": "ok", "total": 5}'),
    "a list": body(b"[]"),
    "a nest": body(b"[" * 100_000),
    "silence": hangs,
    "a drip": drips,
}


@pytest.mark.parametrize("answer", ONCE.values(), ids=ONCE)
def test_asked_once_more_it_is_as_if_nothing_had_been(house: Services, server: Server, answer: Answer) -> None:
    waits: list[float] = []
    server.next = [the_list, the_list, answer]
    a_run(house, server, waits=waits).run()
    assert pool(house) == truth()
    assert len(waits) == 1
    assert server.offsets == [0, 100, 100, 200]


def test_what_the_server_asks_to_wait_is_waited(house: Services, server: Server) -> None:
    waits: list[float] = []
    until = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    others = [says("error-429.html", 429, Retry_After=words) for words in (until, "soon")]
    server.next = [ONCE["too many"], ONCE["a fault"], *others]
    a_run(house, server, waits=waits).run()
    assert waits[0] == 7
    assert 2 <= waits[1] <= 4
    assert 60 <= waits[2] <= 90
    assert 8 <= waits[3] <= 16


def test_waits_grow_and_differ_by_chance(house: Services, server: Server) -> None:
    server.always = ONCE["a fault"]
    waits: list[float] = []
    with pytest.raises(RemoteFailed, match=r"remote\.server_fault"):
        a_run(house, server, waits=waits).run()
    assert len(waits) == 5
    assert all(first < second * 1.01 for first, second in pairwise(waits))
    assert waits != [2, 4, 8, 16, 32]


LASTING: dict[str, tuple[Answer, str]] = {
    "half, again and again": (ONCE["half a body"], "udyam.half"),
    "a web page, again and again": (ONCE["a web page with 200"], "udyam.html"),
    "too many for ever": (says("error-429.html", 429), "remote.too_many"),
    "a wait of hours": (says("error-429.html", 429, Retry_After="7200"), "remote.later"),
    "a redirect": (says("error-500.html", 302, Location="http://127.0.0.1:9/elsewhere"), "remote.redirect"),
    "not found": (says("error-500.html", 404), "remote.refused"),
    "no key": (says("error-400.json", 400), "remote.key_refused"),
    "a bomb": (body(gzip.compress(bytes(64 << 20)), Content_Encoding="gzip"), "remote.too_big"),
    "a bomb in a bomb": (body(b"x", Content_Encoding="gzip, gzip"), "remote.packed"),
    "no gzip in it": (body(b"no gzip", Content_Encoding="gzip"), "remote.cut_off"),
    "far too much": (body(b" " * (2 << 20)), "remote.too_big"),
    "the sample key": (says("sample-key-page-1.json"), "udyam.sample_key"),
}


@pytest.mark.parametrize(("answer", "sentence"), LASTING.values(), ids=LASTING)
def test_what_lasts_is_said_and_leaves_no_half_page(
    house: Services, server: Server, answer: Answer, sentence: str
) -> None:
    server.next = [the_list, the_list]
    server.always = answer
    with pytest.raises(OnboardingError) as told:
        a_run(house, server).run()
    assert told.value.sentence == sentence
    assert len(pool(house)) == 100
    words = tr(told.value.sentence, **told.value.values)
    assert "⟦" not in words
    assert KEY not in words + repr(told.value) + repr(told.value.__cause__) + repr(told.value.__context__)
    prove(house.database)


def test_the_key_is_in_no_log_of_the_libraries(
    house: Services, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.next = [breaks_off]
    a_run(house, server).run()
    assert KEY not in caplog.text
    assert KEY not in repr(Access(server.url, KEY))


def test_a_server_that_is_not_there(house: Services, server: Server) -> None:
    server.server_close()
    with pytest.raises(RemoteFailed, match=r"remote\.unreachable"):
        a_run(house, server).run()


def test_pages_without_end_are_cut(house: Services, server: Server) -> None:
    def endless(handler: Handler) -> None:
        at = int(handler.asked["offset"])
        handler.send(envelope([record(at + n) for n in range(25)], total=at + 100))

    server.always = endless
    with pytest.raises(Refused, match=r"udyam\.endless"):
        a_run(house, server, page_rows=50).run()
    assert 100 <= len(house.prospects.ids(PoolFilter())) <= 1000


def test_smaller_pages_than_were_asked_for_are_no_end(house: Services, server: Server) -> None:
    units = [record(n) for n in range(20)]

    def sparing(handler: Handler) -> None:
        at, asked = int(handler.asked["offset"]), int(handler.asked["limit"])
        handler.send(envelope(units[at:][: min(asked, 2)], total=20))

    server.always = sparing
    run = a_run(house, server)
    run.run()
    assert [(pull.state, pull.new, pull.pages) for pull in run.done.values()] == [("done", 20, 10)]


def test_the_same_page_for_every_place_is_told(house: Services, server: Server) -> None:
    server.next = [the_list]
    server.always = says("page-1.json")
    with pytest.raises(RemoteFailed, match=r"udyam\.repeats"):
        a_run(house, server).run()
    assert len(pool(house)) == 100
    assert house.prospects.pulls()[0].state == "open"


def test_a_run_over_several_districts_goes_on_behind_those_that_are_done(
    house: Services, server: Server, tmp_path: Path
) -> None:
    several = ("129", "162")
    server.next = [the_list] * 4
    server.always = says("error-403.json", 403)
    with pytest.raises(RemoteFailed):
        a_run(house, server, districts=several).run()
    server.always = None
    run = a_run(house, server, districts=several)
    run.run()
    assert run.skipped == ["129"]
    assert run.units == {"162": 0}
    again = a_run(open_house(tmp_path, "2026-12-01T10:00"), server, districts=several)
    again.run()
    assert again.skipped == []


def test_an_empty_page_ends_a_pull_whatever_the_total(house: Services, server: Server) -> None:
    server.next = [the_list, the_list, body(nothing(288))]
    run = a_run(house, server)
    run.run()
    assert [(pull.state, pull.new) for pull in run.done.values()] == [("done", 100)]


def test_only_https_but_for_this_machine(house: Services) -> None:
    for url in ("http://example.net/resource", "ftp://example.net", "https://", "nonsense", "http://[::1"):
        with pytest.raises(RemoteFailed, match=r"remote\.address"):
            house.prospects.pull(Access(url, KEY), Wishes(districts=(BARABANKI,), wait=lambda _s: None)).run()


# ---------------------------------------------------------------------------------------------- odd records


def test_odd_records_are_read_or_left_out_and_counted(house: Services, server: Server) -> None:
    records: list[Any] = [
        record(1, Pincode=225001.0, RegistrationDate="31/02/2022", Activities="[{&quot;NIC5DigitId&quot;: &quot;13991&quot;}]"),
        record(2, Pincode=None, RegistrationDate=None, Activities=None, CommunicationAddress=None),
        record(3, EnterpriseName=""),
        record(4, LG_ST_Code=5, State="UTTARAKHAND"),
        "no record",
        None,
        record(5, LG_DT_Code="162.0", District="LUCKNOW"),
        record(6, LG_DT_Code=None, District="BARA BANKI", Activities='[{"NIC5DigitId": 10611, "Description": 7}, 3]'),
        record(7, EnterpriseName="श्री बालाजी उद्योग", Activities="[" * 5000),
        *(record(10 + n, EnterpriseName=name) for n, name in enumerate((*MARKUP, *TERMINAL))),
    ]  # fmt: skip
    server.next = [body(envelope(records[:1], total=len(records))), body(envelope(records, total=str(len(records))))]
    run = a_run(house, server)
    run.run()
    (pull,) = run.done.values()
    assert (pull.refused, pull.new) == (4, len(records) - 4)
    stored = {row[1]: row for row in pool(house)}
    assert stored["UNIT 1"] == (BARABANKI, "UNIT 1", "225001", "", "13991")
    assert stored["UNIT 2"] == (BARABANKI, "UNIT 2", "", "", "")
    assert stored["UNIT 5"][0] == "162"
    assert stored["UNIT 6"][4] == "10611"
    assert all(name.removeprefix("M/s ") in stored for name in MARKUP)
    assert not any("\x1b" in name or "\n" in name for name in stored)
    (found,) = house.prospects.named("balaji", limit=5)
    assert found.name_hi == "श्री बालाजी उद्योग"
    prove(house.database)


def test_sample_names_are_as_their_truth(house: Services, server: Server) -> None:
    a_run(house, server).run()
    names = {row[1] for row in pool(house)}
    assert {
        "<b>KHAN TEXTILES AGENCY</b> & SONS",
        "=CMD|'/C CALC'!A0",
        "KHAN WORKS",
        "BARABANKI CARPET SOLUTIONS",
    } <= names
    assert sample("page-3.json").count(b"u0002") == 1


def test_two_leads_of_prospects_that_become_one_keep_both_prospects(house: Services, server: Server) -> None:
    a_run(house, server, most_pages=1).run()
    leads = [house.prospects.make_lead(n, {"mobile": mobile(n)}).lead_id for n in (1, 2)]
    house.merging.merge(*leads, reason="same shop")
    assert [house.prospects.get(n).became_lead_id for n in (1, 2)] == [leads[0]] * 2
    prove(house.database)
    house.writing.undo()
    assert [house.prospects.get(n).became_lead_id for n in (1, 2)] == leads
