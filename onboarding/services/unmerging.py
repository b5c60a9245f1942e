"""Separating leads that were merged, in any order, and undoing entries in which leads were merged.

A merge that came later into the same lead is lifted first and laid anew afterwards, so that what remains is what would stand
there had the separated lead never been merged; what staff changed since stays with the kept lead.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from onboarding.db import leads as leads_db
from onboarding.db import merges as db
from onboarding.db import undoing
from onboarding.db.journal import ChangeSet
from onboarding.db.tables import table
from onboarding.db.undoing import Undone
from onboarding.domain.records import Merge
from onboarding.errors import Refused

Lay = Callable[..., Merge]
"""``services.merging.merge_within``; handed in, because merging builds on this module."""


@dataclass(frozen=True, slots=True)
class Separated:
    """What came of separating two leads."""

    merge: Merge
    """As it stood."""
    undone: Undone
    """``kept``: what was changed since, and stays."""
    stayed: int
    """Rows entered since the merge (calls, notes, papers); they stay with the kept lead."""


def separate(change: ChangeSet, found: Merge, lay: Lay) -> Undone:
    """Take one merge back inside an open change."""
    later = [one for one in db.into(change.connection, found.lead_id) if one.first_row > found.first_row]
    lifted = _lift(change, later)
    undone = _take_away(change, found)
    _lay_anew(change, lifted, lay)
    return undone


def take_back(change: ChangeSet, change_id: int, lay: Lay) -> Undone:
    """Undo one journal entry as ``db.undoing`` does; where leads were merged in it, or separated, with care for later merges.

    Raises:
        Refused: It would merge a lead anew that was worked with since, or into one that is gone.
    """
    connection = change.connection
    written = db.written(connection, change_id)
    if not written:
        return undoing.take_back(change, change_id)
    result = Undone()
    skip = _separate_moved(change, change_id, lay, result)
    last = db.last_row(connection, change_id)
    leads = {db.living(connection, image["lead_id"]) for _, _, _, image in written}
    later = [one for lead_id in leads for one in db.into(connection, lead_id) if one.first_row > last]
    lifted = _lift(change, later)
    laid = {image["gone_id"] for _, _, op, image in written if op == "insert"}  # these come back first
    for _, _, op, image in written:
        if op == "delete":
            _refuse_changed(change, change_id, image["gone_id"])
            if image["lead_id"] not in laid and leads_db.lead(connection, image["lead_id"]) is None:
                raise Refused("merge.kept_gone", id=image["lead_id"])
    _add(result, undoing.take_back(change, change_id, but=skip))
    _lay_anew(change, lifted, lay)
    return result


def _separate_moved(change: ChangeSet, change_id: int, lay: Lay, result: Undone) -> list[tuple[int, int]]:
    """Merges of an entry that were separated since, or laid anew by another entry: their rows here say nothing any more."""
    connection = change.connection
    now = {one.gone_id: one for one in db.made_in(connection, change_id)}
    skip = []
    for number, _, op, image in db.written(connection, change_id):
        if op != "insert" or image["change_id"] != change_id:
            continue
        standing = now.get(image["gone_id"])
        if standing is None or standing.first_row != image["first_row"]:
            skip.append((image["first_row"], number))
        if standing is not None and standing.first_row != image["first_row"]:
            _add(result, separate(change, standing, lay))
    return skip


def _lift(change: ChangeSet, merges: list[Merge]) -> list[Merge]:
    """Take merges away for a while, newest first; each as it stood just before."""
    lifted = []
    for one in sorted(merges, key=lambda merge: merge.first_row, reverse=True):
        standing = db.merge(change.connection, one.id)
        if standing is not None:
            _take_away(change, standing)
            lifted.append(standing)
    return lifted


def _take_away(change: ChangeSet, found: Merge) -> Undone:
    return undoing.take_back_span(change, db.span(change.connection, found))


def _lay_anew(change: ChangeSet, lifted: list[Merge], lay: Lay) -> None:
    """Merge again what was lifted, oldest first, unless one of the two is there no more."""
    for one in reversed(lifted):
        if all(leads_db.lead(change.connection, lead_id) for lead_id in (one.lead_id, one.gone_id)):
            lay(change, one.lead_id, one.gone_id, one.taken, again=one)


def _refuse_changed(change: ChangeSet, change_id: int, gone_id: int) -> None:
    connection = change.connection
    gone = leads_db.lead(connection, gone_id)
    if gone is None:
        return
    back = db.image_after(connection, change_id, gone_id)
    if back is None or db.foreign_rows(connection, change_id, gone_id):
        raise Refused("merge.worked_since", id=gone_id, name=gone.name)
    image = change.image(table(connection, "lead"), gone_id) or {}
    if any(image.get(column) != value for column, value in back.items()):
        raise Refused("merge.worked_since", id=gone_id, name=gone.name)


def _add(result: Undone, more: Undone) -> None:
    result.rows += more.rows
    result.kept += more.kept
