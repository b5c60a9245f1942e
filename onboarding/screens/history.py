"""The history of a record: who changed which field from what to what, and when; newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from onboarding.formats import instant_local
from onboarding.i18n import tr
from onboarding.inscript import both
from onboarding.screens.dialog import HouseDialog
from onboarding.screens.seller_view import SellerView
from onboarding.widgets.plain import line, template
from onboarding.wording import (
    blocker_text,
    field_label,
    lead_name,
    paper_text,
    value_text,
    verb_text,
)

if TYPE_CHECKING:
    from onboarding.app import OnboardingApp
    from onboarding.services.history import ChangeEntry, FieldChange

SHOWN = 300
_NOT_TOLD = frozenset(
    {"id", "lead_id", "version", "created_at", "updated_at", "created_by", "updated_by",
     "entered_at", "staff_id", "batch_id", "archived_at", "aside", "first_row", "change_id", "taken", "merged_at",
     "account_id"}
)  # fmt: skip
"""Columns that say nothing beyond the head line."""


def show_history(house: OnboardingApp, view: SellerView) -> None:
    """Open the history of a record."""
    house.push_screen(HistoryDialog(view))


class HistoryDialog(HouseDialog):
    """A page to scroll; Escape goes back."""

    DEFAULT_CSS = """
    HistoryDialog .sheet { width: 95%; height: 95%; overflow-y: hidden; }
    HistoryDialog VerticalScroll { height: 1fr; scrollbar-size-vertical: 1; }
    HistoryDialog #changes { height: auto; }
    """
    KEYS_ID = "record.keys_history"
    BINDINGS: ClassVar[list[BindingType]] = [Binding(both("r"), "unmerge", show=False)]

    def __init__(self, view: SellerView) -> None:
        super().__init__()
        self._view = view

    def heading(self) -> str:
        """Whose."""
        return tr("record.history_title", name=lead_name(self._view.lead))

    def compose_form(self) -> ComposeResult:
        """The page."""
        with VerticalScroll():
            yield Static(id="changes")
        if self._view.detail.merges:
            yield Static(line(tr("merge.key_unmerge")), classes="sheet-keys")

    def on_mount(self) -> None:
        """Read the journal of this record."""
        self.query_one(VerticalScroll).focus()
        history, lead_id = self.services.history, self._view.lead.id
        self.fetch(lambda: (history.of_lead(lead_id), history.maker_of(lead_id)), self._show)

    def _show(self, found: tuple[list[FieldChange], ChangeEntry | None]) -> None:
        changes, maker = [one for one in found[0] if _says_something(one)], found[1]
        parts = [self._change(change) for change in changes[:SHOWN]]
        if len(changes) > SHOWN:
            parts.append(line(tr("record.timeline_older", n=len(changes) - SHOWN)))
        if maker is not None:
            parts.append(_head(maker))
        self.query_one("#changes", Static).update(Content("\n").join(parts or [line(tr("record.history_empty"))]))

    def action_unmerge(self) -> None:
        """Make two leads of this one again, where others went into it."""
        from onboarding.screens.unmerge import unmerge

        if self._view.detail.merges:
            self.dismiss(None)
            unmerge(self.house, self._view.lead.id)

    def _change(self, change: FieldChange) -> Content:
        before, after = change.before or {}, change.after or {}
        fields = [name for name in (after or before) if name not in _NOT_TOLD]
        if change.op == "insert":
            fields = [name for name in fields if after[name] not in (None, "", 0)]
        lines = [self._field(change, name, before, after) for name in fields]
        return Content("\n").join([_head(change.entry), *lines])

    def _field(self, change: FieldChange, name: str, before: dict[str, Any], after: dict[str, Any]) -> Content:
        label = field_label(name)
        if name == "code":
            label = tr("record.papers" if change.table == "paper" else "record.blocker")
        old = self._words(change.table, name, before.get(name))
        new = self._words(change.table, name, after.get(name))
        if change.op == "insert":
            return template("  [dim]$field[/dim] $new", field=label, new=new)
        return template(
            "  [dim]$field[/dim] $old → [b]$new[/b]",
            field=label,
            old=old,
            new=new,
        )

    def _words(self, table: str, name: str, value: object) -> str:
        if name == "code" and isinstance(value, str):
            return paper_text(value) if table == "paper" else blocker_text(value)
        return value_text(name, value, districts=self._view.districts, staff=self._view.staff)


def _says_something(change: FieldChange) -> bool:
    """Not a row that only went from one lead to another: the merge says that once."""
    return change.op != "update" or not _NOT_TOLD.issuperset(change.after or {})


def _head(entry: ChangeEntry) -> Content:
    state = tr("record.history_undone") if entry.undone_by else ""
    return template(
        "[dim]$when[/dim] [b]$what[/b] [dim]$who $reason $state[/dim]",
        when=instant_local(entry.at_utc),
        what=verb_text(entry.verb),
        who=entry.who,
        reason=f"· {entry.reason}" if entry.reason else "",
        state=state,
    )
