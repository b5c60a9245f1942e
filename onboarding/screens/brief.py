"""The ten-second brief: two lines on top of a record, built from its fields, read while the phone rings."""

from __future__ import annotations

from onboarding.domain.records import TimelineEntry
from onboarding.domain.stages import ACTIVE_STAGES, is_closed
from onboarding.formats import number
from onboarding.i18n import tr
from onboarding.screens.seller_view import SellerView
from onboarding.wording import (
    blocker_text,
    day_brief,
    next_text,
    outcome_text,
    paper_text,
    stage_text,
)

BETWEEN = " · "


def brief_lines(view: SellerView) -> tuple[str, str]:
    """What happened and what comes next; where it is stuck and what is missing."""
    first = [contacts_brief(view), next_brief(view)]
    second = [stuck_brief(view), paper_brief(view)]
    return BETWEEN.join(filter(None, first)), BETWEEN.join(filter(None, second))


def contacts_brief(view: SellerView) -> str:
    """How often, when and by whom last, and what came of it."""
    last = _last_contact(view)
    if last is None:
        return tr("record.brief_untouched", days=number(view.age(view.lead.created_at)))
    once = view.lead.contact_count == 1
    return tr(
        "record.brief_contacts_one" if once else "record.brief_contacts",
        n=number(view.lead.contact_count),
        on=day_brief(last.on, view.today),
        who=last.who,
        outcome=outcome_text(last.code),
    )


def next_brief(view: SellerView) -> str:
    """The next step with its day; that there is none is said only where one is wanted."""
    lead = view.lead
    if lead.next_on is None:
        return tr("record.brief_no_next") if lead.stage in ACTIVE_STAGES else ""
    today = view.today.isoformat()
    sentence = "overdue" if lead.next_on < today else "today" if lead.next_on == today else "next"
    at = f" {lead.next_at}" if lead.next_at else ""
    return tr(
        f"record.brief_{sentence}",
        what=next_text(lead.next_what) or tr("record.brief_next_step"),
        on=day_brief(lead.next_on, view.today) + at,
        days=number(max(0, view.age(lead.next_on))),
    )


def stuck_brief(view: SellerView) -> str:
    """The oldest open blocker with its age; without one, how long the lead has stood in its stage."""
    blockers = view.open_blockers
    if not blockers:
        days = number(max(0, view.age(view.lead.stage_on)))
        return tr("record.brief_stage", stage=stage_text(view.lead.stage), days=days)
    oldest = blockers[0]
    what = oldest.note if oldest.code == "other" and oldest.note else blocker_text(oldest.code)
    stuck = tr("record.brief_stuck", days=number(view.age(oldest.raised_on)), what=what)
    return stuck + (f" (+{len(blockers) - 1})" if len(blockers) > 1 else "")


def paper_brief(view: SellerView) -> str:
    """The next missing paper, for leads that are still on the ladder."""
    missing = view.next_missing()
    if missing is None or is_closed(view.lead.stage):
        return ""
    return tr("record.brief_paper", paper=paper_text(missing))


def _last_contact(view: SellerView) -> TimelineEntry | None:
    contacts = (entry for entry in view.detail.timeline if entry.kind == "contact")
    return next((entry for entry in contacts if entry.code != "note"), None)
