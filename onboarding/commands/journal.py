"""``undo``, ``redo``, ``log``: the last action of the person at the keyboard, and who did what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from onboarding.commands.common import say, say_json, services, tell
from onboarding.commands.options import Db, Json, Lang
from onboarding.i18n import known, tr

if TYPE_CHECKING:
    from onboarding.db.changes import ChangeEntry
    from onboarding.db.undoing import Undone
    from onboarding.services.context import Services


def add(app: typer.Typer) -> None:
    """Hang the commands on the root."""
    app.command("undo", help=tr("journal.cmd.undo"))(undo)
    app.command("redo", help=tr("journal.cmd.redo"))(redo)
    app.command("log", help=tr("journal.cmd.log"))(log)


def undo(db: Db = None, lang: Lang = "", as_json: Json = False) -> None:
    """Take back the person's own last action that still stands."""
    entry, undone = services(db, lang, door="undo").writing.undo()
    _tell_undone("undo.done", entry, undone, as_json=as_json)


def redo(db: Db = None, lang: Lang = "", as_json: Json = False) -> None:
    """Do again what the last undo took back."""
    entry, undone = services(db, lang, door="redo").writing.redo()
    _tell_undone("redo.done", entry, undone, as_json=as_json)


def log(
    limit: Annotated[int, typer.Option("--limit", min=1, max=100_000, help=tr("journal.opt.limit"), metavar="N")] = 20,
    staff: Annotated[
        str, typer.Option("--by", "--staff", help=tr("journal.opt.staff"), metavar="NAME", show_default=False)
    ] = "",
    db: Db = None,
    lang: Lang = "",
    as_json: Json = False,
) -> None:
    """Who did what, newest first."""
    house = services(db, lang, door="log")
    entries = house.history.log(limit=limit, staff_id=_staff_id(house, staff) if staff else None)
    if as_json:
        say_json([_document(entry) for entry in entries])
        return
    if not entries:
        tell(tr("journal.empty"))
    for entry in entries:
        say(_line(entry))


def _staff_id(house: Services, name: str) -> int:
    """The person whose login or name this is.

    Raises:
        NotFound: Nobody here is called so.
    """
    from onboarding.errors import NotFound

    for person in house.office.staff():
        if name.casefold() in (person.login.casefold(), person.name.casefold()):
            return person.id
    raise NotFound("journal.nobody", name=name)


def _tell_undone(sentence: str, entry: ChangeEntry, undone: Undone, *, as_json: bool) -> None:
    if as_json:
        say_json({"entry": _document(entry), "rows": undone.rows, "kept": len(undone.kept)})
        return
    from onboarding.wording import undone_text

    say(undone_text(sentence, entry, undone))


def _line(entry: ChangeEntry) -> str:
    """One entry on one line: number, office time, who, what to whom, how many rows, and whether it was taken back."""
    from onboarding.formats import counted

    parts = [
        str(entry.id),
        _office_time(entry.at_utc),
        entry.who,
        _what(entry),
        counted("journal.rows", entry.row_count),
    ]
    if entry.reason:
        parts.append(entry.reason)
    if entry.undone_by is not None:
        parts.append(tr("log.undone"))
    return " · ".join(parts)


def _what(entry: ChangeEntry) -> str:
    verb = tr(f"verb.{entry.verb}") if known(f"verb.{entry.verb}") else entry.verb
    return f"{verb}: {entry.subject}" if entry.subject else verb


def _office_time(at_utc: str) -> str:
    from datetime import datetime

    from onboarding.formats import date_text
    from onboarding.services.clock import OFFICE

    local = datetime.fromisoformat(at_utc).astimezone(OFFICE)
    return f"{date_text(local.date())} {local:%H:%M}"


def _document(entry: ChangeEntry) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(entry)
