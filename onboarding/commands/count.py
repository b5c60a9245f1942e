"""``count``, ``summary``, ``target set|list``, ``snapshot add|list``: the five o'clock count and what it stands on.

``count --json`` runs from timers and other programs: nothing heavy is loaded on its way.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onboarding.commands.common import json_text, say, say_json, services, tell
from onboarding.commands.options import BIGGEST, Db, Json, Lang
from onboarding.i18n import tr

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from onboarding.domain.figures import DayCount, Official, Period, UnitKind, UnitRow
    from onboarding.services.context import Services
    from onboarding.services.summary import Summary

_PERIOD_WORDS: dict[str, Period] = {
    "today": "today",
    "previous": "previous_day",
    "month": "month",
    "fy": "financial_year",
    "last_fy": "last_year",
    "total": "total",
}
_LINES_AT_ONCE = 500
FIRST_YEAR = 2000
"""A day before it is a slip: GeM began in 2016."""
_MOST_DIGITS = 15

Day = Annotated[str, typer.Option("--date", help=tr("figures.opt.date"), metavar="DATE", show_default=False)]
By = Annotated[str, typer.Option("--by", help=tr("figures.opt.by"), metavar="district|division|staff")]


def add(app: typer.Typer) -> None:
    """Hang the commands on the root."""
    app.command("count", help=tr("figures.cmd.count"))(count)
    app.command("summary", help=tr("figures.cmd.summary"))(summary)
    target = typer.Typer(name="target", help=tr("figures.cmd.target"), rich_markup_mode=None, no_args_is_help=True)
    target.command("set", help=tr("figures.cmd.target_set"))(target_set)
    target.command("list", help=tr("figures.cmd.target_list"))(target_list)
    app.add_typer(target)
    official = typer.Typer(
        name="snapshot", help=tr("figures.cmd.snapshot"), rich_markup_mode=None, no_args_is_help=True
    )
    official.command("add", help=tr("figures.cmd.snapshot_add"))(snapshot_add)
    official.command("list", help=tr("figures.cmd.snapshot_list"))(snapshot_list)
    app.add_typer(official)


# ---------------------------------------------------------------------------- count


def count(  # noqa: PLR0913 - each is an option
    on: Day = "",
    by: By = "",
    evidence: Annotated[
        str, typer.Option("--evidence", help=tr("figures.opt.evidence"), metavar="told|seen|gem_report")
    ] = "",
    names: Annotated[str, typer.Option("--names", help=tr("figures.opt.names"), metavar="FIGURE")] = "",
    period: Annotated[
        str, typer.Option("--period", help=tr("figures.opt.period"), metavar="|".join(_PERIOD_WORDS))
    ] = "today",
    district: Annotated[str, typer.Option("--district", help=tr("figures.opt.district"), metavar="NAME|CODE")] = "",
    db: Db = None,
    lang: Lang = "",
    as_json: Json = False,
) -> None:
    """The day's figures, or with --names the names behind one of them."""
    house = services(db, lang, door="count")
    day = day_of(house, on)
    if names:
        _names(house, names, _period(period), day, evidence, district, as_json)
        return
    unit = _unit(by)
    counted = house.figures.count(day, evidence=evidence or None)
    units = house.figures.by(unit, day, evidence=evidence or None) if unit else []
    if as_json:
        say_json(_document(counted) | ({"by": unit, "units": _unit_documents(units)} if unit else {}))
        return
    from onboarding.sheets import count_text

    say(count_text(counted, house.figures.pace(day, evidence=evidence or None), vowel_sign=_vowel_sign()))
    if unit:
        say("\n" + "\n".join(_unit_lines(units)))


def _document(counted: DayCount) -> dict[str, Any]:
    """The count as other programs rely on it; more keys may be added, none leaves."""
    return {
        "date": counted.day.isoformat(),
        "closed": False,
        "previous_working_day": counted.previous_working.isoformat(),
        "evidence": counted.evidence,
        "figures": {
            code: {
                "today": figure.today,
                "previous_day": figure.previous_day,
                "month": figure.month,
                "financial_year": figure.financial_year,
                "same_period_last_year": figure.same_period_last_year,
                "total": figure.total,
                "target": figure.target,
                "percent": figure.percent,
                "required_per_day": figure.required_per_day,
                "restated": figure.restated,
            }
            for code, figure in counted.figures.items()
        },
        "official": _official_document(counted.official),
        "official_latest": {
            code: {"value": _json_number(value), "as_on": as_on.isoformat()}
            for code, (value, as_on) in counted.latest.items()
        },
        "baseline": _official_document(counted.baseline),
    }


