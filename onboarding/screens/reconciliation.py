"""Reconciliation: GeM's own sellers beside our book. Tab turns from those in both to only ours, only theirs, and to be decided.

Enter opens the lead; on an account in doubt it offers the leads that it may be. ``a`` makes a lead of an account that only GeM
has: closed as registered before, and never counted. The two books are shown side by side and never added.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from onboarding.formats import date_text, number
from onboarding.gem_words import lead_text, offer_text, status_text
from onboarding.i18n import language, tr
from onboarding.screens.base import HouseScreen
from onboarding.widgets.columns import Column
from onboarding.widgets.plain import line, template
from onboarding.widgets.record_table import RecordTable
from onboarding.wording import day_text, evidence_text, lead_name, stage_text

if TYPE_CHECKING:
    from onboarding.services.matching import Became
    from onboarding.services.reconciliation import AccountLine, OurLine, Overview

_NameOf = Callable[[str, str], str | None]
"""District code and language to its name."""
VIEWS: tuple[str, ...] = ("matched", "ours", "theirs", "review")
_NONE_OF_THEM = "none"
_ACCOUNTS = (
    Column("name", "gem.col.name", (16, 34), sortable=False),
    Column("seller_id", "gem.col.seller_id", 16, priority=4, sortable=False),
    Column("district", "gem.col.district", (8, 16), priority=2, sortable=False),
    Column("status", "gem.col.status", (10, 16), priority=1, sortable=False),
    Column("catalogues", "gem.col.catalogues", 8, align="right", priority=5, sortable=False),
    Column("orders", "gem.col.orders", 6, align="right", priority=6, sortable=False),
    Column("lead", "gem.col.lead", (20, 70), sortable=False),
)
_LEADS = (
    Column("name", "gem.col.name", (16, 40), sortable=False),
    Column("district", "gem.col.district", (8, 18), priority=2, sortable=False),
    Column("stage", "gem.col.stage", (10, 22), priority=1, sortable=False),
    Column("counted", "gem.col.counted", 10, sortable=False),
    Column("evidence", "gem.col.evidence", (8, 24), priority=4, sortable=False),
    Column("by", "gem.col.by", (8, 20), priority=3, sortable=False),
)


class _Read(NamedTuple):
    view: str
    overview: Overview
    ids: array[int]


class ReconciliationScreen(HouseScreen):
    """The comparison with GeM's newest report."""

    SCOPES: ClassVar[tuple[str, ...]] = ("reconcile", "table")
    TITLE_ID = "gem.title"
    CSS_PATH = "reconciliation.tcss"

    def __init__(self) -> None:
        super().__init__()
        self._view = VIEWS[0]
        self._data: _Read | None = None

    def compose_body(self) -> ComposeResult:
        """The report on top, the views, a table of accounts or of our leads, the line under the cursor in full."""
        yield Static(id="reconcile-report")
        yield Static(id="reconcile-views")
        yield RecordTable(_ACCOUNTS, _Accounts(self), markable=False, id="reconcile-accounts")
        yield RecordTable(_LEADS, _Leads(self), markable=False, id="reconcile-leads")
        yield Static(id="reconcile-line")

    @property
    def table(self) -> RecordTable:
        """The table of the view."""
        which = "leads" if self._view == "ours" else "accounts"
        return self.query_one(f"#reconcile-{which}", RecordTable)

    # ------------------------------------------------------------------ reading

    def reload(self) -> None:
        """Report, counts and the names of the view."""
        view, service = self._view, self.services.reconciliation
        self.read(lambda: _Read(view, service.overview(), service.ids(view)), self._show, group="reconcile")

    def _show(self, data: _Read) -> None:
        if data.view != self._view:
            return
        self._data = data
        table = self.table
        for one in self.query(RecordTable):
            one.display = one is table
        table.set_ids(data.ids, keep=table.cursor_id)
        if self.focused is None or isinstance(self.focused, RecordTable):
            table.focus()
        self._draw()

    def reword(self) -> None:
        """All words anew."""
        super().reword()
        for table in self.query(RecordTable):
            table.set_empty_text(tr("gem.empty"), tr("gem.empty_hint"))
            table.refresh_rows()
        self._draw()

    def _draw(self) -> None:
        if self._data is None:
            return
        overview = self._data.overview
        self.query_one("#reconcile-report", Static).update(_report_text(overview))
        counts = overview.counts
        views = [_chosen(f"{tr(f'gem.view.{one}')} {number(counts.get(one, 0))}", one == self._view) for one in VIEWS]
        self.query_one("#reconcile-views", Static).update(Content(" ").join(views))
        self._say_line()

    @on(RecordTable.Moved)
    def _moved(self, event: RecordTable.Moved) -> None:
        """The account under the cursor in full: its lead and who had worked it may not fit into the column."""
        self._say_line()
        account, service = event.record, self.services.reconciliation
        if account is not None and self._view != "ours" and account in self.table.ids:
            self.read(lambda: service.accounts([account]), self._say_account, group="line")

    def _say_account(self, found: list[AccountLine]) -> None:
        if found and found[0].id == self.table.cursor_id:
            one = found[0]
            words = (one.account.name, one.account.seller_id, lead_text(one, hindi=language() == "hi"))
            self._say_line(" · ".join(filter(None, words)))

    def _say_line(self, words: str = "") -> None:
        hint = tr(f"gem.hint.{self._view}")
        text = template("$words\n[dim]$hint[/dim]", words=words, hint=hint) if words else line(hint)
        self.query_one("#reconcile-line", Static).update(text)

    # ------------------------------------------------------------------ doing

    def action_next_view(self) -> None:
        """In both, only ours, only theirs, to be decided."""
        self._turn(1)

    def action_previous_view(self) -> None:
        """The other way round."""
        self._turn(-1)

    def _turn(self, step: int) -> None:
        self._view = VIEWS[(VIEWS.index(self._view) + step) % len(VIEWS)]
        self.reload()

    @on(RecordTable.Opened)
    def _open(self, event: RecordTable.Opened) -> None:
        if self._view == "ours":
            self._open_lead(self.table.ids, event.index)
            return
        service = self.services.reconciliation
        self.read(lambda: service.accounts([event.record]), self._opened, group="account")

    def _opened(self, found: list[AccountLine]) -> None:
        if not found:
            return
        one = found[0]
        if one.lead is not None:
            self._open_lead([one.lead], 0)
        elif one.offers:
            self._decide(one)
        else:
            self.house.tell(tr("gem.only_theirs", name=one.account.name))

    def _open_lead(self, ids: Sequence[int], index: int) -> None:
        from onboarding.screens.seller import SellerScreen

        self.app.push_screen(SellerScreen(ids, index, tr(f"gem.view.{self._view}")))

    def _decide(self, one: AccountLine) -> None:
        """Which of the leads offered it is; a person only may say so."""
        from onboarding.widgets.choice import ChoiceDialog

        hindi = language() == "hi"
        choices = [(str(offer.lead), offer_text(offer, hindi=hindi)) for offer in one.offers]
        title = tr("gem.which", name=one.account.name, seller_id=one.account.seller_id)
        dialog = ChoiceDialog(title, [*choices, (_NONE_OF_THEM, tr("gem.none_of_them"))])
        self.app.push_screen(dialog, lambda answer: self._decided(one, answer))

    def _decided(self, one: AccountLine, answer: str | None) -> None:
        service, seller_id = self.services.reconciliation, one.account.seller_id
        if answer is None:
            return
        if answer == _NONE_OF_THEM:
            said = tr("gem.said_other", seller_id=seller_id)
            self.house.write(lambda: service.other(one.id), lambda _: self.house.tell(said))
            return
        lead = int(answer)
        said = tr("gem.said_same", seller_id=seller_id, id=lead)
        self.house.write(lambda: service.same(one.id, lead), lambda _: self.house.tell(said))

    def action_make_lead(self) -> None:
        """Make a lead of the account under the cursor, which only GeM has."""
        account = self.table.cursor_id
        if account is None or self._view not in ("theirs", "review"):
            self.house.tell(tr("gem.not_theirs"), severity="warning")
            return
        service = self.services.reconciliation
        self.house.write(lambda: service.make_lead(account), self._made)

    def _made(self, made: Became) -> None:
        self.house.tell(tr("gem.linked" if made.known else "gem.made", id=made.lead_id))


