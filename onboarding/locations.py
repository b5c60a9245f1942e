"""Where things lie on this machine: the database, the settings file, the log, the backups. Read by ``cli`` and ``app`` only."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Locations:
    """The places of one run."""

    database: Path
    settings: Path
    log: Path


def find(database: Path | None = None) -> Locations:
    """The places of this run: ``--db``, else ``ONBOARDING_DB``, else the user's data directory."""
    given = database or _from_environment("ONBOARDING_DB")
    settings = _from_environment("ONBOARDING_SETTINGS")
    log = _from_environment("ONBOARDING_LOG")
    if given and settings and log:
        return Locations(given, settings, log)
    import platformdirs  # 24 ms: only when a place is not named

    data = Path(platformdirs.user_data_dir("onboarding", appauthor=False))
    return Locations(
        given or data / "onboarding.db",
        settings or Path(platformdirs.user_config_dir("onboarding", appauthor=False)) / "settings.toml",
        log or Path(platformdirs.user_log_dir("onboarding", appauthor=False)) / "onboarding.log",
    )


def _from_environment(name: str) -> Path | None:
    value = os.environ.get(name, "")
    return Path(value).expanduser() if value else None
