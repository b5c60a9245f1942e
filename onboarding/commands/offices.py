"""``office list|show|find|departments|department`` and ``purchase list|show``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from onboarding.commands.common import say, say_json, services, tell
from onboarding.commands.options import BIGGEST, Db, Json, Lang
from onboarding.i18n import language, tr

if TYPE_CHECKING:
    from onboarding.domain.departments import Departments
    from onboarding.services.context import Services

Id = Annotated[int, typer.Argument(min=1, max=BIGGEST, help=tr("office_cmd.arg.id"), metavar="ID")]
Department = Annotated[str, typer.Option("--department", help=tr("office_cmd.opt.department"), metavar="NAME")]
District = Annotated[str, typer.Option("--district", help=tr("office_cmd.opt.district"), metavar="NAME")]
Limit = Annotated[int, typer.Option("--limit", min=1, max=100_000, help=tr("office_cmd.opt.limit"))]


def add(app: typer.Typer) -> None:
    """Hang the commands on the root."""
    office = typer.Typer(name="office", help=tr("office_cmd.office"), rich_markup_mode=None, no_args_is_help=True)
    office.command("list", help=tr("office_cmd.list"))(office_list)
    office.command("show", help=tr("office_cmd.show"))(office_show)
    office.command("find", help=tr("office_cmd.find"))(office_find)
    office.command("departments", help=tr("office_cmd.departments"))(departments_waiting)
    office.command("department", help=tr("office_cmd.department"))(department_learn)
    app.add_typer(office)
    purchase = typer.Typer(
        name="purchase", help=tr("purchase_cmd.purchase"), rich_markup_mode=None, no_args_is_help=True
    )
    purchase.command("list", help=tr("purchase_cmd.list"))(purchase_list)
    purchase.command("show", help=tr("purchase_cmd.show"))(purchase_show)
    app.add_typer(purchase)


# ---------------------------------------------------------------------- offices


def office_list(
    department: Department = "",
    district: District = "",
    stage: Annotated[str, typer.Option("--stage", help=tr("office_cmd.opt.stage"), metavar="STAGE")] = "",
    limit: Limit = 500,
    db: Db = None,
    lang: Lang = "",
    as_json: Json = False,
) -> None:
    """Offices by department, district and name."""
    house = services(db, lang, door="office list")
    known = house.offices.departments()
    rows = house.offices.page(
        department=_department(known, department), district=_district(house, district), stage=stage, limit=limit
    )
    _say_offices(house, known, rows, as_json)


def office_find(
    text: Annotated[list[str], typer.Argument(help=tr("office_cmd.arg.text"), metavar="TEXT")],
    db: Db = None,
    lang: Lang = "",
    as_json: Json = False,
) -> None:
    """Offices by name, in either script."""
    house = services(db, lang, door="office find")
    _say_offices(house, house.offices.departments(), house.offices.find(" ".join(text)), as_json)


def office_show(office_id: Id, db: Db = None, lang: Lang = "", as_json: Json = False) -> None:
    """One office with its posts and its way up the ladder."""
    house = services(db, lang, door="office show")
    detail = house.offices.detail(office_id)
    if as_json:
        above = [{"id": one, "name": name, "name_hi": hindi} for one, name, hindi in detail.path]
        document = _document(house, detail.office)
        document |= {
            "above": above,
            "posts": [_post(one) for one in detail.posts],
            "officers": [_officer(one) for one in detail.officers],
        }
        document["timeline"] = detail.events
        say_json(document)
        return
    known = house.offices.departments()
    say(_office_line(house, known, detail.office))
    if detail.path:
        say("  " + " › ".join((hindi if language() == "hi" and hindi else name) for _, name, hindi in detail.path))
    for one in detail.officers:
        until = "" if one["active_to"] is None else f" – {_day(one['active_to'])}"
        since = _day(one["active_from"]) + until if one["active_from"] else ""
        parts = (tr(f"office.role.{one['role']}"), one["name"], one["designation"], one["mobile"], one["email"], since)
        say("  " + "  ".join(part for part in parts if part))
    for event in detail.events:
        reached = tr(f"office.stage.{event['to_stage']}")
        say(f"  {_day(event['event_on'])}  {reached}")


def departments_waiting(db: Db = None, lang: Lang = "", as_json: Json = False) -> None:
    """Spellings of departments that wait for a decision, with what each may mean."""
    house = services(db, lang, door="office departments")
    known = house.offices.departments()
    waiting = house.offices.waiting_departments()
    if as_json:
        say_json(
            [
                {"spelling": text, "offices": offices, "purchases": purchases, "suggestions": known.suggest(text)}
                for text, offices, purchases in waiting
            ]
        )
        return
    if not waiting:
        say(tr("office_cmd.none_waiting"))
    for text, offices, purchases in waiting:
        say(tr("office_cmd.waiting", spelling=text, offices=offices, purchases=purchases))
        for code in known.suggest(text):
            say(f"    {code}  {known.name_of(code, language())}")


def department_learn(
    spelling: Annotated[str, typer.Argument(help=tr("office_cmd.arg.spelling"), metavar="SPELLING")],
    code: Annotated[str, typer.Argument(help=tr("office_cmd.arg.code"), metavar="CODE")],
    db: Db = None,
    lang: Lang = "",
) -> None:
    """Decide which department a spelling means."""
    house = services(db, lang, door="office department")
    waited = house.offices.learn_department(spelling, code)
    say(
        tr(
            "office_cmd.learned",
            spelling=spelling,
            name=house.offices.departments().name_of(code, language()),
            n=waited,
        )
    )


def _department(known: Departments, text: str) -> str:
    """The code of a department named on the command line, by code or by any spelling.

    Raises:
        Refused: Nobody knows it.
    """
    from onboarding.errors import Refused

    if not text or known.name_of(text) is not None:
        return text
    code = known.find(text)
    if code is None:
        raise Refused("office.department_unknown", code=text)
    return code


def _district(house: Services, text: str) -> str:
    """The code of a district named on the command line.

    Raises:
        Refused: Nobody knows it.
    """
    from onboarding.errors import Refused

    districts = house.office.districts
    if not text or districts.get(text) is not None:
        return text
    code = districts.find(text).code
    if code is None:
        raise Refused("office.district_unknown", text=text)
    return code


def _say_offices(house: Services, known: Departments, rows: list[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        say_json([_document(house, row) for row in rows])
        return
    if not rows:
        tell(tr("office_cmd.nothing"))
        raise typer.Exit(1)
    for row in rows:
        say(_office_line(house, known, row))


def _document(house: Services, row: dict[str, Any]) -> dict[str, Any]:
    """The JSON of an office or a purchase: stable keys, codes, unknown is null."""
    document = dict(row)
    document["department"] = document.pop("department_code")
    document["district"] = document.pop("district_code")
    code = document["district"]
    document["division"] = house.office.districts.division_of(code) if code else None
    return document


def _post(one: dict[str, Any]) -> dict[str, Any]:
    return {**one, "is_vacant": bool(one["is_vacant"])}


def _officer(one: dict[str, Any]) -> dict[str, Any]:
    return {**one, "has_left": bool(one["has_left"])}


def _office_line(house: Services, known: Departments, row: dict[str, Any]) -> str:
    name = row["name_hi"] if language() == "hi" and row["name_hi"] else row["name"]
    stage = tr(f"office.stage.{row['stage']}")
    if row["side_state"]:
        side = tr(f"office.side.{row['side_state']}")
        stage += f" ({side})"
    return "  ".join([f"#{row['id']}", name, *_places(house, known, row), row["ddo_code"] or "-", stage])


def _places(house: Services, known: Departments, row: dict[str, Any]) -> tuple[str, str]:
    department = known.name_of(row["department_code"] or "", language()) or row["department_text"] or "-"
    district = house.office.districts.name_of(row["district_code"] or "", language()) or row["district_text"] or "-"
    return department, district


def _day(stored: str) -> str:
    from onboarding.commands.sellers import day_text

    return day_text(stored)


# ---------------------------------------------------------------------- purchases outside GeM


def purchase_list(
    department: Department = "",
    district: District = "",
    status: Annotated[str, typer.Option("--status", help=tr("purchase_cmd.opt.status"), metavar="STATUS")] = "",
    limit: Limit = 500,
    db: Db = None,
    lang: Lang = "",
    as_json: Json = False,
) -> None:
    """Purchases outside GeM, the newest first."""
    house = services(db, lang, door="purchase list")
    known = house.offices.departments()
    rows = house.purchases.page(
        department=_department(known, department), district=_district(house, district), status=status, limit=limit
    )
    if as_json:
        say_json([_document(house, row) for row in rows])
        return
    if not rows:
        tell(tr("purchase_cmd.nothing"))
        raise typer.Exit(1)
    for row in rows:
        say(_purchase_line(house, known, row))


def purchase_show(purchase_id: Id, db: Db = None, lang: Lang = "", as_json: Json = False) -> None:
    """One purchase with its history."""
    house = services(db, lang, door="purchase show")
    detail = house.purchases.detail(purchase_id)
    if as_json:
        say_json({**_document(house, detail.purchase), "timeline": detail.events})
        return
    from onboarding.wording import field_label

    row = detail.purchase
    say(_purchase_line(house, house.offices.departments(), row))
    shown = ("reference_no", "published_on", "closing_on", "category", "gemarpts_id", "remarks")
    for field in shown:
        if row[field]:
            say(f"  {field_label(field)}: {_day(row[field]) if field.endswith('_on') else row[field]}")
    finding = tr(f"purchase.finding.{row['finding']}")
    say(f"  {finding}")
    for event in detail.events:
        change = " → ".join(filter(None, (event["from_value"], event["to_value"])))
        what = tr(f"purchase.event.{event['kind']}")
        say(f"  {_day(event['event_on'])}  {what}  {change}")


def _purchase_line(house: Services, known: Departments, row: dict[str, Any]) -> str:
    from onboarding.formats import rupees

    value = rupees(row["value_rs"]) if row["value_rs"] is not None else "-"
    parts = [
        f"#{row['id']}", row["tender_id"] or "-", row["item"] or "-", *_places(house, known, row), value,
        tr(f"purchase.status.{row['status']}"),
    ]  # fmt: skip
    return "  ".join(parts)
