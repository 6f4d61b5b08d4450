-- +goose Up
-- The replica of one account. Times are Unix seconds, money whole units of the
-- account currency. Tables ending in _base hold the server's last word as JSON;
-- the others hold what the screens need of it, with the unsent changes over it.
-- There are no foreign keys: rows arrive in any order, and a lead may well be
-- known before its contact.

CREATE TABLE marks (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE account (
    id              INTEGER PRIMARY KEY,
    current_user_id INTEGER NOT NULL,
    base            BLOB NOT NULL
);

CREATE TABLE task_types (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL
);

CREATE TABLE users (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    base BLOB NOT NULL
);

CREATE TABLE pipelines (
    id   INTEGER PRIMARY KEY,
    sort INTEGER NOT NULL,
    base BLOB NOT NULL
);

CREATE TABLE statuses (
    pipeline_id INTEGER NOT NULL,
    id          INTEGER NOT NULL,
    PRIMARY KEY (pipeline_id, id)
) WITHOUT ROWID;

CREATE TABLE leads (
    id             INTEGER PRIMARY KEY,
    pipeline_id    INTEGER NOT NULL,
    status_id      INTEGER NOT NULL,
    name           TEXT NOT NULL,
    search         TEXT NOT NULL, -- the name by cache/fold
    price          INTEGER NOT NULL,
    owner_id       INTEGER NOT NULL,
    contact_id     INTEGER NOT NULL, -- main contact, 0 without one
    company_id     INTEGER NOT NULL, -- 0 without one
    loss_reason_id INTEGER,
    created_at     INTEGER NOT NULL,
    updated_at     INTEGER NOT NULL,
    closest_task   INTEGER NOT NULL, -- by the lead itself, 0 without one
    task_at        INTEGER NOT NULL, -- nearest open task as far as known, 0 without one
    tags           TEXT NOT NULL     -- names, each between two U+001F; '' without tags
);

-- A board is read from this index alone, in its order.
CREATE INDEX leads_board ON leads (
    pipeline_id, status_id, updated_at DESC, id DESC, price, owner_id, created_at, task_at
);

CREATE TABLE leads_base (
    id   INTEGER PRIMARY KEY,
    base BLOB NOT NULL
);

CREATE TABLE contacts (
    id     INTEGER PRIMARY KEY,
    name   TEXT NOT NULL,
    search TEXT NOT NULL
);

CREATE TABLE contacts_base (
    id   INTEGER PRIMARY KEY,
    base BLOB NOT NULL
);

CREATE TABLE companies (
    id     INTEGER PRIMARY KEY,
    name   TEXT NOT NULL,
    search TEXT NOT NULL
);

CREATE TABLE companies_base (
    id   INTEGER PRIMARY KEY,
    base BLOB NOT NULL
);

CREATE TABLE tasks (
    id            INTEGER PRIMARY KEY,
    lead_id       INTEGER NOT NULL, -- 0 for a task of something else
    owner_id      INTEGER NOT NULL,
    is_completed  INTEGER NOT NULL,
    complete_till INTEGER NOT NULL,
    task_type_id  INTEGER NOT NULL,
    text          TEXT NOT NULL
);

CREATE INDEX tasks_lead ON tasks (lead_id, is_completed, complete_till, id);
CREATE INDEX tasks_owner ON tasks (owner_id, is_completed, complete_till);

CREATE TABLE tasks_base (
    id   INTEGER PRIMARY KEY,
    base BLOB NOT NULL
);

-- Unsent changes, in the order they were made. Ids are never used twice, so
-- that the history can go on naming a change that was sent.
CREATE TABLE outbox (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    entity     TEXT NOT NULL,
    entity_id  INTEGER NOT NULL,
    kind       TEXT NOT NULL,
    before     TEXT NOT NULL, -- JSON object
    after      TEXT NOT NULL, -- JSON object
    state      TEXT NOT NULL,
    attempts   INTEGER NOT NULL,
    error      TEXT NOT NULL,
    error_code INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    due_at     INTEGER NOT NULL,
    tried      INTEGER NOT NULL, -- 1 when the server may have acted on it already
    revision   INTEGER NOT NULL  -- grows when the person changes it once more
);

CREATE INDEX outbox_row ON outbox (entity, entity_id, id);

-- Every act of the person, one row each, kept after its change was sent.
CREATE TABLE history (
    id        INTEGER PRIMARY KEY,
    at        INTEGER NOT NULL,
    kind      TEXT NOT NULL,
    entity    TEXT NOT NULL,
    entity_id INTEGER NOT NULL,
    change_id INTEGER NOT NULL,
    before    TEXT NOT NULL, -- JSON object
    after     TEXT NOT NULL, -- JSON object
    state     TEXT NOT NULL  -- pending, sent, cancelled, refused, conflict
);

CREATE INDEX history_row ON history (entity, entity_id, id);
CREATE INDEX history_change ON history (change_id);
