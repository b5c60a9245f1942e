"""GeM's own sellers, beside our leads: reports, accounts, what the comparison needs of the leads, and the populations of it."""

from __future__ import annotations

import json
from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

from onboarding.db import leads as leads_db
from onboarding.db.connection import Connection
from onboarding.domain.gem_accounts import GemAccount
from onboarding.domain.reconciling import Known

ACCOUNT: tuple[str, ...] = tuple(field.name for field in fields(GemAccount))
"""Columns of ``gem_seller`` that an account fills, in the order of the record."""
_LEAD_IDS_A_TIME = 500


@dataclass(frozen=True, slots=True)
class Report:
    """A report of GeM's sellers that was read."""

    id: int
    as_on: str
    file: str
    batch: int


@dataclass(frozen=True, slots=True)
class Held:
    """An account that an earlier report brought."""

    id: int
    account: GemAccount
    matched_lead: int | None
    match_key: str | None
    worked_by: int | None
    is_doubtful: bool
    is_settled: bool
    """A person said that it is none of the leads that it might have been."""
    gone_on: str | None
    """Day of the report in which it stood no longer."""


@dataclass(frozen=True, slots=True)
class PoolLead:
    """A lead of a district, for the accounts that only a person can match."""

    id: int
    name: str
    name_hi: str | None
    pan: str | None
    """Its own, else the one inside its GSTIN."""
    numbers: tuple[str, ...]
    email: str | None


_HELD = (
    f"SELECT s.id, s.matched_lead, s.match_key, s.worked_by, s.is_doubtful, s.is_settled, s.gone_on, "
    f"{', '.join('s.' + name for name in ACCOUNT)} FROM gem_seller s"
)


def newest_report(connection: Connection) -> Report | None:
    """The report with the latest day; None when none was read."""
    row = connection.execute(
        "SELECT id, as_on, file_name, batch_id FROM gem_report ORDER BY as_on DESC, id DESC LIMIT 1"
    ).fetchone()
    return Report(*row) if row else None


def held(connection: Connection, seller_ids: Collection[str]) -> dict[str, Held]:
    """The accounts with these seller ids that are known already."""
    rows = connection.execute(
        f"{_HELD} JOIN json_each(?) k ON s.seller_id = k.value", (json.dumps(list(seller_ids)),)
    ).fetchall()
    return {one.account.seller_id: one for one in map(_held, rows)}


def account(connection: Connection, account_id: int) -> Held | None:
    """One account."""
    row = connection.execute(f"{_HELD} WHERE s.id = ?", (account_id,)).fetchone()
    return _held(row) if row else None


def account_number(connection: Connection, seller_id: str) -> int | None:
    """The number of the account with this seller id."""
    row = connection.execute("SELECT id FROM gem_seller WHERE seller_id = ?", (seller_id,)).fetchone()
    return int(row[0]) if row else None


def _held(row: Sequence[Any]) -> Held:
    number, lead, key, worker, doubtful, settled, gone, *values = row
    found = GemAccount(**dict(zip(ACCOUNT, values, strict=True)))
    return Held(number, found, lead, key, worker, bool(doubtful), bool(settled), gone)


def leads_with(connection: Connection, seller_ids: Collection[str]) -> dict[str, list[int]]:
    """Seller id to the leads in whose record it was noted."""
    found: dict[str, list[int]] = {}
    for seller_id, lead_id in connection.execute(
        "SELECT l.gem_seller_id, l.id FROM json_each(?) k CROSS JOIN lead l ON l.gem_seller_id = k.value ORDER BY l.id",
        (json.dumps(list(seller_ids)),),
    ):
        found.setdefault(seller_id, []).append(lead_id)
    return found


def not_in(connection: Connection, districts: Collection[str], seen: Collection[int]) -> list[int]:
    """Accounts of these districts that stood in GeM's reports until now and are not among ``seen``."""
    rows = connection.execute(
        "SELECT s.id FROM json_each(?) k CROSS JOIN gem_seller s ON s.district_code = k.value WHERE s.gone_on IS NULL",
        (json.dumps(list(districts)),),
    )
    there = set(seen)
    return sorted(number for (number,) in rows if number not in there)


# ------------------------------------------------------------------ what the comparison needs of the leads

