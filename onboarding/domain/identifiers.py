"""The numbers that name a firm: PAN, GSTIN, Udyam and the rest, each read from one cell.

A blank cell gives neither value nor problem; nothing is ever padded or guessed. The one repair is
a letter O or I for a digit (or back) in a GSTIN, and only if a single way of writing it makes
shape and check character right.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from itertools import product

from onboarding.domain.cells import PROBLEMS, Checked, early, is_blank, plain
from onboarding.domain.emails import check_email
from onboarding.domain.phones import Phones, check_mobile, split_phones
from onboarding.domain.text import mask_aadhaar

__all__ = [
    "PROBLEMS", "Checked", "Phones", "check_cin", "check_dpiit", "check_email",
    "check_gem_contract", "check_gem_seller_id", "check_gstin", "check_ifsc", "check_mobile",
    "check_pan", "check_pin", "check_tan", "check_uam", "check_udyam", "gstin_state", "is_blank",
    "pan_holder", "pan_of_gstin", "pin_in_up", "split_phones", "udyam_state",
]  # fmt: skip

_PAN = re.compile(r"[A-Z]{5}[0-9]{4}[A-Z]")
_PAN_HOLDERS = "ABCFGHJKLPT"
_GOOD_PAN = re.compile(rf"[A-Z]{{3}}[{_PAN_HOLDERS}][A-Z](?!0000)[0-9]{{4}}[A-Z]")
_GSTIN = re.compile(rf"[0-9]{{2}}[A-Z]{{3}}[{_PAN_HOLDERS}][A-Z](?!0000)[0-9]{{4}}[A-Z][1-9A-Z][ZC][0-9A-Z]")
_GSTIN_DEDUCTOR = re.compile(r"[0-9]{2}(?:[A-Z]{5}[0-9]{4}|[A-Z]{4}[0-9]{5})[A-Z][1-9A-Z]D[0-9A-Z]")
_STATES = frozenset({*(f"{n:02d}" for n in range(1, 39)), "97", "99"})
_UDYAM = re.compile(r"UDYAM-[A-Z]{2}-[0-9]{2}-[0-9]{7}")
_UDYAM_BARE = re.compile(r"UDYAM([A-Z]{2})([0-9]{2})([0-9]{7})")
_UAM = re.compile(r"[A-Z]{2}[0-9]{2}[A-F][0-9]{7}")
_SPACERS = re.compile(r"[\s._/\-\u2010-\u2014\u2212]+")
_EATEN_BY_DATE = re.compile(
    r"[A-Z]{3,9}[-\s'/]*\d{2,4}|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(\s.*)?|\d{1,2}[-\s][A-Z]{3,9}([-\s]\d{2,4})?"
)
_POINT_ZERO = re.compile(r"\.0+$")

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _compact(cell: str) -> str:
    return _SPACERS.sub("", plain(cell)).upper()


def check_pan(cell: str) -> Checked:
    """A PAN in capitals. The fourth letter must be a known holder, the digits not 0000."""
    if len(cell) == 10 and _GOOD_PAN.fullmatch(cell):
        return Checked(cell)
    answer = early(plain(cell))
    if answer is not None:
        return answer
    pan = _compact(cell)
    if not _PAN.fullmatch(pan):
        return Checked(None, "pan_shape")
    if pan[3] not in _PAN_HOLDERS:
        return Checked(None, "pan_holder")
    return Checked(None, "pan_digits") if pan[5:9] == "0000" else Checked(pan)


def pan_holder(pan: str) -> str:
    """The letter for the holder: P person, F firm, C company, T A B trust or society, G state."""
    return pan[3]


def check_gstin(cell: str) -> Checked:
    """A GSTIN in capitals with its check character proved.

    ``gstin_repaired``, ``gstin_department`` (tax deductor, 14th character D) and ``gstin_tcs`` (C)
    come with a value.
    """
    if len(cell) == 15 and cell[13] == "Z" and _gstin_problem(cell) is None:
        return Checked(cell)
    answer = early(plain(cell))
    if answer is not None:
        return answer
    gstin = _compact(cell)
    problem = _gstin_problem(gstin)
    if problem is None:
        return Checked(gstin, {"D": "gstin_department", "C": "gstin_tcs"}.get(gstin[13]))
    repairs = _gstin_repairs(gstin) if len(gstin) == 15 else []
    if len(repairs) == 1:
        return Checked(repairs[0], "gstin_repaired", repaired=True)
    return Checked(None, problem)


def _gstin_problem(gstin: str) -> str | None:
    if len(gstin) != 15:
        return "gstin_length"
    if not (_GSTIN.fullmatch(gstin) or _GSTIN_DEDUCTOR.fullmatch(gstin)):
        return "gstin_shape"
    if gstin[:2] not in _STATES:
        return "gstin_state"
    return "gstin_check" if _checksum()(gstin, _ALPHABET) else None


@cache
def _checksum() -> Callable[[str, str], int]:
    """The library's modulus check, 0 when right; imported late, since it draws in much."""
    from stdnum import luhn

    checksum: Callable[[str, str], int] = luhn.checksum
    return checksum


_AS_DIGIT, _AS_LETTER = {"O": "0", "I": "1"}, {"0": "O", "1": "I"}
_DIGIT_PLACES, _LETTER_PLACES = frozenset({0, 1, 7, 8, 9, 10, 12}), frozenset({2, 3, 4, 5, 6, 11})


def _gstin_repairs(gstin: str) -> list[str]:
    """The valid GSTINs that differ only by O for 0 or I for 1, or the other way round."""
    choices = [_readings(place, sign) for place, sign in enumerate(gstin)]
    return [text for text in map("".join, product(*choices)) if text != gstin and _gstin_problem(text) is None]


