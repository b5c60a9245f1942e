"""The answer of every matcher of records: which record a row of a list is."""

from __future__ import annotations

from typing import Literal, NamedTuple


class Found(NamedTuple):
    """Which record a row is."""

    kind: Literal["certain", "possible", "none"]
    entity: int | None = None
    """Positive: one that is stored; negative: -1 for the first that the list makes, and so on. Only when certain."""
    candidates: tuple[int, ...] = ()
    """Records that a person should look at, when possible."""


NOTHING = Found("none")
