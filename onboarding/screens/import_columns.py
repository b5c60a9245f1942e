"""The columns of a list before it is taken over: what each is read as, how sure that is, three of its values; all to be changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from onboarding.formats import counted
from onboarding.i18n import tr
from onboarding.import_words import list_field
from onboarding.recipe_words import missing_words
from onboarding.screens.base import HouseScreen
from onboarding.screens.import_text import samples
from onboarding.widgets.columns import Column
from onboarding.widgets.plain import template
from onboarding.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from onboarding.services.imports import AnyPlan
    from onboarding.widgets.record_table import Tone

_COLUMNS = (
    Column("number", "imports.col.id", 4, align="right", sortable=False),
    Column("heading", "recipe.col.heading", (14, 30), sortable=False),
    Column("field", "recipe.col.field", (14, 26), sortable=False),
    Column("sure", "recipe.col.sure", 7, align="right", priority=2, sortable=False),
    Column("samples", "recipe.col.samples", (20, 90), sortable=False),
)
NOBODY = "-"

Changes = Mapping[str, str | None]
"""Column, as ``#3``, to its field; None: nobody reads it."""


class ImportColumnsScreen(HouseScreen):
    """One row for every column; what was changed is handed over with Ctrl+S."""

    SCOPES: ClassVar[tuple[str, ...]] = ("columns", "table")
    TITLE_ID = "recipe.columns_title"
    CSS_PATH = "import_columns.tcss"

    def __init__(self, plan: AnyPlan, then: Callable[[Changes], None]) -> None:
        super().__init__()
        self._plan = plan
        self._then = then
        self._fields = {column.index: column.field for column in plan.about.columns}
        self._changed: set[int] = set()

    def compose_body(self) -> ComposeResult:
        """What is missing or to do, then the columns."""
        yield Static(id="columns-note")
        yield RecordTable(_COLUMNS, self, markable=False, style_of=self._tone, id="columns-list")

    def reload(self) -> None:
        """The columns are at hand."""
        if not self.query_one(RecordTable).ids:
            self.query_one(RecordTable).set_ids(list(self._fields))

    def reword(self) -> None:
        """All words anew."""
        super().reword()
        table = self.query_one(RecordTable)
        table.set_empty_text(tr("recipe.no_columns"), tr("recipe.no_columns_hint"))
        table.refresh_rows()
        self._say_note()

    def _say_note(self, taken: str = "") -> None:
        lines = [template("[$text-error]! $text[/]", text=text) for text in self._missing()]
        if taken:
            lines.append(template("[$text-warning]! $text[/]", text=taken))
        if self._changed:
            lines.append(template("[$text-accent]$text[/]", text=counted("recipe.columns_changed", len(self._changed))))
        lines.append(template("[dim]$text[/dim]", text=tr("recipe.columns_hint")))
        self.query_one("#columns-note", Static).update(Content("\n").join(lines))

    def _missing(self) -> list[str]:
        return missing_words(self._plan.about.lacking(set(self._fields.values())))

    # ------------------------------------------------------------------ rows

    def fetch(self, ids: Sequence[int], /) -> Sequence[Sequence[str]]:
        """The words of the columns asked for."""
        return [self._words(place) for place in ids]

    def _words(self, place: int) -> Sequence[str]:
        column = self._plan.about.columns[place]
        field = self._fields[place]
        mark = "* " if place in self._changed else ""
        sure = "" if field is None or mark else f"{round(column.confidence * 100)} %"
        shown = " | ".join(samples(column, converted=self._plan.about.converted))
        return (str(place + 1), column.heading, mark + (list_field(field) if field else "-"), sure, shown)

    def _tone(self, column: str, row: Sequence[str]) -> Tone | None:
        if column != "field":
            return None
        return "success" if row[2].startswith("*") else "muted" if row[2] == "-" else None

    @on(RecordTable.Opened)
    def _choose(self, event: RecordTable.Opened) -> None:
        from onboarding.screens.field_choice import FieldChoice

        column = self._plan.about.columns[event.record]
        title = tr("recipe.field_of", heading=column.heading or f"#{event.record + 1}")
        self.app.push_screen(
            FieldChoice(title, self._plan.about.kind, self._fields[event.record]),
            lambda field: self._put(event.record, field),
        )

    def action_column_nothing(self) -> None:
        """Nobody reads the column under the cursor."""
        place = self.query_one(RecordTable).cursor_id
        if place is not None:
            self._put(place, NOBODY)

    def _put(self, place: int, chosen: str | None) -> None:
        if chosen is None:
            return
        field = None if chosen == NOBODY else chosen
        taken = ""
        for other, held in self._fields.items():
            if field is not None and held == field and other != place:
                self._set(other, None)
                heading = self._plan.about.columns[other].heading or f"#{other + 1}"
                taken = tr("recipe.taken_from", field=list_field(field), heading=heading)
        self._set(place, field)
        self.query_one(RecordTable).refresh_rows()
        self._say_note(taken)

    def _set(self, place: int, field: str | None) -> None:
        self._fields[place] = field
        was = self._plan.about.columns[place].field
        (self._changed.discard if field == was else self._changed.add)(place)

    def action_use_columns(self) -> None:
        """Read the list so."""
        changes = {f"#{place + 1}": self._fields[place] for place in sorted(self._changed)}
        self.dismiss()
        if changes:
            self._then(changes)
