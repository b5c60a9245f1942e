"""Reading the office's own tables: calendar, settings, districts and their spellings, departments."""

from __future__ import annotations

from datetime import date

from onboarding import reference
from onboarding.db.connection import Connection
from onboarding.domain.calendar import DayKind
from onboarding.domain.departments import Departments
from onboarding.domain.districts import Districts


def calendar_days(connection: Connection) -> dict[date, DayKind]:
    """The days that differ from the week's pattern; an order to open or close beats a holiday, a holiday a restricted one."""
    rows = connection.execute(
        "SELECT on_date, kind FROM calendar_day ORDER BY"
        " CASE kind WHEN 'restricted' THEN 0 WHEN 'holiday' THEN 1 WHEN 'closed' THEN 2 ELSE 3 END"
    )
    return {date.fromisoformat(on): DayKind(kind) for on, kind in rows}


def calendar_rows(connection: Connection, year: int | None = None) -> list[tuple[int, str, str, str, str, str]]:
    """(id, day, kind, name_en, name_hi, order number) of a year (None: of all), by day."""
    return list(
        connection.execute(
            "SELECT id, on_date, kind, name_en, name_hi, order_no FROM calendar_day WHERE on_date BETWEEN ? AND ? ORDER BY on_date",
            (f"{year}-01-01", f"{year}-12-31") if year is not None else ("0", "9999"),
        )
    )


def settings(connection: Connection) -> dict[str, str]:
    """What the office decided, by name."""
    return dict(connection.execute("SELECT name, value FROM setting").fetchall())


def setting_id(connection: Connection, name: str) -> int | None:
    """The row of a setting, or None."""
    row = connection.execute("SELECT id FROM setting WHERE name = ?", (name,)).fetchone()
    return int(row[0]) if row else None


def district_rows(connection: Connection) -> list[dict[str, str]]:
    """The districts as ``domain.districts.Districts`` wants them."""
    names = ("code", "name_en", "name_hi", "division_en", "division_hi", "aliases", "odop_product")
    rows = connection.execute(
        "SELECT code, name_en, name_hi, division_en, division_hi, aliases, odop_product FROM district ORDER BY name_en"
    )
    return [dict(zip(names, row, strict=True)) for row in rows]


def learned_aliases(connection: Connection) -> dict[str, str]:
    """Spellings that the office decided upon, to district codes."""
    return dict(connection.execute("SELECT alias, district_code FROM district_alias").fetchall())


def districts(connection: Connection) -> Districts:
    """The districts with every spelling that is known."""
    return Districts(district_rows(connection), learned_aliases(connection))


def alias_id(connection: Connection, alias: str) -> int | None:
    """The row of a spelling that the office decided upon, or None."""
    row = connection.execute("SELECT id FROM district_alias WHERE alias = ?", (alias,)).fetchone()
    return int(row[0]) if row else None


def calendar_day_id(connection: Connection, day: str, kind: str, name_en: str) -> int | None:
    """The row of a calendar entry with these words, or None."""
    row = connection.execute(
        "SELECT id FROM calendar_day WHERE on_date = ? AND kind = ? AND name_en = ?",
        (day, kind, name_en),
    ).fetchone()
    return int(row[0]) if row else None


def departments(connection: Connection) -> Departments:
    """The departments with every spelling known: shipped, and decided by the office."""
    rows = connection.execute("SELECT code, name_en, name_hi FROM department ORDER BY name_en")
    names = ("code", "name_en", "name_hi")
    learned = dict(connection.execute("SELECT alias, department_code FROM department_alias").fetchall())
    found = [dict(zip(names, row, strict=True)) for row in rows]
    return Departments(found, reference.rows("department_aliases"), learned)


def department_alias_id(connection: Connection, alias: str) -> int | None:
    """The row of a spelling of a department that the office decided upon, or None."""
    row = connection.execute("SELECT id FROM department_alias WHERE alias = ?", (alias,)).fetchone()
    return int(row[0]) if row else None
