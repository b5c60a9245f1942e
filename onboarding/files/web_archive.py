"""Single-file web archives (MHTML): a page and its sheets as the parts of one message.

Taken apart line by line onto the disk, so that a large archive is never in memory. Runs inside the
child process.
"""

from __future__ import annotations

import base64
import binascii
import quopri
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote

from onboarding.errors import FileUnreadable

PARTS = 1000
HEADER_BYTES = 64 * 1024
LINE_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Page:
    """One page of an archive."""

    location: str
    """Last piece of where it lay."""
    path: Path


def archive_pages(path: Path, folder: Path) -> list[Page]:
    """Write the pages of the archive into ``folder``, in order; pictures and styles are left.

    Raises:
        FileUnreadable: no archive of pages, or too many parts.
    """
    with path.open("rb") as stream:
        head = _header(stream)
        boundary = head.get_boundary()
        if boundary is None:
            return [page] if (page := _page(head, _lines(stream, None), folder, 1)) else []
        mark = b"--" + boundary.encode("ascii", errors="replace")
        for _ in _lines(stream, mark):
            pass
        found: list[Page] = []
        for number in range(1, PARTS + 1):
            part = _header(stream)
            if not part.keys():
                return found
            page = _page(part, _lines(stream, mark), folder, number)
            found += [page] if page else []
    raise FileUnreadable("files.bomb")


def _header(stream: BinaryIO) -> Message:
    lines: list[bytes] = []
    while (line := stream.readline(LINE_BYTES)).strip():
        lines.append(line)
        if sum(map(len, lines[-2:])) > HEADER_BYTES or len(lines) > 200:
            raise FileUnreadable("files.damaged")
    return BytesHeaderParser().parsebytes(b"".join(lines))


def _lines(stream: BinaryIO, mark: bytes | None) -> Iterator[bytes]:
    """The lines down to the mark, which is read too; all lines without one."""
    while line := stream.readline(LINE_BYTES):
        if mark is not None and line.startswith(mark):
            return
        yield line


def _page(head: Message, lines: Iterator[bytes], folder: Path, number: int) -> Page | None:
    if head.get_content_type() not in ("text/html", "application/xhtml+xml", "text/xml", "application/xml"):
        for _ in lines:
            pass
        return None
    path = folder / f"part{number}"
    decode: Callable[[bytes], bytes] = _DECODERS.get(
        str(head.get("Content-Transfer-Encoding", "")).strip().lower(), bytes
    )
    with path.open("wb") as out:
        for line in lines:
            try:
                out.write(decode(line))
            except (binascii.Error, ValueError) as error:
                raise FileUnreadable("files.damaged") from error
    location = unquote(str(head.get("Content-Location", ""))).replace("\\", "/").rpartition("/")[2]
    return Page(location, path)


_DECODERS: dict[str, Callable[[bytes], bytes]] = {"quoted-printable": quopri.decodestring, "base64": base64.b64decode}
