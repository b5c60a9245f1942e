"""Which field a column is read as: chosen by typing the beginning of its name in either language."""

from __future__ import annotations

from onboarding.i18n import LANGUAGES, known, tr, tr_in
from onboarding.import_words import list_field
from onboarding.widgets.choice import ChoiceDialog

NOBODY = "-"


class FieldChoice(ChoiceDialog):
    """Returns a field, ``-`` for a column that nobody reads, None on Escape."""

    def __init__(self, title: str, kind: str, chosen: str | None) -> None:
        from onboarding.services.imports import fields

        lines = [(field, list_field(field)) for field in fields(kind)]
        super().__init__(title, [*lines, (NOBODY, tr("recipe.nobody"))], chosen=chosen or NOBODY)

    def words_of(self, code: str, label: str) -> str:
        """The field's name in both languages."""
        own = f"imports.field.{code}"
        sentence = own if known(own) else f"field.label.{code}"
        names = [tr_in(language, sentence) for language in LANGUAGES if known(sentence)]
        return " ".join((super().words_of(code, label), *names))
