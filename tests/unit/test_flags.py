"""Short answers and categories."""

from __future__ import annotations

import pytest

from onboarding.domain.flags import activity, enterprise_class, social_and_gender, yes_no


@pytest.mark.parametrize("cell", ["हाँ", "हां", "Y", "Yes", "haan", "✓", "1", "YES ", "1.0", "जी हाँ", "true"])
def test_yes(cell: str) -> None:
    assert yes_no(cell) is True


@pytest.mark.parametrize("cell", ["नहीं", "नही", "No", "N", "0", "false", "✗", "जी नहीं"])
def test_no(cell: str) -> None:
    assert yes_no(cell) is False


@pytest.mark.parametrize("cell", ["", "-", "NA", "उपलब्ध नहीं", "शायद", "2"])
def test_unknown(cell: str) -> None:
    assert yes_no(cell) is None


@pytest.mark.parametrize(
    ("cell", "social", "women", "minority"),
    [
        ("महिला / अनु० जनजाति", "ST", True, None),
        ("महिला / SC", "SC", True, None),
        ("SC Women", "SC", True, None),
        ("अनु० जाति", "SC", None, None),
        ("अनुसूचित जनजाति", "ST", None, None),
        ("पिछड़ा वर्ग", "OBC", None, None),
        ("OBC (Female)", "OBC", True, None),
        ("सामान्य", "GEN", None, None),
        ("General", "GEN", None, None),
        ("महिला", None, True, None),
        ("पुरुष", None, False, None),
        ("अल्पसंख्यक / पिछड़ा", "OBC", None, True),
        ("-", None, None, None),
        ("State", None, None, None),
    ],
)
def test_social_and_gender(cell: str, social: str | None, women: bool | None, minority: bool | None) -> None:
    assert social_and_gender(cell) == (social, women, minority)


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("सूक्ष्म", "micro"), ("Micro", "micro"), ("MICRO ENTERPRISE", "micro"), ("लघु", "small"),
        ("Small", "small"), ("मध्यम", "medium"), ("वृहद", "large"), ("", None), ("Shop", None),
    ],
)  # fmt: skip
def test_enterprise_class(cell: str, wanted: str | None) -> None:
    assert enterprise_class(cell) == wanted


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("विनिर्माण", "manufacturing"), ("Manufacturing", "manufacturing"),
        ("Mfg.", "manufacturing"),
        ("सेवा", "service"), ("Services", "service"), ("व्यापार", "trading"), ("Trader", "trading"),
        ("Manufacturing and Services", None), ("", None),
    ],
)  # fmt: skip
def test_activity(cell: str, wanted: str | None) -> None:
    assert activity(cell) == wanted
