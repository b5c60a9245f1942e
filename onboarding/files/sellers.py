"""One data row of a seller list into what may be stored, what is doubtful, and why it is refused.

Source: importer contract. A row needs a name (of the unit, else of its owner) and one usable
identifier: mobile, e-mail, GSTIN, PAN or Udyam. A wrong optional cell is left blank with a warning
and never costs the row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from onboarding.domain.amounts import Unit
from onboarding.domain.districts import Districts
from onboarding.domain.identifiers import gstin_state, pan_of_gstin, udyam_state
from onboarding.domain.names import is_devanagari
from onboarding.files.cell_parsers import Values, Warn
from onboarding.files.columns import Column
from onboarding.files.row_reader import RowReader
from onboarding.files.rows import Layout
from onboarding.files.seller_cells import seller_parsers
from onboarding.files.table import MALFORMED, Row

NO_NAME, NO_IDENTIFIER, OUT_OF_STATE = "no_name", "no_identifier", "out_of_state"
REASONS = (NO_NAME, NO_IDENTIFIER, MALFORMED, OUT_OF_STATE)
"""Why a row is rejected; sentences in the catalogue under ``code.``."""

WARNINGS = (
    "invalid_mobile", "landline", "invalid_email", "email_slip", "invalid_gstin", "gstin_repaired",
    "gstin_department", "gstin_tcs", "gstin_other_state", "invalid_pan", "pan_gstin_mismatch",
    "invalid_udyam", "old_uam", "udyam_other_state", "unresolved_district", "ambiguous_district",
    "missing_district", "invalid_pin", "pin_outside_up", "invalid_date", "future_date",
    "invalid_amount", "negative_amount", "amount_in_rupees", "excel_error", "aadhaar_masked",
    "gem_seller_id_shape", "unknown_class", "unknown_social", "unknown_flag",
)  # fmt: skip
"""What is doubtful in an accepted row; sentences as for ``REASONS``."""

IDENTIFIERS = ("mobiles", "email", "gstin", "pan", "udyam")
UP = "09"


@dataclass(frozen=True, slots=True, kw_only=True)
class SellerRow:
    """One data row. None means that the list does not say."""

    line: int
    """First physical line in a text file, row number in a sheet."""
    raw: tuple[str, ...]
    """All cells as they stood there, Aadhaar and account numbers masked."""
    name: str | None = None
    """Of the unit, else of the owner; as written, without M/s, मै० and the like."""
    name_hi: str | None = None
    """The name again when it is written in Devanagari."""
    owner_name: str | None = None
    father_name: str | None = None
    mobiles: tuple[str, ...] = ()
    """Ten digits each, in the order of the row."""
    landlines: tuple[str, ...] = ()
    """With area code; no identifiers."""
    email: str | None = None
    gstin: str | None = None
    pan: str | None = None
    """Of the cell, or from inside the GSTIN, which wins when they differ."""
    udyam: str | None = None
    uam: str | None = None
    district_code: str | None = None
    district_text: str | None = None
    """As written, also when it could not be resolved."""
    block: str | None = None
    enterprise_class: str | None = None
    activity: str | None = None
    nic: str | None = None
    products: str | None = None
    social_category: str | None = None
    women_owned: bool | None = None
    minority: bool | None = None
    investment_rs: int | None = None
    turnover_rs: int | None = None
    pin: str | None = None
    address: str | None = None
    registered_on: str | None = None
    """ISO day."""
    gem_registered: bool | None = None
    gem_seller_id: str | None = None
    remarks: str | None = None
    warnings: tuple[str, ...] = ()
    """Codes of ``WARNINGS``, each once, in the order of the columns."""
    reject: str | None = None
    """A code of ``REASONS``; the fields are then what could be read, for the report only."""


class SellerReader(RowReader):
    """Reads row after row of one list; remembers nothing but some repeated words."""

    def __init__(
        self,
        columns: Sequence[Column],
        layout: Layout,
        *,
        districts: Districts,
        today: date,
        unit: Unit | None,
        conversion: bool = True,
    ) -> None:
        parsers = seller_parsers(columns, districts=districts, today=today, unit=unit)
        super().__init__(columns, layout, parsers, conversion=conversion)
        self._has_district = any(column.field == "district" for column in columns)

    def read(self, row: Row) -> SellerRow:
        """What the row says and what is to be thought of it."""
        exact, raw, texts, warnings = self.cells(row)
        if row.problem is not None:
            return SellerRow(line=row.line, raw=raw, reject=MALFORMED, warnings=tuple(warnings))
        warn: Warn = warnings.setdefault
        values: Values = {}
        self.parse((row.cells, exact, texts), values, warn)
        reject = self._judge(values, warn)
        if (reject or len(warnings) > 1) and self.layout.shifted(exact):
            reject = MALFORMED
        return SellerRow(line=row.line, raw=raw, reject=reject, warnings=tuple(warnings), **values)

    def _judge(self, values: Values, warn: Warn) -> str | None:
        _settle_name(values)
        _settle_pan(values, warn)
        if values.get("landlines") and not values.get("mobiles"):
            warn("landline")
        outside = self._outside(values, warn)
        if values.get("name") is None:
            return NO_NAME
        if outside:
            return OUT_OF_STATE
        if not any(values.get(field) for field in IDENTIFIERS):
            return NO_IDENTIFIER
        return None

    def _outside(self, values: Values, warn: Warn) -> bool:
        """Whether there is evidence of another state; if not, warns of an odd place."""
        gstin, udyam, code = values.get("gstin"), values.get("udyam"), values.get("district_code")
        foreign = gstin is not None and gstin_state(gstin) != UP
        unresolved = code is None and values.get("district_text") is not None
        if values.pop("other_state", False) or (unresolved and foreign):
            return True
        if unresolved:
            warn("unresolved_district")
        elif code is None and self._has_district:
            warn("missing_district")
        if foreign:
            warn("gstin_other_state")
        if udyam is not None and udyam_state(udyam) != "UP":
            warn("udyam_other_state")
        return False


def _settle_name(values: Values) -> None:
    name = values.get("name") or values.get("owner_name")
    if name is not None:
        values["name"] = name
        if is_devanagari(name):
            values["name_hi"] = name


def _settle_pan(values: Values, warn: Warn) -> None:
    """The PAN inside the GSTIN fills a blank, and wins: its check character was proved."""
    gstin = values.get("gstin")
    inside = pan_of_gstin(gstin) if gstin is not None else None
    if inside is None:
        return
    if values.setdefault("pan", inside) != inside:
        warn("pan_gstin_mismatch")
        values["pan"] = inside
