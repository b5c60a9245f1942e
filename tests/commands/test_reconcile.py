"""``reconcile`` on the command line: counts and names as one JSON document, decisions, sentences for what cannot be."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from onboarding.services.sellers import Move
from tests.commands.test_import_command import run
from tests.services.test_gem_report import a_report, seller_id
from tests.support.house import a_lead, open_house, pan


def test_populations_decisions_and_refusals(tmp_path: Path) -> None:
    house = open_house(tmp_path)
    lead = a_lead(house, number=1, pan=pan(1))
    ours = a_lead(house, number=3, name="Only Our Firm")
    house.sellers.move(ours.id, Move(to="account_created", event_on=date(2026, 11, 18)))
    path = a_report(
        tmp_path,
        (seller_id(1), "Balaji Traders", "", pan(1), "10-11-2026", "Complete", "Lucknow"),
        (seller_id(2), "Balaji Traders", "", "", "10-11-2026", "Complete", "Lucknow"),
        (seller_id(3), "Only Theirs", "", pan(3), "10-11-2026", "Complete", "Agra"),
    )
    assert "No report" in run(house, "reconcile", "list").stdout
    imported = json.loads(run(house, "import", path, "--json").stdout)
    assert (imported["kind"], imported["as_on"], imported["populations"]) == (
        "gem-sellers", "2026-11-20", {"matched": 1, "theirs": 1, "review": 1}
    )  # fmt: skip
    document = json.loads(run(house, "reconcile", "list", "--json").stdout)
    assert [row["lead"] for row in document["matched"]] == [lead.id]
    assert [(row["lead"], row["name"]) for row in document["ours"]] == [(ours.id, "Only Our Firm")]
    assert [row["name"] for row in document["theirs"]] == ["Only Theirs"]
    assert document["review"][0]["candidates"] == [{"lead": lead.id, "name": "Balaji Traders", "agrees": ["name"]}]
    assert {name: document["counts"][name] for name in ("matched", "ours", "theirs", "review")} == {
        "matched": 1, "ours": 1, "theirs": 1, "review": 1
    }  # fmt: skip
    text = run(house, "reconcile", "list", "--view", "theirs").stdout
    assert "as on 20-11-2026" in text
    assert "Only Theirs" in text
    assert run(house, "reconcile", "other", seller_id(2)).returncode == 0
    assert run(house, "reconcile", "lead", seller_id(3)).returncode == 0
    document = json.loads(run(house, "reconcile", "list", "--view", "theirs", "--json").stdout)
    assert [row["seller_id"] for row in document["theirs"]] == [seller_id(2)]
    refused = run(house, "reconcile", "same", seller_id(1), str(ours.id))
    assert refused.returncode == 1
    assert f"belongs to lead {lead.id}" in refused.stderr
