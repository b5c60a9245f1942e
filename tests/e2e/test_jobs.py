"""The jobs of the office as recorded keys in a real terminal, with what each may cost. A script that grows fails here."""

from __future__ import annotations

import json
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest

from onboarding.domain.figures import SHEET
from onboarding.domain.filters import SellerFilter
from onboarding.formats import date_text, number
from onboarding.i18n import tr_in
from onboarding.services.context import Services
from onboarding.services.sellers import Move, NextStep
from tests.support.house import LUCKNOW, a_lead, mobile, open_house
from tests.support.keyscript import NOW, PROGRAM, WAYS, Desk, Key, Say, Shown, Text, Told, Way, environment, plain
from tests.support.tmux import Tmux, needs_tmux

pytestmark = needs_tmux
TODAY = date.fromisoformat(NOW[:10])
EARLIER = "2026-11-16T10:00"
BARABANKI = Path(__file__).parents[1] / "data" / "sellers_dic_barabanki.xlsx"


@pytest.fixture(params=WAYS, ids=str)
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    """A terminal of each size, language and keyboard layout, before the application is opened in it."""
    way: Way = request.param
    with Tmux(tmp_path) as terminal:
        yield Desk(terminal, way)


def _overdue(folder: Path, many: int) -> Services:
    """A house with so many leads whose next step is overdue."""
    house = open_house(folder, EARLIER)
    for item in range(many):
        step = NextStep(on=date(2026, 11, 18), what="papers")
        values = {"name": f"Firm {item:02}", "mobile": mobile(100 + item), "district_code": LUCKNOW}
        house.sellers.register(values, next_step=step)
    return open_house(folder, NOW)


def _words(desk: Desk, sentence: str, **values: object) -> str:
    return tr_in(desk.way.language, sentence, **values)


# ---------------------------------------------------------------------- job 1: morning review


def test_job_1_it_opens_on_a_filled_today_without_a_key(desk: Desk, tmp_path: Path) -> None:
    house = _overdue(tmp_path, 3)
    desk.open(house.database.path, Say("today.title"), "Firm 00", "Firm 02")
    screen = plain(desk.terminal.text())
    for item in house.today.view().lines:
        assert plain(f"{number(item.n)} {_words(desk, f'today.line.{item.code}')}") in screen
    assert asdict(desk.spent) == {"commands": 0, "characters": 0}


def test_job_1_sixty_overdue_are_planned_anew_with_three_keys(desk: Desk, tmp_path: Path) -> None:
    house = _overdue(tmp_path, 60)
    following = house.office.calendar().add_working_days(TODAY, 1)
    many = _words(desk, "record.leads", n="60")
    desk.open(house.database.path, Say("today.title"), "Firm 00", f"60 {_words(desk, 'today.line.overdue')}")
    spent = desk.play(
        [
            Key("*", ("›✓ !", " ✓ ! 18-11-2026 Firm 09")),
            Key("f", (Say("record.plan_title", {"name": many}), date_text(following))),
            Key("Enter", (f"0 {_words(desk, 'today.line.overdue')}", Say("today.nothing_due"))),
        ]
    )
    assert spent.commands <= 5
    assert spent.characters == 0
    planned = house.lists.ids(SellerFilter(today=NOW[:10], next_step="upcoming"))
    leads = [house.sellers.get(lead) for lead in planned]
    assert [(lead.next_on, lead.next_what) for lead in leads] == [(following.isoformat(), "papers")] * 60


# ---------------------------------------------------------------------- job 3: a walk-in


def test_job_3_a_walk_in_is_registered_in_one_line(desk: Desk, tmp_path: Path) -> None:
    house = open_house(tmp_path, NOW)
    a_lead(house, name="Balaji Traders", number=1)
    desk.open(house.database.path, Say("today.title"))
    _first_of_the_day(desk)
    number_, firm = "6449990002", " Maa Traders, Ramesh Gupta"
    spent = desk.play(
        [
            Key("a", (Say("register.title"), Say("register.ask"))),
            Text(number_, (Say("register.problem.name_needed"),), (Say("register.known"),)),
            Text(firm, ("Ramesh Gupta",)),
            Key("Enter", (), moves=True),
            Key("Enter", (Say("register.done"), "6449990002 Maa Traders")),
        ]
    )
    assert spent.commands <= 4
    assert spent.characters <= 50
    lead = house.lists.by_number("6449990002")[0]
    assert (lead.name, lead.owner_name, lead.district_code) == ("Maa Traders", "Ramesh Gupta", LUCKNOW)
    assert (lead.source, lead.next_what, bool(lead.next_on)) == ("walk_in", "papers", True)


