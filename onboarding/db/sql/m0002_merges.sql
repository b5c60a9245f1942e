-- Two leads that turned out to be one firm: which row went into which. The row of the one that went is deleted with its image in
-- the journal; everything that pointed to it points to the one that was kept.
CREATE TABLE lead_merge (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL DEFAULT 1,
    lead_id INTEGER NOT NULL REFERENCES lead(id),
    -- No foreign key: its row is gone, and comes back under this number when the two are separated.
    gone_id INTEGER NOT NULL UNIQUE CHECK (gone_id <> lead_id),
    gone_name TEXT NOT NULL,
    merged_at TEXT NOT NULL,
    staff_id INTEGER REFERENCES staff(id),
    reason TEXT NOT NULL DEFAULT '',
    -- Fields for which the value of the one that went was chosen, parted by blanks.
    taken TEXT NOT NULL DEFAULT '',
    change_id INTEGER NOT NULL REFERENCES change(id),
    -- The first row in the journal that belongs to this merge; the last one is that of this row itself.
    first_row INTEGER NOT NULL
) STRICT;
CREATE INDEX lead_merge_by_lead ON lead_merge(lead_id);
CREATE INDEX lead_merge_by_change ON lead_merge(change_id);

-- Of two histories that became one, only the one that leads makes the figures and the flow between stages; the moves of the other
-- are shown. 0: it counts. 1: shown only. 2: shown, and its day and evidence hold for the same account where they are the better.
ALTER TABLE stage_event ADD COLUMN aside INTEGER NOT NULL DEFAULT 0 CHECK (aside BETWEEN 0 AND 2);
