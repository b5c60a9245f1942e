"""Identifiers that nobody has: right in shape and check character, from series that are not given out.

Each is a function of the lead's place, so that two leads share one only where the story says so.
"""

from __future__ import annotations

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LETTERS = _ALPHABET[10:]
_SERIES = ("644", "648", "649", "650", "660", "689")
"""Beginnings of mobile numbers that no operator has been given."""
_HOSTS = ("example.com", "example.org", "example.net")
_HOLDER = {"proprietorship": "P", "firm": "F", "company": "C", "trust": "T", "government": "G"}


def mobile(place: int) -> str:
    """Ten digits, another for each place below sixty million."""
    spread = place * 15_485_863 % 60_000_000
    return f"{_SERIES[spread // 10_000_000]}{spread % 10_000_000:07d}"


def pan(place: int, business_type: str | None) -> str:
    """A PAN that begins with ZZ; the fourth letter fits the kind of firm."""
    rest, digits = divmod(place * 104_729 % 175_742_424, 9_999)
    rest, last = divmod(rest, 26)
    third, fifth = divmod(rest, 26)
    holder = _HOLDER.get(business_type or "", "P")
    return f"ZZ{_LETTERS[third]}{holder}{_LETTERS[fifth]}{digits + 1:04d}{_LETTERS[last]}"


def gstin(pan_number: str) -> str:
    """A GSTIN of Uttar Pradesh around a PAN."""
    body = f"09{pan_number}1Z"
    total = 0
    for at, sign in enumerate(body):
        quotient, rest = divmod(_ALPHABET.index(sign) * (1 + at % 2), 36)
        total += quotient + rest
    return body + _ALPHABET[-total % 36]


def udyam(place: int, district: int) -> str:
    """An Udyam number with a serial above nine million; ``district`` 1 to 75 is the registry's own count."""
    return f"UDYAM-UP-{district:02d}-{9_000_001 + place * 524_287 % 999_983:07d}"


def uam(place: int, district: int) -> str:
    """A number of the registry before Udyam."""
    return f"UP{district:02d}D{place * 524_287 % 9_999_991:07d}"


def email(name: str, place: int) -> str:
    """An address under a host that never receives mail."""
    word = "".join(sign for sign in name.lower() if "a" <= sign <= "z")[:16] or "firm"
    return f"{word}{place}@{_HOSTS[place % 3]}"


def gem_seller_id(place: int) -> str:
    """Sixteen letters and digits as GeM gives them out."""
    return f"ZZ{place * 6_700_417 % 10**14:014d}"


def gem_contract(place: int) -> str:
    """GeM's number of a contract."""
    return f"GEMC-{place * 6_700_417 % 10**15:015d}"


def ifsc(place: int) -> str:
    """The code of a branch of a bank that is none."""
    return f"ZZZZ0{place * 7919 % 10**6:06d}"
