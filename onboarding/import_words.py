"""Codes of an import as a person reads them; for the screens and for the command line."""

from __future__ import annotations

from onboarding.i18n import tr
from onboarding.wording import field_label

_OF_FIELD = {"conflict_": "imports.conflict", "overwritten_": "recipe.overwritten", "typed_": "recipe.typed"}
"""Beginning of a code that ends in the name of a field, to its sentence."""
_OWN = frozenset({"shared_mobile", "agent_number", "second_gstin", "decided_before", "reason", "line"})
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
