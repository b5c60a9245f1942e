"""Edit one field in place: a small box over its value, judged while it is typed, stored on Enter.

When a colleague changed the same field meanwhile, both values are shown and the person decides.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.geometry import Region
from textual.widgets import Input, OptionList, Static, TextArea
from textual.widgets.option_list import Option

from onboarding.domain.fields import CHOICES, kind_of
from onboarding.errors import OnboardingError, StaleEdit
from onboarding.i18n import language, tr
from onboarding.inscript import latin
from onboarding.screens.dialog import HouseDialog, form_line
from onboarding.screens.field_check import check_field
from onboarding.screens.seller_view import SellerView
from onboarding.screens.settle import edit_failed, settle, tell_stored
from onboarding.widgets.choice import ChoiceDialog
from onboarding.widgets.line_input import LineInput
from onboarding.widgets.plain import line
from onboarding.wording import departments, field_label, value_text, yes_no_text

if TYPE_CHECKING:
    from onboarding.app import OnboardingApp

UNKNOWN = "unknown"
SUGGESTIONS = 6


def edit_field(house: OnboardingApp, view: SellerView, field: str, place: Region) -> None:
    """Open the editor of a field over ``place``, where its value stands on the screen."""
    kind = kind_of(field)
    if field == "sponsor_department":
        _choose_department(house, view)
    elif kind in ("choice", "yes_no"):
        house.push_screen(ChoiceEdit(view, field, place))
    elif kind == "district":
        house.push_screen(DistrictEdit(view, field, place))
    elif field == "remarks":
        house.push_screen(TextEdit(view, field, place))
    else:
        house.push_screen(FieldEdit(view, field, place))


class FieldEdit(HouseDialog):
    """A line and what it means."""

    DEFAULT_CSS = """
    FieldEdit .field-box {
        width: 44; height: auto; background: $surface; border: round $accent; padding: 0 1;
        border-title-color: $accent; border-title-style: bold; border-subtitle-color: $text-muted;
    }
    FieldEdit #dialog-problem { color: $text-accent; text-style: none; min-height: 1; height: auto; }
    FieldEdit #dialog-problem.-refused { color: $text-error; text-style: bold; }
    FieldEdit OptionList {
        height: auto; max-height: 10; background: $surface;
    }
    FieldEdit TextArea { height: 6; border: none; padding: 0; background: $surface; }
    """
    KEYS: ClassVar[str] = "record.keys_field"

    def __init__(self, view: SellerView, field: str, place: Region) -> None:
        super().__init__()
        self._view = view
        self._field = field
        self._place = place
        self._seen = getattr(view.lead, field)

    def compose(self) -> ComposeResult:
        """The box; its border carries the field's name and the keys."""
        with Vertical(classes="field-box") as box:
            box.border_title = line(field_label(self._field))
            box.border_subtitle = line(tr(self.KEYS))
            yield from self.compose_form()
            yield Static("", id="dialog-problem")

    def compose_form(self) -> ComposeResult:
        """One line."""
        shown = "" if self._seen is None else str(self._seen)
        if kind_of(self._field) == "date" and self._seen:
            shown = value_text(self._field, self._seen)
        yield form_line(shown)

    def on_mount(self) -> None:
        """Stand over the value, with the record in sight."""
        self.styles.align = ("left", "top")
        self.styles.background = "transparent"
        self._stand()
        self.begin()

    def begin(self) -> None:
        """Where the writing starts."""
        self.query_one(LineInput).focus()

    def on_resize(self) -> None:
        """The terminal has another size now."""
        self._stand()

    def _stand(self) -> None:
        box = self.query_one(".field-box")
        room = self.app.size
        width = min(max(44, self._place.width + 4), room.width - 2)
        box.styles.width = width
        x = max(0, min(self._place.x - 2, room.width - width))
        y = max(0, min(self._place.y - 1, room.height - self.box_height()))
        box.styles.offset = (x, y)

    def box_height(self) -> int:
        """Lines that the box may take, so that it stays on the screen."""
        return 6

    @on(Input.Changed)
    def _judge(self, event: Input.Changed) -> None:
        event.stop()
        found = check_field(self._view, self._field, event.value)
        self._note(found.text, refused=found.refused)

    def _note(self, text: str, *, refused: bool) -> None:
        note = self.query_one("#dialog-problem", Static)
        note.set_class(refused, "-refused")
        note.update(line(("✗ " if refused else "") + text if text else ""))

    def say(self, problem: str) -> None:
        """What is wrong."""
        self._note(problem, refused=bool(problem))

    def action_save(self) -> None:
        """Store what was typed if it may be stored."""
        found = check_field(self._view, self._field, self.query_one(LineInput).value)
        if found.refused:
            self._note(found.text, refused=True)
        else:
            self.store(found.value)

    def store(self, value: Any) -> None:  # noqa: ANN401 - whatever the field holds
        """Write the field as seen by this form; an unchanged one is just left."""
        if value == self._seen:
            self.dismiss(None)
            return
        values, seen = {self._field: value}, {self._field: self._seen}
        sellers, lead_id = self.services.sellers, self._view.lead.id
        told = partial(tell_stored, self.house, self._view, self._field)
        self.save(lambda: sellers.edit(lead_id, values, seen=seen), told)

    def _refused(self, error: OnboardingError) -> None:
        if isinstance(error, StaleEdit):
            house, view = self.house, self._view
            if self.is_attached:
                self.dismiss(None)
            settle(house, view, error)
            return
        super()._refused(error)


