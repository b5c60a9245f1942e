"""Web pages under the name .xls: one table, a frame set with its folder, a single-file archive, Excel's XML."""

from __future__ import annotations

import base64
import os
import quopri
from pathlib import Path

import pytest

from onboarding.errors import FileUnreadable
from onboarding.files.frames import Frame, frames
from tests.unit.test_read_workbooks import opened

HEAD = "<tr><th>enterprisename</th><th>Mobile No</th><th>district_name</th><th>Remarks</th></tr>"
FRAME = (
    '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><link id="shLink" href="{folder}/sheet001.htm">'
    "<xml><x:ExcelWorkbook><x:ExcelWorksheets>"
    '<x:ExcelWorksheet><x:Name>Notes &amp; more</x:Name><x:WorksheetSource HRef="{folder}/sheet001.htm"/></x:ExcelWorksheet>'
    '<x:ExcelWorksheet><x:Name>Udyam</x:Name><x:WorksheetSource HRef="{folder}/sheet002.htm"/></x:ExcelWorksheet>'
    "</x:ExcelWorksheets></x:ExcelWorkbook></xml></head>"
    '<frameset rows="*,39"><frame src="{folder}/sheet001.htm"><frame src="{folder}/tabstrip.htm"></frameset></html>'
)


def page(*rows: str, before: str = "<html><body>") -> str:
    return f"{before}<table>{''.join(rows)}</table>"


