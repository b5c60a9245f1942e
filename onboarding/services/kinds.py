"""The kinds of lists that can be imported beside sellers: each in a room of its own, found here by its name.

A kind is a ``RecordKind``: how its rows are read, what record each is, how records are written. To add one: its headings
(``files/<kind>_headings.py``, listed in ``files.headings.KINDS``), its reader (``files/<kind>.py``), the rule of what is the same
(``domain/``), its tables, and a class here by name. Plan, preview, log, report, undo and commands are the same for all.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from onboarding.db.connection import Connection
from onboarding.domain.departments import Departments
from onboarding.domain.districts import Districts
from onboarding.errors import Refused
from onboarding.services.import_plan import Cancelled, Progress, stop_if

if TYPE_CHECKING:
    from onboarding.db.journal import ChangeSet
    from onboarding.files.listing import Listing
    from onboarding.files.record_reader import RecordReader
    from onboarding.services.record_plan import RecordMatcher

SELLERS = "sellers"
"""The kind that has a pipeline of its own, for millions of rows."""
GEM_SELLERS = "gem-sellers"
"""GeM's own report of sellers: rows of a state, compared with the book; a pipeline of its own as well (``gem_plan``)."""


@dataclass(frozen=True, slots=True)
class Places:
    """What the readers of lists look things up in."""

    districts: Districts
    departments: Departments
    today: date


@dataclass(slots=True)
class Pen:
    """One commit under way."""

    change: ChangeSet
    batch: int
    today: str
    progress: Progress
    cancelled: Cancelled | None

    @property
    def stamp(self) -> str:
        """The instant that the whole change bears."""
        return self.change.signature.at.isoformat(timespec="seconds")

    @property
    def staff(self) -> int | None:
        """Who writes."""
        return self.change.signature.staff_id

    def tick(self, done: int, of: int) -> None:
        """Say how far it is; end if the person cancelled."""
        if done % 1000 == 0 or done == of:
            stop_if(self.cancelled)
            self.progress(done, of, "saving")


class RecordKind(ABC):
    """One kind of list."""

    name: ClassVar[str]
    table: ClassVar[str]
    """Of the records that rows become."""
    shown: ClassVar[tuple[str, str]]
    """Values of a row that the preview shows: its name, its key."""

    @abstractmethod
    def codes(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Codes of refused rows, codes of what is doubtful."""

    @abstractmethod
    def reader(self, listing: Listing, places: Places, *, convert: bool) -> RecordReader:
        """What reads the rows of one list."""

    @abstractmethod
    def matcher(self, connection: Connection, places: Places) -> RecordMatcher:
        """What decides about the rows, by what stands in the database now."""

    @abstractmethod
    def write(self, pen: Pen, matcher: RecordMatcher) -> list[int]:
        """Write what the matcher decided; the ids of the records made, in the order of ``matcher.made``."""


def _offices() -> RecordKind:
    from onboarding.services.office_lists import OfficeLists

    return OfficeLists()


def _users() -> RecordKind:
    from onboarding.services.user_lists import UserLists

    return UserLists()


def _purchases() -> RecordKind:
    from onboarding.services.purchase_lists import PurchaseLists

    return PurchaseLists()


def _counts() -> RecordKind:
    from onboarding.services.counts_lists import CountsLists

    return CountsLists()


def _calendar() -> RecordKind:
    from onboarding.services.calendar_lists import CalendarLists

    return CalendarLists()


def _prospects() -> RecordKind:
    from onboarding.services.prospect_lists import ProspectLists

    return ProspectLists()


_KINDS: dict[str, Callable[[], RecordKind]] = {
    "offices": _offices, "users": _users, "purchases": _purchases, "counts": _counts, "calendar": _calendar,
    "prospects": _prospects,
}  # fmt: skip


def names() -> tuple[str, ...]:
    """Every kind of list, sellers first."""
    return (SELLERS, *_KINDS, GEM_SELLERS)


def check(name: str) -> None:
    """Refuse a word that is no kind of list.

    Raises:
        Refused: It is none.
    """
    if name not in names():
        raise Refused("imports.kind_unknown", kind=name, kinds=", ".join(names()))


def record_kind(name: str) -> RecordKind:
    """The kind of this name.

    Raises:
        Refused: There is none.
    """
    if name not in _KINDS:
        raise Refused("imports.kind_unknown", kind=name, kinds=", ".join(names()))
    return _KINDS[name]()
