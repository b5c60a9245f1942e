"""Words that half of all firms carry, whose English and Hindi spelling no rule brings together.

Each line: the key, then every spelling. Hindi spellings stand in the form of `plain_hindi`
(anusvara for every nasal before a consonant, short i and u, no nukta), so that एण्ड, एन्ड and
एंड need one entry.
"""

from __future__ import annotations

import re
import unicodedata

_LINES = """
sng singh sing sinh सिंह सिंघ सिह
trdr trader traders tradar treders ट्रेडर ट्रेडर्स टेडर्स ट्रडर्स
trdng trading ट्रेडिंग टेडिंग
trd trade trades ट्रेड ट्रेड्स
intrprj enterprise enterprises enterprize enterprizes entp ent इंटरप्राइजेज इंटरप्राइजेस
 इंटरप्राइज एंटरप्राइजेज एंटरप्राइजेस एंटरप्राइज इंटरप्राइजिज
frnchr furniture furnitures furnichar फर्निचर फर्निचर्स
injnrng engineering engg eng engineers engineer engineerings इंजिनियरिंग इंजि इंजिनियर्स
 इंजिनियर अभियंत्रण
and and & n एंड और एवं
ma maa ma mata मां मा माता
sr shri shree sri sree shre श्रि श्रिमान
ajns agency agencies agencey एजेंसि एजेंसिज एजेंसियां
brdr brother brothers bros ब्रदर्स ब्रदर ब्रो
splr supplier suppliers supplyers suplier supplies सप्लायर सप्लायर्स सप्लाइयर्स सप्लाई
spl supply सप्लाइ
iltrkl electrical electricals elect इलेक्ट्रिकल इलेक्ट्रिकल्स एलेक्ट्रिकल्स
iltrk electric electrics इलेक्ट्रिक इलेक्ट्रिक्स
iltrnk electronic electronics इलेक्ट्रोनिक इलेक्ट्रोनिक्स
prvt private pvt pvtltd प्राइवेट प्रा प्रायवेट
lmtd limited ltd लिमिटेड लि
kmpn company co coy कंपनि क
krprshn corporation corp कोरपोरेशन कार्पोरेशन कॉर्पोरेशन निगम
indstr industry industries inds ind इंडस्ट्रिज इंडस्ट्रि इंडस्ट्रिस इंडस्ट्री
udyg udyog udhyog udhog उद्योग
sn son sons sans संस संज सन
stor store stores स्टोर स्टोर्स
asst associate associates assoc एसोसिएट एसोसिएट्स एशोसिएट्स
srvs service services सर्विस सर्विसेज सर्विसेस
slshn solution solutions सोल्युशन सोल्युशंस सोलुशंस सोल्युशन्स
systm system systems सिस्टम सिस्टम्स
knstrkshn construction constructions const कंस्ट्रक्शन कंस्ट्रक्शंस कंसट्रक्शन
kntrktr contractor contractors contracter कांट्रेक्टर कंट्रेक्टर ठेकेदार कोंट्रेक्टर
stshnr stationery stationary stationers stationer स्टेशनरि स्टेशनर्स स्टेशनर
kmkl chemical chemicals केमिकल केमिकल्स कैमिकल्स
mdkl medical medicals मेडिकल मेडिकल्स मैडिकल
mdsn medicine medicines मेडिसिन मेडिसिंस
srjkl surgical surgicals सर्जिकल सर्जिकल्स
tknlj technology technologies tech टेक्नोलोजि टेक्नोलोजिज टेक
kmptr computer computers कंप्युटर कंप्युटर्स
agr agro एग्रो अग्रो
at auto autos औटो ओटो ऑटो
irn iron आयरन
hrdvr hardware hardwares हार्डवेयर हार्डवेअर
prntr printer printers प्रिंटर प्रिंटर्स
prntng printing प्रिंटिंग
ltr leather leathers लेदर लेदर्स
prs press प्रेस
tkstl textile textiles टेक्सटाइल टेक्सटाइल्स टेक्स्टाइल टेक्स्टाइल्स
hndlm handloom handlooms हैंडलुम हेंडलुम हथकरघा
hndkrft handicraft handicrafts हैंडिक्राफ्ट हैंडिक्राफ्ट्स हस्तशिल्प हेंडिक्राफ्ट
grmnt garment garments गारमेंट गारमेंट्स
prdkt product products प्रोडक्ट प्रोडक्ट्स
mrt mart मार्ट
hs house हाउस हाऊस
vrks work works वर्क वर्क्स
mnfktr manufacturer manufacturers manufacturing mfg mfrs मैनुफैक्चरर मैनुफैक्चरिंग निर्माता
sml small स्मोल
fd food foods फुड फुड्स
unt unit units युनिट
nu new न्यु
shs shoe shoes शुज शु जुता
snttr sanitary sanitaries सैनिटरि सेनेटरि सेनिटरि सैनेटरि
imprm emporium emporiam एंपोरियम इंपोरियम
lndr laundry लोंड्रि
pkjng packaging packing पैकेजिंग पेकेजिंग पैकिंग
skrt security securities सिक्योरिटि सिक्युरिटि सिक्योरिटिज
almnm aluminium aluminum एल्युमिनियम अल्युमिनियम
glbl global ग्लोबल
intrnshnl international इंटरनेशनल
nshnl national नेशनल
kndr kendra kender kendr केंद्र केद्र
smt samiti samity sameeti समिति
smh samuh samooh समुह
sfty safety सेफ्टि
std studio studios स्टुडियो
dgtl digital डिजिटल
jnrl general जनरल जेनरल
knsltnt consultant consultants consultancy कंसल्टेंट कंसल्टेंसि कंसल्टेंट्स
"""

_NASAL = re.compile("[ङञणनम]\u094d(?=[क-ह])")
_SHORT = str.maketrans("ीूॉैऑईऊँ", "िुोेओइउं", "\u093c\u200c\u200d")


def plain_hindi(word: str) -> str:
    """The word with the differences taken out that Hindi writers do not agree on."""
    word = unicodedata.normalize("NFD", word).translate(_SHORT)
    return _NASAL.sub("\u0902", word)


def _table() -> dict[str, str]:
    words: dict[str, str] = {}
    for line in _LINES.replace("\n ", " ").strip().splitlines():
        key, *spellings = line.split()
        words.update(dict.fromkeys(map(plain_hindi, spellings), key))
    return words


OFFICE_WORDS: dict[str, str] = _table()
"""Spelling (folded; Hindi by `plain_hindi`) to key."""
