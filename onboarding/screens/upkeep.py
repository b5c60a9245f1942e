"""A copy of the database from inside the application, with its progress and where it lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onboarding.i18n import tr

if TYPE_CHECKING:
    from onboarding.app import OnboardingApp


def backup_now(house: OnboardingApp) -> None:
    """Take a verified copy in the background and say where it lies."""
    house.tell(tr("upkeep.copying"))
    house.write(
        house.services.backups.backup,
        lambda made: house.tell(tr("upkeep.copied", path=str(made.path))),
        quiet=True,
    )


def copy_if_due(house: OnboardingApp) -> None:
    """Take a copy when the newest is old and something changed since; silent unless it fails."""
    house.write(house.services.backups.automatic, quiet=True)
