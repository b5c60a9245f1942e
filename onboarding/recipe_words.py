"""How a list was understood, in words: profile, delta, what is missing, what was decided. For screens and commands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from onboarding.formats import counted, instant_local, number
from onboarding.i18n import tr
from onboarding.import_words import list_field
from onboarding.wording import field_label, value_text

if TYPE_CHECKING:
    from onboarding.domain.recipe import Recipe
    from onboarding.services.imports import AnyPlan

SEPARATOR_NAMES = {"\t": "Tab"}


def profile_words(plan: AnyPlan) -> str:
    """Which sender's profile was applied; empty: none."""
    one = plan.profile
    if one is None:
        return ""
    return tr("recipe.recognised", day=instant_local(one.used_at)[:10], sender=one.sender)


def missing_words(missing: Iterable[str]) -> list[str]:
    """What no column gives and every row needs, with what to do."""
    return [tr(f"recipe.missing.{what}") for what in missing]


def delta_words(plan: AnyPlan) -> str:
    """What is new since the same sender's last list; empty: nothing to compare with."""
    one = plan.delta
    if one is None:
        return ""
    parts = [counted("recipe.delta", one.same, rows=number(one.rows), day=instant_local(one.at)[:10], id=one.of_run)]
    for what in ("new", "changed", "gone"):
        if count := getattr(one, what):
            told = f"{number(count)} {tr(f'recipe.delta.{what}')}"
            if what == "changed":
                told += f" ({', '.join(f'{list_field(name)} {number(n)}' for name, n in list(one.fields.items())[:3])})"
            parts.append(told)
    return "; ".join(parts)


def recipe_words(recipe: Recipe) -> str:
    """What was decided, shortly; empty: nothing."""
    parts = [
        f"{heading} → {list_field(field) if field else tr('recipe.nobody')}"
        for heading, field in recipe.columns.items()
    ]
    if recipe.header is not None:
        parts.append(tr("imports.header_row", n=recipe.header))
    parts += [text for text in (recipe.encoding, SEPARATOR_NAMES.get(recipe.separator or "", recipe.separator)) if text]
    if recipe.convert is False:
        parts.append(tr("recipe.font_refused"))
    if recipe.unit is not None:
        parts.append(tr(f"recipe.unit.{recipe.unit}"))
    if recipe.mode not in (None, "both"):
        parts.append(tr(f"recipe.mode.{recipe.mode}"))
    parts += [f"{field_label(name)}: {value_text(name, value)}" for name, value in recipe.defaults.items()]
    return " · ".join(parts)
