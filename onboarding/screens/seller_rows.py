"""One seller in one line of a short list (look-up, matches while registering): number, firm, district, stage, last contact."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual.content import Content

from onboarding.domain.records import Lead
from onboarding.i18n import language, tr
from onboarding.widgets.columns import GAP, cut
from onboarding.widgets.plain import template
from onboarding.wording import day_text, stage_text

if TYPE_CHECKING:
    from onboarding.services.prospects import Stored

NUMBER, DISTRICT, STAGE, CONTACT = 11, 13, 16, 10
"""Widths in cells; the name takes what is left."""
LEAST_NAME = 12


def seller_line(lead: Lead, width: int, districts: Mapping[str, str], tail: str = "", head: str = "") -> Content:
    """The line, ``width`` cells wide; ``tail`` or ``head`` are the digits that were typed and are marked in the number."""
    number = number_that_fits(lead, tail)
    name = lead.name_hi if language() == "hi" and lead.name_hi else lead.name
    place = districts.get(lead.district_code or "", "")
    contact = day_text(lead.last_contact_on) if lead.last_contact_on else tr("lookup.untouched")
    space = max(LEAST_NAME, width - NUMBER - DISTRICT - STAGE - CONTACT - 4 * GAP)
    gap = " " * GAP
    rest = gap.join((cut(name, space), cut(place, DISTRICT), cut(stage_text(lead.stage), STAGE), cut(contact, CONTACT)))
    return _marked(number, tail, head) + template("$rest", rest=gap + rest)


def prospect_line(prospect: Stored, width: int, districts: Mapping[str, str]) -> Content:
    """A unit of the pool in the columns of the sellers around it; it has no number, no stage and no contact yet."""
    space = max(LEAST_NAME, width - NUMBER - DISTRICT - STAGE - CONTACT - 4 * GAP)
    place = districts.get(prospect.district_code, "")
    gap = " " * GAP
    columns = (cut(tr("lookup.prospect"), NUMBER), cut(prospect.name, space), cut(place, DISTRICT))
    return template("[$text-muted]$rest[/]", rest=gap.join((*columns, cut(prospect.nic, STAGE))))


def number_that_fits(lead: Lead, tail: str) -> str:
    """The seller's number that ends with the digits; else the first one; "" for none."""
    numbers = [number for number in (lead.mobile, lead.alt_mobile, lead.phone) if number]
    fitting = [number for number in numbers if tail and number.endswith(tail)]
    return (fitting or numbers or [""])[0]


def _marked(number: str, tail: str, head: str) -> Content:
    """Bold and underlined where it fits, as wide as the column."""
    blanks = " " * max(0, NUMBER - len(number))
    if tail and number.endswith(tail):
        cut_at = len(number) - len(tail)
        return template("$before[b u]$match[/b u]$blanks", before=number[:cut_at], match=number[cut_at:], blanks=blanks)
    if head and number.startswith(head):
        return template("[b u]$match[/b u]$after$blanks", match=head, after=number[len(head) :], blanks=blanks)
    return template("$number$blanks", number=number, blanks=blanks)
