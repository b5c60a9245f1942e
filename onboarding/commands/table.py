"""The root of the commands, and which there are, in the order of the help. A new command is a line here and a module beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from onboarding import __version__
from onboarding.i18n import tr


class _Commands(TyperGroup):
    """Knows commands of two words: ``import udyam`` is one of its own beside ``import FILE``.

    A file of that name is imported as ``./udyam``.
    """

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401 - typer keeps its classes to itself
        """The command that the words name."""
        both = " ".join(args[:2])
        command = self.commands.get(both)
        return (both, command, args[2:]) if command is not None else super().resolve_command(ctx, args)


def build() -> typer.Typer:
    """The command line in the language chosen; made at each start because help texts are data of it."""
    app = typer.Typer(
        name="onboarding", help=tr("cli.help"), rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False,
        no_args_is_help=False, cls=_Commands,
    )  # fmt: skip

    @app.callback(invoke_without_command=True)
    def root(
        context: typer.Context,
        db: Annotated[
            Path | None,
            typer.Option("--db", help=tr("cli.option.db"), show_default=False, metavar="PATH"),
        ] = None,
        lang: Annotated[
            str,
            typer.Option("--lang", help=tr("cli.option.lang"), show_default=False, metavar="hi|en"),
        ] = "",
        staff: Annotated[
            str,
            typer.Option("--staff", help=tr("cli.option.staff"), show_default=False, metavar="NAME"),
        ] = "",
        version: Annotated[bool, typer.Option("--version", help=tr("cli.option.version"))] = False,
    ) -> None:
        from onboarding.commands import common

        common.ROOT.db, common.ROOT.lang, common.ROOT.staff = db, lang, staff
        if version:
            typer.echo(__version__)
            raise typer.Exit
        if context.invoked_subcommand is None:
            from onboarding.commands import tui

            tui.run(db, lang)

    _add_all(app)
    return app


def _add_all(app: typer.Typer) -> None:
    """Hang every command on the root."""
    from onboarding.commands import (
        count,
        demo,
        imports,
        journal,
        merging,
        offices,
        prospects,
        reconcile,
        reviews,
        sellers,
        upkeep,
    )  # fmt: skip

    for room in (
        demo, imports, prospects, reviews, sellers, offices, merging, count, reconcile, journal, upkeep,
    ):  # fmt: skip
        room.add(app)
