"""Reading purchases outside GeM."""

from __future__ import annotations

from typing import Any

from onboarding.db.connection import Connection

_FIELDS = (
    "id", "tender_id", "reference_no", "earlier_id", "department_code", "department_text", "office_id", "office_text",
    "district_code", "district_text", "published_on", "closing_on", "opening_on", "item", "value_rs", "emd_rs", "kind", "finding",
    "category", "category_found", "category_link", "category_checked_on", "category_checked_by", "gemarpts_id", "gemarpts_on",
    "exception", "exception_note", "evidence_file", "status", "status_on", "notice_no", "notice_on", "reply_due_on", "reply_on",
    "moved_contract_no", "moved_value_rs", "source", "remarks", "desk_id", "next_on", "next_at", "next_what", "batch_id",
)  # fmt: skip
_ALL = """
SELECT id, tender_id, reference_no, earlier_id, department_code, department_text, office_id, office_text, district_code,
       district_text, published_on, closing_on, opening_on, item, value_rs, emd_rs, kind, finding, category, category_found,
       category_link, category_checked_on, category_checked_by, gemarpts_id, gemarpts_on, exception, exception_note, evidence_file,
       status, status_on, notice_no, notice_on, reply_due_on, reply_on, moved_contract_no, moved_value_rs, source, remarks, desk_id,
       next_on, next_at, next_what, batch_id
FROM purchase
"""


def everything(connection: Connection) -> dict[int, dict[str, Any]]:
    """Every purchase by its id, for the matching of a list."""
    return {row[0]: dict(zip(_FIELDS, row, strict=True)) for row in connection.execute(f"{_ALL} ORDER BY id")}


def purchase(connection: Connection, purchase_id: int) -> dict[str, Any] | None:
    """One purchase."""
    row = connection.execute(f"{_ALL} WHERE id = ?", (purchase_id,)).fetchone()
    return dict(zip(_FIELDS, row, strict=True)) if row else None


def page(connection: Connection, department: str, district: str, status: str, limit: int) -> list[dict[str, Any]]:
    """Purchases, the newest first; "" leaves a condition out."""
    rows = connection.execute(
        f"{_ALL} WHERE (?1 = '' OR department_code = ?1) AND (?2 = '' OR district_code = ?2) AND (?3 = '' OR status = ?3)"
        " ORDER BY coalesce(published_on, status_on) DESC, id DESC LIMIT ?4",
        (department, district, status, limit),
    )
    return [dict(zip(_FIELDS, row, strict=True)) for row in rows]


def events(connection: Connection, purchase_id: int) -> list[dict[str, Any]]:
    """What happened to a purchase, in its order."""
    names = ("kind", "event_on", "from_value", "to_value", "note", "who")
    rows = connection.execute(
        "SELECT e.kind, e.event_on, e.from_value, e.to_value, e.note, s.name FROM purchase_event e"
        " LEFT JOIN staff s ON s.id = e.staff_id WHERE e.purchase_id = ? ORDER BY e.id",
        (purchase_id,),
    )
    return [dict(zip(names, row, strict=True)) for row in rows]
