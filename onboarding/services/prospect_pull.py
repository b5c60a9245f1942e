"""Units of the Udyam registry into the pool, district by district, page by page.

A page is fetched outside the writer queue and written with its check-point in one transaction: a run that ends anywhere goes on
behind the last page that was written, when the same command is given again. A page that comes twice adds nothing.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from onboarding.db import office as office_db
from onboarding.db import prospects as db
from onboarding.db import pulls
from onboarding.db.pulls import Pull
from onboarding.domain.districts import shipped
from onboarding.errors import Refused, RemoteFailed, Stopped
from onboarding.remote.client import Client, Limits, Retry, Wait
from onboarding.remote.udyam import RESOURCE, Access, Page, Question, UdyamList
from onboarding.services.writing import WritePath

__all__ = ["PAGE_ROWS", "PAUSE_S", "RESOURCE", "Access", "Limits", "PullRun", "PullStep", "Retry", "Wishes"]
PAGE_ROWS = 1000
MOST_PAGE_ROWS = 10_000
"""More takes a quarter of a minute and comes back as a server fault. Source: DOMAIN.md 5.1."""
FRESH_FOR = timedelta(days=3)
"""A district that was fetched to its end so lately is not fetched again by a run over several; a break may last a week-end."""
PAUSE_S = 1.0
"""One question a second."""


@dataclass(frozen=True, slots=True)
class PullStep:
    """How far a district is."""

    district_code: str
    done: int
    """Records of it that were asked for so far."""
    total: int
    new: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a run shall fetch, and who hears of it."""

    districts: tuple[str, ...]
    page_rows: int = PAGE_ROWS
    pause_s: float = PAUSE_S
    most_pages: int | None = None
    """Pages in this run, over all districts."""
    fresh: bool = False
    """Begin anew where an earlier run had stopped."""
    limits: Limits = field(default_factory=Limits)
    wait: Wait = time.sleep
    """Raises Stopped when the person wants to stop."""
    stopped: Callable[[], bool] = lambda: False
    """Asked behind each page."""
    told: Callable[[PullStep], None] = lambda _step: None
    retried: Callable[[Retry], None] | None = None


