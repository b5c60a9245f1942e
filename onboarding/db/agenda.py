"""Counts for Today: each from an index or the tally, so that they cost the same at any size."""

from __future__ import annotations

from onboarding.db.connection import Connection
from onboarding.domain.stages import ACTIVE_STAGES, RANK

_ACTIVE = ", ".join(f"'{stage}'" for stage in ACTIVE_STAGES)


def is_empty(connection: Connection) -> bool:
    """Whether there is no lead at all."""
    return connection.execute("SELECT 1 FROM lead LIMIT 1").fetchone() is None


def due(connection: Connection, today: str, staff_id: int | None) -> tuple[int, int, int]:
    """How many next steps are (overdue, due today, due later), of one person or of all."""
    # Three stretches of the index: a fifth of the time of three sums over the whole of it.
    of_one = "" if staff_id is None else " AND next_by = :staff"
    stretches = (f"(SELECT count(*) FROM lead WHERE next_on {sign} :today{of_one})" for sign in ("<", "=", ">"))
    row = connection.execute(f"SELECT {', '.join(stretches)}", {"today": today, "staff": staff_id}).fetchone()
    return int(row[0]), int(row[1]), int(row[2])


def without_next_step(connection: Connection) -> tuple[int, int]:
    """Leads on the ladder without a date: (those somebody has worked on, those that are new)."""
    row = connection.execute(
        "SELECT coalesce(sum(CASE WHEN stage <> 'new' THEN n END), 0),"
        " coalesce(sum(CASE WHEN stage = 'new' THEN n END), 0) FROM lead_tally"
        f" WHERE has_next = 0 AND stage IN ({_ACTIVE})"
    ).fetchone()
    return int(row[0]), int(row[1])


def open_blockers(connection: Connection) -> int:
    """How many leads have an open blocker."""
    (n,) = connection.execute("SELECT count(DISTINCT lead_id) FROM blocker WHERE cleared_on IS NULL").fetchone()
    return int(n)


def stuck(connection: Connection, before: str) -> int:
    """Worked leads that stand in the same stage since before a day."""
    total = 0
    for rank in range(RANK["contacted"], RANK["first_order"] + 1):
        (n,) = connection.execute(
            "SELECT count(*) FROM lead WHERE stage_rank = ? AND stage_on < ?", (rank, before)
        ).fetchone()
        total += n
    return total


def due_ids(connection: Connection, until: str, staff_id: int | None, limit: int) -> list[int]:
    """Leads whose next step is due until a day: appointments with a time first, then the oldest."""
    values = {"until": until, "staff": staff_id, "limit": limit}
    appointments = connection.execute(
        "SELECT id FROM lead WHERE next_on = :until AND next_at IS NOT NULL AND (:staff IS NULL OR next_by = :staff)"
        " ORDER BY next_at LIMIT :limit",
        values,
    ).fetchall()
    # In the order of the index: with thousands due, the first ones are at hand without sorting all.
    oldest = connection.execute(
        "SELECT id FROM lead WHERE next_on <= :until AND NOT (next_on = :until AND next_at IS NOT NULL)"
        " AND (:staff IS NULL OR next_by = :staff) ORDER BY next_on, next_at, next_by LIMIT :limit",
        values,
    ).fetchall()
    return [row[0] for row in (*appointments, *oldest)][:limit]
