"""Workbooks as they come, and as an enemy would build them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from onboarding.domain.districts import shipped
from onboarding.domain.recipe import Recipe
from onboarding.errors import FileUnreadable, Stopped
from onboarding.files import workbook_table, xlsx_slices
from onboarding.files.reading import Reading, read_sellers
from onboarding.files.xlsx_slices import slice_sheet

HEAD = ["Name of Unit", "Mobile", "District", "GSTIN", "Date"]
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def opened(path: Path, *, cancelled: Callable[[], bool] | None = None, **decided: object) -> Reading:
    recipe = Recipe(**decided)  # type: ignore[arg-type]
    return read_sellers(path, today=date(2025, 3, 1), districts=shipped(), recipe=recipe, cancelled=cancelled)


def workbook(path: Path, fill: Callable[[Workbook], None]) -> Path:
    book = Workbook(str(path), {"strings_to_formulas": False})
    fill(book)
    book.close()
    return path


def list_sheet(book: Workbook, name: str, firm: str, top: int = 0, left: int = 0) -> Worksheet:
    sheet = book.add_worksheet(name)
    sheet.write_row(top, left, HEAD)
    sheet.write_row(top + 1, left, [firm, 6890000001, "Agra", "", ""])
    return sheet


def relations(*kinds_and_targets: str) -> str:
    """A relationships part: r1, r2 … in the order given, each as ``kind target``."""
    lines = [
        f'<Relationship Id="r{n}" Type="{LINKS}/{one.split()[0]}" Target="{one.split()[1]}"/>'
        for n, one in enumerate(kinds_and_targets, start=1)
    ]
    body = "".join(lines)
    top = f'<?xml version="1.0"?><Relationships xmlns="{PACKAGE}/relationships">'
    return top + body + "</Relationships>"


def crafted(path: Path, sheet: str, method: int = zipfile.ZIP_DEFLATED, more: dict[str, str] | None = None) -> Path:
    """A workbook written by hand: one sheet with this XML, and more parts by name."""
    parts = {
        "[Content_Types].xml": f'<?xml version="1.0"?><Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": relations("officeDocument xl/workbook.xml"),
        "xl/workbook.xml": f'<?xml version="1.0"?><workbook xmlns="{MAIN}" xmlns:r="{LINKS}">'
        '<sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations("worksheet worksheets/s.xml"),
        "xl/worksheets/s.xml": sheet,
        **(more or {}),
    }
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def sheet_xml(rows: str) -> str:
    return f'<?xml version="1.0"?><worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def test_numbers_dates_and_errors_become_text_or_dates(tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        sheet = book.add_worksheet("S")
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, ["=1+1 Traders", 6890000001.0, "Agra"])
        sheet.write_formula(1, 3, "=NA()", None, "#N/A")
        sheet.write_datetime(1, 4, date(2024, 2, 3), book.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write_row(2, 0, ["Serial", 6890000002, "Agra", "", 45300])

    with opened(workbook(tmp_path / "a.xlsx", fill)) as reading:
        first, second = reading.rows()
    assert first.raw == ("=1+1 Traders", "6890000001", "Agra", "#N/A", "2024-02-03")
    assert first.registered_on == "2024-02-03"
    assert first.warnings == ("excel_error",)
    assert (second.raw[4], second.registered_on) == ("45300", "2024-01-09")


def test_a_list_that_begins_in_the_middle_of_the_sheet(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", lambda book: list_sheet(book, "S", "Ram", top=4, left=2))
    with opened(path) as reading:
        (row,) = reading.rows()
        assert reading.header_row == 5
        assert [column.index for column in reading.columns if column.field] == [2, 3, 4, 5, 6]
    assert (row.line, row.name, row.mobiles) == (6, "Ram", ("6890000001",))


def test_the_sheet_that_looks_like_a_list_wins_and_hidden_ones_lose(tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        pivot = book.add_worksheet("Pivot")
        pivot.write_row(0, 0, ["Row Labels", "Count of Firm"])
        list_sheet(book, "Old", "Hidden Firm").hide()
        list_sheet(book, "List", "Ram")

    path = workbook(tmp_path / "a.xlsx", fill)
    with opened(path) as reading:
        assert reading.sheet == "List"
        assert [(sheet.name, sheet.visible) for sheet in reading.sheets] == [
            ("Pivot", True),
            ("Old", False),
            ("List", True),
        ]
        assert [row.name for row in reading.rows()] == ["Ram"]
    with opened(path, sheet="Old") as reading:
        assert [row.name for row in reading.rows()] == ["Hidden Firm"]
    with pytest.raises(FileUnreadable) as caught:
        opened(path, sheet="None")
    assert caught.value.sentence == "files.no_such_sheet"
    assert caught.value.values["sheets"] == "Pivot, Old, List"


def test_only_real_merges_are_filled_down(tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        sheet = list_sheet(book, "S", "First")
        sheet.merge_range(1, 2, 2, 2, "Agra")
        sheet.write_row(2, 0, ["Second", 6890000002])
        sheet.write_row(3, 0, ["Third", 6890000003])

    with opened(workbook(tmp_path / "a.xlsx", fill)) as reading:
        codes = [row.district_code for row in reading.rows()]
    assert codes == ["118", "118", None]


def test_rows_after_two_hundred_empty_ones_are_formatting(tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        sheet = list_sheet(book, "S", "First")
        sheet.write_row(100, 0, ["Second", 6890000002])
        sheet.write_row(400, 0, ["Far", 6890000003])

    with opened(workbook(tmp_path / "a.xlsx", fill)) as reading:
        assert [row.name for row in reading.rows()] == ["First", "Second"]
        assert reading.skipped.by_code["blank"] == 98


def test_a_large_sheet_is_read_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fill(book: Workbook) -> None:
        sheet = list_sheet(book, "S & Co", "Firm 1")
        for number in range(2, 30_001):
            sheet.write_row(number, 0, [f"Firm {number}", 6890000000 + number])
        sheet.merge_range(20_000, 2, 20_001, 2, "Agra")

    path = workbook(tmp_path / "a.xlsx", fill)
    monkeypatch.setattr(xlsx_slices, "SLICE_BYTES", 500_000)
    pieces = slice_sheet(path, "xl/worksheets/sheet1.xml", tmp_path / "pieces.xlsx")
    assert pieces is not None
    names, merged = pieces
    assert merged == [(20_001, 20_002, 2)]

    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(str(tmp_path / "pieces.xlsx"))
    assert book.sheet_names == names
    assert len(names) > 2
    found: list[str] = []
    for name in names:
        sheet = book.get_sheet_by_name(name)
        assert sheet.start is not None
        assert sheet.start[0] == len(found)
        found += [str(row[0]) for row in list(sheet.iter_rows())[sheet.start[0] :]]
    assert found == ["Name of Unit", *(f"Firm {number}" for number in range(1, 30_001) if number)]


def test_a_workbook_written_by_hand_is_read(tmp_path: Path) -> None:
    cells = (("A1", "Name of Unit"), ("B1", "Mobile"), ("A2", "Ram"), ("B2", "6890000001"))
    one, two = (
        "".join(f'<c r="{place}" t="str"><v>{text}</v></c>' for place, text in cells[n : n + 2]) for n in (0, 2)
    )
    rows = f'<row r="1">{one}</row><row r="2">{two}</row>'
    with opened(crafted(tmp_path / "a.xlsx", sheet_xml(rows))) as reading:
        assert [row.mobiles for row in reading.rows()] == [("6890000001",)]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ('<row r="1"><c r="XFD1048576"><v>1</v></c></row>', "files.too_many_cells"),
        ('<row r="1"><c r="A1" t="str"><v>' + "x" * 30_000_000 + "</v></c></row>", "files.bomb"),
    ],
)
def test_bombs_are_refused(tmp_path: Path, rows: str, sentence: str) -> None:
    with pytest.raises(FileUnreadable) as caught:
        opened(crafted(tmp_path / "bomb.xlsx", sheet_xml(rows)))
    assert caught.value.sentence == sentence
    assert caught.value.values["file"] == "bomb.xlsx"


def test_a_bomb_that_hides_its_size_kills_only_the_child(tmp_path: Path) -> None:
    shared = f'<?xml version="1.0"?><sst xmlns="{MAIN}" uniqueCount="4294967295"><si><t>a</t></si></sst>'
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    path = crafted(
        tmp_path / "a.xlsx",
        sheet_xml(rows),
        more={
            "xl/sharedStrings.xml": shared,
            "xl/_rels/workbook.xml.rels": relations("worksheet worksheets/s.xml", "sharedStrings sharedStrings.xml"),
        },
    )
    with pytest.raises(FileUnreadable):
        opened(path)


def test_document_types_odd_compression_and_climbing_names_are_refused(tmp_path: Path) -> None:
    dtd = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]>' + sheet_xml("").partition("?>")[2]
    for path in (
        crafted(tmp_path / "dtd.xlsx", dtd),
        crafted(tmp_path / "bzip.xlsx", sheet_xml(""), zipfile.ZIP_BZIP2),
        crafted(tmp_path / "climb.xlsx", sheet_xml(""), more={"../../etc/x": "x"}),
    ):
        with pytest.raises(FileUnreadable, match=r"files\.bomb"):
            opened(path)


def test_damaged_and_foreign_containers_are_refused(tmp_path: Path) -> None:
    whole = workbook(tmp_path / "a.xlsx", lambda book: list_sheet(book, "S", "Ram")).read_bytes()
    (tmp_path / "cut.xlsx").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(FileUnreadable, match=r"files\.damaged"):
        opened(tmp_path / "cut.xlsx")
    with zipfile.ZipFile(tmp_path / "other.xlsx", "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(FileUnreadable, match=r"files\.not_a_workbook"):
        opened(tmp_path / "other.xlsx")
    broken = crafted(tmp_path / "broken.xlsx", sheet_xml('<row r="1"><c r="A1"><v>1</v>'))
    with pytest.raises(FileUnreadable):
        opened(broken)


def test_escape_sequences_in_cells_stay_harmless(tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        sheet = list_sheet(book, "S", "Ram")
        sheet.write_string(2, 0, "Evil\x1b]0;x\x07 [Regd] Traders")
        sheet.write_number(2, 1, 6890000002)

    with opened(workbook(tmp_path / "a.xlsx", fill)) as reading:
        name = [row.name for row in reading.rows()][1]
    assert name is not None
    assert name.isprintable()
    assert name.endswith("[Regd] Traders")


def test_cancelling_and_slowness_end_the_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbook(tmp_path / "a.xlsx", lambda book: list_sheet(book, "S", "Ram"))
    asked: list[bool] = []

    def cancelled() -> bool:
        asked.append(True)
        return len(asked) > 1  # the first question is the copy's

    monkeypatch.setattr(workbook_table, "POLL_S", 0.001)
    with pytest.raises(Stopped):
        opened(path, cancelled=cancelled)
    monkeypatch.setattr(workbook_table, "WALL_S", 0)
    with pytest.raises(FileUnreadable, match=r"files\.too_slow"):
        opened(path)