def line(*cells: str) -> str:
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def written(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_bytes(text.encode(encoding))
    return path


LIST = page(HEAD, line("ZZ Aman Foods", "6440000001", "Jhansi", ""), line("ZZ Rani Works", "6440000002", "Agra", ""))
NOTES = page(line("Read me", "first"))


def frame_set(folder: Path, name: str = "list.xls", beside: str = "list_files") -> Path:
    written(folder / beside / "sheet001.htm", NOTES)
    written(folder / beside / "sheet002.htm", LIST)
    return written(folder / name, FRAME.replace("{folder}", beside))


def test_one_table_is_read_as_its_browser_shows_it(tmp_path: Path) -> None:
    text = page(
        "<caption>Units of the district (&#8377; in lakh)</caption>",
        "<thead>" + HEAD + "</thead>",
        line("ZZ  Aman\n Foods &amp; Co", "6.44E+09", "<b>Jhansi</b>", "first<br>second").replace(
            "<td>6.44", '<td x:num="6440000001">6.44'
        ),
        "<tr><td>ZZ &#2352;&#2366;&#2344;&#2368;<td>&nbsp;6440000002<td>Agra<td>",  # cells and rows that nobody closed
        "<tr style='display:none'><td>ZZ Hidden Row</td><td>6440000003</td></tr>",
        "<tr><td colspan=2>Total</td><td>3</td></tr>",
        before="<html><head><style>td{color:red}</style><script>if (a<b) x='<td>'</script></head><body><!--<table>-->",
    )
    with opened(written(tmp_path / "list.xls", text)) as reading:
        rows = list(reading.rows())
        assert (reading.header_row, reading.encoding, reading.separator) == (2, "utf-8", None)
        assert [one.name for one in reading.sheets] == ["table 1"]
        assert reading.skipped.by_code == {"title": 1, "header": 1, "total": 1}
        assert reading.noted_unit == 100_000
    assert [row.name for row in rows] == ["ZZ Aman Foods & Co", "ZZ रानी", "ZZ Hidden Row"]
    assert [row.mobiles for row in rows] == [("6440000001",), ("6440000002",), ("6440000003",)]
    assert rows[0].remarks == "first\nsecond"


def test_spans_are_filled_only_inside_their_range(tmp_path: Path) -> None:
    text = page(
        "<tr><td rowspan=2>Name of Unit</td><td colspan=2>Contact</td><td rowspan=2>District</td></tr>",
        "<tr><td>Mobile</td><td>E-mail</td></tr>",
        "<tr><td>ZZ One</td><td>6440000001</td><td></td><td rowspan=2>Jhansi</td></tr>",
        "<tr><td>ZZ Two</td><td>6440000002</td><td></td></tr>",
        "<tr><td>ZZ Three</td><td>6440000003</td><td>three@example.org</td></tr>",
    )
    with opened(written(tmp_path / "list.xls", text)) as reading:
        rows = list(reading.rows())
        assert reading.headings == ("Name of Unit", "Contact Mobile", "Contact E-mail", "District")
        assert reading.header_row == 1
    assert [row.district_code for row in rows] == ["153", "153", None]
    assert [row.email for row in rows] == [None, None, "three@example.org"]


def test_the_table_that_looks_like_a_list_is_chosen(tmp_path: Path) -> None:
    inner = page(HEAD, line("ZZ Inner", "6440000001", "Agra", ""), before="")
    text = page(line("Home", "Log out")) + page(f"<tr><td>menu</td><td>{inner}</td></tr>", before="")
    with opened(written(tmp_path / "list.xls", text)) as reading:
        assert [row.name for row in reading.rows()] == ["ZZ Inner"]
        assert (reading.sheet, [one.name for one in reading.sheets]) == ("table 3", ["table 1", "table 2", "table 3"])


@pytest.mark.parametrize(
    ("encoding", "head", "told"),
    [
        ("utf-16", "", "utf-16"),
        ("utf-8", '<meta charset="iso-8859-1">', "utf-8"),
        ("cp1252", '<meta http-equiv=Content-Type content="text/html; charset=windows-1252">', "windows-1252"),
        ("cp1252", "", "cp1252"),
        ("iso8859-15", '<meta charset="iso-8859-15">', "iso-8859-15"),
    ],
)
def test_encodings_of_pages(tmp_path: Path, encoding: str, head: str, told: str) -> None:
    text = page(HEAD, line("ZZ Café Ž", "6440000001", "Agra", ""), before=f"<html><head>{head}</head>")
    path = written(tmp_path / "list.xls", text, encoding)
    with opened(path) as reading:
        assert [row.name for row in reading.rows()] == ["ZZ Café Ž"]
        assert reading.encoding == told
    with opened(path, encoding="utf-16" if encoding == "utf-16" else "cp1250") as reading:
        assert reading.encoding in ("utf-16", "cp1250")


@pytest.mark.parametrize("renamed", [False, True])
def test_a_frame_set_is_read_with_the_folder_beside_it(tmp_path: Path, renamed: bool) -> None:
    path = frame_set(tmp_path)
    if renamed:
        path = path.rename(tmp_path / "from dic.xls")
        (tmp_path / "list_files").rename(tmp_path / "from dic_files")
    with opened(path) as reading:
        assert [one.name for one in reading.sheets] == ["Notes & more", "Udyam"]
        assert [row.name for row in reading.rows()] == ["ZZ Aman Foods", "ZZ Rani Works"]
        before = reading.sha256
    sheet = next(tmp_path.glob("*_files")) / "sheet002.htm"
    sheet.write_text(LIST.replace("Aman", "Amit"), encoding="utf-8")
    with opened(path) as reading:
        assert reading.sha256 != before


def test_a_frame_set_without_its_folder_says_which_one_is_missing(tmp_path: Path) -> None:
    path = written(tmp_path / "list.xls", FRAME.replace("{folder}", "Book1_files"))
    with pytest.raises(FileUnreadable, match=r"files\.frames_missing") as caught:
        opened(path)
    assert caught.value.values == {"file": "list.xls", "folder": "Book1_files"}


def test_a_frame_set_reaches_nothing_but_its_folder(tmp_path: Path) -> None:
    secret = written(tmp_path / "secret.htm", LIST)
    place = tmp_path / "place"
    frame_set(place)
    (place / "list_files" / "sheet002.htm").unlink()
    (place / "list_files" / "sheet002.htm").symlink_to(secret)
    for link in (
        "../secret.htm",
        "/etc/passwd",
        "file:///etc/passwd",
        "http://example.org/a.htm",
        "a/b/c.htm",
        "..\\secret.htm",
    ):
        assert frames(f'<frameset><frame src="{link}">'.encode()) == ()
    with pytest.raises(FileUnreadable, match=r"files\.frames_missing"):
        opened(place / "list.xls")
    (place / "list_files" / "sheet002.htm").unlink()
    os.mkfifo(place / "list_files" / "sheet002.htm")
    with pytest.raises(FileUnreadable, match=r"files\.not_a_file"):
        opened(place / "list.xls")


def test_frames_without_names_are_called_by_their_files() -> None:
    text = b'<FRAMESET><FRAME SRC="a%20b_files/tabstrip.htm"><FRAME name=x SRC=a%20b_files/sheet001.htm></FRAMESET>'
    assert frames(text) == (Frame("sheet001.htm", True, ("a b_files", "sheet001.htm")),)


def test_a_single_file_archive_is_read(tmp_path: Path) -> None:
    def part(name: str, body: str, coding: str) -> str:
        data = body.encode()
        text = (quopri.encodestring(data) if coding == "quoted-printable" else base64.encodebytes(data)).decode("ascii")
        head = f"Content-Location: file:///C:/1/{name}\r\nContent-Transfer-Encoding: {coding}\r\n"
        return f'------=_X\r\n{head}Content-Type: text/html; charset="us-ascii"\r\n\r\n{text}\r\n'

    hindi = LIST.replace("Aman", "अमन")
    text = "".join(
        (
            'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="----=_X"\r\n\r\nA web archive.\r\n\r\n',
            part("list.htm", FRAME.replace("{folder}", "list_files"), "quoted-printable"),
            part("list_files/sheet001.htm", NOTES, "quoted-printable"),
            part("list_files/sheet002.htm", hindi, "base64"),
            "------=_X\r\nContent-Type: image/png\r\n\r\n<table>no page</table>\r\n------=_X--\r\n",
        )
    )
    with opened(written(tmp_path / "list.xls", text)) as reading:
        assert [one.name for one in reading.sheets] == ["Notes & more", "Udyam"]
        assert [row.name for row in reading.rows()] == ["ZZ अमन Foods", "ZZ Rani Works"]


def test_an_archive_of_one_page_is_read(tmp_path: Path) -> None:
    head = "MIME-Version: 1.0\nContent-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n"
    body = quopri.encodestring(LIST.encode()).decode("ascii")
    with opened(written(tmp_path / "list.mht", head + body)) as reading:
        assert [row.name for row in reading.rows()] == ["ZZ Aman Foods", "ZZ Rani Works"]


def test_the_xml_of_excel_2003_is_read(tmp_path: Path) -> None:
    def cells(*texts: str) -> str:
        return "".join(f'<Cell><Data ss:Type="String">{text}</Data></Cell>' for text in texts)

    text = (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns:ss="urn:x">'
        f'<Worksheet ss:Name="Notes"><Table><Row>{cells("a", "b")}</Row></Table></Worksheet>'
        f'<Worksheet ss:Name="Units"><Table><Row>{cells("Name of Unit", "Mobile", "District", "Date")}</Row>'
        f'<Row ss:Index="4">{cells("ZZ One", "6440000001")}<Cell ss:MergeDown="1"><Data ss:Type="String">Agra</Data></Cell>'
        '<Cell><Data ss:Type="DateTime">2024-02-03T00:00:00.000</Data></Cell></Row>'
        f"<Row>{cells('ZZ Two', '6440000002')}"
        '<Cell ss:Index="4"><Data ss:Type="Number">45300</Data><Comment><ss:Data>a remark</ss:Data></Comment></Cell></Row>'
        "</Table></Worksheet></Workbook>"
    )
    with opened(written(tmp_path / "list.xls", text)) as reading:
        rows = list(reading.rows())
        assert [one.name for one in reading.sheets] == ["Notes", "Units"]
    assert [(row.line, row.name, row.district_code, row.registered_on) for row in rows] == [
        (4, "ZZ One", "118", "2024-02-03"),
        (5, "ZZ Two", "118", "2024-01-09"),
    ]


def test_a_list_whose_first_cell_is_markup_stays_a_list(tmp_path: Path) -> None:
    text = "<b>Units</b>,,\nName of Unit,Mobile,District\n<script>alert(1)</script>,6440000001,Agra\n"
    with opened(written(tmp_path / "list.csv", text)) as reading:
        assert [row.name for row in reading.rows()] == ["<script>alert(1)</script>"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("<html><body>Your session has expired</body></html>", "files.web_page"),
        (page(HEAD, "<tr>" + "<td>x</td>" * 201 + "</tr>"), "files.too_many_cells"),
        ("<html>" + "<table><tr><td>" * 40, "files.bomb"),
        ("<html>" + "<table></table>" * 600, "files.bomb"),
        ("<html><table><tr><td " + "x" * 2_000_000, "files.damaged"),
        ("<!DOCTYPE html [<!ENTITY a 'b'>]><html><table><tr><td>&a;", "files.no_header"),
    ],
)
def test_hostile_pages_are_refused(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(FileUnreadable) as caught:
        opened(written(tmp_path / "list.xls", text))
    assert (caught.value.sentence, caught.value.values) == (sentence, {"file": "list.xls"})


def test_spans_beyond_reason_cost_nothing(tmp_path: Path) -> None:
    text = page(
        HEAD, "<tr><td rowspan=99999999 colspan=99999999>ZZ Wide</td><td>6440000001</td></tr>", line("6440000002")
    )
    with pytest.raises(FileUnreadable, match=r"files\.too_many_cells"):
        opened(written(tmp_path / "list.xls", text))
