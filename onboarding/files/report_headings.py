"""The headings of what GeM says of itself, its report of sellers and its figures by month; and those of a list of holidays."""

from __future__ import annotations

GEM_SELLERS = {
    "serial": "S No, Sr No, Sl No, SN, Serial No, क्र सं, क्रम सं, क्रमांक, क्रम संख्या",
    "seller_id": "Seller ID, GeM Seller ID, Seller Code, GeM Seller Code, Seller Unique ID, विक्रेता आईडी, जेम विक्रेता आईडी, "
    "जेम आईडी",
    "name": "Business Name, Seller Name, Company Name, Organisation Name, Organization Name, Firm Name, Trade Name, "
    "Name of Seller, विक्रेता का नाम, फर्म का नाम, संस्था का नाम",
    "business_type": "Organisation Type, Organization Type, Business Type, Constitution, Type of Organisation, "
    "Type of Organization, संगठन का प्रकार, व्यवसाय का प्रकार",
    "masked_pan": "PAN, PAN No, PAN Number, PAN (masked), Business PAN, पैन, पैन नं",
    "gstin": "GSTIN, GST No, GST Number, GSTIN No, जीएसटी नं, जीएसटी, जीएसटीआईएन",
    "udyam": "Udyam Registration Number, Udyam Registration No, Udyam No, Udyam, URN, Udyam Number, उद्यम पंजीकरण संख्या",
    "is_mse": "MSE, MSE (Y/N), MSE Status, Is MSE, MSE Seller, एमएसई",
    "is_startup": "Startup, Start-up, Start Up, Startup (Y/N), Is Startup, स्टार्टअप",
    "women_owned": "Women Entrepreneur, Women Owned, Woman Entrepreneur, Women, महिला उद्यमी, महिला",
    "sc_st": "SC/ST, SC ST, SC/ST Entrepreneur, SC/ST Owned, अनु० जाति/जनजाति",
    "account_on": "Registration Date, Account Creation Date, Date of Registration, Registered On, Created On, "
    "Seller Registration Date, पंजीकरण दिनांक, पंजीकरण तिथि",
    "status": "Profile Status, Seller Status, Account Status, Status, Profile Completion, प्रोफाइल की स्थिति, स्थिति",
    "state": "State, State Name, राज्य, प्रदेश",
    "district": "District, District Name, City/District, जनपद, जिला",
    "pin": "Pincode, Pin Code, PIN, Postal Code, पिन कोड",
    "category": "Primary Category, Category, Main Category, Category Name, श्रेणी, मुख्य श्रेणी",
    "catalogues": "Live Catalogues, Live Catalogs, Catalogues, Catalogs, Active Catalogues, No of Catalogues, Products Live, "
    "लाइव कैटलॉग, कैटलॉग",
    "orders": "Orders, No of Orders, Total Orders, Order Count, Orders Received, आदेश, आदेशों की संख्या, क्रयादेश",
    "order_value_rs": "Order Value (INR), Order Value, Total Order Value, Order Amount, Value of Orders, आदेश मूल्य, "
    "क्रयादेश मूल्य",
    "masked_mobile": "Mobile (masked), Mobile, Mobile No, Mobile Number, Contact No, मोबाइल, मोबाइल नं",
    "masked_email": "Email (masked), Email, E-mail, Email ID, E-mail ID, ई-मेल, ईमेल",
    "last_login": "Last Login, Last Login Date, Last Logged In, Last Login On, अन्तिम लॉगिन",
}  # fmt: skip
"""A masked column that turns out to show all of it is read as what it then is."""

COUNTS = {
    "serial": "S No, Sr No, Sl No, SN, क्र सं, क्रम सं, क्रमांक",
    "as_on": "As on, As on Date, Date, As On (Date), Date (as on), Month, Month End, Snapshot Date, Report Date, "
    "दिनांक (की स्थिति), दिनांक, की स्थिति, स्थिति दिनांक, माह, तिथि",
    "sellers_registered": "Sellers, Registered Sellers, Sellers Registered, Total Sellers, No of Sellers, Seller Count, "
    "Sellers and Service Providers, पंजीकृत विक्रेता, विक्रेता, कुल विक्रेता, विक्रेताओं की संख्या",
    "mse_registered": "MSE Sellers, MSE, MSEs, MSE Registered, of which MSE, Of which MSEs, Registered MSEs, MSE Count, "
    "जिसमें एमएसई, एमएसई, एमएसई विक्रेता, जिसमें सूक्ष्म एवं लघु",
    "sc_st_registered": "SC/ST Sellers, SC/ST, SC/ST Owned, SC/ST MSEs, अनु जाति/जनजाति स्वामित्व, अनु जाति/जनजाति",
    "women_registered": "Women Sellers, Women, Women Owned, Women MSEs, Womaniya, महिला स्वामित्व, महिला विक्रेता",
    "primary_users": "Primary Users, Primary User, PU, PUs, Primary Buyers, प्राइमरी यूजर, प्राइमरी यूज़र, प्राथमिक उपयोगकर्ता",
    "secondary_users": "Secondary Users, Secondary User, SU, SUs, सेकेण्डरी यूजर, सेकेंडरी यूजर, सेकेण्डरी यूज़र, "
    "द्वितीयक उपयोगकर्ता",
    "procurement_crore": "Procurement, Procurement Value, Procurement (Rs Crore), Order Value, GMV, Value, Value (Rs Crore), "
    "Procurement Value (INR Crore), Value of Orders, क्रय मूल्य, क्रय मूल्य (₹ करोड़), "
    "क्रय मूल्य (₹ करोड़ वित्तीय वर्ष में), खरीद मूल्य",
    "source": "Source, Remarks, स्रोत, अभ्युक्ति",
}  # fmt: skip

CALENDAR = {
    "serial": "S No, Sr No, Sl No, SN, क्र सं, क्रम सं, क्रमांक",
    "on_date": "Date, Holiday Date, On Date, Day Date, दिनांक, तिथि, अवकाश का दिनांक, अवकाश दिनांक",
    "kind": "Kind, Type, Type of Holiday, Holiday Type, Category, प्रकार, अवकाश का प्रकार, श्रेणी",
    "name_en": "Name, Holiday, Holiday Name, Name of Holiday, Occasion, Festival, Name (English), Name En",
    "name_hi": "Name (Hindi), Name Hi, अवकाश, अवकाश का नाम, पर्व, पर्व का नाम, त्योहार, नाम",
    "order_no": "Order No, Order Number, GO No, G.O. No, Letter No, शासनादेश संख्या, शासनादेश सं, पत्रांक, आदेश संख्या",
    "weekday": "Day, Weekday, दिन, वार",
}  # fmt: skip
