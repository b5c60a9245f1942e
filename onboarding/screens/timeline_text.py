"""The right side of a record: what happened, newest first, as one content."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from textual.content import Content

from onboarding.domain.reconciling import REASON
from onboarding.domain.records import TimelineEntry
from onboarding.formats import number
from onboarding.i18n import tr
from onboarding.screens.facts_pane import wrapped
from onboarding.widgets.plain import drawn, line, template
from onboarding.wording import (
    blocker_text,
    day_brief,
    evidence_text,
    mse_text,
    next_text,
    outcome_text,
    stage_text,
)

Kind = Literal["all", "contacts", "notes", "stages", "blockers", "imports"]
KINDS: tuple[Kind, ...] = ("all", "contacts", "notes", "stages", "blockers", "imports")
SHOWN = 200
"""Entries drawn; the number of older ones is told."""
INDENT = "  "


def of_kind(entries: Sequence[TimelineEntry], kind: Kind) -> list[TimelineEntry]:
    """The entries that a filter lets through."""
    return [entry for entry in entries if kind in ("all", _kind(entry))]


def _kind(entry: TimelineEntry) -> Kind:
    if entry.kind == "contact":
        return "notes" if entry.code == "note" else "contacts"
    if entry.kind in ("stage", "mse"):
        return "stages"
    return "imports" if entry.kind in ("import", "merge") else "blockers"


def timeline_content(entries: Sequence[TimelineEntry], today: date, width: int) -> Content:
    """The entries, each a head line with its day and what it was, its note and its writer indented under it.

    ``width`` is that of a line, in cells.
    """
    if not entries:
        return template("[dim]$text[/dim]", text=tr("record.timeline_empty"))
    room = max(12, width - len(INDENT))
    parts = [_entry(entry, today, room) for entry in entries[:SHOWN]]
    if len(entries) > SHOWN:
        older = tr("record.timeline_older", n=number(len(entries) - SHOWN))
        parts.append(template("[dim]$text[/dim]", text=older))
    return Content("\n").join(parts)


def _entry(entry: TimelineEntry, today: date, room: int) -> Content:
    day = day_brief(entry.on, today)
    first, *rest = wrapped(f"{day} {_what(entry)}", room)
    # Styled without markup: reading the markup of two hundred entries took 40 ms at each record.
    head = Content.assemble((drawn(first[: len(day)]), "dim"), (drawn(first[len(day) :]), "b"))
    lines = [Content.styled(drawn(INDENT + part), "b") for part in rest]
    lines += [line(INDENT + part) for part in wrapped(_detail(entry), room) if part.strip()]
    said = " · ".join(filter(None, (entry.who, evidence_text(entry.evidence))))
    lines += [Content.styled(drawn(INDENT + part), "dim") for part in wrapped(said, room) if part]
    return Content("\n").join([head, *lines])


def _what(entry: TimelineEntry) -> str:
    code = entry.code
    if entry.kind == "contact":
        return outcome_text(code)
    if entry.kind == "stage":
        return "→ " + stage_text(code)
    if entry.kind == "mse":
        return tr("record.timeline_mse", status=mse_text(code))
    if entry.kind == "blocker_raised":
        return tr("record.timeline_stuck", what=blocker_text(code))
    if entry.kind == "blocker_cleared":
        return tr("record.timeline_cleared", what=blocker_text(code))
    if entry.kind == "merge":
        return tr("record.timeline_merge", what=code)
    return tr("record.timeline_import")


def _detail(entry: TimelineEntry) -> str:
    if entry.kind == "stage" and entry.evidence == "gem_report":
        reason, _, proof = entry.detail.partition(" ")
        if reason.startswith(REASON):
            what = reason.removeprefix(REASON).lstrip(":")
            sentence = "record.timeline_gem_met" if what else "record.timeline_gem_report"
            return tr(sentence, id=proof, what=next_text(what))
    # A closing by the outcome of a call carries that outcome's code as its reason.
    return outcome_text(entry.detail) if entry.kind == "stage" else entry.detail
