"""Codes of an import as a person reads them; for the screens and for the command line."""

from __future__ import annotations

from onboarding.i18n import tr
from onboarding.wording import field_label

_CONFLICT = "conflict_"
_OWN = frozenset({"shared_mobile", "agent_number", "second_gstin", "decided_before", "reason", "line"})
_SIGNS = ("like_", "unlike_")


def code_sentence(code: str) -> str:
    """Reason, warning or skip code as a sentence; also ``reason``, ``line`` and ``unit.lakh`` in the head of a reject file."""
    if code.startswith(_CONFLICT):
        return tr("imports.conflict", field=field_label(code.removeprefix(_CONFLICT)))
    if code in _OWN or code.startswith(("unit.", *_SIGNS)):
        return tr(f"imports.{code}")
    return tr(f"code.{code}")


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
