"""A demo campaign to look at, made once a process and copied for every test."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from onboarding.services.context import Services
from onboarding.services.demo import build_demo
from tests.support.house import open_house

LEADS = 400


@cache
def _made() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="onboarding-campaign-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    services = open_house(folder)
    build_demo(services, LEADS, 7)
    with services.database.write(who="test", what="pack") as connection:
        connection.execute("SELECT 1")
    return services.database.path


def campaign(tmp_path: Path) -> Services:
    """A house of its own with some hundred sellers, their history, targets and official figures."""
    made = _made()
    folder = tmp_path / "house"
    folder.mkdir()
    for part in made.parent.glob(made.name + "*"):
        shutil.copy2(part, folder / part.name)
    return open_house(tmp_path)
