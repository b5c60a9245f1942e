"""What a workbook's container says before it is unpacked: parts, sizes, sheets; and error cells.

Runs inside the child process. Imports the standard library, defusedxml and ``errors``.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from onboarding.errors import FileUnreadable
from onboarding.files.xlsx_slices import column_index

MEMBERS = 1000
UNPACKED_BYTES = 2 * 1024 * 1024 * 1024
"""Declared sizes together; a million rows of twelve columns are 630 MB."""
RATIO = 100
"""Unpacked to packed; honest lists are 8 to 15."""
RATIO_FROM_BYTES = 16 * 1024 * 1024
"""Below this size the ratio says nothing."""
COLUMNS = 200
CELLS = 20_000_000
ERRORS = 20_000
"""Error cells remembered; a list with more of them is no list."""
CHUNK = 1024 * 1024
OVERLAP = 4096

FAR = re.compile(rb'<c r="(?:[A-Z]{3,}|G[S-Z]|[H-Z][A-Z])\d')
"""A cell beyond column GR, the 200th."""
ERROR = re.compile(
    rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*\bt="e"[^>]*>'
    rb"(?:<f[^>]*(?:/>|>[^<]*</f>))?<v>(#[A-Z0-9/?!]{2,12})</v>"
)
DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"


@dataclass(frozen=True, slots=True)
class Container:
    """The checked container."""

    unpacked: int
    """Declared bytes of all parts."""
    sizes: dict[str, int]
    """Part to its declared bytes."""
    parts: dict[str, str]
    """Sheet name to the part that holds it; empty when the workbook part is unusual."""


def check_container(path: Path) -> Container:
    """Refuse what only an attack or an accident looks like.

    Raises:
        FileUnreadable: damaged, too much in it, odd compression, names that climb, a DTD.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _check_members(members, path.stat().st_size)
            _check_doctypes(archive, members)
            sizes = {member.filename: member.file_size for member in members}
            return Container(sum(sizes.values()), sizes, _parts(archive))
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        raise FileUnreadable("files.damaged") from error


def _check_members(members: list[zipfile.ZipInfo], packed: int) -> None:
    total = sum(member.file_size for member in members)
    inflated = total > RATIO_FROM_BYTES and total > RATIO * packed
    if len(members) > MEMBERS or total > UNPACKED_BYTES or inflated:
        raise FileUnreadable("files.bomb")
    for member in members:
        odd = member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
        climbs = member.filename.startswith(("/", "\\")) or ".." in member.filename
        if odd or climbs or member.flag_bits & 1:
            raise FileUnreadable("files.bomb")
    if not any(member.filename == "[Content_Types].xml" for member in members):
        raise FileUnreadable("files.not_a_workbook")
    if not any(member.filename.startswith("xl/") for member in members):
        raise FileUnreadable("files.not_a_workbook")


def _check_doctypes(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    for member in members:
        if member.filename.endswith((".xml", ".rels")):
            with archive.open(member) as part:
                if DOCTYPE.search(part.read(OVERLAP)):
                    raise FileUnreadable("files.bomb")


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    from defusedxml.ElementTree import (  # type: ignore[import-untyped]
        ParseError,
        fromstring,
    )

    try:
        book = fromstring(archive.read("xl/workbook.xml"))
        links = fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    except (KeyError, ParseError, ValueError):
        return {}
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    found = {}
    for space in (MAIN, STRICT):
        for sheet in book.iter(f"{space}sheet"):
            link = next((v for k, v in sheet.attrib.items() if k.endswith("}id")), None)
            target = targets.get(link, "").lstrip("/")
            found[sheet.get("name", "")] = target if target.startswith("xl/") else f"xl/{target}"
    return found


def error_cells(path: Path, part: str) -> dict[int, list[tuple[int, str]]]:
    """Row number (from 1) to its error cells: column index (from 0) and text such as ``#N/A``.

    Raises:
        FileUnreadable: more cells or columns than a list has.
    """
    found: dict[int, list[tuple[int, str]]] = {}
    cells = remembered = 0
    for window, fresh in _windows(path, part):
        cells += window.count(b"<c ", fresh)
        if cells > CELLS or FAR.search(window):
            raise FileUnreadable("files.too_many_cells")
        if b't="e"' not in window or remembered > ERRORS:
            continue
        for match in ERROR.finditer(window):
            column, text = column_index(match[1]), match[3].decode("ascii")
            row = found.setdefault(int(match[2]), [])
            if (column, text) not in row:
                row.append((column, text))
                remembered += 1
    return found


def _windows(path: Path, part: str) -> Iterator[tuple[bytes, int]]:
    """The part in pieces that overlap, each with the place where the unseen begins."""
    tail = b""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(part) as stream:
            while chunk := stream.read(CHUNK):
                yield tail + chunk, len(tail)
                tail = (tail + chunk)[-OVERLAP:]
    except KeyError:
        return
    except (zipfile.BadZipFile, OSError, EOFError, ValueError) as error:
        raise FileUnreadable("files.damaged") from error
