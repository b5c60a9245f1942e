"""The parts of an XLSX that the parser does not tell of: which sheet lies where, and its error cells.

Runs inside the child process. Imports the standard library, defusedxml and ``errors``.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from onboarding.errors import FileUnreadable
from onboarding.files.container import CELLS
from onboarding.files.xlsx_slices import column_index

ERRORS = 20_000
"""Error cells remembered; a list with more of them is no list."""
CHUNK = 1024 * 1024
OVERLAP = 4096

FAR = re.compile(rb'<c r="(?:[A-Z]{3,}|G[S-Z]|[H-Z][A-Z])\d{1,7}"[^>]*(?<!/)>')
"""A filled cell beyond column GR, the 200th; one that is only formatted closes itself."""
ERROR = re.compile(
    rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*\bt="e"[^>]*>'
    rb"(?:<f[^>]*(?:/>|>[^<]*</f>))?<v>(#[A-Z0-9/?!]{2,12})</v>"
)
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"


def sheet_parts(path: Path) -> dict[str, str]:
    """Sheet name to the part that holds it; empty when the workbook part is unusual."""
    from defusedxml.ElementTree import (  # type: ignore[import-untyped]
        ParseError,
        fromstring,
    )

    try:
        with zipfile.ZipFile(path) as archive:
            book = fromstring(archive.read("xl/workbook.xml"))
            links = fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    except (KeyError, ParseError, ValueError, zipfile.BadZipFile, OSError):
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
        cells += window.count(b"</c>", fresh)
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
