"""Today: what is due, overdue, without a next step and stuck longest; each line knows the population that it counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from onboarding.db import agenda, reviews
from onboarding.db.connection import Database
from onboarding.domain.filters import SellerFilter
from onboarding.services.clock import Clock
from onboarding.services.lists import SellerRow, rows_of
from onboarding.services.writing import Actor

STUCK_AFTER_DAYS = 15
"""A worked lead that stands this long in one stage is stuck. Source: pendency classes of the daily sheet."""
DUE_SHOWN = 200
"""More than a person can call in a day; the lines open the whole of it."""
AT_ONCE = 60
"""Rows that come with the ids: as many as a tall terminal shows, so that the first picture is a filled one."""

LineCode = Literal["due_today", "overdue", "no_next_step", "new_untouched", "stuck", "blocked", "upcoming"]


@dataclass(frozen=True, slots=True)
class TodayLine:
    """One line of Today: how many, of these mine, and which leads they are."""

    code: LineCode
    n: int
    mine: int | None
    """None where the line belongs to nobody in particular."""
    population: SellerFilter


@dataclass(frozen=True, slots=True)
class TodayView:
    """The whole first screen."""

    lines: tuple[TodayLine, ...]
    due_ids: tuple[int, ...]
    """What is to be worked on now: the person's own first, of each appointments first, then the oldest; at most DUE_SHOWN."""
    first_rows: tuple[SellerRow, ...]
    """The rows of the first AT_ONCE of them."""
    in_review: int = 0
    """Rows of lists that wait for a person."""


class Today:
    """The door to the first screen."""

    def __init__(self, database: Database, clock: Clock, actor: Actor) -> None:
        self._database = database
        self._clock = clock
        self._actor = actor

    def is_empty(self) -> bool:
        """Whether the database holds no lead yet."""
        with self._database.read() as connection:
            return agenda.is_empty(connection)

    def view(self) -> TodayView:
        """Everything of the first screen in one short reading."""
        today = self._clock.today()
        iso = today.isoformat()
        stuck_before = (today - timedelta(days=STUCK_AFTER_DAYS)).isoformat()
        me = self._actor.id
        with self._database.read() as connection:
            all_due = agenda.due(connection, iso, None)
            my_due = agenda.due(connection, iso, me)
            worked, new = agenda.without_next_step(connection)
            stuck = agenda.stuck(connection, stuck_before)
            blocked = agenda.open_blockers(connection)
            mine = agenda.due_ids(connection, iso, me, DUE_SHOWN)
            ids = tuple(dict.fromkeys((*mine, *agenda.due_ids(connection, iso, None, DUE_SHOWN))))[:DUE_SHOWN]
            first_rows = tuple(rows_of(connection, ids[:AT_ONCE]))
            in_review = reviews.waiting(connection)
        dated = SellerFilter(today=iso, sort="next")
        lines = (
            TodayLine("overdue", all_due[0], my_due[0], dated.but(next_step="overdue")),
            TodayLine("due_today", all_due[1], my_due[1], dated.but(next_step="today")),
            TodayLine(
                "no_next_step", worked, None, SellerFilter(today=iso, next_step="none", worked=True, sort="stuck")
            ),
            TodayLine("stuck", stuck, None, SellerFilter(worked=True, stuck_before=stuck_before, sort="stuck")),
            TodayLine("blocked", blocked, None, SellerFilter(blocker="any", sort="stuck")),
            TodayLine("new_untouched", new, None, SellerFilter(today=iso, next_step="none", stages=("new",))),
            TodayLine("upcoming", all_due[2], my_due[2], dated.but(next_step="upcoming")),
        )
        return TodayView(lines, ids, first_rows, in_review)
