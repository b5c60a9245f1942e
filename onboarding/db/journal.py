"""The write path's hands: every row that changes goes through a ChangeSet, which writes the journal in the same transaction.

Nothing else may insert, update or delete in a journalled table. Undo, redo, history, audit and restatement are readings of
what is written here.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from onboarding import __version__
from onboarding.db import derived, office_search
from onboarding.db.chain import seal
from onboarding.db.connection import Connection
from onboarding.db.tables import Table, table
from onboarding.domain.likeness import blocks
from onboarding.domain.names import same_name_key
from onboarding.domain.stages import RANK
from onboarding.errors import FieldConflict, NotFound, StaleEdit

_FACT_TABLES = frozenset({"stage_event", "mse_event", "contact"})
_SEARCHED = frozenset(
    {
        "name",
        "name_hi",
        "owner_name",
        "mobile",
        "alt_mobile",
        "phone",
        "email",
        "pan",
        "gstin",
        "udyam",
        "uam",
        "gem_seller_id",
    }
)
_BLOCKED = frozenset({"name", "owner_name", "district_code"})
"""What the blocks of a lead are made of."""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who changes what, when and through which door; the head of a journal entry."""

    staff_id: int | None
    verb: str
    """What was done, as a word of the catalogue ("edit", "import", "undo")."""
    door: str
    """Where: a screen's or a command's name."""
    at: datetime
    """Aware, UTC."""
    offset_min: int
    """The office's offset from UTC at that moment, minutes."""
    subject: str = ""
    """What it was done to, in words that may stand on a screen (a firm's name, a file's name)."""
    reason: str = ""
    undoes: int | None = None


