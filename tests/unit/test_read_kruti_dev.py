"""A list typed for Kruti Dev, judged row by row against its truth, and columns that mix it with English."""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from onboarding.domain.districts import shipped
from onboarding.domain.kruti_dev import from_unicode
from onboarding.domain.names import is_devanagari
from onboarding.domain.recipe import Recipe
from onboarding.files.headings import match
from onboarding.files.reading import Reading, read_sellers
from onboarding.files.sellers import SellerRow
from tests.unit.test_read_dic_list import LIST as DIC_LIST
from tests.unit.test_read_dic_list import stored

DATA = Path(__file__).parents[1] / "data"
LIST = DATA / "sellers_krutidev.csv"
HEADINGS = {
    "serial": ("Ø la", "Øe la[;k", "dz0la0", "Ø0la0", "Ø- la-"), "name": ("QeZ dk uke", "bdkbZ dk uke", "QeZ@bdkbZ dk uke"),
    "owner_name": ("Lokeh dk uke", "m|eh dk uke", "vkosnd dk uke"), "district": ("tuin", "ftyk"), "division": ("e.My",),
    "address": ("irk",), "pin": ("fiu dksM",), "mobile": ("eksckby uEcj", "eksckby ua0"), "phone": ('nwjHkk"k',),
    "email": ("bZ&esy",), "enterprise_class": ("Js.kh",), "social_category": ("oxZ",), "registered_on": ("iathdj.k frfFk",),
    "remarks": ("vH;qfDr", "fVIi.kh"), "pan": ("iSu ua0",), "gstin": ("th0,l0Vh0 ua0",), "udyam": ("m|e iathdj.k la[;k",),
    "investment_rs": ("fuos'k ¼yk[k esa½",),
}  # fmt: skip


def read(path: Path, *, convert: bool = True) -> Reading:
    return read_sellers(path, today=date(2025, 3, 1), districts=shipped(), recipe=Recipe(convert=convert))


def a_file(folder: Path, text: str) -> Path:
    path = folder / "list.csv"
    path.write_text(text, encoding="cp1252")
    return path


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((DATA / "sellers_krutidev.truth.json").read_text(encoding="utf-8"))[LIST.name]
    return found


@pytest.fixture(scope="module")
def reading() -> Iterator[Reading]:
    with read(LIST) as opened:
        yield opened


@pytest.fixture(scope="module")
def rows(reading: Reading) -> dict[int, SellerRow]:
    return {row.line: row for row in reading.rows()}


def test_header_and_columns_are_found(reading: Reading, truth: dict[str, Any]) -> None:
    assert reading.header_row == truth["header_row"]
    assert reading.encoding == "cp1252"
    assert reading.fonts == dict.fromkeys(("QeZ dk uke", "Lokeh dk uke", "tuin", "irk", "Js.kh", "oxZ"), "kruti_dev")
    assert reading.columns[9].converted == (("lw{e", "सूक्ष्म"), ("y?kq", "लघु"), ("e/;e", "मध्यम"))


@pytest.mark.parametrize(("heading", "field"), [(one, field) for field, some in HEADINGS.items() for one in some])
def test_headings_in_the_font_are_known(heading: str, field: str) -> None:
    found = match(heading)
    assert found is not None
    assert found.field == field


def test_every_row_is_as_its_truth_says(rows: dict[int, SellerRow], truth: dict[str, Any]) -> None:
    wrong: list[tuple[object, ...]] = []
    for row in truth["rows"]:
        found = rows[row["line"]]
        if (found.reject is not None) != (row["verdict"] == "reject"):
            wrong.append((row["line"], "reject", row["reason"], found.reject))
        if row["verdict"] == "reject":
            continue
        values = stored(found)
        wrong += [
            (row["line"], field, wanted, values[field])
            for field, wanted in row["expect"].items()
            if field != "mse" and values[field] != wanted
        ]
    assert wrong == []
    assert rows.keys() == {row["line"] for row in truth["rows"]}


def test_rows_without_a_fault_bear_no_warning(rows: dict[int, SellerRow], truth: dict[str, Any]) -> None:
    plain = [row["line"] for row in truth["rows"] if row["verdict"] == "accept"]
    assert {line: rows[line].warnings for line in plain if rows[line].warnings} == {}


