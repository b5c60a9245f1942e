-- The house: who works here, what a seller lead is, what happened to it, and the journal that every change stands in.
-- Released: never edited again; the next change of the schema is a migration of its own.
-- A CHECK compares value by value: for IN with three values or more SQLite builds a table of them for every row that is written,
-- and nine of these were two thirds of the time in which leads of a list were stored.

CREATE TABLE district (
    code TEXT PRIMARY KEY,
    name_en TEXT NOT NULL,
    name_hi TEXT NOT NULL,
    division_en TEXT NOT NULL,
    division_hi TEXT NOT NULL,
    aliases TEXT NOT NULL DEFAULT '',
    odop_product TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

CREATE TABLE department (
    code TEXT PRIMARY KEY,
    name_en TEXT NOT NULL,
    name_hi TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Spellings that the office has decided upon, beside the shipped aliases.
CREATE TABLE district_alias (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL DEFAULT 1,
    alias TEXT NOT NULL UNIQUE,
    district_code TEXT NOT NULL REFERENCES district(code)
) STRICT;

CREATE TABLE calendar_day (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL DEFAULT 1,
    on_date TEXT NOT NULL CHECK (on_date GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    kind TEXT NOT NULL CHECK (kind = 'holiday' OR kind = 'restricted' OR kind = 'extra_working' OR kind = 'closed'),
    name_en TEXT NOT NULL DEFAULT '',
    name_hi TEXT NOT NULL DEFAULT '',
    order_no TEXT NOT NULL DEFAULT '',
    UNIQUE (on_date, kind, name_en)
) STRICT;

-- What the office decides: pattern of working days, caution money rule, language of reports.
CREATE TABLE setting (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL DEFAULT 1,
    name TEXT NOT NULL UNIQUE,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE staff (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL DEFAULT 1,
    login TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    language TEXT NOT NULL DEFAULT 'en' CHECK (language IN ('hi', 'en')),
    is_active INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1))
) STRICT;

CREATE TABLE change (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at_utc TEXT NOT NULL,
    utc_offset_min INTEGER NOT NULL,
    staff_id INTEGER REFERENCES staff(id),
    verb TEXT NOT NULL,
    door TEXT NOT NULL,
    subject TEXT NOT NULL DEFAULT '',
    row_count INTEGER NOT NULL DEFAULT 0,
    reason TEXT NOT NULL DEFAULT '',
    program_version TEXT NOT NULL,
    undoes INTEGER REFERENCES change(id),
    undone_by INTEGER REFERENCES change(id),
    previous_hash TEXT NOT NULL DEFAULT '',
    hash TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX change_by_staff ON change(staff_id, id);

CREATE TABLE change_row (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    change_id INTEGER NOT NULL REFERENCES change(id),
    table_name TEXT NOT NULL,
    row_id INTEGER NOT NULL,
    lead_id INTEGER,
    op TEXT NOT NULL CHECK (op = 'insert' OR op = 'update' OR op = 'delete'),
    before TEXT,
    after TEXT
) STRICT;
CREATE INDEX change_row_by_change ON change_row(change_id);
CREATE INDEX change_row_by_row ON change_row(table_name, row_id);
CREATE INDEX change_row_by_lead ON change_row(lead_id, id) WHERE lead_id IS NOT NULL;

-- Rows that a change made set-wise (an import, the demo): ids first to last, all of them. Their first state is the row itself,
-- taken back through later journal entries; taking them away again writes their images as change_row.
CREATE TABLE change_range (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    change_id INTEGER NOT NULL REFERENCES change(id),
    table_name TEXT NOT NULL,
    first_id INTEGER NOT NULL,
    last_id INTEGER NOT NULL CHECK (last_id >= first_id)
) STRICT;
CREATE INDEX change_range_by_change ON change_range(change_id);
CREATE INDEX change_range_by_table ON change_range(table_name, first_id);

CREATE TRIGGER change_stays BEFORE DELETE ON change BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER change_row_stays BEFORE DELETE ON change_row BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER change_row_is_final BEFORE UPDATE ON change_row BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER change_range_stays BEFORE DELETE ON change_range BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER change_is_final BEFORE UPDATE OF at_utc, utc_offset_min, staff_id, verb, door, reason, undoes ON change
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TABLE import_batch (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL DEFAULT 1,
    change_id INTEGER NOT NULL REFERENCES change(id),
    kind TEXT NOT NULL DEFAULT 'sellers',
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    sheet TEXT,
    encoding TEXT,
    header_row INTEGER,
    mapping TEXT NOT NULL DEFAULT '{}',
    counts TEXT NOT NULL DEFAULT '{}',
    committed_at TEXT NOT NULL
) STRICT;
CREATE INDEX import_batch_by_hash ON import_batch(sha256);

-- One row of a file and what became of it; the original cells stay (Aadhaar masked) for the report and for questions later.
CREATE TABLE import_row (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    batch_id INTEGER NOT NULL REFERENCES import_batch(id),
    line INTEGER NOT NULL,
    verdict TEXT NOT NULL CHECK (
        verdict = 'new' OR verdict = 'updated' OR verdict = 'unchanged' OR verdict = 'merged' OR verdict = 'review' OR
        verdict = 'rejected'),
    lead_id INTEGER,
    candidates TEXT NOT NULL DEFAULT '[]',
    reasons TEXT NOT NULL DEFAULT '',
    warnings TEXT NOT NULL DEFAULT '',
    cells TEXT NOT NULL DEFAULT '[]'
) STRICT;
CREATE INDEX import_row_by_batch ON import_row(batch_id, line);
CREATE INDEX import_row_by_lead ON import_row(lead_id) WHERE lead_id IS NOT NULL;

CREATE TABLE lead (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL DEFAULT 1,
    created_at TEXT NOT NULL,
    created_by INTEGER REFERENCES staff(id),
    updated_at TEXT NOT NULL,
    updated_by INTEGER REFERENCES staff(id),
    archived_at TEXT,
    -- identity
    name TEXT NOT NULL CHECK (name <> ''),
    name_hi TEXT,
    owner_name TEXT,
    father_name TEXT,
    business_type TEXT CHECK (
        business_type = 'proprietorship' OR business_type = 'firm' OR business_type = 'company' OR
        business_type = 'trust' OR business_type = 'government'),
    mobile TEXT,
    alt_mobile TEXT,
    phone TEXT,
    email TEXT,
    aadhaar_linked INTEGER CHECK (aadhaar_linked IN (0, 1)),
    district_code TEXT REFERENCES district(code),
    tehsil TEXT,
    block TEXT,
    address TEXT,
    pin TEXT,
    pan TEXT,
    gstin TEXT,
    udyam TEXT,
    uam TEXT,
    cin TEXT,
    dpiit TEXT,
    gem_seller_id TEXT,
    ifsc TEXT,
    bank_verified INTEGER CHECK (bank_verified IN (0, 1)),
    -- profile
    enterprise_class TEXT CHECK (
        enterprise_class = 'micro' OR enterprise_class = 'small' OR enterprise_class = 'medium' OR
        enterprise_class = 'large'),
    mse_status TEXT NOT NULL DEFAULT 'not_checked'
        CHECK (
            mse_status = 'not_checked' OR mse_status = 'claimed' OR mse_status = 'udyam_format_ok' OR
            mse_status = 'verified' OR mse_status = 'not_mse' OR mse_status = 'lapsed'),
    mse_on TEXT,
    activity TEXT CHECK (activity = 'manufacturing' OR activity = 'service' OR activity = 'trading'),
    nic TEXT,
    products TEXT,
    category_wanted TEXT,
    is_odop INTEGER CHECK (is_odop IN (0, 1)),
    investment_rs INTEGER,
    turnover_rs INTEGER,
    registered_on TEXT,
    social_category TEXT CHECK (
        social_category = 'GEN' OR social_category = 'OBC' OR social_category = 'SC' OR social_category = 'ST'),
    women_owned INTEGER CHECK (women_owned IN (0, 1)),
    divyang INTEGER CHECK (divyang IN (0, 1)),
    minority INTEGER CHECK (minority IN (0, 1)),
    is_startup INTEGER CHECK (is_startup IN (0, 1)),
    group_kind TEXT CHECK (group_kind = 'shg' OR group_kind = 'artisan' OR group_kind = 'weaver' OR group_kind = 'fpo'),
    caution_money TEXT CHECK (
        caution_money = 'not_required' OR caution_money = 'exempt' OR caution_money = 'due' OR caution_money = 'paid'),
    caution_money_on TEXT,
    caution_money_note TEXT,
    vendor_assessment TEXT CHECK (
        vendor_assessment = 'not_needed' OR vendor_assessment = 'exempt' OR vendor_assessment = 'applied' OR
        vendor_assessment = 'done'),
    -- the lead
    source TEXT,
    sponsor_department TEXT REFERENCES department(code),
    consent_note TEXT,
    remarks TEXT,
    do_not_call INTEGER NOT NULL DEFAULT 0 CHECK (do_not_call IN (0, 1)),
    gem_registered INTEGER CHECK (gem_registered IN (0, 1)),
    stage TEXT NOT NULL DEFAULT 'new' CHECK (
        stage = 'new' OR stage = 'contacted' OR stage = 'willing' OR stage = 'documents_ready' OR
        stage = 'account_created' OR stage = 'profile_complete' OR stage = 'ready_to_sell' OR stage = 'catalogue_live' OR
        stage = 'first_order' OR stage = 'productive' OR stage = 'already_registered' OR stage = 'not_interested' OR
        stage = 'not_eligible' OR stage = 'unreachable' OR stage = 'duplicate' OR stage = 'out_of_state' OR
        stage = 'suspended_on_gem'),
    stage_on TEXT NOT NULL,
    desk_id INTEGER REFERENCES staff(id),
    next_on TEXT,
    next_at TEXT,
    next_what TEXT,
    next_by INTEGER REFERENCES staff(id),
    batch_id INTEGER REFERENCES import_batch(id),
    -- derived by the write path from the tables below; not in the journal
    stage_rank INTEGER NOT NULL DEFAULT 0,
    same_key TEXT NOT NULL DEFAULT '',
    last_contact_on TEXT,
    contact_count INTEGER NOT NULL DEFAULT 0,
    counted_on TEXT,
    counted_by INTEGER,
    counted_evidence TEXT,
    mse_counted_on TEXT
) STRICT;
CREATE INDEX lead_by_name ON lead(name COLLATE NOCASE);
CREATE INDEX lead_by_creation ON lead(created_at);
CREATE INDEX lead_by_district ON lead(district_code, stage_rank);
CREATE INDEX lead_by_stage ON lead(stage_rank, stage_on, next_on);
CREATE INDEX lead_by_mobile ON lead(mobile);
CREATE INDEX lead_by_mse ON lead(mse_status, enterprise_class);
CREATE INDEX lead_by_contact ON lead(last_contact_on);
CREATE INDEX lead_by_desk ON lead(desk_id) WHERE desk_id IS NOT NULL;
CREATE INDEX lead_by_next ON lead(next_on, next_at, next_by);
CREATE INDEX lead_by_pan ON lead(pan) WHERE pan IS NOT NULL;
CREATE INDEX lead_by_gstin ON lead(gstin) WHERE gstin IS NOT NULL;
CREATE INDEX lead_by_pan_inside ON lead(substr(gstin, 3, 10)) WHERE pan IS NULL AND gstin IS NOT NULL;
CREATE INDEX lead_by_udyam ON lead(udyam) WHERE udyam IS NOT NULL;
CREATE INDEX lead_by_email ON lead(email) WHERE email IS NOT NULL;
CREATE INDEX lead_by_batch ON lead(batch_id) WHERE batch_id IS NOT NULL;
CREATE INDEX lead_counted ON lead(counted_on, district_code, counted_by, counted_evidence) WHERE counted_on IS NOT NULL;
CREATE INDEX lead_mse_counted ON lead(mse_counted_on, district_code, counted_by, counted_evidence) WHERE mse_counted_on IS NOT NULL;

-- Further people and numbers of a firm; the first two mobiles and a land line stand in the lead itself.
CREATE TABLE lead_person (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL DEFAULT 1,
    lead_id INTEGER NOT NULL REFERENCES lead(id),
    name TEXT,
    role TEXT,
    mobile TEXT,
    email TEXT,
    note TEXT
) STRICT;
CREATE INDEX lead_person_by_lead ON lead_person(lead_id);

CREATE TABLE stage_event (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL DEFAULT 1,
    lead_id INTEGER NOT NULL REFERENCES lead(id),
    from_stage TEXT,
    to_stage TEXT NOT NULL,
    event_on TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    staff_id INTEGER REFERENCES staff(id),
    evidence TEXT NOT NULL CHECK (evidence = 'told' OR evidence = 'seen' OR evidence = 'gem_report'),
    reason TEXT,
    proof TEXT
) STRICT;
CREATE INDEX stage_event_by_lead ON stage_event(lead_id);
CREATE INDEX stage_event_by_entry ON stage_event(entered_at);
CREATE INDEX stage_event_by_day ON stage_event(event_on, to_stage);

CREATE TABLE mse_event (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL DEFAULT 1,
    lead_id INTEGER NOT NULL REFERENCES lead(id),
    status TEXT NOT NULL,
    enterprise_class TEXT,
    event_on TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    staff_id INTEGER REFERENCES staff(id),
    evidence TEXT NOT NULL CHECK (evidence = 'told' OR evidence = 'seen' OR evidence = 'gem_report'),
    note TEXT
) STRICT;
CREATE INDEX mse_event_by_lead ON mse_event(lead_id);

CREATE TABLE contact (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL DEFAULT 1,
    lead_id INTEGER NOT NULL REFERENCES lead(id),
    event_on TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    staff_id INTEGER REFERENCES staff(id),
    channel TEXT NOT NULL DEFAULT 'call' CHECK (
        channel = 'call' OR channel = 'visit' OR channel = 'message' OR channel = 'letter' OR channel = 'workshop' OR
        channel = 'note'),
    outcome TEXT NOT NULL,
    is_two_way INTEGER NOT NULL DEFAULT 0 CHECK (is_two_way IN (0, 1)),
    note TEXT
) STRICT;
CREATE INDEX contact_by_lead ON contact(lead_id);
CREATE INDEX contact_by_day ON contact(event_on, staff_id, channel);

CREATE TABLE blocker (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL DEFAULT 1,
    lead_id INTEGER NOT NULL REFERENCES lead(id),
    code TEXT NOT NULL,
    note TEXT,
    raised_on TEXT NOT NULL,
    owner TEXT NOT NULL CHECK (
        owner = 'seller' OR owner = 'cell' OR owner = 'dic' OR owner = 'gem' OR owner = 'bank' OR owner = 'uidai' OR
        owner = 'ca' OR owner = 'rites' OR owner = 'department'),
    expected_on TEXT,
    cleared_on TEXT
) STRICT;
CREATE INDEX blocker_by_lead ON blocker(lead_id);
CREATE INDEX blocker_open ON blocker(raised_on, code, lead_id) WHERE cleared_on IS NULL;

CREATE TABLE paper (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL DEFAULT 1,
    lead_id INTEGER NOT NULL REFERENCES lead(id),
    code TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state = 'have' OR state = 'not_needed' OR state = 'missing'),
    seen_on TEXT NOT NULL,
    UNIQUE (lead_id, code)
) STRICT;

CREATE TABLE target (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL DEFAULT 1,
    figure TEXT NOT NULL,
    unit_kind TEXT NOT NULL CHECK (
        unit_kind = 'state' OR unit_kind = 'division' OR unit_kind = 'district' OR unit_kind = 'staff'),
    unit TEXT NOT NULL DEFAULT '',
    from_on TEXT NOT NULL,
    to_on TEXT NOT NULL CHECK (to_on >= from_on),
    value INTEGER NOT NULL CHECK (value >= 0),
    UNIQUE (figure, unit_kind, unit, from_on, to_on)
) STRICT;

-- Official figures of GeM, each with its as-on date; never added to what the office achieved.
CREATE TABLE official_figure (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL DEFAULT 1,
    as_on TEXT NOT NULL,
    figure TEXT NOT NULL,
    value INTEGER NOT NULL,
    source TEXT NOT NULL DEFAULT '',
    UNIQUE (as_on, figure)
) STRICT;

-- Derived: every number of a lead, reversed, so that "ends with 4321" is a range of the index.
CREATE TABLE lead_number (
    reversed TEXT NOT NULL,
    lead_id INTEGER NOT NULL,
    PRIMARY KEY (reversed, lead_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX lead_number_by_lead ON lead_number(lead_id);

-- Derived: words in the person's own script, and consonant keys that are the same in both scripts.
CREATE VIRTUAL TABLE lead_words USING fts5(
    words, keys, detail = column, columnsize = 0, prefix = '2 3',
    tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Co Mc Mn'"
);
-- Derived: PAN, GSTIN, Udyam, e-mail, GeM id: any three characters in a row find them.
CREATE VIRTUAL TABLE lead_codes USING fts5(codes, detail = full, columnsize = 0, tokenize = 'trigram');

-- Derived: how many leads stand where, so that Today and Progress cost the same at any size.
CREATE TABLE lead_tally (
    stage TEXT NOT NULL,
    district_code TEXT NOT NULL,
    desk_id INTEGER NOT NULL,
    has_next INTEGER NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (stage, district_code, desk_id, has_next)
) STRICT, WITHOUT ROWID;

-- Which lines of the tally a registered lead adds one to: the definition of the figures that leads make. (Evidence: 0 told,
-- 1 seen, 2 in GeM's report.)
CREATE VIEW count_of_lead (lead_id, unit_kind, grain, figure, span, unit, evidence) AS
SELECT l.id, u.column1, g.column1, f.column1,
       substr(CASE f.column1 WHEN 'mse_registered' THEN l.mse_counted_on ELSE l.counted_on END, 1, g.column2),
       CASE u.column1 WHEN 'district' THEN coalesce(l.district_code, '-')
                      WHEN 'staff' THEN CAST(coalesce(l.counted_by, 0) AS TEXT) ELSE '' END,
       CASE l.counted_evidence WHEN 'gem_report' THEN 2 WHEN 'seen' THEN 1 ELSE 0 END
FROM lead l,
     (VALUES ('state'), ('district'), ('staff')) u,
     (VALUES ('day', 10), ('month', 7)) g,
     (VALUES ('sellers_registered'), ('mse_registered'), ('sc_st_registered'), ('women_registered')) f
WHERE l.counted_on IS NOT NULL
  AND CASE f.column1 WHEN 'mse_registered' THEN l.mse_counted_on IS NOT NULL
                     WHEN 'sc_st_registered' THEN coalesce(l.social_category IN ('SC', 'ST'), 0)
                     WHEN 'women_registered' THEN coalesce(l.women_owned, 0) ELSE 1 END;

-- The same for a call; a call stands in the office's own log, so that no level of evidence leaves it out. It belongs to the
-- district that the lead has now.
CREATE VIEW count_of_contact (contact_id, unit_kind, grain, figure, span, unit, evidence) AS
SELECT c.id, u.column1, g.column1, 'calls', substr(c.event_on, 1, g.column2),
       CASE u.column1 WHEN 'district' THEN coalesce(l.district_code, '-')
                      WHEN 'staff' THEN CAST(coalesce(c.staff_id, 0) AS TEXT) ELSE '' END, 2
FROM contact c JOIN lead l ON l.id = c.lead_id,
     (VALUES ('state'), ('district'), ('staff')) u, (VALUES ('day', 10), ('month', 7)) g
WHERE c.channel = 'call';

-- Derived: every figure by day and by month, for the state, each district and each person, so that the count of a year costs
-- a few rows at any size. Triggers keep it: no door can go round them, and a set-wise statement needs no second form.
CREATE TABLE count_tally (
    unit_kind TEXT NOT NULL,
    grain TEXT NOT NULL,
    figure TEXT NOT NULL,
    span TEXT NOT NULL,
    unit TEXT NOT NULL,
    evidence INTEGER NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (unit_kind, grain, figure, span, unit, evidence)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER lead_counts AFTER INSERT ON lead WHEN NEW.counted_on IS NOT NULL BEGIN
    INSERT INTO count_tally SELECT unit_kind, grain, figure, span, unit, evidence, 1 FROM count_of_lead WHERE lead_id = NEW.id
    ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER lead_counts_no_more BEFORE DELETE ON lead WHEN OLD.counted_on IS NOT NULL BEGIN
    INSERT INTO count_tally SELECT unit_kind, grain, figure, span, unit, evidence, -1 FROM count_of_lead WHERE lead_id = OLD.id
    ON CONFLICT DO UPDATE SET n = n - 1;
END;
CREATE TRIGGER lead_counted_before
BEFORE UPDATE OF counted_on, counted_by, counted_evidence, mse_counted_on, district_code, social_category, women_owned ON lead
WHEN OLD.counted_on IS NOT NULL BEGIN
    INSERT INTO count_tally SELECT unit_kind, grain, figure, span, unit, evidence, -1 FROM count_of_lead WHERE lead_id = OLD.id
    ON CONFLICT DO UPDATE SET n = n - 1;
END;
CREATE TRIGGER lead_counts_now
AFTER UPDATE OF counted_on, counted_by, counted_evidence, mse_counted_on, district_code, social_category, women_owned ON lead
WHEN NEW.counted_on IS NOT NULL BEGIN
    INSERT INTO count_tally SELECT unit_kind, grain, figure, span, unit, evidence, 1 FROM count_of_lead WHERE lead_id = NEW.id
    ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER contact_counts AFTER INSERT ON contact WHEN NEW.channel = 'call' BEGIN
    INSERT INTO count_tally SELECT unit_kind, grain, figure, span, unit, evidence, 1 FROM count_of_contact WHERE contact_id = NEW.id
    ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER contact_counts_no_more BEFORE DELETE ON contact WHEN OLD.channel = 'call' BEGIN
    INSERT INTO count_tally SELECT unit_kind, grain, figure, span, unit, evidence, -1 FROM count_of_contact WHERE contact_id = OLD.id
    ON CONFLICT DO UPDATE SET n = n - 1;
END;
CREATE TRIGGER contact_counted_before BEFORE UPDATE OF event_on, staff_id, channel, lead_id ON contact WHEN OLD.channel = 'call' BEGIN
    INSERT INTO count_tally SELECT unit_kind, grain, figure, span, unit, evidence, -1 FROM count_of_contact WHERE contact_id = OLD.id
    ON CONFLICT DO UPDATE SET n = n - 1;
END;
CREATE TRIGGER contact_counts_now AFTER UPDATE OF event_on, staff_id, channel, lead_id ON contact WHEN NEW.channel = 'call' BEGIN
    INSERT INTO count_tally SELECT unit_kind, grain, figure, span, unit, evidence, 1 FROM count_of_contact WHERE contact_id = NEW.id
    ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER calls_leave_district BEFORE UPDATE OF district_code ON lead
WHEN OLD.district_code IS NOT NEW.district_code BEGIN
    INSERT INTO count_tally SELECT unit_kind, grain, figure, span, unit, evidence, -1 FROM count_of_contact
    WHERE unit_kind = 'district' AND contact_id IN (SELECT id FROM contact WHERE lead_id = OLD.id)
    ON CONFLICT DO UPDATE SET n = n - 1;
END;
CREATE TRIGGER calls_come_to_district AFTER UPDATE OF district_code ON lead
WHEN OLD.district_code IS NOT NEW.district_code BEGIN
    INSERT INTO count_tally SELECT unit_kind, grain, figure, span, unit, evidence, 1 FROM count_of_contact
    WHERE unit_kind = 'district' AND contact_id IN (SELECT id FROM contact WHERE lead_id = NEW.id)
    ON CONFLICT DO UPDATE SET n = n + 1;
END;
