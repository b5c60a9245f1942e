"""Planning and committing a list that is not of sellers; ``imports`` is the door and does for it what it does for all."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from onboarding.db import imports as db
from onboarding.db import office as office_db
from onboarding.services import kinds
from onboarding.services.import_plan import Cancelled, Progress, about

if TYPE_CHECKING:
    from onboarding.db.journal import ChangeSet
    from onboarding.files.listing import Listing
    from onboarding.services.record_plan import RecordPlan
    from onboarding.services.writing import WritePath


def plan(writing: WritePath, listing: Listing, tell: Progress, *, convert: bool) -> RecordPlan:
    """Read an opened list and decide what would become of each row; the rows stand in memory, so that it may be closed.

    Raises:
        Refused: More rows than a list of this kind may have.
        Stopped: the person cancelled.
    """
    from onboarding.files.reading import ListReading
    from onboarding.services.record_plan import RecordPlan

    kind = kinds.record_kind(listing.kind)
    with writing.database.read() as connection:
        districts = office_db.districts(connection)
        places = kinds.Places(districts, office_db.departments(connection), writing.clock.today())
        reading = ListReading(listing, kind.reader(listing, places, convert=convert))
        made = RecordPlan(about(reading, converted=convert), lambda now: kind.matcher(now, places), kind.shown)
        made.seen_before = db.run_of_file(connection, reading.sha256, kind=kind.name, sheet=reading.sheet)
        made.read(reading, tell, connection)
    return made


def write(change: ChangeSet, plan: RecordPlan, *, today: date, progress: Progress, cancelled: Cancelled | None) -> int:
    """Write a plan inside an open change; the run's number. Raises as ``record_writing.write_records``."""
    from onboarding.services.record_writing import write_records

    kind = kinds.record_kind(plan.about.kind)
    return write_records(change, plan, kind, today=today, progress=progress, cancelled=cancelled)
