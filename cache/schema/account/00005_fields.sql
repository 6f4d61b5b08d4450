-- +goose Up
-- Values of leads' custom fields, to filter by. They stand in the JSON of the
-- bases and in unsent changes, so only of fields that somebody has filtered by
-- are they kept here as well, from the first time on.

CREATE TABLE kept_fields (
    field_id INTEGER PRIMARY KEY,
    type     TEXT NOT NULL,    -- of the field
    version  TEXT NOT NULL,    -- of what is kept, see valuesVersion
    filled   INTEGER NOT NULL, -- the leads up to this place of their bases are in
    at       INTEGER NOT NULL  -- grows with each field that is kept anew
);

-- What the person sees in a kept field of a lead: one row a value, none for a
-- lead without any.
CREATE TABLE lead_values (
    field_id INTEGER NOT NULL,
    lead_id  INTEGER NOT NULL,
    place    INTEGER NOT NULL,
    number,                    -- of numbers, times (Unix seconds), choices (their ids) and checkboxes (0, 1)
    text     TEXT,             -- of all others, by cache/fold
    PRIMARY KEY (field_id, lead_id, place)
) WITHOUT ROWID;