class ChoiceEdit(FieldEdit):
    """A short list of words; a letter goes to the next word that begins so."""

    KEYS = "record.keys_choice"

    def compose_form(self) -> ComposeResult:
        """The words, nothing known first or last."""
        yield OptionList(*(Option(line(label), id=code) for code, label in self._choices()))

    def _choices(self) -> list[tuple[str, str]]:
        if self._field == "do_not_call":
            return [("1", yes_no_text(1)), ("0", yes_no_text(0))]
        unknown = (UNKNOWN, tr("choice.unknown"))
        if kind_of(self._field) == "yes_no":
            return [("1", yes_no_text(1)), ("0", yes_no_text(0)), unknown]
        words = CHOICES[self._field]
        return [*((word, value_text(self._field, word)) for word in words), unknown]

    def begin(self) -> None:
        """The cursor on what holds now."""
        listing = self.query_one(OptionList)
        codes = [code for code, _ in self._choices()]
        now = UNKNOWN if self._seen is None else str(self._seen)
        listing.highlighted = codes.index(now) if now in codes else 0
        listing.focus()

    def box_height(self) -> int:
        """One line a word."""
        return len(self._choices()) + 4

    def on_key(self, event: events.Key) -> None:
        """Y and n for yes and no; elsewhere the first letter of a word."""
        letter = latin(event.character or "").lower()
        if self._saving or not letter.isalpha() or len(letter) != 1:
            return
        listing = self.query_one(OptionList)
        names = [self._letter(code, label) for code, label in self._choices()]
        after = (listing.highlighted or 0) + 1
        turned = [*range(after, len(names)), *range(after)]
        found = next((place for place in turned if names[place] == letter), None)
        if found is not None:
            event.stop()
            listing.highlighted = found

    def _letter(self, code: str, label: str) -> str:
        if kind_of(self._field) == "yes_no":
            return {"1": "y", "0": "n"}.get(code, "u")
        return (label if label[:1].isascii() else code)[:1].lower()

    @on(OptionList.OptionSelected)
    def _taken(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._take(event.option_id or UNKNOWN)

    def action_save(self) -> None:
        """Ctrl+S takes the word under the cursor."""
        option = self.query_one(OptionList).highlighted_option
        if option is not None:
            self._take(option.id or UNKNOWN)

    def _take(self, code: str) -> None:
        if code == UNKNOWN:
            self.store(None)
        else:
            self.store(int(code) if kind_of(self._field) == "yes_no" else code)


class DistrictEdit(FieldEdit):
    """A line with the nearest districts under it."""

    KEYS = "record.keys_district"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "highlight('cursor_up')", show=False, priority=True),
        Binding("down", "highlight('cursor_down')", show=False, priority=True),
    ]

    def compose_form(self) -> ComposeResult:
        """Line and suggestions."""
        yield form_line(placeholder=value_text("district_code", self._seen, districts=self._view.districts))
        listing = OptionList()
        listing.can_focus = False
        yield listing

    def box_height(self) -> int:
        """Line, suggestions, note."""
        return SUGGESTIONS + 5

    @on(Input.Changed)
    def _suggest(self, event: Input.Changed) -> None:
        event.prevent_default()
        districts = self._view.districts
        codes = _nearest(self._view, event.value)
        listing = self.query_one(OptionList)
        listing.clear_options()
        names = [(code, districts.name_of(code, language()) or code) for code in codes]
        listing.add_options([Option(line(name), id=code) for code, name in names])
        listing.highlighted = 0 if codes else None
        nothing = bool(event.value.strip()) and not codes
        self._note(tr("problem.unresolved_district") if nothing else "", refused=nothing)

    def action_highlight(self, step: str) -> None:
        """Move in the list while the focus stays in the line."""
        getattr(self.query_one(OptionList), f"action_{step}")()

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.store(event.option_id)

    def action_save(self) -> None:
        """Take the district under the cursor; an empty line leaves what stood there."""
        option = self.query_one(OptionList).highlighted_option
        if option is not None:
            self.store(option.id)
        elif not self.query_one(LineInput).value.strip():
            self.dismiss(None)