@dataclass(slots=True)
class ChangeSet:
    """One change of one person: rows with before and after, the derived rows, the journal entry; opened inside a write unit."""

    connection: Connection
    signature: Signature
    id: int | None = None
    """The journal entry's number; None while nothing was written."""
    row_count: int = 0
    _tally: Counter[derived.TallyKey] = field(default_factory=Counter)
    _search: set[int] = field(default_factory=set)
    _facts: set[int] = field(default_factory=set)
    _office_search: set[int] = field(default_factory=set)

    # ------------------------------------------------------------------ single rows

    def insert(self, name: str, values: Mapping[str, Any], *, row_id: int | None = None) -> int:
        """Insert one row and journal it; the new id."""
        info = table(self.connection, name)
        row = self._stamped(info, dict(values), new=True)
        if row_id is not None:
            row["id"] = row_id
            row.setdefault("version", 2)  # a row that comes back: its journal tells what it was
        columns = ", ".join(row)
        marks = ", ".join(f":{column}" for column in row)
        cursor = self.connection.execute(f"INSERT INTO main.{name} ({columns}) VALUES ({marks})", row)
        new_id = int(cursor.lastrowid)
        stored = self.image(info, new_id)
        self._note(info, new_id, _lead_of(info, new_id, stored), "insert", None, stored)
        self._derive(info, new_id, None, stored)
        return new_id

    def update(
        self,
        name: str,
        row_id: int,
        values: Mapping[str, Any],
        *,
        seen: Mapping[str, Any] | None = None,
    ) -> bool:
        """Change fields of one row; fields that hold the value already are left alone. True when something changed.

        Args:
            name: The table.
            row_id: Its row.
            values: The wanted values.
            seen: What the person's form showed of these fields; another value found now is a conflict.

        Raises:
            NotFound: The row is gone.
            StaleEdit: A colleague changed one of these fields meanwhile; nothing is written.
        """
        info = table(self.connection, name)
        current = self.image(info, row_id)
        if current is None:
            raise NotFound("record.gone", id=row_id)
        wanted = {column: value for column, value in values.items() if current[column] != value}
        self._refuse_stale(info, row_id, current, wanted, seen or {})
        if not wanted:
            return False
        row = self._stamped(info, dict(wanted), new=False, was=current)
        assignments = ", ".join(f"{column} = :{column}" for column in row)
        self.connection.execute(
            f"UPDATE main.{name} SET {assignments}, version = version + 1 WHERE id = :id",
            {**row, "id": row_id},
        )
        after = {**current, **wanted}
        self._note(
            info,
            row_id,
            _lead_of(info, row_id, after),
            "update",
            {column: current[column] for column in wanted},
            wanted,
        )
        self._derive(info, row_id, current, after)
        return True

    def delete(self, name: str, row_id: int) -> None:
        """Take a row away; its whole image stays in the journal."""
        info = table(self.connection, name)
        current = self.image(info, row_id)
        if current is None:
            raise NotFound("record.gone", id=row_id)
        self.connection.execute(f"DELETE FROM main.{name} WHERE id = ?", (row_id,))
        self._note(info, row_id, _lead_of(info, row_id, current), "delete", current, None)
        self._derive(info, row_id, current, None)

    def image(self, info: Table, row_id: int) -> dict[str, Any] | None:
        """The journalled columns of a row as they are now."""
        columns = ", ".join(info.kept)
        row = self.connection.execute(f"SELECT {columns} FROM {info.name} WHERE id = ?", (row_id,)).fetchone()
        return None if row is None else dict(zip(info.kept, row, strict=True))

    # ------------------------------------------------------------------ sets

    def insert_range(self, name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> tuple[int, int] | None:
        """Insert many rows of one table with running ids; journalled as one range. (first, last) or None for no rows.

        ``lead`` rows bring their derived columns along (same_key, its blocks, stage_rank …); call ``index_range`` after them.
        Every column that has neither a value here nor a default in the schema must be given.
        """
        table(self.connection, name)  # refuses what is not journalled
        top = self.next_id(name) - 1
        marks = ", ".join("?" for _ in columns)
        self.connection.executemany(
            f"INSERT INTO main.{name} ({', '.join(columns)}) VALUES ({marks})",
            rows,
        )
        last = self.next_id(name) - 1
        if last == top:
            return None
        self.note_range(name, top + 1, last)
        return top + 1, last

    def next_id(self, name: str) -> int:
        """The id that the next row of a table gets: rows of one range may refer to each other by it."""
        row = self.connection.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (name,)).fetchone()
        return int(row[0]) + 1 if row else 1

    def reserve(self, name: str, count: int) -> int:
        """Keep so many ids in a row of a table for rows that are inserted later (``insert_reserved``); the first of them."""
        table(self.connection, name)
        first = self.next_id(name)
        moved = self.connection.execute(
            "UPDATE sqlite_sequence SET seq = ? WHERE name = ?", (first + count - 1, name)
        ).rowcount
        if not moved:  # nothing was ever inserted there
            self.connection.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (name, first + count - 1))
        return first

    def insert_reserved(self, name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Insert rows with ids that were kept for them, the id first in each. ``note_range`` journals them when all are there."""
        table(self.connection, name)
        marks = ", ".join("?" for _ in columns)
        self.connection.executemany(
            f"INSERT INTO main.{name} (id, {', '.join(columns)}) VALUES (?, {marks})",
            rows,
        )

    def note_range(self, name: str, first: int, last: int) -> None:
        """Journal rows that were just inserted with ids first to last."""
        extended = self.connection.execute(
            "UPDATE change_range SET last_id = ? WHERE change_id = ? AND table_name = ? AND last_id = ?",
            (last, self._number(), name, first - 1),
        ).rowcount
        if not extended:  # rows written in chunks make one range
            self.connection.execute(
                "INSERT INTO change_range (change_id, table_name, first_id, last_id) VALUES (?, ?, ?, ?)",
                (self._number(), name, first, last),
            )
        self.row_count += last - first + 1
        if name == "lead":
            self._tally.update(derived.tally_of_range(self.connection, first, last))

    def take_from_tally(self, moved: Counter[derived.TallyKey]) -> None:
        """Leads that a set-wise statement took away."""
        self._tally.subtract(moved)

    # ------------------------------------------------------------------ the end

    def sign(self, staff_id: int) -> None:
        """Name the person only now, before the first row (her own row is part of the change)."""
        self.signature = replace(self.signature, staff_id=staff_id)

    def call(self, verb: str) -> None:
        """Name what is done only now, before the first row: it may depend on what stands in the database by then."""
        self.signature = replace(self.signature, verb=verb)

    def number(self) -> int:
        """The journal entry's number; makes the entry if nothing was written yet."""
        return self._number()

    def finish(self) -> None:
        """Bring the derived rows up to date and seal the entry. Called by the write path before COMMIT."""
        for lead_id in sorted(self._facts):
            derived.refresh_facts(self.connection, lead_id)
        for lead_id in sorted(self._search):
            derived.refresh_search(self.connection, lead_id)
        for office_id in sorted(self._office_search):
            office_search.refresh(self.connection, office_id)
        derived.add_to_tally(self.connection, self._tally)
        if self.id is not None:
            self.connection.execute("UPDATE change SET row_count = ? WHERE id = ?", (self.row_count, self.id))
            seal(self.connection, self.id)

    def refresh_later(self, lead_id: int) -> None:
        """Compute a lead's facts and index anew when the change is finished."""
        self._facts.add(lead_id)
        self._search.add(lead_id)

    # ------------------------------------------------------------------ inner

    def _number(self) -> int:
        if self.id is None:
            who = self.signature
            cursor = self.connection.execute(
                "INSERT INTO change (at_utc, utc_offset_min, staff_id, verb, door, subject, reason, program_version, undoes)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    who.at.isoformat(timespec="microseconds"), who.offset_min, who.staff_id, who.verb, who.door, who.subject,
                    who.reason, __version__, who.undoes,
                ),
            )  # fmt: skip
            self.id = int(cursor.lastrowid)
        return self.id

    def _note(self, info: Table, row_id: int, lead_id: int | None, op: str, before: object, after: object) -> None:
        self.connection.execute(
            "INSERT INTO change_row (change_id, table_name, row_id, lead_id, op, before, after) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (self._number(), info.name, row_id, lead_id, op, _json(before), _json(after)),
        )
        self.row_count += 1

    def _stamped(
        self, info: Table, row: dict[str, Any], *, new: bool, was: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        if not info.is_lead:
            return row
        now = self.signature.at.isoformat(timespec="seconds")
        row["updated_at"], row["updated_by"] = now, self.signature.staff_id
        if new:
            row.setdefault("created_at", now)
            row.setdefault("created_by", self.signature.staff_id)
        if "name" in row:
            row["same_key"] = same_name_key(row["name"])
        if _BLOCKED & row.keys():
            named = {**(was or {}), **row}
            row["name_block"], row["owner_block"] = blocks(
                named["name"], named.get("owner_name"), named.get("district_code")
            )
        if "stage" in row:
            row["stage_rank"] = RANK[row["stage"]]
        return row

    def _derive(
        self,
        info: Table,
        row_id: int,
        before: Mapping[str, Any] | None,
        after: Mapping[str, Any] | None,
    ) -> None:
        if info.is_lead:
            self._derive_lead(row_id, before, after)
        elif info.name == "office":
            if before is None or after is None or any(before[name] != after[name] for name in office_search.SEARCHED):
                self._office_search.add(row_id)
        elif info.of_lead:
            leads = {int(row["lead_id"]) for row in (before, after) if row is not None}  # two: it goes to another lead
            if info.name in _FACT_TABLES:
                self._facts |= leads
            if info.name == "lead_person":
                self._search |= leads

    def _derive_lead(self, lead_id: int, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> None:
        if before is not None:
            self._tally[derived.tally_key(before)] -= 1
        if after is not None:
            self._tally[derived.tally_key(after)] += 1
        if before is None or after is None or any(before[column] != after[column] for column in _SEARCHED):
            self._search.add(lead_id)
        self._facts.add(lead_id)

    def _refuse_stale(
        self,
        info: Table,
        row_id: int,
        current: Mapping[str, Any],
        wanted: Mapping[str, Any],
        seen: Mapping[str, Any],
    ) -> None:
        stale = [column for column in wanted if column in seen and seen[column] != current[column]]
        if not stale:
            return
        conflicts = []
        for column in stale:
            who, when = last_writer(self.connection, info.name, row_id, column)
            conflicts.append(
                FieldConflict(
                    field=column,
                    seen=seen[column],
                    theirs=current[column],
                    mine=wanted[column],
                    who=who,
                    when=when,
                )
            )
        raise StaleEdit("record.stale", tuple(conflicts), who=conflicts[0].who)


def last_writer(connection: Connection, name: str, row_id: int, column: str) -> tuple[str, str]:
    """Who wrote a field last and when (UTC, ISO); ("", "") when the journal has no single entry for it."""
    row = connection.execute(
        "SELECT coalesce(s.name, ''), c.at_utc FROM change_row r JOIN change c ON c.id = r.change_id"
        " LEFT JOIN staff s ON s.id = c.staff_id"
        " WHERE r.table_name = ? AND r.row_id = ? AND json_type(r.after, ?) IS NOT NULL ORDER BY r.id DESC LIMIT 1",
        (name, row_id, f'$."{column}"'),
    ).fetchone()
    return (str(row[0]), str(row[1])) if row else ("", "")


def _lead_of(info: Table, row_id: int, row: Mapping[str, Any] | None) -> int | None:
    if info.is_lead:
        return row_id
    return int(row["lead_id"]) if row is not None and info.of_lead else None


def _json(value: object) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
