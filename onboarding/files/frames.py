"""Web pages that are only a frame: Excel's "web page" keeps each sheet in a file of a folder beside it.

Udyam exports come so. The page is read here by a few plain patterns, since the files it names must
be copied before the limited child process looks at any of them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote

from onboarding.errors import FileUnreadable

FRAME_BYTES = 256 * 1024
"""A frame is small; what stands behind this belongs to a page with cells of its own."""
SHEETS = 200

_IS_FRAME = re.compile(r"<frameset\b|<x:WorksheetSource\b", re.IGNORECASE)
_CELL = re.compile(r"<t[dh][\s>]", re.IGNORECASE)
_SHEET_START = re.compile(r"<x:ExcelWorksheet>", re.IGNORECASE)
_NAME = re.compile(r"<x:Name>([^<]{1,80})</x:Name>", re.IGNORECASE)
_SOURCE = re.compile(r"<x:WorksheetSource\s[^>]{0,20}?HRef=[\"']?([^\"'>\s]{1,300})", re.IGNORECASE)
_HIDDEN = re.compile(r"<x:Visible>Sheet(?:Very)?Hidden", re.IGNORECASE)
_LINK = re.compile(r"<link\s+id=[\"']?shLink[\"']?\s+href=[\"']?([^\"'>\s]{1,300})", re.IGNORECASE)
_FRAME = re.compile(r"<frame\s[^>]{0,200}?src=[\"']?([^\"'>\s]{1,300})", re.IGNORECASE)
_TABS = "tabstrip"


@dataclass(frozen=True, slots=True)
class Frame:
    """One sheet of a frame set."""

    name: str
    visible: bool
    parts: tuple[str, ...]
    """Folders and file, relative to the page."""


def frames(head: bytes) -> tuple[Frame, ...]:
    """The sheets that a page names in order, at most `SHEETS`; none when it holds cells itself."""
    text = page_text(head[:FRAME_BYTES])
    if not _IS_FRAME.search(text) or _CELL.search(text):
        return ()
    found = [_frame(piece) for piece in _SHEET_START.split(text)[1:]]
    named = [frame for frame in found if frame is not None]
    if not named:
        sources = _LINK.findall(text) or [one for one in _FRAME.findall(text) if _TABS not in one.lower()]
        named = [Frame(parts[-1], visible=True, parts=parts) for one in sources if (parts := _parts(one))]
    return tuple(named[:SHEETS])


def page_text(head: bytes) -> str:
    """Bytes of a page as text for patterns; what is no ASCII may come out wrong."""
    wide = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}.get(head[:2])
    if wide:
        return head[2:].decode(wide, errors="replace")
    try:
        return head.decode("utf-8", errors="strict")
    except UnicodeDecodeError:
        return head.decode("latin-1")


def _frame(piece: str) -> Frame | None:
    source = _SOURCE.search(piece)
    parts = _parts(source[1]) if source else ()
    if not parts:
        return None
    name = _NAME.search(piece)
    return Frame(unescape(name[1]) if name else parts[-1], _HIDDEN.search(piece) is None, parts)


def _parts(link: str) -> tuple[str, ...]:
    """The link's folder and file; nothing when it leads anywhere but into a folder beside the page."""
    parts = tuple(part for part in unquote(unescape(link)).replace("\\", "/").split("/") if part not in ("", "."))
    inside = not link.startswith(("/", "\\")) and not any(":" in part or part == ".." or "\0" in part for part in parts)
    return parts if inside and 1 <= len(parts) <= 2 else ()


def open_frame(page: Path, frame: Frame) -> BinaryIO:
    """The file of a sheet beside its page, without following a link.

    A folder that was renamed together with its page is found too.

    Raises:
        FileUnreadable: not there, or no ordinary folder and file.
    """
    *folder, name = frame.parts
    for place in _places(page, folder):
        try:
            return _opened(page.parent, [*place, name])
        except (OSError, ValueError):
            continue
    raise FileUnreadable("files.frames_missing", file=page.name, folder="/".join(folder) or name)


def _places(page: Path, folder: list[str]) -> Iterable[list[str]]:
    yield folder
    if folder:
        yield [f"{page.stem}_files"]
        yield [f"{page.stem}.files"]


def _opened(base: Path, parts: list[str]) -> BinaryIO:
    # Each step is opened by itself and never through a link: a link in a shared folder may be swapped.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
    if os.open not in os.supports_dir_fd:
        return base.joinpath(*parts).open("rb")
    with ExitStack() as stack:
        at = os.open(base, os.O_RDONLY | os.O_DIRECTORY)
        stack.callback(os.close, at)
        for part in parts[:-1]:
            at = os.open(part, flags | os.O_DIRECTORY, dir_fd=at)
            stack.callback(os.close, at)
        return os.fdopen(os.open(parts[-1], flags | os.O_NONBLOCK, dir_fd=at), "rb")
