"""Places that lie in another state without doubt: its name, its districts and large towns, as far as they are known here.

Evidence for "out of the state" where a list has no column for the state. A place that is not in the table proves nothing: it
may be a misspelled district of ours. Names that Uttar Pradesh has too (Hamirpur, Pratapgarh, Balrampur) are not in it.
"""

from __future__ import annotations

from functools import lru_cache

from onboarding import reference
from onboarding.domain.cells import plain
from onboarding.domain.text import fold


@lru_cache(maxsize=1)
def _places() -> dict[str, str]:
    return {fold(place): row["state"] for row in reference.rows("other_states") for place in row["places"].split(";")}


def state_of(place: str) -> str | None:
    """The other state in which a place of this name lies; None for ours and for what is not known."""
    return _places().get(fold(plain(place)))
