"""The quick filter: which dimension, then which value, with counts where they cost nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Literal

from onboarding.domain.filters import SellerFilter
from onboarding.formats import number
from onboarding.i18n import tr
from onboarding.screens.seller_filter import GROUPS, FilterWords, with_word
from onboarding.widgets.choice import ChoiceDialog

if TYPE_CHECKING:
    from onboarding.screens.base import HouseScreen

DIMENSIONS = ("stage", "district", "mse", "desk", "next", "blocker")
ALL = "*"
"""The code of the line that takes the restriction away."""
_TALLIED: Mapping[str, Literal["stage", "district", "desk"]] = {
    "stage": "stage",
    "district": "district",
    "desk": "desk",
}


def narrow(
    screen: HouseScreen,
    words: FilterWords,
    wanted: SellerFilter,
    typed: str,
    then: Callable[[str], None],
) -> None:
    """Ask for a dimension and a value; ``then`` gets the text of the search field with that word in it."""
    choices = [(key, tr(f"list.key.{key}")) for key in DIMENSIONS]
    if typed:
        choices.append((ALL, tr("list.narrow_nothing")))

    def value(key: str, counts: Mapping[str, int] | None) -> None:
        _ask(screen, words, key, counts, lambda code: then(with_word(typed, key, code, words)))

    def dimension(key: str | None) -> None:
        if key is None or key == ALL:
            if key == ALL:
                then("")
            return
        by = _TALLIED.get(key)
        if by is None:
            value(key, None)
        else:
            without = _without(wanted, by)
            screen.read(
                lambda: screen.services.lists.tally(by, without), lambda counts: value(key, counts), group="narrow"
            )

    screen.app.push_screen(ChoiceDialog(tr("list.narrow"), choices), dimension)


def _without(wanted: SellerFilter, by: str) -> SellerFilter:
    """The population without this restriction: what the other values would give."""
    if by == "stage":
        return wanted.but(stages=())
    return wanted.but(district="") if by == "district" else wanted.but(desk=None)


def _ask(
    screen: HouseScreen,
    words: FilterWords,
    key: str,
    counts: Mapping[str, int] | None,
    then: Callable[[str], None],
) -> None:
    codes = list(dict.fromkeys(code for code, _ in words.options(key)))
    choices = [(ALL, tr("list.narrow_all"))]
    choices += [(code, _label(words, key, code, counts)) for code in codes if _is_there(key, code, words, counts)]
    dialog = ChoiceDialog(tr(f"list.key.{key}"), choices)
    screen.app.push_screen(dialog, lambda code: None if code is None else then("" if code == ALL else code))


def _label(words: FilterWords, key: str, code: str, counts: Mapping[str, int] | None) -> str:
    label = words.label(key, code)
    stages = GROUPS.get(code, (code,)) if key == "stage" else (_tally_code(key, code, words),)
    n = sum(counts.get(one, 0) for one in stages) if counts is not None else 0
    return f"{label}  {number(n)}" if n else label


def _is_there(key: str, code: str, words: FilterWords, counts: Mapping[str, int] | None) -> bool:
    """Districts and desks without a lead are left out of their long lists."""
    return counts is None or key not in ("district", "desk") or bool(counts.get(_tally_code(key, code, words)))


def _tally_code(key: str, code: str, words: FilterWords) -> str:
    if code == "none":
        return "0" if key == "desk" else ""
    return str(words.me) if code == "me" else code
