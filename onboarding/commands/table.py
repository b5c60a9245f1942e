"""Which commands there are, in the order of the help. A new command is a line here and a module beside it."""

from __future__ import annotations

import typer


def add_all(app: typer.Typer) -> None:
    """Hang every command on the root."""
    from onboarding.commands import count, demo, imports, journal, sellers, upkeep

    demo.add(app)
    imports.add(app)
    sellers.add(app)
    count.add(app)
    journal.add(app)
    upkeep.add(app)
