"""Lists of users: which person in which role of which office, the rules about roles, and how officers are written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from onboarding.db import offices as db
from onboarding.db.connection import Connection
from onboarding.domain.found import Found
from onboarding.domain.office_match import OfficeKeys
from onboarding.domain.user_match import CONFLICTING, FILLED, RULES, Chairs, UserKeys, addition
from onboarding.services.kinds import Pen, Places, RecordKind
from onboarding.services.record_plan import Added, RecordMatcher

if TYPE_CHECKING:
    from onboarding.files.listing import Listing
    from onboarding.files.record_reader import RecordReader

_OFFICER = ("post_id", "name", *FILLED, "batch_id")


class UserMatcher(RecordMatcher):
    """Decides about rows of users."""

    def __init__(self, connection: Connection) -> None:
        super().__init__()
        self._offices = db.everything(connection)
        self._keys = OfficeKeys()
        for entity, values in self._offices.items():
            self._keys.add(entity, values)
        self._stored = {officer["id"]: officer for officer in db.all_officers(connection)}
        self._users = UserKeys()
        for entity, values in self._stored.items():
            self._users.add(entity, values)
        self.posts = db.posts(connection)
        self.officers = list(self._stored.values())

    def refusal(self, values: dict[str, Any]) -> str | None:
        """Without an office there is no user; a code or name that several offices have tells of none."""
        found = self._keys.named(
            values.get("ddo_code"),
            values.get("office_text"),
            values.get("district_code"),
            values.get("department_code"),
        )
        if found.entity is None:
            return "several_offices" if found.candidates else "unknown_office"
        values["office_id"] = found.entity
        return None

    def find(self, values: Mapping[str, Any]) -> Found:
        """By office, role and person."""
        return self._users.find(values)

    def add(self, entity: int, values: Mapping[str, Any]) -> None:
        """Note the person for the rows after it."""
        self._users.add(entity, values)

    def stored(self, entity: int) -> Mapping[str, Any]:
        """An officer who is there."""
        return self._stored[entity]

    def addition(self, _entity: int, have: Mapping[str, Any], values: Mapping[str, Any]) -> Added:
        """Blanks, the end of the activity among them."""
        return Added(*addition(have, values))

    def doubts(self, _entity: int, values: Mapping[str, Any]) -> tuple[str, ...]:
        """Rules of GeM that the role breaks."""
        office = self._offices[values["office_id"]]
        return self._users.broken_rules(values, office["payment_method"])


class UserLists(RecordKind):
    """``--kind users``."""

    name = "users"
    table = "officer"
    shown = ("name", "role_text")

    def codes(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Reasons and warnings."""
        from onboarding.files.users import REASONS, WARNINGS

        return REASONS, (*WARNINGS, *RULES, *(f"conflict_{name}" for name in CONFLICTING))

    def reader(self, listing: Listing, places: Places, *, convert: bool) -> RecordReader:
        """Rows of users."""
        from onboarding.files.users import user_reader

        return user_reader(
            listing, districts=places.districts, departments=places.departments, today=places.today, conversion=convert
        )

    def matcher(self, connection: Connection, _places: Places) -> RecordMatcher:
        """Over the offices and officers of now."""
        return UserMatcher(connection)

    def write(self, pen: Pen, matcher: RecordMatcher) -> list[int]:
        """Further posts, the officers, filled blanks."""
        if not isinstance(matcher, UserMatcher):
            raise TypeError(type(matcher))
        change = pen.change
        posts, seats = _seats(matcher, change.next_id("post"))
        change.insert_range("post", ("office_id", "role", "title", "batch_id"), ((*post, pen.batch) for post in posts))
        first = change.next_id("officer")
        change.insert_range("officer", _OFFICER, self._officers(pen, matcher, seats))
        for done, (entity, fields) in enumerate(matcher.touched.items(), start=1):
            change.update("officer", entity, fields)
            pen.tick(done, len(matcher.touched))
        return list(range(first, first + len(matcher.made)))

    def _officers(self, pen: Pen, matcher: UserMatcher, seats: list[int]) -> Iterator[tuple[Any, ...]]:
        total = len(seats)
        for done, (values, post) in enumerate(zip(matcher.made, seats, strict=True), start=1):
            yield (post, values["name"], *(values.get(name) for name in FILLED), pen.batch)
            pen.tick(done, total)


def _seats(matcher: UserMatcher, first: int) -> tuple[list[tuple[int, str, str | None]], list[int]]:
    """(further posts as office, role and title; the post of every officer made). Ids of further posts run on from ``first``."""
    chairs: dict[tuple[int, str], Chairs] = defaultdict(Chairs)
    held: dict[int, list[tuple[str | None, str | None]]] = {}
    for post, office, role, _title in matcher.posts:
        held[post] = []
        chairs[office, role].posts.append((post, held[post]))
    for officer in matcher.officers:
        if officer["post_id"] in held:
            held[officer["post_id"]].append((officer["active_from"], officer["active_to"]))
    further: list[tuple[int, str, str | None]] = []
    seats = []
    for values in matcher.made:
        of_role = chairs[values["office_id"], values["role"]]
        start, end = values.get("active_from"), values.get("active_to")
        seat = of_role.seat(start, end)
        if seat is None:
            seat = first + len(further)
            further.append((values["office_id"], values["role"], values.get("designation")))
            of_role.further(seat, start, end)
        seats.append(seat)
    return further, seats
