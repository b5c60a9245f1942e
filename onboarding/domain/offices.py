"""Buyer offices: kinds of the tree, the ladder to regular buying, roles on GeM, and the rules about them. Pure.

Source: GeM's buyer registration (roles, official e-mail); the ladder is the house's own.
"""

from __future__ import annotations

import re
from functools import lru_cache

from onboarding.domain.cells import plain
from onboarding.domain.text import fold

KINDS = (
    "department",
    "hod",
    "directorate",
    "corporation",
    "university",
    "local_body",
    "division",
    "district",
    "office",
)
"""Of an organisation, from the root of the tree downwards."""
STAGES = (
    "identified", "contacted", "nodal_named", "trained", "pu_documents", "pu_submitted", "pu_active", "su_created",
    "payment_ready", "first_order", "regular",
)  # fmt: skip
RANK = {stage: place for place, stage in enumerate(STAGES)}
SIDE_STATES = ("dormant", "pu_transferred", "merged", "not_required", "refused")
ROLES = ("primary_user", "buyer", "consignee", "ddo", "paying", "nodal", "head", "verifier", "other")
"""Charges of an office."""
SECONDARY = ("buyer", "consignee", "ddo", "paying")
"""Roles of secondary users on GeM."""
PAYMENT_METHODS = ("pfms", "state", "gpa", "sgpa", "other")
OFFICIAL_DOMAINS = ("gov.in", "nic.in", "gembuyer.in")
"""Ends of official e-mail addresses; up.gov.in is one of gov.in."""


def is_official(email: str, domains: tuple[str, ...] = ()) -> bool:
    """Whether an address is on an official domain, or on one of the further ``domains`` of an organisation."""
    host = email.rpartition("@")[2].lower()
    return any(host == end or host.endswith(f".{end}") for end in (*OFFICIAL_DOMAINS, *domains))


_ROLE_WORDS: tuple[tuple[str, str], ...] = (
    ("primary_user", r"primaryuser|primary|pu|hodprimaryuser|प्राइमरीयूजर|प्राथमिकउपयोगकर्ता"),
    ("buyer", r"buyer|buyers|क्रेता|खरीददार|खरीदार|बायर|procurementofficer"),
    ("consignee", r"consignee|परेषिती|परेषिती(?:कन्साइनी)?|कन्साइनी|कंसाइनी|प्राप्तकर्ता"),
    ("ddo", r"ddo|drawinganddisbursingofficer|drawing&disbursingofficer|drawingdisbursingofficer|आहरणवितरणअधिकारी"
            r"|आहरणएवंवितरणअधिकारी|डीडीओ"),
    ("paying", r"pao|payingauthority|paymentauthority|payauthority|payandaccountsofficer|pao/ddo|भुगतानप्राधिकारी|पीएओ"),
    ("nodal", r"nodal|nodalofficer|नोडल|नोडलअधिकारी"),
    ("head", r"headofoffice|hoo|headofdepartment|कार्यालयाध्यक्ष|विभागाध्यक्ष"),
    ("verifier", r"verifier|verifyingauthority|verifyingofficer|सत्यापनप्राधिकारी|सत्यापनकर्ता"),
)  # fmt: skip
_ROLES = tuple((role, re.compile(words)) for role, words in _ROLE_WORDS)
_BRACKETS = re.compile(r"[(\[][^)\]]*[)\]]")


@lru_cache(maxsize=1024)
def role_of(cell: str) -> str | None:
    """The role that a cell names, in either language; None for one that GeM does not have."""
    text = plain(cell)
    for form in (text, _BRACKETS.sub("", text)):
        key = fold(form)
        for role, words in _ROLES:
            if words.fullmatch(key):
                return role
    return None


