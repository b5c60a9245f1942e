"""A copy of the database from inside the application, with its progress and where it lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onboarding.i18n import tr

if TYPE_CHECKING:
    from onboarding.app import OnboardingApp
    from onboarding.services.imports import Interrupted


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


def tell_interrupted(house: OnboardingApp) -> None:
    """Say what became of an import that a power cut or a closed window broke off: all of it is there, or nothing."""

    def ask() -> list[Interrupted]:
        return house.services.imports.interrupted()  # the service is imported in the thread

    def say(found: list[Interrupted]) -> None:
        for left in found:
            sentence = "imports.interrupted_kept" if left.run else "imports.interrupted"
            text = tr(sentence, file=left.file, id=left.run or "")
            house.notify(text, severity="warning", timeout=20, markup=False)

    house.write(ask, say, quiet=True)
