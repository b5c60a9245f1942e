"""The office itself: who works here, its calendar, districts and settings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property

from onboarding.db import office as db
from onboarding.db import staff
from onboarding.db.staff import StaffMember
from onboarding.domain.calendar import OfficeCalendar
from onboarding.domain.districts import Districts
from onboarding.domain.text import clean, fold
from onboarding.errors import Refused
from onboarding.services.writing import Actor, WritePath

SETTINGS: dict[str, tuple[str, ...]] = {
    "calendar_pattern": ("six", "five"),
    "count_evidence": ("told", "seen", "gem_report"),
}
"""Settings of the whole office with the words that each may take, the default first."""


class Office:
    """The door to the office's own tables."""

    def __init__(self, writing: WritePath) -> None:
        self._writing = writing

    @cached_property
    def districts(self) -> Districts:
        """The 75 districts with every spelling known; read once a run."""
        with self._writing.database.read() as connection:
            return db.districts(connection)

    def calendar(self) -> OfficeCalendar:
        """The office's working days as they stand now."""
        with self._writing.database.read() as connection:
            pattern = db.settings(connection).get("calendar_pattern", "six")
            return OfficeCalendar(db.calendar_days(connection), "five" if pattern == "five" else "six")

    def staff(self) -> list[StaffMember]:
        """All who work here now, by name."""
        with self._writing.database.read() as connection:
            return staff.everybody(connection)

    def settings(self) -> dict[str, str]:
        """Every setting with its value of now."""
        with self._writing.database.read() as connection:
            stored = db.settings(connection)
        return {name: stored.get(name, words[0]) for name, words in SETTINGS.items()}

    def set_setting(self, name: str, value: str) -> None:
        """Decide a setting for the whole office.

        Raises:
            Refused: No such setting or word.
        """
        if value not in SETTINGS.get(name, ()):
            raise Refused("setting.unknown", name=name, value=value)
        with self._writing.change("setting", subject=name) as change:
            row = db.setting_id(change.connection, name)
            if row is None:
                change.insert("setting", {"name": name, "value": value})
            else:
                change.update("setting", row, {"value": value})

    def introduce(self, *, name: str = "", language: str = "") -> Actor:
        """Change the name or the language of the person at the keyboard; she is that person from now on.

        Raises:
            Refused: A language other than hi and en.
        """
        me = self._writing.actor
        values = {"name": clean(name) or me.name, "language": language or me.language}
        if values["language"] not in ("hi", "en"):
            raise Refused("setting.unknown", name="language", value=language)
        with self._writing.change("introduce", subject=values["name"]) as change:
            change.update("staff", me.id, values)
        self._writing.actor = Actor(me.id, me.login, values["name"], values["language"])
        return self._writing.actor

    def learn_district(self, spelling: str, code: str) -> None:
        """Decide which district a spelling means, for every later list."""
        self.learn_spellings((spelling,), code)

    def learn_spellings(self, spellings: Sequence[str], code: str) -> None:
        """Decide which district these spellings mean, for every later list; of those that are compared alike one is kept.

        Raises:
            Refused: There is no district with this code, or nothing to learn.
        """
        wanted = list({fold(text): text for text in map(clean, spellings) if text}.values())
        if self.districts.get(code) is None or not wanted:
            raise Refused("recipe.district_unknown", code=code)
        with self._writing.change("learn_district", subject=", ".join(wanted)) as change:
            for spelling in wanted:
                row = db.alias_id(change.connection, spelling)
                if row is None:
                    change.insert("district_alias", {"alias": spelling, "district_code": code})
                else:
                    change.update("district_alias", row, {"district_code": code})
        self.__dict__.pop("districts", None)

    def set_day(self, day: date, kind: str, *, name_en: str = "", name_hi: str = "", order_no: str = "") -> None:
        """Enter a day that differs from the week's pattern: holiday, restricted, extra_working, closed.

        Raises:
            Refused: Another kind.
        """
        if kind not in ("holiday", "restricted", "extra_working", "closed"):
            raise Refused("calendar.kind_unknown", kind=kind)
        row = {
            "on_date": day.isoformat(),
            "kind": kind,
            "name_en": clean(name_en),
            "name_hi": clean(name_hi),
            "order_no": clean(order_no),
        }
        with self._writing.change("calendar", subject=day.isoformat()) as change:
            held = db.calendar_day_id(change.connection, row["on_date"], kind, row["name_en"])
            if held is None:
                change.insert("calendar_day", row)
            else:
                change.update("calendar_day", held, row)

    def remove_day(self, row_id: int) -> None:
        """Take an entry out of the calendar (it stays in the journal)."""
        with self._writing.change("calendar", subject=str(row_id)) as change:
            change.delete("calendar_day", row_id)

    def calendar_rows(self, year: int) -> list[tuple[int, str, str, str, str, str]]:
        """(id, day, kind, name_en, name_hi, order number) of a year, by day."""
        with self._writing.database.read() as connection:
            return db.calendar_rows(connection, year)
