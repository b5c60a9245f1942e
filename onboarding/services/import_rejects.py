"""Files that an import writes for people: the rejected rows as they stood with the reasons, and the values that gave way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from onboarding.db.imports import Outcome
from onboarding.domain.text import clean
from onboarding.services.import_overwriting import Replaced
from onboarding.services.writing import WritePath

_NAME_BYTES = 180
_AS_READ = "rupee"
"""The unit that needs no telling."""


class RejectFile:
    """Where and how the files of one list are written."""

    def __init__(self, writing: WritePath, folder: Path | None, list_name: str, words: Callable[[str], str]) -> None:
        """Begin.

        Args:
            writing: For the clock and the database's place.
            folder: Where to; None: ``reports`` beside the database.
            list_name: Name of the file that was imported.
            words: The sentence of a code, in the person's language, and the headings ``line``, ``reason`` …
        """
        self._folder = folder or writing.database.path.parent / "reports"
        self._stem = f"{_short(clean(Path(list_name).stem))}-{writing.clock.local():%Y%m%d-%H%M}"
        self._words = words

    def write(self, headings: Sequence[str], unit: str | None, rejected: Iterable[Outcome]) -> Path:
        """The rows with their cells as they stood; the file can be mended and imported again.

        Raises:
            OnboardingError: The folder cannot be written to, or there is no space.
        """
        from onboarding.files.rejects import write_rejects

        words = self._words
        head = [[*headings, words("reason"), words("line")]]
        if unit not in (None, _AS_READ):
            # Amounts are read by the unit that stood above the header; without it a repaired row would mean rupees.
            head.insert(0, [words(f"unit.{unit}")])
        return write_rejects(self._folder, f"{self._stem}-rejected", head, self._lines(rejected, len(headings)))

    def _lines(self, rejected: Iterable[Outcome], width: int) -> Iterator[list[str]]:
        for one in rejected:
            cells = [*one.cells, *("" for _ in range(width - len(one.cells)))]
            reasons = "; ".join(self._words(code) for code in (*one.reasons, *one.warnings))
            yield [*cells, reasons, str(one.line)]

    def write_overwritten(self, replaced: Iterable[Replaced]) -> Path:
        """Every value that gave way to the list, before and after, and those that were kept because a person typed them.

        Raises:
            OnboardingError: The folder cannot be written to, or there is no space.
        """
        from onboarding.files.rejects import write_rejects

        words = self._words
        head = [[words(name) for name in ("line", "lead", "field", "before", "after", "kept_for")]]
        rows = (
            [
                str(one.line),
                str(one.lead),
                words(f"field.{one.field}"),
                str(one.before),
                str(one.after),
                one.typed_by or "",
            ]
            for one in replaced
        )
        return write_rejects(self._folder, f"{self._stem}-overwritten", head, rows)


def _short(name: str) -> str:
    """As much of a name as leaves room for what is added: a file's name has 255 bytes, a Hindi letter three."""
    return name.encode()[:_NAME_BYTES].decode(errors="ignore")
