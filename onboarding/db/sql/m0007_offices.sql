-- Buyers: the tree of organisations, their posts and the officers who held them, what happened to an office on its way to GeM,
-- and purchases made outside GeM.
-- Released: never edited again; the next change of the schema is a migration of its own.

-- An organisation at any level of the tree; the roots are the departments that ship with the program. Retired or merged ones stay.
CREATE TABLE office (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL DEFAULT 1,
    parent_id INTEGER REFERENCES office(id),
    kind TEXT NOT NULL CHECK (
        kind = 'department' OR kind = 'hod' OR kind = 'directorate' OR kind = 'corporation' OR kind = 'university' OR
        kind = 'local_body' OR kind = 'division' OR kind = 'district' OR kind = 'office'),
    department_code TEXT REFERENCES department(code),
    -- As written, where no department is known by it: it waits for a person.
    department_text TEXT,
    name TEXT NOT NULL CHECK (name <> ''),
    name_hi TEXT,
    district_code TEXT REFERENCES district(code),
    district_text TEXT,
    -- Text: leading zeros count.
    ddo_code TEXT,
    -- The code in the list of the office's own organisation; says nothing outside of it.
    office_code TEXT,
    address TEXT,
    pin TEXT,
    mobile TEXT,
    phone TEXT,
    email TEXT,
    payment_method TEXT CHECK (
        payment_method = 'pfms' OR payment_method = 'state' OR payment_method = 'gpa' OR payment_method = 'sgpa' OR
        payment_method = 'other'),
    bank_name TEXT,
    remarks TEXT,
    source TEXT,
    retired_on TEXT,
    merged_into INTEGER REFERENCES office(id),
    stage TEXT NOT NULL DEFAULT 'identified' CHECK (
        stage = 'identified' OR stage = 'contacted' OR stage = 'nodal_named' OR stage = 'trained' OR
        stage = 'pu_documents' OR stage = 'pu_submitted' OR stage = 'pu_active' OR stage = 'su_created' OR
        stage = 'payment_ready' OR stage = 'first_order' OR stage = 'regular'),
    stage_on TEXT NOT NULL,
    side_state TEXT CHECK (
        side_state = 'dormant' OR side_state = 'pu_transferred' OR side_state = 'merged' OR side_state = 'not_required' OR
        side_state = 'refused'),
    side_on TEXT,
    desk_id INTEGER REFERENCES staff(id),
    next_on TEXT,
    next_at TEXT,
    next_what TEXT,
    next_by INTEGER REFERENCES staff(id),
    batch_id INTEGER REFERENCES import_batch(id)
) STRICT;
CREATE INDEX office_by_parent ON office(parent_id);
CREATE INDEX office_by_department ON office(department_code, stage, district_code);
CREATE INDEX office_by_district ON office(district_code, stage);
CREATE INDEX office_by_name ON office(name COLLATE NOCASE);
CREATE INDEX office_by_ddo ON office(ddo_code) WHERE ddo_code IS NOT NULL;
CREATE INDEX office_by_mobile ON office(mobile) WHERE mobile IS NOT NULL;
CREATE INDEX office_by_next ON office(next_on, next_at, next_by) WHERE next_on IS NOT NULL;
CREATE INDEX office_by_desk ON office(desk_id) WHERE desk_id IS NOT NULL;
CREATE INDEX office_by_batch ON office(batch_id) WHERE batch_id IS NOT NULL;
CREATE INDEX office_unresolved ON office(department_text) WHERE department_text IS NOT NULL;
CREATE INDEX office_merged ON office(merged_into) WHERE merged_into IS NOT NULL;

-- A charge of an office; it stays when its officer is transferred.
CREATE TABLE post (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL DEFAULT 1,
    office_id INTEGER NOT NULL REFERENCES office(id),
    role TEXT NOT NULL CHECK (
        role = 'primary_user' OR role = 'buyer' OR role = 'consignee' OR role = 'ddo' OR role = 'paying' OR
        role = 'nodal' OR role = 'head' OR role = 'verifier' OR role = 'other'),
    title TEXT,
    -- Said to be vacant. Without that, and without a holder, nobody knows.
    is_vacant INTEGER NOT NULL DEFAULT 0 CHECK (is_vacant IN (0, 1)),
    retired_on TEXT,
    batch_id INTEGER REFERENCES import_batch(id)
) STRICT;
CREATE INDEX post_by_office ON post(office_id, role);
CREATE INDEX post_by_role ON post(role, office_id);

