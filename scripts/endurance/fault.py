"""A process in which the program meets a fault of ours while a person's data is in its hands.

In a command, in a save from a screen (the application lives on), or in the application itself (it ends).
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from onboarding.services.sellers import Sellers

if TYPE_CHECKING:
    from onboarding.app import OnboardingApp

SECRETS = sys.argv[3:]


def _break(_self: Sellers, *_: object, **__: object) -> NoReturn:
    owner = {
        "mobile": SECRETS[0],
        "pan": SECRETS[1],
        "email": SECRETS[2],
    }  # a variable that a careless traceback would print
    raise ValueError(f"no room for {owner}")


def main() -> int:
    """``command|screen|application DATABASE SECRET…``; ends with what the program ends with, 70 for a fault that was shown."""
    kind, database = sys.argv[1], Path(sys.argv[2])
    Sellers.edit = _break  # type: ignore[assignment,method-assign]
    if kind == "command":
        from onboarding import cli

        sys.argv = ["onboarding", "--db", str(database), "lead", "edit", "1", "address=Somewhere"]
        try:
            cli.main()
        except SystemExit as end:
            return int(end.code or 0)
        return 0
    return _on_screen(database) if kind == "screen" else _in_application(database)


def _app(database: Path) -> OnboardingApp:
    from onboarding import locations
    from onboarding.app import OnboardingApp
    from scripts.endurance.house import open_house

    return OnboardingApp(open_house(database), locations.find(database))


def _on_screen(database: Path) -> int:
    async def save() -> None:
        app = _app(database)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            app.write(lambda: app.services.sellers.edit(1, {"address": "Somewhere"}))
            while type(app.screen).__name__ != "FaultScreen":
                await pilot.pause(0.05)
            sys.stdout.write("\n".join(strip.text for strip in app.screen._compositor.render_strips()))

    asyncio.run(asyncio.wait_for(save(), 60))
    return 70


def _in_application(database: Path) -> int:
    app = _app(database)

    async def work(_pilot: object) -> None:
        app.call_later(_break, app.services.sellers)

    app.run(headless=True, size=(80, 24), auto_pilot=work)
    return app.return_code or 0


if __name__ == "__main__":
    sys.exit(main())
