"""The pool of prospects: searched, counted, made into leads once a contact is found, and pulls taken back.

How units come into it from the registry is ``services.prospect_pull``.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from onboarding.db import changes as journal
from onboarding.db import pool_search, pulls
from onboarding.db import prospects as db
from onboarding.db.prospects import DistrictCount
from onboarding.db.pulls import Pull
from onboarding.db.search import FOUND_AT_MOST
from onboarding.db.undoing import Undone, take_back
from onboarding.domain.prospects import PoolFilter, Stored
from onboarding.domain.search import understand
from onboarding.errors import KnownFirm, NotFound, Refused
from onboarding.services.matching import Became
from onboarding.services.sellers import NextStep, Sellers
from onboarding.services.writing import WritePath

if TYPE_CHECKING:
    from onboarding.services.prospect_pull import Access, PullRun, Wishes

__all__ = ["FOUND_AT_MOST", "Became", "DistrictCount", "Prospects", "Pull", "Stored", "Undone"]
SOURCE = "udyam_data"
"""Where a lead made of a prospect comes from, in the words of the field."""


class Prospects:
    """The door to the pool."""

    def __init__(self, writing: WritePath) -> None:
        self._writing = writing

    # ------------------------------------------------------------------ reading

    def ids(self, wanted: PoolFilter) -> array[int]:
        """The prospects of a filter in its order, 4 or 8 bytes each; a text finds the likeliest 2,000."""
        with self._writing.database.read() as connection:
            return pool_search.ids_of(connection, wanted)

    def rows(self, ids: Sequence[int]) -> list[Stored | None]:
        """These prospects in their order; None for one that is gone."""
        with self._writing.database.read() as connection:
            found = db.stored(connection, ids)
        return [found.get(prospect_id) for prospect_id in ids]

    def find(self, wanted: PoolFilter, *, limit: int = 20) -> list[Stored]:
        """The likeliest prospects for a text in either script."""
        with self._writing.database.read() as connection:
            ids = pool_search.found_ids(connection, wanted)[:limit] if wanted.text.strip() else []
            ids = ids or list(pool_search.ids_of(connection, wanted)[:limit] if wanted.has_marks else [])
            found = db.stored(connection, ids)
        return [found[prospect_id] for prospect_id in ids if prospect_id in found]

    def named(self, text: str, *, limit: int) -> list[Stored]:
        """Prospects with such a name that are no leads yet, likeliest first; none for a number: they have none."""
        if understand(text).kind != "name":
            return []
        found = self.find(PoolFilter(text=text), limit=2 * limit)
        return [one for one in found if one.became_lead_id is None][:limit]

    def get(self, prospect_id: int) -> Stored:
        """One prospect.

        Raises:
            NotFound: There is none with this number.
        """
        found = self.rows([prospect_id])[0]
        if found is None:
            raise NotFound("prospects.none_such", id=prospect_id)
        return found

    def counts(self) -> list[DistrictCount]:
        """Every district: its prospects, the registry's own total with its day, the sellers registered here."""
        with self._writing.database.read() as connection:
            return db.counts(connection)

    def stamp(self) -> tuple[int, str]:
        """Another value means that something may have come into the pool or left it; costs nothing at any size."""
        with self._writing.database.read() as connection:
            return pool_search.stamp(connection)

    # ------------------------------------------------------------------ a lead of it

    def make_lead(self, prospect_id: int, contact: Mapping[str, Any], *, next_step: NextStep | None = None) -> Became:
        """Make a lead of a prospect and of what was found out (checked fields, an identifier among them).

        A firm that the ladder of keys finds in the book is linked instead; one change, one undo.

        Raises:
            NotFound: There is no such prospect.
            Refused: It is a lead already, or the contact holds no identifier.
        """
        prospect = self.get(prospect_id)
        values = _lead_values(prospect) | {name: value for name, value in contact.items() if value is not None}
        with self._writing.change("make_lead", subject=prospect.name) as change:
            now = db.stored(change.connection, [prospect_id]).get(prospect_id)
            if now is None:
                raise NotFound("prospects.none_such", id=prospect_id)
            if now.became_lead_id is not None:
                raise Refused("prospects.lead_already", id=now.became_lead_id)
            try:
                made = Became(Sellers(self._writing).register_in(change, values, next_step=next_step), known=False)
            except KnownFirm as there:
                change.call("link_prospect")
                made = Became(there.lead_id, known=True)
            change.update("prospect", prospect_id, {"became_lead_id": made.lead_id})
        return made

    # ------------------------------------------------------------------ pulls

    def pull(self, access: Access, wishes: Wishes) -> PullRun:
        """A run over districts of the registry, ready to begin; see ``services.prospect_pull``."""
        from onboarding.services.prospect_pull import PullRun

        return PullRun(self._writing, access, wishes)

    def pulls(self, *, limit: int = 200) -> list[Pull]:
        """Every pull from the registry, newest first."""
        with self._writing.database.read() as connection:
            return pulls.pulls(connection, limit=limit)

    def undo_pull(self, pull_id: int) -> Undone:
        """Take a whole pull back; prospects that became leads since stay and are listed.

        Raises:
            NotFound: There is no such pull.
            Refused: It has been taken back already.
        """
        with self._writing.database.read() as connection:
            pull = pulls.pull(connection, pull_id)
        if pull is None:
            raise NotFound("prospects.no_pull", id=pull_id)
        if pull.state == "undone":
            raise Refused("prospects.undone_already", id=pull_id)
        result = Undone()
        with self._writing.change("undo_pull", subject=f"{pull_id}") as change:
            number = change.number()
            for entry_id in pulls.entries(change.connection, pull_id):
                undone = take_back(change, entry_id)
                result.rows += undone.rows
                result.kept += undone.kept
                entry = journal.entry(change.connection, entry_id)
                if entry is not None:
                    journal.mark_undone(change.connection, entry, by=number)
            pulls.end(change.connection, pull_id, "undone", self._writing.clock.stamp())
        return result

    def pull_of(self, change_id: int) -> int | None:
        """The pull that a journal entry is a page of."""
        with self._writing.database.read() as connection:
            return pulls.of_entry(connection, change_id)


def _lead_values(prospect: Stored) -> dict[str, Any]:
    """What the registry says, as fields of a lead."""
    said = {
        "name": prospect.name, "name_hi": prospect.name_hi, "district_code": prospect.district_code, "pin": prospect.pin,
        "address": prospect.address, "nic": prospect.nic, "products": prospect.activities,
        "registered_on": prospect.registered_on, "source": SOURCE,
    }  # fmt: skip
    return {name: value for name, value in said.items() if value}