def test_rows_that_are_no_data_are_skipped(reading: Reading, rows: dict[int, SellerRow], truth: dict[str, Any]) -> None:
    assert rows
    assert {line for line, _ in reading.skipped.first} == {row["line"] for row in truth["skip"]}
    assert reading.skipped.by_code["total"] == 1
    assert reading.skipped.by_code["signature"] == 1


def test_the_raw_row_keeps_what_was_typed(rows: dict[int, SellerRow]) -> None:
    row = rows[6]
    assert row.name == row.name_hi == "विकास विश्वकर्मा वर्क्स"
    assert row.raw[1] == from_unicode(row.name)


def test_a_person_may_refuse_the_conversion(reading: Reading, rows: dict[int, SellerRow]) -> None:
    with read(LIST, convert=False) as refused:
        assert refused.fonts == reading.fonts
        assert {row.line: row.name for row in refused.rows()}[6] == rows[6].raw[1]


@pytest.mark.parametrize(
    ("name", "converted"), [(DIC_LIST, {3: 165}), ("dedupe_f1/incoming_3000.xlsx", {2: 836, 3: 1793})]
)
def test_mixed_columns_are_read_cell_by_cell(name: str, converted: dict[int, int]) -> None:
    found = dict.fromkeys(converted, 0)
    with read(DATA / name) as opened:
        for row in opened.rows():
            for index, value in ((2, row.name), (3, row.owner_name)):
                typed = row.raw[index].strip()
                if (
                    index not in converted
                    or row.reject
                    or value is None
                    or is_devanagari(typed)
                    or not is_devanagari(value)
                ):
                    continue
                assert not re.search("[A-Za-z]", value), (row.line, typed)
                if typed:
                    assert from_unicode(value) == typed
                    found[index] += 1
    assert found == converted


def test_names_of_the_large_list_are_those_of_its_truth() -> None:
    text = gzip.decompress((DATA / "dedupe_f1" / "truth.csv.gz").read_bytes()).decode("utf-8-sig")
    wanted = {int(row["row"]): row["name"] for row in csv.DictReader(text.splitlines()) if row["name"]}
    with read(DATA / "dedupe_f1" / "incoming_3000.xlsx") as opened:
        wrong = [
            (row.line, row.name, wanted[row.line])
            for row in opened.rows()
            if not row.reject and (row.name or "").casefold() != wanted[row.line].casefold()
        ]
    assert wrong == []


def test_a_list_in_english_and_unicode_has_no_such_column(tmp_path: Path) -> None:
    path = tmp_path / "base.csv"
    path.write_bytes(gzip.decompress((DATA / "dedupe_f1" / "base_leads.csv.gz").read_bytes()))
    with read(path) as opened:
        assert opened.fonts == {}


def test_what_only_the_hindi_gives_away_is_masked_in_the_raw_row_too(tmp_path: Path) -> None:
    head = "QeZ dk uke,tuin,eksckby uEcj,vH;qfDr\r\n"
    rows = "".join(f"fot; VªsMlZ {n},y[kuÅ,64800000{n:02},LVkQ vPNk gS\r\n" for n in range(8))
    path = a_file(tmp_path, head + rows + "jke VªsMlZ,y[kuÅ,6480000099,vk/kkj 1000 2000 3000\r\n")
    with read(path) as opened:
        *others, last = list(opened.rows())
    assert others[0].remarks == "स्टाफ अच्छा है"
    assert last.remarks == "आधार XXXX XXXX 3000"
    assert "1000" not in " ".join(last.raw)
    assert "aadhaar_masked" in last.warnings
    assert last.raw[0] == "jke VªsMlZ"


def test_totals_and_notes_in_the_font_are_no_data(tmp_path: Path) -> None:
    lines = (
        "QeZ dk uke,tuin,eksckby uEcj,vH;qfDr", "fot; VªsMlZ,y[kuÅ,6480000001,", "tuin% y[kuÅ,,,",
        "jke VªsMlZ,y[kuÅ,6480000002,", "egk;ksx,2,,", "izfrfyfi% mik;qDr,,,",
    )  # fmt: skip
    with read(a_file(tmp_path, "\r\n".join(lines))) as opened:
        assert [row.name for row in opened.rows()] == ["विजय ट्रेडर्स", "राम ट्रेडर्स"]
        assert opened.skipped.by_code == {"header": 1, "section": 1, "total": 1, "copy_to": 1}
