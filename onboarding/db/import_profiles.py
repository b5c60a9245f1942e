"""The recipes of senders (journalled), and the layout of every list that was taken over (part of the log of runs)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from onboarding.db.connection import Connection
from onboarding.domain.recipe import Recipe

_COLUMNS = (
    "id, kind, sender, fingerprint, used_at, sheet, header_row, columns_read, encoding, separator, convert_font, unit, mode,"
    " defaults"
)
_ALL = f"SELECT {_COLUMNS} FROM import_profile"


@dataclass(frozen=True, slots=True)
class ImportProfile:
    """The recipe of one sender."""

    id: int
    kind: str
    sender: str
    fingerprint: str
    used_at: str
    """UTC."""
    recipe: Recipe
    """Its sheet is a pattern (``domain.recipe.sheet_shape``)."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How the columns of one run stood."""

    headings: tuple[str, ...]
    unit: str | None
    """Name of the unit that a row above the header told."""
    defaults: dict[str, str]
    """Field to value for every new lead of the run."""
    is_only_new: bool
    """Whether the leads that were there are to be left as they are."""


def profiles(connection: Connection, kind: str | None) -> list[ImportProfile]:
    """All of a kind of list (None: of every kind), the one used last first."""
    rows = connection.execute(
        f"{_ALL} WHERE ?1 IS NULL OR kind = ?1 ORDER BY used_at DESC, id DESC",
        (kind,),
    )
    return [_profile(row) for row in rows]


def every_profile(connection: Connection) -> list[ImportProfile]:
    """All of every kind, by sender."""
    return [_profile(row) for row in connection.execute(f"{_ALL} ORDER BY sender, id")]


def profile(connection: Connection, profile_id: int) -> ImportProfile | None:
    """One profile."""
    row = connection.execute(f"{_ALL} WHERE id = ?", (profile_id,)).fetchone()
    return _profile(row) if row else None


def profile_of(connection: Connection, kind: str, fingerprint: str, sender: str) -> ImportProfile | None:
    """The profile that this sender has for lists with these headings."""
    row = connection.execute(
        f"{_ALL} WHERE kind = ? AND fingerprint = ? AND sender = ?", (kind, fingerprint, sender)
    ).fetchone()
    return _profile(row) if row else None


def stored(recipe: Recipe) -> dict[str, Any]:
    """A recipe as the columns of a profile. What gives way to a list is asked for anew each time, and not among them."""
    return {
        "sheet": recipe.sheet, "header_row": recipe.header, "columns_read": _json(dict(recipe.columns)),
        "encoding": recipe.encoding, "separator": recipe.separator,
        "convert_font": None if recipe.convert is None else int(recipe.convert), "unit": recipe.unit, "mode": recipe.mode,
        "defaults": _json(dict(recipe.defaults)),
    }  # fmt: skip


def _profile(row: Sequence[Any]) -> ImportProfile:
    (number, kind, sender, fingerprint, used_at, sheet, header, columns, encoding, separator, convert, unit, mode,
     defaults) = row  # fmt: skip
    return ImportProfile(
        number, kind, sender, fingerprint, used_at,
        Recipe(
            sheet=sheet, header=header, columns=json.loads(columns), encoding=encoding, separator=separator,
            convert=None if convert is None else bool(convert), unit=unit, mode=mode,
            defaults=json.loads(defaults),
        ),
    )  # fmt: skip


# ---------------------------------------------------------------------- layouts


def add_layout(connection: Connection, run_id: int, values: Mapping[str, Any]) -> None:
    """Enter how the columns of a run stood: ``fingerprint``, ``sender``, ``title``, ``headings``, ``unit``, ``recipe``."""
    connection.execute(
        "INSERT INTO import_layout (batch_id, fingerprint, sender, title, headings, unit, recipe)"
        " VALUES (:run, :fingerprint, :sender, :title, :headings, :unit, :recipe)",
        {**values, "run": run_id, "headings": _json(list(values["headings"])), "recipe": _json(values["recipe"])},
    )


def layout(connection: Connection, run_id: int) -> Layout | None:
    """How the columns of a run stood; None for runs of before this was kept."""
    row = connection.execute(
        "SELECT headings, unit, recipe FROM import_layout WHERE batch_id = ?", (run_id,)
    ).fetchone()
    if row is None:
        return None
    headings, unit, recipe = row[0], row[1], json.loads(row[2])
    given = json.loads(recipe.get("defaults", "{}"))
    return Layout(tuple(json.loads(headings)), unit, given, recipe.get("mode") == "only_new")


def last_run(connection: Connection, kind: str, fingerprint: str, senders: tuple[str, str]) -> tuple[int, str] | None:
    """(number, when in UTC) of the newest run that stands of a list with these headings by the same sender.

    ``senders``: as the office calls him, and as the list itself says.
    """
    row = connection.execute(
        "SELECT b.id, b.committed_at FROM import_layout l JOIN import_batch b ON b.id = l.batch_id"
        " JOIN change c ON c.id = b.change_id"
        " WHERE l.fingerprint = ? AND (l.sender = ? OR l.title = ?) AND b.kind = ? AND c.undone_by IS NULL AND b.state = 'done'"
        " ORDER BY b.id DESC LIMIT 1",
        (fingerprint, *senders, kind),
    ).fetchone()
    return (row[0], row[1]) if row else None


def logged_cells(connection: Connection, run_id: int) -> Iterable[tuple[int | None, str]]:
    """(lead or other record, cells as JSON) of every row of a run, in file order."""
    rows: Iterable[tuple[int | None, str]] = connection.execute(
        "SELECT coalesce(lead_id, record_id), cells FROM import_row WHERE batch_id = ? ORDER BY id", (run_id,)
    )
    return rows


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
