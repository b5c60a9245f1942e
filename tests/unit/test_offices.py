"""Departments, roles, levels, places of other states, first sight of a tender: words into codes, never by a guess."""

from __future__ import annotations

import pytest

from onboarding import reference
from onboarding.domain import departments, districts
from onboarding.domain.offices import is_active, is_official, kind_of_level, kind_of_name, role_of, says_transferred
from onboarding.domain.other_states import state_of
from onboarding.domain.purchases import call_of, category_of, finding_of, kind_of
from onboarding.files.header import kind_of as kind_of_list
from onboarding.files.table import Row


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("PWD", "public-works"), ("लो०नि०वि०", "public-works"), ("विभाग: लोक निर्माण विभाग", "public-works"),
        ("Agriculture Deptt.", "agriculture"), ("Department of Social Welfare, U.P.", "social-welfare"),
        ("चिकित्सा स्वास्थ्य", "health-family-welfare"),
        ("Micro Small & Medium Enterprises and Export Promotion", "msme-export-promotion"),
        ("पुलिस", "police"), ("Home", "home"), ("Basic Eductaion", None), ("उदाहरण परिषद विभाग", None),
        ("विभाग", None),
        ("", None),
    ],
)  # fmt: skip
def test_departments_by_every_known_name(text: str, code: str | None) -> None:
    assert departments.shipped().find(text) == code


def test_no_spelling_means_two_departments() -> None:
    meant: dict[str, set[str]] = {}
    named = [(row["code"], row[name]) for row in reference.rows("departments") for name in ("name_en", "name_hi")]
    for code, name in [*named, *((row["code"], row["alias"]) for row in reference.rows("department_aliases"))]:
        assert departments.shipped().find(name) == code, name
        for key in departments.spellings(name):
            meant.setdefault(key, set()).add(code)
    assert {key: codes for key, codes in meant.items() if len(codes) > 1} == {}


def test_places_of_other_states_are_none_of_ours() -> None:
    ours = districts.shipped()
    for row in reference.rows("other_states"):
        for place in row["places"].split(";"):
            assert ours.find(place).code is None, place
    assert state_of("देहरादून") == "Uttarakhand"
    assert state_of("Aurraiya") is None


@pytest.mark.parametrize(
    ("cell", "role"),
    [
        ("BUYER", "buyer"), ("क्रेता", "buyer"), ("परेषिती (कन्साइनी)", "consignee"), ("PAO / DDO", "paying"),
        ("Paying Authority", "paying"), ("डी०डी०ओ०", "ddo"), ("प्राइमरी यूजर", "primary_user"),
        ("Technical Helper", None), ("", None),
    ],
)  # fmt: skip
def test_roles(cell: str, role: str | None) -> None:
    assert role_of(cell) == role


def test_kinds_of_organisations() -> None:
    assert [kind_of_level(word) for word in ("मुख्यालय", "जनपद", "Department", "Zonal", "शाखा")] == [
        "hod", "district", "department", "division", None,
    ]  # fmt: skip
    names = ("Nagar Palika Parishad Basti", "लखनऊ विश्वविद्यालय", "UP Jal Nigam", "Executive Engineer, Basti")
    assert [kind_of_name(name) for name in names] == ["local_body", "university", "corporation", "office"]


def test_official_addresses_and_active_users() -> None:
    assert is_official("a@up.gov.in")
    assert is_official("a@example.nic.in")
    assert not is_official("a@gov.in.example.com")
    assert not is_official("a@notgov.in")
    assert is_official("a@uppcl.org", ("uppcl.org",))
    assert [is_active(on, "2024-01-01", "2024-06-01") for on in ("2023-12-31", "2024-01-01", "2024-05-31", "2024-06-01")] == [
        False, True, True, False,
    ]  # fmt: skip
    assert not is_active("2024-01-01", None, None)
    assert says_transferred("प्राइमरी यूजर का स्थानान्तरण, हस्तान्तरण नहीं")
    assert not says_transferred("कार्यालय स्थानान्तरित")


def test_first_sight_of_a_tender() -> None:
    assert [kind_of(word) for word in ("Goods", "सेवा", "Works", "Sale", "Open")] == [
        "goods",
        "service",
        "works",
        "auction",
        None,
    ]
    found = category_of("सोलर पम्प की आपूर्ति एवं स्थापना")
    assert found is not None
    assert found.name == "Solar Water Pump"
    assert category_of("Blueprinting of maps") is None
    assert finding_of("works", "Supply of printers", None) == "not_for_gem"
    assert finding_of("goods", "Supply of printers", "GEM/GARPTS/1") == "has_gemarpts"
    assert finding_of("goods", "Supply of certified wheat seed", None) == "to_check"
    assert call_of("2024_ZZAGRI_900001_2") == ("2024_ZZAGRI_900001", 2)
    assert call_of("12/2024") is None


@pytest.mark.parametrize(
    ("headings", "kind"),
    [
        (("Name of Unit", "Owner", "District", "Mobile"), "sellers"), (("Name", "District", "Mobile"), "sellers"),
        (("Name", "Sector", "District", "Mobile"), "sellers"), (("Name", "Designation", "Mobile"), "sellers"),
        (("विभाग", "कार्यालय का नाम", "जनपद"), "offices"), (("DDO Code", "Role", "Name", "Mobile"), "users"),
        (("निविदा आईडी", "विभाग", "अन्तिम तिथि"), "purchases"), (("", "", ""), "sellers"),
    ],
)  # fmt: skip
def test_the_kind_of_a_list_by_its_headings(headings: tuple[str, ...], kind: str) -> None:
    assert kind_of_list([Row(1, list(headings)), Row(2, ["x", "y", "z"])]) == kind
