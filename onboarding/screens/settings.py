"""Settings: who is at the keyboard, language and look, what the office decides, and its calendar. Enter changes the line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from onboarding.formats import day_short
from onboarding.i18n import language, tr
from onboarding.screens.base import HouseScreen
from onboarding.services.office import SETTINGS
from onboarding.widgets.ask import AskDialog, AskField, Values
from onboarding.widgets.choice import ChoiceDialog
from onboarding.widgets.columns import Column
from onboarding.widgets.plain import line, template
from onboarding.widgets.record_table import RecordTable
from onboarding.widgets.themes import THEMES

_DAYS = (
    Column("day", "settings.col.day", 14, sortable=False),
    Column("kind", "settings.col.kind", (10, 18), sortable=False),
    Column("name", "settings.col.name", (14, 44), sortable=False),
    Column("order", "settings.col.order", (6, 16), priority=3, sortable=False),
)
_KINDS = ("holiday", "restricted", "extra_working", "closed")


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the screen shows, read in one go."""

    settings: dict[str, str]
    days: list[tuple[int, str, str, str, str, str]]
    year: int


class SettingsScreen(HouseScreen):
    """Reached by the palette."""

    SCOPES: ClassVar[tuple[str, ...]] = ("settings", "table")
    TITLE_ID = "settings.title"
    CSS_PATH = "settings.tcss"
    AUTO_FOCUS = "#settings-lines"

    def __init__(self) -> None:
        super().__init__()
        self._shown: _Shown | None = None
        self._year: int | None = None

    def compose_body(self) -> ComposeResult:
        """Lines to change, and the calendar of a year."""
        with Container(id="settings-body"):
            yield OptionList(id="settings-lines")
            yield Static(id="settings-year")
            yield RecordTable(_DAYS, self, markable=False, id="settings-days")

    def reload(self) -> None:
        """Settings and calendar."""
        year = self._year or self.services.clock.today().year
        office = self.services.office
        self.read(
            lambda: _Shown(office.settings(), office.calendar_rows(year), year),
            self._show,
            group="settings",
        )

    def reword(self) -> None:
        """All words anew."""
        super().reword()
        if self._shown is not None:
            self._show(self._shown)

    def fetch(self, ids: Sequence[int], /) -> Sequence[Sequence[str]]:
        """Words of calendar days."""
        rows = {row[0]: row for row in (self._shown.days if self._shown else [])}
        return [_day_words(rows[row_id]) for row_id in ids if row_id in rows]

    def _show(self, shown: _Shown) -> None:
        self._shown = shown
        self._year = shown.year
        lines = self.query_one(OptionList)
        at = lines.highlighted or 0
        lines.clear_options()
        found = self._lines()
        width = max(cell_len(name) for _, name, _ in found)
        lines.add_options(
            [
                Option(
                    template("$name  [b]$value[/b]", name=name + " " * (width - cell_len(name)), value=value), id=code
                )
                for code, name, value in found
            ]
        )
        lines.highlighted = at
        self.query_one("#settings-year", Static).update(line(tr("settings.calendar", year=shown.year)))
        table = self.query_one(RecordTable)
        table.set_ids([row[0] for row in shown.days], keep=table.cursor_id)
        table.refresh_rows()

    def _lines(self) -> list[tuple[str, str, str]]:
        actor = self.services.actor
        lines = [
            ("person", tr("settings.person"), actor.name),
            ("language", tr("settings.language"), tr(f"settings.language.{language()}")),
            ("theme", tr("settings.theme"), tr(f"settings.theme.{self.app.theme}")),
        ]
        settings = self._shown.settings if self._shown else {}
        lines += [(name, tr(f"settings.{name}"), tr(f"settings.{name}.{value}")) for name, value in settings.items()]
        lines.append(("keys", tr("settings.keys"), str(self.house.places.settings)))
        return lines

    @on(OptionList.OptionSelected, "#settings-lines")
    def _change(self, event: OptionList.OptionSelected) -> None:
        code = event.option_id or ""
        if code == "person":
            self._ask_person()
        elif code == "language":
            self.house.action_language()
        elif code == "theme":
            names = [theme.name for theme in THEMES]
            self.app.theme = (
                names[(names.index(self.app.theme) + 1) % len(names)] if self.app.theme in names else names[0]
            )
            self.reword()
        elif code in SETTINGS:
            self._ask_setting(code)
        elif code == "keys":
            self.house.tell(tr("settings.keys_how", path=str(self.house.places.settings)))

    def _ask_person(self) -> None:
        def take(values: Values | None) -> None:
            if values is not None:
                name = values["name"]
                self.house.write(lambda: self.services.office.introduce(name=name), lambda _actor: self.reword())

        self.app.push_screen(
            AskDialog(
                tr("settings.person"),
                [AskField("name", tr("settings.name"), self.services.actor.name)],
            ),
            take,
        )

    def _ask_setting(self, name: str) -> None:
        def take(value: str | None) -> None:
            if value is not None:
                self.house.write(lambda: self.services.office.set_setting(name, value))

        choices = [(word, tr(f"settings.{name}.{word}")) for word in SETTINGS[name]]
        self.app.push_screen(ChoiceDialog(tr(f"settings.{name}"), choices), take)

    # ------------------------------------------------------------------ calendar

    def action_earlier_year(self) -> None:
        """The calendar of the year before."""
        self._year = (self._year or self.services.clock.today().year) - 1
        self.reload()

    def action_later_year(self) -> None:
        """The calendar of the next year."""
        self._year = (self._year or self.services.clock.today().year) + 1
        self.reload()

    def action_add_day(self) -> None:
        """A day that differs from the week's pattern."""
        fields = [
            AskField("day", tr("settings.col.day"), placeholder="15/08/2026"),
            AskField("kind", tr("settings.col.kind"), "holiday", placeholder=" / ".join(_KINDS)),
            AskField("name_en", tr("settings.name_en")),
            AskField("name_hi", tr("settings.name_hi")),
            AskField("order_no", tr("settings.col.order")),
        ]
        self.app.push_screen(AskDialog(tr("settings.add_day"), fields, problems=_problems), self._take_day)

    def _take_day(self, values: Values | None) -> None:
        day = _day_of(values["day"]) if values else None
        if values is None or day is None:
            return
        office, words = self.services.office, dict(values)
        self.house.write(
            lambda: office.set_day(
                day,
                words["kind"],
                name_en=words["name_en"],
                name_hi=words["name_hi"],
                order_no=words["order_no"],
            )
        )

    def action_remove_day(self) -> None:
        """Take the day under the cursor out of the calendar."""
        row_id = self.query_one(RecordTable).cursor_id
        if row_id is not None:
            self.house.write(lambda: self.services.office.remove_day(row_id))


def _day_words(row: tuple[int, str, str, str, str, str]) -> Sequence[str]:
    _id, on, kind, name_en, name_hi, order_no = row
    return (
        day_short(date.fromisoformat(on)),
        tr(f"settings.kind.{kind}"),
        name_hi if language() == "hi" else name_en,
        order_no,
    )


def _day_of(text: str) -> date | None:
    from onboarding.domain.dates import file_date

    return file_date(text).value


def _problems(values: Values) -> dict[str, str]:
    wrong = {}
    if _day_of(values["day"]) is None:
        wrong["day"] = tr("settings.day_unclear")
    if values["kind"] not in _KINDS:
        wrong["kind"] = tr("calendar.kind_unknown", kind=values["kind"])
    return wrong
