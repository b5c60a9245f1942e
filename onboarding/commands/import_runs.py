"""``imports list|show|undo|resume``: the runs of imports; and what ``import`` tells as they do."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onboarding.commands.common import json_text, say, say_json, services, tell
from onboarding.commands.options import BIGGEST, Db, Json, Lang
from onboarding.i18n import tr

if TYPE_CHECKING:
    from onboarding.services.context import Services
    from onboarding.services.import_plan import Progress
    from onboarding.services.imports import ImportRun, Outcome

RunId = Annotated[int, typer.Argument(min=1, max=BIGGEST, help=tr("imports.arg.id"), metavar="ID")]
_RECORDS = frozenset({"lead", "office", "officer", "purchase"})
"""Tables whose rows a person knows by their numbers."""
VERDICTS = ("new", "updated", "unchanged", "merged", "review", "rejected")


def list_runs(db: Db = None, lang: Lang = "", as_json: Json = False) -> None:
    """Every run, newest first."""
    house = services(db, lang, door="imports list")
    tell_interrupted(house)
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
        sys.stdout.write(json_text(head)[:-1] + ', "outcomes": [')
        write_list(outcome_document(one, run.kind) for one in outcomes)
        sys.stdout.write("]}\n")
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
    with progress() as told:
        result = house.imports.resume(run_id, progress=told)
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


# ---------------------------------------------------------------------- told of any run


def write_list(items: Iterator[dict[str, Any]]) -> None:
    """The inside of a JSON list, one after the other: a million do not stand in memory."""
    between = "\n "
    for item in items:
        sys.stdout.write(between + json_text(item))
        between = ",\n "


def outcome_document(one: Outcome, kind: str) -> dict[str, Any]:
    """What became of a row, for the JSON."""
    document: dict[str, Any] = {
        "line": one.line, "verdict": one.verdict, "lead": one.lead, "candidates": one.candidates, "reasons": one.reasons,
        "warnings": one.warnings,
    }  # fmt: skip
    return document if kind == "sellers" else {**document, "record": one.record}


@contextmanager
def progress() -> Iterator[Progress]:
    """Says on the terminal how far it is, nothing where nobody looks; whatever ends the work, its line goes."""
    from onboarding.import_pace import Pace

    pace = Pace()

    def say_far(done: int, of: int | None, phase: str) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r\x1b[K{pace.words(done, of, phase)}")
            sys.stderr.flush()

    try:
        yield say_far
    finally:
        end_progress()


def end_progress() -> None:
    """The line of the progress goes."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()


def tell_interrupted(house: Services) -> None:
    """Imports whose program died."""
    from onboarding.import_words import interrupted_text

    for left in house.imports.interrupted():
        tell(interrupted_text(left))