-- Who held a post from when to when, and since when the person is active on GeM in it.
CREATE TABLE officer (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL DEFAULT 1,
    post_id INTEGER NOT NULL REFERENCES post(id),
    name TEXT NOT NULL CHECK (name <> ''),
    name_hi TEXT,
    designation TEXT,
    mobile TEXT,
    phone TEXT,
    email TEXT,
    aadhaar_linked INTEGER CHECK (aadhaar_linked IN (0, 1)),
    from_on TEXT,
    to_on TEXT,
    -- The officer left the post, the day is not known.
    has_left INTEGER NOT NULL DEFAULT 0 CHECK (has_left IN (0, 1)),
    -- The user on GeM: active from, active to (the first day on which it is active no more).
    active_from TEXT,
    active_to TEXT,
    gem_user_id TEXT,
    note TEXT,
    batch_id INTEGER REFERENCES import_batch(id)
) STRICT;
CREATE INDEX officer_by_post ON officer(post_id, to_on);
CREATE INDEX officer_by_mobile ON officer(mobile) WHERE mobile IS NOT NULL;
CREATE INDEX officer_by_email ON officer(email) WHERE email IS NOT NULL;
CREATE INDEX officer_by_activity ON officer(active_from, active_to) WHERE active_from IS NOT NULL;
CREATE INDEX officer_by_batch ON officer(batch_id) WHERE batch_id IS NOT NULL;

CREATE TABLE office_stage_event (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL DEFAULT 1,
    office_id INTEGER NOT NULL REFERENCES office(id),
    from_stage TEXT,
    to_stage TEXT NOT NULL,
    event_on TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    staff_id INTEGER REFERENCES staff(id),
    evidence TEXT NOT NULL CHECK (evidence = 'told' OR evidence = 'seen' OR evidence = 'gem_report'),
    reason TEXT,
    proof TEXT
) STRICT;
CREATE INDEX office_stage_event_by_office ON office_stage_event(office_id);
CREATE INDEX office_stage_event_by_day ON office_stage_event(event_on, to_stage);

