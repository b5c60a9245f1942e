"""Which district is meant: the likely ones first, then all; found by typing in either language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from onboarding.i18n import language
from onboarding.widgets.choice import ChoiceDialog

if TYPE_CHECKING:
    from onboarding.domain.districts import Districts


class DistrictChoice(ChoiceDialog):
    """Returns the code of a district; None on Escape."""

    def __init__(self, title: str, districts: Districts, likely: Sequence[str]) -> None:
        first = [one for code in likely if (one := districts.get(code))]
        rest = [one for one in districts.all() if one not in first]
        super().__init__(title, [(one.code, one.name(language())) for one in (*first, *rest)])
        self._districts = districts

    def words_of(self, code: str, label: str) -> str:
        """The district's name in both languages."""
        one = self._districts.get(code)
        return f"{code} {one.name_en} {one.name_hi}" if one else super().words_of(code, label)
