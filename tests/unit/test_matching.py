"""The ladder of keys: which lead a set of fields belongs to, and when only a person may say."""

from __future__ import annotations

import pytest

from onboarding.domain.matching import KEYS, Candidate, Key, Known, Match, decide
from onboarding.domain.merging import CONFLICTS, fill

GSTIN = "09ZZAPN8978G1Z1"
PAN = "ZZAPN8978G"
OTHER_PAN = "ZZBPD5137X"


def test_a_candidate_takes_the_pan_out_of_its_gstin() -> None:
    one = Candidate.of({"name": "M/s Balaji  Traders", "gstin": GSTIN, "mobile": "6440000001"}, ["6440000002"])
    assert (one.pan, one.mobiles) == (PAN, ("6440000001", "6440000002"))
    assert one.same_key == Candidate.of({"name": "BALAJI TRADERS"}).same_key
    assert Candidate.of({}).same_key == ""


@pytest.mark.parametrize("key", KEYS)
def test_every_key_alone_is_certain(key: Key) -> None:
    assert decide(Candidate(), {key: [Known(7, None, None)]}) == Match("certain", 7, key)


def test_the_strongest_key_is_the_proof() -> None:
    both: dict[Key, list[Known]] = {"pan": [Known(7, PAN, None)], "mobile_name": [Known(7, PAN, None)]}
    assert decide(Candidate(pan=PAN), both).key == "pan"


def test_no_hit_is_a_new_firm() -> None:
    assert decide(Candidate(pan=PAN), {}).kind == "none"


def test_a_weaker_key_chooses_among_those_of_a_stronger_one() -> None:
    hits: dict[Key, list[Known]] = {
        "pan": [Known(1, PAN, None), Known(2, PAN, None)],
        "mobile_name": [Known(2, PAN, None)],
    }
    assert decide(Candidate(pan=PAN), hits).lead_id == 2


def test_keys_of_different_leads_are_for_a_person() -> None:
    match = decide(Candidate(pan=PAN), {"pan": [Known(1, PAN, None)], "mobile_name": [Known(2, None, None)]})
    assert (match.kind, match.candidates, match.ambiguous) == ("possible", (1, 2), True)


def test_one_key_on_two_leads_is_for_a_person() -> None:
    match = decide(Candidate(), {"mobile_name": [Known(1, None, None), Known(2, None, None)]})
    assert (match.lead_id, match.candidates, match.ambiguous) == (None, (1, 2), True)


@pytest.mark.parametrize("key", ["mobile_name", "email_name"])
def test_number_and_name_do_not_join_two_pans(key: Key) -> None:
    match = decide(Candidate(pan=PAN), {key: [Known(1, OTHER_PAN, None)]})
    assert (match.kind, match.ambiguous, match.candidates) == ("possible", False, (1,))


def test_number_and_name_do_not_join_two_udyam_numbers() -> None:
    hits: dict[Key, list[Known]] = {"mobile_name": [Known(1, None, "UDYAM-UP-01-9000001")]}
    assert decide(Candidate(udyam="UDYAM-UP-01-9000002"), hits).kind == "possible"


def test_one_udyam_number_with_two_pans_is_for_a_person() -> None:
    hits: dict[Key, list[Known]] = {"udyam": [Known(1, OTHER_PAN, "UDYAM-UP-01-9000001")]}
    assert decide(Candidate(pan=PAN, udyam="UDYAM-UP-01-9000001"), hits).ambiguous


# ---------------------------------------------------------------------- merging


def test_only_blanks_are_filled() -> None:
    lead = {"name": "Balaji", "pan": None, "pin": "226001", "mobile": "1"}
    added = fill(lead, {"1"}, {"name": "Balaji", "pan": PAN, "pin": "226002", "mobile": "1"}, ())
    assert added.fields == {"pan": PAN}
    assert added.conflicts == ("conflict_pin",)
    assert set(added.conflicts) <= set(CONFLICTS)


def test_numbers_find_the_next_free_place() -> None:
    lead = {"mobile": "1", "alt_mobile": None}
    added = fill(lead, {"1", "4"}, {"mobile": "2", "alt_mobile": "1"}, ("3", "4", "3"))
    assert (added.fields, added.more) == ({"alt_mobile": "2"}, ("3",))


def test_a_name_in_the_other_script_is_kept_and_no_conflict() -> None:
    added = fill(
        {"name": "Balaji Traders", "name_hi": None}, (), {"name": "बालाजी ट्रेडर्स", "name_hi": "बालाजी ट्रेडर्स"}, ()
    )
    assert (added.fields, added.conflicts) == ({"name_hi": "बालाजी ट्रेडर्स"}, ())
    other = fill({"name": "Balaji Traders", "name_hi": "बालाजी ट्रेडर्स"}, (), {"name": "Krishna Oil"}, ())
    assert other.conflicts == ("conflict_name",)


def test_titles_of_the_owner_are_no_conflict() -> None:
    assert fill({"owner_name": "Ram Lal"}, (), {"owner_name": "Shri Ram Lal"}, ()).conflicts == ()


def test_other_words_for_the_products_are_no_conflict() -> None:
    assert fill({"products": "soap"}, (), {"products": "Soaps and oils"}, ()) == ({}, (), (), {})