_FIRST_CONTACT = """
SELECT lead_id, min(event_on) FROM (
    SELECT c.lead_id, c.event_on FROM json_each(:ids) k CROSS JOIN contact c ON c.lead_id = k.value
    WHERE c.is_two_way = 1 AND c.channel <> 'note'
    UNION ALL
    SELECT e.lead_id, e.event_on FROM json_each(:ids) k CROSS JOIN stage_event e ON e.lead_id = k.value
    WHERE e.evidence <> 'gem_report' AND e.to_stage IN ('contacted', 'willing', 'documents_ready')
    UNION ALL
    SELECT l.id, date(l.created_at, '+330 minutes') FROM json_each(:ids) k CROSS JOIN lead l ON l.id = k.value
    WHERE l.source IN ('walk_in', 'workshop', 'help_line') AND l.batch_id IS NULL
) GROUP BY lead_id
"""
_WORKER = """
SELECT c.lead_id, c.staff_id, max(c.event_on || ' ' || c.entered_at) FROM json_each(:ids) k
CROSS JOIN contact c ON c.lead_id = k.value WHERE c.channel <> 'note' AND c.staff_id IS NOT NULL GROUP BY c.lead_id
"""
_MOVER = """
SELECT e.lead_id, e.staff_id, max(e.id) FROM json_each(:ids) k CROSS JOIN stage_event e ON e.lead_id = k.value
WHERE e.evidence <> 'gem_report' AND e.staff_id IS NOT NULL AND e.to_stage IN ('contacted', 'willing', 'documents_ready',
    'account_created', 'profile_complete', 'ready_to_sell', 'catalogue_live', 'first_order', 'productive')
GROUP BY e.lead_id
"""
_OPEN = """
SELECT b.lead_id, b.code FROM json_each(:ids) k CROSS JOIN blocker b ON b.lead_id = k.value WHERE b.cleared_on IS NULL
"""


def known(connection: Connection, lead_ids: Collection[int]) -> dict[int, Known]:
    """These leads with what the comparison needs of their history; those that are gone are missing."""
    found: dict[int, Known] = {}
    numbers = sorted(set(lead_ids))
    for start in range(0, len(numbers), _LEAD_IDS_A_TIME):
        part = numbers[start : start + _LEAD_IDS_A_TIME]
        values = {"ids": json.dumps(part)}
        first = dict(connection.execute(_FIRST_CONTACT, values).fetchall())
        workers = {row[0]: row[1] for row in connection.execute(_MOVER, values)}
        workers |= {row[0]: row[1] for row in connection.execute(_WORKER, values)}
        blockers: dict[int, set[str]] = {}
        for lead_id, code in connection.execute(_OPEN, values):
            blockers.setdefault(lead_id, set()).add(code)
        for lead_id, lead in leads_db.leads(connection, part).items():
            found[lead_id] = Known(
                lead=lead,
                first_contact_on=first.get(lead_id),
                worked_by=workers.get(lead_id, lead.desk_id),
                open_blockers=frozenset(blockers.get(lead_id, ())),
            )
    return found


_POOL = """
SELECT id, name, name_hi, coalesce(pan, substr(gstin, 3, 10)), mobile, alt_mobile, email FROM lead
WHERE district_code = ? AND archived_at IS NULL
"""
_POOL_PEOPLE = """
SELECT p.lead_id, p.mobile FROM lead l JOIN lead_person p ON p.lead_id = l.id WHERE l.district_code = ? AND p.mobile IS NOT NULL
"""


def pool(connection: Connection, district: str) -> list[PoolLead]:
    """The leads of a district."""
    people: dict[int, list[str]] = {}
    for lead_id, mobile in connection.execute(_POOL_PEOPLE, (district,)):
        people.setdefault(lead_id, []).append(mobile)
    found = []
    for lead_id, name, name_hi, pan, mobile, alt, email in connection.execute(_POOL, (district,)):
        numbers = (*filter(None, (mobile, alt)), *people.get(lead_id, ()))
        found.append(PoolLead(lead_id, name, name_hi, pan, numbers, email))
    return found


# ------------------------------------------------------------------ candidates


def candidates(connection: Connection, account_ids: Collection[int]) -> dict[int, dict[int, tuple[int, str]]]:
    """Account to its doubtful leads: lead to (row, what agrees)."""
    found: dict[int, dict[int, tuple[int, str]]] = {}
    for account_id, lead_id, number, agrees in connection.execute(
        "SELECT c.account_id, c.lead_id, c.id, c.agrees FROM json_each(?) k"
        " CROSS JOIN gem_seller_candidate c ON c.account_id = k.value ORDER BY c.id",
        (json.dumps(list(account_ids)),),
    ):
        found.setdefault(account_id, {})[lead_id] = (number, agrees)
    return found


# ------------------------------------------------------------------ the populations

