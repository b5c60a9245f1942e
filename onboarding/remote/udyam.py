"""The open-data list "MSME Registered Units under UDYAM": one page asked for, its envelope proved, its records read.

The server answers with HTML, with half a body, with an error under status 200; numbers come as text and text as numbers. A page
is read whole or not at all. Source: DOMAIN.md 5.1.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from onboarding.domain.dates import file_date
from onboarding.domain.districts import Districts, registry_spellings
from onboarding.domain.identifiers import check_pin
from onboarding.domain.names import display_name
from onboarding.domain.prospects import LONGEST_ADDRESS, LONGEST_NAME, Prospect, activities_of
from onboarding.domain.text import clean, mask_aadhaar
from onboarding.errors import RemoteFailed
from onboarding.remote.client import Client

RESOURCE = "https://api.data.gov.in/resource/8b68ae56-84cf-4728-a0a6-1be11028dea7"
STATE_CODE, STATE = 9, "UTTAR PRADESH"
SAMPLE_KEY_ROWS = 10
"""So many come for the shared sample key, whatever is asked for."""
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_LONGEST_SAID = 120


@dataclass(frozen=True, slots=True)
class Access:
    """Where and as whom the list is asked."""

    url: str
    key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Question:
    """Whose units are asked for: a district, by its code or by one spelling of its name (exact, in capitals)."""

    district_code: str
    spelling: str = ""

    @property
    def filters(self) -> dict[str, str]:
        """As parameters of the address."""
        if self.spelling:
            return {"filters[State]": STATE, "filters[District]": self.spelling}
        # By code every spelling of a district comes at once.
        return {"filters[LG_ST_Code]": str(STATE_CODE), "filters[LG_DT_Code]": self.district_code}


@dataclass(frozen=True, slots=True)
class Page:
    """One answer, read."""

    total: int
    """Units that the list holds for this question, now; it may change from page to page."""
    count: int
    """Records that came; the next page begins so far on."""
    prospects: tuple[Prospect, ...]
    refused: int
    """Records without a name, from another state, or that are none."""
    elsewhere: int
    """Records of another district than was asked for; they are among the prospects."""

    def is_sample_of(self, limit: int, offset: int) -> bool:
        """Whether only as many came as the shared sample key gives."""
        return self.count == SAMPLE_KEY_ROWS < limit and offset + self.count < self.total


class UdyamList:
    """The list, asked page by page."""

    def __init__(self, client: Client, access: Access, districts: Districts, pace: Callable[[], None]) -> None:
        """``pace`` is called before each question, and waits where one must not ask yet."""
        self._pace = pace
        self._client = client
        self._access = access
        self._districts = districts

    def page(self, question: Question, *, offset: int, limit: int) -> Page:
        """At most ``limit`` records from ``offset`` on.

        Raises:
            RemoteFailed: No page came, or not a whole one.
            Stopped: While waiting to ask again.
        """
        self._pace()
        params = {"api-key": self._access.key, "format": "json", "offset": str(offset), "limit": str(limit)}
        return self._client.get(self._access.url, params | question.filters, self._reader(question))

    def _reader(self, question: Question) -> Callable[[bytes], Page]:
        return lambda body: read_page(body, question, self._districts, secret=self._access.key)

    def questions(self, district_code: str) -> list[tuple[Question, int]]:
        """How to ask for a district and how many units that gives: by its code, else by every spelling that gives any.

        Whether the list can be filtered by code is not documented: an answer about another district says that it cannot.
        """
        by_code = Question(district_code)
        page = self.page(by_code, offset=0, limit=1)
        if page.total and not page.elsewhere:
            return [(by_code, page.total)]
        found = []
        for spelling in registry_spellings(district_code):
            question = Question(district_code, spelling)
            page = self.page(question, offset=0, limit=1)
            if page.total and not page.elsewhere:
                found.append((question, page.total))
        return found


def read_page(body: bytes, question: Question, districts: Districts, *, secret: str = "") -> Page:
    """The page in an answer; ``secret`` is kept out of what the server is quoted with.

    Raises:
        RemoteFailed: It is no whole page of this list.
    """
    envelope = _envelope(body, secret)
    records = envelope.get("records")
    total = _whole_number(envelope.get("total"))
    if not isinstance(records, list) or total is None:
        raise RemoteFailed("udyam.no_page", again=True)
    read = [_prospect(record, question.district_code, districts) for record in records]
    prospects = tuple(one for one in read if one is not None)
    elsewhere = sum(one.district_code != question.district_code for one in prospects)
    return Page(total, len(records), prospects, len(records) - len(prospects), elsewhere)


def _envelope(body: bytes, secret: str) -> dict[str, Any]:
    found: object = None
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        if body.lstrip()[:1] == b"<":
            raise RemoteFailed("udyam.html", again=True) from None
        raise RemoteFailed("udyam.half", again=True) from None
    if not isinstance(found, dict):
        raise RemoteFailed("udyam.no_page", again=True)
    if "error" in found or str(found.get("status", "ok")).casefold() not in ("ok", "success", "200"):
        raise RemoteFailed("udyam.said", again=True, said=_said(found, secret))
    return found


def _said(envelope: dict[str, Any], secret: str) -> str:
    """The server's own words, short, and without the key if it repeats it."""
    words = clean(str(envelope.get("error") or envelope.get("message") or envelope.get("status") or ""))
    return (words.replace(secret, "…") if secret else words)[:_LONGEST_SAID]


def _prospect(record: object, asked: str, districts: Districts) -> Prospect | None:
    """The unit in a record; None for one without a name, from another state, or that is no record."""
    if not isinstance(record, dict) or _is_elsewhere(record):
        return None
    name = display_name(_text(record.get("EnterpriseName")))[:LONGEST_NAME].rstrip()
    if not name:
        return None
    nic, activities = activities_of(_text(record.get("Activities")))
    day = file_date(_text(record.get("RegistrationDate"))).value
    return Prospect(
        district_code=_district(record, asked, districts),
        name=mask_aadhaar(name)[0],
        pin=check_pin(_text(record.get("Pincode")).removesuffix(".0")).value or "",
        registered_on=day.isoformat() if day else "",
        address=mask_aadhaar(clean(_text(record.get("CommunicationAddress")), limit=LONGEST_ADDRESS))[0],
        nic=nic,
        activities=activities,
    )


def _is_elsewhere(record: dict[str, Any]) -> bool:
    code, state = _whole_number(record.get("LG_ST_Code")), _text(record.get("State")).strip().upper()
    return code != STATE_CODE if code is not None else state not in ("", STATE)


def _district(record: dict[str, Any], asked: str, districts: Districts) -> str:
    """By its code, else by its name; one that is neither belongs to the district that was asked for."""
    code = _whole_number(record.get("LG_DT_Code"))
    if code is not None and districts.get(str(code)) is not None:
        return str(code)
    return districts.find(_text(record.get("District"))).code or asked


def _text(value: object) -> str:
    """A value as text, without control characters; numbers as they are written, anything else as nothing."""
    if isinstance(value, str):
        return _CONTROLS.sub("", value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    return ""


def _whole_number(value: object) -> int | None:
    """A number, or a text of one; None for anything else."""
    text = _text(value).strip().removesuffix(".0")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