def _readings(place: int, sign: str) -> tuple[str, ...]:
    if place in _DIGIT_PLACES:
        return (_AS_DIGIT.get(sign, sign),)
    if place in _LETTER_PLACES:
        return (_AS_LETTER.get(sign, sign),)
    other = {**_AS_DIGIT, **_AS_LETTER}.get(sign)
    return (sign, other) if other and place == 14 else (sign,)


def pan_of_gstin(gstin: str) -> str | None:
    """The PAN inside a valid GSTIN; None for a deductor whose body is a TAN."""
    return gstin[2:12] if _GOOD_PAN.fullmatch(gstin[2:12]) else None


def gstin_state(gstin: str) -> str:
    """The two digits of the state; Uttar Pradesh is 09."""
    return gstin[:2]


def check_udyam(cell: str) -> Checked:
    """UDYAM-UP-16-1234567, whatever its case, spaces and hyphens were."""
    if len(cell) == 19 and _UDYAM.fullmatch(cell):
        return Checked(cell)
    shown = plain(cell)
    answer = early(shown)
    if answer is not None:
        return answer
    bare = _compact(cell)
    found = _UDYAM_BARE.fullmatch(bare)
    if found:
        return Checked("UDYAM-" + "-".join(found.groups()))
    return Checked(None, _udyam_problem(shown.upper(), bare))


def _udyam_problem(shown: str, bare: str) -> str:
    if _UAM.fullmatch(bare):
        return "udyam_is_uam"
    if re.fullmatch(r"UDYAM[A-Z]{2}[0-9]+", bare):
        return "udyam_length"
    return "udyam_date" if _EATEN_BY_DATE.fullmatch(shown) else "udyam_shape"


def udyam_state(udyam: str) -> str:
    """The two letters of the state in a valid Udyam number."""
    return udyam[6:8]


def _by_pattern(cell: str, pattern: re.Pattern[str], problem: str) -> Checked:
    answer = early(plain(cell))
    if answer is not None:
        return answer
    text = _compact(cell)
    return Checked(text) if pattern.fullmatch(text) else Checked(None, problem)


def check_uam(cell: str) -> Checked:
    """The old Udyog Aadhaar number (UP16D0001234): kept as a trace, no proof of MSE status."""
    return _by_pattern(cell, _UAM, "uam_shape")


_PIN = re.compile(r"[1-9][0-9]{5}")


def check_pin(cell: str) -> Checked:
    """Six digits, the first not 0. Whether the post office exists is not known here."""
    if len(cell) == 6 and cell.isascii() and _PIN.fullmatch(cell):
        return Checked(cell)
    return _by_pattern(_POINT_ZERO.sub("", plain(cell)), _PIN, "pin_shape")


def pin_in_up(pin: str) -> bool:
    """Whether the PIN begins as in Uttar Pradesh (20 to 28); a few of these lie in Uttarakhand."""
    return "20" <= pin[:2] <= "28"


_IFSC = re.compile(r"[A-Z]{4}0[A-Z0-9]{6}")
_TAN = re.compile(r"[A-Z]{4}[0-9]{5}[A-Z]")
_CIN = re.compile(r"[LU][0-9]{5}[A-Z]{2}[0-9]{4}[A-Z]{3}[0-9]{6}")
_DPIIT = re.compile(r"DIPP[0-9]{4,6}")
_GEM_SELLER_ID = re.compile(r"[A-Z0-9]{16}")
_DIGITS_OF_SELLER_ID = 8
"""So many digits at least stand in every seller id that was seen; in a word of 16 letters there are fewer."""
_GEM_CONTRACT = re.compile(r"GEMC-?([0-9]{15})")


def check_ifsc(cell: str) -> Checked:
    """The code of a bank's branch, 11 characters, the fifth a zero."""
    return _by_pattern(cell, _IFSC, "ifsc_shape")


def check_tan(cell: str) -> Checked:
    """The number of a tax deductor: 4 letters, 5 digits, 1 letter."""
    return _by_pattern(cell, _TAN, "tan_shape")


def check_cin(cell: str) -> Checked:
    """The number of a company, 21 characters."""
    return _by_pattern(cell, _CIN, "cin_shape")


def check_dpiit(cell: str) -> Checked:
    """The number of a recognised start-up; DPIIT in front becomes DIPP, as GeM wants it."""
    text = re.sub(r"^DPIIT", "DIPP", _compact(cell))
    return _by_pattern(text, _DPIIT, "dpiit_shape")


def check_gem_seller_id(cell: str) -> Checked:
    """A GeM seller id; one that is not 16 letters or digits is kept and flagged, one like an Aadhaar number is not kept."""
    answer = early(plain(cell))
    if answer is not None:
        return answer
    text = _compact(cell)
    if _GEM_SELLER_ID.fullmatch(text):
        return Checked(text)
    return Checked(None, "aadhaar_refused") if mask_aadhaar(plain(cell))[1] else Checked(text, "gem_seller_id_shape")


def as_gem_seller_id(proof: str) -> str | None:
    """What was noted as proof of an account, where that is a GeM seller id and not a sentence; else None."""
    text = plain(proof).upper()
    return text if _GEM_SELLER_ID.fullmatch(text) and sum(map(str.isdigit, text)) >= _DIGITS_OF_SELLER_ID else None


def check_gem_contract(cell: str) -> Checked:
    """GEMC- and 15 digits."""
    answer = early(plain(cell))
    if answer is not None:
        return answer
    found = _GEM_CONTRACT.fullmatch(_compact(cell))
    return Checked("GEMC-" + found[1]) if found else Checked(None, "gem_contract_shape")
