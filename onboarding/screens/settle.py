"""Two people changed the same field: both values in words, the person decides, and the decision is stored."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from onboarding.errors import FieldConflict, OnboardingError, StaleEdit
from onboarding.formats import instant_local
from onboarding.i18n import tr
from onboarding.screens.seller_view import SellerView
from onboarding.widgets.conflict import ConflictDialog
from onboarding.wording import field_label, value_text

if TYPE_CHECKING:
    from onboarding.app import OnboardingApp
    from onboarding.domain.records import Lead


def settle(house: OnboardingApp, view: SellerView, error: StaleEdit) -> None:
    """Show both values of every field that two people changed, and store the person's choice."""

    def decided(answers: dict[str, str] | None) -> None:
        mine = [item for item in error.conflicts if (answers or {}).get(item.field) == "mine"]
        if not mine:
            house.data_changed.publish("conflict")
            return
        values = {item.field: item.mine for item in mine}
        seen = {item.field: item.theirs for item in mine}
        house.write(
            lambda: house.services.sellers.edit(view.lead.id, values, seen=seen),
            partial(tell_stored, house, view, mine[0].field),
            failed=partial(edit_failed, house, view),
        )

    shown = [_in_words(view, item) for item in error.conflicts]
    house.push_screen(ConflictDialog(shown, field_label), decided)


def edit_failed(house: OnboardingApp, view: SellerView, problem: OnboardingError) -> None:
    """A colleague was there once more, or something else forbids it."""
    if isinstance(problem, StaleEdit):
        settle(house, view, problem)
    else:
        house.tell_error(problem)


def _in_words(view: SellerView, item: FieldConflict) -> FieldConflict:
    worded: Callable[[object], str] = partial(value_text, item.field, districts=view.districts, staff=view.staff)
    return FieldConflict(
        field=item.field,
        seen=worded(item.seen),
        theirs=worded(item.theirs),
        mine=worded(item.mine),
        who=item.who,
        when=instant_local(item.when) if item.when else "",
    )


def tell_stored(house: OnboardingApp, view: SellerView, field: str, lead: Lead) -> None:
    """Show back what was stored."""
    text = value_text(field, getattr(lead, field), districts=view.districts, staff=view.staff)
    house.tell(tr("record.stored", field=field_label(field), value=text))
