"""What the application does by itself: what its settings file says wrong, copies of the database, an import that was broken off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onboarding.actions import action, conflicts
from onboarding.i18n import tr

if TYPE_CHECKING:
    from onboarding.app import OnboardingApp
    from onboarding.services.imports import Interrupted


COPY_LOOKED_AT_S = 300
"""How often each program looks whether a copy of the database is due."""

LEFTOVERS_AFTER_S = 1.0
"""After the start, when the first screen has been painted."""


def look_after(house: OnboardingApp) -> None:
    """Say what is wrong with the settings at once, the rest when the first screen stands; a copy whenever one is due."""
    tell_settings(house)
    house.set_interval(COPY_LOOKED_AT_S, lambda: copy_if_due(house))
    house.set_timer(LEFTOVERS_AFTER_S, lambda: tell_interrupted(house))


def tell_settings(house: OnboardingApp) -> None:
    """What the settings file says that cannot be followed."""
    for name in house.config.problems:
        house.tell(tr("settings.problem", name=name, path=str(house.places.settings)), severity="warning")
    own = house.config.keys  # the keys of the house agree; a test looks through them, not each start (5 ms)
    for key, one, other in conflicts(own) if own else ():
        labels = {"one": action(one).label, "other": action(other).label}
        house.tell(tr("settings.key_conflict", key=key, **labels), severity="warning")


def backup_now(house: OnboardingApp) -> None:
    """Take a verified copy in the background and say where it lies."""
    house.tell(tr("upkeep.copying"))
    house.beside(
        house.services.backups.backup,
        lambda made: house.tell(tr("upkeep.copied", path=str(made.path))),
    )


def copy_if_due(house: OnboardingApp) -> None:
    """Take a copy when the newest is old and something changed since; silent unless it fails."""
    house.beside(house.services.backups.automatic)


def tell_interrupted(house: OnboardingApp) -> None:
    """Say what became of an import that a power cut or a closed window broke off, and whether it can be gone on with."""
    from onboarding.import_words import interrupted_text

    def ask() -> list[Interrupted]:
        return house.services.imports.interrupted()  # the service is imported in the thread

    def say(found: list[Interrupted]) -> None:
        for left in found:
            house.notify(interrupted_text(left), severity="warning", timeout=20, markup=False)

    house.beside(ask, say)
