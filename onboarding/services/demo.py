"""A believable campaign of any size in an empty database, through the write path, in one change that one undo takes back.

The same size, seed and day give the same campaign. All identifiers are invented (``demo_numbers``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import TYPE_CHECKING, Any

from onboarding.db import agenda, bulk, derived
from onboarding.db.journal import ChangeSet
from onboarding.domain.calendar import financial_year
from onboarding.errors import Refused, Stopped
from onboarding.services.demo_firms import Firms
from onboarding.services.demo_office import official_rows, staff_rows, target_rows
from onboarding.services.demo_story import Stories, Story
from onboarding.services.demo_time import CampaignTime, campaign_time

if TYPE_CHECKING:
    from onboarding.services.context import Services

CHUNK = 1_000
"""Leads that stand in memory at once."""
MOST_LEADS = 5_000_000

LEAD_COLUMNS = (
    "created_at", "created_by", "updated_at", "updated_by", "name", "name_hi", "owner_name", "business_type", "mobile",
    "alt_mobile", "email", "aadhaar_linked", "district_code", "address", "pin", "pan", "gstin", "udyam", "uam", "gem_seller_id",
    "ifsc", "bank_verified", "enterprise_class", "mse_status", "mse_on", "activity", "nic", "products", "is_odop",
    "investment_rs", "turnover_rs", "registered_on", "social_category", "women_owned", "minority", "is_startup", "group_kind",
    "caution_money", "caution_money_on", "vendor_assessment", "source", "sponsor_department", "do_not_call", "gem_registered",
    "stage", "stage_on", "desk_id", "next_on", "next_at", "next_what", "next_by", "stage_rank", "same_key", "name_block",
    "owner_block", "last_contact_on", "contact_count", "counted_on", "counted_by", "counted_evidence", "mse_counted_on",
)  # fmt: skip
_DEFAULTS: dict[str, Any] = {"mse_status": "not_checked", "do_not_call": 0, "contact_count": 0}
_CHILDREN: dict[str, tuple[str, tuple[str, ...]]] = {
    "moves": (
        "stage_event",
        ("from_stage", "to_stage", "event_on", "entered_at", "staff_id", "evidence", "reason", "proof"),
    ),
    "contacts": ("contact", ("event_on", "entered_at", "staff_id", "channel", "outcome", "is_two_way", "note")),
    "proofs": ("mse_event", ("status", "enterprise_class", "event_on", "entered_at", "staff_id", "evidence", "note")),
    "blockers": ("blocker", ("code", "note", "raised_on", "owner", "expected_on", "cleared_on")),
    "papers": ("paper", ("code", "state", "seen_on")),
    "persons": ("lead_person", ("name", "role", "mobile")),
}
"""Part of a story to its table and the columns after ``lead_id``."""

Progress = Callable[[int, int], None]
"""Told (steps done, steps in all); a lead is one step to write and one to index."""


@dataclass(frozen=True, slots=True)
class DemoResult:
    """What was made."""

    leads: int
    seed: int
    staff: int
    rows: int
    """Rows of all journalled tables."""


def build_demo(
    services: Services,
    leads: int = 2_000,
    seed: int = 1,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> DemoResult:
    """Fill an empty database with a campaign; all of it or nothing. Blocks (a million leads: minutes); call it in a thread.

    Raises:
        Refused: There are leads already, or the size is no size.
        Stopped: ``cancelled`` said so; nothing was kept.
    """
    if not 1 <= leads <= MOST_LEADS:
        raise Refused("demo.size", most=MOST_LEADS)
    today = services.clock.today()
    with services.database.read() as connection:
        _refuse_filled(agenda.is_empty(connection))
    time = campaign_time(today, services.office.calendar())
    with (
        services.database.hold(cache_kib=bulk.ROOM_KIB) as held,
        services.writing.change("demo", subject=str(leads), cancelled=cancelled, on=held) as change,
    ):
        _refuse_filled(agenda.is_empty(change.connection))
        chance = Random(f"{seed}/{leads}/{today}")  # noqa: S311 - an invented campaign, not a secret
        campaign = _Campaign(change, chance, leads, progress, cancelled)
        team = campaign.write_staff(services.actor.id)
        with bulk.unindexed(change.connection, ("lead", *(table for table, _ in _CHILDREN.values()))):
            campaign.write_leads(time, Firms(chance), Stories(chance, time, team))
        campaign.index()
        campaign.write_office(today)
    return DemoResult(leads, seed, len(team) - 1, change.row_count)


def _refuse_filled(is_empty: bool) -> None:
    if not is_empty:
        raise Refused("demo.not_empty")


@dataclass(slots=True)
class _Campaign:
    """Writes the campaign into one change set, chunk by chunk."""

    change: ChangeSet
    chance: Random
    leads: int
    progress: Progress | None
    cancelled: Callable[[], bool] | None
    reached: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(figure, district) to what counts in this financial year."""
    first: int = 0
    last: int = 0

    def write_staff(self, runner: int) -> list[int]:
        """Enter the colleagues; all who work in the campaign, with the person who runs it."""
        entered = self.change.insert_range("staff", ("login", "name", "language"), staff_rows(self.leads))
        return [runner, *range(entered[0], entered[1] + 1)] if entered else [runner]

    def write_leads(self, time: CampaignTime, firms: Firms, stories: Stories) -> None:
        """The leads in the order in which they came in, with their history."""
        year = financial_year(date.fromisoformat(time.days[time.today])).start.isoformat()
        for start in range(0, self.leads, CHUNK):
            places = range(start, min(start + CHUNK, self.leads))
            told = [stories.tell(firms.make(place), place, place * (time.today + 1) // self.leads) for place in places]
            self._write(told)
            for story in told:
                self._count(story, year)
            self._tell(places.stop)

    def _write(self, told: list[Story]) -> None:
        rows = [tuple(story.firm.get(column, _DEFAULTS.get(column)) for column in LEAD_COLUMNS) for story in told]
        span = self.change.insert_range("lead", LEAD_COLUMNS, rows)
        if span is None:  # pragma: no cover - a chunk holds at least one lead
            return
        self.first, self.last = self.first or span[0], span[1]
        for part, (table, columns) in _CHILDREN.items():
            of_leads = [(lead_id, *row) for lead_id, story in enumerate(told, span[0]) for row in getattr(story, part)]
            self.change.insert_range(table, ("lead_id", *columns), of_leads)

    def _count(self, story: Story, year: str) -> None:
        for figure, column in (("sellers_registered", "counted_on"), ("mse_registered", "mse_counted_on")):
            if (story.firm.get(column) or "") >= year:
                self.reached[figure, story.firm["district_code"]] += 1

    def index(self) -> None:
        """Make the leads findable."""
        for done in derived.index_range(self.change.connection, self.first, self.last):
            self._tell(self.leads + done)

    def write_office(self, today: date) -> None:
        """Official figures and targets."""
        self.change.insert_range(
            "official_figure", ("as_on", "figure", "value", "source"), official_rows(self.chance, today)
        )
        columns = ("figure", "unit_kind", "unit", "from_on", "to_on", "value")
        self.change.insert_range("target", columns, target_rows(self.reached, today))

    def _tell(self, done: int) -> None:
        if self.progress is not None:
            self.progress(done, 2 * self.leads)
        if self.cancelled is not None and self.cancelled():
            raise Stopped("demo.stopped")
