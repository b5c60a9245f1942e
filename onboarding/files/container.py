"""What a workbook's zip container says before it is unpacked: its format, its parts and their sizes.

Runs inside the child process. Imports the standard library and ``errors``.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from onboarding.errors import FileUnreadable

Format = Literal["xlsx", "xlsb", "ods"]

MEMBERS = 1000
UNPACKED_BYTES = 2 * 1024 * 1024 * 1024
"""Declared sizes together; a million rows of twelve columns are 630 MB."""
RATIO = 100
"""Unpacked to packed; honest lists are 8 to 15."""
RATIO_FROM_BYTES = 16 * 1024 * 1024
"""Below this size the ratio says nothing."""
HEAD_BYTES = 4096

COLUMNS = 200
CELLS = 20_000_000
"""So many columns and filled cells a list has at most, in whatever format."""

DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_MANIFEST = "META-INF/manifest.xml"


@dataclass(frozen=True, slots=True)
class Container:
    """The checked container."""

    format: Format
    unpacked: int
    """Declared bytes of all parts."""
    sizes: dict[str, int]
    """Part to its declared bytes."""


def check_container(path: Path) -> Container:
    """Refuse what only an attack or an accident looks like.

    Raises:
        FileUnreadable: damaged, protected, too much in it, odd compression, names that climb, a DTD,
            or no workbook at all.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _check_members(members, path.stat().st_size)
            found = _format(archive)
            _check_doctypes(archive, members)
            sizes = {member.filename: member.file_size for member in members}
            return Container(found, sum(sizes.values()), sizes)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise FileUnreadable("files.damaged") from error


def _check_members(members: list[zipfile.ZipInfo], packed: int) -> None:
    if any(member.flag_bits & 1 for member in members):
        raise FileUnreadable("files.protected")
    total = sum(member.file_size for member in members)
    inflated = total > RATIO_FROM_BYTES and total > RATIO * packed
    if len(members) > MEMBERS or total > UNPACKED_BYTES or inflated:
        raise FileUnreadable("files.bomb")
    for member in members:
        odd = member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
        climbs = member.filename.startswith(("/", "\\")) or ".." in member.filename
        if odd or climbs:
            raise FileUnreadable("files.bomb")


def _format(archive: zipfile.ZipFile) -> Format:
    names = set(archive.namelist())
    if "[Content_Types].xml" in names:
        if "xl/workbook.bin" in names:
            return "xlsb"
        if any(name.startswith("xl/") for name in names):
            return "xlsx"
    if {"mimetype", "content.xml"} <= names and _head(archive, "mimetype").startswith(_ODS):
        if _MANIFEST in names and b"encryption-data" in _head(archive, _MANIFEST):
            raise FileUnreadable("files.protected")
        return "ods"
    raise FileUnreadable("files.not_a_workbook")


def _check_doctypes(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    for member in members:
        if member.filename.endswith((".xml", ".rels")) and DOCTYPE.search(_head(archive, member.filename)):
            raise FileUnreadable("files.bomb")


def _head(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(HEAD_BYTES)
