"""An opened list into a plan of its kind; the rows are read and matched, nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from onboarding.db import import_staging
from onboarding.db import imports as db
from onboarding.db import office as office_db
from onboarding.errors import Refused
from onboarding.services import kinds, record_imports
from onboarding.services.import_plan import ImportPlan, Progress, about
from onboarding.services.import_repairs import repairs

if TYPE_CHECKING:
    from onboarding.db.import_staging import Staging
    from onboarding.domain.districts import Districts
    from onboarding.files.listing import Listing
    from onboarding.services.gem_plan import GemReportPlan
    from onboarding.services.imports import AnyPlan
    from onboarding.services.writing import WritePath


def plan_listing(writing: WritePath, listing: Listing, tell: Progress, as_on: date | None) -> AnyPlan:
    """The plan of a list by its kind; ``as_on`` is the day of a report of GeM's, None where its titles tell it.

    Raises:
        Refused: Rules that this kind does not have, or a report of GeM's older than the one read last.
        Stopped: the person cancelled.
    """
    if listing.kind == kinds.SELLERS:
        return _sellers(writing, listing, tell)
    if listing.recipe.has_rules:
        raise Refused("recipe.rules_only_sellers")
    if listing.kind == kinds.GEM_SELLERS:
        return _gem_report(writing, listing, tell, as_on)
    return record_imports.plan(writing, listing, tell, convert=listing.recipe.converts)


def _sellers(writing: WritePath, listing: Listing, tell: Progress) -> ImportPlan:
    from onboarding.files.reading import sellers_of

    convert = listing.recipe.converts
    reading = sellers_of(listing, today=writing.clock.today(), districts=_districts(writing), convert=convert)
    plan = ImportPlan(
        _staging(writing, reading.file, reading.sha256), about(reading, converted=convert), listing.recipe
    )
    with closed_if_it_fails(plan), writing.database.read() as connection:
        plan.seen_before = db.run_of_file(connection, reading.sha256)
        plan.read(reading, tell, connection)
        plan.repairs = repairs(plan)
    return plan


def _gem_report(writing: WritePath, listing: Listing, tell: Progress, as_on: date | None) -> GemReportPlan:
    from onboarding.files.gem_sellers import GemSellerReader, as_on_of
    from onboarding.files.reading import ListReading
    from onboarding.services.gem_plan import GemReportPlan

    convert, today = listing.recipe.converts, writing.clock.today()
    reading = ListReading(listing, GemSellerReader(listing, _districts(writing), conversion=convert))
    day = as_on or as_on_of(listing.above, today) or today
    plan = GemReportPlan(_staging(writing, reading.file, reading.sha256), about(reading, converted=convert), day)
    with closed_if_it_fails(plan), writing.database.read() as connection:
        plan.seen_before = db.run_of_file(connection, reading.sha256, kind=kinds.GEM_SELLERS)
        plan.read_report(reading, tell, connection)
    return plan


@contextmanager
def closed_if_it_fails(plan: AnyPlan) -> Iterator[None]:
    """Leave nothing of a plan behind that could not be made."""
    try:
        yield
    except BaseException:
        plan.close()
        raise


def _staging(writing: WritePath, file: str, sha256: str) -> Staging:
    return import_staging.Staging.new(writing.database.path, file=file, sha256=sha256, started_at=writing.clock.stamp())


def _districts(writing: WritePath) -> Districts:
    with writing.database.read() as connection:
        return office_db.districts(connection)
