"""Reading what the count shows: sums of the tally, movements of the pipeline, pendency, targets, GeM's own figures.

Every sum comes from a counter or from an index over a stretch of days, so that it costs the same at
any size of the database.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from onboarding.db.connection import Connection
from onboarding.domain.figures import Official, pieces
from onboarding.domain.official_counts import plain_value
from onboarding.domain.stages import EVIDENCE

_SUM = """
SELECT figure, unit, sum(n) FROM count_tally
WHERE unit_kind = :kind AND grain = :grain AND figure IN (SELECT value FROM json_each(:figures))
  AND span BETWEEN :first AND :last AND evidence >= :least
GROUP BY figure, unit
"""


def sums(
    connection: Connection,
    kind: str,
    figures: Iterable[str],
    first: date,
    last: date,
    *,
    least: str = "told",
) -> dict[tuple[str, str], int]:
    """(figure, unit) to how many from ``first`` to ``last``, both included; what is missing is 0.

    ``kind`` is ``state`` (its only unit is ""), ``district`` or ``staff``.
    """
    names = "[" + ", ".join(f'"{figure}"' for figure in figures) + "]"
    found: Counter[tuple[str, str]] = Counter()
    for grain, start, end in pieces(first, last):
        rows = connection.execute(
            _SUM,
            {
                "kind": kind,
                "grain": grain,
                "figures": names,
                "first": start,
                "last": end,
                "least": EVIDENCE.index(least),
            },
        )
        for figure, unit, n in rows:
            found[figure, unit] += n
    return found


_CALLS_OF_LEADS = """
SELECT lead_id, count(*) FROM contact
WHERE event_on BETWEEN :first AND :last AND channel = 'call' AND (:staff IS NULL OR coalesce(staff_id, 0) = :staff)
GROUP BY lead_id
"""


def calls_of_leads(connection: Connection, first: str, last: str, staff_id: int | None) -> dict[int, int]:
    """How often each lead was called in these days, by one person (0: nobody named) or by all."""
    values = {"first": first, "last": last, "staff": staff_id}
    return dict(connection.execute(_CALLS_OF_LEADS, values).fetchall())


# ------------------------------------------------------------------ the pipeline

_STANDING = "SELECT stage, sum(n) FROM lead_tally GROUP BY stage"
_MOVES = """
SELECT coalesce(from_stage, 'new'), to_stage, count(*) FROM stage_event
WHERE entered_at >= :since AND entered_at < :until AND aside = 0 GROUP BY 1, 2
"""
_ENTERED = "SELECT count(*) FROM lead WHERE created_at >= :since AND created_at < :until"
OFFICE_OFFSET = timedelta(hours=5, minutes=30)


def standing(connection: Connection) -> Counter[str]:
    """How many leads stand in each stage now."""
    return Counter(dict(connection.execute(_STANDING).fetchall()))


def moves(connection: Connection, first: date, last: date) -> tuple[Counter[str], Counter[str]]:
    """(came into, left) each stage by what was entered from ``first`` to ``last``; new leads come into ``new``.

    By the day of entry and not of the event: only so does the stock of each day follow from the day before.
    """
    came: Counter[str] = Counter()
    left: Counter[str] = Counter()
    until = "9999" if last == date.max else _midnight(last + timedelta(days=1))
    values = {"since": _midnight(first), "until": until}
    for from_stage, to_stage, n in connection.execute(_MOVES, values):
        came[to_stage] += n
        left[from_stage] += n
    came["new"] += connection.execute(_ENTERED, values).fetchone()[0]
    return came, left


def _midnight(day: date) -> str:
    """The office's midnight in UTC, in the form of stored instants up to the seconds."""
    return (datetime.combine(day, time()) - OFFICE_OFFSET).isoformat(timespec="seconds")


_MEDIAN = """
SELECT stage_on FROM lead WHERE stage_rank = :rank ORDER BY stage_on LIMIT 1 OFFSET :middle
"""