_LEVELS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("department", re.compile(r"department|secretariat|विभाग|शासन|सचिवालय")),
    ("hod", re.compile(r"मुख्यालय|headquarters?|hq|headoffice|hod|विभागाध्यक्ष|stateoffice|statehq|राज्यस्तर")),
    ("directorate", re.compile(r"directorate|निदेशालय|organi[sz]ation|संगठन")),
    ("corporation", re.compile(r"corporation|निगम|board|परिषद|psu|undertaking|उपक्रम|society|समिति")),
    ("university", re.compile(r"university|विश्वविद्यालय")),
    ("local_body", re.compile(r"localbody|urbanlocalbody|ulb|स्थानीयनिकाय|नगरनिकाय")),
    ("division", re.compile(r"मण्डल|मंडल|division|divisional|zone|zonal|जोन|क्षेत्रीय|regional")),
    ("district", re.compile(r"जनपद|जिला|district|districtlevel|जनपदस्तर")),
    ("office", re.compile(r"office|unit|block|tehsil|तहसील|विकासखण्ड|इकाई|खण्ड|कार्यालय|थाना|school|विद्यालय")),
)
_NAMES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("local_body", re.compile(
        r"^(?:नगर निगम|नगर पालिका|नगर पंचायत|नगर पालिका परिषद|जिला पंचायत|nagar (?:nigam|palika|panchayat)"
        r"|municipal (?:corporation|council|board))", re.IGNORECASE)),
    ("university", re.compile(r"university$|विश्वविद्यालय(?:,|$)", re.IGNORECASE)),
    ("corporation", re.compile(r"(?:corporation|nigam|निगम)(?: (?:ltd|limited|लि०|लिमिटेड)\.?)?$", re.IGNORECASE)),
    ("directorate", re.compile(r"^directorate|निदेशालय", re.IGNORECASE)),
)  # fmt: skip


@lru_cache(maxsize=1024)
def kind_of_level(cell: str) -> str | None:
    """The kind that a word for the level names (जनपद, HQ, Department); None for another word."""
    key = fold(plain(cell))
    return next((kind for kind, words in _LEVELS if words.fullmatch(key)), None)


def kind_of_name(name: str) -> str:
    """The kind that a name tells of by itself; ``office`` for all others."""
    return next((kind for kind, words in _NAMES if words.search(name)), "office")


_PAYMENT = (
    ("sgpa", re.compile(r"sgpa|stategempoolaccount|एसजीपीए")),
    ("gpa", re.compile(r"gpa|gempoolaccount|जीपीए|जेमपूलखाता")),
    ("pfms", re.compile(r"pfms|पीएफएमएस")),
    ("state", re.compile(r"state|treasury|ifms|statetreasury|राज्य|कोषागार|राज्यकोषागार")),
    ("other", re.compile(r"offline|online|internetbanking|netbanking|neft|rtgs|cheque|dd|others?|अन्य|ऑफलाइन")),
)


def payment_method_of(cell: str) -> str | None:
    """How an organisation pays on GeM; None for a word not understood."""
    key = fold(plain(cell))
    return next((method for method, words in _PAYMENT if words.fullmatch(key)), None)


_TRANSFERRED = re.compile(
    r"(?:प्रा[०.0]?(?:इमरी)?\s*यूजर|primary user|\bpu\b)[^।.;]*(?:स्थानान्तर|स्थानांतर|transfer|सेवानिवृत्त|retired)"
    r"|हस्तान्तरण नहीं|हस्तांतरण नहीं|not handed over",
    re.IGNORECASE,
)


def says_transferred(remark: str) -> bool:
    """Whether a remark says that the primary user has left without handing the GeM user over."""
    return _TRANSFERRED.search(remark) is not None


def is_active(on: str, active_from: str | None, active_to: str | None) -> bool:
    """Whether a GeM user counts on a day (ISO); ``active_to`` is the first day on which it does not.

    It counts on when its officer is transferred, until the user is handed over: that gap is shown, not subtracted.
    """
    return active_from is not None and active_from <= on and (active_to is None or active_to > on)
