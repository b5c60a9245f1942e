"""The demo: the same campaign for the same seed, identifiers nobody has, derived rows as a recount gives them."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from onboarding.db import derived
from onboarding.db.tables import LEAD_DERIVED
from onboarding.domain.blockers import BLOCKERS, PAPERS
from onboarding.domain.filters import SellerFilter
from onboarding.domain.identifiers import check_email, check_gstin, check_mobile, check_pan, check_udyam
from onboarding.domain.outcomes import BY_CODE, NEXT_STEPS
from onboarding.domain.stages import RANK, needs_reason
from onboarding.errors import Refused, Stopped
from onboarding.services.clock import fixed
from onboarding.services.context import Services, open_services
from onboarding.services.demo import CHUNK, DemoResult, build_demo

NOW = "2026-11-23T11:00"
TODAY = "2026-11-23"
LEADS = 2_000
SERIES = ("644", "648", "649", "650", "660", "689")
WRITTEN = (
    "staff", "lead", "stage_event", "contact", "mse_event", "blocker", "paper", "lead_person", "official_figure", "target",
    "lead_number", "lead_words", "lead_codes", "lead_tally", "count_tally", "change", "change_range",
)  # fmt: skip


def campaign(path: Path, leads: int = LEADS, seed: int = 1) -> tuple[Services, DemoResult]:
    services = open_services(path, login="tester", clock=fixed(NOW))
    return services, build_demo(services, leads, seed)


def content(path: Path) -> dict[str, str]:
    """Table to a hash of all its rows."""
    with sqlite3.connect(path) as connection:
        rows = {table: connection.execute(f"SELECT * FROM {table}").fetchall() for table in WRITTEN}
    return {table: hashlib.sha256(repr(sorted(found, key=repr)).encode()).hexdigest() for table, found in rows.items()}


class RecountDoneError(Exception):
    pass


@contextmanager
def thrown_away(path: Path) -> Iterator[Any]:
    """A write unit of which nothing is kept."""
    services = open_services(path, login="tester", clock=fixed(NOW))
    with suppress(RecountDoneError), services.database.write(who="test", what="recount") as connection:
        yield connection
        raise RecountDoneError


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "house.db"
    campaign(path)
    return path


@pytest.fixture
def rows(built: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(f"file:{built}?mode=ro", uri=True)
    yield connection
    connection.close()


def test_same_seed_and_day_give_the_same_bytes_of_content(built: Path, tmp_path: Path) -> None:
    campaign(tmp_path / "again.db")
    campaign(tmp_path / "other.db", seed=2)
    assert content(tmp_path / "again.db") == content(built)
    assert content(tmp_path / "other.db")["lead"] != content(built)["lead"]


def test_every_identifier_is_valid_and_from_a_series_that_nobody_has(rows: sqlite3.Connection) -> None:
    seen = 0
    for pan, gstin, udyam, email in rows.execute("SELECT pan, gstin, udyam, email FROM lead"):
        for value, check in ((pan, check_pan), (gstin, check_gstin), (udyam, check_udyam), (email, check_email)):
            if value is not None:
                seen += 1
                checked = check(value)
                assert (checked.value, checked.problem) == (value, None)
        assert pan is None or pan.startswith("ZZ")
        assert gstin is None or gstin[2:12] == pan
        assert udyam is None or int(udyam[-7:]) > 9_000_000
        assert email is None or email.split("@")[1].startswith("example.")
    assert seen > LEADS
    numbers = rows.execute(
        "SELECT mobile FROM lead WHERE mobile <> '' UNION SELECT alt_mobile FROM lead WHERE alt_mobile <> ''"
        " UNION SELECT mobile FROM lead_person WHERE mobile <> ''"
    ).fetchall()
    for (number,) in numbers:
        assert number[:3] in SERIES
        assert check_mobile(number).value == number


def test_no_two_firms_share_a_tax_number(rows: sqlite3.Connection) -> None:
    for column in ("pan", "gstin", "udyam", "gem_seller_id"):
        shared = rows.execute(
            f"SELECT {column} FROM lead WHERE {column} <> '' GROUP BY 1 HAVING count(*) > 1"
        ).fetchall()
        assert shared == []


def test_facts_of_each_lead_equal_a_recount(built: Path) -> None:
    columns = ", ".join(sorted(LEAD_DERIVED))
    with thrown_away(built) as connection:
        before = connection.execute(f"SELECT id, name, {columns} FROM lead ORDER BY id").fetchall()
        for row in before:
            derived.refresh_facts(connection, row[0])
            derived.refresh_name_keys(connection, row[0], row[0])
        assert connection.execute(f"SELECT id, name, {columns} FROM lead ORDER BY id").fetchall() == before


def test_index_equals_one_made_lead_by_lead(built: Path) -> None:
    tables = ("lead_number", "lead_words", "lead_codes")
    with thrown_away(built) as connection:
        read = [f"SELECT {'' if table == 'lead_number' else 'rowid, '}* FROM {table} ORDER BY 1, 2" for table in tables]
        before = [connection.execute(sql).fetchall() for sql in read]
        for (lead_id,) in connection.execute("SELECT id FROM lead").fetchall():
            derived.refresh_search(connection, lead_id)
        assert [connection.execute(sql).fetchall() for sql in read] == before
        assert all(before)


def test_tally_equals_a_recount(rows: sqlite3.Connection) -> None:
    counted = rows.execute(
        "SELECT stage, coalesce(district_code, ''), coalesce(desk_id, 0), next_on IS NOT NULL, count(*)"
        " FROM lead GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4"
    ).fetchall()
    assert rows.execute("SELECT * FROM lead_tally WHERE n ORDER BY 1, 2, 3, 4").fetchall() == counted


def test_history_is_one_that_the_rules_allow(rows: sqlite3.Connection) -> None:
    moves: dict[int, list[tuple[str, str, str, str, str | None]]] = {}
    for lead_id, *move in rows.execute(
        "SELECT lead_id, from_stage, to_stage, event_on, entered_at, reason FROM stage_event ORDER BY id"
    ):
        moves.setdefault(lead_id, []).append(tuple(move))
    stands = dict(rows.execute("SELECT id, stage FROM lead").fetchall())
    created = dict(rows.execute("SELECT id, substr(created_at, 1, 10) FROM lead").fetchall())
    for lead_id, history in moves.items():
        assert history[0][0] == "new"
        assert history[-1][1] == stands[lead_id]
        for before, after in pairwise(history):
            assert before[1] == after[0]
            assert before[2] <= after[2]
            assert before[3] <= after[3]
        for start, to, on, entered, reason in history:
            assert RANK[to] != RANK[start]
            assert reason or not needs_reason(start, to)
            assert created[lead_id] <= TODAY
            assert on <= entered[:10] <= TODAY
    assert set(stands.values()) >= {
        "new",
        "contacted",
        "account_created",
        "already_registered",
        "unreachable",
    }


def test_words_are_those_of_the_tables(rows: sqlite3.Connection) -> None:
    def values(sql: str) -> set[str]:
        return {row[0] for row in rows.execute(sql)}

    assert values("SELECT DISTINCT outcome FROM contact") <= {*BY_CODE, "note"}
    assert values("SELECT DISTINCT code FROM blocker") <= set(BLOCKERS)
    assert values("SELECT DISTINCT code FROM paper") <= set(PAPERS)
    assert values("SELECT DISTINCT next_what FROM lead WHERE next_on IS NOT NULL") <= set(NEXT_STEPS)
    assert values("SELECT DISTINCT source FROM official_figure WHERE as_on > '2022-01-21'") == {"demo"}


def test_story_has_all_that_an_office_meets(rows: sqlite3.Connection) -> None:
    def count(sql: str, *values: str) -> int:
        return int(rows.execute(sql, values).fetchone()[0])

    for relation in ("<", "=", ">"):
        assert count(f"SELECT count(*) FROM lead WHERE next_on {relation} ?", TODAY) > 10
    assert count("SELECT count(*) FROM lead WHERE next_on IS NULL AND stage_rank BETWEEN 1 AND 8") > 10
    assert count("SELECT count(*) FROM blocker WHERE cleared_on IS NULL") > 10
    assert count("SELECT count(*) FROM blocker WHERE cleared_on <= ?", TODAY) > 10
    assert count("SELECT count(*) FROM blocker WHERE cleared_on > ?", TODAY) == 0
    assert count("SELECT count(*) FROM lead WHERE mse_counted_on IS NOT NULL") > 50
    assert (
        count("SELECT count(*) FROM (SELECT 1 FROM lead WHERE mobile <> '' GROUP BY mobile HAVING count(*) >= 5)")
        == LEADS // 400
    )
    assert (
        count("SELECT count(*) FROM (SELECT 1 FROM lead WHERE mobile <> '' GROUP BY mobile HAVING count(*) = 2)") > 10
    )
    assert count("SELECT count(*) FROM lead WHERE name IN ('[/b] Awadh Traders', '=1+1 Traders')") == 2
    devanagari = count("SELECT count(*) FROM lead WHERE name GLOB '*[अ-ह]*' OR name_hi IS NOT NULL")
    assert 0.5 < devanagari / LEADS < 0.7
    heavy = count(
        "SELECT count(*) FROM lead WHERE district_code IN (SELECT code FROM district WHERE name_en IN ('Lucknow', 'Kanpur Nagar'))"
    )
    assert 0.12 < heavy / LEADS < 0.25
    reached = count("SELECT count(*) FROM lead WHERE counted_on >= '2026-04-01'")
    target = count("SELECT value FROM target WHERE unit_kind = 'state' AND figure = 'sellers_registered'")
    assert 1.2 < target / reached < 3


def test_one_undo_takes_all_of_it_away_and_a_second_demo_may_follow(tmp_path: Path) -> None:
    services, made = campaign(tmp_path / "house.db", leads=CHUNK + 7)
    undone = services.writing.undo()[1]
    assert (undone.rows, undone.kept) == (made.rows, [])
    assert services.lists.count(SellerFilter()) == 0
    with sqlite3.connect(tmp_path / "house.db") as connection:
        for table in ("lead", "contact", "stage_event", "target", "lead_number", "lead_words", "lead_codes"):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM lead_tally WHERE n <> 0").fetchone() == (0,)
    build_demo(services, 30)
    assert services.lists.count(SellerFilter()) == 30


def test_a_database_with_leads_is_refused(tmp_path: Path) -> None:
    services, _ = campaign(tmp_path / "house.db", leads=20)
    before = content(tmp_path / "house.db")
    with pytest.raises(Refused) as refusal:
        build_demo(services, 20)
    assert refusal.value.sentence == "demo.not_empty"
    assert content(tmp_path / "house.db") == before


def test_stopping_half_way_leaves_nothing(tmp_path: Path) -> None:
    services = open_services(tmp_path / "house.db", login="tester", clock=fixed(NOW))
    before = content(tmp_path / "house.db")
    told: list[tuple[int, int]] = []
    with pytest.raises(Stopped):
        build_demo(
            services,
            3 * CHUNK,
            progress=lambda done, total: told.append((done, total)),
            cancelled=lambda: len(told) == 2,
        )
    assert told == [(CHUNK, 6 * CHUNK), (2 * CHUNK, 6 * CHUNK)]
    assert content(tmp_path / "house.db") == before


def test_indexes_stand_again_as_the_schema_says(built: Path, tmp_path: Path) -> None:
    open_services(tmp_path / "plain.db", login="tester", clock=fixed(NOW))
    query = "SELECT name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') ORDER BY 1"
    with sqlite3.connect(tmp_path / "plain.db") as plain, sqlite3.connect(built) as filled:
        assert filled.execute(query).fetchall() == plain.execute(query).fetchall()