def _first_of_the_day(desk: Desk) -> None:
    """The district is named once a day; it stays."""
    lucknow = "लखनऊ" if desk.way.language == "hi" else "Lucknow"
    desk.play(
        [
            Key("a", (Say("register.ask"),)),
            Key("Tab", (), moves=True),
            Text("lucknow", ("lucknow",)),
            Key("Enter", (lucknow,), ("lucknow",)),
            Text("6449990001 Early Bird", ("Early Bird",)),
            Key("Enter", (), moves=True),
            Key("Enter", (Say("register.done"),)),
            Key("Escape", (Say("today.title"),), (Say("register.ask"),)),
        ]
    )


def test_job_3_a_known_mobile_is_recognised_before_the_name_is_typed(desk: Desk, tmp_path: Path) -> None:
    house = open_house(tmp_path, NOW)
    a_lead(house, name="Balaji Traders", number=4321)
    desk.open(house.database.path, Say("today.title"))
    desk.play(
        [
            Key("a", (Say("register.ask"),)),
            Text(mobile(4321)[:6], (Say("register.alike"), "Balaji Traders")),
            Text(mobile(4321)[6:], (Say("register.known"), "Balaji Traders")),
            Key("Enter", (Say("record.timeline"), "Balaji Traders"), (Say("register.ask"),)),
        ]
    )
    assert house.lists.count(SellerFilter()) == 1


# ---------------------------------------------------------------------- job 6: who is calling


def test_job_6_a_caller_is_found_from_every_screen_and_escape_returns(desk: Desk, tmp_path: Path) -> None:
    house = _overdue(tmp_path, 3)
    a_lead(house, name="Caller Stores", number=990_417)
    desk.open(house.database.path, Say("today.title"), "Firm 02")
    title = _words(desk, "lookup.title")
    places: list[tuple[str, tuple[Shown, ...]]] = [
        ("Down", ("› ! 18-11-2026 Firm 01", Say("today.line.upcoming"))),
        ("F3", ("› ? Caller Stores", "Firm 00", Say("list.col.district"))),
        ("Down", ("› ! Firm 02", "Firm 00", Say("list.col.district"))),
        ("Enter", (Told("record.timeline_empty"), Say("record.section_mse"))),
        ("F9", (Say("progress.view.figures"), Say("figure.calls"))),
    ]
    for key, there in places:
        desk.play([Key(key, there)])
        before = _settled(desk)
        spent = desk.play(
            [
                *(Text(digit, (title,)) for digit in mobile(990_417)[4:9]),
                Text(mobile(990_417)[9], (title, "Caller Stores")),
                Key("Enter", (Say("record.timeline"), "Caller Stores"), (title,)),
            ]
        )
        assert spent.commands + spent.characters <= 7
        desk.play([Key("Escape", there)])
        desk.rests_at(before)


def _settled(desk: Desk) -> str:
    """The screen once it no longer changes."""
    seen = [desk.terminal.text()]

    def same(screen: str) -> bool:
        seen.append(screen)
        return len(set(seen[-12:])) == 1 and len(seen) > 12

    return desk.terminal.until(same, "a screen at rest")


def test_job_6_escape_leaves_the_look_up_where_it_was_opened(desk: Desk, tmp_path: Path) -> None:
    house = _overdue(tmp_path, 3)
    desk.open(house.database.path, Say("today.title"), "Firm 02")
    desk.play(
        [
            Key("F3", (Say("list.count", {"n": "3"}), "› ! Firm 02")),
            Key("Down", ("› ! Firm 01",)),
            Key("Enter", (Say("record.timeline"),)),
        ]
    )
    before = _settled(desk)
    desk.play(
        [
            Text("6", (Say("lookup.begin"),)),
            Text("440000101", ("6440000101 Firm 01",)),
            Key("Escape", (), (Say("lookup.title"),)),
        ]
    )
    desk.rests_at(before)


