"""Names: prefixes, equality for a merge, the key across scripts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onboarding.domain.names import (
    display_name,
    is_devanagari,
    name_key,
    owner_key,
    same_name_key,
)

PAIRS = """
श्री बालाजी ट्रेडर्स = Shri Balaji Traders = Sree Balajee Trader
शर्मा स्टोर = SHARMA STORE
मै० गणेश इण्टरप्राइजेज = M/s Ganesh Enterprises
श्री गणेश ट्रेडर्स = shri ganesh traders
माँ वैष्णो फर्नीचर = Maa Vaishno Furniture
सिंह इंजी० वर्क्स = Singh Engg Works = Singh Engineering Works
लक्ष्मी इलेक्ट्रॉनिक्स कम्पनी = Laxmi Electronics Company = Lakshmi Electronics Co.
गुप्ता एण्ड संस = Gupta & Sons = Gupta and Sons = गुप्ता एंड सन्स
अवध प्रा० लि० = Avadh Pvt. Ltd. = Awadh Private Limited
ज्ञानेन्द्र सोप = Gyanendra Soap
त्रिपाठी वर्क्स = Tripathi Works
सूर्या बुक एजेन्सी = Surya Book Agency
अम्बेडकर नगर वेल्डिंग एसोसिएट्स = Ambedkar Nagar Welding Associates
सुरेश पाल केन्द्र = Suresh Pal Kendra
सुल्तानपुर स्टेशनरी उद्योग = Sultanpur Stationery Udyog
नव ज्योति इलेक्ट्रिकल्स = Nav Jyoti Electricals
सूर्या ब्रदर्स = Surya Brothers = Surya Bros
स्वास्तिक गारमेन्ट्स इण्डस्ट्रीज = Swastik Garments Industries
राधे कृष्णा भण्डार = Radhe Krishna Bhandar
अकरम प्लास्टिक्स सोल्यूशन्स = Akram Plastics Solutions
नरेन्द्र सैनिटरी = Narendra Sanitary
अयोध्या स्टील उद्योग = Ayodhya Steel Udyog
राजेश इदरीसी वर्क्स = Rajesh Idrisi Works
शुक्ला सीमेन्ट एम्पोरियम = Shukla Cement Emporium
केसरवानी महिला समूह = Kesarwani Mahila Samuh
जन कल्याण शूज संस्थान = Jan Kalyan Shoes Sansthan
जन कल्याण आयरन ट्रेडर्स = Jan Kalyan Iron Traders
महालक्ष्मी उद्योग = Mahalaxmi Udyog
लखनऊ टूल्स एण्ड संस = LUCKNOW TOOLS & SONS
सरस्वती एजेन्सी = Saraswati Agency
सीतापुर दरी केन्द्र = SITAPUR DARI KENDRA
गंगा पेन्ट्स ट्रेडर्स = Ganga Paints Traders
राय फूड प्रोडक्ट्स एम्पोरियम = Rai Food Products Emporium
नूर स्पोर्ट्स भण्डार = Noor Sports Bhandar
पंचशील कम्प्यूटर्स = Panchsheel Computers
संतोष इलेक्ट्रिकल्स = Santosh Electricals
रायबरेली राइस = Rae Bareli Rice
उन्नति सप्लायर्स = Unnati Suppliers
मौर्य एण्ड संस = Maurya & Sons
न्यू लाइट एग्रो = New Light Agro
ओम साईं सीड्स = Om Sai Seeds
एस० के० इण्टरप्राइजेज = S.K. Enterprises = S K Enterprises = SK Enterprises
ए० बी० सी० ट्रेडर्स = A.B.C. Traders = ABC Traders
आर के फर्नीचर = R K Furniture
विश्वकर्मा हार्डवेयर = Vishwakarma Hardware = Viswakarma Hardware
मिश्रा कन्स्ट्रक्शन = Mishra Construction = Misra Constructions
कुरैशी टेक्सटाइल्स = Qureshi Textiles = Kureshi Textile
वाराणसी सिल्क = Varanasi Silk
बनारसी साड़ी केन्द्र = Banarasi Sari Kendra
फतेहपुर खादी = Fatehpur Khadi
ज़ैदी हैण्डलूम = Zaidi Handloom = Jaidi Handloom
चौधरी ब्रिक = Chaudhary Brick
यादव डेयरी = Yadav Dairy
मोहम्मद शकील = Mohammad Shakeel = Mohammad Shakil
सिद्दीकी लेदर = Siddiqui Leather = Siddiki Leather
उन्नाव ऑयल = Unnao Oil
पाण्डेय प्रिंटिंग प्रेस = Pandey Printing Press
द्विवेदी कम्प्यूटर = Dwivedi Computers
कमला गारमेन्ट = Kamla Garment = Kamala Garments
क्वालिटी केमिकल्स = Quality Chemicals
भारत मेडिकल हाउस = Bharat Medical House
शिव शक्ति टेन्ट हाउस = Shiv Shakti Tent House
पूजा सिक्योरिटी सर्विसेज = Pooja Security Services = Puja Security Service
नेशनल ऑटो = National Auto
"""
SHARE_NEEDED = 0.97


def _pairs() -> list[tuple[str, str]]:
    found = []
    for line in PAIRS.strip().splitlines():
        first, *others = line.split(" = ")
        found += [(first, other) for other in others]
    return found


def test_name_key_crosses_scripts() -> None:
    pairs = _pairs()
    differ = [(a, b, name_key(a), name_key(b)) for a, b in pairs if name_key(a) != name_key(b)]
    share = 1 - len(differ) / len(pairs)
    assert len(pairs) >= 60
    assert share >= SHARE_NEEDED, f"{share:.1%} equal; not: {differ}"


def test_name_key_keeps_firms_apart() -> None:
    names = [
        "Balaji Traders", "Bajrang Traders", "Gupta Store", "Ganpati Store", "Tannery 1",
        "Tannery 2", "राम स्टोर", "श्याम स्टोर", "Singh Engineering", "Singh Enterprises",
    ]  # fmt: skip
    assert len(set(map(name_key, names))) == len(names)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("M/s Mansoori Dairy & Sons", "Mansoori Dairy & Sons"),
        ("M/S. Balaji  Furniture", "Balaji Furniture"),
        ("M/sABC Traders", "ABC Traders"),
        ("Messrs. Kisan Rice", "Kisan Rice"),
        ("मै० राजेन्द्र एम्पोरियम", "राजेन्द्र एम्पोरियम"),
        ("मेसर्स  प्रजापति ", "प्रजापति"),
        ("=1+1 Traders", "=1+1 Traders"),
        ("[/b] Awadh Traders", "[/b] Awadh Traders"),
        ("मैक डेरी", "मैक डेरी"),
        ("Mess House", "Mess House"),
        ("'Kisan Rice", "Kisan Rice"),
        ("दो\nपंक्ति", "दो पंक्ति"),
        ("संस्\u200dथान", "संस्थान"),
        ("M/s", ""),
    ],
)
def test_display_name(raw: str, shown: str) -> None:
    assert display_name(raw) == shown


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("M/s NOOR SUPPLIERS", "Noor Suppliers"),
        ("बाराबंकी एज़ेन्सी", "बाराबँकी  एजेन्सी"),
        ("Gupta & Sons", "Gupta and Sons"),
        ("गुप्ता एण्ड संस", "गुप्ता एंड संस"),
        ("Royal Pvt. Ltd.", "Royal Pvt Ltd"),
        ("A.B. Traders", "AB Traders"),
        ("मै० आदर्श-स्टोर", "आदर्श स्टोर"),
    ],
)
def test_same_name(one: str, other: str) -> None:
    assert same_name_key(one) == same_name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Gupta & Sons", "गुप्ता एण्ड संस"),
        ("Balaji Trader", "Balaji Traders"),
        ("Mishra Store", "Misra Store"),
        ("Javed Tannery Unit 1", "Javed Tannery Unit 2"),
        ("Anderson", "&erson"),
        ("किसान इण्डस्ट्री", "किसान इण्डस्ट्रीज"),
        ("Royal Private Limited", "Royal Pvt Ltd"),
    ],
)
def test_not_same_name(one: str, other: str) -> None:
    assert same_name_key(one) != same_name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("श्री मोहन कुमार", "Mohan Kumar"),
        ("मो० इमरान", "Mohd. Imran"),
        ("श्रीमती शबनम देवी पत्नी राम लाल", "Smt. Shabnam Devi"),
        ("Dr. R.K. Gupta", "डा० आर० के० गुप्ता"),
        ("Late Shri Hari Jain", "स्व० हरि जैन"),
        ("Md. Shakeel S/o Salman", "शकील"),
    ],
)
def test_owner_key(one: str, other: str) -> None:
    assert owner_key(one) == owner_key(other) != ""


def test_is_devanagari() -> None:
    assert is_devanagari("ABC ट्रेडर्स")
    assert not is_devanagari("ABC ९। Traders")


@given(st.text(max_size=80))
def test_keys_take_any_text(name: str) -> None:
    for key in (name_key(name), owner_key(name)):
        assert key == " ".join(key.split())
    assert not set(same_name_key(name)) & set(" .,-/()'\"_")
