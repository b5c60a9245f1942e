"""Lists, search and counts on one database; the peer is the same SQLite statement alone."""

# ruff: noqa: ANN401 - services and applications are made inside functions, so that a peer is measured without them

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, get_args

from bench_measure import NOW, TODAY, Figure, database, race, wall

ROWS = 40
NAMES = (
    "sh", "shri", "shri balaji", "shri b", "traders", "kumar", "ramesh kumar", "gupta and sons", "श्री", "बालाजी ट्रेडर्स", "श",
    "balajee", "sri balajee trader", "laxmi udyog", "lakshmi udyoog", "furnitur", "enterprises", "s", "singh", "xyzzy",
)  # fmt: skip
NUMBERS = ("644", "6440", "4321", "54321", "654321", "6485485863", "+91 64854 85863", "5863", "99999", "123456")
CODES = ("ZZA", "ZZAPA", "09ZZ", "9524288", "UDYAM-UP-43", "UP-50-9", "example.com", "ramesh1", "1Z", "ZZ00")


def _services(leads: int) -> Any:
    from onboarding.services.clock import fixed
    from onboarding.services.context import open_services

    return open_services(database(leads), login="bench", clock=fixed(NOW))


def lists(leads: int, runs: int) -> list[Figure]:
    from onboarding.domain.filters import SellerFilter, SortKey

    house = _services(leads)

    def page(wanted: Any) -> Callable[[], float]:
        return lambda: wall(lambda: house.lists.rows(house.lists.ids(wanted)[:ROWS]))

    def alone(sql: str) -> Callable[[], float]:
        def work() -> None:
            with house.database.read() as connection:
                connection.execute(sql).fetchall()

        return lambda: wall(work)

    plain = alone("SELECT id FROM lead ORDER BY id DESC")
    ours, peer = race(page(SellerFilter(today=TODAY)), plain, runs)
    found = [Figure(f"open the list of sellers, {leads:,}", ours, "SELECT id, all rows", peer, "≤ 300 ms")]
    sorted_ones, peers = [], []
    for sort in get_args(SortKey):
        by_name = alone("SELECT id FROM lead ORDER BY name COLLATE NOCASE, id")
        ours, peer = race(page(SellerFilter(sort=sort, today=TODAY)), by_name, max(2, runs // 3))
        sorted_ones += ours
        peers += peer
    found.append(
        Figure(
            f"sort by each of {len(get_args(SortKey))} columns, {leads:,}",
            sorted_ones,
            "SELECT id ORDER BY name",
            peers,
            "≤ 300 ms",
        )
    )
    middle = house.lists.ids(SellerFilter(sort="name"))[leads // 2 : leads // 2 + ROWS]
    ours = [wall(lambda: house.lists.rows(middle)) for _ in range(runs * 3)]
    found.append(Figure(f"one page of rows in the middle, {leads:,}", ours, reach="≤ 50 ms"))
    return found


def search(leads: int, runs: int) -> list[Figure]:
    house = _services(leads)
    found = []
    kinds = (
        ("name", NAMES, "≤ 50 ms (p95)"),
        ("number", NUMBERS, "≤ 50 ms (p95)"),
        ("identifier", CODES, "≤ 50 ms (p95)"),
    )
    for kind, texts, reach in kinds:
        ours: list[float] = []
        peers: list[float] = []
        for text in texts:
            mine, peer = race(_finding(house, text), _alone(house, kind, text), runs)
            ours += mine
            peers += peer
        name = f"search by {kind}, {len(texts)} texts, to the rows, {leads:,}"
        found.append(Figure(name, ours, "the index statement alone", peers, reach))
    return found


def _finding(house: Any, text: str) -> Callable[[], float]:
    from onboarding.domain.filters import SellerFilter

    wanted = SellerFilter(text=text, sort="found", today=TODAY)
    return lambda: wall(lambda: house.lists.rows(house.lists.ids(wanted)[:ROWS]))


def _alone(house: Any, kind: str, text: str) -> Callable[[], float]:
    from onboarding.domain.search import understand

    query = understand(text)

    def work() -> None:
        with house.database.read() as connection:
            if kind == "number":
                low = query.number[::-1]
                sql = "SELECT lead_id FROM lead_number WHERE reversed >= ? AND reversed < ? LIMIT 500"
                connection.execute(sql, (low, low + ":")).fetchall()
            elif kind == "name":
                match = " AND ".join(f'"{word}"' for word in query.words) + "*"
                connection.execute("SELECT rowid FROM lead_words WHERE words MATCH ? LIMIT 2000", (match,)).fetchall()
            else:
                match = f'"{text.replace("-", "").upper()}"'
                connection.execute("SELECT rowid FROM lead_codes WHERE codes MATCH ? LIMIT 2000", (match,)).fetchall()

    return lambda: wall(work)


def figures(leads: int, runs: int) -> list[Figure]:
    house = _services(leads)

    def group_by() -> None:
        with house.database.read() as connection:
            connection.execute("SELECT stage, district_code, count(*) FROM lead GROUP BY 1, 2").fetchall()

    day = date.fromisoformat(TODAY)
    found = []
    for name, work in (
        ("Today, all lines", house.today.view),
        ("the day's count", lambda: house.figures.count(day)),
        ("the pace line", lambda: house.figures.pace(day)),
    ):
        ours, peer = race(lambda work=work: wall(work), lambda: wall(group_by), runs)
        found.append(Figure(f"{name}, {leads:,}", ours, "one GROUP BY over the leads", peer, "≤ 1"))
    return found
