"""The 38 quirks of outsiders' lists, each by its number, through the reader of files and on lists other than the samples."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from onboarding.domain.amounts import Unit
from onboarding.domain.districts import shipped
from onboarding.domain.kruti_dev import to_unicode
from onboarding.domain.names import owner_key, same_name_key
from onboarding.domain.recipe import Recipe
from onboarding.domain.search import normal_words
from onboarding.domain.text import fold
from onboarding.files.reading import Reading, read_sellers
from onboarding.files.rejects import write_rejects
from onboarding.files.sellers import SellerRow
from tests.support.house import open_house, pan
from tests.support.lists import DATA, a_list, take_over, verdicts

TODAY = date(2026, 11, 23)
NAME, MOBILE = "Name of Unit", "Mobile No."
GSTIN = "09ZZZPZ7711B1ZX"


def opened(path: Path, **options: Any) -> Reading:  # noqa: ANN401 - what a person may decide
    return read_sellers(path, today=TODAY, districts=shipped(), recipe=Recipe(**options))


def rows_of(path: Path, **options: Any) -> list[SellerRow]:  # noqa: ANN401
    with opened(path, **options) as reading:
        return list(reading.rows())


def cell(folder: Path, heading: str, *values: str, number: str = "6440000001") -> list[SellerRow]:
    """The rows of a list with one column more than name and mobile, one row for each value."""
    rows = [(f"ZZ Firm {n}", number, value) for n, value in enumerate(values)]
    return rows_of(a_list(folder, *rows, head=(NAME, MOBILE, heading)))


def mobiles(folder: Path, *values: str) -> list[SellerRow]:
    rows = [("ZZ Firm", value, f"a{n}@example.org") for n, value in enumerate(values)]
    return rows_of(a_list(folder, *rows, head=(NAME, MOBILE, "E-mail")))


def lines(folder: Path, *texts: str, encoding: str = "utf-8", name: str = "list.csv") -> Path:
    path = folder / name
    path.write_bytes("\r\n".join(texts).encode(encoding))
    return path


def sheet(folder: Path, rows: Sequence[Sequence[object]]) -> tuple[Workbook, Worksheet, Path]:
    path = folder / "list.xlsx"
    book = Workbook(str(path), {"strings_to_formulas": False})
    page = book.add_worksheet("Units")
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    return book, page, path


# ---------------------------------------------------------------------- the file


def test_01_kruti_dev(tmp_path: Path) -> None:
    names = ("vt; oL= Hk.Mkj", "jktsUnz bysfDVªdYl", "egkohj bathfu;fjax oDlZ", "uhye flykbZ dsUnz")
    path = lines(
        tmp_path, "bdkbZ dk uke,tuin,eksckby ua0", *(f"{name},okjk.klh,644000000{n}" for n, name in enumerate(names))
    )
    rows = rows_of(path)
    assert [row.name for row in rows] == [
        "अजय वस्त्र भण्डार",
        "राजेन्द्र इलेक्ट्रिकल्स",
        "महावीर इंजीनियरिंग वर्क्स",
        "नीलम सिलाई केन्द्र",
    ]
    assert {row.district_text for row in rows} == {"वाराणसी"}
    assert None not in {row.district_code for row in rows}
    assert rows[0].raw[0] == names[0]


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "cp1252"),
    ],
)
def test_02_encodings(tmp_path: Path, encoding: str, told: str) -> None:
    name = "ZZ Crème – Works" if encoding == "cp1252" else "ज़ैनब बुनकर समिति"
    path = lines(tmp_path, f"{NAME}\t{MOBILE}", f"{name}\t6440000001", encoding=encoding)
    with opened(path) as reading:
        assert (reading.encoding, reading.separator) == (told, "\t")
        assert [row.name for row in reading.rows()] == [name]
    if encoding == "cp1252":  # and a person may know better
        assert [row.name for row in rows_of(path, encoding="cp1250")] == ["ZZ Crčme – Works"]


@pytest.mark.parametrize("separator", ["\t", ";", "|", ","])
def test_03_separators(tmp_path: Path, separator: str) -> None:
    path = lines(
        tmp_path,
        *(separator.join(row) for row in ((NAME, MOBILE, "Address"), ("ZZ A", "6440000001", '"Plot 4, Naini"'))),
    )
    with opened(path) as reading:
        assert reading.separator == separator
        assert [row.address for row in reading.rows()] == ["Plot 4, Naini"]


def test_03_a_separator_that_a_person_names(tmp_path: Path) -> None:
    path = lines(
        tmp_path, f"{NAME}^{MOBILE}^Products", "ZZ A^6440000001^oil, soap, ghee", "ZZ B^6440000002^tiles, bricks, sand"
    )
    assert [row.products for row in rows_of(path, separator="^")] == ["oil, soap, ghee", "tiles, bricks, sand"]


def test_04_xls_that_is_a_page_and_xls_that_is_binary(tmp_path: Path) -> None:
    page = "<HTML><BODY><TABLE><TR><TD>Name of Unit<TD>Mobile<TR><TD>ZZ Page<TD>6440000001</TABLE>"
    assert [row.name for row in rows_of(lines(tmp_path, page, name="list.xls"))] == ["ZZ Page"]
    assert next(row.mobiles for row in rows_of(DATA / "old_excel.xls")) == ("6440000901",)


def test_05_title_rows_above_the_header(tmp_path: Path) -> None:
    head = ["जनपद प्रयागराज", "एक जनपद एक उत्पाद योजना 2025-26", "दिनांक 12.08.2025 की स्थिति", "", "(राशि रु० लाख में)"]
    path = lines(
        tmp_path, *(f"{title},,," for title in head), "क्रमांक,फर्म का नाम,मो० नं०,निवेश", "1,मूँज कला,6440000001,2.5"
    )
    with opened(path) as reading:
        (row,) = reading.rows()
        assert (reading.header_row, reading.noted_unit) == (6, Unit.LAKH)
        assert reading.skipped.by_code == {"title": 4, "blank": 1, "header": 1}
    assert row.investment_rs == 250_000


def test_06_a_header_of_two_rows(tmp_path: Path) -> None:
    path = lines(
        tmp_path,
        "इकाई,,सम्पर्क,,,पंजीकरण,",
        "नाम,पता,मोबाइल,ई-मेल,दूरभाष,उद्यम नं०,दिनांक",
        "लक्ष्मी मसाले,चौक,6440000001,l@example.org,0562-2400000,UDYAM-UP-01-0000007,01/04/2022",
    )
    with opened(path) as reading:
        (row,) = reading.rows()
        assert reading.headings[:4] == ("इकाई नाम", "इकाई पता", "सम्पर्क मोबाइल", "सम्पर्क ई-मेल")
    assert (row.name, row.mobiles, row.udyam) == ("लक्ष्मी मसाले", ("6440000001",), "UDYAM-UP-01-0000007")
    assert (row.landlines, row.registered_on) == (("05622400000",), "2022-04-01")


@pytest.mark.parametrize("numbers", ["1,2,3,4", "(1),(2),(3),(4)", "१,२,३,४", "1.,2.,3.,4.", "[1],[2],[3],[4]"])
def test_07_the_row_of_column_numbers(tmp_path: Path, numbers: str) -> None:
    path = lines(tmp_path, f"S.No.,{NAME},{MOBILE},Remarks", numbers, "1,ZZ A,6440000001,")
    with opened(path) as reading:
        assert [row.name for row in reading.rows()] == ["ZZ A"]
        assert reading.skipped.by_code == {"header": 1, "column_numbers": 1}


def test_08_cells_merged_downwards(tmp_path: Path) -> None:
    book, page, path = sheet(
        tmp_path, [[NAME, MOBILE, "District"], *([f"ZZ {n}", 6440000000 + n] for n in range(1, 6))]
    )
    page.merge_range(1, 2, 3, 2, "Ballia")
    page.write(4, 2, "Mau")
    book.close()
    assert [row.district_text for row in rows_of(path)] == ["Ballia", "Ballia", "Ballia", "Mau", None]


@pytest.mark.parametrize("text", ["मण्डल: अलीगढ़", "विकास खण्ड - सोरांव", "Tehsil: Sadar", "District : Etah", "झाँसी मण्डल"])
def test_09_section_rows(tmp_path: Path, text: str) -> None:
    path = lines(
        tmp_path, f"S.No.,{NAME},{MOBILE},Block", f"{text},,,", "1,ZZ A,6440000001,", f",{text},,", "2,ZZ B,6440000002,"
    )
    with opened(path) as reading:
        assert [row.name for row in reading.rows()] == ["ZZ A", "ZZ B"]
        assert reading.skipped.by_code == {"header": 1, "section": 2}


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (",उप योग,3,", "total"),
        (",कुल योग :,3,", "total"),
        ("महायोग,,7,", "total"),
        (",Grand Total,9,", "total"),
        (",Sub-Total,2,", "total"),
        ("टीप: निवेश लाख में है,,,", "note"),
        ("Note - verified by DIC,,,", "note"),
        ("* provisional,,,", "note"),
        (",,,(ह०)", "signature"),
        (",,,सहायक आयुक्त उद्योग", "signature"),
        (",,,General Manager DIC", "signature"),
        ("प्रतिलिपि: जिलाधिकारी को सूचनार्थ,,,", "copy_to"),
    ],
)
def test_10_totals_notes_signatures(tmp_path: Path, cells: str, code: str) -> None:
    path = lines(
        tmp_path, f"S.No.,{NAME},{MOBILE},Remarks", "1,ZZ A,6440000001,", cells, "2,योगेन्द्र टोटल केयर,6440000002,"
    )
    with opened(path) as reading:
        assert [row.name for row in reading.rows()] == ["ZZ A", "योगेन्द्र टोटल केयर"]
        assert reading.skipped.by_code == {"header": 1, code: 1}


def test_11_repeated_headers_blanks_and_numbered_empty_rows(tmp_path: Path) -> None:
    head = f"Sl. No.,{NAME},{MOBILE},E-mail"
    path = lines(
        tmp_path,
        head,
        "1,ZZ A,6440000001,",
        ",,,",
        head.upper(),
        "2,ZZ B,6440000002,",
        "3,,,",
        "4.,,,",
        "5,ZZ C,6440000003,",
        ",,,",
    )
    with opened(path) as reading:
        assert [row.line for row in reading.rows()] == [2, 5, 8]
        assert reading.skipped.by_code == {"header": 1, "blank": 1, "repeated_header": 1, "serial_only": 2}


# ---------------------------------------------------------------------- digits and dates


def test_12_devanagari_digits(tmp_path: Path) -> None:
    path = a_list(
        tmp_path,
        ("क", "६४४००१२३४५", "२१/०३/२०२१", "२२६००१", "१,२५,०००"),
        head=("फर्म का नाम", "मोबाइल", "पंजीकरण तिथि", "पिन कोड", "निवेश"),
    )
    (row,) = rows_of(path)
    assert (row.mobiles, row.registered_on, row.pin, row.investment_rs) == (
        ("6440012345",),
        "2021-03-21",
        "226001",
        125_000,
    )


DATES = {
    "15/08/2021": "2021-08-15",
    "5.1.2020": "2020-01-05",
    "9-11-19": "2019-11-09",
    "23-Sep-22": "2022-09-23",
    "1st April 2021": "2021-04-01",
    "2 अक्टूबर 2023": "2023-10-02",
    "2022-12-30": "2022-12-30",
    "44197": "2021-01-01",
    "30/06/2022 11:45": "2022-06-30",
    "March 3, 2020": "2020-03-03",
    "31/04/2022": None,
    "12/25/2021": None,
    "00/01/2020": None,
    "2021": None,
    "unknown": None,
}


@pytest.mark.parametrize("text", DATES)
def test_13_dates_day_first(tmp_path: Path, text: str) -> None:
    (row,) = cell(tmp_path, "Date of Regn.", text)
    assert row.registered_on == DATES[text]
    assert row.warnings == (() if DATES[text] else ("invalid_date",))
    assert row.reject is None


def test_13_real_dates_of_a_sheet(tmp_path: Path) -> None:
    book, page, path = sheet(tmp_path, [[NAME, MOBILE, "Date"], ["ZZ A", 6440000001], ["ZZ B", 6440000002, 45000]])
    page.write_datetime(1, 2, date(2022, 4, 3), book.add_format({"num_format": "mm/dd/yyyy"}))
    book.close()
    assert [row.registered_on for row in rows_of(path)] == ["2022-04-03", "2023-03-15"]


def test_14_numbers_that_excel_ate(tmp_path: Path) -> None:
    rows = mobiles(tmp_path, "6440012345.0", "6.440012345E+09", "6.44E+09", "6.4400E9")
    assert [row.mobiles for row in rows] == [("6440012345",), ("6440012345",), (), ()]
    assert [row.warnings for row in rows] == [(), (), ("invalid_mobile",), ("invalid_mobile",)]


@pytest.mark.parametrize(
    "text", ["'6440012345", '="6440012345"', "‘6440012345", "`6440012345", '"6440012345"', "’6440012345’"]
)
def test_15_text_guards(tmp_path: Path, text: str) -> None:
    (row,) = mobiles(tmp_path, text)
    assert (row.mobiles, row.warnings) == (("6440012345",), ())


@pytest.mark.parametrize(
    "text",
    [
        "+91 64400-12345",
        "0 6440012345",
        "91 64400 12345",
        "0091-6440012345",
        "(+91)6440012345",
        "06440012345",
        "64400.12345",
        "Mob: 6440012345",
        "मो०- 6440012345",
        "+९१ ६४४०० १२३४५",
    ],
)
def test_16_shapes_of_mobiles(tmp_path: Path, text: str) -> None:
    (row,) = mobiles(tmp_path, text)
    assert (row.mobiles, row.warnings) == (("6440012345",), ())


@pytest.mark.parametrize(
    ("text", "found", "landlines"),
    [
        ("6440012345 / 6440054321", ("6440012345", "6440054321"), ()),
        ("6440012345, 0522-2610000", ("6440012345",), ("05222610000",)),
        ("6440012345\n6440054321", ("6440012345", "6440054321"), ()),
        ("6440012345 या 6440054321", ("6440012345", "6440054321"), ()),
        ("64400 12345 64400 54321", ("6440012345", "6440054321"), ()),
        ("05842-270000; 6440054321", ("6440054321",), ("05842270000",)),
    ],
)
def test_17_several_numbers_in_a_cell(
    tmp_path: Path, text: str, found: tuple[str, ...], landlines: tuple[str, ...]
) -> None:
    (row,) = mobiles(tmp_path, text)
    assert (row.mobiles, row.landlines) == (found, landlines)


@pytest.mark.parametrize("text", ["0551-2334455", "(0522) 2610000", "0512 2551234", "05442-220099"])
def test_18_landlines_identify_nobody(tmp_path: Path, text: str) -> None:
    (row,) = rows_of(a_list(tmp_path, ("ZZ A", text), head=(NAME, MOBILE)))
    assert (row.mobiles, row.reject, row.warnings) == ((), "no_identifier", ("landline",))
    assert len(row.landlines) == 1


@pytest.mark.parametrize(
    "text",
    [
        "8888888888",
        "0000000000",
        "1234567890",
        "N/A",
        "--",
        "—",
        "NIL",
        "xxx",
        "अनुपलब्ध",
        "Not Available",
        "उपलब्ध नहीं",
        "(blank)",
        "-",
    ],
)
def test_19_values_that_say_nothing(tmp_path: Path, text: str) -> None:
    head = (NAME, MOBILE, "E-mail", "PAN", "District", "Remarks")
    (row,) = rows_of(a_list(tmp_path, ("ZZ A", text, "a@example.org", text, "Agra", text), head=head))
    assert (row.mobiles, row.reject) == ((), None)
    if not text.isdecimal():
        assert (row.pan, row.remarks, row.warnings) == (None, None, ())


# ---------------------------------------------------------------------- identifiers


def test_20_case_blanks_and_hyphens(tmp_path: Path) -> None:
    rows = [
        ("ZZ A", "09 zzzpz 7711 b1zx", "udyam up 07 0012345"),
        ("ZZ B", "09-ZZZPZ7711B-1ZX", "UDYAM/UP/07/0012345"),
        ("ZZ C", "09ZZZPZ7711B1Z", "UDYAM-UP-07-12345"),
    ]
    first, second, short = rows_of(a_list(tmp_path, *rows, head=(NAME, "GST No", "URN")))
    assert (first.gstin, first.udyam, first.pan) == (GSTIN, "UDYAM-UP-07-0012345", "ZZZPZ7711B")
    assert (second.gstin, second.udyam) == (GSTIN, "UDYAM-UP-07-0012345")
    assert (short.gstin, short.udyam, short.reject) == (None, None, "no_identifier")
    assert short.warnings == ("invalid_gstin", "invalid_udyam")


@pytest.mark.parametrize("text", ["O9ZZZPZ77IIB1ZX", "09ZZZPZ77I1BIZX", "o9zzzpz7711b1zx"])
def test_21_letters_for_digits_in_a_gstin(tmp_path: Path, text: str) -> None:
    (row,) = cell(tmp_path, "GSTIN", text)
    assert (row.gstin, row.warnings) == (GSTIN, ("gstin_repaired",))


@pytest.mark.parametrize("text", ["O9ZZZPZ7711B1ZY", "09ZZZPZ7711B1Z", "09ZZZPZ7711B1ZXX"])
def test_21_what_cannot_be_repaired(tmp_path: Path, text: str) -> None:
    (row,) = cell(tmp_path, "GSTIN", text)
    assert (row.gstin, row.warnings, row.reject) == (None, ("invalid_gstin",), None)


@pytest.mark.parametrize("text", ["Apr-22", "07-0012345", "12,345", "1.2E+06", "03/04/2021", "मार्च-23"])
def test_22_udyam_numbers_that_excel_spoiled(tmp_path: Path, text: str) -> None:
    (row,) = cell(tmp_path, "Udyam No", text)
    assert (row.udyam, row.warnings, row.reject) == (None, ("invalid_udyam",), None)


@pytest.mark.parametrize("prefix", ["M/s ", "M/S. ", "m/s.", "Messrs ", "मै० ", "मेसर्स ", "मै. ", "M\\s "])
def test_23_prefixes_of_firms(tmp_path: Path, prefix: str) -> None:
    (row,) = rows_of(a_list(tmp_path, (f"{prefix}ZZ Sarita Oils", "6440000001"), head=(NAME, MOBILE)))
    assert row.name == "ZZ Sarita Oils"
    assert same_name_key(f"{prefix}ZZ Sarita Oils") == same_name_key("zz sarita oils")
    assert row.raw[0] == f"{prefix}ZZ Sarita Oils"


@pytest.mark.parametrize(
    ("written", "bare"),
    [
        ("श्री रामकिशोर", "रामकिशोर"),
        ("श्रीमती सुनीता देवी", "सुनीता देवी"),
        ("मो० आरिफ", "आरिफ"),
        ("डा० अनिल", "अनिल"),
        ("Smt. Kamla", "Kamla"),
        ("Mohd. Imran", "Imran"),
        ("Dr Sunil", "Sunil"),
    ],
)
def test_24_titles_of_persons(tmp_path: Path, written: str, bare: str) -> None:
    (row,) = cell(tmp_path, "Proprietor", written)
    assert row.owner_name == written
    assert owner_key(written) == owner_key(bare)


AMOUNTS = {
    "2,75,000": 275_000,
    "₹ 6.25 लाख": 625_000,
    "1.75 करोड़": 17_500_000,
    "Rs. 9,10,000/-": 910_000,
    "50 हजार": 50_000,
    "4.5 lacs": 450_000,
    "1 करोड़ 20 लाख": 12_000_000,
    "३,५०,०००": 350_000,
    "रु० 12000": 12_000,
    "INR 75000.50": 75_001,
}


@pytest.mark.parametrize("text", AMOUNTS)
def test_25_amounts(tmp_path: Path, text: str) -> None:
    (row,) = cell(tmp_path, "Turnover (Rs.)", text)
    assert (row.turnover_rs, row.warnings) == (AMOUNTS[text], ())


def test_25_the_unit_of_the_heading_and_negative_sums(tmp_path: Path) -> None:
    rows = cell(tmp_path, "निवेश (लाख रु० में)", "12.5", "3 करोड़", "(7,500)", "-4")
    assert [row.investment_rs for row in rows] == [1_250_000, 30_000_000, None, None]
    assert [row.warnings for row in rows] == [(), (), ("negative_amount",), ("negative_amount",)]


ANSWERS = {
    "हाँ": True,
    "हां": True,
    "y": True,
    "YES": True,
    "Haan": True,
    "✓": True,
    "1": True,
    "नहीं": False,
    "no": False,
    "N": False,
    "0": False,
    "": None,
    "-": None,
}


@pytest.mark.parametrize("text", ANSWERS)
def test_26_yes_and_no(tmp_path: Path, text: str) -> None:
    (row,) = cell(tmp_path, "जेम पर पंजीकृत (हाँ/नहीं)", text)
    assert (row.gem_registered, row.warnings) == (ANSWERS[text], ())


@pytest.mark.parametrize(
    ("text", "social", "women"),
    [
        ("महिला / अनु० जाति", "SC", True),
        ("ST - Women", "ST", True),
        ("अ०पि०व० (महिला)", "OBC", True),
        ("General/Male", "GEN", False),
        ("अनुसूचित जनजाति, महिला", "ST", True),
    ],
)
def test_27_a_combined_class(tmp_path: Path, text: str, social: str, women: bool) -> None:
    (row,) = cell(tmp_path, "SC/ST/महिला", text)
    assert (row.social_category, row.women_owned, row.warnings) == (social, women, ())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Allahabad", "Prayagraj"),
        ("फैजाबाद", "Ayodhya"),
        ("NOIDA", "Gautam Buddha Nagar"),
        ("C.S.M. Nagar", "Amethi"),
        ("जनपद- सन्त रविदास नगर", "Bhadohi"),
        ("Rae Bareilly", "Rae Bareli"),
        ("Jyotiba Phule Nagar", "Amroha"),
        ("Mahamaya Nagar", "Hathras"),
        ("Distt. Kheri", "Lakhimpur Kheri"),
        ("Panchsheel Nagar", "Hapur"),
    ],
)
def test_28_old_names_and_spellings_of_districts(tmp_path: Path, text: str, name: str) -> None:
    (row,) = cell(tmp_path, "District", text)
    found = shipped().name_of(row.district_code or "")
    assert found is not None
    assert (fold(found) in (fold(name), fold("Kheri")), row.warnings) == (True, ())


def test_29_invisible_characters(tmp_path: Path) -> None:
    head = (f"{NAME}\u00a0", "Mobile\u200b No.", "Owner", "Remarks")
    row = (
        "\u00a0ZZ\u00a0 Ganga\u200b Foods\u00ad ",
        "64400\u00a012345\u202c",
        "शक्\u200dति\nसिंह ",
        " first line \n second\u00a0line ",
    )
    (found,) = rows_of(a_list(tmp_path, row, head=head))
    assert (found.name, found.mobiles) == ("ZZ Ganga Foods", ("6440012345",))
    assert found.owner_name == "शक्\u200dति सिंह"
    assert found.remarks == "first line\nsecond line"


# ---------------------------------------------------------------------- several rows


def test_30_the_same_firm_more_than_once(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    head = (NAME, "District", MOBILE, "GSTIN", "PAN")
    path = a_list(
        tmp_path,
        ("ZZ Gopal Store", "Etah", "6440000001", GSTIN, ""),
        ("ZZ Gopal Store", "Etah", "6440000001", GSTIN, ""),  # exactly the same
        ("ज़ेड ज़ेड गोपाल स्टोर", "एटा", "6440000001", GSTIN, ""),  # in the other script
        ("ZZ Gopal and Sons", "Etah", "6440000002", "", "ZZZPZ7711B"),  # by the PAN inside the GSTIN
        ("ZZ Other Name", "Etah", "6440000003", GSTIN.lower(), ""),  # the same GSTIN under another name
        head=head,
    )
    with services.imports.plan(path) as plan:
        found = verdicts(plan)
    assert found == ["new", *["merged"] * 4]
    take_over(services, path)
    with services.imports.plan(path) as again:
        assert "new" not in verdicts(again)


def test_31_one_mobile_on_many_firms(tmp_path: Path) -> None:
    services = open_house(tmp_path)
    firms = [(f"ZZ Client {n}", "6440000001", pan(n)) for n in range(1, 7)]
    result, outcomes = take_over(services, a_list(tmp_path, *firms, head=(NAME, MOBILE, "PAN")))
    assert (result.totals["new"], result.totals["merged"]) == (6, 0)
    assert any("shared_mobile" in one.warnings for one in outcomes)


@pytest.mark.parametrize(
    "text", ['=HYPERLINK("http://example.org","ZZ")', "+ZZ Traders", "@SUM(A1:A9) ZZ", "-2+3 ZZ", "=cmd|'/c calc'!A1"]
)
def test_32_formulas_are_text_and_go_out_guarded(tmp_path: Path, text: str) -> None:
    (row,) = rows_of(a_list(tmp_path, (text, "6440000001"), head=(NAME, MOBILE)))
    assert (row.name, row.reject) == (text, None)
    out = write_rejects(tmp_path, "rejects", [(NAME, MOBILE)], [row.raw])
    assert f"'{text[:2]}" in out.read_text(encoding="utf-8-sig")
    assert [again.name for again in rows_of(out)] == [text]


@pytest.mark.parametrize("text", ["#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#n/a"])
def test_33_errors_of_a_spreadsheet(tmp_path: Path, text: str) -> None:
    (row,) = rows_of(
        a_list(tmp_path, ("ZZ A", "6440000001", text, text, "Agra"), head=(NAME, MOBILE, "PAN", "Turnover", "District"))
    )
    assert (row.pan, row.turnover_rs, row.warnings, row.reject) == (None, None, ("excel_error",), None)


def test_34_an_unquoted_comma_shifts_the_row(tmp_path: Path) -> None:
    head = f"{NAME},Owner,{MOBILE},E-mail,PAN"
    path = lines(
        tmp_path,
        head,
        "ZZ A,Ram,6440000001,a@example.org,ZZZPZ0001A",
        "ZZ Oil, Soap,Sita,6440000002,b@example.org,ZZZPZ0002A",
        "ZZ C,Om,6440000003,c@example.org,",
    )
    assert [(row.line, row.reject) for row in rows_of(path)] == [(2, None), (3, "malformed_row"), (4, None)]


def test_35_hidden_pivot_and_several_sheets(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    book = Workbook(str(path))
    sheets: dict[str, list[list[object]]] = {
        "Cover": [["ODOP"], ["2025"]],
        "Pivot": [["Row Labels", "Count of Mobile"], ["Agra", 4]],
        "Etah": [[NAME, MOBILE], ["ZZ Hidden", 6440000001]],
        "Agra": [[NAME, MOBILE, "PAN", "District"], ["ZZ Chosen", 6440000002]],
        "Mau": [[NAME, MOBILE], ["ZZ Other", 6440000003]],
    }
    for name, rows in sheets.items():
        page = book.add_worksheet(name)
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
        if name == "Etah":
            page.hide()
    book.close()
    with opened(path) as reading:
        assert [row.name for row in reading.rows()] == ["ZZ Chosen"]
        assert (reading.sheet, [one.name for one in reading.sheets]) == (
            "Agra",
            ["Cover", "Pivot", "Etah", "Agra", "Mau"],
        )
        assert [one.name for one in reading.sheets if not one.visible] == ["Etah"]


@pytest.mark.parametrize(
    "text", ["आधार 1000 2000 3000", "Aadhaar no. 100020003000", "UID-1000-2000-3000", "आधार सं० १००० २००० ३०००"]
)
def test_36_aadhaar_in_remarks(tmp_path: Path, text: str) -> None:
    (row,) = cell(tmp_path, "Remarks", text)
    kept = " ".join((*row.raw, row.remarks or ""))
    assert row.warnings == ("aadhaar_masked",)
    assert kept.count("3000") + kept.count("३०००") == 2
    assert not any(part in kept for part in ("1000", "2000", "१०००", "२०००"))


def test_37_a_huge_used_range(tmp_path: Path) -> None:
    book, page, path = sheet(tmp_path, [[NAME, MOBILE], ["ZZ A", 6440000001], [], ["ZZ B", 6440000002]])
    border = book.add_format({"border": 1})
    for number in range(4, 4_000):
        page.write_blank(number, 0, None, border)
    page.write_blank(1_048_575, 5, None, border)
    book.close()
    with opened(path) as reading:
        assert [row.name for row in reading.rows()] == ["ZZ A", "ZZ B"]
        assert reading.skipped.by_code == {"header": 1, "blank": 1}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("चाँदनी वस्त्रालय", "चांदनी वस्त्रालय"),
        ("ज़री कारखाना", "जरी कारखाना"),
        ("पढ़ाई केन्द्र", "पढाई केन्द्र"),
        ("शक्\u200dति", "शक्ति"),
        ("ZZ  Ganga", "zz ganga"),
    ],
)
def test_38_one_form_for_search(tmp_path: Path, one: str, other: str) -> None:
    rows = rows_of(a_list(tmp_path, (one, "6440000001"), (other, "6440000002"), head=(NAME, MOBILE)))
    assert len({normal_words(row.name or "") for row in rows}) == 1
    assert fold("ज़िला") == fold("जिला")


def test_the_font_of_quirk_1_is_not_guessed_from_its_form() -> None:
    assert to_unicode("bdkbZ HkkbZ") == "इकाई भाई"
