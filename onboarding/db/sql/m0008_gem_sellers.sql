-- What GeM reports of itself, apart from what this office achieved: its sellers one by one, and its figures to two decimals.

-- A report that was read. Its day decides which of two reports knows better.
CREATE TABLE gem_report (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL DEFAULT 1,
    as_on TEXT NOT NULL CHECK (as_on GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    file_name TEXT NOT NULL,
    batch_id INTEGER NOT NULL REFERENCES import_batch(id)
) STRICT;
CREATE INDEX gem_report_by_day ON gem_report(as_on, id);

-- One seller account on GeM as the newest report that names it says. (The lead stands in matched_lead and not in lead_id: an
-- account without a lead is the rule here, and belongs to no lead's record.)
CREATE TABLE gem_seller (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL DEFAULT 1,
    report_id INTEGER NOT NULL REFERENCES gem_report(id),
    line INTEGER NOT NULL,
    seller_id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    business_type TEXT CHECK (
        business_type = 'proprietorship' OR business_type = 'firm' OR business_type = 'company' OR
        business_type = 'trust' OR business_type = 'government'),
    pan TEXT,
    gstin TEXT,
    udyam TEXT,
    masked_pan TEXT,
    masked_mobile TEXT,
    masked_email TEXT,
    mobile TEXT,
    email TEXT,
    is_mse INTEGER CHECK (is_mse IN (0, 1)),
    is_startup INTEGER CHECK (is_startup IN (0, 1)),
    women_owned INTEGER CHECK (women_owned IN (0, 1)),
    sc_st INTEGER CHECK (sc_st IN (0, 1)),
    account_on TEXT,
    status TEXT NOT NULL CHECK (
        status = 'complete' OR status = 'incomplete' OR status = 'auto' OR status = 'deactivated' OR status = 'unknown'),
    district_code TEXT REFERENCES district(code),
    pin TEXT,
    category TEXT,
    catalogues INTEGER,
    orders INTEGER,
    order_value_rs INTEGER,
    last_login_on TEXT,
    -- what came of the comparison with our book
    matched_lead INTEGER REFERENCES lead(id),
    match_key TEXT CHECK (
        match_key = 'gem_seller_id' OR match_key = 'gstin' OR match_key = 'udyam' OR match_key = 'pan' OR
        match_key = 'mobile_name' OR match_key = 'email_name' OR match_key = 'person'),
    worked_by INTEGER REFERENCES staff(id),
    is_doubtful INTEGER NOT NULL DEFAULT 0 CHECK (is_doubtful IN (0, 1)),
    is_settled INTEGER NOT NULL DEFAULT 0 CHECK (is_settled IN (0, 1)),
    gone_on TEXT,
    CHECK (matched_lead IS NULL OR match_key IS NOT NULL)
) STRICT;
CREATE INDEX gem_seller_by_lead ON gem_seller(matched_lead) WHERE matched_lead IS NOT NULL;
CREATE INDEX gem_seller_by_report ON gem_seller(report_id);
CREATE INDEX gem_seller_by_district ON gem_seller(district_code);
CREATE INDEX gem_seller_doubtful ON gem_seller(id) WHERE is_doubtful = 1;

-- The leads that a doubtful account may be, for a person to decide.
CREATE TABLE gem_seller_candidate (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL DEFAULT 1,
    account_id INTEGER NOT NULL REFERENCES gem_seller(id),
    lead_id INTEGER NOT NULL REFERENCES lead(id),
    agrees TEXT NOT NULL,
    UNIQUE (account_id, lead_id)
) STRICT;
CREATE INDEX gem_seller_candidate_by_lead ON gem_seller_candidate(lead_id);

CREATE INDEX lead_by_gem_seller ON lead(gem_seller_id) WHERE gem_seller_id IS NOT NULL;

-- Crore rupees come with two decimals: 9,266.39 is the value 9266 and 39 hundredths.
ALTER TABLE official_figure ADD COLUMN hundredths INTEGER NOT NULL DEFAULT 0 CHECK (hundredths BETWEEN 0 AND 99);
