"""``onboarding demo``: a believable campaign in an empty database, to look around and to learn."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from onboarding.commands.common import locations, say, say_json, services
from onboarding.commands.options import Db, Json, Lang
from onboarding.i18n import tr


def add(app: typer.Typer) -> None:
    """Hang the command on the root."""
    app.command("demo", help=tr("demo.help"))(demo)


def demo(
    leads: Annotated[
        int, typer.Option("--leads", min=1, max=5_000_000, help=tr("demo.opt.leads"), metavar="N")
    ] = 2_000,
    seed: Annotated[int, typer.Option("--seed", help=tr("demo.opt.seed"), metavar="S")] = 1,
    db: Db = None,
    lang: Lang = "",
    as_json: Json = False,
) -> None:
    """Fill an empty database with invented leads, history and targets."""
    from onboarding.services.demo import build_demo

    house = services(db, lang, door="demo")
    try:
        made = build_demo(house, leads, seed, progress=_show)
    finally:
        _clear_line()
    path = str(locations(db).database)
    if as_json:
        say_json({"leads": made.leads, "seed": made.seed, "staff": made.staff, "rows": made.rows, "database": path})
    else:
        say(tr("demo.done", leads=made.leads, path=path))


def _show(done: int, total: int) -> None:
    """One line that counts up; a file or a pipe gets none."""
    if sys.stderr.isatty():
        sys.stderr.write("\r" + tr("demo.progress", percent=100 * done // total))
        sys.stderr.flush()


def _clear_line() -> None:
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
