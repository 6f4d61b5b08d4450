-- +goose Up
-- The full-text index. What a row says is folded by cache/fold, words parted by
-- spaces; the text itself is not kept here, only where its words stand. The
-- rowid sorts: open rows before closed leads, the newest first, so that the
-- first matches read are the best ones. The short prefixes make one and two
-- letters as quick as whole words.
CREATE VIRTUAL TABLE search_text USING fts5 (
    head,   -- first word of the title
    title,
    other,  -- words of all other texts
    digits, -- every three digits that follow each other in a phone, as one letter each
    content = '', contentless_delete = 1, detail = column, prefix = '1 2', tokenize = 'ascii'
);

-- Which row is where in the index.
CREATE TABLE search_rows (
    at         INTEGER PRIMARY KEY, -- rowid of search_text
    kind       INTEGER NOT NULL,    -- see searchKind
    id         INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    hash       INTEGER NOT NULL     -- of what was indexed
);

CREATE UNIQUE INDEX search_rows_row ON search_rows (kind, id);

-- Rows whose text may be another than the indexed one. They are written here in
-- the transaction that changes the row, and worked off later.
CREATE TABLE search_queue (
    kind INTEGER NOT NULL,
    id   INTEGER NOT NULL,
    PRIMARY KEY (kind, id)
) WITHOUT ROWID;
