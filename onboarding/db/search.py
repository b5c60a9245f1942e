"""Ids of leads: by a population, in an order, and by what a person typed. Every read answers with ids only; pages come later."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Mapping
from typing import Any, NamedTuple

from onboarding.db.connection import Connection
from onboarding.db.driver import sqlite3
from onboarding.db.merges import living
from onboarding.db.pending import but_pending
from onboarding.domain.filters import SellerFilter
from onboarding.domain.search import Query, understand
from onboarding.domain.stages import ACTIVE_STAGES, RANK

FOUND_AT_MOST = 2000
"""Hits of a search text that are looked at; more than anybody reads."""

_ORDERS: dict[str, str] = {
    "entered": "l.id {}", "name": "l.name COLLATE NOCASE {0}, l.id {0}", "district": "l.stage_rank {0}, l.id {0}",
    "stage": "l.stage_rank {0}, l.stage_on {0}", "mobile": "l.mobile {}", "next": "l.next_on {}", "contact": "l.last_contact_on {}",
    "mse": "l.mse_status {}", "stuck": "l.stage_on {}", "found": "l.id {}",
}  # fmt: skip
_EMPTY_LAST = {
    "mobile": "l.mobile",
    "next": "l.next_on",
    "contact": "l.last_contact_on",
}
_ORDER_OF_EMPTY = {"next": "ORDER BY l.next_at DESC, l.next_by DESC, l.id DESC"}
"""Those without a value, in the order of the column's index."""
_COUNTED = "l.counted_on BETWEEN :from_on AND :to_on{staff}"
_FIGURE = {
    "sellers_registered": _COUNTED,
    "mse_registered": "l.mse_counted_on BETWEEN :from_on AND :to_on{staff}",
    "sc_st_registered": _COUNTED + " AND l.social_category IN ('SC', 'ST')",
    "women_registered": _COUNTED + " AND l.women_owned = 1",
    "calls": "l.id IN (SELECT c.lead_id FROM contact c WHERE c.event_on BETWEEN :from_on AND :to_on"
    " AND c.channel = 'call'{staff})",
}
"""Whom a figure counts; the tally (schema, ``count_of_lead``) counts the same."""
_ACTIVE = f"l.stage_rank BETWEEN {RANK[ACTIVE_STAGES[0]]} AND {RANK[ACTIVE_STAGES[-1]]}"
_WORKED = f"l.stage_rank BETWEEN {RANK['contacted']} AND {RANK['first_order']}"
_NEXT = {
    "none": f"l.next_on IS NULL AND {_ACTIVE}",
    "overdue": "l.next_on < :today",
    "today": "l.next_on = :today",
    "upcoming": "l.next_on > :today",
}


def ids_of(connection: Connection, wanted: SellerFilter) -> array[int]:
    """The ids of a population, in its order; 8 bytes each."""
    where, values = conditions(wanted)
    found = found_ids(connection, wanted.text, within=Within(where, values)) if wanted.text.strip() else None
    if found is not None:
        return _ordered_found(connection, wanted, found, where, values)
    restriction = f"WHERE {where}" if where else ""
    direction = "DESC" if wanted.descending else "ASC"
    if wanted.sort == "entered":
        direction = "ASC" if wanted.descending else "DESC"
    order = _ORDERS[wanted.sort].format(direction)
    if wanted.sort == "district":
        return _by_place(connection, wanted, where, values, order)
    if wanted.sort in _EMPTY_LAST:
        return _empty_last(connection, wanted, where, values, direction)
    if wanted.sort == "entered" and not where and (everybody := _all_in_a_row(connection)) is not None:
        return array("q", everybody if wanted.descending else reversed(everybody))
    return ids_in_order(connection, f"SELECT l.id FROM lead l {restriction} ORDER BY {order}", values)


