"""``find`` and ``lead add|show|edit|stage|log|follow|alike``: the verbs of the screens, on the command line."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onboarding.commands.common import say, say_json, services, tell
from onboarding.commands.merging import alike
from onboarding.commands.options import BIGGEST, Db, Json, Lang
from onboarding.formats import date_text
from onboarding.i18n import tr

if TYPE_CHECKING:
    from datetime import date

    from onboarding.domain.records import Lead, TimelineEntry
    from onboarding.services.context import Services
    from onboarding.services.sellers import SellerDetail

_PROSPECTS_SHOWN = 10
LeadId = Annotated[int, typer.Argument(min=1, max=BIGGEST, help=tr("seller_cmd.arg.id"), metavar="ID")]
On = Annotated[str, typer.Option("--on", help=tr("seller_cmd.opt.on"), metavar="DATE")]
Fields = Annotated[list[str], typer.Argument(help=tr("seller_cmd.arg.fields"), metavar="FIELD=VALUE")]


def add(app: typer.Typer) -> None:
    """Hang the commands on the root."""
    app.command("find", help=tr("seller_cmd.find"))(find)
    lead = typer.Typer(name="lead", help=tr("seller_cmd.lead"), rich_markup_mode=None, no_args_is_help=True)
    lead.command("add", help=tr("seller_cmd.add"))(lead_add)
    lead.command("show", help=tr("seller_cmd.show"))(lead_show)
    lead.command("edit", help=tr("seller_cmd.edit"))(lead_edit)
    lead.command("stage", help=tr("seller_cmd.stage"))(lead_stage)
    lead.command("log", help=tr("seller_cmd.log"))(lead_log)
    lead.command("follow", help=tr("seller_cmd.follow"))(lead_follow)
    lead.command("alike", help=tr("merge.cmd.alike"))(alike)
    app.add_typer(lead)


def find(
    text: Annotated[list[str], typer.Argument(help=tr("seller_cmd.arg.text"), metavar="TEXT")],
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help=tr("seller_cmd.opt.limit"))] = 20,
    db: Db = None,
    lang: Lang = "",
    as_json: Json = False,
) -> None:
    """The same search as the screens."""
    house = services(db, lang, door="find")
    found = house.lists.find(" ".join(text), limit=limit)
    _tell_went(house, " ".join(text))
    if as_json:
        say_json([_document(house, lead) for lead in found])
        return
    others = house.prospects.named(" ".join(text), limit=min(_PROSPECTS_SHOWN, limit))
    if not found and not others:
        tell(tr("seller_cmd.nothing_found"))
        raise typer.Exit(1)
    for lead in found:
        say(_line(house, lead))
    if others:
        from onboarding.commands.prospects import line_of

        say(tr("prospects.in_pool"))
        for prospect in others:
            say(line_of(house, prospect))


def _tell_went(house: Services, text: str) -> None:
    """That the lead of a number (``#12``) is found under another one."""
    from onboarding.domain.search import understand

    query = understand(text)
    merge = house.merging.went(int(query.number)) if query.kind == "lead" else None
    if merge is not None:
        from onboarding.merge_words import went_text

        tell(went_text(merge, house.sellers.get(merge.lead_id)))


def lead_add(fields: Fields, db: Db = None, lang: Lang = "", as_json: Json = False) -> None:
    """Register a lead; refuses one that is there already, and tells which it may be."""
    from onboarding.domain.matching import Candidate
    from onboarding.services.matching import match

    house = services(db, lang, door="lead add")
    values = values_of(house, fields)
    values.setdefault("source", "walk_in")
    found = match(house.database, Candidate.of(values))
    made = house.sellers.register(values)
    for lead_id in found.candidates:
        tell(tr("seller_cmd.may_be", id=lead_id, points=found.likenesses[lead_id].points))
    _show(house, made, as_json)


def lead_show(lead_id: LeadId, db: Db = None, lang: Lang = "", as_json: Json = False) -> None:
    """One record with its timeline."""
    house = services(db, lang, door="lead show")
    detail, went = _detail(house, lead_id)
    if as_json:
        document = _document(house, detail.lead)
        document["merged_into"] = detail.lead.id if went else None
        document["links"] = [{"id": lead.id, "name": lead.name} for lead in detail.links]
        document["merges"] = [asdict(merge) for merge in detail.merges]
        document["persons"] = [asdict(person) for person in detail.persons]
        document["blockers"] = [asdict(blocker) for blocker in detail.blockers]
        document["papers"] = {paper.code: paper.state for paper in detail.papers}
        document["timeline"] = [asdict(entry) for entry in detail.timeline]
        say_json(document)
        return
    if went:
        tell(went)
    _show_fields(house, detail.lead)
    for linked in detail.links:
        say(f"{tr('review.linked')}: #{linked.id} {linked.name}")
    for entry in detail.timeline:
        say(_event(entry))


def _detail(house: Services, lead_id: int) -> tuple[SellerDetail, str]:
    """The record; of a lead that was merged that of the one it went into, and the words that say so."""
    from onboarding.errors import Merged

    try:
        return house.sellers.detail(lead_id), ""
    except Merged as gone:
        return house.sellers.detail(gone.into), tr(gone.sentence, **gone.values)


def _show_fields(house: Services, lead: Lead) -> None:
    from onboarding.domain.records import EDITABLE
    from onboarding.wording import field_label, mse_text, next_text, stage_text, value_text

    shown = [
        ("#", f"{lead.id}"),
        (field_label("stage"), stage_text(lead.stage)),
        (field_label("mse_status"), mse_text(lead.mse_status)),
    ]
    if lead.next_on:
        shown.append(
            (
                field_label("next_on"),
                f"{day_text(lead.next_on)} {lead.next_at or ''} {next_text(lead.next_what)}".rstrip(),
            )
        )
    districts = house.office.districts
    shown += [
        (field_label(field), value_text(field, value, districts=districts))
        for field in EDITABLE
        if (value := getattr(lead, field)) is not None
    ]
    for label, value in shown:
        say(f"{label}: {value}")


def _event(entry: TimelineEntry) -> str:
    from onboarding.wording import blocker_text, mse_text, outcome_text, stage_text

    words = {
        "contact": outcome_text,
        "stage": stage_text,
        "mse": mse_text,
        "blocker_raised": blocker_text,
        "blocker_cleared": blocker_text,
    }
    what = words[entry.kind](entry.code) if entry.kind in words else entry.code
    parts = (day_text(entry.on), tr(f"seller_cmd.kind.{entry.kind}"), what, entry.who, entry.detail)
    return "  " + "  ".join(part for part in parts if part)


def lead_edit(lead_id: LeadId, fields: Fields, db: Db = None, lang: Lang = "", as_json: Json = False) -> None:
    """Change fields of one lead."""
    house = services(db, lang, door="lead edit")
    _show(house, house.sellers.edit(lead_id, values_of(house, fields)), as_json)


def lead_stage(  # noqa: PLR0913 - each is an option
    lead_id: LeadId,
    to: Annotated[str, typer.Argument(help=tr("seller_cmd.arg.stage"), metavar="STAGE")],
    on: On = "",
    evidence: Annotated[
        str,
        typer.Option("--evidence", help=tr("seller_cmd.opt.evidence"), metavar="told|seen|gem_report"),
    ] = "told",
    reason: Annotated[str, typer.Option("--reason", help=tr("seller_cmd.opt.reason"))] = "",
    proof: Annotated[str, typer.Option("--proof", help=tr("seller_cmd.opt.proof"))] = "",
    db: Db = None,
    lang: Lang = "",
    as_json: Json = False,
) -> None:
    """Move a lead on the ladder."""
    from onboarding.services.sellers import Move

    house = services(db, lang, door="lead stage")
    move = Move(to=to, event_on=_day(house, on, past=True), evidence=evidence, reason=reason, proof=proof)
    _show(house, house.sellers.move(lead_id, move), as_json)


def lead_log(  # noqa: PLR0913 - each is an option
    lead_id: LeadId,
    outcome: Annotated[str, typer.Argument(help=tr("seller_cmd.arg.outcome"), metavar="OUTCOME")],
    note: Annotated[str, typer.Option("--note", help=tr("seller_cmd.opt.note"))] = "",
    next_on: Annotated[str, typer.Option("--next", help=tr("seller_cmd.opt.next"), metavar="DATE")] = "",
    on: On = "",
    db: Db = None,
    lang: Lang = "",
    as_json: Json = False,
) -> None:
    """Log what came of a contact; without --next the outcome's own next step is taken."""
    from onboarding.domain.outcomes import outcome as rule_of
    from onboarding.errors import Refused
    from onboarding.services.sellers import NextStep

    house = services(db, lang, door="lead log")
    rule = rule_of(outcome)
    if rule is None:
        raise Refused("contact.unknown_outcome", outcome=outcome)
    step = None
    if next_on:
        step = _step(house, next_on, rule.next_step)
    elif rule.gap is not None:
        day = house.office.calendar().add_working_days(house.clock.today(), rule.gap)
        step = NextStep(on=day, what=rule.next_step)
    elif rule.asks_date:
        raise Refused("seller_cmd.date_needed")
    logged = house.sellers.log_contact(
        lead_id, rule.code, note=note, next_step=step, event_on=_day(house, on, past=True)
    )
    _show(house, logged, as_json)


def lead_follow(
    lead_id: LeadId,
    when: Annotated[list[str], typer.Argument(help=tr("seller_cmd.arg.when"), metavar="WHEN")],
    what: Annotated[str, typer.Option("--what", help=tr("seller_cmd.opt.what"))] = "",
    reason: Annotated[str, typer.Option("--reason", help=tr("seller_cmd.opt.reason"))] = "",
    db: Db = None,
    lang: Lang = "",
    as_json: Json = False,
) -> None:
    """Set the next step."""
    house = services(db, lang, door="lead follow")
    house.sellers.plan([lead_id], _step(house, " ".join(when), what or None), reason=reason)
    _show(house, house.sellers.get(lead_id), as_json)


def _step(house: Services, typed: str, what: str | None) -> Any:  # noqa: ANN401 - NextStep, imported late
    from onboarding.domain.when import understand
    from onboarding.errors import Refused
    from onboarding.services.sellers import NextStep

    understood = understand(typed, house.clock.today(), house.office.calendar())
    if understood.on is None:
        raise Refused("seller_cmd.date_unclear", text=typed)
    return NextStep(on=understood.on, at=understood.at.strftime("%H:%M") if understood.at else None, what=what)


def _day(house: Services, typed: str, *, past: bool) -> date:
    from onboarding.domain.when import understand
    from onboarding.errors import Refused

    today = house.clock.today()
    if not typed:
        return today
    understood = understand(typed, today, house.office.calendar(), past=past)
    if understood.on is None:
        raise Refused("seller_cmd.date_unclear", text=typed)
    return understood.on


def values_of(house: Services, fields: list[str]) -> dict[str, Any]:
    """FIELD=VALUE words as checked values.

    Raises:
        typer.BadParameter: A word without "=", or an unknown field.
        Refused: A value that cannot be stored, with its field.
    """
    from onboarding.domain.fields import read_field
    from onboarding.domain.records import EDITABLE
    from onboarding.errors import Refused
    from onboarding.wording import field_label, problem_text

    values: dict[str, Any] = {}
    for word in fields:
        name, sign, text = word.partition("=")
        field = "district_code" if name == "district" else name
        if not sign or field not in EDITABLE:
            raise typer.BadParameter(tr("seller_cmd.field_unknown", field=name))
        read = read_field(field, text, house.clock.today(), house.office.districts)
        if read.problem and not read.soft:
            raise Refused("seller_cmd.value_refused", field=field_label(field), problem=problem_text(read.problem))
        if read.problem:
            tell(tr("seller_cmd.value_warning", field=field_label(field), problem=problem_text(read.problem)))
        values[field] = read.value
    return values


def _document(house: Services, lead: Lead) -> dict[str, Any]:
    """The JSON of a lead: stable keys, unknown is null."""
    from onboarding.domain.mse import is_mse

    document = asdict(lead)
    document["district"] = document.pop("district_code")
    document["mse"] = is_mse(lead.mse_status, lead.enterprise_class)
    for flag in (
        "women_owned",
        "gem_registered",
        "aadhaar_linked",
        "bank_verified",
        "is_odop",
        "divyang",
        "minority",
        "is_startup",
    ):
        document[flag] = None if document[flag] is None else bool(document[flag])
    document["do_not_call"] = bool(lead.do_not_call)
    document["division"] = house.office.districts.division_of(lead.district_code) if lead.district_code else None
    return document


def _show(house: Services, lead: Lead, as_json: bool) -> None:
    if as_json:
        say_json(_document(house, lead))
    else:
        say(_line(house, lead))


def day_text(stored: str) -> str:
    """A stored day as people write it."""
    from datetime import date

    return date_text(date.fromisoformat(stored[:10]))


def _line(house: Services, lead: Lead) -> str:
    from onboarding.i18n import language
    from onboarding.wording import stage_text

    district = house.office.districts.name_of(lead.district_code or "", language()) or "-"
    next_on = day_text(lead.next_on) if lead.next_on else "-"
    return "  ".join(
        [f"#{lead.id}", lead.name, lead.mobile or lead.phone or "-", district, stage_text(lead.stage), next_on]
    )
