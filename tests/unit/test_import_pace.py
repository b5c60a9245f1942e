"""How far an import is, in words."""

from __future__ import annotations

from onboarding.i18n import set_language
from onboarding.import_pace import Pace


def test_a_rate_and_the_time_that_is_left() -> None:
    set_language("en")
    now = [0.0]
    pace = Pace(lambda: now[0])
    assert pace.words(0, None, "reading") == "Reading"
    assert pace.words(20_000, 100_000, "saving") == "Saving 20,000 / 1,00,000"
    now[0] = 0.5
    assert "rows/s" not in pace.words(25_000, 100_000, "saving")
    now[0] = 4.0
    # A run that is gone on with began at 20,000: they do not count for its rate.
    assert pace.words(60_000, 100_000, "saving") == "Saving 60,000 / 1,00,000 · 10,000 rows/s · 4 s left"
    now[0] = 400.0
    assert pace.words(60_000, 100_000, "saving").endswith("7 min left")
    assert pace.words(100_000, 100_000, "saving").endswith("rows/s")
    assert pace.words(100_000, 100_000, "finishing") == "Finishing 1,00,000 / 1,00,000"
