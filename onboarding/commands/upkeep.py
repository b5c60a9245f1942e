"""``backup``, ``restore``, ``doctor``: the house keeps its work, brings it back, and says whether it is well."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onboarding.commands import common
from onboarding.commands.common import say, say_json, tell
from onboarding.commands.options import Db, Json, Lang
from onboarding.i18n import tr

if TYPE_CHECKING:
    from onboarding.locations import Locations
    from onboarding.services.premises import Finding

SOUND, FOUND, COULD_NOT_LOOK = 0, 1, 2


def add(app: typer.Typer) -> None:
    """Hang the commands on the root."""
    app.command("backup", help=tr("upkeep.cmd.backup"))(backup)
    app.command("restore", help=tr("upkeep.cmd.restore"))(restore)
    app.command("doctor", help=tr("upkeep.cmd.doctor"))(doctor)


def backup(
    file: Annotated[
        Path | None, typer.Argument(help=tr("upkeep.arg.target"), metavar="FILE", show_default=False)
    ] = None,
    db: Db = None,
    lang: Lang = "",
    as_json: Json = False,
) -> None:
    """Take a verified copy."""
    made = common.services(db, lang, door="backup").backups.backup(file, progress=_progress)
    if as_json:
        from dataclasses import asdict

        say_json({"path": str(made.path), **asdict(made.manifest)})
        return
    from onboarding.formats import number

    leads = number(made.manifest.counts.get("lead", 0))
    say(tr("upkeep.made", path=made.path, leads=leads, entries=number(made.manifest.head_id)))


def restore(
    file: Annotated[Path, typer.Argument(help=tr("upkeep.arg.copy"), metavar="FILE")],
    db: Db = None,
    lang: Lang = "",
    as_json: Json = False,
) -> None:
    """Make a copy the database; what was the database stays as a copy."""
    from onboarding.services.backups import restore as bring_back

    places = common.locations(db)
    common.choose_language(lang, "", places)
    done = bring_back(places.database, file, login=common.login(), clock=common.clock(), progress=_progress)
    if as_json:
        kept = str(done.kept) if done.kept else None
        say_json({"database": str(places.database), "kept": kept, "entries_gone": done.entries_gone})
        return
    from onboarding.formats import number

    say(tr("upkeep.restored", file=file, path=places.database))
    if done.kept is not None:
        say(tr("upkeep.kept", path=done.kept, n=number(done.entries_gone)))


def doctor(
    fix: Annotated[bool, typer.Option("--fix", help=tr("upkeep.opt.fix"))] = False,
    db: Db = None,
    lang: Lang = "",
    as_json: Json = False,
) -> None:
    """Look whether the house is sound. 0: it is. 1: something was found. 2: it could not be looked at."""
    from onboarding.errors import OnboardingError
    from onboarding.services.doctor import Doctor

    places = common.locations(db)
    common.choose_language(lang, "", places)
    healer = Doctor(places.database, common.clock())
    try:
        before = healer.look()
        found = healer.repair(common.login()) if fix and any(one.fixable for one in before) else before
    except OnboardingError as error:
        _could_not_look(error, as_json=as_json)
    found = [*found, *_of_settings(places)]
    mended = [one for one in before if one.fixable and one not in found] if fix else []
    if as_json:
        say_json(
            {
                "sound": not found,
                "found": [_document(one) for one in found],
                "mended": [_document(one) for one in mended],
            }
        )
    else:
        _tell(found, mended, places)
    raise typer.Exit(FOUND if found else SOUND)


def _could_not_look(error: Any, *, as_json: bool) -> None:  # noqa: ANN401 - an OnboardingError, imported late
    sentence = tr(error.sentence, **error.values)
    if as_json:
        say_json({"sound": None, "error": error.sentence, "sentence": sentence})
    tell(sentence)
    raise typer.Exit(COULD_NOT_LOOK)


def _tell(found: list[Finding], mended: list[Finding], places: Locations) -> None:
    for one in mended:
        say(tr("doctor.mended", what=_sentence(one)))
    for one in found:
        say(tr(f"doctor.mark.{one.severity}") + " " + _sentence(one))
    say(tr("doctor.sound", path=places.database) if not found else tr("doctor.count", n=len(found)))
    if any(one.fixable for one in found):
        say(tr("doctor.fix_hint"))
    if sys.stdin.isatty() and sys.stderr.isatty():
        from onboarding.terminal import hindi_width

        width = hindi_width()
        say(tr("doctor.terminal", cells=width.cells, source=tr(f"doctor.width.{width.source}")))


def _of_settings(places: Locations) -> list[Finding]:
    """What is wrong in the settings file: words nobody knows, keys that mean two things in one place."""
    from onboarding import config
    from onboarding.actions import conflicts
    from onboarding.services.premises import Finding

    settings = config.read(places.settings)
    found = [Finding("setting", "risk", {"name": name, "path": str(places.settings)}) for name in settings.problems]
    for key, one, other in conflicts(settings.keys):
        found.append(Finding("key_conflict", "risk", {"key": key, "one": one, "other": other}))
    return found


def _sentence(finding: Finding) -> str:
    return tr(f"doctor.{finding.code}", **finding.values)


def _document(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "values": finding.values,
        "fixable": finding.fixable,
        "sentence": _sentence(finding),
    }


def _progress(step: str) -> None:
    if sys.stderr.isatty():
        tell(tr(f"upkeep.step.{step}"))
