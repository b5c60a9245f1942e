"""The words of a timeline: what happened, newest first, wrapped into lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from onboarding.domain.reconciling import REASON
from onboarding.domain.records import TimelineEntry
from onboarding.formats import number
from onboarding.i18n import tr
from onboarding.screens.facts_pane import wrapped
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
Tone = Literal["", "dim", "bold"]
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


Line = tuple[tuple[str, Tone], ...]
"""Texts side by side, each with its tone."""


def timeline_lines(entries: Sequence[TimelineEntry], today: date, width: int) -> list[Line]:
    """The entries, each a head line with its day and what it was, its note and its writer indented under it.

    ``width`` is that of a line, in cells.
    """
    room = max(12, width - len(INDENT))
    if not entries:
        return [((text, "dim"),) for text in wrapped(tr("record.timeline_empty"), room)]
    lines = [one for entry in entries[:SHOWN] for one in _entry(entry, today, room)]
    if len(entries) > SHOWN:
        older = tr("record.timeline_older", n=number(len(entries) - SHOWN))
        lines += [((text, "dim"),) for text in wrapped(older, room)]
    return lines


def _entry(entry: TimelineEntry, today: date, room: int) -> list[Line]:
    day = day_brief(entry.on, today)
    first, *rest = wrapped(f"{day} {_what(entry)}", room)
    said = " · ".join(filter(None, (entry.who, evidence_text(entry.evidence))))
    under: list[tuple[Tone, str]] = [("bold", text) for text in rest]
    under += [("", text) for text in wrapped(_detail(entry), room) if text.strip()]
    under += [("dim", text) for text in wrapped(said, room) if text]
    head: Line = ((first[: len(day)], "dim"), (first[len(day) :], "bold"))
    return [head, *(((INDENT + text, tone),) for tone, text in under)]


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
