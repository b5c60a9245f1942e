"""The tree of organisations: one office with its posts and officers, lists of offices, spellings of departments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from onboarding.db import office as office_db
from onboarding.db import office_search
from onboarding.db import offices as db
from onboarding.domain.departments import Departments
from onboarding.domain.text import clean
from onboarding.errors import NotFound, Refused
from onboarding.services.writing import WritePath

PAGE = 500

Record = dict[str, Any]
"""The columns of a row by name; days ISO, unknown None."""


@dataclass(frozen=True, slots=True)
class OfficeDetail:
    """One office with what belongs to it."""

    office: Record
    path: list[tuple[int, str, str | None]]
    """(id, name, Hindi name) of the organisations above, the root first."""
    posts: list[Record]
    officers: list[Record]
    """By role, who holds the post now first."""
    events: list[Record]


class Offices:
    """The door to offices."""

    def __init__(self, writing: WritePath) -> None:
        self._writing = writing

    def detail(self, office_id: int) -> OfficeDetail:
        """One office.

        Raises:
            NotFound: There is none with this number.
        """
        with self._writing.database.read() as connection:
            office = db.office(connection, office_id)
            if office is None:
                raise NotFound("office.none", id=office_id)
            return OfficeDetail(
                office,
                db.path_of(connection, office_id),
                db.posts_of(connection, office_id),
                db.officers_of(connection, office_id),
                db.events_of(connection, office_id),
            )

    def page(self, *, department: str = "", district: str = "", stage: str = "", limit: int = PAGE) -> list[Record]:
        """Offices by department, district and name; "" leaves a condition out."""
        with self._writing.database.read() as connection:
            return db.page(connection, department, district, stage, limit)

    def find(self, text: str, *, limit: int = 50) -> list[Record]:
        """Offices whose name fits a typed text, in either script."""
        with self._writing.database.read() as connection:
            rows = (db.office(connection, one) for one in office_search.found(connection, text)[:limit])
            return [row for row in rows if row is not None]

    def active_users(self, on: str) -> dict[str, int]:
        """Active GeM users on a day (ISO) by role; under ``primary_user`` the offices that have one."""
        with self._writing.database.read() as connection:
            return db.active_users(connection, on)

    def departments(self) -> Departments:
        """The departments with every spelling known now."""
        with self._writing.database.read() as connection:
            return office_db.departments(connection)

    def waiting_departments(self) -> list[tuple[str, int, int]]:
        """(spelling, offices, purchases) of departments that nobody decided upon, the commonest first."""
        with self._writing.database.read() as connection:
            return db.waiting_departments(connection)

    def learn_department(self, spelling: str, code: str) -> int:
        """Decide which department a spelling means, for every later list and for all that wait; how many waited.

        Raises:
            Refused: No such department.
        """
        spelling = clean(spelling)
        if not spelling or self.departments().name_of(code) is None:
            raise Refused("office.department_unknown", code=code)
        with self._writing.change("learn_department", subject=spelling) as change:
            row = office_db.department_alias_id(change.connection, spelling)
            if row is None:
                change.insert("department_alias", {"alias": spelling, "department_code": code})
            else:
                change.update("department_alias", row, {"department_code": code})
            offices, purchases = db.of_spelling(change.connection, spelling)
            known = {"department_code": code, "department_text": None}
            root = db.root_of(change.connection, code)
            for office_id in offices:
                above = db.office(change.connection, office_id)
                change.update(
                    "office", office_id, known | ({} if above and above["parent_id"] else {"parent_id": root})
                )
            for purchase_id in purchases:
                change.update("purchase", purchase_id, known)
        return len(offices) + len(purchases)
