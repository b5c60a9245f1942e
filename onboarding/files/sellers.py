"""One data row of a seller list into what may be stored, what is doubtful, and why it is refused.

Source: importer contract. A row needs a name (of the unit, else of its owner) and one usable
identifier: mobile, e-mail, GSTIN, PAN or Udyam. A wrong optional cell is left blank with a warning
and never costs the row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from onboarding.domain.amounts import Unit
from onboarding.domain.cells import is_excel_error
from onboarding.domain.districts import Districts
from onboarding.domain.identifiers import gstin_state, pan_of_gstin, udyam_state
from onboarding.domain.kruti_dev_look import convert
from onboarding.domain.names import is_devanagari
from onboarding.domain.text import mask_aadhaar
from onboarding.files.columns import SECRET_FIELDS, Column, conceal
from onboarding.files.rows import Layout
from onboarding.files.seller_cells import Parser, Values, Warn, seller_parsers
from onboarding.files.table import MALFORMED, Cell, Row, text_of

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

_LONG_NUMBER = re.compile(r"\d{4}[ \xa0.\-/‐-—]{0,3}\d{4}[ \xa0.\-/‐-—]{0,3}\d{4}")
_ACCOUNT_WORDS = ("a/c", "/ c", " /c", "acc", "ac ", "ac.", "ac:", "ac-", "खात")
_BETWEEN = "\x1f"


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


class SellerReader:
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
        self._layout = layout
        self._legacy = [(c.index, c.legacy_odds) for c in columns if conversion and c.legacy_odds is not None]
        self._secret = [column.index for column in columns if column.field in SECRET_FIELDS]
        self._has_district = any(column.field == "district" for column in columns)
        self._parsers: list[tuple[int, int, Parser]] = seller_parsers(
            columns, districts=districts, today=today, unit=unit
        )

    def read(self, row: Row) -> SellerRow:
        """What the row says and what is to be thought of it."""
        exact = [cell if type(cell) is str else text_of(cell) for cell in row.cells]
        warnings: dict[str, None] = {}
        warn: Warn = warnings.setdefault
        texts = self._safe(exact, warn)
        raw = tuple(texts)
        if self._legacy:
            exact, raw, texts = self._in_unicode(exact, raw, texts, warn)
        if row.problem is not None:
            return SellerRow(line=row.line, raw=raw, reject=MALFORMED, warnings=tuple(warnings))
        values: Values = {}
        self._parse((row.cells, exact, texts), values, warn)
        reject = self._judge(values, warn)
        if (reject or len(warnings) > 1) and self._layout.shifted(exact):
            reject = MALFORMED
        return SellerRow(line=row.line, raw=raw, reject=reject, warnings=tuple(warnings), **values)

    def _safe(self, exact: list[str], warn: Warn) -> list[str]:
        """The cells with Aadhaar and account numbers masked; the same list when there are none."""
        texts = exact
        if _may_hold_secret(_BETWEEN.join(exact)):
            texts = _masked(exact, warn)
        return _concealed(texts, self._secret, warn) if self._secret else texts

    def _in_unicode(
        self, exact: list[str], raw: tuple[str, ...], texts: list[str], warn: Warn
    ) -> tuple[list[str], tuple[str, ...], list[str]]:
        """All three with the cells typed for a legacy font in Unicode; ``raw`` keeps them as they stood.

        A secret that only the Hindi gives away is masked in ``raw`` too.
        """
        read = list(exact)
        for index, odds in self._legacy:
            if index < len(read) and read[index]:
                read[index] = convert(read[index], odds)
        if read == exact:
            return exact, raw, texts
        texts = self._safe(read, warn)
        found = zip(raw, exact, read, texts, strict=True)
        kept = (safe if safe != hindi and hindi != typed else cell for cell, typed, hindi, safe in found)
        return read, tuple(kept), texts

    def _parse(self, forms: tuple[Sequence[Cell], ...], values: Values, warn: Warn) -> None:
        exact = forms[1]
        count = len(exact)
        for index, form, parse in self._parsers:
            if index >= count:
                continue
            cell = exact[index]
            if not cell:
                continue
            if cell[0] == "#" and is_excel_error(cell):  # type: ignore[index, arg-type]
                warn("excel_error")
                continue
            parse(forms[form][index], values, warn)

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


def _may_hold_secret(row: str) -> bool:
    """A cheap look at the whole row; only what it finds is looked at cell by cell."""
    if _LONG_NUMBER.search(row):
        return True
    row = row.lower()
    # A plain loop: any() with a generator costs three times as much, once for every row.
    for word in _ACCOUNT_WORDS:  # noqa: SIM110
        if word in row:
            return True
    return False


def _concealed(texts: Sequence[str], columns: Sequence[int], warn: Warn) -> list[str]:
    kept = list(texts)
    for index in columns:
        if index < len(kept) and kept[index].strip():
            kept[index] = conceal(kept[index])
            warn("aadhaar_masked")
    return kept


def _masked(texts: Sequence[str], warn: Warn) -> list[str]:
    kept = []
    for text in texts:
        masked, found = mask_aadhaar(text)
        if found:
            warn("aadhaar_masked")
        kept.append(masked)
    return kept
