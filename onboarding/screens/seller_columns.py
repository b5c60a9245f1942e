"""The columns of lists of sellers and the words in them; one place, so that every list says the same thing alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from onboarding.domain.districts import Districts
from onboarding.domain.stages import ACTIVE_STAGES
from onboarding.formats import date_text
from onboarding.i18n import language, tr
from onboarding.services.lists import SellerRow
from onboarding.widgets.columns import Column
from onboarding.widgets.record_view import Tone

Row = Sequence[str]
ACTIVE = frozenset(ACTIVE_STAGES)

COLUMNS: dict[str, Column] = {
    column.key: column
    for column in (
        Column("flag", "list.col.flag", 1, sortable=False),
        Column("name", "list.col.name", (14, 40)),
        Column("owner", "list.col.owner", (10, 24), priority=8, sortable=False),
        Column("mobile", "list.col.mobile", 10, priority=1),
        Column("district", "list.col.district", (9, 16), priority=3),
        Column("stage", "list.col.stage", (10, 20), priority=2),
        Column("mse", "list.col.mse", (5, 9), priority=6),
        Column("next", "list.col.next", 10, priority=2),
        Column("what", "list.col.what", (8, 18), priority=5, sortable=False),
        Column("contact", "list.col.contact", 10, priority=7),
        Column("desk", "list.col.desk", (6, 12), priority=9, sortable=False),
    )
}
"""All columns by key; a list takes those it wants."""
LIST = (
    "flag",
    "name",
    "owner",
    "mobile",
    "district",
    "stage",
    "mse",
    "next",
    "what",
    "contact",
    "desk",
)
DUE = ("flag", "next", "name", "mobile", "stage", "what", "district", "contact")


_IN_DUE = {"stage": (12, 20), "what": (15, 24)}
DUE_COLUMNS = tuple(
    replace(
        column,
        width=_IN_DUE.get(column.key, column.width),
        priority=1 if column.key == "what" else column.priority,
        sortable=False,
    )
    for column in map(COLUMNS.__getitem__, DUE)
)
"""Who is to be called wants to see what for, sooner than the district."""


class SellerSource:
    """Rows of sellers for a RecordTable: fetches in the table's thread and words them."""

    def __init__(
        self,
        rows: Callable[[Sequence[int]], list[SellerRow]],
        keys: tuple[str, ...],
        districts: Callable[[], Districts],
        today: Callable[[], date],
    ) -> None:
        self._rows = rows
        self._keys = keys
        self._districts = districts
        self._today = today

    def fetch(self, ids: Sequence[int], /) -> Sequence[Row]:
        """The texts of the rows, in the order of the ids and of the columns."""
        return self.texts(self._rows(ids))

    def texts(self, rows: Sequence[SellerRow]) -> list[Row]:
        """The texts of rows that were read already."""
        today, districts = self._today().isoformat(), self._districts()
        return [self._texts(row, today, districts) for row in rows]

    def _texts(self, row: SellerRow, today: str, districts: Districts) -> Row:
        texts = {
            "flag": flag_of(row, today),
            "name": row.name_hi if language() == "hi" and row.name_hi else row.name,
            "owner": row.owner_name or "",
            "mobile": row.mobile or "",
            "district": districts.name_of(row.district_code or "", language()) or "",
            "stage": tr(f"stage.label.{row.stage}"),
            "mse": tr(f"class.label.{row.enterprise_class}") if row.enterprise_class else "",
            "next": _when(row, today),
            "what": _what(row.next_what),
            "contact": date_text(date.fromisoformat(row.last_contact_on)) if row.last_contact_on else "",
            "desk": row.desk,
        }
        return tuple(texts[key] for key in self._keys)


def columns(keys: tuple[str, ...]) -> tuple[Column, ...]:
    """The columns with these keys, in this order."""
    return tuple(COLUMNS[key] for key in keys)


def flag_of(row: SellerRow, today: str) -> str:
    """One character: ``!`` overdue, ``•`` due today, ``+`` planned, ``?`` no next step, ``#`` blocked, blank when closed."""
    if row.open_blockers and not (row.next_on and row.next_on <= today):
        return "#"
    if row.next_on is None:
        return "?" if row.stage in ACTIVE else " "
    return "!" if row.next_on < today else "•" if row.next_on == today else "+"


def tone_of_due(column: str, row: Row) -> Tone | None:
    """The tone of the sign and the day of the next step; the sign says the same."""
    return _TONES.get(row[0]) if column in ("flag", "next") else None


_TONES: dict[str, Tone] = {"!": "error", "•": "accent", "?": "warning", "#": "warning"}


def _when(row: SellerRow, today: str) -> str:
    if not row.next_on:
        return ""
    return tr("list.today") if row.next_on == today else date_text(date.fromisoformat(row.next_on))


def _what(code: str | None) -> str:
    if not code:
        return ""
    from onboarding.domain.outcomes import NEXT_STEPS

    return tr(f"next.{code}") if code in NEXT_STEPS else code
