-- +goose Up
-- Every write of the product as an act of the person: what it did to which
-- rows, how to take it back, and what the server made of it.

-- What the person did, one row each; the history has its rows.
CREATE TABLE acts (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    at     INTEGER NOT NULL,           -- Unix seconds, local clock
    kind   TEXT NOT NULL,
    undone INTEGER NOT NULL DEFAULT 0, -- in which order it was undone, 0 while it stands
    lost   INTEGER NOT NULL DEFAULT 0  -- 1: undone, and something else was done since, so that it cannot be redone
);

INSERT INTO acts (id, at, kind) SELECT id, at, kind FROM history ORDER BY id;

ALTER TABLE history ADD COLUMN act_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE history ADD COLUMN part TEXT NOT NULL DEFAULT 'do'; -- do, or undo: a step of taking the act back

UPDATE history SET act_id = id;

CREATE INDEX history_act ON history (act_id, id);

ALTER TABLE outbox ADD COLUMN act_id INTEGER NOT NULL DEFAULT 0;
-- The lead's create that this create is sent with, in one complex call.
ALTER TABLE outbox ADD COLUMN bundle INTEGER NOT NULL DEFAULT 0;
-- The server's clock when the change was first sent, Unix seconds, 0 unknown.
ALTER TABLE outbox ADD COLUMN tried_at INTEGER NOT NULL DEFAULT 0;

CREATE INDEX outbox_bundle ON outbox (bundle) WHERE bundle <> 0;

-- Rows without an id of the server's that a change names: it waits for them.
CREATE TABLE outbox_needs (
    change_id INTEGER NOT NULL,
    row_id    INTEGER NOT NULL,
    PRIMARY KEY (change_id, row_id)
) WITHOUT ROWID;

CREATE INDEX outbox_needs_row ON outbox_needs (row_id);

-- The fields of a change that somebody else has set to something else.
CREATE TABLE conflicts (
    change_id INTEGER NOT NULL,
    field     TEXT NOT NULL,
    before    TEXT NOT NULL, -- JSON
    theirs    TEXT NOT NULL, -- JSON
    theirs_by INTEGER NOT NULL, -- 0 unknown, or a robot
    theirs_at INTEGER NOT NULL, -- Unix seconds of the server
    PRIMARY KEY (change_id, field)
) WITHOUT ROWID;

-- Choices of the person in a conflict: the change and its conflicts as they
-- stood before, so that a choice can be taken back.
CREATE TABLE resolutions (
    act_id    INTEGER PRIMARY KEY,
    change_id INTEGER NOT NULL,
    snapshot  TEXT NOT NULL -- JSON
);

-- Rows of the server that may be what an unclear create has made.
CREATE TABLE candidates (
    change_id INTEGER NOT NULL,
    row_id    INTEGER NOT NULL,
    PRIMARY KEY (change_id, row_id)
) WITHOUT ROWID;

-- The server's ids of rows that were born here.
CREATE TABLE aliases (
    local_id INTEGER PRIMARY KEY,
    id       INTEGER NOT NULL -- 0: the row was never made
);

CREATE INDEX aliases_id ON aliases (id);

-- Rows that were deleted on the server while unsent changes of them were here.
CREATE TABLE gone (
    entity TEXT NOT NULL,
    id     INTEGER NOT NULL,
    base   BLOB NOT NULL,
    at     INTEGER NOT NULL, -- local clock
    PRIMARY KEY (entity, id)
) WITHOUT ROWID;

-- What a person is typing.
CREATE TABLE drafts (
    key   TEXT PRIMARY KEY,
    value BLOB NOT NULL,
    at    INTEGER NOT NULL -- local clock
) WITHOUT ROWID;