_THERE = "s.gone_on IS NULL"
_OURS = (
    "FROM lead l WHERE l.counted_on IS NOT NULL AND l.counted_on <= :as_on AND NOT EXISTS"
    f" (SELECT 1 FROM gem_seller s WHERE s.matched_lead = l.id AND {_THERE})"
)
_LATER = "FROM lead l WHERE l.counted_on > :as_on"
_IDS: dict[str, str] = {
    "matched": f"SELECT s.id FROM gem_seller s WHERE s.matched_lead IS NOT NULL AND {_THERE} ORDER BY s.name COLLATE NOCASE, s.id",
    "theirs": f"SELECT s.id FROM gem_seller s WHERE s.matched_lead IS NULL AND s.is_doubtful = 0 AND {_THERE}"
    " ORDER BY s.name COLLATE NOCASE, s.id",
    "review": f"SELECT s.id FROM gem_seller s WHERE s.is_doubtful = 1 AND {_THERE} ORDER BY s.name COLLATE NOCASE, s.id",
    "gone": "SELECT s.id FROM gem_seller s WHERE s.gone_on IS NOT NULL ORDER BY s.gone_on DESC, s.id",
    "ours": f"SELECT l.id {_OURS} ORDER BY l.name COLLATE NOCASE, l.id",
    "later": f"SELECT l.id {_LATER} ORDER BY l.counted_on, l.id",
}
VIEWS: tuple[str, ...] = ("matched", "ours", "theirs", "review", "gone", "later")


def ids_of(connection: Connection, view: str, as_on: str) -> array[int]:
    """Accounts (``matched``, ``theirs``, ``review``, ``gone``) or leads (``ours``, ``later``) of a population, by name."""
    rows = connection.execute(_IDS[view], {"as_on": as_on} if ":as_on" in _IDS[view] else {})
    return array("q", (row[0] for row in rows))


_COUNT = f"""
SELECT count(*) FILTER (WHERE {_THERE} AND s.matched_lead IS NOT NULL),
       count(*) FILTER (WHERE {_THERE} AND s.matched_lead IS NULL AND s.is_doubtful = 0),
       count(*) FILTER (WHERE {_THERE} AND s.is_doubtful = 1),
       count(*) FILTER (WHERE s.gone_on IS NOT NULL),
       count(*) FILTER (WHERE {_THERE} AND s.matched_lead IS NOT NULL AND l.counted_on IS NOT NULL),
       count(*) FILTER (WHERE {_THERE} AND s.status = 'auto'),
       count(*) FILTER (WHERE {_THERE} AND s.status = 'deactivated')
FROM gem_seller s LEFT JOIN lead l ON l.id = s.matched_lead
"""


def counts(connection: Connection, as_on: str) -> dict[str, int]:
    """How many stand in each population; ``matched_counted`` of the matched are counted by this office."""
    names = ("matched", "theirs", "review", "gone", "matched_counted", "auto", "deactivated")
    found = dict(zip(names, connection.execute(_COUNT).fetchone(), strict=True))
    for view, leads in (("ours", _OURS), ("later", _LATER)):
        (found[view],) = connection.execute(f"SELECT count(*) {leads}", {"as_on": as_on}).fetchone()
    return found


_LINES = (
    "SELECT s.id, s.matched_lead, coalesce(l.name, ''), coalesce(l.name_hi, ''), coalesce(l.stage, ''), l.counted_on,"
    f" coalesce(w.name, ''), s.match_key, s.gone_on, {', '.join('s.' + name for name in ACCOUNT)}"
    " FROM json_each(?) k CROSS JOIN gem_seller s ON s.id = k.value LEFT JOIN lead l ON l.id = s.matched_lead"
    " LEFT JOIN staff w ON w.id = s.worked_by"
)


def lines(connection: Connection, ids: Iterable[int]) -> Iterator[tuple[Any, ...]]:
    """(id, lead, its name, Hindi name, stage, counted on, worked by, key, gone on, account) of these accounts."""
    for row in connection.execute(_LINES, (json.dumps(list(ids)),)).fetchall():
        yield (*row[:9], GemAccount(**dict(zip(ACCOUNT, row[9:], strict=True))))


def names_of_staff(connection: Connection, lead_ids: Collection[int]) -> dict[int, str]:
    """Lead to the name of the person for whom it counts."""
    rows = connection.execute(
        "SELECT l.id, s.name FROM json_each(?) k CROSS JOIN lead l ON l.id = k.value JOIN staff s ON s.id = l.counted_by",
        (json.dumps(list(lead_ids)),),
    )
    return dict(rows.fetchall())


def open_blockers(connection: Connection, lead_id: int, code: str) -> list[int]:
    """Numbers of the open blockers of a lead with this code."""
    rows = connection.execute(
        "SELECT id FROM blocker WHERE lead_id = ? AND code = ? AND cleared_on IS NULL", (lead_id, code)
    )
    return [number for (number,) in rows]
