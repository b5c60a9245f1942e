"""Kruti Dev: what it shows in Unicode and back, and how it is told from English."""

from __future__ import annotations

import csv
import gzip
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onboarding import reference
from onboarding.domain.kruti_dev import from_unicode, to_unicode
from onboarding.domain.kruti_dev_look import (
    FOR_A_CELL,
    column_odds,
    convert,
    evidence,
    in_unicode,
    likeness,
    looks_kruti_dev,
)

DATA = Path(__file__).parents[1] / "data"
LINES = [
    line
    for line in (DATA / "kruti_dev_words.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
WORDS = sorted({word for line in LINES for word in line.split()})
DISTRICTS = reference.rows("districts")
TYPED = {
    "tuin": "जनपद", "foHkkx": "विभाग", "lwph": "सूची", "m|ksx": "उद्योग", "iathdj.k": "पंजीकरण", "izxfr": "प्रगति",
    "mRrj izns'k": "उत्तर प्रदेश", "foØsrk": "विक्रेता", "Øsrk": "क्रेता", "eq[; lfpo": "मुख्य सचिव",
    "dk;Z'kkyk": "कार्यशाला", "iz/kkukpk;Z": "प्रधानाचार्य", "y[kuÅ": "लखनऊ", "QeZ dk uke": "फर्म का नाम",
    "Jh x.ks'k VªsMlZ": "श्री गणेश ट्रेडर्स", "fo'odekZ": "विश्वकर्मा", "eqt¶Qjuxj": "मुजफ्फरनगर", "flag": "सिंह",
    "izf'k{k.k": "प्रशिक्षण", "Øe la[;k": "क्रम संख्या", "ÅtkZ": "ऊर्जा", "Hkkjrh; fjtoZ cSad": "भारतीय रिजर्व बैंक",
    "fufoZokn": "निर्विवाद", "vkfFkZd": "आर्थिक", "¼ftykf/kdkjh½": "(जिलाधिकारी)", "txnh'k dqjS'kh": "जगदीश कुरैशी",
}  # fmt: skip
DEFECTS = {
    "bdkbZ": "इकाई", "HkkbZ": "भाई", "b±V": "ईंट", "lpkbZ": "सचाई", "frfFk": "तिथि", "f'ko": "शिव", "fLFkfr": "स्थिति",
    "dk;Zky;": "कार्यालय", "dk;kZy;": "कार्यालय",
    # the mark f before each letter that is typed as a half and its stem
    "fFk": "थि", "f'k": "शि", 'f"k': "षि", "f/k": "धि", "fHk": "भि", "f[k": "खि", "f?k": "घि", "f.k": "णि",
}  # fmt: skip
OTHER_KEYS = {
    "fn’kk": "दिशा", "o”kZ": "वर्ष", "dkWyst": "कॉलेज", "d‚yst": "कॉलेज", "xSl": "गैस", "gSa": "हैं", "gaS": "हैं", "eSa": "मैं",
    "yksxksa": "लोगों", "yksxkas": "लोगों", "[k+ku": "ख़ान", "lM+d": "सड़क", "iM+h": "पड़ी", "t+jh": "ज़री", "ikVZ~l": "पार्ट्स",
    "ikV~lZ": "पार्ट्स", "Lo0": "स्व0", "Mk-": "डा.", "2024&25": "2024-25", "12@5": "12/5", "12/5": "12/5", "50%": "50%",
    "vr%": "अतः", "1,200": "1,200", "dqekjh fj;k": "कुमारी रिया", "egÙo": "महत्त्व", "lÙkk": "सत्ता", "v/;{k": "अध्यक्ष",
    "Áxfr": "प्रगति", "çxfr": "प्रगति", "dÌw": "कद्दू", "ƒ„…": "१२३",
}  # fmt: skip
OFFICE_LINES = {
    "Jherh": "श्रीमती", "fl)kFkZuxj": "सिद्धार्थनगर", ">k¡lh": "झाँसी", "Lo;a lgk;rk lewg": "स्वयं सहायता समूह", "#gsy[k.M": "रुहेलखण्ड",
    'dqyJs"B': "कुलश्रेष्ठ", "VªSDVj": "ट्रैक्टर", 'ifj"kn~': "परिषद्", "dÙkZO;": "कर्त्तव्य", 'v)Zokf"kZd': "अर्द्धवार्षिक",
    "fpfdRlk": "चिकित्सा", "ifjfLFkfr": "परिस्थिति", "cqf)": "बुद्धि", "Hkw&jktLo": "भू-राजस्व",
    "fu%'kqYd": "निःशुल्क", 'vUrjkZ"Vªh;': "अन्तर्राष्ट्रीय",
    'eaf=ifj"kn': "मंत्रिपरिषद", "lw{e] y?kq ,oa e/;e": "सूक्ष्म, लघु एवं मध्यम", "QuhZpj gkml": "फर्नीचर हाउस", "dULVªD'ku": "कन्स्ट्रक्शन",
    "flD;ksfjVh": "सिक्योरिटी", "Ük`axkj": "शृंगार", "foKfIr": "विज्ञप्ति", "çkS|ksfxdh": "प्रौद्योगिकी", "iw.kZr%": "पूर्णतः",
}  # fmt: skip
ENGLISH = (
    "Bajrang Stationery Pvt Ltd", "JAISWAL ELECTRICALS", "JAISWAL ELECTRICALS SUPPLIERS", "Ram Kumar", "Smt. Phool Jahan",
    "j.k. cement works", "J.K. Cement", "Lucknow", "lucknow", "MAU", "S.K. Singh & Sons", "Dr. B.K. Singh", "McDowell's",
    "name.surname@example.com", "ZZAPK1234C", "09ZZAPK1234C1Z5", "UDYAM-UP-50-9000012", "up50d9923978", "OBC", "SC", "ST", "GeM",
    "khadi udyog", "zzkpj7239q", "M/s Shri Balaji Traders", "235, Naya Bazar, Jhansi", "=1+1 Traders", "[/b] Awadh Traders",
)  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "hindi"), [*TYPED.items(), *DEFECTS.items(), *OTHER_KEYS.items(), *OFFICE_LINES.items()]
)
def test_what_the_font_shows(typed: str, hindi: str) -> None:
    assert to_unicode(typed) == unicodedata.normalize("NFC", hindi)


