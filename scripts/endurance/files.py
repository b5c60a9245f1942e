"""Files nobody meant: mutated lists, random bytes, random tables through the reading of lists.

Each is read to its end or refused in words, within ten seconds, and every physical row is data, a named skip, part of the header or
blank: nothing disappears.
"""

from __future__ import annotations

import csv
import io
import os
import random
import signal
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import date
from functools import cache
from html import escape
from pathlib import Path

from onboarding.domain.districts import Districts, shipped
from onboarding.errors import OnboardingError
from onboarding.files.reading import Reading, read_sellers
from scripts.endurance.house import ROOT, seller_file
from scripts.endurance.report import Finding

HANG_S = 10.0
STOP_S = 60
"""A reading that takes longer is broken off and counted as a hang."""
TODAY = date(2026, 11, 23)
DATA = ROOT / "tests" / "data"
WORKBOOK = DATA / "sellers_dic_barabanki.xlsx"
OLD_WORKBOOKS = (DATA / "old_excel.xls", DATA / "binary_excel.xlsb", DATA / "locked.xlsx")
PIECES = (
    "", " ", "0", "Balaji Traders", "बालाजी ट्रेडर्स", "6440000001", "+91 64400 00002", "६४४०००००३", "ZZZPZ0001Z", "09ZZZPZ0001Z1Z5",
    "unit@example.com", "Lucknow", "लखनऊ", "योग", "Total", "31/12/2020", "45000", "1e308", "-", "नोट: ", "=1+1", "'", '"', ",;|\t",
    "line\nbreak", "\x00", "\x1b[2J", "\u202e", "\ufeff", "[/b]", "x" * 3000, "क्षत्रिय", "\ud83d", "NULL", "#REF!", "1,23,456.70",
)  # fmt: skip
HEADINGS = (
    "Name of Unit",
    "Mobile",
    "District",
    "Email",
    "PAN",
    "GSTIN",
    "Udyam",
    "इकाई का नाम",
    "मोबाइल नं०",
    "जनपद",
    "S.No.",
    "",
    "x",
)
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one file."""

    kind: str
    end: str
    """``read``, ``refused``, ``hang``, ``crash`` or ``lost``."""
    seconds: float
    rows: int
    what: str = ""


class _BrokenOff(BaseException):
    """Not an Exception, so that nothing below takes it for a fault of the file."""


def run(folder: Path, *, count: int = 10_000, processes: int = 2, first: int = 0) -> Finding:
    """Read ``count`` generated files, number ``first`` and those after it."""
    place = folder / "files"
    place.mkdir(parents=True, exist_ok=True)
    found = Finding("files", f"{count} mutated and random files")
    kinds: Counter[str] = Counter()
    ends: Counter[str] = Counter()
    rows, slowest = 0, 0.0
    for number, one in enumerate(_verdicts(place, range(first, first + count), processes, found), start=first):
        kinds[one.kind] += 1
        ends[one.end] += 1
        rows += one.rows
        slowest = max(slowest, one.seconds)
        if one.end in ("hang", "crash", "lost"):
            found.losses.append(f"file {number} ({one.kind}): {one.end} {one.what}")
    found.figures = {
        "read": ends["read"], "refused in words": ends["refused"], "crashes": ends["crash"], "hangs": ends["hang"],
        "rows lost": ends["lost"], "data rows": rows, "slowest s": f"{slowest:.1f}",
    }  # fmt: skip
    found.figures |= {f"of kind {kind}": n for kind, n in sorted(kinds.items())}
    return found


def _verdicts(place: Path, numbers: range, processes: int, found: Finding) -> list[Verdict]:
    with ProcessPoolExecutor(processes) as pool:
        try:
            return list(pool.map(read_one, numbers, [str(place)] * len(numbers), chunksize=20))
        except BrokenProcessPool:
            found.losses.append("a reading process was killed by a signal")
            return []


def read_one(number: int, place: str) -> Verdict:
    """Make file ``number`` (the same each time), read it, judge what came of it."""
    chance = random.Random(number)
    kind = chance.choices(tuple(MAKERS), (20, 20, 15, 15, 10, 10, 10))[0]
    suffix, data = MAKERS[kind](chance)
    handle, name = tempfile.mkstemp(suffix, dir=place)
    with os.fdopen(handle, "wb") as made:
        made.write(data)
    signal.signal(signal.SIGALRM, _break_off)
    signal.alarm(STOP_S)
    began = time.monotonic()
    try:
        end, rows, what = _judged(Path(name))
    except _BrokenOff:
        end, rows, what = "hang", 0, f"broken off after {STOP_S} s"
    finally:
        signal.alarm(0)
    took = time.monotonic() - began
    if end == "read" and took > HANG_S:
        end, what = "hang", f"{took:.0f} s"
    if end in ("read", "refused"):
        Path(name).unlink()  # the others are kept to be looked at
    return Verdict(kind, end, took, rows, what or name)


def _break_off(_signal: int, _frame: object) -> None:
    raise _BrokenOff


def _judged(path: Path) -> tuple[str, int, str]:
    try:
        with read_sellers(path, today=TODAY, districts=_districts()) as reading:
            rows = [row.line for row in reading.rows()]
            missing = _unaccounted(reading, rows)
    except OnboardingError:
        return "refused", 0, ""
    except Exception as error:
        return "crash", 0, f"{type(error).__name__}, {path.name}"
    if missing:
        return "lost", len(rows), f"lines {missing[:5]}, {path.name}"
    return "read", len(rows), ""


@cache
def _districts() -> Districts:
    return shipped()


def _unaccounted(reading: Reading, data: list[int]) -> list[int]:
    """Lines of the table, counted anew, that are neither data nor a named skip nor the header nor blank; and lines given twice."""
    listing = reading._listing
    header = listing.header
    skips = [line for line, _ in reading.skipped.first]
    physical = list(listing.table.rows())
    known = {*data, *skips} | {row.line for row in physical[header.index : header.index + header.height]}
    lost = [row.line for row in physical if row.line not in known and any(str(cell).strip() for cell in row.cells)]
    if len(skips) < reading.skipped.count:  # more skips than are kept by line: only their number can be compared
        lost = lost[reading.skipped.count - len(skips) :]
    twice = [line for line, times in Counter([*data, *skips]).items() if times > 1]
    return lost + twice


# ---------------------------------------------------------------------- the files


def _table(chance: random.Random) -> tuple[str, bytes]:
    text = io.StringIO()
    writer = csv.writer(
        text, delimiter=chance.choice(",;\t|"), quoting=chance.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL))
    )
    width = chance.randint(1, 12)
    for _ in range(chance.randint(0, 3)):
        writer.writerow([chance.choice(PIECES)])
    writer.writerow(chance.choices(HEADINGS, k=width))
    for _ in range(chance.randint(0, 120)):
        writer.writerow([_cell(chance) for _ in range(max(width + chance.choice((0, 0, 0, 0, -1, 1, 5)), 1))])
    return ".csv", text.getvalue().encode(chance.choice(ENCODINGS), errors="replace")


def _cell(chance: random.Random) -> str:
    return "".join(chance.choice(PIECES) for _ in range(chance.choice((1, 1, 1, 2, 3))))


def _mutated_text(chance: random.Random) -> tuple[str, bytes]:
    return ".csv", _mutated(_clean_list(), chance)


def _mutated_workbook(chance: random.Random) -> tuple[str, bytes]:
    return ".xlsx", _wounded(WORKBOOK.read_bytes(), chance)


def _old_workbook(chance: random.Random) -> tuple[str, bytes]:
    path = chance.choice(OLD_WORKBOOKS)
    data = path.read_bytes()
    return path.suffix, _wounded(data, chance) if data.startswith(b"PK") else _mutated(data, chance)


def _open_document(chance: random.Random) -> tuple[str, bytes]:
    """A random sheet, whole or wounded."""
    rows = "".join(
        f'<table:table-row table:number-rows-repeated="{chance.choice((1, 1, 1, 2, 150, 300))}">'
        + "".join(_document_cell(text, chance) for text in row)
        + "</table:table-row>"
        for row in _random_rows(chance)
    )
    spaces = " ".join(
        f'xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"' for one in ("office", "table", "text")
    )
    content = (
        f'<office:document-content {spaces}><office:body><office:spreadsheet><table:table table:name="S">{rows}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content.encode(errors="replace"))
    data = made.getvalue()
    return ".ods", data if chance.random() < 0.5 else _wounded(data, chance)


def _document_cell(text: str, chance: random.Random) -> str:
    shown = escape("".join(sign for sign in text if sign >= " "))
    span = chance.choice(("", "", "", ' table:number-rows-spanned="3"', ' table:number-columns-repeated="2"'))
    kind = chance.choice(
        ("string", "string", f'float" office:value="{escape(text[:9])}', 'date" office:date-value="2021-13-01')
    )
    return f'<table:table-cell office:value-type="{kind}"{span}><text:p>{shown}</text:p></table:table-cell>'


def _page(chance: random.Random) -> tuple[str, bytes]:
    """A random table as a page, an archive or Excel's XML, whole or wounded."""
    row, cell = chance.choice((("tr", "td"), ("tr", "th"), ("Row", "Cell")))
    spans = ("", "", "", " rowspan=2", " colspan=3", ' x:num="6440000001"', ' ss:MergeDown="1"', " rowspan=0")
    body = "".join(
        f"<{row}>"
        + "".join(f"<{cell}{chance.choice(spans)}>{escape(text)}{_close(cell, chance)}" for text in texts)
        + _close(row, chance)
        for texts in _random_rows(chance)
    )
    text = f"<html><body><table>{body}</table>" + chance.choice(("", "</body></html>", "<!--", "<script>", "<table>"))
    if chance.random() < 0.2:
        text = f"MIME-Version: 1.0\nContent-Type: text/html\n\n{text}"
    data = text.encode(chance.choice(("utf-8", "utf-16", "cp1252")), errors="replace")
    return ".xls", data if chance.random() < 0.5 else _mutated(data, chance)