class _Accounts:
    """Rows of accounts."""

    def __init__(self, screen: ReconciliationScreen) -> None:
        self._screen = screen

    def fetch(self, ids: Sequence[int], /) -> Sequence[Sequence[str]]:
        """The words of the accounts asked for."""
        services = self._screen.services
        districts, hindi = services.office.districts, language() == "hi"
        found = {one.id: one for one in services.reconciliation.accounts(list(ids))}
        return [_account_words(found.get(one), districts.name_of, hindi=hindi) for one in ids]


class _Leads:
    """Rows of our leads."""

    def __init__(self, screen: ReconciliationScreen) -> None:
        self._screen = screen

    def fetch(self, ids: Sequence[int], /) -> Sequence[Sequence[str]]:
        """The words of the leads asked for."""
        services = self._screen.services
        districts = services.office.districts
        found = {one.lead.id: one for one in services.reconciliation.leads(list(ids))}
        return [_lead_words(found.get(one), districts.name_of) for one in ids]


def _account_words(one: AccountLine | None, name_of: _NameOf, *, hindi: bool) -> Sequence[str]:
    if one is None:
        return ("",) * len(_ACCOUNTS)
    account = one.account
    place = name_of(account.district_code or "", language()) or ""
    words = lead_text(one, hindi=hindi)
    counts = (number(account.catalogues), number(account.orders))
    return (account.name, account.seller_id, place, status_text(account.status), *counts, words)


def _lead_words(one: OurLine | None, name_of: _NameOf) -> Sequence[str]:
    if one is None:
        return ("",) * len(_LEADS)
    lead = one.lead
    place = name_of(lead.district_code or "", language()) or ""
    day = day_text(lead.counted_on) if lead.counted_on else ""
    return (lead_name(lead), place, stage_text(lead.stage), day, evidence_text(lead.counted_evidence), one.counted_by)


def _report_text(overview: Overview) -> Content:
    report = overview.report
    if report is None:
        return line(tr("gem.no_report"))
    counts = overview.counts
    told = [
        tr(f"gem.count.{name}", n=number(counts[name]))
        for name in ("later", "gone", "auto", "deactivated")
        if counts[name]
    ]
    head = tr("gem.report_line", file=report.file, day=date_text(date.fromisoformat(report.as_on)), id=report.batch)
    return template("[b]$head[/b]\n[dim]$rest[/dim]", head=head, rest=" · ".join(told))


def _chosen(text: str, chosen: bool) -> Content:
    return template("[reverse] $text [/reverse]", text=text) if chosen else template(" $text ", text=text)
