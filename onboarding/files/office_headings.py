"""The headings of lists of offices and of their users. A field to its headings, separated by commas."""

from __future__ import annotations

_DEPARTMENT = (
    "Department, Dept, Deptt, Department Name, Name of Department, Administrative Department, Secretariat Department, विभाग, "
    "विभाग का नाम, प्रशासनिक विभाग, सम्बन्धित विभाग"
)
_DDO = (
    "DDO Code, DDO, DDO Code No, DDO No, DDO Number, Code of DDO, आहरण वितरण अधिकारी (DDO) कोड, आहरण वितरण अधिकारी कोड, "
    "आहरण वितरण अधिकारी, आहरण एवं वितरण अधिकारी कोड, डीडीओ कोड, DDO कोड, डीडीओ"
)
OFFICES = {
    "department": _DEPARTMENT,
    "organisation": "Organisation, Organization, Organisation / Directorate, Directorate, Organisation Name, "
    "Head of Department Office, Parent Organization Name, Parent Organisation, Parent Office, संगठन, संगठन / निदेशालय, "
    "निदेशालय, संगठन का नाम, निदेशालय का नाम, मूल कार्यालय",
    "name": "Office, Office Name, Name of Office, Name of the Office, Local Body Name, Name of Local Body, "
    "Organization Name, Unit Office, कार्यालय, कार्यालय का नाम, निकाय का नाम, स्थानीय निकाय का नाम, "
    "खण्ड का नाम",
    "name_hi": "Office Name (Hindi), Local Body Name (In Local), Local Body Name (Hindi), Name in Hindi, Office Name Hindi, "
    "कार्यालय का नाम (हिन्दी), कार्यालय का नाम (हिंदी), हिन्दी नाम",
    "level": "Level, Office Level, Organization Type, Organisation Type, Type of Office, Office Type, Level of Office, स्तर, "
    "कार्यालय का स्तर, कार्यालय का प्रकार",
    "ddo_code": _DDO,
    "office_code": "Office Code, Code of Office, Scode, Sector Code, Local Body Code, Organization Code, Organisation Code, "
    "Unit Code, कार्यालय कोड, निकाय कोड",
    "head_name": "Head of Office, Name of Head of Office, HOD, HOO, Name of HOD, Name of Officer, Officer, Officer Name, "
    "Name of HOD/Officer, विभागाध्यक्ष / कार्यालयाध्यक्ष, विभागाध्यक्ष, कार्यालयाध्यक्ष, अधिकारी का नाम, "
    "कार्यालयाध्यक्ष का नाम, विभागाध्यक्ष का नाम, अधिकारी",
    "head_designation": "Designation, Desig, Designation of Officer, Post, पदनाम, पद, अधिकारी का पदनाम",
    "pu_name": "Primary User, Primary User Name, Name of Primary User, PU Name, Primary User (Name), प्राइमरी यूजर, "
    "प्राइमरी यूजर का नाम, प्राथमिक उपयोगकर्ता, प्राथमिक उपयोगकर्ता का नाम, नोडल अधिकारी, नोडल अधिकारी का नाम, Nodal Officer, "
    "Name of Nodal Officer",
    "pu_designation": "Primary User Designation, Designation of Primary User, PU Designation, प्राइमरी यूजर का पदनाम, "
    "प्राथमिक उपयोगकर्ता का पदनाम, नोडल अधिकारी का पदनाम",
    "gem_registered": "Registered on GeM (Y/N), Registered on GeM, GeM Registered, On GeM, Whether registered on GeM, "
    "GeM Registration, जेम पर पंजीकृत (हाँ/नहीं), जेम पर पंजीकृत, जेम पंजीकरण, जेम पोर्टल पर पंजीकृत",
    "pu_active_on": "Primary User Active Date, Primary User Active On, PU Active On, PU Active Date, Active Since, "
    "Date of Activation, प्राइमरी यूजर सक्रिय तिथि, सक्रिय तिथि, सक्रियता तिथि, प्राइमरी यूजर सक्रिय दिनांक",
    "payment_method": "Payment Method, Mode of Payment, Payment Mode, भुगतान विधि, भुगतान व्यवस्था, भुगतान का माध्यम",
    "bank_name": "Bank, Bank Name, Name of Bank, बैंक, बैंक का नाम",
}  # fmt: skip
"""A list of offices: one row an office, its head and its primary user beside it."""

USERS = {
    "department": _DEPARTMENT,
    "office": "Office, Office Name, Name of Office, Name of the Office, कार्यालय, कार्यालय का नाम",
    "ddo_code": _DDO,
    "role": "Role, User Role, Role on GeM, GeM Role, Type of User, User Type, भूमिका, जेम पर भूमिका, उपयोगकर्ता की भूमिका, "
    "रोल, उपयोगकर्ता प्रकार",
    "name": "User Name, Name of User, Name of Officer, Officer Name, Name of Secondary User, Secondary User, "
    "Secondary User Name, Buyer Name, Person, उपयोगकर्ता का नाम, अधिकारी का नाम, कार्मिक का नाम, सेकेण्डरी यूजर का नाम",
    "designation": "Designation, Desig, Post, पदनाम, पद",
    "active_from": "Active from, From, From Date, Start Date, Date from, Created on, Active since, सक्रिय तिथि, कब से, "
    "प्रारम्भ तिथि, सक्रिय होने की तिथि",
    "active_to": "Active to, To, To Date, End Date, Date to, Active till, Deactivated on, Inactive from, कब तक, समाप्ति तिथि, "
    "निष्क्रिय तिथि, निष्क्रिय होने की तिथि",
}  # fmt: skip
"""A list of users: one row a person in a role of an office."""