def ids_in_order(connection: Connection, sql: str, values: Mapping[str, Any]) -> array[int]:
    """The ids that a statement gives, in its order; half the time of fetching a million rows one by one."""
    # SQLite keeps the order of a subquery for group_concat (its optimiser says so, a test watches it).
    (text,) = connection.execute(f"SELECT group_concat(printf('%08x', id), '') FROM ({sql})", values).fetchone()
    ids = array("I", bytes.fromhex(text or ""))
    if sys.byteorder == "little":
        ids.byteswap()
    return array("q", ids)


def _all_in_a_row(connection: Connection) -> range | None:
    """All ids when none is missing between the first and the last: then there is nothing to read; else None."""
    first, last = connection.execute("SELECT min(id), max(id) FROM lead").fetchone()
    (n,) = connection.execute("SELECT coalesce(sum(n), 0) FROM lead_tally").fetchone()
    return range(first, last + 1) if n and last - first + 1 == n else None


def _empty_last(
    connection: Connection, wanted: SellerFilter, where: str, values: dict[str, Any], direction: str
) -> array[int]:
    """Two walks of the index instead of one sort: those with a value in order, then those without."""
    column = _EMPTY_LAST[wanted.sort]
    order = _ORDERS[wanted.sort].format(direction)
    rest = f" AND {where}" if where else ""
    ids = array("q")
    for has in (f"{column} IS NOT NULL", f"{column} IS NULL"):
        tail = f"ORDER BY {order}" if "NOT" in has else _ORDER_OF_EMPTY.get(wanted.sort, "ORDER BY l.id DESC")
        ids.extend(ids_in_order(connection, f"SELECT l.id FROM lead l WHERE {has}{rest} {tail}", values))
    return ids


def _places(connection: Connection, wanted: SellerFilter) -> list[str]:
    """Codes of the districts in the order of their names, in the language that is shown."""
    rows = connection.execute(
        "SELECT code, CASE ? WHEN 'hi' THEN name_hi ELSE name_en END FROM district", (wanted.places,)
    )
    named = sorted((name.casefold(), code) for code, name in rows)
    return [code for _, code in (reversed(named) if wanted.descending else named)]


def _by_place(
    connection: Connection, wanted: SellerFilter, where: str, values: dict[str, Any], order: str
) -> array[int]:
    """One walk of the index for each district, in the order of the names, then those without one: no sort at any size."""
    rest = f" AND {where}" if where else ""
    ids = array("q")
    for code in _places(connection, wanted):
        sql = f"SELECT l.id FROM lead l WHERE l.district_code = :place{rest} ORDER BY {order}"
        ids.extend(ids_in_order(connection, sql, {**values, "place": code}))
    ids.extend(
        ids_in_order(
            connection, f"SELECT l.id FROM lead l WHERE l.district_code IS NULL{rest} ORDER BY l.id DESC", values
        )
    )
    return ids


def _found_by_place(connection: Connection, wanted: SellerFilter, where: str, values: dict[str, Any]) -> array[int]:
    """The order of ``_by_place`` for hits of a search, which are few."""
    rank = {code: place for place, code in enumerate(_places(connection, wanted))}
    sign = -1 if wanted.descending else 1
    rows = connection.execute(
        f"SELECT l.id, l.district_code, l.stage_rank FROM lead l WHERE {where}", values
    ).fetchall()
    last = len(rank)
    rows.sort(key=lambda row: (rank.get(row[1], last), sign * row[2], sign * row[0]) if row[1] else (last, 0, -row[0]))
    return array("q", [row[0] for row in rows])


