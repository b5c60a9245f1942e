"""Districts of a list that no known spelling names: one line for those that sound alike, decided for all their rows at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from onboarding.formats import number
from onboarding.i18n import language, tr
from onboarding.screens.base import HouseScreen
from onboarding.widgets.columns import Column
from onboarding.widgets.plain import line
from onboarding.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from onboarding.domain.districts import Districts
    from onboarding.services.imports import Spelling

_COLUMNS = (
    Column("rows", "recipe.col.rows", 8, align="right", sortable=False),
    Column("spelling", "recipe.col.spelling", (16, 40), sortable=False),
    Column("likely", "recipe.col.likely", (20, 60), sortable=False),
)


class ImportSpellingsScreen(HouseScreen):
    """What is decided is kept for every later list, and can be undone; the plan is made anew when the screen closes."""

    SCOPES: ClassVar[tuple[str, ...]] = ("spellings", "table")
    TITLE_ID = "recipe.spellings_title"
    CSS_PATH = "import_spellings.tcss"

    def __init__(self, found: Sequence[Spelling], then: Callable[[], None]) -> None:
        super().__init__()
        self._open = dict(enumerate(found))
        self._then = then
        self._learned = False

    def compose_body(self) -> ComposeResult:
        """What Enter does, and the spellings."""
        yield Static(id="spellings-note")
        yield RecordTable(_COLUMNS, self, markable=False, id="spellings-list")

    def reload(self) -> None:
        """The spellings are at hand."""
        table = self.query_one(RecordTable)
        table.set_ids(list(self._open), keep=table.cursor_id)

    def reword(self) -> None:
        """All words anew."""
        super().reword()
        self.query_one("#spellings-note", Static).update(line(tr("recipe.spellings_hint")))
        table = self.query_one(RecordTable)
        table.set_empty_text(tr("recipe.spellings_none"), tr("recipe.no_columns_hint"))
        table.refresh_rows()

    def fetch(self, ids: Sequence[int], /) -> Sequence[Sequence[str]]:
        """The words of the spellings asked for."""
        return [
            (number(one.rows), " / ".join(one.spellings), ", ".join(map(self._district, one.suggested)) or "-")
            for one in (self._open[place] for place in ids if place in self._open)
        ]

    def _district(self, code: str) -> str:
        return self.services.office.districts.name_of(code, language()) or code

    @on(RecordTable.Opened)
    def _choose(self, event: RecordTable.Opened) -> None:
        from onboarding.screens.district_choice import DistrictChoice

        one = self._open[event.record]
        title = tr("recipe.spelling_is", spelling=one.spellings[0])
        dialog = DistrictChoice(title, self.services.office.districts, one.suggested)
        self.app.push_screen(dialog, lambda code: self._learn(event.record, code))

    def _learn(self, place: int, code: str | None) -> None:
        if code is None:
            return
        one = self._open[place]
        office = self.services.office

        def learn() -> Districts:
            office.learn_spellings(one.spellings, code)
            return office.districts  # read anew here, and not on the loop

        self.house.write(learn, lambda districts: self._learnt(place, districts.name_of(code, language())), quiet=True)

    def _learnt(self, place: int, district: str | None) -> None:
        self._learned = True
        one = self._open.pop(place)
        self.house.tell(tr("recipe.learned", spelling=one.spellings[0], district=district or ""))
        if not self.is_attached:
            return
        self.reload()
        if not self._open:
            self._leave()

    async def action_back(self) -> None:
        """Back to the list, which is read anew if anything was decided."""
        self._leave()

    def _leave(self) -> None:
        self.dismiss()
        if self._learned:
            self._then()