def median_since(connection: Connection, rank: int, count: int) -> str | None:
    """The day since which the middle one of a stage's leads stands there; walks half of the stage's index."""
    row = connection.execute(_MEDIAN, {"rank": rank, "middle": max(count - 1, 0) // 2}).fetchone()
    return row[0] if row else None


# ------------------------------------------------------------------ pendency

_FOLLOWUPS = "SELECT next_on, count(*) FROM lead WHERE next_on <= :day GROUP BY next_on"
_BLOCKERS = """
SELECT raised_on, count(*) FROM blocker WHERE cleared_on IS NULL AND raised_on <= :day GROUP BY raised_on
"""


def pending_since(connection: Connection, day: date) -> dict[str, list[tuple[str, int]]]:
    """What is pending now and was due (or raised) on the day or before: kind to (since, how many)."""
    values = {"day": day.isoformat()}
    return {
        "followups": connection.execute(_FOLLOWUPS, values).fetchall(),
        "blockers": connection.execute(_BLOCKERS, values).fetchall(),
    }


_REASONS = """
SELECT code, owner, count(*), sum(julianday(:day) - julianday(raised_on)), min(raised_on) FROM blocker
WHERE cleared_on IS NULL AND raised_on <= :day GROUP BY code, owner
"""


def open_reasons(connection: Connection, day: date) -> list[tuple[str, str, int, float, str]]:
    """(code, owner, how many, days of all together, oldest day) of the blockers that are open now."""
    return list(connection.execute(_REASONS, {"day": day.isoformat()}).fetchall())


# ------------------------------------------------------------------ targets and GeM's figures


def targets_of(connection: Connection, figure: str, unit_kind: str, first: date, last: date) -> dict[str, int]:
    """Unit to target, for exactly this time."""
    rows = connection.execute(
        "SELECT unit, value FROM target WHERE figure = ? AND unit_kind = ? AND from_on = ? AND to_on = ?",
        (figure, unit_kind, first.isoformat(), last.isoformat()),
    )
    return dict(rows.fetchall())


def state_targets(connection: Connection, first: date, last: date) -> dict[str, int]:
    """Figure to the state's target for exactly this time."""
    rows = connection.execute(
        "SELECT figure, value FROM target WHERE unit_kind = 'state' AND from_on = ? AND to_on = ?",
        (first.isoformat(), last.isoformat()),
    )
    return dict(rows.fetchall())


def target_rows(connection: Connection) -> list[tuple[Any, ...]]:
    """(id, figure, unit_kind, unit, from_on, to_on, value) of every target, newest time first."""
    return list(
        connection.execute(
            "SELECT id, figure, unit_kind, unit, from_on, to_on, value FROM target"
            " ORDER BY from_on DESC, figure, unit_kind <> 'state', unit_kind, unit"
        ).fetchall()
    )


def target_id(connection: Connection, figure: str, unit_kind: str, unit: str, first: date, last: date) -> int | None:
    """The row of a target, or None."""
    row = connection.execute(
        "SELECT id FROM target WHERE figure = ? AND unit_kind = ? AND unit = ? AND from_on = ? AND to_on = ?",
        (figure, unit_kind, unit, first.isoformat(), last.isoformat()),
    ).fetchone()
    return int(row[0]) if row else None


_OFFICIAL = (
    "SELECT as_on, figure, 100 * value + hundredths, source FROM official_figure WHERE as_on <= :day ORDER BY as_on, id"
)


def official(connection: Connection, up_to: date) -> list[Official]:
    """GeM's own figures up to a day, oldest day first."""
    days: dict[str, Official] = {}
    for as_on, figure, value, source in connection.execute(_OFFICIAL, {"day": up_to.isoformat()}):
        snapshot = days.setdefault(as_on, Official(date.fromisoformat(as_on), {}, source))
        snapshot.values[figure] = plain_value(value)
    return list(days.values())


def official_id(connection: Connection, as_on: date, figure: str) -> int | None:
    """The row of one official figure, or None."""
    row = connection.execute(
        "SELECT id FROM official_figure WHERE as_on = ? AND figure = ?", (as_on.isoformat(), figure)
    ).fetchone()
    return int(row[0]) if row else None


def official_rows(connection: Connection) -> dict[tuple[str, str], tuple[int, int]]:
    """(ISO day, figure) to the row and its value in hundredths."""
    rows = connection.execute("SELECT as_on, figure, id, 100 * value + hundredths FROM official_figure")
    return {(as_on, figure): (number, value) for as_on, figure, number, value in rows}


def divisions(connection: Connection) -> dict[str, tuple[str, str]]:
    """District code to its division's names in English and Hindi."""
    rows = connection.execute("SELECT code, division_en, division_hi FROM district")
    return {code: (name_en, name_hi) for code, name_en, name_hi in rows}


def district_names(connection: Connection) -> dict[str, tuple[str, str]]:
    """District code to its names in English and Hindi."""
    rows = connection.execute("SELECT code, name_en, name_hi FROM district")
    return {code: (name_en, name_hi) for code, name_en, name_hi in rows}


# ------------------------------------------------------------------ the proof of the tally

_DIFFERENCE = """
SELECT unit_kind, grain, figure, span, unit, evidence, sum(n) FROM (
    SELECT unit_kind, grain, figure, span, unit, evidence, n FROM count_tally
    UNION ALL SELECT unit_kind, grain, figure, span, unit, evidence, -1 FROM count_of_lead
    UNION ALL SELECT unit_kind, grain, figure, span, unit, evidence, -1 FROM count_of_contact
) GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(n) <> 0
"""


def tally_differences(connection: Connection) -> list[tuple[Any, ...]]:
    """Lines of the tally that a recount of every lead and call does not confirm, with the surplus; [] is sound."""
    return list(connection.execute(_DIFFERENCE).fetchall())


def rebuild_tally(connection: Connection) -> None:
    """Write the tally anew from leads and calls. Inside a write unit."""
    connection.execute("DELETE FROM count_tally")
    for view in ("count_of_lead", "count_of_contact"):
        connection.execute(
            "INSERT INTO count_tally SELECT unit_kind, grain, figure, span, unit, evidence, count(*)"
            f" FROM {view} GROUP BY 1, 2, 3, 4, 5, 6"
        )
