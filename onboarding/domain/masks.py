"""Numbers that a report shows only in part (``ZZXXXXX18O``, ``68XXXXXX74``, ``sa****@example.com``). Pure.

What is hidden says nothing; what is shown must agree. A mask is never proof: one of many numbers fits it.
"""

from __future__ import annotations

import re

_HIDDEN = "Xx*#•"
_NOT_SHOWN = re.compile(r"[\s\-.]+")
_HIDES = re.compile(r"[Xx*#•]{2,}")
"""One X may be a letter of its own: a PAN has letters, and so has a name before an @."""


def is_masked(text: str) -> bool:
    """Whether a part of it is hidden."""
    return _HIDES.search(text) is not None


def as_mask(cell: str, *, size: int) -> str | None:
    """A masked number of so many signs in one form (capitals, hidden signs as ``X``); None where the cell holds none."""
    text = _NOT_SHOWN.sub("", cell).upper()
    if len(text) != size or not _HIDES.search(text):
        return None
    return "".join("X" if sign in _HIDDEN else sign for sign in text)


def as_email_mask(cell: str) -> str | None:
    """A masked e-mail: the letters shown in front, ``*``, and the domain; None where the cell holds none."""
    local, at, domain = cell.strip().casefold().rpartition("@")
    front = re.split(r"[*•#]", local, maxsplit=1)[0]
    return f"{front}*@{domain}" if at and "." in domain and front != local else None


def fits(mask: str, value: str) -> bool:
    """Whether a number may be the one behind a mask of ``as_mask``."""
    return len(mask) == len(value) and all(m in ("X", sign) for m, sign in zip(mask, value, strict=True))


def email_fits(mask: str, value: str) -> bool:
    """Whether an e-mail may be the one behind a mask of ``as_email_mask``."""
    front, domain = mask.split("*", 1)
    local, at, own = value.casefold().rpartition("@")
    return f"{at}{own}" == domain and local.startswith(front)


def shown_part(mask: str, value: str) -> str | None:
    """The signs of ``value`` at the places that ``mask`` shows; None for another length. Equal parts are found by look-up."""
    if len(mask) != len(value):
        return None
    return "".join(sign for m, sign in zip(mask, value, strict=True) if m != "X")
