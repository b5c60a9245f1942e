"""``import FILE`` and ``imports list|show|undo|resume``: an outsider's list into leads, and back."""

from __future__ import annotations

import sys
from collections.abc import Iterator
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
from onboarding.commands.options import BIGGEST, Db, Json, Lang
from onboarding.i18n import tr

if TYPE_CHECKING:
    from onboarding.services.context import Services
    from onboarding.services.import_plan import Progress
    from onboarding.services.imports import AnyPlan, ImportResult, ImportRun, Outcome

RunId = Annotated[int, typer.Argument(min=1, max=BIGGEST, help=tr("imports.arg.id"), metavar="ID")]
_SHOWN_CODES = 12
_RECORDS = frozenset({"lead", "office", "officer", "purchase"})
"""Tables whose rows a person knows by their numbers."""
_KINDS = "sellers|offices|users|purchases|counts|gem-sellers|calendar"
VERDICTS = ("new", "updated", "unchanged", "merged", "review", "rejected")


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
    _tell_interrupted(house)
    day = day_of(house, as_on) if as_on else None
    progress = _progress()
    with house.imports.plan(file, recipe, kind=kind, as_on=day, profiles=profile, progress=progress) as plan:
        _end_progress()
        _say_plan(plan) if not as_json else _tell_beside(plan)
        if dry_run:
            result, rejects = None, house.imports.write_rejects(plan, report, code_sentence) if report else None
        else:
            house.imports.copy_ahead(plan)
            if not (yes or as_json):
                _ask()
            result, rejects = house.imports.commit_with_report(plan, report, code_sentence, progress=progress)
            _end_progress()
        gave_way = house.imports.write_overwritten(plan, report, code_sentence) if result or report else None
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
    _write_list(_outcome(one, about.kind) for one in found)
    sys.stdout.write("]}\n")


def _write_list(items: Iterator[dict[str, Any]]) -> None:
    between = "\n "
    for item in items:
        sys.stdout.write(between + json_text(item))
        between = ",\n "


def _outcome(one: Outcome, kind: str) -> dict[str, Any]:
    document: dict[str, Any] = {
        "line": one.line, "verdict": one.verdict, "lead": one.lead, "candidates": one.candidates, "reasons": one.reasons,
        "warnings": one.warnings,
    }  # fmt: skip
    return document if kind == "sellers" else {**document, "record": one.record}


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


