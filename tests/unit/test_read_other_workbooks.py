"""Old Excel, binary Excel and OpenDocument, told by their bytes and read as XLSX is."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from onboarding.errors import FileUnreadable
from tests.support import open_document as ods
from tests.support.lists import DATA
from tests.unit.test_read_workbooks import opened

HEAD = tuple(map(ods.text, ("इकाई का नाम", "मोबाइल नं०", "जनपद", "पंजीकरण तिथि", "अभ्युक्ति")))
LIST = "इकाई सूची"


@pytest.mark.parametrize("name", ["list.xls", "list.xlsx", "list.csv"])
def test_old_excel_is_read_whatever_its_name(tmp_path: Path, name: str) -> None:
    shutil.copy(DATA / "old_excel.xls", tmp_path / name)
    with opened(tmp_path / name) as reading:
        rows = list(reading.rows())
        assert [(one.name, one.visible) for one in reading.sheets] == [("Pivot", True), ("Old", False), (LIST, True)]
        assert (reading.sheet, reading.header_row, reading.noted_unit) == (LIST, 3, 100_000)
        assert reading.skipped.by_code == {"title": 2, "header": 1, "column_numbers": 1, "total": 1}
    assert [row.mobiles for row in rows] == [("6440000901",), ("6440000902",), ("6440000903",)]
    assert [row.district_code for row in rows] == ["156", "156", None] or [row.raw[3] for row in rows] == [
        "Jhansi",
        "Jhansi",
        "",
    ]
    assert [row.registered_on for row in rows] == ["2023-02-07", "2022-11-30", "2024-01-09"]
    assert [row.turnover_rs for row in rows] == [1_250_000, 300_000, 725_000]
    assert (rows[1].raw[6], rows[1].warnings) == ("#N/A", ("excel_error",))


def test_another_sheet_of_old_excel_can_be_named() -> None:
    with opened(DATA / "old_excel.xls", sheet="Old") as reading:
        assert [row.name for row in reading.rows()] == ["ZZ Hidden Works"]


def test_binary_excel_is_read() -> None:
    with opened(DATA / "binary_excel.xlsb") as reading:
        rows = [(row.line, row.name, row.mobiles, row.registered_on) for row in reading.rows()]
        assert [(one.name, one.visible) for one in reading.sheets] == [("Old", False), (LIST, True)]
    assert rows == [
        (3, "ज्योति ट्रेडर्स", ("6440000901",), "2023-02-07"),
        (4, "ZZ Verma Works", ("6440000902",), "2022-11-30"),
    ]


def test_locked_workbooks_are_told(tmp_path: Path) -> None:
    data = (DATA / "old_excel.xls").read_bytes()
    (tmp_path / "locked.xls").write_bytes(data.replace(b"\x42\x00\x02\x00", b"\x2f\x00\x02\x00", 1))
    ods.workbook(tmp_path / "locked.ods", ods.sheet("S"), manifest="<manifest:encryption-data/>")
    for path in (DATA / "locked.xlsx", tmp_path / "locked.xls", tmp_path / "locked.ods"):
        with pytest.raises(FileUnreadable, match=r"files\.protected") as caught:
            opened(path)
        assert caught.value.values == {"file": path.name}


@pytest.mark.parametrize("size", [600, 3000, 5000])
def test_a_cut_old_workbook_is_refused_in_words(tmp_path: Path, size: int) -> None:
    (tmp_path / "cut.xls").write_bytes((DATA / "old_excel.xls").read_bytes()[:size])
    with pytest.raises(FileUnreadable, match=r"files\.(damaged|not_a_workbook|no_header)"):
        opened(tmp_path / "cut.xls")


def test_a_ring_of_sectors_ends(tmp_path: Path) -> None:
    data = bytearray((DATA / "old_excel.xls").read_bytes())
    place = int.from_bytes(data[76:80], "little") * 512 + 512
    data[place : place + 512] = bytes(512)  # every sector is followed by the first
    (tmp_path / "ring.xls").write_bytes(data)
    with pytest.raises(FileUnreadable, match=r"files\.damaged"):
        opened(tmp_path / "ring.xls")


def test_open_document_is_read_with_merges_errors_and_dates(tmp_path: Path) -> None:
    remark = "<office:annotation><text:p>remark on a cell</text:p></office:annotation>"
    path = ods.workbook(
        tmp_path / "list.ods",
        ods.sheet("Notes", ods.row(ods.text("note"))),
        ods.sheet("Old", ods.row(*HEAD), ods.row(ods.text("ZZ Hidden"), ods.text("6440000009")), hidden=True),
        ods.sheet(
            LIST,
            ods.row(ods.text("जिला उद्योग केन्द्र", 'table:number-columns-spanned="5"'), ods.COVERED * 4),
            ods.row(*HEAD, '<table:table-cell table:number-columns-repeated="16000"/>'),
            ods.row(
                ods.text(f"<text:span>ZZ  Rani</text:span><text:s/>Works{remark}"),
                ods.number("6440000001", "6.44E+09"),
                ods.text("Agra", 'table:number-rows-spanned="2"'),
                ods.day("2024-02-03T00:00:00", "03/02/24"),
                '<table:table-cell table:formula="of:=NA()" office:value-type="string" calcext:value-type="error">'
                "<text:p>#N/A</text:p></table:table-cell>",
            ),
            ods.row(ods.text("ZZ Second"), ods.number("6440000002.0", "x"), ods.COVERED, ods.number("45300", "45300")),
            ods.row(ods.text("ZZ Third"), ods.text("6440000003"), '<table:table-cell table:formula="of:=A1"/>'),
            ods.row(ods.EMPTY, repeated=3),
            ods.row(ods.text("ZZ Last"), ods.text("6440000004")),
            ods.row(ods.EMPTY, repeated=1_048_000),
        ),
    )
    with opened(path) as reading:
        rows = list(reading.rows())
        assert (reading.sheet, reading.header_row, reading.encoding) == (LIST, 2, None)
        assert [(one.name, one.visible) for one in reading.sheets] == [("Notes", True), ("Old", False), (LIST, True)]
        assert reading.skipped.by_code == {"title": 1, "header": 1, "blank": 3}
    assert [row.line for row in rows] == [3, 4, 5, 9]
    assert rows[0].raw == ("ZZ  Rani Works", "6440000001", "Agra", "2024-02-03", "#N/A")
    assert rows[0].warnings == ("excel_error",)
    assert [row.district_code for row in rows] == ["118", "118", None, None]
    assert rows[1].registered_on == "2024-01-09"
    assert [row.mobiles for row in rows] == [(f"644000000{n}",) for n in range(1, 5)]


@pytest.mark.parametrize(
    ("rows", "before", "sentence"),
    [
        (ods.row(ods.text("a"), repeated=1_000_000), "", "files.bomb"),
        (ods.row(ods.text("a", 'table:number-columns-repeated="16384"')), "", "files.too_many_cells"),
        (ods.row(ods.text("&b;")), '<!DOCTYPE a [<!ENTITY b "c">]>', "files.bomb"),
        (ods.row(ods.text("a")) + "<open>", "", "files.damaged"),
    ],
)
def test_hostile_open_documents_are_refused(tmp_path: Path, rows: str, before: str, sentence: str) -> None:
    path = ods.workbook(tmp_path / "list.ods", ods.sheet("S", rows), before=before)
    with pytest.raises(FileUnreadable) as caught:
        opened(path)
    assert (caught.value.sentence, caught.value.values) == (sentence, {"file": "list.ods"})


def test_today_is_not_read_as_a_registration(tmp_path: Path) -> None:
    late = ods.row(ods.text("ZZ Late"), ods.text("6440000001"), ods.EMPTY, ods.day("2031-01-01", "01/01/31"))
    with opened(ods.workbook(tmp_path / "a.ods", ods.sheet("S", ods.row(*HEAD), late))) as reading:
        (row,) = reading.rows()
    assert (row.registered_on, row.warnings) == (None, ("future_date", "missing_district"))
    assert date.fromisoformat(row.raw[3]) == date(2031, 1, 1)
