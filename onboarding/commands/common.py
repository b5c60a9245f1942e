"""What the application and every command share: the way to the services, and the way to say things.

Only the standard library at module level, and no typer: the application starts without it (25 ms of its 190).
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from onboarding.errors import OnboardingError
from onboarding.i18n import language, set_language, tr

if TYPE_CHECKING:
    from onboarding.locations import Locations
    from onboarding.services.clock import Clock
    from onboarding.services.context import Services


@dataclass(slots=True)
class Root:
    """Options given before the command's name."""

    db: Path | None = None
    lang: str = ""
    staff: str = ""


ROOT = Root()


def services(db: Path | None = None, lang: str = "", *, door: str) -> Services:
    """Open the database for the person at the keyboard; the language is that of --lang, of the settings, or hers.

    Raises:
        DatabaseUnusable: With the sentence that says why.
    """
    from onboarding.services.context import open_services

    found = locations(db)
    choose_language(lang, language(), found)  # for what goes wrong before it is known who is there
    opened = open_services(found.database, login=login(), clock=clock())
    opened.writing.door = door
    opened.writing.waiting = _tell_waiting
    choose_language(lang, opened.actor.language, found)
    return opened


def clock() -> Clock:
    """The clock of this run; ``ONBOARDING_NOW`` holds it still, for training and tests.

    Raises:
        OnboardingError: It is no ISO moment.
    """
    from onboarding.services.clock import Clock, fixed

    moment = os.environ.get("ONBOARDING_NOW", "")
    try:
        return fixed(moment) if moment else Clock()
    except ValueError:
        raise OnboardingError("cli.now_unclear", text=moment) from None


def locations(db: Path | None = None) -> Locations:
    """The places of this run."""
    from onboarding import locations as places

    return places.find(db or ROOT.db)


def choose_language(lang: str, of_person: str, found: Locations) -> None:
    """--lang first, then ONBOARDING_LANG and the settings file, then what the person chose in the program.

    Raises:
        typer.BadParameter: Another language than hi and en.
    """
    from onboarding.config import read

    wanted = lang or ROOT.lang
    if wanted not in ("", "hi", "en"):
        import typer

        raise typer.BadParameter(tr("cli.lang_unknown", lang=wanted))
    set_language(wanted or read(found.settings).language or of_person)


def login() -> str:
    """Who is at the keyboard: --staff, ONBOARDING_STAFF, else the operating system's user (behind sudo, the one who called it)."""
    named = (ROOT.staff or os.environ.get("ONBOARDING_STAFF", "")).strip()
    if named:
        return named
    try:
        import pwd

        return pwd.getpwuid(int(os.environ.get("SUDO_UID") or os.getuid())).pw_name
    except ValueError:
        raise OnboardingError("cli.nobody") from None
    except KeyError:  # a number without a name, as in a container
        return f"uid-{os.environ.get('SUDO_UID') or os.getuid()}"
    except ImportError:
        import getpass

        return getpass.getuser()


def say(text: str) -> None:
    """Print for a person; text of a record passes the same filter as on a screen, so that it cannot steer the terminal."""
    from onboarding.domain.text import SCREEN_TABLE

    sys.stdout.write("\n".join(line.translate(SCREEN_TABLE) for line in text.split("\n")) + "\n")


def tell(text: str) -> None:
    """Print progress or a warning: standard error, so that standard output stays data."""
    from onboarding.domain.text import SCREEN_TABLE

    sys.stderr.write(text.translate(SCREEN_TABLE) + "\n")


def say_json(document: object) -> None:
    """Print one JSON document and nothing else."""
    sys.stdout.write(json_text(document, indent=1) + "\n")


def json_text(document: object, *, indent: int | None = None) -> str:
    """JSON without raw hidden characters: no terminal is steered by it, and whoever parses it gets the very value back."""
    return json.dumps(document, ensure_ascii=False, indent=indent).translate(_json_escapes())


@cache
def _json_escapes() -> dict[int, str]:
    from onboarding.domain.text import SCREEN_TABLE

    # Below 0x7F json escapes by itself; its own line feeds stay.
    return {code: json.dumps(chr(code))[1:-1] if code != 0x7F else "\\u007f" for code in SCREEN_TABLE if code >= 0x7F}


def _tell_waiting(who: str, since: str) -> None:
    tell(tr("db.waiting", who=who, since=since))
