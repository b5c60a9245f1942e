"""How a widget hears of a language switch: the application's signal ``language_changed``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from textual.signal import Signal
from textual.widget import Widget


@runtime_checkable
class Bilingual(Protocol):
    """An application that can change its language while it runs."""

    language_changed: Signal[str]


def on_language(widget: Widget, redraw: Callable[[], object]) -> None:
    """Call ``redraw`` after every switch for as long as the (mounted) widget lives."""
    app = widget.app
    if isinstance(app, Bilingual):
        app.language_changed.subscribe(widget, lambda _language: redraw())
