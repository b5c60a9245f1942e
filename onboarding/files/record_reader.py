"""Lists that are not of sellers: a row becomes the values of a record, what is doubtful in it, and why it is refused.

What the columns mean and what a row needs is said by each kind in its own room (``offices``, ``users``, ``purchases``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from onboarding.domain.departments import Departments
from onboarding.domain.identifiers import is_blank
from onboarding.domain.text import clean
from onboarding.files.cell_parsers import EXACT, Parser, Values, Warn
from onboarding.files.listing import Listing
from onboarding.files.row_reader import RowReader
from onboarding.files.table import MALFORMED, Row

Judge = Callable[[Values, Warn], str | None]
"""Settles the values of a row, warns, and says why it is refused."""


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One data row."""

    line: int
    """First physical line in a text file, row number in a sheet."""
    raw: tuple[str, ...]
    """All cells as they stood there, Aadhaar and account numbers masked."""
    values: Mapping[str, Any] = field(default_factory=dict)
    """What was read; a field that the list does not tell is not there."""
    warnings: tuple[str, ...] = ()
    reject: str | None = None
    """Reason code; the values are then what could be read."""


class RecordReader(RowReader):
    """Reads row after row of one list."""

    def __init__(
        self, listing: Listing, parsers: Mapping[str, tuple[int, Parser]], judge: Judge, *, conversion: bool
    ) -> None:
        """``parsers``: each field to the form of the cell wanted and its parser."""
        known = [(c.index, *parsers[c.field]) for c in listing.columns if c.field is not None and c.field in parsers]
        super().__init__(listing.columns, listing.layout, known, conversion=conversion)
        self._judge = judge

    def read(self, row: Row) -> RecordRow:
        """What the row says and what is to be thought of it."""
        exact, raw, texts, warnings = self.cells(row)
        if row.problem is not None:
            return RecordRow(row.line, raw, reject=MALFORMED, warnings=tuple(warnings))
        values: Values = {}
        self.parse((row.cells, exact, texts), values, warnings.setdefault)
        reject = self._judge(values, warnings.setdefault)
        if reject and self.layout.shifted(exact):
            reject = MALFORMED
        return RecordRow(row.line, raw, values, tuple(warnings), reject)


def department(departments: Departments) -> tuple[int, Parser]:
    """``department_code`` by the table of names, ``department_text`` as written when the table does not know it."""

    def parse(cell: str, values: Values, _warn: Warn) -> None:
        written = clean(cell)
        if is_blank(written):
            return
        code = departments.find(written)
        values["department_code" if code else "department_text"] = code or written

    return EXACT, parse


def judge_place(values: Values, warn: Warn, *, has_district: bool, has_department: bool) -> None:
    """What is doubtful about department and district; a known code leaves no text behind."""
    if values.get("district_code") is not None:
        values.pop("district_text", None)
    elif values.get("district_text") is not None:
        warn("unresolved_district")
    elif has_district:
        warn("missing_district")
    if values.get("department_text") is not None:
        warn("unresolved_department")
    elif values.get("department_code") is None and has_department:
        warn("missing_department")


def one_mobile(values: Values, warn: Warn) -> None:
    """The first mobile and the first land line of the row; a land line alone is told."""
    mobiles, landlines = values.pop("mobiles", ()), values.pop("landlines", ())
    if mobiles:
        values["mobile"] = mobiles[0]
    elif landlines:
        warn("landline")
    if landlines:
        values["phone"] = landlines[0]
    elif len(mobiles) > 1:
        values["phone"] = mobiles[1]
