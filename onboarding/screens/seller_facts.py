"""The facts of a seller in the order in which they are asked for, in sections; empty fields of minor weight are folded."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from onboarding.domain.mse import mse_view, rule_on
from onboarding.domain.records import Blocker, Lead, Merge, Person
from onboarding.domain.stages import ACTIVE_STAGES
from onboarding.formats import instant_local, number, rupees, since
from onboarding.i18n import tr
from onboarding.screens.seller_view import SellerView
from onboarding.wording import (
    BLANK,
    blocker_text,
    class_text,
    day_text,
    field_label,
    lead_name,
    mse_text,
    next_text,
    owner_text,
    paper_text,
    stage_text,
    value_text,
)

Tone = Literal["plain", "muted", "warning", "error", "success"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the facts."""

    key: str
    """A field's name, or what the line is of; unique in the record, so that the cursor finds it again."""
    label: str
    value: str
    tone: Tone = "plain"
    action: str = "edit-field"
    """What Enter does: an action of the screen, ``edit-field`` or ``unfold``."""


@dataclass(frozen=True, slots=True)
class Section:
    """A head with its facts."""

    key: str
    facts: list[Fact] = field(default_factory=list)

    @property
    def title(self) -> str:
        """In the language of now."""
        return tr(f"record.section_{self.key}")


_FIELDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "contact": (
        ("mobile", "owner_name"),
        ("alt_mobile", "phone", "email", "father_name", "aadhaar_linked", "do_not_call"),
    ),
    "numbers": (
        ("pan", "gstin", "udyam"),
        ("gem_seller_id", "uam", "cin", "dpiit", "ifsc", "bank_verified"),
    ),
    "firm": (
        ("name", "business_type"),
        ("name_hi", "activity", "products", "category_wanted", "nic", "is_odop", "registered_on"),
    ),
    "place": (("district_code",), ("address", "pin", "tehsil", "block")),
    "people": (
        (),
        ("social_category", "women_owned", "group_kind", "divyang", "minority", "is_startup"),
    ),
    "gem": (
        ("vendor_assessment", "caution_money"),
        ("caution_money_on", "caution_money_note", "gem_registered"),
    ),
    "lead": (("source",), ("remarks", "sponsor_department", "consent_note")),
}
"""Section to the fields that always show and those that show when they hold something."""


def sections(view: SellerView, unfolded: frozenset[str] = frozenset()) -> list[Section]:
    """All sections; of those in ``unfolded`` the empty fields too."""
    plain = {key: _section(view, key, unfolded) for key in _FIELDS}
    plain["contact"].facts[2:2] = map(_person, view.detail.persons)
    plain["lead"].facts.extend([*map(_merged, view.detail.merges), *map(_linked, view.detail.links), _entered(view)])
    made = [
        Section("now", list(_now(view))),
        plain["contact"],
        Section("stuck", list(_stuck(view))),
        Section("mse", list(_mse(view))),
    ]
    return [*made, *(plain[key] for key in ("numbers", "firm", "place", "people", "gem", "lead"))]


def _section(view: SellerView, key: str, unfolded: frozenset[str]) -> Section:
    always, minor = _FIELDS[key]
    shown = [name for name in minor if key in unfolded or _holds(view, name)]
    section = Section(key, [_fact(view, name) for name in (*always, *shown)])
    folded = [name for name in minor if name not in shown]
    if folded:
        names = ", ".join(map(field_label, folded))
        section.facts.append(Fact(f"more:{key}", "", f"+ {names}", "muted", "unfold"))
    return section


def _holds(view: SellerView, name: str) -> bool:
    value = getattr(view.lead, name)
    return bool(value) if name == "do_not_call" else value not in (None, "")


def _fact(view: SellerView, name: str) -> Fact:
    value = getattr(view.lead, name)
    text = value_text(name, value, districts=view.districts, staff=view.staff)
    loud = name == "do_not_call" and value
    tone: Tone = "error" if loud else "muted" if value in (None, "") else "plain"
    return Fact(name, field_label(name), text, tone)


def _now(view: SellerView) -> Iterable[Fact]:
    lead = view.lead
    age = since(date.fromisoformat(lead.stage_on[:10]), view.today) if lead.stage_on else ""
    stage = tr("record.stage_since", stage=stage_text(lead.stage), on=day_text(lead.stage_on), age=age)
    yield Fact("stage", field_label("stage"), stage, action="stage")
    yield _next(view)
    desk = value_text("desk_id", lead.desk_id, staff=view.staff)
    yield Fact("desk_id", field_label("desk_id"), desk, "plain" if lead.desk_id else "muted", "owner")


