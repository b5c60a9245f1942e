-- Rows of lists that only a person may decide about, what was decided, and who is known not to be the same firm.

-- Derived: firms of one district with the same words in their name, with an owner of the same name (domain/likeness.py).
ALTER TABLE lead ADD COLUMN name_block INTEGER;
ALTER TABLE lead ADD COLUMN owner_block INTEGER;
CREATE INDEX lead_by_name_block ON lead(name_block) WHERE name_block IS NOT NULL;
CREATE INDEX lead_by_owner_block ON lead(owner_block) WHERE owner_block IS NOT NULL;

-- An incoming row: what was read from it, as it stood in the list, and what became of it.
CREATE TABLE review (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL DEFAULT 1,
    batch_id INTEGER NOT NULL REFERENCES import_batch(id),
    line INTEGER NOT NULL,
    -- the firm's identity in any list: a hash of name key, numbers and identifiers
    fingerprint TEXT NOT NULL,
    name TEXT NOT NULL,
    record TEXT NOT NULL,
    more TEXT NOT NULL DEFAULT '[]',
    cells TEXT NOT NULL DEFAULT '[]',
    state TEXT NOT NULL DEFAULT 'open' CHECK (state = 'open' OR state = 'same' OR state = 'new' OR state = 'linked'),
    -- the lead that it was folded into, or that was made of it
    decided_lead INTEGER REFERENCES lead(id),
    decided_at TEXT,
    decided_by INTEGER REFERENCES staff(id)
) STRICT;
CREATE INDEX review_open ON review(id) WHERE state = 'open';
CREATE INDEX review_by_fingerprint ON review(fingerprint);
CREATE INDEX review_by_batch ON review(batch_id);
CREATE INDEX review_by_decided_lead ON review(decided_lead) WHERE decided_lead IS NOT NULL;

CREATE TABLE review_candidate (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL DEFAULT 1,
    review_id INTEGER NOT NULL REFERENCES review(id),
    may_be INTEGER NOT NULL REFERENCES lead(id),
    points INTEGER NOT NULL,
    why TEXT NOT NULL DEFAULT '[]'
) STRICT;
CREATE INDEX review_candidate_by_review ON review_candidate(review_id);
CREATE INDEX review_candidate_by_lead ON review_candidate(may_be);

-- Remembered for ever: this firm of a list (by its fingerprint), or this other lead, is not that lead.
CREATE TABLE not_same (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL DEFAULT 1,
    lead_id INTEGER NOT NULL REFERENCES lead(id),
    other_id INTEGER REFERENCES lead(id),
    fingerprint TEXT,
    CHECK ((other_id IS NULL) <> (fingerprint IS NULL))
) STRICT;
CREATE INDEX not_same_by_lead ON not_same(lead_id);
CREATE INDEX not_same_by_other ON not_same(other_id) WHERE other_id IS NOT NULL;
CREATE INDEX not_same_by_fingerprint ON not_same(fingerprint) WHERE fingerprint IS NOT NULL;

-- Two firms that belong together and are both kept: a father's and a son's, two of one owner.
CREATE TABLE lead_link (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL DEFAULT 1,
    lead_id INTEGER NOT NULL REFERENCES lead(id),
    other_id INTEGER NOT NULL REFERENCES lead(id),
    linked_at TEXT NOT NULL,
    linked_by INTEGER REFERENCES staff(id)
) STRICT;
CREATE INDEX lead_link_by_lead ON lead_link(lead_id);
CREATE INDEX lead_link_by_other ON lead_link(other_id);
