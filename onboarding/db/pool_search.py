"""Ids of prospects: of a filter in its order, and by what a person typed. The word index is asked as that of the leads is."""

from __future__ import annotations

import json
from array import array

from onboarding.db.connection import Connection
from onboarding.db.search import FOUND_AT_MOST, Within, by_name, ids_in_order
from onboarding.domain.names import name_key
from onboarding.domain.prospects import DISTRICT_MARK, NIC_MARK, PIN_MARK, PoolFilter, pin_of
from onboarding.domain.search import Query, normal_words, understand

_ORDERS = {"entered": "p.id {}", "name": "p.same_key {0}, p.id {0}", "registered": "p.registered_on {0}, p.id {0}"}
_WHOLE_NIC, _WHOLE_PIN = 5, 6


def ids_of(connection: Connection, wanted: PoolFilter) -> array[int]:
    """The prospects of a filter in its order; those that fit a text come likeliest first unless an order is asked for."""
    if wanted.text.strip():
        return _ordered(connection, wanted, found_ids(connection, wanted))
    order = _ORDERS[wanted.sort].format("DESC" if _falls(wanted) else "ASC")
    if wanted.nic or wanted.pin:
        found = "SELECT rowid AS id FROM prospect_words WHERE prospect_words MATCH :marks"
        if wanted.sort == "entered":  # the index alone is read
            sql = f"{found} ORDER BY rowid {order.split()[-1]}"
        else:
            sql = f"SELECT p.id FROM prospect p WHERE p.id IN ({found}) ORDER BY {order}"
        return ids_in_order(connection, sql, {"marks": _marks(wanted)})
    if wanted.district:
        sql = f"SELECT p.id FROM prospect p WHERE p.district_code = :district ORDER BY {order}"
        return ids_in_order(connection, sql, {"district": wanted.district})
    if wanted.sort == "entered" and (everything := _all_in_a_row(connection)) is not None:
        return array("I", reversed(everything) if _falls(wanted) else everything)
    return ids_in_order(connection, f"SELECT p.id FROM prospect p ORDER BY {order}", {})


def found_ids(connection: Connection, wanted: PoolFilter, *, limit: int = FOUND_AT_MOST) -> list[int]:
    """Prospects that fit the filter's text, likeliest first; a number is taken for a PIN."""
    query = understand(wanted.text)
    if query.kind == "number":
        pin = pin_of(query.code)
        found = ids_of(connection, wanted.but(text="", pin=pin)) if pin else array("I")
        return list(found[:limit])
    if query.kind == "nothing":
        return []
    also = f" AND {_marks(wanted)}" if wanted.has_marks else ""
    if query.kind == "code":  # letters and digits together: here only a name, such as "21st Century"
        query = Query("name", words=tuple(normal_words(wanted.text).split()), keys=tuple(name_key(wanted.text).split()))
    return by_name(connection, query, limit=limit, within=Within(word_index="prospect_words", also=also))


def total(connection: Connection) -> int:
    """How many prospects the pool holds."""
    return int(connection.execute("SELECT count(*) FROM prospect").fetchone()[0])


def stamp(connection: Connection) -> tuple[int, str]:
    """The newest id and the instant of the newest pull; taking a pull back is one of its instants."""
    top = connection.execute("SELECT max(id) FROM prospect").fetchone()[0]
    at = connection.execute("SELECT max(last_at) FROM prospect_pull").fetchone()[0]
    return (top or 0, at or "")


def _ordered(connection: Connection, wanted: PoolFilter, found: list[int]) -> array[int]:
    if wanted.sort == "entered":
        return array("I", found)
    order = _ORDERS[wanted.sort].format("DESC" if _falls(wanted) else "ASC")
    sql = f"SELECT p.id FROM prospect p WHERE p.id IN (SELECT value FROM json_each(:ids)) ORDER BY {order}"
    return ids_in_order(connection, sql, {"ids": json.dumps(found)})


def _falls(wanted: PoolFilter) -> bool:
    """The newest first, unless it is turned round; names and days begin at their beginning."""
    return wanted.descending != (wanted.sort == "entered")


def _marks(wanted: PoolFilter) -> str:
    """The condition inside the index for district, activity and PIN."""
    marks = []
    if wanted.district:
        marks.append(_mark(DISTRICT_MARK, wanted.district, whole=True))
    if wanted.nic:
        marks.append(_mark(NIC_MARK, wanted.nic, whole=len(wanted.nic) == _WHOLE_NIC))
    if wanted.pin:
        marks.append(_mark(PIN_MARK, wanted.pin, whole=len(wanted.pin) == _WHOLE_PIN))
    return "{marks} : (" + " AND ".join(marks) + ")"


def _mark(kind: str, code: str, *, whole: bool) -> str:
    return '"' + kind + "".join(sign for sign in code if sign.isalnum()) + '"' + ("" if whole else "*")


def _all_in_a_row(connection: Connection) -> range | None:
    """All ids when none is missing between the first and the last: then there is nothing to sort; else None."""
    first, last = connection.execute("SELECT min(id), max(id) FROM prospect").fetchone()
    if first is None:
        return range(0)
    return range(first, last + 1) if last - first + 1 == total(connection) else None
