"""What is no list, or no longer one: refused in a sentence that names it, with nothing left behind."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from onboarding.errors import FileUnreadable
from onboarding.files import source
from onboarding.i18n import LANGUAGES, Language, tr_in
from tests.support.lists import DATA, a_list
from tests.unit.test_read_workbooks import crafted, opened, sheet_xml

PDF = b"%PDF-1.7\n1 0 obj"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)


@pytest.fixture(autouse=True)
def passing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder for private copies, empty before and after."""
    folder = tmp_path / "passing"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


def refused(path: Path, sentence: str) -> None:
    with pytest.raises(FileUnreadable) as caught:
        opened(path)
    assert caught.value.sentence == sentence
    assert caught.value.values["file"] == path.name
    for language in LANGUAGES:
        assert path.name in _said(language, caught.value)


def _said(language: Language, error: FileUnreadable) -> str:
    return tr_in(language, error.sentence, **error.values)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("photo.xlsx", PNG, "files.not_a_table"),
        ("scan.xlsx", PDF, "files.not_a_table"),
        ("list.csv", b"", "files.empty"),
        ("list.xlsx", (DATA / "sellers_dic_barabanki.xlsx").read_bytes()[:20_000], "files.damaged"),
        ("list.xls", (DATA / "old_excel.xls").read_bytes()[:1500], "files.damaged"),
        ("list.xls", b"<html>" + b"<td>" * 50_000, "files.web_page"),
        ("list.xlsx", (DATA / "locked.xlsx").read_bytes(), "files.protected"),
        ("list.csv", b"\x00\x01\x02\x03" * 20_000, "files.not_a_table"),
        ("list.csv", b"nothing, known\nat, all\n", "files.no_header"),
        ("empty.zip", b"PK\x05\x06" + bytes(18), "files.not_a_table"),
    ],
    ids=["picture", "pdf", "empty", "cut xlsx", "cut xls", "page", "locked", "noise", "no header", "empty zip"],
)
def test_what_is_no_list_is_refused(tmp_path: Path, name: str, content: bytes, sentence: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    refused(path, sentence)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.xlsx")
    refused(tmp_path / "pipe.xlsx", "files.not_a_file")
    refused(Path("/dev/zero"), "files.not_a_file")
    (tmp_path / "link.csv").symlink_to(a_list(tmp_path, ("ZZ", "", "", "6440000001")))
    refused(tmp_path / "link.csv", "files.link")
    refused(tmp_path, "files.directory")


@pytest.mark.parametrize("change", ["grows", "shrinks", "is written anew"])
def test_a_file_that_changes_while_it_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    path = a_list(tmp_path, *(("ZZ", "", "", "6440000001") for _ in range(400)))
    monkeypatch.setattr(source, "CHUNK", 4096)
    before = path.stat()

    def meanwhile() -> bool:
        if change == "grows":
            with path.open("a", encoding="utf-8") as out:
                out.write("ZZ more\n")
        elif change == "shrinks":
            os.truncate(path, 5000)
        else:
            path.write_bytes(b"x" * before.st_size)
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns + 1))
        return False

    with pytest.raises(FileUnreadable, match=r"files\.changing") as caught:
        opened(path, cancelled=meanwhile)
    assert caught.value.values == {"file": path.name}


def test_a_thousand_columns(tmp_path: Path) -> None:
    head = ("Name of Unit", "Mobile", *(f"column {n}" for n in range(1000)))
    with opened(a_list(tmp_path, ("ZZ Wide", "6440000001", *"x" * 1000), head=head)) as reading:
        assert [row.mobiles for row in reading.rows()] == [("6440000001",)]
    cells = "".join(f'<c r="{letters}1" t="str"><v>Mobile</v></c>' for letters in ("A", "B", "ALL"))
    refused(crafted(tmp_path / "wide.xlsx", sheet_xml(f'<row r="1">{cells}</row>')), "files.too_many_cells")


def test_thousands_of_columns_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Name of Unit,Mobile" + ",x" * 5000 + "\nZZ,6440000001\n", encoding="utf-8")
    refused(path, "files.too_many_columns")


def test_cells_of_ten_kilobytes_are_read_and_cut_where_they_are_kept(tmp_path: Path) -> None:
    path = a_list(tmp_path, ("ZZ Long", "6440000001", "word " * 2000), head=("Name of Unit", "Mobile", "Remarks"))
    with opened(path) as reading:
        (row,) = reading.rows()
    assert row.reject is None
    assert len(row.raw[2]) == 10_000
    assert len(row.remarks or "") <= 2000


def test_markup_escapes_and_nul_bytes_are_text(tmp_path: Path) -> None:
    name = "[/b] \x1b]0;title\x07<script>\x00{{x}} %s"
    path = a_list(tmp_path, (name, "6440000001", "=1+1"), head=("Name of Unit", "Mobile", "Remarks"))
    with opened(path) as reading:
        (row,) = reading.rows()
    assert (row.name or "").isprintable()
    assert [part for part in ("[/b]", "<script>", "{{x}} %s") if part not in (row.name or "")] == []
    assert (row.remarks, row.reject) == ("=1+1", None)


def test_ragged_rows_and_double_and_empty_headings(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        "Name of Unit,Mobile,,Mobile,Mobile\nZZ A,6440000001\nZZ B\nZZ C,6440000003,,,,6\n,,\n", encoding="utf-8"
    )
    with opened(path) as reading:
        assert [column.field for column in reading.columns] == ["name", "mobile", None, "phone", None]
        assert [row.reject for row in reading.rows()] == [None, "no_identifier", "malformed_row"]
