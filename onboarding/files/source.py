"""Bytes: open an outsider's file once, copy it into a private place, say what kind of file it is.

Everything later reads the private copy, so a file that changes, is swapped or vanishes while it is
read does no harm. Imports the standard library and ``errors``; knows no rows.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

from onboarding.errors import FileUnreadable, Stopped

Kind = Literal["xlsx", "text"]

SHEET_BYTES = 100 * 1024 * 1024
"""Largest workbook: it is unpacked in memory."""

TEXT_BYTES = 2 * 1024 * 1024 * 1024
"""Largest text file: it is streamed, so only the disk limits it."""

CHUNK = 1024 * 1024
HEAD = 4096

ZIP = b"PK\x03\x04"
BIFF = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HTML = (b"<html", b"<!doctype html", b"<table", b"<head", b"<meta", b"<?xml", b"mime-version:")


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


def open_source(path: Path, folder: Path, *, cancelled: Callable[[], bool] | None = None) -> Source:
    """Copy ``path`` into ``folder`` (private, of the caller) while hashing it.

    Raises:
        FileUnreadable: missing, empty, too large, not a regular file, or of a kind that cannot be
            read.
        Stopped: ``cancelled`` said so.

    Side effects: one file of mode 0600 in ``folder``.
    """
    name = path.name
    descriptor = _descriptor(path)
    try:
        size = _regular_size(descriptor, name)
    except FileUnreadable:
        os.close(descriptor)
        raise
    with os.fdopen(descriptor, "rb") as handle:
        kind = _kind(handle.read(HEAD), name)
        limit = SHEET_BYTES if kind == "xlsx" else TEXT_BYTES
        if size > limit:
            raise _too_large(name, limit)
        handle.seek(0)
        copy = folder / "source"
        try:
            copied, digest = _spool(handle, copy, limit, name, cancelled)
        except OSError as error:
            raise FileUnreadable("files.copy_failed", file=name) from error
    return Source(name, copy, copied, digest, kind)


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


def _regular_size(descriptor: int, name: str) -> int:
    state = os.fstat(descriptor)
    if stat.S_ISDIR(state.st_mode):
        raise FileUnreadable("files.directory", file=name)
    if not stat.S_ISREG(state.st_mode):
        raise FileUnreadable("files.not_a_file", file=name)
    if state.st_size == 0:
        raise FileUnreadable("files.empty", file=name)
    return state.st_size


def _kind(head: bytes, name: str) -> Kind:
    if head.startswith(ZIP):
        return "xlsx"
    if head.startswith(BIFF):
        raise FileUnreadable("files.old_excel", file=name)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith(HTML):
        raise FileUnreadable("files.web_page", file=name)
    if head.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        raise FileUnreadable("files.not_a_table", file=name)
    return "text"


def _spool(
    handle: BinaryIO,
    copy: Path,
    limit: int,
    name: str,
    cancelled: Callable[[], bool] | None,
) -> tuple[int, str]:
    digest = hashlib.sha256()
    copied = 0
    target = os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(target, "wb") as out:
        while chunk := handle.read(CHUNK):
            copied += len(chunk)
            if copied > limit:
                raise _too_large(name, limit)
            if cancelled is not None and cancelled():
                raise Stopped("files.stopped")
            digest.update(chunk)
            out.write(chunk)
    return copied, digest.hexdigest()


def _too_large(name: str, limit: int) -> FileUnreadable:
    return FileUnreadable("files.too_large", file=name, megabytes=limit // (1024 * 1024))
