"""The preview with its decisions: columns, header row, rules, reading, spellings; and the log of a run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from onboarding.domain.recipe import Recipe
from onboarding.i18n import set_language
from onboarding.screens.import_columns import ImportColumnsScreen
from onboarding.screens.import_preview import ImportPreviewScreen
from onboarding.screens.import_rules import ImportRulesDialog
from onboarding.screens.import_run import ImportRunScreen
from onboarding.screens.import_spellings import ImportSpellingsScreen
from onboarding.screens.imports import ImportsScreen
from onboarding.screens.seller import SellerScreen
from onboarding.services.context import Services
from onboarding.widgets.ask import AskDialog
from onboarding.widgets.choice import ChoiceDialog
from onboarding.widgets.record_table import RecordTable
from tests.screens.test_imports_screen import BARABANKI, app_of, open_preview, rows_shown
from tests.support.house import a_lead, mobile, open_house
from tests.support.lists import a_list, take_over
from tests.support.pilot import screen_text, until

ODD = "Office of Somebody,,\nfirma,sampark,x\n" + "".join(f"Firm {n},{mobile(n)},a\n" for n in range(6))


@pytest.fixture
def house(tmp_path: Path) -> Services:
    services = open_house(tmp_path)
    a_lead(services, number=900)
    set_language("en")
    return services


async def shows(pilot: Pilot[Any], kind: type[Any]) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, kind), kind.__name__)


async def says(pilot: Pilot[Any], *texts: str) -> None:
    """Blanks and line breaks of the screen count as one blank."""
    await until(
        pilot, lambda: all(text in " ".join(screen_text(pilot).split()) for text in texts), f"{texts} on the screen"
    )


async def typed(pilot: Pilot[Any], text: str) -> None:
    await pilot.press(*text, "enter")


async def test_an_unknown_layout_is_taken_over_with_few_keys(house: Services, tmp_path: Path) -> None:
    """Nine keys beside the words: which row, which field of which column, read so, take over."""
    path = tmp_path / "odd.csv"
    path.write_text(ODD, encoding="utf-8")
    async with app_of(house).run_test(size=(80, 24), notifications=True) as pilot:
        screen = await open_preview(pilot, path)
        await shows(pilot, ChoiceDialog)
        await says(pilot, "2 firma · sampark · x")
        await pilot.press("down", "enter")
        await shows(pilot, ImportColumnsScreen)
        await says(pilot, "No column holds the name")
        await pilot.press("enter")
        await shows(pilot, ChoiceDialog)
        pilot.app.screen.query_one(Input).value = "नाम"  # the pilot has no key for a vowel sign
        await pilot.press("enter")
        await says(pilot, "firma * Name")
        await pilot.press("ctrl+s")
        await shows(pilot, ImportPreviewScreen)
        await rows_shown(pilot, screen, 6)
        await says(pilot, "Since the change: +6 new · −6 rejected", "firma → Name", "sampark → Mobile")
        await pilot.press("c")
        await shows(pilot, ImportsScreen)
        assert [one.sender for one in house.import_profiles.all()] == ["Office of Somebody"]
        again = tmp_path / "again.csv"
        again.write_text(ODD.replace("Firm 0", "Other"), encoding="utf-8")
        screen = await open_preview(pilot, again)
        await rows_shown(pilot, screen, 6)
        await says(pilot, "As on 23-11-2026 from Office of Somebody", "5 of 6 rows came on 23-11-2026 (run 1)")
        await pilot.press("x")
        await shows(pilot, ChoiceDialog)


async def test_a_column_is_read_otherwise_or_not_at_all(house: Services, tmp_path: Path) -> None:
    path = a_list(tmp_path, *[(f"Firm {n}", "Ram", "Lucknow", mobile(n)) for n in range(6)])
    async with app_of(house).run_test(size=(120, 40)) as pilot:
        screen = await open_preview(pilot, path)
        await rows_shown(pilot, screen, 6)
        await pilot.press("e")
        await shows(pilot, ImportColumnsScreen)
        await pilot.press("down", "enter")
        await shows(pilot, ChoiceDialog)
        await typed(pilot, "addr")
        await pilot.press("down", "x")
        await says(pilot, "Owner * Address", "2 changed")
        await pilot.press("c")
        await says(pilot, "every row comes out as before", "Owner → Address")
        assert screen._plan is not None
        assert screen._plan.recipe.columns == {"#2": "address", "#3": None}
        await pilot.press("e")
        await shows(pilot, ImportColumnsScreen)
        await pilot.press("enter")
        await shows(pilot, ChoiceDialog)
        await typed(pilot, "mob")
        await says(pilot, "Mobile was read from “Mobile”", "No column holds the name")
        await pilot.press("escape")
        await shows(pilot, ImportPreviewScreen)
        assert screen._plan.recipe.columns == {"#2": "address", "#3": None}


async def test_rules_are_chosen_and_the_plan_is_made_anew(house: Services, tmp_path: Path) -> None:
    take_over(house, a_list(tmp_path, ("Firm", "Ram", "Lucknow", mobile(1))))
    path = a_list(tmp_path, ("Firm", "Shyam", "Lucknow", mobile(1)), ("New", "", "Lucknow", mobile(2)))
    async with app_of(house).run_test(size=(80, 24), notifications=True) as pilot:
        screen = await open_preview(pilot, path)
        await rows_shown(pilot, screen, 2)
        await pilot.press("m")
        await shows(pilot, ImportRulesDialog)
        await pilot.press("down", "down", "space", "down", "enter")
        await shows(pilot, ChoiceDialog)
        await typed(pilot, "dic")
        await shows(pilot, ImportRulesDialog)
        await pilot.press("down", "down", "space")
        assert "[x] overwrite Owner" in screen_text(pilot)
        assert pilot.app.screen.query_one(OptionList).highlighted == 5
        await pilot.press("ctrl+s")
        await says(pilot, "only blanks of older leads", "overwrite Owner: 1", "1 older lead completed · 1 rejected")
        await pilot.press("c")
        await shows(pilot, ImportsScreen)
        assert house.imports.runs()[0].counts["updated"] == 1
        assert list((house.database.path.parent / "reports").glob("*-overwritten.csv"))


async def test_separator_and_encoding_are_changed_and_a_wrong_one_leaves_the_plan(
    house: Services, tmp_path: Path
) -> None:
    path = tmp_path / "x.csv"
    path.write_text("Name of Unit;Mobile;a,b\n" + "".join(f"F {n};{mobile(n)};1,2\n" for n in range(6)), "utf-8")
    async with app_of(house).run_test(size=(80, 24), notifications=True) as pilot:
        screen = await open_preview(pilot, path)
        await rows_shown(pilot, screen, 6)
        await pilot.press("p")
        await shows(pilot, AskDialog)
        first = pilot.app.screen.query_one("#ask-encoding")
        first.value = "nowhere"  # type: ignore[attr-defined]
        await pilot.press("enter", "enter", "enter", "enter", "enter")
        await shows(pilot, ImportPreviewScreen)
        await until(
            pilot,
            lambda: any("nowhere" in n.message or "ncoding" in n.message for n in pilot.app._notifications),
            "told",
        )
        await rows_shown(pilot, screen, 6)
        assert screen._recipe == Recipe()


async def test_a_spelling_is_decided_for_all_its_rows(house: Services, tmp_path: Path) -> None:
    path = a_list(tmp_path, *[(f"Firm {n}", "", ("Lakhnawu", "Lucknow")[n % 2], mobile(n)) for n in range(6)])
    async with app_of(house).run_test(size=(80, 24), notifications=True) as pilot:
        screen = await open_preview(pilot, path)
        await rows_shown(pilot, screen, 6)
        await says(pilot, "1 spelling of a district is not known")
        await pilot.press("v")
        await shows(pilot, ImportSpellingsScreen)
        await says(pilot, "3 Lakhnawu Lucknow")
        await pilot.press("enter")
        await shows(pilot, ChoiceDialog)
        await typed(pilot, "lucknow")
        await shows(pilot, ImportPreviewScreen)
        await until(pilot, lambda: screen._plan is not None and not screen._plan.warned, "no warning is left")
    assert house.office.districts.find("lakhnawu").code == "162"


async def test_a_run_opens_on_its_rows_which_are_searched_and_opened(house: Services) -> None:
    take_over(house, BARABANKI)
    async with app_of(house).run_test(size=(80, 24), notifications=True) as pilot:
        await until(pilot, lambda: len(pilot.app.screen_stack) > 1, "the first screen")
        pilot.app.go("imports")  # type: ignore[attr-defined]
        await shows(pilot, ImportsScreen)
        await until(pilot, lambda: any(table.ids for table in pilot.app.screen.query(RecordTable)), "the run")
        await pilot.press("enter")
        await shows(pilot, ImportRunScreen)
        await says(pilot, "all rows: 300 of 300")
        await pilot.press("shift+tab")
        await says(pilot, "rejected: 8 of 300")
        await pilot.press("enter")
        await until(pilot, lambda: any("no lead" in n.message for n in pilot.app._notifications), "no lead is told")
        await pilot.press("slash")
        await says(pilot, "/ text, reason or line number")
        await pilot.press(*"state")
        await says(pilot, "/ state")
        await pilot.press("enter")
        found = house.import_log.ids(1, verdict="rejected", text="state", codes=("out_of_state",))
        await says(pilot, f"rejected: {len(found)} of 300", "a unit of another state")
        await pilot.press("w")
        await until(pilot, lambda: list((house.database.path.parent / "reports").glob("*.csv")), "the file")
        await pilot.press("slash", "escape", "tab")
        await says(pilot, "all rows: 300 of 300")
        await pilot.press("home")
        await says(pilot, "8 new")
        await pilot.press("enter")
        await shows(pilot, SellerScreen)
        await pilot.press("escape")
        await shows(pilot, ImportRunScreen)
