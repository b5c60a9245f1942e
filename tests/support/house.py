"""A house to test in: a real database file, people who work in it, leads that are lawful."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from onboarding.domain.records import Lead
from onboarding.services.clock import fixed
from onboarding.services.context import Services, open_services

NOW = "2026-11-23T10:00"
"""A Monday, no holiday."""
LUCKNOW = "162"


def open_house(tmp_path: Path, now: str = NOW, *, login: str = "asha") -> Services:
    """A database in ``tmp_path`` (made when it is not there) for the person with this login, at a moment that stands still."""
    return open_services(tmp_path / "house" / "onboarding.db", login=login, clock=fixed(now))


def colleague(services: Services, login: str = "ravi", *, now: str = "") -> Services:
    """Another person on the same database, at the same moment unless told otherwise."""
    clock = fixed(now) if now else services.clock
    return open_services(services.database.path, login=login, clock=clock)


def a_lead(services: Services, **fields: Any) -> Lead:  # noqa: ANN401 - any field of a lead
    """A registered lead: Balaji Traders in Lucknow unless told otherwise; ``number=7`` gives it a mobile of its own."""
    number = int(fields.pop("number", 0))
    values: dict[str, Any] = {
        "name": "Balaji Traders",
        "mobile": mobile(number),
        "district_code": LUCKNOW,
    } | fields
    return services.sellers.register(values)


def mobile(number: int) -> str:
    """A mobile number of a series that is given to nobody."""
    return f"644{number:07d}"


def pan(number: int) -> str:
    """A PAN that no firm has: of the right form, beginning with ZZ, of a person (fourth letter P)."""
    return f"ZZZPZ{number % 10_000:04d}Z"
