"""One prospect with all that the registry says; ``a`` makes it a lead, Enter opens the lead that it became."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from onboarding.actions import action
from onboarding.i18n import tr
from onboarding.inscript import key_name, twin
from onboarding.prospect_words import facts
from onboarding.widgets.plain import line, template

if TYPE_CHECKING:
    from onboarding.app import OnboardingApp
    from onboarding.domain.districts import Districts
    from onboarding.services.prospects import Stored


def _make_lead_keys() -> str:
    keys = action("make-lead").keys
    return ",".join(map(key_name, (*keys, *filter(None, map(twin, keys)))))


class ProspectDialog(ModalScreen[None]):
    """The record; read when it opens."""

    DEFAULT_CSS = """
    ProspectDialog VerticalScroll { height: auto; max-height: 70vh; }
    ProspectDialog .prospect-keys { color: $text-muted; margin: 1 0 0 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False, priority=True),
        Binding("enter", "open_lead", show=False, priority=True),
        Binding(_make_lead_keys(), "make_lead", show=False),
    ]

    def __init__(self, prospect_id: int) -> None:
        super().__init__()
        self._number = prospect_id
        self._prospect: Stored | None = None

    @property
    def house(self) -> OnboardingApp:
        """The application, by its own type."""
        return self.app  # type: ignore[return-value]  # only this application opens it

    def compose(self) -> ComposeResult:
        """Title, facts, keys."""
        with Vertical(classes="dialog"):
            yield Static(line(tr("prospects.record_title")), classes="dialog-title")
            with VerticalScroll():
                yield Static("", id="prospect-facts")
            yield Static(line(tr("prospects.record_keys")), classes="prospect-keys")

    def on_mount(self) -> None:
        """Read it."""
        services = self.house.services
        self.house.beside(lambda: (services.prospects.get(self._number), services.office.districts), self._show)

    def _show(self, read: tuple[Stored, Districts]) -> None:
        if not self.is_attached:
            return
        self._prospect = read[0]
        lines = [template("[$text-muted]$label[/]  $value", label=label, value=value) for label, value in facts(*read)]
        if self._prospect.became_lead_id is None:
            lines.append(template("[$text-accent]$text[/]", text=tr("prospects.not_lead_yet")))
        self.query_one("#prospect-facts", Static).update(Content("\n").join(lines))

    def action_leave(self) -> None:
        """Back."""
        self.dismiss(None)

    def action_open_lead(self) -> None:
        """The lead that it became."""
        lead_id = self._prospect.became_lead_id if self._prospect is not None else None
        if lead_id is None:
            return
        from onboarding.screens.seller import SellerScreen

        app = self.app
        self.dismiss(None)
        app.push_screen(SellerScreen([lead_id], 0, tr("prospects.title")))

    def action_make_lead(self) -> None:
        """A contact was found."""
        from onboarding.screens.prospect_contact import ask_contact

        house = self.house
        self.dismiss(None)
        ask_contact(house, self._number)
