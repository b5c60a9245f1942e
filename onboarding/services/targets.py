"""Targets and GeM's own figures: what is to be reached, and what GeM reports of itself. The two never mix with achievements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from onboarding.db import figures as db
from onboarding.db.connection import Connection
from onboarding.domain.calendar import financial_year
from onboarding.domain.figures import (
    FIGURES,
    OFFICIAL_ONLY,
    UNIT_KINDS,
    WITHOUT_SOURCE,
    Official,
    UnitKind,
)
from onboarding.errors import Refused
from onboarding.services.writing import WritePath

if TYPE_CHECKING:
    from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What is to be reached by a unit in a stretch of time, both days included."""

    id: int
    figure: str
    unit_kind: str
    """``state`` (its unit is ""), ``division`` (English name), ``district`` (code), ``staff`` (id)."""
    unit: str
    from_on: date
    to_on: date
    value: int


class Targets:
    """The verbs on targets and official figures; part of ``Figures``."""

    def __init__(self, writing: WritePath) -> None:
        self._writing = writing

    # ------------------------------------------------------------------ targets

    def targets(self) -> list[Target]:
        """Every target, newest time first."""
        with self._writing.database.read() as connection:
            rows = db.target_rows(connection)
        return [
            Target(
                id=number,
                figure=figure,
                unit_kind=kind,
                unit=unit,
                from_on=date.fromisoformat(first),
                to_on=date.fromisoformat(last),
                value=value,
            )
            for number, figure, kind, unit, first, last, value in rows
        ]

    def set_target(
        self,
        figure: str,
        value: int,
        *,
        unit_kind: str = "state",
        unit: str = "",
        first: date | None = None,
        last: date | None = None,
    ) -> None:
        """Set or change what is to be reached; without days for the financial year of today.

        Raises:
            Refused: Unknown figure or unit, a negative value, or days in the wrong order.
        """
        check_figure(figure)
        year = financial_year(self._writing.clock.today())
        start, end = first or year.start, last or year.end
        if value < 0 or end < start:
            raise Refused("figures.target_wrong")
        with self._writing.change("target", subject=figure) as change:
            check_unit(change.connection, unit_kind, unit)
            held = db.target_id(change.connection, figure, unit_kind, unit, start, end)
            if held is not None:
                change.update("target", held, {"value": value})
                return
            row = {"figure": figure, "unit_kind": unit_kind, "unit": unit, "value": value}
            change.insert("target", {**row, "from_on": start.isoformat(), "to_on": end.isoformat()})

    # ------------------------------------------------------------------ GeM's own figures

    def add_official(self, as_on: date, values: Mapping[str, int | Decimal], source: str = "") -> None:
        """Note what GeM reports as on a day; a figure noted for that day before is corrected.

        Only crore rupees have decimals, at most two.

        Raises:
            Refused: Unknown figure, a negative value, decimals of people or firms, nothing at all, or a day to come.
        """
        from onboarding.domain.text import clean

        if not values:
            raise Refused("figures.official_empty")
        if as_on > self._writing.clock.today():
            raise Refused("figures.official_future")
        for figure, value in values.items():
            check_figure(figure, official=True)
            if value < 0:
                raise Refused("figures.official_negative")
            if value != int(value) and figure not in OFFICIAL_ONLY:
                raise Refused("figures.official_unreadable", pair=f"{figure}={value}")
        with self._writing.change("official", subject=as_on.isoformat()) as change:
            for figure, value in values.items():
                whole, rest = divmod(int(value * 100), 100)
                row = {"value": whole, "hundredths": rest, "source": clean(source)}
                held = db.official_id(change.connection, as_on, figure)
                if held is not None:
                    change.update("official_figure", held, row)
                else:
                    change.insert("official_figure", {**row, "as_on": as_on.isoformat(), "figure": figure})

    def official_history(self) -> list[Official]:
        """Every day of GeM's figures that was noted, newest first."""
        with self._writing.database.read() as connection:
            return db.official(connection, date.max)[::-1]


def unit_names(connection: Connection, unit: UnitKind) -> dict[str, tuple[str, str]]:
    """Unit code to its names in English and Hindi."""
    if unit == "staff":
        from onboarding.db import staff

        return {str(who.id): (who.name, who.name) for who in staff.everybody(connection)}
    if unit == "division":
        return {names[0]: names for names in db.divisions(connection).values()}
    return db.district_names(connection)


def check_figure(figure: str, *, official: bool = False) -> None:
    """Refuse a figure that the sheet does not know."""
    if figure not in FIGURES and not (official and figure in OFFICIAL_ONLY):
        raise Refused("figures.unknown_figure", figure=figure)


def check_sourced(figure: str) -> None:
    """Refuse a figure that is unknown or that nothing in the program records."""
    check_figure(figure)
    if figure in WITHOUT_SOURCE:
        raise Refused("figures.no_source", figure=figure)


def check_word(word: str, words: tuple[str, ...]) -> None:
    """Refuse a word that is none of these."""
    if word not in words:
        raise Refused("figures.unknown_word", word=word, words=", ".join(words))


def check_unit(connection: Connection, unit_kind: str, unit: str) -> None:
    """Refuse a unit that the office does not have."""
    if unit_kind == "state":
        known = unit == ""
    elif unit_kind in UNIT_KINDS:
        known = unit in unit_names(connection, unit_kind)
    else:
        known = False
    if not known:
        raise Refused("figures.unknown_unit", unit=unit or unit_kind)