# ---------------------------------------------------------------------- job 7: the count


def _counted_day(folder: Path) -> Services:
    """A house where the day's figures differ from each other and from those of the month."""
    early = open_house(folder, EARLIER)
    early.figures.set_target("sellers_registered", 90)
    leads = [a_lead(early, name=f"Firm {item:02}", number=200 + item) for item in range(5)]
    early.sellers.move(leads[4].id, Move(to="account_created", event_on=date(2026, 11, 16)))
    house = open_house(folder, NOW)
    for lead in leads[:3]:
        house.sellers.move(lead.id, Move(to="account_created", event_on=TODAY))
    for lead in leads[1:3]:
        house.sellers.log_contact(lead.id, "no_answer")
    house.sellers.edit(leads[0].id, {"women_owned": True})
    return house


def _count_json(database: Path) -> dict[str, dict[str, int | None]]:
    done = subprocess.run([*PROGRAM, "count", "--json"], env=environment(database), capture_output=True, check=True)
    figures: dict[str, dict[str, int | None]] = json.loads(done.stdout)["figures"]
    return figures


def test_job_7_the_count_is_copied_with_two_keys_and_is_that_of_the_command(desk: Desk, tmp_path: Path) -> None:
    house = _counted_day(tmp_path)
    desk.open(house.database.path, Say("today.title"))
    spent = desk.play(
        [Key("F9", (Say("progress.view.figures"), Say("figure.calls"))), Key("y", (Told("progress.copied"),))]
    )
    assert spent.commands <= 2
    assert spent.characters == 0
    figures = _count_json(house.database.path)
    assert figures["sellers_registered"]["today"] == 3
    assert figures["primary_users"]["today"] is None
    text = desk.clipboard()
    for code in ("sellers_registered", "mse_registered"):
        values = {name: number(figures[code][key]) for name, key in _SHORT.items()}
        assert _words(desk, "figures.short_figure", name=_words(desk, f"figure.{code}"), **values) in text
    assert len(text.splitlines()) <= 12


_SHORT = {"today": "today", "previous": "previous_day", "month": "month", "year": "financial_year"}


def test_job_7_every_figure_on_the_screen_is_the_commands_and_opens_its_names(desk: Desk, tmp_path: Path) -> None:
    house = _counted_day(tmp_path)
    figures = _count_json(house.database.path)
    desk.open(house.database.path, Say("today.title"))
    desk.play([Key("F9", (Say("progress.view.figures"), Say("figure.calls")))])
    for place, code in enumerate(SHEET):
        if place:
            desk.play([Key("Down", (f"› {_words(desk, f'figure.{code}')}"[:14],))])
        figure = figures.get(code) or {}
        numbers = [number(figure.get(key)) for key in ("today", "previous_day", "month", "financial_year")]
        row = next(line for line in desk.terminal.text().splitlines() if line.startswith("›"))
        assert plain(row).endswith(plain(" ".join(numbers))) or f" {plain(' '.join(numbers))} " in plain(row)
        if figure.get("today") is not None:
            _opens_its_names(desk, house, code, figure["today"] or 0)


def _opens_its_names(desk: Desk, house: Services, code: str, count: int) -> None:
    population = house.figures.names_filter(code, "today", TODAY)
    names = [house.sellers.get(lead).name for lead in house.lists.ids(population)] if population else []
    assert len(names) == count
    view = f"{_words(desk, f'figure.{code}')}: {_words(desk, 'progress.period.today')}"
    shown = tuple(names) or (_words(desk, "list.empty"),)
    desk.play(
        [
            Key("Enter", (view, Say("list.count_one" if count == 1 else "list.count", {"n": number(count)}), *shown)),
            Key("Escape", (Say("progress.view.figures"),), (view,)),
        ]
    )


# ---------------------------------------------------------------------- job 4: a list

ODD = "Office of Somebody,,\nfirma,sampark,x\n" + "".join(f"Firm {n},{mobile(n)},a\n" for n in range(6))


def _new(desk: Desk, count: int) -> str:
    return f"{count} {_words(desk, 'imports.verdict.new')}"


