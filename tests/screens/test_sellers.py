"""The list of sellers: found, filtered, sorted, and found again as it was left."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from onboarding.domain.districts import shipped
from onboarding.domain.filters import SellerFilter
from onboarding.i18n import set_language
from onboarding.screens.filter_bar import FilterBar, SearchLine
from onboarding.screens.register import RegisterScreen
from onboarding.screens.seller import SellerScreen
from onboarding.screens.seller_filter import FilterWords, population_words, read_filter, with_word
from onboarding.screens.sellers import SellersScreen
from onboarding.widgets.choice import ChoiceDialog
from onboarding.widgets.confirm import ConfirmDialog
from onboarding.widgets.record_table import RecordTable
from onboarding.widgets.status_line import StatusLine
from tests.support.hostile import MARKUP
from tests.support.house import LUCKNOW, a_lead, mobile, open_house
from tests.support.many import app_over, many_leads
from tests.support.pilot import screen_text, until

WORDS = FilterWords(shipped(), ((1, "asha", "Asha Verma"), (2, "ravi", "Ravi")), 1)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


def the_list(pilot: Pilot[int]) -> SellersScreen:
    screen = pilot.app.screen
    assert isinstance(screen, SellersScreen)
    return screen


async def ready(pilot: Pilot[int], n: int) -> SellersScreen:
    def shown() -> bool:
        screen = pilot.app.screen
        if not isinstance(screen, SellersScreen) or not screen.query("#sellers"):
            return False
        return screen.table.state != "loading" and len(screen.table.ids) == n

    await until(pilot, shown, f"{n} sellers in the list")
    await until(pilot, lambda: the_list(pilot)._words is not None, "the words of filters")
    return the_list(pilot)


async def type_filter(pilot: Pilot[int], text: str) -> None:
    await pilot.press("slash")
    field = pilot.app.screen.query_one(SearchLine)
    await until(pilot, lambda: field.has_focus, "the search field")
    field.value = text


# ---------------------------------------------------------------------------------------------- filter words


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("balaji", {"text": "balaji"}),
        ("stage:willing", {"stages": ("willing",)}),
        ("stage:wil balaji", {"stages": ("willing",), "text": "balaji"}),
        ("चरण:इच्छुक", {"stages": ("willing",)}),
        ("चरण-इच्छुक बालाजी", {"stages": ("willing",), "text": "बालाजी"}),
        ("stage:willing,contacted", {"stages": ("willing", "contacted")}),
        ("stage:closed", {"stages": SellerFilter(stages=read_filter("stage:closed", WORDS).fields["stages"]).stages}),
        ("district:lucknow next:none", {"district": LUCKNOW, "next_step": "none"}),
        ("जनपद:लखनऊ अगली:आज", {"district": LUCKNOW, "next_step": "today"}),
        ("dist:kanpur-dehat", {"district": shipped().find("Kanpur Dehat").code}),
        ('district:"kanpur dehat"', {"district": shipped().find("Kanpur Dehat").code}),
        ("mse:yes", {"mse": "yes"}),
        ("desk:me", {"desk": 1}),
        ("desk:ravi by:none", {"desk": 2, "next_by": 0}),
        ("blocker:otp", {"blocker": "aadhaar_mobile"}),
        ("stage: balaji", {"text": "balaji"}),
        ("Sri-Ram 10:30 A-1", {"text": "Sri-Ram 10:30 A-1"}),
    ],
)
def test_filter_words(text: str, fields: dict[str, object]) -> None:
    typed = read_filter(text, WORDS)
    assert (typed.fields, typed.unknown) == (fields, ())


@pytest.mark.parametrize(
    ("text", "word"),
    [("stage:xyz", "xyz"), ("district:kanp", "kanp"), ("colour:red", "colour:red"), ("desk:nobody", "nobody")],
)
def test_unknown_words_are_told_and_never_guessed(text: str, word: str) -> None:
    typed = read_filter(text, WORDS)
    assert typed.fields == {}
    assert [unknown.word for unknown in typed.unknown] == [word]


@pytest.mark.parametrize("language", ["en", "hi"])
@pytest.mark.parametrize(
    ("key", "code"),
    [("stage", "account_created"), ("stage", "registered"), ("district", LUCKNOW), ("mse", "udyam_format_ok"),
     ("next", "none"), ("blocker", "gst_none"), ("desk", "1"), ("desk", "none")],
)  # fmt: skip
def test_a_chosen_word_reads_back_as_itself(language: str, key: str, code: str) -> None:
    set_language(language)
    once = with_word("balaji stage:new", key, code, WORDS)
    again = read_filter(once, WORDS)
    assert again.unknown == ()
    assert again.fields["text"] == "balaji"
    assert population_words(again.on(SellerFilter()), WORDS)
    assert read_filter(with_word(once, key, "", WORDS), WORDS).fields.keys() <= {"text", "stages"}


# ---------------------------------------------------------------------------------------------- the screen

SCRIPTS = [
    ("balaji", "श्री बालाजी ट्रेडर्स"),
    ("बालाजी", "Shri Balaji Traders"),
    ("balajee", "श्री बालाजी ट्रेडर्स"),
    ("krishna", "कृष्णा हैण्डलूम"),
    ("कृष्णा", "Krishna Handloom"),
    ("वैष्णो", "Maa Vaishno Enterprises"),
]


@pytest.mark.parametrize(("typed", "name"), SCRIPTS)
async def test_a_name_is_found_in_either_script(tmp_path: Path, typed: str, name: str) -> None:
    services = open_house(tmp_path)
    found = a_lead(services, number=1, name=name)
    a_lead(services, number=2, name="Zenith Steel Works")
    async with app_over(services, tmp_path).run_test(size=(80, 24), notifications=True) as pilot:
        await ready(pilot, 2)
        await type_filter(pilot, typed)
        await until(pilot, lambda: list(the_list(pilot).table.ids) == [found.id], "the one seller")


async def test_twenty_thousand_filtered_sorted_opened_and_left(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    many_leads(services, [f"Firm {n:05d}" for n in range(20_000)])
    async with app_over(services, tmp_path).run_test(size=(120, 40), notifications=True) as pilot:
        screen = await ready(pilot, 20_000)
        assert screen.query_one(StatusLine).counts == "20,000 sellers"
        await type_filter(pilot, "stage:willing next:overdue")
        n = sum(1 for n in range(20_000) if n % 3 == 2 and n % 10 == 0)
        await ready(pilot, n)
        await pilot.press("enter")
        assert screen.table.has_focus
        await until(pilot, lambda: "Stage: Willing" in screen_text(pilot), "the filter in words")
        await pilot.press("s")
        await until(pilot, lambda: screen.wanted.sort == "name" and screen.table.sort_column == "name", "sorted")
        await pilot.press("S")
        await until(pilot, lambda: "Firm 19970" in screen_text(pilot).splitlines()[3], "the last name first")
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, SellerScreen), "the record")
        await pilot.press("n")
        shown = pilot.app.screen
        assert isinstance(shown, SellerScreen)
        assert shown.index == 3
        await pilot.press("escape")
        await until(pilot, lambda: screen.table.cursor_id == shown.lead_id, "the cursor on the record shown last")
        await pilot.press("f2", "f3")
        await ready(pilot, n)
        assert the_list(pilot).query_one(FilterBar).text == "stage:willing next:overdue"
        assert the_list(pilot).table.cursor_id == shown.lead_id


async def test_a_change_refreshes_the_row_and_a_new_seller_joins(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    first = a_lead(services, number=1, name="Old Name")
    async with app_over(services, tmp_path).run_test(size=(80, 24), notifications=True) as pilot:
        screen = await ready(pilot, 1)
        reads: list[SellerFilter] = []
        inner = services.lists.ids
        services.lists.ids = lambda wanted: reads.append(wanted) or inner(wanted)  # type: ignore[method-assign,func-returns-value]
        screen.house.write(lambda: services.sellers.edit(first.id, {"name": "New Name"}))
        await until(pilot, lambda: "New Name" in screen_text(pilot), "the new name")
        await pilot.app.workers.wait_for_complete()
        assert reads == []
        screen.house.write(lambda: a_lead(services, number=2, name="Second"))
        await ready(pilot, 2)
        assert screen.table.cursor_id == first.id


async def test_the_field_recalls_earlier_searches_and_escape_takes_the_filter_away(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    a_lead(services, number=1, name="Balaji Traders")
    a_lead(services, number=2, name="Krishna Handloom")
    async with app_over(services, tmp_path).run_test(size=(80, 24), notifications=True) as pilot:
        screen = await ready(pilot, 2)
        await type_filter(pilot, "krishna")
        await ready(pilot, 1)
        await pilot.press("escape")
        await ready(pilot, 2)
        assert screen.table.has_focus
        await pilot.press("slash", "up")
        assert screen.query_one(SearchLine).value == "krishna"
        await ready(pilot, 1)


async def test_the_keys_work_under_a_hindi_layout(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    a_lead(services, number=1)
    async with app_over(services, tmp_path).run_test(size=(80, 24), notifications=True) as pilot:
        screen = await ready(pilot, 1)
        await pilot.press("य")
        assert screen.query_one(SearchLine).has_focus
        await pilot.press("६", "४", "४")
        assert screen.query_one(SearchLine).value == "६४४"
        await pilot.press("escape", "ो")
        await until(pilot, lambda: isinstance(pilot.app.screen, RegisterScreen), "registering")


@pytest.mark.parametrize("language", ["en", "hi"])
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_hostile_names_stand_there_as_they_are(tmp_path: Path, language: str, size: tuple[int, int]) -> None:
    services = open_house(tmp_path)
    for n, name in enumerate(MARKUP):
        a_lead(services, number=n, name=name)
    async with app_over(services, tmp_path).run_test(size=size, notifications=True) as pilot:
        set_language(language)
        await ready(pilot, len(MARKUP))
        await until(pilot, lambda: "[/b] Traders" in screen_text(pilot), "the hostile rows")
        await type_filter(pilot, "[/b] colour:[red]")
        await until(pilot, lambda: "“[/b]”" in screen_text(pilot), "the filter in words")
        assert "⟦" not in screen_text(pilot)


async def test_narrowing_by_a_list_with_counts(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    many_leads(services, [f"Firm {n}" for n in range(30)])
    async with app_over(services, tmp_path).run_test(size=(120, 40), notifications=True) as pilot:
        await ready(pilot, 30)
        await pilot.press("v")
        await until(pilot, lambda: isinstance(pilot.app.screen, ChoiceDialog), "dimensions")
        await pilot.press("enter")
        await until(pilot, lambda: "Willing  10" in screen_text(pilot), "values with counts")
        await pilot.press(*"willing", "enter")
        screen = await ready(pilot, 10)
        assert screen.query_one(FilterBar).text == "stage:willing"


async def test_more_than_five_hundred_are_asked_for(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    many_leads(services, [f"Firm {n}" for n in range(501)])
    async with app_over(services, tmp_path).run_test(size=(80, 24), notifications=True) as pilot:
        screen = await ready(pilot, 501)
        await pilot.press("asterisk")
        await until(pilot, lambda: "501 marked" in screen.query_one(StatusLine).counts, "the count of marks")
        await pilot.press("f")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConfirmDialog), "the question")


async def test_copying_takes_the_number(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    a_lead(services, number=7)
    async with app_over(services, tmp_path).run_test(size=(80, 24), notifications=True) as pilot:
        await ready(pilot, 1)
        await pilot.press("y")
        await until(pilot, lambda: pilot.app.clipboard == mobile(7), "the number on the clipboard")


async def test_a_population_opens_under_its_own_name(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    many_leads(services, [f"Firm {n}" for n in range(30)])
    async with app_over(services, tmp_path).run_test(size=(80, 24), notifications=True) as pilot:
        await ready(pilot, 30)
        pilot.app.push_screen(SellersScreen(SellerFilter(next_step="overdue", sort="next"), "[/b] overdue"))
        screen = await ready(pilot, 3)
        assert screen.table.sort_column == "next"
        assert "[/b] overdue" in screen_text(pilot).splitlines()[0]
        await pilot.press("escape")
        await ready(pilot, 30)


async def test_a_word_that_is_not_understood_shows_nobody(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    for number in range(3):
        a_lead(services, number=number)
    async with app_over(services, tmp_path).run_test(size=(80, 24), notifications=True) as pilot:
        screen = await ready(pilot, 3)
        await type_filter(pilot, "district:zzz")
        await until(pilot, lambda: screen.table.state == "empty", "nobody")
        assert "not understood" in screen_text(pilot)
        await pilot.press("enter", "*")
        assert list(screen.table.marked_ids()) == []
        services.sellers.note(1, "by a colleague")
        screen.house.data_changed.publish("written")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert list(screen.table.ids) == []
        await type_filter(pilot, "district:lucknow")
        await ready(pilot, 3)
        await type_filter(pilot, "")
        await ready(pilot, 3)


async def test_districts_are_sorted_by_the_name_that_is_shown(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    found = {name: shipped().find(name).code for name in ("Agra", "Unnao", "Etawah")}
    for number, (name, code) in enumerate(found.items()):
        a_lead(services, number=number, name=f"Firm in {name}", district_code=code)
    async with app_over(services, tmp_path).run_test(size=(80, 24), notifications=True) as pilot:
        screen = await ready(pilot, 3)
        screen.table.post_message(RecordTable.SortRequested("district", False))
        await until(pilot, lambda: list(screen.table.ids) == [1, 3, 2], "Agra, Etawah, Unnao")
        await pilot.press("ctrl+l")
        # आगरा, इटावा, उन्नाव keep that order; turned round, it is that of the other end
        screen.table.post_message(RecordTable.SortRequested("district", True))
        await until(pilot, lambda: list(screen.table.ids) == [2, 3, 1], "उन्नाव, इटावा, आगरा")


async def test_the_help_page_says_what_the_signs_mean(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    a_lead(services)
    async with app_over(services, tmp_path).run_test(size=(100, 50), notifications=True) as pilot:
        await ready(pilot, 1)
        await pilot.press("f1")
        await until(pilot, lambda: "The signs" in screen_text(pilot), "the signs")
        text = screen_text(pilot)
        assert "the next step is overdue" in text
        assert "a blocker keeps it from registering" in text
        await pilot.press("ctrl+l")
        await until(pilot, lambda: "चिह्नों का अर्थ" in screen_text(pilot), "the signs in Hindi")


async def test_keys_that_are_cut_are_told(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    a_lead(services)
    for width, cut in ((60, True), (250, False)):
        async with app_over(services, tmp_path).run_test(size=(width, 24), notifications=True) as pilot:
            await ready(pilot, 1)
            await pilot.pause()
            last = screen_text(pilot).rstrip().splitlines()[-1]
            assert last.endswith("… F1") is cut
            assert len(last) <= width
