"""What becomes of each row of GeM's report: matched to a lead by a key, put to a person, or theirs alone. Nothing is written."""

from __future__ import annotations

import json
from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from onboarding.db import gem_sellers as db
from onboarding.db import matching as match_db
from onboarding.db.connection import Connection
from onboarding.db.gem_sellers import ACCOUNT, Held
from onboarding.db.import_staging import Staging
from onboarding.domain.gem_accounts import FACTS, GemAccount
from onboarding.domain.gem_proposals import Pool
from onboarding.domain.matching import AGENT_FIRMS, Candidate, Match, decide
from onboarding.domain.names import same_name_key
from onboarding.domain.reconciling import Effect, Known, effect_on
from onboarding.services.import_matching import Staged

AMBIGUOUS = "keys_disagree"
"""Warning: the keys of the row name different leads."""
SECOND = "second_account"
GONE_AGAIN = "back_in_report"
"""Warning: it had stood in no report for a while."""
WARNINGS = (AMBIGUOUS, SECOND, GONE_AGAIN)
"""Beside those of the reader and of ``domain.reconciling``."""


@dataclass(slots=True)
class _Row:
    """One good row on its way to a verdict."""

    staged: Staged
    account: GemAccount
    held: Held | None
    warnings: list[str] = field(default_factory=list)


class GemMatcher:
    """Goes through the rows of one report once; what it finds stands in the staging file."""

    def __init__(self, connection: Connection, staging: Staging, as_on: date) -> None:
        self._connection = connection
        self._staging = staging
        self._as_on = as_on
        self._seen: dict[str, int | None] = {}
        """Seller id to the lead its row was matched to."""
        self._leads: set[int] = set()
        self._doubtful: dict[str, array[int]] = {}
        """District to the rows that no key matched."""
        self._districts: set[str] = set()
        self._stored: set[int] = set()
        self.counts: Counter[str] = Counter()
        self.codes: Counter[str] = Counter()
        self.populations: Counter[str] = Counter()
        """Rows that are ``matched``, ``theirs``, for a person (``review``)."""
        self.keys: Counter[str] = Counter()
        """Matched rows by the key that proves it."""
        self.warned = 0
        self.vanished: tuple[int, ...] = ()
        """Accounts that stand in the report no longer, of the districts that it names; known when it is finished."""

    def take(self, chunk: Sequence[Staged]) -> None:
        """Decide over the next rows, as far as keys do."""
        rows = self._rows(chunk)
        matches = self._match([row for row in rows.values() if row.held is None or row.held.matched_lead is None])
        leads = {number for lead, _, _ in matches.values() if (number := lead) is not None}
        leads |= {row.held.matched_lead for row in rows.values() if row.held and row.held.matched_lead}
        known = db.known(self._connection, leads)
        self._staging.begin()
        for one in chunk:
            if one.n in rows:
                self._judge(rows[one.n], matches.get(one.n), known)
            else:
                self._settle_bad(one)
        self._staging.end()

    def finish(self) -> None:
        """Look for those without a key among the leads of their district, a district at a time."""
        for district, numbers in sorted(self._doubtful.items()):
            pool = Pool(db.pool(self._connection, district)) if district else None
            for start in range(0, len(numbers), 1000):
                self._propose(pool, numbers[start : start + 1000])
        self._doubtful.clear()
        self.vanished = tuple(db.not_in(self._connection, self._districts, self._stored))

    # ------------------------------------------------------------------ keys

    def _rows(self, chunk: Sequence[Staged]) -> dict[int, _Row]:
        """The rows that stand for an account of their own, by number."""
        good = {}
        for one in chunk:
            if one.record is None:
                continue
            account = account_of(one.record)
            if account.seller_id not in self._seen:
                self._seen[account.seller_id] = None
                good[one.n] = account
        held = db.held(self._connection, [account.seller_id for account in good.values()])
        self._stored.update(one.id for one in held.values())
        self._districts.update(filter(None, (account.district_code for account in good.values())))
        return {
            one.n: _Row(one, good[one.n], held.get(good[one.n].seller_id), one.warnings.split())
            for one in chunk
            if one.n in good
        }

    def _match(self, rows: Sequence[_Row]) -> dict[int, tuple[int | None, str | None, tuple[int, ...]]]:
        """Row to (lead, key, leads that contradict each other)."""
        asked = [candidate_of(row.account) for row in rows]
        held = match_db.holders(self._connection, {number for one in asked for number in one.mobiles})
        agents = {number for number, n in held.items() if n >= AGENT_FIRMS}
        hits = match_db.find(self._connection, asked, agents) if asked else []
        noted = db.leads_with(self._connection, [row.account.seller_id for row in rows])
        found = {}
        for row, candidate, hit in zip(rows, asked, hits, strict=True):
            answer = decide(candidate, hit)
            found[row.staged.n] = _with_noted(answer, noted.get(row.account.seller_id, []))
        return found

    def _judge(
        self, row: _Row, match: tuple[int | None, str | None, tuple[int, ...]] | None, known: dict[int, Known]
    ) -> None:
        held = row.held
        lead, key, doubtful = match or (None, None, ())
        if held is not None and held.matched_lead is not None:
            lead, key = held.matched_lead, held.match_key
        if held is not None and held.gone_on is not None:
            row.warnings.append(GONE_AGAIN)
        if lead is not None and key == "gem_seller_id" and is_of_other_pan(row.account, known.get(lead)):
            doubtful, lead = (lead,), None
        if lead is not None and lead in known:
            self._settle_matched(row, lead, key or "", known[lead])
        elif doubtful and not (held is not None and held.is_settled):
            row.warnings.append(AMBIGUOUS)
            self._settle_doubtful(row, [(one, key or "") for one in doubtful])
        else:
            self._doubtful.setdefault(row.account.district_code or "", array("q")).append(row.staged.n)

    def _settle_matched(self, row: _Row, lead: int, key: str, known: Known) -> None:
        first = lead not in self._leads
        self._leads.add(lead)
        self._seen[row.account.seller_id] = lead
        effect = effect_on(known, row.account, self._as_on) if first else Effect(warnings=[SECOND])
        row.warnings += effect.warnings
        held = row.held
        new = held is None or held.matched_lead is None or held.gone_on is not None or differs(held, row.account)
        self.populations["matched"] += 1
        self.keys[key] += 1
        self._note(row, "updated" if new or effect.changes else "unchanged", lead, (), key, first=first)

    # ------------------------------------------------------------------ no key

    def _propose(self, pool: Pool | None, numbers: Sequence[int]) -> None:
        chunk = [Staged(*row) for row in self._staging.rows_of(numbers)]
        accounts = {one.n: account_of(one.record or "") for one in chunk}
        held = db.held(self._connection, [account.seller_id for account in accounts.values()])
        self._staging.begin()
        for one in chunk:
            row = _Row(one, accounts[one.n], held.get(accounts[one.n].seller_id), one.warnings.split())
            if row.held is not None and row.held.gone_on is not None:
                row.warnings.append(GONE_AGAIN)
            settled = row.held is not None and row.held.is_settled
            proposals = pool.propose(row.account) if pool is not None and not settled else []
            if proposals or (not row.account.has_key and not settled):
                self._settle_doubtful(row, [(lead, "+".join(agrees)) for lead, agrees in proposals])
            else:
                self._settle_theirs(row)
        self._staging.end()

    def _settle_doubtful(self, row: _Row, leads: Sequence[tuple[int, str]]) -> None:
        self.populations["review"] += 1
        self._note(row, "review", None, [lead for lead, _ in leads], None, agrees=dict(leads))

    def _settle_theirs(self, row: _Row) -> None:
        held = row.held
        self.populations["theirs"] += 1
        if held is None:
            verdict = "new"
        else:
            changed = differs(held, row.account) or held.gone_on is not None or held.is_doubtful
            verdict = "updated" if changed else "unchanged"
        self._note(row, verdict, None, (), None)

    def _settle_bad(self, one: Staged) -> None:
        """A rejected row, or one whose seller id came before: counted once."""
        lead = None
        if one.record is not None:
            lead = self._seen.get(account_of(one.record).seller_id)
        verdict = "rejected" if one.record is None else "merged"
        self._count(verdict, one.reject, one.warnings.split())
        self._staging.add_verdicts([(one.n, verdict, lead, "[]", one.warnings, one.reject or "")])

    def _note(
        self,
        row: _Row,
        verdict: str,
        lead: int | None,
        candidates: Sequence[int],
        key: str | None,
        *,
        first: bool = False,
        agrees: dict[int, str] | None = None,
    ) -> None:
        n, warnings = row.staged.n, list(dict.fromkeys(row.warnings))
        self._count(verdict, None, warnings)
        self._staging.add_verdicts([(n, verdict, lead, json.dumps(list(candidates)), " ".join(warnings), "")])
        stored = row.held.id if row.held is not None else None
        self._staging.add_accounts([(n, stored, key, json.dumps(agrees or {}), int(first))])

    def _count(self, verdict: str, reason: str | None, warnings: Sequence[str]) -> None:
        self.counts[verdict] += 1
        self.warned += bool(warnings)
        self.codes.update([*([reason] if reason else []), *warnings])


