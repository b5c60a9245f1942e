"""What this person set: read once from the settings file (TOML) and the environment. A wrong entry is told, never fatal."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one run."""

    language: str = ""
    """``hi`` or ``en``; empty takes what the person chose in the program."""
    theme: str = "onboarding-dark"
    keys: dict[str, str] = field(default_factory=dict)
    """Action id to keys, separated by commas, instead of the default ones."""
    problems: tuple[str, ...] = ()
    """Names of entries that were not understood; ``doctor`` and the settings screen show them."""


def read(path: Path) -> Config:
    """The settings file; a missing one is the default, one that is no TOML is told in ``problems``.

    The environment wins over the file: ``ONBOARDING_LANG``, ``ONBOARDING_THEME``.
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
    problems += sorted(set(raw) - {"language", "theme", "keys"})
    return Config(
        language=_word(os.environ.get("ONBOARDING_LANG") or raw.get("language"), problems, "language", ("hi", "en")),
        theme=str(os.environ.get("ONBOARDING_THEME") or raw.get("theme") or "onboarding-dark"),
        keys=dict(keys),
        problems=tuple(problems),
    )


def _word(value: object, problems: list[str], name: str, words: tuple[str, ...]) -> str:
    if not value:
        return ""
    if str(value) not in words:
        problems.append(name)
        return ""
    return str(value)
