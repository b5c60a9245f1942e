"""Three people do whatever they like in any order; taking all of it back gives the start, and nothing derived ever drifts."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from onboarding.db import changes
from onboarding.errors import KnownFirm, Refused, StaleEdit
from onboarding.services.context import Services
from onboarding.services.sellers import Move, NextStep
from tests.db.proof import Rows, journalled_rows, prove
from tests.support.house import LUCKNOW, colleague, mobile, open_house

TODAY = date(2026, 11, 23)
PERSON = st.integers(0, 2)
PICK = st.integers(0, 30)
FIELDS = st.sampled_from(
    [
        ("name", "Krishna Enterprises"), ("name", "मै० कृष्णा एण्टरप्राइजेज"), ("name_hi", "कृष्णा"), ("owner_name", "R. Yadav"),
        ("mobile", mobile(5)), ("mobile", None), ("phone", "5222000000"), ("pan", "ZZZPZ0001Z"), ("udyam", "UDYAM-UP-50-0000007"),
        ("district_code", None), ("district_code", LUCKNOW), ("enterprise_class", "micro"), ("enterprise_class", "medium"),
        ("email", "a@example.org"), ("do_not_call", 1), ("remarks", "called [/] twice"),
    ]
)  # fmt: skip
STAGES = st.sampled_from(
    ["new", "contacted", "willing", "account_created", "profile_complete", "productive", "duplicate", "already_registered",
     "not_interested"]
)  # fmt: skip
OUTCOMES = st.sampled_from(["answered", "no_answer", "refused", "interested", "do_not_call"])


@contextmanager
def unless_refused(*sentences: str) -> Iterator[None]:
    """A refusal by one of these rules is as good as the deed."""
    try:
        yield
    except Refused as error:
        if error.sentence not in sentences:
            raise


class House(RuleBasedStateMachine):
    """One database, three people."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.people: list[Services] = []
        self.start: Rows = {}

    @initialize()
    def arrive(self) -> None:
        first = open_house(Path(self.folder.name))
        self.people = [first, colleague(first, "ravi"), colleague(first, "zoya")]
        self.start = journalled_rows(first.database)
        self.arrivals = self._last()

    def _last(self) -> int:
        with self.people[0].database.read() as connection:
            entries = changes.log(connection, limit=1)
        return entries[0].id

    def _leads(self) -> list[int]:
        with self.people[0].database.read() as connection:
            return [row[0] for row in connection.execute("SELECT id FROM lead ORDER BY id")]

    def _lead(self, pick: int) -> int:
        ids = self._leads()
        return ids[pick % len(ids)]

    @rule(person=PERSON, number=st.integers(0, 9), registered=st.sampled_from([None, 0, 1]), plan=st.booleans())
    def register(self, person: int, number: int, registered: int | None, plan: bool) -> None:
        step = NextStep(on=TODAY, what="call") if plan else None
        values = {"name": "Balaji Traders", "mobile": mobile(number), "gem_registered": registered}
        with suppress(KnownFirm):  # two leads of this name with one number are one firm
            self.people[person].sellers.register(values, next_step=step)

    @rule(person=PERSON, size=st.integers(1, 4), moved=st.booleans())
    def import_range(self, person: int, size: int, moved: bool) -> None:
        services = self.people[person]
        now = services.clock.stamp()
        with services.writing.change("import", subject="list.csv") as change:
            who = services.actor.id
            columns = ("name", "mobile", "created_at", "created_by", "updated_at", "updated_by", "stage_on", "same_key")
            rows = [("Bulk Firm", mobile(100 + n), now, who, now, who, "2026-11-23", "blk frm") for n in range(size)]
            span = change.insert_range("lead", columns, rows)
            assert span is not None
            ids = range(span[0], span[1] + 1)
            change.insert_range("lead_person", ("lead_id", "mobile"), [(n, mobile(200 + n % 50)) for n in ids])
            if moved:
                event = ("lead_id", "to_stage", "event_on", "entered_at", "staff_id", "evidence")
                moves = [(n, "contacted", "2026-11-20", now, who, "told") for n in ids]
                change.insert_range("stage_event", event, moves)
            for n in ids:
                change.refresh_later(n)

    @precondition(lambda self: self._leads())
    @rule(person=PERSON, pick=PICK)
    def import_person_into_lead(self, person: int, pick: int) -> None:
        lead_id = self._lead(pick)
        with self.people[person].writing.change("import", subject="list.csv") as change:
            change.insert_range("lead_person", ("lead_id", "name", "mobile"), [(lead_id, "Sita", mobile(77))])
            change.refresh_later(lead_id)

    @precondition(lambda self: self._leads())
    @rule(person=PERSON, pick=PICK, field=FIELDS, stale=st.booleans())
    def edit(self, person: int, pick: int, field: tuple[str, Any], stale: bool) -> None:
        seen = {field[0]: "something else"} if stale else None
        before = journalled_rows(self.people[0].database)["lead"]
        try:
            self.people[person].sellers.edit(self._lead(pick), dict([field]), seen=seen)
        except StaleEdit:
            assert stale
            assert journalled_rows(self.people[0].database)["lead"] == before

    @precondition(lambda self: self._leads())
    @rule(person=PERSON, pick=PICK, to=STAGES, back=st.integers(0, 40), evidence=st.sampled_from(["told", "seen"]))
    def move(self, person: int, pick: int, to: str, back: int, evidence: str) -> None:
        move = Move(to=to, event_on=TODAY - timedelta(days=back), evidence=evidence, reason="because")
        with unless_refused("stage.same"):
            self.people[person].sellers.move(self._lead(pick), move)

    @precondition(lambda self: self._leads())
    @rule(person=PERSON, pick=PICK, outcome=OUTCOMES, ahead=st.sampled_from([None, 0, 3]))
    def log(self, person: int, pick: int, outcome: str, ahead: int | None) -> None:
        step = None if ahead is None else NextStep(on=TODAY + timedelta(days=ahead), what="call")
        self.people[person].sellers.log_contact(self._lead(pick), outcome, note="spoke", next_step=step)

    @precondition(lambda self: self._leads())
    @rule(person=PERSON, pick=PICK, clear=st.booleans())
    def block(self, person: int, pick: int, clear: bool) -> None:
        lead_id = self._lead(pick)
        sellers = self.people[person].sellers
        for blocker in sellers.detail(lead_id).blockers:
            if clear and blocker.cleared_on is None:
                sellers.clear_blocker(lead_id, blocker.id)
                return
        with unless_refused("blocker.open_already"):
            sellers.block(lead_id, "other", note="no power")

    @precondition(lambda self: self._leads())
    @rule(person=PERSON, pick=PICK, status=st.sampled_from(["claimed", "verified", "not_mse"]))
    def mse(self, person: int, pick: int, status: str) -> None:
        with unless_refused("mse.udyam_needed", "mse.class_needed"):
            self.people[person].sellers.set_mse(self._lead(pick), status)

    @precondition(lambda self: self._leads())
    @rule(person=PERSON, pick=PICK, state=st.sampled_from(["have", "missing"]), many=st.booleans())
    def paper_and_desk(self, person: int, pick: int, state: str, many: bool) -> None:
        services = self.people[person]
        services.sellers.set_paper(self._lead(pick), "gst", state)
        services.sellers.add_person(self._lead(pick), {"name": "Gita", "mobile": mobile(50 + pick)})
        services.sellers.assign(self._leads() if many else [self._lead(pick)], services.actor.id)

    @precondition(lambda self: len(self._leads()) > 1)
    @rule(person=PERSON, kept=PICK, gone=PICK, take=st.sets(st.sampled_from(["mobile", "stage", "name", "udyam"])))
    def merge(self, person: int, kept: int, gone: int, take: set[str]) -> None:
        with unless_refused("merge.itself"):
            self.people[person].merging.merge(self._lead(kept), self._lead(gone), take=sorted(take))

    @rule(person=PERSON, pick=PICK)
    def unmerge(self, person: int, pick: int) -> None:
        merging = self.people[person].merging
        standing = [one for lead_id in self._leads() for one in merging.merges(lead_id)]
        if standing:
            merging.unmerge(standing[pick % len(standing)])

    @rule(person=PERSON, again=st.booleans())
    def undo(self, person: int, again: bool) -> None:
        writing = self.people[person].writing
        with unless_refused("undo.nothing", "redo.nothing", "merge.worked_since", "merge.kept_gone"):
            writing.redo() if again else writing.undo()

    @invariant()
    def holds(self) -> None:
        if self.people:
            prove(self.people[0].database)

    def teardown(self) -> None:
        if self.people:
            self._take_everything_back()
        self.folder.cleanup()

    def _take_everything_back(self) -> None:
        """Newest entry first, undos and redos included: each step must restore exactly what was before it."""
        writing = self.people[0].writing
        for number in range(self._last(), self.arrivals, -1):
            with writing.database.read() as connection:
                entry = changes.entry(connection, number)
            assert entry is not None
            assert entry.undone_by is None, number
            assert writing.take_back(entry).kept == []
        assert journalled_rows(writing.database) == self.start
        prove(writing.database)


TestHouse = House.TestCase
TestHouse.settings = settings(
    max_examples=30,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # to shrink twenty steps takes minutes and tells little more
)
