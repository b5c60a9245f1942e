"""The catalogue against the code, both ways: nothing is said that is not in it, nothing is in it that is never said."""

from __future__ import annotations

import ast
import re
from functools import cache
from itertools import chain
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import onboarding
from onboarding.actions import ACTIONS
from onboarding.i18n import LANGUAGES, LOCALE

PACKAGE = Path(onboarding.__file__).parent
REPOSITORY = PACKAGE.parent
_ID = re.compile(r"[a-z][a-z_0-9]*(\.[a-z0-9][a-z_0-9-]*)+")
_SPEAKERS = frozenset({"tr", "tr_in", "known"})
_LATIN = re.compile(r"[A-Za-z]{2,}")
_HINDI = re.compile(r"[\u0900-\u097f]")


@cache
def catalogue(language: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for source in sorted((LOCALE / language).glob("*.po")):
        with source.open("rb") as handle:
            found |= {str(entry.id): str(entry.string) for entry in read_po(handle, locale=language) if entry.id}
    return found


@cache
def trees() -> tuple[tuple[str, ast.Module], ...]:
    files = sorted(PACKAGE.rglob("*.py"))
    return tuple((str(file.relative_to(PACKAGE)), ast.parse(file.read_text(encoding="utf-8"))) for file in files)


def said() -> dict[str, str]:
    """Every constant id that is handed to the catalogue: id to the file that says it."""
    found: dict[str, str] = {}
    for file, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _name(node.func) in _SPEAKERS | _RAISERS():
                for argument in node.args[:2]:
                    found |= {word: file for word in _constants(argument) if _ID.fullmatch(word)}
    return found


def _RAISERS() -> frozenset[str]:  # noqa: N802 - a constant that needs the classes
    from onboarding import errors

    kinds = {
        name
        for name, kind in vars(errors).items()
        if isinstance(kind, type) and issubclass(kind, errors.OnboardingError)
    }
    return frozenset(kinds)


def _name(function: ast.expr) -> str:
    return (
        function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""
    )


def _constants(node: ast.expr) -> list[str]:
    if isinstance(node, ast.IfExp):
        return _constants(node.body) + _constants(node.orelse)
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def mentioned() -> tuple[set[str], set[tuple[str, str]]]:
    """Every text of the code that is or may become an id: whole texts, and (start, end) around the first and last value."""
    whole: set[str] = set()
    open_ended: set[tuple[str, str]] = set()
    for _, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole.add(node.value)
            if isinstance(node, ast.JoinedStr):
                open_ended.add((_end(node, 0), _end(node, -1)))
    return whole, {(start, end) for start, end in open_ended if "." in start or re.fullmatch(r"\.[a-z_]+", end)}


def rooms(whole: set[str]) -> set[tuple[str, str]]:
    """What a function puts before a code, or a suffix behind an id: _label("stage.label", code), sentence + "_one"."""
    found = {(f"{text}.", "") for text in whole if re.fullmatch(r"[a-z]+\.[a-z_]+", text)}
    for _, tree in trees():
        calls = [
            node for node in ast.walk(tree) if isinstance(node, ast.Call) and _name(node.func) == "_label" and node.args
        ]
        found |= {(f"{room}.", "") for node in calls for room in _constants(node.args[0])}
    ends = {text for text in whole if re.fullmatch(r"_[a-z]+", text)}
    found |= {(text, end) for end in ends for text in whole if _ID.fullmatch(text)}
    return found


def _end(node: ast.JoinedStr, place: int) -> str:
    part = node.values[place]
    return part.value if isinstance(part, ast.Constant) and isinstance(part.value, str) else ""


def test_every_sentence_of_the_code_is_in_both_languages() -> None:
    found = said()
    assert len(found) > 300
    missing = [(file, word, code) for word, file in found.items() for code in LANGUAGES if word not in catalogue(code)]
    assert not missing


def test_every_family_of_sentences_in_the_code_has_members() -> None:
    """f"verb.{...}" must begin at least one id."""
    _, open_ended = mentioned()
    rooms = {word.split(".")[0] for word in catalogue("en")}
    for start, end in open_ended:
        if start.split(".")[0] in rooms and re.fullmatch(r"[a-z_]+(\.[a-z_0-9]+)*\.", start):
            assert any(word.startswith(start) and word.endswith(end) for word in catalogue("en")), (start, end)


def test_every_sentence_of_the_catalogue_is_said_somewhere() -> None:
    whole, open_ended = mentioned()
    open_ended |= rooms(whole)
    whole |= {f"action.{item.id}.{part}" for item in ACTIONS for part in ("label", "help")}
    unused = [
        word
        for word in catalogue("en")
        if word not in whole
        and not any(start and word.startswith(start) and word.endswith(end) for start, end in open_ended)
    ]
    assert not unused


def test_codes_of_the_domain_have_their_words() -> None:
    """The families whose members are constants of the domain are complete."""
    from onboarding.domain.blockers import BLOCKERS
    from onboarding.domain.figures import SHEET
    from onboarding.domain.outcomes import NEXT_STEPS, OUTCOMES
    from onboarding.domain.stages import EVIDENCE, STAGES

    families = {
        "stage.label": STAGES,
        "evidence.label": EVIDENCE,
        "figure": SHEET,
        "blocker.label": tuple(BLOCKERS),
        "outcome": tuple(outcome.code for outcome in OUTCOMES),
        "next": tuple(NEXT_STEPS),
        "verb": tuple(_verbs()),
    }
    wanted = set(chain.from_iterable((f"{family}.{code}" for code in codes) for family, codes in families.items()))
    assert len(wanted) > 60
    assert not sorted(wanted - set(catalogue("en")))


def _verbs() -> set[str]:
    """The verbs of every change that a service writes."""
    found: set[str] = set()
    for file, tree in trees():
        if file.startswith("services"):
            for node in ast.walk(tree):
                if isinstance(node, ast.Call) and _name(node.func) == "change" and node.args:
                    found |= set(_constants(node.args[0]))
    return found | {"undo", "redo"}


def test_both_languages_have_the_same_ids_and_placeholders() -> None:
    english, hindi = catalogue("en"), catalogue("hi")
    assert english.keys() == hindi.keys()
    other = [word for word in english if _placeholders(english[word]) != _placeholders(hindi[word])]
    assert not other


def _placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)", text))