class TextEdit(FieldEdit):
    """Several lines; Enter makes a line, Ctrl+S stores."""

    KEYS = "record.keys_text"

    def compose_form(self) -> ComposeResult:
        """The text."""
        yield TextArea(self._seen or "", soft_wrap=True, tab_behavior="focus")

    def begin(self) -> None:
        """Write on at the end."""
        area = self.query_one(TextArea)
        area.move_cursor(area.document.end)
        area.focus()

    def box_height(self) -> int:
        """Six lines and the note."""
        return 10

    def action_save(self) -> None:
        """Store it; numbers like Aadhaar are masked."""
        found = check_field(self._view, self._field, self.query_one(TextArea).text)
        self.store(found.value)


# ---------------------------------------------------------------------- districts and departments


def _nearest(view: SellerView, typed: str) -> list[str]:
    """Codes of the districts that a text may mean: the one of that name, those that begin so, then the nearest spellings."""
    wanted = typed.strip().casefold()
    if not wanted:
        return []
    exact = view.districts.find(typed).code
    begins = [
        district.code
        for district in view.districts.all()
        if district.name_en.casefold().startswith(wanted) or district.name_hi.startswith(wanted)
    ]
    found = [*([exact] if exact else []), *begins, *view.districts.suggest(typed, SUGGESTIONS)]
    return list(dict.fromkeys(found))[:SUGGESTIONS]


def _choose_department(house: OnboardingApp, view: SellerView) -> None:
    field, seen = "sponsor_department", view.lead.sponsor_department
    choices = [(code, names[language()]) for code, names in departments().items()]
    choices.append((UNKNOWN, tr("choice.unknown")))

    def chosen(code: str | None) -> None:
        if code is None:
            return
        value = None if code == UNKNOWN else code
        house.write(
            lambda: house.services.sellers.edit(view.lead.id, {field: value}, seen={field: seen}),
            partial(tell_stored, house, view, field),
            failed=partial(edit_failed, house, view),
        )

    house.push_screen(ChoiceDialog(field_label(field), choices, chosen=seen), chosen)
