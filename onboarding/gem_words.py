"""What GeM's report says, and how an account lies beside our book, as a person reads it; for the screens and the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onboarding.domain.official_counts import plain_value
from onboarding.i18n import tr
from onboarding.wording import stage_text

if TYPE_CHECKING:
    from onboarding.services.imports import AnyPlan
    from onboarding.services.reconciliation import AccountLine, Offer, Overview


def status_text(status: str) -> str:
    """What the account is worth: complete, begun, made by itself, switched off."""
    return tr(f"gem.status.{status}")


def key_text(key: str | None) -> str:
    """The key that proves a match; empty for None."""
    return tr(f"gem.key.{key}") if key else ""


def agrees_text(agrees: str) -> str:
    """What of an account and a lead agrees."""
    return ", ".join(tr(f"gem.key.{word}") for word in agrees.split("+") if word)


def offer_text(offer: Offer, *, hindi: bool) -> str:
    """A lead that an account may be, and why."""
    name = offer.name_hi if hindi and offer.name_hi else offer.name
    return f"#{offer.lead} {name} ({agrees_text(offer.agrees)})"


def lead_text(line: AccountLine, *, hindi: bool) -> str:
    """The lead of an account with its stage and who had worked it last; or those that it may be; or that only GeM has it."""
    if line.lead is not None:
        name = line.lead_name_hi if hindi and line.lead_name_hi else line.lead_name
        parts = [f"#{line.lead} {name}", stage_text(line.stage), key_text(line.key)]
        return " · ".join(filter(None, (*parts, line.worked_by)))
    return "; ".join(offer_text(offer, hindi=hindi) for offer in line.offers)


def plan_lines(plan: AnyPlan) -> list[str]:
    """What a list of GeM's own says before it is taken over, beside its counts; [] for every other kind."""
    from datetime import date

    from onboarding.formats import date_text, number

    extra = plan.extra()
    lines = []
    if plan.about.kind == "gem-sellers":
        counts = {name: number(n) for name, n in extra["populations"].items()}
        lines.append(tr("gem.plan_line", day=date_text(date.fromisoformat(extra["as_on"])), **counts))
        if extra["vanished"]:
            lines.append(tr("gem.plan_gone", n=number(extra["vanished"])))
    if plan.about.kind == "counts":
        for one in extra["corrections"]:
            day, label = date_text(date.fromisoformat(one["as_on"])), tr(f"figure.{one['figure']}")
            values = {name: number(plain_value(round(one[name] * 100))) for name in ("before", "after")}
            lines.append(tr("gem.corrected", day=day, figure=label, **values))
        for as_on, figures in extra["fell"].items():
            names = ", ".join(tr(f"figure.{figure}") for figure in figures)
            lines.append(tr("gem.fell", day=date_text(date.fromisoformat(as_on)), figures=names))
    return lines


def counts_lines(overview: Overview) -> list[str]:
    """The populations in words, one a line; nothing is added up over the two books."""
    from onboarding.formats import number

    counts = overview.counts
    told = [tr(f"gem.count.{name}", n=number(counts[name])) for name in ("matched", "ours", "theirs", "review")]
    if counts["matched_counted"]:
        told[0] += " " + tr("gem.count.matched_counted", n=number(counts["matched_counted"]))
    extra = ("later", "gone", "auto", "deactivated")
    return told + [tr(f"gem.count.{name}", n=number(counts[name])) for name in extra if counts[name]]