def _next(view: SellerView) -> Fact:
    lead, label = view.lead, field_label("next_what")
    if lead.next_on is None:
        wanted = lead.stage in ACTIVE_STAGES
        text = tr("record.no_next") if wanted else BLANK
        return Fact("next", label, text, "warning" if wanted else "muted", "follow-up")
    late = lead.next_on < view.today.isoformat()
    parts = [
        next_text(lead.next_what),
        " ".join(filter(None, (day_text(lead.next_on), lead.next_at))),
        tr("record.overdue") if late else "",
        value_text("next_by", lead.next_by, staff=view.staff) if lead.next_by else "",
    ]
    text = " · ".join(filter(None, parts))
    return Fact("next", label, text, "error" if late else "plain", "follow-up")


def _person(person: Person) -> Fact:
    parts = (person.name, person.mobile, person.email, person.note)
    label = person.role or tr("record.person")
    return Fact(f"person:{person.id}", label, " · ".join(filter(None, parts)), action="add-contact")


def _stuck(view: SellerView) -> Iterable[Fact]:
    blockers = view.open_blockers
    for blocker in blockers:
        yield _blocker(view, blocker)
    if not blockers:
        none = tr("record.no_blocker")
        yield Fact("blockers", tr("record.blockers"), none, "muted", "blocker")
    states = view.paper_states()
    seen = sum(state != "missing" for state in states.values())
    missing = view.next_missing()
    text = tr("record.papers_seen", seen=number(seen), all=number(len(states)))
    if missing:
        text += " · " + tr("record.brief_paper", paper=paper_text(missing))
    yield Fact("papers", tr("record.papers"), text, "plain" if missing else "success", "papers")


def _blocker(view: SellerView, blocker: Blocker) -> Fact:
    parts = [
        blocker_text(blocker.code),
        blocker.note or "",
        tr("record.blocker_age", owner=owner_text(blocker.owner), days=number(view.age(blocker.raised_on))),
        tr("record.blocker_expected", on=day_text(blocker.expected_on)) if blocker.expected_on else "",
    ]
    text = " · ".join(filter(None, parts))
    return Fact(f"blocker:{blocker.id}", tr("record.blocker"), text, "warning", "blocker")


def _mse(view: SellerView) -> Iterable[Fact]:
    lead = view.lead
    status = mse_text(lead.mse_status)
    if lead.mse_on:
        status += f" · {day_text(lead.mse_on)}"
    tone: Tone = "success" if lead.mse_status == "verified" else "plain"
    if lead.mse_status in ("not_mse", "lapsed"):
        tone = "warning"
    yield Fact("mse", field_label("mse_status"), status, tone, "mse")
    yield _fact(view, "enterprise_class")
    yield _fact(view, "investment_rs")
    yield _fact(view, "turnover_rs")
    yield from mse_hints(view)


def mse_hints(view: SellerView) -> Iterable[Fact]:
    """What the figures say against the certificate, and the rule in force with its day and order."""
    lead = view.lead
    seen = mse_view(view.today, lead.enterprise_class, lead.investment_rs, lead.turnover_rs)
    if seen.computed and seen.computed != lead.enterprise_class:
        sentence = "record.class_differs" if seen.differs else "record.class_computed"
        hint = tr(sentence, computed=class_text(seen.computed))
        yield Fact("mse-hint", tr("record.by_figures"), hint, "warning", "mse")
    yield Fact("mse-rule", tr("record.rule"), rule_text(view.today, seen.deciding), "muted", "mse")


def rule_text(day: date, enterprise_class: str | None) -> str:
    """The thresholds of a class (of micro and small where it is unknown) on a day, since when, by which order."""
    rows = rule_on(day)
    if not rows:
        return BLANK
    wanted: Callable[[str], bool] = (
        (lambda name: name == enterprise_class)
        if enterprise_class in ("micro", "small", "medium")
        else (lambda name: name in ("micro", "small"))
    )
    limits = "; ".join(
        tr(
            "record.rule_limits",
            name=class_text(row.enterprise_class),
            investment=rupees(row.investment_rs),
            turnover=rupees(row.turnover_rs),
        )
        for row in rows
        if wanted(row.enterprise_class)
    )
    since_day = day_text(rows[0].since.isoformat())
    return tr("record.rule_since", limits=limits, on=since_day, source=rows[0].source)


def _merged(merge: Merge) -> Fact:
    text = f"#{merge.gone_id} {merge.gone_name} · {instant_local(merge.merged_at)} · {merge.who}"
    return Fact(f"merge:{merge.gone_id}", tr("merge.from"), text, action="unmerge")


def _linked(lead: Lead) -> Fact:
    return Fact(f"link:{lead.id}", tr("review.linked"), f"#{lead.id} {lead_name(lead)}", action="open-linked")


def _entered(view: SellerView) -> Fact:
    text = instant_local(view.lead.created_at)
    return Fact("entered", field_label("created_at"), text, "muted", "history")
