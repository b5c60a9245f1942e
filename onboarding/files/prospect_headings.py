"""The headings of lists of Udyam units, as the open-data site hands them out: without number and without contact."""

from __future__ import annotations

PROSPECTS = {
    "name": "EnterpriseName, Enterprise Name, Name of Enterprise, Unit Name, Name of Unit, इकाई का नाम, उद्यम का नाम",
    "district_lg": "LG_DT_Code, LG DT Code, District LGD Code, LGD District Code, District Code",
    "state_lg": "LG_ST_Code, LG ST Code, State LGD Code, LGD State Code, State Code",
    "registered_on": "RegistrationDate, Registration Date, Date of Registration, पंजीकरण दिनांक, पंजीकरण तिथि",
    "activities": "Activities, Activity, NIC Activities, गतिविधि",
    "nic": "NIC Code, NIC, NIC Codes, NIC 5 Digit, NIC Code 5 Digit, एनआईसी कोड",
}  # fmt: skip
"""One row a unit."""
