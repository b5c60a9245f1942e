"""The list of one district's industries centre, judged row by row against its truth."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from onboarding.domain.amounts import Unit
from onboarding.domain.districts import shipped
from onboarding.domain.recipe import Recipe
from onboarding.files.reading import Reading, read_sellers
from onboarding.files.sellers import WARNINGS, SellerRow

DATA = Path(__file__).parent.parent / "data"
LIST = "sellers_dic_barabanki.xlsx"

WARNING_OF = {
    "letter O for zero in the GSTIN": "gstin_repaired",
    "negative amount flagged, not stored": "negative_amount",
    "error value in the cell": "excel_error",
    "amount in rupees although the header says lakh": "amount_in_rupees",
    "aadhaar-like number must be masked, never stored in full": "aadhaar_masked",
}


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    with (DATA / "sellers_dic_barabanki.truth.json").open(encoding="utf-8") as handle:
        found: dict[str, Any] = json.load(handle)[LIST]
    return found


@pytest.fixture(scope="module")
def reading() -> Iterator[Reading]:
    with read_sellers(DATA / LIST, today=date(2025, 3, 1), districts=shipped()) as opened:
        yield opened


@pytest.fixture(scope="module")
def rows(reading: Reading) -> dict[int, SellerRow]:
    return {row.line: row for row in reading.rows()}


def stored(row: SellerRow) -> dict[str, object]:
    mobiles = (*row.mobiles, None, None)
    return {
        "name": row.name,
        "district": row.district_code,
        "mobile": mobiles[0],
        "alt_mobile": mobiles[1],
        "email": row.email,
        "gstin": row.gstin,
        "pan": row.pan,
        "udyam": row.udyam,
        "uam": row.uam,
        "pin": row.pin,
        "phone": row.landlines[0] if row.landlines else None,
        "enterprise_class": row.enterprise_class,
        "women_owned": row.women_owned,
        "social": row.social_category,
        "date": row.registered_on,
        "investment_rs": row.investment_rs,
        "turnover_rs": row.turnover_rs,
        "gem_registered": row.gem_registered,
    }


def test_sheet_header_and_unit_are_found(reading: Reading, truth: dict[str, Any]) -> None:
    assert reading.sheet == truth["sheet"]
    assert [sheet.name for sheet in reading.sheets] == ["इकाई सूची", "Sheet2"]
    assert reading.header_row == truth["header_row"]
    assert reading.noted_unit == Unit.LAKH
    assert reading.encoding is None


def test_every_column_is_mapped(reading: Reading) -> None:
    assert [column.field for column in reading.columns] == [
        "serial", "block", "name", "owner_name", "father_name", "district", "mobile", "email",
        "gstin", "pan", "udyam", "enterprise_class", "activity", "social_category",
        "investment_rs", "turnover_rs", "pin", "registered_on", "gem_registered", "remarks",
    ]  # fmt: skip
    assert reading.columns[2].samples[1:] == (
        "बाराबंकी दरी कम्पनी",
        "JAISWAL ELECTRICALS SUPPLIERS",
    )


def test_data_rows_and_skipped_rows_are_those_of_the_truth(
    reading: Reading, rows: dict[int, SellerRow], truth: dict[str, Any]
) -> None:
    assert len(rows) == truth["counts"]["data_rows"]
    assert rows.keys() == {row["line"] for row in truth["rows"]}
    assert reading.skipped.count == truth["counts"]["skipped_non_data_rows"]
    assert {line for line, _ in reading.skipped.first} == {row["line"] for row in truth["skip"]}
    assert reading.skipped.by_code == {
        "title": 4, "header": 1, "column_numbers": 1, "section": 13, "total": 14,
        "repeated_header": 1, "serial_only": 3, "blank": 1, "signature": 2, "copy_to": 1,
    }  # fmt: skip


def test_rejects_have_the_right_reasons(rows: dict[int, SellerRow], truth: dict[str, Any]) -> None:
    wanted = {row["line"]: row["reason"] for row in truth["rows"] if row["verdict"] == "reject"}
    assert {line: row.reject for line, row in rows.items() if row.reject} == wanted


def test_doubtful_rows_are_told(rows: dict[int, SellerRow], truth: dict[str, Any]) -> None:
    missing = []
    for row in truth["rows"]:
        reason = row["reason"].partition(":")[0]
        code = WARNING_OF.get(reason, reason)
        if row["verdict"] == "accept_with_warning" and code != "shared_mobile":
            assert code in WARNINGS, code
            missing += [row["line"]] if code not in rows[row["line"]].warnings else []
    assert missing == []


def test_plain_rows_give_no_warning(rows: dict[int, SellerRow], truth: dict[str, Any]) -> None:
    plain = [row["line"] for row in truth["rows"] if row["verdict"] == "accept"]
    assert {line: rows[line].warnings for line in plain if rows[line].warnings} == {}


def test_every_expected_value_is_read(rows: dict[int, SellerRow], truth: dict[str, Any]) -> None:
    wrong = []
    for row in truth["rows"]:
        if row["verdict"] == "reject":
            continue
        found = stored(rows[row["line"]])
        for field, wanted in row["expect"].items():
            if field == "mse":
                continue
            if found[field] != wanted:
                wrong.append((row["line"], field, wanted, found[field]))
    assert wrong == []


def test_aadhaar_stands_nowhere_in_full(rows: dict[int, SellerRow]) -> None:
    row = rows[171]
    assert "1363 7637 8215" not in " ".join(row.raw)
    assert row.remarks is not None
    assert "8215" in row.remarks
    assert "1363" not in row.remarks


def test_raw_row_is_kept_as_text(rows: dict[int, SellerRow]) -> None:
    assert rows[9].raw[6] == "6896401334"
    assert rows[8].raw[17] == "2021-02-21"
    assert rows[9].raw[5] == "बाराबँकी"  # merged downwards


def test_a_second_pass_gives_the_same(reading: Reading, rows: dict[int, SellerRow]) -> None:
    assert {row.line: row for row in reading.rows()} == rows


def test_a_named_sheet_is_taken(truth: dict[str, Any]) -> None:
    with read_sellers(
        DATA / LIST, today=date(2025, 3, 1), districts=shipped(), recipe=Recipe(sheet=truth["sheet"])
    ) as opened:
        assert opened.sheet == truth["sheet"]
