"""The pool of prospects: pages written set-wise, one read, and what the registry says of each district."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from onboarding.db.connection import Connection
from onboarding.db.journal import ChangeSet
from onboarding.domain.prospects import Prospect, ProspectKey, Stored

_COLUMNS = (
    "district_code", "same_key", "pin", "registered_on", "name", "name_hi", "address", "nic", "activities", "first_seen_on",
    "words", "keys", "marks",
)  # fmt: skip
# CROSS JOIN keeps the given keys on the outside: the planner would rather walk the pool.
_KNOWN = """
SELECT p.id, p.district_code, p.same_key, p.pin, p.registered_on FROM json_each(?) k CROSS JOIN prospect p
WHERE p.district_code = k.value ->> 0 AND p.same_key = k.value ->> 1 AND p.pin = k.value ->> 2
    AND p.registered_on = k.value ->> 3
"""
_SEEN = """
UPDATE prospect SET last_seen_on = :today
WHERE id IN (SELECT value FROM json_each(:ids)) AND first_seen_on < :today AND coalesce(last_seen_on, '') < :today
"""
_STORED = """
SELECT id, district_code, name, name_hi, pin, registered_on, address, nic, activities, first_seen_on, last_seen_on,
    became_lead_id
FROM prospect WHERE id IN (SELECT value FROM json_each(?))
"""
_COUNTS = """
SELECT d.code, coalesce(p.n, 0), coalesce(l.n, 0), u.units, coalesce(u.as_on, ''), coalesce(c.n, 0)
FROM district d
LEFT JOIN (SELECT district_code, count(*) AS n FROM prospect GROUP BY 1) p ON p.district_code = d.code
LEFT JOIN (SELECT district_code, count(*) AS n FROM prospect WHERE became_lead_id > 0 GROUP BY 1) l
    ON l.district_code = d.code
LEFT JOIN (SELECT district_code, units, max(as_on) AS as_on FROM udyam_units GROUP BY 1) u ON u.district_code = d.code
LEFT JOIN (SELECT unit, sum(n) AS n FROM count_tally
    WHERE unit_kind = 'district' AND grain = 'month' AND figure = 'sellers_registered' GROUP BY 1) c ON c.unit = d.code
ORDER BY d.name_en
"""


class Written(NamedTuple):
    """What became of the prospects of a page."""

    new: int
    known: int
    """In the pool already, or twice in this page."""


class DistrictCount(NamedTuple):
    """The pool of a district beside the registry and the office's own book."""

    district_code: str
    prospects: int
    became_leads: int
    units: int | None
    """What the registry said it holds; None when it was never asked."""
    as_on: str
    registered: int
    """Sellers that this office registered."""


def add(change: ChangeSet, prospects: Sequence[Prospect], *, today: str) -> Written:
    """Put those that the pool does not hold into it, as one range of the journal; of the others note that they were seen."""
    given: dict[ProspectKey, Prospect] = {}
    for prospect in prospects:
        given.setdefault(prospect.key, prospect)
    there = known(change.connection, given)
    note_seen(change, there.values(), today=today)
    new = [prospect for key, prospect in given.items() if key not in there]
    insert(change, new, today=today)
    return Written(len(new), len(prospects) - len(new))


def known(connection: Connection, keys: Iterable[ProspectKey]) -> dict[ProspectKey, int]:
    """Those of the keys that the pool holds, with their prospects."""
    rows = connection.execute(_KNOWN, (json.dumps(list(keys)),))
    return {(district, name, pin, on): row_id for row_id, district, name, pin, on in rows}


def note_seen(change: ChangeSet, ids: Collection[int], *, today: str) -> None:
    """Note that the registry gave these again; in no journal entry."""
    change.connection.execute(_SEEN, {"today": today, "ids": json.dumps(list(ids))})


def insert(change: ChangeSet, prospects: Iterable[Prospect], *, today: str) -> None:
    """Put these into the pool as one range of the journal; it holds none of them yet."""
    change.insert_range("prospect", _COLUMNS, (_row(prospect, today) for prospect in prospects))


def _row(prospect: Prospect, today: str) -> tuple[Any, ...]:
    about = (prospect.name, prospect.name_hi, prospect.address, prospect.nic, prospect.activities)
    return (*prospect.key, *about, today, *prospect.found_by)


def stored(connection: Connection, ids: Sequence[int]) -> dict[int, Stored]:
    """These prospects by id; one that is gone is missing."""
    names = tuple(Stored.__dataclass_fields__)
    rows = connection.execute(_STORED, (json.dumps(list(ids)),))
    return {row[0]: Stored(**dict(zip(names, row, strict=True))) for row in rows}


def counts(connection: Connection) -> list[DistrictCount]:
    """Every district by its English name. Walks one index of the pool."""
    return [DistrictCount(*row) for row in connection.execute(_COUNTS)]


def note_units(change: ChangeSet, district_code: str, as_on: str, units: int) -> None:
    """What the registry said on a day of how many units a district has; the last word of the day holds."""
    row = change.connection.execute(
        "SELECT id FROM udyam_units WHERE district_code = ? AND as_on = ?", (district_code, as_on)
    ).fetchone()
    if row is None:
        change.insert("udyam_units", {"district_code": district_code, "as_on": as_on, "units": units})
    else:
        change.update("udyam_units", row[0], {"units": units})
