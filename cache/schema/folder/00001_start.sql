-- +goose Up
-- What belongs to the program as a whole: its settings and the accounts it is connected to.

CREATE TABLE settings (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE connections (
    account_id INTEGER PRIMARY KEY,
    name       TEXT NOT NULL,
    subdomain  TEXT NOT NULL,
    host       TEXT NOT NULL,
    base_url   TEXT NOT NULL,
    kind       TEXT NOT NULL,
    sealed     BLOB,
    expires_at INTEGER NOT NULL,
    state      TEXT NOT NULL,
    created_at INTEGER NOT NULL
);
