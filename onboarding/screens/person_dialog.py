"""A further person or number of a firm."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from onboarding.domain.fields import read_field
from onboarding.domain.text import clean, mask_aadhaar
from onboarding.i18n import tr
from onboarding.widgets.ask import AskDialog, AskField
from onboarding.wording import field_label, problem_text

if TYPE_CHECKING:
    from onboarding.app import OnboardingApp

FIELDS = ("name", "mobile", "role", "email", "note")
_CHECKED = ("mobile", "email")


def add_person(house: OnboardingApp, lead_id: int) -> None:
    """Ask for the person and store it."""
    today = house.services.clock.today()

    def hint(name: str, typed: str) -> str:
        if name not in _CHECKED or not typed.strip():
            return ""
        found = read_field(name, typed, today)
        return problem_text(found.problem) if found.problem else f"✓ {found.value}"

    def problems(values: Mapping[str, str]) -> Mapping[str, str]:
        wrong = {}
        for name in _CHECKED:
            found = read_field(name, values[name], today)
            if found.problem and not found.soft:
                wrong[name] = problem_text(found.problem)
        if not any(values[name].strip() for name in ("name", "mobile", "email")):
            wrong["name"] = tr("person.empty")
        return wrong

    def answered(values: Mapping[str, str] | None) -> None:
        if values is None:
            return
        row = {
            name: read_field(name, text, today).value if name in _CHECKED else mask_aadhaar(clean(text))[0] or None
            for name, text in values.items()
        }
        house.write(
            lambda: house.services.sellers.add_person(lead_id, row),
            lambda _new: house.tell(tr("record.person_added")),
        )

    labels = {name: field_label(name) for name in FIELDS} | {"name": tr("record.person_name")}
    fields = [AskField(name, labels[name]) for name in FIELDS]
    house.push_screen(AskDialog(tr("record.person_title"), fields, hint=hint, problems=problems), answered)
