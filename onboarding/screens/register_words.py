"""What the registering screen says: how the line was understood, what is wrong with it, who is known already."""

from __future__ import annotations

from textual.content import Content

from onboarding.domain.fields import CHOICES
from onboarding.domain.walk_in import Problem, WalkIn
from onboarding.i18n import known, tr
from onboarding.screens.walk_in_matches import Matches
from onboarding.widgets.plain import template
from onboarding.wording import field_label, problem_text

SOURCES = ("walk_in", "help_line", "workshop", *(
    code for code in CHOICES["source"] if code not in ("walk_in", "help_line", "workshop", "import")
))  # fmt: skip
_ORDER = (
    "mobile",
    "alt_mobile",
    "phone",
    "name",
    "owner_name",
    "products",
    "gstin",
    "pan",
    "udyam",
    "uam",
    "email",
    "pin",
)
_NOT_YET = frozenset({"name_needed", "identifier_needed", "number_short"})
"""Problems of a line that is still being written."""


def echo(walk_in: WalkIn) -> Content:
    """The fields as they were understood, then what is wrong, each problem in a line of its own."""
    fields = [_field(name, walk_in.values[name]) for name in _ORDER if name in walk_in.values]
    lines = [Content(" · ").join(fields)] if fields else []
    lines += [_problem(problem, begun=bool(fields or walk_in.number)) for problem in walk_in.problems]
    return Content("\n").join(part for part in lines if part)


def _field(name: str, value: str) -> Content:
    return template("[$text-muted]$label[/] [b]$value[/b]", label=field_label(name), value=value)


def _problem(problem: Problem, *, begun: bool) -> Content:
    text = _words(problem)
    if problem.code in _NOT_YET:
        return template("[$text-muted]… $text[/]", text=text) if begun else Content("")
    tone = "$text-error" if problem.stops else "$text-warning"
    label = "" if problem.code == "aadhaar_masked" else f"{field_label(problem.field)}: "
    return template(f"[{tone}]! $label$text[/]", label=label, text=text)


def _words(problem: Problem) -> str:
    own = f"register.problem.{problem.code}"
    return tr(own) if known(own) else problem_text(problem.code)


def match_words(matches: Matches) -> Content:
    """Why the sellers below are shown; nothing when there are none."""
    if not matches.leads:
        return Content("")
    if matches.certain is not None and matches.key is not None:
        return template("[b $text-error]! $text[/]", text=tr("register.certain", key=tr(f"register.key.{matches.key}")))
    sentence = "register.known" if matches.is_whole_number else "register.alike"
    return template("[b $text-warning]$text[/]", text=tr(sentence))