ALLOWED = frozenset(
    {
        "aadhaar",
        "csv",
        "ctrl",
        "enter",
        "english",
        "esc",
        "excel",
        "gem",
        "gstin",
        "id",
        "ids",
        "json",
        "mse",
        "pan",
        "pdf",
    }
    | {"sms", "tab", "toml", "uam", "udyam", "url", "whatsapp", "xlsx"}
)
"""Latin words that the office's Hindi keeps: abbreviations, identifiers, products, keys."""


@pytest.mark.parametrize("language", ["hi"])
def test_no_hindi_sentence_is_left_in_english(language: str) -> None:
    left = {
        word: text
        for word, text in catalogue(language).items()
        if not _HINDI.search(text)
        and any(part.lower() not in ALLOWED for part in _LATIN.findall(re.sub(r"\{\w+\}", "", text)))
    }
    assert not left


def test_commands_named_in_sentences_and_documents_exist() -> None:
    import typer

    from onboarding.commands import table

    commands = set(getattr(typer.main.get_command(table.build()), "commands", {}))
    assert "count" in commands
    texts = [*catalogue("en").values(), *catalogue("hi").values()]
    texts += [file.read_text(encoding="utf-8") for file in (REPOSITORY / "README.md",) if file.exists()]
    named = set(
        chain.from_iterable(
            re.findall(r"(?:^|[`' (:])(?:onboarding|scripts/run) ([a-z][a-z-]+)\b", text) for text in texts
        )
    )
    prose = {"again", "and", "can", "is", "on", "that", "to", "without"}
    assert named & commands, "the sentences name commands"
    assert not named - commands - prose
