-- Units of the Udyam registry that nobody has spoken to yet: the pool from which leads are made once a contact is found.
-- The registry gives no number and no contact; what a unit is known by are its district (whose code names the state too), the
-- normalised name, the PIN and the day of registration. What is missing is '' and not NULL: two blanks are the same.
CREATE TABLE prospect (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL DEFAULT 1,
    district_code TEXT NOT NULL REFERENCES district(code),
    same_key TEXT NOT NULL CHECK (same_key <> ''),
    pin TEXT NOT NULL DEFAULT '',
    registered_on TEXT NOT NULL DEFAULT '',
    name TEXT NOT NULL CHECK (name <> ''),
    name_hi TEXT,
    address TEXT NOT NULL DEFAULT '',
    nic TEXT NOT NULL DEFAULT '',
    activities TEXT NOT NULL DEFAULT '',
    first_seen_on TEXT NOT NULL,
    -- The last day on which the registry gave it again; in no journal entry. NULL: never after the first.
    last_seen_on TEXT,
    became_lead_id INTEGER REFERENCES lead(id),
    -- What the index below holds, in the order of its columns; part of the row, so that triggers alone keep the index.
    words TEXT NOT NULL DEFAULT '',
    keys TEXT NOT NULL DEFAULT '',
    marks TEXT NOT NULL DEFAULT '',
    UNIQUE (district_code, same_key, pin, registered_on)
) STRICT;
CREATE INDEX prospect_by_name ON prospect(same_key);
CREATE INDEX prospect_by_day ON prospect(registered_on);
CREATE INDEX prospect_by_lead ON prospect(became_lead_id) WHERE became_lead_id IS NOT NULL;

-- Words of the name, consonant keys that are the same in both scripts, and marks (d129 the district, n13991 an activity, p225001
-- the PIN): a filter beside a word is an intersection inside the index, not a million rows looked at.
CREATE VIRTUAL TABLE prospect_words USING fts5(
    words, keys, marks, content = 'prospect', content_rowid = 'id', detail = column, columnsize = 0, prefix = '2 3',
    tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Co Mc Mn'"
);
CREATE TRIGGER prospect_found AFTER INSERT ON prospect BEGIN
    INSERT INTO prospect_words (rowid, words, keys, marks) VALUES (NEW.id, NEW.words, NEW.keys, NEW.marks);
END;
CREATE TRIGGER prospect_found_no_more AFTER DELETE ON prospect BEGIN
    INSERT INTO prospect_words (prospect_words, rowid, words, keys, marks)
    VALUES ('delete', OLD.id, OLD.words, OLD.keys, OLD.marks);
END;
CREATE TRIGGER prospect_found_otherwise AFTER UPDATE OF words, keys, marks ON prospect BEGIN
    INSERT INTO prospect_words (prospect_words, rowid, words, keys, marks)
    VALUES ('delete', OLD.id, OLD.words, OLD.keys, OLD.marks);
    INSERT INTO prospect_words (rowid, words, keys, marks) VALUES (NEW.id, NEW.words, NEW.keys, NEW.marks);
END;

-- A pull of one district from the registry and how far it is; a log of its own, as import_batch is.
CREATE TABLE prospect_pull (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    district_code TEXT NOT NULL REFERENCES district(code),
    -- The spelling by which the registry was asked; '' by the district's code.
    spelling TEXT NOT NULL DEFAULT '',
    staff_id INTEGER REFERENCES staff(id),
    state TEXT NOT NULL DEFAULT 'open' CHECK (state = 'open' OR state = 'done' OR state = 'left' OR state = 'undone'),
    started_at TEXT NOT NULL,
    last_at TEXT NOT NULL,
    total INTEGER NOT NULL DEFAULT 0,
    next_offset INTEGER NOT NULL DEFAULT 0,
    pages INTEGER NOT NULL DEFAULT 0,
    new INTEGER NOT NULL DEFAULT 0,
    known INTEGER NOT NULL DEFAULT 0,
    refused INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX prospect_pull_by_district ON prospect_pull(district_code, spelling, id);

-- The journal entry of each page that brought something new.
CREATE TABLE prospect_page (
    pull_id INTEGER NOT NULL REFERENCES prospect_pull(id),
    change_id INTEGER NOT NULL REFERENCES change(id),
    PRIMARY KEY (pull_id, change_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX prospect_page_by_change ON prospect_page(change_id);

-- How many units the registry says a district has, by day: what registered sellers are compared with.
CREATE TABLE udyam_units (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL DEFAULT 1,
    district_code TEXT NOT NULL REFERENCES district(code),
    as_on TEXT NOT NULL,
    units INTEGER NOT NULL CHECK (units >= 0),
    UNIQUE (district_code, as_on)
) STRICT;
