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


def register(app: App[Any], chosen: str = DEFAULT) -> None:
    """Make the themes known and wear one; an unknown name means the default."""
    for theme in THEMES:
        app.register_theme(theme)
    app.theme = chosen if chosen in NAMES else DEFAULT
