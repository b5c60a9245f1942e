"""The looks of the application. No colour means anything alone: a word stands beside it."""

from __future__ import annotations

from typing import Any, Final

from textual.app import App
from textual.theme import Theme

_CURSOR_DARK: Final = {
    "block-cursor-background": "#F2C14E",
    "block-cursor-foreground": "#101418",
    "block-cursor-text-style": "bold",
}

THEMES: Final = (
    Theme(
        name="onboarding-dark",
        primary="#5AA9E6",
        secondary="#7FB069",
        accent="#F2C14E",
        warning="#F2C14E",
        error="#F0716B",
        success="#7FC97F",
        foreground="#E6E8EA",
        background="#101418",
        surface="#181E24",
        panel="#222B34",
        variables=_CURSOR_DARK,
    ),
    Theme(
        name="onboarding-light",
        primary="#0B4F8A",
        secondary="#2E6B34",
        accent="#7A4B00",
        warning="#7A4B00",
        error="#A1231B",
        success="#1E6A2B",
        foreground="#16191C",
        background="#FAFAF7",
        surface="#F0F0EB",
        panel="#E2E4E0",
        dark=False,
        variables={
            "block-cursor-background": "#0B4F8A",
            "block-cursor-foreground": "#FFFFFF",
            "block-cursor-text-style": "bold",
        },
    ),
    Theme(
        name="onboarding-contrast",
        primary="#FFFFFF",
        secondary="#FFFFFF",
        accent="#FFFF00",
        warning="#FFFF00",
        error="#FF8080",
        success="#80FF80",
        foreground="#FFFFFF",
        background="#000000",
        surface="#000000",
        panel="#000000",
        text_alpha=1.0,
        variables={
            "block-cursor-background": "#FFFFFF",
            "block-cursor-foreground": "#000000",
            "block-cursor-text-style": "bold",
        },
    ),
)
NAMES: Final = tuple(theme.name for theme in THEMES)
DEFAULT: Final = NAMES[0]


def make_known(app: App[Any]) -> None:
    """For the application's ``__init__``: all themes are there, and the default one is worn from the start.

    Put on later, every rule that has been read by then is read again, an eighth of the time to the first screen.
    """
    for theme in THEMES:
        app.register_theme(theme)
    app.set_reactive(type(app).theme, DEFAULT)
    app.stylesheet.set_variables(app.get_css_variables())


def wear(app: App[Any], chosen: str) -> None:
    """Wear a theme; an unknown name means the default."""
    app.theme = chosen if chosen in NAMES else DEFAULT
