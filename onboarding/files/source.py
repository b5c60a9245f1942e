"""Bytes: open an outsider's file once, copy it into a private place, say what kind of file it is.

Everything later reads the private copy, so a file that changes, is swapped or vanishes while it is
read does no harm. Imports the standard library and ``errors``; knows no rows.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

from onboarding.errors import FileUnreadable, Stopped
from onboarding.files.frames import FRAME_BYTES, frames, open_frame, page_text

Kind = Literal["zip", "ole", "web", "text"]
"""By the first bytes, never by the name: a zip container (XLSX, XLSB, ODS), an OLE container (XLS, or a
workbook with a password), a web page or archive, a text file with separators."""

SHEET_BYTES = 100 * 1024 * 1024
"""Largest workbook: it is unpacked in memory."""

WEB_BYTES = 300 * 1024 * 1024
"""Largest web page with all that belongs to it: it is streamed, but by a slow reader."""

TEXT_BYTES = 2 * 1024 * 1024 * 1024
"""Largest text file: it is streamed, so only the disk limits it."""

CHUNK = 1024 * 1024
HEAD = 4096

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLDEST_EXCEL = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")
"""Excel 2 to 4: a sheet without a container, which nobody writes any more."""
NO_TABLE = (
    b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"RIFF", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh",
    b"\xfd7zXZ", b"PK\x05\x06", b"\x7fELF", b"SQLite format 3", b"{\\rtf",
)  # fmt: skip
"""Pictures, documents, archives, programs."""
ARCHIVE = re.compile(r"(?:mime-version|from|content-type|date|subject): ", re.IGNORECASE)
TAG = re.compile(r"<(?:[!?/]?[a-z]|!--)", re.IGNORECASE)
WEB_TAG = re.compile(
    r"<(?:html|head|body|meta|table|tr|td|style|frameset|workbook|ss:workbook)\b|<!doctype html", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Source:
    """One file as it was at one moment."""

    name: str
    """Name without folders, as the person knows it."""
    path: Path
    """The private copy."""
    size: int
    """Bytes."""
    sha256: str
    """Of the bytes that were read; the same file again has the same value."""
    kind: Kind
    pages: tuple[Path, ...] = ()
    """Private copies of the sheets that a frame set keeps in other files, in its order."""


def open_source(path: Path, folder: Path, *, cancelled: Callable[[], bool] | None = None) -> Source:
    """Copy ``path`` into ``folder`` (private, of the caller) while hashing it.

    Raises:
        FileUnreadable: missing, empty, too large, not a regular file, or of a kind that cannot be
            read.
        Stopped: ``cancelled`` said so.

    Side effects: files of mode 0600 in ``folder``: the copy, and those of the sheets of a frame set.
    """
    name = path.name
    descriptor = _descriptor(path)
    try:
        _check_regular(descriptor, name)
    except FileUnreadable:
        os.close(descriptor)
        raise
    with os.fdopen(descriptor, "rb") as handle:
        head = handle.read(HEAD)
        kind = _kind(head, name)
        limit = {"text": TEXT_BYTES, "web": WEB_BYTES}.get(kind, SHEET_BYTES)
        handle.seek(0)
        copying = _Copying(name, limit, cancelled)
        copying.copy(handle, folder / "source")
    pages = _pages(path, folder, copying) if kind == "web" else ()
    return Source(name, folder / "source", copying.size, copying.digest.hexdigest(), kind, pages)


def _pages(path: Path, folder: Path, copying: _Copying) -> tuple[Path, ...]:
    with (folder / "source").open("rb") as copy:
        sheets = frames(copy.read(FRAME_BYTES))
    found = []
    for number, frame in enumerate(sheets, start=1):
        with open_frame(path, frame) as handle:
            _check_regular(handle.fileno(), frame.parts[-1])
            copying.copy(handle, folder / f"page{number}")
        found.append(folder / f"page{number}")
    return tuple(found)


def _descriptor(path: Path) -> int:
    # O_NONBLOCK: opening a named pipe must not wait for its writer.
    # O_NOFOLLOW: a link in a shared folder may be swapped.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    flags |= getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    try:
        return os.open(path, flags)
    except FileNotFoundError:
        raise FileUnreadable("files.missing", file=path.name) from None
    except PermissionError:
        raise FileUnreadable("files.forbidden", file=path.name) from None
    except (OSError, ValueError):
        sentence = "files.link" if path.is_symlink() else "files.not_a_file"
        raise FileUnreadable(sentence, file=path.name) from None


def _check_regular(descriptor: int, name: str) -> None:
    state = os.fstat(descriptor)
    if stat.S_ISDIR(state.st_mode):
        raise FileUnreadable("files.directory", file=name)
    if not stat.S_ISREG(state.st_mode):
        raise FileUnreadable("files.not_a_file", file=name)
    if state.st_size == 0:
        raise FileUnreadable("files.empty", file=name)


def _kind(head: bytes, name: str) -> Kind:
    if head.startswith(ZIP):
        return "zip"
    if head.startswith(OLE):
        return "ole"
    if head.startswith(OLDEST_EXCEL):
        raise FileUnreadable("files.old_excel", file=name)
    if head.startswith(NO_TABLE):
        raise FileUnreadable("files.not_a_table", file=name)
    return "web" if is_web(page_text(head)) else "text"


def is_web(head: str) -> bool:
    """Whether a text begins as a web page or a single-file web archive does, and not only its first cell."""
    start = head.lstrip("\ufeff \t\r\n")
    if TAG.match(start):
        return WEB_TAG.search(start) is not None
    return ARCHIVE.match(start) is not None and "mime-version:" in start.lower()


class _Copying:
    """Copies of one file and of what belongs to it: one limit and one hash for all."""

    def __init__(self, name: str, limit: int, cancelled: Callable[[], bool] | None) -> None:
        self.name, self._limit, self._cancelled = name, limit, cancelled
        self.size = 0
        self.digest = hashlib.sha256()

    def copy(self, handle: BinaryIO, copy: Path) -> None:
        """Copy to a new file of mode 0600.

        Raises:
            FileUnreadable: too large, changed while it is read, or no room for the copy.
            Stopped: the person cancelled.
        """
        before = os.fstat(handle.fileno())
        if before.st_size > self._limit - self.size:
            raise _too_large(self.name, self._limit)
        try:
            target = os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
            with os.fdopen(target, "wb") as out:
                copied = 0
                # One that grows is not read on: it might never end.
                while copied <= before.st_size and (chunk := handle.read(CHUNK)):
                    self._take(chunk)
                    copied += out.write(chunk)
        except OSError as error:
            raise FileUnreadable("files.copy_failed", file=self.name) from error
        after = os.fstat(handle.fileno())
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
            raise FileUnreadable("files.changing", file=self.name)  # half of it may be old and half new

    def _take(self, chunk: bytes) -> None:
        self.size += len(chunk)
        if self._cancelled is not None and self._cancelled():
            raise Stopped("files.stopped")
        self.digest.update(chunk)


def _too_large(name: str, limit: int) -> FileUnreadable:
    return FileUnreadable("files.too_large", file=name, megabytes=limit // (1024 * 1024))