def test_every_word_comes_back_from_the_font() -> None:
    names = [row[column] for row in DISTRICTS for column in ("name_hi", "division_hi")]
    texts = {unicodedata.normalize("NFC", text) for text in (*WORDS, *LINES, *names)}
    assert len(WORDS) >= 300
    assert {text: to_unicode(from_unicode(text)) for text in texts if to_unicode(from_unicode(text)) != text} == {}


CONSONANT = st.sampled_from([*"कखगघचछजझटठडढणतथदधनपफबभमयरलवशषसह", "ड़", "ज़"])
SYLLABLE = st.builds(
    lambda letters, sign, tone: "्".join(letters) + sign + tone,
    st.lists(CONSONANT, min_size=1, max_size=3),
    st.sampled_from(["", *"ािीुूृेैोौॉ"]),
    st.sampled_from(["", "", "", *"ंँ"]),
)


@given(st.lists(SYLLABLE, min_size=1, max_size=5).map("".join))
def test_any_word_comes_back_from_the_font(word: str) -> None:
    word = unicodedata.normalize("NFC", word)
    assert to_unicode(from_unicode(word)) == word


@given(st.text(max_size=40))
def test_any_text_is_read_and_gives_normal_form(text: str) -> None:
    assert unicodedata.is_normalized("NFC", to_unicode(text))


@pytest.mark.parametrize("text", ["Ram", "राम & co", "₹"])
def test_what_the_font_does_not_draw_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"U\+"):
        from_unicode(text)


@pytest.mark.parametrize("typed", [one for one in TYPED if one != "tuin"])
def test_hindi_of_the_font_is_recognised(typed: str) -> None:
    assert looks_kruti_dev(typed)
    assert likeness(typed) > 0.99
    assert in_unicode(typed) == to_unicode(typed)


@pytest.mark.parametrize("text", ENGLISH)
def test_english_and_codes_are_left_alone_even_among_hindi(text: str) -> None:
    assert not looks_kruti_dev(text)
    assert in_unicode(text) == text
    assert convert(text, FOR_A_CELL) == text


def test_names_of_districts_are_told_apart_in_any_case() -> None:
    for row in DISTRICTS:
        assert looks_kruti_dev(from_unicode(row["name_hi"])) or evidence(from_unicode(row["name_hi"])) > 5, row
        for name in (row["name_en"], row["name_en"].lower(), row["name_en"].upper()):
            assert evidence(name) < -5, name


def test_no_name_of_a_large_list_is_taken_for_the_font() -> None:
    text = gzip.decompress((DATA / "dedupe_f1" / "base_leads.csv.gz").read_bytes()).decode("utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    cells = {row[column] for row in rows for column in ("EnterpriseName", "Owner", "District", "E-mail", "Address")}
    assert len(cells) > 50_000
    assert [cell for cell in cells if convert(cell, FOR_A_CELL) != cell] == []


def test_words_of_one_cell_are_decided_each() -> None:
    assert convert("M/s fot; VªsMlZ Pvt. Ltd.", 1) == "M/s विजय ट्रेडर्स Pvt. Ltd."
    assert convert("fot; VªsMlZ (Vijay)  ABC", 1) == "विजय ट्रेडर्स (Vijay)  ABC"
    assert convert("bZ&esy ram.kumar@example.com", 1) == "ई-मेल ram.kumar@example.com"
    assert convert("विजय VªsMlZ", 1) == "विजय VªsMlZ"


def test_a_column_needs_evidence() -> None:
    english = ["Ram Kumar", "Sita Devi", "MOHAN LAL"] * 20
    assert column_odds(english, "Owner") is None
    assert column_odds(english, "Lokeh dk uke") is None
    assert column_odds([], "Lokeh dk uke") is None
    few = column_odds([*english, "txnh'k dqjS'kh"], "Owner")
    assert few is not None
    assert few < 0 < (column_odds(["txnh'k dqjS'kh", "lw{e", "oxZ"]) or 0)
    assert convert("txnh'k dqjS'kh", few) == "जगदीश कुरैशी"
