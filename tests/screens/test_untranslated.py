"""A walk through every screen: nothing stands there in the other language, and no sentence is missing."""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from onboarding.i18n import LOCALE, set_language
from tests.support.campaign import campaign
from tests.support.many import app_over
from tests.support.pilot import screen_text, until

WALK: dict[str, tuple[str, ...]] = {
    "today": (),
    "help": ("f1",),
    "palette": ("colon",),
    "sellers": ("f3",),
    "record": ("f3", "enter"),
    "stage": ("f3", "enter", "g"),
    "contact": ("l",),
    "next step": ("f",),
    "snooze": ("z",),
    "register": ("a",),
    "look-up": ("6", "4", "4"),
    "progress": ("f9",),
    "districts": ("f9", "tab"),
    "divisions": ("f9", "tab", "tab"),
    "staff": ("f9", "tab", "tab", "tab"),
    "stages": ("f9", "tab", "tab", "tab", "tab"),
    "imports": ("!imports",),
    "prospects": ("!prospects",),
    "reconciliation": ("!reconciliation",),
    "journal": ("!who_did_what",),
    "entry": ("!who_did_what", "enter"),
    "settings": ("!settings",),
    "add a day": ("!settings", "a"),
}
_ENGLISH: dict[str, str] = gettext.translation("onboarding", LOCALE, languages=["en"])._catalog  # type: ignore[attr-defined]
_HINDI: dict[str, str] = gettext.translation("onboarding", LOCALE, languages=["hi"])._catalog  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def _hindi() -> Iterator[None]:
    set_language("hi")
    yield
    set_language("en")


async def at_rest(pilot: Pilot[int]) -> None:
    await pilot.pause()
    await until(pilot, lambda: not list(pilot.app.workers), "all is read")
    await pilot.pause()


@pytest.mark.parametrize("place", [*WALK, "welcome"])
async def test_in_hindi_no_english_sentence_stands_on_any_screen(tmp_path: Path, place: str) -> None:
    app = app_over(campaign(tmp_path), tmp_path, "welcome" if place == "welcome" else "today")
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await at_rest(pilot)
        for key in WALK.get(place, ()):
            if key.startswith("!"):
                await app.run_action(key[1:])
            else:
                await pilot.press(key)
            await at_rest(pilot)
        text = screen_text(pilot)
    assert "⟦" not in text
    assert len(text) > 200
    left = [sentence for sentence in _spoken_in_english() if sentence in text]
    assert not left


def _spoken_in_english() -> list[str]:
    """English texts of two words and more that Hindi says otherwise."""
    said = ((text, _HINDI.get(key)) for key, text in _ENGLISH.items() if "{" not in text)
    return [text for text, hindi in said if " " in text.strip() and len(text) > 8 and hindi != text]
