-- A run of many rows is written in chunks that nobody sees before its last step; one that was cut off is gone on with or taken away.
-- Released: never edited again; the next change of the schema is a migration of its own.

ALTER TABLE import_batch ADD COLUMN state TEXT NOT NULL DEFAULT 'done'
    CHECK (state = 'pending' OR state = 'done' OR state = 'given_up');

-- How far a run is. Its plan is a file beside the database, never changed once the run has begun.
CREATE TABLE import_pending (
    batch_id INTEGER PRIMARY KEY REFERENCES import_batch(id),
    plan TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    as_of INTEGER NOT NULL,
    rows INTEGER NOT NULL,
    written INTEGER NOT NULL DEFAULT 0
) STRICT;

-- The ids that it keeps for the rows it makes, first to last, and the next one that is free. Readings leave these rows out.
CREATE TABLE import_block (
    batch_id INTEGER NOT NULL REFERENCES import_pending(batch_id) ON DELETE CASCADE,
    table_name TEXT NOT NULL,
    first_id INTEGER NOT NULL,
    last_id INTEGER NOT NULL CHECK (last_id >= first_id),
    next_id INTEGER NOT NULL,
    PRIMARY KEY (batch_id, table_name)
) STRICT, WITHOUT ROWID;
