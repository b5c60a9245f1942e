"""How wide a Hindi vowel sign is counted, and what happens where nobody answers."""

from __future__ import annotations

import subprocess
import sys

import pytest

from onboarding.errors import Refused
from onboarding.i18n import tr
from onboarding.terminal import HindiWidth, hindi_width

MEASURE = """
from rich.cells import cell_len, set_cell_size
texts = ["की", "राम", "कु", "ক\\u09bf", "a\\u0301"]
before = [cell_len(text) for text in texts]
from onboarding.terminal import prepare
print(prepare().source, before, [cell_len(text) for text in texts], end=" ")
print(cell_len(set_cell_size("बालाजी", 4)))
"""


def _measured(setting: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", MEASURE],
        env={"ONBOARDING_HINDI_WIDTH": setting, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        check=True,
        stdin=subprocess.DEVNULL,
    )
    return done.stdout.strip()


def test_one_cell_for_a_spacing_sign_and_none_for_the_others_even_if_measured_before() -> None:
    assert _measured("1") == "setting [1, 2, 1, 1, 1] [2, 3, 1, 2, 1] 4"


def test_rich_is_left_alone_where_the_terminal_gives_no_cell() -> None:
    assert _measured("0") == "setting [1, 2, 1, 1, 1] [1, 2, 1, 1, 1] 4"


def test_a_pipe_never_answers_and_one_cell_is_assumed() -> None:
    assert _measured("").startswith("assumed")


def test_a_wrong_setting_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONBOARDING_HINDI_WIDTH", "two")
    with pytest.raises(Refused) as caught:
        hindi_width()
    assert "⟦" not in tr(caught.value.sentence, **caught.value.values)
    monkeypatch.setenv("ONBOARDING_HINDI_WIDTH", "0")
    assert hindi_width() == HindiWidth(0, "setting")
