"""Lists of offices: which row is which office of the tree, and how offices, posts and officers are written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from onboarding.db import bulk, office_search
from onboarding.db import offices as db
from onboarding.db.connection import Connection
from onboarding.domain.found import Found
from onboarding.domain.office_match import CONFLICTS, HOLDERS, OF_HOLDER, OfficeKeys, addition
from onboarding.domain.offices import RANK
from onboarding.services.kinds import Pen, Places, RecordKind
from onboarding.services.record_plan import Added, RecordMatcher

if TYPE_CHECKING:
    from onboarding.files.listing import Listing
    from onboarding.files.record_reader import RecordReader

_COLUMNS = (
    "kind", "department_code", "department_text", "name", "name_hi", "district_code", "district_text", "ddo_code",
    "office_code", "address", "pin", "mobile", "phone", "email", "payment_method", "bank_name", "remarks", "side_state",
)  # fmt: skip
_ROLE = {"pu": "primary_user", "head": "head"}
_WHO = {role: who for who, role in _ROLE.items()}
_NAMED = ("name", "designation", "vacant")
"""Any of these in a row tells of a post."""
_OFFICER = (
    "post_id", "name", "designation", "mobile", "email", "active_from", "has_left", "batch_id",
)  # fmt: skip
_EVENT = ("office_id", "from_stage", "to_stage", "event_on", "entered_at", "staff_id", "evidence")


class OfficeMatcher(RecordMatcher):
    """Decides about rows of offices."""

    def __init__(self, connection: Connection, places: Places) -> None:
        super().__init__()
        self._departments = places.departments
        self._stored = db.everything(connection)
        for post, office, role, title in db.posts(connection):
            if role in _WHO:
                self._stored[office] |= {f"{_WHO[role]}_post": post, f"{_WHO[role]}_designation": title}
        for officer in db.all_officers(connection):
            _show_holder(self._stored, officer)
        self.keys = OfficeKeys()
        for entity, values in self._stored.items():
            self.keys.add(entity, values)

    def find(self, values: Mapping[str, Any]) -> Found:
        """By DDO code or by name and place; a department only by the table of names."""
        unknown = values.get("kind") == "department" and values.get("department_code") is None
        return self.keys.find(values, tuple(self._departments.suggest(values["name"])) if unknown else ())

    def why_review(self, values: Mapping[str, Any]) -> str:
        """A department is matched with the list of departments by a person."""
        return "department_to_match" if values.get("kind") == "department" else "maybe_same"

    def add(self, entity: int, values: Mapping[str, Any]) -> None:
        """Note it for the rows after it."""
        self.keys.add(entity, values)

    def stored(self, entity: int) -> Mapping[str, Any]:
        """An office that is there, with its primary user and its head."""
        return self._stored[entity]

    def addition(self, _entity: int, have: Mapping[str, Any], values: Mapping[str, Any]) -> Added:
        """Blanks, a post that nobody held, a higher stage."""
        if values.get("kind") == "department":
            return Added({})  # that it is this one is all that the row says
        return Added(*addition(have, values))


class OfficeLists(RecordKind):
    """``--kind offices``."""

    name = "offices"
    table = "office"
    shown = ("name", "ddo_code")

    def codes(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Reasons and warnings."""
        from onboarding.files.offices import REASONS, WARNINGS

        return REASONS, (*WARNINGS, *CONFLICTS)

    def reader(self, listing: Listing, places: Places, *, convert: bool) -> RecordReader:
        """Rows of offices."""
        from onboarding.files.offices import office_reader

        return office_reader(
            listing, districts=places.districts, departments=places.departments, today=places.today, conversion=convert
        )

    def matcher(self, connection: Connection, places: Places) -> RecordMatcher:
        """Over the tree as it stands now."""
        return OfficeMatcher(connection, places)

    def write(self, pen: Pen, matcher: RecordMatcher) -> list[int]:
        """Organisations named above offices, the offices, their posts and officers, their steps on the ladder."""
        if not isinstance(matcher, OfficeMatcher):
            raise TypeError(type(matcher))
        return _Writing(pen, matcher).all()


