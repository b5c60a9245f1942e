"""Header into columns: the field of each, by its heading and by its values. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from onboarding.domain.kruti_dev_look import column_odds, convert
from onboarding.domain.text import ascii_digits, mask_aadhaar
from onboarding.files.header import Header
from onboarding.files.table import Row, text_of

SAMPLE_ROWS = 200
SAMPLES = 3
SAMPLE_WIDTH = 60
EVIDENCE = 5
"""Fewer values than this prove nothing against a heading."""
BY_VALUES_ALONE = 0.8
"""Share of values from which a column without a known heading is taken for what it looks like."""
SECRET_FIELDS = ("aadhaar", "bank_account")
"""Columns whose numbers may not be kept, whatever they look like."""
WORDED_FIELDS = frozenset(
    {
        "name", "owner_name", "father_name", "district", "block", "state", "address", "products", "activity",
        "enterprise_class", "social_category", "women_owned", "gem_registered", "remarks", "department", "organisation", "office",
        "name_hi", "level", "head_name", "head_designation", "pu_name", "pu_designation", "role", "designation", "item",
    }
)  # fmt: skip
"""Columns of words, which may be typed for a legacy font; all others hold numbers and codes."""
KRUTI_DEV = "kruti_dev"
EXTRA_SHARE = 0.3
"""A column without heading belongs to the list when this share of rows fills it; else such a row is
shifted."""

_SHAPES: dict[str, re.Pattern[str]] = {
    "gstin": re.compile(r"[0-9O]\d[A-Z]{5}[0-9O]{4}[A-Z][0-9A-Z]Z[0-9A-Z]", re.IGNORECASE),
    "pan": re.compile(r"[A-Z]{5}\d{4}[A-Z]", re.IGNORECASE),
    "udyam": re.compile(r"UDYAM[A-Z]{2}\d{6,9}|[A-Z]{2}\d{2}[A-F]\d{7}", re.IGNORECASE),
    "email": re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+"),
    "mobile": re.compile(r"(?:\+?91|0|0091)?[6-9]\d{9}(?:\D.*)?|\d\.\d+E\+\d+|0\d{9,11}(?:\D.*)?"),
    "pin": re.compile(r"[1-9]\d{5}"),
}
"""What the values of these fields look like without blanks and hyphens."""
_ALONE = ("gstin", "udyam", "email", "pan", "mobile")
"""Shapes so peculiar that they need no heading."""
_TIGHT = re.compile(r"[\s\-'=\"]+")


@dataclass(frozen=True, slots=True)
class Column:
    """One column and what it was taken for."""

    index: int
    """From 0."""
    heading: str
    """As written; ``""`` without one."""
    field: str | None
    """Canonical field, or None: read by nobody, kept in the raw row."""
    confidence: float
    """0 to 1; 1 where a person chose."""
    samples: tuple[str, ...]
    """First three different values, for the preview."""
    legacy_odds: float | None = None
    """Log-odds that a cell was typed for Kruti Dev (DevLys has the same table); None: no evidence of any."""
    converted: tuple[tuple[str, str], ...] = ()
    """First three different values that come out changed: before, after."""

    @property
    def font(self) -> str | None:
        """The legacy font that some of its cells were typed for."""
        return KRUTI_DEV if self.legacy_odds is not None else None


def map_columns(
    header: Header,
    sample: Sequence[Row],
    mapping: Mapping[int, str | None] | None = None,
) -> tuple[Column, ...]:
    """Every column of the list, in order.

    ``mapping`` (column to field or None) is what a person decided. Of two columns that claim one
    field the surer wins, then the left one; the other stays unmapped. A second column of telephone
    numbers becomes ``phone``.
    """
    chosen = mapping or {}
    width = _width(header, sample, chosen)
    values = [_values(sample, index) for index in range(width)]
    claims = [_claims(header, index, values[index]) for index in range(width)]
    fields = _settle(claims, chosen)
    return tuple(
        _column(
            Column(
                index=index,
                heading=header.headings[index] if index < len(header.headings) else "",
                field=fields[index][0],
                confidence=fields[index][1],
                samples=_samples(values[index], fields[index][0]),
            ),
            values[index],
        )
        for index in range(width)
    )


def _column(column: Column, values: list[str]) -> Column:
    """The column with what is known of its font."""
    if column.field not in WORDED_FIELDS:
        return column
    values = [value for value in values if value != column.heading]  # the header may stand in the body again
    odds = column_odds(values, column.heading)
    if odds is None:
        return column
    pairs = ((value, convert(value, odds)) for value in dict.fromkeys(values))
    changed = [pair for pair in pairs if pair[0] != pair[1]][:SAMPLES]
    shown = tuple((_shown(before), _shown(after)) for before, after in changed)
    return replace(column, legacy_odds=odds, converted=shown)


def _shown(value: str) -> str:
    return mask_aadhaar(value[:SAMPLE_WIDTH])[0]


def _width(header: Header, sample: Sequence[Row], chosen: Mapping[int, str | None]) -> int:
    width = max(len(header.headings), *(index + 1 for index in chosen), 1)
    # Without a header every column counts that holds anything at all.
    enough = max(EVIDENCE, EXTRA_SHARE * len(sample)) if header.height else 1
    while sum(_filled(row, width) for row in sample) >= enough:
        width += 1
    return width


def _filled(row: Row, index: int) -> bool:
    return index < len(row.cells) and text_of(row.cells[index]).strip() != ""


def _values(sample: Sequence[Row], index: int) -> list[str]:
    return [text_of(row.cells[index]).strip() for row in sample if _filled(row, index)]


def _samples(values: list[str], field: str | None) -> tuple[str, ...]:
    shown = list(dict.fromkeys(values))[:SAMPLES]
    hide = conceal if field in SECRET_FIELDS else lambda value: mask_aadhaar(value)[0]
    return tuple(hide(value[:SAMPLE_WIDTH]) for value in shown)


def conceal(value: str) -> str:
    """A number that may not be kept, cut to its last four digits; ``""`` stays."""
    digits = [sign for sign in value if sign.isdecimal()]
    return "XXXX" + "".join(digits[-4:] if len(digits) > 4 else []) if value.strip() else value


def likeness(field: str, values: Sequence[str]) -> float | None:
    """Share of values that look like ``field``; None when its values have no shape of their own."""
    shape = _SHAPES.get("mobile" if field == "phone" else field)
    if shape is None or not values:
        return None
    return sum(shape.fullmatch(tight(value)) is not None for value in values) / len(values)


def tight(value: str) -> str:
    """The value without blanks, hyphens and text guards, with ASCII digits."""
    return _TIGHT.sub("", ascii_digits(value))


def looks_like(value: str) -> str | None:
    """The field whose shape a value has; not mobiles, which look like other numbers."""
    compact = tight(value)
    return next((f for f in _ALONE[:4] if _SHAPES[f].fullmatch(compact)), None)


def _claims(header: Header, index: int, values: list[str]) -> tuple[str, float] | None:
    found = header.matches[index] if index < len(header.matches) else None
    if found is not None:
        share = likeness(found.field, values)
        if share is None or len(values) < EVIDENCE:
            return found.field, found.sureness * 0.9
        return found.field, found.sureness * (0.5 + 0.5 * share)
    if len(values) < EVIDENCE:
        return None
    for field in _ALONE:
        share = likeness(field, values) or 0.0
        if share >= BY_VALUES_ALONE:
            return field, 0.5 * share
    return None


def _settle(claims: list[tuple[str, float] | None], chosen: Mapping[int, str | None]) -> list[tuple[str | None, float]]:
    settled: list[tuple[str | None, float]] = [(None, 0.0)] * len(claims)
    taken: set[str] = set()
    for index, field in chosen.items():
        settled[index] = (field, 1.0)
        taken |= {field} if field else set()
    open_claims = [(i, *claim) for i, claim in enumerate(claims) if claim and i not in chosen]
    if not any(field == "mobile" for _, field, _ in open_claims) and "mobile" not in taken:
        # The only column of telephone numbers is where the mobiles are.
        open_claims = [(i, "mobile" if f == "phone" else f, sure) for i, f, sure in open_claims]
    for index, field, sure in sorted(open_claims, key=lambda one: (-one[2], one[0])):
        wanted = "phone" if field == "mobile" and "mobile" in taken else field
        if wanted not in taken:
            taken.add(wanted)
            settled[index] = (wanted, round(sure, 2))
    return settled
