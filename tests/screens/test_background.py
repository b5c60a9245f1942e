"""Work behind the screens: writes in the order in which they were asked for, none lost, what goes wrong is shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from onboarding import i18n
from onboarding.app import OnboardingApp
from onboarding.errors import FieldConflict, Refused, StaleEdit
from onboarding.screens.fault import FaultScreen
from tests.support.house import a_lead, open_house
from tests.support.many import app_over
from tests.support.pilot import until


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    i18n.set_language("en")
    yield
    i18n.set_language("en")


@pytest.fixture
def app(tmp_path: Path) -> OnboardingApp:
    services = open_house(tmp_path)
    a_lead(services)
    return app_over(services, tmp_path, "today")


async def test_writes_are_done_in_the_order_in_which_they_were_asked_for(app: OnboardingApp) -> None:
    """An undo pressed while a save waits for its turn takes back that save, not the one before it."""
    done: list[str] = []
    go_on = Event()

    def slow() -> None:
        go_on.wait(10)
        done.append("slow")

    async with app.run_test(size=(80, 24)) as pilot:
        app.write(slow)
        app.write(lambda: done.append("next"))
        app.beside(lambda: done.append("reading"))
        await until(pilot, lambda: done == ["reading"], "a reading waits for no write")
        go_on.set()
        await until(pilot, lambda: len(done) == 3, "both writes")
    assert done == ["reading", "slow", "next"]


async def test_what_waits_for_its_turn_is_written_although_the_application_ends(app: OnboardingApp) -> None:
    done: list[str] = []
    go_on, finished = Event(), Event()

    def slow() -> None:
        go_on.wait(10)
        done.append("slow")

    def last() -> None:
        done.append("last")
        finished.set()

    async with app.run_test(size=(80, 24)) as pilot:
        app.write(slow, lambda _: done.append("shown"))
        app.write(last)
        await pilot.press("ctrl+q")
        await pilot.pause()
    go_on.set()
    assert finished.wait(10)
    assert done == ["slow", "last"]


async def test_a_fault_while_an_error_is_shown_is_not_silent(app: OnboardingApp) -> None:
    def refuse() -> None:
        raise Refused("lead.no_name")

    def broken(_error: object) -> None:
        raise ValueError

    async with app.run_test(size=(80, 24)) as pilot:
        app.write(refuse, failed=broken)
        await until(pilot, lambda: isinstance(app.screen, FaultScreen), "the error screen")


async def test_news_takes_the_place_of_older_notices(app: OnboardingApp) -> None:
    """Three decisions in a row hid half of the comparison; an error that is over stood beside the next list."""

    def told() -> list[str]:
        return [notice.message for notice in app._notifications]

    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        app.tell("one")
        await until(pilot, lambda: told() == ["one"], "the first")
        app.tell("two")
        await until(pilot, lambda: told() == ["two"], "only the second")
        app.tell("also wrong", severity="warning")
        await until(pilot, lambda: told() == ["two", "also wrong"], "a warning beside it")
        app.tell_error(Refused("lead.no_name"))
        await until(pilot, lambda: told() == [i18n.tr("lead.no_name")], "only what is wrong now")


async def test_a_field_that_two_people_changed_is_named_in_words(app: OnboardingApp) -> None:
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        conflict = FieldConflict(field="alt_mobile", seen=None, theirs="1", mine="2", who="Ravi", when="")
        app.tell_error(StaleEdit("record.stale", (conflict,), who="Ravi"))
        await until(pilot, lambda: app._notifications, "a notice")
        said = next(iter(app._notifications)).message
        assert "alt_mobile" not in said
        assert i18n.tr("field.label.alt_mobile") in said
