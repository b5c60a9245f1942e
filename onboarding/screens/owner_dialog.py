"""Whose desk leads lie on: one of the staff, or nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from onboarding.formats import counted, number
from onboarding.i18n import tr
from onboarding.widgets.choice import ChoiceDialog

if TYPE_CHECKING:
    from onboarding.app import OnboardingApp

NOBODY = ""


def choose_owner(
    house: OnboardingApp,
    leads: Sequence[int],
    *,
    chosen: int | None = None,
    staff: Mapping[int, str] | None = None,
) -> None:
    """Open the list of the staff for these leads.

    Args:
        house: The application.
        leads: Their numbers.
        chosen: Who has them now.
        staff: Names by number, where the caller has read them; then the list opens at once.
    """
    ids = list(leads)
    if not ids:
        return

    def ask(names: Mapping[int, str]) -> None:
        choices = [*((str(key), name) for key, name in names.items()), (NOBODY, tr("record.nobody"))]
        title = tr("record.owner_title_one")
        if len(ids) > 1:
            title = tr("record.owner_title", n=number(len(ids)))
        now = None if chosen is None else str(chosen)
        house.push_screen(ChoiceDialog(title, choices, chosen=now), answered)

    def answered(code: str | None) -> None:
        if code is None:
            return
        desk = int(code) if code else None
        house.write(
            lambda: house.services.sellers.assign(ids, desk),
            lambda changed: house.tell(counted("record.assigned", changed)),
        )

    def read() -> dict[int, str]:
        return {member.id: member.name for member in house.services.office.staff()}

    if staff is not None:
        ask(staff)
    else:
        house.beside(read, ask)
