"""Two leads side by side, and between them the record that they become; Space takes the other value, one key merges them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from onboarding.errors import NotFound, OnboardingError
from onboarding.formats import counted
from onboarding.i18n import tr
from onboarding.merge_words import SIGNS, merged_text, state_text
from onboarding.screens.base import HouseScreen
from onboarding.widgets.columns import Column
from onboarding.widgets.plain import template
from onboarding.widgets.record_table import RecordTable, Tone
from onboarding.widgets.status_line import StatusLine
from onboarding.wording import BLANK, field_label, lead_name, stage_text, value_text

if TYPE_CHECKING:
    from onboarding.app import OnboardingApp
    from onboarding.domain.districts import Districts
    from onboarding.domain.records import Lead
    from onboarding.services.merging import Compared, Merge, MergePreview

_COLUMNS = (
    Column("sign", "merge.col.sign", 1, sortable=False),
    Column("field", "merge.col.field", (10, 20), sortable=False),
    Column("kept", "merge.col.kept", (12, 60), sortable=False),
    Column("result", "merge.col.result", (12, 60), sortable=False),
    Column("gone", "merge.col.gone", (12, 60), sortable=False),
)
_TONES: dict[str, Tone] = {"≠": "warning", "←": "accent", "+": "success", "&": "accent", "=": "muted"}
_FIRST = ("differs", "ruled", "joined", "filled", "kept", "same")
"""What is to be decided stands on top."""


def merge_two(house: OnboardingApp, one: int, other: int) -> None:
    """Both side by side; the one that is further stays, until the person turns them round."""
    house.beside(
        lambda: house.services.merging.in_order(one, other),
        lambda pair: _open(house, *pair),
    )


def merge_with(house: OnboardingApp, lead: Lead) -> None:
    """Ask for the other one, which may be among those that are like it; the lead given stays."""
    from onboarding.screens.look_up import LookUp

    def alike() -> list[Lead]:
        return [one.lead for one in house.services.merging.alike(lead.id)]

    title = tr("merge.with_whom", name=lead_name(lead))
    house.push_screen(LookUp(title=title, choose=lambda other: _open(house, lead.id, other.id), offered=alike))


def merge_with_found(house: OnboardingApp, lead_id: int) -> None:
    """As ``merge_with``, for a lead of which only the number is known."""
    house.beside(lambda: house.services.sellers.get(lead_id), lambda lead: merge_with(house, lead))


def _open(house: OnboardingApp, kept: int, gone: int) -> None:
    if kept == gone:
        house.tell(tr("merge.itself", id=kept), severity="warning")
    else:
        house.push_screen(MergeScreen(kept, gone))


class FieldTable(RecordTable, inherit_bindings=False):
    """The fields; the keys that do something are the screen's."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "move_page(-1)", show=False),
        Binding("pagedown", "move_page(1)", show=False),
        Binding("home", "first", show=False),
        Binding("end", "last", show=False),
    ]


