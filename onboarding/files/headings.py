"""The headings that offices write, and the field each stands for. One table a kind of list.

Source: headings collected from lists of DICs, departments and portals. A heading is compared folded
and without punctuation, and if need be as what it says in the font Kruti Dev.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from onboarding.domain.kruti_dev import to_unicode
from onboarding.domain.text import fold
from onboarding.files.office_headings import OFFICES, USERS
from onboarding.files.prospect_headings import PROSPECTS
from onboarding.files.purchase_headings import PURCHASES
from onboarding.files.report_headings import CALENDAR, COUNTS, GEM_SELLERS

EXACT, PART, WEAK = 1.0, 0.8, 0.5

_PLACE = {
    "district": "District, Distt, Dist, District Name, Name of District, Zila, जनपद, जिला, "
    "जनपद का नाम, जिले का नाम",
    "division": "Division, Mandal, मण्डल, मंडल, मण्डल का नाम",
    "block": "Block, Development Block, Block Name, Tehsil, Tahsil, विकास खण्ड, विकासखण्ड, "
    "विकास खंड, ब्लॉक, तहसील",
    "state": "State, State Name, राज्य, प्रदेश",
    "pin": "Pincode, Pin Code, PIN, Pin No, Postal Code, पिन कोड, पिनकोड, पिन",
    "address": "Address, Communication Address, CommunicationAddress, Full Address, "
    "Office Address, Unit Address, Address of Unit, पता, पूरा पता, इकाई का पता, कार्यालय का पता",
}  # fmt: skip
_COMMON = {
    "serial": "S No, Sr No, Sl No, SN, Serial No, Serial Number, S N, क्र सं, क्रम सं, क्रमांक, "
    "क्रम संख्या, क्रसं",
    "mobile": "Mobile, Mob No, Mob, Mobile No, Mobile Number, Mobile Nos, Contact Nos, "
    "Contact No(s), Contact No, Contact Number, Cell No, WhatsApp No, मोबाइल नं, मोबाइल, "
    "मोबाइल नम्बर, मोबाइल नंबर, मोबाइल संख्या, मो नं, सम्पर्क सूत्र, संपर्क सूत्र, सम्पर्क नं, संपर्क नं, "
    "सम्पर्क नम्बर, मोबाइल नं (CUG), CUG No",
    "phone": "Phone, Phone No, Phone Number, Telephone, Telephone No, Tel No, Landline, "
    "Landline No, Alternate Mobile, Alternate Mobile No, Alt Mobile, Mobile 2, Mobile No 2, "
    "Second Mobile, Office Phone, दूरभाष, दूरभाष नं, दूरभाष संख्या, फोन नं, फोन, अन्य मोबाइल नं",
    "email": "E-mail, Email ID, Email, Mail, Mail ID, E-mail ID, E Mail Address, Email Address, "
    "ई-मेल, ईमेल, ई-मेल आईडी, ई-मेल पता",
    "gstin": "GSTIN, GST No, GSTIN/UIN, GST Number, GST, GSTIN No, GST Registration No, "
    "जीएसटी नं, जीएसटी, जीएसटीआईएन, जीएसटी संख्या, जीएसटी नम्बर",
    "pan": "PAN, PAN No, PAN Number, PAN Card No, पैन नं, पैन, पैन नम्बर, पैन संख्या, पैन कार्ड नं",
    "aadhaar": "Aadhaar, Aadhar, Aadhaar No, Aadhar No, Aadhaar Number, Aadhar Number, "
    "Aadhar Card No, UID, UID No, आधार, आधार नं, आधार संख्या, आधार कार्ड, आधार कार्ड नं, आधार नम्बर",
    "bank_account": "Account No, Account Number, Bank Account No, Bank A/c No, A/c No, "
    "Bank Account Number, खाता संख्या, बैंक खाता, बैंक खाता संख्या, खाता नं",
    "remarks": "Remarks, Remark, Comments, Note, अभ्युक्ति, टिप्पणी, विवरण अभ्युक्ति, अन्य विवरण",
}  # fmt: skip
_SELLERS = {
    "name": "EnterpriseName, Enterprise Name, Name of Enterprise, Name of Unit, Unit Name, "
    "Name of the Unit, Unit, Firm Name, Name of Firm, Name of the Firm, Firm, Company Name, "
    "Company, Seller Name, Business Name, Trade Name, Name of Industry, Industry Name, "
    "Name of Vendor, Vendor Name, इकाई का नाम, इकाई नाम, फर्म का नाम, फर्म/इकाई का नाम, "
    "इकाई/फर्म का नाम, फर्म, संस्था का नाम, उद्यम का नाम, उद्योग का नाम, प्रतिष्ठान का नाम, "
    "विक्रेता का नाम, कम्पनी का नाम",
    "owner_name": "Owner, Owner Name, Name of Owner, Proprietor, Prop Name, Proprietor Name, "
    "Name of Proprietor, Name of Entrepreneur, Entrepreneur Name, Entrepreneur, Applicant, "
    "Applicant Name, Name of Applicant, Contact Person, Contact Person Name, "
    "AuthorisedPersonName, Authorised Person Name, Authorised Person, स्वामी का नाम, स्वामी, "
    "उद्यमी का नाम, उद्यमी, आवेदक का नाम, आवेदक, प्रोपराइटर, प्रोपराइटर का नाम, मालिक का नाम, "
    "सम्पर्क व्यक्ति",
    "father_name": "Father Name, Father's Name, Fathers Name, Father/Husband Name, Husband Name, "
    "S/o, पिता/पति का नाम, पिता का नाम, पति का नाम, पिता का नाम/पति का नाम",
    "udyam": "Udyam No, Udyam, URN, UDYAM Registration Number, Udyam Registration No, "
    "Udyam Reg No, UdyogAadharNo, UAM/Udyam No, Udyam/UAM No, UAN, UAM, UAM No, Udyam Number, "
    "Udyam ID, Udyog Aadhar No, Udyog Aadhaar No, MSME No, MSME Registration No, "
    "उद्यम पंजीकरण संख्या, उद्यम पंजीयन संख्या, उद्यम पंजीकरण सं, उद्यम पंजीकरण नं, उद्यम रजि नं, "
    "उद्यम रजिस्ट्रेशन नं, उद्योग आधार, उद्योग आधार नं, उद्यम नं, उद्यम संख्या",
    "enterprise_class": "Type, Category, Enterprise Type, Type of Enterprise, Micro/Small, "
    "Micro/Small/Medium, Unit Category, Unit Type, Class, Enterprise Class, MSME Category, श्रेणी, "
    "इकाई की श्रेणी, उद्यम की श्रेणी, सूक्ष्म/लघु/मध्यम, सूक्ष्म/लघु",
    "activity": "Major Activity, Nature of Business, Activities, Activity, Nature of Activity, "
    "गतिविधि, विनिर्माण/सेवा, विनिर्माण/सेवा/व्यापार, कार्य की प्रकृति, व्यवसाय की प्रकृति",
    "nic": "NIC Code, NIC, NIC Codes, NIC 5 Digit, NIC Code 5 Digit, एनआईसी कोड",
    "products": "Products, Product, Product Name, Products/Services, Item, Items, "
    "Product/Service, Item Manufactured, Products Manufactured, उत्पाद, उत्पाद का नाम, उत्पाद/सेवा, "
    "निर्मित उत्पाद, वस्तु का नाम",
    "social_category": "Social Category, SC/ST/OBC, Caste, Caste Category, SC/ST/OBC/General, "
    "वर्ग, जाति, सामाजिक श्रेणी, जाति वर्ग, SC/ST/महिला, SC/ST",
    "women_owned": "Women Owned, Women Entrepreneur, Woman Owned, Women, Gender, Women (Y/N), "
    "महिला, महिला उद्यमी, महिला स्वामित्व, लिंग",
    "investment_rs": "Investment, Investment in Plant and Machinery, Investment in P&M, "
    "Plant and Machinery, Total Investment, Investment (Rs.), निवेश, पूंजी निवेश, पूँजी निवेश, "
    "प्लान्ट एवं मशीनरी में निवेश",
    "turnover_rs": "Turnover, Turnover (Rs.), Annual Turnover, Total Turnover, टर्नओवर, "
    "वार्षिक कारोबार, वार्षिक टर्नओवर, कारोबार",
    "registered_on": "RegistrationDate, Registration Date, Date of Regn, Date of Registration, "
    "Regn Date, Reg Date, Date, पंजीकरण दिनांक, पंजीकरण तिथि, पंजीयन तिथि, पंजीयन दिनांक, दिनांक",
    "gem_registered": "Registered on GeM (Y/N), Registered on GeM, GeM Registered, "
    "GeM Registration, Whether registered on GeM, On GeM, GeM (Y/N), जेम पर पंजीकृत (हाँ/नहीं), "
    "जेम पर पंजीकृत, जेम पंजीकरण, जेम पोर्टल पर पंजीकृत",
    "gem_seller_id": "GeM Seller ID, Seller ID, GeM ID, GeM Seller Code, जेम आईडी, जेम आई.डी., "
    "जेम विक्रेता आईडी",
}  # fmt: skip
_WEAK: dict[str, dict[str, str]] = {
    "sellers": {
        "name": "Name, नाम",
        "udyam": "Registration No, पंजीकरण संख्या, पंजीयन संख्या, Regn No",
    },
    "offices": {"name": "Name, Sector, Sector Name, नाम"},
    "users": {"name": "Name, नाम"},
}
"""Headings that say little, by kind of list."""

TELLING: dict[str, frozenset[str]] = {
    "offices": frozenset({"department", "organisation", "level", "ddo_code", "office_code", "pu_name", "pu_active_on"}),
    "users": frozenset({"role"}),
    "purchases": frozenset({"tender_id", "reference_no", "closing_on", "gemarpts_id"}),
}
"""Fields of which a list must have one to be taken for its kind by the headings alone: names and telephone numbers stand in
lists of every kind. A kind that is not here needs none."""

_PUNCTUATION = dict.fromkeys(map(ord, "/\\,()[]{}'\"`’‘:;&*#?!|०₹+"), "")
_BRACKETS = re.compile(r"[(\[{][^)\]}]*[)\]}]")
_BLANKS = re.compile(r"\s+")
_LONGEST = 120
_REMEMBERED = 8_192


class Match(NamedTuple):
    """The field a heading stands for, and how sure the wording makes it, 0 to 1."""

    field: str
    sureness: float


KINDS: dict[str, tuple[dict[str, str], ...]] = {
    "sellers": (_COMMON, _PLACE, _SELLERS),
    "offices": (OFFICES, _COMMON, _PLACE),
    "users": (USERS, _COMMON, _PLACE),
    "purchases": (PURCHASES, _COMMON, _PLACE),
    "gem-sellers": (GEM_SELLERS,),
    "counts": (COUNTS,),
    "calendar": (CALENDAR,),
    "prospects": (PROSPECTS, _PLACE, {"serial": _COMMON["serial"]}),
}
"""Kind of list to its tables, the earlier one first where two know a heading; each field to its headings, separated by
commas. The first kind is taken where nothing speaks for another."""

NEEDED: dict[str, frozenset[str]] = {
    "gem-sellers": frozenset({"seller_id", "name", "status", "account_on"}),
    "counts": frozenset({"as_on", "sellers_registered"}),
    "calendar": frozenset({"on_date", "kind"}),
    "prospects": frozenset({"name", "district_lg", "activities"}),
}
"""Fields without which a list is not taken for this kind by its headings: lists of sellers share most of the others."""


def normal(heading: str) -> str:
    """The form in which two headings are compared."""
    return fold(heading.translate(_PUNCTUATION)).translate(_PUNCTUATION)


def match(heading: str, kind: str = "sellers") -> Match | None:
    """The field of one heading, or None: whole, without brackets, each side of a slash."""
    text = _BLANKS.sub(" ", heading).strip()
    if not text or len(text) > _LONGEST:
        return None
    return _match(text, kind)


@cache
def _table(kind: str) -> dict[str, Match]:
    found: dict[str, Match] = {}
    for sureness, tables in ((EXACT, KINDS[kind]), (WEAK, (_WEAK.get(kind, {}),))):
        for table in tables:
            for field, headings in table.items():
                for heading in headings.split(","):
                    found.setdefault(normal(heading), Match(field, sureness))
    return found


@lru_cache(maxsize=_REMEMBERED)  # a header is looked for in thirty rows, one and two lines high, as every kind of list
def _match(text: str, kind: str) -> Match | None:
    # That it says a known heading is proof enough that it was typed for the font.
    return _known(text, kind) or _known(_in_font(text), kind)


_in_font = lru_cache(maxsize=_REMEMBERED)(to_unicode)


def _known(text: str, kind: str) -> Match | None:
    table = _table(kind)
    whole = table.get(normal(text)) or table.get(normal(_BRACKETS.sub("", text)))
    if whole is not None or "/" not in text:
        return whole
    for part in _BRACKETS.sub("", text).split("/"):
        found = table.get(normal(part))
        if found is not None:
            return Match(found.field, min(PART, found.sureness))
    return None
