"""``reconcile list|same|other|lead``: GeM's own sellers beside our book, and what a person decides of it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onboarding.commands.common import say, say_json, services
from onboarding.commands.options import BIGGEST, Db, Json, Lang
from onboarding.i18n import language, tr

if TYPE_CHECKING:
    from onboarding.services.context import Services
    from onboarding.services.reconciliation import AccountLine, OurLine

_MAIN = ("matched", "ours", "theirs", "review")
_OF_LEADS = frozenset({"ours", "later"})
SellerId = Annotated[str, typer.Argument(help=tr("gem.arg.seller_id"), metavar="SELLER-ID")]
LeadId = Annotated[int, typer.Argument(min=1, max=BIGGEST, help=tr("gem.arg.lead"), metavar="LEAD")]


def add(app: typer.Typer) -> None:
    """Hang the commands on the root."""
    group = typer.Typer(name="reconcile", help=tr("gem.cmd.reconcile"), rich_markup_mode=None, no_args_is_help=True)
    group.command("list", help=tr("gem.cmd.list"))(list_populations)
    group.command("same", help=tr("gem.cmd.same"))(same)
    group.command("other", help=tr("gem.cmd.other"))(other)
    group.command("lead", help=tr("gem.cmd.lead"))(make_lead)
    app.add_typer(group)


def list_populations(
    view: Annotated[
        str,
        typer.Option(
            "--view", help=tr("gem.opt.view"), metavar="matched|ours|theirs|review|gone|later", show_default=False
        ),
    ] = "",
    limit: Annotated[int | None, typer.Option("--limit", min=1, help=tr("gem.opt.limit"), show_default=False)] = None,
    db: Db = None,
    lang: Lang = "",
    as_json: Json = False,
) -> None:
    """Counts and names of the populations: all four, or the one asked for."""
    from onboarding.formats import date_text
    from onboarding.gem_words import counts_lines

    house = services(db, lang, door="reconcile list")
    overview = house.reconciliation.overview()
    report = overview.report
    views = (view,) if view else _MAIN
    found = {one: list(house.reconciliation.ids(one)) for one in views}
    if as_json:
        document: dict[str, Any] = {"report": asdict(report) if report else None, "counts": overview.counts}
        say_json(document | {one: _documents(house, one, ids[:limit]) for one, ids in found.items()})
        return
    if report is None:
        say(tr("gem.no_report"))
        return
    from datetime import date

    say(tr("gem.report_line", file=report.file, day=date_text(date.fromisoformat(report.as_on)), id=report.batch))
    for text in counts_lines(overview):
        say(f"  {text}")
    for one, ids in found.items():
        if ids:
            say("")
            say(tr(f"gem.view.{one}"))
            _say_names(house, one, ids[:limit])


def _documents(house: Services, view: str, ids: list[int]) -> list[dict[str, Any]]:
    if view in _OF_LEADS:
        return [_our_document(line) for line in house.reconciliation.leads(ids)]
    return [_account_document(line) for line in house.reconciliation.accounts(ids)]


def _account_document(line: AccountLine) -> dict[str, Any]:
    candidates = [{"lead": offer.lead, "name": offer.name, "agrees": offer.agrees.split("+")} for offer in line.offers]
    account = {("district" if name == "district_code" else name): value for name, value in asdict(line.account).items()}
    return {
        **account, "lead": line.lead, "lead_name": line.lead_name or None, "stage": line.stage or None,
        "counted_on": line.counted_on, "worked_by": line.worked_by or None, "key": line.key, "gone_on": line.gone_on,
        "candidates": candidates,
    }  # fmt: skip


def _our_document(line: OurLine) -> dict[str, Any]:
    lead = line.lead
    return {
        "lead": lead.id, "name": lead.name, "name_hi": lead.name_hi, "district": lead.district_code, "stage": lead.stage,
        "counted_on": lead.counted_on, "evidence": lead.counted_evidence, "counted_by": line.counted_by or None,
        "gem_seller_id": lead.gem_seller_id, "pan": lead.pan, "gstin": lead.gstin, "udyam": lead.udyam,
    }  # fmt: skip


def _say_names(house: Services, view: str, ids: list[int]) -> None:
    from onboarding.gem_words import lead_text, status_text
    from onboarding.wording import day_text, lead_name, stage_text

    districts = house.office.districts
    if view in _OF_LEADS:
        for ours in house.reconciliation.leads(ids):
            lead = ours.lead
            place = districts.name_of(lead.district_code or "", language()) or "-"
            day = day_text(lead.counted_on or "")
            say(
                f"  #{lead.id:<8} {lead_name(lead)}  {place}  {stage_text(lead.stage)}  {day}  {ours.counted_by}".rstrip()
            )
        return
    for line in house.reconciliation.accounts(ids):
        account = line.account
        place = districts.name_of(account.district_code or "", language()) or "-"
        words = lead_text(line, hindi=language() == "hi")
        say(f"  {account.seller_id}  {account.name}  {place}  {status_text(account.status)}  {words}".rstrip())


def same(seller_id: SellerId, lead_id: LeadId, db: Db = None, lang: Lang = "") -> None:
    """The account is this lead."""
    house = services(db, lang, door="reconcile same")
    house.reconciliation.same(house.reconciliation.account_id(seller_id), lead_id)
    say(tr("gem.said_same", seller_id=seller_id, id=lead_id))


def other(seller_id: SellerId, db: Db = None, lang: Lang = "") -> None:
    """The account is none of the leads offered."""
    house = services(db, lang, door="reconcile other")
    house.reconciliation.other(house.reconciliation.account_id(seller_id))
    say(tr("gem.said_other", seller_id=seller_id))


def make_lead(seller_id: SellerId, db: Db = None, lang: Lang = "") -> None:
    """Make a lead of an account that only GeM knows."""
    house = services(db, lang, door="reconcile lead")
    made = house.reconciliation.make_lead(house.reconciliation.account_id(seller_id))
    say(tr("gem.said_same" if made.known else "gem.made_lead", seller_id=seller_id, id=made.lead_id))
