"""Everything a front end is handed: database, clock, person, and the services, each wired once and made when first asked for.

Importing this module must stay cheap: ``onboarding count`` pays for it at every start.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from onboarding.db.connection import Database
from onboarding.db.migrations import open_database
from onboarding.services.clock import Clock
from onboarding.services.writing import Actor, WritePath

if TYPE_CHECKING:
    from onboarding.services.backups import Backups
    from onboarding.services.figures import Figures
    from onboarding.services.history import History
    from onboarding.services.import_log import ImportLog
    from onboarding.services.import_profiles import ImportProfiles
    from onboarding.services.imports import Imports
    from onboarding.services.lists import SellerLists
    from onboarding.services.merging import Merging
    from onboarding.services.office import Office
    from onboarding.services.offices import Offices
    from onboarding.services.prospects import Prospects
    from onboarding.services.purchases import Purchases
    from onboarding.services.reconciliation import Reconciliation
    from onboarding.services.reviews import Reviews
    from onboarding.services.sellers import Sellers
    from onboarding.services.today import Today, TodayView


class Services:
    """One person's services over one database."""

    def __init__(self, database: Database, clock: Clock, actor: Actor) -> None:
        self.database = database
        self.clock = clock
        self.writing = WritePath(database, clock, actor)

    @property
    def actor(self) -> Actor:
        """The person at the keyboard."""
        return self.writing.actor

    @cached_property
    def sellers(self) -> Sellers:
        """The verbs on seller leads."""
        from onboarding.services.sellers import Sellers

        return Sellers(self.writing)

    @cached_property
    def merging(self) -> Merging:
        """Two leads of one firm into one, and back."""
        from onboarding.services.merging import Merging

        return Merging(self.writing)

    @cached_property
    def lists(self) -> SellerLists:
        """Populations of sellers, look-ups and searches."""
        from onboarding.services.lists import SellerLists

        return SellerLists(self.database, self.clock)

    @cached_property
    def office(self) -> Office:
        """Staff, calendar, districts, settings."""
        from onboarding.services.office import Office

        return Office(self.writing)

    @cached_property
    def offices(self) -> Offices:
        """The tree of organisations, its posts and officers."""
        from onboarding.services.offices import Offices

        return Offices(self.writing)

    @cached_property
    def purchases(self) -> Purchases:
        """Purchases outside GeM."""
        from onboarding.services.purchases import Purchases

        return Purchases(self.writing)

    @cached_property
    def history(self) -> History:
        """Who did what."""
        from onboarding.services.history import History

        return History(self.database)

    @cached_property
    def backups(self) -> Backups:
        """Verified copies of the database."""
        from onboarding.services.backups import Backups

        return Backups(self.writing)

    @cached_property
    def imports(self) -> Imports:
        """Lists of outsiders into leads."""
        from onboarding.services.imports import Imports

        return Imports(self.writing)

    @cached_property
    def prospects(self) -> Prospects:
        """The pool of units that nobody has spoken to yet."""
        from onboarding.services.prospects import Prospects

        return Prospects(self.writing)

    @cached_property
    def reconciliation(self) -> Reconciliation:
        """GeM's own sellers beside our book."""
        from onboarding.services.reconciliation import Reconciliation

        return Reconciliation(self.writing)

    @cached_property
    def reviews(self) -> Reviews:
        """Rows of lists that a person decides about."""
        from onboarding.services.reviews import Reviews

        return Reviews(self.writing)

    @cached_property
    def import_log(self) -> ImportLog:
        """What runs did, row by row."""
        from onboarding.services.import_log import ImportLog

        return ImportLog(self.writing)

    @cached_property
    def import_profiles(self) -> ImportProfiles:
        """How the lists of known senders are read."""
        from onboarding.services.import_profiles import ImportProfiles

        return ImportProfiles(self.writing)

    @cached_property
    def figures(self) -> Figures:
        """The count, the summary, targets, official figures."""
        from onboarding.services.figures import Figures

        return Figures(self.writing)

    @cached_property
    def today(self) -> Today:
        """What is due, overdue, without a next step, stuck."""
        from onboarding.services.today import Today

        return Today(self.database, self.clock, self.actor)

    def first_look(self) -> TodayView:
        """What the first screen shows, the names of districts for its words included; for a thread."""
        _ = self.office.districts
        return self.today.view()


def open_services(path: Path, *, login: str, clock: Clock | None = None) -> Services:
    """Open (or make, or migrate) the database for the person with this login name.

    Raises:
        DatabaseUnusable: With the sentence that says why; nothing was changed.
    """
    from onboarding.services.arrival import arrive

    time = clock or Clock()
    database = open_database(path, copy_first=_copy_first)
    return Services(database, time, arrive(database, time, login))


def _copy_first(path: Path, version: int) -> None:
    from onboarding.services.copies import copy_before_migration  # 10 ms that only a migration needs

    copy_before_migration(path, version)