CREATE TABLE office_contact (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL DEFAULT 1,
    office_id INTEGER NOT NULL REFERENCES office(id),
    officer_id INTEGER REFERENCES officer(id),
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
CREATE INDEX office_contact_by_office ON office_contact(office_id);
CREATE INDEX office_contact_by_officer ON office_contact(officer_id) WHERE officer_id IS NOT NULL;
CREATE INDEX office_contact_by_day ON office_contact(event_on, staff_id, channel);

CREATE TABLE office_blocker (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL DEFAULT 1,
    office_id INTEGER NOT NULL REFERENCES office(id),
    code TEXT NOT NULL,
    note TEXT,
    raised_on TEXT NOT NULL,
    owner TEXT NOT NULL CHECK (
        owner = 'department' OR owner = 'office' OR owner = 'cell' OR owner = 'gem' OR owner = 'bank' OR
        owner = 'treasury' OR owner = 'uidai'),
    expected_on TEXT,
    cleared_on TEXT
) STRICT;
CREATE INDEX office_blocker_by_office ON office_blocker(office_id);
CREATE INDEX office_blocker_open ON office_blocker(raised_on, code, office_id) WHERE cleared_on IS NULL;

-- An order that an office placed on GeM.
CREATE TABLE office_order (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL DEFAULT 1,
    office_id INTEGER NOT NULL REFERENCES office(id),
    contract_no TEXT UNIQUE,
    bid_no TEXT,
    ordered_on TEXT NOT NULL,
    value_rs INTEGER,
    category TEXT,
    seller_name TEXT,
    batch_id INTEGER REFERENCES import_batch(id)
) STRICT;
CREATE INDEX office_order_by_office ON office_order(office_id, ordered_on);

-- Spellings of departments that the office has decided upon, beside the shipped ones.
CREATE TABLE department_alias (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL DEFAULT 1,
    alias TEXT NOT NULL UNIQUE,
    department_code TEXT NOT NULL REFERENCES department(code)
) STRICT;

-- A purchase that was, or is about to be, made outside GeM.
CREATE TABLE purchase (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL DEFAULT 1,
    tender_id TEXT,
    reference_no TEXT,
    -- The call before this one, when it is a second call of the same purchase.
    earlier_id INTEGER REFERENCES purchase(id),
    department_code TEXT REFERENCES department(code),
    department_text TEXT,
    office_id INTEGER REFERENCES office(id),
    office_text TEXT,
    district_code TEXT REFERENCES district(code),
    district_text TEXT,
    published_on TEXT,
    closing_on TEXT,
    opening_on TEXT,
    item TEXT,
    value_rs INTEGER,
    emd_rs INTEGER,
    kind TEXT CHECK (kind = 'goods' OR kind = 'service' OR kind = 'works' OR kind = 'auction'),
    -- What the words of the notice say; a person decides by the columns after it.
    finding TEXT NOT NULL DEFAULT 'to_check' CHECK (
        finding = 'on_gem' OR finding = 'not_for_gem' OR finding = 'has_gemarpts' OR finding = 'to_check'),
    category TEXT,
    category_found TEXT CHECK (category_found = 'yes' OR category_found = 'no' OR category_found = 'partly'),
    category_link TEXT,
    category_checked_on TEXT,
    category_checked_by INTEGER REFERENCES staff(id),
    gemarpts_id TEXT,
    gemarpts_on TEXT,
    exception TEXT CHECK (
        exception = 'gemarpts' OR exception = 'no_category' OR exception = 'rate_contract' OR exception = 'urgent' OR
        exception = 'works' OR exception = 'sale' OR exception = 'other'),
    exception_note TEXT,
    evidence_file TEXT,
    status TEXT NOT NULL DEFAULT 'spotted' CHECK (
        status = 'spotted' OR status = 'verified_violation' OR status = 'justified' OR status = 'notice_sent' OR
        status = 'reply_received' OR status = 'cancelled_moved_to_gem' OR status = 'action_by_hod' OR
        status = 'closed_justified' OR status = 'escalated_cs'),
    status_on TEXT NOT NULL,
    notice_no TEXT,
    notice_on TEXT,
    reply_due_on TEXT,
    reply_on TEXT,
    moved_contract_no TEXT,
    moved_value_rs INTEGER,
    source TEXT,
    remarks TEXT,
    desk_id INTEGER REFERENCES staff(id),
    next_on TEXT,
    next_at TEXT,
    next_what TEXT,
    next_by INTEGER REFERENCES staff(id),
    batch_id INTEGER REFERENCES import_batch(id)
) STRICT;
CREATE UNIQUE INDEX purchase_by_tender ON purchase(tender_id) WHERE tender_id IS NOT NULL;
CREATE INDEX purchase_by_department ON purchase(department_code, status, district_code);
CREATE INDEX purchase_by_district ON purchase(district_code, status);
CREATE INDEX purchase_by_office ON purchase(office_id, published_on) WHERE office_id IS NOT NULL;
CREATE INDEX purchase_by_status ON purchase(status, notice_on);
CREATE INDEX purchase_by_closing ON purchase(closing_on);
CREATE INDEX purchase_by_next ON purchase(next_on, next_at, next_by) WHERE next_on IS NOT NULL;
CREATE INDEX purchase_earlier ON purchase(earlier_id) WHERE earlier_id IS NOT NULL;
CREATE INDEX purchase_by_batch ON purchase(batch_id) WHERE batch_id IS NOT NULL;

-- What happened to a purchase: a corrigendum (another closing day), a step of its status, a note.
CREATE TABLE purchase_event (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL DEFAULT 1,
    purchase_id INTEGER NOT NULL REFERENCES purchase(id),
    kind TEXT NOT NULL CHECK (kind = 'corrigendum' OR kind = 'status' OR kind = 'note'),
    event_on TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    staff_id INTEGER REFERENCES staff(id),
    from_value TEXT,
    to_value TEXT,
    note TEXT
) STRICT;
CREATE INDEX purchase_event_by_purchase ON purchase_event(purchase_id);

-- Derived: words of an office in their own script and consonant keys that are the same in both, as for leads.
CREATE VIRTUAL TABLE office_words USING fts5(
    words, keys, detail = column, columnsize = 0, prefix = '2 3',
    tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Co Mc Mn'"
);

-- The record that a row of a list became where the list is not one of sellers: an office, an officer, a purchase, by the run's kind.
ALTER TABLE import_row ADD COLUMN record_id INTEGER;
CREATE INDEX import_row_by_record ON import_row(record_id) WHERE record_id IS NOT NULL;
