"""The options that commands share, as typer reads them from a signature."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from onboarding.i18n import tr

BIGGEST = 2**63 - 1
"""The largest whole number that the database holds; a larger one typed is a slip."""
Db = Annotated[Path | None, typer.Option("--db", help=tr("cli.option.db"), show_default=False, metavar="PATH")]
Lang = Annotated[str, typer.Option("--lang", help=tr("cli.option.lang"), show_default=False, metavar="hi|en")]
Json = Annotated[bool, typer.Option("--json", help=tr("cli.option.json"))]
