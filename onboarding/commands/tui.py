"""The command without a name: the application. The only command that may load Textual."""

from __future__ import annotations

from pathlib import Path


def run(db: Path | None, lang: str) -> None:
    """Open the application on Today."""
    import sys
    from concurrent.futures import ThreadPoolExecutor

    from onboarding.commands import common
    from onboarding.errors import OnboardingError

    if not sys.stdin.isatty() or not sys.stdout.isatty():
        raise OnboardingError("cli.no_terminal")
    services = common.services(db, lang, door="screen")
    reader = ThreadPoolExecutor(1)
    ahead = reader.submit(services.first_look)  # while Textual is loaded, which takes longer
    reader.shutdown(wait=False)
    from onboarding.app import start

    raise SystemExit(start(services, common.locations(db), ahead))
