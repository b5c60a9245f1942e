"""``import udyam`` and ``prospects find|count|show|lead|pulls|undo``: the pool of units that nobody has spoken to yet."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onboarding.commands.common import locations, say, say_json, services, tell
from onboarding.commands.options import BIGGEST, Db, Json, Lang
from onboarding.i18n import language, tr

if TYPE_CHECKING:
    from onboarding.services.context import Services
    from onboarding.services.prospect_pull import PullRun
    from onboarding.services.prospects import DistrictCount, Pull, Stored

Districts = Annotated[
    list[str] | None,
    typer.Option("--district", help=tr("prospects.opt.districts"), metavar="CODE|NAME|all", show_default=False),
]
District = Annotated[
    str, typer.Option("--district", help=tr("prospects.opt.district"), metavar="CODE|NAME", show_default=False)
]
Nic = Annotated[str, typer.Option("--nic", help=tr("prospects.opt.nic"), metavar="CODE", show_default=False)]
ProspectId = Annotated[int, typer.Argument(min=1, max=BIGGEST, help=tr("prospects.arg.id"), metavar="ID")]
_WHOLE_STATE = "all"


def add(app: typer.Typer) -> None:
    """Hang the commands on the root."""
    app.command("import udyam", help=tr("prospects.cmd.import"))(import_udyam)
    pool = typer.Typer(name="prospects", help=tr("prospects.cmd.pool"), rich_markup_mode=None, no_args_is_help=True)
    pool.command("find", help=tr("prospects.cmd.find"))(find)
    pool.command("count", help=tr("prospects.cmd.count"))(count)
    pool.command("show", help=tr("prospects.cmd.show"))(show)
    pool.command("lead", help=tr("prospects.cmd.lead"))(make_lead)
    pool.command("pulls", help=tr("prospects.cmd.pulls"))(list_pulls)
    pool.command("undo", help=tr("prospects.cmd.undo"))(undo)
    app.add_typer(pool)


def import_udyam(
    districts: Districts = None,
    more: Annotated[list[str] | None, typer.Argument(metavar="[CODE]…", help=tr("prospects.arg.more"))] = None,
    limit_pages: Annotated[
        int | None,
        typer.Option("--limit-pages", min=1, max=100_000, help=tr("prospects.opt.limit_pages"), show_default=False),
    ] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help=tr("prospects.opt.fresh"))] = False,
    db: Db = None,
    lang: Lang = "",
    as_json: Json = False,
) -> None:
    """Fetch the units of districts from the open-data list."""
    from onboarding.commands.pull import PullDesk

    house = services(db, lang, door="import udyam")
    codes = _codes(house, [*(districts or []), *(more or [])])
    if not codes:
        raise typer.BadParameter(tr("prospects.district_needed"))
    desk = PullDesk(house, locations(db).settings)
    run = desk.begin(codes, most_pages=limit_pages, fresh=fresh)
    try:
        desk.go(run)
    finally:
        pulls = list(run.done.values())
        if as_json:
            ended = all(pull.state == "done" for pull in pulls) and len(run.units) + len(run.skipped) == len(codes)
            rows = [_pull_document(pull) | {"added": run.brought.get(pull.id, 0)} for pull in pulls]
            new = sum(run.brought.values())
            say_json({"pulls": rows, "units": run.units, "skipped": run.skipped, "new": new, "complete": ended})
        else:
            _say_run(house, run)


def _say_run(house: Services, run: PullRun) -> None:
    from onboarding.formats import number

    for code in run.skipped:
        say(tr("prospects.fetched_lately", district=_place(house, code)))
    for code in (code for code, n in run.units.items() if n == 0):
        say(tr("prospects.nothing_there", district=_place(house, code)))
    for pull in run.done.values():
        say(_pull_line(house, pull))
    say(tr("prospects.run_done", new=number(sum(run.brought.values()))))


def _codes(house: Services, typed: list[str]) -> tuple[str, ...]:
    """The districts meant, each once, in the order typed.

    Raises:
        Refused: One that the table of districts does not know.
    """
    codes: list[str] = []
    for word in (part.strip() for one in typed for part in one.split(",")):
        if word.casefold() == _WHOLE_STATE:
            codes += [district.code for district in house.office.districts.all()]
        elif word:
            codes.append(_code(house, word))
    return tuple(dict.fromkeys(codes))


def _code(house: Services, word: str) -> str:
    from onboarding.errors import Refused

    districts = house.office.districts
    code = word if districts.get(word) else districts.find(word).code
    if code is None:
        like = ", ".join(_place(house, near) for near in districts.suggest(word, 3))
        raise Refused("prospects.district_unknown", text=word, like=like or "-")
    return code


# ---------------------------------------------------------------------- the pool


def find(
    text: Annotated[list[str] | None, typer.Argument(help=tr("prospects.arg.text"), metavar="[TEXT]")] = None,
    district: District = "",
    nic: Nic = "",
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help=tr("seller_cmd.opt.limit"))] = 20,
    db: Db = None,
    lang: Lang = "",
    as_json: Json = False,
) -> None:
    """Prospects by name in either script, district, activity."""
    from onboarding.domain.prospects import PoolFilter, nic_of
    from onboarding.errors import Refused

    house = services(db, lang, door="prospects find")
    if nic and nic_of(nic) is None:
        raise Refused("prospects.nic_unclear", text=nic)
    code = _code(house, district) if district else ""
    wanted = PoolFilter(text=" ".join(text or []), district=code, nic=nic)
    if wanted == PoolFilter():
        raise typer.BadParameter(tr("prospects.text_needed"))
    found = house.prospects.find(wanted, limit=limit)
    if as_json:
        say_json([_document(prospect) for prospect in found])
        return
    if not found:
        tell(tr("seller_cmd.nothing_found"))
        raise typer.Exit(1)
    for prospect in found:
        say(line_of(house, prospect))


def count(db: Db = None, lang: Lang = "", as_json: Json = False) -> None:
    """The pool by district, beside the registry's own total and the sellers registered here."""
    house = services(db, lang, door="prospects count")
    rows = house.prospects.counts()
    if as_json:
        say_json(
            {
                "prospects": sum(row.prospects for row in rows),
                "became_leads": sum(row.became_leads for row in rows),
                "districts": [_count_document(row) for row in rows],
            }
        )
        return
    _say_counts(house, rows)