def account_of(record: str) -> GemAccount:
    """The account of a staged row."""
    return GemAccount(**dict(zip(ACCOUNT, json.loads(record), strict=True)))


def record_of(account: GemAccount) -> str:
    """The account as it is staged."""
    return json.dumps([getattr(account, name) for name in ACCOUNT], ensure_ascii=False, separators=(",", ":"))


def differs(held: Held, account: GemAccount) -> bool:
    """Whether the report says anything else than the one before."""
    return any(getattr(held.account, name) != getattr(account, name) for name in FACTS)


def candidate_of(account: GemAccount) -> Candidate:
    """What the ladder compares of an account; most of its numbers are masked in GeM's report."""
    return Candidate(
        same_key=same_name_key(account.name),
        gstin=account.gstin,
        udyam=account.udyam,
        pan=account.pan,
        mobiles=(account.mobile,) if account.mobile else (),
        email=account.email,
        district=account.district_code,
    )


def is_of_other_pan(account: GemAccount, known: Known | None) -> bool:
    """Whether the id noted with a lead is of a firm with another PAN: a slip of whoever noted it."""
    ours = Candidate.of({"pan": known.lead.pan, "gstin": known.lead.gstin, "name": ""}).pan if known else None
    return bool(ours and account.pan and ours != account.pan)


def _with_noted(answer: Match, noted: list[int]) -> tuple[int | None, str | None, tuple[int, ...]]:
    """The ladder's answer beside the leads in whose record the seller id stands already, which is the strongest key of all."""
    if answer.lead_id is not None:
        if not noted or answer.lead_id in noted:
            return answer.lead_id, "gem_seller_id" if len(noted) == 1 else answer.key, ()
        return None, answer.key, tuple(dict.fromkeys((*noted, answer.lead_id)))
    if answer.candidates:
        return None, answer.key, tuple(dict.fromkeys((*noted, *answer.candidates)))
    if len(noted) == 1:
        return noted[0], "gem_seller_id", ()
    return None, "gem_seller_id", tuple(noted)