def _official_document(official: Official | None) -> dict[str, Any] | None:
    if official is None:
        return None
    values = {figure: _json_number(value) for figure, value in official.values.items()}
    return {"as_on": official.as_on.isoformat(), "values": values, "source": official.source}


def _json_number(value: int | Decimal) -> int | float:
    return value if isinstance(value, int) else float(value)


def _unit_documents(units: list[UnitRow]) -> list[dict[str, Any]]:
    keys = ("code", "name_en", "name_hi", "today", "month", "financial_year", "target", "percent", "rank")
    return [{key: getattr(row, key) for key in keys} for row in units]


def _unit_lines(units: list[UnitRow]) -> list[str]:
    from onboarding.domain.figures import total_of
    from onboarding.formats import number, percent
    from onboarding.plain_table import table
    from onboarding.sheets import WIDTH, unit_name

    heads = [tr(f"figures.head.{name}") for name in ("unit", "rank", "today", "month", "year", "target", "percent")]

    def line(name: str, row: UnitRow) -> list[str]:
        numbers = (row.rank, row.today, row.month, row.financial_year, row.target)
        return [name, *map(number, numbers), percent(row.financial_year, row.target)]

    rows = [heads, *(line(unit_name(row), row) for row in units), line(tr("figures.sheet.total"), total_of(units))]
    return table(rows, width=WIDTH, droppable=(3,), vowel_sign=_vowel_sign())


def _vowel_sign() -> int:
    """How wide the terminal draws a Hindi vowel sign; it is asked only when it will show Hindi."""
    import sys

    from onboarding.i18n import language

    if language() != "hi" or not sys.stdout.isatty():
        return 1
    from onboarding.terminal import hindi_width

    return hindi_width().cells


# ---------------------------------------------------------------------------- names


def _names(
    house: Services, figure: str, period: Period, day: date, evidence: str, district: str, as_json: bool
) -> None:
    """The leads that a figure counts, one line each, and their sum, which is the figure."""
    kind, unit = ("district", _district(house, district)) if district else ("", "")
    population = house.figures.names_filter(figure, period, day, unit_kind=kind, unit=unit, evidence=evidence or None)
    ids = house.lists.ids(population.but(sort="name"))
    times = house.figures.calls_of(population) if figure == "calls" else {}
    total = sum(times.get(lead_id, 1) for lead_id in ids)
    if as_json:
        say_json(
            {"figure": figure, "date": day.isoformat(), "count": total, "names": _name_documents(house, ids, times)}
        )
        return
    for row in _rows_of(house, ids):
        where = house.office.districts.name_of(row.district_code or "", _language()) or "-"
        often = f"  x{times[row.id]}" if row.id in times else ""
        say(f"{row.id:>7}  {row.name}  {where}  {tr(f'stage.label.{row.stage}')}{often}")
    tell(tr("figures.names_total", n=_number(total), figure=tr(f"figure.{figure}")))


def _name_documents(house: Services, ids: Any, times: dict[int, int]) -> list[dict[str, Any]]:  # noqa: ANN401
    return [
        {"id": row.id, "name": row.name, "district": row.district_code, "stage": row.stage, "n": times.get(row.id, 1)}
        for row in _rows_of(house, ids)
    ]


def _rows_of(house: Services, ids: Any) -> Any:  # noqa: ANN401 - an array of ids; an iterator of SellerRow
    for start in range(0, len(ids), _LINES_AT_ONCE):
        yield from house.lists.rows(ids[start : start + _LINES_AT_ONCE])


def _district(house: Services, typed: str) -> str:
    from onboarding.errors import Refused

    if house.office.districts.get(typed) or typed == "-":
        return typed
    found = house.office.districts.find(typed)
    if found.code is None or found.ambiguous:
        raise Refused("figures.unknown_unit", unit=typed)
    return found.code


# ---------------------------------------------------------------------------- summary


