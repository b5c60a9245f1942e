"""The headings of lists of purchases outside GeM: tender portals, press, what the cell noted itself."""

from __future__ import annotations

PURCHASES = {
    "tender_id": "Tender ID, Tender Id No, TenderID, Tender Number, E-Tender ID, e Tender No, निविदा आईडी, निविदा संख्या, "
    "ई-निविदा संख्या, ई टेंडर संख्या, टेंडर आईडी",
    "reference_no": "Tender Ref No, Tender Reference Number, Tender Reference No, Reference No, Ref No, Letter No, "
    "Tender Notice No, NIT No, निविदा सूचना संख्या, संदर्भ संख्या, पत्रांक, विज्ञप्ति संख्या",
    "item": "Title / Item, Title, Item, Tender Title, Work Description, Description of Work, Item Description, "
    "Name of Work, Name of Item, Work / Item, कार्य का विवरण, सामग्री का विवरण, सामग्री का नाम, कार्य का नाम, विवरण, वस्तु, "
    "सामग्री",
    "department": "Department, Dept, Deptt, Department Name, Name of Department, विभाग, विभाग का नाम",
    "office": "Organisation / Office, Office, Organisation, Organization, Organisation Chain, Organisation Name, Office Name, "
    "Tender Inviting Authority, Name of Office, Buyer Organisation, कार्यालय, कार्यालय का नाम, संगठन, निविदादाता",
    "published_on": "e-Published Date, Published Date, Publish Date, Published On, Publication Date, Date of Publication, "
    "प्रकाशन तिथि, प्रकाशन दिनांक, प्रकाशित दिनांक",
    "opening_on": "Bid Opening Date, Opening Date, Tender Opening Date, Bid Opening On, निविदा खुलने की तिथि, खुलने की तिथि",
    "closing_on": "Closing Date, Bid Submission End Date, Submission Closing Date, Last Date, Last Date of Submission, "
    "Closing On, अन्तिम तिथि, अंतिम तिथि, निविदा की अन्तिम तिथि, निविदा की अंतिम तिथि",
    "value_rs": "Tender Value in ₹, Tender Value, Tender Value in Rs, Estimated Cost, Estimated Value, Estimated Amount, Value, "
    "Amount, निविदा मूल्य, अनुमानित लागत, अनुमानित मूल्य, लागत, धनराशि",
    "emd": "EMD, EMD Amount, Earnest Money, धरोहर राशि, धरोहर धनराशि",
    "tender_type": "Tender Type, Type of Tender, निविदा प्रकार, निविदा का प्रकार",
    "category": "Category, Tender Category, Product Category, Goods/Services/Works, Type of Procurement, श्रेणी, क्रय श्रेणी",
    "gemarpts_id": "GeMARPTS ID, GeMAR&PTS ID, GeMARPTS, GeMAR&PTS, GeMARPTS No, GARPTS ID, Availability Report ID, "
    "जेम उपलब्धता आख्या संख्या, जेमारपीटीएस आईडी",
}  # fmt: skip
"""One row a tender notice."""
