"""Imports that are cut off on the way, with chunks small enough for a test."""

from __future__ import annotations

from pathlib import Path

import pytest

from onboarding.domain.recipe import Recipe
from onboarding.errors import Stopped
from onboarding.services import import_runs, import_writing, imports
from onboarding.services.context import Services
from tests.support.house import mobile
from tests.support.lists import a_list


def small_chunks(patch: pytest.MonkeyPatch) -> None:
    """Chunks of ten rows, for lists of more than twenty rows, in a book of any size."""
    patch.setattr(imports, "AT_ONCE", 20)
    patch.setattr(import_writing, "CHUNK", 10)
    for module in (import_writing, import_runs):
        patch.setattr(module, "is_first", lambda *_: False)


def cut_off(services: Services, path: Path, *, after: int, recipe: Recipe | None = None) -> Stopped:
    """Begin a run and stop it when so many rows are written."""
    far = [0]

    def progress(done: int, _of: int | None, phase: str) -> None:
        far.append(done if phase == "saving" else 0)

    with services.imports.plan(path, recipe=recipe) as plan, pytest.raises(Stopped) as stopped:
        services.imports.commit(plan, progress=progress, cancelled=lambda: far[-1] >= after)
    return stopped.value


def plain_list(folder: Path, rows: int) -> Path:
    """So many firms in Lucknow, each with a number of its own from ``mobile(100)`` on."""
    return a_list(folder, *[(f"Firm {n}", "", "Lucknow", mobile(n)) for n in range(100, 100 + rows)])
