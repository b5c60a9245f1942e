"""How alike two firms are: either script, common words, numbers, and what speaks against it; the sum explains itself."""

from __future__ import annotations

from typing import Any

import pytest

from onboarding.domain.common_words import WordWeights
from onboarding.domain.likeness import NOTHING, Likeness, blocks, fingerprint, likeness
from onboarding.domain.matching import Candidate

WORDS = WordWeights()
LUCKNOW, AGRA = "162", "118"
MOBILE, OTHER, THIRD = "6440000001", "6440000002", "6440000003"
PAN, OTHER_PAN = "ZZAPN8978G", "ZZBPD5137X"


def firm(name: str, **fields: Any) -> Candidate:  # noqa: ANN401 - any field of a lead
    return Candidate.of({"name": name, "district_code": LUCKNOW, **fields})


def compare(one: Candidate, other: Candidate, **more: Any) -> Likeness:  # noqa: ANN401
    there, back = likeness(one, other, WORDS, **more), likeness(other, one, WORDS, **more)
    assert there.points == back.points == sum(points for _, points in there.why)
    return there


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("श्री बालाजी ट्रेडर्स", "Sree Balajee Trader"),
        ("Royal Leather Agenncy", "Royal Leather Agency"),
        ("RAEJSH OIL COMPANY", "Rajesh Oil Company"),
        ("अवध शूज ट्रेडिंग कम्पनी", "अबध शूज ट्रेडिंग कम्पनी"),
        ("Lodhi Copmany", "Lodhi Company"),
        ("Bala ji Furniture", "Balaji Furniture"),
    ],
)
def test_one_number_and_a_name_written_otherwise_is_for_a_person(one: str, other: str) -> None:
    found = compare(firm(one, mobile=MOBILE), firm(other, mobile=MOBILE))
    assert found.is_doubtful
    assert {code for code, _ in found.why} == {"like_phone", "like_name", "like_district"}


@pytest.mark.parametrize(
    ("one", "other"),
    [("Gupta Traders", "Verma Traders"), ("Ram Enterprises", "Shyam Enterprises"), ("Awadh Steel", "Gomti Leather")],
)
def test_a_number_alone_hints_at_nothing(one: str, other: str) -> None:
    assert compare(firm(one, mobile=MOBILE), firm(other, mobile=MOBILE)) == NOTHING


def test_common_words_say_little() -> None:
    common = compare(firm("Ram Traders", mobile=MOBILE), firm("Ram Traders", mobile=MOBILE))
    rare = compare(firm("Zardozi Palace", mobile=MOBILE), firm("Zardozi Palace", mobile=MOBILE))
    assert dict(common.why)["like_name"] < dict(rare.why)["like_name"] == 40
    assert common.is_doubtful


def test_what_is_common_is_measured_on_the_office() -> None:
    names = ["Zardozi House"] * 200 + ["Steel House"] * 800
    assert WordWeights(names).of("jrdj") < WORDS.of("jrdj") == 1


def test_name_and_owner_and_pin_without_a_number_are_for_a_person() -> None:
    one = firm("गोमती लेदर", owner_name="श्री सलीम खान", pin="226001", mobile=MOBILE)
    other = firm("Gomti Leather", owner_name="Salim Khan", pin="226001", mobile=OTHER)
    assert compare(one, other).is_doubtful
    assert not compare(one, firm("Gomti Leather", owner_name="Anil Verma", pin="226002", mobile=OTHER)).is_doubtful


def test_two_shops_of_one_owner_without_a_common_number_are_two() -> None:
    one = firm("Lokesh Bajpai & Sons", owner_name="Lokesh Shankar Bajpai", pin="226006", mobile=MOBILE)
    other = firm("Lokesh Bajpai Solutions", owner_name="Lokesh Shankar Bajpai", pin="226006", mobile=OTHER)
    assert not compare(one, other).is_doubtful


def test_another_pan_or_district_speaks_against_it() -> None:
    one = firm("Gomti Leather", mobile=MOBILE, pan=PAN)
    assert not compare(one, firm("Gomti Leather", mobile=MOBILE, pan=OTHER_PAN)).is_doubtful
    near = compare(one, firm("Gomti Leather", mobile=MOBILE))
    far = compare(one, firm("Gomti Leather", mobile=MOBILE, district_code=AGRA))
    assert (near.points - far.points, dict(far.why)["unlike_district"]) == (30, -20)


def test_an_agents_number_does_not_count() -> None:
    one, other = firm("Gomti Leather", mobile=MOBILE), firm("Gomtee Lether", mobile=MOBILE)
    assert "like_phone" not in dict(compare(one, other, agents={MOBILE}).why)


def test_a_second_number_and_an_email_count() -> None:
    one = Candidate.of({"name": "Gomti Leather", "mobile": MOBILE, "alt_mobile": OTHER}, [THIRD])
    assert dict(compare(one, firm("गोमती लेदर", mobile=THIRD)).why)["like_second_phone"] == 45
    one, other = firm("Gomti Leather", email="a@example.org"), firm("गोमती लेदर", email="a@example.org")
    assert compare(one, other).is_doubtful


def test_a_list_without_the_firms_name_has_its_owner_there() -> None:
    found = compare(firm("Salim Khan", mobile=MOBILE), firm("Gomti Leather", owner_name="Salim Khan", mobile=MOBILE))
    assert found.is_doubtful


def test_blocks_are_the_same_in_either_script_and_word_order_and_none_without_district() -> None:
    assert blocks("Shri Balaji Traders", "Ram Lal", LUCKNOW) == blocks("ट्रेडर्स श्री बालाजी", "श्री राम लाल", LUCKNOW)
    assert blocks("Shri Balaji Traders", "Ram Lal", None) == (None, None)
    assert blocks("Balaji", None, LUCKNOW) != blocks("Balaji", None, AGRA)


def test_a_firm_of_a_list_is_known_again_by_what_it_is() -> None:
    one = firm("M/s Balaji Traders", mobile=MOBILE, email="a@example.org")
    assert fingerprint(one) == fingerprint(firm("BALAJI  TRADERS", mobile=MOBILE, email="a@example.org", pin="226001"))
    assert fingerprint(one) != fingerprint(firm("M/s Balaji Traders", mobile=OTHER, email="a@example.org"))
    assert MOBILE not in fingerprint(one)


def test_no_names_at_all_are_no_likeness() -> None:
    assert compare(Candidate(), Candidate()) == NOTHING
