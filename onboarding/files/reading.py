"""A list, read: what was found in the file and why, and its rows one after another.

The preview, the dry run, the commit and the reject file are printings of what this gives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Generic, Protocol, Self, TypeVar

from onboarding.domain.districts import Districts
from onboarding.domain.recipe import Recipe
from onboarding.files.listing import Listing, Progress, Skipped
from onboarding.files.sellers import SellerReader, SellerRow

if TYPE_CHECKING:
    from onboarding.domain.amounts import Unit
    from onboarding.files.columns import Column
    from onboarding.files.table import Row, Sheet

KIND = "sellers"
Read_co = TypeVar("Read_co", covariant=True)


class Reader(Protocol[Read_co]):
    """What makes a record of a physical row: one class a kind of list."""

    def read(self, row: Row) -> Read_co:
        """What the row says and what is to be thought of it."""


class ListReading(Generic[Read_co]):
    """One opened list; a context manager, since it owns a private copy until ``close``."""

    def __init__(self, listing: Listing, reader: Reader[Read_co], progress: Progress | None = None) -> None:
        self._listing = listing
        self._reader = reader
        self._progress = progress
        source, table = listing.source, listing.table
        self.kind: str = listing.kind
        """What sort of list it was read as."""
        self.file: str = source.name
        """Name without folders."""
        self.sha256: str = source.sha256
        self.size: int = source.size
        """Bytes."""
        self.sheet: str | None = table.sheet
        """The sheet that was read; None for text files."""
        self.sheets: tuple[Sheet, ...] = table.sheets
        self.encoding: str | None = table.encoding
        self.separator: str | None = table.separator
        self.separator_share: float | None = table.separator_share
        """Share of the sampled lines with the usual number of cells."""
        self.header_row: int | None = listing.header_row
        """Line of the header, its upper row; None when the file has none and a person mapped it."""
        self.headings: tuple[str, ...] = listing.header.headings
        self.columns: tuple[Column, ...] = listing.columns
        self.noted_unit: Unit | None = listing.noted_unit
        """What one of the amounts is worth, when a row above the header tells."""

    @property
    def listing(self) -> Listing:
        """The opened file itself."""
        return self._listing

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Remove the private copy; rows can no longer be read."""
        self._listing.close()

    @property
    def mapping(self) -> dict[str, str]:
        """Heading to field for the columns read; a heading that comes again carries its number."""
        found: dict[str, str] = {}
        for column in self.columns:
            if column.field is not None:
                heading = column.heading or f"#{column.index + 1}"
                if heading in found:
                    heading = f"{heading} #{column.index + 1}"
                found[heading] = column.field
        return found

    @property
    def fonts(self) -> dict[str, str]:
        """Heading to legacy font, for the columns of `mapping` that have one."""
        by_field = {column.field: column.font for column in self.columns}
        return {heading: font for heading, field in self.mapping.items() if (font := by_field[field])}

    @property
    def skipped(self) -> Skipped:
        """The rows that are no data; complete when a pass of ``rows`` has ended."""
        return self._listing.skipped

    def rows(self) -> Iterator[Read_co]:
        """A new pass over all data rows, rejected ones included, in file order and constant memory.

        Raises:
            Stopped: the person cancelled.
        """
        read = self._reader.read
        for row in self._listing.rows(self._progress):
            yield read(row)


class Reading(ListReading[SellerRow]):
    """One opened seller list."""


def read_sellers(
    path: Path | str,
    *,
    today: date,
    districts: Districts,
    recipe: Recipe | None = None,
    progress: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Reading:
    """Open a seller list and find out how it is built; the rows come from ``Reading.rows``.

    Args:
        path: The file; read once, then never again.
        today: Later dates are no registration dates.
        districts: The office's table of districts and their spellings.
        recipe: What a person decided; the rest goes by the evidence.
        progress: Told the number of physical rows read, every thousand rows.
        cancelled: Asked now and then; True ends the reading.

    Raises:
        FileUnreadable: with a sentence that says why and what to do.
        Stopped: the person cancelled.

    Side effects: a private folder with a copy of the file, removed by ``Reading.close``; a child
    process for workbooks.
    """
    used = recipe or Recipe()
    listing = Listing(Path(path), KIND, used, cancelled)
    return sellers_of(listing, districts=districts, today=today, convert=used.converts, progress=progress)


def sellers_of(
    listing: Listing,
    *,
    districts: Districts,
    today: date,
    convert: bool = True,
    progress: Progress | None = None,
) -> Reading:
    """An opened list as a list of sellers."""
    reader = SellerReader(
        listing.columns,
        listing.layout,
        districts=districts,
        today=today,
        unit=listing.noted_unit,
        conversion=convert,
    )
    return Reading(listing, reader, progress)