def summary(  # noqa: PLR0913 - each is an option
    first: Annotated[str, typer.Option("--from", help=tr("figures.opt.from"), metavar="DATE", show_default=False)] = "",
    last: Annotated[str, typer.Option("--to", help=tr("figures.opt.to"), metavar="DATE", show_default=False)] = "",
    by: By = "district",
    form: Annotated[str, typer.Option("--format", help=tr("figures.opt.format"), metavar="text|md|json")] = "text",
    out: Annotated[Path | None, typer.Option("--out", help=tr("figures.opt.out"), metavar="FILE")] = None,
    db: Db = None,
    lang: Lang = "",
    as_json: Json = False,
) -> None:
    """The mission-mode progress summary."""
    from onboarding.errors import Refused
    from onboarding.services.summary import summary_of

    form = "json" if as_json else form
    if form not in ("text", "md", "json"):
        raise typer.BadParameter(tr("figures.unknown_word", word=form, words="text, md, json"), param_hint="--format")
    house = services(db, lang, door="summary")
    day = day_of(house, last)
    start = day_of(house, first) if first else None
    if start is not None and start > day:
        raise Refused("figures.days_reversed")
    unit = _unit(by) or "district"
    text = _worded(house, summary_of(house.figures, day, by=unit, first=start), form)
    if out is None:
        say(text.rstrip("\n"))
        return
    from onboarding.commands.output import write_file

    write_file(out, text)
    tell(tr("figures.written", path=str(out)))


def _worded(house: Services, sheet: Summary, form: str) -> str:
    today = sheet.count.day == house.clock.today()
    at = house.clock.local().strftime("%H:%M") if today else ""
    if form == "md":
        from onboarding.sheet_markdown import markdown

        return markdown(sheet, at=at)
    if form == "text":
        from onboarding.sheets import short_text

        return short_text(sheet.count, sheet.pace, at=at, rest=sheet) + "\n"
    return json_text(_summary_document(sheet), indent=1) + "\n"


def _summary_document(sheet: Summary) -> dict[str, Any]:
    from dataclasses import asdict

    pace = asdict(sheet.pace) | {"until": sheet.pace.until.isoformat()}
    document = _document(sheet.count) | {
        "from": sheet.first.isoformat() if sheet.first else None,
        "stretch": sheet.stretch,
        "pace": pace,
        "pipeline": [asdict(row) | {"median_days": sheet.median_days[row.stage]} for row in sheet.pipeline],
        "by": sheet.by,
        "units": _unit_documents(sheet.units),
        "divisions": _unit_documents(sheet.divisions),
        "pendency": {kind.kind: list(kind.counts) for kind in sheet.pendency},
        "blockers": [asdict(row) for row in sheet.blockers],
    }
    if sheet.first:
        for row in document["units"]:
            row["stretch"] = sheet.stretch_by_unit.get(row["code"], 0)
    return document


# ---------------------------------------------------------------------------- targets and GeM's figures


def target_set(  # noqa: PLR0913 - each is an option
    figure: Annotated[str, typer.Argument(help=tr("figures.arg.figure"), metavar="FIGURE")],
    value: Annotated[int, typer.Argument(min=0, max=BIGGEST, help=tr("figures.arg.value"), metavar="N")],
    district: Annotated[str, typer.Option("--district", help=tr("figures.opt.target_district"))] = "",
    division: Annotated[str, typer.Option("--division", help=tr("figures.opt.target_division"))] = "",
    staff: Annotated[str, typer.Option("--for", help=tr("figures.opt.target_staff"), metavar="LOGIN")] = "",
    first: Annotated[str, typer.Option("--from", help=tr("figures.opt.target_from"), metavar="DATE")] = "",
    last: Annotated[str, typer.Option("--to", help=tr("figures.opt.target_to"), metavar="DATE")] = "",
    db: Db = None,
    lang: Lang = "",
) -> None:
    """Set what is to be reached."""
    from datetime import date

    house = services(db, lang, door="target set")
    kind, unit = "state", ""
    if district:
        kind, unit = "district", _district(house, district)
    elif division:
        kind, unit = "division", _division(house, division)
    elif staff:
        kind, unit = "staff", _staff(house, staff)
    days = [_iso(word, date) if word else None for word in (first, last)]
    house.figures.set_target(figure, value, unit_kind=kind, unit=unit, first=days[0], last=days[1])
    say(tr("figures.target_is", figure=tr(f"figure.{figure}"), value=_number(value)))


def target_list(db: Db = None, lang: Lang = "", as_json: Json = False) -> None:
    """Every target."""
    from dataclasses import asdict

    from onboarding.formats import date_text

    house = services(db, lang, door="target list")
    targets = house.figures.targets()
    if as_json:
        days = ("from_on", "to_on")
        say_json([asdict(each) | {day: getattr(each, day).isoformat() for day in days} for each in targets])
        return
    for each in targets:
        span = f"{date_text(each.from_on)} – {date_text(each.to_on)}"
        say(
            f"{span}  {tr(f'figure.{each.figure}')}  {_unit_label(house, each.unit_kind, each.unit)}  {_number(each.value)}"
        )
    if not targets:
        tell(tr("figures.no_targets"))


