"""Driving the application in a test: wait for a condition, never for a while."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

from textual.pilot import Pilot


async def until(pilot: Pilot[Any], condition: Callable[[], object], what: str, timeout: float = 10) -> None:
    """Let the application run until ``condition`` holds; a failure says ``what`` was waited for."""
    end = time.monotonic() + timeout
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"not within {timeout} s: {what}")
        await pilot.pause()
        await asyncio.sleep(0.005)


def screen_text(pilot: Pilot[Any]) -> str:
    """What stands on the screen, line by line, blanks at the ends of lines taken away."""
    compositor = pilot.app.screen._compositor
    lines = ("".join(s.text for s in line) for line in compositor.render_strips())
    return "\n".join(line.rstrip() for line in lines)
