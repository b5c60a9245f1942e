"""``import FILE``: an outsider's list into leads or other records; the runs are ``import_runs``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onboarding.commands.common import choose_language, json_text, locations, say, say_json, services, tell
from onboarding.commands.import_recipe import (
    Encoding,
    Given,
    HeaderRow,
    Maps,
    ModeName,
    Overwrite,
    Sender,
    Separator,
    UnitName,
    UseProfile,
    columns_told,
    defaults_told,
    list_profiles,
    mode_told,
    overwrite_told,
    recipe_document,
    say_recipe,
    separator_told,
    spellings,
    unit_told,
)
from onboarding.commands.import_runs import (
    end_progress,
    list_runs,
    outcome_document,
    progress,
    resume_run,
    show_run,
    tell_interrupted,
    undo_run,
    write_list,
)
from onboarding.commands.options import Db, Json, Lang
from onboarding.i18n import tr

if TYPE_CHECKING:
    from onboarding.services.context import Services
    from onboarding.services.imports import AnyPlan, ImportResult, ImportRun

_SHOWN_CODES = 12
_KINDS = "sellers|offices|users|purchases|counts|gem-sellers|calendar|prospects"


def add(app: typer.Typer) -> None:
    """Hang the commands on the root."""
    app.command("import", help=tr("imports.cmd.import"))(import_file)
    runs = typer.Typer(name="imports", help=tr("imports.cmd.imports"), rich_markup_mode=None, no_args_is_help=True)
    runs.command("list", help=tr("imports.cmd.list"))(list_runs)
    runs.command("show", help=tr("imports.cmd.show"))(show_run)
    runs.command("undo", help=tr("imports.cmd.undo"))(undo_run)
    runs.command("profiles", help=tr("recipe.cmd.profiles"))(list_profiles)
    runs.command("spellings", help=tr("recipe.cmd.spellings"))(spellings)
    runs.command("resume", help=tr("imports.cmd.resume"))(resume_run)
    app.add_typer(runs)


def import_file(  # noqa: PLR0913 - each is an option
    file: Annotated[
        Path | None, typer.Argument(help=tr("imports.arg.file"), metavar="FILE", show_default=False)
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option("--kind", help=tr("imports.opt.kind"), metavar=_KINDS, show_default=False),
    ] = None,
    sheet: Annotated[
        str | None,
        typer.Option("--sheet", help=tr("imports.opt.sheet"), metavar="NAME", show_default=False),
    ] = None,
    as_on: Annotated[
        str,
        typer.Option("--as-on", help=tr("imports.opt.as_on"), metavar="DATE", show_default=False),
    ] = "",
    columns: Maps = None,
    header: HeaderRow = None,
    encoding: Encoding = None,
    separator: Separator = None,
    convert: Annotated[bool | None, typer.Option("--convert/--no-convert", help=tr("imports.opt.convert"))] = None,
    unit: UnitName = None,
    mode: ModeName = None,
    overwrite: Overwrite = None,
    given: Given = None,
    sender: Sender = None,
    profile: UseProfile = True,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=tr("imports.opt.dry_run"))] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help=tr("imports.opt.yes"))] = False,
    report: Annotated[
        Path | None,
        typer.Option("--report", help=tr("imports.opt.report"), metavar="DIR", show_default=False),
    ] = None,
    codes: Annotated[bool, typer.Option("--codes", help=tr("imports.opt.codes"))] = False,
    db: Db = None,
    lang: Lang = "",
    as_json: Json = False,
) -> None:
    """Read a list, say what would become of its rows, and write it when told so."""
    from onboarding.commands.count import day_of
    from onboarding.domain.recipe import Recipe
    from onboarding.import_words import code_sentence

    if codes:
        choose_language(lang, "", locations(db))
        _say_codes(as_json)
        return
    if file is None:
        raise typer.BadParameter(tr("imports.file_needed"))
    house = services(db, lang, door="import")
    recipe = Recipe(
        sheet=sheet, header=header, columns=columns_told(columns or (), kind), encoding=encoding,
        separator=separator_told(separator), convert=convert, unit=unit_told(unit), mode=mode_told(mode),
        overwrite=overwrite_told(overwrite), defaults=defaults_told(given), sender=sender,
    )  # fmt: skip
    tell_interrupted(house)
    day = day_of(house, as_on) if as_on else None
    with (
        progress() as told,
        house.imports.plan(file, recipe, kind=kind, as_on=day, profiles=profile, progress=told) as plan,
    ):
        end_progress()
        _say_plan(plan) if not as_json else _tell_beside(plan)
        if dry_run:
            result = rejects = gave_way = None
            if report:
                rejects = house.imports.write_rejects(plan, report, code_sentence)
                gave_way = house.imports.write_overwritten(plan, report, code_sentence)
        else:
            house.imports.copy_ahead(plan)
            if not (yes or as_json):
                _ask()
            done = house.imports.commit_with_report(plan, report, code_sentence, progress=told)
            result, rejects, gave_way = done
            end_progress()
        if as_json:
            files = {"rejects_file": rejects, "overwritten_file": gave_way}
            extra = recipe_document(plan, house.imports.replaced(plan))
            _say_result(
                house, plan, result, extra | {name: str(path) for name, path in files.items() if path is not None}
            )
        else:
            _say_done(plan, result, rejects, gave_way)


def _ask() -> None:
    """Go on only after a yes.

    Raises:
        Refused: nobody there to ask.
        typer.Exit: she said no.
    """
    from onboarding.errors import Refused

    if not sys.stdin.isatty():
        raise Refused("imports.yes_needed")
    sys.stderr.write(tr("imports.ask") + " ")
    sys.stderr.flush()
    answer = sys.stdin.readline().strip().casefold()
    if answer not in ("y", "yes", "h", "ह", "हाँ", "हां"):
        tell(tr("imports.left"))
        raise typer.Exit(1)


# ---------------------------------------------------------------------- saying it


def _tell_beside(plan: AnyPlan) -> None:
    """What a person should hear although a program reads the JSON."""
    from onboarding.recipe_words import missing_words

    for text in (*missing_words(plan.about.missing), *((_seen_before(plan.seen_before),) if plan.seen_before else ())):
        tell(text)


def _say_plan(plan: AnyPlan) -> None:
    from onboarding.formats import number
    from onboarding.gem_words import plan_lines
    from onboarding.import_words import code_sentence, kind_label, sheet_label, verdict_label
    from onboarding.services.import_plan import VERDICTS

    about = plan.about
    say(
        tr(
            "imports.file_line",
            file=about.file,
            sheet=about.sheet or "-",
            encoding=about.encoding or "-",
            header=about.header_row or "-",
        )
    )
    say(tr("imports.read_as", kind=kind_label(about.kind)))
    others = [sheet_label(sheet.name, sheet.kind) for sheet in about.sheets if sheet.name != about.sheet]
    if others:
        say(tr("imports.other_sheets", sheets=", ".join(others)))
    if about.fonts:
        say(tr("imports.fonts_read" if about.converted else "imports.fonts_left", headings=", ".join(about.fonts)))
    if plan.seen_before is not None:
        say(_seen_before(plan.seen_before))
    for text in plan_lines(plan):
        say(text)
    say_recipe(plan)
    rows = [(tr("imports.rows"), plan.rows)]
    rows += [(verdict_label(verdict, about.kind), plan.counts.get(verdict, 0)) for verdict in VERDICTS]
    rows += [(tr("imports.warned"), plan.warned), (tr("imports.skipped"), plan.skipped)]
    for label, count in rows:
        say(f"  {number(count):>12}  {label}")
    for code, count in plan.codes.most_common(_SHOWN_CODES):
        say(f"  {number(count):>12}  · {code_sentence(code)}")


def _seen_before(run: ImportRun) -> str:
    from onboarding.formats import instant_local

    return tr("imports.seen_before", when=instant_local(run.committed_at), id=run.id)


def _say_done(plan: AnyPlan, result: ImportResult | None, rejects: Path | None, gave_way: Path | None) -> None:
    from onboarding.formats import counted, number

    if result is None:
        say(tr("imports.dry"))
    else:
        done = "imports.done" if plan.about.kind == "sellers" else "imports.done_records"
        counts = {name: number(result.totals[name]) for name in ("new", "updated")}
        say(tr(done, id=result.batch, **counts))
    if rejects is not None:
        say(counted("imports.rejects_in", plan.counts["rejected"], path=rejects))
    if gave_way is not None:
        say(tr("recipe.gave_way_in", path=gave_way))


def _say_result(house: Services, plan: AnyPlan, result: ImportResult | None, extra: dict[str, Any]) -> None:
    """The JSON, an outcome a line: a million of them do not stand in memory; ``extra`` goes into its head."""
    about = plan.about
    head: dict[str, Any] = {
        "batch": result.batch if result else None, "kind": about.kind, "file": about.file, "sheet": about.sheet,
        "sheets": {sheet.name: sheet.kind or None for sheet in about.sheets}, "encoding": about.encoding,
        "header_row": about.header_row, "mapping": about.mapping, "dry_run": result is None,
        **(result.totals if result else plan.totals()), **plan.extra(), **extra,
    }  # fmt: skip
    if about.fonts:
        head |= {"legacy_fonts": about.fonts, "converted": about.converted}
    if plan.seen_before is not None:
        head["seen_before"] = plan.seen_before.id
    sys.stdout.write(json_text(head)[:-1] + ', "outcomes": [')
    # As they were written: what colleagues did meanwhile may have changed what was planned.
    found = house.imports.each_outcome(result.batch) if result else plan.outcomes()
    write_list(outcome_document(one, about.kind) for one in found)
    sys.stdout.write("]}\n")


def _say_codes(as_json: bool) -> None:
    from onboarding.import_words import code_sentence
    from onboarding.services.imports import codes

    words = {kind: {code: code_sentence(code) for code in found} for kind, found in codes().items()}
    if as_json:
        say_json(words)
        return
    for kind, found in words.items():
        say(tr(f"imports.codes.{kind}"))
        for code, sentence in found.items():
            say(f"  {code:<24} {sentence}")
