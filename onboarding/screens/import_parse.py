"""How the bytes of a list are read: encoding, separator, row of headings, unit of amounts; and who sends it. One small form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from onboarding.domain.recipe import UNITS, Recipe
from onboarding.i18n import tr
from onboarding.recipe_words import SEPARATOR_NAMES
from onboarding.widgets.ask import AskDialog, AskField

if TYPE_CHECKING:
    from onboarding.app import OnboardingApp
    from onboarding.services.imports import AnyPlan

_TAB = ("tab", "\\t")


def ask_parse(house: OnboardingApp, plan: AnyPlan, recipe: Recipe, then: Callable[[Recipe], None]) -> None:
    """Ask; what stands there is how the file is read now. ``then`` gets the recipe with what was changed."""
    about = plan.about
    shown = {
        "encoding": about.encoding or "",
        "separator": SEPARATOR_NAMES.get(about.separator or "", about.separator or ""),
        "header": str(about.header_row or 0),
        "unit": about.unit.name.lower() if about.unit else "",
        "sender": recipe.sender or (plan.profile.sender if plan.profile else about.sender),
    }
    names = [name for name in shown if about.sheet is None or name not in ("encoding", "separator")]
    fields = [AskField(name, tr(f"recipe.parse.{name}"), shown[name]) for name in names]

    def take(values: Mapping[str, str] | None) -> None:
        if values is not None:
            then(_changed(recipe, {name: text.strip() for name, text in values.items() if text.strip() != shown[name]}))

    house.push_screen(
        AskDialog(
            tr("recipe.parse_title"), fields, hint=lambda name, _: tr(f"recipe.parse.hint.{name}"), problems=_problems
        ),
        take,
    )


def _changed(recipe: Recipe, told: Mapping[str, str]) -> Recipe:
    values: dict[str, Any] = {name: text or None for name, text in told.items()}
    if values.get("header"):
        values["header"] = int(values["header"])
    if (values.get("separator") or "").casefold() in _TAB:
        values["separator"] = "\t"
    return replace(recipe, **values)


def _problems(values: Mapping[str, str]) -> dict[str, str]:
    wrong = []
    header, unit, sign = (values.get(name, "").strip() for name in ("header", "unit", "separator"))
    if header and not (header.isascii() and header.isdigit() and len(header) < 7):
        wrong.append("header")
    if unit and unit not in UNITS:
        wrong.append("unit")
    if len(sign) > 1 and sign.casefold() not in _TAB:
        wrong.append("separator")
    return {name: tr("recipe.parse.bad") for name in wrong}