def _ordered_found(
    connection: Connection,
    wanted: SellerFilter,
    found: list[int],
    where: str,
    values: dict[str, Any],
) -> array[int]:
    if not found:
        return array("q")
    marks = ", ".join(str(int(lead_id)) for lead_id in found)
    rest = f" AND {where}" if where else ""
    if wanted.sort in ("found", "entered"):
        kept = {row[0] for row in connection.execute(f"SELECT l.id FROM lead l WHERE l.id IN ({marks}){rest}", values)}
        return array("q", [lead_id for lead_id in found if lead_id in kept])
    order = _ORDERS[wanted.sort].format("DESC" if wanted.descending else "ASC")
    if wanted.sort == "district":
        return _found_by_place(connection, wanted, f"l.id IN ({marks}){rest}", values)
    sql = f"SELECT l.id FROM lead l WHERE l.id IN ({marks}){rest} ORDER BY {order}"
    return ids_in_order(connection, sql, values)


def count(connection: Connection, wanted: SellerFilter) -> int:
    """How many leads a population without search text holds."""
    where, values = conditions(wanted)
    sql = f"SELECT count(*) FROM lead l {'WHERE ' + where if where else ''}"
    return int(connection.execute(sql, values).fetchone()[0])


_TALLY_COLUMN = {"stage": "stage", "district": "district_code", "desk": "desk_id"}


def tally(connection: Connection, by: str, wanted: SellerFilter) -> dict[str, int]:
    """Leads by stage, district or desk, from the tally; of ``wanted`` only stages, district and desk are looked at."""
    column = _TALLY_COLUMN[by]
    rows = connection.execute(
        f"SELECT {column}, sum(n) FROM lead_tally"
        " WHERE (:stages = '' OR instr(:stages, ' ' || stage || ' ')) AND (:district = '' OR district_code = :code)"
        " AND (:desk IS NULL OR desk_id = :desk) GROUP BY 1 HAVING sum(n) > 0",
        {
            "stages": f" {' '.join(wanted.stages)} " if wanted.stages else "",
            "district": wanted.district,
            "code": "" if wanted.district == "-" else wanted.district,
            "desk": wanted.desk,
        },
    )
    return {str(key): int(n) for key, n in rows}


def conditions(wanted: SellerFilter) -> tuple[str, dict[str, Any]]:
    """The WHERE of a population (without its search text) and its parameters; "" when nothing restricts."""
    parts: list[str] = []
    values: dict[str, Any] = {}
    _where_they_stand(wanted, parts, values)
    _what_comes_next(wanted, parts, values)
    _what_they_count_for(wanted, parts, values)
    return " AND ".join(parts), values


def _where_they_stand(wanted: SellerFilter, parts: list[str], values: dict[str, Any]) -> None:
    if wanted.stages:
        ranks = ", ".join(str(RANK[stage]) for stage in wanted.stages)
        parts.append(f"l.stage_rank IN ({ranks})")
    if wanted.worked:
        parts.append(_WORKED)
    if wanted.stuck_before:
        parts.append("l.stage_on < :stuck_before")
        values["stuck_before"] = wanted.stuck_before
    if wanted.district:
        parts.append("l.district_code IS NULL" if wanted.district == "-" else "l.district_code = :district")
        values["district"] = wanted.district
    if wanted.division:
        parts.append("l.district_code IN (SELECT code FROM district WHERE division_en = :division)")
        values["division"] = wanted.division
    if wanted.mse == "yes":
        parts.append(
            "l.enterprise_class IN ('micro', 'small') AND l.mse_status IN ('claimed', 'udyam_format_ok', 'verified')"
        )
    elif wanted.mse:
        parts.append("l.mse_status = :mse")
        values["mse"] = wanted.mse
    if wanted.desk is not None:
        parts.append("l.desk_id = :desk" if wanted.desk else "l.desk_id IS NULL")
        values["desk"] = wanted.desk
    if wanted.batch is not None:
        parts.append("l.batch_id = :batch")
        values["batch"] = wanted.batch


