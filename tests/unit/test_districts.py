"""Districts by every spelling of the alias table, and by nothing else."""

from __future__ import annotations

import pytest

from onboarding import reference
from onboarding.domain.districts import Districts, Found, shipped


def _name(text: str) -> str | None:
    code = shipped().find(text).code
    return shipped().name_of(code) if code else None


@pytest.mark.parametrize(
    ("spelling", "district"),
    [
        ("allahabad", "Prayagraj"), ("इलाहाबाद", "Prayagraj"), ("faizabad", "Ayodhya"),
        ("g.b. nagar", "Gautam Buddha Nagar"), ("Noida", "Gautam Buddha Nagar"),
        ("raebareli", "Rae Bareli"), ("badaun", "Budaun"), ("C.S.M. Nagar", "Amethi"),
        ("lakhimpur kheri", "Lakhimpur Kheri"), ("sant kabir nagar", "Sant Kabir Nagar"),
        ("बाराबँकी", "Barabanki"), ("Bara Banki", "Barabanki"), ("BARABANKI ", "Barabanki"),
        ("झाँसी", "Jhansi"), ("झांसी", "Jhansi"), ("जनपद: बाराबंकी", "Barabanki"),
        ("जनपद बाराबंकी", "Barabanki"), ("Distt. Barabanki", "Barabanki"),
        ("Lucknow District", "Lucknow"), ("महाकुम्भ मेला", "Prayagraj"),
        ("shahjanpur", None), ("Sitapurr", None), ("रामपूर कलाँ", None), ("Dehradun", None),
        ("Akbarpur", None), ("", None), ("-", None),
    ],
)  # fmt: skip
def test_find(spelling: str, district: str | None) -> None:
    assert _name(spelling) == district


def test_every_shipped_spelling_resolves_to_its_own_row() -> None:
    rows = reference.rows("districts")
    assert len(rows) == len(shipped().all()) == 75
    for row in rows:
        for name in (row["name_en"], row["name_hi"], *filter(None, row["aliases"].split(";"))):
            assert shipped().find(name).code == row["code"], name
            assert shipped().find(name.upper()).code == row["code"], name


@pytest.mark.parametrize("name", ["Kanpur", "KANPUR", "कानपुर", "जनपद कानपुर"])
def test_bare_kanpur_wants_an_eye(name: str) -> None:
    found = shipped().find(name)
    assert found.ambiguous
    assert _name(name) == "Kanpur Nagar"
    assert not shipped().find("Kanpur Nagar").ambiguous


def test_learned_spelling_is_found_and_cannot_take_a_shipped_one() -> None:
    sitapur = shipped().find("Sitapur").code
    etah = shipped().find("Etah").code
    assert sitapur
    assert etah
    learned = {"Sitapurr": sitapur, "Lucknow": etah, "Nowhere": "999"}
    districts = Districts(reference.rows("districts"), learned)
    assert districts.find("SITAPUR-R") == Found(sitapur)
    assert districts.find("Lucknow").code == shipped().find("Lucknow").code != etah
    assert districts.find("Nowhere") == Found(None)


def test_suggest_is_for_people_and_ordered() -> None:
    first = shipped().suggest("Sitapurr", 3)
    assert shipped().name_of(first[0]) == "Sitapur"
    assert len(first) == len(set(first)) <= 3
    assert shipped().suggest("zzzzzz") == []


def test_names_and_divisions() -> None:
    code = shipped().find("Barabanki").code or ""
    assert shipped().name_of(code, "hi") == "बाराबंकी"
    assert shipped().division_of(code) == "Ayodhya"
    assert shipped().division_of("0") is None
    assert shipped().get("0") is None
    assert len({d.division_en for d in shipped().all()}) == 18
