"""Which leads an account without a certain key may be: name, district and what the masks show agree. A person decides. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from onboarding.domain.gem_accounts import GemAccount
from onboarding.domain.masks import email_fits, fits, shown_part
from onboarding.domain.names import name_key

MOST = 5
"""More leads than this are no help to the person who decides."""


class PoolLead(Protocol):
    """A lead as far as it is compared."""

    @property
    def id(self) -> int: ...  # noqa: D102
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def name_hi(self) -> str | None: ...  # noqa: D102
    @property
    def pan(self) -> str | None: ...  # noqa: D102
    @property
    def numbers(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def email(self) -> str | None: ...  # noqa: D102


class Proposal(NamedTuple):
    """A lead, and what agrees: words of ``name``, ``pan``, ``mobile``, ``email``."""

    lead_id: int
    agrees: tuple[str, ...]


class Pool:
    """The leads of one district, found by name and by what a mask shows of PAN and mobile."""

    def __init__(self, leads: Iterable[PoolLead]) -> None:
        self._leads = {lead.id: lead for lead in leads}
        self._by_name: dict[str, set[int]] = {}
        self._by_pan: dict[str, dict[str, list[int]]] = {}
        for lead in self._leads.values():
            for name in filter(None, (lead.name, lead.name_hi)):
                if key := name_key(name):
                    self._by_name.setdefault(key, set()).add(lead.id)

    def propose(self, account: GemAccount) -> list[Proposal]:
        """Those that may be it, the likeliest first; [] when none is, or when too many are to tell them apart.

        The same name in the district with another PAN is another firm. A name alone is enough only where the report shows
        neither PAN nor mobile; without the name, PAN and mobile must both agree.
        """
        found = []
        named = self._by_name.get(name_key(account.name), set())
        for lead_id in sorted(named | set(self._with_pan(account.masked_pan))):
            proposal = _compare(account, self._leads[lead_id], lead_id in named)
            if proposal is not None:
                found.append(proposal)
        found.sort(key=lambda one: (-len(one.agrees), one.lead_id))
        return found if len(found) <= MOST else []

    def _with_pan(self, mask: str | None) -> Sequence[int]:
        if mask is None:
            return ()
        places = "".join("X" if sign == "X" else "." for sign in mask)
        table = self._by_pan.get(places)
        if table is None:
            table = self._by_pan[places] = {}
            for lead in self._leads.values():
                if lead.pan and (part := shown_part(mask, lead.pan)) is not None:
                    table.setdefault(part, []).append(lead.id)
        return table.get(shown_part(mask, mask) or "", ())


def _compare(account: GemAccount, lead: PoolLead, same_name: bool) -> Proposal | None:
    pan = _agree(account.masked_pan, (lead.pan,) if lead.pan else ())
    if pan is False or (account.pan and lead.pan and account.pan != lead.pan):
        return None
    mobile = _agree(account.masked_mobile, lead.numbers)
    email = bool(account.masked_email and lead.email and email_fits(account.masked_email, lead.email))
    if same_name:
        if not (pan or mobile or email) and (account.masked_pan or account.masked_mobile):
            return None
    elif not (pan and mobile):
        return None
    words = (("name", same_name), ("pan", pan), ("mobile", mobile), ("email", email))
    return Proposal(lead.id, tuple(word for word, true in words if true))


def _agree(mask: str | None, values: Sequence[str]) -> bool | None:
    """None: nothing to compare."""
    if mask is None or not values:
        return None
    return any(fits(mask, value) for value in values)
