"""Making two leads of one again, from the record: at once, or which of those that went into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onboarding.i18n import tr
from onboarding.merge_words import separated_text
from onboarding.widgets.choice import ChoiceDialog

if TYPE_CHECKING:
    from onboarding.app import OnboardingApp
    from onboarding.domain.records import Merge


def unmerge(house: OnboardingApp, lead_id: int, gone_id: int | None = None) -> None:
    """Ask for the merge to take back, unless ``gone_id`` says it; then do it."""

    def ask(merges: list[Merge]) -> None:
        chosen = [one for one in merges if gone_id in (None, one.gone_id)]
        if not chosen:
            house.tell(tr("merge.none", id=lead_id), severity="warning")
        elif len(chosen) == 1:
            _separate(house, chosen[0])
        else:
            _choose(house, chosen)

    house.beside(lambda: house.services.merging.merges(lead_id), ask)


def _choose(house: OnboardingApp, merges: list[Merge]) -> None:
    choices = [(str(one.gone_id), f"#{one.gone_id} {one.gone_name}") for one in merges]

    def chosen(code: str | None) -> None:
        if code is not None:
            _separate(house, next(one for one in merges if str(one.gone_id) == code))

    house.push_screen(ChoiceDialog(tr("merge.which"), choices), chosen)


def _separate(house: OnboardingApp, merge: Merge) -> None:
    # Nothing asks whether one is sure: the two can be merged again with one key.
    house.write(lambda: house.services.merging.unmerge(merge), lambda done: house.tell(separated_text(done)))