def _say_counts(house: Services, rows: list[DistrictCount]) -> None:
    from onboarding.formats import date_text, number

    for row in rows:
        if not (row.prospects or row.units):
            continue
        words = [_place(house, row.district_code), tr("prospects.n_in_pool", n=number(row.prospects))]
        if row.became_leads:
            words.append(tr("prospects.n_leads", n=number(row.became_leads)))
        if row.units is not None:
            from datetime import date

            day = date_text(date.fromisoformat(row.as_on))
            words.append(tr("prospects.n_units", n=number(row.units), day=day))
        share = _per_thousand(row)
        if share is not None:
            words.append(tr("prospects.per_thousand", n=number(row.registered), share=share))
        say("  ".join(words))
    say(tr("prospects.pool_total", n=number(sum(row.prospects for row in rows))))


def _per_thousand(row: DistrictCount) -> float | None:
    """Sellers registered here for each thousand units of the registry, to two places."""
    return round(row.registered * 1000 / row.units, 2) if row.units else None


def show(prospect_id: ProspectId, db: Db = None, lang: Lang = "", as_json: Json = False) -> None:
    """One prospect with everything that the registry says."""
    from onboarding.prospect_words import facts

    house = services(db, lang, door="prospects show")
    prospect = house.prospects.get(prospect_id)
    if as_json:
        say_json(_document(prospect))
        return
    for label, value in facts(prospect, house.office.districts):
        say(f"{label}: {value}")


def make_lead(
    prospect_id: ProspectId,
    fields: Annotated[list[str], typer.Argument(help=tr("seller_cmd.arg.fields"), metavar="FIELD=VALUE")],
    db: Db = None,
    lang: Lang = "",
    as_json: Json = False,
) -> None:
    """Make a lead of a prospect whose contact was found."""
    from onboarding.commands.sellers import values_of

    house = services(db, lang, door="prospects lead")
    made = house.prospects.make_lead(prospect_id, values_of(house, fields))
    if as_json:
        say_json({"prospect": prospect_id, "lead": made.lead_id, "known": made.known})
        return
    say(tr("prospects.linked" if made.known else "prospects.made", id=made.lead_id))


def line_of(house: Services, prospect: Stored) -> str:
    """A prospect in one line."""
    parts = [tr("prospects.tag", id=prospect.id), prospect.name, _place(house, prospect.district_code)]
    parts += [part for part in (prospect.pin, prospect.nic) if part]
    if prospect.became_lead_id is not None:
        parts.append(f"→ #{prospect.became_lead_id}")
    return "  ".join(parts)


def _document(prospect: Stored) -> dict[str, Any]:
    document = {key: value if value != "" else None for key, value in asdict(prospect).items()}
    document["district"] = document.pop("district_code")
    document["nic"] = prospect.nic.split()
    return document


def _count_document(row: DistrictCount) -> dict[str, Any]:
    return {
        "district": row.district_code, "prospects": row.prospects, "became_leads": row.became_leads,
        "udyam_units": row.units, "as_on": row.as_on or None, "sellers_registered": row.registered,
        "per_1000_units": _per_thousand(row),
    }  # fmt: skip


# ---------------------------------------------------------------------- pulls


def list_pulls(db: Db = None, lang: Lang = "", as_json: Json = False) -> None:
    """Every pull, newest first."""
    house = services(db, lang, door="prospects pulls")
    pulls = house.prospects.pulls()
    if as_json:
        say_json([_pull_document(pull) for pull in pulls])
        return
    if not pulls:
        say(tr("prospects.no_pulls"))
    for pull in pulls:
        say(_pull_line(house, pull))


def undo(pull_id: ProspectId, db: Db = None, lang: Lang = "", as_json: Json = False) -> None:
    """Take a pull back."""
    from onboarding.formats import number

    house = services(db, lang, door="prospects undo")
    undone = house.prospects.undo_pull(pull_id)
    if as_json:
        say_json({"pull": pull_id, "rows": undone.rows, "kept": [row for _, row, _ in undone.kept]})
        return
    say(tr("prospects.pull_undone", id=pull_id, rows=number(undone.rows), kept=number(len(undone.kept))))


def _pull_document(pull: Pull) -> dict[str, Any]:
    document = pull._asdict()
    document["pull"] = document.pop("id")
    document["district"] = document.pop("district_code")
    return document


def _pull_line(house: Services, pull: Pull) -> str:
    from onboarding.formats import instant_local, number

    counts = tr(
        "prospects.pull_counts",
        done=number(pull.next_offset),
        total=number(pull.total),
        new=number(pull.new),
        known=number(pull.known),
        refused=number(pull.refused),
    )
    place = _place(house, pull.district_code) + (f" ({pull.spelling})" if pull.spelling else "")
    state = tr(f"prospects.state.{pull.state}")
    return f"{pull.id:>5}  {instant_local(pull.last_at)}  {place}  {counts}  {state}"


def _place(house: Services, code: str) -> str:
    return house.office.districts.name_of(code, language()) or code