@pytest.fixture
def folder() -> Iterator[Path]:
    """One whose path has no digit: a Hindi layout types others."""
    name = secrets.token_hex(8).translate({ord("0") + n: chr(ord("k") + n) for n in range(10)})
    place = Path(tempfile.gettempdir()) / name
    place.mkdir(mode=0o700)
    yield place
    shutil.rmtree(place)


def test_a_list_of_an_unknown_layout_then_the_senders_next_one(desk: Desk, tmp_path: Path, folder: Path) -> None:
    """Target: at most twenty command keys for an unknown layout, at most six for a known one."""
    house = open_house(tmp_path, NOW)
    a_lead(house, name="Older Firm", number=77)
    first, second = folder / "first.csv", folder / "second.csv"
    first.write_text(ODD, encoding="utf-8")
    second.write_text(ODD.replace("Firm", "Unit").replace(mobile(0)[:8], mobile(99_00)[:8]), encoding="utf-8")
    desk.open(house.database.path, Say("today.title"))
    desk.play([Key("F3", ("Older Firm",)), Key("i", (Say("imports.none"),))])
    unknown = desk.play(
        [
            Key("i", (Say("imports.preview"),)),
            Text(str(first), (first.name,)),
            Key("Enter", (Say("recipe.head_title"), "firma")),
            Key("Down", (), moves=False),
            Key("Enter", (Say("recipe.columns_title"), "firma")),
            Key("Enter", (Say("recipe.field_of", {"heading": "firma"}),)),
            Text("name", ("name",)),
            Key("Enter", ("* ",), (Say("recipe.field_of", {"heading": "firma"}),)),
            Key("C-s", (_new(desk, 6),), (Say("recipe.columns_title"),)),
            Key("c", (Say("imports.state.committed"), first.name), (Say("imports.preview"),)),
        ]
    )
    assert unknown.commands <= 20
    known = desk.play(
        [
            Key("i", (Say("imports.preview"),)),
            Text(str(second), (second.name,)),
            Key("Enter", (_new(desk, 6), "Office of Somebody")),
            Key("c", (Say("imports.state.committed"), second.name), (Say("imports.preview"),)),
        ]
    )
    assert known.commands <= 6
    assert [run.counts["new"] for run in house.imports.runs()] == [6, 6]


# ---------------------------------------------------------------------- a day


def test_a_day_from_a_list_to_its_undo(desk: Desk, tmp_path: Path) -> None:
    house = open_house(tmp_path, NOW)
    a_lead(house, name="Older Firm", number=7)
    with house.imports.plan(BARABANKI) as plan:
        new = number(plan.totals()["new"])
    desk.open(house.database.path, Say("today.title"))
    desk.play(
        [
            Key("F3", ("Older Firm",)),
            Key("i", (Say("imports.none"),)),
            Key("i", (Say("imports.preview"),)),
            Text(str(BARABANKI), (BARABANKI.name,)),
            Key("Enter", (Say("imports.col.verdict"), f"{new} {_words(desk, 'imports.verdict.new')}")),
            Key("c", (Say("imports.state.committed"), "sellers_dic"), (Say("imports.preview"),)),
            Key("o", (Say("list.count", {"n": new}), Say("list.col.district"))),
            Key("Down", ("› ? ",)),  # the first one has an account already
            Key("l", (Say("record.note_only"), Say("outcome.no_answer"))),
            Key("n", (Say("record.next_on"),)),
            Key("Enter", (), (Say("record.note_only"),)),
            Key("g", (Say("stage.label.productive"), Say("record.event_on"))),
            Key("Enter", (), moves=True),
            Key("Enter", (), (Say("record.event_on"),)),
        ]
    )
    (lead,) = house.lists.ids(SellerFilter(batch=1, stages=("contacted",)))
    detail = house.sellers.detail(lead)
    assert [entry.code for entry in detail.timeline if entry.kind == "contact"] == ["no_answer"]
    desk.play(
        [
            Key("Escape", (Say("imports.col.state"), Say("imports.state.committed")), (Say("list.col.district"),)),
            Key("r", (Say("imports.state.undone"),), (Say("imports.state.committed"),)),
        ]
    )
    kept = {house.sellers.get(one).name for one in house.lists.ids(SellerFilter())}
    assert kept == {"Older Firm", detail.lead.name}  # the one that was worked on stays
