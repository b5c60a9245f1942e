"""Tables that ship with the program: districts, departments, calendar, baseline. Read-only; imports nothing of ours."""

from __future__ import annotations

import csv
from importlib.resources import files


def rows(name: str) -> list[dict[str, str]]:
    """The rows of ``<name>.csv`` in this folder, in the order of the file, every cell text."""
    text = (files(__name__) / f"{name}.csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(text.splitlines()))