def _what_comes_next(wanted: SellerFilter, parts: list[str], values: dict[str, Any]) -> None:
    if wanted.next_step != "any":
        parts.append(_NEXT[wanted.next_step])
        values["today"] = wanted.today
    if wanted.next_by is not None:
        parts.append("l.next_by = :next_by")
        values["next_by"] = wanted.next_by
    if wanted.blocker:
        code = "" if wanted.blocker == "any" else " AND b.code = :blocker"
        parts.append(f"l.id IN (SELECT b.lead_id FROM blocker b WHERE b.cleared_on IS NULL{code})")
        values["blocker"] = wanted.blocker


def _what_they_count_for(wanted: SellerFilter, parts: list[str], values: dict[str, Any]) -> None:
    if wanted.figure:
        values["from_on"], values["to_on"] = wanted.from_on or "0000", wanted.to_on or "9999"
        by = "c.staff_id" if wanted.figure == "calls" else "l.counted_by"
        staff = "" if wanted.counted_by is None else f" AND coalesce({by}, 0) = :counted_by"
        parts.append(_FIGURE[wanted.figure].format(staff=staff))
        values["counted_by"] = wanted.counted_by
    elif wanted.counted_by is not None:
        parts.append("coalesce(l.counted_by, 0) = :counted_by")
        values["counted_by"] = wanted.counted_by
    if wanted.evidence and wanted.figure != "calls":
        words = ", ".join(f"'{word}'" for word in wanted.evidence if word.isidentifier())
        parts.append(f"l.counted_evidence IN ({words})")


# ---------------------------------------------------------------------------------------------- by what was typed


class Within(NamedTuple):
    """The population that is searched, so that a common word cut at the limit does not hide the hits of a small district."""

    where: str = ""
    """A condition on ``lead l``; empty for everybody."""
    values: Mapping[str, Any] = {}
    word_index: str = "lead_words"
    """The word index; ``prospect_words`` has the same columns."""
    also: str = ""
    """A condition inside the index, beside the words."""


EVERYBODY = Within()


def found_ids(
    connection: Connection, text: str, *, limit: int = FOUND_AT_MOST, within: Within = EVERYBODY
) -> list[int]:
    """Leads that fit a typed text, the likeliest first; at most ``limit``."""
    query = understand(text)
    if query.kind == "lead":
        return by_lead(connection, int(query.number))
    if query.kind == "number":
        return by_number(connection, query.number, limit=limit) or by_code(
            connection, query.code, limit=limit, within=within
        )
    if query.kind == "code":
        found = by_code(connection, query.code, limit=limit, within=within)
        return found or by_name(connection, query, limit=limit, within=within)
    if query.kind == "name":
        found = by_name(connection, query, limit=limit, within=within)
        # The letters in front of a PAN look like a word.
        return found or by_code(connection, "".join(query.words).upper(), limit=limit, within=within)
    return []


def by_lead(connection: Connection, lead_id: int) -> list[int]:
    """The lead of this number, or the one that it was merged into; empty when it never was."""
    return [row[0] for row in connection.execute("SELECT id FROM lead WHERE id = ?", (living(connection, lead_id),))]


def by_number(connection: Connection, digits: str, *, limit: int = 50) -> list[int]:
    """Leads one of whose numbers ends with (or is) these digits; those that the office has touched come first."""
    if len(digits) < 3:
        return []
    low = digits[::-1]
    rows = connection.execute(
        "SELECT id FROM (SELECT DISTINCT lead_id FROM lead_number WHERE reversed >= ? AND reversed < ? LIMIT 500) n"
        " JOIN lead ON lead.id = n.lead_id"
        " ORDER BY contact_count > 0 DESC, last_contact_on DESC, lead.id LIMIT ?",
        (low, low + ":", limit),
    )
    return [row[0] for row in rows]


def by_number_start(connection: Connection, digits: str, *, limit: int) -> list[int]:
    """Leads whose first mobile begins with these digits (at least six); those that the office has touched come first."""
    if len(digits) < 6:
        return []
    rows = connection.execute(
        "SELECT id FROM (SELECT id, contact_count, last_contact_on FROM lead WHERE mobile >= ? AND mobile < ? LIMIT 500)"
        " ORDER BY contact_count > 0 DESC, last_contact_on DESC, id LIMIT ?",
        (digits, digits + ":", limit),
    )
    return [row[0] for row in rows]


