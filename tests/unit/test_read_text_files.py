"""Text files as they come: encodings, separators, quotes, torn rows."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from onboarding.domain.districts import shipped
from onboarding.domain.recipe import Recipe
from onboarding.errors import FileUnreadable, Stopped
from onboarding.files.csv_table import csv_table, detect_encoding, sniff_separator
from onboarding.files.reading import Reading, read_sellers
from onboarding.files.source import open_source
from onboarding.files.table import Row

TODAY = date(2025, 3, 1)
HEAD = "Name of Unit,Mobile,District\n"


def written(folder: Path, text: str | bytes, encoding: str = "utf-8") -> Path:
    path = folder / "list.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return path


def opened(
    path: Path,
    *,
    progress: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    **decided: object,
) -> Reading:
    recipe = Recipe(**decided)  # type: ignore[arg-type]
    return read_sellers(path, today=TODAY, districts=shipped(), recipe=recipe, progress=progress, cancelled=cancelled)


def table_rows(folder: Path, text: str) -> list[Row]:
    return list(csv_table(written(folder, text)).rows())


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
    ],
)
def test_hindi_is_read_in_every_unicode_encoding(tmp_path: Path, encoding: str, told: str) -> None:
    text = "इकाई का नाम\tमोबाइल नं०\tजनपद\r\nबालाजी ट्रेडर्स\t६८९०५६५३८५\tलखनऊ\r\n"
    with opened(written(tmp_path, text, encoding)) as reading:
        (row,) = reading.rows()
        assert (reading.encoding, reading.separator) == (told, "\t")
    assert (row.name, row.name_hi) == ("बालाजी ट्रेडर्स", "बालाजी ट्रेडर्स")
    assert row.mobiles == ("6890565385",)
    assert row.district_code == "162"


def test_bytes_that_are_no_utf8_are_cp1252_and_told(tmp_path: Path) -> None:
    data = HEAD.encode() + b"Caf\xe9 \x96 Foods,6890565385,Agra\n"
    with opened(written(tmp_path, data)) as reading:
        (row,) = reading.rows()
        assert reading.encoding == "cp1252"
    assert row.name == "Café – Foods"


def test_one_wrong_byte_at_the_very_end_is_seen(tmp_path: Path) -> None:
    path = written(tmp_path, b"a,b\n" * 600_000 + b"\xe0\xa4")
    assert detect_encoding(path) == "cp1252"


def test_a_named_encoding_is_taken_as_told(tmp_path: Path) -> None:
    with opened(written(tmp_path, HEAD + "Café,6890565385,Agra\n"), encoding="cp1252") as reading:
        (row,) = reading.rows()
    assert row.name == "CafÃ©"
    for wrong in ("no-such", "base64"):
        with pytest.raises(FileUnreadable, match="bad_encoding"):
            opened(written(tmp_path, HEAD), encoding=wrong)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators_are_found(tmp_path: Path, separator: str) -> None:
    text = (HEAD + "Ram & Sons,6890565385,Agra\n").replace(",", separator)
    with opened(written(tmp_path, text)) as reading:
        (row,) = reading.rows()
        assert reading.separator == separator
        assert reading.separator_share == 1.0
    assert row.mobiles == ("6890565385",)


def test_hindi_without_separator_does_not_invent_one() -> None:
    assert sniff_separator(["जनपद की इकाइयों की सूची", "बालाजी ट्रेडर्स"]) == (",", 0.0)


def test_a_person_may_name_the_separator(tmp_path: Path) -> None:
    text = "Name of Unit;Mobile;District\nA, B, C and D, Works;6890565385;Agra\n"
    with opened(written(tmp_path, text), separator=";") as reading:
        (row,) = reading.rows()
    assert row.name == "A, B, C and D, Works"
    with pytest.raises(FileUnreadable, match="bad_separator"):
        opened(written(tmp_path, text), separator=";;")


def test_lines_are_physical_lines(tmp_path: Path) -> None:
    rows = table_rows(tmp_path, 'a,b\n"one\ntwo",x\nc,d\n')
    assert [row.line for row in rows] == [1, 2, 4]
    assert rows[1].cells == ["one\ntwo", "x"]


def test_an_unclosed_quote_costs_one_row_only(tmp_path: Path) -> None:
    text = HEAD + '"Broken Traders,6890000001,Agra\n'
    text += "".join(f"Firm {n},68900{n:05},Agra\n" for n in range(60))
    with opened(written(tmp_path, text)) as reading:
        rows = list(reading.rows())
    assert len(rows) == 61
    assert (rows[0].line, rows[0].reject) == (2, "malformed_row")
    assert rows[0].raw == ('"Broken Traders,6890000001,Agra',)
    assert [row.line for row in rows[1:]] == list(range(3, 63))
    assert all(row.reject is None for row in rows[1:])


def test_an_unclosed_quote_near_the_end_costs_one_row_only(tmp_path: Path) -> None:
    text = HEAD + '"Broken,6890000001,Agra\nGood Firm,6890000002,Agra\n'
    with opened(written(tmp_path, text)) as reading:
        rows = [(row.line, row.reject) for row in reading.rows()]
    assert rows == [(2, "malformed_row"), (3, None)]


def test_a_cell_beyond_the_limit_is_malformed(tmp_path: Path) -> None:
    text = HEAD + "x" * 70_000 + ",6890000001,Agra\nGood Firm,6890000002,Agra\n"
    with opened(written(tmp_path, text)) as reading:
        rows = [(row.line, row.reject) for row in reading.rows()]
    assert rows == [(2, "malformed_row"), (3, None)]


def test_a_line_without_end_is_not_read_into_memory(tmp_path: Path) -> None:
    text = HEAD + "," * 3_000_000 + "\nGood Firm,6890000002,Agra\n"
    with opened(written(tmp_path, text)) as reading:
        rows = [(row.line, row.reject) for row in reading.rows()]
    assert rows == [(2, "malformed_row"), (3, None)]


def test_too_many_cells_are_malformed_and_too_few_are_not(tmp_path: Path) -> None:
    text = HEAD + "Ram, Sons,6890000001,Agra\nGood Firm,6890000002\nEmpty Tail,6890000003,Agra,,\n"
    with opened(written(tmp_path, text)) as reading:
        rows = [(row.reject, row.warnings) for row in reading.rows()]
    assert rows == [("malformed_row", ()), (None, ("missing_district",)), (None, ())]


def test_a_shifted_row_is_malformed_though_it_fits(tmp_path: Path) -> None:
    text = (
        "Name of Unit,Owner,Mobile,E-mail,GSTIN,PAN,Remarks\n"
        "Balaji,Ram,6890000001,a@example.org,09ZZZPX9001A1Z6,ZZZPX9001A,\n"
        "Sai,Food,Ram,6890000002,b@example.org,09ZZZCX9002B1ZU,ZZZCX9002B\n"
    )
    with opened(written(tmp_path, text)) as reading:
        assert [row.reject for row in reading.rows()] == [None, "malformed_row"]


def test_hostile_characters_never_reach_a_field(tmp_path: Path) -> None:
    name = "Evil\x1b[2J\x00 \u202eTraders\u200b"
    with opened(written(tmp_path, HEAD + f"{name},6890000001,Agra\n")) as reading:
        (row,) = reading.rows()
    assert row.name is not None
    assert row.name.isprintable()
    assert "Traders" in row.name
    assert row.reject is None


def test_two_equal_and_an_empty_heading(tmp_path: Path) -> None:
    text = "Mobile,Name of Unit,,Mobile\n6890000001,Ram,note,x\n6890000002,Sai,note,y\n"
    with opened(written(tmp_path, text)) as reading:
        assert [column.field for column in reading.columns] == ["mobile", "name", None, "phone"]
        assert [row.mobiles for row in reading.rows()] == [("6890000001",), ("6890000002",)]


def test_values_decide_between_two_columns_of_one_heading(tmp_path: Path) -> None:
    body = "".join(f"Firm {n},see file,09ZZZPX9001A1Z6\n" for n in range(6))
    with opened(written(tmp_path, "Name of Unit,GST No,GSTIN\n" + body)) as reading:
        assert [column.field for column in reading.columns] == ["name", None, "gstin"]


def test_a_column_without_known_heading_is_known_by_its_values(tmp_path: Path) -> None:
    body = "".join(f"Firm {n},Agra,f{n}@example.org\n" for n in range(6))
    with opened(written(tmp_path, "Name of Unit,District,Kontakt\n" + body)) as reading:
        column = reading.columns[2]
        assert (column.field, column.confidence) == ("email", 0.5)
        assert all(row.reject is None for row in reading.rows())


def test_a_person_may_map_the_columns(tmp_path: Path) -> None:
    text = "alpha,beta\nRam Traders,6890000001\n"
    path = written(tmp_path, text)
    with pytest.raises(FileUnreadable, match="no_header"):
        opened(path)
    with opened(path, columns={"#1": "name", "#2": "mobile"}) as reading:
        assert reading.header_row is None
        rows = list(reading.rows())
    assert [(row.line, row.reject) for row in rows] == [(1, "no_identifier"), (2, None)]
    with opened(written(tmp_path, HEAD + "Ram,6890000001,Agra\n"), columns={"#2": None}) as reading:
        assert reading.columns[1].confidence == 1.0
        assert [row.reject for row in reading.rows()] == ["no_identifier"]


def test_secrets_are_concealed_in_raw_rows_and_samples(tmp_path: Path) -> None:
    text = "Name of Unit,Mobile,Aadhaar No,Remarks\nRam,6890000001,1000 2000 3000,A/c 123456789012\n"
    with opened(written(tmp_path, text)) as reading:
        (row,) = reading.rows()
        shown = " ".join((*row.raw, *(s for c in reading.columns for s in c.samples)))
    assert "1000" not in shown
    assert "123456789012" not in shown
    assert row.warnings == ("aadhaar_masked",)
    assert row.reject is None


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "files.empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "files.damaged"),
        (b"\t\x02\x06\x00rest", "files.old_excel"),
        (b"\xef\xbb\xbf\n <HTML><body>Please log in", "files.web_page"),
        (b"%PDF-1.7", "files.not_a_table"),
        (b"\x89PNG\r\n\x1a\n", "files.not_a_table"),
        (bytes(range(256)) * 8, "files.not_a_table"),
    ],
)
def test_what_is_no_list_is_refused_with_a_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    with pytest.raises(FileUnreadable) as caught:
        opened(written(tmp_path, content))
    assert caught.value.sentence == sentence
    assert caught.value.values == {"file": "list.csv"}


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    target = written(tmp_path, HEAD)
    (tmp_path / "link.csv").symlink_to(target)
    os.mkfifo(tmp_path / "pipe.csv")
    wanted = {"none.csv": "files.missing", "link.csv": "files.link", "pipe.csv": "files.not_a_file"}
    for name, sentence in wanted.items():
        with pytest.raises(FileUnreadable, match=sentence):
            opened(tmp_path / name)
    with pytest.raises(FileUnreadable, match="directory"):
        opened(tmp_path)


def test_no_room_for_the_copy_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable, match=r"files\.copy_failed"):
        open_source(written(tmp_path, HEAD), tmp_path / "gone")


def test_the_copy_is_private_and_goes_away(tmp_path: Path) -> None:
    path = written(tmp_path, HEAD + "Ram,6890000001,Agra\n")
    reading = opened(path)
    copy = reading._listing.source.path
    assert copy.stat().st_mode & 0o777 == 0o600
    assert copy.parent.stat().st_mode & 0o777 == 0o700
    path.write_text("changed while it was read", encoding="utf-8")
    assert [row.name for row in reading.rows()] == ["Ram"]
    reading.close()
    assert not copy.parent.exists()


def test_progress_is_told_and_cancelling_is_heard(tmp_path: Path) -> None:
    text = HEAD + "".join(f"Firm {n},68900{n:05},Agra\n" for n in range(2500))
    told: list[int] = []
    with opened(written(tmp_path, text), progress=told.append) as reading:
        assert sum(1 for _ in reading.rows()) == 2500
    assert told == [1000, 2000, 2501]
    stop = False
    with opened(written(tmp_path, text), cancelled=lambda: stop) as reading:
        rows = reading.rows()
        next(rows)
        stop = True
        with pytest.raises(Stopped):
            list(rows)


def test_two_row_header_and_rows_that_are_no_data(tmp_path: Path) -> None:
    text = (
        "कार्यालय जिला उद्योग केन्द्र,,,,\n"
        "क्र०सं०,इकाई का नाम,सम्पर्क,,अभ्युक्ति\n"
        ",,मोबाइल नं०,ई-मेल,\n"
        "1,2,3,4,5\n"
        "मण्डल: लखनऊ,,,,\n"
        "1,योगेश ट्रेडर्स,6890000001,,\n"
        ",योग,1,,\n"
        "नोट: कृपया जाँच लें,,,,\n"
        "2,Total Solutions,,t@example.org,\n"
        "3,योगेश भण्डार,,,\n"
        "4,,,,\n"
        "5,Note Book House,,,\n"
        ",,,,\n"
        ",,,,(ह०) उपायुक्त\n"
        "प्रतिलिपि: सूचनार्थ,,,,\n"
        ",,,,\n"
    )
    with opened(written(tmp_path, text)) as reading:
        rows = [(row.line, row.reject) for row in reading.rows()]
        assert reading.header_row == 2
        assert reading.headings[2:4] == ("सम्पर्क मोबाइल नं०", "सम्पर्क ई-मेल")
        assert reading.skipped.first == [
            (1, "title"), (2, "header"), (3, "header"), (4, "column_numbers"),
            (5, "section"), (7, "total"), (8, "note"), (11, "serial_only"),
            (13, "blank"), (14, "signature"), (15, "copy_to"),
        ]  # fmt: skip
    assert rows == [(6, None), (9, None), (10, "no_identifier"), (12, "no_identifier")]


def test_evidence_of_another_state(tmp_path: Path) -> None:
    text = (
        "Name of Unit,State,District,Mobile,GSTIN\n"
        "A,बिहार,Agra,6890000001,\n"
        "B,,Dehradun,6890000002,\n"
        "C,,Mumbai,6890000003,27AAPFU0939F1ZV\n"
        "D,U.P.,Agra,6890000004,27AAPFU0939F1ZV\n"
        "E,उ०प्र०,Kanpur,6890000005,\n"
    )
    with opened(written(tmp_path, text)) as reading:
        rows = [(row.reject, row.warnings) for row in reading.rows()]
    assert rows == [
        ("out_of_state", ()),
        (None, ("unresolved_district",)),
        ("out_of_state", ()),
        (None, ("gstin_other_state",)),
        (None, ("ambiguous_district",)),
    ]
