"""Codes of an import as a person reads them; for the screens and for the command line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from onboarding.formats import UNKNOWN, instant_local, number
from onboarding.i18n import tr
from onboarding.wording import field_label, verb_text

if TYPE_CHECKING:
    from onboarding.services.imports import ImportRun, Interrupted, KeptLead, Undone

_OF_FIELD = {"conflict_": "imports.conflict", "overwritten_": "recipe.overwritten", "typed_": "recipe.typed"}
"""Beginning of a code that ends in the name of a field, to its sentence."""
_OWN = frozenset({"shared_mobile", "agent_number", "second_gstin", "decided_before", "lead_gone", "reason", "line"})
_SIGNS = ("like_", "unlike_")
_RECIPE = frozenset({"mode_only_new", "mode_only_update", "lead", "field", "before", "after", "kept_for"})
_FIELDS = frozenset({"serial", "division", "state", "district", "aadhaar", "bank_account"})
"""Fields of a list that are no fields of a record."""


def code_sentence(code: str) -> str:
    """Reason, warning or skip code as a sentence; also ``reason``, ``line``, ``unit.lakh`` in the head of a written file."""
    for begin, sentence in _OF_FIELD.items():
        if code.startswith(begin):
            return tr(sentence, field=field_label(code.removeprefix(begin)))
    if code.startswith("field."):
        return field_label(code.removeprefix("field."))
    if code in _RECIPE:
        return tr(f"recipe.{code}")
    if code in _OWN or code.startswith(("unit.", *_SIGNS)):
        return tr(f"imports.{code}")
    return tr(f"code.{code}")


def run_state(run: ImportRun) -> str:
    """How a run stands: ``committed``, ``undone``, ``running``, ``cut_off``, or ``given_up``, which was taken away unfinished."""
    if run.state != "done":
        return run.state
    return "undone" if run.undone_at else "committed"


def interrupted_text(left: Interrupted) -> str:
    """What became of an import whose program died, and what can be done."""
    if left.rows:
        return tr("imports.cut_off", file=left.file, id=left.run, written=number(left.written), rows=number(left.rows))
    return tr("imports.interrupted_kept" if left.run else "imports.interrupted", file=left.file, id=left.run or "")


def undone_words(run_id: int, undone: Undone) -> str:
    """What an undo did; of a run that nobody had seen, that it was taken away."""
    if undone.unseen:
        return tr("imports.taken_away", id=run_id, rows=number(undone.rows))
    return tr("imports.undone", id=run_id, rows=number(undone.rows), kept=number(len(undone.kept)))


def kept_lines(kept: Sequence[KeptLead], *, limit: int) -> list[str]:
    """The leads that an undo kept, each with who did what to it last; a line more when there are more than ``limit``."""
    lines = [
        tr(
            "imports.kept_line",
            id=one.id,
            name=one.name,
            verb=verb_text(one.entry.verb) if one.entry else UNKNOWN,
            who=one.entry.who if one.entry else UNKNOWN,
            when=instant_local(one.entry.at_utc) if one.entry else UNKNOWN,
        )
        for one in kept[:limit]
    ]
    if len(kept) > limit:
        lines.append(tr("imports.kept_more", n=number(len(kept) - limit)))
    return lines


def verdict_label(verdict: str, kind: str = "sellers") -> str:
    """What became of a row of a list of this kind."""
    if kind != "sellers" and verdict in ("updated", "unchanged"):
        return tr(f"imports.record_verdict.{verdict}")
    return tr(f"imports.verdict.{verdict}")


def kind_label(kind: str) -> str:
    """A kind of list."""
    return tr(f"imports.kind.{kind}")


def sheet_label(name: str, kind: str) -> str:
    """A sheet of a workbook, with the kind of list that its headings tell."""
    return f"{name} ({kind_label(kind)})" if kind else name


def list_field(field: str) -> str:
    """A field that a column of a list is read as."""
    return tr(f"imports.field.{field}") if field in _FIELDS else field_label(field)


def codes_meant(text: str) -> tuple[str, ...]:
    """The reasons and warnings in whose sentence the text stands; none for an empty text."""
    from onboarding.services.imports import codes

    wanted = text.strip().casefold()
    every = (code for kind in codes().values() for code in kind) if wanted else ()
    return tuple(code for code in every if wanted in code_sentence(code).casefold())


def repair_sentence(code: str) -> str:
    """Damage that was mended while the list was read."""
    return tr(f"recipe.repair.{code}")