def by_code(connection: Connection, code: str, *, limit: int, within: Within = EVERYBODY) -> list[int]:
    """Leads with these characters anywhere in PAN, GSTIN, Udyam number, e-mail or GeM id."""
    if len(code) < 3:
        return []
    return _matching(connection, "lead_codes", _phrase(code), limit, within)


def by_name(connection: Connection, query: Query, *, limit: int, within: Within = EVERYBODY) -> list[int]:
    """Leads whose names hold the words: as typed first, then by sound in either script; an exact start before the rest."""
    exact = _match(connection, "words", query.words, limit, within)
    if len(exact) >= limit:
        return exact
    seen = set(exact)
    alike = [lead_id for lead_id in _match(connection, "keys", query.keys, limit, within) if lead_id not in seen]
    if not exact and not alike and len(query.keys) > 1:
        alike = _any_but_one(connection, query.keys, limit, within)
    best = [_ranked(connection, ids[:200], query, within.word_index) + ids[200:] for ids in (exact, alike)]
    return best[0] + best[1]


def _match(connection: Connection, column: str, words: tuple[str, ...], limit: int, within: Within) -> list[int]:
    if not words:
        return []
    # The last word may be half typed.
    text = " AND ".join([*(_phrase(word) for word in words[:-1]), _phrase(words[-1]) + "*"])
    try:
        return _matching(connection, within.word_index, f"{{{column}}} : ({text}){within.also}", limit, within)
    except sqlite3.OperationalError:
        # A letter that SQLite's older Unicode takes for a separator made a phrase of one word; no
        # name is indexed like that.
        return []


def _matching(connection: Connection, index: str, text: str, limit: int, within: Within) -> list[int]:
    values = {**within.values, "match": text, "limit": limit}
    shown = but_pending(connection, "rowid")
    sql = f"SELECT rowid FROM {index} WHERE {index} MATCH :match{shown} LIMIT :limit"
    if within.where:
        sql = (
            f"SELECT l.id FROM {index} JOIN lead l ON l.id = {index}.rowid"
            f" WHERE {index} MATCH :match AND {within.where} LIMIT :limit"
        )
    return [row[0] for row in connection.execute(sql, values)]


def _any_but_one(connection: Connection, keys: tuple[str, ...], limit: int, within: Within) -> list[int]:
    """Nothing has all words: those that have all but one."""
    found: dict[int, None] = {}
    for left_out in range(len(keys)):
        rest = keys[:left_out] + keys[left_out + 1 :]
        for lead_id in _match(connection, "keys", rest, 100, within):
            found.setdefault(lead_id)
    return list(found)[:limit]


def _ranked(connection: Connection, ids: list[int], query: Query, index: str) -> list[int]:
    if len(ids) < 2:
        return ids
    from rapidfuzz import fuzz

    marks = ", ".join("?" for _ in ids)
    rows = connection.execute(f"SELECT rowid, words, keys FROM {index} WHERE rowid IN ({marks})", tuple(ids))
    wanted_words, wanted_keys = " ".join(query.words), " ".join(query.keys)
    score = {
        lead_id: max(fuzz.token_set_ratio(wanted_words, words), fuzz.token_set_ratio(wanted_keys, keys))
        + fuzz.ratio(wanted_words, words) / 100
        for lead_id, words, keys in rows
    }
    return sorted(ids, key=lambda lead_id: (-score.get(lead_id, 0), lead_id))


def _phrase(word: str) -> str:
    # The index reads its question as C does: a NUL would end it in the middle of the phrase.
    return '"' + word.replace("\0", " ").replace('"', '""') + '"'