def _progress() -> Progress:
    """Says on the terminal how far it is; nothing where nobody looks."""
    from onboarding.import_pace import Pace

    pace = Pace()

    def say_far(done: int, of: int | None, phase: str) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r\x1b[K{pace.words(done, of, phase)}")
            sys.stderr.flush()

    return say_far


def _end_progress() -> None:
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()


def _tell_interrupted(house: Services) -> None:
    from onboarding.import_words import interrupted_text

    for left in house.imports.interrupted():
        tell(interrupted_text(left))


# ---------------------------------------------------------------------- runs


def list_runs(db: Db = None, lang: Lang = "", as_json: Json = False) -> None:
    """Every run, newest first."""
    house = services(db, lang, door="imports list")
    _tell_interrupted(house)
    runs = house.imports.runs()
    if as_json:
        say_json([_run_document(run) for run in runs])
        return
    if not runs:
        say(tr("imports.none"))
    for run in runs:
        say(_run_line(run))


def show_run(
    run_id: RunId,
    verdict: Annotated[
        str, typer.Option("--verdict", help=tr("recipe.opt.verdict"), metavar="VERDICT", show_default=False)
    ] = "",
    search: Annotated[
        str, typer.Option("--search", help=tr("recipe.opt.search"), metavar="TEXT", show_default=False)
    ] = "",
    rejects: Annotated[
        Path | None, typer.Option("--rejects", help=tr("recipe.opt.rejects"), metavar="DIR", show_default=False)
    ] = None,
    db: Db = None,
    lang: Lang = "",
    as_json: Json = False,
) -> None:
    """One run with what became of its rows: all, those of a verdict, those in which a text stands."""
    from onboarding.formats import counted
    from onboarding.import_words import code_sentence, codes_meant

    house = services(db, lang, door="imports show")
    run = house.imports.run(run_id)
    if verdict and verdict not in VERDICTS:
        raise typer.BadParameter(", ".join(VERDICTS), param_hint="--verdict")
    written = house.import_log.write_rejects(run_id, rejects, code_sentence) if rejects is not None else None
    found = house.import_log.ids(run_id, verdict=verdict, text=search, codes=codes_meant(search))
    outcomes = (row.outcome for row in house.import_log.rows(found))
    if as_json:
        head = {**_run_document(run), **({"rejects_file": str(written)} if written else {})}
        say_json({**head, "outcomes": [_outcome(one, run.kind) for one in outcomes]})
        return
    say(_run_line(run))
    for one in outcomes:
        say(_outcome_line(one, run.kind))
    if rejects is not None:
        count = run.counts.get("rejected", 0)
        say(counted("imports.rejects_in", count, path=written) if written else tr("recipe.no_rejects"))


def _outcome_line(one: Outcome, kind: str) -> str:
    from onboarding.import_words import code_sentence, verdict_label

    words = "; ".join(code_sentence(code) for code in (*one.reasons, *one.warnings))
    lead = f"#{one.lead or one.record}" if one.lead or one.record else "-"
    return f"  {one.line:>7}  {verdict_label(one.verdict, kind):<16} {lead:<9} {words}".rstrip()


def undo_run(run_id: RunId, db: Db = None, lang: Lang = "", as_json: Json = False) -> None:
    """Take a whole run back."""
    from onboarding.import_words import kept_lines, undone_words

    house = services(db, lang, door="imports undo")
    undone = house.imports.undo(run_id)
    if as_json:
        kept = [{"table": table, "id": row, "fields": list(fields)} for table, row, fields in undone.kept]
        say_json({"batch": run_id, "rows": undone.rows, "kept": kept})
        return
    say(undone_words(run_id, undone))
    lines = kept_lines(house.imports.kept(undone), limit=50)
    lines += [f"#{row}" for table, row, _ in undone.kept[:50] if table in _RECORDS and table != "lead"]
    if lines:
        say("\n  ".join([tr("imports.kept"), *lines]))


def resume_run(run_id: RunId, db: Db = None, lang: Lang = "", as_json: Json = False) -> None:
    """Go on with a run that was cut off."""
    from onboarding.formats import number

    house = services(db, lang, door="imports resume")
    result = house.imports.resume(run_id, progress=_progress())
    _end_progress()
    if as_json:
        say_json(_run_document(house.imports.run(run_id)))
        return
    counts = {name: number(result.totals[name]) for name in ("new", "updated")}
    say(tr("imports.done", id=result.batch, **counts))


def _run_document(run: ImportRun) -> dict[str, Any]:
    from onboarding.import_words import run_state

    return {
        "batch": run.id, "kind": run.kind, "file": run.file, "sheet": run.sheet, "encoding": run.encoding,
        "header_row": run.header_row, "mapping": run.mapping, **run.counts, "committed_at": run.committed_at, "who": run.who,
        "undone_at": run.undone_at, "state": run_state(run),
    }  # fmt: skip


def _run_line(run: ImportRun) -> str:
    from onboarding.formats import instant_local, number
    from onboarding.import_words import kind_label, run_state

    state = tr(f"imports.state.{run_state(run)}")
    counts = tr(
        "imports.run_counts",
        rows=number(run.counts.get("rows", 0)),
        new=number(run.counts.get("new", 0)),
        updated=number(run.counts.get("updated", 0)),
        rejected=number(run.counts.get("rejected", 0)),
    )
    file = run.file if run.kind == "sellers" else f"{run.file} ({kind_label(run.kind)})"
    return f"{run.id:>5}  {instant_local(run.committed_at)}  {run.who:<12} {state:<12} {file}  {counts}"
