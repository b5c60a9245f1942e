"""Many leads at once, and the application over a test's own house."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from onboarding.app import OnboardingApp
from onboarding.db.derived import index_range
from onboarding.domain.names import is_devanagari, same_name_key
from onboarding.locations import Locations
from onboarding.services.context import Services
from tests.support.house import LUCKNOW, mobile

_COLUMNS = (
    "name", "name_hi", "owner_name", "mobile", "district_code", "stage", "stage_rank", "stage_on", "created_at", "updated_at",
    "same_key", "next_on", "contact_count", "last_contact_on",
)  # fmt: skip
STAGES = (("new", 0), ("contacted", 1), ("willing", 2))


def many_leads(services: Services, names: Iterable[str]) -> None:
    """Leads set-wise: number n has ``mobile(n)``, the stages in turn, Lucknow, every tenth one a step overdue."""
    rows = [
        (
            name, name if is_devanagari(name) else None, "Ramesh Gupta", mobile(n), LUCKNOW, *STAGES[n % 3], "2026-11-01",
            "2026-11-01T00:00:00Z", "2026-11-01T00:00:00Z", same_name_key(name), "2026-11-20" if n % 10 == 0 else None, 0, None,
        )
        for n, name in enumerate(names)
    ]  # fmt: skip
    with services.writing.change("import") as change:
        made = change.insert_range("lead", _COLUMNS, rows)
        assert made is not None
        for _ in index_range(change.connection, *made):
            pass


def app_over(services: Services, tmp_path: Path, first: str = "sellers") -> OnboardingApp:
    """The application on this house, with its settings and log in ``tmp_path``."""
    places = Locations(services.database.path, tmp_path / "settings.toml", tmp_path / "onboarding.log")
    return OnboardingApp(services, places, first=first)
