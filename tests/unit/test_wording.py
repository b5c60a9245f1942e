from __future__ import annotations

from dataclasses import fields

import pytest

from onboarding import i18n, wording
from onboarding.db.changes import ChangeEntry
from onboarding.db.undoing import Undone
from onboarding.domain import blockers, cells, mse, stages
from onboarding.domain import fields as domain_fields
from onboarding.domain.outcomes import NEXT_STEPS, OUTCOMES
from onboarding.domain.records import EDITABLE, Blocker, Lead, Paper
from onboarding.screens.seller_facts import _FIELDS
from onboarding.screens.timeline_text import KINDS

FIELD_PROBLEMS = (
    "name_needed", "choice_unknown", "yes_no_unclear", "unresolved_district",
    "ambiguous_district", "aadhaar_masked", "invalid_date", "future_date",
)  # fmt: skip
CHANNELS = ("call", "visit", "message", "letter", "workshop", "note")


def sentences() -> list[str]:
    """Every id that is put together from a code."""
    found = [f"stage.label.{code}" for code in stages.STAGES]
    found += [f"evidence.label.{code}" for code in stages.EVIDENCE]
    found += [f"mse.label.{code}" for code in mse.STATUSES]
    found += [f"class.label.{code}" for code in ("micro", "small", "medium", "large")]
    found += [f"blocker.label.{code}" for code in blockers.BLOCKERS]
    found += [f"blocker.owner.{owner}" for owner in blockers.OWNERS]
    found += [f"paper.label.{code}" for code in blockers.PAPERS]
    found += [f"paper.state.{state}" for state in ("have", "missing", "not_needed")]
    found += [f"channel.label.{code}" for code in CHANNELS]
    found += [f"outcome.{outcome.code}" for outcome in OUTCOMES]
    found += [f"next.{code}" for code in NEXT_STEPS]
    found += [f"field.label.{name}" for name in EDITABLE]
    found += [
        f"field.label.{field.name}"
        for kind in (Blocker, Paper)
        for field in fields(kind)
        if field.name not in ("id", "lead_id")
    ]
    found += [f"choice.{name}.{word}" for name, words in domain_fields.CHOICES.items() for word in words]
    found += [f"choice.{word}" for word in ("yes", "no", "unknown")]
    found += [f"problem.{code}" for code in (*cells.PROBLEMS, *FIELD_PROBLEMS)]
    found += [f"record.section_{key}" for key in (*_FIELDS, "now", "stuck", "mse")]
    found += [f"record.kind_{kind}" for kind in KINDS]
    return found


@pytest.mark.parametrize("code", i18n.LANGUAGES)
def test_every_code_has_words_in_both_languages(code: i18n.Language) -> None:
    missing = [one for one in sentences() if i18n.tr_in(code, one).startswith("⟦")]
    assert missing == []


def test_hindi_labels_are_hindi() -> None:
    wanted = [one for one in sentences() if one.startswith(("stage.", "blocker.", "paper.label"))]
    latin = [one for one in wanted if i18n.tr_in("hi", one).isascii()]
    assert latin == []


def test_facts_hold_every_editable_field_once() -> None:
    listed = [name for always, minor in _FIELDS.values() for name in (*always, *minor)]
    elsewhere = {"enterprise_class", "investment_rs", "turnover_rs"}
    assert sorted(listed) == sorted(set(EDITABLE) - elsewhere)


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ("women_owned", 1, "yes"),
        ("women_owned", 0, "no"),
        ("women_owned", None, wording.BLANK),
        ("investment_rs", 25_000_000, "₹2.50 crore"),
        ("registered_on", "2026-11-05", "05-11-2026"),
        ("business_type", "firm", "Partnership firm or LLP"),
        ("sponsor_department", "additional-energy-sources", "Additional Sources of Energy"),
        ("next_what", "my own words", "my own words"),
        ("desk_id", 7, "#7"),
    ],
)
def test_values_in_words(field: str, value: object, text: str) -> None:
    i18n.set_language("en")
    assert wording.value_text(field, value) == text


def test_unknown_codes_of_a_newer_program_stand_as_they_are() -> None:
    assert wording.stage_text("not_yet_known") == "not_yet_known"


def test_undo_says_what_and_how_much_stayed() -> None:
    i18n.set_language("en")
    entry = ChangeEntry(1, "", 1, "asha", "edit", "seller", "Sharma [Regd] {x}", "", 1, None, None)
    text = wording.undone_text("undo.done", entry, Undone(rows=3))
    assert "Sharma [Regd] {x}" in text
    assert "3" in text
    kept = Undone(rows=3, kept=[("lead", 1, ("pan",)), ("lead", 2, ("pan",))])
    assert "2 of them were changed since" in wording.undone_text("undo.done", entry, kept)


def test_lead_fields_of_the_record_have_labels() -> None:
    own = {"id", "version", "contact_count", "counted_on", "counted_by", "counted_evidence"}
    derived = {"mse_counted_on", "last_contact_on"}
    names = {field.name for field in fields(Lead)} - own - derived
    assert [name for name in names if wording.field_label(name) == name] == []
