"""Two people, two programs, one database: nobody's work is overwritten unseen, and undo takes back one's own only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from onboarding.domain.records import Lead
from onboarding.services.context import Services
from tests.support.house import LUCKNOW, a_lead, open_house
from tests.support.keyscript import NOW, Desk, Key, Say, Text, Told, Way
from tests.support.tmux import Tmux, needs_tmux

pytestmark = needs_tmux
WAY = Way(100, 40, "en")


@pytest.fixture
def house(tmp_path: Path) -> Services:
    """One firm."""
    services = open_house(tmp_path, NOW)
    a_lead(services, name="Balaji Traders", number=5, owner_name="Ramesh", district_code=LUCKNOW)
    return services


@pytest.fixture
def desks(tmp_path: Path, house: Services) -> Iterator[tuple[Desk, Desk]]:
    """Asha and Ravi, both with the record of the firm before them."""
    for name in ("asha", "ravi"):
        (tmp_path / name).mkdir()
    with Tmux(tmp_path / "asha") as hers, Tmux(tmp_path / "ravi") as his:
        both = (Desk(hers, WAY), Desk(his, WAY))
        for desk, name in zip(both, ("asha", "ravi"), strict=True):
            desk.open(house.database.path, Say("today.title"), staff=name)
            desk.play(
                [Key("F3", ("› ? Balaji Traders",)), Key("Enter", (Told("record.timeline_empty"), "Owner Ramesh"))]
            )
        yield both


def _firm(house: Services) -> Lead:
    return house.sellers.get(1)


def _edit(desk: Desk, downs: int, old: str, new: str) -> None:
    """Open a field of the record and write another value; Enter is left to the caller."""
    desk.play([Key("Home", ("›",)), *(Key("Down", ("›",)) for _ in range(downs))])
    desk.wait([f"› {old}"], [], "the cursor on the field")
    desk.play(
        [Key("e", (Say("record.keys_field"),)), Key("C-u", (), (f"│ {old.rsplit(maxsplit=1)[-1]}",)), Text(new, (new,))]
    )


def test_different_fields_of_one_record_are_both_kept(desks: tuple[Desk, Desk], house: Services) -> None:
    asha, ravi = desks
    _edit(asha, 4, "Owner Ramesh", "Suresh")
    _edit(ravi, 3, "Mobile 6440000005", "6440000777")
    asha.play([Key("Enter", ("Owner Suresh",), (Say("record.keys_field"),))])
    ravi.play([Key("Enter", ("Mobile 6440000777", "Owner Suresh"), (Say("record.keys_field"),))])
    assert (_firm(house).owner_name, _firm(house).mobile) == ("Suresh", "6440000777")


@pytest.mark.parametrize(("key", "kept"), [("m", "Mahesh"), ("t", "Suresh")])
def test_the_same_field_shows_both_values_and_asks(
    desks: tuple[Desk, Desk], house: Services, key: str, kept: str
) -> None:
    asha, ravi = desks
    _edit(asha, 4, "Owner Ramesh", "Suresh")
    _edit(ravi, 4, "Owner Ramesh", "Mahesh")
    asha.play([Key("Enter", ("Owner Suresh",), (Say("record.keys_field"),))])
    ravi.play([Key("Enter", (Say("widgets.conflict-title"), "Suresh", "Mahesh", "Ramesh", "asha"))])
    assert _firm(house).owner_name == "Suresh"
    choice = "(●) " + ravi.words(Say("widgets.conflict-mine")) if key == "m" else "( )"
    ravi.play([Key(key, (choice,)), Key("Enter", (f"Owner {kept}",), (Say("widgets.conflict-title"),))])
    assert _firm(house).owner_name == kept


def test_undo_takes_back_ones_own_action_and_leaves_the_colleagues(desks: tuple[Desk, Desk], house: Services) -> None:
    asha, ravi = desks
    _edit(asha, 4, "Owner Ramesh", "Suresh")
    asha.play([Key("Enter", ("Owner Suresh",), (Say("record.keys_field"),))])
    _edit(ravi, 3, "Mobile 6440000005", "6440000777")
    ravi.play([Key("Enter", ("Mobile 6440000777",), (Say("record.keys_field"),))])
    asha.play([Key("u", ("Owner Ramesh", "Mobile 6440000777"))])
    assert (_firm(house).owner_name, _firm(house).mobile) == ("Ramesh", "6440000777")
    ravi.play([Key("u", ("Mobile 6440000005", "Owner Ramesh"))])
    assert (_firm(house).owner_name, _firm(house).mobile) == ("Ramesh", "6440000005")
