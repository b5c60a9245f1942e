"""The record of a seller: two brief lines on top, facts left, timeline right; next and previous keep the view and the place."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from onboarding.domain.records import EDITABLE
from onboarding.errors import Merged, NotFound, OnboardingError
from onboarding.formats import number
from onboarding.i18n import language, tr
from onboarding.screens.base import HouseScreen
from onboarding.screens.brief import brief_lines
from onboarding.screens.facts_pane import FactsPane
from onboarding.screens.record_text import record_text
from onboarding.screens.seller_facts import Fact, sections
from onboarding.screens.seller_view import SellerView, read_view
from onboarding.screens.timeline_pane import TimelinePane
from onboarding.screens.timeline_text import KINDS
from onboarding.widgets.plain import template
from onboarding.widgets.status_line import StatusLine
from onboarding.wording import field_label

WIDE = 110
"""Cells from which the timeline gets more room."""


class SellerScreen(HouseScreen):
    """One seller of a view."""

    SCOPES: ClassVar[tuple[str, ...]] = ("record",)
    TITLE_ID = "record.title"
    CSS_PATH = "seller.tcss"
    AUTO_FOCUS = "FactsPane"

    def __init__(
        self,
        ids: Sequence[int],
        index: int,
        view_title: str = "",
        *,
        moved: Callable[[int], None] | None = None,
    ) -> None:
        """A record with its neighbours.

        Args:
            ids: The view it was opened from, in its order.
            index: Its place there, from 0.
            view_title: What the view is called, in the language of now.
            moved: Told the lead's number after every step to a neighbour, so that a list can follow.
        """
        super().__init__()
        self._ids: array[int] = ids if isinstance(ids, array) else array("q", ids)
        self._index = max(0, min(index, len(self._ids) - 1))
        self._view_title = view_title
        self._moved = moved
        self._view: SellerView | None = None
        self._near: dict[int, SellerView] = {}
        self._waiting: Callable[[SellerView], None] | None = None
        """What a key asked for before the record was there."""
        self._unfolded: frozenset[str] = frozenset()
        self._kind = 0

    @property
    def lead_id(self) -> int:
        """The lead on the screen."""
        return self._ids[self._index]

    @property
    def shown(self) -> SellerView | None:
        """What is drawn now; None until it was read."""
        return self._view

    @property
    def index(self) -> int:
        """Its place in the view, from 0."""
        return self._index

    def compose_body(self) -> ComposeResult:
        """Name, brief, facts, timeline."""
        yield Static(id="name")
        yield Static(id="brief")
        with Horizontal(id="panes"):
            yield FactsPane(id="facts")
            yield TimelinePane(id="timeline")

    def on_resize(self) -> None:
        """The panes share a wide terminal otherwise than a narrow one."""
        self.set_class(self.size.width >= WIDE, "wide")

    # ------------------------------------------------------------------ reading and drawing

    def reload(self) -> None:
        """Read the record; what is known of it already stands at once."""
        lead_id = self.lead_id
        self.read(partial(read_view, self.services, lead_id), self._show_view, group="record", failed=self._gone)

    def _show_view(self, view: SellerView) -> None:
        if view.lead.id != self.lead_id:
            return
        if view != self._view:
            self._draw(view)
        asked, self._waiting = self._waiting, None
        if asked is not None and self.is_current:
            asked(view)
        self.call_after_refresh(self._fetch_neighbours)  # a thread that reads would take its time from the picture's

    def _with_view(self, do: Callable[[SellerView], None]) -> None:
        """Now, if the record stands there; else as soon as it does: a key is neither lost nor meant for the record before."""
        if self._view is not None and self._view.lead.id == self.lead_id:
            do(self._view)
        else:
            self._waiting = do

    def _draw(self, view: SellerView) -> None:
        other = self._view is None or self._view.lead.id != view.lead.id
        self._view = view
        self._draw_head(view)
        self.query_one(FactsPane).show(sections(view, self._unfolded))
        self._draw_timeline(view)
        if other:
            self.query_one(TimelinePane).scroll_home(animate=False)

    def _draw_head(self, view: SellerView) -> None:
        lead = view.lead
        name, second = lead.name, lead.name_hi or ""
        if language() == "hi" and lead.name_hi:
            name, second = lead.name_hi, lead.name
        barred = tr("record.do_not_call") if lead.do_not_call else ""
        self.query_one("#name", Static).update(
            template(
                "[b]$name[/b]  [dim]$second[/dim]  [b $text-error]$barred[/]",
                name=name,
                second=second if second != name else "",
                barred=barred,
            ),
            layout=False,  # one line by the stylesheet: to arrange the screen anew costs 10 ms
        )
        first, then = brief_lines(view)
        self.query_one("#brief", Static).update(template("$first\n$then", first=first, then=then), layout=False)
        self._draw_place()

    def _draw_place(self) -> None:
        place = tr("record.place", n=number(self._index + 1), all=number(len(self._ids)))
        status = self.query_one(StatusLine)
        status.counts = "  ".join(filter(None, (place, self._view_title)))

    def _draw_timeline(self, view: SellerView) -> None:
        self.query_one(TimelinePane).show(view.detail.timeline, KINDS[self._kind], view.today)

    def reword(self) -> None:
        """All words anew."""
        super().reword()
        self._draw_place()
        if self._view is not None:
            self._draw(self._view)

    def _gone(self, error: OnboardingError) -> None:
        """The lead's making was taken back: say so and leave its place. One that was merged: say so and show the other."""
        self.house.tell_error(error)
        if isinstance(error, Merged):
            self._ids = array("q", self._ids)  # the list's own ids stay as they are
            self._ids[self._index] = error.into
            self.reload()
        elif isinstance(error, NotFound) and self.is_current:
            self.call_later(self.house.action_back)

    # ------------------------------------------------------------------ next and previous

    def action_next_record(self) -> None:
        """The next record of the view."""
        self._step(1)

    def action_previous_record(self) -> None:
        """The previous record of the view."""
        self._step(-1)

    def _step(self, step: int) -> None:
        wanted = self._index + step
        if not 0 <= wanted < len(self._ids):
            self.house.tell(tr("record.last" if step > 0 else "record.first"))
            return
        self._index, self._waiting = wanted, None
        if self._moved is not None:
            self._moved(self.lead_id)
        self._draw_place()
        ready = self._near.get(self.lead_id)
        if ready is not None:
            self._draw(ready)
        self.reload()

    def _fetch_neighbours(self) -> None:
        """Read the records beside this one, so that the next key shows them at once; they are read again when shown."""
        places = [place for place in (self._index + 1, self._index - 1) if 0 <= place < len(self._ids)]
        wanted = [self._ids[place] for place in places]
        if set(wanted) == set(self._near):
            return
        self.read(partial(self._read_near, wanted), self._keep_near, group="near", failed=lambda _: None)

    def _read_near(self, wanted: list[int]) -> dict[int, SellerView]:
        return {lead_id: read_view(self.services, lead_id) for lead_id in wanted}

    def _keep_near(self, found: dict[int, SellerView]) -> None:
        self._near = found

    # ------------------------------------------------------------------ the cursor in the facts

    def action_edit(self) -> None:
        """What Enter means on the line under the cursor."""
        self._with_view(self._do_under_cursor)

    def _do_under_cursor(self, view: SellerView) -> None:
        fact = self.query_one(FactsPane).fact
        if fact is not None:
            self._do(view, fact)

    @on(FactsPane.Chosen)
    def _clicked(self, event: FactsPane.Chosen) -> None:
        self._with_view(lambda view: self._do(view, event.fact))

    def _do(self, view: SellerView, fact: Fact) -> None:
        if fact.action == "unfold":
            section = fact.key.removeprefix("more:")
            self._unfolded |= {section}
            self.query_one(FactsPane).show(sections(view, self._unfolded))
        elif fact.action == "edit-field":
            from onboarding.screens.field_edit import edit_field

            edit_field(self.house, view, fact.key, self.query_one(FactsPane).cursor_region())
        else:
            getattr(self, f"action_{fact.action.replace('-', '_')}")()

    def action_page(self, step: int) -> None:
        """The timeline a page up or down, while the cursor stays in the facts."""
        timeline = self.query_one(TimelinePane)
        if step > 0:
            timeline.scroll_page_down(animate=False)
        else:
            timeline.scroll_page_up(animate=False)

    def action_timeline_kind(self) -> None:
        """All, contacts, notes, stages, blockers, imports, and round again."""
        self._kind = (self._kind + 1) % len(KINDS)
        if self._view is not None:
            self._draw_timeline(self._view)
            self.query_one(TimelinePane).scroll_home(animate=False)

    # ------------------------------------------------------------------ doing

    def action_log_contact(self) -> None:
        """What came of a call."""
        from onboarding.screens.log_contact import log_contact

        log_contact(self.house, self.lead_id)

    def action_follow_up(self) -> None:
        """The next step."""
        from onboarding.screens.next_step import plan_next

        plan_next(self.house, [self.lead_id])

    def action_snooze(self) -> None:
        """Put it off, with a reason."""
        from onboarding.screens.next_step import snooze

        snooze(self.house, [self.lead_id])

    def action_stage(self) -> None:
        """Move it on the ladder."""
        from onboarding.screens.stage_move import move_stage

        move_stage(self.house, self.lead_id)

    def action_blocker(self) -> None:
        """What keeps it from registering."""
        from onboarding.screens.blocker_dialog import open_blockers

        self._with_view(partial(open_blockers, self.house))

    def action_mse(self) -> None:
        """The MSE status."""
        from onboarding.screens.mse_dialog import set_mse

        self._with_view(partial(set_mse, self.house))

    def action_papers(self) -> None:
        """The document checklist."""
        from onboarding.screens.papers_dialog import tick_papers

        tick_papers(self.house, self.lead_id)

    def action_owner(self) -> None:
        """Whose desk it lies on."""
        from onboarding.screens.owner_dialog import choose_owner

        self._with_view(
            lambda view: choose_owner(self.house, [view.lead.id], chosen=view.lead.desk_id, staff=view.staff)
        )

    def action_add_contact(self) -> None:
        """A further person or number."""
        from onboarding.screens.person_dialog import add_person

        add_person(self.house, self.lead_id)

    def action_merge(self) -> None:
        """Find the lead that is the same firm, then both side by side."""
        from onboarding.screens.merge import merge_with

        self._with_view(lambda view: merge_with(self.house, view.lead))

    def action_unmerge(self) -> None:
        """Make two of it again; the merge under the cursor, else one of those that there are."""
        fact = self.query_one(FactsPane).fact
        place = fact.key.removeprefix("merge:") if fact is not None and fact.key.startswith("merge:") else None
        from onboarding.screens.unmerge import unmerge

        unmerge(self.house, self.lead_id, int(place) if place else None)

    def action_open_linked(self) -> None:
        """The lead under the cursor that this one is linked to."""
        fact = self.query_one(FactsPane).fact
        if fact is not None and fact.key.startswith("link:"):
            other = int(fact.key.removeprefix("link:"))
            self.app.push_screen(SellerScreen([other], 0, tr("review.linked")))

    def action_history(self) -> None:
        """Who changed what."""
        from onboarding.screens.history import show_history

        self._with_view(partial(show_history, self.house))

    def action_copy(self) -> None:
        """The value under the cursor to the clipboard; elsewhere the whole record as text."""
        self._with_view(self._copy)

    def _copy(self, view: SellerView) -> None:
        fact = self.query_one(FactsPane).fact
        value = getattr(view.lead, fact.key) if fact and fact.key in EDITABLE else None
        if fact is not None and value not in (None, ""):
            self.app.copy_to_clipboard(fact.value)
            self.house.tell(tr("record.copied", what=field_label(fact.key)))
        else:
            self.app.copy_to_clipboard(record_text(view))
            self.house.tell(tr("record.copied", what=tr("record.title")))
