"""GeM's report of sellers: what masks tell, what an account proves, what it does to a lead. Pure rules."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from onboarding.domain.gem_accounts import GemAccount, proved_stage
from onboarding.domain.gem_proposals import Pool
from onboarding.domain.masks import as_email_mask, as_mask, email_fits, fits, is_masked
from onboarding.domain.reconciling import Effect, Known, effect_on
from onboarding.domain.records import Lead

AS_ON = date(2024, 12, 2)
CONTACT, ACCOUNT = "2024-05-01", "2024-06-01"


def an_account(**fields: Any) -> GemAccount:  # noqa: ANN401 - any field of an account
    values: dict[str, Any] = {"seller_id": "ZZ12240000000001", "name": "Balaji Traders", "account_on": ACCOUNT}
    return GemAccount(**values | {"status": "incomplete"} | fields)


def known(**fields: Any) -> Known:  # noqa: ANN401 - any field of a lead
    contact = fields.pop("contact", CONTACT)
    blockers = frozenset(fields.pop("blockers", ()))
    values: dict[str, Any] = {"id": 1, "version": 1, "created_at": "", "updated_at": "", "name": "Balaji Traders"}
    values |= {"stage": "contacted", "stage_on": CONTACT} | fields
    return Known(lead=Lead(**values), first_contact_on=contact, worked_by=7, open_blockers=blockers)


def moves(effect: Effect) -> list[tuple[str, str, str]]:
    return [(move.from_stage, move.to_stage, move.event_on) for move in effect.moves]


# ---------------------------------------------------------------------- masks


@pytest.mark.parametrize(
    ("cell", "mask"),
    [
        ("ZZXXXXX18O", "ZZXXXXX18O"),
        ("zz*****18o", "ZZXXXXX18O"),
        ("ZZXXX-XX18O", "ZZXXXXX18O"),
        ("ZZCPQ3318O", None),
        ("ZZXXXX18O", None),
        ("NA", None),
    ],
)
def test_a_masked_number_has_one_form(cell: str, mask: str | None) -> None:
    assert as_mask(cell, size=10) == mask


def test_what_a_mask_shows_must_agree() -> None:
    assert fits("ZZXXXXX18O", "ZZCPQ3318O")
    assert not fits("ZZXXXXX18O", "ZZCPQ3318P")
    assert not fits("68XXXXXX74", "6812345")
    assert as_email_mask("Sa****@Example.com") == "sa*@example.com"
    assert as_email_mask("sa@example.com") is None
    assert email_fits("sa*@example.com", "saryu@example.com")
    assert not email_fits("sa*@example.com", "saryu@example.org")
    assert is_masked("09ZZXXXX8S1ZK")
    assert not is_masked("09ZZMPX4838S1ZK")


# ---------------------------------------------------------------------- what an account proves


@pytest.mark.parametrize(
    ("fields", "stage"),
    [
        ({}, "account_created"),
        ({"status": "complete"}, "profile_complete"),
        ({"status": "incomplete", "catalogues": 3}, "catalogue_live"),
        ({"status": "complete", "catalogues": 3, "orders": 1}, "first_order"),
        ({"status": "complete", "orders": 2}, "productive"),
        ({"status": "complete", "orders": 20, "account_on": "2019-05-01"}, "first_order"),
        ({"status": "auto", "orders": 5}, None),
        ({"status": "deactivated", "catalogues": 2}, None),
        ({"status": "unknown", "catalogues": 0}, "account_created"),
    ],
)
def test_the_highest_stage_that_a_report_proves(fields: dict[str, Any], stage: str | None) -> None:
    assert proved_stage(an_account(**fields), AS_ON) == stage


# ---------------------------------------------------------------------- what it does to a lead


def test_an_account_made_after_our_contact_counts_on_its_own_day_for_who_worked_it() -> None:
    effect = effect_on(known(), an_account(status="complete", catalogues=2), AS_ON)
    assert moves(effect) == [
        ("contacted", "account_created", ACCOUNT),
        ("account_created", "catalogue_live", "2024-12-02"),
    ]
    assert all(move.by_worker for move in effect.moves)
    assert effect.columns["gem_seller_id"] == "ZZ12240000000001"
    assert (effect.columns["stage"], effect.columns["stage_on"]) == ("catalogue_live", "2024-12-02")


@pytest.mark.parametrize("contact", [None, "2024-06-02"])
def test_an_account_older_than_our_first_contact_is_not_ours(contact: str | None) -> None:
    effect = effect_on(known(contact=contact), an_account(status="complete"), AS_ON)
    assert moves(effect) == [("contacted", "already_registered", "2024-12-02")]
    assert not effect.moves[0].by_worker
    assert effect.columns["stage"] == "already_registered"


def test_an_account_made_on_the_day_of_the_contact_is_ours() -> None:
    assert moves(effect_on(known(contact=ACCOUNT), an_account(), AS_ON)) == [("contacted", "account_created", ACCOUNT)]


def test_the_stage_never_goes_back_and_nothing_is_written_twice() -> None:
    lead = known(
        stage="catalogue_live", counted_on=ACCOUNT, counted_evidence="gem_report", gem_seller_id="ZZ12240000000001"
    )
    effect = effect_on(lead, an_account(), AS_ON)
    assert not effect.changes
    assert effect.warnings == []


def test_a_told_registration_is_confirmed_and_an_earlier_account_date_set_right() -> None:
    told = known(stage="account_created", counted_on="2024-06-10", counted_evidence="told")
    assert moves(effect_on(told, an_account(), AS_ON)) == [("account_created", "account_created", ACCOUNT)]
    same_day = known(stage="account_created", counted_on=ACCOUNT, counted_evidence="told")
    assert moves(effect_on(same_day, an_account(), AS_ON)) == [("account_created", "account_created", "2024-12-02")]


def test_what_only_a_person_may_take_out_of_the_figures_is_told() -> None:
    counted = {"stage": "account_created", "counted_on": "2024-05-20", "counted_evidence": "told"}
    older = effect_on(known(contact="2024-06-02", **counted), an_account(), AS_ON)
    assert (older.moves, older.warnings) == ([], ["account_before_contact"])
    assert effect_on(known(**counted), an_account(), AS_ON).warnings == ["account_date_later"]


def test_an_account_without_a_date_moves_nobody_into_the_figures() -> None:
    effect = effect_on(known(), an_account(account_on=None, status="complete"), AS_ON)
    assert (effect.moves, effect.warnings) == ([], ["account_date_unknown"])


@pytest.mark.parametrize("stage", ["not_interested", "unreachable", "suspended_on_gem"])
def test_a_closed_lead_stays_closed_and_is_told(stage: str) -> None:
    effect = effect_on(known(stage=stage), an_account(), AS_ON)
    assert (effect.moves, effect.warnings) == ([], ["closed_but_on_gem"])
    assert effect_on(known(stage="duplicate"), an_account(), AS_ON).warnings == []


@pytest.mark.parametrize(
    ("what", "fields", "closed"),
    [
        ("open_account", {}, True),
        ("papers", {}, True),
        ("profile", {}, False),
        ("profile", {"status": "complete"}, True),
        ("catalogue", {"status": "complete"}, False),
        ("call", {"catalogues": 1}, False),
    ],
)
def test_a_follow_up_whose_purpose_is_met_is_closed(what: str, fields: dict[str, Any], closed: bool) -> None:
    lead = known(next_on="2024-12-05", next_what=what)
    effect = effect_on(lead, an_account(**fields), AS_ON)
    assert ("next_on" in effect.columns) is closed
    assert ("follow_up_closed" in effect.warnings) is closed
    assert (effect.moves[-1].reason == f"gem_report:{what}") is closed


def test_a_lead_closed_as_registered_before_keeps_no_follow_up() -> None:
    effect = effect_on(known(contact=None, next_on="2024-12-05", next_what="call"), an_account(), AS_ON)
    assert effect.columns["next_on"] is None


def test_an_account_nobody_logged_in_to_is_a_blocker_and_no_achievement() -> None:
    effect = effect_on(known(), an_account(status="auto"), AS_ON)
    assert (effect.moves, effect.raised, effect.warnings) == ([], "auto_account", ["gem_auto_account"])
    assert effect_on(known(blockers=["auto_account"]), an_account(status="auto"), AS_ON).raised is None
    awake = effect_on(known(blockers=["auto_account"]), an_account(status="complete"), AS_ON)
    assert awake.cleared == "auto_account"
    off = effect_on(known(), an_account(status="deactivated"), AS_ON)
    assert (off.moves, off.raised, off.warnings) == ([], "account_suspended", ["gem_deactivated"])


def test_blanks_are_filled_and_contradictions_told() -> None:
    lead = known(gstin=None, udyam="UDYAM-UP-50-0000001", women_owned=0)
    account = an_account(gstin="09ZZZPX9001A1Z6", udyam="UDYAM-UP-50-0000002", women_owned=1, pin="226001")
    effect = effect_on(lead, account, AS_ON)
    assert (effect.columns["gstin"], effect.columns["pin"]) == ("09ZZZPX9001A1Z6", "226001")
    assert "udyam" not in effect.columns
    assert "women_owned" not in effect.columns
    assert {"conflict_udyam", "conflict_women_owned"} <= set(effect.warnings)


# ---------------------------------------------------------------------- proposals


class _Lead:
    def __init__(self, number: int, name: str, pan: str | None = None, *numbers: str, email: str | None = None) -> None:
        self.id, self.name, self.name_hi, self.pan, self.numbers, self.email = number, name, None, pan, numbers, email


def test_name_and_masks_propose_and_never_more() -> None:
    pool = Pool(
        [
            _Lead(1, "Naresh Qureshi Kendra", "ZZCPQ3318O", "6496460932"),
            _Lead(2, "Naresh Qureshi Kendra", "ZZCPQ3318P", "6496460932"),
            _Lead(3, "ओम साईं दरी उद्योग", "ZZEPS5418O", "6493054132"),
            _Lead(4, "Naresh Qureshi Kendra", None, "6400000000"),
        ]
    )
    shown = an_account(name="NARESH QURESHI KENDRA", masked_pan="ZZXXXXX18O", masked_mobile="64XXXXXX32")
    assert [(one.lead_id, one.agrees) for one in pool.propose(shown)] == [
        (1, ("name", "pan", "mobile")),
        (3, ("pan", "mobile")),
    ]
    nothing = an_account(name="NARESH QURESHI KENDRA")
    assert [one.lead_id for one in pool.propose(nothing)] == [1, 2, 4]
    assert pool.propose(an_account(name="Somebody Else", masked_pan="ZZXXXXX18O")) == []


def test_more_firms_than_a_person_can_tell_apart_are_not_offered() -> None:
    pool = Pool([_Lead(number, "Balaji Traders") for number in range(1, 8)])
    assert pool.propose(an_account()) == []