def _unit_label(house: Services, kind: str, unit: str) -> str:
    if kind == "state":
        return tr("figures.state")
    if kind == "district":
        return house.office.districts.name_of(unit, _language()) or unit
    if kind == "staff":
        return next((who.name for who in house.office.staff() if str(who.id) == unit), unit)
    places = house.office.districts.all()
    return next((place.division_hi for place in places if place.division_en == unit and _language() == "hi"), unit)


def snapshot_add(
    values: Annotated[list[str], typer.Argument(help=tr("figures.arg.values"), metavar="FIGURE=N")],
    as_on: Annotated[str, typer.Option("--as-on", help=tr("figures.opt.as_on"), metavar="DATE")] = "",
    source: Annotated[str, typer.Option("--source", help=tr("figures.opt.source"))] = "",
    db: Db = None,
    lang: Lang = "",
) -> None:
    """Note what GeM reports."""
    from decimal import Decimal

    from onboarding.errors import Refused
    from onboarding.formats import date_text

    house = services(db, lang, door="snapshot add")
    read: dict[str, int | Decimal] = {}
    for pair in values:
        figure, _, number = pair.partition("=")
        whole, point, part = number.replace(",", "").strip().partition(".")
        if not whole.isdecimal() or len(whole) > _MOST_DIGITS or (point and not (part.isdecimal() and len(part) <= 2)):
            raise Refused("figures.official_unreadable", pair=pair)
        read[figure.strip()] = Decimal(f"{whole}.{part}") if point else int(whole)
    day = day_of(house, as_on)
    house.figures.add_official(day, read, source)
    say(tr("figures.official_noted", n=_number(len(read)), day=date_text(day)))


def snapshot_list(db: Db = None, lang: Lang = "", as_json: Json = False) -> None:
    """Every day of GeM's figures, newest first."""
    house = services(db, lang, door="snapshot list")
    history = house.figures.official_history()
    if as_json:
        say_json([_official_document(shot) for shot in history])
        return
    from onboarding.sheets import official_lines

    for shot in history:
        say("\n".join(official_lines(shot)))


# ---------------------------------------------------------------------------- words


def day_of(house: Services, typed: str) -> date:
    """Today, an ISO day, or a day in words of the past."""
    from datetime import date

    from onboarding.errors import Refused

    today = house.clock.today()
    day = _iso(typed, date, quiet=True) if typed else today
    if day is None:
        from onboarding.domain.when import understand

        day = understand(typed, today, house.office.calendar(), past=True).on
    if day is None:
        raise Refused("figures.date_unclear", text=typed)
    if day.year < FIRST_YEAR:
        raise Refused("figures.date_unclear", text=typed)
    if day > today:
        raise Refused("figures.future", day=day.isoformat())
    return day


def _iso(typed: str, kind: type[date], *, quiet: bool = False) -> date | None:
    from onboarding.errors import Refused

    try:
        return kind.fromisoformat(typed.strip())
    except ValueError:
        if quiet:
            return None
        raise Refused("figures.date_unclear", text=typed) from None


def _unit(word: str) -> UnitKind | None:
    """The unit that a person asked for; None for none.

    Raises:
        typer.BadParameter: Another word.
    """
    from onboarding.domain.figures import UNIT_KINDS

    if not word:
        return None
    for kind in UNIT_KINDS:
        if kind == word:
            return kind
    words = ", ".join(UNIT_KINDS)
    raise typer.BadParameter(tr("figures.unknown_word", word=word, words=words), param_hint="--by")


def _period(word: str) -> Period:
    if word not in _PERIOD_WORDS:
        words = ", ".join(_PERIOD_WORDS)
        raise typer.BadParameter(tr("figures.unknown_word", word=word, words=words), param_hint="--period")
    return _PERIOD_WORDS[word]


def _division(house: Services, typed: str) -> str:
    folded = typed.strip().casefold()
    for place in house.office.districts.all():
        if folded in (place.division_en.casefold(), place.division_hi):
            return place.division_en
    return typed


def _staff(house: Services, login: str) -> str:
    return next((str(who.id) for who in house.office.staff() if who.login == login), login)


def _language() -> str:
    from onboarding.i18n import language

    return language()


def _number(n: int) -> str:
    from onboarding.formats import number

    return number(n)