def _close(tag: str, chance: random.Random) -> str:
    return "" if chance.random() < 0.1 else f"</{tag}>"


def _random_rows(chance: random.Random) -> list[list[str]]:
    width = chance.randint(1, 12)
    titles = [[chance.choice(PIECES)] for _ in range(chance.randint(0, 3))]
    data = [
        [_cell(chance) for _ in range(width + chance.choice((0, 0, 0, -1, 1)))] for _ in range(chance.randint(0, 60))
    ]
    return [*titles, chance.choices(HEADINGS, k=width), *data]


def _wounded(data: bytes, chance: random.Random) -> bytes:
    """A zip container with wounds in its bytes, or in one part of it."""
    if chance.random() < 0.5:
        return _mutated(data, chance)
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after:
        names = before.namelist()
        hit = chance.choice(names)
        for name in names:
            if name != hit:
                after.writestr(name, before.read(name))
            elif chance.random() < 0.8:
                after.writestr(name, _mutated(before.read(name), chance))
    return made.getvalue()


def _noise(chance: random.Random) -> tuple[str, bytes]:
    head = chance.choice(
        (b"", b"\xff\xfe", b"\xef\xbb\xbf", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"Name,Mobile\n", b"{", b"<html>")
    )
    return chance.choice((".csv", ".xlsx", ".txt", ".xls")), head + chance.randbytes(chance.randint(0, 20_000))


@cache
def _clean_list() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return seller_file(Path(folder) / "clean.csv", 300).read_bytes()


def _mutated(data: bytes, chance: random.Random) -> bytes:
    """One to eight wounds: bits turned, bytes taken out, put in, doubled, the end cut off."""
    found = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        if not found:
            break
        place, length = chance.randrange(len(found)), chance.randint(1, 200)
        wound = chance.randrange(6)
        if wound == 0:
            found[place] ^= 1 << chance.randrange(8)
        elif wound == 1:
            del found[place : place + length]
        elif wound == 2:
            found[place:place] = chance.randbytes(length)
        elif wound == 3:
            found[place:place] = found[place : place + length]
        elif wound == 4:
            found[place:place] = chance.choice(PIECES).encode("utf-8", errors="replace")
        elif chance.random() < 0.3:
            del found[place:]
    return bytes(found)


MAKERS: dict[str, Callable[[random.Random], tuple[str, bytes]]] = {
    "table": _table,
    "mutated text": _mutated_text,
    "noise": _noise,
    "mutated workbook": _mutated_workbook,
    "old workbook": _old_workbook,
    "open document": _open_document,
    "page": _page,
}
