"""The recipe of a sender: recognised by the headings of his next list and applied; kept with a run; renamed, forgotten."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from onboarding.db import import_profiles as db
from onboarding.db.import_profiles import ImportProfile
from onboarding.domain.recipe import Recipe, sheet_shape
from onboarding.domain.text import clean
from onboarding.errors import FileUnreadable, NotFound, Refused
from onboarding.files.fingerprint import is_mended
from onboarding.services.writing import WritePath

if TYPE_CHECKING:
    from onboarding.db.connection import Connection
    from onboarding.db.journal import ChangeSet
    from onboarding.files.listing import Listing
    from onboarding.services.imports import AnyPlan

__all__ = ["ImportProfile", "ImportProfiles", "keep", "opened"]

TRIED = 5
"""Other ways of reading a file (sheet, encoding, separator, header row) that are tried at most to recognise a sender."""


class ImportProfiles:
    """The door to the recipes that are kept."""

    def __init__(self, writing: WritePath) -> None:
        self._writing = writing

    def all(self) -> list[ImportProfile]:
        """Every profile, by sender."""
        with self._writing.database.read() as connection:
            return db.every_profile(connection)

    def rename(self, profile_id: int, sender: str) -> ImportProfile:
        """Call the sender otherwise.

        Raises:
            NotFound: There is none with this number.
            Refused: Empty, or another profile for such lists is called so.
        """
        name = clean(sender)
        with self._writing.change("import_profile", subject=name) as change:
            found = _found(change.connection, profile_id)
            taken = db.profile_of(change.connection, found.kind, found.fingerprint, name)
            if not name or (taken is not None and taken.id != profile_id):
                raise Refused("recipe.profile_name_taken", name=name)
            change.update("import_profile", profile_id, {"sender": name})
        return replace(found, sender=name)

    def forget(self, profile_id: int) -> ImportProfile:
        """Take a profile away; undo brings it back.

        Raises:
            NotFound: There is none with this number.
        """
        with self._writing.database.read() as connection:
            found = _found(connection, profile_id)
        with self._writing.change("import_profile", subject=found.sender) as change:
            change.delete("import_profile", profile_id)
        return found


def _found(connection: Connection, profile_id: int) -> ImportProfile:
    found = db.profile(connection, profile_id)
    if found is None:
        raise NotFound("recipe.no_profile", id=profile_id)
    return found


# ---------------------------------------------------------------------- recognising


def opened(
    read: Callable[[Recipe], Listing], known: list[ImportProfile], mine: Recipe
) -> tuple[Listing, ImportProfile | None]:
    """The file, read by the profile that its headings tell below the person's own decisions ``mine``.

    Raises:
        FileUnreadable: No way of reading it that anybody decided helps.
    """
    try:
        listing = read(mine)
    except FileUnreadable as error:
        found = _opened_otherwise(read, known, mine) if error.sentence == "files.no_header" else None
        if found is None:
            raise
        listing = found
    try:
        return listing, _recognised(listing, known, mine)
    except BaseException:
        listing.close()
        raise


def _opened_otherwise(read: Callable[[Recipe], Listing], known: list[ImportProfile], mine: Recipe) -> Listing | None:
    """Read with the encoding, separator or header row of a profile, where that makes its headings appear."""
    ways = dict.fromkeys((one.recipe.encoding, one.recipe.separator, one.recipe.header) for one in known)
    for encoding, separator, header in list(ways)[:TRIED]:
        wanted = mine.over(Recipe(encoding=encoding, separator=separator, header=header))
        if wanted == mine:
            continue
        try:
            listing = read(wanted)
        except FileUnreadable:
            continue
        if _best(listing, known, mine):
            return listing
        listing.close()
    return None


def _recognised(listing: Listing, known: list[ImportProfile], mine: Recipe) -> ImportProfile | None:
    """First by the headings as they are read, then as the profiles with another way of reading would have them."""
    found = _best(listing, known, mine)
    if found is None:
        found = _otherwise(listing, known, mine)
    wanted = mine.over(_on_this_file(found.recipe, listing)) if found else mine
    if not _read_so(listing, wanted):
        listing.understand(mine)
        return None
    return found


def _otherwise(listing: Listing, known: list[ImportProfile], mine: Recipe) -> ImportProfile | None:
    tried: set[tuple[object, ...]] = set()
    for one in known:
        way = _way(one.recipe, listing)
        if way is None or way in tried or len(tried) >= TRIED:
            continue
        tried.add(way)
        parsing = replace(_on_this_file(one.recipe, listing), columns={})
        if _read_so(listing, mine.over(parsing)) and (found := _best(listing, known, mine)):
            return found
    return None


def _best(listing: Listing, known: list[ImportProfile], mine: Recipe) -> ImportProfile | None:
    """Of those with these headings the one of this sender, else the one used last."""
    same = [one for one in known if _is_for(one, listing) and _sheet_fits(one.recipe, listing, mine)]
    return next((one for one in same if one.sender == listing.sender), same[0] if same else None)


def _is_for(one: ImportProfile, listing: Listing) -> bool:
    return one.kind == listing.kind and one.fingerprint == listing.fingerprint


def _sheet_fits(recipe: Recipe, listing: Listing, mine: Recipe) -> bool:
    wanted = _sheet_named(recipe, listing)
    return wanted in (None, listing.table.sheet) or mine.sheet is not None


def _way(recipe: Recipe, listing: Listing) -> tuple[object, ...] | None:
    """How else the recipe would read the file; None: no otherwise, or it does not fit its kind."""
    if listing.table.sheet is None:
        way: tuple[object, ...] = (recipe.encoding, recipe.separator, recipe.header)
    else:
        sheet = _sheet_named(recipe, listing)
        way = (sheet if sheet != listing.table.sheet else None, recipe.header)
    return way if any(part is not None for part in way) else None


def _sheet_named(recipe: Recipe, listing: Listing) -> str | None:
    if recipe.sheet is None:
        return None
    names = [sheet.name for sheet in listing.table.sheets]
    return next((name for name in names if sheet_shape(name) == recipe.sheet), None)


def _on_this_file(recipe: Recipe, listing: Listing) -> Recipe:
    """The recipe with the sheet of this file, and only with what its kind of file has."""
    text = listing.table.sheet is None
    return replace(
        recipe,
        sheet=None if text else _sheet_named(recipe, listing),
        encoding=recipe.encoding if text else None,
        separator=recipe.separator if text else None,
    )


def _read_so(listing: Listing, recipe: Recipe) -> bool:
    if recipe == listing.recipe:
        return True
    try:
        listing.understand(recipe)
    except FileUnreadable:
        return False
    return True


# ---------------------------------------------------------------------- keeping


def keep(change: ChangeSet, plan: AnyPlan, run_id: int) -> None:
    """Enter the layout of a run in the log; keep its recipe for the next list if a person decided anything."""
    about, recipe = plan.about, plan.recipe
    sender = clean(recipe.sender or "") or (plan.profile.sender if plan.profile else about.sender)
    headings = [column.heading for column in about.columns]
    db.add_layout(
        change.connection,
        run_id,
        {
            # The next list is compared with the last whole one, not with what was mended of it.
            "fingerprint": "" if is_mended(headings) else about.fingerprint,
            "sender": sender,
            "title": about.sender,
            "headings": headings,
            "unit": about.unit.name.lower() if about.unit else None,
            "recipe": {name: value for name, value in db.stored(recipe).items() if value not in (None, "{}")},
        },
    )
    if about.missing or not replace(recipe, overwrite=None).decided:
        return
    stamp = change.signature.at.isoformat(timespec="seconds")
    values = db.stored(_lasting(recipe, about.decided))
    known = db.profile_of(change.connection, about.kind, about.fingerprint, sender)
    if known is None and plan.profile is not None and not recipe.sender:
        known = db.profile(change.connection, plan.profile.id)
    if known is not None:
        change.update("import_profile", known.id, _without_losses(values, known.recipe) | {"used_at": stamp})
        return
    key = {"kind": about.kind, "sender": sender, "fingerprint": about.fingerprint}
    change.insert("import_profile", {**key, **values, "used_at": stamp})


def _lasting(recipe: Recipe, columns: Mapping[str, str | None]) -> Recipe:
    """The recipe as it holds for other lists of the sender: a sheet by its pattern, the header by its headings if it has any."""
    sheet = sheet_shape(recipe.sheet) if recipe.sheet else None
    return replace(recipe, sheet=sheet, header=0 if recipe.header == 0 else None, columns=columns)


def _without_losses(values: Mapping[str, Any], older: Recipe) -> dict[str, Any]:
    """The values, but what a file of this kind cannot have (a sheet in a text file) stays as it was kept."""
    before = db.stored(older)
    lasting = ("sheet", "encoding", "separator")
    return {name: before[name] if name in lasting and value is None else value for name, value in values.items()}