class MergeScreen(HouseScreen):
    """What two leads have, and what the one that stays will have."""

    SCOPES: ClassVar[tuple[str, ...]] = ("merge",)
    TITLE_ID = "merge.title"
    CSS_PATH = "merge.tcss"
    AUTO_FOCUS = "#merge-fields"

    def __init__(self, kept: int, gone: int) -> None:
        super().__init__()
        self._pair = (kept, gone)
        self._take: frozenset[str] = frozenset()
        self._preview: MergePreview | None = None
        self._order: list[str] = []
        self._districts: Districts | None = None
        self._staff: Mapping[int, str] = {}
        self._merging = False

    def compose_body(self) -> ComposeResult:
        """Who is who, the fields, the whole of the one under the cursor."""
        yield Static(id="merge-head")
        yield FieldTable(_COLUMNS, self, style_of=self._tone, markable=False, id="merge-fields")
        yield Static(id="merge-field")

    @property
    def shown(self) -> MergePreview | None:
        """What is drawn now; None until it was read."""
        return self._preview

    # ------------------------------------------------------------------ reading

    def reload(self) -> None:
        """Both leads as they are now."""
        pair, take, services = self._pair, self._take, self.services

        def work() -> tuple[MergePreview, Districts, dict[int, str]]:
            staff = {member.id: member.name for member in services.office.staff()}
            return services.merging.preview(*pair, take=sorted(take)), services.office.districts, staff

        self.read(work, self._show, group="merge", failed=self._gone)

    def _show(self, found: tuple[MergePreview, Districts, dict[int, str]]) -> None:
        preview, self._districts, self._staff = found
        if (preview.kept.id, preview.gone.id) != self._pair:
            return
        self._preview = preview
        new = [row for row in preview.rows if row.state != "blank" and row.field not in self._order]
        self._order += [row.field for row in sorted(new, key=lambda row: _FIRST.index(row.state))]
        self._draw()

    def _gone(self, error: OnboardingError) -> None:
        self.house.tell_error(error)
        if isinstance(error, NotFound) and self.is_current:
            self.call_later(self.house.action_back)

    # ------------------------------------------------------------------ drawing

    def reword(self) -> None:
        """All words anew."""
        super().reword()
        self._draw()

    def _draw(self) -> None:
        preview = self._preview
        if preview is None:
            return
        head = [
            _head("A", tr("merge.stays"), preview.kept, [n for n, _ in preview.belongings.values()]),
            _head("B", tr("merge.goes"), preview.gone, [n for _, n in preview.belongings.values()]),
        ]
        self.query_one("#merge-head", Static).update(Content("\n").join(head))
        table = self.query_one("#merge-fields", RecordTable)
        ids = range(len(self._order))
        table.set_ids(ids, rows=self.fetch(ids), keep=table.cursor_id)
        differ = sum(row.state == "differs" for row in preview.rows)
        self.query_one(StatusLine).counts = counted("merge.differ", differ)
        self._say_field()

    def fetch(self, ids: Sequence[int], /) -> Sequence[Sequence[str]]:
        """The fields in words, in one line each."""
        return [self._row(place) for place in ids]

    def _row(self, place: int) -> tuple[str, ...]:
        row = self._at(place)
        if row is None:
            return ("", "", "", "", "")
        return (SIGNS[row.state], field_label(row.field), *self._values(row))

    def _values(self, row: Compared) -> tuple[str, str, str]:
        kept, result, gone = (
            value_text(row.field, value, districts=self._districts, staff=self._staff)
            for value in (row.kept, row.result, row.gone)
        )
        return kept, result, gone

    def _at(self, place: int) -> Compared | None:
        rows = {row.field: row for row in self._preview.rows} if self._preview else {}
        return rows.get(self._order[place]) if place < len(self._order) else None

    def _tone(self, column: str, row: Sequence[str]) -> Tone | None:
        return _TONES.get(row[0]) if column in ("sign", "result") else None

    @on(RecordTable.Moved)
    def _say_field(self) -> None:
        """The field under the cursor in full, with what becomes of it."""
        row = self._at(self.query_one("#merge-fields", RecordTable).cursor)
        text = Content("")
        if row is not None:
            kept, result, gone = self._values(row)
            text = template(
                "[b]$field[/b]  $state\n[dim]A[/dim] $kept\n[dim]B[/dim] $gone\n[b]=[/b] $result",
                field=field_label(row.field), state=state_text(row), kept=kept, gone=gone, result=result,
            )  # fmt: skip
        self.query_one("#merge-field", Static).update(text)

    # ------------------------------------------------------------------ deciding

    def action_merge_take(self) -> None:
        """The other lead's value for the field under the cursor; once more: as it was."""
        row = self._at(self.query_one("#merge-fields", RecordTable).cursor)
        if row is None:
            return
        if row.field not in self._take and (row.gone is None or row.result == row.gone):
            self.house.tell(tr("merge.nothing_to_take", field=field_label(row.field)))
            return
        self._take ^= {row.field}
        self.reload()

    def action_merge_flip(self) -> None:
        """The one that would have gone stays, and the other way round."""
        self._pair = (self._pair[1], self._pair[0])
        self._take, self._order = frozenset(), []
        self.reload()

    def action_merge_accept(self) -> None:
        """Merge them as shown."""
        preview = self._preview
        if preview is None or self._merging or (preview.kept.id, preview.gone.id) != self._pair:
            return
        self._merging = True
        kept, gone, take = preview.kept, preview.gone, sorted(self._take)
        self.house.write(
            lambda: self.services.merging.merge(kept.id, gone.id, take=take, seen=(kept.version, gone.version)),
            lambda merge: self._merged(merge, kept),
            failed=self._refused,
        )

    def _merged(self, merge: Merge, kept: Lead) -> None:
        self.house.tell(merged_text(merge, kept))
        if self.is_current:
            self.call_later(self.house.action_back)

    def _refused(self, error: OnboardingError) -> None:
        self._merging = False
        self._gone(error)
        self.reload()


def _head(letter: str, what: str, lead: Lead, belongings: Sequence[int]) -> Content:
    return template(
        "[b]$letter[/b] [dim]$what[/dim] [b]#$id $name[/b] [dim]$stage · $rows[/dim]",
        letter=letter,
        what=what,
        id=lead.id,
        name=lead_name(lead),
        stage=stage_text(lead.stage) or BLANK,
        rows=counted("merge.belongings", sum(belongings)),
    )
