"""The table of contact outcomes holds together."""

from __future__ import annotations

import pytest

from onboarding.domain.outcomes import BY_LETTER, NEXT_STEPS, OUTCOMES, Outcome, outcome
from onboarding.domain.stages import STAGES
from onboarding.i18n import LANGUAGES, tr_in


def test_the_ten_keys_of_call_mode() -> None:
    assert "".join(BY_LETTER) == "anbowcirxd"


@pytest.mark.parametrize("row", OUTCOMES, ids=lambda row: str(row.code))
def test_each_row_is_consistent(row: Outcome) -> None:
    assert row.next_step is None or row.next_step in NEXT_STEPS
    assert row.suggests is None or row.suggests in STAGES
    assert (row.gap is None) == (row.next_step is None or row.asks_date)
    assert outcome(row.code) is row
    for language in LANGUAGES:
        assert "⟦" not in tr_in(language, f"outcome.{row.code}")


def test_each_next_step_is_named() -> None:
    for language in LANGUAGES:
        assert not [code for code in NEXT_STEPS if "⟦" in tr_in(language, f"next.{code}")]


@pytest.mark.parametrize("code", ["no_answer", "busy", "switched_off", "wrong_number"])
def test_nobody_reached_is_no_contact(code: str) -> None:
    row = outcome(code)
    assert row is not None
    assert not row.two_way
    assert row.suggests is None


@pytest.mark.parametrize("code", ["refused", "do_not_call", "already_registered", "wrong_number"])
def test_final_outcomes(code: str) -> None:
    row = outcome(code)
    assert row is not None
    assert row.final


def test_hearsay_of_registration_is_verified_first() -> None:
    row = outcome("r")
    assert row is not None
    assert (row.code, row.final, row.next_step, row.gap) == ("registered_told", False, "verify", 1)


def test_an_unknown_key_is_no_outcome() -> None:
    assert outcome("z") is None
    assert outcome("") is None
