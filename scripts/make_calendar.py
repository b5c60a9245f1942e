#!/usr/bin/env python3
"""Write onboarding/reference/calendar_days.csv: holidays of Uttar Pradesh, 2021 to 2027.

The library gives the gazetted days for India with this state and the optional ones, which become
restricted days. The state's own yearly order differs; what is known of it stands in CORRECTIONS.
The office edits the days in the program: this file only fills a new database.
"""

from __future__ import annotations

import csv
import sys
from datetime import date
from pathlib import Path
from typing import NamedTuple

import holidays

YEARS = range(2021, 2028)
TARGET = Path(__file__).resolve().parent.parent / "onboarding" / "reference" / "calendar_days.csv"
COLUMNS = ("on_date", "kind", "name_en", "name_hi", "order_no")


class Row(NamedTuple):
    kind: str
    name_en: str
    name_hi: str


class Correction(NamedTuple):
    on: date
    row: Row
    source: str


HAZRAT_ALI = Row("holiday", "Hazrat Ali's Birthday", "हज़रत अली का जन्म दिवस")
MAHA_SHIVARATRI = Row("holiday", "Maha Shivaratri", "महाशिवरात्रि")
HOLIKA_DAHAN = Row("holiday", "Holika Dahan", "होलिका दहन")
MAHANAVAMI = Row("holiday", "Dussehra (Mahanavami)", "दशहरा (महानवमी)")
OPENED = Row("extra_working", "Secretariat open by order", "सचिवालय आदेश से खुला")

_LIST_2021 = "state list of 2021 as printed by calendarholidays.in"
_NEWS_2026 = "order of December 2025 as reported by miniapp.news, 2 December 2025"
_LIST_2026 = "expected state list for 2026, holidaylistindia.in; not seen in the order itself"

CORRECTIONS = (
    Correction(date(2021, 2, 26), HAZRAT_ALI, _LIST_2021),
    Correction(date(2021, 3, 11), MAHA_SHIVARATRI, _LIST_2021),
    Correction(date(2021, 3, 28), HOLIKA_DAHAN, _LIST_2021),
    Correction(date(2021, 10, 14), MAHANAVAMI, _LIST_2021),
    Correction(
        date(2022, 3, 19),
        Row("holiday", "Holi (second day)", "होली (दूसरा दिन)"),
        "order reported by hindi.news18.com, March 2022",
    ),
    Correction(date(2023, 2, 25), OPENED, "charchachakra.page, February 2023"),
    Correction(date(2023, 3, 4), OPENED, "charchachakra.page, February 2023"),
    Correction(date(2024, 10, 11), MAHANAVAMI, "announcement reported by newshaveli.com, 2024"),
    Correction(
        date(2025, 1, 14),
        Row(
            "holiday",
            "Makar Sankranti; Hazrat Ali's Birthday",
            "मकर संक्रान्ति; हज़रत अली का जन्म दिवस",
        ),
        "declaration reported by sakshipost.com, 7 January 2025",
    ),
    Correction(date(2025, 3, 13), HOLIKA_DAHAN, "bank holiday lists of March 2025"),
    Correction(date(2026, 1, 3), HAZRAT_ALI, _NEWS_2026),
    Correction(date(2026, 2, 15), MAHA_SHIVARATRI, _NEWS_2026),
    Correction(date(2026, 3, 3), HOLIKA_DAHAN, _LIST_2026),
    Correction(date(2026, 10, 19), MAHANAVAMI, "day of the library's optional list; order not seen"),
)


def from_library(category: str, kind: str) -> dict[date, Row]:
    english, hindi = (
        holidays.country_holidays("IN", subdiv="UP", years=YEARS, language=language, categories=(category,))
        for language in ("en_IN", "hi")
    )
    return {on: Row(kind, english[on], hindi[on]) for on in english}


def calendar() -> dict[date, Row]:
    """Later sources win: restricted days, then holidays, then the corrections."""
    corrected = {correction.on: correction.row for correction in CORRECTIONS}
    restricted = from_library("optional", "restricted")
    return restricted | from_library("public", "holiday") | corrected


def main() -> int:
    with TARGET.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows((on.isoformat(), *row, "") for on, row in sorted(calendar().items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
