"""Every code that the reading of a file can give has a sentence in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from onboarding import files
from onboarding.files.cell_parsers import WARNING_OF
from onboarding.files.rows import SKIPS
from onboarding.files.sellers import REASONS, WARNINGS
from onboarding.i18n import LANGUAGES, Language, tr_in


@pytest.mark.parametrize("language", LANGUAGES)
def test_codes_have_sentences(language: Language) -> None:
    for code in (*REASONS, *WARNINGS, *SKIPS):
        assert not tr_in(language, f"code.{code}").startswith("⟦"), code


def test_codes_are_told_apart() -> None:
    codes = (*REASONS, *WARNINGS, *SKIPS)
    assert len(set(codes)) == len(codes)
    assert set(WARNING_OF.values()) <= set(WARNINGS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_refusals_have_sentences(language: Language) -> None:
    folder = Path(files.__path__[0])
    ids = {
        found
        for module in folder.glob("*.py")
        for found in re.findall(r'"(files\.\w+)"', module.read_text(encoding="utf-8"))
    }
    assert len(ids) > 15
    for sentence in ids:
        assert not tr_in(language, sentence).startswith("⟦"), sentence
