"""The headings of a list as a mark by which the next list of the same sender is known, and as names of its columns. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from onboarding.errors import FileUnreadable
from onboarding.files.headings import normal

ADDED = frozenset(map(normal, ("Reason", "Line", "कारण", "पंक्ति सं०")))
"""Headings that a file of rejected rows has beside those of its list."""
SHOWN = 12
"""Headings named when one is not found."""


def column_keys(headings: Sequence[str]) -> tuple[str, ...]:
    """A name for each column that holds in every list with these headings, in any order.

    It is the normalised heading, numbered when it comes again (``mobile#2``); ``#3`` for a third column without any.
    """
    seen: dict[str, int] = {}
    keys = []
    for place, heading in enumerate(headings, start=1):
        key = normal(heading)
        if not key:
            keys.append(f"#{place}")
            continue
        seen[key] = seen.get(key, 0) + 1
        keys.append(key if seen[key] == 1 else f"{key}#{seen[key]}")
    return tuple(keys)


def fingerprint(headings: Sequence[str]) -> str:
    """32 hexadecimal digits; neither the order of the columns nor those without a heading count.

    A list without any headings has that of its number of columns; a file of rejected rows that of its list.
    """
    keys = column_keys(headings[:-2] if is_mended(headings) else headings)
    named = sorted(key for key in keys if not key.startswith("#"))
    return hashlib.sha256("\x1f".join(named or [str(len(keys))]).encode()).hexdigest()[:32]


def is_mended(headings: Sequence[str]) -> bool:
    """Whether these are the headings of a file of rejected rows, back after mending."""
    return len(headings) > 2 and all(normal(heading) in ADDED for heading in headings[-2:])


def chosen_columns(headings: Sequence[str], wanted: Mapping[str, str | None]) -> dict[int, str | None]:
    """Place of each named column (from 0) to its field.

    Columns are named as written, as ``column_keys`` names them, or by number (``#3``).

    Raises:
        FileUnreadable: No column is called so, or several are.
    """
    keys = column_keys(headings)
    found: dict[int, str | None] = {}
    for name, field in wanted.items():
        places = [place for place, key in enumerate(keys) if key == name]
        if not places and name.removeprefix("#").isdecimal() and name.startswith("#"):
            places = [place for place in (int(name[1:]) - 1,) if 0 <= place < len(keys)]
        if not places:
            places = [place for place, heading in enumerate(headings) if heading and normal(heading) == normal(name)]
        if len(places) != 1:
            shown = ", ".join(heading or f"#{place}" for place, heading in enumerate(headings[:SHOWN], start=1))
            raise FileUnreadable("files.column_unclear" if places else "files.no_column", column=name, columns=shown)
        found[places[0]] = field
    return found
