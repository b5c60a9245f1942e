"""What every reader of one cell shares: result, blank cells, text guards, error cells, problems."""

from __future__ import annotations

import re
from dataclasses import dataclass

from onboarding.domain.text import ascii_digits, clean


@dataclass(frozen=True, slots=True)
class Checked:
    """What a cell holds.

    ``value`` None: nothing to store. ``problem``: a code of `PROBLEMS`, maybe beside a value.
    """

    value: str | None
    problem: str | None = None
    repaired: bool = False


NOTHING = Checked(None)

PROBLEMS: frozenset[str] = frozenset(
    re.findall(
        r"\w+",
        """
    excel_error dummy pan_shape pan_holder pan_digits
    gstin_length gstin_shape gstin_state gstin_check gstin_repaired gstin_department gstin_tcs
    udyam_shape udyam_length udyam_date udyam_is_uam uam_shape
    mobile_shape mobile_length mobile_lost_digits mobile_landline
    email_shape email_several email_slip pin_shape ifsc_shape tan_shape cin_shape dpiit_shape
    gem_seller_id_shape gem_contract_shape aadhaar_refused
    amount_shape amount_negative amount_in_rupees amount_range amount_rounded amount_too_big
    """,
    )
)
"""Every code a reader of cells can give; front ends hold a sentence for each."""

_BLANK_WORDS = frozenset(
    """
    |na|n.a|n.a.|n/a|nil|null|none|not available|not applicable|(blank)|निल|शून्य|रिक्त|अनुपलब्ध
    |उपलब्ध नहीं|उपलब्ध नही|उपलब्ध नहीं है|लागू नहीं|नहीं है|कोई नहीं|एन०ए०|
    """.replace("\n", "")
    .replace("    ", "")
    .split("|")
)
_BLANK_SIGNS = frozenset("-–—−_.*/\\xX0०,?~ ")
_EXCEL_ERRORS = frozenset(
    {
        "#n/a",
        "#ref!",
        "#value!",
        "#name?",
        "#div/0!",
        "#null!",
        "#num!",
        "#spill!",
        "#calc!",
        "#getting_data",
    }
)
# A sign by which spreadsheets know a formula needs the guard before it, whatever quotes it holds itself.
_GUARD = re.compile(
    r"""^(?:=\s*"(?P<formula>[^"]*)"|['‘’`](?P<quote>[^'‘’`]*|\s*[=+\-@|%;＝＋－＠].*)|"(?P<text>[^"]*)")$""", re.DOTALL
)


def is_blank(cell: str) -> bool:
    """Whether the cell says "nothing": empty, dashes, NA, nil, NULL, उपलब्ध नहीं, 0, x."""
    if len(cell) > 24:
        return not cell.strip()
    word = cell.strip().casefold()
    return word in _BLANK_WORDS or (len(word) <= 4 and _BLANK_SIGNS.issuperset(word) and word != "00")


def is_excel_error(cell: str) -> bool:
    """Whether the cell shows a spreadsheet's error (#N/A, #REF!) instead of a value."""
    return cell.startswith("#") and cell.strip().casefold() in _EXCEL_ERRORS


def unguard(cell: str) -> str:
    """The cell without the guards against spreadsheets: ``'98…`` and ``="98…"``.

    A real formula such as ``=1+1`` stays as it is.
    """
    if cell[:1] not in "='‘’`\"":
        return cell
    found = _GUARD.match(cell.strip())
    if found is None:
        return cell
    return next(part for part in found.groups() if part is not None).strip()


def plain(cell: str) -> str:
    """The cell as parsers want it: cleaned, unguarded, ASCII digits, no sign of hidden ones."""
    cell = ascii_digits(unguard(clean(cell)))
    return cell.replace("\ufffd", "").strip()


def early(cell: str) -> Checked | None:
    """The answer for a cell that is blank or an error cell; None when it must be read."""
    if is_blank(cell):
        return NOTHING
    return Checked(None, "excel_error") if is_excel_error(cell) else None
