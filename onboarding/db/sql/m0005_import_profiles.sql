-- How lists of one sender are read and taken over, as a person decided it once: recognised by their headings.

CREATE TABLE import_profile (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL DEFAULT 1,
    kind TEXT NOT NULL DEFAULT 'sellers',
    sender TEXT NOT NULL CHECK (sender <> ''),
    -- of the headings, in any order
    fingerprint TEXT NOT NULL,
    -- pattern of the sheet's name; NULL: whichever looks most like a list
    sheet TEXT,
    -- line of the headings that a person pointed at; 0: the list has none
    header_row INTEGER CHECK (header_row >= 0),
    -- normalised heading to field or null, JSON; what is not named goes by the evidence
    columns_read TEXT NOT NULL DEFAULT '{}',
    encoding TEXT,
    separator TEXT,
    convert_font INTEGER CHECK (convert_font = 0 OR convert_font = 1),
    unit TEXT CHECK (unit = 'rupee' OR unit = 'thousand' OR unit = 'lakh' OR unit = 'crore'),
    mode TEXT CHECK (mode = 'both' OR mode = 'only_new' OR mode = 'only_update'),
    -- field to value for new leads, JSON
    defaults TEXT NOT NULL DEFAULT '{}',
    used_at TEXT NOT NULL,
    UNIQUE (kind, fingerprint, sender)
) STRICT;

-- The layout of a list that was taken over, for the log of its rows and for what is new in the next one. Part of the log of runs.
CREATE TABLE import_layout (
    batch_id INTEGER PRIMARY KEY REFERENCES import_batch(id),
    fingerprint TEXT NOT NULL,
    sender TEXT NOT NULL,
    -- what the list itself says of its sender; stays when the sender is renamed
    title TEXT NOT NULL,
    -- of all columns, JSON
    headings TEXT NOT NULL,
    unit TEXT,
    -- the decisions of this run, JSON
    recipe TEXT NOT NULL DEFAULT '{}'
) STRICT;
CREATE INDEX import_layout_by_headings ON import_layout(fingerprint);
