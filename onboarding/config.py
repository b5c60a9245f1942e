"""What this person set: read once from the settings file (TOML) and the environment. A wrong entry is told, never fatal.

The key of the open-data list is no setting: it stands in the environment or in a file of its own that nobody else may read.
Source: RELIABILITY.md 4.8.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from onboarding.errors import Refused

KEY_FILE = "udyam.key"
"""Beside the settings file; its mode must be 0600 or narrower."""
_LONGEST_KEY = 500


@dataclass(frozen=True, slots=True)
class OpenData:
    """How the open-data list is asked; None takes the program's own value."""

    url: str | None = None
    page_rows: int | None = None
    """Records asked for at a time."""
    pause_s: float | None = None
    """Seconds between two questions."""


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one run."""

    language: str = ""
    """``hi`` or ``en``; empty takes what the person chose in the program."""
    theme: str = "onboarding-dark"
    keys: dict[str, str] = field(default_factory=dict)
    """Action id to keys, separated by commas, instead of the default ones."""
    open_data: OpenData = field(default_factory=OpenData)
    problems: tuple[str, ...] = ()
    """Names of entries that were not understood; ``doctor`` and the settings screen show them."""


def read(path: Path) -> Config:
    """The settings file; a missing one is the default, one that is no TOML is told in ``problems``.

    The environment wins over the file: ``ONBOARDING_LANG``, ``ONBOARDING_THEME``, and for the open-data list
    ``ONBOARDING_UDYAM_URL``, ``ONBOARDING_UDYAM_PAGE``, ``ONBOARDING_UDYAM_PAUSE``.
    """
    raw: dict[str, Any] = {}
    problems: list[str] = []
    if path.is_file():
        import tomllib  # 14 ms: only where there is a file

        try:
            raw = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError):
            problems.append(path.name)
    keys = raw.get("keys", {})
    if not isinstance(keys, dict) or not all(isinstance(value, str) for value in keys.values()):
        problems.append("keys")
        keys = {}
    problems += sorted(set(raw) - {"language", "theme", "keys", "udyam"})
    return Config(
        language=_word(os.environ.get("ONBOARDING_LANG") or raw.get("language"), problems, "language", ("hi", "en")),
        theme=str(os.environ.get("ONBOARDING_THEME") or raw.get("theme") or "onboarding-dark"),
        keys=dict(keys),
        open_data=_open_data(raw.get("udyam", {}), problems),
        problems=tuple(problems),
    )


def _word(value: object, problems: list[str], name: str, words: tuple[str, ...]) -> str:
    if not value:
        return ""
    if str(value) not in words:
        problems.append(name)
        return ""
    return str(value)


def _open_data(table: object, problems: list[str]) -> OpenData:
    given = table if isinstance(table, dict) else {}
    if given is not table:
        problems.append("udyam")
    problems += [f"udyam.{name}" for name in sorted(set(given) - {"url", "page_rows", "pause_s"})]
    rows = _number(
        os.environ.get("ONBOARDING_UDYAM_PAGE") or given.get("page_rows"), problems, "udyam.page_rows", least=1
    )
    pause = _number(
        os.environ.get("ONBOARDING_UDYAM_PAUSE") or given.get("pause_s"), problems, "udyam.pause_s", least=0
    )
    url = os.environ.get("ONBOARDING_UDYAM_URL") or given.get("url")
    return OpenData(str(url) if url else None, None if rows is None else int(rows), pause)


def _number(value: object, problems: list[str], name: str, *, least: float) -> float | None:
    if value is None or value == "":
        return None
    try:
        found = float(str(value))
    except ValueError:
        found = -1.0
    if not least <= found < 1e6:
        problems.append(name)
        return None
    return found


def udyam_key(settings: Path) -> str:
    """The office's own key of the open-data list: ``ONBOARDING_UDYAM_KEY``, else the file ``udyam.key`` beside the settings.

    Raises:
        Refused: There is none, others may read the file, or what stands there is no key. The sentence never holds it.
    """
    place = settings.with_name(KEY_FILE)
    key = os.environ.get("ONBOARDING_UDYAM_KEY", "").strip() or _key_in(place)
    if not key:
        raise Refused("udyam.no_key", path=str(place))
    if len(key) > _LONGEST_KEY or not key.isascii() or not key.isprintable() or " " in key:
        raise Refused("udyam.key_shape")
    return key


def _key_in(place: Path) -> str:
    try:
        handle = os.open(place, os.O_RDONLY)
    except FileNotFoundError:
        return ""
    except OSError:
        raise Refused("udyam.key_unreadable", path=str(place)) from None
    with open(handle, encoding="ascii", errors="replace") as file:
        mode = os.fstat(handle).st_mode
        if not stat.S_ISREG(mode) or (os.name == "posix" and mode & 0o077):
            raise Refused("udyam.key_open", path=str(place))
        return file.read(_LONGEST_KEY + 2).strip()
