"""What the journal knows of each table: its columns, which of them are derived, and what refers to it. Read from the schema."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from onboarding.db.connection import Connection

LEAD_DERIVED = frozenset(
    {"stage_rank", "same_key", "name_block", "owner_block", "last_contact_on", "contact_count", "counted_on", "counted_by",
     "counted_evidence", "mse_counted_on"}
)  # fmt: skip
"""Columns of ``lead`` that the write path computes from other rows; they are in no journal entry."""
UNJOURNALLED = {"lead": LEAD_DERIVED, "prospect": frozenset({"last_seen_on"})}
"""Columns of a table that are in no journal entry; of a prospect the day on which the registry last gave it: nobody's work."""
BOOKKEEPING = frozenset({"id", "version", "updated_at", "updated_by"})
JOURNALLED: tuple[str, ...] = (
    "staff", "district_alias", "calendar_day", "setting", "lead", "lead_person", "stage_event", "mse_event", "contact",
    "blocker", "paper", "target", "official_figure", "lead_merge", "review", "review_candidate", "not_same", "lead_link",
    "prospect", "udyam_units",
    "department_alias", "office", "post", "officer", "office_stage_event", "office_contact", "office_blocker", "office_order",
    "purchase", "purchase_event", "gem_report", "gem_seller", "gem_seller_candidate",
    "import_profile",
)  # fmt: skip
"""Every table that staff change. ``import_batch``, ``import_layout``, ``import_row``, ``prospect_pull`` and ``prospect_page`` are
logs of their own and are never taken back."""


@dataclass(frozen=True, slots=True)
class Table:
    """A journalled table as the schema has it."""

    name: str
    columns: tuple[str, ...]
    """All columns but the id, in schema order."""
    kept: tuple[str, ...]
    """The columns whose values stand in the journal."""

    @property
    def is_lead(self) -> bool:
        """The lead itself, with its derived rows."""
        return self.name == "lead"

    @property
    def of_lead(self) -> bool:
        """A table whose rows belong to a lead."""
        return "lead_id" in self.columns


def table(connection: Connection, name: str) -> Table:
    """The description of a journalled table.

    Raises:
        KeyError: The table is not one that the write path may change.
    """
    if name not in JOURNALLED:
        raise KeyError(name)
    found = _KNOWN.get(name)
    if found is None:
        columns = tuple(
            row[1]
            for row in connection.execute("SELECT * FROM pragma_table_info(?, 'main')", (name,))
            if row[1] != "id"
        )
        # pragma_table_info answers (cid, name, type, notnull, default, pk)
        derived = BOOKKEEPING | UNJOURNALLED.get(name, frozenset())
        found = Table(name, columns, tuple(column for column in columns if column not in derived))
        _KNOWN[name] = found
    return found


_KNOWN: dict[str, Table] = {}


def referrers(connection: Connection, name: str) -> tuple[tuple[str, str], ...]:
    """(table, column) pairs of all foreign keys that point to a table, by introspection."""
    return _referrers(name, tuple(_foreign_keys(connection)))


@lru_cache(maxsize=64)
def _referrers(name: str, keys: tuple[tuple[str, str, str], ...]) -> tuple[tuple[str, str], ...]:
    return tuple((owner, column) for owner, column, target in keys if target == name)


def _foreign_keys(connection: Connection) -> list[tuple[str, str, str]]:
    return list(
        connection.execute(
            'SELECT m.name, k."from", k."table" FROM sqlite_master m, pragma_foreign_key_list(m.name, ?) k WHERE m.type = ?',
            ("main", "table"),
        )
    )
