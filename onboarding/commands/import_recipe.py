"""What the command line says of how a list is read and taken over: its options into a recipe; profiles; spellings of districts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onboarding.commands.common import say, say_json, services
from onboarding.commands.options import BIGGEST, Db, Json, Lang
from onboarding.i18n import tr

if TYPE_CHECKING:
    from onboarding.domain.districts import Districts
    from onboarding.services.import_overwriting import Replaced
    from onboarding.services.import_profiles import ImportProfile
    from onboarding.services.imports import AnyPlan

SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}
MODES = {"both": "both", "new": "only_new", "update": "only_update"}
NOBODY = "-"


def _option(name: str, sentence: str, metavar: str) -> Any:  # noqa: ANN401 - typer's own
    return typer.Option(name, help=tr(sentence), metavar=metavar, show_default=False)


Maps = Annotated[list[str] | None, _option("--map", "recipe.opt.map", "HEADING=FIELD")]
Encoding = Annotated[str | None, _option("--encoding", "recipe.opt.encoding", "NAME")]
Separator = Annotated[str | None, _option("--separator", "recipe.opt.separator", "SIGN")]
HeaderRow = Annotated[
    int | None,
    typer.Option("--header", help=tr("recipe.opt.header"), metavar="ROW", min=0, max=1_048_576, show_default=False),
]
UnitName = Annotated[str | None, _option("--unit", "recipe.opt.unit", "rupee|thousand|lakh|crore")]
ModeName = Annotated[str | None, _option("--mode", "recipe.opt.mode", "both|new|update")]
Overwrite = Annotated[list[str] | None, _option("--overwrite", "recipe.opt.overwrite", "FIELD")]
Given = Annotated[list[str] | None, _option("--set", "recipe.opt.set", "FIELD=VALUE")]
Sender = Annotated[str | None, _option("--sender", "recipe.opt.sender", "NAME")]
UseProfile = Annotated[bool, typer.Option("--profile/--no-profile", help=tr("recipe.opt.profile"))]


def columns_told(pairs: Sequence[str], kind: str | None) -> dict[str, str | None]:
    """``--map`` as columns to fields of this kind of list (None: of any); ``-`` is nobody.

    Raises:
        Refused: No ``=``, or no such field.
    """
    from onboarding.errors import Refused
    from onboarding.import_words import list_field
    from onboarding.services.imports import fields
    from onboarding.services.kinds import names as kinds

    names = (name for one in ((kind,) if kind in kinds() else kinds()) for name in fields(one))
    known = {name: name for name in names}
    spoken = {_plain(list_field(name)): name for name in known}
    found: dict[str, str | None] = {}
    for pair in pairs:
        heading, sign, name = pair.rpartition("=")
        field = known.get(name.strip()) or spoken.get(_plain(name))
        if not sign or not heading.strip() or (field is None and name.strip() != NOBODY):
            raise Refused("recipe.map_unclear", text=pair, fields=", ".join(known))
        found[heading.strip()] = field
    return found


def _plain(text: str) -> str:
    from onboarding.domain.text import fold

    return fold(text)


def separator_told(text: str | None) -> str | None:
    """The sign itself, or its name."""
    return SEPARATORS.get(text, "\t" if text == "\\t" else text) if text is not None else None


def mode_told(text: str | None) -> Any:  # noqa: ANN401 - a mode, which only the domain names
    """The mode of the run.

    Raises:
        Refused: Another word.
    """
    from onboarding.errors import Refused

    if text is not None and text not in MODES:
        raise Refused("recipe.word_unclear", option="--mode", text=text, words=", ".join(MODES))
    return MODES[text] if text is not None else None


def unit_told(text: str | None) -> str | None:
    """What one of the amounts is worth.

    Raises:
        Refused: Another word.
    """
    from onboarding.domain.recipe import UNITS
    from onboarding.errors import Refused

    if text is not None and text not in UNITS:
        raise Refused("recipe.word_unclear", option="--unit", text=text, words=", ".join(UNITS))
    return text


def overwrite_told(names: Sequence[str] | None) -> frozenset[str] | None:
    """The fields that give way.

    Raises:
        Refused: One that never does.
    """
    from onboarding.domain.merging import OVERWRITABLE
    from onboarding.errors import Refused

    if names is None:
        return None
    wanted = [name.strip() for text in names for name in text.split(",") if name.strip()]
    wanted = ["district_code" if name == "district" else name for name in wanted]
    for name in wanted:
        if name not in OVERWRITABLE:
            raise Refused("recipe.word_unclear", option="--overwrite", text=name, words=", ".join(OVERWRITABLE))
    return frozenset(wanted)


def defaults_told(pairs: Sequence[str] | None) -> dict[str, str]:
    """What every new lead of the run gets.

    Raises:
        Refused: Another field, or no such value.
    """
    from onboarding.domain.recipe import DEFAULTS, SOURCES
    from onboarding.errors import Refused
    from onboarding.wording import departments

    values = {"source": SOURCES, "sponsor_department": tuple(departments())}
    found = {}
    for pair in pairs or ():
        name, _, value = (part.strip() for part in pair.partition("="))
        words = values.get(name, DEFAULTS)
        if name not in values or value not in words:
            raise Refused("recipe.word_unclear", option="--set", text=pair, words=", ".join(words))
        found[name] = value
    return found


# ---------------------------------------------------------------------- what was recognised


def say_recipe(plan: AnyPlan) -> None:
    """The profile, what is missing, what is new since the last list, what was mended."""
    from onboarding.formats import counted, number
    from onboarding.import_words import repair_sentence
    from onboarding.recipe_words import delta_words, missing_words, profile_words

    for text in (profile_words(plan), *missing_words(plan.about.missing), delta_words(plan)):
        if text:
            say(text)
    for code, count in plan.repairs.items():
        say(f"  {number(count):>12}  · {repair_sentence(code)}")
    gave_way = sum(count for code, count in plan.codes.items() if code.startswith("overwritten_"))
    if gave_way:
        say(counted("recipe.gives_way", gave_way))


def recipe_document(plan: AnyPlan, replaced: Sequence[Replaced]) -> dict[str, Any]:
    """What the JSON of an import says of recipe, profile and delta; ``replaced`` are the values that give way to it."""
    found: dict[str, Any] = {"mode": plan.recipe.rules[0]}
    if plan.about.separator is not None:
        found["separator"] = plan.about.separator
    if plan.profile is not None:
        found["profile"] = {"id": plan.profile.id, "sender": plan.profile.sender, "used_at": plan.profile.used_at}
    if plan.about.missing:
        found["missing"] = plan.about.missing
    if plan.repairs:
        found["repairs"] = plan.repairs
    if plan.delta is not None:
        found["delta"] = asdict(plan.delta)
    if plan.recipe.overwrite:
        found["overwritten"] = [asdict(one) for one in replaced]
    return found


# ---------------------------------------------------------------------- profiles


def list_profiles(
    forget: Annotated[
        int | None,
        typer.Option("--forget", help=tr("recipe.opt.forget"), metavar="ID", min=1, max=BIGGEST, show_default=False),
    ] = None,
    rename: Annotated[str | None, _option("--rename", "recipe.opt.rename", "ID=NAME")] = None,
    db: Db = None,
    lang: Lang = "",
    as_json: Json = False,
) -> None:
    """The senders whose lists are known; one forgotten or called otherwise."""
    from onboarding.errors import Refused

    house = services(db, lang, door="imports profiles")
    if forget is not None:
        gone = house.import_profiles.forget(forget)
        say(tr("recipe.forgotten", sender=gone.sender))
        return
    if rename is not None:
        number, _, name = rename.partition("=")
        if not number.strip().isdecimal():
            raise Refused("recipe.rename_unclear", text=rename)
        house.import_profiles.rename(int(number), name)
    found = house.import_profiles.all()
    if as_json:
        say_json([_profile_document(one) for one in found])
        return
    if not found:
        say(tr("recipe.no_profiles"))
    for one in found:
        say(_profile_line(one))


def _profile_document(one: ImportProfile) -> dict[str, Any]:
    recipe = {name: value for name, value in asdict(one.recipe).items() if value not in (None, {})}
    return {"id": one.id, "kind": one.kind, "sender": one.sender, "used_at": one.used_at, "recipe": recipe}


def _profile_line(one: ImportProfile) -> str:
    from onboarding.formats import instant_local
    from onboarding.recipe_words import recipe_words

    return f"{one.id:>5}  {instant_local(one.used_at)}  {one.sender}  {recipe_words(one.recipe)}".rstrip()


# ---------------------------------------------------------------------- spellings


def spellings(
    file: Annotated[Path, typer.Argument(help=tr("imports.arg.file"), metavar="FILE", show_default=False)],
    learn: Annotated[list[str] | None, _option("--learn", "recipe.opt.learn", "SPELLING=DISTRICT")] = None,
    sheet: Annotated[str | None, _option("--sheet", "imports.opt.sheet", "NAME")] = None,
    db: Db = None,
    lang: Lang = "",
    as_json: Json = False,
) -> None:
    """The districts of a list that no known spelling names; with --learn what they mean, for this and every later list."""
    from onboarding.domain.recipe import Recipe

    house = services(db, lang, door="imports spellings")
    for pair in learn or ():
        spelling, code = _taught(pair, house.office.districts)
        house.office.learn_spellings((spelling,), code)
    with house.imports.plan(file, Recipe(sheet=sheet)) as plan:
        found = house.imports.spellings(plan)
    districts = house.office.districts
    if as_json:
        say_json([asdict(one) for one in found])
        return
    if not found:
        say(tr("recipe.spellings_none"))
    for one in found:
        likely = ", ".join(f"{name} ({code})" for code in one.suggested if (name := _name(districts, code)))
        say(f"{one.rows:>7}  {' / '.join(one.spellings)}  →  {likely or '-'}")


def _taught(pair: str, districts: Districts) -> tuple[str, str]:
    from onboarding.errors import Refused

    spelling, _, told = (part.strip() for part in pair.rpartition("="))
    code = told if districts.get(told) else districts.find(told).code
    if not spelling or code is None:
        raise Refused("recipe.learn_unclear", text=pair)
    return spelling, code


def _name(districts: Districts, code: str) -> str | None:
    from onboarding.i18n import language

    return districts.name_of(code, language())
