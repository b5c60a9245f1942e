"""What came of a contact, and what follows from it: one table.

Labels stand in the catalogue as ``outcome.<code>`` and ``next.<code>``. Stage codes are those of
the seller pipeline. The gaps are the office's defaults.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

NEXT_STEPS: Final = (
    "call",
    "call_back",
    "find_number",
    "papers",
    "verify",
    "visit",
    "open_account",
    "profile",
    "catalogue",
    "workshop",
    "send_details",
)
"""Codes of next steps, in the order in which a list offers them."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One row of the table."""

    code: str
    letter: str
    """The key in call mode; empty when the outcome is only chosen from the list."""
    final: bool
    """No further attempt follows on this number; otherwise the lead stays in the queue."""
    two_way: bool
    """The person was reached: enough evidence for the stage ``contacted``."""
    gap: int | None
    """Working days until the next step; None when there is no next step or the date is asked."""
    next_step: str | None
    suggests: str | None
    """The stage that is offered (never set by itself)."""
    asks_date: bool = False
    bars_number: bool = False
    """The number is struck off or must not be called again."""


OUTCOMES: Final = (
    Outcome("answered", "a", False, True, 3, "call", "contacted"),
    Outcome("no_answer", "n", False, False, 1, "call", None),
    Outcome("busy", "b", False, False, 1, "call", None),
    Outcome("switched_off", "o", False, False, 1, "call", None),
    Outcome("wrong_number", "w", True, False, 2, "find_number", None, bars_number=True),
    Outcome("call_back", "c", False, True, None, "call_back", "contacted", asks_date=True),
    Outcome("interested", "i", False, True, 3, "papers", "willing"),
    # The seller's word alone closes nothing: the account is looked up first.
    Outcome("registered_told", "r", False, True, 1, "verify", None),
    Outcome("refused", "x", True, True, None, None, "not_interested"),
    Outcome("do_not_call", "d", True, True, None, None, None, bars_number=True),
    Outcome("documents_promised", "", False, True, 3, "papers", "willing"),
    Outcome("visited", "", False, True, 3, "call", "contacted"),
    Outcome("replied", "", False, True, 3, "call", "contacted"),
    Outcome("already_registered", "", True, True, None, None, "already_registered"),
)
"""In the order in which a list offers them."""

BY_CODE: Final = {outcome.code: outcome for outcome in OUTCOMES}
BY_LETTER: Final = {outcome.letter: outcome for outcome in OUTCOMES if outcome.letter}


def outcome(code_or_letter: str) -> Outcome | None:
    """The outcome by its code or by its key; None when neither is known."""
    return BY_CODE.get(code_or_letter) or BY_LETTER.get(code_or_letter)