class PullRun:
    """One run; ``done`` holds its pulls also when it ended with an error."""

    def __init__(self, writing: WritePath, access: Access, wishes: Wishes) -> None:
        self._writing = writing
        self._access = access
        self._wishes = wishes
        self._left = wishes.most_pages
        self._asked_at = -math.inf
        self.done: dict[int, Pull] = {}
        """The pulls of this run by number, as they stand."""
        self.brought: dict[int, int] = {}
        """Prospects that this run added, by number of the pull."""
        self.units: dict[str, int] = {}
        """What the registry said of each district."""
        self.skipped: list[str] = []
        """Districts of a run over several that were fetched to their end in the days before."""

    def run(self) -> None:
        """Fetch what is wanted; blocks for as long as the server takes.

        Raises:
            RemoteFailed: The server could not be asked or answers wrongly.
            Stopped: The person stopped it. In both cases what was written stays, and the next run goes on behind it.
            Refused: The key is the shared sample key, or the pages do not end.
        """
        with self._writing.database.read() as connection:
            districts = office_db.districts(connection)
        wishes = self._wishes
        with Client(wishes.limits, wait=wishes.wait, told=wishes.retried) as client:
            listing = UdyamList(client, self._access, districts, self._be_polite)
            for code in wishes.districts:
                if self._left == 0:
                    return
                if self._is_fetched(code):
                    self.skipped.append(code)
                else:
                    self._district(listing, code)

    def _is_fetched(self, code: str) -> bool:
        """Whether a run over several districts passes this one by: it would never come to its end over a break of a night."""
        if self._wishes.fresh or len(self._wishes.districts) == 1:
            return False
        since = (self._writing.clock.now() - FRESH_FOR).isoformat()
        with self._writing.database.read() as connection:
            return pulls.is_done_since(connection, code, since)

    def _district(self, listing: UdyamList, code: str) -> None:
        questions = listing.questions(code)
        self.units[code] = sum(total for _, total in questions)
        with self._writing.change("pull", subject=_name(code), reason=f"{self.units[code]}") as change:
            db.note_units(change, code, self._today(), self.units[code])
        for question, total in questions:
            self._pull(listing, question, total)

    def _pull(self, listing: UdyamList, question: Question, total: int) -> None:
        pull = self._begin(question)
        # The total may grow meanwhile, not without end. Pages may be smaller than asked for: they are not what is counted.
        farthest = 2 * total + 10 * self._wishes.page_rows
        before: Page | None = None
        while True:
            self.done[pull.id] = pull
            self._wishes.told(PullStep(pull.district_code, min(pull.next_offset, total), total, pull.new))
            if pull.next_offset >= total:
                self._end(pull)
                return
            if self._left == 0:
                return
            if self._wishes.stopped():
                raise Stopped("udyam.stopped")
            if pull.next_offset > farthest:
                raise Refused("udyam.endless", pages=pull.pages)
            page = self._page(listing, question, pull)
            total = page.total
            if not page.count:
                self._end(pull)
                return
            if before is not None and page.count > 1 and page.prospects == before.prospects:
                raise RemoteFailed("udyam.repeats")
            before = page
            pull = self._store(pull, page)
            self._left = None if self._left is None else self._left - 1

    def _page(self, listing: UdyamList, question: Question, pull: Pull) -> Page:
        rows = min(self._wishes.page_rows, MOST_PAGE_ROWS)
        page = listing.page(question, offset=pull.next_offset, limit=rows)
        if page.is_sample_of(rows, pull.next_offset):
            raise Refused("udyam.sample_key", total=page.total)
        if page.elsewhere > page.count // 2:
            raise RemoteFailed("udyam.not_filtered")
        return page

    def _be_polite(self) -> None:
        """Not more than one question in ``pause_s``."""
        pause = self._asked_at + self._wishes.pause_s - time.monotonic()
        if pause > 0:
            self._wishes.wait(pause)
        self._asked_at = time.monotonic()

    # ------------------------------------------------------------------ writing

    def _begin(self, question: Question) -> Pull:
        code, spelling = question.district_code, question.spelling
        with self._writing.database.read() as connection:
            found = None if self._wishes.fresh else pulls.begun(connection, code, spelling)
        if found is not None:
            return found
        with self._writing.change("pull", subject=_name(code)) as change:
            number = pulls.begin(change.connection, code, spelling, self._writing.actor.id, self._writing.clock.stamp())
            begun = pulls.pull(change.connection, number)
        if begun is None:
            raise RuntimeError("pull: begun and not there")
        return begun

    def _store(self, pull: Pull, page: Page) -> Pull:
        """The page and its check-point, both or neither."""
        offset = pull.next_offset + page.count
        with self._writing.change("pull", subject=_name(pull.district_code), reason=f"{offset}/{page.total}") as change:
            written = db.add(change, page.prospects, today=self._today())
            step: dict[str, object] = {
                "at": self._writing.clock.stamp(), "total": page.total, "next_offset": offset, "new": written.new,
                "known": written.known, "refused": page.refused,
            }  # fmt: skip
            if not pulls.step(change.connection, pull.id, change.id, step):
                raise Refused("udyam.pull_gone", id=pull.id)
        self.brought[pull.id] = self.brought.get(pull.id, 0) + written.new
        return pull._replace(
            total=page.total, next_offset=offset, pages=pull.pages + 1, new=pull.new + written.new,
            known=pull.known + written.known, refused=pull.refused + page.refused,
        )  # fmt: skip

    def _end(self, pull: Pull) -> None:
        with self._writing.change("pull") as change:
            pulls.end(change.connection, pull.id, "done", self._writing.clock.stamp())
        self.done[pull.id] = pull._replace(state="done")

    def _today(self) -> str:
        return self._writing.clock.today().isoformat()


def _name(code: str) -> str:
    return shipped().name_of(code) or code
