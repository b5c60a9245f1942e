"""E-mail addresses as they stand in a cell."""

from __future__ import annotations

import re

from onboarding.domain.cells import Checked, early, plain

_USUAL = re.compile(
    r"[a-z0-9_](?:[a-z0-9_%+\-]|\.(?=[a-z0-9_%+\-])){0,63}@(?:[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?\.){1,6}[a-z]{2,24}"
)
_AT = re.compile(r"\s*[\[(]\s*at\s*[\])]\s*")
_DOT = re.compile(r"\s*[\[(]\s*dot\s*[\])]\s*")
_BETWEEN = re.compile(r"[\s,;/|<>()]+")
_LONGEST = 254
# Domains nobody means: the wrong letters of the common providers.
_SLIPS = frozenset(
    re.findall(
        r"\S+",
        """
    gmail.con gmail.co gmail.cm gmail.om gmail.in gmai.com gmial.com gamil.com gmil.com gnail.com
    gmaill.com yahoo.con yaho.com yahooo.com hotmail.con hotmal.com rediffmail.con redifmail.com
    rediffmial.com outlook.con
    """,
    )
)


def check_email(cell: str) -> Checked:
    """The first good address of the cell, in lower case.

    ``email_several`` and ``email_slip`` (a domain like gmail.con) stand beside a value;
    ``email_shape`` never does.
    """
    if len(cell) <= _LONGEST and _USUAL.fullmatch(cell):
        return _found(cell, several=False)
    cell = plain(cell).lower()
    answer = early(cell)
    if answer is not None:
        return answer
    parts = _BETWEEN.split(_DOT.sub(".", _AT.sub("@", cell)))
    good = list(dict.fromkeys(filter(None, map(_address, parts))))
    return _found(good[0], several=len(good) > 1) if good else Checked(None, "email_shape")


def _found(address: str, *, several: bool) -> Checked:
    slip = address.rpartition("@")[2] in _SLIPS
    return Checked(address, "email_slip" if slip else "email_several" if several else None)


def _address(part: str) -> str | None:
    part = part.removeprefix("mailto:").strip(".:'\"")
    if "@" not in part or len(part) > _LONGEST:
        return None
    if _USUAL.fullmatch(part):
        return part
    if part.isascii():
        return None
    return _foreign(part)


def _foreign(part: str) -> str | None:
    """An address with letters beyond ASCII (.भारत), judged by the library, offline."""
    from email_validator import EmailNotValidError, validate_email

    try:
        return validate_email(part, check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        return None