class _Writing:
    """The rows of one commit."""

    def __init__(self, pen: Pen, matcher: OfficeMatcher) -> None:
        self._pen = pen
        self._matcher = matcher
        self._first = pen.change.next_id("office")
        self._above: list[dict[str, Any]] = []
        """Organisations that rows name above their offices and that nobody knew."""
        self._above_of: dict[tuple[str, str], int] = {}

    def all(self) -> list[int]:
        matcher, change = self._matcher, self._pen.change
        bulk.later_references(change.connection)  # the organisation above may stand further down in the list
        parents = [self._parent(-ordinal, values) for ordinal, values in enumerate(matcher.made, start=1)]
        ids = [self._id(-ordinal) for ordinal in range(1, len(matcher.made) + 1)]
        span = change.insert_range(
            "office",
            ("parent_id", *_COLUMNS, "stage", "stage_on", "side_on", "source", "batch_id"),
            self._offices(parents),
        )
        if span is not None:
            office_search.index_range(change.connection, *span)
        made = list(zip(ids, matcher.made, strict=True))
        change.insert_range("office_stage_event", _EVENT, self._events(made))
        self._holders([(office, values, who) for office, values in made for who in HOLDERS])
        for done, (office, fields) in enumerate(matcher.touched.items(), start=1):
            self._fill(office, fields)
            self._pen.tick(done, len(matcher.touched))
        return ids

    # The offices made stand before the organisations above them: then their ids are known before those are counted.
    def _id(self, entity: int) -> int:
        return entity if entity > 0 else self._first - entity - 1

    def _parent(self, entity: int, values: Mapping[str, Any]) -> int | None:
        department = values.get("department_code")
        root = self._matcher.keys.root(department)
        name = values.get("organisation")
        if department is None or name is None:
            return root
        found = self._matcher.keys.organisation(department, name)
        if found == entity:
            return root
        if found is not None:
            return self._id(found)
        key = (department, name)
        if key not in self._above_of:
            self._above.append({"kind": "directorate", "department_code": department, "name": name, "parent_id": root})
            self._above_of[key] = self._first + len(self._matcher.made) + len(self._above) - 1
        return self._above_of[key]

    def _offices(self, parents: list[int | None]) -> Iterator[tuple[Any, ...]]:
        pen, total = self._pen, len(parents)
        for done, (values, parent) in enumerate(zip(self._matcher.made, parents, strict=True), start=1):
            stage = values.get("stage") or "identified"
            on = values.get("pu_active_on") if stage == "pu_active" else None
            side_on = pen.today if values.get("side_state") else None
            yield (
                parent, *(values.get(name) for name in _COLUMNS), stage, on or pen.today, side_on, "import", pen.batch,
            )  # fmt: skip
            pen.tick(done, total)
        for values in self._above:
            columns = (values.get(name) for name in _COLUMNS)
            yield (values["parent_id"], *columns, "identified", pen.today, None, "import", pen.batch)

    def _events(self, made: list[tuple[int, dict[str, Any]]]) -> Iterator[tuple[Any, ...]]:
        pen = self._pen
        for office, values in made:
            stage = values.get("stage")
            if stage is not None:
                on = values.get("pu_active_on") if stage == "pu_active" else None
                yield (office, "identified", stage, on or pen.today, pen.stamp, pen.staff, "told")

    def _holders(self, posts: list[tuple[int, Mapping[str, Any], str]]) -> None:
        """Posts of new offices with their holders; one of which only the designation is told stands without."""
        told = [one for one in posts if any(one[1].get(f"{one[2]}_{part}") for part in _NAMED)]
        change, pen = self._pen.change, self._pen
        first = change.next_id("post")
        change.insert_range(
            "post",
            ("office_id", "role", "title", "is_vacant", "batch_id"),
            (
                (
                    office,
                    _ROLE[who],
                    values.get(f"{who}_designation"),
                    int(values.get(f"{who}_vacant", False)),
                    pen.batch,
                )
                for office, values, who in told
            ),
        )
        officers = (
            _officer(first + place, values, who, pen.batch)
            for place, (_, values, who) in enumerate(told)
            if values.get(f"{who}_name")
        )
        change.insert_range("officer", _OFFICER, officers)

    def _fill(self, office: int, fields: dict[str, Any]) -> None:
        pen, change = self._pen, self._pen.change
        before = self._matcher.stored(office)
        plain = {name: value for name, value in fields.items() if name in _COLUMNS}
        if "department_code" in plain:
            plain |= {"department_text": None}
            if before.get("parent_id") is None:
                plain["parent_id"] = self._matcher.keys.root(plain["department_code"])
        if "district_code" in plain:
            plain |= {"district_text": None}
        if "side_state" in plain:
            plain["side_on"] = pen.today
        stage = fields.get("stage")
        if stage is not None and RANK[stage] > RANK[before["stage"]]:
            on = fields.get("pu_active_on") or pen.today
            plain |= {"stage": stage, "stage_on": on}
            event = (office, before["stage"], stage, on, pen.stamp, pen.staff, "told")
            change.insert("office_stage_event", dict(zip(_EVENT, event, strict=True)))
        change.update("office", office, plain)
        for who in HOLDERS:
            self._fill_holder(office, before, fields, who)

    def _fill_holder(self, office: int, before: Mapping[str, Any], fields: Mapping[str, Any], who: str) -> None:
        parts = {part: fields[f"{who}_{part}"] for part in OF_HOLDER if f"{who}_{part}" in fields}
        if not parts:
            return
        change, pen = self._pen.change, self._pen
        if "active_on" in parts:
            parts["active_from"] = parts.pop("active_on")
        held = before.get(f"{who}_id")
        if held is not None:
            change.update("officer", held, parts)
        elif "name" in parts:
            post = before.get(f"{who}_post") or change.insert(
                "post",
                {"office_id": office, "role": _ROLE[who], "title": parts.get("designation"), "batch_id": pen.batch},
            )
            change.insert("officer", {**parts, "post_id": post, "batch_id": pen.batch})


def _officer(post: int, values: Mapping[str, Any], who: str, batch: int) -> tuple[Any, ...]:
    # The number and the address of such a row stand beside its primary user; without one they are the office's.
    own = who == "pu"
    return (
        post, values[f"{who}_name"], values.get(f"{who}_designation"), values.get("mobile") if own else None,
        values.get("email") if own else None, values.get(f"{who}_active_on"),
        int(own and values.get("side_state") == "pu_transferred"), batch,
    )  # fmt: skip


def _show_holder(offices: Mapping[int, dict[str, Any]], officer: Mapping[str, Any]) -> None:
    """Put the holder of now into the office's values, as a row of a list shows it."""
    who = _WHO.get(officer["role"])
    if who is None or officer["to_on"] is not None:
        return
    offices[officer["office_id"]] |= {
        f"{who}_id": officer["id"], f"{who}_post": officer["post_id"], f"{who}_name": officer["name"],
        f"{who}_designation": officer["designation"], f"{who}_mobile": officer["mobile"], f"{who}_email": officer["email"],
        f"{who}_active_on": officer["active_from"],
    }  # fmt: skip
